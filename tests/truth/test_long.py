"""Long and broken sessions against the truth: ten minutes with many cuts, an hour, stalls, stops and deaths."""

from __future__ import annotations

import os

import pytest

from tests.truth.script import (
    Act,
    back,
    drag,
    faster,
    forward,
    freeze,
    go_on,
    kill,
    pause,
    play,
    seek,
    slower,
    stall,
    wait,
    whatever,
)
from tests.truth.theatre import Theatre, assert_true

pytestmark = [pytest.mark.serial, pytest.mark.long]
STARVING_KBIT = 16_000
"""So heavy that what libVLC reads ahead (16 MiB) is played within eight seconds."""


def ten_minutes() -> list[Act]:
    """Fifteen cuts, over seen and unseen parts, and a pause."""
    return [
        *(play(60), seek(200, 40), seek(100, 40), faster(30), faster(30), back(30), slower(30), slower(40)),
        *(forward(40), pause(3), go_on(30), drag(300, 650, 40), seek(640, 40), seek(400, 40), back(35)),
        *(seek(20, 30), seek(880, 25)),
    ]


@pytest.mark.parametrize("speaker", [True, False], ids=["with sound", "without a sound device"])
def test_ten_minutes_with_fifteen_cuts(theatre: Theatre, speaker: bool) -> None:
    assert_true(theatre.play(ten_minutes(), seconds=900, speaker=speaker))


def test_an_hour_at_double_speed(theatre: Theatre) -> None:
    script = [play(2), faster(0.6), faster(0.6), faster(0.6), faster(1_800), wait(4)]
    assert_true(theatre.play(script, seconds=3_600))


@pytest.mark.skipif("CARREL_TRUTH_HOUR" not in os.environ, reason="takes an hour: set CARREL_TRUTH_HOUR for it")
def test_an_hour(theatre: Theatre) -> None:
    assert_true(theatre.play([play(3_610)], seconds=3_600))


def test_where_the_stick_stops_answering(theatre: Theatre) -> None:
    script = [play(4), stall(12, 18), seek(70, 0.4), stall(12, 16), seek(30, 5), pause(1)]
    assert_true(theatre.play(script, seconds=90, kbit=STARVING_KBIT))


def test_killed_twice_and_gone_on(theatre: Theatre) -> None:
    script = [play(17), kill(14), seek(60, 12), pause(1), go_on(3), kill(8)]
    assert_true(theatre.play(script, seconds=100))


def test_a_process_that_is_stopped_from_outside_earns_nothing_by_it(theatre: Theatre) -> None:
    script = [play(6), freeze(0.5, 6), freeze(2, 6), freeze(8, 6), pause(0.5), freeze(3, 0.5), go_on(5)]
    assert_true(theatre.play(script, seconds=100))


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_done_a_hundred_times(theatre: Theatre, seed: int) -> None:
    assert_true(theatre.play(whatever(seed, 100, 120), seconds=120))
