"""No screen saver and no suspend while playing, whatever there is of buses and services."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from player.ui.desktop.linux import LinuxDesktop
from tests.ui.desktop.buses import Answer
from tests.ui.desktop.parts import GNOME, PORTAL, REASON, SCREEN_SAVER, TALK, Buses, cover, login, screen_saver


def test_playing_asks_for_no_screen_saver_and_pausing_takes_it_back(
    buses: Buses, make: Callable[[], LinuxDesktop], qtbot: QtBot
) -> None:
    saver, desktop = screen_saver(buses), make()
    desktop.keep_awake(REASON)
    qtbot.waitUntil(lambda: saver.asked("Inhibit") == [("Carrel", REASON)])
    desktop.let_sleep()
    qtbot.waitUntil(lambda: saver.asked("UnInhibit") == [(3_000_000_000,)])


def test_playing_asks_for_no_suspend_and_pausing_takes_it_back(
    buses: Buses, make: Callable[[], LinuxDesktop], qtbot: QtBot
) -> None:
    first, second = buses.open_file(), buses.open_file()
    service, desktop = login(buses, first, second), make()
    desktop.keep_awake(REASON)
    qtbot.waitUntil(lambda: service.asked("Inhibit") == [("idle:sleep", "Carrel", REASON, "block")])
    assert not first.is_released
    desktop.let_sleep()
    qtbot.waitUntil(lambda: first.is_released)
    desktop.keep_awake(REASON)
    qtbot.waitUntil(lambda: len(service.asked("Inhibit")) == 2)
    desktop.let_sleep()
    qtbot.waitUntil(lambda: second.is_released)


def test_a_desktop_without_the_one_service_is_asked_by_the_next(
    buses: Buses, make: Callable[[], LinuxDesktop], qtbot: QtBot
) -> None:
    gnome, desktop = buses.service(buses.session, GNOME), make()
    gnome.answers = {"Inhibit": lambda *_: ("u", (7,)), "Uninhibit": lambda *_: (None, ())}
    desktop.keep_awake(REASON)
    qtbot.waitUntil(lambda: gnome.asked("Inhibit") == [("Carrel", 0, REASON, 12)])
    desktop.let_sleep()
    qtbot.waitUntil(lambda: gnome.asked("Uninhibit") == [(7,)])


def test_out_of_a_sandbox_the_portal_is_asked(buses: Buses, make: Callable[[], LinuxDesktop], qtbot: QtBot) -> None:
    portal, desktop = buses.service(buses.session, PORTAL), make()
    portal.answers = {"Inhibit": lambda *_: ("o", ("/request/1",)), "Close": lambda *_: (None, ())}
    desktop.keep_awake(REASON)
    qtbot.waitUntil(lambda: portal.asked("Inhibit") == [("", 12, {"reason": ("s", REASON)})])
    desktop.let_sleep()
    qtbot.waitUntil(lambda: portal.asked("Close") == [()])


def test_who_pauses_before_the_answer_came_lets_go_when_it_comes(
    buses: Buses, make: Callable[[], LinuxDesktop], qtbot: QtBot
) -> None:
    saver, desktop, gate = screen_saver(buses), make(), threading.Event()

    def slowly(*_: object) -> Answer:
        gate.wait(20)
        return "u", (1,)

    saver.answers["Inhibit"] = slowly
    desktop.keep_awake(REASON)
    qtbot.waitUntil(lambda: len(saver.asked("Inhibit")) == 1)
    desktop.let_sleep()
    desktop.keep_awake(REASON)
    desktop.let_sleep()
    gate.set()
    qtbot.waitUntil(lambda: len(saver.asked("UnInhibit")) == 1)
    assert len(saver.asked("Inhibit")) == 1


def test_closing_lets_go(buses: Buses, make: Callable[[], LinuxDesktop], qtbot: QtBot) -> None:
    file = buses.open_file()
    saver, service, desktop = screen_saver(buses), login(buses, file), make()
    desktop.keep_awake(REASON)
    qtbot.waitUntil(lambda: len(saver.asked("Inhibit")) == len(service.asked("Inhibit")) == 1)
    desktop.close()
    qtbot.waitUntil(lambda: len(saver.asked("UnInhibit")) == 1 and file.is_released)


KILLED = f"""
import sys
from PySide6.QtCore import QCoreApplication
from player.ui.desktop.linux import LinuxDesktop
application = QCoreApplication([])
desktop = LinuxDesktop()
desktop.keep_awake({REASON!r})
application.exec()
"""


def test_a_process_that_is_killed_keeps_nothing_awake(buses: Buses, qtbot: QtBot) -> None:
    file = buses.open_file()
    saver, service = screen_saver(buses), login(buses, file)
    process = subprocess.Popen([sys.executable, "-c", KILLED], cwd=Path(__file__).parents[3])
    try:
        qtbot.waitUntil(lambda: len(saver.asked("Inhibit")) == len(service.asked("Inhibit")) == 1, timeout=30_000)
        assert not file.is_released
        assert saver.senders[-1] not in saver.gone
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    # A screen saver lets go of whoever leaves the bus; logind, of a file that nobody holds.
    qtbot.waitUntil(lambda: saver.senders[-1] in saver.gone and file.is_released)


# --- no bus, or a bad one ------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["", "nonsense", "unix:path=/nowhere/at/all", "tcp:host=localhost,port=1"])
def test_without_a_bus_nothing_happens(
    address: str, make: Callable[[], LinuxDesktop], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
    desktop = make()
    desktop.begin()
    desktop.keep_awake(REASON)
    desktop.show_playing(TALK)
    desktop.let_sleep()
    desktop.close()
    assert not desktop.is_away


def test_a_bus_that_never_answers_holds_nobody_up(
    make: Callable[[], LinuxDesktop], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as dumb:
        dumb.bind("dumb")
        dumb.listen()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=dumb")
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=dumb")
        desktop = make()
        desktop.keep_awake(REASON)
        desktop.show_playing(TALK)
        desktop.close()


def test_a_bus_that_dies_takes_its_word_with_it(buses: Buses, make: Callable[[], LinuxDesktop], qtbot: QtBot) -> None:
    saver, desktop = screen_saver(buses), make()
    desktop.keep_awake(REASON)
    qtbot.waitUntil(lambda: len(saver.asked("Inhibit")) == 1)
    cover(saver, SCREEN_SAVER, "/org/freedesktop/ScreenSaver", True)
    qtbot.waitUntil(lambda: desktop.is_away)
    buses.session_daemon.kill()
    # Nobody can say any more that the learner is away.
    qtbot.waitUntil(lambda: not desktop.is_away)
    desktop.let_sleep()
    desktop.show_playing(TALK)


def test_a_system_bus_that_dies_takes_its_word_with_it_too(
    buses: Buses, make: Callable[[], LinuxDesktop], qtbot: QtBot
) -> None:
    file = buses.open_file()
    service, desktop = login(buses, file, locked=True), make()
    desktop.keep_awake(REASON)
    qtbot.waitUntil(lambda: desktop.is_away and len(service.asked("Inhibit")) == 1)
    buses.system_daemon.kill()
    qtbot.waitUntil(lambda: file.is_released and not desktop.is_away)
