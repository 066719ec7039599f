"""Checking: all remarks on a course folder or a package, gathered where a build would stop at the first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Protocol

from player.archive.authoring import course_file as toml
from player.archive.authoring.draft import MediaProbe, check_length, draft_of, files_of, with_vtt, written_course
from player.archive.authoring.notes import Note
from player.archive.authoring.places import Lines
from player.archive.authoring.problems import (
    CaptionsWrong,
    ChaptersWrong,
    CourseFileMissing,
    CourseTextWrong,
    MediaNotAsStated,
    NoCourseFolder,
)
from player.archive.authoring.prose import fault_of_file
from player.archive.authoring.reading import check_times
from player.archive.authoring.remarks import Remark, Severity, in_order, placed, remark, remarks_on
from player.archive.authoring.remarks_on_files import InspectHandout, Recorded, file_remarks, recording_remarks
from player.archive.authoring.text import COURSE_FILE, lines_of, read_text
from player.archive.authoring.trial import TrialPrint, printing_remarks
from player.archive.container import MANIFEST_NAME
from player.archive.package import Package, open_package
from player.domain.course import Course
from player.domain.engine import MediaSource
from player.domain.problem import Problem
from player.proof.files import CannotRead, read_file
from player.proof.trust import Trust

_RULES: Mapping[type[Problem], str] = {
    CourseFileMissing: "file-missing",
    MediaNotAsStated: "media-length",
    ChaptersWrong: "chapters-format",
    CaptionsWrong: "captions-format",
    CannotRead: "file-missing",
}
"""Under which rule a problem stands that keeps a folder from being read; every other is one of its text."""
_CAPTIONS = frozenset({"captions-format", "captions-cue"})


class SourceProbe(Protocol):
    """Like `MediaProbe`, for a recording within a package."""

    def __call__(self, source: MediaSource, /) -> Recorded: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruments:
    """What a check looks with; what is left out is not looked at. Without `today` nothing is over."""

    probe: MediaProbe
    probe_source: SourceProbe | None = None
    inspect: InspectHandout | None = None
    trial: TrialPrint | None = None
    today: date | None = None


def check_path(path: Path, *, probe: MediaProbe, trust: Trust) -> tuple[Remark, ...]:
    """As `check`, with the engine alone."""
    return check(path, Instruments(probe=probe), trust)


def check(path: Path, instruments: Instruments, trust: Trust) -> tuple[Remark, ...]:
    """All remarks on a course folder, an unpacked package or a `.course` file, errors first.

    A package is read to its last byte. What keeps the course from being read at all is the only remark then.
    Raises the `Problem` of a path at which there is nothing, or no course.
    """
    if path.is_dir() and not (path / MANIFEST_NAME).is_file():
        return _check_folder(path, instruments)
    with open_package(path, trust) as package:
        return _check_package(package, instruments)


def _check_package(package: Package, instruments: Instruments) -> tuple[Remark, ...]:
    course = package.signed.course
    try:
        package.verify()
        probe = instruments.probe_source
        notes = list(_packed_recordings(package, probe)) if probe else []
        notes += file_remarks(course, package.read, instruments.inspect)
        notes += printing_remarks(course, package.read, instruments.trial) if instruments.trial else []
    except Problem as problem:
        return (Remark(severity=Severity.ERROR, place="the package", rule="not-sound", text=problem.what),)
    found = [*map(remark, notes), *remarks_on(course, today=instruments.today)]
    return in_order(replace(each, file=each.file or package.path.name) for each in found)


def _packed_recordings(package: Package, probe: SourceProbe) -> Iterator[Note]:
    for session in package.signed.course.sessions:
        play = partial(probe, package.source(session.media))
        yield from _played(play, f"session {session.id}", session.media).notes


def _check_folder(folder: Path, instruments: Instruments) -> tuple[Remark, ...]:
    try:
        lines, file = lines_of(folder), read_text(folder)
        check_times(file)
    except NoCourseFolder:
        raise
    except Problem as problem:
        return (_placed(_remark(problem), None, _lines_or_none(folder)),)
    missing = [
        remark(Note("file-missing", key, f"The file {path} cannot be used: {fault}"))
        for key, path in files_of(file)
        if (fault := fault_of_file(folder, path))
    ]
    if missing:
        return tuple(_placed(found, None, lines) for found in missing)
    return _check_files(folder, file, lines, instruments)


def _check_files(folder: Path, file: toml.CourseFile, lines: Lines, instruments: Instruments) -> tuple[Remark, ...]:
    recordings: dict[str, Recorded] = {}
    notes: list[Note] = []
    for place, session in enumerate(file.session, 1):
        played = _recording(folder, place, session, instruments.probe)
        notes += played.notes
        if played.found is not None:
            recordings[session.media] = played.found
    found = [*map(remark, notes)]
    course = None
    if all(session.media in recordings for session in file.session):
        try:
            course = written_course(file, recordings)
            found += map(remark, _looked_into(folder, course, instruments))
            found += remarks_on(with_vtt(course), today=instruments.today)
            if not any(each.rule in _CAPTIONS for each in found):
                draft_of(folder, file, course)
        except Problem as problem:
            found.append(_remark(problem))
    return in_order(_placed(each, course, lines) for each in found)


def _looked_into(folder: Path, course: Course, instruments: Instruments) -> Iterator[Note]:
    def read(path: str) -> bytes:
        return read_file(folder / path)

    yield from file_remarks(course, read, instruments.inspect)
    if instruments.trial:
        yield from printing_remarks(course, read, instruments.trial)


@dataclass(frozen=True, slots=True)
class _Played:
    found: Recorded | None
    notes: tuple[Note, ...]


def _recording(folder: Path, place: int, session: toml.SessionTable, probe: MediaProbe) -> _Played:
    played = _played(partial(probe, folder / session.media), f"session {place}.media", session.media)
    if played.found is None:
        return played
    try:
        check_length(place, session, played.found)
    except MediaNotAsStated as problem:
        note = Note("media-length", f"session {place}.duration", problem.what)
        return _Played(played.found, (*played.notes, note))
    return played


def _played(play: Callable[[], Recorded], place: str, file: str) -> _Played:
    try:
        found = play()
    except Problem as problem:
        return _Played(None, (Note("media-unplayable", place, problem.what),))
    return _Played(found, tuple(recording_remarks(place, file, found)))


def _remark(problem: Problem) -> Remark:
    place = getattr(problem, "key", COURSE_FILE)
    named = str(problem.data["name"]) if isinstance(problem, CourseTextWrong) else COURSE_FILE
    file = "" if named == COURSE_FILE else named
    return remark(Note(_RULES.get(type(problem), "course-text"), str(place), problem.what, file=file))


def _placed(found: Remark, course: Course | None, lines: Lines | None) -> Remark:
    return placed(found, course, lines, file=COURSE_FILE)


def _lines_or_none(folder: Path) -> Lines | None:
    try:
        return lines_of(folder)
    except CourseTextWrong:
        return None
