"""Sealed particulars: the provider alone reads who earned the credit, and nobody exchanges that for somebody else."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from player.domain.course import Course
from player.domain.event import CourseHash
from player.domain.learner import Learner, LearnerId
from player.domain.problem import Problem
from player.domain.reporting import Reporting
from player.exchange import particulars
from player.exchange.completion import read_completion, verify_completion, with_particulars, write_completion
from player.exchange.problems import (
    CannotSeal,
    NameChanged,
    OtherReadingKey,
    ParticularsExchanged,
    ParticularsUnreadable,
)
from player.proof import manifest
from player.proof.chain import head_of
from player.proof.evidence import Evidence
from player.proof.problems import NotSigned
from player.proof.sealing import PublicReadingKey
from tests.builders import COURSE, PHYSICIAN, SHORT_COURSE
from tests.exchange.agreement import contents_of, one_form, sealed
from tests.proof.test_sealing import reading_key
from tests.worlds import DEVICE, PUBLISHER, TRUST, World, key, manifest_of, world

READER = reading_key(1)
LEARNER = replace(PHYSICIAN, given_name="Ana María", family_name="Núñez", membership="")
REPORTING = Reporting(reading_key=READER.public.hex)
KEPT = Path(__file__).parent / "kept"


def earned(course: Course = COURSE, learner: Learner = LEARNER) -> World:
    here = world(replace(course, reporting=REPORTING), learner=learner)
    here.earn()
    return here


HERE = earned()
EVIDENCE = HERE.evidence()
FILE = write_completion(EVIDENCE, learner=LEARNER, signer=DEVICE)


def resealed(data: bytes, secret: str) -> bytes:
    """With another sealed part, and the seal of the device's owner made to fit."""
    contents = contents_of(data)
    contents["learner"]["sealed"] = secret
    return sealed(contents, DEVICE)


def secret_in(data: bytes) -> str:
    return contents_of(data)["learner"]["sealed"]


# --- who reads what ------------------------------------------------------------------------------------------


def test_the_provider_reads_all_that_the_learner_gave() -> None:
    verdict = verify_completion(FILE, TRUST, name="x", reading_key=READER)
    assert verdict.particulars_read and verdict.learner == LEARNER
    assert read_completion(FILE, name="x", reading_key=READER).learner == LEARNER


def test_everybody_else_reads_the_random_id_and_all_of_the_evidence() -> None:
    verdict = verify_completion(FILE, TRUST, name="x")
    assert not verdict.particulars_read
    assert verdict.learner == Learner(id=LEARNER.id)
    assert verdict.verdict.progress == HERE.journey.progress()
    assert not verdict.verdict.is_specimen


def test_what_was_judged_without_the_key_is_read_later_as_if_at_once() -> None:
    judged = verify_completion(FILE, TRUST, name="x")
    assert with_particulars(judged, READER, name="x") == verify_completion(FILE, TRUST, name="x", reading_key=READER)
    with pytest.raises(OtherReadingKey):
        with_particulars(judged, reading_key(2), name="x")


def test_without_a_reading_key_in_the_course_nothing_is_sealed_and_any_key_may_be_given() -> None:
    here = world(learner=LEARNER)
    here.earn()
    data = write_completion(here.evidence(), learner=LEARNER, signer=DEVICE)
    verdict = verify_completion(data, TRUST, name="x", reading_key=READER)
    assert verdict.particulars_read and verdict.learner == LEARNER


def test_what_stays_in_the_learners_own_documents_is_in_clear_and_always_the_same() -> None:
    data = write_completion(EVIDENCE, learner=LEARNER, signer=DEVICE, openly=True)
    assert data == write_completion(EVIDENCE, learner=LEARNER, signer=DEVICE, openly=True)
    assert verify_completion(data, TRUST, name="x").learner == LEARNER


def test_what_is_sealed_comes_out_otherwise_each_time() -> None:
    again = write_completion(EVIDENCE, learner=LEARNER, signer=DEVICE)
    assert again != FILE
    assert verify_completion(again, TRUST, name="x", reading_key=READER).learner == LEARNER


def test_the_wrong_key_is_told_as_such_and_which_one_is_wanted() -> None:
    for read in (
        lambda: verify_completion(FILE, TRUST, name="x", reading_key=reading_key(2)),
        lambda: read_completion(FILE, name="x", reading_key=reading_key(2)),
    ):
        with pytest.raises(OtherReadingKey) as met:
            read()
        assert READER.public.hex[:16] in met.value.remedy


