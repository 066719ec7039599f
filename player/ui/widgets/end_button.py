"""A quiet button at the far end of a line: its words end where everything above and below them ends."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QMenu, QPushButton, QStyle, QStyleOptionButton, QWidget

from player.ui.theme import dress


class EndButton(QPushButton):
    """Like other quiet buttons, with hardly any room at its far side."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        dress(self, kind="end")

    def sizeHint(self) -> QSize:
        """No arrow is drawn for a menu, and no room is kept for one."""
        hint = super().sizeHint()
        menu: QMenu | None = self.menu()
        arrow = self.style().pixelMetric(QStyle.PixelMetric.PM_MenuButtonIndicator, None, self) if menu else 0
        return QSize(hint.width() - arrow, hint.height())

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        super().initStyleOption(option)
        option.features &= ~QStyleOptionButton.ButtonFeature.HasMenu  # pyright: ignore[reportAttributeAccessIssue]
