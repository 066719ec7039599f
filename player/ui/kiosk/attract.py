"""What a station shows while nobody is there: what there is to see here, and how to begin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from PySide6.QtCore import QLocale, QSize, Qt, QTime, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from player.domain.kiosk.settings import Identification
from player.domain.problem import Problem
from player.ui.kiosk.badge_picture import BadgePicture
from player.ui.kiosk.face import Bending, KioskPage
from player.ui.kiosk.resting import Resting
from player.ui.kiosk.showcase import Showcase
from player.ui.kiosk.tiles import WayTile
from player.ui.kiosk.words import language_name, way_of
from player.ui.language import counted
from player.ui.tab_order import tab_as_read
from player.ui.theme import Theme, dress
from player.ui.widgets.card import CardFace, Panel
from player.ui.widgets.flow import CardGrid, FlowLayout
from player.ui.widgets.tool_button import ToolButton
from player.ui.widgets.words import Words, announce, show_if

_SIDE_BY_SIDE = 880
_LEAST_TILE = 250
_BESIDE = 4
"""Languages that have room beside the station's name; more have a line of their own."""
_PICTURE = 150
_CLOCK_MS = 1_000
_TILES = (Identification.CODE, Identification.NAME, Identification.WALK_IN)


class TextStep(Enum):
    """What a touch does to the size of the text."""

    LARGER = "larger"
    AS_BEFORE = "as before"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """`ways`: how attendees say who they are here; `problem`: why nobody can be served now; `language`: of the screen
    now, as one of `languages`. `text`: what a touch does to the size of the text; None where it is the largest
    anyhow."""

    station: str
    greeting: str = ""
    courses: tuple[CardFace, ...] = ()
    ways: tuple[Identification, ...] = tuple(Identification)
    languages: tuple[str, ...] = ("en",)
    language: str = "en"
    text: TextStep | None = None
    problem: Problem | None = None


