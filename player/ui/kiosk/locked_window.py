"""A window that fills the screen and that nobody leaves before it lets go.

What Qt cannot keep back, because the desktop takes it before any window hears of it, the computer must: Alt+Tab,
the Windows key, Ctrl+Alt+Del, Ctrl+Alt+F1 to F12, five times Shift, gestures from the edges of the screen, the power
button. So a station runs where there is no desktop: under `cage` on Linux, with Assigned Access on Windows, in the
single-app mode of macOS.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QAccessible, QCloseEvent, QGuiApplication, QMoveEvent, QResizeEvent, QScreen
from PySide6.QtWidgets import QApplication, QWidget

from player.ui.kiosk.guard import Guard
from player.ui.widgets.spoken import speak_as

_NO_DRAG_PX = 1 << 20
"""Farther than any pointer goes before something is dragged."""
_INSIST_MS = 250


class LockedWindow(QWidget):
    """`present` shows it. Where it refuses to close, `QApplication.quit()` does nothing either: `exit()` does.

    `windowed`: for looking at it on a desktop; it closes like any window, and only its keys,
    buttons and drops are those of a station.

    Subclasses make their scanner after `super().__init__()`, so that it hears keys before they are kept back.
    """

    def __init__(self, app: QApplication, *, windowed: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        speak_as(self, QAccessible.Role.Window)
        self._app = app
        self._windowed = windowed
        self._locked = not windowed
        self._curtains: dict[QScreen, QWidget] = {}
        self.guard = Guard(app, self)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setAcceptDrops(False)
        if not windowed:
            self.setWindowFlags(
                Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
            )
            app.setQuitOnLastWindowClosed(False)
        app.setStartDragDistance(_NO_DRAG_PX)
        self._refill = QTimer(self)
        self._refill.setSingleShot(True)
        self._refill.timeout.connect(self._fill)
        self._watch_screens()

    @property
    def locked(self) -> bool:
        """Whether it still refuses to close."""
        return self._locked

    def present(self) -> None:
        """Shows it, over the whole screen unless `windowed`, with the keyboard on it."""
        if self._windowed:
            self.show()
        else:
            self._fill()
        self.raise_()
        self.activateWindow()

    def let_go(self) -> None:
        """From now on it can be closed and left: the operator said so. The caller closes it."""
        self._locked = False
        self._refill.stop()
        self.guard.stop()
        for screen in list(self._curtains):
            self._take_away_curtain(screen)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._locked:
            event.ignore()
        else:
            super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Whatever made it smaller or hid it: it fills the screen again."""
        super().changeEvent(event)
        left = event.type() == QEvent.Type.WindowStateChange and not self.isFullScreen()
        if self._locked and (left or self.isMinimized()):
            self._refill.start(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fill_again_if_smaller()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._fill_again_if_smaller()

    def _fill_again_if_smaller(self) -> None:
        """Some desktops move and size what fills the screen. Not at once: one that insists must not keep us busy."""
        if self._locked and self.isVisible() and self.geometry() != self.screen().geometry():
            self._refill.start(_INSIST_MS)

    def _watch_screens(self) -> None:
        self._app.primaryScreenChanged.connect(self._screens_changed)
        self._app.screenAdded.connect(self._screen_added)
        self._app.screenRemoved.connect(self._screen_removed)
        for screen in self._app.screens():
            screen.geometryChanged.connect(self._screens_changed)

    def _screen_added(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self._screens_changed)
        self._screens_changed()

    def _screen_removed(self, screen: QScreen) -> None:
        self._take_away_curtain(screen)
        self._screens_changed()

    def _screens_changed(self) -> None:
        """Once for all that a plugged-in screen brings."""
        if self._locked and self.isVisible():
            self._refill.start(0)

    def _fill(self) -> None:
        screen = QGuiApplication.primaryScreen()
        if not self._locked or screen is None:  # pyright: ignore[reportUnnecessaryComparison]  # none while unplugged
            return
        self._take_away_curtain(screen)
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.showFullScreen()
        self.raise_()
        for other in self._app.screens():
            if other is not screen:
                self._draw_curtain(other)

    def _draw_curtain(self, screen: QScreen) -> None:
        """A second screen would show the desktop: it shows an empty window instead."""
        curtain = self._curtains.get(screen)
        if curtain is None:
            curtain = QWidget(self, Qt.WindowType.Window | self.windowFlags() | Qt.WindowType.WindowDoesNotAcceptFocus)
            curtain.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
            self._curtains[screen] = curtain
        curtain.setScreen(screen)
        curtain.setGeometry(screen.geometry())
        curtain.showFullScreen()

    def _take_away_curtain(self, screen: QScreen) -> None:
        curtain = self._curtains.pop(screen, None)
        if curtain is not None:
            curtain.close()
            curtain.deleteLater()
