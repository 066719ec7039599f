"""Receipts: believed when the course's publisher signed them, or whom it named for that, and no others."""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.event import CourseHash, StreamId
from player.domain.learner import LearnerId
from player.domain.problem import Problem
from player.domain.receipt import Outcome, Receipt
from player.exchange.problems import NotAReceipt, ReceiptNotBelieved, ReceiptOfAnotherCourse
from player.exchange.receipt import KIND, MOST_BYTES, judge_receipt, read_receipt, write_receipt
from player.proof.collector import KIND as COLLECTOR_KIND
from player.proof.collector import appoint, collector_in
from player.proof.envelope import Envelope, seal
from player.proof.keys import PrivateKey
from player.proof.problems import NewerFormat, NotReadable, NotSigned
from player.proof.trust import Publisher, Trust
from tests.builders import COURSE, SHORT_COURSE
from tests.proof.test_trust_roots import course as course_by
from tests.proof.vaults import COURSE_KEY, FIRST, knowing, revoking
from tests.worlds import DEVICE, NOBODY, PUBLISHER, TRUST, key, signed

COURSE_HERE = signed()
COLLECTOR, STRANGER = key(30), key(31)
RECEIPT = Receipt(
    completion="c" * 64,
    learner=LearnerId("11" * 16),
    course_hash=COURSE_HERE.hash,
    stream=StreamId("22" * 16),
    seq=412,
    link="d" * 64,
    provider="Example Medical College",
    received=datetime(2024, 6, 5, 9, 30, 0, 250_000, tzinfo=UTC),
    outcome=Outcome.ACCEPTED,
    credited=("CRL-7KQ2-M9XA-4TZB",),
    taken_back=("CRL-0000-0000-0000",),
)
FILE = write_receipt(RECEIPT, signer=PUBLISHER, authority=None)
AUTHORITY = appoint(COLLECTOR.public, name="Example desk", last_day=date(2024, 6, 5), signer=PUBLISHER)
COLLECTED = write_receipt(RECEIPT, signer=COLLECTOR, authority=AUTHORITY)


def judged(data: bytes, *, course: Any = COURSE_HERE, trust: Trust = TRUST) -> Receipt:
    return judge_receipt(read_receipt(data, name="a.receipt"), course, trust)


def contents_of(data: bytes) -> dict[str, Any]:
    return json.loads(Envelope.from_json(data, name="x").payload)


def changed(change: Callable[[dict[str, Any]], object], *, signer: PrivateKey = PUBLISHER, kind: str = KIND) -> bytes:
    """As whoever has that key could write and sign it."""
    contents = contents_of(FILE)
    change(contents)
    return seal(msgspec.json.encode(contents), kind, signer).to_json()


# --- what is believed ----------------------------------------------------------------------------------------


def test_what_the_publisher_signed_is_believed_as_it_was_written() -> None:
    assert judged(FILE) == RECEIPT
    refused = replace(RECEIPT, outcome=Outcome.REFUSED, credited=(), taken_back=(), reason="It came too late.")
    assert judged(write_receipt(refused, signer=PUBLISHER, authority=None)) == refused


def test_the_same_receipt_gives_the_same_bytes() -> None:
    assert write_receipt(RECEIPT, signer=PUBLISHER, authority=None) == FILE
    elsewhere = replace(RECEIPT, received=RECEIPT.received.astimezone(timezone(timedelta(hours=-6))))
    assert write_receipt(elsewhere, signer=PUBLISHER, authority=None) == FILE


def test_a_publisher_whom_nobody_here_knows_is_believed_for_the_course_that_it_signed() -> None:
    assert judged(FILE, trust=NOBODY) == RECEIPT


def test_any_key_of_a_known_publisher_may_sign() -> None:
    both = Trust((Publisher(name="Example", keys=(PUBLISHER.public, STRANGER.public), specimen=False),))
    other = write_receipt(RECEIPT, signer=STRANGER, authority=None)
    assert judged(other, trust=both) == RECEIPT
    with pytest.raises(ReceiptNotBelieved, match="no say"):
        judged(other)


def test_whom_the_publisher_named_is_believed_up_to_and_on_the_last_day() -> None:
    assert judged(COLLECTED) == RECEIPT
    later = replace(RECEIPT, received=RECEIPT.received + timedelta(days=1))
    with pytest.raises(ReceiptNotBelieved, match="Example desk might sign receipts until 2024-06-05"):
        judged(write_receipt(later, signer=COLLECTOR, authority=AUTHORITY))
    for_good = appoint(COLLECTOR.public, name="Example desk", last_day=None, signer=PUBLISHER)
    assert judged(write_receipt(later, signer=COLLECTOR, authority=for_good)) == later


