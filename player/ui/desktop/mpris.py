"""The player on the session's bus (MPRIS 2.2): media keys, headsets and lock screens see it and steer it."""

from __future__ import annotations

import os
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from jeepney import (
    DBusAddress,
    DBusNameFlags,
    HeaderFields,
    Message,
    MessageType,
    message_bus,
    new_error,
    new_method_return,
    new_signal,
)

from player.ui.desktop.bus import Bus, answer_of
from player.ui.desktop.port import Showing

SERVICE = "org.mpris.MediaPlayer2.carrel"
PATH = "/org/mpris/MediaPlayer2"
ROOT = "org.mpris.MediaPlayer2"
PLAYER = "org.mpris.MediaPlayer2.Player"
PROPERTIES = "org.freedesktop.DBus.Properties"
NAME_IS_OURS = (1, 4)
JUMP_MS = 1_000
"""Farther than this from where playing on would have led is a seek."""

Variant = tuple[str, Any]


class Want(StrEnum):
    """What somebody asks of the player over the bus; the values are the names of the methods."""

    TOGGLE = "PlayPause"
    PLAY = "Play"
    PAUSE = "Pause"
    STOP = "Stop"
    NEXT = "Next"
    PREVIOUS = "Previous"
    SEEK_BY = "Seek"
    SEEK_TO = "SetPosition"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A wish and, for seeking, how far or where to in ms."""

    want: Want
    amount_ms: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """What stood in the player at a moment (monotonic, ms)."""

    showing: Showing
    at_ms: int

    def position_ms(self, now_ms: int) -> int:
        """Where playing on has led by now."""
        showing = self.showing
        gone_ms = (now_ms - self.at_ms) * showing.rate_percent // 100 if showing.playing else 0
        return max(0, min(showing.position_ms + gone_ms, showing.duration_ms))

    def jumps_to(self, later: Seen) -> bool:
        """Whether the position is not where playing on would have led."""
        return abs(later.showing.position_ms - self.position_ms(later.at_ms)) > JUMP_MS

    def is_news(self, later: Seen) -> bool:
        """Whether anybody has to be told."""
        return replace(later.showing, position_ms=self.showing.position_ms) != self.showing or self.jumps_to(later)


def now_ms() -> int:
    return time.monotonic_ns() // 1_000_000


def root_properties() -> dict[str, Variant]:
    return {
        "CanQuit": ("b", False),
        "CanRaise": ("b", False),
        "HasTrackList": ("b", False),
        "Identity": ("s", "Carrel"),
        "DesktopEntry": ("s", "carrel"),
        "SupportedUriSchemes": ("as", []),
        "SupportedMimeTypes": ("as", []),
    }


def track_of(showing: Showing) -> str:
    """A name for what stands in the player, of the letters that D-Bus allows."""
    words = f"{showing.course}\n{showing.title}\n{showing.duration_ms}"
    return f"/carrel/recording/{zlib.crc32(words.encode()):08x}"


def player_properties(showing: Showing) -> dict[str, Variant]:
    """All but the position, which is asked for and never told. The speed is not for others to change."""
    rate = showing.rate_percent / 100
    metadata: dict[str, Variant] = {
        "mpris:trackid": ("o", track_of(showing)),
        "mpris:length": ("x", showing.duration_ms * 1_000),
        "xesam:title": ("s", showing.title),
        "xesam:album": ("s", showing.course),
    }
    return {
        "PlaybackStatus": ("s", "Playing" if showing.playing else "Paused"),
        "Rate": ("d", rate),
        "MinimumRate": ("d", rate),
        "MaximumRate": ("d", rate),
        "Metadata": ("a{sv}", metadata),
        "CanGoNext": ("b", showing.has_next),
        "CanGoPrevious": ("b", showing.has_previous),
        "CanPlay": ("b", True),
        "CanPause": ("b", True),
        "CanSeek": ("b", True),
        "CanControl": ("b", True),
    }


class Remote:
    """Stands on the bus while something is in the player. All of it on the thread of the bus."""

    def __init__(self, bus: Bus, wish: Callable[[Wanted], None]) -> None:
        self._bus = bus
        self._wish = wish
        self._seen: Seen | None = None
        self._name: str | None = None

    def show(self, seen: Seen | None) -> None:
        before, self._seen = self._seen, seen
        if seen is None:
            self._leave()
        elif before is None:
            self._enter(SERVICE)
        else:
            self._tell(before, seen)

    def opened(self) -> None:
        """It stands on the bus only when there is something to steer."""

    def lost(self) -> None:
        """The name went with the bus."""

    def hear(self, message: Message) -> bool:
        fields = message.header.fields
        if message.header.message_type is not MessageType.method_call or fields.get(HeaderFields.path) != PATH:
            return False
        interface, member = fields.get(HeaderFields.interface, PLAYER), fields[HeaderFields.member]
        self._bus.send(self._answer(message, interface, member))
        return True

    # --- the name ----------------------------------------------------------------------------------------

    def _enter(self, name: str) -> None:
        self._bus.call(
            message_bus.RequestName(name, DBusNameFlags.do_not_queue), lambda answer: self._entered(name, answer)
        )

    def _entered(self, name: str, message: Message) -> None:
        answer = answer_of(message)
        if answer and answer[0] in NAME_IS_OURS:
            self._name = name
            if self._seen is None:
                self._leave()
        elif name == SERVICE and self._seen is not None:
            # A second window of ours: the specification has them told apart by a number.
            self._enter(f"{SERVICE}.instance{os.getpid()}")

    def _leave(self) -> None:
        if self._name is not None:
            self._bus.call(message_bus.ReleaseName(self._name), _ignore)
            self._name = None

    # --- what is told ------------------------------------------------------------------------------------

    def _tell(self, before: Seen, seen: Seen) -> None:
        old = player_properties(before.showing)
        news = {name: value for name, value in player_properties(seen.showing).items() if value != old[name]}
        if news:
            told = DBusAddress(PATH, interface=PROPERTIES)
            self._bus.send(new_signal(told, "PropertiesChanged", "sa{sv}as", (PLAYER, news, [])))
        if "Metadata" not in news and before.jumps_to(seen):
            place = (seen.showing.position_ms * 1_000,)
            self._bus.send(new_signal(DBusAddress(PATH, interface=PLAYER), "Seeked", "x", place))

    # --- what is answered --------------------------------------------------------------------------------

    def _answer(self, message: Message, interface: str, member: str) -> Message:
        match interface:
            case "org.freedesktop.DBus.Properties":
                return self._answer_properties(message, member)
            case "org.freedesktop.DBus.Introspectable":
                return new_method_return(message, "s", (INTROSPECTION,))
            case "org.freedesktop.DBus.Peer" if member == "Ping":
                return new_method_return(message)
            case "org.mpris.MediaPlayer2" if member in ("Raise", "Quit"):
                # Neither is offered (CanRaise, CanQuit); the specification has such a call do nothing.
                return new_method_return(message)
            case "org.mpris.MediaPlayer2.Player" if member in tuple(Want):
                self._obey(Want(member), message.body)
                return new_method_return(message)
            case _:
                return new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")

    def _answer_properties(self, message: Message, member: str) -> Message:
        match member, message.body:
            case "GetAll", (str() as interface,):
                return new_method_return(message, "a{sv}", (self._properties(interface),))
            case "Get", (str() as interface, str() as name) if name in self._properties(interface):
                return new_method_return(message, "v", (self._properties(interface)[name],))
            case "Set", _:
                return new_error(message, "org.freedesktop.DBus.Error.PropertyReadOnly")
            case _:
                return new_error(message, "org.freedesktop.DBus.Error.UnknownProperty")

    def _properties(self, interface: str) -> dict[str, Variant]:
        if interface == ROOT:
            return root_properties()
        if interface == PLAYER and self._seen is not None:
            position: Variant = ("x", self._seen.position_ms(now_ms()) * 1_000)
            return {**player_properties(self._seen.showing), "Position": position}
        return {}

    def _obey(self, want: Want, body: tuple[Any, ...]) -> None:
        match want, body:
            case Want.SEEK_BY, (int() as offset_us,):
                self._wish(Wanted(want, _within_a_day(offset_us // 1_000)))
            case Want.SEEK_TO, (str() as track, int() as position_us):
                self._seek_to(track, position_us // 1_000)
            case ((Want.SEEK_BY | Want.SEEK_TO), _):
                # Arguments of other types than the specification has: nothing that could be done.
                return
            case _:
                self._wish(Wanted(want))

    def _seek_to(self, track: str, position_ms: int) -> None:
        """Out of range, or meant for what stood here before: to be ignored, says the specification."""
        showing = self._seen.showing if self._seen is not None else None
        if showing is not None and track == track_of(showing) and 0 <= position_ms <= showing.duration_ms:
            self._wish(Wanted(Want.SEEK_TO, position_ms))


def _within_a_day(offset_ms: int) -> int:
    """A Qt signal carries 32 bits."""
    day_ms = 86_400_000
    return max(-day_ms, min(offset_ms, day_ms))


def _ignore(_: Message) -> None:
    """A name that is given back needs no thanks."""


def _xml_properties(properties: dict[str, Variant]) -> str:
    return "".join(f'<property name="{name}" type="{kind}" access="read"/>' for name, (kind, _) in properties.items())


_NOTHING = Showing(title="", course="", duration_ms=0)
INTROSPECTION = f"""<!DOCTYPE node PUBLIC "-//freedesktop//DTD D-BUS Object Introspection 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/introspect.dtd">
<node>
<interface name="{ROOT}"><method name="Raise"/><method name="Quit"/>{_xml_properties(root_properties())}</interface>
<interface name="{PLAYER}">
<method name="Next"/><method name="Previous"/><method name="Pause"/><method name="PlayPause"/>
<method name="Stop"/><method name="Play"/>
<method name="Seek"><arg direction="in" name="Offset" type="x"/></method>
<method name="SetPosition"><arg direction="in" name="TrackId" type="o"/>
<arg direction="in" name="Position" type="x"/></method>
<signal name="Seeked"><arg name="Position" type="x"/></signal>
{_xml_properties({**player_properties(_NOTHING), "Position": ("x", 0)})}
</interface>
<interface name="{PROPERTIES}">
<method name="Get"><arg direction="in" type="s"/><arg direction="in" type="s"/><arg direction="out" type="v"/></method>
<method name="GetAll"><arg direction="in" type="s"/><arg direction="out" type="a{{sv}}"/></method>
<method name="Set"><arg direction="in" type="s"/><arg direction="in" type="s"/><arg direction="in" type="v"/></method>
<signal name="PropertiesChanged"><arg type="s"/><arg type="a{{sv}}"/><arg type="as"/></signal>
</interface>
<interface name="org.freedesktop.DBus.Introspectable"><method name="Introspect"><arg direction="out" type="s"/></method>
</interface>
<interface name="org.freedesktop.DBus.Peer"><method name="Ping"/></interface>
</node>
"""
