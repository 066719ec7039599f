"""Checking: all remarks on a course folder or a package, gathered where a build would stop at the first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from player.archive.authoring.draft import MediaProbe, fault_of_file, files_of, read_draft
from player.archive.authoring.problems import NoCourseFolder
from player.archive.authoring.remarks import Remark, Severity, remarks_on
from player.archive.authoring.text import COURSE_FILE, read_text
from player.archive.container import MANIFEST_NAME
from player.archive.package import open_package
from player.domain.course import Course
from player.domain.problem import Problem
from player.proof.trust import Trust

_VTT_SIGNATURE = b"WEBVTT"


def check_path(path: Path, *, probe: MediaProbe, trust: Trust) -> tuple[Remark, ...]:
    """All remarks on a course folder, an unpacked package or a `.course` file, errors first.

    A package is read to its last byte, and its recordings are not probed again. What keeps the course from
    being read at all is the only remark then. Raises the `Problem` of a path at which there is nothing.
    """
    if path.is_dir() and not (path / MANIFEST_NAME).is_file():
        return _check_folder(path, probe)
    package = open_package(path, trust)
    with package:
        try:
            package.verify()
        except Problem as problem:
            return (_remark(problem),)
        return remarks_on(package.signed.course)


def _check_folder(folder: Path, probe: MediaProbe) -> tuple[Remark, ...]:
    try:
        named = files_of(read_text(folder))
        missing = tuple(_missing(folder, named))
        if missing:
            return missing
        course = read_draft(folder, probe).course
    except NoCourseFolder:
        raise
    except Problem as problem:
        return (_remark(problem),)
    return (*_captions(folder, course), *remarks_on(course))


def _missing(folder: Path, named: tuple[tuple[str, str], ...]) -> Iterator[Remark]:
    for key, path in named:
        fault = fault_of_file(folder, path)
        if fault:
            yield _error(key, "file-missing", f"The file {path} cannot be used: {fault}")


def _captions(folder: Path, course: Course) -> Iterator[Remark]:
    """Captions are WebVTT, which begins with its own name."""
    for session in course.sessions:
        for captions in session.captions:
            with (folder / captions.path).open("rb") as stream:
                start = stream.read(9).removeprefix(b"\xef\xbb\xbf")
            if not start.startswith(_VTT_SIGNATURE):
                text = f"{captions.path} is no WebVTT file: it does not begin with “WEBVTT”."
                yield _error(f"session {session.id}", "captions-format", text)


def _remark(problem: Problem) -> Remark:
    place = getattr(problem, "key", COURSE_FILE)
    return _error(str(place), problem.code, problem.what)


def _error(place: str, rule: str, text: str) -> Remark:
    return Remark(severity=Severity.ERROR, place=place, rule=rule, text=text)
