"""The station's rules: closed until its operator opens it, one guest at a time, and never dependent on the others."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest

from player.desk.desk import Desk
from player.desk.ports import Drive
from player.domain.event import CourseHash, DeviceId, StreamId
from player.domain.kiosk.attempts import AT_ONCE, Attempts
from player.domain.kiosk.attendee import Arrival, WalkIn
from player.domain.kiosk.guesses import AT_ONCE as AT_ONCE_GUESSES
from player.domain.kiosk.guesses import ONE_MORE_EVERY_S
from player.domain.kiosk.hall import DayFigures, Met, StationWord
from player.domain.kiosk.settings import KioskSettings
from player.domain.learner import Learner, LearnerId
from player.kiosk.diary import Diary, Entry
from player.kiosk.operator_problems import StillMeeting
from player.kiosk.problems import (
    NotOpen,
    StationFull,
    TooManyGuesses,
    TooManyTries,
    UnionAway,
    UnknownBadge,
    UnknownCode,
    WrongCode,
)
from player.kiosk.station import Equipment, Station
from player.ledger.cards import open_cards
from player.proof.operator_key import LockedOperatorKey, OperatorKey, lock_key

CODE = "Carrel2026!"
KEY = OperatorKey.generate()
LOCK = lock_key(KEY, CODE)
"""Made once: locking takes its time, so that guessing does."""
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
ANA = WalkIn(given_name="Ana", family_name="Núñez", profession="physician")


@dataclass
class Chair:
    """Seats somebody without a desk, and writes down when."""

    seated: list[LearnerId] = field(default_factory=list[LearnerId])
    left: list[LearnerId] = field(default_factory=list[LearnerId])
    keep: Callable[[Learner], None] | None = None

    @contextmanager
    def __call__(self, learner: Learner, save: Callable[[Learner], None]) -> Generator[Desk]:
        self.seated.append(learner.id)
        self.keep = save
        yield cast("Desk", None)
        self.left.append(learner.id)


@dataclass
class Evidence:
    recorded: int = 0

    def begun(self) -> Sequence[tuple[LearnerId, CourseHash]]:
        return ()

    def figures(self, since: datetime) -> DayFigures:
        return DayFigures(claims=3)

    def own_events(self) -> int:
        return self.recorded

    def own_stream_of(self, learner: LearnerId, course: CourseHash) -> StreamId | None:
        return None


@dataclass
class Union:
    words: tuple[StationWord, ...] = ()
    off_ms: int | None = 0
    away: bool = False
    heard: list[StationWord] = field(default_factory=list[StationWord])

    def meet(self, word: StationWord) -> Met:
        if self.away:
            raise UnionAway(reason="the hub does not answer.")
        self.heard.append(word)
        return Met(words=(*self.words, word), clock_off_ms=self.off_ms)

    def close(self) -> None: ...


@dataclass
class Here:
    free: int = 10_000

    def free_mib(self) -> int:
        return self.free

    def battery(self) -> int | None:
        return None

    def drives(self) -> Sequence[Drive]:
        return ()


@dataclass
class Kept:
    attempts: Attempts = field(default_factory=Attempts)

    def load(self) -> Attempts:
        return self.attempts

    def save(self, attempts: Attempts) -> None:
        self.attempts = attempts


@dataclass
class Hall:
    """A station with everything that it stands on in hand."""

    folder: Path
    chair: Chair = field(default_factory=Chair)
    evidence: Evidence = field(default_factory=Evidence)
    union: Union = field(default_factory=Union)
    here: Here = field(default_factory=Here)
    kept: Kept = field(default_factory=Kept)
    now: datetime = NOON
    mono_s: float = 0
    remembered: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        self.diary = Diary(self.folder / "kiosk.log", lambda: self.now)
        self.box = open_cards(self.folder)
        self.station = self.started()

    def started(self, lock: LockedOperatorKey = LOCK) -> Station:
        """As after a start of the program."""
        return Station(
            Equipment(
                settings=KioskSettings(station="Station 1", operator_key=self.folder, union="http://hub"),
                device=DeviceId("d1"),
                lock=lock,
                box=self.box,
                evidence=self.evidence,
                chair=self.chair,
                union=lambda _: self.union,
                surroundings=self.here,
                diary=self.diary,
                attempts=self.kept,
                remember=self.remembered.append,
                now=lambda: self.now,
                mono_s=lambda: self.mono_s,
            )
        )

    def entries(self) -> list[Entry]:
        return [line.entry for line in reversed(self.diary.lines())]


@pytest.fixture
def hall(tmp_path: Path) -> Generator[Hall]:
    hall = Hall(tmp_path)
    yield hall
    hall.station.close()


@pytest.fixture
def ana(hall: Hall) -> Arrival:
    """The station is open, and somebody registered."""
    hall.station.open_with(KEY)
    return hall.station.register(ANA)


# ---------------------------------------------------------------- the operator's code


def test_nobody_is_recognised_before_the_operator_opened_it(hall: Hall) -> None:
    with pytest.raises(NotOpen):
        hall.station.by_scan("B1")
    hall.station.open(CODE)
    assert hall.station.is_open
    with pytest.raises(UnknownBadge):
        hall.station.by_scan("B1")


def test_a_wrong_code_says_how_many_tries_are_left(hall: Hall) -> None:
    with pytest.raises(WrongCode, match=f"{AT_ONCE - 1} tries"):
        hall.station.open("123456")
    assert not hall.station.is_open


def test_after_too_many_wrong_codes_even_the_right_one_has_to_wait(hall: Hall) -> None:
    hall.kept.attempts = Attempts(wrong=AT_ONCE)
    with pytest.raises(TooManyTries):
        hall.station.open(CODE)
    hall.mono_s += 31
    hall.station.open(CODE)
    assert hall.kept.attempts == Attempts()


def test_only_a_right_code_is_remembered(hall: Hall) -> None:
    with pytest.raises(WrongCode):
        hall.station.open("123456")
    hall.station.open(CODE)
    assert hall.remembered == [CODE]


def test_starting_it_anew_gains_a_guesser_nothing(hall: Hall) -> None:
    hall.kept.attempts = Attempts(wrong=AT_ONCE)
    with pytest.raises(TooManyTries):
        hall.started().open(CODE)


def test_an_attempt_is_counted_before_it_is_tried(hall: Hall) -> None:
    """Who pulls the plug while the code is checked has used the attempt up."""

    class Unplugged(BaseException): ...

    class Lock:
        def unlock(self, code: str) -> OperatorKey:
            raise Unplugged

    with pytest.raises(Unplugged):
        hall.started(cast("LockedOperatorKey", Lock())).open(CODE)
    assert hall.kept.attempts.wrong == 1


# ---------------------------------------------------------------- guests


def test_the_next_one_takes_the_seat_only_when_the_one_before_is_gone(hall: Hall, ana: Arrival) -> None:
    ben = hall.station.register(replace(ANA, given_name="Ben"))
    hall.station.seat(ana)
    hall.station.seat(ben)
    assert hall.chair.left == [ana.attendee.learner.id]
    assert hall.station.guest == ben.attendee
    assert Entry.LEFT_FOR_NEXT in hall.entries()


def test_going_twice_is_going_once(hall: Hall, ana: Arrival) -> None:
    hall.station.seat(ana)
    hall.station.leave()
    hall.station.leave()
    assert hall.chair.left == [ana.attendee.learner.id]
    assert hall.entries().count(Entry.LEFT) == 1


def test_changed_particulars_are_known_at_the_next_visit(hall: Hall, ana: Arrival) -> None:
    hall.station.seat(ana)
    assert hall.chair.keep is not None
    hall.chair.keep(replace(ana.attendee.learner, degrees="MD, PhD"))
    hall.station.leave()
    assert hall.station.by_code(ana.code).attendee.learner.degrees == "MD, PhD"


def test_a_full_disk_turns_people_away_before_they_begin(hall: Hall, ana: Arrival) -> None:
    hall.here.free = hall.station.settings.least_free_mib - 1
    with pytest.raises(StationFull):
        hall.station.by_code(ana.code)
    assert Entry.PROBLEM in hall.entries()


def test_who_comes_with_a_pass_and_no_card_is_asked_for_a_name_and_keeps_the_same_id(
    hall: Hall, ana: Arrival, tmp_path: Path
) -> None:
    text = hall.station.pass_of(ana.attendee)
    (tmp_path / "other").mkdir()
    other = Hall(tmp_path / "other")
    other.station.open_with(KEY)
    unnamed = other.station.by_scan(text)
    assert unnamed.attendee.learner == Learner(id=ana.attendee.learner.id)
    named = other.station.introduce(unnamed, ANA)
    assert named.attendee.learner.name == "Ana Núñez"
    assert other.station.by_scan(text).attendee.learner.name == "Ana Núñez"
    other.station.close()


def test_nobody_tries_through_a_list_of_codes_and_a_badge_is_read_all_the_same(hall: Hall, ana: Arrival) -> None:
    for number in range(AT_ONCE_GUESSES):
        with pytest.raises(UnknownCode):
            hall.station.by_code(f"R{number}")
    for guess in (lambda: hall.station.by_code(ana.code), lambda: hall.station.by_name("Ana", "Núñez", "1")):
        with pytest.raises(TooManyGuesses):
            guess()
    assert hall.station.by_scan(hall.station.pass_of(ana.attendee)).attendee == ana.attendee
    hall.mono_s += ONE_MORE_EVERY_S
    assert hall.station.by_code(ana.code).attendee == ana.attendee
    assert "TooManyGuesses" in [line.problem for line in hall.diary.lines()]


# ---------------------------------------------------------------- the hall


def word(learner: LearnerId | None, seated: datetime, *, off_ms: int | None = 0) -> StationWord:
    return StationWord(station="Station 2", device="d2", at=seated, seated=seated, learner=learner, clock_off_ms=off_ms)


def test_who_sits_elsewhere_is_told_so_and_who_went_there_later_is_signed_out_here(hall: Hall, ana: Arrival) -> None:
    who = ana.attendee.learner.id
    hall.union.words = (word(who, NOON - timedelta(minutes=5)),)
    hall.station.meet()
    assert hall.station.by_code(ana.code).elsewhere == "Station 2"
    hall.station.seat(ana)
    assert hall.station.went_on_elsewhere == ""
    hall.union.words = (word(who, NOON + timedelta(minutes=1)),)
    hall.station.meet()
    assert hall.station.went_on_elsewhere == "Station 2"


def test_a_station_whose_clock_runs_a_day_ahead_signs_nobody_out_elsewhere(hall: Hall, ana: Arrival) -> None:
    a_day = timedelta(days=1)
    hall.station.seat(ana)
    earlier = NOON - timedelta(minutes=5) + a_day
    hall.union.words = (word(ana.attendee.learner.id, earlier, off_ms=86_400_000),)
    hall.station.meet()
    assert hall.station.went_on_elsewhere == ""


def test_while_the_hall_is_away_the_station_works_and_says_so_once(hall: Hall, ana: Arrival) -> None:
    hall.union.away = True
    for _ in range(3):
        with pytest.raises(UnionAway):
            hall.station.meet()
    hall.station.seat(ana)
    assert hall.entries().count(Entry.UNION_AWAY) == 1
    assert hall.station.word().note == "UnionAway"
    hall.union.away = False
    hall.station.meet()
    assert Entry.UNION_BACK in hall.entries()
    assert hall.station.away is None


def test_what_was_recorded_since_the_last_meeting_is_not_shared_yet(hall: Hall, ana: Arrival) -> None:
    hall.evidence.recorded = 7
    assert hall.station.word().unshared == 7
    hall.station.meet()
    assert hall.station.word().unshared == 0
    hall.evidence.recorded = 9
    assert hall.station.word().unshared == 2


def test_the_days_figures_outlive_a_restart_and_begin_anew_at_midnight(hall: Hall, ana: Arrival) -> None:
    hall.station.seat(ana)
    again = hall.started()
    assert (again.word().figures.arrivals, again.word().figures.walk_ins) == (1, 1)
    hall.now = NOON + timedelta(days=1)
    assert (again.word().figures.arrivals, again.word().figures.walk_ins) == (0, 0)


def test_its_diary_names_nobody(hall: Hall, ana: Arrival, tmp_path: Path) -> None:
    hall.station.seat(ana)
    hall.station.leave()
    written = (tmp_path / "kiosk.log").read_text()
    assert not any(part in written for part in ("Ana", "Núñez", ana.code, ana.attendee.learner.id))


# ---------------------------------------------------------------- what the diary is told, and when nobody is met


def entries(hall: Hall) -> list[Entry]:
    return [line.entry for line in reversed(hall.diary.lines())]


def test_a_clock_that_is_off_is_noted_once_and_once_again_when_it_is_right(hall: Hall) -> None:
    hall.station.open_with(KEY)
    for off_ms in (0, 59_000, -61_000, -300_000, None, 75_000, 900, 0, None):
        hall.union.off_ms = off_ms
        hall.station.meet()
    noted = [(line.entry, line.count) for line in reversed(hall.diary.lines()) if "clock" in line.entry.value]
    assert noted == [(Entry.CLOCK_OFF, 61), (Entry.CLOCK_RIGHT, 0)]


def test_a_cleared_station_meets_nobody_until_its_operator_says_so_also_after_a_start(hall: Hall) -> None:
    hall.station.open_with(KEY)
    hall.station.meet()
    hall.station.cleared()
    hall.station.meet()
    assert len(hall.union.heard) == 1
    assert hall.station.away is not None
    assert "was cleared" in hall.station.away.what
    again = hall.started()
    again.open_with(KEY)
    assert again.stays_apart
    again.meet()
    assert len(hall.union.heard) == 1
    again.meet_again()
    again.meet()
    assert (len(hall.union.heard), again.away) == (2, None)
    assert entries(hall)[-1] is Entry.MEETS_AGAIN
    assert not hall.started().stays_apart


def test_nothing_that_was_cleared_counts_as_shared(hall: Hall) -> None:
    hall.station.open_with(KEY)
    hall.evidence.recorded = 7
    hall.station.meet()
    hall.evidence.recorded = 0
    hall.station.cleared()
    assert hall.station.word().unshared == 0


def test_no_meeting_begins_while_the_station_is_cleared(hall: Hall) -> None:
    hall.station.open_with(KEY)
    with hall.station.interlock.not_meeting():
        thread = threading.Thread(target=hall.station.meet)
        thread.start()
        thread.join(0.2)
        assert thread.is_alive()
        assert hall.union.heard == []
    thread.join(5)
    assert len(hall.union.heard) == 1


def test_a_meeting_that_does_not_end_keeps_a_station_from_being_cleared(hall: Hall) -> None:
    with hall.station.interlock.meeting(), pytest.raises(StillMeeting), hall.station.interlock.not_meeting(0.01):
        raise AssertionError


def test_words_that_came_by_stick_are_heard_and_nobody_sits_at_those_stations(hall: Hall, ana: Arrival) -> None:
    hall.station.hear([word(ana.attendee.learner.id, NOON)])
    hall.station.hear([replace(word(None, NOON - timedelta(hours=1)), note="Older")])
    (_, other) = hall.station.words
    assert (other.station, other.learner, other.note) == ("Station 2", None, "")
