"""Courses that a hub keeps for its stations: taken in and handed out piece by piece, resumable, held against a digest.

The digest says that a file arrived as it was sent. Whether the course in it is to be trusted is asked where every
course is asked it: when it is put onto a shelf.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from player.domain.event import CourseHash
from player.domain.phrase import Phrase
from player.domain.problem import Problem
from player.proof.files import CannotRead, CannotWrite, make_folder, obstacle_of, sync_folder, write_whole

PIECE_BYTES = 4 << 20
ENDING = ".course"
_PART = ".part"
_NOTE = ".json"
_DIGEST = re.compile("[0-9a-f]{64}")
_MOST_BYTES = 64 << 30

OnProgress = Callable[[int, int], None]
"""Is told how many bytes are done, and of how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """A course file at the hub. `digest`: SHA-256 of all of it; `size` in bytes."""

    course: CourseHash
    title: str
    digest: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceAsked:
    digest: str
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Empty at the end of the file."""

    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A piece of a file on its way to the hub; without data it asks from where to go on."""

    shelved: Shelved
    start: int
    data: bytes = b""


class NoSuchPackage(Problem):
    what_template = "The hub does not have this course."
    meaning_template = "Nothing was copied, and no credit is affected."
    remedy_template = "Add the course from a stick here, or offer it to the hub once more."


class PackageAltered(Problem):
    what_template = "The course file “{title}” did not arrive as it was sent."
    meaning_template = "It was not added, and no credit is affected."
    remedy_template = "It is fetched anew at the next attempt; should that fail too, bring the file on a stick."


class HubPackages:
    """The courses in a folder of the hub's. Thread-safe. Raises `Problem`s; the file is then not there, or whole."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._turn = threading.Lock()

    def listed(self) -> tuple[Shelved, ...]:
        """By title."""
        found: list[Shelved] = []
        for note in sorted(self._folder.glob("*" + _NOTE)):
            with suppress(OSError, msgspec.MsgspecError, ValueError):
                shelved = msgspec.json.decode(note.read_bytes(), type=Shelved)
                if self._file(shelved.digest).is_file():
                    found.append(shelved)
        return tuple(sorted(found, key=lambda one: (one.title.casefold(), one.digest)))

    def piece(self, asked: PieceAsked) -> Piece:
        """Raises `NoSuchPackage`."""
        if not _DIGEST.fullmatch(asked.digest) or asked.start < 0:
            raise NoSuchPackage
        try:
            return Piece(data=read_piece(self._file(asked.digest), asked.start))
        except CannotRead:
            raise NoSuchPackage from None

    def store(self, stored: Stored) -> int:
        """Takes a piece where the file is to be gone on with. Returns how many bytes are here by now."""
        shelved = stored.shelved
        fits = _DIGEST.fullmatch(shelved.digest) and _DIGEST.fullmatch(shelved.course)
        if not fits or not 0 < shelved.size <= _MOST_BYTES or len(stored.data) > PIECE_BYTES:
            raise NoSuchPackage
        with self._turn:
            make_folder(self._folder)
            if self._file(shelved.digest).exists():
                return shelved.size
            part = Part(self._file(shelved.digest), shelved)
            if part.size == stored.start and stored.data:
                part.add(stored.data)
            if part.size == shelved.size:
                part.finish()
                write_whole(self._folder / (shelved.digest + _NOTE), msgspec.json.encode(shelved))
            return part.size

    def _file(self, digest: str) -> Path:
        return self._folder / (digest + ENDING)


def hand_over(
    store: Callable[[Stored], int], file: Path, course: CourseHash, title: str, on_progress: OnProgress | None = None
) -> Shelved:
    """Hands a course file to whatever stores it, going on where it was broken off. Raises `CannotRead` too."""
    shelved = Shelved(course=course, title=title, digest=digest_of(file), size=file.stat().st_size)
    done = store(Stored(shelved=shelved, start=0))
    while done < shelved.size:
        data = read_piece(file, done)
        if not data:
            raise CannotRead(name=file.name, reason=Phrase("it was changed while it was copied."))
        done = store(Stored(shelved=shelved, start=done, data=data))
        if on_progress is not None:
            on_progress(done, shelved.size)
    return shelved


class Part:
    """A file that is being copied, under another name until it is whole; what is there already is gone on with."""

    def __init__(self, file: Path, shelved: Shelved) -> None:
        self._file = file
        self._part = file.with_name(file.name + "." + shelved.digest[:16] + _PART)
        self._shelved = shelved
        self.size = self._part.stat().st_size if self._part.exists() else 0

    def add(self, data: bytes) -> None:
        """Raises `CannotWrite`."""
        try:
            with self._part.open("r+b" if self._part.exists() else "xb") as stream:
                stream.seek(self.size)
                stream.write(data)
            self.size += len(data)
        except OSError as error:
            raise CannotWrite(name=self._file.name, obstacle=obstacle_of(error), details=str(error)) from None

    def finish(self) -> None:
        """Raises `PackageAltered`, and begins anew then, or `CannotWrite`."""
        try:
            if self.size != self._shelved.size or digest_of(self._part) != self._shelved.digest:
                self._part.unlink()
                self.size = 0
                raise PackageAltered(title=self._shelved.title)
            self._part.replace(self._file)
            sync_folder(self._file.parent)
        except OSError as error:
            raise CannotWrite(name=self._file.name, obstacle=obstacle_of(error), details=str(error)) from None


def digest_of(file: Path) -> str:
    """Raises `CannotRead`."""
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise CannotRead(name=file.name, reason=Phrase("the disk refused."), details=str(error)) from None


def read_piece(file: Path, start: int) -> bytes:
    """Raises `CannotRead`."""
    try:
        with file.open("rb") as stream:
            stream.seek(start)
            return stream.read(PIECE_BYTES)
    except OSError as error:
        raise CannotRead(name=file.name, reason=Phrase("the disk refused."), details=str(error)) from None
