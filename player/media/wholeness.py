"""Whether a recording is all there, as far as its container says how long it is."""

from __future__ import annotations

import struct

from player.domain.engine import MediaSource
from player.domain.problem import Problem

_MATROSKA = b"\x1a\x45\xdf\xa3"
_SEGMENT = b"\x18\x53\x80\x67"
_LONGEST_SIZE = 8
_MOST_BOXES = 32


def is_cut_off(source: MediaSource) -> bool:
    """Whether MP4's boxes or Matroska's segment reach beyond the end; False where nothing can be told."""
    try:
        head = source.read_at(0, 64)
        if head[4:8] == b"ftyp":
            return _end_of_boxes(source) > source.size
        return head.startswith(_MATROSKA) and _end_of_segment(head) > source.size
    except (Problem, OSError, struct.error):
        return False


def _end_of_boxes(source: MediaSource) -> int:
    """ISO/IEC 14496-12, 4.2: a row of boxes, each beginning with its size; 0 reaches to the end.

    Fragments lie all over the file and are not looked for: nothing is told of a recording that has some.
    """
    at = 0
    for _ in range(_MOST_BOXES):
        if at >= source.size:
            break
        head = source.read_at(at, 16)
        if head[4:8] == b"moof":
            return 0
        (size,) = struct.unpack_from(">I", head)
        if size == 1:
            (size,) = struct.unpack_from(">Q", head, 8)
        if size < 8:
            break
        at += size
    return at


def _end_of_segment(head: bytes) -> int:
    """RFC 8794: a header, then the segment with its size; 0 where that is not known."""
    at = len(_MATROSKA)
    length, size = _size_at(head, at)
    at += length + size
    if head[at : at + len(_SEGMENT)] != _SEGMENT:
        return 0
    at += len(_SEGMENT)
    length, size = _size_at(head, at)
    unknown = size == (1 << 7 * length) - 1
    return 0 if unknown else at + length + size


def _size_at(data: bytes, at: int) -> tuple[int, int]:
    """How many bytes the number at `at` has, as the zeros before its first one say, and the number."""
    (first,) = struct.unpack_from(">B", data, at)
    length = _LONGEST_SIZE + 1 - first.bit_length()
    written = data[at : at + length]
    if length > _LONGEST_SIZE or len(written) < length:
        raise struct.error("no such number")
    return length, int.from_bytes(written) & ((1 << 7 * length) - 1)
