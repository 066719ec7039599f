"""The host of the pages that one guest walks through; made when they sit down, destroyed when they go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from player.desk.desk import Desk
from player.domain.problem import Problem
from player.ui.desktop.port import Desktop
from player.ui.door import Door, OnBug
from player.ui.dressing import dress_as
from player.ui.host import FindMaker, Host, Page, Place, Route
from player.ui.kiosk.guest_desktop import GuestDesktop
from player.ui.page_stack import PageStack
from player.ui.public import keep_in
from player.ui.settings import Settings
from player.ui.theme import Theme
from player.ui.widgets.banner import Banner
from player.ui.widgets.toast import Toast
from player.ui.wording import problem_message

COURSES = Route(place=Place.LIBRARY)
MakePages = Callable[[Host], FindMaker]


class GuestHost(QWidget):
    """A guest's window within the kiosk's. `bar` stands above the pages; `most_volume`: in percent."""

    playing_changed = Signal(bool)

    def __init__(
        self,
        *,
        desk: Desk,
        theme: Theme,
        settings: Settings,
        most_volume: int,
        bar: QWidget,
        on_bug: OnBug,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._theme = theme
        self._settings = settings
        self._most_volume = most_volume
        self._bar = bar
        self._door = Door(on_problem=self.show_problem, on_bug=on_bug, parent=self)
        self._desktop = GuestDesktop(self)
        self._desktop.playing_changed.connect(self.playing_changed)
        self._route = COURSES
        self._front: Page | None = None
        self._full = False
        self._trail: list[Route] = []
        self._stack = PageStack(theme)
        self._banner = Banner(theme)
        keep_in(self._banner, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self._banner)
        column.addWidget(self._stack, 1)
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
        return self._desktop

    @property
    def public(self) -> bool:
        return True

    @property
    def most_volume(self) -> int:
        return self._most_volume

    @property
    def route(self) -> Route:
        """Where the guest is now."""
        return self._route

    def change_settings(self, settings: Settings) -> None:
        """For this guest; the next one begins with the station's own."""
        self._settings = settings
        dress_as(self._theme, settings)

    def take_pages(self, make: MakePages) -> None:
        """Receives the way to every page, and enters the first."""
        self._stack.take(make(self))
        self.go(COURSES)

    def go(self, route: Route) -> None:
        self._stack.page(route.place)
        if self._front is not None and self._route != route:
            self._trail.append(self._route)
        self._enter(route)

    def go_back(self) -> None:
        self._enter(self._trail.pop() if self._trail else COURSES)

    def refresh(self) -> None:
        """More came from other stations: the choice of courses shows it; whoever watches is not disturbed."""
        if self._front is not None and self._route.place in (Place.LIBRARY, Place.COURSE):
            self._front.enter(self._route)

    def show_problem(self, problem: Problem) -> None:
        self._banner.render_message(problem_message(problem, dismissible=True))

    def say(self, text: str, icon: str = "check") -> None:
        self._toast.notify(text, icon)

    def say_saved(self) -> None:
        """Nothing: at a kiosk it goes without saying, and the last page says it once more."""

    def set_full_screen(self, full: bool) -> None:
        """The kiosk has the whole screen; a recording takes the bar's place too."""
        self._full = full
        self._render_bar()

    # --- the end -----------------------------------------------------------------------------------------

    def give_up(self) -> None:
        """The guest goes: what plays stops, what was typed is told, what takes long ends. The door is still open."""
        if self._front is not None:
            self._front.leave()
            self._front = None
        for page in self._stack.made:
            page.give_up()
        for timer in self.findChildren(QTimer):
            timer.stop()

    def _enter(self, route: Route) -> None:
        page = self._stack.page(route.place)
        self._banner.render_message(None)
        if self._front is not None:
            self._front.leave()
        self._front = page
        self._route = replace(route, play=False)
        self._render_bar()
        page.enter(route)
        self._stack.setCurrentWidget(page)

    def _render_bar(self) -> None:
        """The choice of courses has one of its own."""
        self._bar.setVisible(not self._full and self._route.place is not Place.LIBRARY)
