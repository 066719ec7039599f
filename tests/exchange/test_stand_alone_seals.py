"""Both verifiers name the same fault where chain, heads, course, particulars or packing are not as they were."""

from __future__ import annotations

import base64
import json
import lzma
from dataclasses import replace
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from player.domain.course import Course
from player.domain.event import StreamId
from player.exchange.completion import KIND
from player.proof.chain import Head, head_of, sign_head
from player.proof.envelope import Envelope, seal
from player.proof.keys import PrivateKey
from player.proof.problems import Fault
from tests.builders import COURSE, SHORT_COURSE
from tests.exchange.agreement import (
    FILE,
    HERE,
    Change,
    Contents,
    agreed,
    contents_of,
    in_fact,
    numbered,
    sealed,
    signed_again,
)
from tests.worlds import DEVICE, PUBLISHER, key, manifest_of


def _swap(contents: Contents) -> None:
    events = contents["events"]
    events[4], events[5] = events[5], events[4]


def _amount(contents: Contents) -> None:
    contents["events"] = [event.replace('"amount":"1.5"', '"amount":"1.25"') for event in contents["events"]]


def _cut(contents: Contents) -> None:
    del contents["events"][-1]


def _with_course(contents: Contents, course: Course, *, publisher: PrivateKey = PUBLISHER) -> None:
    """Puts a really signed manifest in the place of the one that is there."""
    envelope = _manifest(course, publisher)
    contents["course"] = {
        "manifest": envelope.payload.decode(),
        "signatures": msgspec.to_builtins(envelope.signatures),
    }


def _manifest(course: Course, publisher: PrivateKey) -> Envelope:
    payload = msgspec.json.encode(manifest_of(course, publisher=publisher))
    return seal(payload, "application/vnd.carrel.manifest+json", publisher)


def _head_of_another(contents: Contents) -> None:
    bodies = tuple(text.encode() for text in contents["events"])
    head = Head(stream=StreamId("6" * 32), seq=len(bodies) - 1, hash=head_of(bodies).hex())
    contents["heads"].append(sign_head(head, DEVICE).to_json().decode())


def _head_by_another(contents: Contents) -> None:
    bodies = tuple(text.encode() for text in contents["events"])
    head = Head(stream=HERE.stream.id, seq=len(bodies) - 1, hash=head_of(bodies).hex())
    contents["heads"].append(sign_head(head, key(9)).to_json().decode())


def _head_saying(**fields: Any) -> Change:
    def change(contents: Contents) -> None:
        payload = base64.b64decode(json.loads(contents["heads"][-1])["payload"])
        said = msgspec.json.encode({**json.loads(payload), **fields})
        contents["heads"][-1] = seal(said, "application/vnd.carrel.head+json", DEVICE).to_json().decode()

    return change


def _head_spaced(contents: Contents) -> None:
    contents["heads"][-1] = contents["heads"][-1].replace('":', '": ')


def _opening_without_device(contents: Contents) -> None:
    in_fact("stream-opened", device=key(9).public.id)(contents)
    signed_again(contents, DEVICE)


def _begins_late(contents: Contents) -> None:
    del contents["events"][0]
    numbered(contents)
    head = Head(stream=HERE.stream.id, seq=1, hash=head_of(tuple(e.encode() for e in contents["events"][:2])).hex())
    contents["heads"] = [sign_head(head, DEVICE).to_json().decode()]


def _places_wrong(contents: Contents) -> None:
    _swap(contents)
    signed_again(contents, DEVICE)


def _repeated(contents: Contents) -> None:
    contents["events"].insert(6, contents["events"][5])
    signed_again(contents, DEVICE)


def _left_out(contents: Contents) -> None:
    del contents["events"][5]
    signed_again(contents, DEVICE)


def _credit(**changes: Any) -> Course:
    return replace(COURSE, credit=replace(COURSE.credit, **changes))


def _course_written_as(old: str, new: str) -> Change:
    """The publisher's own key signs a manifest that is not in the one form."""

    def change(contents: Contents) -> None:
        payload = contents["course"]["manifest"].replace(old, new, 1).encode()
        envelope = seal(payload, "application/vnd.carrel.manifest+json", PUBLISHER)
        contents["course"] = {"manifest": payload.decode(), "signatures": msgspec.to_builtins(envelope.signatures)}

    return change


