"""Ed25519 keys: made, kept in a file that only the owner reads, and known by the fingerprint of their public half."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import NewType, Protocol

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from player.domain.phrase import Phrase
from player.proof.files import read_file, write_whole
from player.proof.problems import KeyExists, KeyUnusable, NotReadable

KeyId = NewType("KeyId", str)
"""SHA-256 of the 32 public bytes, in hex."""
_MOST_KEY_BYTES = 1 << 16
_LOCKED = b"-----BEGIN ENCRYPTED PRIVATE KEY-----"


class KeyLocked(KeyUnusable):
    what_template = "The key {name} is locked with a passphrase."
    remedy_template = "Give the passphrase when you are asked for it, or in the variable CARREL_KEY_PASSPHRASE."


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The public half: 32 raw bytes."""

    raw: bytes

    @property
    def id(self) -> KeyId:
        return KeyId(hashlib.sha256(self.raw).hexdigest())

    @property
    def crypto(self) -> Ed25519PublicKey:
        return Ed25519PublicKey.from_public_bytes(self.raw)

    def to_pem(self) -> bytes:
        """As in a `.pub` file."""
        return self.crypto.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    @classmethod
    def from_hex(cls, text: str) -> PublicKey:
        """Raises ValueError when `text` is not 64 hex digits."""
        raw = bytes.fromhex(text)
        if len(raw) != 32:
            raise ValueError("a public key has 32 bytes")
        return cls(raw)


class Signer(Protocol):
    """Something that signs bytes with one key."""

    @property
    def public(self) -> PublicKey: ...
    def sign(self, message: bytes) -> bytes: ...


class PrivateKey:
    """The secret half; it signs and is never printed."""

    def __init__(self, crypto: Ed25519PrivateKey) -> None:
        self.crypto = crypto
        self.public = PublicKey(crypto.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))

    @classmethod
    def generate(cls) -> PrivateKey:
        return cls(Ed25519PrivateKey.generate())

    def sign(self, message: bytes) -> bytes:
        return self.crypto.sign(message)

    @classmethod
    def read(cls, file: Path, *, passphrase: str = "") -> PrivateKey:
        """The key in a PEM (PKCS 8) file. Raises `KeyLocked` when it has a passphrase, or `KeyUnusable`."""
        try:
            data = file.read_bytes()
            if not passphrase and _LOCKED in data:
                raise KeyLocked(name=file.name)
            crypto = load_pem_private_key(data, password=passphrase.encode() or None)
        except FileNotFoundError:
            raise KeyUnusable(name=file.name, reason=Phrase("there is no such file.")) from None
        except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
            reason = Phrase("that is not its passphrase.") if passphrase else Phrase("it holds no private key.")
            raise KeyUnusable(name=file.name, reason=reason, details=str(error)) from None
        if not isinstance(crypto, Ed25519PrivateKey):
            raise KeyUnusable(name=file.name, reason=Phrase("it is not an Ed25519 key."))
        return cls(crypto)

    def write(self, file: Path, *, passphrase: str = "") -> Path:
        """Writes `file` (mode 0600; locked, if there is a passphrase), and beside it `FILE.pub`, which is returned.

        Raises `KeyExists` when a file stands there already (a key is never overwritten), or `CannotWrite`. Each file
        is there whole or not at all: a profile whose key is cut off could record nothing any more.
        """
        if os.path.lexists(file):
            raise KeyExists(name=file.name)
        lock = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
        pem = self.crypto.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock)
        public_file = file.with_name(file.name + ".pub")
        # The key comes last: when the power fails between the two, the next start finds none and makes both anew.
        write_whole(public_file, self.public.to_pem())
        write_whole(file, pem, secret=True)
        return public_file


def read_public_key(file: Path) -> PublicKey:
    """The key in a `.pub` file (PEM). Raises `CannotRead` or `NotReadable`."""
    data, kind = read_file(file, most=_MOST_KEY_BYTES), Phrase("a public key")
    try:
        crypto = load_pem_public_key(data)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise NotReadable(name=file.name, kind=kind, reason=Phrase("it holds none."), details=str(error)) from None
    if not isinstance(crypto, Ed25519PublicKey):
        raise NotReadable(name=file.name, kind=kind, reason=Phrase("it is of another sort than Ed25519."))
    return PublicKey(crypto.public_bytes(Encoding.Raw, PublicFormat.Raw))
