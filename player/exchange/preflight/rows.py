"""What can stand against a row as a whole: what it proves, whether it may be told, when, and how much."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from player.domain.course import Issuers
from player.domain.phrase import Phrase
from player.domain.problem import Problem
from player.domain.report_format import TO_AUTHORITIES, Mend, Objection, ReportFormat
from player.domain.roster import RosterRow
from player.domain.timekeeping import Happening
from player.exchange.preflight.problems import (
    AboveDesignation,
    ClockInDoubt,
    CompletedTooLate,
    DeadlineNear,
    DeviceNotEnrolled,
    NotAStep,
    NothingClaimed,
    PermissionNotAsked,
    PermissionWithheld,
    ReportedTooLate,
    WindowClosed,
)

_DOUBTS = {
    Happening.JUMPED: Phrase("it was set while the course was open"),
    Happening.CORRECTED: Phrase("the learner said what time it was"),
}
_NEAR = timedelta(days=10)
_UNTRUSTED = "C"


def objection(
    row: RosterRow, problem: Problem, mend: Mend, *, field: str = "", source: str = "", warning: bool = False
) -> Objection:
    return Objection(row=row, problem=problem, field=field, mend=mend, source=source, warning=warning)


def against_telling(form: ReportFormat, row: RosterRow, receiver: str) -> Iterator[Objection]:
    """The permission (accreditors and boards only), and devices that the provider does not take proof from."""
    if form in TO_AUTHORITIES and row.permitted is None:
        yield objection(row, PermissionNotAsked(receiver=receiver), Mend.PERMISSION)
    elif form in TO_AUTHORITIES and not row.permitted:
        yield objection(row, PermissionWithheld(receiver=receiver), Mend.PERMISSION)
    grant = row.course.grant
    if grant and grant.issuers is Issuers.ENROLLED and row.grade == _UNTRUSTED:
        yield objection(row, DeviceNotEnrolled(receiver=receiver, grade=row.grade), Mend.PROVIDER)


def against_time(row: RosterRow, receiver: str, *, within_days: int, now: datetime) -> Iterator[Objection]:
    """All days are those of the course's time zone; a last day is the last on which it is taken."""
    today, last_day = row.course.availability.day_of(now), row.course.availability.last_day
    if row.day > last_day:
        yield objection(row, CompletedTooLate(receiver=receiver, day=row.day, last_day=last_day), Mend.NOWHERE)
    reporting = row.course.reporting
    if reporting and reporting.last_day and today > reporting.last_day:
        yield objection(row, WindowClosed(receiver=receiver, last_day=reporting.last_day), Mend.NOWHERE)
    if within_days:
        yield from _deadline(row, receiver, within_days, today)


def _deadline(row: RosterRow, receiver: str, days: int, today: date) -> Iterator[Objection]:
    deadline = row.day + timedelta(days=days)
    if today > deadline:
        problem = ReportedTooLate(receiver=receiver, days=days, deadline=deadline)
        yield objection(row, problem, Mend.NOWHERE)
    elif today > deadline - _NEAR:
        yield objection(row, DeadlineNear(receiver=receiver, deadline=deadline), Mend.PROVIDER, warning=True)


def against_amount(row: RosterRow, receiver: str, step: Decimal | None) -> Iterator[Objection]:
    """Never above the designation, and a multiple of the course's step and of the receiver's."""
    amount, maximum = row.amount, row.offer.maximum
    if not amount.is_finite() or amount <= 0:
        yield objection(row, NothingClaimed(receiver=receiver, amount=amount), Mend.CLAIM)
    elif amount > maximum:
        problem = AboveDesignation(receiver=receiver, amount=amount, maximum=maximum)
        yield objection(row, problem, Mend.CLAIM)
    elif missed := _missed_step(row, step):
        problem = NotAStep(receiver=receiver, amount=amount, step=missed)
        yield objection(row, problem, Mend.PROVIDER if amount == maximum else Mend.CLAIM)


def _missed_step(row: RosterRow, step: Decimal | None) -> Decimal | None:
    """The receiver's step, or the course's, that the amount is no multiple of; the whole is one of the course's."""
    if step and row.amount % step:
        return step
    offer = row.offer
    return offer.step if row.amount != offer.maximum and row.amount % offer.step else None


def doubts_of(row: RosterRow, receiver: str) -> Iterator[Objection]:
    for doubt in row.doubts:
        problem = ClockInDoubt(receiver=receiver, doubt=_DOUBTS.get(doubt, doubt.value))
        yield objection(row, problem, Mend.CLOCK, warning=True)
