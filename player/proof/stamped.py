"""Stamps: by which the stations of a hall know that a card was made by one of them.

Anybody can seal to a public key, and marks can be copied off any card; whoever can write into a shared database could
so make a badge lead to somebody else. A stamp takes the hall's secret, which only an opened station has.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace

from player.domain.kiosk.card import Card
from player.proof.operator_key import OperatorKey

STAMP_BYTES = 32
_PURPOSE = "cards"


def stamped(card: Card, key: OperatorKey) -> Card:
    """The card with its stamp in front of what is sealed."""
    return replace(card, sealed=_stamp(card, card.sealed, key) + card.sealed)


def is_genuine(card: Card, key: OperatorKey) -> bool:
    """Whether a station of this hall made the card, with just these marks, for just this learner."""
    stamp, sealed = card.sealed[:STAMP_BYTES], card.sealed[STAMP_BYTES:]
    return hmac.compare_digest(stamp, _stamp(card, sealed, key))


def sealed_in(card: Card) -> bytes:
    """What is sealed, without the stamp."""
    return card.sealed[STAMP_BYTES:]


def _stamp(card: Card, sealed: bytes, key: OperatorKey) -> bytes:
    parts = (card.learner.encode(), str(card.changed).encode(), *(mark.encode() for mark in card.marks))
    told = b"\0".join((*parts, hashlib.sha256(sealed).digest()))
    return hmac.new(key.hall_secret(_PURPOSE), told, hashlib.sha256).digest()
