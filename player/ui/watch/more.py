"""The menu “More” of the player: what is needed now and then, in groups that always stand in the same order."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from player.ui.keys import other_keys


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
        self._keys: dict[QAction, str] = {}
        self._characters = True

    def take(self, action: QAction, group: Group, key: str = "") -> None:
        """Adds it as the last of its group; `key`: what the player's keyboard has for it, shown behind the words."""
        if key:
            self._keys[action] = key
            self._tell(action)
        self.insertAction(self._ends[group], action)

    def tell_keys(self, *, characters: bool) -> None:
        """Keys of a single character stand behind the words, or no longer, as they do nothing."""
        self._characters = characters
        for action in self._keys:
            self._tell(action)

    def _tell(self, action: QAction) -> None:
        words, keys = action.text().partition("\t")[0], self._keys[action]
        told = keys if self._characters else other_keys(keys)
        action.setText(f"{words}\t{told}" if told else words)