DEARER = replace(COURSE, credit=replace(COURSE.credit, claim_rule="Claim what you like."))
UNSOUND = {
    "no sessions": replace(COURSE, sessions=()),
    "a session without length": replace(COURSE, sessions=(replace(COURSE.sessions[0], duration_ms=0),)),
    "a session twice": replace(COURSE, sessions=(COURSE.sessions[0], COURSE.sessions[0])),
    "no such time zone": replace(COURSE, availability=replace(COURSE.availability, time_zone="Mars/Olympus")),
    "a credit without end": _credit(offers=(replace(COURSE.credit.offers[0], maximum=Decimal("Infinity")),)),
    "a step of nothing": _credit(offers=(replace(COURSE.credit.offers[0], step=Decimal(0)),)),
    "a required share above all": replace(COURSE, watch=replace(COURSE.watch, required_percent=101)),
    "a speed without limit": replace(COURSE, watch=replace(COURSE.watch, counted_rate_percent=10_000)),
}

OTHER: dict[str, tuple[str, Change]] = {
    "swapped": (Fault.REORDERED, _swap),
    "swapped and signed": (Fault.REORDERED, _places_wrong),
    "repeated": (Fault.REORDERED, _repeated),
    "left out": (Fault.REORDERED, _left_out),
    "amount": (Fault.ALTERED, _amount),
    "cut": (Fault.CUT, _cut),
    "all cut": (Fault.CUT, lambda c: c["events"].clear()),
    "begins late": (Fault.CUT, _begins_late),
    "no heads": (Fault.CUT, lambda c: c["heads"].clear()),
    "last head missing": (Fault.TRANSPLANTED, lambda c: c["heads"].pop()),
    "nothing at all": (Fault.CUT, lambda c: (c["events"].clear(), c["heads"].clear())),
    "another course": (Fault.TRANSPLANTED, lambda c: _with_course(c, SHORT_COURSE)),
    "another version": (Fault.TRANSPLANTED, lambda c: _with_course(c, DEARER)),
    "the same course by somebody else": (Fault.TRANSPLANTED, lambda c: _with_course(c, COURSE, publisher=key(8))),
    "another device's head": (Fault.WRONG_KEY, _head_by_another),
    "another stream's head": (Fault.TRANSPLANTED, _head_of_another),
    "another device's opening": (Fault.WRONG_KEY, _opening_without_device),
    "a head beyond the end": (Fault.CUT, _head_saying(seq=10**30)),
    "a head before the beginning": (Fault.ALTERED, _head_saying(seq=-1)),
    "a head of other events": (Fault.ALTERED, _head_saying(hash="00" * 32)),
    "a head with more": (Fault.ALTERED, _head_saying(more=1)),
    "a head written otherwise": (Fault.ALTERED, _head_spaced),
    "a head that is none": (Fault.ALTERED, lambda c: c["heads"].append("{}")),
    "a head that is nothing": (Fault.ALTERED, lambda c: c["heads"].append("")),
    "the course's text": (
        Fault.ALTERED,
        lambda c: c["course"].update(manifest=c["course"]["manifest"].replace("Sleep", "Sheep")),
    ),
    "the course's credit": (
        Fault.ALTERED,
        lambda c: c["course"].update(manifest=c["course"]["manifest"].replace('"1.5"', '"9.5"')),
    ),
    "a course with spaces, signed so": (Fault.ALTERED, _course_written_as('"format":6', '"format": 6')),
    "a course without its provider's text": (Fault.ALTERED, _course_written_as('"requirements_source":"",', "")),
    "a provider's text that is none": (
        Fault.ALTERED,
        _course_written_as('"requirements_source":""', '"requirements_source":null'),
    ),
    "a course without a word on its certificates": (Fault.ALTERED, _course_written_as('"certificate":null,', "")),
    "certificates that are none": (Fault.ALTERED, _course_written_as('"certificate":null', '"certificate":0')),
    "a grant without issuers": (Fault.ALTERED, _course_written_as(',"issuers":"any"', "")),
    "issuers that nobody knows": (Fault.ALTERED, _course_written_as('"issuers":"any"', '"issuers":"some"')),
    "a course of no format": (Fault.ALTERED, _course_written_as('"format":6', '"format":0')),
    "no course": (Fault.ALTERED, lambda c: c["course"].update(manifest="{}")),
    "a course with spaces": (Fault.ALTERED, lambda c: c["course"].update(manifest=c["course"]["manifest"] + " ")),
    "a course that nobody signed": (Fault.WRONG_KEY, lambda c: c["course"]["signatures"].clear()),
    "a course of a later format": ("newer-format", lambda c: c["course"].update(manifest='{"format":7}')),
    "an event of a later format": ("newer-format", lambda c: c["events"].append('[3,"in another mood"]')),
    "another device": (Fault.WRONG_KEY, lambda c: c.update(device=key(9).public.raw.hex())),
    "a device written otherwise": ("not-a-completion-file", lambda c: c.update(device=c["device"].upper())),
    "a device that is none": ("not-a-completion-file", lambda c: c.update(device="zz")),
    "another learner's id": (Fault.TRANSPLANTED, lambda c: c["learner"].update(id="22" * 16)),
    "another name": (Fault.TRANSPLANTED, lambda c: c["learner"].update(name="Somebody Else")),
    "other degrees": (Fault.TRANSPLANTED, lambda c: c["learner"].update(degrees="PhD")),
    "another name on the certificate": (
        Fault.TRANSPLANTED,
        lambda c: c["learner"].update(printed_as=[[HERE.certificate().number, "Somebody Else, MD"]]),
    ),
    "particulars that are none": ("not-a-completion-file", lambda c: c["learner"].update(shoe_size=44)),
    "particulars missing": ("not-a-completion-file", lambda c: c["learner"].pop("degrees")),
    "a profession that is none": ("not-a-completion-file", lambda c: c["learner"].update(profession="wizard")),
    "a licence in three": ("not-a-completion-file", lambda c: c["learner"].update(licences=[["a", "b", "c"]])),
    "a field more": ("not-a-completion-file", lambda c: c.update(more=1)),
    "a later format": ("newer-format", lambda c: c.update(format=7)),
    "no format": ("not-a-completion-file", lambda c: c.pop("format")),
    "an earlier format": ("not-a-completion-file", lambda c: c.update(format=0)),
    "format 2 without what it adds": ("not-a-completion-file", lambda c: c.update(format=2)),
    "format 3 without what it adds": ("not-a-completion-file", lambda c: c.update(format=3)),
    "format 4 without what 2 and 3 add": ("not-a-completion-file", lambda c: c.update(format=4)),
    "format 1 with what 2 adds": ("not-a-completion-file", lambda c: c.update(joined=[])),
    **{
        f"an unsound course: {name}": (Fault.IMPOSSIBLE, lambda c, course=course: _with_course(c, course))
        for name, course in UNSOUND.items()
    },
}


