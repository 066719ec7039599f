"""Baking: a badge put into the picture that shows it, as Open Badges 3.0 has it for PNG and SVG."""

from __future__ import annotations

import re
import zlib
from xml.sax.saxutils import escape

KEYWORD = b"openbadgecredential"
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
_NOT_IN_XML = re.compile("[\ufffe\uffff]")
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_END = b"\0\0\0\0IEND\xaeB`\x82"


def into_png(picture: bytes, badge: bytes) -> bytes:
    """In a chunk `iTXt` before the end of the picture, not compressed, as the standard wants it.

    Raises ValueError for what is no PNG.
    """
    if not picture.startswith(_SIGNATURE) or not picture.endswith(_END):
        raise ValueError("not a PNG file")
    # Keyword, its end, no compression (flag and method), no language, no translated keyword.
    data = KEYWORD + b"\0" + b"\0\0" + b"\0" + b"\0" + badge
    return picture[: -len(_END)] + _chunk(b"iTXt", data) + _END


def into_svg(picture: str, badge: bytes) -> bytes:
    """As the first element of the picture. Raises ValueError for a picture without a place for it."""
    head, sep, rest = picture.partition(">\n")
    if not head.startswith("<svg ") or not sep:
        raise ValueError("not an SVG picture")
    # JSON knows another way to write what XML does not take at all; what it says, and its proof, stay the same.
    text = _NOT_IN_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", badge.decode())
    element = f"<openbadges:credential>{escape(text)}</openbadges:credential>\n"
    return f'{head} xmlns:openbadges="{NAMESPACE}">\n{element}{rest}'.encode()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
