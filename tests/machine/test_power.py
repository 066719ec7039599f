"""The battery is told while the computer runs on it, and nothing is made up where it is not."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from player.machine.power import Battery, battery_percent


@dataclass(frozen=True)
class Told:
    percent: float
    power_plugged: bool | None


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (Told(41.7, False), 41),
        (Told(41.7, True), None),
        (Told(41.7, None), None),
        (Told(104.0, False), 100),
        (None, None),
    ],
)
def test_it_is_told_in_whole_percent_and_only_while_it_is_in_use(told: Battery | None, shown: int | None) -> None:
    assert battery_percent(lambda: told) == shown


def test_a_battery_that_cannot_be_read_is_no_battery() -> None:
    def ask() -> Battery | None:
        raise OSError("gone")

    assert battery_percent(ask) is None


def test_this_computer_answers_or_says_nothing() -> None:
    found = battery_percent()
    assert found is None or 0 <= found <= 100
