"""Tabs for a narrow panel: words where all of them fit, else icons, and beside them the word of the open tab."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QTabWidget, QWidget

from player.ui.theme import Theme, dress

AROUND_WORD, AROUND_ICON = 34, 28
"""What a tab takes beside its word (twice the style sheet's padding), and beside its icon, to which Qt adds some."""
ROOMY_ICON = 44
"""The same around an icon where there is room for fingers."""
ICON, GAP = 18, 6


class FoldingTabs(QTabWidget):
    """Screen readers and tooltips always have the words."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._names: list[str] = []
        self._icons: list[QIcon] = []
        self.setDocumentMode(True)
        self.currentChanged.connect(self.fold)
        theme.changed.connect(self.fold)

    def add(self, page: QWidget, name: str, icon: str) -> None:
        self._names.append(name)
        self._icons.append(self._theme.icons.icon(icon, "muted", on="accent"))
        number = self.addTab(page, name)
        self.tabBar().setAccessibleTabName(number, name)
        self.fold()

    def fold(self) -> None:
        """Again: other tabs are on show, or there is more room, or less."""
        if self.count() != len(self._names):
            return
        words, open_word = self._fitting()
        dress(self.tabBar(), kind="" if words else "folded")
        for number, (name, icon) in enumerate(zip(self._names, self._icons, strict=True)):
            told = words or (open_word and number == self.currentIndex())
            self.setTabText(number, name if told else "")
            self.setTabIcon(number, QIcon() if words else icon)
            self.setTabToolTip(number, "" if told else name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fold()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.fold()

    def _fitting(self) -> tuple[bool, bool]:
        """Whether all words fit, and whether that of the open tab fits beside the icons."""
        metrics = self.tabBar().fontMetrics()
        shown = [number for number in range(self.count()) if self.isTabVisible(number)]
        widths = {number: metrics.horizontalAdvance(self._names[number]) for number in shown}
        if sum(width + AROUND_WORD for width in widths.values()) <= self.width():
            return True, True
        icons = len(shown) * (self._theme.px(ICON) + (ROOMY_ICON if self._theme.roomy else AROUND_ICON))
        return False, icons + widths.get(self.currentIndex(), 0) + GAP <= self.width()
