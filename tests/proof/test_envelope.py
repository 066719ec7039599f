"""Envelopes: bytes are signed together with their kind, and written in one way."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from securesystemslib.dsse import Envelope as Dsse

from player.proof.envelope import Envelope, Signature, check, seal
from player.proof.problems import NotSigned
from tests.worlds import DEVICE, PUBLISHER

KIND = "application/vnd.carrel.test"
SEALED = seal(b"payload", KIND, DEVICE)


def test_what_was_sealed_is_read_back_and_checked() -> None:
    again = Envelope.from_json(SEALED.to_json(), name="x")
    assert again == SEALED
    assert check(again, KIND, DEVICE.public, name="x") == b"payload"
    assert again.signers == (DEVICE.public.id,)


def test_the_signed_bytes_are_those_of_the_dsse_specification() -> None:
    assert Envelope(b"hello world", "http://example.com/HelloWorld", ()).signed_bytes == (
        b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    )


@given(payload=st.binary(), kind=st.text(min_size=1))
def test_the_signed_bytes_are_those_of_the_library_of_the_specification(payload: bytes, kind: str) -> None:
    assert Envelope(payload, kind, ()).signed_bytes == Dsse(payload, kind, {}).pae()


def test_bytes_signed_as_one_kind_are_not_taken_as_another() -> None:
    with pytest.raises(NotSigned, match="as something else"):
        check(SEALED, "application/vnd.carrel.other", DEVICE.public, name="x")
    renamed = Envelope(SEALED.payload, "application/vnd.carrel.other", SEALED.signatures)
    with pytest.raises(NotSigned, match="changed after"):
        check(renamed, "application/vnd.carrel.other", DEVICE.public, name="x")


def test_another_key_does_not_do() -> None:
    with pytest.raises(NotSigned, match="another key"):
        check(SEALED, KIND, PUBLISHER.public, name="x")
    borrowed = Signature(PUBLISHER.public.id, SEALED.signatures[0].sig)
    with pytest.raises(NotSigned, match="changed after"):
        check(Envelope(SEALED.payload, KIND, (borrowed,)), KIND, PUBLISHER.public, name="x")


def test_a_key_among_several_signers_does() -> None:
    other = seal(b"payload", KIND, PUBLISHER).signatures
    both = Envelope(SEALED.payload, KIND, (*other, *SEALED.signatures))
    assert check(both, KIND, DEVICE.public, name="x") == b"payload"


@pytest.mark.parametrize("sig", ["", "!", "AAAA", "é", base64.b64encode(bytes(64)).decode()])
def test_a_signature_that_is_none_is_refused(sig: str) -> None:
    with pytest.raises(NotSigned, match="changed after"):
        check(Envelope(b"payload", KIND, (Signature(DEVICE.public.id, sig),)), KIND, DEVICE.public, name="x")


WRITTEN = SEALED.to_json()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff\xfe",
        WRITTEN[:-1],
        WRITTEN + b" ",
        WRITTEN.replace(b":", b": ", 1),
        WRITTEN.replace(b"{", b'{"payload":"",', 1),
        WRITTEN.replace(b"{", b'{"more":1,', 1),
        WRITTEN.replace(b'"keyid"', b'"key"'),
        WRITTEN.replace(b'"payload":"', b'"payload":"='),
        WRITTEN.replace(b'"payload":"', b'"payload":"\xc3\xa9'),
        WRITTEN.replace(base64.b64encode(b"payload"), b"cGF5bG9hZB=="),
        WRITTEN.replace(base64.b64encode(b"payload"), b"cGF5bG9hZA"),
        json.dumps(json.loads(WRITTEN)).encode(),
        b"[" * 100_000,
    ],
)
def test_an_envelope_is_written_in_one_way(data: bytes) -> None:
    with pytest.raises(NotSigned):
        Envelope.from_json(data, name="x")


@given(st.integers(0, len(WRITTEN) - 1), st.integers(1, 255))
def test_every_changed_byte_is_found(place: int, change: int) -> None:
    changed = bytearray(WRITTEN)
    changed[place] ^= change
    with pytest.raises(NotSigned):
        check(Envelope.from_json(bytes(changed), name="x"), KIND, DEVICE.public, name="x")


def test_every_single_flipped_bit_is_found() -> None:
    for place in range(len(WRITTEN) * 8):
        changed = bytearray(WRITTEN)
        changed[place // 8] ^= 1 << place % 8
        with pytest.raises(NotSigned):
            check(Envelope.from_json(bytes(changed), name="x"), KIND, DEVICE.public, name="x")
