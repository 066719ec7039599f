"""Versions of one course in as many files as a test likes, each with the bytes it is told to have."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from player.domain.course import CourseId, Grant
from player.domain.picture import Picture
from player.domain.template import CertificateTemplate
from player.proof.keys import PrivateKey
from tests.archive.making import KEY, course_with, filling, forge, manifest_for

TALK = "talk.mp4"
NOTES = "notes.pdf"
SIGNATURE = "signature.png"
LOGO = "logo.png"
BLOCKS = 2.5
PLAIN = {TALK: filling(BLOCKS), NOTES: b"What was said."}


def edition(
    place: Path,
    version: int = 1,
    members: Mapping[str, bytes] = PLAIN,
    *,
    key: PrivateKey = KEY,
    course: str = "org.example.hands",
    name: str = "",
) -> Path:
    """A package of this version. Files `signature.png` and `logo.png` are the pictures on its certificates."""
    made = replace(course_with(members), id=CourseId(course), version=version)
    if SIGNATURE in members:
        picture = Picture(path=SIGNATURE, alt="Ada Example")
        made = replace(made, grant=Grant(signatory="Ada Example", signatory_title="Dean", signature=picture))
    if LOGO in members:
        made = replace(made, certificate=CertificateTemplate(logo=Picture(path=LOGO, alt="Example Academy")))
    out = place / (name or f"{course}-{version}-{key.public.id[:6]}.course")
    return forge(out, members, manifest=manifest_for(members, made, key.public), key=key)


def unpacked(file: Path, to: Path) -> Path:
    with zipfile.ZipFile(file) as archive:
        archive.extractall(to)
    return to


def flipped(file: Path, *places: int, to: Path | None = None) -> Path:
    """`file`, or a copy of it, with one bit turned at each of these places."""
    data = bytearray(file.read_bytes())
    for place in places:
        data[place] ^= 1
    (to or file).write_bytes(data)
    return to or file
