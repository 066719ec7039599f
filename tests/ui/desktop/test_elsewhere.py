"""What of the Windows and macOS desktops can be tried anywhere: their rules, and how often they look."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from player.ui.desktop.choose import desktop_here
from player.ui.desktop.lookout import Lookout
from player.ui.desktop.macos import caffeinate_arguments
from player.ui.desktop.port import Desktop
from player.ui.desktop.windows import SessionInfo, is_away_in
from player.ui.settings import Settings
from player.ui.shell.shell import Shell
from tests.ui.fake_host import FakeDesk, FakeDesktop, make_speech, make_theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.mark.parametrize(
    ("state", "flags", "away"),
    [(0, 1, False), (0, 0, True), (4, 1, True), (1, 1, True), (0, -1, False)],
)
def test_windows_tells_a_locked_and_a_disconnected_session(state: int, flags: int, away: bool) -> None:
    assert is_away_in(SessionInfo(session_state=state, session_flags=flags)) is away


def test_the_facts_of_a_windows_session_lie_where_windows_writes_them() -> None:
    offsets = [SessionInfo.session_id.offset, SessionInfo.session_state.offset, SessionInfo.session_flags.offset]
    assert offsets == [8, 12, 16]
    assert ctypes.sizeof(SessionInfo) == 20


def test_caffeinate_ends_with_the_player() -> None:
    assert caffeinate_arguments(4711) == ["-d", "-i", "-w", "4711"]


def test_a_lookout_tells_each_change_once(qtbot: QtBot) -> None:
    answers = [False, True, True, False, False]
    heard: list[bool] = []
    parent = QObject()

    def look() -> bool:
        return answers.pop(0) if len(answers) > 1 else answers[0]

    lookout = Lookout(look, parent, every_s=0.001)
    lookout.changed.connect(heard.append)
    lookout.begin()
    lookout.begin()
    qtbot.waitUntil(lambda: heard == [True, False])
    lookout.close()


def test_a_system_that_offers_nothing_does_nothing() -> None:
    desktop = Desktop()
    acts: list[Callable[[], None]] = [desktop.begin, desktop.let_sleep, desktop.close]
    for act in acts:
        act()
    desktop.keep_awake("a recording is playing")
    desktop.show_playing(None)
    assert not desktop.is_away


def test_each_system_gets_its_own_desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform == "linux":
        assert type(desktop_here()).__name__ == "LinuxDesktop"
    monkeypatch.setattr(sys, "platform", "sunos5")
    assert type(desktop_here()) is Desktop


def test_the_window_makes_its_desktop_when_asked_and_closes_it_with_itself(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    made: list[FakeDesktop] = []

    def make() -> FakeDesktop:
        made.append(FakeDesktop())
        return made[-1]

    shell = Shell(
        desk=FakeDesk(tmp_path),
        theme=make_theme(qapp),
        speech=make_speech(),
        settings=Settings(),
        on_bug=print,
        make_desktop=make,
    )
    qtbot.addWidget(shell)
    assert made == []
    assert shell.desktop is shell.desktop is made[0]
    shell.close()
    assert made[0].closed
    assert len(made) == 1