@pytest.mark.parametrize("name", OTHER)
def test_both_name_the_same_fault(name: str) -> None:
    fault, change = OTHER[name]
    contents = contents_of(FILE)
    change(contents)
    assert agreed(sealed(contents, DEVICE)) == fault


def test_each_sort_of_fault_is_found_by_both() -> None:
    found = {fault for fault, _ in OTHER.values()} | {Fault.ABOVE_EVIDENCE}
    assert set(Fault) <= found


# --- how it is sealed and packed -----------------------------------------------------------------------------


UNPACKED = lzma.decompress(Envelope.from_json(FILE, name="x").payload)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "not-a-completion-file"),
        (b"%PDF-1.7", "not-a-completion-file"),
        (b" " + FILE, "not-a-completion-file"),
        (b"\xef\xbb\xbf" + FILE, "not-a-completion-file"),
        (b"{" + bytes(64 << 20), "not-a-completion-file"),
        (b"{}", "altered"),
        (b"{" * 100_000, "altered"),
        (b"{\xff}", "altered"),
        (FILE + b"\n", "altered"),
        (FILE[:-1], "altered"),
        (FILE.replace(b"DSSE", b"dsse").replace(b'"sig":"', b'"sig":"A'), "altered"),
        (FILE.replace(b"completion+json", b"head+json"), "altered"),
        (FILE.replace(DEVICE.public.id.encode(), key(9).public.id.encode()), "wrong-key"),
    ],
)
def test_both_refuse_bytes_that_are_no_sealed_file(data: bytes, fault: str) -> None:
    assert agreed(data) == fault


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        UNPACKED,
        lzma.compress(UNPACKED, format=lzma.FORMAT_ALONE),
        lzma.compress(UNPACKED)[:-1],
        lzma.compress(UNPACKED) + b"\0",
        lzma.compress(UNPACKED) + lzma.compress(b"more"),
        lzma.compress(UNPACKED + b" "),
        lzma.compress(UNPACKED.replace(b'"format":1', b'"format":1,"format":1', 1)),
        lzma.compress(b"[" * 100_000),
        lzma.compress(b"\xff"),
        lzma.compress(b"null"),
        lzma.compress(b'{"format":true}'),
    ],
)
def test_both_refuse_another_packing(payload: bytes) -> None:
    assert agreed(seal(payload, KIND, DEVICE).to_json()) == "not-a-completion-file"


def test_both_refuse_what_another_key_sealed() -> None:
    assert agreed(sealed(contents_of(FILE), key(9))) == Fault.WRONG_KEY


def test_both_refuse_a_file_that_unpacks_to_very_much() -> None:
    bomb = lzma.compress(bytes((64 << 20) + 1), preset=0)
    assert agreed(seal(bomb, KIND, DEVICE).to_json()) == "not-a-completion-file"
