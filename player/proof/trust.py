"""Whose word counts here: publishers whose courses give credit, and devices that a publisher enrolled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import msgspec

from player.domain.event import DeviceId
from player.domain.problem import Problem
from player.proof.envelope import Envelope, check, seal
from player.proof.files import read_file, write_whole
from player.proof.keys import KeyId, PublicKey, Signer
from player.proof.problems import NewerFormat, NotReadable

FORMAT = 1
ENROLMENT_KIND = "application/vnd.carrel.enrolment+json"
ENROLMENT_ENDING = ".enrolment.json"
_MOST_BYTES = 1 << 20


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
    name: str
    keys: tuple[PublicKey, ...]
    specimen: bool


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
    """An enrolment and the key that signed it; whether that key counts depends on the course."""

    enrolment: Enrolment
    signer: KeyId


@dataclass(frozen=True, slots=True)
class Trust:
    """The publishers known to this installation, and the devices enrolled by whomever."""

    publishers: tuple[Publisher, ...]
    enrolments: tuple[SignedEnrolment, ...] = ()

    def publisher_of(self, key: KeyId) -> Publisher | None:
        return next((p for p in self.publishers if any(k.id == key for k in p.keys)), None)

    def grade_of(self, device: DeviceId, publisher: Publisher | None) -> Grade:
        """The best grade that the course's own publisher gave the device; no other's word counts for its courses."""
        keys = {key.id for key in publisher.keys} if publisher else set[KeyId]()
        given = (e.enrolment for e in self.enrolments if e.signer in keys)
        return min((e.grade for e in given if e.device_id == device), default=Grade.C)


def read_publisher(file: Path) -> Publisher:
    """Raises `NotReadable` or `NewerFormat`."""
    try:
        data = file.read_bytes()
        found = msgspec.json.decode(data, type=_Version).format
        if found > FORMAT:
            raise NewerFormat(name=file.name, found=found, known=FORMAT)
        written = msgspec.json.decode(data, type=PublisherFile)
        keys = tuple(PublicKey.from_hex(key) for key in written.keys)
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        raise NotReadable(
            name=file.name, kind="a publisher's key file", reason="it is damaged.", details=str(error)
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
    envelope = Envelope.from_json(read_file(file, most=_MOST_BYTES), name=file.name)
    keys = {key.id: key for publisher in publishers for key in publisher.keys}
    key = next((keys[signer] for signer in envelope.signers if signer in keys), None)
    if key is None:
        reason = "no publisher that is known here signed it."
        raise NotReadable(name=file.name, kind="a device's enrolment", reason=reason)
    payload = check(envelope, ENROLMENT_KIND, key, name=file.name)
    return SignedEnrolment(_enrolment(payload, file.name), key.id)


def _enrolment(payload: bytes, name: str) -> Enrolment:
    try:
        found = msgspec.json.decode(payload, type=_Version).format
        if found > FORMAT:
            raise NewerFormat(name=name, found=found, known=FORMAT)
        enrolment = msgspec.json.decode(payload, type=Enrolment)
        PublicKey.from_hex(enrolment.device)
    except (ValueError, msgspec.MsgspecError, RecursionError) as error:
        kind = "a device's enrolment"
        raise NotReadable(name=name, kind=kind, reason="it is damaged.", details=str(error)) from None
    return enrolment


def read_trust(folders: Iterable[Path]) -> Trust:
    """All publishers and enrolments whose files lie in these folders; a folder that is missing holds none."""
    places = tuple(folders)
    publishers = tuple(read_publisher(file) for file in _files(places, "*.publisher.json"))
    return Trust(publishers, tuple(_enrolments(places, publishers)))


def _enrolments(places: Iterable[Path], publishers: Iterable[Publisher]) -> Iterator[SignedEnrolment]:
    """Those that hold. One that does not, or whose publisher is gone, gives no grade, and need stop nobody."""
    for file in _files(places, f"*{ENROLMENT_ENDING}"):
        with suppress(Problem):
            yield read_enrolment(file, publishers)


def _files(folders: Iterable[Path], pattern: str) -> Iterable[Path]:
    return (file for folder in folders for file in sorted(folder.glob(pattern)))
