"""What a server answered, taken in with care: never too much of it, never too slowly, and made fit to be shown."""

from __future__ import annotations

import html
import re
import unicodedata
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, cast

from player.domain.phrase import Worded
from player.exchange.lrs.comparing import read_json

MOST_BYTES = 8_000_000
"""More than any statement that is sent; an answer to a batch has 2,000."""
_PIECE = 1 << 16
_MOST_REASON = 300
_MARKUP = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^>]{0,2000}>", re.IGNORECASE | re.DOTALL)
_SAYING = ("detail", "message", "error", "errorMessage", "warnings", "title")
"""Under what names stores say why not."""


class Raw(Protocol):
    """An answer's body as it comes in."""

    def read1(self, amt: int | None = None, decode_content: bool | None = None) -> bytes: ...


class TooMuch(Exception):
    """The answer is larger than any that a store has reason to give."""


class TooSlow(Exception):
    """The answer did not end in the time that it had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """`headers`: names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_page(self) -> bool:
        """Whether this is meant for people: a hotel's network asking for a click, a proxy's complaint."""
        start = self.body[:1000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
        return "html" in self.headers.get("content-type", "").lower() or start.startswith((b"<!doctype", b"<html"))

    @property
    def names_version(self) -> bool:
        """Every answer of a store has to; no other server does."""
        return "x-experience-api-version" in self.headers

    def json(self) -> object:
        """Raises ValueError."""
        return read_json(self.body)


def read_body(raw: Raw, encoding: str, *, is_late: Callable[[], bool]) -> bytes:
    """All of it. Raises `TooMuch`, also for a small body that unpacks into a large one, or `TooSlow`."""
    unpack = _unpacker(encoding)
    found = bytearray()
    while piece := raw.read1(_PIECE, decode_content=False):
        found += unpack(piece, MOST_BYTES + 1 - len(found))
        if len(found) > MOST_BYTES:
            raise TooMuch
        if is_late():
            raise TooSlow
    return bytes(found)


def _unpacker(encoding: str) -> Callable[[bytes, int], bytes]:
    """Nothing packed was asked for; where it comes all the same, gzip is read and anything else left as it is."""
    if encoding.strip().lower() not in ("gzip", "x-gzip", "deflate"):
        return lambda piece, _most: piece
    packed = zlib.decompressobj(zlib.MAX_WBITS | 32)

    def unpack(piece: bytes, most: int) -> bytes:
        try:
            return packed.decompress(piece, most)
        except zlib.error:
            return b""

    return unpack


def reason_in(reply: Reply, *, secrets: tuple[str, ...] = ()) -> str:
    """Why not, in the server's words: one short line of plain text, without what must not be told."""
    said = _said(reply)
    for secret in secrets:
        said = said.replace(secret, "…") if secret else said
    return plain(said) or Worded("it said no more than {status}", status=reply.status)


def plain(text: str) -> str:
    """One line of what can be shown: no mark-up, nothing invisible, nothing that turns the line round, not too long."""
    bare = html.unescape(_MARKUP.sub(" ", text[:20_000]))
    shown = "".join(letter if _is_shown(letter) else " " for letter in bare)
    line = " ".join(shown.split())
    return line if len(line) <= _MOST_REASON else f"{line[: _MOST_REASON - 1]}…"


def _is_shown(letter: str) -> bool:
    return unicodedata.category(letter)[0] != "C" and unicodedata.category(letter) not in ("Zl", "Zp")


def _said(reply: Reply) -> str:
    try:
        told = reply.json()
    except ValueError:
        return reply.body[:20_000].decode("utf-8", errors="replace")
    return _words(told, depth=0)


def _words(told: object, *, depth: int) -> str:
    if depth > 4:
        return ""
    if isinstance(told, str):
        return told
    if isinstance(told, list):
        return "; ".join(words for one in cast("list[object]", told)[:5] if (words := _words(one, depth=depth + 1)))
    if isinstance(told, dict):
        facts = cast("dict[str, object]", told)
        named = [facts[name] for name in _SAYING if name in facts] or [facts.get("msg", "")]
        steps = facts.get("loc")
        where = ".".join(str(step) for step in cast("list[object]", steps)) if isinstance(steps, list) else ""
        words = "; ".join(found for one in named if (found := _words(one, depth=depth + 1)))
        return f"{where}: {words}" if where else words
    return ""
