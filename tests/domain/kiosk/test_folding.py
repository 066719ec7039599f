"""Names, numbers and second factors: what is one in the world is one to a station, and no more than that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.kiosk.folding import (
    folded_code,
    folded_factor,
    folded_name,
    folded_number,
    given_names,
    month_and_day,
    tidy,
)
from player.domain.kiosk.settings import SecondFactor


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Núñez", "NUNEZ"),
        ("O’Neill", "O'Neill"),
        ("O’Neill", "oneill"),
        ("Smith-Jones", "Smith Jones"),
        ("Smith‑Jones", "smithjones"),
        ("Müller", "Mueller"),
        ("Müller", "Muller"),
        ("Straße", "Strasse"),
        ("Sørensen", "Soerensen"),
        ("Århus", "Aarhus"),
        ("Łukasz", "Lukasz"),
        ("İpek", "Ipek"),
        ("ＡＮＡ", "Ana"),
        ("Æther", "Aether"),
        ("Алёна", "АЛЕНА"),
        ("Ελένη", "ΕΛΕΝΗ"),
        ("محمد", "مُحَمَّد"),
        ("أحمد", "احمد"),
        ("שָׂרָה", "שרה"),
        ("ﾔﾏﾀﾞ", "ヤマダ"),
        ("\u202eAna\u202c", "Ana"),
        ("Jose\u0301", "José"),
    ],
)
def test_two_writings_of_one_name_are_one(one: str, other: str) -> None:
    assert folded_name(one) == folded_name(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("Li", "Lu"), ("山田", "田中"), ("Ana", "Anna"), ("Иван", "Ивана"), ("김", "이")]
)
def test_two_names_are_two(one: str, other: str) -> None:
    assert folded_name(one) != folded_name(other)


@given(st.text())
def test_a_folded_name_has_nothing_left_to_be_folded(text: str) -> None:
    assert folded_name(folded_name(text)) == folded_name(text)
    assert "\0" not in folded_name(text)


def test_a_first_given_name_alone_is_enough_but_an_initial_is_not() -> None:
    assert given_names("Ana María") == ("anamaria", "ana")
    assert given_names("Jean-Pierre") == ("jeanpierre", "jean")
    assert given_names("J. Robert") == ("jrobert",)
    assert given_names("明") == ("明",)
    assert given_names(" -- ") == ()


def test_numbers_keep_their_zeros_and_nothing_that_is_not_theirs() -> None:
    assert folded_number(" REG-00 17\u200f") == "reg0017"
    assert folded_number("00123") != folded_number("123")


def test_letters_that_look_like_digits_are_those_digits_in_a_code() -> None:
    assert folded_code("7k3m-q9xO") == folded_code("7K3MQ9X0")
    assert folded_code("il") == "11"


@pytest.mark.parametrize(
    "written",
    [
        "0229",
        "2/29",
        "02/29/1980",
        "1980-02-29",
        "1980-02-29T00:00:00",
        "1980-02-29 00:00:00",
        "29.02.1980",
        "29.2.",
        "29/02/1980",
        "Feb 29",
        "29 February",
        "February 29, 1980",
        "19800229",
        "29Feb",
        "2/29/1980 12:00:00 AM",
    ],
)
def test_a_birthday_is_its_month_and_day_however_it_is_written(written: str) -> None:
    assert month_and_day(written) == "0229"


def test_a_month_that_ends_on_t_is_no_time_of_day() -> None:
    assert month_and_day("Oct05") == month_and_day("Oct 05") == month_and_day("sept 5").replace("09", "10") == "1005"


@pytest.mark.parametrize("written", ["", "1301", "0230", "31.04.", "yesterday", "2/29/ x/1", "Feb", "45123", "29"])
def test_what_is_no_birthday_is_none(written: str) -> None:
    assert month_and_day(written) == ""


@given(st.text(max_size=30), st.sampled_from(SecondFactor))
def test_any_second_factor_can_be_asked(text: str, factor: SecondFactor) -> None:
    assert "\0" not in folded_factor(factor, text)


def test_second_factors_are_compared_as_people_write_them() -> None:
    assert folded_factor(SecondFactor.EMAIL, " Ana@Example.ORG ") == "ana@example.org"
    assert folded_factor(SecondFactor.POSTCODE, "sw1a 1aa") == folded_factor(SecondFactor.POSTCODE, "SW1A1AA")


def test_what_is_kept_is_one_line_without_marks_that_cannot_be_seen() -> None:
    assert tidy("  Ana\x00\u202e María\n\tNúñez\ufeff ") == "Ana María Núñez"
    assert "\u200c" in tidy("می\u200cخواهم")
