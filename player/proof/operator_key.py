"""The operator's key: what a hall's stations know of attendees is sealed to it and found by its marks; a code locks it.

One file, the same on every station. Its public half stands in clear; the secret one is locked by a key that scrypt
draws from the operator's code: who steals a disk has to try codes, each of which costs 128 MiB and a third of a second.
Ten letters and digits resist that for good; six digits do not.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from player.domain.learner import LearnerId
from player.domain.phrase import Phrase
from player.domain.problem import Problem
from player.proof.files import read_file, write_whole
from player.proof.problems import KeyExists, NewerFormat
from player.proof.sealing import KEY_BYTES, PrivateReadingKey, PublicReadingKey

FORMAT = 1
KIND = "application/vnd.carrel.operator-key+json"
LEAST_CODE = 6
"""Characters of a code; see above for what they are worth."""
COST = 1 << 17
_BLOCK, _LANES = 8, 1
_SALT_BYTES, _NONCE_BYTES, _TAG_BYTES = 16, 12, 16
_MOST_BYTES = 1 << 16
_LEARNER_BYTES = 16


class WrongOperatorCode(Problem):
    what_template = "That is not the code of the operator's key {name}."
    meaning_template = "Nothing was opened, and no credit is affected."
    remedy_template = "Enter the code with which the key was made."


class OperatorKeyUnusable(Problem):
    what_template = "The operator's key {name} cannot be used: {reason}"
    meaning_template = "The station cannot be opened with it; what was recorded is not affected."
    remedy_template = "Copy the file again from another station, or make one with “carrel kiosk key FILE”."


class CodeTooShort(Problem):
    what_template = "A code of {found} characters is too short for an operator's key; it needs at least {least}."
    meaning_template = "No key was made."
    remedy_template = (
        "Take ten or more letters and digits: they resist whoever steals a disk and tries codes. Six digits do not;"
        " they keep attendees out, and no more."
    )


class OperatorKey:
    """The secret half, in memory alone; it opens what was sealed to the hall, and makes its marks."""

    def __init__(self, reading: PrivateReadingKey) -> None:
        self._reading = reading
        self.public: PublicReadingKey = reading.public
        self._marks = self.hall_secret("marks")
        self._learners = self.hall_secret("learners")

    @classmethod
    def generate(cls) -> OperatorKey:
        return cls(PrivateReadingKey.generate())

    @classmethod
    def from_secret(cls, secret: bytes) -> OperatorKey:
        """Raises ValueError unless these are 32 bytes."""
        return cls(PrivateReadingKey.from_secret(secret))

    @property
    def secret(self) -> bytes:
        """32 bytes, for the supervisor and the station's next process; never written anywhere."""
        return self._reading.secret

    @property
    def reading(self) -> PrivateReadingKey:
        """The same key, for what is sealed to reading keys."""
        return self._reading

    def mark(self, kind: str, text: str) -> str:
        """The mark (64 hex digits) by which `text` is found: always the same, and telling nothing without the key."""
        return _keyed(self._marks, kind, text).hex()

    def learner_id(self, number: str) -> LearnerId:
        """The id of who has this registration number, the same at every station and every import."""
        return LearnerId(_keyed(self._learners, "number", number)[:_LEARNER_BYTES].hex())

    def hall_secret(self, purpose: str) -> bytes:
        """32 bytes that everybody in the hall has for this purpose, and nobody else."""
        drawn = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"carrel operator key, {purpose}".encode())
        return drawn.derive(self.secret)


_Hex = Annotated[str, msgspec.Meta(pattern="^([0-9a-f]{2})*$")]


class _Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What stands in the file; `n`, `r` and `p` are scrypt's, bytes are in hex."""

    kind: str
    format: int
    public: _Hex
    n: int
    r: int
    p: int
    salt: _Hex
    nonce: _Hex
    locked: _Hex


