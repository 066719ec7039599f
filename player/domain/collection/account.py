"""An account: what one completion file says once it was believed, as plain values that a provider keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from player.domain.course import CourseId
from player.domain.event import CourseHash, DeviceId, StreamId
from player.domain.learner import Learner


class Outcome(StrEnum):
    """What a file was worth when it was taken in."""

    NEW = "new"
    """Something in it was not known before."""
    OLDER = "older"
    """Genuine, and everything in it was known already."""
    KNOWN = "known"
    """The very same file was taken in before."""
    REFUSED = "refused"
    UNREAD = "unread"
    """It could not be read just now; nothing was decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A time in which one device played, by its clock with what the learner corrected: milliseconds since 1970 UTC."""

    stream: StreamId
    device: DeviceId
    began_ms: int
    ended_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StrandTold:
    """One device's record as a file has it: `links`, the chain's 32 bytes after each event, one after the other."""

    stream: StreamId
    device: DeviceId
    course_hash: CourseHash
    grade: str
    links: bytes

    @property
    def events(self) -> int:
        return len(self.links) // 32

    @property
    def link(self) -> bytes:
        return self.links[-32:]

    def link_after(self, events: int) -> bytes:
        return self.links[(events - 1) * 32 : events * 32]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimTold:
    """A claim as a roster lists it. `gone`: since when it counts no more; `amount` a decimal number, `day` an ISO
    date; `doubts`: what the clocks went through."""

    number: str
    offer: str
    amount: str
    profession: str
    document: str
    stream: StreamId
    began: datetime
    completed: datetime
    claimed: datetime
    day: str
    grade: str
    doubts: tuple[str, ...]
    gone: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Whether a learner lets the provider report to authorities, and when the learner said so."""

    permitted: bool
    decided: datetime

    def overrules(self, other: Decision | None) -> bool:
        """What was said later counts, in whichever file it comes; of two at once, the refusal."""
        return other is None or (self.decided, not self.permitted) > (other.decided, not other.permitted)


class FlagKind(StrEnum):
    """What an auditor should look at; none of it is punished by itself."""

    TWO_PLACES = "two-places"
    TOO_FAST = "faster-than-time"
    FORKED = "forked-stream"
    CLOCK = "clock-jump"
    QUICK_QUIZ = "quick-quiz"
    TAKEN_BACK = "taken-back"
    SAME_PERSON = "same-person"
    SHARED_DEVICE = "shared-device"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """`key` names what was found, so that the same thing found again is the same flag; `words` is one sentence."""

    kind: FlagKind
    key: str
    learner: str
    course: str
    moment: datetime
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What one file says. `digest`: SHA-256 of `data`, 32 bytes; `envelope`: the signed course, as JSON.

    `strands`: the stream that it is about, then those that it joined. `standing`: numbers of all claims that count in
    it, also those that count once with another; `replaced`: numbers under which a claim was certified before.
    `told`: the moment of its last event; `decision`: the latest on reporting, None where nobody was asked.
    """

    digest: bytes
    data: bytes
    name: str
    received: datetime
    learner: Learner
    course: CourseId
    course_hash: CourseHash
    version: int
    title: str
    provider: str
    envelope: bytes
    grade: str
    told: datetime
    decision: Decision | None
    strands: tuple[StrandTold, ...]
    claims: tuple[ClaimTold, ...]
    standing: tuple[str, ...]
    replaced: tuple[str, ...]
    played: tuple[Stretch, ...]
    flags: tuple[Flag, ...]

    @property
    def own(self) -> StrandTold:
        return self.strands[0]
