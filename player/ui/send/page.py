"""Sending at work: finds where to write, writes each course's file, and has it verified where it lies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from player.desk.desk import Desk
from player.desk.earned import Sendable
from player.domain.event import CourseHash
from player.domain.problem import Problem
from player.ui.host import Host, Page, Place, Route
from player.ui.send.places import default_folder
from player.ui.send.screen import SendScreen
from player.ui.send.state import Outcome, SendRow, SendState

FindFolder = Callable[[], tuple[Path, bool]]


class SendPage(Page):
    """`find_folder` names the folder to begin with, and whether it is a stick."""

    def __init__(self, host: Host, *, find_folder: FindFolder = default_folder) -> None:
        super().__init__()
        self._host = host
        self._find_folder = find_folder
        self._came_from: CourseHash | None = None
        self._chosen: Path | None = None
        self._state: SendState | None = None
        self._screen = SendScreen(host.theme)
        self._screen.write_wanted.connect(self._write)
        self._screen.folder_wanted.connect(self._change_folder)
        self._screen.library_wanted.connect(self._to_library)
        self.hold(self._screen)

    def enter(self, route: Route) -> None:
        self._came_from = route.course
        self._host.door.ask(self._host.desk.to_send, self._show)

    def _show(self, sendables: tuple[Sendable, ...]) -> None:
        folder, is_stick = (self._chosen, False) if self._chosen else self._find_folder()
        rows = tuple(SendRow(sendable=sendable) for sendable in sendables)
        self._state = SendState(rows=rows, folder=folder, is_stick=is_stick)
        self._screen.begin(self._state, self._came_from)

    def _change_folder(self) -> None:
        if self._state is None:
            return
        folder = ask_folder(self, self._state.folder)
        if folder is not None:
            self._chosen = folder
            self._render(replace(self._state, folder=folder, is_stick=False))

    def _write(self, courses: tuple[CourseHash, ...]) -> None:
        state = self._state
        if state is None:
            return
        waiting = [row for row in state.rows if row.sendable.course in courses and not row.busy]
        for row in waiting:
            work = partial(_write, self._host.desk, row.sendable.course, state.folder)
            self._host.door.ask(work, self._written)
        begun = {row.sendable.course for row in waiting}
        rows = (replace(r, busy=True, outcome=None) if r.sendable.course in begun else r for r in state.rows)
        self._render(replace(state, rows=tuple(rows)))

    def _written(self, done: tuple[Outcome, tuple[Sendable, ...]]) -> None:
        outcome, sendables = done
        if self._state is None:
            return
        rows = tuple(_after(row, outcome, sendables) for row in self._state.rows)
        self._render(replace(self._state, rows=rows))
        if outcome.file is not None:
            self._host.say_saved()

    def _render(self, state: SendState) -> None:
        self._state = state
        self._screen.render_state(state)

    def _to_library(self) -> None:
        self._host.go(Route(place=Place.LIBRARY))


def ask_folder(parent: QWidget, folder: Path) -> Path | None:
    """Another folder to write to; None when that was called off."""
    chosen = QFileDialog.getExistingDirectory(parent, parent.tr("Where to write"), str(folder))
    return Path(chosen) if chosen else None


def _after(row: SendRow, outcome: Outcome, sendables: tuple[Sendable, ...]) -> SendRow:
    if row.sendable.course != outcome.course:
        return row
    now = next((s for s in sendables if s.course == outcome.course), row.sendable)
    return SendRow(sendable=now, outcome=outcome)


def _write(desk: Desk, course: CourseHash, folder: Path) -> tuple[Outcome, tuple[Sendable, ...]]:
    """On the desk's lane: writes the file and reads it back from where it lies. A problem belongs to its course."""
    file: Path | None = None
    try:
        file = desk.export(desk.package(course).signed, folder)
        verdict = desk.verify(file).verdict
    except Problem as problem:
        return Outcome(course=course, file=file, problem=problem), desk.to_send()
    outcome = Outcome(course=course, file=file, grade=verdict.grade, specimen=verdict.is_specimen)
    return outcome, desk.to_send()
