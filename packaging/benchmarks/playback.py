"""Playback: straight from the package, beside the plain file."""

from __future__ import annotations

import os
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from measuring import SAMPLE, Figures, in_turn
from recordings import Shape, record
from side_by_side import SECONDS, measure_players
from steadiness import measure_steadiness

READ = 64 << 10
"""Bytes that libVLC asks for at a time, at most."""


def measure_playback(folder: Path, *, long: bool = False) -> Figures:
    """The engine by itself, what verifying costs, and the real window beside other players."""
    figures = _measure_engine(folder) | {"verified_reading_percent": _reading_percent(folder)}
    figures |= measure_players(folder, long=long)
    return figures | measure_steadiness(folder) if long else figures


def _measure_engine(folder: Path) -> Figures:
    from player.archive.package import open_package
    from player.bootstrap.places import find_places, trust_of

    package = open_package(SAMPLE, trust_of(find_places(folder)))
    session = package.signed.course.sessions[0]
    plain = folder / "plain.mp4"
    plain.write_bytes(package.read(session.media))
    packed = Playing(lambda: package.source(session.media))
    unpacked = Playing(lambda: PlainFile(plain))
    load, load_plain = in_turn(packed.first_frame_ms, unpacked.first_frame_ms, times=7)
    seek, seek_plain = in_turn(packed.seek_ms, unpacked.seek_ms, times=2)
    return {
        "load_to_first_frame_ms": load,
        "load_plain_file_ms": load_plain,
        "seek_ms": seek,
        "seek_plain_file_ms": seek_plain,
    }


def _reading_percent(folder: Path) -> float:
    """Of one core, what reading a recording of 5 Mbit/s from its package costs more than from a plain file."""
    from player.archive.package import open_package
    from player.bootstrap.places import find_places, trust_of

    recording = record(folder, Shape(height=720), seconds=SECONDS)
    trust = trust_of(find_places(folder))

    def packed() -> float:
        with open_package(recording.course, trust) as package:
            return _cpu_s(package.source(package.signed.course.sessions[0].media))

    verified, bare = in_turn(packed, lambda: _cpu_s(PlainFile(recording.file)), times=15)
    return (verified - bare) / SECONDS * 100


def _cpu_s(source: Source) -> float:
    """The work of reading all of it, as libVLC does."""
    began = time.process_time()
    for offset in range(0, source.size, READ):
        source.read_at(offset, READ)
    return time.process_time() - began


class Source(Protocol):
    @property
    def size(self) -> int: ...
    def read_at(self, offset: int, length: int) -> bytes: ...


class PlainFile:
    """A file without any verification, as a source."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self.name = path.name
        self.size = path.stat().st_size

    def read_at(self, offset: int, length: int) -> bytes:
        return os.pread(self._file.fileno(), length, offset)


class Playing:
    """An engine without sound device, timed from call to frame."""

    def __init__(self, source: Callable[[], object]) -> None:
        self._source = source
        self._frame = threading.Event()

    @contextmanager
    def _engine(self) -> Iterator[object]:
        from player.media.vlc_engine import create_engine

        engine = create_engine(silent=True)
        engine.on_frame(self._seen)
        try:
            yield engine
        finally:
            engine.close()
            engine.release()

    def _seen(self, *_: object) -> None:
        self._frame.set()

    def first_frame_ms(self) -> float:
        with self._engine() as engine:
            self._frame.clear()
            began = time.perf_counter()
            engine.load(self._source())
            engine.play()
            assert self._frame.wait(10), "no frame came"
            return (time.perf_counter() - began) * 1000

    def seek_ms(self) -> float:
        """The median over eight places, while paused, so that the next frame is the one sought."""
        with self._engine() as engine:
            engine.load(self._source())
            engine.play()
            assert self._frame.wait(10), "no frame came"
            engine.pause()
            time.sleep(0.5)
            return statistics.median(self._seek(engine, place) for place in range(8))

    def _seek(self, engine: object, place: int) -> float:
        time.sleep(0.3)
        self._frame.clear()
        began = time.perf_counter()
        engine.seek(5_000 + place * 17_300)
        assert self._frame.wait(10), "no frame came after a seek"
        return (time.perf_counter() - began) * 1000
