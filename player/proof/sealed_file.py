"""Files that nobody but chosen keepers of reading keys can open: for what travels on a stick and must tell nothing."""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Iterable

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from player.domain.problem import Problem
from player.proof.sealing import DoesNotOpen, PrivateReadingKey, PublicReadingKey

_BEGINNING = b'{"sealed":1,'
_INFO = b"application/vnd.carrel.sealed-file+json 1"
# A key of its own for each file: one nonce is never used twice with it.
_NONCE = bytes(12)
_KEY_BYTES = 32
ID_SHOWN = 16
"""Digits of a reading key by which its keeper knows it."""
_OVERHEAD = 64 << 10
"""More than the locks around it take, in bytes, for as many keepers as anybody has."""


class FileSealed(Problem):
    what_template = "{name} is sealed, and none of the reading keys at hand opens it: a kiosk sealed it to {keepers}."
    meaning_template = "What is in it was not judged or taken in, and stays as it is."
    remedy_template = (
        "Name one of these keys: a reading key with --reading-key, the key of the kiosk's operator with --operator-key."
    )


class SealBroken(FileSealed):
    what_template = "{name} is a kiosk's sealed file, and it is damaged or was changed: no key opens it."
    remedy_template = "Take the file again from the stick or the station that it comes from."


class _Lock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file's key, sealed to one keeper."""

    keeper: str
    key: str


class _Sealed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    sealed: int
    locks: tuple[_Lock, ...]
    box: str


def seal_file(plain: bytes, keepers: Iterable[PublicReadingKey]) -> bytes:
    """A file that each of the keepers can open alone. Raises ValueError without keepers, or for a key that is none."""
    key = secrets.token_bytes(_KEY_BYTES)
    locks = tuple(_Lock(keeper=one.hex, key=_text(one.seal(key, info=_INFO))) for one in dict.fromkeys(keepers))
    if not locks:
        raise ValueError("what is sealed to nobody is lost")
    return msgspec.json.encode(
        _Sealed(sealed=1, locks=locks, box=_text(ChaCha20Poly1305(key).encrypt(_NONCE, plain, None)))
    )


def is_sealed(data: bytes) -> bool:
    return data.startswith(_BEGINNING)


def most_sealed(most: int) -> int:
    """How large a sealed file of so many bytes can be."""
    return most * 4 // 3 + _OVERHEAD


def open_file(data: bytes, keys: Iterable[PrivateReadingKey], *, name: str) -> bytes:
    """What was sealed. Raises `FileSealed`, which names to whom, where no key fits, or `SealBroken`."""
    try:
        found = msgspec.json.decode(data, type=_Sealed)
        by_keeper = {lock.keeper: lock for lock in found.locks}
        for key in keys:
            lock = by_keeper.get(key.public.hex)
            if lock is not None:
                inner = key.open(base64.b64decode(lock.key, validate=True), info=_INFO)
                return ChaCha20Poly1305(inner).decrypt(_NONCE, base64.b64decode(found.box, validate=True), None)
    except (msgspec.MsgspecError, DoesNotOpen, InvalidTag, binascii.Error, ValueError, RecursionError) as error:
        raise SealBroken(name=name, details=str(error)) from None
    raise FileSealed(name=name, keepers=", ".join(f"{keeper[:ID_SHOWN]}…" for keeper in by_keeper))


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
