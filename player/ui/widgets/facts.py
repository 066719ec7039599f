"""The key facts of something in one row: a small label over each value."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from player.ui.theme import Theme
from player.ui.theme.fonts import tabular
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.words import Words


class Facts(QWidget):
    """Pairs of (label, value) that wrap where the room ends."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row = FlowLayout(theme.space("four"), self, between_lines=theme.space("two"))
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def render_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show the facts, in this order; one with an empty value is left out."""
        self._row.clear()
        for label, value in facts:
            if value:
                self._row.addWidget(self._pair(label, value))
        self.updateGeometry()

    def _pair(self, label: str, value: str) -> QWidget:
        pair = QWidget(self)
        column = QVBoxLayout(pair)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        shown = Words(value, "strong", wrap=False)
        shown.setFont(tabular(shown.font()))
        shown.setAccessibleName(f"{label}: {value}")
        column.addWidget(Words(label, "caption", wrap=False))
        column.addWidget(shown)
        return pair
