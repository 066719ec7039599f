"""The courses on this computer at work: checks, repairs, removes and moves them, one thing at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QFileDialog

from player.desk.desk import Desk
from player.desk.library import Listing
from player.desk.ports import Mended
from player.domain.problem import Problem
from player.domain.whereabouts import Whereabouts
from player.ui.courses.screen import CoursesScreen
from player.ui.courses.state import CoursesState, Work
from player.ui.courses.words import mended_message, moved_text, removed_text, title_of, whole_text
from player.ui.door import Lane
from player.ui.host import Host, Page, Place, Route
from player.ui.language import told, tr
from player.ui.table_saving import TableSaving
from player.ui.widgets.banner import Message
from player.ui.widgets.tone import Tone
from player.ui.wording import problem_message, size_text

T = TypeVar("T")


class _Stopped(Problem):
    what_template = "It was stopped."
    meaning_template = "Nothing was lost."
    remedy_template = "Begin it again whenever you like."


class CoursesPage(Page):
    """Whatever touches the files goes to the porter, who does one thing after the other."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._stop = threading.Event()
        self._work = Work(what="")
        self._is_new = True
        self._screen = CoursesScreen(host.theme)
        self._screen.back_wanted.connect(self._back)
        self._screen.home_wanted.connect(self._choose_home)
        self._screen.own_home_wanted.connect(self._use_own_home)
        self._screen.move_wanted.connect(self._move)
        self._screen.tidy_wanted.connect(self._tidy)
        self._screen.check_wanted.connect(self._check)
        self._screen.repair_wanted.connect(self._repair)
        self._screen.removal_wanted.connect(self._remove)
        self._screen.cancel_wanted.connect(self._stop.set)
        self.hold(self._screen)
        TableSaving(host, self)

    def enter(self, route: Route) -> None:
        self._is_new = True
        self._screen.render_outcome(None)
        self._look()

    def give_up(self) -> None:
        self._stop.set()

    def _look(self) -> None:
        self._host.door.ask(partial(_load, self._host.desk), self._show)

    def _show(self, state: CoursesState) -> None:
        self._screen.render_state(state)
        if self._is_new:
            self._is_new = False
            self._screen.focus_first()

    def _back(self) -> None:
        self._host.go(Route(place=Place.LIBRARY))

    # --- one course --------------------------------------------------------------------------------------

    def _check(self, listing: Listing) -> None:
        title = title_of(listing)
        word = str(listing.signed.hash if listing.signed else listing.path)
        work = partial(_verify, self._host.desk, word, self._watch)
        begun = Work(what=tr("Checking “{title}”").format(title=title), at=listing.path)
        self._begin(begun, work, partial(self._checked, title), failed=partial(self._not_whole, listing))

    def _checked(self, title: str, _: None) -> None:
        self._end(Message(what=f"{whole_text(title)}.", tone=Tone.GOOD, dismissible=True))

    def _not_whole(self, listing: Listing, problem: Problem) -> None:
        """What is copied can be mended here and now; what lies elsewhere is another's."""
        self._failed(problem, action=tr("Repair…") if listing.where is Whereabouts.HERE else "")

    def _repair(self, listing: Listing) -> None:
        good, _ = QFileDialog.getOpenFileName(
            self, tr("Choose a good copy of this course"), str(Path.home()), tr("Courses (*.course)")
        )
        if good and listing.signed is not None:
            title = title_of(listing)
            work = partial(self._host.desk.courses.repair, listing.signed.hash, good, self._watch)
            begun = Work(what=tr("Repairing “{title}”").format(title=title), at=listing.path)
            self._begin(begun, work, partial(self._repaired, title))

    def _repaired(self, title: str, mended: Mended) -> None:
        self._end(mended_message(title, mended))

    def _remove(self, listing: Listing) -> None:
        word = str(listing.signed.hash if listing.signed else listing.path)
        self._stop.clear()
        self._work = Work(what="", at=listing.path)
        self._screen.render_outcome(None)
        done = partial(self._removed, title_of(listing))
        remove = partial(self._host.desk.courses.remove, word)
        self._host.door.ask(remove, done, failed=self._failed, lane=Lane.PORTER)

    def _removed(self, title: str, freed: int) -> None:
        self._host.say(removed_text(title, freed))
        self._look()

    # --- all courses -------------------------------------------------------------------------------------

    def _choose_home(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Choose a folder for courses"), str(Path.home()))
        if folder:
            self._settle_in(Path(folder))

    def _use_own_home(self) -> None:
        self._settle_in(None)

    def _settle_in(self, folder: Path | None) -> None:
        choose = partial(self._host.desk.courses.choose_home, folder)
        self._host.door.ask(choose, self._settled, failed=self._failed, lane=Lane.PORTER)

    def _settled(self, _: None) -> None:
        self._host.say(tr("Courses are copied there from now on"))
        self._look()

    def _move(self) -> None:
        work = partial(self._host.desk.courses.move_home, self._watch, self._stop.is_set)
        self._begin(Work(what=tr("Moving your courses")), work, self._moved)

    def _moved(self, count: int) -> None:
        self._host.say(moved_text(count))
        self._end(None)

    def _tidy(self) -> None:
        tidy = self._host.desk.courses.forget_leftovers
        self._host.door.ask(tidy, self._tidied, failed=self._failed, lane=Lane.PORTER)

    def _tidied(self, freed: int) -> None:
        self._host.say(tr("{size} are free again").format(size=size_text(freed)))
        self._look()

    # --- what takes long ---------------------------------------------------------------------------------

    def _begin(
        self,
        begun: Work,
        work: Callable[[], T],
        then: Callable[[T], None],
        *,
        failed: Callable[[Problem], None] | None = None,
    ) -> None:
        self._stop.clear()
        self._work = begun
        self._screen.render_outcome(None)
        self._screen.render_work(begun)
        self._host.door.ask(work, then, failed=failed or self._failed, lane=Lane.PORTER)

    def _watch(self, done: int, whole: int) -> None:
        """On the porter's lane."""
        if self._stop.is_set():
            raise _Stopped
        self._host.door.tell(self._screen.render_work, replace(self._work, done=done, whole=whole))

    def _failed(self, problem: Problem, *, action: str = "") -> None:
        if self._stop.is_set():
            self._host.say(told(problem).what, "triangle-alert")
            self._end(None)
            return
        self._end(problem_message(problem, action=action, dismissible=True))

    def _end(self, message: Message | None) -> None:
        self._screen.render_work(None)
        self._screen.render_outcome(message, self._work.at)
        self._look()


def _load(desk: Desk) -> CoursesState:
    """On the desk's lane."""
    courses = desk.courses
    return CoursesState(
        listings=courses.listings(), home=courses.home, own_home=courses.home.is_relative_to(desk.profile)
    )


def _verify(desk: Desk, word: str, watch: Callable[[int, int], None]) -> None:
    """On the porter's lane."""
    package = desk.package(word)
    try:
        package.verify(watch)
    finally:
        package.close()
