"""The identifiers that some credit needs: what each is called, why it is asked, and what it looks like."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication


def tr(text: str) -> str:
    return QCoreApplication.translate("identifiers", text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """`is_right` judges what was typed; `wrong` says what is expected instead."""

    label: str
    why: str
    hint: str = ""
    wrong: str = ""
    is_right: Callable[[str], bool]


def ask_for(name: str) -> Ask:
    """What to ask for an identifier by its name in the course; one that is not known here is asked as it is called."""
    if name == "nabp":
        return _nabp()
    if name == "birth_mmdd":
        return _birthday()
    if name == "npi":
        return _npi()
    if name == "email":
        return _email()
    why = tr("The provider needs it to report this credit.")
    return Ask(label=name, why=why, is_right=_is_anything)


def is_month_and_day(text: str) -> bool:
    """ "0229" is one (people are born on it), "1301" is none."""
    if not re.fullmatch(r"[0-9]{4}", text):
        return False
    month, day = int(text[:2]), int(text[2:])
    leap_year = 2000
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(leap_year, month)[1]


def is_npi(text: str) -> bool:
    """Ten digits whose last one checks the rest (Luhn over the prefix 80840, by the rule of the CMS)."""
    if not re.fullmatch(r"[0-9]{10}", text):
        return False
    digits = [int(digit) for digit in reversed("80840" + text)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _nabp() -> Ask:
    return Ask(
        label=tr("NABP e-Profile ID"),
        why=tr("The provider reports pharmacy credit to CPE Monitor under this number; nowhere else does it count."),
        hint=tr("Digits only"),
        wrong=tr("An e-Profile ID has digits only."),
        is_right=_is_number,
    )


def _birthday() -> Ask:
    return Ask(
        label=tr("Birthday, month and day"),
        why=tr("CPE Monitor checks the e-Profile ID with it. The year is not needed and not kept."),
        hint=tr("MMDD, such as 0704"),
        wrong=tr("Four digits, month and day: 0704 is the 4th of July."),
        is_right=is_month_and_day,
    )


def _npi() -> Ask:
    return Ask(
        label=tr("NPI"),
        why=tr("The provider reports this credit under your National Provider Identifier."),
        hint=tr("Ten digits"),
        wrong=tr("An NPI has ten digits, the last of which fits the others: one of them seems mistyped."),
        is_right=is_npi,
    )


def _email() -> Ask:
    return Ask(
        label=tr("Email"),
        why=tr("The provider finds your record by this address. Carrel itself sends nothing."),
        wrong=tr("That is not an email address."),
        is_right=_is_email,
    )


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[0-9]{3,12}", text) is not None


def _is_email(text: str) -> bool:
    return re.fullmatch(r"[^@\s]+@[^@\s]+", text) is not None


def _is_anything(text: str) -> bool:
    return bool(text)
