"""The personal pass: a QR text by which any station of the hall knows an attendee, also one that never heard of them.

It has a learner's id and a seal over it that the hall's stations alone can make: nobody comes to another's records by
making one up. Capital letters, digits, a hyphen and a point only: they make the smallest QR code, and every keyboard
wedge sends them right.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

from player.domain.learner import LearnerId
from player.proof.operator_key import OperatorKey

BEGINNING = "CARREL-PASS1."
_ID_BYTES = _SEAL_BYTES = 16
_LETTERS = 52
"""Of the 32 bytes in base 32, without the padding."""
_PADDING = "===="


def pass_of(learner: LearnerId, key: OperatorKey) -> str:
    raw = bytes.fromhex(learner)
    return _written(raw + _seal(raw, key))


def is_pass(text: str) -> bool:
    """Whether it claims to be one."""
    return text.strip().upper().startswith(BEGINNING)


def learner_on(text: str, key: OperatorKey) -> LearnerId | None:
    """Whose pass that is; None where it is none of this hall, or altered."""
    letters = text.strip().upper().removeprefix(BEGINNING)
    if not is_pass(text) or len(letters) != _LETTERS or not letters.isascii():
        return None
    try:
        raw = base64.b32decode(letters + _PADDING)
    except binascii.Error:
        return None
    learner, seal = raw[:_ID_BYTES], raw[_ID_BYTES:]
    if _written(raw) != BEGINNING + letters:
        return None
    return LearnerId(learner.hex()) if hmac.compare_digest(seal, _seal(learner, key)) else None


def _written(raw: bytes) -> str:
    """In the one way in which it is written: the last letter has bits to spare."""
    return BEGINNING + base64.b32encode(raw).decode().rstrip("=")


def _seal(raw: bytes, key: OperatorKey) -> bytes:
    return hmac.new(key.hall_secret("passes"), raw, hashlib.sha256).digest()[:_SEAL_BYTES]