class _Version(msgspec.Struct, frozen=True):
    kind: str
    format: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedOperatorKey:
    """The key as it lies in its file; `name` is the file's. Without the code only the public half is to be had."""

    public: PublicReadingKey
    salt: bytes
    nonce: bytes
    locked: bytes
    cost: int = COST
    name: str = ""

    @classmethod
    def read(cls, file: Path) -> LockedOperatorKey:
        """Raises `CannotRead`, `OperatorKeyUnusable` or `NewerFormat`."""
        data = read_file(file, most=_MOST_BYTES)
        try:
            found = msgspec.json.decode(data, type=_Version)
            if found.kind == KIND and found.format > FORMAT:
                raise NewerFormat(name=file.name, found=found.format, known=FORMAT)
            return cls._taken(msgspec.json.decode(data, type=_Form), file.name)
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            reason = Phrase("it is damaged, or another kind of file.")
            raise OperatorKeyUnusable(name=file.name, reason=reason, details=str(error)) from None

    @classmethod
    def _taken(cls, form: _Form, name: str) -> LockedOperatorKey:
        """Raises ValueError for what no Carrel writes: a cost that would take all memory is not even tried."""
        salt, nonce, locked = (bytes.fromhex(text) for text in (form.salt, form.nonce, form.locked))
        lengths = (len(salt), len(nonce), len(locked)) == (_SALT_BYTES, _NONCE_BYTES, KEY_BYTES + _TAG_BYTES)
        if form.kind != KIND or form.format != FORMAT or not lengths:
            raise ValueError("its parts have other sizes than those of an operator's key")
        if (form.n, form.r, form.p) != (COST, _BLOCK, _LANES):
            raise ValueError("its lock was made otherwise than Carrel makes it")
        public = PublicReadingKey.from_hex(form.public)
        return cls(public=public, salt=salt, nonce=nonce, locked=locked, cost=form.n, name=name)

    def write(self, file: Path) -> None:
        """Writes `file` (mode 0600). Raises `KeyExists` or `CannotWrite`."""
        if os.path.lexists(file):
            raise KeyExists(name=file.name)
        form = _Form(
            kind=KIND,
            format=FORMAT,
            public=self.public.hex,
            n=self.cost,
            r=_BLOCK,
            p=_LANES,
            salt=self.salt.hex(),
            nonce=self.nonce.hex(),
            locked=self.locked.hex(),
        )
        write_whole(file, msgspec.json.format(msgspec.json.encode(form), indent=2) + b"\n", secret=True)

    def unlock(self, code: str) -> OperatorKey:
        """Raises `WrongOperatorCode`; also where the file was altered, which cannot be told apart. Takes its time."""
        lock = _lock(code, self.salt, self.cost)
        try:
            secret = ChaCha20Poly1305(lock).decrypt(self.nonce, self.locked, _bound_to(self.public))
        except InvalidTag:
            raise WrongOperatorCode(name=self.name) from None
        key = OperatorKey.from_secret(secret)
        if key.public != self.public:
            raise OperatorKeyUnusable(name=self.name, reason=Phrase("its two halves do not belong together."))
        return key


def lock_key(key: OperatorKey, code: str) -> LockedOperatorKey:
    """The key, locked by a code. Raises `CodeTooShort`."""
    length = len(_plain(code))
    if length < LEAST_CODE:
        raise CodeTooShort(found=length, least=LEAST_CODE)
    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    locked = ChaCha20Poly1305(_lock(code, salt, COST)).encrypt(nonce, key.secret, _bound_to(key.public))
    return LockedOperatorKey(public=key.public, salt=salt, nonce=nonce, locked=locked)


def _lock(code: str, salt: bytes, cost: int) -> bytes:
    return Scrypt(salt=salt, length=KEY_BYTES, n=cost, r=_BLOCK, p=_LANES).derive(_plain(code).encode())


def _plain(code: str) -> str:
    """One keyboard writes é as one letter, another as two."""
    # Half a surrogate pair is no text: it is no part of any code, and no reason to fall over.
    return unicodedata.normalize("NFC", code.strip()).encode(errors="replace").decode()


def _bound_to(public: PublicReadingKey) -> bytes:
    return f"{KIND}, {FORMAT}, {public.hex}".encode()


def _keyed(key: bytes, kind: str, text: str) -> bytes:
    # No kind has this separator in it, so that no two pairs come to the same bytes.
    return hmac.new(key, f"{kind}\0{text}".encode(errors="replace"), hashlib.sha256).digest()
