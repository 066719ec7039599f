"""Reading keys: what a provider alone can read is sealed to them (HPKE, RFC 9180), and opened with their secret half.

The suite is DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and ChaCha20-Poly1305, in base mode. What is sealed is bound to
what it is and what it belongs to by HPKE's `info`, of which its key is made: beside anything else it does not open.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from player.domain.phrase import Phrase
from player.proof.files import read_file, write_whole
from player.proof.keys import KeyLocked
from player.proof.problems import KeyExists, KeyUnusable

KEY_BYTES = 32
LEAST_SEALED_BYTES = KEY_BYTES + 16
"""The one-time public key before the sealed bytes, and the tag behind them."""
_MOST_KEY_BYTES = 1 << 16
_LOCKED = b"-----BEGIN ENCRYPTED PRIVATE KEY-----"


class ReadingKeyUnusable(KeyUnusable):
    what_template = "The reading key {name} cannot be used: {reason}"
    meaning_template = "What is sealed to it was not read; nothing else is affected."
    remedy_template = "Make one with “carrel key reading FILE”, or name the right file."


class DoesNotOpen(Exception):
    """What was sealed is not for this key, was altered, or belongs to something else: these cannot be told apart."""


def _suite() -> Suite:
    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


@dataclass(frozen=True, slots=True)
class PublicReadingKey:
    """The public half: 32 raw bytes, as they stand in a course in 64 hex digits."""

    raw: bytes

    @property
    def hex(self) -> str:
        return self.raw.hex()

    @classmethod
    def from_hex(cls, text: str) -> PublicReadingKey:
        """Raises ValueError when `text` is not 64 hex digits."""
        raw = bytes.fromhex(text)
        if len(raw) != KEY_BYTES:
            raise ValueError("a reading key has 32 bytes")
        return cls(raw)

    def seal(self, plain: bytes, *, info: bytes) -> bytes:
        """Other bytes each time. Raises ValueError for a key of low order, which would keep nothing secret."""
        key = X25519PublicKey.from_public_bytes(self.raw)
        return _suite().encrypt(plain, key, info=info)


class PrivateReadingKey:
    """The secret half; it opens what was sealed to the public one, and is never printed."""

    def __init__(self, crypto: X25519PrivateKey) -> None:
        self._crypto = crypto
        self.public = PublicReadingKey(crypto.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))

    @classmethod
    def generate(cls) -> PrivateReadingKey:
        return cls(X25519PrivateKey.generate())

    @property
    def secret(self) -> bytes:
        """The 32 secret bytes, for workers of the same program; `from_secret` takes them."""
        return self._crypto.private_bytes_raw()

    @classmethod
    def from_secret(cls, secret: bytes) -> PrivateReadingKey:
        return cls(X25519PrivateKey.from_private_bytes(secret))

    def open(self, sealed: bytes, *, info: bytes) -> bytes:
        """Raises `DoesNotOpen`."""
        try:
            return _suite().decrypt(sealed, self._crypto, info=info)
        except (InvalidTag, ValueError) as error:
            raise DoesNotOpen(str(error)) from None

    @classmethod
    def read(cls, file: Path, *, passphrase: str = "") -> PrivateReadingKey:
        """The key in a PEM (PKCS 8) file. Raises `CannotRead`, `KeyLocked` (it has a passphrase), or
        `ReadingKeyUnusable`."""
        data = read_file(file, most=_MOST_KEY_BYTES)
        if not passphrase and _LOCKED in data:
            raise KeyLocked(name=file.name)
        try:
            crypto = load_pem_private_key(data, password=passphrase.encode() or None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            reason = Phrase("that is not its passphrase.") if passphrase else Phrase("it holds no private key.")
            raise ReadingKeyUnusable(name=file.name, reason=reason, details=str(error)) from None
        if not isinstance(crypto, X25519PrivateKey):
            raise ReadingKeyUnusable(name=file.name, reason=Phrase("it is not an X25519 key."))
        return cls(crypto)

    def write(self, file: Path, *, passphrase: str = "") -> None:
        """Writes `file` (mode 0600; locked, if there is a passphrase). Raises `KeyExists` or `CannotWrite`."""
        if os.path.lexists(file):
            raise KeyExists(name=file.name)
        lock = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
        write_whole(file, self._crypto.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock), secret=True)
