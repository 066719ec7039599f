"""Credit from elsewhere: what a learner enters by hand. Nobody vouches for it, and every page says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NewType

from player.domain.phrase import Phrase, Worded
from player.domain.problem import Problem

ReportedId = NewType("ReportedId", str)
"""A random 128-bit id in hex."""
MOST_AMOUNT = Decimal(1000)
LONGEST_LINE = 300
FIRST_DAY = date(1950, 1, 1)


class NotReportable(Problem):
    what_template = "This entry cannot be kept: {reason}"
    meaning_template = "Nothing was changed; the credit that Carrel itself proves is not affected."
    remedy_template = "Correct it and keep it again."


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedCredit:
    """`kind`: the credit type as it is to be printed; `day`: when the activity was completed."""

    id: ReportedId
    day: date
    title: str
    provider: str
    kind: str
    amount: Decimal
    note: str = ""


def require_reportable(credit: ReportedCredit, *, today: date) -> None:
    """Raises `NotReportable` unless the entry can stand in a transcript."""
    reason = _fault(credit, today)
    if reason:
        raise NotReportable(reason=reason)


def _fault(credit: ReportedCredit, today: date) -> str:
    lines = (credit.title, credit.provider, credit.kind, credit.note)
    if not credit.title.strip():
        return Phrase("it has no title.")
    if not credit.kind.strip():
        return Phrase("it does not say what type of credit it is.")
    if any(len(line) > LONGEST_LINE for line in lines):
        return Worded("a text in it is longer than {longest_line} characters.", longest_line=LONGEST_LINE)
    if any(not line.isprintable() for line in lines):
        return Phrase("a text in it has a line break or an invisible character.")
    if not _is_amount(credit.amount):
        return Worded(
            "its amount is to be above 0 and at most {most_amount}, with two decimals at most.", most_amount=MOST_AMOUNT
        )
    if not FIRST_DAY <= credit.day <= today:
        return Worded("its day has not come yet, or lies before {year}.", year=FIRST_DAY.year)
    return ""


def _is_amount(amount: Decimal) -> bool:
    exponent = amount.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -2 and 0 < amount <= MOST_AMOUNT
