"""A field for a day: figures in the order of the window's language, changed by typing or by the arrow keys."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtCore import QDate, QLocale
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QDateEdit, QWidget

_FIGURES = re.compile(r"\d+")


class DayField(QDateEdit):
    """Tab leaves it, as it leaves every field, and the wheel scrolls the page. `first` and `last` bound the days.

    A day that is typed as a whole is taken as a whole: Qt by itself fits "5/3/2026" into the places for "05/03/2026",
    and turns the places of Arabic around.
    """

    def __init__(self, name: str, *, first: date, last: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._typed = ""
        self._order = _order_of(_form_of(QLocale()))
        self.setDisplayFormat(_form_of(QLocale()))
        self.setDateRange(_qt(first), _qt(last))
        self.setKeyboardTracking(False)
        self.setAccessibleName(name)

    def day(self) -> date:
        shown = self.date()
        return date(shown.year(), shown.month(), shown.day())

    def end_with(self, last: date) -> None:
        """No later day can be entered from now on."""
        self.setMaximumDate(_qt(last))

    def show_day(self, day: date) -> None:
        """Shows a day without telling."""
        if day != self.day():
            self.blockSignals(True)
            self.setDate(_qt(day))
            self.blockSignals(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.text()
        if key and (key.isdigit() or (key.isprintable() and not key.isalnum())):
            self._typed += key
        elif key:
            self._typed = ""
        super().keyPressEvent(event)
        day = _day_of(self._typed, self._order)
        if day is not None:
            self.setDate(_qt(day))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._typed = ""
        super().focusInEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        return QWidget.focusNextPrevChild(self, next)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def _form_of(locale: QLocale) -> str:
    """The short one of the language, with all figures of the year; where there is no language, that of ISO 8601."""
    if locale.language() == QLocale.Language.C:
        return "yyyy-MM-dd"
    form = locale.dateFormat(QLocale.FormatType.ShortFormat)
    return form if "yyyy" in form else form.replace("yy", "yyyy")


def _order_of(form: str) -> str:
    """ "dMy": which of the three stands where, as somebody who reads the language types them."""
    return "".join(dict.fromkeys(letter for letter in form if letter in "dMy"))


def _day_of(typed: str, order: str) -> date | None:
    """The day, as soon as all three are there; a year has four figures, and may come first everywhere."""
    figures = _FIGURES.findall(typed)
    order = "yMd" if figures and len(figures[0]) == 4 else order
    if len(figures) != 3 or len(figures[order.index("y")]) != 4:
        return None
    found = dict(zip(order, map(int, figures), strict=True))
    try:
        return date(found["y"], found["M"], found["d"])
    except ValueError:
        return None


def _qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
