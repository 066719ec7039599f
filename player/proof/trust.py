"""Whose word counts here: publishers whose courses give credit, and devices that a publisher enrolled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

import msgspec

from player.domain.event import DeviceId
from player.domain.phrase import Phrase
from player.domain.problem import Problem
from player.proof.envelope import Envelope, check, seal
from player.proof.files import read_file, write_whole
from player.proof.keys import KeyId, PublicKey, Signer
from player.proof.problems import NewerFormat, NotReadable
from player.proof.roots import (
    Revocation,
    RootForked,
    SignedRoot,
    before_of,
    fault_of_change,
    is_fork,
    is_text,
    misstep,
    read_root,
)

FORMAT = 1
ENROLMENT_KIND = "application/vnd.carrel.enrolment+json"
ENROLMENT_ENDING = ".enrolment.json"
PUBLISHER_ENDING = ".publisher.json"
_MOST_BYTES = 1 << 20
_BROUGHT = Phrase("A root in this course")


class Grade(StrEnum):
    """How far a device's key can be trusted: A the provider controls it, B the provider enrolled it, C nobody knows it.

    Their order is that of their letters: of several, the last is the least.
    """

    A = "A"
    B = "B"
    C = "C"


class PublisherFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A publisher as written in a `.publisher.json` file; `specimen`: nothing it signs gives credit."""

    format: int = FORMAT
    name: str
    keys: tuple[str, ...]
    specimen: bool = False


class _Version(msgspec.Struct, frozen=True):
    format: int = FORMAT


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Who signs courses with these `keys`. `root` None: known by a plain file of keys, which nothing can revoke."""

    name: str
    keys: tuple[PublicKey, ...]
    specimen: bool
    root: SignedRoot | None = None

    @property
    def identity(self) -> str:
        """What stays the same while keys and name change; a publisher without a root has no more than its name."""
        return self.root.root.publisher if self.root else self.name

    def signs_with(self, key: KeyId) -> bool:
        return any(known.id == key for known in self.keys)

    def revocation_of(self, key: KeyId) -> Revocation | None:
        revoked = self.root.root.revoked if self.root else ()
        return next((one for one in revoked if one.key_id == key), None)


def publisher_of_root(found: SignedRoot) -> Publisher:
    keys = tuple(PublicKey.from_hex(key) for key in found.root.course_keys)
    return Publisher(name=found.root.name, keys=keys, specimen=found.root.specimen, root=found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """A provider's word on a device: `device` is its public key in hex, `name` what the provider calls it."""

    format: int = FORMAT
    device: str
    grade: Grade
    name: str

    @property
    def device_id(self) -> DeviceId:
        return DeviceId(PublicKey.from_hex(self.device).id)


