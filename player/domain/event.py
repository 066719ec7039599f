"""Events: the small facts of which everything else is computed, and the ports through which they are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NewType, Protocol

from player.domain.clock import Stamp
from player.domain.course import ContentHash, CourseId, SessionId
from player.domain.credit import Document
from player.domain.evaluation import Response
from player.domain.learner import LearnerId, Profession
from player.domain.quiz import Answer
from player.domain.watch import Interval, Span

StreamId = NewType("StreamId", str)
"""A random 128-bit id in hex, so that cloned disks and restored backups merge without loss."""
DeviceId = NewType("DeviceId", str)
"""The fingerprint of the public key with which this installation signs."""
CourseHash = NewType("CourseHash", str)
"""SHA-256 of the signed manifest's bytes, in hex."""


class Purpose(StrEnum):
    """What a stream is for: only `CREDIT` may become a real certificate."""

    CREDIT = "credit"
    SPECIMEN = "specimen"
    REHEARSAL = "rehearsal"


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamOpened:
    """The first event of a stream: binds it to device, learner, course content and policy."""

    stream: StreamId
    device: DeviceId
    learner: LearnerId
    course: CourseId
    course_version: int
    course_hash: CourseHash
    policy: int
    attempt: int
    purpose: Purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosuresAcknowledged:
    """What must be shown before the content was shown and acknowledged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchStarted:
    """Playing of a session begins (or goes on after the program was started again)."""

    session: SessionId
    content: ContentHash
    position_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """An interval of a session was really played, in `engaged_ms` of monotonic time at `rate_percent`."""

    session: SessionId
    start_ms: int
    end_ms: int
    engaged_ms: int
    rate_percent: int

    @property
    def span(self) -> Span:
        return Span(
            interval=Interval(self.start_ms, self.end_ms),
            engaged_ms=self.engaged_ms,
            rate_percent=self.rate_percent,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceConfirmed:
    """The learner was asked whether somebody is there, and was."""

    session: SessionId
    position_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointAnswered:
    """An answer at a checkpoint of a session, right or wrong: a typed code, or the id of a choice."""

    session: SessionId
    checkpoint: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerGiven:
    """An answer to one question, kept before the quiz is submitted."""

    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizSubmitted:
    """The answers of one attempt; the score is computed, never stored."""

    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseGiven:
    """A response to one item, kept before the evaluation is sent."""

    response: Response


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationSubmitted:
    """The learner filled in the evaluation, as a whole."""

    responses: tuple[Response, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditClaimed:
    """The learner attested and claimed `amount` of one offer, as a member of `profession`."""

    offer: str
    amount: Decimal
    profession: Profession


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateIssued:
    """A document was made for a claim.

    `facts`: SHA-256 of what is printed; `name`: SHA-256 of salt and printed name (the ledger holds no names);
    `signer`: SHA-256 of the certificate that signs the file, or empty when the file is not signed.
    """

    number: str
    offer: str
    document: Document
    facts: str
    salt: str
    name: str
    signer: str


class TakenBackFor(StrEnum):
    """Why a claim or a certificate was taken back. A code and no words: the ledger holds nothing personal."""

    WRONG_PROFESSION = "wrong-profession"
    WRONG_AMOUNT = "wrong-amount"
    WRONG_NAME = "wrong-name"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditWithdrawn:
    """The learner takes a claim back: it counts no more, and its certificate, if there is one, is revoked with it.

    `number` is the one that the claim's certificate has or would have.
    """

    offer: str
    number: str
    reason: TakenBackFor


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateRevoked:
    """The certificate with this number says something wrong and counts no more; its claim stands, for a new one."""

    offer: str
    number: str
    reason: TakenBackFor


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionExported:
    """A completion file was written; `digest` is the SHA-256 of its bytes, in hex. Its name names the learner."""

    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingDecided:
    """The learner was asked whether the provider may report this credit to accreditors and boards, and decided.

    It may be decided anew; the last word counts (ACCME: learner data goes to PARS only with the learner's permission).
    """

    permitted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptAccepted:
    """The provider's signed word came that a completion file arrived.

    `completion` and `receipt`: SHA-256 of the two files, in hex. `credited`: the numbers of the claims that the
    provider took in; `taken_back`: those that it took out again.
    """

    completion: str
    receipt: str
    credited: tuple[str, ...]
    taken_back: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockJumped:
    """Wall time moved against monotonic time by `by_ms` since the event before: shown, never punished."""

    by_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspended:
    """The computer slept for `by_ms` since the event before: monotonic time ran on, and nothing was played."""

    by_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockCorrected:
    """The learner said that the computer's clock is wrong: the true time is `by_ms` later (earlier, if negative).

    It holds until the computer is started again, and everybody who reads the evidence sees it.
    """

    by_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamJoined:
    """From here on, another branch counts here too: the one whose link after its event `seq` is `hash` (hex).

    So a learner goes on with another device, a restored backup or a cloned disk, and nothing counts twice.
    """

    stream: StreamId
    seq: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedUp:
    """The machine was held against the requirements: how many answers of each kind. No longer written."""

    verdicts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineChecked:
    """The machine was held against the requirements: how many answers of each kind.

    `report`: the identifier of the report, which follows from everything that it says.
    """

    verdicts: tuple[tuple[str, int], ...]
    report: str


Fact = (
    StreamOpened
    | DisclosuresAcknowledged
    | WatchStarted
    | Watched
    | PresenceConfirmed
    | CheckpointAnswered
    | AnswerGiven
    | QuizSubmitted
    | ResponseGiven
    | EvaluationSubmitted
    | CreditClaimed
    | CertificateIssued
    | CreditWithdrawn
    | CertificateRevoked
    | CompletionExported
    | ReportingDecided
    | ReceiptAccepted
    | ClockJumped
    | Suspended
    | ClockCorrected
    | StreamJoined
    | CheckedUp
    | MachineChecked
)

KINDS: Mapping[str, type[Fact]] = {
    "stream-opened": StreamOpened,
    "disclosures-acknowledged": DisclosuresAcknowledged,
    "watch-started": WatchStarted,
    "watched": Watched,
    "presence-confirmed": PresenceConfirmed,
    "checkpoint-answered": CheckpointAnswered,
    "answer-given": AnswerGiven,
    "quiz-submitted": QuizSubmitted,
    "response-given": ResponseGiven,
    "evaluation-submitted": EvaluationSubmitted,
    "credit-claimed": CreditClaimed,
    "certificate-issued": CertificateIssued,
    "credit-withdrawn": CreditWithdrawn,
    "certificate-revoked": CertificateRevoked,
    "completion-exported": CompletionExported,
    "reporting-decided": ReportingDecided,
    "receipt-accepted": ReceiptAccepted,
    "clock-jumped": ClockJumped,
    "suspended": Suspended,
    "clock-corrected": ClockCorrected,
    "stream-joined": StreamJoined,
    "checked-up": CheckedUp,
    "machine-checked": MachineChecked,
}
"""The name of each kind of fact in the evidence format. Names are never reused."""

MILESTONES: frozenset[type[Fact]] = frozenset(
    {
        StreamOpened,
        StreamJoined,
        QuizSubmitted,
        EvaluationSubmitted,
        CreditClaimed,
        CertificateIssued,
        CreditWithdrawn,
        CertificateRevoked,
        CompletionExported,
        ReportingDecided,
        ReceiptAccepted,
    }
)
"""After these the head of the chain is signed at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One fact in its place: `seq` counts from 0 without gaps."""

    seq: int
    stamp: Stamp
    fact: Fact


SUBSTANCE: frozenset[type[Fact]] = frozenset(
    {
        DisclosuresAcknowledged,
        Watched,
        PresenceConfirmed,
        CheckpointAnswered,
        AnswerGiven,
        QuizSubmitted,
        ResponseGiven,
        EvaluationSubmitted,
        CreditClaimed,
        CertificateIssued,
        CreditWithdrawn,
        CertificateRevoked,
        ReportingDecided,
        ReceiptAccepted,
    }
)
"""What brings a learner on; a branch that holds nothing else of its own need not be joined."""


class EventStream(Protocol):
    """One learner's facts in one attempt at one course.

    `append` returns only after the event is durably on disk, and raises a `Problem` when it cannot be; `stamp` is
    when the fact was found to be true, or None for now.
    """

    @property
    def id(self) -> StreamId: ...
    @property
    def events(self) -> Sequence[Event]: ...
    def append(self, fact: Fact, stamp: Stamp | None = None) -> Event: ...


class Ledger(Protocol):
    """All streams of a profile."""

    def streams(self) -> Sequence[EventStream]: ...
    def open(self, opening: StreamOpened) -> EventStream:
        """A new stream whose first event is `opening`."""
        ...

    def stream_for(self, *, learner: LearnerId, course_hash: CourseHash) -> EventStream | None:
        """The stream of the latest attempt on this device, if there is one."""
        ...
