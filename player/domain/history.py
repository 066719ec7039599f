"""History: what a stream of events adds up to, folded one event at a time and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType

from player.domain.clock import BootId
from player.domain.course import Course, SessionId, Standing
from player.domain.evaluation import Response
from player.domain.event import (
    AnswerGiven,
    CertificateIssued,
    CompletionExported,
    CreditClaimed,
    DisclosuresAcknowledged,
    EvaluationSubmitted,
    Event,
    QuizSubmitted,
    ResponseGiven,
    StreamOpened,
    Watched,
    WatchStarted,
)
from player.domain.quiz import Answer, QuizResult, score
from player.domain.watch import Coverage, is_watched


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionHistory:
    """What of one session was played, and where to go on.

    `earning` and `earning_engaged_ms` are the parts played while the course was open: what is watched after the
    last day is shown, and earns nothing.
    """

    coverage: Coverage = field(default_factory=Coverage)
    engaged_ms: int = 0
    earning: Coverage = field(default_factory=Coverage)
    earning_engaged_ms: int = 0
    resume_ms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BootHistory:
    """Within one boot: monotonic time of the first event and of the last, and what was claimed to be played since.

    `engaged_ms` is the time that it took, `played_ms` the length of what was played, each replay counted again.
    """

    first_mono_ms: int
    last_mono_ms: int
    engaged_ms: int = 0
    played_ms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Credit that was asked for and granted, and when."""

    credit: CreditClaimed
    moment: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A certificate that was made, and when."""

    certificate: CertificateIssued
    moment: datetime


def _no_sessions() -> Mapping[SessionId, SessionHistory]:
    return MappingProxyType({})


def _no_boots() -> Mapping[BootId, BootHistory]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The sum of a stream's events. `completed` is when the last thing that credit hangs on was done."""

    opening: StreamOpened | None = None
    count: int = 0
    last_event: Event | None = None
    acknowledged: bool = False
    sessions: Mapping[SessionId, SessionHistory] = field(default_factory=_no_sessions)
    boots: Mapping[BootId, BootHistory] = field(default_factory=_no_boots)
    draft_answers: tuple[Answer, ...] = ()
    quiz_results: tuple[QuizResult, ...] = ()
    last_answers: tuple[Answer, ...] = ()
    responses: tuple[Response, ...] = ()
    evaluated: bool = False
    completed: datetime | None = None
    claims: tuple[Claim, ...] = ()
    issues: tuple[Issue, ...] = ()
    exports: int = 0

    def of_session(self, session: SessionId) -> SessionHistory:
        return self.sessions.get(session, SessionHistory())

    def claim_for(self, offer: str) -> Claim | None:
        return next((claim for claim in self.claims if claim.credit.offer == offer), None)

    def issue_for(self, offer: str) -> Issue | None:
        return next((issue for issue in reversed(self.issues) if issue.certificate.offer == offer), None)

    @property
    def quiz_passed(self) -> bool:
        return any(result.passed for result in self.quiz_results)


def watched_all(course: Course, history: History) -> bool:
    """Whether the required share of every session was seen."""
    return all(
        is_watched(history.of_session(s.id).coverage, s.duration_ms, course.watch.required_percent)
        for s in course.sessions
    )


def fold(course: Course, events: Iterable[Event], start: History | None = None) -> History:
    """The history after these events. Which of them were allowed is not asked here: see `permit.permit`."""
    history = start or History()
    for event in events:
        history = after(course, history, event)
    return history


def after(course: Course, history: History, event: Event) -> History:
    """The history after one more event."""
    counted = replace(history, count=history.count + 1, last_event=event, boots=_boots_after(history, event))
    moment = event.stamp.moment
    match event.fact:
        case StreamOpened():
            return replace(counted, opening=event.fact)
        case DisclosuresAcknowledged():
            return replace(counted, acknowledged=True)
        case WatchStarted(session=session, position_ms=position):
            return _with_session(counted, session, replace(counted.of_session(session), resume_ms=position))
        case Watched():
            earns = course.availability.standing(moment) is Standing.OPEN
            return _watched(counted, event.fact, earns=earns)
        case AnswerGiven(answer=answer):
            kept = tuple(a for a in counted.draft_answers if a.question != answer.question)
            return replace(counted, draft_answers=(*kept, answer))
        case QuizSubmitted(answers=answers) if course.quiz is not None:
            results = (*counted.quiz_results, score(course.quiz, answers))
            return replace(counted, quiz_results=results, draft_answers=(), last_answers=answers)
        case ResponseGiven(response=response):
            return replace(counted, responses=_with_response(counted.responses, response))
        case EvaluationSubmitted(responses=responses):
            return replace(counted, responses=responses, evaluated=True, completed=moment)
        case CreditClaimed():
            return replace(counted, claims=(*counted.claims, Claim(credit=event.fact, moment=moment)))
        case CertificateIssued():
            return replace(counted, issues=(*counted.issues, Issue(certificate=event.fact, moment=moment)))
        case CompletionExported():
            return replace(counted, exports=counted.exports + 1)
        case _:
            return counted


def _with_response(responses: tuple[Response, ...], response: Response) -> tuple[Response, ...]:
    return (*(r for r in responses if r.place != response.place), response)


def _watched(history: History, fact: Watched, *, earns: bool) -> History:
    before = history.of_session(fact.session)
    interval, engaged_ms = fact.span.interval, fact.engaged_ms
    session = SessionHistory(
        coverage=before.coverage.plus(interval),
        engaged_ms=before.engaged_ms + engaged_ms,
        earning=before.earning.plus(interval) if earns else before.earning,
        earning_engaged_ms=before.earning_engaged_ms + (engaged_ms if earns else 0),
        resume_ms=fact.end_ms,
    )
    return _with_session(history, fact.session, session)


def _with_session(history: History, session: SessionId, value: SessionHistory) -> History:
    return replace(history, sessions=MappingProxyType({**history.sessions, session: value}))


def _boots_after(history: History, event: Event) -> Mapping[BootId, BootHistory]:
    mono, boot = event.stamp.mono_ms, event.stamp.boot
    known = history.boots.get(boot, BootHistory(first_mono_ms=mono, last_mono_ms=mono))
    now = replace(known, last_mono_ms=max(known.last_mono_ms, mono))
    if isinstance(event.fact, Watched):
        length = event.fact.end_ms - event.fact.start_ms
        now = replace(now, engaged_ms=now.engaged_ms + event.fact.engaged_ms, played_ms=now.played_ms + length)
    return MappingProxyType({**history.boots, boot: now})
