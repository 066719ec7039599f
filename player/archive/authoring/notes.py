"""What one rule of the linter found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """`rule` is a stable name, `place` the part of the course, `text` one or two sentences."""

    rule: str
    place: str
    text: str
