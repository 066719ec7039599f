"""The completion file: sealed once, read whole or not at all, judged by replaying what is in it."""

from __future__ import annotations

import base64
import gzip
import json
import lzma
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from player.domain.event import CertificateIssued, StreamId, TakenBackFor
from player.domain.learner import Learner, LearnerId, Licence
from player.domain.problem import Problem
from player.domain.watch import Interval, Span
from player.exchange.completion import (
    ENDING,
    KIND,
    MOST_BYTES,
    file_name,
    read_completion,
    verify_completion,
    write_completion,
)
from player.exchange.problems import NameChanged, NotACompletionFile, ParticularsExchanged
from player.proof.envelope import Envelope, seal
from player.proof.keys import PrivateKey
from player.proof.problems import CourseUnsound, EvidenceAltered, NewerFormat, NotReadable, NotSigned
from tests.builders import CODE, COURSE, FIRST, PHYSICIAN, SHORT_COURSE, STRICT_COURSE
from tests.trying import tries
from tests.worlds import DEVICE, NOBODY, PUBLISHER, TRUST, World, key, manifest_of, signed, world


def lived(learner: Learner = PHYSICIAN) -> World:
    here = world(learner=learner)
    here.earn()
    return here


HERE = lived()
EVIDENCE = HERE.evidence(heads=(0, 60))
FILE = write_completion(EVIDENCE, learner=PHYSICIAN, signer=DEVICE)
Contents = dict[str, Any]


def contents_of(data: bytes) -> Contents:
    return json.loads(lzma.decompress(Envelope.from_json(data, name="x").payload))


def sealed(contents: object, *, signer: PrivateKey = DEVICE, kind: str = KIND) -> bytes:
    """A file with these contents, as the owner of the device's key could seal it."""
    return seal(lzma.compress(msgspec.json.encode(contents)), kind, signer).to_json()


def changed(change: Callable[[Contents], object], *, signer: PrivateKey = DEVICE) -> bytes:
    contents = contents_of(FILE)
    change(contents)
    return sealed(contents, signer=signer)


# --- what is genuine -----------------------------------------------------------------------------------------


def test_what_was_written_is_read_back() -> None:
    completion = read_completion(FILE, name="a.completion")
    assert completion.evidence == EVIDENCE
    assert completion.learner == replace(PHYSICIAN, membership="")


def test_a_genuine_file_amounts_to_what_the_window_showed() -> None:
    verdict = verify_completion(FILE, TRUST, name="a.completion")
    assert verdict.verdict.progress == HERE.journey.progress()
    assert verdict.learner.printed_name == "Ana María Núñez, MD"
    assert not verdict.verdict.is_specimen


def test_a_file_of_an_unknown_publisher_is_genuine_and_proves_no_credit() -> None:
    assert verify_completion(FILE, NOBODY, name="x").verdict.is_specimen


def test_a_file_can_be_written_at_any_time_of_a_journey() -> None:
    here = world(SHORT_COURSE)
    data = write_completion(here.evidence(), learner=PHYSICIAN, signer=DEVICE)
    assert verify_completion(data, TRUST, name="x").verdict.progress.claims == ()


def test_the_same_evidence_gives_the_same_file() -> None:
    assert write_completion(EVIDENCE, learner=PHYSICIAN, signer=DEVICE) == FILE


def test_what_the_price_depends_on_is_not_told_to_the_provider() -> None:
    data = write_completion(EVIDENCE, learner=replace(PHYSICIAN, membership="member"), signer=DEVICE)
    assert data == FILE


def test_particulars_travel_as_they_were_given() -> None:
    learner = replace(
        PHYSICIAN,
        licences=(Licence(authority="Baden-Württemberg", number="Ä 12/3"), Licence(authority="NY", number="1")),
        identifiers=(("npi", "1234567893"), ("birth_mmdd", "0229")),
    )
    data = write_completion(EVIDENCE, learner=learner, signer=DEVICE)
    assert verify_completion(data, TRUST, name="x").learner == learner


