"""Cards: the operator and the provider open them, nobody else, and never beside another learner's id."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.kiosk.attendee import Attendee
from player.domain.learner import Learner, LearnerId, Licence, Profession
from player.proof.cards import CardUnreadable, Held, open_card, seal_card
from player.proof.operator_key import OperatorKey
from player.proof.problems import NewerFormat
from player.proof.sealing import PrivateReadingKey

OPERATOR, PROVIDER, STRANGER = OperatorKey.generate(), PrivateReadingKey.generate(), PrivateReadingKey.generate()
READERS = (OPERATOR.public, PROVIDER.public)
ANA = LearnerId("aa" * 16)
ATTENDEE = Attendee(
    learner=Learner(
        id=ANA,
        name="Ana María Núñez",
        degrees="MD",
        profession=Profession.PHYSICIAN,
        licences=(Licence(authority="TX", number="K123"),),
        identifiers=(("email", "ana@example.org"),),
    ),
    number="R-17",
    badges=("B-17", "B-18"),
    postcode="02134",
    birthday="0229",
)
HELD = Held(attendee=ATTENDEE, listed=ATTENDEE, met=True)


@pytest.mark.parametrize("key", [OPERATOR.reading, PROVIDER])
def test_each_of_its_readers_opens_it_whole(key: PrivateReadingKey) -> None:
    assert open_card(seal_card(HELD, READERS), ANA, key) == HELD


def test_nobody_else_opens_it() -> None:
    with pytest.raises(CardUnreadable):
        open_card(seal_card(HELD, READERS), ANA, STRANGER)


def test_it_does_not_open_beside_another_learner() -> None:
    with pytest.raises(CardUnreadable):
        open_card(seal_card(HELD, READERS), LearnerId("bb" * 16), OPERATOR.reading)


def test_nothing_of_it_can_be_read_and_no_two_are_alike() -> None:
    sealed = seal_card(HELD, READERS)
    assert not any(word.encode() in sealed for word in ("Ana", "Núñez", "R-17", "B-17", "example", "02134", ANA))
    assert sealed != seal_card(HELD, READERS)


def test_a_longer_name_does_not_show() -> None:
    longer = replace(ATTENDEE, learner=replace(ATTENDEE.learner, name="Ana María Núñez y Ortega"))
    assert len(seal_card(HELD, READERS)) == len(seal_card(replace(HELD, attendee=longer), READERS))


@given(place=st.integers(min_value=0), bit=st.integers(min_value=0, max_value=7))
def test_one_changed_bit_anywhere_and_it_opens_no_more(place: int, bit: int) -> None:
    # One reader alone: of two, the other one's key may be spoiled without harm.
    sealed = bytearray(seal_card(HELD, READERS[:1]))
    sealed[place % len(sealed)] ^= 1 << bit
    with pytest.raises((CardUnreadable, NewerFormat)):
        open_card(bytes(sealed), ANA, OPERATOR.reading)


@given(st.binary(max_size=200))
def test_no_bytes_whatever_make_it_fall_over(data: bytes) -> None:
    with pytest.raises((CardUnreadable, NewerFormat)):
        open_card(data, ANA, OPERATOR.reading)


def test_a_card_of_a_later_version_is_refused_politely() -> None:
    with pytest.raises(NewerFormat):
        open_card(msgspec.msgpack.encode([2, "other", "things", 3]), ANA, OPERATOR.reading)
