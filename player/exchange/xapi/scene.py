"""The scene: what all statements of one learner in one version of a course share, made once."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from player.domain.course import Course, Session, SessionId
from player.domain.event import CourseHash, Purpose
from player.domain.learner_completion import LearnerCompletion, RecordedStrand
from player.domain.watch import UNSEEN_TOLERANCE_MS
from player.exchange.xapi.interactions import Interaction, asked_at, asked_in_evaluation, asked_in_quiz
from player.exchange.xapi.measures import Number, plain_number, seconds
from player.exchange.xapi.naming import account_name, actor, course_address, part, registration_of
from player.exchange.xapi.words import (
    ASSESSMENT_TYPE,
    CERTIFICATE_TYPE,
    COURSE_TYPE,
    LESSON_TYPE,
    PURPOSE,
    SURVEY_TYPE,
    VIDEO_TYPE,
    Json,
)

_MOST_STAGES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One recording: how long it is, how much of it makes it completed (ms), and that as a share, None for all."""

    session: Session
    activity: Json
    length: Number
    needed_ms: int
    threshold: Number | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One version of a course, as statements name it and what is in it: the same for all learners.

    `lesson` is what is launched, `publication` the same by its publisher's name, `whole` what is satisfied.
    """

    course: Course
    address: str
    whole: Json
    lesson: Json
    publication: Json
    quiz: Json
    evaluation: Json
    recordings: dict[SessionId, Recording]
    questions: dict[str, Interaction]
    items: dict[tuple[str, str], Interaction]
    checkpoints: dict[tuple[SessionId, str], Interaction]
    move_on: str
    mastery: Number | None

    def credit(self, offer: str) -> Json:
        found = next((one for one in self.course.credit.offers if one.id == offer), None)
        name = found.name if found else offer
        return _activity(self.course, f"{self.address}/credit/{part(offer)}", CERTIFICATE_TYPE, name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """`marks` stand in the context of every statement: empty, or that none of it proves credit. `salt` is mixed into
    every statement's id: empty, or the account that a provider asks for in place of the learner's random id."""

    stage: Stage
    actor: Json
    registration: str
    marks: Json
    salt: bytes


class Stages:
    """The stages of a run, made once for each version of a course that comes by."""

    def __init__(self) -> None:
        self._made: dict[CourseHash, Stage] = {}

    def of(self, name: CourseHash, course: Course) -> Stage:
        made = self._made.get(name)
        if made is not None and made.course == course:
            return made
        if len(self._made) >= _MOST_STAGES:
            self._made.clear()
        made = self._made[name] = _stage(course)
        return made


def scene_of(completion: LearnerCompletion, strand: RecordedStrand, stages: Stages) -> Scene:
    """What is in it follows from the strand's own version of the course, whichever version the completion is about."""
    course, learner, opening = strand.course, completion.learner, strand.opening
    name = account_name(course, learner, permitted=completion.history.reporting)
    purpose = opening.purpose
    if purpose is Purpose.CREDIT and completion.specimen:
        purpose = Purpose.SPECIMEN
    return Scene(
        stage=stages.of(opening.course_hash, course),
        actor=actor(course, name),
        registration=registration_of(opening.learner, course.id, purpose),
        marks={} if purpose is Purpose.CREDIT else {PURPOSE: purpose.value},
        salt=b"" if name == learner.id else name.encode(errors="surrogatepass"),
    )


def _stage(course: Course) -> Stage:
    address = course_address(course)
    quiz, evaluation = f"{address}/quiz", f"{address}/evaluation"
    return Stage(
        course=course,
        address=address,
        whole=_activity(course, address, COURSE_TYPE, course.title),
        lesson=_activity(course, f"{address}/lesson", LESSON_TYPE, course.title),
        publication={"id": f"urn:carrel:course:{part(course.id)}"},
        quiz=_activity(course, quiz, ASSESSMENT_TYPE, course.title),
        evaluation=_activity(course, evaluation, SURVEY_TYPE, course.title),
        recordings={session.id: _recording(course, session, address) for session in course.sessions},
        questions=asked_in_quiz(course, quiz),
        items=asked_in_evaluation(course, evaluation),
        checkpoints={
            (session.id, checkpoint.id): asked_at(course, session, checkpoint, address)
            for session in course.sessions
            for checkpoint in session.checkpoints
        },
        move_on="CompletedAndPassed" if course.quiz else "Completed",
        mastery=plain_number(Decimal(course.quiz.passing_percent) / 100) if course.quiz else None,
    )


def _activity(course: Course, address: str, kind: str, name: str) -> Json:
    definition: Json = {"type": kind}
    if name.strip():
        definition["name"] = {course.language: name}
    return {"objectType": "Activity", "id": address, "definition": definition}


def _recording(course: Course, session: Session, address: str) -> Recording:
    # With the recording's own hash: what was played of one that was exchanged is not mixed with the other.
    address = f"{address}/sessions/{part(session.id)}/{part(session.content[:16])}"
    needed_ms = _needed_ms(session.duration_ms, course.watch.required_percent)
    threshold = seconds(needed_ms * 1000 // session.duration_ms)
    return Recording(
        session=session,
        activity=_activity(course, address, VIDEO_TYPE, session.title),
        length=seconds(session.duration_ms),
        needed_ms=needed_ms,
        threshold=threshold if threshold < 1 else None,
    )


def _needed_ms(duration_ms: int, required_percent: int) -> int:
    """As `player.domain.watch.is_watched` has it, as a length."""
    tolerance = min(max(UNSEEN_TOLERANCE_MS, duration_ms // 100), duration_ms // 4)
    needed = duration_ms - tolerance if required_percent >= 100 else duration_ms * required_percent // 100
    return max(needed, min(duration_ms, 1))
