"""Credit from elsewhere is kept only where it can stand in a transcript."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.reported import (
    FIRST_DAY,
    LONGEST_LINE,
    MOST_AMOUNT,
    NotReportable,
    ReportedCredit,
    ReportedId,
    require_reportable,
)

TODAY = date(2026, 11, 22)
SOUND = ReportedCredit(
    id=ReportedId("ab" * 16),
    day=date(2024, 3, 1),
    title="Workshop on Pain",
    provider="Universidade de Lisboa",
    kind="CE credits",
    amount=Decimal("2.5"),
    note="certificate on paper",
)
lines = st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=LONGEST_LINE)


def refused(credit: ReportedCredit, reason: str) -> None:
    with pytest.raises(NotReportable, match=reason):
        require_reportable(credit, today=TODAY)


@given(
    title=lines,
    provider=lines | st.just(""),
    kind=lines,
    note=lines | st.just(""),
    hundredths=st.integers(1, int(MOST_AMOUNT) * 100),
    days=st.integers(0, (TODAY - FIRST_DAY).days),
)
def test_whatever_can_be_printed_is_kept(
    *, title: str, provider: str, kind: str, note: str, hundredths: int, days: int
) -> None:
    amount = Decimal(hundredths) / 100
    day = FIRST_DAY + timedelta(days=days)
    require_reportable(
        replace(SOUND, title=title, provider=provider, kind=kind, note=note, amount=amount, day=day), today=TODAY
    )


@pytest.mark.parametrize("empty", ["", "  ", "\u3000"])
def test_an_entry_needs_a_title_and_a_type(empty: str) -> None:
    refused(replace(SOUND, title=empty), "no title")
    refused(replace(SOUND, kind=empty), "type of credit")


@pytest.mark.parametrize("what", ["title", "provider", "kind", "note"])
def test_no_text_is_longer_than_a_line_or_has_invisible_characters(what: str) -> None:
    require_reportable(replace(SOUND, **{what: "x" * LONGEST_LINE}), today=TODAY)
    refused(replace(SOUND, **{what: "x" * (LONGEST_LINE + 1)}), "longer")
    for hidden in ("\n", "\x00", "\u202e", "\ud800", "\u200b"):
        refused(replace(SOUND, **{what: f"a{hidden}b"}), "invisible")


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "1.234", "1000.01", "NaN", "Infinity", "-0"])
def test_an_amount_is_positive_with_two_decimals_at_most(amount: str) -> None:
    refused(replace(SOUND, amount=Decimal(amount)), "amount")


@pytest.mark.parametrize("amount", ["0.01", "1E+1", "1000", "2.50"])
def test_an_amount_may_be_written_in_any_way(amount: str) -> None:
    require_reportable(replace(SOUND, amount=Decimal(amount)), today=TODAY)


def test_a_day_that_has_not_come_or_is_too_long_ago_is_refused() -> None:
    require_reportable(replace(SOUND, day=TODAY), today=TODAY)
    refused(replace(SOUND, day=TODAY + timedelta(days=1)), "day")
    refused(replace(SOUND, day=FIRST_DAY - timedelta(days=1)), "day")
