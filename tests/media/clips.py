"""Recordings made at test time: each picture carries its number as 16 black and white blocks, to be read back."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

WIDTH, HEIGHT, BLOCKS, BAND = 640, 360, 16, 16
FPS = 25
MAKING_S, LOOK_S = 120, 0.05


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A file to be read only, made by the first of all processes of this run that asks for it; the others wait."""
    folder = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    whole, begun = folder / name, folder / f"{name}.begun"
    try:
        begun.touch(exist_ok=False)
    except FileExistsError:
        ends = time.monotonic() + MAKING_S
        while not whole.exists():
            assert time.monotonic() < ends, f"{name} was not made by whoever began it"
            time.sleep(LOOK_S)
        return whole
    part = folder / f"part-{name}"
    make(part)
    return part.rename(whole)


def ffmpeg(*arguments: str, feed: bytes | None = None) -> None:
    program = shutil.which("ffmpeg")
    assert program, "these tests make their recordings with ffmpeg"
    subprocess.run([program, "-y", "-loglevel", "error", *arguments], input=feed, check=True)


def make_clip(
    path: Path, *, seconds: int, fps: int = FPS, table_first: bool = True, sound_seconds: int | None = None
) -> Path:
    """A moving picture with numbers and a tone, as long unless said otherwise (0: none), a keyframe every 2 s."""
    sound_seconds = seconds if sound_seconds is None else sound_seconds
    ffmpeg(
        *("-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{WIDTH}x{BAND}", "-r", str(fps), "-i", "pipe:0"),
        *("-f", "lavfi", "-i", f"testsrc2=s={WIDTH}x{HEIGHT}:r={fps}:d={seconds}"),
        *("-f", "lavfi", "-i", f"sine=440:d={sound_seconds or 1}:r=44100"),
        *("-filter_complex", "[1:v][0:v]overlay=0:0:shortest=1,format=yuv420p[v]"),
        *("-map", "[v]", "-c:v", "libx264", "-preset", "ultrafast", "-g", str(2 * fps)),
        *(("-map", "2:a", "-c:a", "aac", "-b:a", "64k") if sound_seconds else ()),
        *(("-movflags", "+faststart") if table_first else ()),
        str(path),
        feed=b"".join(_band(number) for number in range(seconds * fps)),
    )
    return path


def make_sound(path: Path, *, seconds: int) -> Path:
    ffmpeg("-f", "lavfi", "-i", f"sine=440:d={seconds}:r=44100", str(path))
    return path


def make_many_tracks(path: Path, *, seconds: int, default_subtitles: bool = True) -> Path:
    """A black picture with two sounds (English, Norwegian) and two subtitles, of which the second calls itself default.

    Both subtitles have a cue for each second.
    """
    words = path.with_suffix(".srt")
    cue = "{n}\n00:00:{n:02},000 --> 00:00:{n:02},950\n<b>MMMMMMMM</b>\n\n"
    words.write_text("".join(cue.format(n=n) for n in range(seconds)))
    languages = (("a", 0, "eng"), ("a", 1, "nor"), ("s", 0, "eng"), ("s", 1, "nor"))
    ffmpeg(
        *("-f", "lavfi", "-i", f"color=black:s={WIDTH}x{HEIGHT}:r={FPS}:d={seconds}"),
        *("-f", "lavfi", "-i", f"sine=440:d={seconds}", "-f", "lavfi", "-i", f"sine=880:d={seconds}"),
        *("-i", str(words), "-i", str(words), "-t", str(seconds)),
        *(word for stream in range(5) for word in ("-map", str(stream))),
        *("-c:v", "libx264", "-preset", "ultrafast", "-g", str(2 * FPS), "-c:a", "aac", "-c:s", "srt"),
        *(word for kind, n, name in languages for word in (f"-metadata:s:{kind}:{n}", f"language={name}")),
        *("-metadata:s:a:1", "title=Norsk tale", "-disposition:s:1", "default" if default_subtitles else "0"),
        str(path),
    )
    return path


def make_described(path: Path, *, seconds: int) -> Path:
    """A black picture with two sounds in English, of which the second is an audio description, and says so."""
    ffmpeg(
        *("-f", "lavfi", "-i", f"color=black:s={WIDTH}x{HEIGHT}:r={FPS}:d={seconds}"),
        *("-f", "lavfi", "-i", f"sine=440:d={seconds}", "-f", "lavfi", "-i", f"sine=880:d={seconds}"),
        *("-map", "0", "-map", "1", "-map", "2", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac"),
        *("-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=eng"),
        # Matroska has titles, MP4 the names of handlers.
        *("-metadata:s:a:1", "title=Audio description", "-metadata:s:a:1", "handler_name=Audio description"),
        *("-disposition:a:1", "visual_impaired", str(path)),
    )
    return path


def _band(number: int) -> bytes:
    block = WIDTH // BLOCKS
    row = b"".join((b"\xff" if number >> (BLOCKS - 1 - i) & 1 else b"\x00") * block for i in range(BLOCKS))
    return row * BAND


def read_number(width: int, pitch: int, pixels: memoryview) -> int:
    """The number that a picture carries."""
    line = pixels[BAND // 2 * pitch :][: width * 4]
    block = width // BLOCKS
    number = 0
    for i in range(BLOCKS):
        number = number * 2 + (line[(i * block + block // 2) * 4] > 128)
    return number
