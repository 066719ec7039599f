"""The bar above everything that an attendee sees here: who is signed in, where, and how to go."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QVBoxLayout, QWidget

from player.ui.kiosk.face import KioskButton, Notice
from player.ui.kiosk.words import name_within
from player.ui.theme import Theme, dress
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.tone import Tone
from player.ui.widgets.words import Words, show_if

_LEAST_NAME = 240
_MOST_LETTERS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Seated:
    """`notice`: what the attendee has to know of this station, such as that its battery is nearly empty; else empty,
    and nothing is said of network or power. `in_course`: a way back to the courses is offered."""

    given_name: str
    station: str
    takes_away: bool = True
    in_course: bool = False
    notice: str = ""


class GuestBar(QFrame):
    """Gestures: `left` ("I am done"), `take_away_wanted`, `courses_wanted`."""

    left = Signal()
    take_away_wanted = Signal()
    courses_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("kiosk", True)
        dress(self, kind="bar")
        self._mark = QLabel()
        self._name = Words(role="subheading")
        self._station = Words(role="muted")
        self._courses = KioskButton(theme, self.tr("All courses"), icon="library")
        self._take = KioskButton(theme, self.tr("Take away"), icon="download")
        self._done = KioskButton(theme, self.tr("I am done"), kind="primary")
        self._notice = Notice(theme)
        self._buttons = QWidget()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._courses.clicked.connect(self.courses_wanted)
        self._take.clicked.connect(self.take_away_wanted)
        self._done.clicked.connect(self.left)
        self._lay_out()
        theme.changed.connect(self._restyle)
        self._restyle()

    def render_guest(self, seated: Seated) -> None:
        self._name.setText(name_within(seated.given_name, _MOST_LETTERS))
        self._station.setText(seated.station)
        show_if(self._courses, seated.in_course)
        show_if(self._take, seated.takes_away)
        if seated.notice:
            self._notice.render_words(seated.notice, tone=Tone.CAUTION)
        else:
            self._notice.clear()
        self._bend()

    def clear(self) -> None:
        self._name.setText("")
        self._notice.clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._bend()

    def _bend(self) -> None:
        wide = self.width() >= self._buttons.sizeHint().width() + self._theme.px(_LEAST_NAME)
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if way != self._row.direction():
            self._row.setDirection(way)
        # In two rows it takes enough of the height without where one is.
        show_if(self._station, wide)

    def _restyle(self) -> None:
        side = self._theme.px(28)
        self._mark.setPixmap(self._theme.icons.pixmap("user", side, "accent", self.devicePixelRatioF()))
        self._mark.setFixedSize(QSize(side, side))
        self._bend()

    def _lay_out(self) -> None:
        who = QWidget()
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._name)
        names.addWidget(self._station)
        beside = QBoxLayout(QBoxLayout.Direction.LeftToRight, who)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(self._theme.space("two"))
        beside.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        beside.addLayout(names, 1)
        flow = FlowLayout(self._theme.space("two"), self._buttons)
        for button in (self._courses, self._take, self._done):
            flow.addWidget(button)
        self._row.setSpacing(self._theme.space("two"))
        self._row.addWidget(who, 1)
        self._row.addWidget(self._buttons, 0)
        column = QVBoxLayout(self)
        four = self._theme.space("four")
        column.setContentsMargins(four, self._theme.space("one") + 4, four, self._theme.space("one") + 4)
        column.setSpacing(self._theme.space("one"))
        column.addLayout(self._row)
        column.addWidget(self._notice)
