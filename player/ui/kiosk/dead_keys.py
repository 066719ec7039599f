"""Puts accents on letters that were typed after a dead key, where no input method does: a scanner's keys need none."""

from __future__ import annotations

from unicodedata import normalize

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

_MARKS: dict[int, tuple[str, str]] = {
    Qt.Key.Key_Dead_Grave: ("\u0300", "`"),
    Qt.Key.Key_Dead_Acute: ("\u0301", "´"),
    Qt.Key.Key_Dead_Circumflex: ("\u0302", "^"),
    Qt.Key.Key_Dead_Tilde: ("\u0303", "~"),
    Qt.Key.Key_Dead_Macron: ("\u0304", "¯"),
    Qt.Key.Key_Dead_Breve: ("\u0306", "˘"),
    Qt.Key.Key_Dead_Abovedot: ("\u0307", "˙"),
    Qt.Key.Key_Dead_Diaeresis: ("\u0308", "¨"),
    Qt.Key.Key_Dead_Abovering: ("\u030a", "°"),
    Qt.Key.Key_Dead_Doubleacute: ("\u030b", "˝"),
    Qt.Key.Key_Dead_Caron: ("\u030c", "ˇ"),
    Qt.Key.Key_Dead_Cedilla: ("\u0327", "¸"),
    Qt.Key.Key_Dead_Ogonek: ("\u0328", "˛"),
}
"""What a dead key does to a letter, and how it looks alone."""


class DeadKeys:
    """Remembers a dead key until the next key that writes something."""

    def __init__(self) -> None:
        self._pending: tuple[str, str] | None = None

    def concern(self, event: QKeyEvent) -> bool:
        """Whether `resolved` would make another event of this one, or has to know of it."""
        return event.type() == QEvent.Type.KeyPress and (self._pending is not None or event.key() in _MARKS)

    def resolved(self, event: QKeyEvent) -> QKeyEvent:
        """The event as it is to be handed on: a letter takes the accent that was pressed before it."""
        if event.type() != QEvent.Type.KeyPress:
            return event
        text, pending = event.text(), self._pending
        if event.key() in _MARKS:
            self._pending = _MARKS[event.key()]
            return event if pending is None else _writing(event, pending[1])
        if pending is None or (not text and event.key() in _HOLDING):
            return event
        self._pending = None
        return _writing(event, accented(text, *pending)) if text.isprintable() and text else event


_HOLDING = (Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_AltGr)
"""They change which letter comes, and so do not end the waiting for it."""


def accented(text: str, mark: str, alone: str) -> str:
    """The letter with the mark; where there is no such letter, both, one after the other; the mark for a space."""
    if text == " ":
        return alone
    together = normalize("NFC", text + mark)
    return together if len(together) == len(text) else alone + text


def _writing(event: QKeyEvent, text: str) -> QKeyEvent:
    return QKeyEvent(event.type(), 0, Qt.KeyboardModifier.NoModifier, text)
