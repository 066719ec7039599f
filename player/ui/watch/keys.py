"""The keys that people know from other players, and the page that `?` shows about them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from player.ui.theme import Theme, dress
from player.ui.widgets.card import Panel
from player.ui.widgets.words import Words


class Gesture(StrEnum):
    """What a key asks for."""

    TOGGLE = "toggle"
    SEEK_BY = "seek-by"
    SEEK_TENTH = "seek-tenth"
    LOUDER = "louder"
    SOFTER = "softer"
    MUTE = "mute"
    CAPTIONS = "captions"
    FULL_SCREEN = "full-screen"
    LEAVE_FULL_SCREEN = "leave-full-screen"
    FASTER = "faster"
    SLOWER = "slower"
    STEP = "step"
    UNSEEN = "unseen"
    ONLY_UNSEEN = "only-unseen"
    NOTE = "note"
    BOOKMARK = "bookmark"
    SMALL_PICTURE = "small-picture"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Wish:
    """A gesture and, for seeking, how far (ms) or to which tenth; 1 or -1 for the next or the one before."""

    gesture: Gesture
    amount: int = 0


_BY_KEY: dict[int, Wish] = {
    Qt.Key.Key_Space: Wish(Gesture.TOGGLE),
    Qt.Key.Key_MediaTogglePlayPause: Wish(Gesture.TOGGLE),
    Qt.Key.Key_MediaPlay: Wish(Gesture.TOGGLE),
    Qt.Key.Key_MediaPause: Wish(Gesture.TOGGLE),
    Qt.Key.Key_Left: Wish(Gesture.SEEK_BY, -5_000),
    Qt.Key.Key_Right: Wish(Gesture.SEEK_BY, 5_000),
    Qt.Key.Key_Up: Wish(Gesture.LOUDER),
    Qt.Key.Key_Down: Wish(Gesture.SOFTER),
    Qt.Key.Key_Escape: Wish(Gesture.LEAVE_FULL_SCREEN),
}
_BY_TEXT = {
    "k": Wish(Gesture.TOGGLE),
    "j": Wish(Gesture.SEEK_BY, -10_000),
    "l": Wish(Gesture.SEEK_BY, 10_000),
    "m": Wish(Gesture.MUTE),
    "c": Wish(Gesture.CAPTIONS),
    "f": Wish(Gesture.FULL_SCREEN),
    ">": Wish(Gesture.FASTER),
    "<": Wish(Gesture.SLOWER),
    ".": Wish(Gesture.STEP, 1),
    ",": Wish(Gesture.STEP, -1),
    "]": Wish(Gesture.UNSEEN, 1),
    "[": Wish(Gesture.UNSEEN, -1),
    "o": Wish(Gesture.ONLY_UNSEEN),
    "n": Wish(Gesture.NOTE),
    "b": Wish(Gesture.BOOKMARK),
    "i": Wish(Gesture.SMALL_PICTURE),
    "?": Wish(Gesture.HELP),
}
_REPEATED = frozenset({Gesture.SEEK_BY, Gesture.LOUDER, Gesture.SOFTER, Gesture.STEP})
"""What a key that is held down goes on doing."""
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def wish_of(event: QKeyEvent) -> Wish | None:
    """What this key asks of the player; None for every other key and whenever Ctrl, Alt or Meta is held."""
    if event.modifiers() & _COMMANDS:
        return None
    text = event.text().lower()
    if len(text) == 1 and text in "0123456789":
        return Wish(Gesture.SEEK_TENTH, int(text))
    wish = _BY_TEXT.get(text) or _BY_KEY.get(event.key())
    if wish is not None and event.isAutoRepeat() and wish.gesture not in _REPEATED:
        return None
    return wish


def tr(text: str) -> str:
    return QCoreApplication.translate("watch", text)


def key_words() -> tuple[tuple[str, str], ...]:
    """Each key and what it does."""
    return (
        (tr("Space or K"), tr("Play or pause")),
        (tr("J and L"), tr("10 seconds back or forward")),
        ("← →", tr("5 seconds back or forward")),
        ("↑ ↓", tr("Louder or softer")),
        ("M", tr("Mute")),
        ("C", tr("Captions")),
        ("< >", tr("Slower or faster")),
        (", .", tr("One picture back or forward")),
        (tr("0 to 9"), tr("Go to a tenth of the recording")),
        ("[ ]", tr("The unseen part before or after")),
        ("O", tr("Play only what is unseen")),
        ("N", tr("Write a note")),
        ("B", tr("Set a bookmark")),
        ("I", tr("Small picture on top")),
        ("F", tr("Full screen")),
        ("Esc", tr("Leave full screen")),
        ("?", tr("Show these keys")),
    )


class KeyOverview(QWidget):
    """Lies over the whole page until it is closed by its button, Esc, ? or a click beside it."""

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._page = parent
        self._close = QPushButton(self.tr("Close"))
        dress(self._close, kind="primary")
        self._close.clicked.connect(self.closed)
        self.setAccessibleName(self.tr("Keys"))
        self._lay_out()
        self.hide()

    def open(self) -> None:
        self.setGeometry(self._page.rect())
        self.show()
        self.raise_()
        self._close.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape or event.text() == "?":
            self.closed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.closed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 120))
        painter.end()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._theme.space("three"))
        grid.setVerticalSpacing(self._theme.space("one"))
        for row, (key, does) in enumerate(key_words()):
            grid.addWidget(Words(key, "strong", wrap=False), row, 0)
            grid.addWidget(Words(does, wrap=False), row, 1)
        panel = Panel(self._theme)
        panel.body.addWidget(Words(self.tr("Keys"), "heading"))
        panel.body.addLayout(grid)
        panel.body.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTrailing)
        row_ = QHBoxLayout()
        row_.addStretch(1)
        row_.addWidget(panel)
        row_.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addLayout(row_)
        column.addStretch(1)
