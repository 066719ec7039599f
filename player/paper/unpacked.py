"""Unpacking: a document's bytes with its streams unpacked, so that two can be compared whatever library packed them."""

from __future__ import annotations

import re
import zlib

END = b"%%EOF\n"
"""Of a document before it is signed."""
MOST_BYTES = 64 << 20
"""Of what one stream unpacks to."""
_HEAD = re.compile(rb"/Length (\d{1,9})\n")
_START = b">>\nstream\n"
_END = b"\nendstream\nendobj\n"
_PLACE = re.compile(rb"(\d{10}) 00000 n \n")
_CHANGING = re.compile(rb"\d{10} 00000 n \n|/ID \[<[0-9A-F]{32}><[0-9A-F]{32}>\]\n")
"""The file's identifier is made from its bytes."""


def is_the_same(page: bytes, drawn: bytes) -> bool:
    """Whether two documents are the same to the last byte, but for how their streams are packed."""
    return page == drawn or unpacked(page) == unpacked(drawn) is not None


def unpacked(pdf: bytes) -> bytes | None:
    """The bytes of a document as the sheet writes it, without what depends on packing: lengths and places.

    None where it is not written so. Nothing is left out that any reader could make something of: lengths and places
    are those of the objects that stand there, one after the other.
    """
    table = pdf.rfind(b"\nxref\n") + 1
    if not table or pdf.count(b"startxref") != 1 or not _leads_to(pdf, table):
        return None
    try:
        return _body(pdf[:table]) + _CHANGING.sub(b"", pdf[table : pdf.rindex(b"startxref")])
    except (ValueError, zlib.error):
        return None


def _leads_to(pdf: bytes, table: int) -> bool:
    """Whether the table of places is found, and each object at its place."""
    places = [int(place) for place in _PLACE.findall(pdf, table)]
    found = all(pdf.startswith(b"%d 0 obj\n" % number, place) for number, place in enumerate(places, 1))
    return found and pdf[table:].endswith(b"startxref\n%d\n%%%%EOF\n" % table)


def _body(pdf: bytes) -> bytes:
    """Raises ValueError or zlib.error."""
    parts: list[bytes] = []
    at = 0
    while (start := pdf.find(_START, at)) >= 0:
        head = pdf[at:start]
        (length,) = (int(said) for said in _HEAD.findall(head[head.rindex(b" obj\n") :]))
        first = start + len(_START)
        at = first + length
        if not pdf.startswith(_END, at):
            raise ValueError("a stream is not as long as it says")
        contents = _contents(head, pdf[first:at])
        parts += [_HEAD.sub(b"", head), b"%d:" % len(contents), contents]
    return b"".join((*parts, pdf[at:]))


def _contents(head: bytes, data: bytes) -> bytes:
    if b"/Filter /FlateDecode\n" not in head[head.rindex(b" obj\n") :]:
        return data
    unpacker = zlib.decompressobj()
    contents = unpacker.decompress(data, MOST_BYTES)
    if not unpacker.eof or unpacker.unused_data:
        raise ValueError("a stream is not one whole stream of a sensible size")
    return contents
