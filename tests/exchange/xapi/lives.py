"""Lives of which statements are made: learners who pause, seek, hurry, fail, are cut off, and come back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from player.domain.course import Course, Session
from player.domain.event import StreamOpened
from player.domain.learner import Learner
from player.domain.learner_completion import LearnerCompletion, RecordedStrand
from player.domain.report_format import XapiVersion
from player.domain.reporting import Reporting
from player.domain.watch import Interval, Span
from player.exchange.xapi import write_statements
from player.proof.chain import links_of
from player.proof.evidence import verify
from tests.builders import COURSE, MINUTE, PHYSICIAN, QUIZ, RESPONSES, RIGHT, WRONG
from tests.exchange.xapi.by_the_book import Statement, verb
from tests.strands import Device
from tests.worlds import TRUST, World, world

SECOND_MS = 1_000
STEP_MS = 9_500
"""How often what is played is written."""
CUT_AT_MS = 20 * MINUTE + 84 * STEP_MS * 3 // 2
"""Right after something was written, as whatever is played later is lost."""
LENIENT = replace(COURSE, quiz=replace(QUIZ, attempts=None))


def strand_of(here: World) -> RecordedStrand:
    opening = here.stream.events[0].fact
    assert isinstance(opening, StreamOpened)
    links = links_of(here.stream.bodies)[1:]
    return RecordedStrand(opening=opening, course=here.course, events=tuple(here.stream.events), links=links)


def completion_of(here: World, *others: World, specimen: bool = False) -> LearnerCompletion:
    """`others`: what this world joined."""
    return LearnerCompletion(
        course=here.course,
        course_hash=here.signed.hash,
        learner=here.learner,
        history=here.journey.history,
        strands=tuple(strand_of(one) for one in (here, *others)),
        grade="B",
        specimen=specimen,
    )


def of_devices(main: Device, *others: Device) -> LearnerCompletion:
    """As `carrel verify` finds it: only what really verifies is told of."""
    verify(main.evidence(), TRUST)
    return completion_of(main.world, *(other.world for other in others))


def told(*completions: LearnerCompletion, version: XapiVersion = XapiVersion.ONE) -> list[Statement]:
    return list(write_statements(completions, version=version))


def open_player(here: World, session: Session, *, at_ms: int = 0) -> None:
    here.journey.start_watching(session.id, position_ms=at_ms)


def play(
    here: World, session: Session, start_ms: int, end_ms: int, *, rate_percent: int = 100, step_ms: int = STEP_MS
) -> None:
    """Goes on playing, as an engine reports it."""
    position = start_ms
    while position < end_ms:
        upto = min(end_ms, position + step_ms * rate_percent // 100)
        engaged = -(-(upto - position) * 100 // rate_percent)
        here.clock.advance(engaged)
        span = Span(interval=Interval(position, upto), engaged_ms=engaged, rate_percent=rate_percent)
        here.journey.watched(session.id, span)
        position = upto


def pause(here: World, ms: int = 20 * SECOND_MS) -> None:
    here.clock.advance(ms)


def full_life(course: Course = LENIENT, *, learner: Learner = PHYSICIAN) -> World:
    """Everything there is to tell of one learner on one computer."""
    here = world(course, learner=learner)
    first, second = course.sessions
    here.journey.acknowledge_disclosures()
    here.clock.advance(40 * SECOND_MS)
    open_player(here, first)
    play(here, first, 0, 300_250)
    pause(here)
    play(here, first, 300_250, 12 * MINUTE)
    play(here, first, 10 * MINUTE, 20 * MINUTE)
    play(here, first, 20 * MINUTE, CUT_AT_MS, rate_percent=150)
    # The computer is cut off in the middle of it.
    here.clock.reboot(after_ms=3 * MINUTE)
    open_player(here, first, at_ms=CUT_AT_MS)
    play(here, first, CUT_AT_MS, 60 * MINUTE)
    open_player(here, second)
    play(here, second, 0, 10 * MINUTE + 123)
    pause(here, 90 * MINUTE)
    play(here, second, 10 * MINUTE + 123, 30 * MINUTE)
    here.clock.advance(2 * MINUTE)
    here.journey.submit_quiz(WRONG)
    here.clock.advance(3 * MINUTE)
    here.journey.submit_quiz(RIGHT)
    here.clock.advance(MINUTE)
    here.journey.submit_evaluation(RESPONSES)
    here.claim(amount="1.25")
    here.journey.issue_certificate(here.certificate())
    return here


def stating(course: Course, **identifiers: str) -> Course:
    named = tuple((name.replace("_", "-"), value) for name, value in identifiers.items())
    return replace(course, reporting=Reporting(identifiers=named))


def verbs(statements: Iterable[Statement]) -> list[str]:
    return [verb(one) for one in statements]
