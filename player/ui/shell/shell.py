"""The window: a rail of places, the page in front, messages above it and one quiet status line below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from player.desk.desk import Desk
from player.domain.problem import Problem
from player.ui.desktop.choose import desktop_here
from player.ui.desktop.port import Desktop
from player.ui.door import Door, OnBug
from player.ui.dressing import dress_as
from player.ui.host import FindMaker, Page, Place, Route, place_of_file
from player.ui.keys import window_keys
from player.ui.language import Speech
from player.ui.page_stack import PageStack
from player.ui.settings import Settings, write_settings
from player.ui.shell.arrangement import Arrangement, read_arrangement, write_arrangement
from player.ui.shell.warming import Warmer
from player.ui.theme import Theme, dress
from player.ui.widgets.back import BackButton
from player.ui.widgets.banner import Banner
from player.ui.widgets.key_overview import KeyOverview
from player.ui.widgets.sidebar import Place as RailPlace
from player.ui.widgets.sidebar import Sidebar
from player.ui.widgets.spoken import speak_as
from player.ui.widgets.toast import Toast
from player.ui.widgets.words import Words, announce
from player.ui.wording import problem_message

SAVED_SHOWN_MS = 4_000
WORDS_BESIDE_FROM = 800
"""A window so wide, or wider with larger text, has room for words in the rail, too."""
ANEW_MS = 20
"""How often it is looked whether all work is done, after another language was chosen."""
RAIL: tuple[tuple[Place, str, bool], ...] = (
    (Place.LIBRARY, "library", False),
    (Place.CREDITS, "award", False),
    (Place.SEND, "send", False),
    (Place.CHECKUP, "monitor-check", False),
    (Place.PROFILE, "user", True),
)


class Shell(QWidget):
    """The host of all pages. It knows them only as pages; they know it only as their host."""

    def __init__(
        self,
        *,
        desk: Desk,
        theme: Theme,
        speech: Speech,
        settings: Settings,
        on_bug: OnBug,
        make_desktop: Callable[[], Desktop] = desktop_here,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._theme = theme
        self._speech = speech
        self._settings = settings
        self._make_desktop = make_desktop
        self._desktop: Desktop | None = None
        self._door = Door(on_problem=self.show_problem, on_bug=on_bug, parent=self)
        self._route = Route(place=Place.LIBRARY)
        self._front: Page | None = None
        self._trail: list[Route] = []
        self._stack = PageStack(theme)
        self._question = QShortcut(QKeySequence("?"), self)
        self._warmer = Warmer(self._stack, self._is_idle, self)
        self._rail = Sidebar(theme, "Carrel")
        self._return = BackButton(theme, "")
        self._banner = Banner(theme)
        self._saved = Words(role="caption", wrap=False)
        self._help = QPushButton()
        dress(self._help, kind="help")
        self._saved_timer = QTimer(self)
        self._saved_told = False
        self._was_maximised = False
        self._remembers = False
        self._anew = QTimer(self)
        self._prepare()
        self._lay_out()
        self._toast = Toast(theme, self)
        speak_as(self, QAccessible.Role.Window)
        self._keys: KeyOverview | None = None

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
    def public(self) -> bool:
        return False

    @property
    def most_volume(self) -> int:
        return 100

    @property
    def route(self) -> Route:
        """Where the window stands now."""
        return self._route

    def change_settings(self, settings: Settings) -> None:
        self._settings = settings
        self._question.setEnabled(settings.character_keys)
        dress_as(self._theme, settings)
        self._speech.speak(settings.language)
        self._door.ask(lambda: write_settings(self._desk.profile, settings))

    def take_pages(self, find: FindMaker) -> None:
        """Receives the way to every page; called once, before the first `go`."""
        self._stack.take(find)

    def stand_as_before(self) -> None:
        """As it was closed the last time, where that is to be seen; and remembers from now on how it stands.

        To be called before the first page is made.
        """
        self._remembers = True
        kept = read_arrangement(self._desk.profile)
        self._stack.recall(kept.pages)
        if kept.geometry:
            self.restoreGeometry(kept.geometry)
            # The player may have had the whole screen: one does not begin so.
            self.setWindowState(self.windowState() & ~Qt.WindowState.WindowFullScreen)

    def warm_up(self) -> None:
        """Has the pages that are not there yet made in idle moments; called once the first of them is shown."""
        self._warmer.start()

    def go(self, route: Route) -> None:
        # First of all, as a page that is made only now can fail: one stays then where one is.
        self._stack.page(route.place)
        if self._front is not None and self._route != route and self._route.place is not Place.WELCOME:
            self._trail.append(self._route)
        self._enter(route)

    def go_back(self) -> None:
        self._enter(self._trail.pop() if self._trail else Route(place=Place.LIBRARY))

    def show_problem(self, problem: Problem) -> None:
        self._banner.render_message(problem_message(problem, dismissible=True))

    def say(self, text: str, icon: str = "check") -> None:
        self._toast.notify(text, icon)

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._bend()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        receipts = [file for file in files if place_of_file(file) is Place.SEND]
        if receipts:
            self.go(Route(place=Place.SEND))
            self._stack.page(Place.SEND).take_files(receipts)
        elif files:
            self.go(Route(place=Place.LIBRARY))
            self._stack.page(Place.LIBRARY).take_files(files)

    def open_file(self, file: Path) -> None:
        """A course, or a provider's receipt, that was opened from the file manager or named on the command line."""
        if self._route.place is Place.WELCOME:
            # Who is here for the first time is welcomed first; what was opened comes right after.
            self._enter(replace(self._route, file=file))
        else:
            self.go(Route(place=place_of_file(file), file=file))

    def closeEvent(self, event: QCloseEvent) -> None:
        # What was typed is told, what takes long is given up, and the last act is on disk before the window goes.
        self._warmer.stop()
        if self._front is not None:
            self._front.leave()
        if self._remembers:
            kept = Arrangement(geometry=bytes(self.saveGeometry().data()), pages=self._stack.arranged)
            write_arrangement(self._desk.profile, kept)
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
        self._route = route.entered()
        self._saved_told = False
        self._render_return()
        page.enter(route)
        if route.file is not None:
            page.open_file(route.file)
        self._stack.setCurrentWidget(page)
        self._render_rail()

    def _say_anew(self) -> None:
        """Everything is said in another language: what holds no work at once, and the pages when all work is done."""
        self._saved.clear()
        self._theme.take_letters()
        self._render_rail()
        self._anew.start()

    def _make_pages_anew(self) -> None:
        if not self._door.is_idle:
            return
        self._anew.stop()
        held = _name_of(QApplication.focusWidget())
        if self._front is not None:
            self._front.leave()
            self._front = None
        self._stack.forget()
        self._enter(replace(self._route, field=held or self._route.field))
        self._warmer.begin_anew()

    def _is_idle(self) -> bool:
        """Nobody waits for anything, and nothing plays: making a page would hold up its pictures."""
        return self._door.is_idle and self._route.place is not Place.WATCH

    def _prepare(self) -> None:
        self.setWindowTitle("Carrel")
        self.setAcceptDrops(True)
        self._saved_timer.setSingleShot(True)
        self._anew.setInterval(ANEW_MS)
        self._anew.timeout.connect(self._make_pages_anew)
        self._speech.changed.connect(self._say_anew)
        self._theme.changed.connect(self._bend)
        self._saved_timer.timeout.connect(self._saved.clear)
        self._rail.place_chosen.connect(self._rail_chosen)
        self._banner.dismissed.connect(self._focus_page)
        self._return.clicked.connect(self.go_back)
        self._return.hide()
        self._help.clicked.connect(self._turn_keys)
        back = QShortcut(QKeySequence(QKeySequence.StandardKey.Back), self)
        back.activated.connect(self.go_back)
        quit_ = QShortcut(QKeySequence(QKeySequence.StandardKey.Quit), self)
        quit_.activated.connect(self.close)
        for number, (place, _, _) in enumerate(RAIL, 1):
            to_place = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            to_place.activated.connect(partial(self._rail_chosen, place))
        help_ = QShortcut(QKeySequence("F1"), self)
        for shortcut in (help_, self._question):
            shortcut.activated.connect(self._turn_keys)
        self._question.setEnabled(self._settings.character_keys)
        self._render_rail()

    def _lay_out(self) -> None:
        one, three = self._theme.space("one"), self._theme.space("three")
        self._foot = QWidget()
        # Large words are not cut off where a page would like more height than there is.
        self._foot.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(three - one, 0, three, 0)
        foot.addWidget(self._help)
        foot.addStretch(1)
        foot.addWidget(self._saved, 0, Qt.AlignmentFlag.AlignVCenter)
        messages = QVBoxLayout()
        messages.setContentsMargins(three, 0, three, 0)
        messages.addWidget(self._return, 0, Qt.AlignmentFlag.AlignLeading)
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

    def _render_return(self) -> None:
        """The way back to where something was found to be mended."""
        came_from = self._trail[-1].place if self._trail else Place.LIBRARY
        word = self._rail_words().get(came_from, "")
        self._return.setText(self.tr("Back to {place}").format(place=word))
        self._return.setVisible(self._route.returns and bool(word))

    def _rail_words(self) -> dict[Place, str]:
        return {
            Place.LIBRARY: self.tr("Library"),
            Place.CREDITS: self.tr("Credits"),
            Place.SEND: self.tr("Send"),
            Place.CHECKUP: self.tr("Check-up"),
            Place.PROFILE: self.tr("Profile"),
        }

    def _render_rail(self) -> None:
        words = self._rail_words()
        places = [RailPlace(key=place, word=words[place], icon=icon, low=low) for place, icon, low in RAIL]
        here = self._route.place
        self._rail.render_places(places, here if here in words else Place.LIBRARY)
        # Nobody is led anywhere else while being welcomed.
        self._rail.setVisible(here is not Place.WELCOME)
        self._help.setText(self.tr("? Keys"))

    def _turn_keys(self) -> None:
        """Tells which keys there are here, or no longer: the player's own page may be telling them too."""
        told = next((one for one in self.findChildren(KeyOverview) if one.isVisible()), None)
        if told is not None:
            told.closed.emit()
        elif self._front is not None:
            overview = self._keys = self._keys or self._key_overview()
            sections = (*self._front.keys(), *window_keys())
            overview.render_keys(sections, characters=self._settings.character_keys)
            overview.open()

    def _key_overview(self) -> KeyOverview:
        """Made when somebody asks for it: the window's first sight needs none."""
        overview = KeyOverview(self._theme, self)
        overview.closed.connect(overview.put_away)
        return overview

    def _rail_chosen(self, key: str) -> None:
        self._trail.clear()
        self.go(Route(place=Place(key)))

    def _bend(self) -> None:
        """Large words would take from the page what it needs more."""
        self._rail.keep_narrow(self.width() < self._theme.px(WORDS_BESIDE_FROM))

    def _focus_page(self) -> None:
        if self._front is not None:
            self._front.setFocus()


def _name_of(widget: QWidget | None) -> str:
    """What the page calls what has the keyboard, for sending the keyboard back there."""
    return widget.objectName() if widget is not None else ""
