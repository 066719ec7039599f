"""Later versions of the sample course, each with one thing changed, for the tests of updates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from player.domain.course import ContentHash, Course, Session, SessionId
from player.domain.learner import Profession
from player.domain.quiz import Quiz
from tests.builders import COURSE, MINUTE, RESPONSES, RIGHT
from tests.strands import Device, in_versions
from tests.worlds import signed

THIRD: Final = SessionId("third")


def later(course: Course = COURSE, **changes: Any) -> Course:
    """The next version, the same but for these fields."""
    return replace(course, version=course.version + 1, **changes)


def with_sessions(change: Callable[[Session], Session], course: Course = COURSE) -> Course:
    return later(course, sessions=tuple(change(session) for session in course.sessions))


def _rerecorded(session: Session) -> Session:
    return replace(session, content=ContentHash("e" * 64)) if session == COURSE.sessions[1] else session


def _shortened(session: Session) -> Session:
    return replace(session, duration_ms=session.duration_ms // 2) if session == COURSE.sessions[1] else session


def _renamed(session: Session) -> Session:
    return replace(session, id=SessionId(f"new-{session.id}"), title="Another title")


def _quiz() -> Quiz:
    assert COURSE.quiz is not None
    return COURSE.quiz


ADDED: Final = Session(
    id=THIRD, title="Part three", media="three.mp4", content=ContentHash("f" * 64), duration_ms=10 * MINUTE
)
SAME: Final = later(title="Sleep after Shift Work, Second Edition", summary="With a better summary.")
RERECORDED: Final = with_sessions(_rerecorded)
"""The second recording is another one."""
SHORTENED: Final = with_sessions(_shortened)
"""The second recording is said to be of another length."""
RENAMED: Final = with_sessions(_renamed)
SWAPPED: Final = later(
    sessions=(replace(COURSE.sessions[1], id=COURSE.sessions[0].id), replace(COURSE.sessions[0], id=THIRD))
)
"""The first session's name is now that of the second recording."""
EXTENDED: Final = later(sessions=(*COURSE.sessions, ADDED))
DISCLOSED: Final = later(disclosure_statement="Ada Example has a relationship that was mitigated.")
OTHER_QUIZ: Final = later(quiz=replace(_quiz(), questions=_quiz().questions[:1]))
HARDER: Final = later(quiz=replace(_quiz(), passing_percent=50))
"""Another passing score; lower, since it is all the same to the rule."""
REWORDED: Final = later(
    quiz=replace(_quiz(), questions=tuple(replace(q, rationale="Because.") for q in _quiz().questions))
)
"""What is told after the quiz is new; what is asked and judged is not."""
OTHER_EVALUATION: Final = later(evaluation=replace(COURSE.evaluation, items=COURSE.evaluation.items[:2]))
LESS_CREDIT: Final = later(
    credit=replace(COURSE.credit, offers=tuple(replace(o, maximum=Decimal(1)) for o in COURSE.credit.offers))
)
NO_AMA: Final = later(credit=replace(COURSE.credit, offers=COURSE.credit.offers[1:]))
CLOSED: Final = later(availability=replace(COURSE.availability, last_day=date(2024, 5, 1)))
"""Its last day lies before everything that was done."""
SLOWER: Final = later(watch=replace(COURSE.watch, counted_rate_percent=100))

ALL: Final = {
    "same": SAME,
    "rerecorded": RERECORDED,
    "shortened": SHORTENED,
    "renamed": RENAMED,
    "swapped": SWAPPED,
    "extended": EXTENDED,
    "disclosed": DISCLOSED,
    "other quiz": OTHER_QUIZ,
    "harder": HARDER,
    "reworded": REWORDED,
    "other evaluation": OTHER_EVALUATION,
    "less credit": LESS_CREDIT,
    "no ama": NO_AMA,
    "closed": CLOSED,
    "slower": SLOWER,
}


def updated(new: Course, *, one_machine: bool = True, old: Course = COURSE) -> tuple[Device, Device]:
    """One learner's records in a course and in a later version of it; nothing is joined yet."""
    before, after = in_versions(signed(old), signed(new), one_machine=one_machine)
    return before, after


def half_way(device: Device) -> None:
    """Everything acknowledged and watched."""
    device.journey.acknowledge_disclosures()
    device.world.watch_all()


def finished(device: Device) -> None:
    half_way(device)
    device.journey.submit_quiz(RIGHT)
    device.journey.submit_evaluation(RESPONSES)


def claimed(device: Device) -> None:
    finished(device)
    device.world.claim("ama", "1.5", Profession.PHYSICIAN)
    device.journey.issue_certificate(device.world.certificate())
