"""Evidence: everything needed to recompute a learner's credit in one course, and its verification by replay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from player.domain.course import Course
from player.domain.event import CertificateIssued, Event, Purpose, StreamOpened
from player.domain.history import History, after
from player.domain.learner import Profession
from player.domain.permit import permit
from player.domain.problem import Problem
from player.domain.progress import Progress, progress_of
from player.proof import manifest
from player.proof.chain import Head, check_heads, read_events, read_head
from player.proof.envelope import Envelope
from player.proof.keys import PublicKey
from player.proof.manifest import SignedCourse
from player.proof.problems import EvidenceAltered
from player.proof.trust import Trust


class Grade(StrEnum):
    """How far the device's key can be trusted: A provider-controlled, B enrolled, C not known to anybody."""

    A = "A"
    B = "B"
    C = "C"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The bytes, as they were stored: the signed course, the events, the signed heads, the device's key.

    The last head must be that of the last event.
    """

    course: Envelope
    bodies: tuple[bytes, ...]
    heads: tuple[Envelope, ...]
    device: PublicKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What genuine evidence amounts to."""

    signed: SignedCourse
    opening: StreamOpened
    history: History
    progress: Progress
    events: tuple[Event, ...]
    grade: Grade

    @property
    def course(self) -> Course:
        return self.signed.course

    @property
    def is_specimen(self) -> bool:
        """Specimens and rehearsals are genuine, and prove no credit."""
        return self.opening.purpose is not Purpose.CREDIT or not self.signed.gives_credit

    def certificate(self, number: str) -> CertificateIssued | None:
        issued = (issue.certificate for issue in self.history.issues)
        return next((certificate for certificate in issued if certificate.number == number), None)


def verify(evidence: Evidence, trust: Trust) -> Verdict:
    """Replays the evidence under the rules that the window obeys. Raises a `Problem` that says what is wrong.

    Checked in this order: the publisher's signature on the course, each event's bytes and place, the device's
    signatures on the heads, the binding of stream to course and device, and each act against the course's rules.
    """
    signed = manifest.read(evidence.course, trust, name="The course in this file")
    events = read_events(evidence.bodies)
    heads = _checked_heads(evidence)
    opening = _check_binding(evidence, signed, events, heads)
    history = _replay(signed.course, events)
    return Verdict(
        signed=signed,
        opening=opening,
        history=history,
        progress=progress_of(signed.course, history, now=_last_moment(events), profession=_profession(history)),
        events=events,
        grade=Grade.C,
    )


def _checked_heads(evidence: Evidence) -> tuple[Head, ...]:
    if not evidence.heads:
        raise EvidenceAltered(reason="no signed head pins it down.")
    heads = tuple(read_head(envelope, evidence.device) for envelope in evidence.heads)
    check_heads(evidence.bodies, heads)
    if max(head.seq for head in heads) != len(evidence.bodies) - 1:
        raise EvidenceAltered(reason="events stand after the last signed head.")
    return heads


def _check_binding(
    evidence: Evidence, signed: SignedCourse, events: tuple[Event, ...], heads: tuple[Head, ...]
) -> StreamOpened:
    opening = events[0].fact if events else None
    if not isinstance(opening, StreamOpened):
        raise EvidenceAltered(reason="it does not begin with the opening of a stream.")
    if opening.course_hash != signed.hash:
        raise EvidenceAltered(reason="it was recorded for another course, or another version of it.")
    if opening.device != evidence.device.id:
        raise EvidenceAltered(reason="it was recorded on another device than the one that signed it.")
    if any(head.stream != opening.stream for head in heads):
        raise EvidenceAltered(reason="a signed head belongs to another stream.")
    return opening


def _replay(course: Course, events: tuple[Event, ...]) -> History:
    history = History()
    for event in events:
        try:
            permit(course, history, event.fact, event.stamp)
        except Problem as problem:
            raise EvidenceAltered(
                reason=f"event {event.seq} could not have been recorded ({problem.what})",
                details=problem.sentence,
            ) from None
        history = after(course, history, event)
    return history


def _last_moment(events: tuple[Event, ...]) -> datetime:
    return events[-1].stamp.moment


def _profession(history: History) -> Profession | None:
    return history.claims[-1].credit.profession if history.claims else None
