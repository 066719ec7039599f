"""A field for a day: figures in the order of the window's language, changed by typing or by the arrow keys."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QDateEdit, QWidget


class DayField(QDateEdit):
    """Tab leaves it, as it leaves every field, and the wheel scrolls the page. `first` and `last` bound the days."""

    def __init__(self, name: str, *, first: date, last: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
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


def _qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