def test_a_receipt_tells_its_own_digest() -> None:
    assert read_receipt(FILE, name="x").digest == hashlib.sha256(FILE).hexdigest()


# --- what is not ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (write_receipt(RECEIPT, signer=STRANGER, authority=None), ReceiptNotBelieved),
        (write_receipt(RECEIPT, signer=DEVICE, authority=None), ReceiptNotBelieved),
        (write_receipt(RECEIPT, signer=COLLECTOR, authority=None), ReceiptNotBelieved),
        (write_receipt(RECEIPT, signer=STRANGER, authority=AUTHORITY), ReceiptNotBelieved),
        (
            write_receipt(
                RECEIPT,
                signer=STRANGER,
                authority=appoint(STRANGER.public, name="Me", last_day=None, signer=STRANGER),
            ),
            NotReadable,
        ),
        (write_receipt(RECEIPT, signer=COLLECTOR, authority=AUTHORITY[:-1]), NotSigned),
        (write_receipt(RECEIPT, signer=COLLECTOR, authority=b"x" * 70_000), NotReadable),
        (write_receipt(replace(RECEIPT, course_hash=CourseHash("e" * 64)), signer=PUBLISHER, authority=None),
         ReceiptOfAnotherCourse),
    ],
    ids=["a stranger", "the learner", "a collector without a word", "a stranger with another's word",
         "a stranger by their own word", "a word that was cut", "a word beyond all measure", "another course"],
)  # fmt: skip
def test_what_has_no_say_is_refused(data: bytes, kind: type[Problem]) -> None:
    with pytest.raises(kind) as met:
        judged(data)
    assert met.value.sentence


def test_a_receipt_for_another_course_is_refused_though_its_publisher_signed_it() -> None:
    with pytest.raises(ReceiptOfAnotherCourse, match="Clean Hands"):
        judged(FILE, course=signed(SHORT_COURSE))


def test_another_publishers_word_on_a_collector_does_not_count_for_this_course() -> None:
    others = Trust((*TRUST.publishers, Publisher(name="Another", keys=(STRANGER.public,), specimen=False)))
    authority = appoint(COLLECTOR.public, name="Their desk", last_day=None, signer=STRANGER)
    with pytest.raises(NotReadable, match="no key of this publisher's courses signed it"):
        judged(write_receipt(RECEIPT, signer=COLLECTOR, authority=authority), trust=others)


def test_a_key_that_was_revoked_signs_no_receipts_and_names_nobody() -> None:
    course = course_by(COURSE_KEY, trust=knowing(revoking()))
    receipt = replace(RECEIPT, course_hash=course.hash)
    with pytest.raises(ReceiptNotBelieved, match="revoked on"):
        judged(write_receipt(receipt, signer=COURSE_KEY, authority=None), course=course, trust=knowing(revoking()))
    authority = appoint(COLLECTOR.public, name="Example desk", last_day=None, signer=COURSE_KEY)
    with pytest.raises(NotReadable):
        judged(write_receipt(receipt, signer=COLLECTOR, authority=authority), course=course, trust=knowing(revoking()))


def test_a_root_that_the_course_brings_revokes_too() -> None:
    course = course_by(COURSE_KEY, revoking())
    receipt = replace(RECEIPT, course_hash=course.hash)
    with pytest.raises(ReceiptNotBelieved, match="revoked on"):
        judged(write_receipt(receipt, signer=COURSE_KEY, authority=None), course=course, trust=knowing(FIRST))


# --- what is no receipt --------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [FILE, COLLECTED], ids=["publisher", "collector"])
def test_no_flipped_bit_is_believed(data: bytes) -> None:
    for place in range(len(data) * 8):
        if place % 13:
            continue
        flipped = bytearray(data)
        flipped[place // 8] ^= 1 << place % 8
        with pytest.raises(Problem):
            judged(bytes(flipped))


@pytest.mark.parametrize("data", [FILE, COLLECTED], ids=["publisher", "collector"])
def test_no_cut_receipt_is_believed(data: bytes) -> None:
    for length in range(0, len(data), 7):
        with pytest.raises(Problem):
            judged(data[:length])


@given(st.binary(max_size=200))
def test_no_bytes_at_all_lead_to_a_crash(data: bytes) -> None:
    for start in (b"", b"{"):
        with pytest.raises(Problem):
            judged(start + data)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"{" + b" " * MOST_BYTES, FILE + b"\n", AUTHORITY, b"{" * 100_000])