class AttractScreen(KioskPage):
    """Gestures: `code_wanted`, `name_wanted`, `walk_in_wanted`, `operator_wanted`, `language_chosen` (its code),
    `text_wanted` (in its next size).

    `now` tells the time for the clock.
    """

    code_wanted = Signal()
    name_wanted = Signal()
    walk_in_wanted = Signal()
    operator_wanted = Signal()
    language_chosen = Signal(str)
    text_wanted = Signal()

    def __init__(self, theme: Theme, *, now: Callable[[], datetime] = datetime.now) -> None:
        super().__init__(theme, widest=None)
        self._now = now
        self._reception: Reception | None = None
        self._station = Words(role="lead")
        self._clock = Words(role="lead", wrap=False)
        self._languages = FlowLayout(theme.space("one"))
        self._text: QPushButton | None = None
        self._choice = QWidget()
        self._beside, self._below = QHBoxLayout(), QHBoxLayout()
        self._staff = ToolButton()
        self._greeting = Words(role="title")
        self._about = Words(role="lead")
        self._badge = _BadgePanel(theme)
        self._instead = Words(role="subheading")
        self._showcase = Showcase(theme)
        self._tiles = CardGrid(theme.px(_LEAST_TILE), theme.space("two"), fills=True)
        self._middle = Bending(theme, _SIDE_BY_SIDE, "six")
        self._resting = Resting(theme)
        self._sides = QStackedWidget()
        self._beat = QTimer(self)
        self._beat.setInterval(_CLOCK_MS)
        self._beat.timeout.connect(self._tell_time)
        self._prepare()
        self._lay_out()
        theme.changed.connect(self._restyle)
        self._restyle()

    def render_reception(self, reception: Reception) -> None:
        """Shows how to begin, or why that cannot be now. The same again changes nothing, not even what is pressed."""
        if reception == self._reception:
            return
        self._reception = reception
        self._station.setText(reception.station)
        self._render_languages(reception)
        if reception.problem is not None:
            self._resting.render_problem(reception.problem)
            self._sides.setCurrentIndex(1)
            tab_as_read(self)
            return
        if self._sides.currentIndex() == 1:
            announce(self, self.tr("This station is open."))
        self._sides.setCurrentIndex(0)
        self._greeting.setText(reception.greeting or self.tr("Earn credit while you are here"))
        self._about.setText(self._about_text(len(reception.courses)))
        self._showcase.render_faces(reception.courses)
        self._render_ways(reception.ways)
        self._tell_time()
        tab_as_read(self)
        self._fit_soon()

    def clear(self) -> None:
        """Nothing here is anybody's; the page begins at its top again."""
        self.page.to_top()

    def focus_first(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_text(self) -> None:
        """After the text took another size: whoever goes on pressing changes it again."""
        if self._text is not None:
            self._text.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit_soon()
        self._tell_time()
        self._beat.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._beat.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_languages()
        self._fit_soon()

    def _fit_soon(self) -> None:
        """Once all that is changing has changed."""
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        """The greeting is as large as it can be with all ways to begin in sight; what there is to see comes second."""
        self._showcase.setVisible(self._showcase.is_filled and self._middle.is_wide)
        self._greeting.take_role("title")
        show_if(self._about, True)
        if self._is_too_high():
            self._greeting.take_role("heading")
        if self._is_too_high():
            show_if(self._about, False)

    def _is_too_high(self) -> bool:
        # Qt tells the layouts above of a change only with the next turn of its loop; here it is to be known at once.
        above = self._greeting.parentWidget()
        while above is not None and above is not self.page:
            layout = above.layout()
            if layout is not None:
                layout.invalidate()
            above.updateGeometry()
            above = above.parentWidget()
        return self.page.whole_height() > self.page.viewport().height()

    def _about_text(self, courses: int) -> str:
        if courses:
            return counted(
                "Watch, answer, and take your certificate with you.",
                "{count} courses. Watch, answer, and take your certificate with you.",
                courses,
            )
        return self.tr("There are no courses at this station yet.")

    def _render_ways(self, ways: tuple[Identification, ...]) -> None:
        by_badge = Identification.BADGE in ways
        self._badge.setVisible(by_badge)
        self._tiles.clear()
        offered = [way for way in _TILES if way in ways]
        self._instead.say(self._instead_text(by_badge) if offered else "")
        for way in offered:
            tile = WayTile(self.theme)
            tile.render_way(way_of(way))
            tile.clicked.connect(self._gesture_of(way))
            self._tiles.addWidget(tile)

    def _instead_text(self, by_badge: bool) -> str:
        return self.tr("No badge at hand?") if by_badge else self.tr("How may we know you?")

    def _gesture_of(self, way: Identification) -> object:
        return {
            Identification.CODE: self.code_wanted,
            Identification.NAME: self.name_wanted,
            Identification.WALK_IN: self.walk_in_wanted,
        }[way]

    def _render_languages(self, reception: Reception) -> None:
        self._languages.clear()
        self._text = None if reception.text is None else self._text_button(reception.text)
        if self._text is not None:
            self._languages.addWidget(self._text)
        for language in reception.languages if len(reception.languages) > 1 else ():
            button = QPushButton(language_name(language))
            dress(button, kind="language")
            button.setCheckable(True)
            button.setChecked(language == reception.language)
            button.setProperty("language", language)
            button.clicked.connect(self._choose_language)
            self._languages.addWidget(button)
        self._place_languages()

    def _text_button(self, step: TextStep) -> QPushButton:
        button = QPushButton(self.tr("Larger text") if step is TextStep.LARGER else self.tr("Text as before"))
        dress(button, kind="language")
        button.setIcon(self.theme.icons.icon("a-large-small"))
        # Wider than the letters in it, which would touch the words.
        button.setIconSize(QSize(self.theme.px(46), self.theme.px(36)))
        button.clicked.connect(self.text_wanted)
        return button

    def _place_languages(self) -> None:
        """Beside the station's name, or on a line of their own where they would crowd it."""
        is_narrow = self.width() < self.theme.px(_SIDE_BY_SIDE)
        many = self._reception is not None and len(self._reception.languages) > _BESIDE
        place = self._below if many or is_narrow else self._beside
        if place.indexOf(self._choice) < 0:
            place.addWidget(self._choice)

    def _choose_language(self) -> None:
        self.language_chosen.emit(self.sender().property("language"))

    def _tell_time(self) -> None:
        now = self._now()
        text = QLocale().toString(QTime(now.hour, now.minute), QLocale.FormatType.ShortFormat)
        if text != self._clock.text():
            self._clock.setText(text)

    def _prepare(self) -> None:
        self._staff.setAccessibleName(self.tr("For staff"))
        self._staff.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._staff.setIcon(self.theme.icons.icon("lock", "muted"))
        self._staff.clicked.connect(self.operator_wanted)

    def _restyle(self) -> None:
        side = self.theme.px(24)
        self._staff.setIconSize(QSize(side, side))
        self._tiles.set_least(self.theme.px(_LEAST_TILE))
        self._clock.setFont(self.theme.font("kiosk_lead", figures=True))
        self._place_languages()
        self._fit_soon()

    def _lay_out(self) -> None:
        self.column.setSpacing(self.theme.space("two"))
        self.column.addLayout(self._top())
        self.column.addLayout(self._below)
        begin = QWidget()
        column = QVBoxLayout(begin)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.space("two"))
        self._middle.row.addWidget(self._words(), 5)
        self._middle.row.addWidget(self._showcase, 4)
        self._middle.bent.connect(self._fit_soon)
        column.addWidget(self._middle, 1)
        column.addWidget(self._instead)
        tiles = QWidget()
        tiles.setLayout(self._tiles)
        column.addWidget(tiles)
        self._sides.addWidget(begin)
        self._sides.addWidget(self._resting)
        self.column.addWidget(self._sides, 1)

    def _top(self) -> QHBoxLayout:
        top = QHBoxLayout()
        top.setSpacing(self.theme.space("two"))
        top.addWidget(self._station, 1)
        self._choice.setLayout(self._languages)
        self._beside.addWidget(self._choice)
        top.addLayout(self._beside)
        top.addWidget(self._clock)
        top.addWidget(self._staff)
        return top

    def _words(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.space("two"))
        column.addStretch(1)
        column.addWidget(self._greeting)
        column.addWidget(self._about)
        column.addSpacing(self.theme.space("two"))
        column.addWidget(self._badge)
        column.addStretch(1)
        return side


class _BadgePanel(Panel):
    """The way that nobody has to press anything for."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        dress(self, kind="call")
        words = QVBoxLayout()
        words.setSpacing(theme.space("one"))
        words.addStretch(1)
        words.addWidget(Words(self.tr("Scan your badge to begin"), "heading"))
        words.addWidget(Words(self.tr("Hold its code before the scanner."), "lead"))
        words.addStretch(1)
        words.setContentsMargins(0, theme.space("two"), 0, 0)
        # The badge hangs from the edge of its panel.
        two = theme.space("two")
        self.body.setContentsMargins(two, 1, two, two)
        row = QHBoxLayout()
        row.setSpacing(theme.space("three"))
        row.addWidget(BadgePicture(theme, _PICTURE), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.body.addLayout(row)
