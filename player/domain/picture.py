"""A picture that belongs to a course, with the words for those who do not see it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """`path` is the image's name in the package."""

    path: str
    alt: str
