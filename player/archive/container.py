"""The container file: its first and last bytes, its directory and its headers, read without trusting any of them."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from player.archive.layout import (
    LONGEST_TAIL,
    Ending,
    Entry,
    LayoutError,
    directory,
    local_header,
    read_directory,
    read_tail,
    tail,
)
from player.archive.names import LONGEST_NAME
from player.archive.problems import CourseAltered, CourseCutOff, NotACourse
from player.domain.phrase import Phrase, Worded

MIMETYPE_NAME = "mimetype"
MIMETYPE = b"application/vnd.carrel.course+zip"
MANIFEST_NAME = "manifest.dsse"
BLOCKS_NAME = "blocks.b3"
FIXED_NAMES = (MIMETYPE_NAME, MANIFEST_NAME, BLOCKS_NAME)

MOST_MEMBERS = 10_000
LONGEST_ENVELOPE = 16 << 20
"""Bytes of `manifest.dsse`: a course of a few hundred pages of text stays far below."""
_LONGEST_DIRECTORY = (MOST_MEMBERS + len(FIXED_NAMES)) * (46 + LONGEST_NAME + 28)


_MIMETYPE_ENTRY = Entry(name=MIMETYPE_NAME, size=len(MIMETYPE), crc=zlib.crc32(MIMETYPE), offset=0)
PREFIX = local_header(_MIMETYPE_ENTRY) + MIMETYPE
"""The first bytes of every package."""


@dataclass(frozen=True, slots=True)
class Container:
    """What an opened container says of itself, each part in agreement with the others."""

    entries: tuple[Entry, ...]
    envelope: bytes


def read_container(stream: BinaryIO, *, name: str) -> Container:
    """Directory, local headers and `manifest.dsse` of an open file; no member is read.

    Raises `NotACourse`, `CourseCutOff` or `CourseAltered`. Memory is bounded by the limits above.
    """
    size = os.fstat(stream.fileno()).st_size
    _check_prefix(_read(stream, 0, len(PREFIX)), name)
    try:
        ending = read_tail(_read(stream, max(0, size - LONGEST_TAIL), LONGEST_TAIL), size)
    except LayoutError as error:
        raise CourseCutOff(name=name, details=str(error)) from None
    if ending.size > _LONGEST_DIRECTORY or ending.count > MOST_MEMBERS + len(FIXED_NAMES):
        raise CourseAltered(
            name=name, reason=Worded("it holds more than {most_members} files.", most_members=MOST_MEMBERS)
        )
    try:
        entries = read_directory(_read(stream, ending.offset, ending.size), ending)
        _check_fixed(entries)
        _check_headers(stream, entries)
        return Container(entries, _envelope(stream, entries[1]))
    except LayoutError as error:
        raise CourseAltered(name=name, reason=error.reason) from None


class ContainerWriter:
    """Writes a container from front to back into a seekable stream; each CRC is filled in once it is known."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._entries: list[Entry] = []
        self._at = 0
        self.add(MIMETYPE_NAME, len(MIMETYPE), (MIMETYPE,))

    def add(self, name: str, size: int, chunks: Iterable[bytes]) -> None:
        """Appends one file of exactly `size` bytes."""
        unsummed = Entry(name=name, size=size, crc=0, offset=self._at)
        self._stream.write(local_header(unsummed))
        crc, written = 0, 0
        for chunk in chunks:
            self._stream.write(chunk)
            crc, written = zlib.crc32(chunk, crc), written + len(chunk)
        if written != size:
            raise ValueError(f"{name} has {written} bytes, not {size}")
        entry = Entry(name=name, size=size, crc=crc, offset=self._at)
        self._stream.seek(entry.offset)
        self._stream.write(local_header(entry))
        self._stream.seek(entry.end)
        self._entries.append(entry)
        self._at = entry.end

    def reserve(self, name: str, size: int) -> None:
        """Leaves room for a file of exactly `size` bytes, which `fill` puts there before `finish`."""
        entry = Entry(name=name, size=size, crc=0, offset=self._at)
        self._stream.seek(entry.end)
        self._entries.append(entry)
        self._at = entry.end

    def fill(self, name: str, data: bytes) -> None:
        """Puts the file for which room was reserved in its place."""
        number, room = next((n, entry) for n, entry in enumerate(self._entries) if entry.name == name)
        if len(data) != room.size:
            raise ValueError(f"{name} has {len(data)} bytes, not {room.size}")
        self._entries[number] = entry = Entry(name=name, size=room.size, crc=zlib.crc32(data), offset=room.offset)
        self._stream.seek(entry.offset)
        self._stream.write(local_header(entry) + data)
        self._stream.seek(self._at)

    def begin(self, name: str, size: int) -> None:
        """Begins a file whose bytes are then written to the stream by others, and whose CRC `end` is told."""
        entry = Entry(name=name, size=size, crc=0, offset=self._at)
        self._stream.write(local_header(entry))
        self._entries.append(entry)
        self._at = entry.end

    def end(self, crc: int) -> None:
        """Ends the file that was begun, once all of its bytes are written."""
        begun = self._entries[-1]
        if self._stream.tell() != self._at:
            raise ValueError(f"{begun.name} has not the {begun.size} bytes that were announced")
        self._entries[-1] = entry = Entry(name=begun.name, size=begun.size, crc=crc, offset=begun.offset)
        self._stream.seek(entry.offset)
        self._stream.write(local_header(entry))
        self._stream.seek(self._at)

    def finish(self) -> None:
        records = directory(self._entries)
        self._stream.write(records)
        self._stream.write(tail(Ending(self._at, len(records), len(self._entries))))


def _read(stream: BinaryIO, offset: int, length: int) -> bytes:
    stream.seek(offset)
    return stream.read(length)


def _check_prefix(found: bytes, name: str) -> None:
    if found == PREFIX:
        return
    if PREFIX.startswith(found):
        raise CourseCutOff(name=name)
    reason = (
        Phrase("it is a ZIP file of another kind.") if found[:2] == b"PK" else Phrase("it does not begin like one.")
    )
    raise NotACourse(name=name, reason=reason)


def _check_fixed(entries: Sequence[Entry]) -> None:
    if tuple(entry.name for entry in entries[: len(FIXED_NAMES)]) != FIXED_NAMES:
        raise LayoutError(Phrase("it does not begin with the three files that each package begins with."))
    if entries[0] != _MIMETYPE_ENTRY:
        raise LayoutError(Phrase("its first file is not the one it says."))


def _check_headers(stream: BinaryIO, entries: Sequence[Entry]) -> None:
    for entry in entries:
        header = local_header(entry)
        if _read(stream, entry.offset, len(header)) != header:
            raise LayoutError(Worded("the file {name} is named or sized differently in two places.", name=entry.name))


def _envelope(stream: BinaryIO, entry: Entry) -> bytes:
    if entry.size > LONGEST_ENVELOPE:
        raise LayoutError(Phrase("its manifest is too large."))
    data = _read(stream, entry.data_offset, entry.size)
    if zlib.crc32(data) != entry.crc:
        raise LayoutError(Phrase("the check sum of its manifest is wrong."))
    return data
