"""Lock screens, headsets and media keys, as they reach the player over the session's bus."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import replace

import pytest
from jeepney import DBusAddress, MessageType, Properties, new_method_call
from pytestqt.qtbot import QtBot

from player.ui.desktop.linux import LinuxDesktop
from player.ui.desktop.mpris import PATH, PLAYER, ROOT, SERVICE, Seen, track_of
from player.ui.desktop.port import Showing
from tests.ui.desktop.buses import Caller
from tests.ui.desktop.parts import TALK, Buses

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
    # Small steps that nobody needs to hear of are told once they have come to something.
    desktop.show_playing(replace(TALK, position_ms=40_900))
    desktop.show_playing(replace(TALK, position_ms=41_600))
    qtbot.waitUntil(lambda: len(caller.hear()) == 4)
    assert caller.heard[3] == ("Seeked", (41_600_000,))


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
