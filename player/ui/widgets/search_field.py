"""A field to search in: a lens before the words, and a cross of our own family to clear them."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QWidget

from player.ui.theme import Theme

_CLEAR = "_q_qlineeditclearaction"
"""What Qt calls the action behind its cross, which it draws with a picture from another family."""


class SearchField(QLineEdit):
    """`hint` is read where nothing is written yet, `name` by screen readers."""

    def __init__(self, theme: Theme, hint: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(hint)
        self.setAccessibleName(name)
        self.setClearButtonEnabled(True)
        lens = QAction(theme.icons.icon("search", "muted"), name, self)
        self.addAction(lens, QLineEdit.ActionPosition.LeadingPosition)
        for action in self.findChildren(QAction, _CLEAR):
            action.setIcon(theme.icons.icon("x", "muted"))
            action.setText(self.tr("Empty this field"))
