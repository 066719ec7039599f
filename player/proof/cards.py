"""What a card holds of an attendee, sealed so that the operator and the provider alone can read it.

A key of its own for every card seals the particulars (ChaCha20-Poly1305), and is itself sealed to each reader (HPKE).
Both are bound to the learner's id: beside another id nothing opens.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from player.domain.kiosk.attendee import Attendee
from player.domain.learner import LearnerId
from player.domain.phrase import Phrase
from player.domain.problem import Problem
from player.proof.problems import NewerFormat
from player.proof.sealing import DoesNotOpen, PrivateReadingKey, PublicReadingKey

FORMAT = 1
MOST_READERS = 16
MOST_BYTES = 1 << 18
_KEY_BYTES = 32
_NONCE = bytes(12)
"""Each key seals one card, once."""
_STEP = 256
"""What is sealed is filled up to a multiple of it: how long a name is tells something too."""


class CardUnreadable(Problem):
    what_template = "What is kept here of this attendee cannot be read."
    meaning_template = "What was recorded stands; it was not given to anybody else."
    remedy_template = "Please tell the staff, who can import the attendee roster again; or register here."


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """`listed`: as the roster had the attendee when it was last taken in, None for who is on none; `met`: whether the
    attendee came to a station of the hall."""

    attendee: Attendee
    listed: Attendee | None = None
    met: bool = False


class _Sealed(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """`keys`: the card's key, sealed to each reader; `content`: what that key seals."""

    v: int
    keys: tuple[bytes, ...]
    content: bytes


class _Version(msgspec.Struct, frozen=True, array_like=True):
    v: int


def seal_card(held: Held, readers: Sequence[PublicReadingKey]) -> bytes:
    """Other bytes each time. Raises ValueError for a key that keeps nothing secret."""
    learner = held.attendee.learner.id
    key, bound = secrets.token_bytes(_KEY_BYTES), _bound_to(learner)
    plain = msgspec.json.encode(held)
    filled = plain.ljust(-(-len(plain) // _STEP) * _STEP)
    content = ChaCha20Poly1305(key).encrypt(_NONCE, filled, bound)
    keys = tuple(reader.seal(key, info=bound) for reader in readers)
    return msgspec.msgpack.encode(_Sealed(FORMAT, keys, content))


def open_card(sealed: bytes, learner: LearnerId, key: PrivateReadingKey) -> Held:
    """Raises `CardUnreadable` (for another reader, altered, or of another learner) or `NewerFormat`."""
    try:
        found = msgspec.msgpack.decode(sealed, type=_Version).v
        if found > FORMAT:
            raise NewerFormat(name=Phrase("A card"), found=found, known=FORMAT)
        held = _opened(msgspec.msgpack.decode(sealed, type=_Sealed), learner, key)
    except (msgspec.MsgspecError, DoesNotOpen, InvalidTag, ValueError, RecursionError) as error:
        raise CardUnreadable(details=str(error)) from None
    if held.attendee.learner.id != learner:
        raise CardUnreadable(details=Phrase("another learner is in it"))
    return held


def _opened(card: _Sealed, learner: LearnerId, key: PrivateReadingKey) -> Held:
    if len(card.keys) > MOST_READERS or len(card.content) > MOST_BYTES or card.v != FORMAT:
        raise ValueError("no card is like that")
    bound = _bound_to(learner)
    opened = ChaCha20Poly1305(_key_for(card.keys, key, bound)).decrypt(_NONCE, card.content, bound)
    return msgspec.json.decode(opened, type=Held)


def _key_for(keys: Sequence[bytes], key: PrivateReadingKey, bound: bytes) -> bytes:
    """Raises `DoesNotOpen`."""
    for sealed in keys:
        try:
            return key.open(sealed, info=bound)
        except DoesNotOpen:
            continue
    raise DoesNotOpen(Phrase("it is sealed to others"))


def _bound_to(learner: LearnerId) -> bytes:
    return f"carrel attendee card, {FORMAT}, {learner}".encode()
