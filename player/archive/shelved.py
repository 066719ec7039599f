"""What lies on the shelf: one value for each course or file there, their order, and which of them a word means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from player.archive.package import Package
from player.archive.problems import SeveralCourses
from player.domain.event import CourseHash
from player.domain.problem import Problem
from player.domain.whereabouts import Whereabouts
from player.proof.files import CannotWrite, obstacle_of
from player.proof.manifest import SignedCourse

SHORTEST_HASH = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """A place on the shelf: a package, or the problem that keeps it from being opened.

    `signed` is there whenever its facts are known. `superseded`: a newer version can be opened as well. `size`: the
    bytes that it takes up in a folder for courses.
    """

    path: Path
    where: Whereabouts = Whereabouts.HERE
    signed: SignedCourse | None = None
    package: Package | None = None
    problem: Problem | None = None
    superseded: bool = False
    size: int = 0


def line_of(signed: SignedCourse) -> tuple[str, str]:
    """Whose versions are compared: a stranger who takes a course's id cannot push its real versions aside."""
    return signed.course.id, signed.publisher.name if signed.publisher else signed.key.id


def in_order(found: Iterable[Shelved]) -> tuple[Shelved, ...]:
    """Each course once, as a package if there is one, by title; files without facts last."""
    each: dict[str, Shelved] = {}
    for shelved in found:
        key = shelved.signed.hash if shelved.signed else str(shelved.path)
        if key not in each or (each[key].package is None and shelved.package is not None):
            each[key] = shelved
    return tuple(sorted(_marked(tuple(each.values())), key=_place_in_order))


def _marked(found: tuple[Shelved, ...]) -> Iterator[Shelved]:
    """Each with the mark whether a newer version of it can be opened."""
    newest: dict[tuple[str, str], int] = {}
    for signed in (shelved.signed for shelved in found if shelved.signed and shelved.package):
        newest[line_of(signed)] = max(newest.get(line_of(signed), 0), signed.course.version)
    for shelved in found:
        signed = shelved.signed
        is_older = signed is not None and signed.course.version < newest.get(line_of(signed), 0)
        yield replace(shelved, superseded=is_older)


def _place_in_order(shelved: Shelved) -> tuple[bool, str, int]:
    if shelved.signed is None:
        return True, "", 0
    course = shelved.signed.course
    return False, course.title.casefold(), -course.version


def meant_by(word: str, among: Sequence[Shelved]) -> Shelved | None:
    """By the id, its beginning, or the beginning of the hash; of several versions the highest.

    None when no course is meant. Raises `SeveralCourses`.
    """
    courses = [(shelved, shelved.signed) for shelved in among if shelved.signed]
    exact = [pair for pair in courses if pair[1].course.id == word]
    begun = [pair for pair in courses if word and pair[1].course.id.startswith(word)]
    hashed = [pair for pair in courses if len(word) >= SHORTEST_HASH and pair[1].hash.startswith(word)]
    meant = exact or begun or hashed
    ids = sorted({signed.course.id for _, signed in meant})
    if len(ids) > 1:
        raise SeveralCourses(word=word, ids=", ".join(ids))
    credible = [pair for pair in meant if pair[1].gives_credit] or meant
    newest = max(credible, key=lambda pair: (pair[1].course.version, _added_at(pair[0].path)), default=None)
    return newest[0] if newest else None


def _added_at(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def editions_of(known: Iterable[SignedCourse]) -> dict[CourseHash, tuple[SignedCourse, ...]]:
    """For each course its other versions, the oldest first."""
    lines: dict[tuple[str, str], list[SignedCourse]] = {}
    for signed in sorted(known, key=lambda one: one.course.version):
        lines.setdefault(line_of(signed), []).append(signed)
    return {
        signed.hash: tuple(other for other in line if other.hash != signed.hash)
        for line in lines.values()
        for signed in line
    }


def size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def unlinked(file: Path) -> int:
    """Takes a file away. Returns the bytes that this freed. Raises `CannotWrite`."""
    size = size_of(file)
    try:
        file.unlink()
    except OSError as error:
        raise CannotWrite(name=file.name, obstacle=obstacle_of(error), details=str(error)) from None
    return size
