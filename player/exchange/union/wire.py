"""The bytes of what stations and hub hand each other: MessagePack, compressed, of bounded size, sealed by a secret.

Whoever has no part in the operator's key can neither ask nor answer. What is said is not hidden: evidence holds no
names and cards are sealed. A request that is caught and sent again does nothing: what it brings is there already, and
a word is replaced by the station's next one within seconds.
"""

from __future__ import annotations

import hashlib
import hmac
import zlib
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from player.domain.event import StreamId
from player.domain.phrase import written_down
from player.exchange.union.packages import Piece, PieceAsked, Shelved, Stored
from player.proof.hall import Asked, Branches, Given, Taken, Told

MOST_BYTES = 8 << 20
"""Of a body as it travels; what stations send has a few MiB at most."""
MOST_PLAIN_BYTES = 32 << 20
"""Of what comes out of it: a few bytes can unfold into a disk full."""
MAC_HEADER = "Carrel-Mac"
NONCE_HEADER = "Carrel-Nonce"
_AS_IT_IS = 0
"""Of zlib's levels: recordings do not become smaller. For all else the first has most of the gain in little time."""

T = TypeVar("T")


class Unreadable(Exception):
    """These bytes are not what was agreed on; it says why."""


class Method(msgspec.Struct, frozen=True):
    """One thing that can be asked of a hub, and of which kinds question and answer are; `level`: zlib's."""

    path: str
    question: Any
    answer: Any
    level: int = 1


MEET = Method("/meet", Asked, Told)
STRANDS = Method("/strands", tuple[StreamId, ...], dict[StreamId, Branches])
TAKE = Method("/take", Given, Taken)
PACKAGES = Method("/packages", None, tuple[Shelved, ...])
FETCH = Method("/packages/fetch", PieceAsked, Piece, _AS_IT_IS)
STORE = Method("/packages/store", Stored, int, _AS_IT_IS)
METHODS: Mapping[str, Method] = {one.path: one for one in (MEET, STRANDS, TAKE, PACKAGES, FETCH, STORE)}


def pack(value: object, level: int = 1) -> bytes:
    return zlib.compress(msgspec.msgpack.encode(value, enc_hook=written_down), level)


def unpack(data: bytes, kind: type[T]) -> T:
    """Raises `Unreadable`."""
    try:
        opened = zlib.decompressobj()
        plain = opened.decompress(data, MOST_PLAIN_BYTES)
        if not opened.eof or opened.unused_data:
            raise Unreadable("it is cut off, or too large")
        return msgspec.msgpack.decode(plain, type=kind)
    except (zlib.error, msgspec.MsgspecError, ValueError, TypeError, OverflowError, RecursionError) as error:
        raise Unreadable(str(error)) from None


def request_mac(secret: bytes, *, path: str, nonce: str, body: bytes) -> str:
    return _mac(secret, b"request", path, nonce, body)


def answer_mac(secret: bytes, *, path: str, nonce: str, body: bytes) -> str:
    """By the nonce of the request: an answer to something else is none."""
    return _mac(secret, b"answer", path, nonce, body)


def is_mac(given: str, expected: str) -> bool:
    """As quick for a good guess as for a bad one."""
    return hmac.compare_digest(given.encode(errors="replace"), expected.encode())


def _mac(secret: bytes, kind: bytes, path: str, nonce: str, body: bytes) -> str:
    said = b"\n".join((kind, path.encode(), nonce.encode(errors="replace"), hashlib.sha256(body).digest()))
    return hmac.new(secret, said, hashlib.sha256).hexdigest()
