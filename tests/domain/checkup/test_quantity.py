"""Amounts: what has a unit that is known is a number, and everything else is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.checkup.quantity import Measure, Quantity, plainly, quantity, quoted, shown
from tests.domain.checkup.saying import texts

MEASURES = st.sampled_from(Measure)


@pytest.mark.parametrize(
    ("text", "amount", "measure"),
    [
        ("2 GB", 2 << 30, Measure.SIZE),
        ("2GB", 2 << 30, Measure.SIZE),
        ("2\u00a0gb", 2 << 30, Measure.SIZE),
        ("1978 MB", 1978 << 20, Measure.SIZE),
        ("2 GiB", 2 << 30, Measure.SIZE),
        ("1.83 GHz", 1_830_000_000, Measure.CLOCK),
        ("497 MHz", 497_000_000, Measure.CLOCK),
        ("1 Mbps", 1_000_000, Measure.RATE),
        ("16 bit", 16, Measure.BITS),
        ("1440 px", 1440, Measure.PIXELS),
        ("31 days", 31, Measure.DAYS),
        (" 5 ", 5, None),
        ("-1 MB", -(1 << 20), Measure.SIZE),
    ],
)
def test_an_amount_is_a_number_with_its_unit(text: str, amount: int, measure: Measure | None) -> None:
    assert quantity(text) == Quantity(amount=amount, measure=measure)


@pytest.mark.parametrize(
    "text", ["", "GB", "2 GB RAM", "2 parsecs", "1.5", "1,83 GHz", "--5 MB", "²", "٣ GB", "1e3 MB", "1" * 5000, "0x10"]
)
def test_what_is_no_amount_is_none(text: str) -> None:
    assert quantity(text) is None


@given(texts)
def test_no_text_at_all_stops_it(text: str) -> None:
    quantity(text)
    assert len(quoted(text)) < 80 and len(plainly(text)) <= 60


@given(st.integers(0, 10**6), st.sampled_from(["KB", "MB", "GB"]), st.sampled_from(["mib", " MiB", "\u00a0MiB"]))
def test_units_are_the_same_however_they_are_spaced_and_written(number: int, unit: str, other: str) -> None:
    assert quantity(f"{number} {unit}") == quantity(f"{number}{unit.lower()}")
    assert quantity(f"{number} MB") == quantity(f"{number}{other}")


@pytest.mark.parametrize(
    ("amount", "measure", "text"),
    [
        (1978 << 20, Measure.SIZE, "1.9 GB"),
        (2 << 30, Measure.SIZE, "2 GB"),
        ((2 << 30) - 1, Measure.SIZE, "1.9 GB"),
        (126 << 20, Measure.SIZE, "126 MB"),
        (500 << 20, Measure.SIZE, "500 MB"),
        (0, Measure.SIZE, "0 B"),
        (-1536 << 20, Measure.SIZE, "-1.5 GB"),
        (1_830_000_000, Measure.CLOCK, "1.83 GHz"),
        (2_050_000_000, Measure.CLOCK, "2.05 GHz"),
        (2_400_000_000, Measure.CLOCK, "2.4 GHz"),
        (497_000_000, Measure.CLOCK, "497 MHz"),
        (1_000_000, Measure.RATE, "1 Mbps"),
        (16, Measure.BITS, "16 bit"),
        (1024, Measure.PIXELS, "1024 px"),
        (1, Measure.DAYS, "1 day"),
        (31, Measure.DAYS, "31 days"),
    ],
)
def test_people_read_the_largest_unit_of_which_there_is_one(amount: int, measure: Measure, text: str) -> None:
    assert shown(amount, measure) == text


@given(st.integers(0, 1 << 56), MEASURES)
def test_what_people_read_is_an_amount_again_and_never_more_than_there_is(amount: int, measure: Measure) -> None:
    read = quantity(shown(amount, measure))
    assert read is not None and read.measure is measure
    assert read.amount <= amount <= read.amount + amount // 10 + 1


@given(st.integers(0, 1 << 50), st.integers(0, 1 << 50), MEASURES)
def test_more_never_reads_as_less(one: int, other: int, measure: Measure) -> None:
    less, more = (quantity(shown(amount, measure)) for amount in sorted((one, other)))
    assert less is not None and more is not None and less.amount <= more.amount


@pytest.mark.parametrize(
    "name", ["Windows® 8.1 or higher", "WINDOWS 8.1+", " windows\t8.1 ", "Windows(R) 8.1, or later", "Windows™ 8.1"]
)
def test_a_name_counts_without_what_is_put_around_it(name: str) -> None:
    assert plainly(name) == "windows 8.1"
