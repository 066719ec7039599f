"""Guesses: typing errors are forgiven, and trying through a list takes longer than a conference."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from player.domain.kiosk.guesses import AT_ONCE, ONE_MORE_EVERY_S, Guesses


def after(times: int, now_s: int = 0) -> Guesses:
    guesses = Guesses()
    for _ in range(times):
        guesses = guesses.wrong(now_s)
    return guesses


def test_so_many_are_heard_at_once_and_then_one_every_so_often() -> None:
    assert [after(times).wait_s(0) > 0 for times in range(AT_ONCE + 1)] == [False] * AT_ONCE + [True]
    spent = after(AT_ONCE)
    assert spent.wait_s(ONE_MORE_EVERY_S) == 0
    assert spent.wrong(ONE_MORE_EVERY_S).wait_s(ONE_MORE_EVERY_S) == ONE_MORE_EVERY_S


@given(st.lists(st.integers(min_value=0, max_value=600), max_size=60))
def test_nobody_guesses_quicker_than_that_whenever_they_try(pauses: list[int]) -> None:
    guesses, now_s, heard = Guesses(), 0, 0
    for pause in pauses:
        now_s += pause
        if guesses.wait_s(now_s) == 0:
            guesses, heard = guesses.wrong(now_s), heard + 1
    assert heard <= AT_ONCE + now_s // ONE_MORE_EVERY_S


@given(st.integers(min_value=0, max_value=20), st.integers(min_value=-10_000, max_value=0))
def test_a_clock_that_runs_back_gives_nothing(times: int, now_s: int) -> None:
    assert after(times).wait_s(now_s) == after(times).wait_s(0)
