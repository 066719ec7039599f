"""History: what a stream of events adds up to, folded one event at a time and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Protocol

from player.domain.carrying import Carrying
from player.domain.clock import LAST_WALL_MS, BootId, Stamp
from player.domain.course import Course, Session, SessionId, Standing
from player.domain.drawing import questions_for, sheet_for
from player.domain.evaluation import Response
from player.domain.event import (
    CertificateIssued,
    CreditClaimed,
    Event,
    StreamId,
    StreamJoined,
    StreamOpened,
    TakenBackFor,
)
from player.domain.numbering import number_from
from player.domain.policy import Checkpoint
from player.domain.quiz import Answer, Question, QuizResult
from player.domain.watch import Coverage, Covered, is_watched


@dataclass(frozen=True, slots=True)
class Brought:
    """The events of a branch that a stream joined, from the first one that is not the joining stream's own.

    `carrying`: the way from the version of the course that they were recorded in, where it is not that of the
    joining stream.
    """

    events: Sequence[Event]
    carrying: Carrying | None = None


Bring = Callable[[StreamJoined], Brought]
"""Finds the branch that a stream joined."""


def nothing_to_bring(fact: StreamJoined) -> Brought:
    """For streams that join no other."""
    raise LookupError(fact.stream)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionHistory:
    """What of one session was played, and where to go on.

    `earning` and `earning_engaged_ms` are the parts played while the course was open: what is watched after the
    last day is shown, and earns nothing. `passed`: the checkpoints that were answered rightly.
    """

    coverage: Coverage = field(default_factory=Coverage)
    engaged_ms: int = 0
    earning: Coverage = field(default_factory=Coverage)
    earning_engaged_ms: int = 0
    resume_ms: int = 0
    passed: frozenset[str] = frozenset()


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
class Correction:
    """At `mono_ms` of a boot it was `wall_ms` (since 1970 UTC), by the learner's own word."""

    mono_ms: int
    wall_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Credit that was asked for and granted, when, and in which stream.

    `edition`: how many certificates of this offer were taken back before in that stream.
    """

    credit: CreditClaimed
    moment: datetime
    stream: StreamId
    edition: int = 0

    @property
    def number(self) -> str:
        """The number that the certificate of this claim has or will have: the same claim never gets two at once."""
        slot = f"{self.stream}/{self.credit.offer}" + (f"/{self.edition}" if self.edition else "")
        return number_from("CRL", slot.encode())


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A certificate that was made, and when."""

    certificate: CertificateIssued
    moment: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """A number that counts no more, since when and why; `claim` as it stood before.

    `withdrawn`: the claim itself was taken back, not only what was printed of it.
    """

    claim: Claim
    reason: TakenBackFor
    moment: datetime
    withdrawn: bool

    @property
    def number(self) -> str:
        return self.claim.number


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A receipt of the provider that was taken in, and when: which numbers it counts, and which no more."""

    receipt: str
    credited: frozenset[str]
    taken_back: frozenset[str]
    moment: datetime


class Boot(Protocol):
    """What is asked of a `BootHistory` before a further fact: it may be one that is still being written."""

    @property
    def first_mono_ms(self) -> int: ...
    @property
    def last_mono_ms(self) -> int: ...
    @property
    def engaged_ms(self) -> int: ...
    @property
    def played_ms(self) -> int: ...


class Seen(Protocol):
    """What is asked of a `SessionHistory` before a further fact: it may be one that is still being written."""

    @property
    def coverage(self) -> Covered: ...
    @property
    def earning(self) -> Covered: ...
    @property
    def earning_engaged_ms(self) -> int: ...
    @property
    def passed(self) -> frozenset[str]: ...


class Known(Protocol):
    """What is asked of a `History` before a further fact: it may be one that is still being written."""

    @property
    def opening(self) -> StreamOpened | None: ...
    @property
    def count(self) -> int: ...
    @property
    def unconfirmed_ms(self) -> int: ...
    @property
    def acknowledged(self) -> bool: ...
    @property
    def boots(self) -> Mapping[BootId, Boot]: ...
    @property
    def corrections(self) -> Mapping[BootId, Correction]: ...
    @property
    def quiz_results(self) -> Sequence[QuizResult]: ...
    @property
    def quiz_passed(self) -> bool: ...
    @property
    def completed(self) -> datetime | None: ...
    @property
    def claims(self) -> Sequence[Claim]: ...
    @property
    def repeated_claims(self) -> Sequence[Claim]: ...
    def of_session(self, session: SessionId) -> Seen: ...
    def issued(self, number: str) -> Issue | None: ...


def _no_sessions() -> Mapping[SessionId, SessionHistory]:
    return MappingProxyType({})


def _no_boots() -> Mapping[BootId, BootHistory]:
    return MappingProxyType({})


def _no_corrections() -> Mapping[BootId, Correction]:
    return MappingProxyType({})


def _none_counted() -> Mapping[StreamId, tuple[Sequence[Event], ...]]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The sum of a stream's events, and of those of the branches that it joined, each counted once.

    `count` and `last_event` are the stream's own, and so is `unconfirmed_ms`: how long it played since the learner last
    said that they were there. `completed` is when the last thing that credit hangs on was done.
    `repeated_claims` were made for an offer that was claimed already, on another device: shown, never added.
    `revocations`: what of claims and certificates was taken back, in that order.
    `reporting`: whether the provider may report the credit, None before the learner was asked; `decided`: since when.
    `submissions`: what the provider confirmed, in that order.
    `counted`: of each joined stream, the branches whose events are in here.
    """

    opening: StreamOpened | None = None
    count: int = 0
    last_event: Event | None = None
    unconfirmed_ms: int = 0
    acknowledged: bool = False
    sessions: Mapping[SessionId, SessionHistory] = field(default_factory=_no_sessions)
    boots: Mapping[BootId, BootHistory] = field(default_factory=_no_boots)
    corrections: Mapping[BootId, Correction] = field(default_factory=_no_corrections)
    draft_answers: tuple[Answer, ...] = ()
    quiz_results: tuple[QuizResult, ...] = ()
    last_answers: tuple[Answer, ...] = ()
    responses: tuple[Response, ...] = ()
    completed: datetime | None = None
    claims: tuple[Claim, ...] = ()
    repeated_claims: tuple[Claim, ...] = ()
    issues: tuple[Issue, ...] = ()
    revocations: tuple[Revocation, ...] = ()
    exports: int = 0
    reporting: bool | None = None
    decided: datetime | None = None
    submissions: tuple[Submission, ...] = ()
    counted: Mapping[StreamId, tuple[Sequence[Event], ...]] = field(default_factory=_none_counted)

    def of_session(self, session: SessionId) -> SessionHistory:
        return self.sessions.get(session, SessionHistory())

    def claim_for(self, offer: str) -> Claim | None:
        return claim_for(offer, self)

    def issue_for(self, offer: str) -> Issue | None:
        """The certificate that stands for the claim of this offer."""
        claim = self.claim_for(offer)
        return None if claim is None else self.issued(claim.number)

    def issued(self, number: str) -> Issue | None:
        """The certificate with this number, whether or not it still counts."""
        return next((issue for issue in self.issues if issue.certificate.number == number), None)

    @property
    def standing_issues(self) -> tuple[Issue, ...]:
        """The certificates that were not taken back: a claim stands for each, also one that counts only once."""
        standing = {claim.number for claim in (*self.claims, *self.repeated_claims)}
        return tuple(one for one in self.issues if one.certificate.number in standing)

    @property
    def submitted(self) -> frozenset[str]:
        """The numbers that the provider counts, by its last word on each."""
        known: set[str] = set()
        for submission in self.submissions:
            known |= submission.credited
            known -= submission.taken_back
        return frozenset(known)

    @property
    def to_submit(self) -> frozenset[str]:
        """The numbers of which the provider does not know yet that they count, or that they count no more."""
        standing = {claim.number for claim in self.claims}
        gone = {revocation.number for revocation in self.revocations} - standing
        return frozenset(standing - self.submitted) | frozenset(gone & self.submitted)

    def revocation_of(self, number: str) -> Revocation | None:
        return next((one for one in self.revocations if one.number == number), None)

    def moment_of(self, stamp: Stamp) -> datetime:
        """When `stamp` was taken: by the computer's clock, or by the learner's word where that was given."""
        return moment_of(stamp, self.corrections)

    @property
    def evaluated(self) -> bool:
        return self.completed is not None

    @property
    def quiz_passed(self) -> bool:
        return any(result.passed for result in self.quiz_results)


