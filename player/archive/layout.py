"""The bytes between the files of a package: a ZIP with every freedom taken away, so that each field has one value.

Reading never trusts these bytes by themselves: what was read is written again and must come out the same.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from player.domain.phrase import Phrase, Worded

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_END64 = struct.Struct("<4sQHHIIQQQQ")
_LOCATOR = struct.Struct("<4sIQI")
_VERSION = 45
_UTF8 = 0x0800
_TIME, _DATE = 0, 0x0021
_FULL = 0xFFFFFFFF
_ZIP64 = 1

END_SIZE = _END.size
LONGEST_TAIL = _END64.size + _LOCATOR.size + _END.size


class LayoutError(ValueError):
    """The bytes are not laid out as a package is; the reason is the end of a sentence."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One file in the container: `offset` is where its local header begins."""

    name: str
    size: int
    crc: int
    offset: int

    @property
    def data_offset(self) -> int:
        return self.offset + len(local_header(self))

    @property
    def end(self) -> int:
        return self.data_offset + self.size


@dataclass(frozen=True, slots=True)
class Ending:
    """Where the directory lies, how long it is, and of how many records it is made."""

    offset: int
    size: int
    count: int


def local_header(entry: Entry) -> bytes:
    """What stands before a file's bytes; a size from 4 GiB − 1 on moves into the ZIP64 field."""
    name = entry.name.encode()
    large = entry.size >= _FULL
    extra = struct.pack("<HHQQ", _ZIP64, 16, entry.size, entry.size) if large else b""
    shown = _FULL if large else entry.size
    return (
        _LOCAL.pack(b"PK\3\4", _VERSION, _UTF8, 0, _TIME, _DATE, entry.crc, shown, shown, len(name), len(extra))
        + name
        + extra
    )


def directory(entries: Sequence[Entry]) -> bytes:
    return b"".join(_central(entry) for entry in entries)


def _central(entry: Entry) -> bytes:
    name = entry.name.encode()
    wide = [entry.size, entry.size] if entry.size >= _FULL else []
    wide += [entry.offset] if entry.offset >= _FULL else []
    extra = struct.pack(f"<HH{len(wide)}Q", _ZIP64, 8 * len(wide), *wide) if wide else b""
    size, offset = min(entry.size, _FULL), min(entry.offset, _FULL)
    made_by, disk, internal, external, comment = _VERSION, 0, 0, 0, 0
    return (
        _CENTRAL.pack(
            *(b"PK\1\2", made_by, _VERSION, _UTF8, 0, _TIME, _DATE, entry.crc, size, size),
            *(len(name), len(extra), comment, disk, internal, external, offset),
        )
        + name
        + extra
    )


def tail(ending: Ending) -> bytes:
    """The end record; a directory from 4 GiB − 1 on is preceded by the ZIP64 end record and its locator."""
    wide = b""
    if ending.offset >= _FULL:
        after = ending.offset + ending.size
        wide = _END64.pack(
            *(b"PK\6\6", _END64.size - 12, _VERSION, _VERSION, 0, 0),
            *(ending.count, ending.count, ending.size, ending.offset),
        ) + _LOCATOR.pack(b"PK\6\7", 0, after, 1)
    offset = min(ending.offset, _FULL)
    return wide + _END.pack(b"PK\5\6", 0, 0, ending.count, ending.count, ending.size, offset, 0)


def read_tail(last: bytes, file_size: int) -> Ending:
    """The ending in the last bytes of a file (`LONGEST_TAIL` of them, or all). Raises `LayoutError`."""
    if len(last) < _END.size or last[-_END.size :][:4] != b"PK\5\6":
        raise LayoutError(Phrase("its end record is missing."))
    *_, count, size, offset, _ = _END.unpack(last[-_END.size :])
    if offset == _FULL:
        if len(last) < LONGEST_TAIL:
            raise LayoutError(Phrase("its large end record is missing."))
        *_, count, size, offset = _END64.unpack(last[-LONGEST_TAIL:][: _END64.size])
    ending = Ending(offset, size, count)
    if count > 0xFFFF or size > file_size or offset > file_size:
        raise LayoutError(Phrase("its end record points outside of the file."))
    written = tail(ending)
    if last[-len(written) :] != written or offset + size + len(written) != file_size:
        raise LayoutError(Phrase("its end record does not fit the file."))
    return ending


def read_directory(data: bytes, ending: Ending) -> tuple[Entry, ...]:
    """The entries, when `data` is their directory to the byte and they tile the file. Raises `LayoutError`."""
    entries = tuple(_records(data))
    if len(entries) != ending.count:
        raise LayoutError(Phrase("its directory does not hold as many files as it says."))
    place = 0
    for entry in entries:
        if entry.offset != place:
            raise LayoutError(Worded("the file {name} does not lie where the one before it ends.", name=entry.name))
        place = entry.end
    if place != ending.offset:
        raise LayoutError(Phrase("its files do not reach up to the directory."))
    if directory(entries) != data:
        raise LayoutError(Phrase("its directory is not written in the one way allowed."))
    return entries


def _records(data: bytes) -> Iterator[Entry]:
    place = 0
    while place < len(data):
        if len(data) - place < _CENTRAL.size:
            raise LayoutError(Phrase("its directory breaks off."))
        record = _CENTRAL.unpack_from(data, place)
        crc, size, name_size, extra_size, offset = record[7], record[9], record[10], record[11], record[16]
        place += _CENTRAL.size
        name, extra = (
            data[place : place + name_size],
            data[place + name_size : place + name_size + extra_size],
        )
        place += name_size + extra_size
        yield _entry(name, extra, size=size, offset=offset, crc=crc)


def _entry(name: bytes, extra: bytes, *, size: int, offset: int, crc: int) -> Entry:
    """Wide numbers are taken from the extra field in its fixed order; whatever else is wrong shows on rewriting."""
    wide = [int.from_bytes(extra[at : at + 8], "little") for at in range(4, len(extra), 8)]
    if size == _FULL and len(wide) >= 2:
        size, wide = wide[0], wide[2:]
    if offset == _FULL and wide:
        offset = wide[0]
    try:
        return Entry(name=name.decode(), size=size, crc=crc, offset=offset)
    except UnicodeDecodeError:
        raise LayoutError(Phrase("a file's name is not UTF-8.")) from None
