"""The Linux desktop around the player, on buses of the test's own with services made by hand."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from jeepney import DBusAddress, MessageType, Properties, new_method_call
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from player.ui.desktop.linux import LinuxDesktop
from player.ui.desktop.mpris import PATH, PLAYER, ROOT, SERVICE, Seen, track_of
from player.ui.desktop.port import Showing
from tests.ui.buses import Answer, Caller, OpenFile, Service, bus_running

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has these buses")

TALK = Showing(title="Hand hygiene", course="Infection control", duration_ms=60_000, position_ms=5_000, has_next=True)
REASON = "A recording is playing"
LOGIN, LOGIN_SESSION = "org.freedesktop.login1", "org.freedesktop.login1.Session"
SESSION_PATH = "/org/freedesktop/login1/session/_31"
SCREEN_SAVER, GNOME, PORTAL = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.SessionManager",
    "org.freedesktop.portal.Desktop",
)


@dataclass
class Buses:
    """The two buses of a desktop, and who lives on them."""

    session: str
    system: str
    session_daemon: subprocess.Popen[str]
    stack: ExitStack

    def service(self, address: str, *names: str) -> Service:
        service = Service(address, *names)
        self.stack.callback(service.close)
        return service

    def caller(self) -> Caller:
        caller = Caller(self.session)
        self.stack.callback(caller.close)
        return caller

    def open_file(self) -> OpenFile:
        file = OpenFile()
        self.stack.callback(file.forget)
        return file


@pytest.fixture
def buses(monkeypatch: pytest.MonkeyPatch) -> Iterator[Buses]:
    with bus_running() as (session, daemon), bus_running() as (system, _), ExitStack() as stack:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", session)
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", system)
        monkeypatch.setenv("XDG_SESSION_ID", "1")
        yield Buses(session, system, daemon, stack)


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


def screen_saver(buses: Buses) -> Service:
    service = buses.service(buses.session, SCREEN_SAVER)
    service.answers["Inhibit"] = lambda *_: ("u", (3_000_000_000,))
    service.answers["UnInhibit"] = lambda *_: (None, ())
    return service


def login(buses: Buses, *files: OpenFile, locked: bool = False, active: bool = True) -> Service:
    service = buses.service(buses.system, LOGIN)
    left = list(files)
    state = {"LockedHint": ("b", locked), "Active": ("b", active)}
    service.answers["Inhibit"] = lambda *_: ("h", (left.pop(0),))
    service.answers["GetSession"] = lambda *_: ("o", (SESSION_PATH,))
    service.answers["GetAll"] = lambda *_: ("a{sv}", (state,))
    return service


def tell_login(service: Service, **changed: bool) -> None:
    body = (LOGIN_SESSION, {name: ("b", value) for name, value in changed.items()}, [])
    service.emit(SESSION_PATH, "org.freedesktop.DBus.Properties", "PropertiesChanged", "sa{sv}as", body)


# --- awake ---------------------------------------------------------------------------------------------------


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
    process = subprocess.Popen([sys.executable, "-c", KILLED], cwd=Path(__file__).parents[2])
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
    saver.emit("/org/freedesktop/ScreenSaver", SCREEN_SAVER, "ActiveChanged", "b", (True,))
    qtbot.waitUntil(lambda: desktop.is_away)
    buses.session_daemon.kill()
    # Nobody can say any more that the learner is away.
    qtbot.waitUntil(lambda: not desktop.is_away)
    desktop.let_sleep()
    desktop.show_playing(TALK)


# --- away ----------------------------------------------------------------------------------------------------


def test_a_locked_session_and_another_in_front_are_away(
    buses: Buses, make: Callable[[], LinuxDesktop], qtbot: QtBot
) -> None:
    service, desktop = login(buses), make()
    heard: list[bool] = []
    desktop.away_changed.connect(heard.append)
    desktop.begin()
    qtbot.waitUntil(lambda: len(service.asked("GetAll")) == 1)
    assert service.asked("GetSession") == [("1",)]
    for change, back in (({"LockedHint": True}, {"LockedHint": False}), ({"Active": False}, {"Active": True})):
        tell_login(service, **change)
        qtbot.waitUntil(lambda: desktop.is_away)
        tell_login(service, **back)
        qtbot.waitUntil(lambda: not desktop.is_away)
    assert heard == [True, False, True, False]


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
    gnome.emit("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", "b", (True,))
    kde.emit("/ScreenSaver", SCREEN_SAVER, "ActiveChanged", "b", (False,))
    gnome.emit("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", "b", (False,))
    qtbot.waitUntil(lambda: not desktop.is_away)


def test_a_stranger_on_the_bus_cannot_say_that_the_learner_is_away(
    buses: Buses, make: Callable[[], LinuxDesktop], qtbot: QtBot
) -> None:
    saver, stranger = screen_saver(buses), buses.service(buses.session, "com.example.Stranger")
    desktop = make()
    heard: list[bool] = []
    desktop.away_changed.connect(heard.append)
    desktop.begin()
    qtbot.waitUntil(lambda: len(saver.asked("GetActive")) == 1)
    stranger.emit("/ScreenSaver", SCREEN_SAVER, "ActiveChanged", "b", (True,))
    desktop.show_playing(TALK)
    desktop.keep_awake(REASON)
    qtbot.waitUntil(lambda: len(saver.asked("Inhibit")) == 1)
    QCoreApplication.processEvents()
    assert heard == []


# --- media keys ----------------------------------------------------------------------------------------------


ADDRESS = DBusAddress(PATH, SERVICE, PLAYER)


def shown(buses: Buses, desktop: LinuxDesktop, qtbot: QtBot, showing: Showing = TALK) -> Caller:
    """A caller who already finds the player on the bus."""
    caller = buses.caller()
    desktop.show_playing(showing)

    def is_there() -> bool:
        return caller.call(Properties(ADDRESS).get_all()).header.message_type is MessageType.method_return

    qtbot.waitUntil(is_there)
    return caller


def test_lock_screens_read_what_is_playing_in_the_types_they_expect(
    buses: Buses, make: Callable[[], LinuxDesktop], qtbot: QtBot
) -> None:
    caller = shown(buses, make(), qtbot, replace(TALK, rate_percent=150))
    (player,) = caller.call(Properties(ADDRESS).get_all()).body
    assert player["PlaybackStatus"] == ("s", "Paused")
    assert player["Rate"] == player["MaximumRate"] == ("d", 1.5)
    assert player["Position"] == ("x", 5_000_000)
    assert player["CanGoNext"] == ("b", True)
    assert player["CanGoPrevious"] == ("b", False)
    kind, metadata = player["Metadata"]
    assert kind == "a{sv}"
    assert metadata["mpris:trackid"] == ("o", track_of(TALK))
    assert metadata["mpris:length"] == ("x", 60_000_000)
    assert metadata["xesam:title"] == ("s", "Hand hygiene")
    assert metadata["xesam:album"] == ("s", "Infection control")
    assert caller.call(Properties(ADDRESS).get("Position")).body == (("x", 5_000_000),)
    (root,) = caller.call(Properties(ADDRESS.with_interface(ROOT)).get_all()).body
    assert root["Identity"] == ("s", "Carrel")
    assert root["DesktopEntry"] == ("s", "carrel")


def test_the_position_goes_on_between_two_words_of_the_player() -> None:
    playing = Seen(replace(TALK, playing=True, rate_percent=200), at_ms=1_000)
    assert playing.position_ms(3_000) == 9_000
    assert playing.position_ms(1_000_000) == 60_000
    assert Seen(TALK, at_ms=1_000).position_ms(3_000) == 5_000


def test_only_what_nobody_could_foresee_is_news() -> None:
    playing = Seen(replace(TALK, playing=True), at_ms=0)
    on_time = Seen(replace(TALK, playing=True, position_ms=7_100), at_ms=2_000)
    assert not playing.is_news(on_time)
    assert playing.is_news(Seen(replace(TALK, playing=True, position_ms=20_000), at_ms=2_000))
    assert playing.is_news(Seen(replace(TALK, position_ms=7_000), at_ms=2_000))
    # A recording that stands still, waiting for its medium, is not where it should be.
    assert playing.is_news(Seen(replace(TALK, playing=True, position_ms=5_000), at_ms=2_000))


@pytest.mark.parametrize(
    ("member", "signature", "body", "heard"),
    [
        ("PlayPause", None, (), ("toggle_wanted",)),
        ("Play", None, (), ("play_wanted",)),
        ("Pause", None, (), ("pause_wanted",)),
        ("Stop", None, (), ("pause_wanted",)),
        ("Next", None, (), ("next_wanted",)),
        ("Previous", None, (), ("previous_wanted",)),
        ("Seek", "x", (-10_000_000,), ("seek_by_wanted", -10_000)),
        ("Seek", "x", (2**62,), ("seek_by_wanted", 86_400_000)),
        ("SetPosition", "ox", (track_of(TALK), 30_000_000), ("seek_to_wanted", 30_000)),
    ],
)
def test_every_key_is_handed_on(
    member: str,
    signature: str | None,
    body: tuple[object, ...],
    heard: tuple[object, ...],
    buses: Buses,
    make: Callable[[], LinuxDesktop],
    qtbot: QtBot,
) -> None:
    desktop = make()
    caller = shown(buses, desktop, qtbot)
    with qtbot.waitSignal(getattr(desktop, str(heard[0]))) as waiting:
        assert caller.call(new_method_call(ADDRESS, member, signature, body)).body == ()
    assert list(heard[1:]) == waiting.args


@pytest.mark.parametrize(
    ("member", "signature", "body"),
    [
        ("SetPosition", "ox", ("/some/other/recording", 30_000_000)),
        ("SetPosition", "ox", (track_of(TALK), 61_000_000)),
        ("SetPosition", "ox", (track_of(TALK), -1_000_000)),
        ("SetPosition", "s", ("30",)),
        ("Seek", "s", ("far",)),
        ("Seek", None, ()),
    ],
)
def test_what_makes_no_sense_is_ignored(
    member: str,
    signature: str | None,
    body: tuple[object, ...],
    buses: Buses,
    make: Callable[[], LinuxDesktop],
    qtbot: QtBot,
) -> None:
    desktop = make()
    caller = shown(buses, desktop, qtbot)
    heard: list[int] = []
    desktop.seek_by_wanted.connect(heard.append)
    desktop.seek_to_wanted.connect(heard.append)
    caller.call(new_method_call(ADDRESS, member, signature, body))
    with qtbot.waitSignal(desktop.toggle_wanted):
        caller.call(new_method_call(ADDRESS, "PlayPause"))
    assert heard == []


def test_what_is_not_offered_is_refused_and_harms_nothing(
    buses: Buses, make: Callable[[], LinuxDesktop], qtbot: QtBot
) -> None:
    caller = shown(buses, make(), qtbot)
    refused = [
        new_method_call(ADDRESS, "OpenUri", "s", ("file:///etc/passwd",)),
        Properties(ADDRESS).set("Rate", "d", 16.0),
        Properties(ADDRESS).get("Volume"),
        new_method_call(ADDRESS.with_interface("com.example.Nothing"), "Do"),
        new_method_call(DBusAddress("/elsewhere", SERVICE, PLAYER), "Play"),
    ]
    for message in refused:
        assert caller.call(message).header.message_type is MessageType.error
    assert caller.call(Properties(ADDRESS).get("PlaybackStatus")).body == (("s", "Paused"),)


def test_playing_pausing_and_seeking_are_told(buses: Buses, make: Callable[[], LinuxDesktop], qtbot: QtBot) -> None:
    desktop = make()
    caller = shown(buses, desktop, qtbot)
    desktop.show_playing(replace(TALK, playing=True))
    qtbot.waitUntil(lambda: len(caller.hear()) == 1)
    assert caller.heard[0] == ("PropertiesChanged", (PLAYER, {"PlaybackStatus": ("s", "Playing")}, []))
    desktop.show_playing(replace(TALK, playing=True, position_ms=40_000))
    qtbot.waitUntil(lambda: len(caller.hear()) == 2)
    assert caller.heard[1] == ("Seeked", (40_000_000,))
    desktop.show_playing(replace(TALK, playing=True, position_ms=40_100))
    desktop.show_playing(replace(TALK, position_ms=40_200))
    qtbot.waitUntil(lambda: len(caller.hear()) == 3)
    assert caller.heard[2] == ("PropertiesChanged", (PLAYER, {"PlaybackStatus": ("s", "Paused")}, []))


def test_the_name_is_given_back_when_nothing_is_in_the_player(
    buses: Buses, make: Callable[[], LinuxDesktop], qtbot: QtBot
) -> None:
    desktop = make()
    caller = shown(buses, desktop, qtbot)
    desktop.show_playing(None)

    def is_gone() -> bool:
        return caller.call(Properties(ADDRESS).get_all()).header.message_type is MessageType.error

    qtbot.waitUntil(is_gone)
    shown(buses, desktop, qtbot)


def test_a_second_window_stands_beside_the_first(buses: Buses, make: Callable[[], LinuxDesktop], qtbot: QtBot) -> None:
    shown(buses, make(), qtbot)
    second = make()
    caller = buses.caller()
    second.show_playing(replace(TALK, title="Second"))
    address = DBusAddress(PATH, f"{SERVICE}.instance{os.getpid()}", PLAYER)

    def title() -> object:
        answer = caller.call(Properties(address).get("Metadata"))
        return answer.header.message_type is MessageType.method_return and answer.body[0][1]["xesam:title"][1]

    qtbot.waitUntil(lambda: title() == "Second")


def playerctl(buses: Buses, *arguments: str) -> str:
    done = subprocess.run(
        ["playerctl", "--player=carrel", *arguments],
        env={**os.environ, "DBUS_SESSION_BUS_ADDRESS": buses.session, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout.strip()


def test_a_strangers_remote_control_understands_us(
    buses: Buses, make: Callable[[], LinuxDesktop], qtbot: QtBot
) -> None:
    desktop = make()
    shown(buses, desktop, qtbot)
    assert playerctl(buses, "status") == "Paused"
    assert playerctl(buses, "metadata", "--format", "{{album}}: {{title}} ({{duration(mpris:length)}})") == (
        "Infection control: Hand hygiene (1:00)"
    )
    assert playerctl(buses, "position") == "5.000000"
    with qtbot.waitSignal(desktop.toggle_wanted):
        playerctl(buses, "play-pause")
    with qtbot.waitSignal(desktop.seek_to_wanted) as waiting:
        playerctl(buses, "position", "30")
    assert waiting.args == [30_000]
