"""Random lives under random clocks: the same credit in the end, and never more coverage than time has passed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.event import ClockJumped, Watched
from player.domain.problem import Problem
from player.domain.progress import participation
from player.domain.timekeeping import Happening
from player.domain.watch import Interval, Span
from player.proof.evidence import verify
from tests.builders import FIRST, MINUTE
from tests.fakes import NOON
from tests.faults.clock_life import (
    DAY,
    EMPTY_BATTERY,
    LIFE,
    PLACES,
    UNDISTURBED,
    Mishap,
    acts,
    live,
    outcome,
    reboot,
    restart,
    say_the_day,
)
from tests.lines import fields_of, line_of
from tests.worlds import TRUST, head_after, world

# --- random lives --------------------------------------------------------------------------------------------------

MOMENTS = st.integers(1, 2_500_000 * 24).map(lambda hours: EMPTY_BATTERY + timedelta(hours=hours))
"""From 1970 to 8800."""
ACCIDENTS = st.one_of(
    MOMENTS.map(lambda moment: lambda here: here.clock.set_wall(moment)),
    st.integers(-720, 840).map(lambda zone: lambda here: here.clock.set_zone(zone)),
    st.integers(0, 30 * DAY).map(lambda ms: lambda here: here.clock.sleep(ms)),
    st.integers(-400 * DAY, 400 * DAY).map(restart),
    st.integers(0, DAY).map(lambda ms: lambda here: here.clock.advance(ms)),
)


@given(st.lists(st.tuples(st.integers(1, PLACES - 1), ACCIDENTS), max_size=12))
def test_a_life_of_any_accidents_comes_to_the_same_credit_when_the_learner_says_the_day(
    accidents: Sequence[tuple[int, Mishap]],
) -> None:
    here = world(LIFE)
    for number, act in enumerate(acts(here)):
        for place, accident in accidents:
            if place == number:
                accident(here)
        say_the_day(here)
        act()
    assert outcome(here) == UNDISTURBED
    verdict = verify(here.evidence(), TRUST)
    assert verdict.history == here.journey.history
    assert (Happening.JUMPED in {remark.happening for remark in verdict.contributions[0].clock}) == any(
        isinstance(event.fact, ClockJumped) for event in here.stream.events
    )


class Watchful:
    """Tries to watch more than time allows, and keeps count of the monotonic time that really passed in each boot."""

    def __init__(self) -> None:
        self.here = world(LIFE)
        self.passed_ms = [0]
        self.attempt(self.here.journey.acknowledge_disclosures)
        self.attempt(lambda: self.here.journey.start_watching(FIRST, position_ms=0))

    def attempt(self, act: Callable[[], object]) -> None:
        with suppress(Problem):
            act()

    def wait(self, ms: int) -> None:
        self.here.clock.advance(ms)
        self.passed_ms[-1] += ms

    def sleep(self, ms: int) -> None:
        self.here.clock.sleep(ms)
        self.passed_ms[-1] += ms

    def restart(self, after_ms: int) -> None:
        reboot(self.here, after_ms)
        self.passed_ms.append(0)
        self.attempt(lambda: self.here.journey.start_watching(FIRST, position_ms=0))

    def set_wall(self, moment: datetime) -> None:
        self.here.clock.set_wall(moment)

    def say(self, moment: datetime) -> None:
        self.attempt(lambda: self.here.journey.correct_clock(moment))

    def state(self, start_ms: int, length_ms: int, engaged_ms: int, rate_percent: int) -> None:
        interval = Interval(start_ms, start_ms + length_ms)
        span = Span(interval=interval, engaged_ms=engaged_ms, rate_percent=rate_percent)
        self.attempt(lambda: self.here.journey.watched(FIRST, span))


LENGTHS = st.integers(1, 3 * MINUTE)
DOINGS = st.one_of(
    st.tuples(st.just(Watchful.wait), st.integers(0, 3 * MINUTE)),
    st.tuples(st.just(Watchful.sleep), st.integers(0, 3 * MINUTE)),
    st.tuples(st.just(Watchful.restart), st.integers(-DAY, DAY)),
    st.tuples(st.just(Watchful.set_wall), MOMENTS),
    st.tuples(st.just(Watchful.say), st.one_of(MOMENTS, st.just(NOON))),
    st.tuples(st.just(Watchful.state), st.integers(0, 9 * MINUTE), LENGTHS, LENGTHS, st.integers(50, 300)),
)


@given(st.lists(DOINGS, min_size=4, max_size=30))
def test_coverage_never_outruns_monotonic_time_whatever_the_wall_clock_does(doings: Sequence[tuple]) -> None:
    life = Watchful()
    for do, *values in doings:
        do(life, *values)
    history = life.here.journey.history
    seen = history.of_session(FIRST)
    fastest = LIFE.watch.counted_rate_percent + 1
    # A little for each boot: an event is written after what it tells.
    most_ms = sum(passed * fastest // 100 + 2_000 for passed in life.passed_ms)
    assert seen.earning.length_ms <= seen.coverage.length_ms <= most_ms
    assert seen.engaged_ms <= sum(passed + 2_000 for passed in life.passed_ms)
    assert participation(LIFE, history) <= 1
    verify(life.here.evidence(), TRUST)


def test_what_a_device_signed_beyond_monotonic_time_is_refused_by_whoever_verifies() -> None:
    """A program that was altered may append what it likes: the stamps convict it, or the claim is only as large."""
    here = live()
    forged = list(here.stream.bodies)
    place = next(n for n, event in enumerate(here.stream.events) if isinstance(event.fact, Watched))
    line = fields_of(forged[place])
    forged[place] = line_of({**line, "mono": line["mono"] - (MINUTE - 3_000)}).encode()
    bodies = tuple(forged)
    evidence = replace(here.evidence(), bodies=bodies, heads=(head_after(here.stream.id, bodies, len(bodies) - 1),))
    with pytest.raises(Problem, match="more was played than time has passed"):
        verify(evidence, TRUST)
