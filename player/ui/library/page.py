"""The library at work: lists what is on the shelf, adds courses, opens one."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFileDialog

from player.desk.desk import Desk, Listing
from player.domain.event import CourseHash
from player.domain.problem import Problem
from player.domain.whereabouts import Whereabouts
from player.proof.manifest import SignedCourse
from player.ui.door import Lane
from player.ui.host import Host, Page, Place, Route
from player.ui.keys import KeySection
from player.ui.language import told
from player.ui.library.coming_home import ComingsHome, is_from_elsewhere
from player.ui.library.covers import Covers
from player.ui.library.introduction import Introduced, Introducer, introduces
from player.ui.library.screen import LibraryScreen
from player.ui.library.state import Adding, Entry, LibraryState
from player.ui.wording import notice_text

FEW = 16
"""Courses that are looked at together while nobody waits for them: the desk is busy for a hundredth of a second."""
SURE_AFTER_S = 2.0
"""How long copying goes on before it is told how long it will take."""


class Wanted(NamedTuple):
    """A file that is to be added; `in_place`: it is played from where it lies."""

    file: Path
    in_place: bool


class FirstState(NamedTuple):
    """What is shown first, and the courses that are looked at then; None where this is everything."""

    state: LibraryState
    rest: tuple[CourseHash, ...] | None


class LibraryPage(Page):
    """`sample` is the course that an empty library offers; `introducer` knows the files that introduce publishers."""

    def __init__(self, host: Host, *, sample: Path, introducer: Introducer) -> None:
        super().__init__()
        self._host = host
        self._sample = sample
        self._introducer = introducer
        self._introduced: Introduced | None = None
        self._state = LibraryState(entries=(), broken=(), notices=())
        self._adding: Adding | None = None
        self._began_s = 0.0
        self._instead = False
        self._is_new = True
        self._waiting: list[Wanted] = []
        self._to_open: Path | None = None
        self._cancel = threading.Event()
        self._screen = LibraryScreen(host.theme)
        self._screen.opened.connect(self._open)
        self._screen.add_wanted.connect(self._choose_file)
        self._screen.sample_wanted.connect(self._add_sample)
        self._screen.records_wanted.connect(self._open_records)
        self._screen.cancel_wanted.connect(self._cancel.set)
        self._screen.instead_wanted.connect(self._play_instead)
        self._screen.in_place_wanted.connect(self._choose_in_place)
        self._screen.folder_wanted.connect(self._choose_folder)
        self._screen.courses_wanted.connect(self._open_courses)
        self._screen.believed.connect(self._believe)
        self._screen.declined.connect(self._decline)
        self._covers = Covers(host.door, self._read_cover, host.theme.tokens.covers, self)
        self._covers.came.connect(self._screen.render_cover)
        self._screen.cover_wanted.connect(self._want_cover)
        self._homes = ComingsHome(host, self)
        self._homes.asked.connect(self._screen.render_homecoming)
        self._homes.came.connect(self._look_again)
        self._screen.home_agreed.connect(self._homes.agree)
        self._screen.home_declined.connect(self._homes.decline)
        self.hold(self._screen)

    def give_up(self) -> None:
        self._waiting.clear()
        self._cancel.set()

    def keys(self) -> tuple[KeySection, ...]:
        return ((self.tr("Library"), (("← → ↑ ↓", self.tr("From course to course")),)),)

    def enter(self, route: Route) -> None:
        self._is_new = True
        self._host.door.ask(partial(_begin, self._host.desk), self._show_first)

    def leave(self) -> None:
        self._covers.forget()

    def take_files(self, files: list[Path]) -> None:
        """Adds these one after the other; each failure is told and does not stop the rest."""
        for file in filter(introduces, files):
            self._introduce(file)
        self._homes.take([file for file in files if is_from_elsewhere(file)])
        courses = (file for file in files if not introduces(file) and not is_from_elsewhere(file))
        self._take(courses, in_place=False)

    def open_file(self, file: Path) -> None:
        """Adds a course that was opened from outside and goes to its page; or goes on with what was done elsewhere."""
        self._to_open = file
        self.take_files([file])

    def _take(self, files: Iterable[Path], *, in_place: bool) -> None:
        self._waiting.extend(Wanted(file, in_place) for file in files)
        if self._adding is None:
            self._add_next()

    def _look_again(self) -> None:
        self._host.door.ask(partial(_load, self._host.desk), self._show)

    def _show_first(self, first: FirstState) -> None:
        self._show(first.state)
        if first.rest is not None:
            self._look_through(first.rest)

    def _look_through(self, rest: tuple[CourseHash, ...]) -> None:
        """The courses that are not in sight, a few at a time: whatever the learner does comes between."""
        if not rest:
            self._look_again()
            return
        look = partial(self._host.desk.courses.look_through, rest[:FEW])
        self._host.door.ask(look, partial(self._looked, rest[FEW:]))

    def _looked(self, rest: tuple[CourseHash, ...], _: None) -> None:
        self._look_through(rest)

    def _show(self, state: LibraryState) -> None:
        self._state = replace(state, adding=self._adding)
        self._screen.render_state(self._state)
        if self._is_new:
            self._is_new = False
            self._screen.focus_first()

    def _want_cover(self, entry: Entry, size: QSize) -> None:
        self._covers.want(entry.signed, size)

    def _read_cover(self, signed: SignedCourse) -> bytes | None:
        """On the desk's lane."""
        return self._host.desk.cover(signed)

    def _open(self, course: CourseHash) -> None:
        self._host.go(Route(place=Place.COURSE, course=course))

    def _choose_file(self) -> None:
        self._take(self._chosen(self.tr("Add a course")), in_place=False)

    def _choose_in_place(self) -> None:
        self._take(self._chosen(self.tr("Play a course from where it lies")), in_place=True)

    def _chosen(self, title: str) -> list[Path]:
        files, _ = QFileDialog.getOpenFileNames(self, title, str(Path.home()), self.tr("Courses (*.course)"))
        return [Path(file) for file in files]

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Add an unpacked course"), str(Path.home()))
        if folder:
            self._take([Path(folder)], in_place=False)

    def _open_courses(self) -> None:
        self._host.go(Route(place=Place.COURSES))

    def _play_instead(self) -> None:
        self._instead = True
        self._cancel.set()

    def _open_records(self) -> None:
        self._host.go(Route(place=Place.PROFILE))

    def _add_sample(self) -> None:
        self.take_files([self._sample])

    def _add_next(self) -> None:
        if not self._waiting:
            return
        wanted = self._waiting.pop(0)
        self._cancel.clear()
        self._instead = False
        self._began_s = time.monotonic()
        self._moved(Adding(file=wanted.file, done=0, size=0, in_place=wanted.in_place))
        self._host.door.ask(partial(self._copy, wanted), self._added, failed=self._not_added, lane=Lane.PORTER)

    def _copy(self, wanted: Wanted) -> SignedCourse:
        """On the porter's lane."""
        watch = partial(self._copied, wanted)
        return self._host.desk.courses.add(wanted.file, watch, self._cancel.is_set, in_place=wanted.in_place)

    def _copied(self, wanted: Wanted, done: int, size: int) -> None:
        """On the porter's lane."""
        passed_s = time.monotonic() - self._began_s
        left_s = round(passed_s * (size - done) / done) if done and passed_s > SURE_AFTER_S else None
        adding = Adding(file=wanted.file, done=done, size=size, left_s=left_s, in_place=wanted.in_place)
        self._host.door.tell(self._moved, adding)

    def _moved(self, adding: Adding | None) -> None:
        self._adding = adding
        self._state = replace(self._state, adding=adding)
        self._screen.render_adding(self._state)

    def _added(self, signed: SignedCourse) -> None:
        file = self._adding.file if self._adding else None
        self._moved(None)
        self._host.say(self.tr("“{title}” is in your library").format(title=signed.course.title))
        self._host.door.ask(partial(_load, self._host.desk), self._show)
        if file is not None and file == self._to_open:
            self._open(signed.hash)
        self._add_next()

    def _not_added(self, problem: Problem) -> None:
        file = self._adding.file if self._adding else None
        self._moved(None)
        if self._instead and file is not None:
            self._waiting.insert(0, Wanted(file, in_place=True))
        elif self._cancel.is_set():
            self._host.say(told(problem).what, "triangle-alert")
        else:
            self._host.show_problem(problem)
        self._add_next()

    # --- who is believed ---------------------------------------------------------------------------------

    def _introduce(self, file: Path) -> None:
        self._host.door.ask(partial(self._introducer.describe, file), self._show_introduced)

    def _show_introduced(self, introduced: Introduced) -> None:
        self._introduced = introduced
        self._screen.render_introduction(introduced)

    def _believe(self) -> None:
        found = self._introduced
        if found is not None:
            # The fingerprint that was shown: the file may be another one by now.
            believe = partial(self._introducer.believe, found.file, found.fingerprint)
            self._host.door.ask(believe, partial(self._believed, found))

    def _believed(self, found: Introduced, _: None) -> None:
        self._decline()
        kept = self.tr("What the file says of {name} is kept") if found.proven else self.tr("You trust {name} now")
        self._host.say(kept.format(name=found.name))
        self._host.door.ask(partial(_load, self._host.desk), self._show)

    def _decline(self) -> None:
        self._introduced = None
        self._screen.render_introduction(None)
        self._screen.focus_first()


