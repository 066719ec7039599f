"""A profile with as many courses as one likes, laid out as the shelf keeps them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from blake3 import blake3

from player.domain.course import Course, CourseId
from player.proof.keys import PrivateKey
from player.proof.manifest import sign
from player.proof.trust import Publisher, write_publisher
from tests.archive.making import KEY, course_with, hashes_of, manifest_for

TALK = {"talk.mp4": b"a talk"}
OPENS, LAST_DAY = date(2026, 1, 1), date(2027, 1, 1)


def many(count: int, *, closed: int = 0) -> list[Course]:
    """Courses of different titles, in no order; those with the last `closed` titles were open once."""
    return [_course(number * 7 % count, is_open=number * 7 % count < count - closed) for number in range(count)]


def lay_out(profile: Path, courses: Iterable[Course], *, key: PrivateKey = KEY) -> None:
    """On the shelf of a profile, which gives credit for what this key signed."""
    trust, shelf = profile / "trust", profile / "courses"
    for folder in (trust, shelf / "here", shelf / "known", shelf / "contents"):
        folder.mkdir(parents=True, exist_ok=True)
    publisher = Publisher(name="Example Academy", keys=(key.public,), specimen=False)
    write_publisher(trust / "academy.publisher.json", publisher)
    for content in (*TALK.values(), hashes_of(TALK)):
        (shelf / "contents" / blake3(content).hexdigest()).write_bytes(content)
    for course in courses:
        put(shelf, course, key=key)


def put(shelf: Path, course: Course, *, folders: Iterable[str] = ("here", "known"), key: PrivateKey = KEY) -> Path:
    """One more course. Returns its mark."""
    envelope = sign(manifest_for(TALK, course, key.public), key)
    name = f"{sha256(envelope.payload).hexdigest()}.dsse"
    for folder in folders:
        (shelf / folder / name).write_bytes(envelope.to_json())
    return shelf / "here" / name


def _course(number: int, *, is_open: bool) -> Course:
    course = replace(course_with(TALK), id=CourseId(f"org.example.c{number:04}"), title=f"Talk {number:04}")
    opens, last_day = (OPENS, LAST_DAY) if is_open else (date(2020, 1, 1), date(2021, 1, 1))
    return replace(course, availability=replace(course.availability, opens=opens, last_day=last_day))
