"""Whoever takes the pictures: dresses the window in each look, waits until it is still, and keeps what it shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from player.ui.host import Route
from player.ui.shell.shell import Shell
from player.ui.widgets.scroll import ScrollPage
from tests.pictures.looks import USUAL, Look


class Photographer:
    """Grabs the window as it stands, in each look; `only`: the named pictures, in the first look."""

    def __init__(
        self, shell: Shell, folder: Path, *, only: frozenset[str] | None = None, looks: tuple[Look, ...] = USUAL
    ) -> None:
        self._shell = shell
        self._folder = folder
        self._only = only
        self._looks = looks if only is None else looks[:1]

    def visit(self, name: str, route: Route, prepare: Callable[[], None] | None = None) -> None:
        """Goes somewhere and takes the pictures of it."""
        self._shell.go(route)
        self.settle()
        if prepare is not None:
            prepare()
            self.settle()
        self.take(name)

    def take(self, name: str, *, at: QWidget | None = None, ready: Callable[[], None] | None = None) -> None:
        """Takes the pictures of what stands there; `at` is to be seen on them, `ready` comes before each."""
        for look in self._looks:
            self.dress(look)
            if at is not None:
                bring_up(at)
                live(0.1)
            if ready is not None:
                ready()
                live(0.1)
            self._keep(name, look, self._sight())
        self.dress(self._looks[0])

    def take_window(self, name: str, window: QWidget) -> None:
        """Takes the pictures of another window than the large one."""
        for look in self._looks:
            self.dress(look)
            self._keep(name, look, window.grab())
        self.dress(self._looks[0])

    def _sight(self) -> QPixmap:
        """The window with the menus that are open over it."""
        sight = self._shell.grab()
        painter = QPainter(sight)
        for menu in QApplication.topLevelWidgets():
            if isinstance(menu, QMenu) and menu.isVisible():
                painter.drawPixmap(self._shell.mapFromGlobal(menu.pos()), menu.grab())
        painter.end()
        return sight

    def _keep(self, name: str, look: Look, sight: QPixmap) -> None:
        if self._only is None:
            sight.save(str(self._folder / f"{name}-{look.name}.png"))
        elif name in self._only:
            sight.save(str(self._folder / f"{name}.png"))

    def dress(self, look: Look) -> None:
        settings = replace(self._shell.settings, scheme=look.scheme, text_percent=look.percent)
        self._shell.change_settings(settings)
        self._shell.resize(look.size)
        self.settle(0.15)

    def settle(self, seconds: float = 0.6) -> None:
        """Until nothing is on its way, and what is drawn late is drawn."""
        live(seconds)
        while not self._shell.door.is_idle:
            live(0.05)
        live(0.1)


def live(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def bring_up(widget: QWidget) -> None:
    """Scrolls its page until the widget is to be seen, its beginning first."""
    page = widget.parentWidget()
    while page is not None and not isinstance(page, ScrollPage):
        page = page.parentWidget()
    if page is not None:
        page.ensureWidgetVisible(widget)