def _begin(desk: Desk) -> FirstState:
    """On the desk's lane: what the library shows first, which is everything unless there is very much."""
    sight = desk.first_sight()
    if sight is None:
        return FirstState(_load(desk), None)
    # What is wrong with the records is told with the whole: to find it, all of them are read.
    state = _state(desk, sight.listings, ())
    # Where hardly one of them could be shown, what stands first is not known.
    return FirstState(state, sight.rest) if state.entries else FirstState(_load(desk), None)


def _load(desk: Desk) -> LibraryState:
    """On the desk's lane: everything the library shows."""
    return _state(desk, desk.library(), desk.troubles())


def _state(desk: Desk, listings: Sequence[Listing], troubles: tuple[Problem, ...]) -> LibraryState:
    entries = tuple(entry for listing in listings if (entry := _entry(listing)) is not None)
    now = desk.now()
    shown = (notice_text(n) for e in entries for n in e.signed.course.notices if n.is_shown(now))
    return LibraryState(
        entries=entries,
        broken=tuple(listing for listing in listings if listing.problem is not None and not _is_away(listing)),
        notices=tuple(dict.fromkeys(shown)),
        troubles=troubles,
    )


def _entry(listing: Listing) -> Entry | None:
    """An older version is told of on its course's page; here the newest that can be opened stands for all."""
    if listing.signed is None or listing.progress is None or listing.superseded:
        return None
    return Entry(
        signed=listing.signed,
        progress=listing.progress,
        is_reachable=not _is_away(listing),
    )


def _is_away(listing: Listing) -> bool:
    return listing.where is Whereabouts.OUT_OF_REACH