def test_names_in_any_script_travel_unchanged() -> None:
    for name in ("Ναταλία", "李小龍", "محمد علي", "אברהם", "प्रिया शर्मा", "O’Brien-Łukasz", '"quoted" \\ <x>'):
        learner = replace(PHYSICIAN, name=name)
        here = lived(learner)
        data = write_completion(here.evidence(), learner=learner, signer=DEVICE)
        assert verify_completion(data, TRUST, name="x").learner.name == name


def test_a_file_with_all_of_a_long_evening_is_small() -> None:
    here = world()
    uneven = random.Random(1)
    here.journey.acknowledge_disclosures()
    here.journey.start_watching(FIRST, position_ms=0)
    position = 0
    while len(here.stream.events) < 360:
        length = uneven.randint(9_900, 9_999)
        here.clock.advance(length + uneven.randint(0, 30))
        span = Span(interval=Interval(position, position + length), engaged_ms=length, rate_percent=100)
        here.journey.watched(FIRST, span)
        position += length
    every_64 = tuple(range(63, 360, 64))
    data = write_completion(here.evidence(heads=every_64), learner=PHYSICIAN, signer=DEVICE)
    assert len(data) < 15_000


def written_by(here: World) -> Contents:
    return contents_of(write_completion(here.evidence(), learner=PHYSICIAN, signer=DEVICE))


def test_a_file_is_written_in_the_lowest_format_that_knows_the_facts_in_it() -> None:
    here = world(STRICT_COURSE)
    here.journey.acknowledge_disclosures()
    assert written_by(here)["format"] == 1
    here.journey.answer_checkpoint(FIRST, CODE.id, "zz 41")
    contents = written_by(here)
    assert (contents["format"], contents["joined"], contents["earlier"]) == (4, [], [])


def test_a_sign_of_presence_is_one_of_the_facts_that_came_with_format_4() -> None:
    here = world(STRICT_COURSE)
    here.journey.acknowledge_disclosures()
    here.journey.confirm_presence(FIRST, position_ms=0)
    assert written_by(here)["format"] == 4


def test_a_strict_course_is_judged_as_the_window_showed_it() -> None:
    here = world(STRICT_COURSE)
    here.earn()
    data = write_completion(here.evidence(heads=(0, 60)), learner=PHYSICIAN, signer=DEVICE)
    assert verify_completion(data, TRUST, name="x").verdict.progress == here.journey.progress()


@pytest.mark.parametrize("withdrawn", [True, False])
def test_what_takes_back_came_with_format_5(withdrawn: bool) -> None:
    here = world()
    number = here.earn().number
    assert written_by(here)["format"] == 1
    act = here.journey.withdraw_claim if withdrawn else here.journey.revoke_certificate
    act(number, reason=TakenBackFor.OTHER)
    contents = written_by(here)
    assert (contents["format"], contents["joined"], contents["earlier"]) == (5, [], [])
    history = verify_completion(sealed(contents), TRUST, name="x").verdict.history
    assert history == here.journey.history
    assert [gone.number for gone in history.revocations] == [number]
    with pytest.raises(NotACompletionFile):
        read_completion(sealed(contents | {"format": 4}), name="x")


@pytest.mark.parametrize("lower", [2, 3])
def test_facts_that_a_format_does_not_know_are_not_read_in_it(lower: int) -> None:
    here = world(STRICT_COURSE)
    here.journey.acknowledge_disclosures()
    here.journey.confirm_presence(FIRST, position_ms=0)
    contents = written_by(here) | {"format": lower}
    if lower == 2:
        del contents["earlier"]
    with pytest.raises(NotACompletionFile):
        read_completion(sealed(contents), name="x")
    read_completion(sealed(written_by(here)), name="x")


# --- what was altered ----------------------------------------------------------------------------------------


