"""What a station shows of its courses while nobody is there: as they are to somebody new."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from player.desk.ports import Shelf, Shelved
from player.domain.history import History
from player.domain.problem import Problem
from player.domain.progress import progress_of
from player.proof.manifest import SignedCourse
from player.ui.library.faces import face_of
from player.ui.library.state import Entry
from player.ui.pictures import image_of
from player.ui.widgets.card import CardFace


def faces_on(shelf: Shelf, offered: Iterable[str], now: datetime) -> tuple[CardFace, ...]:
    """On the desk's lane: the courses on offer that can be opened. `offered`: their ids; all, where there are none."""
    ids = frozenset(offered)
    return tuple(
        _face(shelved, shelved.signed, now)
        for shelved in shelf.packages()
        if shelved.signed is not None
        and shelved.package is not None
        and not shelved.superseded
        and (not ids or shelved.signed.course.id in ids)
    )


def _face(shelved: Shelved, signed: SignedCourse, now: datetime) -> CardFace:
    progress = progress_of(signed.course, History(), now=now, profession=None)
    return face_of(Entry(signed=signed, progress=progress, cover=image_of(_cover(shelved, signed))))


def _cover(shelved: Shelved, signed: SignedCourse) -> bytes | None:
    picture = signed.course.cover
    if picture is None or shelved.package is None:
        return None
    try:
        return shelved.package.read(picture.path)
    except Problem:
        return None
