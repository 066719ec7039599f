"""What a page may ask of the window that shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QVBoxLayout, QWidget

from player.desk.desk import Desk
from player.domain.course import SessionId
from player.domain.event import CourseHash
from player.domain.problem import Problem
from player.ui.desktop.port import Desktop
from player.ui.door import Door
from player.ui.keys import KeySection
from player.ui.settings import Settings
from player.ui.theme import Theme


class Place(StrEnum):
    """The pages of the window."""

    WELCOME = "welcome"
    LIBRARY = "library"
    COURSES = "courses"
    COURSE = "course"
    WATCH = "watch"
    QUIZ = "quiz"
    EVALUATION = "evaluation"
    CLAIM = "claim"
    CERTIFICATE = "certificate"
    CREDITS = "credits"
    SEND = "send"
    CHECKUP = "checkup"
    PROFILE = "profile"
    TAKE_AWAY = "take-away"


PUBLIC_PLACES = frozenset(
    {Place.COURSE, Place.WATCH, Place.QUIZ, Place.EVALUATION, Place.CLAIM, Place.CERTIFICATE},
)
"""The pages that may stand where anybody can walk up. From there LIBRARY leads to the choice of courses and TAKE_AWAY
to the ways of taking a document along; the public window has both of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where to go: a place and, where it needs them, the course, session or offer it is about.

    `play`: the recording begins by itself. It is so once; who comes back to the place finds it at rest.
    `returns`: one goes there only to mend something, and a way back to where one came from stands above the page.
    `field`: what is to be mended there, as an `Objection` names its source; the keyboard goes to it.
    `file`: what is opened there, once; at the welcome, what is opened after it.
    """

    place: Place
    course: CourseHash | None = None
    session: SessionId | None = None
    offer: str | None = None
    play: bool = False
    returns: bool = False
    field: str = ""
    file: Path | None = None

    def entered(self) -> Route:
        """As it is entered again: a recording begins, and a file is opened, no second time."""
        return replace(self, play=False, file=self.file if self.place is Place.WELCOME else None)


class Host(Protocol):
    """The window, as its pages know it. `desk` is only ever used inside work that is sent through `door`."""

    @property
    def desk(self) -> Desk: ...
    @property
    def door(self) -> Door: ...
    @property
    def theme(self) -> Theme: ...
    @property
    def settings(self) -> Settings: ...
    @property
    def desktop(self) -> Desktop:
        """The system around the window."""
        ...

    @property
    def public(self) -> bool:
        """Whether the window stands where anybody can walk up: no dialog, no other program and no file of this computer
        can be opened from it, and nothing goes onto the clipboard. What one takes away goes other ways."""
        ...

    @property
    def most_volume(self) -> int:
        """The loudest that anybody may turn it to, in per cent."""
        ...

    def change_settings(self, settings: Settings) -> None: ...
    def go(self, route: Route) -> None:
        """Leaves the present page and enters another."""
        ...

    def go_back(self) -> None:
        """To where the learner came from."""
        ...

    def show_problem(self, problem: Problem) -> None:
        """Shows a problem in place, above the page, until it is dismissed or the page is left."""
        ...

    def say(self, text: str, icon: str = "check") -> None:
        """A short notice that goes away by itself. The tick is for what was done; what was not has another icon."""
        ...

    def say_saved(self) -> None:
        """Tells quietly that what was just done is on disk: called only after the ledger's commit."""
        ...

    def set_full_screen(self, full: bool) -> None:
        """Gives the page the whole screen, without rail or status line, or takes it back."""
        ...


RECEIPT_SUFFIX = ".receipt"


def place_of_file(file: Path) -> Place:
    """The page that knows what to do with a file that was opened from outside."""
    return Place.SEND if file.suffix.lower() == RECEIPT_SUFFIX else Place.LIBRARY


class Page(QWidget):
    """One place of the window. `enter` loads what it shows through the door and renders it; `leave` stops what runs."""

    def hold(self, screen: QWidget) -> None:
        """Fills the page with its screen."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(screen)

    def enter(self, route: Route) -> None:
        raise NotImplementedError

    def leave(self) -> None:
        """Nothing to stop, for most pages."""

    def take_files(self, files: list[Path]) -> None:
        """Files that were dropped on the window, for the page that knows what to do with them."""

    def open_file(self, file: Path) -> None:
        """A file that was opened from outside the window, for the page that knows what to do with it."""

    def give_up(self) -> None:
        """The window closes: what could take long ends now."""

    def arrangement(self) -> Mapping[str, tuple[int, ...]]:
        """What is to be the same when the page is made the next time: an open tab, widths of columns. Nothing, mostly.

        Each name of a page's own goes with a few numbers from 0 on.
        """
        return {}

    def arrange(self, kept: Mapping[str, tuple[int, ...]]) -> None:
        """Brings back what `arrangement` said; what makes no sense is passed over."""

    def keys(self) -> tuple[KeySection, ...]:
        """What keys do here beside those of the whole window, as the overview of keys tells it."""
        return ()


PageMaker = Callable[[], Page]
FindMaker = Callable[[Place], PageMaker]
"""Loads the code of the page at a place, and gives what makes the page."""
