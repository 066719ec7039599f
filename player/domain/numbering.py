"""Numbers of documents: short enough for the telephone, and the same for whoever computes them."""

from __future__ import annotations

import hashlib

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no letter that could be taken for a digit."""


def number_from(prefix: str, data: bytes) -> str:
    """ "CRL-7KQ2-M9XA-4TZB": 60 bits of the SHA-256 of `data`."""
    letters = "".join(_ALPHABET[byte % 32] for byte in hashlib.sha256(data).digest()[:12])
    return f"{prefix}-{letters[:4]}-{letters[4:8]}-{letters[8:]}"
