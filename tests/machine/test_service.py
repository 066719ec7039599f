"""systemd's watchdog: asked for by its variables, and only for the process that they name."""

from __future__ import annotations

import os

import pytest

from player.machine.service import LEAST_S, ServiceManager


@pytest.mark.parametrize(
    ("variables", "every_s"),
    [
        ({}, None),
        ({"WATCHDOG_USEC": "20000000"}, None),
        ({"NOTIFY_SOCKET": "/nowhere"}, None),
        ({"NOTIFY_SOCKET": "/nowhere", "WATCHDOG_USEC": "20000000"}, 10),
        ({"NOTIFY_SOCKET": "/nowhere", "WATCHDOG_USEC": "20000000", "WATCHDOG_PID": str(os.getpid())}, 10),
        ({"NOTIFY_SOCKET": "/nowhere", "WATCHDOG_USEC": "20000000", "WATCHDOG_PID": "1"}, None),
        ({"NOTIFY_SOCKET": "/nowhere", "WATCHDOG_USEC": "1"}, LEAST_S),
        ({"NOTIFY_SOCKET": "/nowhere", "WATCHDOG_USEC": "0"}, None),
        ({"NOTIFY_SOCKET": "/nowhere", "WATCHDOG_USEC": "soon"}, None),
    ],
)
def test_the_watchdog_is_told_twice_as_often_as_it_asks(variables: dict[str, str], every_s: float | None) -> None:
    environment = {**variables, "HOME": "/home/kiosk"}
    manager = ServiceManager(environment)
    assert manager.alive_every_s == every_s
    assert environment == {"HOME": "/home/kiosk"}, "children would answer in its place"
    manager.ready("nobody listens")
    manager.alive()
    manager.stopping()
