"""A part of a page under a heading, which can fold away."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from player.ui.theme import Theme, dress
from player.ui.widgets.words import Words


class Section(QWidget):
    """A heading with `body` below it; with `folds` the heading is a button that shows and hides the body."""

    folded = Signal(bool)

    def __init__(self, theme: Theme, title: str, *, folds: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._inside = QWidget()
        self.body = QVBoxLayout(self._inside)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(theme.space("two"))
        self._heading = self._button(title) if folds else Words(title, "heading")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._heading, 0, Qt.AlignmentFlag.AlignLeading if folds else Qt.AlignmentFlag(0))
        column.addWidget(self._inside)

    def fold(self, away: bool) -> None:
        """Hide or show the body, as if the heading had been pressed."""
        if isinstance(self._heading, QPushButton):
            self._heading.setChecked(not away)

    def _button(self, title: str) -> QPushButton:
        button = QPushButton(title.replace("&", "&&"))
        dress(button, kind="fold")
        button.setCheckable(True)
        button.setChecked(True)
        button.setIcon(self._theme.icons.icon("chevron-down", "muted"))
        button.toggled.connect(self._toggled)
        button.setAccessibleDescription(self.tr("Shows or hides this part"))
        return button

    def _toggled(self, shown: bool) -> None:
        self._inside.setVisible(shown)
        if isinstance(self._heading, QPushButton):
            self._heading.setIcon(self._theme.icons.icon("chevron-down" if shown else "chevron-right", "muted"))
        self.folded.emit(not shown)
