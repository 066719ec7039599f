"""Recordings that tell their own time: every picture carries its number, and so does every beat of the sound."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from player.cli.app import run
from tests.journeys.making import halved
from tests.media.clips import ffmpeg
from tests.truth.tones import SAMPLES_PER_S, chord

WIDTH, HEIGHT, FPS = 640, 360, 25
BITS = 20
ROW_HEIGHT = 24
"""The band at the top has two rows: the number as black and white blocks, and below the same turned round."""


def make_recording(path: Path, *, seconds: int, picture: bool = True, sound: bool = True, kbit: int = 0) -> Path:
    """A recording with a keyframe every 2 s; `kbit`: thousands of bits a second to be filled, 0 for as few as needed.

    25 pictures a second, and the chord of the sound changes as often: beat and picture of one number belong together.
    """
    count = seconds * FPS
    with TemporaryDirectory() as folder:
        arguments: list[str] = []
        if picture:
            arguments += _band_input(Path(folder, "bands"), count)
        if sound:
            arguments += _sound_input(Path(folder, "beats"), count)
        if picture:
            arguments += _picture_output(kbit)
        if sound:
            arguments += ("-map", f"{int(picture)}:a", "-c:a", "aac", "-b:a", "128k", "-ar", "48000")
        ffmpeg(*arguments, "-movflags", "+faststart", str(path))
    return path


def _band_input(file: Path, count: int) -> list[str]:
    with file.open("wb") as out:
        out.writelines(_bands(count))
    return ["-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{BITS}x2", "-r", str(FPS), "-i", str(file)]


def _bands(count: int) -> Iterator[bytes]:
    for number in range(count):
        bits = [number >> (BITS - 1 - place) & 1 for place in range(BITS)]
        yield bytes([255 * bit for bit in bits] + [255 * (1 - bit) for bit in bits])


def _sound_input(file: Path, count: int) -> list[str]:
    with file.open("wb") as out:
        for number in range(count):
            chord(number).tofile(out)
    return ["-f", "s16le", "-ar", str(SAMPLES_PER_S), "-ac", "1", "-i", str(file)]


def _picture_output(kbit: int) -> list[str]:
    """The band over a picture that moves."""
    band = f"[0:v]scale={WIDTH}:{2 * ROW_HEIGHT}:flags=neighbor[band]"
    moving = f"testsrc2=s={WIDTH}x{HEIGHT}:r={FPS}[moving]"
    filled = ("-b:v", f"{kbit}k", "-maxrate", f"{kbit}k", "-bufsize", f"{kbit}k", "-x264-params", "nal-hrd=cbr")
    return [
        *("-filter_complex", f"{band};{moving};[moving][band]overlay=0:0:shortest=1,format=yuv420p[v]"),
        *("-map", "[v]", "-c:v", "libx264", "-preset", "ultrafast", "-g", str(2 * FPS)),
        *(filled if kbit else ("-crf", "33")),
    ]


def pack(recording: Path, folder: Path, root: Path) -> Path:
    """A `.course` file with this recording as its only session, signed by the specimen key."""
    source, package = folder / "numbers", folder / "numbers.course"
    assert run(["course", "new", str(source)]) == 0
    member = source / "media" / f"welcome{recording.suffix}"
    (source / "media" / "welcome.mp4").unlink()
    recording.rename(member)
    text = (source / "course.toml").read_text(encoding="utf-8")
    text = halved(text).replace("media/welcome.mp4", f"media/{member.name}")
    (source / "course.toml").write_text(text, encoding="utf-8")
    key = root / "resources" / "samples" / "specimen.key"
    assert run(["course", "build", str(source), "--key", str(key), "--out", str(package)]) == 0
    shutil.rmtree(source)
    return package
