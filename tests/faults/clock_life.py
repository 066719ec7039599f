"""A whole life in one course, and what can happen to the clocks meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from player.domain.course import Standing
from player.domain.learner import Profession
from player.domain.progress import StepName, StepState
from player.domain.timekeeping import Happening, clock_remarks
from player.domain.watch import Coverage, Interval, Span
from player.proof.evidence import verify
from tests.builders import COURSE, FIRST, MINUTE, RESPONSES, RIGHT
from tests.fakes import NOON
from tests.worlds import TRUST, World, world

HOUR, DAY = 60 * MINUTE, 24 * 60 * MINUTE
SPANS = 10
LIFE = replace(
    COURSE,
    sessions=(replace(COURSE.sessions[0], duration_ms=SPANS * MINUTE),),
    credit=replace(COURSE.credit, offers=COURSE.credit.offers[:1]),
    estimated_minutes=60,
)
Mishap = Callable[[World], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a life comes to for the learner."""

    coverage: Coverage
    earning: Coverage
    engaged_ms: int
    claimed: tuple[Decimal, ...]
    printed: bool


def outcome(here: World) -> Outcome:
    seen = here.journey.history.of_session(FIRST)
    progress = here.journey.progress()
    return Outcome(
        coverage=seen.coverage,
        earning=seen.earning,
        engaged_ms=seen.earning_engaged_ms,
        claimed=tuple(claim.credit.amount for claim in here.journey.history.claims),
        printed=progress.step(StepName.CERTIFICATE).state is StepState.DONE,
    )


def nothing(_: World) -> None: ...


def acts(here: World, within: Mishap = nothing) -> list[Callable[[], object]]:
    """A whole life, act by act; `within` happens while each minute of it is being played."""

    def play(number: int) -> None:
        here.journey.start_watching(FIRST, position_ms=number * MINUTE)
        here.clock.advance(MINUTE // 2)
        within(here)
        here.clock.advance(MINUTE // 2)
        interval = Interval(number * MINUTE, (number + 1) * MINUTE)
        here.journey.watched(FIRST, Span(interval=interval, engaged_ms=MINUTE, rate_percent=100))

    def claim() -> None:
        (entitlement,) = here.journey.progress().entitlements
        here.journey.claim("ama", amount=entitlement.now, profession=Profession.PHYSICIAN)

    return [
        here.journey.acknowledge_disclosures,
        *(lambda number=number: play(number) for number in range(SPANS)),
        lambda: here.journey.submit_quiz(RIGHT),
        lambda: here.journey.submit_evaluation(RESPONSES),
        claim,
        lambda: here.journey.issue_certificate(here.certificate()),
    ]


PLACES = len(acts(world(LIFE)))


def live(mishap: Mishap = nothing, *, before: frozenset[int] = frozenset(), within: Mishap = nothing) -> World:
    """A life in which `mishap` comes before each of the acts `before`; a verifier must come to the same end."""
    here = world(LIFE)
    for number, act in enumerate(acts(here, within)):
        if number in before:
            mishap(here)
        act()
    verdict = verify(here.evidence(), TRUST)
    assert verdict.history == here.journey.history
    assert verdict.contributions[0].clock == clock_remarks(here.stream.events)
    return here


UNDISTURBED = outcome(live())


def happened(here: World) -> list[tuple[Happening, int]]:
    return [(remark.happening, remark.by_ms) for remark in clock_remarks(here.stream.events)]


def wall_by(ms: int) -> Mishap:
    return lambda here: here.clock.set_wall(here.clock.moment + timedelta(milliseconds=ms))


def restart(after_ms: int) -> Mishap:
    return lambda here: reboot(here, after_ms)


def reboot(here: World, after_ms: int) -> None:
    """No clock of a real machine is believed to show a moment before 1970, see `player.machine.clock.believable`."""
    here.clock.reboot(after_ms=max(after_ms, -here.clock.stamp().wall_ms))


def both(*mishaps: Mishap) -> Mishap:
    return lambda here: [mishap(here) for mishap in mishaps]


EMPTY_BATTERY, AHEAD = datetime(1970, 1, 1, tzinfo=UTC), datetime(2090, 6, 1, tzinfo=UTC)


def say_the_day(here: World) -> None:
    """What the learner does when the window says that the course is not open though it is."""
    if LIFE.availability.standing(here.journey.now()) is not Standing.OPEN:
        here.journey.correct_clock(NOON + timedelta(days=1))
