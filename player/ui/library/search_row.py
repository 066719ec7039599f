"""The search with what narrows it down beside it, or below it where words are large or the window is narrow."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from player.ui.theme import Theme
from player.ui.widgets.flow import FlowLayout

LEAST_SEARCH = 280
"""Pixels at 100 % text in which a few words can be read while they are typed."""


class SearchRow(QWidget):
    """Holds the search and the `others`, which stay beside each other as long as there is room."""

    def __init__(self, theme: Theme, search: QWidget, *others: QWidget) -> None:
        super().__init__()
        self._theme = theme
        self._others = QWidget()
        # Large words of a wordy language are wider than the page together.
        beside = FlowLayout(theme.space("one"), self._others)
        for other in others:
            beside.addWidget(other)
        self._row = QVBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.space("one"))
        self._row.addWidget(search, 1)
        self._row.addWidget(self._others)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fold()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fold()

    def _fold(self) -> None:
        needed = self._others.sizeHint().width() + self._theme.space("one") + self._theme.px(LEAST_SEARCH)
        way = QBoxLayout.Direction
        self._row.setDirection(way.LeftToRight if self.width() >= needed else way.TopToBottom)
