"""Evidence: everything needed to recompute a learner's credit in one course, and its verification by replay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from player.domain.course import Course
from player.domain.event import (
    CertificateIssued,
    CourseHash,
    CreditClaimed,
    Event,
    Purpose,
    StreamJoined,
    StreamOpened,
)
from player.domain.fold import Draft
from player.domain.history import Bring, History
from player.domain.learner import Profession
from player.domain.permit import permit
from player.domain.phrase import Phrase, Worded
from player.domain.problem import Problem
from player.domain.progress import Progress, progress_of
from player.domain.refusals import ClaimNotSupported
from player.domain.timekeeping import ClockRemark, clock_remarks
from player.proof.courses import Courses
from player.proof.editions import is_earlier, lends_credit
from player.proof.envelope import Envelope
from player.proof.keys import PublicKey
from player.proof.manifest import SignedCourse
from player.proof.problems import EvidenceAltered, Fault
from player.proof.strand import Checked, Strand, check_strand
from player.proof.trust import Grade, Trust
from player.proof.weave import BranchMissing, Weave

MOST_JOINED = 100
"""Joined strands in one piece of evidence: as many devices and restored backups as nobody has for one course."""
MOST_JOINS = 200
"""Joinings in all strands together. What they cost grows with their square: 200 of 5,000 events take half a second."""
MOST_EARLIER = 100
"""Earlier versions of the course in one piece of evidence: a version each week for two years."""
_TOO_MANY = Phrase("more devices' records are joined in it than anybody has.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The bytes, as they were stored: the signed course, the events, the signed heads, the device's key.

    The last head must be that of the last event. `joined`: the branches that the events join, and those that these
    join in turn; `earlier`: the signed earlier versions of the course that some of them were recorded in.
    """

    course: Envelope
    bodies: tuple[bytes, ...]
    heads: tuple[Envelope, ...]
    device: PublicKey
    joined: tuple[Strand, ...] = ()
    earlier: tuple[Envelope, ...] = ()

    @property
    def strand(self) -> Strand:
        """The stream that the evidence is about."""
        return Strand(bodies=self.bodies, heads=self.heads, device=self.device)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """One device's part: its stream, how many events of it there are, and how far its key can be trusted."""

    opening: StreamOpened
    events: int
    grade: Grade
    clock: tuple[ClockRemark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What genuine evidence amounts to. `strands`: as they were checked, the stream itself, then each that it joined,
    and `contributions` what these are; `earlier`: the versions of the course that some of them were recorded in."""

    signed: SignedCourse
    opening: StreamOpened
    history: History
    strands: tuple[Checked, ...]
    contributions: tuple[Contribution, ...]
    earlier: tuple[SignedCourse, ...] = ()

    @property
    def course(self) -> Course:
        return self.signed.course

    @property
    def events(self) -> tuple[Event, ...]:
        """Those of the stream itself."""
        return self.strands[0].events

    @property
    def progress(self) -> Progress:
        """How far it led by its last event."""
        now = self.history.moment_of(self.events[-1].stamp)
        return progress_of(self.course, self.history, now=now, profession=_profession(self.history))

    @property
    def grade(self) -> Grade:
        """No better than that of the least trusted device."""
        return max(contribution.grade for contribution in self.contributions)

    @property
    def is_specimen(self) -> bool:
        """Specimens and rehearsals are genuine, and prove no credit; nor does what rests on another specimen."""
        if self.opening.purpose is not Purpose.CREDIT or not self.signed.gives_credit:
            return True
        return not all(lends_credit(earlier, self.signed) for earlier in self.earlier)

    def certificate(self, number: str) -> CertificateIssued | None:
        issued = (issue.certificate for issue in self.history.issues)
        return next((certificate for certificate in issued if certificate.number == number), None)


class Judge:
    """Judges evidence by the word of `trust`: for those who judge many pieces, as what these share is read once.

    Not thread-safe: each worker has a judge of its own.
    """

    def __init__(self, trust: Trust) -> None:
        self.trust = trust
        self._courses = Courses(trust)

    def verify(self, evidence: Evidence) -> Verdict:
        """Replays the evidence under the rules that the window obeys. Raises a `Problem` that says what is wrong.

        Checked in this order: the publisher's signature on the course and on its earlier versions; of each strand each
        event's bytes and place, the device's signatures on the heads, and the binding to device, course and learner;
        and each act of each strand against the rules of the version that it was recorded in, on top of what that
        strand had joined by then.
        """
        signed = self._courses.read(evidence.course, name=Phrase("The course in this file"))
        earlier = self._earlier(evidence.earlier, signed)
        strands = _checked(evidence)
        courses = {one.hash: one.course for one in (*earlier, signed)}
        history = _replayed_all(strands, signed, courses)
        own = strands[0]
        return Verdict(
            signed=signed,
            opening=own.opening,
            history=history,
            strands=strands,
            contributions=tuple(_contribution(strand, signed, self.trust) for strand in strands),
            earlier=earlier,
        )

    def _earlier(self, envelopes: Sequence[Envelope], newest: SignedCourse) -> tuple[SignedCourse, ...]:
        """The earlier versions, each by the publisher of the course itself: nobody else's may lend progress to it."""
        if len(envelopes) > MOST_EARLIER:
            raise EvidenceAltered(
                reason=Phrase("more earlier versions of the course are in it than anybody made."),
                fault=Fault.IMPOSSIBLE,
            )
        name = Phrase("An earlier version of the course in this file")
        found = tuple(self._courses.read_earlier(one, newest=newest, name=name) for one in envelopes)
        for one in found:
            if not is_earlier(one, newest):
                reason = Phrase(
                    "what is in it as an earlier version of the course is none, or not by the same publisher."
                )
                raise EvidenceAltered(reason=reason, fault=Fault.TRANSPLANTED)
        return found


def verify(evidence: Evidence, trust: Trust) -> Verdict:
    """Judges one piece of evidence: see `Judge.verify`."""
    return Judge(trust).verify(evidence)


def _checked(evidence: Evidence) -> tuple[Checked, ...]:
    """Each strand as far as it can be checked without a course, the learner's own first."""
    if len(evidence.joined) > MOST_JOINED:
        raise EvidenceAltered(reason=_TOO_MANY, fault=Fault.IMPOSSIBLE)
    strands = tuple(check_strand(strand) for strand in (evidence.strand, *evidence.joined))
    _refuse_unsigned_end(strands[0])
    return strands


def _replayed_all(strands: Sequence[Checked], signed: SignedCourse, courses: Mapping[CourseHash, Course]) -> History:
    """The history of the first strand, after all strands were replayed with all of them at hand.

    A joined branch may itself have joined this stream: so each may find every other.
    """
    own, *joined = strands
    for strand in strands:
        _check_binding(strand.opening, signed.hash if strand is own else strand.opening.course_hash, courses)
        _check_learner(strand.opening, own.opening)
    _refuse_too_many_joins(strands)
    weave = Weave(strands, courses)
    _refuse_backward(strands, weave)
    for strand in joined:
        _replayed(courses[strand.opening.course_hash], strand, weave)
    return _replayed(signed.course, own, weave)


def _refuse_backward(strands: Sequence[Checked], weave: Weave) -> None:
    if any(weave.backward(strand) is not None for strand in strands):
        reason = Phrase("an earlier version of the course takes over what was recorded in a later one.")
        raise EvidenceAltered(reason=reason, fault=Fault.TRANSPLANTED)


def _refuse_unsigned_end(own: Checked) -> None:
    if own.signed < 0:
        raise EvidenceAltered(reason=Phrase("no signed head pins it down."), fault=Fault.CUT)
    if own.signed != len(own.events) - 1:
        raise EvidenceAltered(reason=Phrase("events stand after the last signed head."), fault=Fault.TRANSPLANTED)


def _refuse_too_many_joins(strands: Sequence[Checked]) -> None:
    joins = sum(isinstance(event.fact, StreamJoined) for strand in strands for event in strand.events)
    if joins > MOST_JOINS:
        raise EvidenceAltered(reason=_TOO_MANY, fault=Fault.IMPOSSIBLE)


def _check_binding(opening: StreamOpened, wanted: CourseHash, courses: Mapping[CourseHash, Course]) -> None:
    if opening.course_hash != wanted or wanted not in courses:
        reason = Phrase("it was recorded for another course, or another version of it that is not in it.")
        raise EvidenceAltered(reason=reason, fault=Fault.TRANSPLANTED)


def _check_learner(opening: StreamOpened, own: StreamOpened) -> None:
    if opening.learner != own.learner:
        raise EvidenceAltered(reason=Phrase("part of it was recorded for another learner."), fault=Fault.TRANSPLANTED)
    if opening.purpose is not own.purpose:
        reason = Phrase("part of it was recorded for another purpose (a specimen or a rehearsal).")
        raise EvidenceAltered(reason=reason, fault=Fault.TRANSPLANTED)


def _contribution(strand: Checked, signed: SignedCourse, trust: Trust) -> Contribution:
    return Contribution(
        opening=strand.opening,
        events=len(strand.events),
        grade=trust.grade_of(strand.opening.device, signed.publisher),
        clock=clock_remarks(strand.events),
    )


def _replayed(course: Course, strand: Checked, weave: Weave) -> History:
    """The history of a strand, each event permitted after those before it. Raises `EvidenceAltered`."""
    bring = weave.bring_into(strand.opening.stream, lambda: strand.events, course=strand.opening.course_hash)
    try:
        return _replay(course, strand.events, bring)
    except BranchMissing as missing:
        reason = Phrase("what it takes over from another device is not in it.")
        raise EvidenceAltered(reason=reason, fault=Fault.CUT, details=missing.sentence) from None


def _replay(course: Course, events: Sequence[Event], bring: Bring) -> History:
    draft = Draft(course, bring=bring)
    for event in events:
        try:
            permit(course, draft, event.fact, event.stamp)
            draft.add(event)
        except BranchMissing:
            raise
        except Problem as problem:
            raise _refusal(event, problem, what=problem.what, details=problem.sentence) from None
        except (ArithmeticError, ValueError) as error:
            # The owner of the key may sign any number: one without end, a stretch that ends before it begins.
            raise _refusal(event, error, what=Phrase("It cannot be computed with."), details=str(error)) from None
    return draft.history()


def _refusal(event: Event, error: Exception, *, what: str, details: str) -> EvidenceAltered:
    above = isinstance(event.fact, CreditClaimed) and isinstance(
        error, ClaimNotSupported | ArithmeticError | ValueError
    )
    return EvidenceAltered(
        reason=Worded("event {seq} could not have been recorded ({what})", seq=event.seq, what=what),
        fault=Fault.ABOVE_EVIDENCE if above else Fault.IMPOSSIBLE,
        details=details,
    )


def _profession(history: History) -> Profession | None:
    return history.claims[-1].credit.profession if history.claims else None
