"""Menus that are read from right to left: a style sheet sets the keys of their items over the words, and ticks at the
wrong end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QAction, QIcon, QPainter
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from player.ui.theme.theme import Theme

MARK, EDGE, GAP = 18, 10, 6
"""Pixels: a tick or an icon, which grows with the text; what is free at both ends of an item, and beside a tick."""
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
_ONE_LINE = int(Qt.TextFlag.TextSingleLine) | int(Qt.TextFlag.TextDontClip)


class MirroredMenus(QObject):
    """Paints each menu that was handed to `watch` by itself while that is read from right to left."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def watch(self, menu: QMenu) -> None:
        menu.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Paint or not isinstance(watched, QMenu) or not watched.isRightToLeft():
            return False
        if watched.actionGeometry(_last(watched)).bottom() > watched.rect().bottom():
            # Too long for the screen: how far it has scrolled is for Qt to know.
            return False
        self._paint(watched)
        return True

    def _paint(self, menu: QMenu) -> None:
        painter = QPainter(menu)
        painter.fillRect(menu.rect(), self._theme.colour("surface"))
        painter.setPen(self._theme.colour("edge"))
        painter.drawRect(menu.rect().adjusted(0, 0, -1, -1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = [action for action in menu.actions() if action.isVisible()]
        ticks = any(action.isCheckable() for action in shown)
        icons = any(not action.icon().isNull() for action in shown)
        for action in shown:
            area = menu.actionGeometry(action)
            if action.isSeparator():
                line = QRect(area.left() + 8, area.center().y(), area.width() - 16, 1)
                painter.fillRect(line, self._theme.colour("line"))
            else:
                self._paint_ground(painter, menu, action, area)
                self._paint_item(painter, menu, action, area, ticks=ticks, icons=icons)
        painter.end()

    def _paint_ground(self, painter: QPainter, menu: QMenu, action: QAction, area: QRect) -> None:
        if menu.activeAction() is action and action.isEnabled():
            radius = self._theme.tokens.shape["radius_small"]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("accent_soft"))
            painter.drawRoundedRect(QRectF(area), radius, radius)

    def _paint_item(
        self, painter: QPainter, menu: QMenu, action: QAction, area: QRect, *, ticks: bool, icons: bool
    ) -> None:
        """From the right: tick, icon, words; at the other end the key, or an arrow, which the icons turn."""
        px = self._theme.px
        rest = area.adjusted(EDGE, 0, -EDGE, 0)
        for wanted, icon in ((ticks, None), (icons, action.icon())):
            if wanted:
                mark = QRect(0, 0, px(MARK), px(MARK))
                mark.moveCenter(rest.center())
                mark.moveRight(rest.right())
                self._paint_mark(painter, action, mark, icon)
                rest.setRight(mark.left() - GAP)
        words, _, key = action.text().partition("\t")
        key = key or action.shortcut().toString(action.shortcut().SequenceFormat.NativeText)
        painter.setFont(menu.font())
        painter.setPen(self._theme.colour("text" if action.isEnabled() else "disabled"))
        flags = int(_MIDDLE) | _ONE_LINE
        end = int(Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextForceLeftToRight)
        painter.drawText(rest, flags | end, key)
        mnemonic = int(Qt.TextFlag.TextHideMnemonic)
        painter.drawText(rest, flags | mnemonic | int(Qt.AlignmentFlag.AlignRight), words)
        if isinstance(action.menu(), QMenu):
            arrow = QRectF(0, 0, px(16), px(16))
            arrow.moveCenter(QRectF(rest).center())
            arrow.moveLeft(rest.left())
            self._theme.icons.paint(painter, arrow, "chevron-right", "muted" if action.isEnabled() else "disabled")

    def _paint_mark(self, painter: QPainter, action: QAction, area: QRect, icon: QIcon | None) -> None:
        if icon is not None:
            mode = QIcon.Mode.Normal if action.isEnabled() else QIcon.Mode.Disabled
            icon.paint(painter, area, Qt.AlignmentFlag.AlignCenter, mode)
        elif action.isChecked():
            self._theme.icons.paint(painter, QRectF(area), "check", "accent" if action.isEnabled() else "disabled")


def _last(menu: QMenu) -> QAction:
    return next(action for action in reversed(menu.actions()) if action.isVisible())
