"""Tries a key that was held back as a shortcut: Qt does so only for keys that come from the system itself."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QWindow
from PySide6.QtWidgets import QApplication, QWidget

_WITHIN = (Qt.ShortcutContext.WidgetShortcut, Qt.ShortcutContext.WidgetWithChildrenShortcut)


def pull_shortcut(window: QWindow, event: QKeyEvent) -> bool:
    """Whether the key was one of the active window's `QShortcut`s and did its work; never where what has the focus
    wants the key for itself. Shortcuts of `QAction`s are not looked at: Carrel has none with a plain key."""
    active = QApplication.activeWindow()
    sequences = _sequences(event)
    mine = active.findChildren(QShortcut) if active is not None else []
    found = [shortcut for shortcut in mine if _reaches(shortcut) and _answers(shortcut, sequences)]
    if not found or _wanted(window, event):
        return False
    found[0].activated.emit()
    return True


def _answers(shortcut: QShortcut, sequences: list[QKeySequence]) -> bool:
    own = shortcut.keys()
    return any(sequence in own for sequence in sequences)


def _sequences(event: QKeyEvent) -> list[QKeySequence]:
    """With Shift as it is held, and without, as in "?" where it takes Shift to write it."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = Qt.Key(event.key())
    ways = (held, held & ~Qt.KeyboardModifier.ShiftModifier)
    return [QKeySequence(QKeyCombination(way, key)) for way in ways]


def _wanted(window: QWindow, event: QKeyEvent) -> bool:
    """Asks what has the focus, as Qt would."""
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, event.key(), event.modifiers(), event.text())
    asked.ignore()
    QCoreApplication.sendEvent(window, asked)
    return asked.isAccepted()


def _reaches(shortcut: QShortcut) -> bool:
    owner = shortcut.parent()
    if not shortcut.isEnabled() or not isinstance(owner, QWidget) or not owner.isVisible() or not owner.isEnabled():
        return False
    if shortcut.context() not in _WITHIN:
        return True
    focus = QApplication.focusWidget()
    below = shortcut.context() == Qt.ShortcutContext.WidgetWithChildrenShortcut
    return focus is owner or (below and focus is not None and owner.isAncestorOf(focus))