def test_another_kind_of_file_is_told_as_such(data: bytes) -> None:
    with pytest.raises((NotAReceipt, NotSigned)) as met:
        read_receipt(data, name="holiday.jpg")
    assert met.value.what.startswith("holiday.jpg ")


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c.update(more=1),
        lambda c: c.pop("reason"),
        lambda c: c.update(format=0),
        lambda c: c.update(format="1"),
        lambda c: c.update(seq="412"),
        lambda c: c.update(seq=412.0),
        lambda c: c.update(outcome="perhaps"),
        lambda c: c.update(credited="CRL"),
        lambda c: c.update(received="2024-06-05T09:30:00"),
        lambda c: c.update(received="2024-06-05T11:30:00.250000+02:00"),
        lambda c: c.update(received="yesterday"),
        lambda c: c.update(reason="It came\x1b[2Jtoo late."),
        lambda c: c.update(provider="Example\nMedical"),
        lambda c: c.update(reason="x" * 1001),
    ],
)
def test_what_is_written_otherwise_is_refused_whoever_signed_it(change: Callable[[dict[str, Any]], object]) -> None:
    with pytest.raises(NotAReceipt):
        judged(changed(change))


def test_a_newer_receipt_and_a_newer_word_on_a_collector_are_told_as_such() -> None:
    with pytest.raises(NewerFormat, match=r"a\.receipt was made for a newer Carrel \(format 2"):
        judged(changed(lambda c: (c.clear(), c.update(format=2, all="different"))))
    newer = seal(b'{"format":2,"all":"different"}', COLLECTOR_KIND, PUBLISHER).to_json()
    with pytest.raises(NewerFormat, match="who signed it"):
        judged(write_receipt(RECEIPT, signer=COLLECTOR, authority=newer))


@pytest.mark.parametrize(
    "payload",
    [
        b"{}",
        b'{"format":1,"key":"zz","name":"Desk","last_day":null}',
        b'{"format":1,"key":"%s","name":"","last_day":null}' % COLLECTOR.public.raw.hex().encode(),
        b'{"format":1,"key":"%s","name":"D\\u001b","last_day":null}' % COLLECTOR.public.raw.hex().encode(),
        b'{"format":1,"key":"%s","name":"Desk","last_day":"soon"}' % COLLECTOR.public.raw.hex().encode(),
        b'{"format":1,"key":"%s","name":"Desk"}' % COLLECTOR.public.raw.hex().encode(),
        b'{"format":1,"key":"%s","name":"Desk","last_day":null}' % COLLECTOR.public.raw.hex().upper().encode(),
        b'{"format":0,"key":"%s","name":"Desk","last_day":null}' % COLLECTOR.public.raw.hex().encode(),
    ],
)
def test_a_word_on_a_collector_in_another_form_is_refused(payload: bytes) -> None:
    data = seal(payload, COLLECTOR_KIND, PUBLISHER).to_json()
    with pytest.raises(NotReadable):
        collector_in(data, (PUBLISHER.public,), name="x")


def test_a_word_on_a_device_is_none_on_a_collector() -> None:
    """The kind is signed with the bytes."""
    payload = Envelope.from_json(AUTHORITY, name="x").payload
    data = seal(payload, "application/vnd.carrel.enrolment+json", PUBLISHER).to_json()
    with pytest.raises(NotSigned, match="something else"):
        collector_in(data, (PUBLISHER.public,), name="x")


def test_what_a_collector_cannot_show_is_written_so_that_it_can_be_shown() -> None:
    odd = replace(RECEIPT, reason="Too\u202e late\n" + "x" * 2000)
    found = judged(write_receipt(odd, signer=PUBLISHER, authority=None))
    assert found.reason.startswith("Too  late x") and len(found.reason) == 1000


def test_the_envelope_is_what_any_dsse_library_reads() -> None:
    outer = json.loads(FILE)
    assert outer["payloadType"] == "application/vnd.carrel.receipt+json"
    inner = json.loads(b64decode(outer["payload"]))
    assert inner["received"] == "2024-06-05T09:30:00.250000Z" and inner["authority"] == ""
    assert COURSE.title not in str(inner)
