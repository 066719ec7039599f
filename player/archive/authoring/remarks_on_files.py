"""The files of a course for the linter: recordings, captions, handouts and pictures, in a folder or a package alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Protocol

from player.archive.authoring.captions import Broken, Cue, NotCaptions, read_captions
from player.archive.authoring.notes import Note
from player.archive.authoring.pictures import Look, NoPicture, look_at
from player.domain.course import Captions, Course, Session
from player.domain.picture import Picture

Read = Callable[[str], bytes]
"""The bytes of a file of the course. Raises a `Problem`."""

LONGEST_LINE = 42
"""Letters that fit on one line of captions (the common guideline of broadcasters)."""
_LATE_MS = 1_000
"""So far a caption may reach beyond the recording: ends are rounded, and nobody misses it."""
_MOST_NAMED = 5
"""Of findings of one kind in one file, so that a file that is wrong throughout does not hide the rest."""
WIDEST_GAP_MS = 4_000
_SMALLEST_COVER = (640, 360)
_LARGEST_FILE = 4 << 20
_NARROWEST_LOGO = 300
"""Pixels: on paper it is up to two inches wide, and 150 dots per inch are the least that print well."""
_LARGEST_LOGO = 3_000
_LARGEST_LOGO_FILE = 1 << 20
_PRINTED = {"certificate.logo": "logo", "grant.signature": "signature"}
"""The pictures that stand on certificates."""
_LEAST_CONTRAST_PERCENT = 300
"""WCAG 2.2, 1.4.11: what must be told from its surroundings has 3 : 1."""
_HANDOUT_RULES = {
    "broken": "handout-broken",
    "locked": "handout-locked",
    "active": "handout-active",
    "extra": "handout-extra",
}


class Recorded(Protocol):
    """What an engine says of a recording."""

    @property
    def duration_ms(self) -> int: ...
    @property
    def has_picture(self) -> bool: ...
    @property
    def has_sound(self) -> bool: ...
    @property
    def codecs(self) -> tuple[str, ...]: ...
    @property
    def keyframe_gap_ms(self) -> int | None: ...


class HandoutFinding(Protocol):
    """`fault` is broken, locked or active; `text` ends a sentence about the file."""

    @property
    def fault(self) -> str: ...
    @property
    def text(self) -> str: ...


InspectHandout = Callable[[bytes], Sequence[HandoutFinding]]


def recording_remarks(place: str, file: str, found: Recorded) -> Iterator[Note]:
    """Of a recording that plays."""
    gap = found.keyframe_gap_ms
    if gap is not None and gap > WIDEST_GAP_MS:
        text = f"{file} has keyframes up to {gap / 1000:.1f} s apart, so that jumping is slow; 2 s are best."
        yield Note("media-keyframes", place, text)
    if not found.has_sound:
        yield Note("media-silent", place, f"{file} has no sound.")


def file_remarks(course: Course, read: Read, inspect: InspectHandout | None) -> Iterator[Note]:
    """Of all files but the recordings. Raises the `Problem` of `read`."""
    yield from picture_remarks(course, read)
    for session in course.sessions:
        yield from captions_remarks(session, read)
        if inspect:
            yield from handout_remarks(session, read, inspect)


def captions_remarks(session: Session, read: Read) -> Iterator[Note]:
    for number, captions in enumerate(session.captions, 1):
        place = f"session {session.id}, captions {number}"
        try:
            cues, broken = read_captions(read(captions.path), name=captions.path)
        except NotCaptions as error:
            yield Note("captions-format", place, f"{captions.path}: {error}", captions.path, error.line)
            continue
        yield from _few(_cue_notes(place, captions, cues, broken, session.duration_ms))


def handout_remarks(session: Session, read: Read, inspect: InspectHandout) -> Iterator[Note]:
    for number, handout in enumerate(session.handouts, 1):
        for finding in inspect(read(handout.path)):
            place = f"session {session.id}, handout {number}"
            yield Note(_HANDOUT_RULES[finding.fault], place, f"{handout.path}: {finding.text}")


def picture_remarks(course: Course, read: Read) -> Iterator[Note]:
    for place, picture in pictures_of(course):
        data = read(picture.path)
        try:
            look = look_at(data)
        except NoPicture as error:
            yield Note("picture-broken", place, f"{picture.path} cannot be shown: {error}")
            continue
        if len(data) > _LARGEST_FILE:
            text = f"{picture.path} has {len(data) >> 20} MiB; screens show no difference to a tenth of that."
            yield Note("picture-large", place, text)
        if place == "cover":
            yield from _cover_notes(picture.path, look)
        if place in _PRINTED and look.form not in ("PNG", "JPEG"):
            text = f"{picture.path}: a {_PRINTED[place]} is printed from PNG or JPEG only, and this is {look.form}."
            yield Note("certificate-picture", place, text)
        if place == "certificate.logo":
            yield from _logo_notes(picture.path, look, len(data))


def _cover_notes(path: str, look: Look) -> Iterator[Note]:
    if look.width < _SMALLEST_COVER[0] or look.height < _SMALLEST_COVER[1]:
        text = f"{path} has {look.width} × {look.height} pixels; a cover needs 640 × 360 or more."
        yield Note("cover-size", "cover", text)
    if look.contrast_percent < _LEAST_CONTRAST_PERCENT:
        ratio = f"{look.contrast_percent / 100:.1f} : 1, where 3 : 1 shows"
        yield Note("cover-contrast", "cover", f"{path} is nearly of one tone (contrast {ratio}).")


def _logo_notes(path: str, look: Look, size: int) -> Iterator[Note]:
    seen = f"{path} has {look.width} × {look.height} pixels"
    if look.width < _NARROWEST_LOGO:
        yield Note("logo-size", "certificate.logo", f"{seen}; {_NARROWEST_LOGO} of width print clearly.")
    elif max(look.width, look.height) > _LARGEST_LOGO or size > _LARGEST_LOGO_FILE:
        text = f"{seen} and {size >> 10} kB; paper shows no difference to 1000 pixels of width."
        yield Note("logo-size", "certificate.logo", text)


def pictures_of(course: Course) -> Iterator[tuple[str, Picture]]:
    """Each picture with its place."""
    if course.cover:
        yield "cover", course.cover
    if course.grant and course.grant.signature:
        yield "grant.signature", course.grant.signature
    if course.certificate and course.certificate.logo:
        yield "certificate.logo", course.certificate.logo
    for session in course.sessions:
        if session.poster:
            yield f"session {session.id}, poster", session.poster
    for question in course.quiz.questions if course.quiz else ():
        place = f"quiz, question {question.id}"
        yield from ((place, picture) for picture in question.pictures)
        yield from ((place, choice.picture) for choice in question.choices if choice.picture)


def _cue_notes(
    place: str, captions: Captions, cues: Sequence[Cue], broken: Sequence[Broken], duration_ms: int
) -> Iterator[Note]:
    def note(rule: str, line: int, text: str) -> Note:
        return Note(rule, place, text, captions.path, line)

    if not cues and not broken:
        yield note("captions-format", 1, f"{captions.path}: it holds no captions.")
    yield from (note("captions-cue", fault.line, fault.text) for fault in broken)
    for cue in cues:
        if cue.end_ms > duration_ms + _LATE_MS:
            yield note("captions-range", cue.line, "A caption lies beyond the end of the recording.")
        longest = max(len(words) for words in cue.words)
        if longest > LONGEST_LINE:
            text = f"A line of {longest} letters; {LONGEST_LINE} can be read at a glance."
            yield note("captions-long", cue.line, text)
    for before, after in pairwise(cues):
        if after.start_ms < before.start_ms:
            yield note("captions-order", after.line, "A caption begins before the one above it.")
        elif after.start_ms < before.end_ms:
            yield note("captions-overlap", after.line, "A caption begins before the one above it ends.")


def _few(notes: Iterator[Note]) -> Iterator[Note]:
    """The first few of each rule, the last of them with how many more there are."""
    by_rule: dict[str, list[Note]] = {}
    for note in notes:
        by_rule.setdefault(note.rule, []).append(note)
    for found in by_rule.values():
        yield from found[: _MOST_NAMED - 1]
        rest = found[_MOST_NAMED - 1 :]
        if rest:
            more = f" And {len(rest) - 1} more like it in this file." if len(rest) > 1 else ""
            yield Note(rest[0].rule, rest[0].place, f"{rest[0].text}{more}", rest[0].file, rest[0].line)
