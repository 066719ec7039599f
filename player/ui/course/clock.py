"""Where the learner says what day it is, when the clock of this computer is wrong."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime

from PySide6.QtCore import QDate, QDateTime, QLocale, Qt, QTime, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSpinBox, QTimeEdit, QVBoxLayout, QWidget

from player.ui.language import moment_text, sentences, tr
from player.ui.theme import Theme, dress
from player.ui.widgets.card import Panel
from player.ui.widgets.combo import Combo
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.words import Words, announce

FIRST_YEAR, LAST_YEAR = 2000, 2999
"""Nobody learned with this program before the one, and nobody sits before it after the other."""


class ClockCard(Panel):
    """`corrected` (a datetime) when the learner said what time it is; `closed` when not."""

    corrected = Signal(object)
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._shown: datetime | None = None
        self._says = Words()
        self._day, self._month, self._year = QSpinBox(), Combo(), QSpinBox()
        self._time = _TimeOfDay()
        self._use = QPushButton(tr("Use this date"))
        self._leave = QPushButton(tr("Leave it as it is"))
        self._prepare()
        self._lay_out(theme)
        theme.changed.connect(self.restyle)
        self.restyle()
        self.hide()

    def open_at(self, clock: datetime, *, corrected: bool) -> None:
        """Shows itself with what the computer says, for the learner to put right.

        Where the learner's word counts already (`corrected`), going back to what the computer says is an answer too.
        """
        local = clock.astimezone()
        self._says.setText(tr("This computer says that it is {moment}.").format(moment=moment_text(clock)))
        self._year.setValue(local.year)
        self._month.setCurrentIndex(local.month - 1)
        self._day.setValue(local.day)
        self._time.setTime(QTime(local.hour, local.minute))
        self._shown = None if corrected else self._chosen()
        self._note()
        self.show()
        announce(self, sentences(self._says.text(), self._title.text()))
        self._day.setFocus(Qt.FocusReason.OtherFocusReason)
        self._day.selectAll()

    def restyle(self) -> None:
        """Follow the theme: what stands in a row is of one height."""
        self._month.setMinimumHeight(self._day.sizeHint().height())

    def _chosen(self) -> datetime:
        """What the fields say, in the zone that this computer is set to."""
        day = QDate(self._year.value(), self._month.currentIndex() + 1, self._day.value())
        moment = QDateTime(day, self._time.time())
        return datetime.fromtimestamp(moment.toMSecsSinceEpoch() / 1000, tz=UTC)

    def _note(self) -> None:
        """No month has days that it has not; and what counts already need not be said."""
        _, days = calendar.monthrange(self._year.value(), self._month.currentIndex() + 1)
        self._day.setMaximum(days)
        self._use.setEnabled(self._chosen() != self._shown)

    def _tell(self) -> None:
        self.corrected.emit(self._chosen())

    def _close(self) -> None:
        self.hide()
        self.closed.emit()

    def _prepare(self) -> None:
        self._day.setRange(1, 31)
        self._year.setRange(FIRST_YEAR, LAST_YEAR)
        for month in range(1, 13):
            self._month.addItem(QLocale().standaloneMonthName(month))
        self._time.setDisplayFormat(QLocale().timeFormat(QLocale.FormatType.ShortFormat))
        for part, name in (
            (self._day, tr("Day")),
            (self._month, tr("Month")),
            (self._year, tr("Year")),
            (self._time, tr("Time", "of the day")),
        ):
            part.setAccessibleName(name)
        self._day.valueChanged.connect(self._note)
        self._month.currentIndexChanged.connect(self._note)
        self._year.valueChanged.connect(self._note)
        self._time.timeChanged.connect(self._note)
        dress(self._use, kind="primary")
        self._use.clicked.connect(self._tell)
        self._leave.clicked.connect(self._close)

    def _lay_out(self, theme: Theme) -> None:
        self._title = Words(tr("What day is it really?"), "heading")
        meaning = tr(
            "Your word counts in this course until this computer is started again, "
            "and whoever checks your credit can see that you corrected the date. "
            "Setting the computer's own clock is the better way: then nothing needs explaining."
        )
        fields = FlowLayout(theme.space("two"))
        for part, label in (
            (self._day, tr("Day")),
            (self._month, tr("Month")),
            (self._year, tr("Year")),
            (self._time, tr("Time", "of the day")),
        ):
            fields.addWidget(_labelled(part, label, theme))
        buttons = FlowLayout(theme.space("one"))
        buttons.addWidget(self._use)
        buttons.addWidget(self._leave)
        self.body.addWidget(self._title)
        self.body.addWidget(self._says)
        self.body.addLayout(fields)
        self.body.addWidget(Words(meaning, "muted"))
        self.body.addLayout(buttons)


class _TimeOfDay(QTimeEdit):
    """Tab leaves it, as it leaves every field; arrow keys and typing go from the hours to the minutes."""

    def __init__(self) -> None:
        super().__init__()
        # Where text runs from right to left Qt puts the minutes before the hours: 36:3.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)

    def focusNextPrevChild(self, next: bool) -> bool:
        return QWidget.focusNextPrevChild(self, next)


def _labelled(part: QWidget, label: str, theme: Theme) -> QWidget:
    words = Words(label, "strong", wrap=False)
    words.setBuddy(part)
    pair = QWidget()
    column = QVBoxLayout(pair)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.space("half"))
    column.addWidget(words)
    row = QHBoxLayout()
    row.addWidget(part)
    column.addLayout(row)
    return pair
