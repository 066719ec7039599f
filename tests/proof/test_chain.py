"""The chain: an altered, moved, removed or transplanted event is found against a signed head."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.event import StreamId
from player.proof.chain import GENESIS, HEAD_KIND, Head, check_heads, head_of, link, read_events, read_head, sign_head
from player.proof.envelope import seal
from player.proof.problems import EvidenceAltered, NotSigned
from tests.worlds import DEVICE, PUBLISHER, world

STREAM = StreamId("5" * 32)


def _lived() -> tuple[bytes, ...]:
    here = world()
    here.finish()
    return here.stream.bodies


BODIES = _lived()
PLACES = st.integers(0, len(BODIES) - 1)
HEAD = Head(stream=STREAM, seq=len(BODIES) - 1, hash=head_of(BODIES).hex())


def test_a_link_is_the_hash_of_the_link_before_and_the_event() -> None:
    first = hashlib.sha256(bytes(32) + BODIES[0]).digest()
    assert head_of(BODIES[:1]) == link(GENESIS, BODIES[0]) == first
    assert head_of(BODIES[:2]) == hashlib.sha256(first + BODIES[1]).digest()
    assert head_of(()) == GENESIS


def test_events_as_they_were_recorded_fit_their_head() -> None:
    check_heads(BODIES, (HEAD,))
    check_heads((*BODIES, b"more"), (HEAD,))
    assert [event.seq for event in read_events(BODIES)] == list(range(len(BODIES)))


@given(PLACES, st.data())
def test_a_flipped_bit_in_any_event_is_found(place: int, data: st.DataObject) -> None:
    body = bytearray(BODIES[place])
    bit = data.draw(st.integers(0, len(body) * 8 - 1))
    body[bit // 8] ^= 1 << bit % 8
    with pytest.raises(EvidenceAltered, match="changed, moved or exchanged"):
        check_heads((*BODIES[:place], bytes(body), *BODIES[place + 1 :]), (HEAD,))


def test_every_byte_of_the_first_and_the_last_event_counts() -> None:
    for place in (0, len(BODIES) - 1):
        for at in range(len(BODIES[place])):
            body = bytearray(BODIES[place])
            body[at] ^= 0x01
            with pytest.raises(EvidenceAltered):
                check_heads((*BODIES[:place], bytes(body), *BODIES[place + 1 :]), (HEAD,))


@given(PLACES, PLACES)
def test_exchanged_events_are_found(one: int, other: int) -> None:
    bodies = list(BODIES)
    bodies[one], bodies[other] = bodies[other], bodies[one]
    if one != other:
        with pytest.raises(EvidenceAltered):
            check_heads(bodies, (HEAD,))
        with pytest.raises(EvidenceAltered, match="stands in the place"):
            read_events(bodies)


@given(PLACES)
def test_a_removed_event_is_found(place: int) -> None:
    bodies = BODIES[:place] + BODIES[place + 1 :]
    with pytest.raises(EvidenceAltered, match="cut off"):
        check_heads(bodies, (HEAD,))
    with pytest.raises(EvidenceAltered):
        check_heads((*bodies, b"{}"), (HEAD,))


@given(PLACES)
def test_a_repeated_event_is_found(place: int) -> None:
    bodies = (*BODIES[: place + 1], BODIES[place], *BODIES[place + 1 :])
    if place < len(BODIES) - 1:
        with pytest.raises(EvidenceAltered):
            check_heads(bodies, (HEAD,))
    with pytest.raises(EvidenceAltered, match="stands in the place"):
        read_events(bodies)


def test_a_cut_is_found_wherever_it_is() -> None:
    for length in range(len(BODIES)):
        with pytest.raises(EvidenceAltered, match="cut off"):
            check_heads(BODIES[:length], (HEAD,))


@pytest.mark.parametrize("seq", [-1, -2, -len(BODIES)])
def test_a_head_before_the_first_event_pins_nothing_down(seq: int) -> None:
    head = Head(stream=STREAM, seq=seq, hash=head_of(BODIES[: seq + 1]).hex())
    with pytest.raises(EvidenceAltered):
        read_head(sign_head(head, DEVICE), DEVICE.public)


def test_a_signed_head_comes_back_from_its_envelope() -> None:
    assert read_head(sign_head(HEAD, DEVICE), DEVICE.public) == HEAD
    with pytest.raises(NotSigned, match="another key"):
        read_head(sign_head(HEAD, DEVICE), PUBLISHER.public)


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"{}",
        b'{"stream":"a","seq":"0","hash":""}',
        b'{"stream":"a","seq":0,"hash":"","more":1}',
        b'{"stream":"a", "seq":0,"hash":""}',
        b'{"stream":"a","seq":0,"seq":0,"hash":""}',
        b'{"stream":"a","seq":' + b"9" * 5000 + b',"hash":""}',
        b"[" * 100_000,
    ],
)
def test_a_head_is_written_in_one_way(payload: bytes) -> None:
    with pytest.raises(EvidenceAltered):
        read_head(seal(payload, HEAD_KIND, DEVICE), DEVICE.public)


def test_an_unreadable_event_is_named() -> None:
    with pytest.raises(EvidenceAltered, match="event 1 is not readable"):
        read_events((BODIES[0], b"{}"))
