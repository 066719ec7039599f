"""What is typed: wordings compared as a reader would, in time that nobody can stretch; numbers by one rule."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from player.domain.typed import fits_wording, number_in


@example("*a*a*", "a")
@example("*ab*b", "ab")
@given(st.text("ab*", max_size=8), st.text("ab", max_size=8))
def test_a_star_stands_for_any_letters_also_none(wording: str, text: str) -> None:
    pattern = ".*".join(map(re.escape, wording.split("*")))
    assert fits_wording(text, wording, case_matters=True) == bool(re.fullmatch(pattern, text))


@pytest.mark.parametrize(
    ("text", "wording", "alike", "alike_if_case_matters"),
    [
        ("STRASSE", "Straße", True, False),
        ("e\u0301tude", "étude", True, True),
        ("  two   words ", "two words", True, True),
        ("Two words", "two words", True, False),
        ("two\u00a0words", "two words", True, True),
        ("twowords", "two words", False, False),
        ("aa", "a*a*a", False, False),
        ("a", "a*a", False, False),
    ],
)
def test_letters_are_compared_and_not_how_they_are_written(
    text: str, wording: str, alike: bool, alike_if_case_matters: bool
) -> None:
    assert fits_wording(text, wording, case_matters=False) == alike
    assert fits_wording(text, wording, case_matters=True) == alike_if_case_matters


def test_many_stars_take_no_longer_than_few() -> None:
    assert not fits_wording("a" * 200, "*a" * 199 + "*b", case_matters=True)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=6))
def test_every_number_is_read_as_it_is_written_with_point_or_comma(number: Decimal) -> None:
    written = format(number, "f")
    assert number_in(written) == number_in(f" {written.replace('.', ',')} ") == number


@pytest.mark.parametrize("text", ["1E30", "1e-30", "9" * 31])
def test_the_largest_and_the_finest_numbers_are_read(text: str) -> None:
    assert number_in(text) == Decimal(text)


@pytest.mark.parametrize("text", ["1E31", "1e-31", "9" * 32, "1." + "0" * 31, "1" * 300, "1e100", "1e00001"])
def test_numbers_beyond_use_are_none(text: str) -> None:
    assert number_in(text) is None
