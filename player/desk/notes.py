"""The learner's notes and bookmarks: kept with the particulars, apart from all evidence."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from player.desk.ports import Notebook
from player.domain.clock import Clock
from player.domain.course import SessionId
from player.domain.learner import LearnerId
from player.domain.note import Note, NoteId, as_markdown, in_order
from player.proof.files import write_whole
from player.proof.manifest import SignedCourse

LONGEST_TEXT = 20_000


class Notes:
    """What one learner wrote down. Everything is on disk when a call returns; all of it may raise a `Problem`."""

    def __init__(self, notebook: Notebook, *, clock: Clock, learner: Callable[[], LearnerId]) -> None:
        self._notebook = notebook
        self._clock = clock
        self._learner = learner

    def of(self, signed: SignedCourse) -> tuple[Note, ...]:
        """All notes on a course, in whichever version they were made, by their times."""
        return in_order(self._notebook.notes(self._learner(), signed.course.id))

    def write(self, signed: SignedCourse, session: SessionId, *, at_ms: int, text: str = "") -> Note:
        """A new note; without words a bookmark."""
        now = self._clock.stamp().wall_ms
        note = Note(
            id=NoteId(secrets.token_hex(16)),
            course=signed.course.id,
            session=session,
            at_ms=at_ms,
            text=text[:LONGEST_TEXT],
            made_ms=now,
            changed_ms=now,
        )
        return self.put_back(note)

    def change(self, note: Note, text: str) -> Note:
        changed = replace(note, text=text[:LONGEST_TEXT], changed_ms=self._clock.stamp().wall_ms)
        return self.put_back(changed)

    def remove(self, note: Note) -> None:
        self._notebook.remove(note.id)

    def put_back(self, note: Note) -> Note:
        """A note as it was before it was removed."""
        self._notebook.keep(self._learner(), note)
        return note

    def export(self, signed: SignedCourse, to: Path, *, bookmark: str, elsewhere: str) -> Path:
        """Writes all notes on a course into the Markdown file `to`; see `as_markdown` for the words."""
        text = as_markdown(signed.course, self.of(signed), bookmark=bookmark, elsewhere=elsewhere)
        write_whole(to, text.encode())
        return to
