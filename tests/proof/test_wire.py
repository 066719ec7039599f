"""Event bytes: one way to write each event, and no other way is read."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.clock import BootId, Stamp
from player.domain.course import CourseId, SessionId
from player.domain.event import (
    KINDS,
    CourseHash,
    CreditClaimed,
    DeviceId,
    Event,
    Fact,
    Purpose,
    StreamId,
    StreamOpened,
    Watched,
)
from player.domain.learner import LearnerId, Profession
from player.domain.problem import Problem
from player.proof import wire
from player.proof.problems import EvidenceAltered, NewerFormat
from tests.facts import facts

TEXT = st.text(max_size=20)
WORDS = st.lists(TEXT, max_size=3).map(tuple)
MS = st.integers(0, 2**40)
FACTS: st.SearchStrategy[Fact] = st.one_of(
    st.builds(
        StreamOpened,
        stream=TEXT.map(StreamId),
        device=TEXT.map(DeviceId),
        learner=TEXT.map(LearnerId),
        course=TEXT.map(CourseId),
        course_version=MS,
        course_hash=TEXT.map(CourseHash),
        policy=MS,
        attempt=MS,
        purpose=st.sampled_from(Purpose),
    ),
    facts,
)
STAMPS = st.builds(Stamp, wall_ms=MS, offset_min=st.integers(-900, 900), mono_ms=MS, boot=TEXT.map(BootId))
EVENTS = st.builds(Event, seq=MS, stamp=STAMPS, fact=FACTS)

PLAIN = Event(
    seq=3,
    stamp=Stamp(wall_ms=1_717_416_000_000, offset_min=-240, mono_ms=5_000, boot=BootId("b007")),
    fact=Watched(session=SessionId("first"), start_ms=0, end_ms=10_000, engaged_ms=10_000, rate_percent=100),
)
NAMED = (
    b'{"v":1,"seq":3,"kind":"watched","wall":1717416000000,"zone":-240,"mono":5000,"boot":"b007",'
    b'"fact":{"session":"first","start_ms":0,"end_ms":10000,"engaged_ms":10000,"rate_percent":100}}'
)
"""The same event in format 1, as kept ledgers and files have it."""
BODY = (
    b'[2,3,"watched",1717416000000,-240,5000,"b007",'
    b'{"session":"first","start_ms":0,"end_ms":10000,"engaged_ms":10000,"rate_percent":100}]'
)


@given(EVENTS)
def test_an_event_comes_back_from_its_bytes(event: Event) -> None:
    assert wire.decode(wire.encode(event)) == event


@given(EVENTS)
def test_the_kind_is_found_without_reading_the_rest(event: Event) -> None:
    assert wire.kind_in(wire.encode(event)) == wire.kind_of(event.fact)
    assert wire.kind_in(NAMED) == wire.kind_in(NAMED[:32]) == "watched"


@given(st.binary(max_size=40))
def test_bytes_that_are_no_event_have_no_kind_or_any(body: bytes) -> None:
    assert '"' not in wire.kind_in(body)


@given(EVENTS)
def test_the_same_event_always_gives_the_same_bytes(event: Event) -> None:
    body = wire.encode(event)
    assert wire.encode(wire.decode(body)) == body
    assert b"\n" not in body


def test_the_bytes_are_those_that_the_format_describes() -> None:
    assert wire.encode(PLAIN) == BODY
    assert wire.decode(BODY) == PLAIN


def test_every_kind_has_its_name_on_the_wire() -> None:
    assert wire.kind_of(PLAIN.fact) == "watched"
    assert {wire.kind_of(object.__new__(kind)) for kind in KINDS.values()} == set(KINDS)


def test_credit_is_written_as_text_and_never_as_a_float() -> None:
    fact = CreditClaimed(offer="ama", amount=Decimal("0.50"), profession=Profession.PHYSICIAN)
    body = wire.encode(Event(seq=0, stamp=PLAIN.stamp, fact=fact))
    assert b'"amount":"0.50"' in body


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"\xff",
        BODY[:-1],
        BODY + b" ",
        b" " + BODY,
        BODY + b"\n",
        BODY + BODY,
        BODY.replace(b"[2,3", b"[2, 3"),
        BODY.replace(b"[2,3", b"[2,3,3"),
        BODY.replace(b"[2,3", b"[2,3.0"),
        BODY.replace(b"[2,3", b"[2,3e0"),
        BODY.replace(b"[2,3", b'[2,"3"'),
        BODY.replace(b"[2,3", b"[2,-3"),
        BODY.replace(b"[2,3", b"[2,true"),
        BODY.replace(b"[2,3", b"[2"),
        BODY.replace(b"[2,3", b"[3.0,3"),
        BODY.replace(b"[2,3", b"[true,3"),
        BODY.replace(b"[2,3", b"[1,3"),
        BODY.replace(b"[2,3", b"[0,3"),
        BODY.replace(b"[2,3", b"[-2,3"),
        BODY.replace(b"[2,3", b'["2",3'),
        BODY[:-1] + b",1]",
        BODY[:-1] + b",{}]",
        BODY.replace(b'"start_ms":0', b'"start_ms":-0'),
        BODY.replace(b'"start_ms":0', b'"start_ms":0,"more":1'),
        BODY.replace(b'"start_ms":0', b'"start_ms":0,"start_ms":0'),
        BODY.replace(b'"start_ms":0', b'"start_ms":NaN'),
        BODY.replace(b'"start_ms":0', b'"start_ms":' + b"9" * 5000),
        BODY.replace(b'"start_ms":0,', b""),
        BODY.replace(b"first", b"\\u0066irst"),
        BODY.replace(b"first", b"fi\\/rst"),
        BODY.replace(b"first", b"\\ud800"),
        BODY.replace(b"first", b"\xff"),
        BODY.replace(b"watched", b"unwatched"),
        BODY.replace(b"watched", b"watch-started"),
        BODY.replace(b"watched", b""),
        BODY.replace(b"watched", b"wat\\u0063hed"),
        BODY.replace(b"watched", b'watched\\"'),
        BODY.replace(b'"watched"', b"null"),
        BODY.replace(b'"b007"', b"7"),
        b'["watched",' * 9 + BODY,
        b'{"v":2,"all":"named"}',
        b"[2," + b"[" * 100_000,
        BODY.replace(b'"start_ms":0', b'"more":' + b"[" * 100_000),
    ],
)
def test_a_list_that_would_be_written_otherwise_is_refused(body: bytes) -> None:
    with pytest.raises(EvidenceAltered):
        wire.decode(body)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"null",
        b"[]",
        b"\xff",
        NAMED[:-1],
        NAMED + b" ",
        b" " + NAMED,
        NAMED + b"\n",
        NAMED + NAMED,
        NAMED.replace(b'"seq":3', b'"seq": 3'),
        NAMED.replace(b'"seq":3', b'"seq":3,"seq":3'),
        NAMED.replace(b'"seq":3', b'"seq":4,"seq":3'),
        NAMED.replace(b'"seq":3', b'"seq":3.0'),
        NAMED.replace(b'"seq":3', b'"seq":3e0'),
        NAMED.replace(b'"seq":3', b'"seq":"3"'),
        NAMED.replace(b'"seq":3', b'"seq":-3'),
        NAMED.replace(b'"seq":3', b'"seq":true'),
        NAMED.replace(b'"seq":3,', b""),
        NAMED.replace(b'"seq":3', b'"seq":3,"more":1'),
        NAMED.replace(b'"start_ms":0', b'"start_ms":-0'),
        NAMED.replace(b'"start_ms":0', b'"start_ms":0,"more":1'),
        NAMED.replace(b'"start_ms":0', b'"start_ms":0,"start_ms":0'),
        NAMED.replace(b'"start_ms":0', b'"start_ms":NaN'),
        NAMED.replace(b'"start_ms":0', b'"start_ms":Infinity'),
        NAMED.replace(b'"start_ms":0', b'"start_ms":' + b"9" * 5000),
        NAMED.replace(b'"start_ms":0,', b""),
        NAMED.replace(b"first", b"\\u0066irst"),
        NAMED.replace(b"first", b"fi\\/rst"),
        NAMED.replace(b"first", b"\\ud800"),
        NAMED.replace(b"first", b"\xff"),
        NAMED.replace(b"watched", b"unwatched"),
        NAMED.replace(b"watched", b"watch-started"),
        NAMED.replace(b"watched", b""),
        NAMED.replace(b"watched", b"wat\\u0063hed"),
        NAMED.replace(b"watched", b'watched\\"'),
        NAMED.replace(b'"kind":"watched"', b'"kind":"watched","kind":"watched"'),
        NAMED.replace(b'"kind":"watched"', b'"kind":"watched","kind":"clock-jumped"'),
        NAMED.replace(b'"kind":"watched"', b'"kind":"clock-jumped","kind":"watched"'),
        NAMED.replace(b'"kind":"watched"', b'"kind":null'),
        b'{"watched":' * 9 + NAMED,
        NAMED.replace(b'"v":1', b'"v":0'),
        NAMED.replace(b'"v":1', b'"v":-1'),
        NAMED.replace(b'"v":1', b'"v":"1"'),
        NAMED.replace(b'{"v":1,"seq":3', b'{"seq":3,"v":1'),
        b"[" * 100_000,
        b'{"v":1,"fact":' + b"[" * 100_000,
        NAMED.replace(b'"start_ms":0', b'"more":' + b"[" * 100_000),
    ],
)
def test_named_fields_that_would_be_written_otherwise_are_refused(body: bytes) -> None:
    with pytest.raises(EvidenceAltered):
        wire.decode(body)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("wall", -1),
        ("wall", 253_402_300_800_000),
        ("wall", 10**18),
        ("wall", 10**30),
        ("zone", 1441),
        ("zone", -1441),
        ("mono", -1),
        ("mono", 2**63),
        ("seq", 2**63),
    ],
)
def test_a_time_that_no_clock_can_show_is_refused(field: str, value: int) -> None:
    line = json.loads(NAMED)
    line[field] = value
    fields = list(line)
    changed = json.loads(BODY)
    changed[fields.index(field)] = value
    with pytest.raises(EvidenceAltered):
        wire.decode(json.dumps(changed, separators=(",", ":")).encode())
    with pytest.raises(EvidenceAltered):
        wire.decode(msgspec.json.encode(line) if value < 2**63 else json.dumps(line, separators=(",", ":")).encode())


@pytest.mark.parametrize("amount", ["5E-1", "+0.5", " 0.5", "0_5", "٥", "", "half", "1e999999999999999999999"])
def test_an_amount_is_written_in_one_way(amount: str) -> None:
    fact = CreditClaimed(offer="ama", amount=Decimal("0.5"), profession=Profession.PHYSICIAN)
    body = wire.encode(Event(seq=0, stamp=PLAIN.stamp, fact=fact))
    with pytest.raises(EvidenceAltered):
        wire.decode(body.replace(b'"0.5"', json.dumps(amount).encode()))


@pytest.mark.parametrize(
    "body",
    [
        b'{"v":3,"all":"new"}',
        b'{"all":"new","v":3}',
        b'{"v":1,"v":3}',
        b'[3,"all new"]',
        b"[3]",
        BODY.replace(b"[2,", b"[3,"),
        BODY.replace(b"[2,", b"[3,").replace(b"watched", b"rewatched"),
        BODY.replace(b"[2,3", b"[3,-3"),
        NAMED.replace(b'"v":1', b'"v":3'),
        NAMED.replace(b'"v":1', b'"v":3').replace(b"watched", b"rewatched"),
        NAMED.replace(b'"fact"', b'"v":3,"fact"'),
        NAMED[:-1] + b',"v":3}',
    ],
)
def test_an_event_of_a_later_format_is_told_as_such_before_anything_else(body: bytes) -> None:
    with pytest.raises(NewerFormat, match="format 3; this one knows up to 2"):
        wire.decode(body, name="event 7")


def test_an_event_of_format_1_is_read_as_it_was_written() -> None:
    assert wire.decode(NAMED) == wire.decode(BODY) == PLAIN


def test_what_cannot_be_read_is_told_from_what_is_written_otherwise() -> None:
    with pytest.raises(EvidenceAltered, match="event 7 is not readable") as unknown:
        wire.decode(BODY.replace(b"watched", b"unwatched"), name="event 7")
    assert "kind" in unknown.value.details
    with pytest.raises(EvidenceAltered, match="event 7 is not written as Carrel writes it"):
        wire.decode(BODY + b" ", name="event 7")


@given(st.sampled_from([BODY, NAMED]), st.data())
def test_a_changed_byte_is_another_event_or_none(body: bytes, data: st.DataObject) -> None:
    changed = bytearray(body)
    changed[data.draw(st.integers(0, len(body) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        event = wire.decode(bytes(changed))
    except (EvidenceAltered, NewerFormat):
        return
    assert event != PLAIN


@given(st.lists(EVENTS, max_size=4))
def test_many_events_come_back_as_each_alone(events: list[Event]) -> None:
    assert wire.decode_all([wire.encode(event) for event in events]) == tuple(events)


@given(st.lists(st.sampled_from([BODY, NAMED]), min_size=1, max_size=4), st.data())
def test_of_many_events_the_first_that_is_altered_is_named_as_it_is_alone(
    bodies: list[bytes], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(bodies) - 1))
    at = data.draw(st.integers(0, len(bodies[place])))
    more = data.draw(st.sampled_from([b"\n", b" ", b'"', b"0", b"\xff", b"]\n["]))
    bodies[place] = bodies[place][:at] + more + bodies[place][at:]

    def alone() -> tuple[Event, ...]:
        return tuple(wire.decode(body, name=f"event {place}") for place, body in enumerate(bodies))

    assert outcome(lambda: wire.decode_all(bodies)) == outcome(alone)


def outcome(read: Callable[[], object]) -> object:
    try:
        return read()
    except Problem as problem:
        return type(problem), problem.sentence
