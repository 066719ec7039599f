"""Progress: the steps of a course as they stand now, computed from its history and never stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from player.domain.course import Course, Session, SessionId, Standing
from player.domain.credit import Basis, Offer, offers_for, supported
from player.domain.evaluation import Response
from player.domain.history import (
    Claim,
    History,
    Issue,
    Known,
    Seen,
    asked_now,
    open_checkpoints,
    seen_enough,
    watched_all,
)
from player.domain.learner import Profession
from player.domain.phrase import Phrase
from player.domain.policy import Checkpoint
from player.domain.quiz import Answer, QuizResult
from player.domain.watch import Coverage, is_watched


class StepName(StrEnum):
    BEFORE = "before-you-start"
    WATCH = "watch"
    QUIZ = "quiz"
    EVALUATION = "evaluation"
    CLAIM = "claim"
    CERTIFICATE = "certificate"


class StepState(StrEnum):
    DONE = "done"
    OPEN = "open"
    LOCKED = "locked"
    ABSENT = "absent"


class Lock(StrEnum):
    """The one reason why a step is locked."""

    NOT_YET_OPEN = "not-yet-open"
    EXPIRED = "expired"
    DISCLOSURES_FIRST = "disclosures-first"
    WATCH_FIRST = "watch-first"
    CHECKPOINT_FIRST = "checkpoint-first"
    QUIZ_FIRST = "quiz-first"
    NO_ATTEMPTS_LEFT = "no-attempts-left"
    EVALUATION_FIRST = "evaluation-first"
    COMPLETED_TOO_LATE = "completed-too-late"
    NOTHING_SUPPORTED = "nothing-supported"
    CLAIM_FIRST = "claim-first"


LOCK_WORDS: dict[Lock, tuple[str, str]] = {
    Lock.NOT_YET_OPEN: (Phrase("This course is not open yet."), Phrase("Come back on the day it opens.")),
    Lock.EXPIRED: (Phrase("The last day to earn credit has passed."), Phrase("You can still watch; it earns nothing.")),
    Lock.DISCLOSURES_FIRST: (
        Phrase("What the faculty disclose comes before the content."),
        Phrase("Read and acknowledge “Before you start”."),
    ),
    Lock.WATCH_FIRST: (
        Phrase("Not enough of the recording has been watched."),
        Phrase("Watch the parts that are still hollow."),
    ),
    Lock.CHECKPOINT_FIRST: (
        Phrase("The recording asks something that was not answered yet."),
        Phrase("Go to the marked place in the recording, and answer there."),
    ),
    Lock.QUIZ_FIRST: (Phrase("The quiz is not passed yet."), Phrase("Take the quiz.")),
    Lock.NO_ATTEMPTS_LEFT: (
        Phrase("No attempt at the quiz is left."),
        Phrase("Ask the provider about another attempt."),
    ),
    Lock.EVALUATION_FIRST: (Phrase("The evaluation comes before the claim."), Phrase("Fill in the evaluation.")),
    Lock.COMPLETED_TOO_LATE: (
        Phrase("The course was finished after its last day."),
        Phrase("Nothing can be claimed; what you did is kept."),
    ),
    Lock.NOTHING_SUPPORTED: (
        Phrase("What was watched supports no credit yet."),
        Phrase("Watch more of the recording, then claim."),
    ),
    Lock.CLAIM_FIRST: (Phrase("A certificate is printed for a claim."), Phrase("Claim your credit first.")),
}
"""Reason and way to unlock, for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of the way; `lock`: why it cannot be taken now, where that can be said."""

    name: StepName
    state: StepState
    lock: Lock | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionProgress:
    """`seen_permille` is coverage, never the slider; `resume_ms` is where playing last stopped.

    `open_checkpoints`: what is still to be answered rightly; the session is not `watched` before.
    """

    id: SessionId
    coverage: Coverage
    engaged_ms: int
    duration_ms: int
    resume_ms: int
    watched: bool
    open_checkpoints: tuple[Checkpoint, ...] = ()

    @property
    def seen_permille(self) -> int:
        return self.coverage.within(self.duration_ms).length_ms * 1000 // self.duration_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Entitlement:
    """What one offer comes to: `now` by the evidence so far, of `offer.maximum`; `claim` once it was claimed."""

    offer: Offer
    now: Decimal
    claim: Claim | None
    issue: Issue | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """All that a screen, a terminal or a verifier needs to know about a learner's way through a course.

    `unconfirmed_ms`: how long was played here, in whichever session, since the learner last said that they were there.
    """

    standing: Standing
    steps: tuple[Step, ...]
    sessions: tuple[SessionProgress, ...]
    draft_answers: tuple[Answer, ...]
    last_answers: tuple[Answer, ...]
    quiz_results: tuple[QuizResult, ...]
    quiz_attempts_left: int | None
    responses: tuple[Response, ...]
    entitlements: tuple[Entitlement, ...]
    completed: datetime | None
    claims: tuple[Claim, ...]
    issues: tuple[Issue, ...]
    event_count: int
    exports: int
    unconfirmed_ms: int = 0

    def step(self, name: StepName) -> Step:
        return next(step for step in self.steps if step.name is name)

    @property
    def current(self) -> Step | None:
        """The step to do next: the first that is open, or None when nothing is left to do."""
        return next((step for step in self.steps if step.state is StepState.OPEN), None)

    @property
    def seen_permille(self) -> int:
        """Coverage of all sessions together."""
        whole = sum(session.duration_ms for session in self.sessions)
        seen = sum(s.coverage.within(s.duration_ms).length_ms for s in self.sessions)
        return seen * 1000 // whole

    @property
    def unseen_ms(self) -> int:
        """Media time still to be watched for the full credit."""
        return sum(
            s.duration_ms - s.coverage.within(s.duration_ms).length_ms
            for s in self.sessions
            if not is_watched(s.coverage, s.duration_ms, 100)
        )


def progress_of(course: Course, history: History, *, now: datetime, profession: Profession | None) -> Progress:
    """The one pure function of course and facts; `now` decides only whether the course is open today."""
    standing = course.availability.standing(now)
    sessions = tuple(_session_progress(course, history, s.id) for s in course.sessions)
    return Progress(
        standing=standing,
        steps=_steps(course, history, standing),
        sessions=sessions,
        draft_answers=_draft_answers(course, history),
        last_answers=history.last_answers,
        quiz_results=history.quiz_results,
        quiz_attempts_left=attempts_left(course, history),
        responses=history.responses,
        entitlements=_entitlements(course, history, profession),
        completed=history.completed,
        claims=history.claims,
        issues=history.standing_issues,
        event_count=history.count,
        exports=history.exports,
        unconfirmed_ms=history.unconfirmed_ms,
    )


def _draft_answers(course: Course, history: History) -> tuple[Answer, ...]:
    """Those to questions that are asked now: another device may have had another sheet, or spent this attempt."""
    if not history.draft_answers or course.quiz is None or not course.quiz.draws:
        return history.draft_answers
    asked = {question.id for question in asked_now(course, history)}
    return tuple(answer for answer in history.draft_answers if answer.question in asked)


def participation(course: Course, history: Known) -> Fraction:
    """The share of the course taken part in, 0 to 1, on the basis that the course names.

    A session that counts as watched counts whole; its missing half second is not held against the learner.
    """
    parts = [(session, history.of_session(session.id)) for session in course.sessions]
    content = sum(_content_ms(session, seen) for session, seen in parts)
    engaged = sum(min(seen.earning_engaged_ms, session.duration_ms) for session, seen in parts)
    by_basis = {
        Basis.CONTENT: content,
        Basis.ENGAGED: engaged,
        Basis.SMALLER: min(content, engaged),
    }
    return min(Fraction(by_basis[course.credit.basis], course.duration_ms), Fraction(1))


def _content_ms(session: Session, seen: Seen) -> int:
    whole = is_watched(seen.earning, session.duration_ms, 100)
    return session.duration_ms if whole else seen.earning.length_within(session.duration_ms)


def completed_in_time(course: Course, history: Known) -> bool:
    """Completion on or before the last day earns; the day is the provider's, not the computer's."""
    if history.completed is None:
        return False
    return course.availability.standing(history.completed) is Standing.OPEN


def attempts_left(course: Course, history: Known) -> int | None:
    """How many more times the quiz may be taken; None means as often as one likes."""
    if course.quiz is None or course.quiz.attempts is None:
        return None
    return max(0, course.quiz.attempts - len(history.quiz_results))


def lock_of(course: Course, history: Known, step: StepName, standing: Standing) -> Lock | None:
    """Why `step` cannot be done now, or None. The gates stand in one order and none is jumped."""
    if standing is Standing.NOT_YET_OPEN:
        return Lock.NOT_YET_OPEN
    if step is StepName.BEFORE:
        return None
    if not history.acknowledged:
        return Lock.DISCLOSURES_FIRST
    if step is StepName.WATCH:
        return None
    return _lock_after_watching(course, history, step, standing)


def _lock_after_watching(course: Course, history: Known, step: StepName, standing: Standing) -> Lock | None:
    if standing is Standing.EXPIRED and not completed_in_time(course, history):
        return Lock.EXPIRED if history.completed is None else Lock.COMPLETED_TOO_LATE
    if not watched_all(course, history):
        return Lock.CHECKPOINT_FIRST if seen_enough(course, history) else Lock.WATCH_FIRST
    if step is StepName.QUIZ:
        spent = attempts_left(course, history) == 0 and not history.quiz_passed
        return Lock.NO_ATTEMPTS_LEFT if spent else None
    if course.quiz is not None and not history.quiz_passed:
        return Lock.QUIZ_FIRST
    if step is StepName.EVALUATION:
        return None
    return _lock_after_evaluation(course, history, step)


def _lock_after_evaluation(course: Course, history: Known, step: StepName) -> Lock | None:
    if history.completed is None:
        return Lock.EVALUATION_FIRST
    if not completed_in_time(course, history):
        return Lock.COMPLETED_TOO_LATE
    if step is StepName.CLAIM:
        share = participation(course, history)
        some = any(supported(offer, share) > 0 for offer in course.credit.offers)
        return None if some else Lock.NOTHING_SUPPORTED
    return None if history.claims else Lock.CLAIM_FIRST


def _steps(course: Course, history: History, standing: Standing) -> tuple[Step, ...]:
    done = {
        StepName.BEFORE: history.acknowledged,
        StepName.WATCH: watched_all(course, history),
        StepName.QUIZ: history.quiz_passed,
        StepName.EVALUATION: history.evaluated,
        StepName.CLAIM: bool(history.claims),
        StepName.CERTIFICATE: bool(history.standing_issues),
    }
    return tuple(_step(course, history, name, done[name], standing) for name in StepName)


def _step(course: Course, history: History, name: StepName, done: bool, standing: Standing) -> Step:
    if name is StepName.QUIZ and course.quiz is None:
        return Step(name=name, state=StepState.ABSENT)
    if done:
        return Step(name=name, state=StepState.DONE)
    lock = lock_of(course, history, name, standing)
    return Step(name=name, state=StepState.LOCKED if lock else StepState.OPEN, lock=lock)


def _session_progress(course: Course, history: History, session_id: SessionId) -> SessionProgress:
    session = next(s for s in course.sessions if s.id == session_id)
    seen = history.of_session(session_id)
    unanswered = open_checkpoints(session, seen)
    return SessionProgress(
        id=session_id,
        coverage=seen.coverage,
        engaged_ms=seen.engaged_ms,
        duration_ms=session.duration_ms,
        resume_ms=seen.resume_ms if seen.resume_ms < session.duration_ms - 1000 else 0,
        watched=not unanswered and is_watched(seen.coverage, session.duration_ms, course.watch.required_percent),
        open_checkpoints=unanswered,
    )


def _entitlements(course: Course, history: History, profession: Profession | None) -> tuple[Entitlement, ...]:
    offers = course.credit.offers if profession is None else offers_for(course.credit, profession)
    share = participation(course, history)
    return tuple(
        Entitlement(
            offer=offer,
            now=supported(offer, share),
            claim=history.claim_for(offer.id),
            issue=history.issue_for(offer.id),
        )
        for offer in offers
    )
