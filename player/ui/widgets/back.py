"""The way back, at the top of a page: an arrow and the name of where it leads."""

from PySide6.QtWidgets import QPushButton, QWidget

from player.ui.theme import Theme, dress


class BackButton(QPushButton):
    """Stands flush with the text below it."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        dress(self, kind="back")
        self.setIcon(theme.icons.icon("arrow-left", "accent"))
