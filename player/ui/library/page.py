"""The library at work: lists what is on the shelf, adds courses, opens one."""

from __future__ import annotations

import threading
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from player.desk.desk import Desk, Listing
from player.domain.event import CourseHash
from player.domain.problem import Problem
from player.proof.manifest import SignedCourse
from player.ui.door import Lane
from player.ui.host import Host, Page, Place, Route
from player.ui.library.screen import LibraryScreen
from player.ui.library.state import Adding, Entry, LibraryState
from player.ui.pictures import image_of
from player.ui.wording import notice_text


class LibraryPage(Page):
    """`sample` is the course that an empty library offers."""

    def __init__(self, host: Host, *, sample: Path) -> None:
        super().__init__()
        self._host = host
        self._sample = sample
        self._state = LibraryState(entries=(), broken=(), notices=())
        self._adding: Adding | None = None
        self._is_new = True
        self._waiting: list[Path] = []
        self._cancel = threading.Event()
        self._screen = LibraryScreen(host.theme)
        self._screen.opened.connect(self._open)
        self._screen.add_wanted.connect(self._choose_file)
        self._screen.sample_wanted.connect(self._add_sample)
        self._screen.records_wanted.connect(self._open_records)
        self._screen.cancel_wanted.connect(self._cancel.set)
        self.hold(self._screen)

    def give_up(self) -> None:
        self._waiting.clear()
        self._cancel.set()

    def enter(self, route: Route) -> None:
        self._is_new = True
        self._host.door.ask(partial(_load, self._host.desk), self._show)

    def take_files(self, files: list[Path]) -> None:
        """Adds these one after the other; each failure is told and does not stop the rest."""
        self._waiting.extend(files)
        if self._adding is None:
            self._add_next()

    def _show(self, state: LibraryState) -> None:
        self._state = replace(state, adding=self._adding)
        self._screen.render_state(self._state)
        if self._is_new:
            self._is_new = False
            self._screen.focus_first()

    def _open(self, course: CourseHash) -> None:
        self._host.go(Route(place=Place.COURSE, course=course))

    def _choose_file(self) -> None:
        files, _ = QFileDialog.getOpenFileNames(
            self, self.tr("Add a course"), str(Path.home()), self.tr("Courses (*.course)")
        )
        self.take_files([Path(file) for file in files])

    def _open_records(self) -> None:
        self._host.go(Route(place=Place.PROFILE))

    def _add_sample(self) -> None:
        self.take_files([self._sample])

    def _add_next(self) -> None:
        if not self._waiting:
            return
        file = self._waiting.pop(0)
        self._cancel.clear()
        self._moved(Adding(file=file, done=0, size=1))
        self._host.door.ask(partial(self._copy, file), self._added, failed=self._not_added, lane=Lane.PORTER)

    def _copy(self, file: Path) -> SignedCourse:
        """On the porter's lane."""
        return self._host.desk.add_course(file, partial(self._copied, file), self._cancel.is_set)

    def _copied(self, file: Path, done: int, size: int) -> None:
        """On the porter's lane."""
        self._host.door.tell(self._moved, Adding(file=file, done=done, size=size))

    def _moved(self, adding: Adding | None) -> None:
        self._adding = adding
        self._state = replace(self._state, adding=adding)
        self._screen.render_adding(self._state)

    def _added(self, signed: SignedCourse) -> None:
        self._moved(None)
        self._host.say(self.tr("“{title}” is in your library").format(title=signed.course.title))
        self._host.door.ask(partial(_load, self._host.desk), self._show)
        self._add_next()

    def _not_added(self, problem: Problem) -> None:
        self._moved(None)
        if self._cancel.is_set():
            self._host.say(problem.what)
        else:
            self._host.show_problem(problem)
        self._add_next()


def _load(desk: Desk) -> LibraryState:
    """On the desk's lane: everything the library shows."""
    listings = desk.library()
    entries = tuple(entry for listing in listings if (entry := _entry(desk, listing)) is not None)
    now = desk.now()
    shown = (notice_text(n) for e in entries for n in e.signed.course.notices if n.is_shown(now))
    return LibraryState(
        entries=entries,
        broken=tuple(listing for listing in listings if listing.problem is not None),
        notices=tuple(dict.fromkeys(shown)),
        troubles=desk.troubles(),
    )


def _entry(desk: Desk, listing: Listing) -> Entry | None:
    if listing.signed is None or listing.progress is None:
        return None
    return Entry(signed=listing.signed, progress=listing.progress, cover=image_of(desk.cover(listing.signed)))
