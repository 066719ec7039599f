"""Identifiers by their check digits and grammars: right ones are taken, and what is nearly right is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.identifiers import GRAMMARS, OF_LEARNERS, OF_OFFERS, OF_PROVIDERS, fault_of_uan, is_npi
from player.domain.states import STATES, code_of_state, name_of_state

RIGHT = {
    "npi": ("1234567893", "1003000126"),
    "birthday": ("0101", "0229", "0704", "1231"),
    "e-profile": ("987654", "123"),
    "email": ("a@b", "Zoë.O'Brien+cme@example.org"),
    "state": ("NY", "ny", "New York", "  new   york ", "District of Columbia", "PR"),
    "uan": ("0798-9999-18-246-H04-P", "0798-0000-24-001-H99-T", "0798-9999-18-246-H04-B"),
    "pars-activity": ("202412345", "000000001"),
    "pars-provider": ("0000123",),
    "acpe-provider": ("0798",),
    "ce-broker-provider": ("50-4567", "4567"),
    "ce-broker-course": ("20-123456", "123456"),
    "plain": ("example.org", "a-b_c~d"),
}
WRONG = {
    "npi": ("1234567890", "123456789", "12345678933", "１２３４５６７８９３", "123456789٣", " 1234567893", ""),
    "birthday": ("0230", "1301", "0001", "0100", "704", "07/04", "07-04", "0704 ", "２２２２"),
    "e-profile": ("12", "abc", "12 345", "1234567890123"),
    "email": ("a", "@b", "a@", "a b@c", "a@b@c"),
    "state": ("", "XX", "Bavaria", "N Y"),
    "uan": (
        "0798-9999-18-246-L04-P",
        "0798-9999-18-246-X04-P",
        "0798-9999-18-246-H09-P",
        "0798-9999-18-246-H04-X",
        "0798-9999-18-246-H04",
        "798-9999-18-246-H04-P",
        "0798–9999–18–246–H04–P",
    ),
    "pars-activity": ("20241234", "2024123456", "20241234a"),
    "pars-provider": ("123", "00001234"),
    "acpe-provider": ("798", "07980"),
    "ce-broker-provider": ("20-4567", "50-", "x"),
    "ce-broker-course": ("50-123", "20-", ""),
    "plain": ("a:b", "a b", "", "ä"),
}


def test_every_grammar_has_its_examples() -> None:
    assert set(GRAMMARS) == set(RIGHT) == set(WRONG)


@pytest.mark.parametrize(("grammar", "text"), [(name, text) for name, texts in RIGHT.items() for text in texts])
def test_what_is_right_is_taken(grammar: str, text: str) -> None:
    assert GRAMMARS[grammar](text)


@pytest.mark.parametrize(("grammar", "text"), [(name, text) for name, texts in WRONG.items() for text in texts])
def test_what_is_nearly_right_is_not_taken(grammar: str, text: str) -> None:
    assert not GRAMMARS[grammar](text)


@given(st.integers(0, 999_999_999), st.integers(0, 9), st.integers(1, 9))
def test_one_digit_mistyped_in_an_npi_is_always_found(front: int, place: int, by: int) -> None:
    right = next(npi for npi in (f"{front:09}{check}" for check in range(10)) if is_npi(npi))
    wrong = f"{right[:place]}{(int(right[place]) + by) % 10}{right[place + 1 :]}"
    assert not is_npi(wrong)


def test_a_uan_of_a_live_activity_is_told_as_such() -> None:
    assert "live" in fault_of_uan("0798-9999-18-246-L04-P")
    assert "topic 09" in fault_of_uan("0798-9999-18-246-H09-P")


@given(st.text())
def test_no_text_makes_a_grammar_stumble(text: str) -> None:
    assert all(check(text) in (True, False) for check in GRAMMARS.values())


def test_names_of_identifiers_lead_to_grammars_that_there_are() -> None:
    named = {grammar for names in (OF_LEARNERS, OF_PROVIDERS, OF_OFFERS) for grammar in names.values()}
    assert named - {""} <= set(GRAMMARS)


def test_a_state_is_known_by_code_and_by_name() -> None:
    assert len(STATES) == 56
    assert (code_of_state("maine"), name_of_state("me"), name_of_state("Bavaria")) == ("ME", "Maine", "")
