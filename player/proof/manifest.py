"""The signed manifest of a course: all its facts and the hash of every file, as bytes that a publisher vouches for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

import msgspec

from player.domain.course import ContentHash, Course
from player.domain.event import CourseHash
from player.domain.phrase import Phrase, Worded
from player.domain.problem import Problem
from player.domain.soundness import faults
from player.proof.envelope import Envelope, check, seal
from player.proof.keys import PublicKey, Signer
from player.proof.problems import CourseUnsound, Fault, NewerFormat, NotReadable, NotSigned
from player.proof.standing import KeyStanding, overdue, revocation_problem, standing_of
from player.proof.trust import Publisher, Trust

FORMAT = 6
KIND = "application/vnd.carrel.manifest+json"
BLOCK_SIZE = 1 << 20
MOST_ROOTS = 32
"""Roots that a course may bring: a publisher who renews its root each year is at its version 33 by then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file of the package: `content` is the BLAKE3 of all its bytes."""

    path: str
    size: int
    content: ContentHash


@dataclass(frozen=True, slots=True, kw_only=True)
class Encryption:
    """How the members are encrypted; sizes and hashes are those of the encrypted bytes.

    `scheme` names the procedure, `key` the provider's content key, which is sealed to devices apart from the package.
    """

    scheme: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """`members` in the order in which they lie in the package.

    `blocks` describes the member that holds the BLAKE3 hash (32 raw bytes) of each 1 MiB block of all members,
    one after the other in their order; `publisher_key` is the public key (hex) that signs. `roots`: the publisher's
    signed roots (each the JSON of an envelope) from the one before the present one on, so that whoever knows an old one
    can follow to the key that signs. `encryption` None: the members lie there as they are.
    """

    format: int
    publisher_key: str
    course: Course
    blocks: Member
    members: tuple[Member, ...]
    roots: tuple[str, ...] = ()
    encryption: Encryption | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedCourse:
    """A course whose manifest was verified. `publisher` None: signed, by a key that is not known here.

    The publisher is the one that the roots in the manifest lead to; `refused_roots` says which of them do not.
    """

    course: Course
    manifest: Manifest
    hash: CourseHash
    envelope: Envelope
    key: PublicKey
    publisher: Publisher | None
    refused_roots: tuple[Problem, ...] = field(default=(), compare=False)

    @property
    def standing(self) -> KeyStanding:
        return standing_of(self.publisher, self.key.id)

    @property
    def gives_credit(self) -> bool:
        """Only a publisher that is known here, not a specimen, with a key that was not revoked, can give credit."""
        return self.standing is KeyStanding.KNOWN

    @property
    def revocation(self) -> Problem | None:
        """In words that the key was revoked, since when and why; None when it was not."""
        return revocation_problem(self.publisher, self.key.id, name=f"“{self.course.title}”")

    def warnings(self, today: date) -> tuple[Problem, ...]:
        """What there is to say of its publisher's roots that takes no credit away."""
        late = overdue(self.publisher, today)
        return (*self.refused_roots, late) if late else self.refused_roots


class _Version(msgspec.Struct, frozen=True):
    format: int


def encode(manifest: Manifest) -> bytes:
    """The one way in which a manifest of its format is written."""
    if manifest.format >= FORMAT:
        return msgspec.json.encode(manifest)
    written = msgspec.to_builtins(manifest)
    for number in range(FORMAT, manifest.format, -1):
        _take_out(written, _SINCE[number])
    return msgspec.json.encode(written)


def sign(manifest: Manifest, signer: Signer) -> Envelope:
    return seal(encode(manifest), KIND, signer)


def decode(payload: bytes, *, name: str) -> Manifest:
    """Raises `NewerFormat` or `NotReadable`; bytes that Carrel would write differently are refused."""
    try:
        found = msgspec.json.decode(payload, type=_Version).format
        if found > FORMAT:
            raise NewerFormat(name=name, found=found, known=FORMAT)
        manifest = msgspec.json.decode(payload, type=Manifest)
        same = found >= 1 and encode(manifest) == payload
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise NotReadable(
            name=name, kind=Phrase("a course"), reason=Phrase("its facts are damaged."), details=str(error)
        ) from None
    if not same:
        raise NotReadable(
            name=name, kind=Phrase("a course"), reason=Phrase("its facts are not written in the one way allowed.")
        )
    return manifest


def read(envelope: Envelope, trust: Trust, *, name: str) -> SignedCourse:
    """The course in a signed manifest. Raises `NotSigned`, `NewerFormat`, `NotReadable` or `CourseUnsound`."""
    manifest = decode(envelope.payload, name=name)
    try:
        key = PublicKey.from_hex(manifest.publisher_key)
    except ValueError:
        raise NotSigned(name=name, reason=Phrase("its publisher's key is not a key.")) from None
    check(envelope, KIND, key, name=name)
    _refuse_unsound(manifest.course, name)
    if len(manifest.roots) > MOST_ROOTS:
        raise CourseUnsound(
            name=name, fault=Fault.IMPOSSIBLE, reason=Phrase("it brings more roots than any publisher has.")
        )
    judged = trust.with_roots(manifest.roots)
    return SignedCourse(
        course=manifest.course,
        manifest=manifest,
        hash=CourseHash(hashlib.sha256(envelope.payload).hexdigest()),
        envelope=envelope,
        key=key,
        publisher=judged.publisher_of(key.id),
        refused_roots=judged.problems[len(trust.problems) :],
    )


_SINCE: Mapping[int, Mapping[str, tuple[str, ...]]] = {
    2: {
        "": ("roots", "encryption"),
        "course.sessions": ("codecs",),
        "course.quiz": ("draws", "shuffle"),
        "course.quiz.questions": (
            *(
                "blanks",
                "accepted",
                "points",
                "least",
                "scoring",
                "shuffle",
                "most_choices",
                "reuse",
                "bank",
                "pictures",
            ),
            *("when_right", "when_wrong"),
        ),
        "course.quiz.questions.choices": ("worth", "fixed", "picture"),
        "course.credit.offers": ("activity_number",),
    },
    3: {
        "course.watch": ("seeking", "hidden_counts", "muted_counts", "away_counts", "presence"),
        "course.sessions": ("checkpoints",),
    },
    4: {"course": ("requirements_source",)},
    5: {"course": ("certificate",), "course.grant": ("issuers",)},
    6: {"course": ("reporting",), "course.credit.offers": ("reporting",)},
}
"""What each format brought: the fields, by the path of the objects that have them."""


def _take_out(written: dict[str, Any], fields: Mapping[str, tuple[str, ...]]) -> None:
    for path, names in fields.items():
        for found in _objects(written, path.split(".") if path else []):
            for name in names:
                del found[name]


def _objects(written: Any, path: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The objects at the end of a path; a list stands for each of its objects, and null for none."""
    if isinstance(written, list | tuple):
        for one in cast("Sequence[Any]", written):
            yield from _objects(one, path)
    elif written is not None and path:
        yield from _objects(written[path[0]], path[1:])
    elif written is not None:
        yield written


def _refuse_unsound(course: Course, name: str) -> None:
    """A signature vouches for who said it, not for sense: a session without length would break every sum."""
    found = faults(course)
    if found:
        reason = Worded("{place}: {text}.", place=found[0].place, text=found[0].text)
        raise CourseUnsound(name=name, fault=Fault.IMPOSSIBLE, reason=reason)
