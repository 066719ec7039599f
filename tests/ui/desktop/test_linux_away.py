"""Whether the learner is there, by logind and by screen savers."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from player.ui.desktop.linux import LinuxDesktop
from tests.ui.desktop.parts import (
    LOGIN_SESSION,
    REASON,
    SCREEN_SAVER,
    SESSION_PATH,
    Buses,
    cover,
    login,
    screen_saver,
    stand,
    tell,
)


def test_a_locked_session_and_another_in_front_are_away(
    buses: Buses, make: Callable[[], LinuxDesktop], qtbot: QtBot
) -> None:
    service, desktop = login(buses), make()
    heard: list[bool] = []
    desktop.away_changed.connect(heard.append)
    desktop.begin()
    qtbot.waitUntil(lambda: len(service.asked("GetAll")) == 1)
    assert service.asked("GetSession") == [("1",)]
    stand(service, locked=True)
    tell(service, LockedHint=True)
    qtbot.waitUntil(lambda: heard == [True])
    stand(service)
    tell(service, LockedHint=False)
    qtbot.waitUntil(lambda: heard == [True, False])
    stand(service, active=False)
    tell(service, Active=False)
    qtbot.waitUntil(lambda: heard == [True, False, True])
    assert desktop.is_away
    stand(service)
    tell(service, Active=True)
    qtbot.waitUntil(lambda: heard == [True, False, True, False])
    assert not desktop.is_away


def test_who_was_away_before_the_recording_was_opened_is_away(
    buses: Buses, make: Callable[[], LinuxDesktop], qtbot: QtBot
) -> None:
    login(buses, locked=True)
    desktop = make()
    desktop.begin()
    qtbot.waitUntil(lambda: desktop.is_away)


def test_the_session_is_found_by_the_process_or_by_its_user(
    buses: Buses, make: Callable[[], LinuxDesktop], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_SESSION_ID")
    service = login(buses, active=False)
    service.answers["GetUser"] = lambda *_: ("o", ("/org/freedesktop/login1/user/_0",))
    service.answers["Get"] = lambda *_: ("v", (("(so)", ("1", SESSION_PATH)),))
    by_user = make()
    by_user.begin()
    qtbot.waitUntil(lambda: by_user.is_away)
    assert service.asked("GetSessionByPID") == [(os.getpid(),)]
    assert service.asked("GetUser") == [(os.getuid(),)]
    service.answers["GetSessionByPID"] = lambda *_: ("o", (SESSION_PATH,))
    by_process = make()
    by_process.begin()
    qtbot.waitUntil(lambda: by_process.is_away)
    assert len(service.asked("GetUser")) == 1


def test_a_screen_saver_over_the_screen_is_away_until_all_are_gone(
    buses: Buses, make: Callable[[], LinuxDesktop], qtbot: QtBot
) -> None:
    kde, gnome = buses.service(buses.session, SCREEN_SAVER), buses.service(buses.session, "org.gnome.ScreenSaver")
    kde.answers["GetActive"] = lambda *_: ("b", (True,))
    gnome.answers["GetActive"] = lambda *_: ("b", (False,))
    desktop = make()
    desktop.begin()
    qtbot.waitUntil(lambda: desktop.is_away)
    heard: list[bool] = []
    desktop.away_changed.connect(heard.append)
    asked = len(gnome.asked("GetActive"))
    cover(gnome, "org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", True)
    qtbot.waitUntil(lambda: len(gnome.asked("GetActive")) > asked)
    cover(kde, SCREEN_SAVER, "/ScreenSaver", False)
    qtbot.waitUntil(lambda: len(kde.asked("GetActive")) == 2)
    # Another question, so that what was answered before it has arrived.
    desktop.keep_awake(REASON)
    qtbot.waitUntil(lambda: len(kde.asked("Inhibit")) == 1)
    assert desktop.is_away
    cover(gnome, "org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", False)
    qtbot.waitUntil(lambda: not desktop.is_away)
    assert heard == [False]


def test_a_stranger_on_a_bus_can_say_neither_that_the_learner_is_away_nor_that_nobody_is(
    buses: Buses, make: Callable[[], LinuxDesktop], qtbot: QtBot
) -> None:
    saver, service, desktop = screen_saver(buses), login(buses, locked=True), make()
    heard: list[bool] = []
    desktop.away_changed.connect(heard.append)
    desktop.begin()
    qtbot.waitUntil(lambda: heard == [True])
    stranger = buses.service(buses.system, "com.example.Stranger")
    # To all who listen, and to us alone: what is said to one reaches it whatever it wants to hear.
    tell(stranger, LockedHint=False)
    tell(stranger, LockedHint=False, to=service.senders[-1])
    qtbot.waitUntil(lambda: len(service.asked("GetAll")) == 2)
    other = buses.service(buses.session, "com.example.Stranger")
    saver.answers["GetActive"] = lambda *_: ("b", (False,))
    asked = len(saver.asked("GetActive"))
    other.emit("/ScreenSaver", SCREEN_SAVER, "ActiveChanged", "b", (True,), to=saver.senders[-1])
    qtbot.waitUntil(lambda: len(saver.asked("GetActive")) == asked + 1)
    stand(service)
    tell(service, LockedHint=False)
    qtbot.waitUntil(lambda: heard == [True, False])


def test_a_stranger_who_talks_nonsense_harms_nothing(
    buses: Buses, make: Callable[[], LinuxDesktop], qtbot: QtBot
) -> None:
    service, desktop = login(buses), make()
    desktop.begin()
    qtbot.waitUntil(lambda: len(service.asked("GetAll")) == 1)
    stranger, us = buses.service(buses.system, "com.example.Stranger"), service.senders[-1]
    for member in ("PropertiesChanged", "ActiveChanged", "NameOwnerChanged"):
        stranger.emit(SESSION_PATH, LOGIN_SESSION, member, "s", ("nonsense",), to=us)
    stand(service, locked=True)
    tell(service, LockedHint=True)
    qtbot.waitUntil(lambda: desktop.is_away)
