"""What the operator does with the station itself: its screen, its end for today, and its end after the event."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from player.domain.problem import Problem
from player.kiosk.operator import Cleared
from player.kiosk.overview import Overview
from player.ui.kiosk.face import KioskButton, KioskField, Labelled, Notice
from player.ui.kiosk.operator_parts import View
from player.ui.language import sentences, told
from player.ui.theme import Theme
from player.ui.widgets.card import Panel
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.tone import Tone
from player.ui.widgets.words import Words, announce, show_if

CLEANING_S = 30
ARMED_MS = 8_000
"""For so long the second touch is waited for, without which nothing is cleared."""
_BRIGHTER = 10


class CareView(View):
    """Gestures: `brightness_wanted` (percent), `cleaning_wanted`, `clear_wanted` (what was typed), `meet_wanted`,
    `close_wanted`, `restart_wanted`."""

    brightness_wanted = Signal(int)
    cleaning_wanted = Signal()
    clear_wanted = Signal(str)
    meet_wanted = Signal()
    close_wanted = Signal()
    restart_wanted = Signal()

    def __init__(self, theme: Theme, *, station: str, volume_most: int) -> None:
        super().__init__(theme, self.tr("Station"))
        self._brightness: int | None = None
        self.notice = Notice(theme)
        self._darker = KioskButton(theme, self.tr("Darker"), icon="minus")
        self._brighter = KioskButton(theme, self.tr("Brighter"), icon="plus")
        self._level = Words(role="strong", wrap=False)
        self._fixed = Words(self.tr("Its brightness cannot be changed from here."), "muted")
        self._clean = KioskButton(theme, self.tr("Clean the screen"), icon="hand")
        self._restart = KioskButton(theme, self.tr("Restart"), icon="refresh-cw")
        self._close = KioskButton(theme, self.tr("Close the kiosk"), icon="lock")
        self._name = Labelled(theme, self.tr("To clear all the same, type the station's name"), KioskField(station))
        self._name.field.setPlaceholderText("")
        self._clear = KioskButton(theme, self.tr("Clear this station"), kind="danger")
        self._armed = QTimer(self)
        self._armed.setSingleShot(True)
        self._armed.setInterval(ARMED_MS)
        self._armed.timeout.connect(self._disarm)
        self.cleared = Notice(theme)
        self._meet = KioskButton(theme, self.tr("Meet the others again"), icon="refresh-cw")
        self._apart = self._part_apart(theme)
        self.column.addWidget(self.notice)
        self._lay_out(theme, volume_most)
        self._connect()
        self.render_brightness(None)

    def render_overview(self, seen: Overview) -> None:
        """Only what was cleared, and would be met by those who still hold it, is asked about."""
        show_if(self._apart, seen.stays_apart)

    def render_brightness(self, percent: int | None) -> None:
        self._brightness = percent
        show_if(self._fixed, percent is None)
        for part in (self._darker, self._brighter, self._level):
            show_if(part, percent is not None)
        if percent is not None:
            self._level.setText(self.tr("{percent} %").format(percent=percent))
            self._level_with_buttons()
            self._darker.setEnabled(percent > _BRIGHTER)
            self._brighter.setEnabled(percent < 100)

    def _level_with_buttons(self) -> None:
        """In the middle of the line of buttons in which it stands."""
        self._level.setMinimumHeight(self._darker.sizeHint().height())

    def render_problem(self, problem: Problem) -> None:
        self._clear.setEnabled(True)
        self.notice.render_problem(problem)

    def render_not_cleared(self, problem: Problem) -> None:
        """The name can be typed from now on."""
        self._clear.setEnabled(True)
        self.cleared.render_problem(problem)
        show_if(self._name, True)
        self._name.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def render_cleared(self, cleared: Cleared) -> None:
        self._clear.setEnabled(True)
        self._name.wipe()
        self._name.hide()
        meaning = self.tr(
            "What was overwritten may still lie in cells that a solid-state disk set aside: for certainty encrypt the"
            " disk, or destroy it."
        )
        remedy = sentences(*(told(problem).sentence for problem in cleared.problems))
        tone = Tone.CAUTION if cleared.problems else Tone.GOOD
        self.cleared.render_words(self.tr("This station holds nobody's records any more."), meaning, remedy, tone=tone)

    # --- inside ------------------------------------------------------------------------------------------

    def _lay_out(self, theme: Theme, volume_most: int) -> None:
        volume = Words(
            self.tr("Sound is never louder than {percent} %, as its settings say.").format(percent=volume_most), "muted"
        )
        screen = (self._darker, self._level, self._brighter, self._clean)
        self.column.addWidget(_part(theme, self.tr("Screen and sound"), (self._fixed, volume), screen))
        told = Words(self.tr("Whoever sits here is signed out first; nothing that was recorded is lost."), "muted")
        self.column.addWidget(_part(theme, self.tr("This program"), (told,), (self._restart, self._close)))
        why = Words(
            self.tr(
                "After the event: takes all attendees, their records and certificates off this computer. Courses and"
                " the diary stay. First put everything onto a stick."
            ),
            "muted",
        )
        self._name.hide()
        self.column.addWidget(
            _part(theme, self.tr("Clear this station"), (why, self.cleared, self._name), (self._clear,))
        )
        self.column.addWidget(self._apart)
        self._apart.hide()
        self.column.addStretch(1)

    def _part_apart(self, theme: Theme) -> Panel:
        told = Words(
            self.tr(
                "This station was cleared and meets nobody since. Whatever the other stations and the hub still hold"
                " comes here when they meet: clear them all and empty the hub first."
            ),
            "muted",
        )
        return _part(theme, self.tr("The hall"), (told,), (self._meet,))

    def _connect(self) -> None:
        self.theme.changed.connect(self._level_with_buttons)
        self._darker.clicked.connect(self._dim)
        self._brighter.clicked.connect(self._light)
        self._clean.clicked.connect(self.cleaning_wanted)
        self._restart.clicked.connect(self.restart_wanted)
        self._close.clicked.connect(self.close_wanted)
        self._clear.clicked.connect(self._ask_clear)
        self._meet.clicked.connect(self.meet_wanted)

    def _dim(self) -> None:
        if self._brightness is not None:
            self.brightness_wanted.emit(self._brightness - _BRIGHTER)

    def _light(self) -> None:
        if self._brightness is not None:
            self.brightness_wanted.emit(self._brightness + _BRIGHTER)

    def _ask_clear(self) -> None:
        if not self._armed.isActive():
            self._clear.setText(self.tr("Touch again to clear"))
            announce(self, self._clear.text())
            self._armed.start()
            return
        self._disarm()
        self._clear.setEnabled(False)
        self.clear_wanted.emit(self._name.text())

    def _disarm(self) -> None:
        self._armed.stop()
        self._clear.setText(self.tr("Clear this station"))


def _part(theme: Theme, title: str, words: tuple[QWidget, ...], buttons: tuple[QWidget, ...]) -> Panel:
    panel = Panel(theme)
    panel.body.addWidget(Words(title, "subheading"))
    for one in words:
        panel.body.addWidget(one)
    row = FlowLayout(theme.space("two"))
    for button in buttons:
        row.addWidget(button)
    panel.body.addLayout(row)
    return panel


class Cleaning(QWidget):
    """Lies over everything while the glass is wiped: touch and keys do nothing until it is over. Signal: `over`."""

    over = Signal()

    def __init__(self, theme: Theme, parent: QWidget, *, seconds: int = CLEANING_S) -> None:
        super().__init__(parent)
        self._left = seconds
        self._seconds = Words(role="title")
        said = Words(self.tr("Wipe the screen now"), "title")
        why = Words(self.tr("Touch and keys do nothing until the time is over."), "lead")
        column = QVBoxLayout(self)
        column.addStretch(1)
        for words in (said, why, self._seconds):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(words)
        column.addStretch(1)
        self.setAutoFillBackground(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._beat = QTimer(self)
        self._beat.setInterval(1_000)
        self._beat.timeout.connect(self._count)
        self.setGeometry(parent.rect())
        self._show_left()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._beat.start()
        announce(self, said.text())
        theme.changed.connect(self.update)

    def event(self, event: QEvent) -> bool:
        """Shortcuts of what lies below are keys like others, and do nothing."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def focusNextPrevChild(self, next: bool) -> bool:
        """The keys stay here."""
        return False

    def _count(self) -> None:
        self._left -= 1
        if self._left > 0:
            self._show_left()
            return
        self._beat.stop()
        self.hide()
        self.over.emit()
        self.deleteLater()

    def _show_left(self) -> None:
        self._seconds.setText(self.tr("{seconds} s").format(seconds=self._left))
