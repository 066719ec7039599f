"""The window: a rail of places, the page in front, messages above it and one quiet status line below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from player.desk.desk import Desk
from player.domain.problem import Problem
from player.ui.desktop.choose import desktop_here
from player.ui.desktop.port import Desktop
from player.ui.door import Door, OnBug
from player.ui.host import FindMaker, Page, Place, Route
from player.ui.settings import Settings, write_settings
from player.ui.shell.page_stack import PageStack
from player.ui.shell.warming import Warmer
from player.ui.theme import Theme
from player.ui.theme.tokens import Scheme
from player.ui.widgets.banner import Banner
from player.ui.widgets.sidebar import Place as RailPlace
from player.ui.widgets.sidebar import Sidebar
from player.ui.widgets.toast import Toast
from player.ui.widgets.words import Words, announce
from player.ui.wording import problem_message

SAVED_SHOWN_MS = 4_000
RAIL: tuple[tuple[Place, str, bool], ...] = (
    (Place.LIBRARY, "library", False),
    (Place.CREDITS, "award", False),
    (Place.SEND, "send", False),
    (Place.CHECKUP, "monitor-check", False),
    (Place.PROFILE, "user", True),
)


def dress_as(theme: Theme, settings: Settings) -> None:
    """Has the window look as the settings say."""
    if settings.scheme == "system":
        theme.follow_system()
    else:
        theme.switch(Scheme(settings.scheme))
    theme.scale_text(settings.text_percent)
    theme.keep_still(settings.still)


class Shell(QWidget):
    """The host of all pages. It knows them only as pages; they know it only as their host."""

    def __init__(
        self,
        *,
        desk: Desk,
        theme: Theme,
        settings: Settings,
        on_bug: OnBug,
        make_desktop: Callable[[], Desktop] = desktop_here,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._theme = theme
        self._settings = settings
        self._make_desktop = make_desktop
        self._desktop: Desktop | None = None
        self._door = Door(on_problem=self.show_problem, on_bug=on_bug, parent=self)
        self._route = Route(place=Place.LIBRARY)
        self._front: Page | None = None
        self._trail: list[Route] = []
        self._stack = PageStack()
        self._warmer = Warmer(self._stack, self._is_idle, self)
        self._rail = Sidebar(theme, "Carrel")
        self._banner = Banner(theme)
        self._saved = Words(role="caption", wrap=False)
        self._saved_timer = QTimer(self)
        self._saved_told = False
        self._was_maximised = False
        self._prepare()
        self._lay_out()
        self._toast = Toast(theme, self)

    # --- what pages may ask ------------------------------------------------------------------------------

    @property
    def desk(self) -> Desk:
        return self._desk

    @property
    def door(self) -> Door:
        return self._door

    @property
    def theme(self) -> Theme:
        return self._theme

    @property
    def settings(self) -> Settings:
        return self._settings

    @property
    def desktop(self) -> Desktop:
        # Made when the first page asks for it: the window's first sight needs nothing of the system around it.
        if self._desktop is None:
            self._desktop = self._make_desktop()
        return self._desktop

    @property
    def route(self) -> Route:
        """Where the window stands now."""
        return self._route

    def change_settings(self, settings: Settings) -> None:
        self._settings = settings
        dress_as(self._theme, settings)
        self._door.ask(lambda: write_settings(self._desk.profile, settings))

    def take_pages(self, find: FindMaker) -> None:
        """Receives the way to every page; called once, before the first `go`."""
        self._stack.take(find)

    def warm_up(self) -> None:
        """Has the pages that are not there yet made in idle moments; called once the first of them is shown."""
        self._warmer.start()

    def go(self, route: Route) -> None:
        # First of all, as a page that is made only now can fail: one stays then where one is.
        self._stack.page(route.place)
        if self._front is not None and self._route != route:
            self._trail.append(self._route)
        self._enter(route)

    def go_back(self) -> None:
        self._enter(self._trail.pop() if self._trail else Route(place=Place.LIBRARY))

    def show_problem(self, problem: Problem) -> None:
        self._banner.render_message(problem_message(problem, dismissible=True))

    def say(self, text: str) -> None:
        self._toast.notify(text)

    def say_saved(self) -> None:
        if not self._saved_told:
            # Once a page is enough for ears: while watching, something is saved every ten seconds.
            self._saved_told = True
            announce(self._saved, self.tr("Saved"))
        self._saved.setText(self.tr("✓ Saved on this computer"))
        self._saved_timer.start(SAVED_SHOWN_MS)

    def set_full_screen(self, full: bool) -> None:
        self._rail.setVisible(not full)
        self._foot.setVisible(not full)
        # A maximised window is maximised again afterwards, and one that was closed does not come back.
        state, whole = self.windowState(), Qt.WindowState.WindowFullScreen
        self.setWindowState(state | whole if full else state & ~whole)

    # --- the window itself -------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self.go(Route(place=Place.LIBRARY))
            self._stack.page(Place.LIBRARY).take_files(files)

    def open_file(self, file: Path) -> None:
        """A course that was opened from the file manager or named on the command line."""
        self.go(Route(place=Place.LIBRARY))
        self._stack.page(Place.LIBRARY).open_file(file)

    def closeEvent(self, event: QCloseEvent) -> None:
        # What was typed is told, what takes long is given up, and the last act is on disk before the window goes.
        self._warmer.stop()
        if self._front is not None:
            self._front.leave()
        for page in self._stack.made:
            page.give_up()
        if self._desktop is not None:
            self._desktop.close()
        self._door.close()
        event.accept()

    def _enter(self, route: Route) -> None:
        page = self._stack.page(route.place)
        self._banner.render_message(None)
        if self._front is not None:
            self._front.leave()
        self._front = page
        self._route = replace(route, play=False)
        self._saved_told = False
        page.enter(route)
        self._stack.setCurrentWidget(page)
        self._render_rail()

    def _is_idle(self) -> bool:
        """Nobody waits for anything, and nothing plays: making a page would hold up its pictures."""
        return self._door.is_idle and self._route.place is not Place.WATCH

    def _prepare(self) -> None:
        self.setWindowTitle("Carrel")
        self.setAcceptDrops(True)
        self._saved_timer.setSingleShot(True)
        self._saved_timer.timeout.connect(self._saved.clear)
        self._rail.place_chosen.connect(self._rail_chosen)
        self._banner.dismissed.connect(self._focus_page)
        back = QShortcut(QKeySequence(QKeySequence.StandardKey.Back), self)
        back.activated.connect(self.go_back)
        quit_ = QShortcut(QKeySequence(QKeySequence.StandardKey.Quit), self)
        quit_.activated.connect(self.close)
        self._render_rail()

    def _lay_out(self) -> None:
        one, three = self._theme.space("one"), self._theme.space("three")
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(three, one // 2, three, one // 2)
        foot.addStretch(1)
        foot.addWidget(self._saved)
        messages = QVBoxLayout()
        messages.setContentsMargins(three, 0, three, 0)
        messages.addWidget(self._banner)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(messages)
        column.addWidget(self._stack, 1)
        column.addWidget(self._foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addLayout(column, 1)

    def _render_rail(self) -> None:
        words = {
            Place.LIBRARY: self.tr("Library"),
            Place.CREDITS: self.tr("Credits"),
            Place.SEND: self.tr("Send"),
            Place.CHECKUP: self.tr("Check-up"),
            Place.PROFILE: self.tr("Profile"),
        }
        places = [RailPlace(key=place, word=words[place], icon=icon, low=low) for place, icon, low in RAIL]
        here = self._route.place
        self._rail.render_places(places, here if here in words else Place.LIBRARY)

    def _rail_chosen(self, key: str) -> None:
        self._trail.clear()
        self.go(Route(place=Place(key)))

    def _focus_page(self) -> None:
        if self._front is not None:
            self._front.setFocus()
