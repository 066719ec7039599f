"""A conference day in processes: stations, a hub, attendees who do as people do, and a world that breaks things."""

from __future__ import annotations

import json
import random
import socket
import subprocess
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ANSWER_WITHIN_S = 120
MOST_VISITS = 8
"""Whoever was unlucky so often goes home."""
Act = tuple[str, int, str]
"""The stream, the place in it, and the link after the event, which says all that came before."""


class Died(Exception):
    """The station's process is gone, or its answer never came."""


@dataclass(slots=True)
class Station:
    """A station's folder, and the process that works in it for the time being."""

    number: int
    settings: Path
    wall_ms: int
    boots: int = 0
    key: str = ""
    process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        self.boots += 1
        child = [sys.executable, "-m", "tests.conference.station_child", str(self.settings)]
        self.process = subprocess.Popen(
            [*child, str(self.wall_ms), f"boot-{self.number}-{self.boots}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=(self.settings.parent / "stderr.txt").open("a"),
            text=True,
            bufsize=1,
        )
        self._read()

    def ask(self, do: str, **data: Any) -> dict[str, Any]:
        """Raises `Died`."""
        assert self.process is not None and self.process.stdin is not None
        try:
            self.process.stdin.write(json.dumps({"do": do, **data}) + "\n")
            self.process.stdin.flush()
        except OSError:
            raise Died from None
        return self._read()

    def kill(self) -> None:
        """As when the power goes: nothing is tidied up."""
        assert self.process is not None
        self.process.kill()

    def again(self) -> None:
        """Started again by its supervisor, who kept the key."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        self.start()
        if self.key:
            assert self.ask("key", secret=self.key)["ok"]

    def end(self) -> None:
        assert self.process is not None and self.process.stdin is not None
        with suppress(OSError):
            self.process.stdin.close()
        self.process.wait(timeout=ANSWER_WITHIN_S)

    def _read(self) -> dict[str, Any]:
        assert self.process is not None and self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise Died
        return json.loads(line)


class Cable:
    """The network between the stations and what they share; while it is cut nothing passes."""

    def __init__(self, host: str, port: int) -> None:
        self._to = (host, port)
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        self._ends: set[socket.socket] = set()
        self._cut = threading.Event()
        threading.Thread(target=self._let_in, daemon=True).start()

    def cut(self) -> None:
        self._cut.set()
        for end in tuple(self._ends):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        self._cut.clear()

    def close(self) -> None:
        self.cut()
        self._door.close()

    def _let_in(self) -> None:
        while True:
            try:
                client, _ = self._door.accept()
            except OSError:
                return
            if self._cut.is_set():
                client.close()
                continue
            try:
                server = socket.create_connection(self._to)
            except OSError:
                client.close()
                continue
            self._ends |= {client, server}
            for one, other in ((client, server), (server, client)):
                threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(1 << 16):
                other.sendall(data)
        for end in (one, other):
            self._ends.discard(end)
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@dataclass(slots=True)
class Person:
    """An attendee: how stations know them, what they still mean to do, and how often they came."""

    badge: str
    code: str = ""
    visits: int = 0
    seen: int = 0
    claimed: int = 0


@dataclass(slots=True)
class Day:
    """What was acknowledged, and what happened, for the figures."""

    acts: set[Act] = field(default_factory=set[Act])
    happened: Counter[str] = field(default_factory=Counter[str])
    problems: Counter[str] = field(default_factory=Counter[str])
    setbacks: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, what: str, answer: dict[str, Any]) -> None:
        with self.lock:
            self.happened[what] += 1
            self.acts.update((stream, seq, link) for stream, seq, link in answer.get("acts", ()))
            if not answer["ok"]:
                self.problems[answer["problem"]] += 1


class Waiting:
    """Those who still mean to come, in the order in which they will."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._people = deque(people)
        self._left = len(people)
        self._news = threading.Condition()

    def next(self) -> Person | None:
        """None once nobody will come any more: who is at a station now may come back."""
        with self._news:
            self._news.wait_for(lambda: self._people or not self._left)
            return self._people.popleft() if self._people else None

    def comes_again(self, person: Person) -> None:
        with self._news:
            self._people.append(person)
            self._news.notify_all()

    def is_done(self) -> None:
        with self._news:
            self._left -= 1
            self._news.notify_all()


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """How often the world gets in the way, in 1,000 acts."""

    kills: int = 12
    cuts: int = 8
    wrong_clocks: int = 4
    walks_away: int = 60


class Crowd(threading.Thread):
    """Those who stand before one station: each is served until they go, or until the station dies under them."""

    def __init__(
        self, station: Station, queue: Waiting, day: Day, world: World, *, cables: Sequence[Cable], seed: int
    ) -> None:
        super().__init__(daemon=True)
        self._station = station
        self._queue = queue
        self._day = day
        self._world = world
        self._cables = cables
        self._random = random.Random(seed)
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            while (person := self._queue.next()) is not None:
                self._serve(person)
        except BaseException as error:  # noqa: BLE001 - told by whoever waits for the day to end
            self.error = error
            while self._queue.next() is not None:
                self._queue.is_done()

    def _serve(self, person: Person) -> None:
        try:
            comes_again = self._visit(person)
        except Died:
            self._day.note("killed", {"ok": True})
            self._station.again()
            comes_again = person.visits < MOST_VISITS
        if comes_again:
            self._queue.comes_again(person)
        else:
            self._queue.is_done()

    def _visit(self, person: Person) -> bool:
        """One visit; whether the person will come again, here or elsewhere."""
        person.visits += 1
        self._ask("meet")
        met = self._arrive(person)
        if not met["ok"]:
            return person.visits < MOST_VISITS
        if person.visits > 1 and met["seen"] < person.seen:
            # Another station knows more and could not be asked: it comes together later.
            self._day.setbacks += 1
        answer = self._walk(person, met)
        person.seen = max(person.seen, answer.get("seen", 0))
        self._ask("leave")
        self._ask("meet")
        return not person.claimed and person.visits < MOST_VISITS

    def _arrive(self, person: Person) -> dict[str, Any]:
        if person.code:
            return self._act("code", code=person.code)
        if person.badge:
            return self._act("scan", badge=person.badge)
        answer = self._act("register", given=f"Walk {person.visits}", family=f"In {id(person)}")
        person.code = answer.get("code", "")
        return answer

    def _walk(self, person: Person, answer: dict[str, Any]) -> dict[str, Any]:
        steps = [("begin", {})]
        steps += [("watch", {"ms": self._random.choice((5_000, 20_000, 40_000, 100_000))}) for _ in range(3)]
        steps += [("quiz", {}), ("evaluation", {}), ("claim", {})]
        for do, data in steps:
            if self._random.randrange(1000) < self._world.walks_away:
                self._day.note("walked away", {"ok": True})
                return answer
            if self._random.randrange(50) == 0:
                answer = self._arrive(person)
            answer = self._act(do, **data)
            person.claimed += "claimed" in answer
            if "claimed" in answer:
                self._take_away()
        return answer

    def _take_away(self) -> None:
        stick = self._station.settings.parent / f"stick-{self._random.random()}"
        if self._random.randrange(4):
            stick.mkdir()
        self._act("stick", folder=str(stick))

    def _act(self, do: str, **data: Any) -> dict[str, Any]:
        self._break_something()
        answer = self._ask(do, **data)
        self._day.note(do, answer)
        return answer

    def _ask(self, do: str, **data: Any) -> dict[str, Any]:
        return self._station.ask(do, **data)

    def _break_something(self) -> None:
        lot = self._random.randrange(1000)
        world = self._world
        if lot < world.kills:
            delay = self._random.random() * 0.08
            threading.Timer(delay, self._station.kill).start()
        elif lot < world.kills + world.cuts and self._cables:
            cable = self._random.choice(self._cables)
            cable.cut()
            self._day.note("network cut", {"ok": True})
            threading.Timer(0.2 + self._random.random(), cable.mend).start()
        elif lot < world.kills + world.cuts + world.wrong_clocks:
            self._ask("wrong", by_ms=self._random.choice((-1, 1)) * self._random.choice((60_000, 86_400_000)))
            self._day.note("clock set wrong", {"ok": True})


def live(
    stations: Sequence[Station], people: Sequence[Person], world: World, *, cables: Sequence[Cable], seed: int
) -> Day:
    """A whole day. Raises what went wrong in it that should not have."""
    day, queue = Day(), Waiting(people)
    crowds = [
        Crowd(station, queue, day, world, cables=cables, seed=seed * 1000 + station.number) for station in stations
    ]
    for crowd in crowds:
        crowd.start()
    for crowd in crowds:
        crowd.join()
        if crowd.error is not None:
            raise crowd.error
    for cable in cables:
        cable.mend()
    return day


def settle(stations: Sequence[Station], *, patience_s: float = 60) -> None:
    """In the evening: everybody meets until nobody has news. Stations that lie dead are started again."""
    until = time.monotonic() + patience_s
    while time.monotonic() < until:
        quiet = True
        for station in stations:
            try:
                met = station.ask("meet")
            except Died:
                station.again()
                met = {"ok": False}
            quiet = quiet and met["ok"] and not met["in"] and not met["out"]
        if quiet:
            return
    raise AssertionError("the stations did not come to rest")
