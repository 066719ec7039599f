"""Notes and bookmarks beside the recording: “N” writes, “B” marks, and all of it can be taken along as Markdown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog

from player.domain.note import Note
from player.domain.problem import Problem
from player.ui.language import unmarked
from player.ui.watch.companion import Companion
from player.ui.watch.keys import Gesture, Wish
from player.ui.watch.notes_page import NotesPage
from player.ui.watch.player import Player
from player.ui.watch.state import Lesson
from player.ui.widgets.clock import clock_text


class Noting(Companion):
    """A note stands at the time at which its writing began, though the recording may play on meanwhile."""

    def __init__(self, player: Player) -> None:
        super().__init__(player)
        self.page = NotesPage(player.host.theme)
        self._at_ms: int | None = None
        player.screen.panel.add_tab(self.page, self.tr("Notes"), "notebook-pen")
        player.screen.wished.connect(self._fulfil)
        page = self.page
        page.begun.connect(self._begin_note)
        page.written.connect(self._write)
        page.marked.connect(self._mark)
        page.seek_wanted.connect(player.seek)
        page.changed.connect(self._change)
        page.removed.connect(self._remove)
        page.put_back.connect(self._put_back)
        page.export_wanted.connect(self._export)

    def begin(self, lesson: Lesson) -> None:
        self._at_ms = None
        self.page.clear_field()
        self.page.render_notes(())
        self._load(lesson)

    @Slot(object)
    def _fulfil(self, wish: Wish) -> None:
        if wish.gesture is Gesture.NOTE:
            self.player.screen.show_tab(self.page)
            self._at_ms = self.player.transport.position_ms
            self.page.render_time(self._at_ms)
            self.page.begin()
        elif wish.gesture is Gesture.BOOKMARK:
            self._mark()

    @Slot()
    def _begin_note(self) -> None:
        """The first letter says when; a field that is empty again forgets it."""
        empty = not self.page.field.toPlainText().strip()
        if empty:
            self._at_ms = None
        elif self._at_ms is None:
            self._at_ms = self.player.transport.position_ms
        self.page.render_time(self._at_ms)

    @Slot(str)
    def _write(self, text: str) -> None:
        lesson = self.player.lesson
        if lesson is not None:
            at_ms = self.player.transport.position_ms if self._at_ms is None else self._at_ms
            notes = self.player.host.desk.notes
            self._do(partial(notes.write, lesson.signed, lesson.session.id, at_ms=at_ms, text=text), self._written)

    @Slot()
    def _mark(self) -> None:
        lesson = self.player.lesson
        if lesson is not None:
            at_ms, notes = self.player.transport.position_ms, self.player.host.desk.notes
            self._do(partial(notes.write, lesson.signed, lesson.session.id, at_ms=at_ms), self._marked)

    @Slot(object, str)
    def _change(self, note: Note, text: str) -> None:
        self._do(partial(self.player.host.desk.notes.change, note, text), self._again)

    @Slot(object)
    def _remove(self, note: Note) -> None:
        self._do(partial(self.player.host.desk.notes.remove, note), partial(self._removed, note))

    @Slot(object)
    def _put_back(self, note: Note) -> None:
        self._do(partial(self.player.host.desk.notes.put_back, note), self._again)

    @Slot()
    def _export(self) -> None:
        lesson = self.player.lesson
        if lesson is None:
            return
        name = self.tr("Notes on {title}").format(title=lesson.signed.course.title[:60]).replace("/", "-")
        chosen, _ = QFileDialog.getSaveFileName(
            self.page, self.tr("Save as Markdown"), str(Path.home() / f"{unmarked(name)}.md"), "Markdown (*.md)"
        )
        if chosen:
            words = {"bookmark": self.tr("Bookmark"), "elsewhere": self.tr("Sessions of other versions")}
            self._do(partial(self.player.host.desk.notes.export, lesson.signed, Path(chosen), **words), self._exported)

    def _do(self, work: Callable[[], object], then: Callable[..., None]) -> None:
        self.player.host.door.ask(work, then, failed=self._failed)

    def _written(self, note: Note) -> None:
        self._at_ms = None
        self.page.clear_field()
        self._again(note)

    def _marked(self, note: Note) -> None:
        self.player.host.say(self.tr("Bookmark at {time}").format(time=clock_text(note.at_ms)))
        self._again(note)

    def _removed(self, note: Note, _: object) -> None:
        if self.player.lesson is not None:
            self._load(self.player.lesson, gone=note)

    def _again(self, _: object) -> None:
        self.player.host.say_saved()
        if self.player.lesson is not None:
            self._load(self.player.lesson)

    def _load(self, lesson: Lesson, *, gone: Note | None = None) -> None:
        notes = partial(self.player.host.desk.notes.of, lesson.signed)
        self._do(notes, partial(self._show, lesson, gone))

    def _show(self, lesson: Lesson, gone: Note | None, notes: tuple[Note, ...]) -> None:
        now = self.player.lesson
        if now is not None and now.session.id == lesson.session.id:
            self.page.render_notes(tuple(note for note in notes if note.session == lesson.session.id), gone)

    def _exported(self, to: Path) -> None:
        self.player.host.say(self.tr("“{name}” is saved").format(name=to.name))

    def _failed(self, problem: Problem) -> None:
        """What was being written stays in its field."""
        self.player.screen.render_problem(problem)
