"""What a package says of itself: title, description, language, and its parts in their order."""

from __future__ import annotations

from dataclasses import dataclass

MOST_ENTRIES = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A part of the package. `files`: names in the bundle, the one that is opened first.

    `reason`: why nothing of its kind can be taken over; `is_quiz`: its files hold questions.
    """

    id: str
    title: str
    files: tuple[str, ...] = ()
    reason: str = ""
    is_quiz: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """`kind` as a person calls it; `passing_percent` None where the package states none."""

    kind: str
    title: str
    entries: tuple[Entry, ...]
    description: str = ""
    language: str = ""
    passing_percent: int | None = None
