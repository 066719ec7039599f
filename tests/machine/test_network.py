from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from player.machine.network import Line, is_connected


@dataclass(frozen=True)
class Card:
    isup: bool


@pytest.mark.parametrize(
    ("lines", "connected"),
    [
        ({"lo": Card(isup=True)}, False),
        ({"lo": Card(isup=True), "eth0": Card(isup=False)}, False),
        ({"Loopback Pseudo-Interface 1": Card(isup=True), "Wi-Fi": Card(isup=True)}, True),
        ({}, False),
    ],
)
def test_a_line_to_oneself_is_no_network(lines: Mapping[str, Line], connected: bool) -> None:
    assert is_connected(lambda: lines) is connected


def test_where_it_cannot_be_told_there_may_be_one() -> None:
    def refused() -> Mapping[str, Line]:
        raise PermissionError

    assert is_connected(refused)


def test_it_can_be_asked_here() -> None:
    assert is_connected() in {True, False}
