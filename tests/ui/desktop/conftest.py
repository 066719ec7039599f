"""Buses of a test's own, and desktops that are closed after it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from PySide6.QtCore import QCoreApplication

if sys.platform == "linux":
    from player.ui.desktop.linux import LinuxDesktop
    from tests.ui.desktop.buses import bus_running
    from tests.ui.desktop.parts import Buses

collect_ignore_glob = [] if sys.platform == "linux" else ["test_linux*"]


@pytest.fixture
def buses(monkeypatch: pytest.MonkeyPatch) -> Iterator[Buses]:
    with bus_running() as (session, daemon), bus_running() as (system, other), ExitStack() as stack:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", session)
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", system)
        monkeypatch.setenv("XDG_SESSION_ID", "1")
        yield Buses(session, system, daemon, other, stack)


@pytest.fixture
def make(qapp: QCoreApplication) -> Iterator[Callable[[], LinuxDesktop]]:
    made: list[LinuxDesktop] = []

    def one() -> LinuxDesktop:
        made.append(LinuxDesktop())
        return made[-1]

    yield one
    for desktop in made:
        desktop.close()
    # What came in at the last moment is delivered while the desktop is still there.
    QCoreApplication.processEvents()
