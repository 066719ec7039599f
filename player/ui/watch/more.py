"""The menu “More” of the player: what is needed now and then, in groups that always stand in the same order."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget


class Group(IntEnum):
    """From what is most pressing to what is hardly ever needed; a line parts each from the next."""

    ASKED = 0
    UNSEEN = 1
    TRACKS = 2
    PICTURE = 3
    SESSIONS = 4
    HELP = 5


def read_as_window(menu: QMenu) -> QMenu:
    """The controls are drawn from left to right in every language; the words of their menus are not."""
    menu.setLayoutDirection(QGuiApplication.layoutDirection())
    return menu


class MoreMenu(QMenu):
    """Companions put their actions into it in any order. A group of which nothing is to be seen has no line."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        read_as_window(self)
        self._ends = {group: self.addSeparator() for group in Group}

    def take(self, action: QAction, group: Group, key: str = "") -> None:
        """Adds it as the last of its group; `key`: what the player's keyboard has for it, shown behind the words."""
        if key:
            action.setText(f"{action.text()}\t{key}")
        self.insertAction(self._ends[group], action)
