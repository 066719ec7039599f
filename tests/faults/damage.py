"""A profile with three small streams, and what damage does to a copy of it: what is believed, and who finds it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from player.domain.event import StreamId
from player.domain.problem import Problem
from player.ledger.care.doctor import examine
from player.ledger.care.findings import Outcome
from player.ledger.store import FILE
from player.ledger.stream import SqlStream
from player.proof import wire
from tests.ledger.making import KEY, ledger_in, opening, watched

Streams = Mapping[StreamId, tuple[bytes, ...]]
LOG = FILE + "-wal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """`believed`: the streams that are handed out, with their events; `refused`: how many are not, or why none is.

    `found`: what the doctor says is wrong; `appended`: how many of the believed ones took another event.
    """

    believed: Streams
    refused: tuple[str, ...]
    found: tuple[str, ...]
    appended: int

    @property
    def noticed(self) -> bool:
        return bool(self.refused or self.found)


def make_profile(folder: Path, *, streams: int = 3, events: int = 60) -> Streams:
    """Fills a new ledger in `folder` and closes it: all is in one file then."""
    ledger = ledger_in(folder)
    opened = [ledger.open(opening(attempt=number + 1)) for number in range(streams)]
    for number in range(events):
        for stream in opened:
            stream.append(watched(number))
    made = {stream.id: ledger.bodies(stream.id) for stream in opened}
    ledger.close()
    return made


def copy_of(folder: Path, to: Path) -> Path:
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(folder, to, ignore=shutil.ignore_patterns("*-shm"))
    return to


def damage(folder: Path, change: Callable[[bytearray], None], *, name: str = FILE) -> None:
    """Changes the bytes of a file, as a disk would: nobody is told."""
    file = folder / name
    data = bytearray(file.read_bytes())
    change(data)
    file.write_bytes(data)


def judge(folder: Path) -> Judged:
    """Opens the profile as the program does, and has the doctor look at it. Only a `Problem` may be raised."""
    found = _told_by_the_doctor(folder)
    try:
        ledger = ledger_in(folder)
    except Problem as problem:
        return Judged(believed={}, refused=(problem.code,), found=found, appended=0)
    try:
        streams = ledger.streams()
        refused = tuple(problem.code for problem in ledger.damaged())
        believed = {stream.id: tuple(wire.encode(event) for event in stream.events) for stream in streams}
        appended = sum(_takes_another(stream) for stream in streams)
    except Problem as problem:
        return Judged(believed={}, refused=(problem.code,), found=found, appended=0)
    finally:
        ledger.close()
    return Judged(believed=believed, refused=refused, found=found, appended=appended)


def _told_by_the_doctor(folder: Path) -> tuple[str, ...]:
    told = examine(folder, key=None, open_records=lambda: ledger_in(folder, signer=KEY))
    return tuple(one.problem.code for one in told if one.outcome is Outcome.WRONG and one.problem is not None)


def _takes_another(stream: SqlStream) -> bool:
    try:
        stream.append(watched(1_000))
    except Problem:
        return False
    return True