def moment_of(stamp: Stamp, corrections: Mapping[BootId, Correction]) -> datetime:
    """See `History.moment_of`."""
    correction = corrections.get(stamp.boot)
    if correction is None:
        return stamp.moment
    wall_ms = correction.wall_ms + stamp.mono_ms - correction.mono_ms
    # A word at the end of the calendar, or a forged monotonic time, may lead out of it.
    return datetime.fromtimestamp(min(max(wall_ms, 0), LAST_WALL_MS) / 1000, tz=UTC)


def standing_at(course: Course, known: Known, stamp: Stamp) -> Standing:
    """Whether the course was open when `stamp` was taken; see `History.moment_of`."""
    first_ms, end_ms = course.availability.open_in_every_zone()
    # Asking the calendar costs as much as all else that a stretch of watching asks for.
    if first_ms <= stamp.wall_ms < end_ms and stamp.boot not in known.corrections:
        return Standing.OPEN
    return course.availability.standing(moment_of(stamp, known.corrections))


def claim_for(offer: str, known: Known) -> Claim | None:
    """See `History.claim_for`."""
    return next((claim for claim in known.claims if claim.credit.offer == offer), None)


def seen_enough(course: Course, history: Known) -> bool:
    """Whether the required share of every session was seen."""
    return all(
        is_watched(history.of_session(s.id).coverage, s.duration_ms, course.watch.required_percent)
        for s in course.sessions
    )


