"""Notes: what a learner writes down while watching, for nobody's eyes but their own, and never evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NewType

from player.domain.course import Course, CourseId, SessionId

NoteId = NewType("NoteId", str)
"""A random 128-bit id in hex, so that the notes of two backups come together without loss."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Words at a time of a session; without words it is a bookmark.

    It belongs to the course in all its versions. `made_ms`, `changed_ms`: ms since 1970 UTC by the computer's clock.
    """

    id: NoteId
    course: CourseId
    session: SessionId
    at_ms: int
    text: str
    made_ms: int
    changed_ms: int

    @property
    def is_bookmark(self) -> bool:
        return not self.text.strip()


def in_order(notes: Iterable[Note]) -> tuple[Note, ...]:
    """By their times in the recording, those of the same time as they were made."""
    return tuple(sorted(notes, key=lambda note: (note.at_ms, note.made_ms, note.id)))


def as_markdown(course: Course, notes: Iterable[Note], *, bookmark: str, elsewhere: str) -> str:
    """The notes of a course by session and time, as Markdown (CommonMark).

    `bookmark`: the word for a note without words; `elsewhere`: the heading over notes on sessions that this version
    of the course has no more.
    """
    known = tuple(notes)
    here = {session.id for session in course.sessions}
    headed = [(session.title, [note for note in known if note.session == session.id]) for session in course.sessions]
    headed.append((elsewhere, [note for note in known if note.session not in here]))
    parts = [f"# {_plain(course.title)}"]
    for title, those in headed:
        if those:
            parts.append(f"## {_plain(title)}")
            parts.append("\n".join(_item(note, bookmark) for note in in_order(those)))
    return "\n\n".join(parts) + "\n"


def _item(note: Note, bookmark: str) -> str:
    """The learner's own words are left as they are: who writes Markdown means it."""
    words = note.text.strip() or f"*{bookmark}*"
    first, *rest = words.splitlines()
    return "\n".join((f"- **{_time(note.at_ms)}** {first}", *(f"  {line}".rstrip() for line in rest)))


def _time(at_ms: int) -> str:
    minutes, seconds = divmod(at_ms // 1000, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def _plain(title: str) -> str:
    """A title on one line, with what Markdown would take for a sign of its own shown as it is."""
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>#" else letter for letter in " ".join(title.split()))
