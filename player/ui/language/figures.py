"""How dates, amounts of credit and shares are written in the language of the window."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import cmp_to_key
from typing import TypeVar

from PySide6.QtCore import QCollator, QDate, QLocale, QTime

from player.domain.credit import plain
from player.ui.language.say import tr

T = TypeVar("T")


def day_text(day: date) -> str:
    """ "31 Dec 2020", "31. Dez. 2020", "2020年12月31日"."""
    return QLocale().toString(QDate(day.year, day.month, day.day), tr("d MMM yyyy", "Qt's pattern of a short date"))


def moment_text(moment: datetime) -> str:
    """Day and time where this computer is."""
    local = moment.astimezone()
    time = QLocale().toString(QTime(local.hour, local.minute), QLocale.FormatType.ShortFormat)
    # "5:00 م" is one thing, and does not end one line and begin another.
    time = time.replace(" ", "\u00a0")
    return tr("{day}, {time}").format(day=day_text(local.date()), time=time)


def amount_text(amount: Decimal) -> str:
    """An amount of credit without needless zeros: "0.75", or "0,75" where a comma parts decimals."""
    return plain(amount).replace(".", QLocale().decimalPoint())


def amount_of(typed: str) -> str:
    """What was typed as an amount, with the one decimal mark that credit is reckoned with; a comma is as good."""
    return typed.strip().replace(",", ".")


def alphabetical(things: Iterable[T], named: Callable[[T], str]) -> list[T]:
    """Sorted by their names as somebody who reads the language of the window expects it."""
    collator = QCollator(QLocale())
    collator.setNumericMode(True)
    return sorted(things, key=cmp_to_key(lambda one, other: collator.compare(named(one), named(other))))
