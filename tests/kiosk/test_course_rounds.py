"""Rounds for courses: what the hub has comes onto every shelf, once, and a station that is alone is none the worse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from player.kiosk.course_rounds import CourseRounds
from player.kiosk.diary import Diary, Entry
from player.kiosk.problems import StationFull, UnionAway


@dataclass
class HubShelf:
    """`there`: names of courses; those in `bad` are refused by the shelf here."""

    there: list[str] = field(default_factory=list[str])
    bad: tuple[str, ...] = ()
    here: list[str] = field(default_factory=list[str])
    tried: list[str] = field(default_factory=list[str])
    away: bool = False
    closed: bool = False

    def lacking(self) -> Sequence[str]:
        self._answer()
        return [one for one in self.there if one not in self.here]

    def fetch(self, shelved: str) -> None:
        self.tried.append(shelved)
        if shelved in self.bad:
            raise StationFull
        self.here.append(shelved)

    def close(self) -> None:
        self.closed = True

    def _answer(self) -> None:
        if self.away:
            raise UnionAway(reason="the hub does not answer.")


@dataclass
class Made:
    hub: HubShelf
    diary: Diary
    rounds: CourseRounds[str]
    came: list[bool]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    hub, came = HubShelf(), list[bool]()
    diary = Diary(tmp_path / "kiosk.log", lambda: datetime.now(UTC))
    rounds = CourseRounds(hub, diary, on_fetched=lambda: came.append(True), every_s=0.01)
    return Made(hub=hub, diary=diary, rounds=rounds, came=came)


def test_what_is_lacking_is_fetched_and_shown(made: Made) -> None:
    made.hub.there = ["sepsis", "stroke"]
    made.rounds.round()
    assert made.hub.here == ["sepsis", "stroke"]
    assert made.came == [True, True]
    assert [line.entry for line in made.diary.lines()] == [Entry.COURSE_ADDED] * 2


def test_a_course_that_the_shelf_refuses_is_noted_once_and_keeps_no_other_from_coming(made: Made) -> None:
    made.hub.there, made.hub.bad = ["broken", "stroke"], ("broken",)
    made.rounds.round()
    made.rounds.round()
    assert made.hub.tried == ["broken", "stroke"]
    assert [line.problem for line in made.diary.lines() if line.entry is Entry.PROBLEM] == ["StationFull"]


def test_what_came_to_the_hub_while_it_was_away_is_fetched_when_it_is_back(made: Made) -> None:
    made.hub.there, made.hub.away = ["airway"], True
    made.rounds.round()
    assert made.hub.here == []
    made.hub.away = False
    made.rounds.round()
    assert made.hub.here == ["airway"]


def test_the_thread_stops_at_once_and_lets_go_of_the_hub(made: Made) -> None:
    made.rounds.start()
    made.rounds.stop()
    assert made.hub.closed
