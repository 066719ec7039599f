"""A simulated conference day: whatever dies or goes wrong, every acknowledged act is in the union exactly once."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from player.bootstrap.kiosk import places_of
from player.bootstrap.places import Places
from player.bootstrap.rostering import import_roster, make_operator_key
from player.bootstrap.uniting import hall_in
from player.kiosk.settings_file import read_settings
from player.ledger.store import open_ledger
from player.machine.clock import SystemClock
from player.proof.keys import PrivateKey
from player.proof.strand import Strand, check_strand
from tests.conference.hall import (
    ANSWER_WITHIN_S,
    MOST_VISITS,
    Act,
    Cable,
    Day,
    Person,
    Station,
    World,
    live,
    settle,
)
from tests.figures import Figures
from tests.journeys.making import numbered_course, publisher_known_to

ROOT = Path(__file__).resolve().parents[2]
CODE = "Carrel2026!"


class Hub:
    """The hub as a process, which may be killed and started again."""

    def __init__(self, folder: Path, settings: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as door:
            self.port: int = door.getsockname()[1]
        self._folder = folder
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "player", "kiosk", "hub", "--config", str(self._settings)]
        self._process = subprocess.Popen(
            [*command, "--folder", str(self._folder), "--port", str(self.port), "--address", "127.0.0.1"],
            env={**os.environ, "CARREL_OPERATOR_CODE": CODE},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=(self._folder.parent / "hub.txt").open("ab"),
        )
        until = time.monotonic() + ANSWER_WITHIN_S
        while socket.socket().connect_ex(("127.0.0.1", self.port)):
            assert self._process.poll() is None, (self._folder.parent / "hub.txt").read_text()
            assert time.monotonic() < until
            time.sleep(0.05)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()


class Conference:
    """A hall: its key, its roster, its course, as many stations as it takes, and what connects them."""

    def __init__(self, folder: Path, *, stations: int, attendees: int, seed: int) -> None:
        self.folder = folder
        self._random = random.Random(seed)
        self._seed = seed
        make_operator_key(folder / "operator.key", CODE)
        publisher = publisher_known_to(folder / "publisher", folder)
        self.course = numbered_course(folder, ROOT, key=publisher)
        self._trust = tuple((folder / "publisher" / "trust").iterdir())
        self.people = [Person(badge=f"B{number:05}") for number in range(attendees * 4 // 5)]
        self.people += [Person(badge="") for _ in range(attendees - len(self.people))]
        self._write_roster()
        first = self._settings(0, "")
        self.hub = Hub(self._made("hub"), first)
        self.hub.start()
        self.cables = [Cable("127.0.0.1", self.hub.port) for _ in range(stations)]
        self.stations = [self._station(number, cable) for number, cable in enumerate(self.cables, start=1)]
        import_roster(folder / "roster.csv", read_settings(self.stations[0].settings), CODE)

    def open(self) -> None:
        """The doors open: every station runs, has the course, and knows who is registered."""
        for station in self.stations:
            station.start()
            station.key = station.ask("open", code=CODE)["key"]
            assert station.ask("add", course=str(self.course))["ok"]
        settle(self.stations)

    def places(self, station: Station) -> Places:
        return places_of(read_settings(station.settings))

    def end(self) -> None:
        for station in self.stations:
            station.end()
        self.hub.kill()
        for cable in self.cables:
            cable.close()

    def _made(self, name: str) -> Path:
        (made := self.folder / name).mkdir()
        return made

    def _station(self, number: int, cable: Cable) -> Station:
        settings = self._settings(number, f"http://127.0.0.1:{cable.port}")
        trust = self.places(Station(number, settings, 0)).own_trust
        trust.mkdir(parents=True)
        for file in self._trust:
            (trust / file.name).write_bytes(file.read_bytes())
        return Station(number, settings, int(time.time() * 1000))

    def _settings(self, number: int, union: str) -> Path:
        file = self._made(f"station-{number}") / "kiosk.toml"
        lines = (
            f'station = "Station {number}"',
            f'operator_key = "{self.folder / "operator.key"}"',
            f'profile = "{file.parent / "profile"}"',
            f'union = "{union}"',
            "least_free_mib = 50",
        )
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return file

    def _write_roster(self) -> None:
        rows = ["Registration ID,Badge,Given name,Family name,Profession,E-mail"]
        for number, person in enumerate(self.people):
            if person.badge:
                rows.append(f"R{number},{person.badge},Given{number},Family{number},physician,p{number}@example.org")
        (self.folder / "roster.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def collected(folder: Path, name: str, places: Sequence[Places]) -> list[Act]:
    """What the ledgers of these stations hold together when they are merged in this order."""
    (into := folder / name).mkdir()
    with closing(open_ledger(into, signer=PrivateKey.generate(), clock=SystemClock())) as union:
        for one in places:
            with closing(open_ledger(one.profile, signer=PrivateKey.generate(), clock=SystemClock())) as ledger:
                union.take_in(ledger.strands())
        assert not union.forks()
        return acts_in(union.strands())


def acts_in(strands: Iterable[Strand]) -> list[Act]:
    """Every event of every stream."""
    checked = map(check_strand, strands)
    return [(one.opening.stream, seq, link.hex()) for one in checked for seq, link in enumerate(one.links[1:])]


def in_every_order(hall: Conference, figures: Figures, name: str, *, orders: int, day: Day) -> None:
    """Collects all stations in one order after the other; each time the union is the same, and nothing is lost."""
    places = [hall.places(station) for station in hall.stations]
    shuffled = random.Random(7)
    found: set[frozenset[Act]] = set()
    for order in range(orders):
        shuffled.shuffle(places)
        found.add(frozenset(collected(hall.folder, f"union-{order}", places)))
    (union,) = found
    lost = day.acts - union
    # An act that was recorded at two places would stand twice at one place of its stream, under another link.
    twice = len(union) - len({(stream, seq) for stream, seq, _ in union})
    figures(
        name,
        attendees=len(hall.people),
        stations=len(hall.stations),
        visits=sum(person.visits for person in hall.people),
        **{what.replace(" ", "_"): count for what, count in sorted(day.happened.items())},
        acknowledged=len(day.acts),
        in_the_union=len(union),
        lost=len(lost),
        twice=twice,
        claimed_by=sum(person.claimed > 0 for person in hall.people),
        began_behind=day.setbacks,
        orders=orders,
        problems=", ".join(f"{code} {count}" for code, count in day.problems.most_common()) or "none",
    )
    assert not lost
    assert not twice
    with hall_in(hall.folder / "hub") as hub:
        assert frozenset(acts_in(strand for given in hub.all() for strand in given.strands)) == union


def live_a_day(
    folder: Path, figures: Figures, name: str, *, stations: int, attendees: int, world: World, seed: int
) -> None:
    hall = Conference(folder, stations=stations, attendees=attendees, seed=seed)
    try:
        hall.open()
        day = live(hall.stations, hall.people, world, cables=hall.cables, seed=seed)
        settle(hall.stations)
    finally:
        hall.end()
    in_every_order(hall, figures, name, orders=3, day=day)
    assert all(person.claimed for person in hall.people if person.visits < MOST_VISITS)


def test_an_hour_of_a_conference_loses_and_doubles_nothing(tmp_path: Path, figures: Figures) -> None:
    rough = World(kills=25, cuts=25, wrong_clocks=15, walks_away=80)
    live_a_day(tmp_path, figures, "an hour of a conference", stations=3, attendees=15, world=rough, seed=1)


@pytest.mark.long
def test_a_conference_day_loses_and_doubles_nothing(tmp_path: Path, figures: Figures) -> None:
    live_a_day(tmp_path, figures, "a conference day", stations=12, attendees=2000, world=World(), seed=2026)
