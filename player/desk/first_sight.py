"""What of a large library is seen first: checked before the rest, so that nobody waits for what is not in sight.

Which courses these are is told by outlines, which nobody checked; what is shown of them is checked as ever.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from player.desk.ports import Shelf, Shelved
from player.domain.event import CourseHash
from player.proof.manifest import SignedCourse

AT_ONCE = 24
"""New courses that are looked at first: more than a window shows."""
LEAST = 2 * AT_ONCE
"""A library with fewer is looked at as a whole."""


class Outline(Protocol):
    """What a course says of itself, unchecked; `is_here`: its files are, as far as anybody knows."""

    @property
    def hash(self) -> CourseHash: ...
    @property
    def id(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def opens(self) -> date: ...
    @property
    def last_day(self) -> date: ...
    @property
    def notices(self) -> Sequence[tuple[datetime, datetime]]: ...
    @property
    def is_here(self) -> bool: ...


class Glimpse(Protocol):
    """Some courses, checked, with every other version of each."""

    @property
    def shelved(self) -> Sequence[Shelved]: ...
    @property
    def editions(self) -> Mapping[CourseHash, Sequence[SignedCourse]]: ...


class OutlinedShelf(Shelf, Protocol):
    """A shelf that can be looked at in parts."""

    def outlines(self) -> Sequence[Outline]:
        """Of every course that was ever here; none where they do not tell all, or everything was looked at before."""
        ...

    def glimpse(self, courses: Collection[CourseHash]) -> Glimpse: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """`first`: the courses to look at first, with every other version of them; `rest`: the others that are here."""

    first: frozenset[CourseHash]
    rest: tuple[CourseHash, ...]


def choice_among(outlines: Sequence[Outline], begun: Collection[CourseHash], now: datetime) -> Choice | None:
    """Those in which anything was done, those with a notice to show, and of the others the first new ones by title.

    One that is not open comes with them, where there is any: it tells that there will be a group of these. None for a
    library that is small enough to be looked at as a whole.
    """
    if len(outlines) < LEAST:
        return None
    begun_ids = {outline.id for outline in outlines if outline.hash in begun}
    newest = _newest(outline for outline in outlines if outline.is_here)
    ids = {one.id for one in newest if one.id in begun_ids or _speaks(one, now)}
    others = sorted((one for one in newest if one.id not in ids), key=lambda one: (one.title, -one.version))
    today = now.date()
    is_open = [one.opens <= today <= one.last_day for one in others]
    new = [one.id for one, open_ in zip(others, is_open, strict=True) if open_]
    closed = [one.id for one, open_ in zip(others, is_open, strict=True) if not open_]
    ids |= {*new[:AT_ONCE], *closed[:1]}
    first = frozenset(outline.hash for outline in outlines if outline.id in ids)
    return Choice(first=first, rest=tuple(one.hash for one in outlines if one.is_here and one.hash not in first))


def _newest(outlines: Iterable[Outline]) -> list[Outline]:
    found: dict[str, Outline] = {}
    for outline in outlines:
        if outline.id not in found or found[outline.id].version < outline.version:
            found[outline.id] = outline
    return list(found.values())


def _speaks(outline: Outline, now: datetime) -> bool:
    # A time without a zone is refused when the course is checked.
    return any(since.tzinfo and until.tzinfo and since <= now <= until for since, until in outline.notices)
