"""Recordings for measuring players: every picture carries its number, so that a screen tells what it shows."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from measuring import ROOT

FPS = 30
BITS = 16
BAND = 16
"""Height in pixels of the strip with the number, at the top of each picture."""
KEY = ROOT / "resources" / "samples" / "specimen.key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What kind of recording: its height in lines (16:9) and the seconds from one keyframe to the next."""

    height: int
    keyframe_s: int = 2

    @property
    def width(self) -> int:
        return self.height * 16 // 9

    @property
    def name(self) -> str:
        return f"{self.height}-{self.keyframe_s}s"


@dataclass(frozen=True)
class Recording:
    """A film of grain and moving figures with a tone, at 5 Mbit/s, in a file of its own and in a course."""

    file: Path
    shape: Shape
    seconds: int

    @property
    def pictures(self) -> int:
        return self.seconds * FPS

    @cached_property
    def course(self) -> Path:
        """The package with this recording as its one session, captioned from end to end."""
        return _build_course(self)


def record(folder: Path, shape: Shape, *, seconds: int) -> Recording:
    """Made with what makes decoding work (arithmetic coding, frames that refer ahead, deblocking), and quickly."""
    file, size = folder / f"{shape.name}-{seconds}.mp4", f"{shape.width}x{shape.height}"
    if file.exists():
        return Recording(file, shape, seconds)
    strip = ("-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{shape.width}x{BAND}", "-r", str(FPS), "-i", "pipe:0")
    film = ("-f", "lavfi", "-i", f"testsrc2=s={size}:r={FPS}:d={seconds},noise=alls=6:allf=t")
    tone = ("-f", "lavfi", "-i", f"sine=440:d={seconds}:r=48000")
    joined = ("-filter_complex", "[1:v][0:v]overlay=0:0:shortest=1,format=yuv420p[v]", "-map", "[v]", "-map", "2:a")
    coded = (
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-coder",
        "1",
        "-bf",
        "2",
        "-flags",
        "+loop",
        "-sc_threshold",
        "0",
    )
    rated = ("-g", str(shape.keyframe_s * FPS), "-b:v", "5M", "-maxrate", "5M", "-bufsize", "10M", "-c:a", "aac")
    numbers = b"".join(strip_of(number, shape.width) for number in range(seconds * FPS))
    words = [*strip, *film, *tone, *joined, *coded, *rated, "-movflags", "+faststart", str(file)]
    subprocess.run([_ffmpeg(), "-y", "-loglevel", "error", *words], input=numbers, check=True)
    return Recording(file, shape, seconds)


def lengthened(recording: Recording, times: int) -> Recording:
    """The same film so many times over, without coding it anew; its numbers begin again each time."""
    file = recording.file.with_name(f"{recording.file.stem}-{times}-times.mp4")
    looped = ["-stream_loop", str(times - 1), "-i", str(recording.file), "-c", "copy", "-movflags", "+faststart"]
    subprocess.run([_ffmpeg(), "-y", "-loglevel", "error", *looped, str(file)], check=True)
    return Recording(file, recording.shape, recording.seconds * times)


def strip_of(number: int, width: int) -> bytes:
    """The number as black and white blocks, in a code in which neighbours differ by one block only.

    So a screen that is read while the next picture is being put on it still tells one of the two.
    """
    code, block = number ^ number >> 1, width // BITS
    row = b"".join((b"\xff" if code >> (BITS - 1 - place) & 1 else b"\x00") * block for place in range(BITS))
    return row * BAND


def number_of(blocks: list[bool]) -> int:
    """The number that these blocks, from left to right, stand for."""
    number = bit = 0
    for white in blocks:
        bit ^= white
        number = number * 2 + bit
    return number


def _build_course(recording: Recording) -> Path:
    from player.cli.app import run

    source = recording.file.with_suffix(".folder")
    package = recording.file.with_suffix(".course")
    with redirect_stdout(sys.stderr):
        assert run(["course", "new", str(source)]) == 0
    shutil.copyfile(recording.file, source / "media" / "welcome.mp4")
    (source / "captions" / "welcome.en.vtt").write_text(_captions(recording.seconds), encoding="utf-8")
    text = (source / "course.toml").read_text(encoding="utf-8")
    (source / "course.toml").write_text(re.sub(r"(?m)^duration = .*$", "", text), encoding="utf-8")
    with redirect_stdout(sys.stderr):
        assert run(["course", "build", str(source), "--key", str(KEY), "--out", str(package), "--quick"]) == 0
    shutil.rmtree(source)
    return package


def _captions(seconds: int) -> str:
    """A sentence of two lines every three seconds, as people speak."""
    cues = (
        f"{_clock(at)} --> {_clock(at + 3)}\nThis is what is said from second {at} on,\nand goes on here."
        for at in range(0, seconds - 3, 3)
    )
    return "\n\n".join(["WEBVTT", *cues]) + "\n"


def _clock(second: int) -> str:
    return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.000"


def _ffmpeg() -> str:
    program = shutil.which("ffmpeg")
    assert program, "recordings are made with ffmpeg; packaging/setup --test installs it"
    return program
