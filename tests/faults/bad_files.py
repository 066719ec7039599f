"""Files that are not what they should be: each maker leaves one in a folder and names it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from player.proof.manifest import sign
from tests.archive.making import KEY, built_in, course_with, filling, forge, manifest_for


def course_file(place: Path) -> Path:
    """A sound package of a publisher who is not known here."""
    return built_in(place, name="talk.course")


def missing(place: Path) -> Path:
    return place / "talk.course"


def cut_off(place: Path) -> Path:
    file = course_file(place)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    return file


def cut_to_nothing(place: Path) -> Path:
    file = place / "talk.course"
    file.touch()
    return file


def cut_by_one_byte(place: Path) -> Path:
    file = course_file(place)
    file.write_bytes(file.read_bytes()[:-1])
    return file


def altered_text(place: Path) -> Path:
    """A word of what the provider signed."""
    file = course_file(place)
    file.write_bytes(turned(file.read_bytes(), 400))
    return file


def altered_recording(place: Path) -> Path:
    """One bit in the middle of the recording, which is all of the file but its ends."""
    file = course_file(place)
    data = file.read_bytes()
    file.write_bytes(turned(data, len(data) // 2))
    return file


def unsigned(place: Path) -> Path:
    members = {"talk.mp4": filling(1.2)}
    manifest = manifest_for(members, course_with(members), KEY.public)
    return forge(place / "talk.course", members, envelope=replace(sign(manifest, KEY), signatures=()).to_json())


def of_the_future(place: Path) -> Path:
    members = {"talk.mp4": filling(1.2)}
    manifest = replace(manifest_for(members, course_with(members), KEY.public), format=99)
    return forge(place / "talk.course", members, manifest=manifest)


def another_kind(place: Path) -> Path:
    file = place / "talk.course"
    file.write_bytes(b"%PDF-1.7\n" + bytes(5000))
    return file


def a_folder(place: Path) -> Path:
    file = place / "talk.course"
    file.mkdir()
    return file


def turned(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