def test_every_sampled_flipped_bit_is_found() -> None:
    for place in range(0, len(FILE) * 8, 61):
        data = bytearray(FILE)
        data[place // 8] ^= 1 << place % 8
        with pytest.raises(Problem):
            verify_completion(bytes(data), TRUST, name="x")


def test_every_sampled_cut_is_found() -> None:
    for length in range(0, len(FILE), 97):
        with pytest.raises(Problem):
            verify_completion(FILE[:length], TRUST, name="x")


@given(st.binary(max_size=200))
def test_no_bytes_at_all_lead_to_a_crash(data: bytes) -> None:
    with pytest.raises(Problem):
        verify_completion(data, TRUST, name="x")


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"PK\x03\x04", b" " + FILE, FILE + b"\n", b"{}", b"{" * 100_000, b"\xef\xbb\xbf" + FILE]
)
def test_another_kind_of_file_is_told_as_such(data: bytes) -> None:
    with pytest.raises((NotACompletionFile, NotSigned)) as met:
        read_completion(data, name="holiday.jpg")
    assert met.value.what.startswith("holiday.jpg ")


def test_a_head_is_no_completion_file() -> None:
    with pytest.raises(NotACompletionFile):
        read_completion(EVIDENCE.heads[0].to_json(), name="x")


def test_another_device_cannot_seal_it() -> None:
    with pytest.raises(NotSigned, match="another key"):
        read_completion(changed(lambda c: None, signer=key(9)), name="x")


def test_a_file_sealed_as_something_else_is_refused() -> None:
    with pytest.raises(NotSigned, match="something else"):
        read_completion(sealed(contents_of(FILE), kind="application/vnd.carrel.head+json"), name="x")


def test_a_newer_file_is_told_as_such() -> None:
    with pytest.raises(NewerFormat, match=r"a\.completion was made for a newer Carrel \(format 7"):
        read_completion(sealed({"format": 7, "all": "different"}), name="a.completion")


def _swap(contents: Contents) -> None:
    events = contents["events"]
    events[4], events[5] = events[5], events[4]


def _credit(contents: Contents) -> None:
    contents["events"] = [event.replace('"amount":"1.5"', '"amount":"1.25"') for event in contents["events"]]


def _course(contents: Contents) -> None:
    contents["course"]["manifest"] = contents["course"]["manifest"].replace('"1.5"', '"9.5"')


def _other_course(contents: Contents) -> None:
    other = signed(SHORT_COURSE).envelope
    contents["course"] = {
        "manifest": other.payload.decode(),
        "signatures": msgspec.to_builtins(other.signatures),
    }


def _other_device(contents: Contents) -> None:
    contents["device"] = key(9).public.raw.hex()


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda c: c["events"].pop(), EvidenceAltered),
        (lambda c: c["events"].pop(7), EvidenceAltered),
        (lambda c: c["events"].clear(), EvidenceAltered),
        (lambda c: c["events"].append(c["events"][-1]), EvidenceAltered),
        (lambda c: c["heads"].clear(), EvidenceAltered),
        (lambda c: c["heads"].pop(), EvidenceAltered),
        (lambda c: c["heads"].append("{}"), NotSigned),
        (_swap, EvidenceAltered),
        (_credit, EvidenceAltered),
        (_course, NotSigned),
        (_other_course, EvidenceAltered),
        (_other_device, NotSigned),
        (lambda c: c["course"]["signatures"].clear(), NotSigned),
        (lambda c: c.update(device="zz"), NotACompletionFile),
        (lambda c: c["learner"].update(name="Somebody Else"), ParticularsExchanged),
        (lambda c: c["learner"].update(degrees="PhD"), ParticularsExchanged),
        (lambda c: c["learner"].update(id="22" * 16), ParticularsExchanged),
        (lambda c: c["learner"].update(shoe_size=44), NotACompletionFile),
        (lambda c: c["learner"].pop("degrees"), NotACompletionFile),
        (lambda c: c.update(format=0), NotACompletionFile),
        (lambda c: c.update(format=-1), NotACompletionFile),
        (lambda c: c.update(format="1"), NotACompletionFile),
        (lambda c: c.update(events="none"), NotACompletionFile),
        (lambda c: c.update(more=1), NotACompletionFile),
    ],
)
def test_what_the_owner_of_the_device_alters_and_seals_again_is_found(
    change: Callable[[Contents], object], kind: type[Problem]
) -> None:
    with pytest.raises(kind):
        verify_completion(changed(change), TRUST, name="x")


