"""What a course says of itself, read without checking any of it: it tells only which courses are checked first.

A window over hundreds of courses shows the first of them while it looks at the others. Nothing of an outline is shown.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import msgspec

from player.archive.homes import Home
from player.archive.known import Known
from player.archive.manifests import written_in
from player.archive.shelved import Shelved, editions_of, in_order
from player.domain.event import CourseHash
from player.domain.problem import Problem
from player.proof.manifest import SignedCourse


class _Days(msgspec.Struct, frozen=True):
    opens: date
    last_day: date


class _Notice(msgspec.Struct, frozen=True):
    since: datetime
    until: datetime


class _Session(msgspec.Struct, frozen=True):
    duration_ms: int = 0


class _Course(msgspec.Struct, frozen=True):
    id: str
    version: int
    title: str
    availability: _Days
    sessions: tuple[_Session, ...] = ()
    notices: tuple[_Notice, ...] = ()


class _Facts(msgspec.Struct, frozen=True):
    course: _Course


class _Sealed(msgspec.Struct, frozen=True):
    payload: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """`hash` is what the file is called; `is_here`: the course lies in a home, and is not only known."""

    hash: CourseHash
    id: str
    version: int
    title: str
    opens: date
    last_day: date
    duration_ms: int
    notices: tuple[tuple[datetime, datetime], ...]
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Glimpse:
    """Some courses, as `Shelf.packages` and `Shelf.all_editions` tell of them."""

    shelved: Sequence[Shelved]
    editions: Mapping[CourseHash, Sequence[SignedCourse]]


def outlines_of(homes: Iterable[Home], known: Known) -> tuple[Outline, ...]:
    """Of each course once. None at all where a home holds courses in another way than by their marks."""
    here: dict[str, Path] = {}
    for home in homes:
        if home.whole_files():
            return ()
        here |= {mark.stem: mark for mark in home.marks()}
    found = [*(_outline(file, is_here=True) for file in here.values())]
    found += (_outline(file, is_here=False) for file in known.files(but=here))
    return tuple(outline for outline in found if outline is not None)


def glimpse_of(shelved: Iterable[Shelved], known: Known, courses: Iterable[CourseHash]) -> Glimpse:
    """`shelved`: those of the courses that lie in a home, checked; of the others the facts are taken from `known`."""
    there = in_order(shelved)
    signed = [one.signed for one in there if one.signed]
    held = {one.hash for one in signed}
    signed += _known(known, (course for course in courses if course not in held))
    return Glimpse(shelved=there, editions=editions_of(signed))


def _known(known: Known, courses: Iterable[CourseHash]) -> Iterator[SignedCourse]:
    for course in courses:
        try:
            yield known.read(known.file(course))
        except Problem:
            # It is told of when everything is looked at.
            continue


def _outline(file: Path, *, is_here: bool) -> Outline | None:
    try:
        sealed = msgspec.json.decode(written_in(file, file.stat().st_size), type=_Sealed)
        course = msgspec.json.decode(base64.b64decode(sealed.payload), type=_Facts).course
    except (Problem, OSError, msgspec.MsgspecError, binascii.Error, ValueError, RecursionError):
        return None
    return Outline(
        hash=CourseHash(file.stem),
        id=course.id,
        version=course.version,
        title=course.title,
        opens=course.availability.opens,
        last_day=course.availability.last_day,
        duration_ms=sum(session.duration_ms for session in course.sessions),
        notices=tuple((notice.since, notice.until) for notice in course.notices),
        is_here=is_here,
    )
