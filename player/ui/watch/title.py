"""The title above the picture: it leaves the picture its room, however long it is and however large its letters."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent

from player.ui.theme import Theme
from player.ui.widgets.course_card import broken
from player.ui.widgets.sided import SidedLabel
from player.ui.widgets.words import Words, plain_tip

MOST_LINES = 2


class ShortTitle(Words):
    """A heading of two lines at most; where it ends in dots, all of it stands in the tip, and on the course page."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(role="heading")
        self._theme = theme
        self._whole = ""

    def setText(self, text: str) -> None:
        super().setText(text)
        self._whole = text
        if hasattr(self, "_theme"):
            self._fit()

    def text(self) -> str:
        return self._whole

    def heightForWidth(self, width: int, /) -> int:
        return len(self._lines(width)) * self.fontMetrics().lineSpacing()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent, /) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_theme"):
            self._fit()

    def _fit(self) -> None:
        lines = self._lines(self.width())
        shown = "\n".join(lines)
        if shown != SidedLabel.text(self):
            SidedLabel.setText(self, shown)
        self.setToolTip(plain_tip(self._whole) if lines and lines[-1].endswith("…") else "")

    def _lines(self, width: int) -> tuple[str, ...]:
        return broken(self._whole, self.font(), self.fontMetrics(), max(1, width), MOST_LINES) or ("",)
