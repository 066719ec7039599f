"""A wrong wall clock locks nobody out: the learner says what day it is, and everybody who verifies sees that."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from player.domain.clock import LAST_WALL_MS
from player.domain.event import ClockCorrected, ClockJumped, Watched
from player.domain.journey import Journey
from player.domain.problem import Problem
from player.domain.progress import Lock
from player.domain.refusals import NoSuchDay, StepLocked
from player.domain.timekeeping import Happening, in_doubt
from player.ledger.care.backup import read_backup, write_backup
from player.proof.evidence import verify
from tests.builders import FIRST, MINUTE
from tests.fakes import NOON
from tests.faults.clock_life import (
    AHEAD,
    DAY,
    EMPTY_BATTERY,
    HOUR,
    LIFE,
    PLACES,
    SPANS,
    UNDISTURBED,
    acts,
    live,
    outcome,
    say_the_day,
)
from tests.faults.damage import make_profile
from tests.worlds import TRUST, World, world

# --- a wrong wall clock locks nobody out ---------------------------------------------------------------------------

WRONG_DAYS = pytest.mark.parametrize("wrong", [EMPTY_BATTERY, AHEAD], ids=["1970", "2090"])


@WRONG_DAYS
def test_a_wall_clock_that_is_wrong_all_along_earns_the_same_by_the_learners_word(wrong: datetime) -> None:
    here = world(LIFE)
    here.clock.set_wall(wrong)
    say_the_day(here)
    for act in acts(here):
        act()
    assert outcome(here) == UNDISTURBED
    verdict = verify(here.evidence(), TRUST)
    assert verdict.history == here.journey.history
    assert verdict.history.completed is not None and verdict.history.completed.date() == NOON.date() + timedelta(days=1)
    seen = [remark.happening for remark in verdict.contributions[0].clock]
    assert seen == [Happening.JUMPED, Happening.CORRECTED]
    assert in_doubt(verdict.contributions[0].clock)
    stamped = {event.stamp.moment.year for event in here.stream.events[1:]}
    assert stamped == {wrong.year}, "the stamps go on telling what the clock showed"


@WRONG_DAYS
@pytest.mark.parametrize("place", range(1, PLACES))
def test_a_wall_clock_that_is_wrong_after_a_restart_costs_nothing_once_the_day_was_said(
    wrong: datetime, place: int
) -> None:
    def wrong_after_a_restart(here: World) -> None:
        here.clock.reboot()
        here.clock.set_wall(wrong)
        say_the_day(here)

    assert outcome(live(wrong_after_a_restart, before=frozenset({place}))) == UNDISTURBED


def test_before_the_first_day_by_a_wrong_clock_the_learners_word_opens_everything() -> None:
    here = world(LIFE)
    here.clock.set_wall(EMPTY_BATTERY)
    with pytest.raises(StepLocked) as met:
        here.journey.acknowledge_disclosures()
    assert met.value.lock is Lock.NOT_YET_OPEN
    here.journey.correct_clock(NOON)
    here.journey.acknowledge_disclosures()
    assert here.journey.history.acknowledged


def test_after_the_last_day_by_a_wrong_clock_the_learners_word_makes_it_earn() -> None:
    here = world(LIFE)
    here.clock.set_wall(AHEAD)
    first, *plays = acts(here)[: SPANS + 1]
    first()
    plays[0]()
    seen = here.journey.history.of_session(FIRST)
    assert seen.coverage.length_ms == MINUTE and seen.earning.length_ms == 0
    here.journey.correct_clock(NOON)
    for play in (*plays[1:], plays[0]):
        play()
    assert here.journey.history.of_session(FIRST).earning == UNDISTURBED.earning
    for act in acts(here)[SPANS + 1 :]:
        act()
    assert outcome(here) == replace(UNDISTURBED, engaged_ms=SPANS * MINUTE)


def test_the_learners_word_holds_while_somebody_goes_on_setting_the_clock_and_through_a_suspend() -> None:
    here = world(LIFE)
    here.clock.set_wall(EMPTY_BATTERY)
    here.journey.correct_clock(NOON)
    for wrong in (AHEAD, datetime(1999, 1, 1, tzinfo=UTC), EMPTY_BATTERY):
        here.clock.set_wall(wrong)
        assert here.journey.now() == NOON
        here.journey.checked_up((), report="")
    here.clock.sleep(8 * HOUR)
    assert here.journey.now() == NOON + timedelta(hours=8)
    again = Journey(course=LIFE, stream=here.stream, clock=here.clock, profession=None)
    assert again.now() == here.journey.now(), "starting the program again does not end it"


def test_the_learners_word_ends_with_the_boot() -> None:
    here = world(LIFE)
    here.clock.set_wall(EMPTY_BATTERY)
    here.journey.correct_clock(NOON)
    here.clock.reboot(after_ms=MINUTE)
    assert here.journey.now() == EMPTY_BATTERY + timedelta(minutes=1)
    with pytest.raises(StepLocked) as met:
        here.journey.acknowledge_disclosures()
    assert met.value.lock is Lock.NOT_YET_OPEN


def test_a_later_word_stands_in_the_place_of_an_earlier_one() -> None:
    here = world(LIFE)
    here.journey.correct_clock(AHEAD)
    here.clock.advance(HOUR)
    here.journey.correct_clock(NOON)
    here.clock.advance(HOUR)
    assert here.journey.now() == NOON + timedelta(hours=1)


@pytest.mark.parametrize("day", [datetime(1969, 12, 31, tzinfo=UTC), datetime(9999, 12, 31, 1, tzinfo=UTC)])
def test_a_day_that_no_calendar_here_has_is_refused_and_nothing_is_recorded(day: datetime) -> None:
    here = world(LIFE)
    with pytest.raises(NoSuchDay):
        here.journey.correct_clock(day)
    assert here.journey.now() == NOON
    assert len(here.stream.events) == 1


def test_the_last_day_of_the_calendar_does_not_end_in_a_crash() -> None:
    here = world(LIFE)
    here.journey.correct_clock(datetime(9999, 12, 31, tzinfo=UTC))
    here.clock.advance(3 * DAY)
    assert here.journey.now().year == 9999
    assert here.journey.progress().steps


@pytest.mark.parametrize("mono", [0, 2**53])
@pytest.mark.parametrize("said", [0, LAST_WALL_MS])
def test_evidence_whose_corrected_time_no_calendar_has_is_judged_and_crashes_nobody(mono: int, said: int) -> None:
    here = world(LIFE)
    stamp = here.clock.stamp()
    here.journey.correct_clock(datetime.fromtimestamp(said / 1000, tz=UTC))
    here.stream.append(ClockCorrected(by_ms=said - stamp.wall_ms), replace(stamp, mono_ms=mono))
    here.stream.append(Watched(session=FIRST, start_ms=0, end_ms=1, engaged_ms=1, rate_percent=100), stamp)
    here.stream.append(ClockJumped(by_ms=1), replace(stamp, mono_ms=2**53 - mono))
    with suppress(Problem):
        verify(here.evidence(), TRUST)


@pytest.mark.parametrize("year", [1970, 2120])
def test_a_backup_is_made_whatever_year_the_clock_shows(
    year: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ZIP knows the years 1980 to 2107 alone, and would take the wall clock's word for the age of its members."""
    make_profile(tmp_path / "profile", streams=1, events=2)
    shown = time.gmtime(datetime(year, 1, 2, tzinfo=UTC).timestamp())
    monkeypatch.setattr(time, "localtime", lambda _seconds=None: shown)
    made = write_backup(tmp_path / "profile", tmp_path / "kept.carrel-backup", day=date(year, 1, 2))
    assert read_backup(tmp_path / "kept.carrel-backup") == made
