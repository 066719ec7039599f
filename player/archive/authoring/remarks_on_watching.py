"""What counts as watching, for the linter: asking that learners can bear, and codes that they can type."""

from __future__ import annotations

from collections.abc import Iterator

from player.archive.authoring.notes import Note
from player.archive.authoring.times import clock
from player.domain.course import Course
from player.domain.policy import bare

_OFTEN_MINUTES = 5
_SHORT_PATIENCE_SECONDS = 30
_AT_THE_END_MS = 1_000
_LONGEST_CODE = 12
_SHORTEST_CODE = 3
_ALIKE = frozenset("0o1il")
"""Beside each other on a slide, these are taken for one another."""


def presence_asked_too_often(course: Course) -> Iterator[Note]:
    checks = course.watch.presence
    if checks is None:
        return
    if checks.least_minutes < _OFTEN_MINUTES:
        text = f"Learners may be asked every {checks.least_minutes} min whether they are there."
        yield Note("presence-often", "watch, presence", text)
    if checks.patience_seconds < _SHORT_PATIENCE_SECONDS:
        text = f"After {checks.patience_seconds} s the recording is stopped, sooner than everybody can answer."
        yield Note("presence-patience", "watch, presence", text)


def checkpoint_at_the_end(course: Course) -> Iterator[Note]:
    for session in course.sessions:
        for checkpoint in session.checkpoints:
            if session.duration_ms - _AT_THE_END_MS <= checkpoint.at_ms < session.duration_ms:
                place = f"session {session.id}, checkpoint {checkpoint.id}"
                text = f"It comes at {clock(checkpoint.at_ms)}, in the last second of the recording."
                yield Note("checkpoint-late", place, text)


def code_hard_to_type(course: Course) -> Iterator[Note]:
    for session in course.sessions:
        for checkpoint in session.checkpoints:
            place = f"session {session.id}, checkpoint {checkpoint.id}"
            yield from (
                Note("checkpoint-code", place, f"The code “{code}” {fault}.")
                for code in checkpoint.codes
                if (fault := _hard(code))
            )


def _hard(code: str) -> str:
    """Why a code is hard to read off a slide or to hear, or easy to guess; empty when it is neither."""
    letters = bare(code)
    if not letters.isascii():
        return "has letters that are not on every keyboard"
    if len(letters) > _LONGEST_CODE:
        return f"has more than {_LONGEST_CODE} letters and digits"
    if len(letters) < _SHORTEST_CODE:
        return "is quickly guessed"
    # Digits alone, or letters alone, are read as what they are.
    mixed = not letters.isdigit() and not letters.isalpha()
    return "has letters and digits that look alike (0 and O, 1, I and L)" if mixed and _ALIKE & set(letters) else ""
