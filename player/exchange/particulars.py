"""The learner's particulars in a completion file: in clear, or sealed so that the provider alone can read them."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence

import msgspec

from player.domain.event import CertificateIssued
from player.domain.learner import Learner, LearnerId, Licence
from player.domain.phrase import Phrase
from player.exchange.completion_form import FORMAT, Particulars, SealedParticulars
from player.exchange.problems import CannotSeal, OtherReadingKey, ParticularsUnreadable
from player.proof.chain import head_of
from player.proof.evidence import Evidence
from player.proof.manifest import decode
from player.proof.problems import Fault
from player.proof.sealing import LEAST_SEALED_BYTES, DoesNotOpen, PrivateReadingKey, PublicReadingKey

_DIGITS_SHOWN = 16


def written(learner: Learner, issued: Sequence[CertificateIssued]) -> SealedParticulars:
    """In clear, with the names on what was issued; a name that was only on a revoked document does not travel."""
    names = ((certificate.number, learner.name_on(certificate.number)) for certificate in issued)
    return SealedParticulars(
        id=learner.id,
        name=learner.name,
        degrees=learner.degrees,
        profession=learner.profession,
        licences=tuple((licence.authority, licence.number) for licence in learner.licences),
        identifiers=learner.identifiers,
        printed_as=tuple((number, name) for number, name in names if name != learner.printed_name),
        given_name=learner.given_name,
        family_name=learner.family_name,
        sealed="",
    )


def plain(particulars: SealedParticulars) -> Particulars:
    """As formats before 6 have them."""
    return Particulars(
        id=particulars.id,
        name=particulars.name,
        degrees=particulars.degrees,
        profession=particulars.profession,
        licences=particulars.licences,
        identifiers=particulars.identifiers,
        printed_as=particulars.printed_as,
    )


def read(given: Particulars) -> Learner:
    names = (given.given_name, given.family_name) if isinstance(given, SealedParticulars) else ("", "")
    return Learner(
        id=given.id,
        name=given.name,
        degrees=given.degrees,
        profession=given.profession,
        licences=tuple(Licence(authority=authority, number=number) for authority, number in given.licences),
        identifiers=given.identifiers,
        printed_as=given.printed_as,
        given_name=names[0],
        family_name=names[1],
    )


# --- sealed --------------------------------------------------------------------------------------------------


def sealed_to_reader(particulars: SealedParticulars, evidence: Evidence) -> SealedParticulars:
    """Sealed to the reading key of the course; as they are where it states none. Raises `CannotSeal`."""
    course = decode(evidence.course.payload, name=Phrase("the course")).course
    reading_key = course.reporting.reading_key if course.reporting else ""
    if not reading_key:
        return particulars
    try:
        key = PublicReadingKey.from_hex(reading_key)
        sealed = key.seal(msgspec.json.encode(particulars), info=_bound_to(evidence, particulars.id))
    except ValueError as error:
        raise CannotSeal(title=course.title, details=str(error)) from None
    return _only_id(particulars.id, base64.b64encode(sealed).decode())


def sealed_in(given: Particulars) -> bytes:
    """What is sealed, empty where nothing is. Raises ValueError where both or neither of the two forms is there."""
    if not isinstance(given, SealedParticulars) or not given.sealed:
        return b""
    try:
        sealed = base64.b64decode(given.sealed, validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from None
    canonical = base64.b64encode(sealed).decode() == given.sealed
    if not canonical or len(sealed) < LEAST_SEALED_BYTES or given != _only_id(given.id, given.sealed):
        raise ValueError("the sealed particulars are not written as Carrel writes them")
    return sealed


def opened(
    sealed: bytes, learner: LearnerId, evidence: Evidence, key: PrivateReadingKey, *, wanted: str, name: str
) -> Learner:
    """The particulars that were sealed beside this evidence; `wanted`: the reading key that its course states.

    Raises `OtherReadingKey` or `ParticularsUnreadable`.
    """
    if wanted and key.public.hex != wanted:
        raise OtherReadingKey(name=name, key=wanted[:_DIGITS_SHOWN])
    try:
        found = key.open(sealed, info=_bound_to(evidence, learner))
        particulars = msgspec.json.decode(found, type=SealedParticulars)
        right = msgspec.json.encode(particulars) == found and not particulars.sealed and particulars.id == learner
    except (DoesNotOpen, msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise ParticularsUnreadable(name=name, fault=Fault.TRANSPLANTED, details=str(error)) from None
    if not right:
        raise ParticularsUnreadable(name=name, fault=Fault.TRANSPLANTED)
    return read(particulars)


def reading_key_of(evidence: Evidence, *, name: str) -> str:
    """What the course of the evidence states; empty where it states none. Raises `NotReadable` or `NewerFormat`."""
    reporting = decode(evidence.course.payload, name=f"The course in {name}").course.reporting
    return reporting.reading_key if reporting else ""


def _only_id(learner: LearnerId, sealed: str) -> SealedParticulars:
    return SealedParticulars(
        id=learner,
        name="",
        degrees="",
        profession=None,
        licences=(),
        identifiers=(),
        printed_as=(),
        given_name="",
        family_name="",
        sealed=sealed,
    )


def _bound_to(evidence: Evidence, learner: LearnerId) -> bytes:
    """What the sealed part belongs to: this learner, in this course, at this end of this stream.

    The last link depends on every event before it, and so on the opening with its stream and device.
    """
    belongs = {
        "kind": "application/vnd.carrel.particulars+json",
        "format": FORMAT,
        "learner": learner,
        "course": hashlib.sha256(evidence.course.payload).hexdigest(),
        "link": head_of(evidence.bodies).hex(),
    }
    return msgspec.json.encode(belongs)