def test_no_file_is_written_for_a_key_that_keeps_nothing_secret() -> None:
    """Carrel takes no such course; another program might have."""
    unsafe = replace(COURSE, reporting=Reporting(reading_key="01" + "00" * 31))
    envelope = manifest.sign(manifest_of(unsafe), PUBLISHER)
    with pytest.raises(CannotSeal):
        write_completion(replace(EVIDENCE, course=envelope), learner=LEARNER, signer=DEVICE)


def test_no_file_is_written_under_another_name_than_the_certificates_though_nobody_could_read_it() -> None:
    with pytest.raises(NameChanged):
        write_completion(EVIDENCE, learner=replace(LEARNER, name="Ana Smith"), signer=DEVICE)


# --- attacks -------------------------------------------------------------------------------------------------


def test_a_sealed_part_of_another_learner_does_not_open() -> None:
    other = earned(learner=replace(LEARNER, id=LearnerId("22" * 16), name="Somebody Else"))
    theirs = write_completion(other.evidence(), learner=other.learner, signer=DEVICE)
    _refused(resealed(FILE, secret_in(theirs)))


def test_a_sealed_part_of_another_course_does_not_open() -> None:
    here = world(replace(SHORT_COURSE, reporting=REPORTING), learner=LEARNER)
    other = write_completion(here.evidence(), learner=LEARNER, signer=DEVICE)
    _refused(resealed(FILE, secret_in(other)))


def test_a_sealed_part_of_an_earlier_state_of_the_same_stream_does_not_open() -> None:
    here = earned()
    before = write_completion(here.evidence(), learner=LEARNER, signer=DEVICE)
    here.journey.exported("d" * 64)
    after = write_completion(here.evidence(), learner=LEARNER, signer=DEVICE)
    verify_completion(after, TRUST, name="x", reading_key=READER)
    _refused(resealed(after, secret_in(before)))


