"""What was earned, as rows: the credit claimed in the courses of this installation, and what waits to be sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from player.domain.credit import Document, Offer
from player.domain.event import CourseHash, Purpose
from player.domain.history import Claim, History
from player.domain.permit import document_for, offer_of
from player.proof.editions import is_earlier
from player.proof.manifest import SignedCourse


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditRow:
    """One claim. `day` is the day of completion where the provider is; `specimen`: it is shown, and counts nothing.

    `number` is the one that its document has or will have.
    """

    course: CourseHash
    title: str
    provider: str
    day: date
    offer: Offer
    amount: Decimal
    document: Document
    number: str
    specimen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sendable:
    """A course with credit claimed; `exports` counts the completion files that were written of it."""

    course: CourseHash
    title: str
    claims: tuple[CreditRow, ...]
    exports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Earned:
    """What came of one version of a course. `repeated`: numbers of claims that stand there and were made before;
    `taken_back`: numbers that count no more."""

    signed: SignedCourse
    sendable: Sendable
    repeated: frozenset[str]
    taken_back: frozenset[str]


def earned_in(signed: SignedCourse, history: History) -> Earned:
    sendable = Sendable(
        course=signed.hash,
        title=signed.course.title,
        claims=credit_rows(signed, history),
        exports=history.exports,
    )
    repeated = frozenset(claim.number for claim in history.repeated_claims)
    taken_back = frozenset(revocation.number for revocation in history.revocations)
    return Earned(signed=signed, sendable=sendable, repeated=repeated, taken_back=taken_back)


def each_claim_once(found: Sequence[Earned]) -> tuple[Sendable, ...]:
    """Of several versions of a course, each claim in the one where it was made, or else in a later one it counts in.

    Where the same credit was claimed in two versions that did not know of each other, the later version's stands.
    """
    return tuple(_without_doubles(one, found) for one in found)


def _without_doubles(one: Earned, found: Sequence[Earned]) -> Sendable:
    earlier = [other for other in found if is_earlier(other.signed, one.signed)]
    later = [other for other in found if is_earlier(one.signed, other.signed)]
    elsewhere = {row.number for other in earlier for row in other.sendable.claims}
    elsewhere.update(number for other in later for number in other.repeated | other.taken_back)
    claims = tuple(row for row in one.sendable.claims if row.number not in elsewhere)
    return replace(one.sendable, claims=claims)


def credit_rows(signed: SignedCourse, history: History) -> tuple[CreditRow, ...]:
    """The claims of one course, in the order in which they were made."""
    return tuple(_row(signed, history, claim) for claim in history.claims)


def _row(signed: SignedCourse, history: History, claim: Claim) -> CreditRow:
    course = signed.course
    return CreditRow(
        course=signed.hash,
        title=course.title,
        provider=course.provider.name,
        day=course.availability.day_of(history.completed or claim.moment),
        offer=offer_of(course, claim),
        amount=claim.credit.amount,
        document=document_for(course, claim),
        number=claim.number,
        specimen=_is_specimen(signed, history),
    )


def _is_specimen(signed: SignedCourse, history: History) -> bool:
    """What was claimed on another device counts here before the course is opened here: then the course says it."""
    if history.opening is None:
        return not signed.gives_credit
    return history.opening.purpose is not Purpose.CREDIT