def open_checkpoints(session: Session, seen: Seen) -> tuple[Checkpoint, ...]:
    """What of a session is still to be answered rightly, in the order of their times."""
    return tuple(checkpoint for checkpoint in session.checkpoints if checkpoint.id not in seen.passed)


def watched_all(course: Course, history: Known) -> bool:
    """Whether the required share of every session was seen, and what they ask was answered."""
    answered = not any(open_checkpoints(session, history.of_session(session.id)) for session in course.sessions)
    return answered and seen_enough(course, history)


def asked_now(course: Course, history: Known) -> tuple[Question, ...]:
    """The questions that the next attempt at the quiz asks, in the course's order; none where there is no quiz."""
    if course.quiz is None:
        return ()
    return questions_for(course.quiz, _stream(history), len(history.quiz_results))


def sheet_now(course: Course, history: History) -> tuple[Question, ...]:
    """The same as they are shown: shuffled where the course says so, anew for each attempt."""
    if course.quiz is None:
        return ()
    return sheet_for(course.quiz, _stream(history), len(history.quiz_results))


def last_sheet(course: Course, history: History) -> tuple[Question, ...]:
    """The questions of the last attempt as they were shown; of one that was made elsewhere, in the order answered."""
    if course.quiz is None or not history.last_answers:
        return ()
    answered = [answer.question for answer in history.last_answers]
    shown = sheet_for(course.quiz, _stream(history), len(history.quiz_results) - 1)
    if {question.id for question in shown} == set(answered):
        return shown
    return tuple(question for name in answered if (question := course.quiz.question(name)))


def _stream(history: Known) -> str:
    return history.opening.stream if history.opening else ""


def already_counted(branch: Sequence[Event], known: Iterable[Sequence[Event]]) -> int:
    """How many of the branch's first events lie on one of the known branches too."""
    return max((_common(branch, other) for other in known), default=0)


def _common(a: Sequence[Event], b: Sequence[Event]) -> int:
    shorter = min(len(a), len(b))
    if a[:shorter] == b[:shorter]:
        return shorter
    return next(place for place in range(shorter) if a[place] != b[place])
