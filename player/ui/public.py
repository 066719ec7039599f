"""Keeps what stands in a public place to itself: nothing goes from it to a clipboard, a menu or another program."""

from __future__ import annotations

from typing import Protocol, cast, runtime_checkable

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QLabel, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from player.ui.host import Host

_REFUSED = frozenset({QEvent.Type.ContextMenu, QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop})
_KEYS = frozenset({QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride, QEvent.Type.KeyRelease})
_BUTTONS = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease})
_STANDARD = QKeySequence.StandardKey
_CLIPBOARD_KEYS = (_STANDARD.Copy, _STANDARD.Cut, _STANDARD.Paste)


@runtime_checkable
class LeadsOut(Protocol):
    """A widget with parts that lead out: to a clipboard or a file. It takes them away for good when it is shut in.

    It may be told more than once.
    """

    def shut_in(self) -> None: ...


def keep_in(page: QWidget, host: Host) -> None:
    """Where the host is public, nothing leads out of the page; else it stays as it is."""
    if host.public:
        ShutIn(page)


class ShutIn(QObject):
    """Watches everything in `whole`, with all that comes into it later, as long as that lives.

    Text cannot be selected but where it is typed, nothing can be dragged, there are no menus of their own over
    anything, and whatever comes onto the clipboard all the same is gone at once.
    """

    def __init__(self, whole: QWidget) -> None:
        super().__init__(whole)
        self._whole = whole
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._watch)
        self._watch()
        QGuiApplication.clipboard().changed.connect(self._empty)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.ChildAdded:
            # The child is still being made, and must not be touched before it is done.
            self._soon.start(0)
        elif kind is QEvent.Type.Show and isinstance(watched, QWidget):
            _shut(watched)
        elif kind in _REFUSED:
            return True
        elif kind in _KEYS and isinstance(event, QKeyEvent):
            return any(event.matches(key) for key in _CLIPBOARD_KEYS)
        elif kind in _BUTTONS and isinstance(event, QMouseEvent):
            # Where a desktop keeps what is selected, the middle button would put it down again.
            return event.button() is Qt.MouseButton.MiddleButton
        return False

    def _watch(self) -> None:
        for widget in (self._whole, *self._whole.findChildren(QWidget)):
            # Again is no harm: a filter stands in the list of an object once.
            widget.installEventFilter(self)
            if widget.isVisible():
                _shut(widget)

    def _empty(self, mode: QClipboard.Mode) -> None:
        clipboard = QGuiApplication.clipboard()
        # Some systems have nothing at all where nothing is kept.
        held = cast("QMimeData | None", clipboard.mimeData(mode))
        if held is not None and held.formats():
            clipboard.clear(mode)


def _shut(widget: QWidget) -> None:
    if isinstance(widget, LeadsOut):
        widget.shut_in()
    if isinstance(widget, QLabel):
        widget.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    elif isinstance(widget, QPlainTextEdit | QTextEdit):
        if widget.isReadOnly():
            widget.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    elif isinstance(widget, QLineEdit | QAbstractItemView):
        widget.setDragEnabled(False)
