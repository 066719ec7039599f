"""The course folder: what an author keeps, turned into a course with every file measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from player.archive.authoring import course_file as toml
from player.archive.authoring.problems import CourseFileMissing, MediaNotAsStated
from player.archive.authoring.reading import Recording, check_times, course_of, time_at
from player.archive.authoring.text import COURSE_FILE, read_text
from player.archive.authoring.times import clock
from player.archive.measure import Measure, measure
from player.archive.names import fault_of_name
from player.archive.parts import parts_of
from player.archive.problems import reason_of
from player.domain.course import Course

_LENGTH_TOLERANCE_MS = 1_000
"""Authors write whole seconds."""

OnRead = Callable[[int], None]
"""Told the length of each block that was read."""


class Probe(Protocol):
    """What an engine says of a media file."""

    @property
    def duration_ms(self) -> int: ...
    @property
    def has_picture(self) -> bool: ...


class MediaProbe(Protocol):
    """Opens a media file with the engine that will play it. Raises a `Problem` when it cannot be played."""

    def __call__(self, file: Path, /) -> Probe: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A course folder as it was read: the course, and the measures of each of its files."""

    folder: Path
    course: Course
    measures: Mapping[str, Measure]


def read_folder(folder: Path, probe: MediaProbe) -> Course:
    """The course in `folder`, with content hashes and durations as measured. Raises a `Problem`."""
    return read_draft(folder, probe).course


def read_draft(folder: Path, probe: MediaProbe, on_read: OnRead | None = None) -> Draft:
    """The course in `folder` with all its files measured once. Raises a `Problem`."""
    file = read_text(folder)
    check_times(file)
    _check_files(folder, file)
    media = {s.media: _measured(folder, s.media, on_read) for s in file.session}
    recordings = {
        session.media: _recording(folder, place, session, media[session.media], probe)
        for place, session in enumerate(file.session, 1)
    }
    course = course_of(file, recordings)
    others = {path: _measured(folder, path, on_read) for path in parts_of(course) if path not in media}
    return Draft(folder=folder, course=course, measures={**media, **others})


def files_of(file: toml.CourseFile) -> tuple[tuple[str, str], ...]:
    """Each file that is named, after the key that names it."""
    found = [("cover.file", file.cover.file)] if file.cover else []
    if file.grant and file.grant.signature:
        found.append(("grant.signature.file", file.grant.signature.file))
    for number, session in enumerate(file.session, 1):
        key = f"session {number}"
        found.append((f"{key}.media", session.media))
        found += [(f"{key}.poster.file", session.poster.file)] if session.poster else []
        found += [(f"{key}.captions {n}.file", c.file) for n, c in enumerate(session.captions, 1)]
        found += [(f"{key}.handout {n}.file", h.file) for n, h in enumerate(session.handout, 1)]
    return tuple(found)


def fault_of_file(folder: Path, path: str) -> str:
    """Why the file that is named cannot become part of a package; empty when it can."""
    fault = fault_of_name(path)
    if fault:
        return fault
    try:
        return "" if (folder / path).is_file() else "it is not there."
    except OSError as error:
        return reason_of(error)


def _check_files(folder: Path, file: toml.CourseFile) -> None:
    for key, path in files_of(file):
        fault = fault_of_file(folder, path)
        if fault:
            raise CourseFileMissing(name=COURSE_FILE, key=key, file=path, reason=fault)


def _measured(folder: Path, path: str, on_read: OnRead | None) -> Measure:
    try:
        return measure(folder / path, on_read)
    except OSError as error:
        raise CourseFileMissing(
            name=COURSE_FILE, key="a file", file=path, reason=reason_of(error), details=str(error)
        ) from None


def _recording(folder: Path, place: int, session: toml.SessionTable, measured: Measure, probe: MediaProbe) -> Recording:
    found = probe(folder / session.media)
    key = f"session {place}.duration"
    stated = time_at(key, session.duration) if session.duration else found.duration_ms
    if abs(stated - found.duration_ms) > _LENGTH_TOLERANCE_MS:
        raise MediaNotAsStated(
            name=COURSE_FILE, key=key, file=session.media, found=clock(found.duration_ms), stated=session.duration
        )
    return Recording(content=measured.content, duration_ms=found.duration_ms, has_picture=found.has_picture)
