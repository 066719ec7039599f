"""A field for a code: whatever is typed becomes large letters and digits in groups of four."""

from __future__ import annotations

from player.ui.kiosk.face import KioskField
from player.ui.kiosk.words import grouped, plain_code
from player.ui.theme import dress

MOST = 16
"""Letters and digits: a code has eight; who types a longer number of their own is not cut short."""


class CodeField(KioskField):
    """Dashes, spaces and small letters may be typed or left out."""

    def __init__(self, name: str, example: str = "") -> None:
        super().__init__(name, example)
        self.setMaxLength(2 * MOST)
        dress(self, kind="code")
        self.textChanged.connect(self._group)

    def _group(self, text: str) -> None:
        neat = grouped(plain_code(text)[:MOST])
        if neat == text:
            return
        before = len(plain_code(text[: self.cursorPosition()]))
        self.blockSignals(True)
        self.setText(neat)
        self.blockSignals(False)
        self.setCursorPosition(_place_after(neat, before))


def _place_after(neat: str, letters: int) -> int:
    """Behind so many letters, spaces not counted."""
    for place, letter in enumerate(neat):
        if letters == 0:
            return place
        letters -= letter != " "
    return len(neat)
