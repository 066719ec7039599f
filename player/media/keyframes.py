"""How far apart the pictures lie to which a player can jump at once, read from the tables of an MP4 file.

Nothing is decoded: a film of hours is judged in a few ms. Other containers, and films in fragments, are not judged.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import pairwise

from player.domain.engine import MediaSource

_LARGEST_TABLES = 64 << 20
"""Bytes of `moov`: a day of film stays far below."""
_MOST_BOXES = 10_000


class _Odd(ValueError):
    """The tables are not as they should be; then nothing is said of them."""


def widest_gap_ms(source: MediaSource) -> int | None:
    """The longest time between two keyframes of the first picture track; None when it cannot be told cheaply."""
    try:
        tables = _movie_tables(source)
        return None if tables is None else _gap_in(tables)
    except (_Odd, struct.error, OverflowError):
        return None


def _movie_tables(source: MediaSource) -> bytes | None:
    """ISO/IEC 14496-12: the file is a row of boxes, one of which is `moov`."""
    at, boxes = 0, 0
    while at + 8 <= source.size and boxes < _MOST_BOXES:
        head = source.read_at(at, 16)
        size, kind, header = _measured(head, source.size - at)
        if boxes == 0 and kind != b"ftyp":
            return None
        if kind == b"moov":
            return source.read_at(at + header, size - header) if size <= _LARGEST_TABLES else None
        at, boxes = at + size, boxes + 1
    return None


def _measured(head: bytes, left: int) -> tuple[int, bytes, int]:
    """Size, kind and length of the header of the box that begins with `head`."""
    size, kind = struct.unpack_from(">I4s", head)
    header = 8
    if size == 1:
        (size,) = struct.unpack_from(">Q", head, 8)
        header = 16
    elif size == 0:
        size = left
    if not header <= size <= left:
        raise _Odd
    return size, kind, header


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(data):
        size, kind, header = _measured(data[at : at + 16], len(data) - at)
        yield kind, data[at + header : at + size]
        at += size


def _inner(data: bytes, *path: bytes) -> bytes | None:
    for kind in path:
        found = next((body for name, body in _boxes(data) if name == kind), None)
        if found is None:
            return None
        data = found
    return data


def _gap_in(tables: bytes) -> int | None:
    for kind, track in _boxes(tables):
        media = _inner(track, b"mdia") if kind == b"trak" else None
        handler = _inner(media, b"hdlr") if media else None
        if media and handler and handler[8:12] == b"vide":
            return _gap_of_track(media)
    return None


def _gap_of_track(media: bytes) -> int | None:
    table = _inner(media, b"minf", b"stbl")
    clock = _inner(media, b"mdhd")
    times = _inner(table, b"stts") if table else None
    keys = _inner(table, b"stss") if table else None
    if clock is None or times is None:
        return None
    (scale,) = struct.unpack_from(">I", clock, 20 if clock[:1] == b"\x01" else 12)
    runs = _runs(times)
    end = sum(samples * length for samples, length in runs)
    if not (scale and end):
        # The times of a film in fragments lie in its fragments.
        return None
    if keys is None:
        # Without a list of keyframes each picture is one.
        return max(length for _, length in runs) * 1000 // scale
    (count,) = struct.unpack_from(">I", keys, 4)
    if not count:
        return None
    numbers = struct.unpack_from(f">{count}I", keys, 8)
    moments = [*_moments(runs, numbers), end]
    return max(after - before for before, after in pairwise(moments)) * 1000 // scale


def _runs(times: bytes) -> list[tuple[int, int]]:
    """(how many pictures, how long each) as the table keeps them."""
    (count,) = struct.unpack_from(">I", times, 4)
    flat = struct.unpack_from(f">{count * 2}I", times, 8)
    return list(zip(flat[::2], flat[1::2], strict=True))


def _moments(runs: list[tuple[int, int]], numbers: tuple[int, ...]) -> Iterator[int]:
    """When each of the pictures `numbers` (from 1, rising) begins."""
    first, begins, run = 1, 0, 0
    for number in numbers:
        while run < len(runs) and number >= first + runs[run][0]:
            first, begins, run = first + runs[run][0], begins + runs[run][0] * runs[run][1], run + 1
        if run == len(runs) or number < first:
            raise _Odd
        yield begins + (number - first) * runs[run][1]
