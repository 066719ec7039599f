"""Idle: playing counts as being there, the countdown can be cancelled, and it ends."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from player.domain.kiosk.idle import Idle, Waiting

FRESH = Idle(idle_ms=90_000, countdown_ms=20_000, since=0)
moments = st.integers(min_value=0, max_value=10**9)


def test_nobody_is_counted_out_before_the_idle_time_has_passed() -> None:
    assert FRESH.waiting(89_999) is Waiting.BUSY
    assert FRESH.waiting(90_000) is Waiting.COUNTING
    assert FRESH.waiting(109_999) is Waiting.COUNTING
    assert FRESH.waiting(110_000) is Waiting.OVER


def test_the_countdown_tells_what_is_left_of_it() -> None:
    assert FRESH.left_ms(0) == 20_000
    assert FRESH.left_ms(95_000) == 15_000
    assert FRESH.left_ms(200_000) == 0


@given(moments)
def test_an_act_cancels_the_countdown_whenever_it_comes(now: int) -> None:
    assert FRESH.touched(now).waiting(now + 89_999) is Waiting.BUSY


@given(moments, moments)
def test_who_watches_is_there_for_as_long_as_it_plays(began: int, later: int) -> None:
    assert FRESH.played(began, playing=True).waiting(began + later) is Waiting.BUSY


@given(moments)
def test_the_idle_time_begins_when_playing_ends(ended: int) -> None:
    watched = FRESH.played(0, playing=True).played(ended, playing=False)
    assert watched.waiting(ended + 89_999) is Waiting.BUSY
    assert watched.waiting(ended + 110_000) is Waiting.OVER


@given(moments, st.lists(moments, min_size=1))
def test_once_over_it_stays_over_until_somebody_acts(since: int, later: list[int]) -> None:
    left = FRESH.touched(since)
    ended = since + left.idle_ms + left.countdown_ms
    assert {left.waiting(ended + more) for more in later} == {Waiting.OVER}
