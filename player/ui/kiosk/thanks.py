"""The last page: what was taken away, that all is safe, and goodbye. It ends by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from player.domain.kiosk.settings import TakeAway
from player.ui.kiosk.face import KioskButton, KioskPage
from player.ui.language import sentences
from player.ui.tab_order import tab_as_read
from player.ui.theme import Theme
from player.ui.widgets.card import Panel
from player.ui.widgets.words import Words, announce, show_if

_BEAT_MS = 1_000
_ICONS = {TakeAway.STICK: "usb", TakeAway.PRINT: "printer", TakeAway.QR: "qr-code"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What was taken away, in a sentence, and how."""

    way: TakeAway
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Farewell:
    """`kept`: sentences on what is recorded; `hint`: the way to what was not taken away; `stays_s`: until it ends."""

    taken: tuple[Taken, ...] = ()
    kept: tuple[str, ...] = ()
    hint: str = ""
    stays_s: int = 15


class ThanksScreen(KioskPage):
    """Gesture: `done`, by the button or because its time is over; only once for each farewell."""

    done = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, widest=820)
        self._title = Words(role="title")
        self._said = Words(role="lead")
        self._list = _Lines(theme)
        self._bar = QProgressBar()
        self._left = Words(role="muted")
        self._done = KioskButton(theme, "", kind="primary", broad=True)
        self._clock = QElapsedTimer()
        self._stays_ms = 0
        self._beat = QTimer(self)
        self._beat.setInterval(_BEAT_MS)
        self._beat.timeout.connect(self._go_on)
        self._prepare()
        self._lay_out()

    def render_farewell(self, farewell: Farewell) -> None:
        """Says goodbye and begins to count."""
        self._title.setText(self.tr("Thank you, and goodbye"))
        self._done.setText(self.tr("Done"))
        self._bar.setAccessibleName(self.tr("Until this page goes away"))
        said = self.tr("You are signed out. Nothing of you stays here.")
        self._said.setText(said)
        self._list.render_lines(
            [(_ICONS[taken.way], taken.text) for taken in farewell.taken]
            + [("circle-check", text) for text in farewell.kept]
            + ([("info", farewell.hint)] if farewell.hint else [])
        )
        self._stays_ms = farewell.stays_s * 1000
        self._clock.start()
        self._beat.start()
        self._show_left()
        tab_as_read(self)
        announce(self, f"{self._title.text()}. {said} {self._list.accessibleName()}")

    def focus_first(self) -> None:
        self._done.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        self._beat.stop()
        self._list.render_lines([])
        self.page.to_top()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._beat.stop()

    def _go_on(self) -> None:
        self._show_left()
        if self._clock.elapsed() >= self._stays_ms:
            self._end()

    def _end(self) -> None:
        if self._stays_ms:
            self._beat.stop()
            self._stays_ms = 0
            self.done.emit()

    def _show_left(self) -> None:
        left_ms = max(0, self._stays_ms - self._clock.elapsed())
        self._bar.setValue(left_ms * 1000 // max(1, self._stays_ms))
        seconds = -(-left_ms // 1000)
        text = self.tr("Are you next? Scan your badge now. This page goes away in {seconds} s.")
        self._left.setText(text.format(seconds=seconds))

    def _prepare(self) -> None:
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._done.clicked.connect(self._end)

    def _lay_out(self) -> None:
        self.column.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(self.theme.space("one"))
        words.addWidget(self._title)
        words.addWidget(self._said)
        self.column.addLayout(words)
        self.column.addWidget(self._list)
        self.column.addWidget(self._done, 0, Qt.AlignmentFlag.AlignLeading)
        foot = QVBoxLayout()
        foot.setSpacing(self.theme.space("one"))
        foot.addWidget(self._bar)
        foot.addWidget(self._left)
        self.column.addLayout(foot)
        self.column.addStretch(1)


class _Lines(Panel):
    """A list of sentences, each with its icon."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        three = theme.space("three")
        self.body.setContentsMargins(three, three, three, three)

    def render_lines(self, lines: Sequence[tuple[str, str]]) -> None:
        while (item := self.body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()
        for icon, text in lines:
            self.body.addWidget(_Line(self._theme, icon, text))
        self.setAccessibleName(sentences(*(text for _, text in lines)))
        show_if(self, bool(lines))


class _Line(QWidget):
    def __init__(self, theme: Theme, icon: str, text: str) -> None:
        super().__init__()
        self._theme, self._icon = theme, icon
        self._mark = QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("two"))
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Words(text, "lead"), 1)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        side = self._theme.px(28)
        role = "accent" if self._icon == "info" else "good"
        self._mark.setPixmap(self._theme.icons.pixmap(self._icon, side, role, self.devicePixelRatioF()))
        self._mark.setFixedSize(side, side)
