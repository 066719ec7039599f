"""What of a large library is seen first: checked before the rest, so that nobody waits for what is not in sight.

Which courses these are is told by outlines, which nobody checked; what is shown of them is checked as ever.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Protocol

from player.desk.ports import Shelf, Shelved
from player.domain.event import CourseHash
from player.domain.tally import Reach
from player.proof.manifest import SignedCourse

AT_ONCE = 24
"""Courses that are looked at first: more than a window shows."""
LEAST_OF_EACH = 1
"""Of those begun, new, done and closed: it tells that there will be a group of them."""
LEAST = 2 * AT_ONCE
"""A library with fewer is looked at as a whole."""


class Outline(Protocol):
    """What a course says of itself, unchecked; `is_here`: its files are, as far as anybody knows. `duration_ms`: of all
    its sessions together."""

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
    def duration_ms(self) -> int: ...
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


def choice_among(outlines: Sequence[Outline], reaches: Collection[Reach], now: datetime) -> Choice | None:
    """Those that stand first, as far as outlines and tallies tell: begun, new, done, closed, a few of each at least.

    One with a notice to show is always among them. None for a library that is small enough to be looked at as a whole.
    """
    if len(outlines) < LEAST:
        return None
    newest = _newest(outline for outline in outlines if outline.is_here)
    groups = _groups(newest, _furthest(outlines, reaches), now.date())
    at_once = [*chain.from_iterable(groups)][:AT_ONCE]
    firsts = [one for group in groups for one in group[:LEAST_OF_EACH]]
    ids = {one.id for one in (*at_once, *firsts, *(one for one in newest if _speaks(one, now)))}
    first = frozenset(outline.hash for outline in outlines if outline.id in ids)
    return Choice(first=first, rest=tuple(one.hash for one in outlines if one.is_here and one.hash not in first))


def _groups(newest: Iterable[Outline], reached: Mapping[str, Reach], today: date) -> Sequence[Sequence[Outline]]:
    """In each group what will stand first is first."""
    begun: list[Outline] = []
    new: list[Outline] = []
    done: list[Outline] = []
    closed: list[Outline] = []
    for one in sorted(newest, key=lambda one: (one.title, -one.version)):
        reach = reached.get(one.id)
        if not one.opens <= today <= one.last_day:
            closed.append(one)
        elif reach is None or not _is_begun(reach):
            new.append(one)
        else:
            (done if reach.certificates else begun).append(one)
    begun.sort(key=lambda one: _way_to_go(one, reached[one.id]))
    return begun, new, done, closed


def _furthest(outlines: Iterable[Outline], reaches: Collection[Reach]) -> Mapping[str, Reach]:
    """By the course's id: an update goes on where an earlier version was left."""
    of_course = {reach.course: reach for reach in reaches}
    found: dict[str, Reach] = {}
    for outline in outlines:
        reach = of_course.get(outline.hash)
        if reach is not None and (outline.id not in found or found[outline.id].seen_ms < reach.seen_ms):
            found[outline.id] = reach
    return found


def _is_begun(reach: Reach) -> bool:
    return bool(reach.seen_ms or reach.acknowledged or reach.quiz_tries or reach.evaluated or reach.certificates)


def _way_to_go(outline: Outline, reach: Reach) -> tuple[int, float]:
    """What is nearest to its credit comes first: the less of the steps at the end is left, then of the watching."""
    left = (not reach.evaluated) + (not reach.quiz_tries)
    return left, -reach.seen_ms / max(outline.duration_ms, 1)


def _newest(outlines: Iterable[Outline]) -> list[Outline]:
    found: dict[str, Outline] = {}
    for outline in outlines:
        if outline.id not in found or found[outline.id].version < outline.version:
            found[outline.id] = outline
    return list(found.values())


def _speaks(outline: Outline, now: datetime) -> bool:
    # A time without a zone is refused when the course is checked.
    return any(since.tzinfo and until.tzinfo and since <= now <= until for since, until in outline.notices)
