"""Genuine cards: whoever can write where cards are shared makes no badge lead to somebody else."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.kiosk.attendee import Attendee
from player.domain.kiosk.card import Card
from player.domain.kiosk.settings import KioskSettings
from player.domain.learner import Learner, LearnerId
from player.kiosk.attendees import Attendees
from player.kiosk.genuine_cards import GenuineCards
from player.kiosk.problems import UnknownBadge
from player.ledger.cards import Cards, open_cards
from player.proof.cards import Held, seal_card
from player.proof.operator_key import OperatorKey
from player.proof.stamped import is_genuine, sealed_in, stamped

KEY = OperatorKey.generate()
CARD = stamped(Card(learner=LearnerId("a" * 32), marks=("m1", "m2"), changed=7, sealed=b"sealed"), KEY)


@pytest.fixture
def box(tmp_path: Path) -> Generator[Cards]:
    box = open_cards(tmp_path)
    yield box
    box.close()


def attendees(box: Cards, folder: Path) -> Attendees:
    return Attendees(
        box, KEY, settings=KioskSettings(station="One", operator_key=folder), now=lambda: datetime.now(UTC)
    )


def forged(genuine: Card, name: str) -> Card:
    """Sealed to the public key, with the marks of somebody else's card, and later than it."""
    learner = Learner(id=LearnerId("f" * 32), name=name)
    sealed = seal_card(Held(attendee=Attendee(learner=learner)), (KEY.public,))
    return Card(learner=learner.id, marks=genuine.marks, changed=genuine.changed + 1, sealed=bytes(32) + sealed)


def test_a_forged_card_is_as_if_it_were_not_there(box: Cards, tmp_path: Path) -> None:
    known = attendees(box, tmp_path)
    ada = Attendee(learner=Learner(id=LearnerId("a" * 32), name="Ada Lovelace", family_name="Lovelace"), badges=("B1",))
    known.keep(ada)
    (genuine,) = box.since(0)[0]
    box.put([forged(genuine, "Mallory")])
    assert known.by_scan("B1").attendee.learner.name == "Ada Lovelace"
    with pytest.raises(UnknownBadge):
        known.by_scan("B2")


def test_what_the_union_brings_supersedes_nothing_unless_a_station_made_it(box: Cards) -> None:
    box.put([CARD])
    later = replace(CARD, changed=CARD.changed + 1)
    assert GenuineCards(box, KEY).put([later]) == 0
    assert box.card_of(CARD.learner) == CARD
    assert GenuineCards(box, KEY).put([stamped(replace(later, sealed=sealed_in(later)), KEY)]) == 1


@given(
    st.one_of(
        st.builds(lambda name: replace(CARD, learner=LearnerId(name)), st.text()),
        st.builds(lambda marks: replace(CARD, marks=tuple(marks)), st.lists(st.text())),
        st.builds(lambda changed: replace(CARD, changed=changed), st.integers()),
        st.builds(lambda sealed: replace(CARD, sealed=sealed), st.binary()),
    )
)
def test_a_card_of_which_anything_was_changed_is_not_genuine(card: Card) -> None:
    assert is_genuine(card, KEY) is (card == CARD)


def test_another_halls_card_is_not_of_this_one() -> None:
    assert not is_genuine(CARD, OperatorKey.generate())
    assert is_genuine(CARD, KEY)