@pytest.mark.parametrize("bit", [0, 100, 255, 256, 400, -1])
def test_a_flipped_bit_in_the_sealed_part_is_found_though_the_device_signed_it(bit: int) -> None:
    raw = bytearray(base64.b64decode(secret_in(FILE)))
    bit %= len(raw) * 8
    raw[bit // 8] ^= 1 << bit % 8
    _refused(resealed(FILE, base64.b64encode(raw).decode()))


def test_a_cut_sealed_part_is_found() -> None:
    raw = base64.b64decode(secret_in(FILE))
    for length in (48, 100, len(raw) - 1):
        _refused(resealed(FILE, base64.b64encode(raw[:length]).decode()))


@pytest.mark.parametrize("point", [bytes(32), b"\x01" + bytes(31), b"\xec" + b"\xff" * 30 + b"\x7f"])
def test_a_point_of_low_order_in_its_place_is_found(point: bytes) -> None:
    raw = base64.b64decode(secret_in(FILE))
    _refused(resealed(FILE, base64.b64encode(point + raw[32:]).decode()))


def _refused(data: bytes) -> None:
    with pytest.raises(ParticularsUnreadable):
        verify_completion(data, TRUST, name="x", reading_key=READER)
    with pytest.raises(ParticularsUnreadable):
        read_completion(data, name="x", reading_key=READER)


def test_somebody_without_the_devices_key_cannot_seal_another_name_to_it() -> None:
    """Whoever has the course can seal to its key; the file's own seal is what they cannot make."""
    contents = contents_of(FILE)
    contents["learner"]["sealed"] = _sealed_as(replace(LEARNER, name="Somebody Else"))
    with pytest.raises(NotSigned, match="another key"):
        verify_completion(sealed(contents, key(9)), TRUST, name="x", reading_key=READER)


def test_the_owner_of_the_device_cannot_seal_another_name_than_the_certificates() -> None:
    data = resealed(FILE, _sealed_as(replace(LEARNER, name="Somebody Else")))
    assert not verify_completion(data, TRUST, name="x").particulars_read
    with pytest.raises(ParticularsExchanged):
        verify_completion(data, TRUST, name="x", reading_key=READER)


def test_a_sealed_part_that_names_another_learner_inside_is_refused() -> None:
    inside = replace(particulars.written(LEARNER, ()), id=LearnerId("22" * 16))
    _refused(resealed(FILE, _seal(one_form(_plain(inside)).encode())))


@pytest.mark.parametrize("inside", [b"", b"{}", b"null", b"[" * 5000, b"\xff", b" {}"])
def test_a_sealed_part_that_holds_something_else_is_refused(inside: bytes) -> None:
    _refused(resealed(FILE, _seal(inside)))


def test_a_sealed_part_in_a_sealed_part_is_refused() -> None:
    inside = replace(particulars.written(LEARNER, ()), sealed=secret_in(FILE))
    _refused(resealed(FILE, _seal(one_form(_plain(inside)).encode())))


def test_every_sampled_flipped_bit_of_the_file_is_found() -> None:
    for place in range(0, len(FILE) * 8, 397):
        data = bytearray(FILE)
        data[place // 8] ^= 1 << place % 8
        with pytest.raises(Problem):
            verify_completion(bytes(data), TRUST, name="x")


def _plain(told: Any) -> dict[str, Any]:
    names = ("id", "name", "degrees", "profession", "licences", "identifiers", "printed_as")
    return {name: getattr(told, name) for name in (*names, "given_name", "family_name", "sealed")}


def _sealed_as(learner: Learner) -> str:
    return _seal(one_form(_plain(particulars.written(learner, ()))).encode())


def _seal(inside: bytes) -> str:
    info = bound_to(EVIDENCE, LEARNER.id)
    return base64.b64encode(PublicReadingKey(READER.public.raw).seal(inside, info=info)).decode()


# --- read by another program ---------------------------------------------------------------------------------


def bound_to(evidence: Evidence, learner: str) -> bytes:
    """As docs/evidence-format.md says."""
    return one_form(
        {
            "kind": "application/vnd.carrel.particulars+json",
            "format": 6,
            "learner": learner,
            "course": _hash_of(evidence),
            "link": head_of(evidence.bodies).hex(),
        }
    ).encode()


def _hash_of(evidence: Evidence) -> CourseHash:
    return manifest.read(evidence.course, TRUST, name="x").hash


def opened_by_hand(secret: bytes, private: X25519PrivateKey, info: bytes) -> bytes:
    """RFC 9180 written out for this one suite and mode, from its sections 4 and 5, without Carrel and without HPKE's
    own implementation in `cryptography`."""
    enc, sealed_bytes = secret[:32], secret[32:]
    public = private.public_key().public_bytes_raw()
    kem, suite = b"KEM\x00\x20", b"HPKE\x00\x20\x00\x01\x00\x03"
    agreed_secret = private.exchange(X25519PublicKey.from_public_bytes(enc))
    shared = _expand(kem, _extract(kem, b"", b"eae_prk", agreed_secret), b"shared_secret", enc + public, 32)
    psk_id, info_hash = _extract(suite, b"", b"psk_id_hash", b""), _extract(suite, b"", b"info_hash", info)
    context = b"\x00" + psk_id + info_hash
    secret_key = _extract(suite, shared, b"secret", b"")
    key_bytes, nonce = (
        _expand(suite, secret_key, name, context, size) for name, size in ((b"key", 32), (b"base_nonce", 12))
    )
    return ChaCha20Poly1305(key_bytes).decrypt(nonce, sealed_bytes, b"")


def _extract(suite: bytes, salt: bytes, label: bytes, data: bytes) -> bytes:
    mac = HMAC(salt or bytes(32), hashes.SHA256())
    mac.update(b"HPKE-v1" + suite + label + data)
    return mac.finalize()


def _expand(suite: bytes, secret: bytes, label: bytes, info: bytes, size: int) -> bytes:
    labelled = size.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return HKDFExpand(hashes.SHA256(), size, labelled).derive(secret)


def test_a_second_reader_opens_the_sealed_part_by_the_document_and_the_standard() -> None:
    private = X25519PrivateKey.from_private_bytes(bytes([1]) * 32)
    inside = opened_by_hand(base64.b64decode(secret_in(FILE)), private, bound_to(EVIDENCE, LEARNER.id))
    assert inside.decode() == one_form(_plain(particulars.written(LEARNER, ()))).replace("None", "null")


# --- files that were written once ----------------------------------------------------------------------------


def test_a_file_of_format_5_is_read_as_it_was_written() -> None:
    kept = (KEPT / "format-5.completion").read_bytes()
    verdict = verify_completion(kept, TRUST, name="kept", reading_key=READER)
    assert (contents_of(kept)["format"], verdict.particulars_read) == (5, True)
    assert verdict.learner.printed_name == "Ana María Núñez, MD"
    assert [str(claim.credit.amount) for claim in verdict.verdict.history.claims] == ["1"]


def test_a_file_of_format_6_is_read_as_it_was_written() -> None:
    kept = (KEPT / "format-6.completion").read_bytes()
    verdict = verify_completion(kept, TRUST, name="kept", reading_key=READER)
    assert (contents_of(kept)["format"], verdict.particulars_read) == (6, True)
    assert verdict.learner == LEARNER
    assert verdict.verdict.history.reporting is True
    assert not verdict.verdict.history.to_submit
