"""The roster: one row for each credit that a learner claimed, as receiving systems list it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from player.domain.course import Course
from player.domain.credit import Document, Offer
from player.domain.event import CourseHash, StreamId, WatchStarted
from player.domain.history import Claim, History
from player.domain.learner import Learner, Profession
from player.domain.learner_completion import LearnerCompletion
from player.domain.permit import document_for, offer_of
from player.domain.timekeeping import DOUBTFUL, Happening, clock_remarks


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRow:
    """One claim of one learner, with all that any receiver asks of it.

    Moments are UTC. `began`: when the learner first played something; `day`: of completion, where the provider is;
    `taken_back`: since when the claim counts no more (receivers that were told of it are told to delete it), None
    while it stands. `permitted`: whether it may be reported to accreditors and boards, None before the learner was
    asked. `doubts`: what the clocks of the devices went through that puts dates in doubt. `told`: whether the
    provider's receipts count the claim, so that receivers may know of it; None: nobody can tell here.
    """

    course: Course
    course_hash: CourseHash
    learner: Learner
    offer: Offer
    amount: Decimal
    profession: Profession
    number: str
    document: Document
    stream: StreamId
    began: datetime
    completed: datetime
    claimed: datetime
    day: date
    permitted: bool | None
    grade: str
    specimen: bool
    taken_back: datetime | None = None
    doubts: tuple[Happening, ...] = ()
    told: bool | None = None


def roster_rows(completion: LearnerCompletion) -> tuple[RosterRow, ...]:
    """The claims that stand, in the order in which they were made, then those that were taken back."""
    history, doubts = completion.history, _doubts(completion)
    standing = tuple(_row(completion, claim, None, doubts) for claim in history.claims)
    numbers = {claim.number for claim in history.claims}
    gone = [r for r in history.revocations if r.withdrawn and r.number not in numbers]
    return (*standing, *(_row(completion, r.claim, r.moment, doubts) for r in gone))


def _row(
    completion: LearnerCompletion, claim: Claim, taken_back: datetime | None, doubts: tuple[Happening, ...]
) -> RosterRow:
    course, history = completion.course, completion.history
    completed = history.completed or claim.moment
    return RosterRow(
        course=course,
        course_hash=completion.course_hash,
        learner=completion.learner,
        offer=offer_of(course, claim),
        amount=claim.credit.amount,
        profession=claim.credit.profession,
        number=claim.number,
        document=document_for(course, claim),
        stream=claim.stream,
        began=_began(completion) or completed,
        completed=completed,
        claimed=claim.moment,
        day=course.availability.day_of(completed),
        permitted=history.reporting,
        grade=completion.grade,
        specimen=completion.specimen,
        taken_back=taken_back,
        doubts=doubts,
        told=_told(history, claim),
    )


def _told(history: History, claim: Claim) -> bool | None:
    """A file may have arrived whose receipt never came back: only where none was written, nobody was told."""
    if claim.number in history.submitted:
        return True
    return None if history.exports else False


def _doubts(completion: LearnerCompletion) -> tuple[Happening, ...]:
    found = {remark.happening for strand in completion.strands for remark in clock_remarks(strand.events)}
    return tuple(sorted(found & DOUBTFUL))


def _began(completion: LearnerCompletion) -> datetime | None:
    """When playing first began, on whichever device."""
    started = (
        completion.history.moment_of(event.stamp)
        for strand in completion.strands
        for event in strand.events
        if isinstance(event.fact, WatchStarted)
    )
    return min(started, default=None)