def test_an_unsound_course_inside_is_refused() -> None:
    unsound = manifest_of(replace(COURSE, sessions=()))
    payload = msgspec.json.encode(unsound)
    other = seal(payload, "application/vnd.carrel.manifest+json", PUBLISHER)

    def exchange(contents: Contents) -> None:
        contents["course"] = {"manifest": payload.decode(), "signatures": msgspec.to_builtins(other.signatures)}

    with pytest.raises(CourseUnsound):
        verify_completion(changed(exchange), TRUST, name="x")


def test_a_damaged_course_inside_is_refused() -> None:
    with pytest.raises(NotReadable):
        verify_completion(changed(lambda c: c["course"].update(manifest="{}")), TRUST, name="x")


# --- how it is packed ----------------------------------------------------------------------------------------


def repacked(payload: bytes) -> bytes:
    return seal(payload, KIND, DEVICE).to_json()


UNPACKED = lzma.decompress(Envelope.from_json(FILE, name="x").payload)


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        UNPACKED,
        gzip.compress(UNPACKED),
        lzma.compress(UNPACKED, format=lzma.FORMAT_ALONE),
        lzma.compress(UNPACKED)[:-1],
        lzma.compress(UNPACKED)[:-40],
        lzma.compress(UNPACKED) + b"\0",
        lzma.compress(UNPACKED) + lzma.compress(b"more"),
        lzma.compress(UNPACKED[:-1]),
        lzma.compress(UNPACKED + b" "),
        lzma.compress(b" " + UNPACKED),
        lzma.compress(UNPACKED.replace(b'"format":1', b'"format":1,"format":1', 1)),
        lzma.compress(UNPACKED.replace(b'"format":1', b'"format": 1', 1)),
        lzma.compress(b"[" * 100_000),
        lzma.compress(b"\xff"),
    ],
)
def test_a_payload_is_one_xz_stream_of_one_object_written_in_one_way(payload: bytes) -> None:
    with pytest.raises(NotACompletionFile):
        read_completion(repacked(payload), name="x")


def test_a_bomb_is_not_unpacked() -> None:
    bomb = lzma.compress(bytes(MOST_BYTES + 1), preset=0)
    with pytest.raises(NotACompletionFile, match="damaged"):
        read_completion(repacked(bomb), name="x")


def test_a_file_beyond_all_measure_is_not_parsed() -> None:
    with pytest.raises(NotACompletionFile, match="too large"):
        read_completion(b"{" + bytes(MOST_BYTES), name="x")


def test_the_envelope_is_what_any_dsse_library_reads() -> None:
    outer = json.loads(FILE)
    assert outer["payloadType"] == KIND
    assert base64.b64decode(outer["payload"]).startswith(b"\xfd7zXZ")
    assert outer["signatures"][0]["keyid"] == DEVICE.public.id


def test_events_are_carried_as_they_were_stored() -> None:
    contents = contents_of(FILE)
    assert list(contents) == ["format", "program", "device", "course", "events", "heads", "learner"]
    assert tuple(event.encode() for event in contents["events"]) == HERE.stream.bodies


# --- the learner's name --------------------------------------------------------------------------------------


def test_no_file_is_written_under_another_name_than_the_certificates() -> None:
    with pytest.raises(NameChanged) as met:
        write_completion(EVIDENCE, learner=replace(PHYSICIAN, name="Ana Smith"), signer=DEVICE)
    issued = next(e.fact for e in HERE.stream.events if isinstance(e.fact, CertificateIssued))
    assert issued.number in met.value.what


def test_after_a_change_of_name_both_names_are_told_and_the_printed_one_is_bound() -> None:
    number = HERE.certificate().number
    elsewhere = ("CRL-OF-ANOTHER-COURSE", "Ana Núñez")
    married = replace(PHYSICIAN, name="Ana Smith", printed_as=((number, PHYSICIAN.printed_name), elsewhere))
    data = write_completion(EVIDENCE, learner=married, signer=DEVICE)
    learner = verify_completion(data, TRUST, name="x").learner
    assert (learner.printed_name, learner.name_on(number)) == ("Ana Smith, MD", "Ana María Núñez, MD")
    assert learner.printed_as == ((number, PHYSICIAN.printed_name),)
    contents = contents_of(data)
    contents["learner"]["printed_as"][0][1] = "Somebody Else, MD"
    with pytest.raises(ParticularsExchanged):
        verify_completion(sealed(contents), TRUST, name="x")


