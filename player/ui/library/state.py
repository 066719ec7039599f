"""What the library shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PySide6.QtGui import QImage

from player.desk.desk import Listing
from player.domain.event import CourseHash
from player.domain.problem import Problem
from player.domain.progress import Progress
from player.proof.manifest import SignedCourse


class Filter(StrEnum):
    ALL = "all"
    GOING_ON = "going-on"
    EARNED = "earned"
    CLOSED = "closed"


class Order(StrEnum):
    NEXT = "next"
    TITLE = "title"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A course; `is_reachable`: its files can be read now. `cover` where it was read already."""

    signed: SignedCourse
    progress: Progress
    cover: QImage | None = None
    is_reachable: bool = True

    @property
    def hash(self) -> CourseHash:
        return self.signed.hash


@dataclass(frozen=True, slots=True, kw_only=True)
class Adding:
    """A course being copied: bytes done of all (0: not known yet), and how long it will take (None: not known yet).

    `in_place`: it is only looked at, to be played from where it lies.
    """

    file: Path
    done: int
    size: int
    left_s: int | None = None
    in_place: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryState:
    """`troubles`: what is wrong with the learner's own records."""

    entries: tuple[Entry, ...]
    broken: tuple[Listing, ...]
    notices: tuple[str, ...]
    troubles: tuple[Problem, ...] = ()
    adding: Adding | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem once: the record of a course is told with its course and with the records."""
        found = (*self.troubles, *(listing.problem for listing in self.broken if listing.problem is not None))
        return tuple({problem.sentence: problem for problem in found}.values())

    @property
    def is_bare(self) -> bool:
        """Nothing to show but how to begin."""
        return not (self.entries or self.problems or self.notices or self.adding)
