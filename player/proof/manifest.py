"""The signed manifest of a course: all its facts and the hash of every file, as bytes that a publisher vouches for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import msgspec

from player.domain.course import ContentHash, Course
from player.domain.event import CourseHash
from player.domain.soundness import faults
from player.proof.envelope import Envelope, check, seal
from player.proof.keys import PublicKey, Signer
from player.proof.problems import CourseUnsound, Fault, NewerFormat, NotReadable, NotSigned
from player.proof.trust import Publisher, Trust

FORMAT = 1
KIND = "application/vnd.carrel.manifest+json"
BLOCK_SIZE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file of the package: `content` is the BLAKE3 of all its bytes."""

    path: str
    size: int
    content: ContentHash


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """`members` in the order in which they lie in the package.

    `blocks` describes the member that holds the BLAKE3 hash (32 raw bytes) of each 1 MiB block of all members,
    one after the other in their order; `publisher_key` is the public key (hex) that signs.
    """

    format: int
    publisher_key: str
    course: Course
    blocks: Member
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedCourse:
    """A course whose manifest was verified. `publisher` None: signed, by a key that is not known here."""

    course: Course
    manifest: Manifest
    hash: CourseHash
    envelope: Envelope
    key: PublicKey
    publisher: Publisher | None

    @property
    def gives_credit(self) -> bool:
        """Only a publisher that is known here, and not a specimen, can give credit."""
        return self.publisher is not None and not self.publisher.specimen


class _Version(msgspec.Struct, frozen=True):
    format: int


def encode(manifest: Manifest) -> bytes:
    return msgspec.json.encode(manifest)


def sign(manifest: Manifest, signer: Signer) -> Envelope:
    return seal(encode(manifest), KIND, signer)


def decode(payload: bytes, *, name: str) -> Manifest:
    """Raises `NewerFormat` or `NotReadable`; bytes that Carrel would write differently are refused."""
    try:
        found = msgspec.json.decode(payload, type=_Version).format
        if found > FORMAT:
            raise NewerFormat(name=name, found=found, known=FORMAT)
        manifest = msgspec.json.decode(payload, type=Manifest)
        same = found == FORMAT and encode(manifest) == payload
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise NotReadable(name=name, kind="a course", reason="its facts are damaged.", details=str(error)) from None
    if not same:
        raise NotReadable(name=name, kind="a course", reason="its facts are not written in the one way allowed.")
    return manifest


def read(envelope: Envelope, trust: Trust, *, name: str) -> SignedCourse:
    """The course in a signed manifest. Raises `NotSigned`, `NewerFormat`, `NotReadable` or `CourseUnsound`."""
    manifest = decode(envelope.payload, name=name)
    try:
        key = PublicKey.from_hex(manifest.publisher_key)
    except ValueError:
        raise NotSigned(name=name, reason="its publisher's key is not a key.") from None
    check(envelope, KIND, key, name=name)
    _refuse_unsound(manifest.course, name)
    return SignedCourse(
        course=manifest.course,
        manifest=manifest,
        hash=CourseHash(hashlib.sha256(envelope.payload).hexdigest()),
        envelope=envelope,
        key=key,
        publisher=trust.publisher_of(key.id),
    )


def _refuse_unsound(course: Course, name: str) -> None:
    """A signature vouches for who said it, not for sense: a session without length would break every sum."""
    found = faults(course)
    if found:
        raise CourseUnsound(name=name, fault=Fault.IMPOSSIBLE, reason=f"{found[0].place}: {found[0].text}.")
