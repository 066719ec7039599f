"""Credit: never above evidence, designation or step; named offers come before those for everyone."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.credit import (
    CreditPlan,
    Offer,
    Rounding,
    is_claimable,
    offers_for,
    phrase,
    plain,
    rounded,
    supported,
    total,
)
from player.domain.learner import Profession
from tests.builders import ACPE, AMA, ANCC, APA, COP, COURSE

AMOUNTS = st.decimals(min_value="0.25", max_value=40, places=2)
STEPS = st.sampled_from([Decimal("0.25"), Decimal("0.1"), Decimal("0.5"), Decimal("1")])
OFFERS = st.builds(
    lambda maximum, step, rounding, whole: replace(
        AMA, maximum=maximum, step=step, rounding=rounding, whole_only=whole
    ),
    AMOUNTS,
    STEPS,
    st.sampled_from(Rounding),
    st.booleans(),
)
SHARES = st.fractions(min_value=-1, max_value=2, max_denominator=10_000)


@given(OFFERS, SHARES)
def test_credit_never_exceeds_designation_nor_evidence_to_the_nearest_step(offer: Offer, share: Fraction) -> None:
    most = supported(offer, share)
    assert 0 <= most <= offer.maximum
    slack = Fraction(offer.step) / 2 if offer.rounding is Rounding.NEAREST else Fraction(0)
    assert Fraction(most) <= max(Fraction(0), share) * Fraction(offer.maximum) + slack


@given(OFFERS, SHARES)
def test_what_is_supported_can_be_claimed_unless_it_is_nothing(offer: Offer, share: Fraction) -> None:
    most = supported(offer, share)
    assert most == 0 or is_claimable(offer, most)


@given(OFFERS, SHARES, SHARES)
def test_more_evidence_never_supports_less(offer: Offer, one: Fraction, other: Fraction) -> None:
    less, more = sorted((one, other))
    assert supported(offer, less) <= supported(offer, more)


@given(OFFERS, AMOUNTS)
def test_a_claim_is_a_multiple_of_the_step_or_the_maximum(offer: Offer, amount: Decimal) -> None:
    if is_claimable(offer, amount):
        assert amount <= offer.maximum
        assert amount == offer.maximum or Fraction(amount) % Fraction(offer.step) == 0


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (Fraction(1), "1.5"),
        (Fraction(11, 12), "1.5"),
        (Fraction(10, 12), "1.25"),
        (Fraction(1, 12), "0.25"),
        (Fraction(99, 1200), "0"),
        (Fraction(0), "0"),
    ],
)
def test_ama_credit_is_rounded_to_the_nearest_quarter(share: Fraction, expected: str) -> None:
    assert supported(AMA, share) == Decimal(expected)


def test_rounding_down_gives_no_step_that_is_not_reached() -> None:
    assert rounded(Fraction(149, 100), Decimal("0.25"), Rounding.DOWN) == Decimal("1.25")
    assert rounded(Fraction(149, 100), Decimal("0.25"), Rounding.NEAREST) == Decimal("1.50")


def test_a_maximum_that_is_no_multiple_of_the_step_is_given_for_the_whole_only() -> None:
    offer = replace(AMA, maximum=Decimal("1.1"))
    assert supported(offer, Fraction(99, 100)) == Decimal("1.0")
    assert supported(offer, Fraction(1)) == Decimal("1.1")
    assert is_claimable(offer, Decimal("1.1"))


def test_a_whole_only_offer_gives_all_or_nothing() -> None:
    assert supported(APA, Fraction(999, 1000)) == 0
    assert supported(APA, Fraction(1)) == APA.maximum
    assert not is_claimable(APA, Decimal("0.25"))


def test_an_offer_that_names_a_profession_comes_before_those_for_everyone() -> None:
    plan = COURSE.credit
    assert offers_for(plan, Profession.PHYSICIAN) == (AMA,)
    assert offers_for(plan, Profession.NURSE) == (ANCC,)
    assert offers_for(plan, Profession.PHARMACIST) == (ACPE,)
    assert offers_for(plan, Profession.SOCIAL_WORKER) == (COP,)
    assert offers_for(CreditPlan(offers=(AMA,)), Profession.NURSE) == ()


def test_the_phrase_is_plural_above_one() -> None:
    assert phrase(AMA, Decimal("0.5")) == phrase(AMA, Decimal(1)) == "AMA PRA Category 1 Credit™"
    assert phrase(AMA, Decimal("1.25")) == "AMA PRA Category 1 Credits™"


@pytest.mark.parametrize(
    ("amount", "text"), [("0.75", "0.75"), ("1.00", "1"), ("1.50", "1.5"), ("10", "10"), ("0", "0"), ("-0", "0")]
)
def test_amounts_are_written_without_needless_zeros(amount: str, text: str) -> None:
    assert plain(Decimal(amount)) == text


def test_a_total_of_nothing_is_zero() -> None:
    assert total(()) == 0
    assert total((Decimal("0.5"), Decimal("0.25"))) == Decimal("0.75")
