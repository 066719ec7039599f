"""Plays a script in the real window, and notes what was done, what was on the screen and what the ledger says of it."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from player.bootstrap.desk import desk_over
from player.bootstrap.places import Places
from player.domain.event import Watched
from tests.truth.screen import Area, Reader, now_ms
from tests.truth.script import Act, Done, Kind
from tests.truth.sightings import Sighting

PATIENCE_S = 60.0
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One event of the stream that says that something was watched.

    `mono_ms` is its stamp, `since_ms` the stamp of the one before: what it tells of was played between.
    """

    watched: Watched
    since_ms: int
    mono_ms: int


@dataclass(slots=True, kw_only=True)
class Record:
    """A session that is over: what was done, what was seen, what the ledger holds."""

    done: list[Done] = field(default_factory=list)
    seen: list[Sighting] = field(default_factory=list)
    counted: list[Counted] = field(default_factory=list)


class Program:
    """The program in a process of its own."""

    def __init__(self, profile: Path, package: Path, reader: Reader, environment: dict[str, str]) -> None:
        self._reader = reader
        self._told: queue.Queue[str] = queue.Queue()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.truth.child", str(profile), str(package), str(observations(profile))],
            cwd=ROOT,
            env=os.environ | {"QT_QPA_PLATFORM": "xcb"} | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._ear = threading.Thread(target=self._hear, daemon=True)
        self._ear.start()
        self._until_done()

    def order(self, words: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(words + "\n")
        self.process.stdin.flush()
        self._until_done()

    def leave(self) -> None:
        """Closes the window, as a learner does."""
        self.order("leave")
        self._end(0)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self._end(-signal.SIGKILL)

    def freeze(self, seconds: float) -> None:
        self.process.send_signal(signal.SIGSTOP)
        time.sleep(seconds)
        self.process.send_signal(signal.SIGCONT)

    def _end(self, code: int) -> None:
        self._reader.look_at(None)
        assert self.process.wait(PATIENCE_S) == code
        self._ear.join(PATIENCE_S)

    def _hear(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            word, *numbers = line.split()
            if word == "area":
                left, top, width, height = map(int, numbers)
                self._reader.look_at(Area(left=left, top=top, width=width, height=height))
            else:
                self._told.put(word)
        self._told.put("gone")

    def _until_done(self) -> None:
        try:
            told = self._told.get(timeout=PATIENCE_S)
        except queue.Empty:
            told = "nothing"
        if told != "done":
            self.process.kill()
        assert told == "done", f"the program says {told}"


def perform(
    script: Sequence[Act], *, profile: Path, package: Path, reader: Reader, environment: dict[str, str]
) -> Record:
    """Plays the script from beginning to end, in real time."""
    record = Record()
    program = Program(profile, package, reader, environment)
    try:
        for act in script:
            record.done.append(Done(act=act, mono_ms=now_ms()))
            match act.kind:
                case Kind.KILL:
                    program.kill()
                    program = Program(profile, package, reader, environment)
                    program.order("press Play")
                case Kind.FREEZE:
                    program.freeze(int(act.order.split()[1]) / 1000)
                case Kind.NOTHING:
                    pass
                case _:
                    program.order(act.order)
            # A stretch of playing cannot be awaited otherwise.
            time.sleep(act.ms / 1000)
        program.leave()
    finally:
        program.process.kill()
    record.seen = list(reader.seen)
    record.counted = counted_in(profile)
    return record


def counted_in(profile: Path) -> list[Counted]:
    """What the stream of the only course says."""
    counted: list[Counted] = []
    with desk_over(Places(profile=profile, resources=ROOT / "resources")) as desk:
        (stream,) = desk._parts.ledger.streams()
        for event in stream.events:
            if isinstance(event.fact, Watched):
                since_ms = counted[-1].mono_ms if counted else 0
                counted.append(Counted(watched=event.fact, since_ms=since_ms, mono_ms=event.stamp.mono_ms))
    return counted


def observations(profile: Path) -> Path:
    """Where the program writes down what its engine observed: time, sign, position, speed."""
    return profile.with_name(f"{profile.name}-observed.txt")