@dataclass(frozen=True, slots=True)
class SignedEnrolment:
    """An enrolment and the key that signed it; whether that key counts depends on the course.

    `written`: the bytes of its file, to be handed on.
    """

    enrolment: Enrolment
    signer: KeyId
    written: bytes = field(default=b"", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Trust:
    """The publishers known to this installation, and the devices enrolled by whomever.

    `problems`: what lies among their files, or came with a course, and was not believed.
    """

    publishers: tuple[Publisher, ...]
    enrolments: tuple[SignedEnrolment, ...] = ()
    problems: tuple[Problem, ...] = field(default=(), compare=False)
    _enrolled: Mapping[DeviceId, Sequence[SignedEnrolment]] = field(init=False, compare=False, repr=False)
    """The same enrolments by their device: a provider may have thousands, and asks for each file that comes in."""

    def __post_init__(self) -> None:
        enrolled: dict[DeviceId, list[SignedEnrolment]] = {}
        for one in self.enrolments:
            enrolled.setdefault(one.enrolment.device_id, []).append(one)
        object.__setattr__(self, "_enrolled", enrolled)

    def publisher_of(self, key: KeyId) -> Publisher | None:
        """Whose key it is, or was. A root's word comes first: a plain file does not bring a revoked key back."""
        rooted = (p for p in self.publishers if p.root and p.signs_with(key))
        revoked = (p for p in self.publishers if p.revocation_of(key))
        plain = (p for p in self.publishers if p.signs_with(key))
        return next((p for found in (rooted, revoked, plain) for p in found), None)

    def root_of(self, publisher: str) -> SignedRoot | None:
        """The root that is known of the publisher with this id."""
        return next((p.root for p in self.publishers if p.root and p.root.root.publisher == publisher), None)

    def with_roots(self, roots: Iterable[str]) -> Trust:
        """With the roots that a course brings, as far as each follows, step by step, one that is known here.

        A root of a publisher who is not known here is ignored: nobody is believed because a file of theirs came by.
        """
        taken, problems = self.steps_by(roots)
        newest = {root.root.publisher: publisher_of_root(root) for root in taken}
        publishers = tuple(newest.get(publisher.identity, publisher) for publisher in self.publishers)
        return replace(self, publishers=publishers, problems=(*self.problems, *problems))

    def steps_by(self, roots: Iterable[str]) -> tuple[tuple[SignedRoot, ...], tuple[Problem, ...]]:
        """The roots among these that renew what is known here, in their order, and what was refused of the others."""
        known = {p.root.root.publisher: p.root for p in self.publishers if p.root}
        taken: list[SignedRoot] = []
        problems: list[Problem] = []
        for new in sorted(_readable(roots) if known else (), key=lambda found: found.root.version):
            old = known.get(new.root.publisher)
            if old is None:
                continue
            # A root of the same id that the keys known here did not sign is a stranger's, and worth no word.
            is_next = new.root.version == old.root.version + 1 and new.root.before == before_of(old)
            reason = fault_of_change(old.root, new.root) if is_next else ""
            if is_fork(old, new):
                problems.append(RootForked(name=_BROUGHT, publisher=old.root.name, known=old.root.version))
            elif reason:
                problems.append(misstep(old, reason, name=_BROUGHT))
            elif is_next:
                known[new.root.publisher] = new
                taken.append(new)
        return tuple(taken), tuple(problems)

    def enrolment_of(self, device: DeviceId, publisher: Publisher | None) -> SignedEnrolment | None:
        """The best enrolment that the course's own publisher gave the device; no other's word counts for it."""
        keys = {key.id for key in publisher.keys} if publisher else set[KeyId]()
        given = (one for one in self._enrolled.get(device, ()) if one.signer in keys)
        return min(given, key=lambda one: one.enrolment.grade, default=None)

    def grade_of(self, device: DeviceId, publisher: Publisher | None) -> Grade:
        """The best grade that the course's own publisher gave the device."""
        found = self.enrolment_of(device, publisher)
        return found.enrolment.grade if found else Grade.C


def read_publisher(file: Path) -> Publisher:
    """Raises `CannotRead`, `NotReadable` or `NewerFormat`."""
    data = read_file(file, most=_MOST_BYTES)
    try:
        found = msgspec.json.decode(data, type=_Version).format
        if found > FORMAT:
            raise NewerFormat(name=file.name, found=found, known=FORMAT)
        written = msgspec.json.decode(data, type=PublisherFile)
        keys = tuple(PublicKey.from_hex(key) for key in written.keys)
        if not is_text(written.name):
            raise ValueError("the name cannot be shown")
    except (ValueError, msgspec.MsgspecError, RecursionError) as error:
        raise NotReadable(
            name=file.name, kind=Phrase("a publisher's key file"), reason=Phrase("it is damaged."), details=str(error)
        ) from None
    return Publisher(name=written.name, keys=keys, specimen=written.specimen)


def write_publisher(file: Path, publisher: Publisher) -> None:
    """Raises `CannotWrite`."""
    written = PublisherFile(
        name=publisher.name, keys=tuple(key.raw.hex() for key in publisher.keys), specimen=publisher.specimen
    )
    write_whole(file, msgspec.json.format(msgspec.json.encode(written), indent=2) + b"\n")


def enrol(device: PublicKey, *, grade: Grade, name: str, signer: Signer) -> bytes:
    """The bytes of an enrolment file: the provider's signed word that it controls (A) or knows (B) this device."""
    written = msgspec.json.encode(Enrolment(device=device.raw.hex(), grade=grade, name=name))
    return seal(written, ENROLMENT_KIND, signer).to_json()


def read_enrolment(file: Path, publishers: Iterable[Publisher]) -> SignedEnrolment:
    """Raises `CannotRead`, `NotReadable`, `NewerFormat` or `NotSigned`: one of these publishers must have signed."""
    return enrolment_in(read_file(file, most=_MOST_BYTES), publishers, name=file.name)


def enrolment_in(data: bytes, publishers: Iterable[Publisher], *, name: str) -> SignedEnrolment:
    """The enrolment in these bytes; raises as `read_enrolment` does."""
    envelope = Envelope.from_json(data, name=name)
    keys = {key.id: key for publisher in publishers for key in publisher.keys}
    key = next((keys[signer] for signer in envelope.signers if signer in keys), None)
    if key is None:
        reason = Phrase("no publisher that is known here signed it.")
        raise NotReadable(name=name, kind=Phrase("a device's enrolment"), reason=reason)
    payload = check(envelope, ENROLMENT_KIND, key, name=name)
    return SignedEnrolment(_enrolment(payload, name), key.id, data)


def _enrolment(payload: bytes, name: str) -> Enrolment:
    try:
        found = msgspec.json.decode(payload, type=_Version).format
        if found > FORMAT:
            raise NewerFormat(name=name, found=found, known=FORMAT)
        enrolment = msgspec.json.decode(payload, type=Enrolment)
        PublicKey.from_hex(enrolment.device)
    except (ValueError, msgspec.MsgspecError, RecursionError) as error:
        kind = "a device's enrolment"
        raise NotReadable(name=name, kind=kind, reason=Phrase("it is damaged."), details=str(error)) from None
    return enrolment


def _readable(roots: Iterable[str]) -> Iterable[SignedRoot]:
    for text in roots:
        with suppress(Problem):
            yield read_root(text.encode(), name=_BROUGHT)
