"""Attempts at the operator's code: five slips are forgiven, a guesser has to rest longer and longer."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from player.domain.kiosk.attempts import AT_ONCE, FIRST_REST_S, LONGEST_REST_S, Attempts


def wrong(times: int) -> Attempts:
    attempts = Attempts()
    for _ in range(times):
        attempts = attempts.failed()
    return attempts


def test_a_few_slips_are_heard_at_once() -> None:
    assert [wrong(times).wait_s for times in range(AT_ONCE)] == [0] * AT_ONCE
    assert [wrong(times).left for times in range(AT_ONCE)] == [5, 4, 3, 2, 1]


def test_each_further_wrong_code_doubles_the_rest_up_to_an_hour() -> None:
    rests = [wrong(AT_ONCE + more).wait_s for more in range(9)]
    assert rests == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]


@given(st.integers(min_value=AT_ONCE, max_value=1000), st.lists(st.integers(min_value=0, max_value=LONGEST_REST_S)))
def test_only_time_that_really_ran_shortens_the_rest(times: int, spans: list[int]) -> None:
    attempts = wrong(times)
    whole = attempts.wait_s
    for span in spans:
        attempts = attempts.rested(span)
    assert attempts.wait_s == max(whole - sum(spans), 0)
    assert whole >= FIRST_REST_S


@given(st.integers(min_value=AT_ONCE, max_value=1000), st.integers(max_value=-1))
def test_a_clock_that_runs_back_gains_and_costs_nothing(times: int, span: int) -> None:
    assert wrong(times).rested(span) == wrong(times)


def test_after_a_rest_one_attempt_is_heard() -> None:
    rested = wrong(AT_ONCE).rested(FIRST_REST_S)
    assert (rested.wait_s, rested.left) == (0, 1)
    assert rested.failed().wait_s == 2 * FIRST_REST_S


def test_a_guesser_needs_longer_than_a_conference_for_a_thousand_codes() -> None:
    """Of a million codes of six digits; ten days are 864,000 seconds."""
    assert sum(wrong(times).wait_s for times in range(1000)) > 864_000
