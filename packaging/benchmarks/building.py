"""Making a course: building its package beside a plain copy that reaches the disk, and checking its folder."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from measuring import ROOT, Figures, in_turn, timed

SIZE = 1 << 30
_GIGABYTE = 1e9


@dataclass(frozen=True, slots=True)
class Found:
    """What an engine would say of the recording, which is noise here."""

    duration_ms: int = 10_000
    has_picture: bool = True
    has_sound: bool = True
    codecs: tuple[str, ...] = ("h264", "mp4a")
    keyframe_gap_ms: int | None = 2_000


def measure_building(folder: Path) -> Figures:
    from player.archive.authoring.build import build_package
    from player.archive.authoring.folder import new_folder
    from player.bootstrap.places import find_places
    from player.bootstrap.providing import check_course
    from player.proof.keys import PrivateKey

    course, out, copy = folder / "course", folder / "out.course", folder / "copy"
    new_folder(course, template=ROOT / "resources" / "template")
    check = min(timed(lambda: check_course(find_places(folder), course, quick=True)) for _ in range(5))
    recording = course / "media" / "welcome.mp4"
    _fill(recording)
    key = PrivateKey.generate()

    def build() -> object:
        return build_package(course, signer=key, out=out, probe=lambda _: Found())

    with _peak_memory() as peak:
        built, copied = in_turn(lambda: timed(build), lambda: timed(lambda: _copy(recording, copy)), times=3)
    return {
        "build_gb_per_s": SIZE / _GIGABYTE / (built / 1000),
        "build_plain_copy_gb_per_s": SIZE / _GIGABYTE / (copied / 1000),
        "build_peak_mb": peak[0] / 1e6,
        "check_course_ms": check,
    }


def _fill(file: Path) -> None:
    with file.open("wb") as stream:
        for _ in range(SIZE >> 20):
            stream.write(os.urandom(1 << 20))


def _copy(source: Path, target: Path) -> None:
    """As durable as what a build leaves."""
    shutil.copyfile(source, target)
    with target.open("rb+") as stream:
        os.fsync(stream.fileno())


@contextmanager
def _peak_memory() -> Iterator[list[float]]:
    """The most that was held beyond what was held at the beginning, in bytes, looked at every 5 ms."""
    import psutil

    process, stop = psutil.Process(), threading.Event()
    before, most = process.memory_info().rss, [0.0]

    def look() -> None:
        while not stop.is_set():
            most[0] = max(most[0], process.memory_info().rss - before)
            time.sleep(0.005)

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield most
    finally:
        stop.set()
        watcher.join()
