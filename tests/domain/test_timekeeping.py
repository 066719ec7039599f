"""What the clocks of a stream went through is read from its events, whoever looks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from player.domain.event import ClockCorrected, ClockJumped, Suspended
from player.domain.timekeeping import ClockRemark, Happening, clock_remarks, in_doubt
from tests.builders import FIRST
from tests.fakes import NOON, FakeClock
from tests.worlds import World, world

HOUR = 3_600_000


def remarks(here: World) -> tuple[ClockRemark, ...]:
    return clock_remarks(here.stream.events)


def happenings(here: World) -> list[tuple[Happening, int]]:
    return [(remark.happening, remark.by_ms) for remark in remarks(here)]


def test_an_undisturbed_stream_has_no_remarks() -> None:
    here = world()
    here.journey.acknowledge_disclosures()
    here.clock.advance(HOUR)
    here.journey.start_watching(FIRST, position_ms=0)
    assert remarks(here) == () and not in_doubt(remarks(here))


def test_a_clock_that_was_set_is_told_with_the_event_before_which_it_was() -> None:
    here = world()
    here.clock.set_wall(NOON + timedelta(days=3))
    here.journey.acknowledge_disclosures()
    assert happenings(here) == [(Happening.JUMPED, 3 * 24 * HOUR)]
    assert in_doubt(remarks(here))
    assert isinstance(here.stream.events[remarks(here)[0].seq].fact, ClockJumped)


def test_a_suspend_is_recorded_and_is_no_reason_for_doubt() -> None:
    here = world()
    here.clock.sleep(2 * HOUR)
    here.journey.acknowledge_disclosures()
    assert happenings(here) == [(Happening.SUSPENDED, 2 * HOUR)]
    assert Suspended(by_ms=2 * HOUR) in [event.fact for event in here.stream.events]
    assert not in_doubt(remarks(here))


def test_a_suspend_is_recorded_once() -> None:
    here = world()
    here.clock.sleep(2 * HOUR)
    here.journey.acknowledge_disclosures()
    here.clock.advance(1000)
    here.journey.start_watching(FIRST, position_ms=0)
    assert sum(isinstance(event.fact, Suspended) for event in here.stream.events) == 1


def test_a_suspend_that_could_not_be_recorded_is_recorded_with_the_next_event() -> None:
    from player.ledger.problems import RecordsBusy

    here = world()
    here.clock.sleep(2 * HOUR)
    here.stream.problem = RecordsBusy(folder="profile")
    try:
        here.journey.acknowledge_disclosures()
    except RecordsBusy:
        here.stream.problem = None
    here.journey.acknowledge_disclosures()
    assert happenings(here) == [(Happening.SUSPENDED, 2 * HOUR)]


def test_a_suspend_and_a_clock_set_meanwhile_are_both_told() -> None:
    here = world()
    here.clock.sleep(HOUR)
    here.clock.set_wall(NOON - timedelta(days=1))
    here.journey.acknowledge_disclosures()
    assert [happening for happening, _ in happenings(here)] == [Happening.JUMPED, Happening.SUSPENDED]


def test_a_restart_and_a_new_time_zone_are_told() -> None:
    class Traveller(FakeClock):
        def land(self, offset_min: int) -> None:
            self._now = replace(self._now, offset_min=offset_min)

    here = world()
    clock = Traveller()
    here.journey._clock = clock
    clock.reboot(after_ms=HOUR)
    clock.land(120)
    here.journey.acknowledge_disclosures()
    assert happenings(here) == [(Happening.RESTARTED, HOUR), (Happening.ZONE, 2 * HOUR)]
    assert not in_doubt(remarks(here))


def test_the_learners_word_is_told_and_calls_for_a_look() -> None:
    here = world()
    here.clock.set_wall(NOON - timedelta(days=400))
    here.journey.correct_clock(NOON)
    assert Happening.CORRECTED in [happening for happening, _ in happenings(here)]
    assert in_doubt(remarks(here))
    assert any(isinstance(event.fact, ClockCorrected) for event in here.stream.events)
