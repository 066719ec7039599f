"""Attendees are known again by badge, code, name or pass; nobody is ever taken for somebody else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.kiosk.attendee import Attendee, WalkIn
from player.domain.kiosk.settings import SecondFactor
from player.domain.learner import Learner, LearnerId, Profession
from player.domain.problem import Problem
from player.kiosk.problems import (
    AddressMistyped,
    AlreadyRegistered,
    BadgeTwice,
    NameMissing,
    NotFound,
    PassNotOurs,
    SeveralFound,
    UnknownBadge,
    UnknownCode,
)
from player.proof.cards import CardUnreadable, open_card
from player.proof.operator_key import OperatorKey
from player.proof.sealing import PrivateReadingKey
from player.proof.stamped import sealed_in, stamped
from tests.kiosk.halls import ANA, BO, KEY, NOON, WALK_IN, AtStation

EMAIL, POSTCODE, BIRTHDAY = SecondFactor.EMAIL, SecondFactor.POSTCODE, SecondFactor.BIRTHDAY


@pytest.fixture
def station() -> AtStation:
    found = AtStation()
    found.take_in(ANA, BO)
    return found


@pytest.mark.parametrize("scanned", ["B1", "b1", "R1", "]Q3B1\r", "https://badge.example/?id=B1", '{"badge": "B1"}'])
def test_a_badge_or_a_registration_number_on_it_is_known(station: AtStation, scanned: str) -> None:
    assert station.known(scanned).learner.name == "Ana María Núñez"


@pytest.mark.parametrize("typed", ["r1", " R-1 ", "b1"])
def test_a_typed_number_is_known(station: AtStation, typed: str) -> None:
    assert station.attendees.by_code(typed).attendee.number == "R1"


def test_what_is_unknown_gets_a_kind_sentence(station: AtStation) -> None:
    with pytest.raises(UnknownBadge):
        station.known("B3")
    with pytest.raises(UnknownCode):
        station.attendees.by_code("7K3M-Q9X4")
    with pytest.raises(NotFound, match="registration number"):
        station.attendees.by_name("Ana", "Núñez", "R2")


@pytest.mark.parametrize(
    ("given_name", "family_name"),
    [("Ana María", "Núñez"), ("ana", "nunez"), ("ANA-MARIA", "NUNEZ"), ("Núñez", "Ana"), ("Ana Lucía", "Núñez")],
)
@pytest.mark.parametrize(
    ("factor", "second"),
    [(SecondFactor.NUMBER, "r1"), (EMAIL, "ANA@example.org "), (POSTCODE, "02134"), (BIRTHDAY, "Feb 29")],
)
def test_a_name_is_known_with_what_the_operator_chose_to_ask(
    given_name: str, family_name: str, factor: SecondFactor, second: str
) -> None:
    station = AtStation(second_factor=factor)
    station.take_in(ANA, BO)
    assert station.attendees.by_name(given_name, family_name, second).attendee.number == "R1"
    with pytest.raises(NotFound):
        station.attendees.by_name(given_name, family_name, "x" + second)
    with pytest.raises(NotFound):
        station.attendees.by_name(given_name, family_name, "")


def test_another_factor_than_the_one_that_is_asked_opens_nothing(station: AtStation) -> None:
    with pytest.raises(NotFound):
        station.attendees.by_name("Ana", "Núñez", "ana@example.org")


def test_a_badge_of_two_people_is_nobodys(station: AtStation) -> None:
    station.take_in(("R3", "B1", "Cy", "Ode", "", "", "", ""))
    with pytest.raises(BadgeTwice):
        station.known("B1")
    assert station.known("R3").learner.given_name == "Cy"


def test_two_people_of_one_name_are_told_apart_or_neither_is_let_in() -> None:
    station = AtStation(second_factor=POSTCODE)
    station.take_in(ANA, ("R9", "B9", *ANA[2:5], "10001", "", ""), ("R8", "B8", *ANA[2:6], "", ""))
    assert station.attendees.by_name("Ana", "Núñez", "10001").attendee.number == "R9"
    with pytest.raises(SeveralFound):
        station.attendees.by_name("Ana", "Núñez", "02134")


def test_a_vcard_is_enough_only_where_the_e_mail_address_is_what_is_asked() -> None:
    card = "BEGIN:VCARD\nN:Núñez;Ana\nEMAIL:ana@example.org\nEND:VCARD"
    asking, other = AtStation(second_factor=EMAIL), AtStation()
    for station in (asking, other):
        station.take_in(ANA)
    assert asking.known(card).number == "R1"
    with pytest.raises(UnknownBadge):
        other.known(card)


def test_only_who_was_never_met_in_this_hall_is_new(station: AtStation) -> None:
    assert [station.attendees.by_scan("B1").is_new for _ in range(3)] == [True, False, False]
    other = AtStation()
    other.hear(station)
    assert not other.attendees.by_scan("B1").is_new
    assert other.attendees.by_scan("B2").is_new


# --- walk-ins ------------------------------------------------------------------------------------------------


def test_who_registered_is_known_by_the_code_at_every_station(station: AtStation) -> None:
    arrival = station.attendees.register(WALK_IN)
    assert arrival.is_new and arrival.code == arrival.attendee.code
    assert arrival.attendee.learner.profession is Profession.NURSE
    other = AtStation()
    other.hear(station)
    for typed in (arrival.code, arrival.code.lower().replace("-", " "), arrival.code.replace("0", "O")):
        found = other.attendees.by_code(typed)
        assert (found.attendee, found.is_new, found.code) == (arrival.attendee, False, "")
    assert other.known(arrival.code) == arrival.attendee


def test_no_two_who_register_get_one_id_or_code(station: AtStation) -> None:
    found = [station.attendees.register(replace(WALK_IN, email="")).attendee for _ in range(20)]
    assert len({one.learner.id for one in found}) == len({one.code for one in found}) == 20


def test_who_registers_twice_is_told_so(station: AtStation) -> None:
    station.attendees.register(WALK_IN)
    with pytest.raises(AlreadyRegistered):
        station.attendees.register(replace(WALK_IN, given_name="JOERG", email="Joerg@example.org"))
    with pytest.raises(AlreadyRegistered):
        station.attendees.register(WalkIn(given_name="Ana", family_name="Nunez", email="ana@example.org"))


@pytest.mark.parametrize("name", ["", "  ", "\u202e", "--"])
def test_without_a_name_nobody_registers(station: AtStation, name: str) -> None:
    with pytest.raises(NameMissing):
        station.attendees.register(replace(WALK_IN, given_name=name))
    with pytest.raises(NameMissing):
        station.attendees.register(replace(WALK_IN, family_name=name))


def test_a_mistyped_address_is_told_before_anything_is_kept(station: AtStation) -> None:
    before = station.box.count()
    with pytest.raises(AddressMistyped):
        station.attendees.register(replace(WALK_IN, email="joerg"))
    assert station.box.count() == before


# --- passes --------------------------------------------------------------------------------------------------


def test_a_pass_is_known_at_every_station_in_any_size_of_letters(station: AtStation) -> None:
    ana = station.known("B1")
    text = station.attendees.personal_pass(ana)
    assert len(text) == 65 and set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.")
    assert station.known(text) == station.known(text.lower() + "\r") == ana


def test_a_station_that_does_not_know_the_card_knows_the_learner_and_asks_for_the_name(station: AtStation) -> None:
    ana, alone = station.known("B1"), AtStation()
    arrival = alone.attendees.by_scan(station.attendees.personal_pass(ana))
    assert arrival.is_new and arrival.attendee == Attendee(learner=Learner(id=ana.learner.id))
    alone.attendees.keep(replace(arrival.attendee, learner=replace(arrival.attendee.learner, name="Ana N.")))
    assert alone.attendees.by_scan(station.attendees.personal_pass(ana)).attendee.learner.name == "Ana N."
    # The hall's own card outweighs what was asked at a station alone, whichever comes to which.
    for one, other in ((alone, station), (station, alone)):
        one.hear(other)
    assert alone.known("B1") == station.known("B1") == ana


@given(place=st.integers(min_value=13, max_value=64), letter=st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_a_pass_that_was_altered_is_none(place: int, letter: str) -> None:
    station = AtStation()
    text = station.attendees.personal_pass(Attendee(learner=Learner(id=LearnerId("ab" * 16))))
    altered = text[:place] + letter + text[place + 1 :]
    if place < 64 and altered != text:
        with pytest.raises(PassNotOurs):
            station.known(altered)


@pytest.mark.parametrize("text", ["CARREL-PASS1.", "CARREL-PASS1." + "A" * 52, "CARREL-PASS1.é" + "A" * 51])
def test_a_pass_that_was_made_up_is_none(station: AtStation, text: str) -> None:
    with pytest.raises(PassNotOurs):
        station.known(text)


def test_a_pass_of_another_hall_is_none(station: AtStation) -> None:
    other = AtStation(key=OperatorKey.generate())
    with pytest.raises(PassNotOurs):
        station.known(other.attendees.personal_pass(Attendee(learner=Learner(id=LearnerId("ab" * 16)))))


# --- kept ----------------------------------------------------------------------------------------------------


def test_changed_particulars_are_kept_and_the_ways_to_the_attendee_with_them(station: AtStation) -> None:
    ana = station.known("B1")
    learner = replace(ana.learner, name="Ana N. Ortega", family_name="Ortega")
    station.attendees.keep(Attendee(learner=learner))
    assert station.known("B1") == station.known("R1") == replace(ana, learner=learner)
    assert station.attendees.by_name("Ana", "Ortega", "R1").attendee.learner == learner
    with pytest.raises(NotFound):
        station.attendees.by_name("Ana", "Núñez", "R1")


def test_the_later_change_stands_whatever_the_clock_says(station: AtStation) -> None:
    behind = AtStation(box=station.box, now=NOON.replace(year=1971))
    for name in ("First", "Second"):
        ana = behind.known("B1")
        behind.attendees.keep(replace(ana, learner=replace(ana.learner, name=name)))
        assert station.known("B1").learner.name == name


def test_what_did_not_change_is_not_written_again(station: AtStation) -> None:
    ana = station.known("B1")
    before = station.box.since(0)
    station.attendees.keep(ana)
    assert station.box.since(0) == before


def test_the_provider_can_read_who_somebody_is() -> None:
    provider = PrivateReadingKey.generate()
    station = AtStation(provider_keys=(provider.public.hex,))
    station.take_in(ANA)
    (card,) = station.box.since(0)[0]
    assert open_card(sealed_in(card), card.learner, provider).attendee == station.known("B1")


@pytest.fixture
def spoiled(station: AtStation) -> AtStation:
    """With the card of one attendee that nobody can open any more."""
    card = station.box.card_of(KEY.learner_id("r1"))
    assert card is not None
    spoiled = replace(card, sealed=b"spoiled", changed=card.changed + 1)
    station.box.put([stamped(spoiled, KEY)])
    return station


def test_a_card_that_was_spoiled_is_told_and_given_to_nobody(spoiled: AtStation) -> None:
    with pytest.raises(CardUnreadable):
        spoiled.known("B1")


def test_the_roster_taken_in_again_mends_a_card_that_was_spoiled(spoiled: AtStation) -> None:
    spoiled.take_in(ANA, BO)
    assert spoiled.known("B1").learner.name == "Ana María Núñez"


def test_who_says_it_again_is_written_down_anew(spoiled: AtStation) -> None:
    ana = Attendee(learner=Learner(id=KEY.learner_id("r1"), name="Ana"), badges=("B1",))
    spoiled.attendees.keep(ana)
    assert spoiled.known("B1") == ana


@given(text=st.text(max_size=40), other=st.text(max_size=20), second=st.text(max_size=20))
def test_whatever_is_scanned_or_typed_finds_nobody_by_accident(text: str, other: str, second: str) -> None:
    station = AtStation()
    station.take_in(("Registration-17", "Badge-17", "Ana", "Núñez", "ana@example.org", "", "", ""))
    for ask in (
        lambda: station.attendees.by_scan(text),
        lambda: station.attendees.by_code(text),
        lambda: station.attendees.by_name(text, other, second),
    ):
        with pytest.raises(Problem):
            ask()
