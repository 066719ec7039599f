"""The course folder: what an author keeps, turned into a course, its recordings opened and its captions converted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol, cast

from player.archive.authoring import course_file as toml
from player.archive.authoring.captions import Cue, NotCaptions, as_vtt, is_srt, read_captions, vtt_name
from player.archive.authoring.problems import CaptionsWrong, CourseFileMissing, MediaNotAsStated
from player.archive.authoring.prose import fault_of_file
from player.archive.authoring.quiz_reading import files_of_quiz
from player.archive.authoring.reading import Recording, check_times, course_of, time_at
from player.archive.authoring.remarks_on_files import Recorded
from player.archive.authoring.table import PictureTable, Table
from player.archive.authoring.text import COURSE_FILE, read_text
from player.archive.authoring.times import clock
from player.archive.measure import measure
from player.archive.problems import reason_of
from player.domain.course import ContentHash, Course
from player.proof.files import read_file

_LENGTH_TOLERANCE_MS = 1_000
"""Authors write whole seconds."""
NOT_YET = ContentHash("0" * 64)
"""The content of a recording that was not read yet."""


class MediaProbe(Protocol):
    """Opens a media file with the engine that will play it. Raises a `Problem` when it cannot be played."""

    def __call__(self, file: Path, /) -> Recorded: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A course folder as it was read; the contents of its recordings are not known yet.

    `written` names the files as they are called in the folder, `course` as in the package. `made`: files that the
    build makes itself (WebVTT from SRT), which are not in the folder.
    """

    folder: Path
    written: Course
    course: Course
    made: Mapping[str, bytes] = field(default_factory=dict[str, bytes])


def read_folder(folder: Path, probe: MediaProbe) -> Course:
    """The course in `folder`, with content hashes and durations as measured. Raises a `Problem`."""
    course = read_draft(folder, probe).course
    return with_contents(course, {s.media: _content(folder, s.media) for s in course.sessions})


def read_draft(folder: Path, probe: MediaProbe) -> Draft:
    """The course in `folder`; each recording is opened, and no other file read but captions. Raises a `Problem`."""
    file = read_text(folder)
    check_times(file)
    _check_files(folder, file)
    found = {session.media: probe(folder / session.media) for session in file.session}
    for place, session in enumerate(file.session, 1):
        check_length(place, session, found[session.media])
    return draft_of(folder, file, written_course(file, found))


def written_course(file: toml.CourseFile, found: Mapping[str, Recorded]) -> Course:
    """The course of a text whose recordings were opened. Raises `CourseTextWrong`."""
    return course_of(file, {media: _recording(facts) for media, facts in found.items()})


def draft_of(folder: Path, file: toml.CourseFile, written: Course) -> Draft:
    """The draft of a course as written, with what the build makes itself. Raises a `Problem`."""
    made = dict(_converted(folder, file))
    return Draft(folder=folder, written=written, course=with_vtt(written), made=made)


def with_contents(course: Course, contents: Mapping[str, ContentHash]) -> Course:
    return replace(course, sessions=tuple(replace(s, content=contents[s.media]) for s in course.sessions))


def with_vtt(course: Course) -> Course:
    """Each captions file under the name that it has in the package."""
    return replace(
        course,
        sessions=tuple(
            replace(s, captions=tuple(replace(c, path=vtt_name(c.path)) for c in s.captions)) for s in course.sessions
        ),
    )


def check_length(place: int, session: toml.SessionTable, found: Recorded) -> None:
    """Raises `MediaNotAsStated`."""
    key = f"session {place}.duration"
    stated = time_at(key, session.duration) if session.duration else found.duration_ms
    if abs(stated - found.duration_ms) > _LENGTH_TOLERANCE_MS:
        raise MediaNotAsStated(
            name=COURSE_FILE, key=key, file=session.media, found=clock(found.duration_ms), stated=session.duration
        )


def files_of(file: toml.CourseFile) -> tuple[tuple[str, str], ...]:
    """Each file that is named, after the key that names it."""
    found = list(_pictures_in(file, ""))
    for number, session in enumerate(file.session, 1):
        key = f"session {number}"
        found.append((f"{key}.media", session.media))
        found += [(f"{key}.captions {n}.file", c.file) for n, c in enumerate(session.captions, 1)]
        found += [(f"{key}.handout {n}.file", h.file) for n, h in enumerate(session.handout, 1)]
    found += files_of_quiz(file.quiz) if file.quiz else []
    return tuple(found)


def _pictures_in(part: object, key: str) -> Iterator[tuple[str, str]]:
    """Every picture, wherever a table has one."""
    if isinstance(part, PictureTable):
        yield f"{key}.file", part.file
    elif isinstance(part, Table):
        for name in part.__struct_fields__:
            yield from _pictures_in(getattr(part, name), f"{key}.{name}".lstrip("."))
    elif isinstance(part, tuple):
        for number, inner in enumerate(cast("tuple[object, ...]", part), 1):
            yield from _pictures_in(inner, f"{key} {number}")


def _check_files(folder: Path, file: toml.CourseFile) -> None:
    for key, path in files_of(file):
        fault = fault_of_file(folder, path)
        if fault:
            raise CourseFileMissing(name=COURSE_FILE, key=key, file=path, reason=fault)


def _converted(folder: Path, file: toml.CourseFile) -> Mapping[str, bytes]:
    """The WebVTT of each SRT file. Raises `CaptionsWrong`, also when two files would have one name."""
    taken = {path for _, path in files_of(file)}
    made: dict[str, bytes] = {}
    for number, session in enumerate(file.session, 1):
        for place, captions in enumerate(session.captions, 1):
            key = f"session {number}.captions {place}.file"
            if not is_srt(captions.file):
                continue
            if vtt_name(captions.file) in taken:
                reason = f"it becomes {vtt_name(captions.file)}, and there is such a file already."
                raise CaptionsWrong(name=COURSE_FILE, key=key, file=captions.file, reason=reason)
            made[vtt_name(captions.file)] = as_vtt(_srt_cues(folder, captions.file, key))
    return made


def _srt_cues(folder: Path, path: str, key: str) -> tuple[Cue, ...]:
    try:
        cues, broken = read_captions(read_file(folder / path), name=path)
    except NotCaptions as error:
        raise CaptionsWrong(name=COURSE_FILE, key=key, file=path, reason=str(error)) from None
    if broken:
        reason = f"line {broken[0].line}: {broken[0].text}"
        raise CaptionsWrong(name=COURSE_FILE, key=key, file=path, reason=reason)
    return cues


def _recording(found: Recorded) -> Recording:
    return Recording(content=NOT_YET, duration_ms=found.duration_ms, has_picture=found.has_picture, codecs=found.codecs)


def _content(folder: Path, path: str) -> ContentHash:
    try:
        return measure(folder / path).content
    except OSError as error:
        raise CourseFileMissing(
            name=COURSE_FILE, key="a file", file=path, reason=reason_of(error), details=str(error)
        ) from None
