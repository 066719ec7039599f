"""Whatever happens to the computer's clocks, credit and coverage are those of a life in which nothing happened.

The lives here are lived with a clock that can be told to do anything; `test_real_clock.py` has the real one.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from player.domain.clock import Stamp
from player.domain.event import ClockJumped, Event, Fact, Suspended
from player.domain.problem import Problem
from player.domain.timekeeping import Happening, clock_remarks, in_doubt
from player.domain.watch import Coverage, Interval
from player.proof.evidence import verify
from tests.builders import FIRST, MINUTE
from tests.faults.clock_life import (
    DAY,
    HOUR,
    LIFE,
    PLACES,
    SPANS,
    UNDISTURBED,
    Mishap,
    acts,
    both,
    happened,
    live,
    outcome,
    restart,
    wall_by,
)
from tests.figures import Figures
from tests.worlds import TRUST, World, world

SPRING, AUTUMN = datetime(2024, 10, 5, 15, 59, tzinfo=UTC), datetime(2024, 11, 3, 5, 59, tzinfo=UTC)
"""A minute before clocks in Sydney go forward, and a minute before they go back in New York."""


def test_the_undisturbed_life_earns_everything_and_nothing_is_remarked() -> None:
    assert UNDISTURBED.printed and UNDISTURBED.claimed == (Decimal("1.5"),)
    assert UNDISTURBED.coverage == UNDISTURBED.earning == Coverage((Interval(0, SPANS * MINUTE),))
    assert happened(live()) == []


# --- each mishap, wherever it comes in a life ----------------------------------------------------------------------


MISHAPS: dict[str, tuple[Mishap, list[tuple[Happening, int]]]] = {
    "back": (wall_by(-3 * DAY), [(Happening.JUMPED, -3 * DAY)]),
    "forward": (wall_by(40 * DAY), [(Happening.JUMPED, 40 * DAY)]),
    "back by three seconds": (wall_by(-3_000), [(Happening.JUMPED, -3_000)]),
    "suspended": (lambda here: here.clock.sleep(8 * HOUR), [(Happening.SUSPENDED, 8 * HOUR)]),
    "suspended, and set back meanwhile": (
        both(lambda here: here.clock.sleep(8 * HOUR), wall_by(-DAY)),
        [(Happening.JUMPED, -DAY), (Happening.SUSPENDED, 8 * HOUR)],
    ),
    "another zone": (lambda here: here.clock.set_zone(-300), [(Happening.ZONE, -5 * HOUR)]),
    "a zone of 45 minutes": (lambda here: here.clock.set_zone(345), [(Happening.ZONE, 345 * MINUTE)]),
    "restarted": (restart(MINUTE), [(Happening.RESTARTED, MINUTE)]),
    "restarted a month later": (restart(30 * DAY), [(Happening.RESTARTED, 30 * DAY)]),
    "set back across a restart": (
        restart(-3 * DAY),
        [(Happening.RESTARTED, -3 * DAY), (Happening.JUMPED, -3 * DAY)],
    ),
    "an hour off after a restart, as by a second system that keeps local time": (
        restart(-HOUR),
        [(Happening.RESTARTED, -HOUR), (Happening.JUMPED, -HOUR)],
    ),
}


@pytest.mark.parametrize("place", range(1, PLACES))
@pytest.mark.parametrize("name", MISHAPS)
def test_a_mishap_costs_no_credit_wherever_it_comes_and_is_remarked(name: str, place: int) -> None:
    mishap, expected = MISHAPS[name]
    here = live(mishap, before=frozenset({place}))
    assert outcome(here) == UNDISTURBED
    assert [seen for seen in happened(here) if seen[1]] == expected
    doubtful = any(happening is Happening.JUMPED for happening, _ in expected)
    assert in_doubt(clock_remarks(here.stream.events)) is doubtful


@pytest.mark.parametrize("name", ["back", "forward", "suspended", "another zone"])
def test_a_mishap_while_it_plays_costs_no_credit(name: str) -> None:
    mishap, expected = MISHAPS[name]
    left = [mishap]
    here = live(within=lambda here: left.pop()(here) if left else None)
    assert outcome(here) == UNDISTURBED
    assert happened(here) == expected


def test_a_clock_that_is_set_to_and_fro_at_every_act_costs_no_credit() -> None:
    days = iter([-90, 150, -120, 100] * PLACES)

    def to_and_fro(here: World) -> None:
        wall_by(next(days) * DAY)(here)

    here = live(to_and_fro, before=frozenset(range(1, PLACES)))
    assert outcome(here) == UNDISTURBED
    assert len(happened(here)) == PLACES - 1


def test_a_computer_that_is_started_again_before_every_act_costs_no_credit() -> None:
    here = live(restart(MINUTE), before=frozenset(range(1, PLACES)))
    assert outcome(here) == UNDISTURBED
    assert happened(here) == [(Happening.RESTARTED, MINUTE)] * (PLACES - 1)


@pytest.mark.parametrize(
    ("night", "before", "after"), [(SPRING, 600, 660), (AUTUMN, -240, -300)], ids=["spring", "autumn"]
)
def test_daylight_saving_is_remarked_as_a_change_of_zone_and_costs_nothing(
    night: datetime, before: int, after: int
) -> None:
    """The wall clock in events is UTC: it does not jump when local time does."""
    here = world(LIFE)
    here.clock.set_zone(before)
    here.clock.go_to(night)
    for number, act in enumerate(acts(here)):
        if number == 3:
            here.clock.set_zone(after)
        act()
    assert outcome(here) == UNDISTURBED
    remarks = clock_remarks(here.stream.events)
    assert (remarks[-1].happening, remarks[-1].by_ms) == (Happening.ZONE, (after - before) * MINUTE)
    assert not in_doubt(remarks)
    assert verify(here.evidence(), TRUST).history == here.journey.history


# --- what is remarked is remarked once -----------------------------------------------------------------------------


class DiskFull(Problem):
    what_template = "The disk is full."


@pytest.mark.parametrize("refused", [ClockJumped, Suspended])
def test_a_suspend_and_a_jump_are_told_once_whichever_of_them_the_disk_did_not_take_at_first(
    refused: type[Fact],
) -> None:
    here = world(LIFE)
    here.journey.acknowledge_disclosures()
    here.clock.sleep(8 * HOUR)
    wall_by(-DAY)(here)
    append = here.stream.append

    def no_room_for_it(fact: Fact, stamp: Stamp | None = None) -> Event:
        if isinstance(fact, refused):
            raise DiskFull
        return append(fact, stamp)

    with pytest.MonkeyPatch.context() as full:
        full.setattr(here.stream, "append", no_room_for_it)
        with pytest.raises(DiskFull):
            here.journey.start_watching(FIRST, position_ms=0)
    here.journey.start_watching(FIRST, position_ms=0)
    assert sorted(happened(here)) == [(Happening.JUMPED, -DAY), (Happening.SUSPENDED, 8 * HOUR)]


def test_an_act_that_failed_and_was_recorded_after_all_counts_from_the_next_act_on() -> None:
    """As when the disk took the event and the answer got lost: see `tests/ledger/test_unsure.py`."""
    here = world(LIFE)
    append = here.stream.append

    def loses_the_answer(fact: Fact, stamp: Stamp | None = None) -> Event:
        append(fact, stamp)
        raise DiskFull

    with pytest.MonkeyPatch.context() as failing:
        failing.setattr(here.stream, "append", loses_the_answer)
        with pytest.raises(DiskFull):
            here.journey.acknowledge_disclosures()
    here.journey.exported("ab" * 32)
    assert here.journey.history.acknowledged
    assert here.journey.history == verify(here.evidence(), TRUST).history


def test_the_figures_of_the_clock(figures: Figures) -> None:
    """Not a rule of its own: says how many disturbed lives the rules above were held against."""
    lives = [
        outcome(live(mishap, before=frozenset({place}))) for mishap, _ in MISHAPS.values() for place in range(1, PLACES)
    ]
    figures("clock", mishaps=len(MISHAPS), lives=len(lives), other_credit=sum(end != UNDISTURBED for end in lives))
    assert set(lives) == {UNDISTURBED}
