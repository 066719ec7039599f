"""The picture outside the window: small on top of other windows, or large on another screen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt, Signal, SignalInstance, Slot
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QEnterEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QScreen,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from player.ui.playback.picture import Picture
from player.ui.theme import Theme, dress
from player.ui.watch.companion import Companion
from player.ui.watch.keys import Gesture, Wish, wish_of
from player.ui.watch.more import Group
from player.ui.watch.player import Player
from player.ui.watch.state import Transport
from player.ui.widgets.tool_button import ToolButton

SMALL = QSize(400, 225)
SMALLEST = QSize(240, 135)
FROM_EDGE = 24
BACK_MS = 10_000


class Outside(Companion):
    """One window besides the player's: “I” opens it small, the menu puts it on another screen. Esc closes it."""

    def __init__(self, player: Player) -> None:
        super().__init__(player)
        self._window: OutsideWindow | None = None
        menu = player.screen.controls.menu
        self.small = QAction(self.tr("Small picture on top"), self)
        self.small.setCheckable(True)
        self.small.triggered.connect(self._toggle)
        menu.take(self.small, Group.PICTURE, "I")
        self._screens: list[QAction] = []
        menu.aboutToShow.connect(self._list_screens)
        player.screen.wished.connect(self._fulfil)

    @Slot(object)
    def follow(self, now: Transport) -> None:
        if self._window is not None:
            self._window.render_playing(now.playing)

    def end(self) -> None:
        self._close()

    @Slot(object)
    def _fulfil(self, wish: Wish) -> None:
        if wish.gesture is Gesture.SMALL_PICTURE:
            self._toggle()

    @Slot()
    def _toggle(self) -> None:
        if self._window is None and self.player.transport.begun:
            self._open().show_small(self.player.screen.screen())
        else:
            self._close()
        self.small.setChecked(self._window is not None)

    @Slot()
    def _list_screens(self) -> None:
        """Every other screen that there is now."""
        menu = self.player.screen.controls.menu
        for action in self._screens:
            menu.removeAction(action)
        here = self.player.screen.screen()
        self._screens = [self._screen_action(screen) for screen in QGuiApplication.screens() if screen is not here]
        for action in self._screens:
            menu.take(action, Group.PICTURE)

    def _screen_action(self, screen: QScreen) -> QAction:
        action = QAction(self.tr("Show on the screen {name}").format(name=screen.name()), self)
        action.setData(screen)
        action.setEnabled(self.player.transport.begun)
        action.triggered.connect(self._show_on)
        return action

    @Slot()
    def _show_on(self) -> None:
        sender = self.sender()
        if isinstance(sender, QAction):
            self._close()
            self._open().show_large(sender.data())

    def _open(self) -> OutsideWindow:
        window = self._window = OutsideWindow(self.player.host.theme, characters=self.player.liking.character_keys)
        window.left.connect(self._close)
        window.toggled.connect(self.player.toggle)
        window.back.connect(self._go_back)
        window.wished.connect(self._do)
        window.render_playing(self.player.transport.playing)
        self.player.screen.stage.add_mirror(window.picture)
        self.player.is_seen_outside = True
        return window

    @Slot()
    def _close(self) -> None:
        window, self._window = self._window, None
        self.player.is_seen_outside = False
        self.small.setChecked(False)
        if window is not None:
            self.player.screen.stage.drop_mirror(window.picture)
            window.hide()
            window.deleteLater()

    @Slot()
    def _go_back(self) -> None:
        self.player.seek(self.player.transport.position_ms - BACK_MS)

    @Slot(object)
    def _do(self, wish: Wish) -> None:
        self.player.screen.do(wish)


class OutsideWindow(QWidget):
    """The picture alone; buttons come up under the pointer or when the keyboard is here. It is moved by dragging.

    `characters`: keys of a single character count, too.
    """

    left = Signal()
    toggled = Signal()
    back = Signal()
    wished = Signal(object)

    def __init__(self, theme: Theme, *, characters: bool = True) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self._theme = theme
        self._characters = characters
        self._grip: QPointF | None = None
        self.picture = Picture(theme, self)
        self.picture.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.picture.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._bar = QFrame(self)
        dress(self._bar, kind="card")
        self._play = self._button("pause", self.tr("Pause"), self.toggled)
        back = self._button("rotate-ccw", self.tr("Back 10 seconds"), self.back)
        away = self._button("x", self.tr("Close the small picture"), self.left)
        row = QHBoxLayout(self._bar)
        half = theme.space("half")
        row.setContentsMargins(half, half, half, half)
        for button in (back, self._play, away):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.picture)
        self._bar.hide()
        self.setWindowTitle(self.tr("Carrel: picture"))
        self.setMinimumSize(SMALLEST)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_small(self, screen: QScreen) -> None:
        """In the corner of that screen, above other windows, without taking the keyboard."""
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        room = screen.availableGeometry()
        self.resize(SMALL)
        self.move(room.bottomRight() - QPoint(SMALL.width() + FROM_EDGE, SMALL.height() + FROM_EDGE))
        self.show()

    def show_large(self, screen: QScreen) -> None:
        """All of that screen."""
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.showFullScreen()

    def render_playing(self, playing: bool) -> None:
        word = self.tr("Pause") if playing else self.tr("Play")
        if self._play.accessibleName() != word:
            self._play.setIcon(self._theme.icons.icon("pause" if playing else "play"))
            self._play.setAccessibleName(word)
            self._play.setToolTip(word)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        wish = wish_of(event, characters=self._characters)
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif wish is not None:
            self.wished.emit(wish)
        else:
            event.ignore()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.left.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._bar.show()
        self._place_bar()

    def leaveEvent(self, event: QEvent) -> None:
        self._bar.setVisible(self._bar.isAncestorOf(self.focusWidget()) if self.focusWidget() else False)
        self._lift_captions()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_bar()

    def _place_bar(self) -> None:
        """At the foot, as large as its buttons are now; captions stand above it."""
        size = self._bar.sizeHint()
        self._bar.setGeometry((self.width() - size.width()) // 2, self.height() - size.height() - 8, *size.toTuple())
        self._lift_captions()

    def _lift_captions(self) -> None:
        """Nothing covers what is said."""
        self.picture.keep_foot_free(self.height() - self._bar.y() if self._bar.isVisible() else 0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._grip = event.globalPosition() - QPointF(self.pos())
        handle = self.windowHandle()
        # Where the system moves windows itself (Wayland allows nothing else), it does.
        if not self.isFullScreen() and handle.startSystemMove():
            self._grip = None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None and not self.isFullScreen():
            self.move((event.globalPosition() - self._grip).toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = None

    def _button(self, icon: str, name: str, gesture: SignalInstance) -> ToolButton:
        button = ToolButton(self._bar)
        button.setIcon(self._theme.icons.icon(icon))
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.clicked.connect(gesture)
        return button
