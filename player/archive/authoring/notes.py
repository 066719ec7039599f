"""What one rule of the linter found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """`rule` is a name in `rules.RULES`, `place` the part of the course, `text` one or two sentences.

    `file` and `line` where it lies in a file of its own (captions); else the place is looked up in course.toml.
    """

    rule: str
    place: str
    text: str
    file: str = ""
    line: int = 0
