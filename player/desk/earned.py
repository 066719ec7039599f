"""What was earned, as rows: the credit claimed in the courses of this installation, and what waits to be sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from player.domain.course import Course
from player.domain.credit import Document, Offer
from player.domain.event import CourseHash, Purpose
from player.domain.history import Claim, History
from player.domain.permit import certificate_number, document_for, offer_of


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


def credit_rows(course: Course, course_hash: CourseHash, history: History) -> tuple[CreditRow, ...]:
    """The claims of one course, in the order in which they were made."""
    return tuple(_row(course, course_hash, history, claim) for claim in history.claims)


def _row(course: Course, course_hash: CourseHash, history: History, claim: Claim) -> CreditRow:
    return CreditRow(
        course=course_hash,
        title=course.title,
        provider=course.provider.name,
        day=course.availability.day_of(history.completed or claim.moment),
        offer=offer_of(course, claim),
        amount=claim.credit.amount,
        document=document_for(course, claim),
        number=certificate_number(claim),
        specimen=history.opening is None or history.opening.purpose is not Purpose.CREDIT,
    )