def test_the_name_on_a_revoked_certificate_does_not_travel() -> None:
    here = world()
    old = here.earn()
    here.journey.revoke_certificate(old.number, reason=TakenBackFor.WRONG_NAME)
    here.learner = replace(PHYSICIAN, name="Ana Smith", printed_as=((old.number, PHYSICIAN.printed_name),))
    new = here.certificate()
    here.journey.issue_certificate(new)
    data = write_completion(here.evidence(), learner=here.learner, signer=DEVICE)
    learner = verify_completion(data, TRUST, name="x").learner
    assert (learner.printed_as, learner.name_on(new.number)) == ((), "Ana Smith, MD")
    with pytest.raises(NameChanged) as met:
        write_completion(here.evidence(), learner=PHYSICIAN, signer=DEVICE)
    assert new.number in met.value.what


def test_a_name_that_is_told_of_a_revoked_certificate_must_be_the_printed_one() -> None:
    here = world()
    old = here.earn()
    here.journey.withdraw_claim(old.number, reason=TakenBackFor.OTHER)
    data = write_completion(here.evidence(), learner=replace(PHYSICIAN, name="Ana Smith"), signer=DEVICE)
    contents = contents_of(data)
    contents["learner"]["printed_as"] = [[old.number, PHYSICIAN.printed_name]]
    verify_completion(sealed(contents), TRUST, name="x")
    contents["learner"]["printed_as"] = [[old.number, "Somebody Else, MD"]]
    with pytest.raises(ParticularsExchanged):
        verify_completion(sealed(contents), TRUST, name="x")


def test_a_name_that_did_not_change_is_written_once() -> None:
    same = replace(PHYSICIAN, printed_as=((HERE.certificate().number, PHYSICIAN.printed_name),))
    assert write_completion(EVIDENCE, learner=same, signer=DEVICE) == FILE


def test_before_a_certificate_is_issued_the_name_may_change() -> None:
    here = world()
    here.finish()
    data = write_completion(here.evidence(), learner=replace(PHYSICIAN, name="Ana Smith"), signer=DEVICE)
    assert verify_completion(data, TRUST, name="x").learner.name == "Ana Smith"


# --- the file's name -----------------------------------------------------------------------------------------

STREAM = StreamId("3f9a2c1d" + "0" * 24)
RESERVED = {"CON", "PRN", "AUX", "NUL", "COM1", "LPT1"}


@settings(max_examples=tries(300))
@given(st.text(max_size=300), st.text(max_size=300))
def test_a_file_name_is_taken_by_every_file_system(course: str, name: str) -> None:
    learner = Learner(id=LearnerId("1"), name=name)
    made = file_name(course, learner, STREAM)
    assert made.endswith("3f9a2c1d" + ENDING)
    assert len(made.encode()) <= 255
    assert not set(made) & set('<>:"/\\|?*') and all(c.isprintable() for c in made)
    assert not made.startswith((".", " ", "-"))
    assert made.partition(".")[0].upper() not in RESERVED


@pytest.mark.parametrize(
    ("course", "name", "expected"),
    [
        ("Sleep after Shift Work", "Ana María Núñez", "Sleep-after-Shift-Work-Ana-María-Núñez-3f9a2c1d.completion"),
        ("CON", "", "CON-3f9a2c1d.completion"),
        ("../../etc/passwd", "..", "etc-passwd-3f9a2c1d.completion"),
        ("", "", "3f9a2c1d.completion"),
        ("\u202egnp.exe", "李小龍", "gnp-exe-李小龍-3f9a2c1d.completion"),
    ],
)
def test_a_file_name_says_what_is_inside(course: str, name: str, expected: str) -> None:
    assert file_name(course, Learner(id=LearnerId("1"), name=name), STREAM) == expected
