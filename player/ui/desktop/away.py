"""Whether anybody is there, on Linux: the session as logind knows it, and the screen saver of the desktop.

Anybody on a bus can send anybody a signal under any name; an answer comes only from whoever was asked. So signals are
taken as a reason to ask, and never at their word.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    MessageFlag,
    Properties,
    message_bus,
    new_method_call,
)

from player.ui.desktop.bus import Bus, answer_of

LOGIN = "org.freedesktop.login1"
LOGIN_SESSION = "org.freedesktop.login1.Session"
LOGIN_USER = "org.freedesktop.login1.User"
MANAGER = DBusAddress("/org/freedesktop/login1", LOGIN, "org.freedesktop.login1.Manager")
SCREEN_SAVERS = {
    f"org.{desktop}.ScreenSaver": f"/org/{desktop}/ScreenSaver"
    for desktop in ("freedesktop", "gnome", "cinnamon", "mate", "xfce")
}
"""Each by its name, which is that of its interface too, and its path. KDE answers to the first."""

TellAway = Callable[[str, bool], None]
"""Told who says so, and whether the learner is away."""


class LoginWatch:
    """On the system's bus: locked, or another session in front of the same screen."""

    def __init__(self, bus: Bus, tell: TellAway) -> None:
        self._bus = bus
        self._tell = tell
        self._session: str | None = None

    def opened(self) -> None:
        """Three ways to our session: its name, this process in it, or the session that its user has on the screen."""
        name = os.environ.get("XDG_SESSION_ID")
        if name:
            self._bus.call(new_method_call(MANAGER, "GetSession", "s", (name,)), self._named)
        else:
            self._ask_by_process()

    def lost(self) -> None:
        """What cannot be known does not count against the learner."""
        self._tell(LOGIN, False)

    def hear(self, message: Message) -> bool:
        fields = message.header.fields
        mine = self._session is not None and fields.get(HeaderFields.path) == self._session
        if not mine or fields.get(HeaderFields.member) != "PropertiesChanged":
            return False
        self._ask_state()
        return True

    def _named(self, message: Message) -> None:
        answer = answer_of(message)
        if answer:
            self._watch(answer[0])
        else:
            self._ask_by_process()

    def _ask_by_process(self) -> None:
        self._bus.call(new_method_call(MANAGER, "GetSessionByPID", "u", (os.getpid(),)), self._found_process)

    def _found_process(self, message: Message) -> None:
        answer = answer_of(message)
        if answer:
            self._watch(answer[0])
        else:
            # Started by the user's own manager rather than in the session, as newer desktops do.
            self._bus.call(new_method_call(MANAGER, "GetUser", "u", (os.getuid(),)), self._found_user)

    def _found_user(self, message: Message) -> None:
        answer = answer_of(message)
        if answer:
            user = DBusAddress(answer[0], LOGIN, LOGIN_USER)
            self._bus.call(Properties(user).get("Display"), self._found_display)

    def _found_display(self, message: Message) -> None:
        answer = answer_of(message)
        if answer:
            _, (_, path) = answer[0]
            self._watch(path)

    def _watch(self, session: str) -> None:
        if session == "/":
            return
        self._session = session
        rule = MatchRule(
            type="signal", sender=LOGIN, path=session, interface="org.freedesktop.DBus.Properties",
            member="PropertiesChanged",
        )  # fmt: skip
        self._bus.call(message_bus.AddMatch(rule), _ignore)
        self._ask_state()

    def _ask_state(self) -> None:
        if self._session is not None:
            self._bus.call(Properties(DBusAddress(self._session, LOGIN, LOGIN_SESSION)).get_all(), self._told_state)

    def _told_state(self, message: Message) -> None:
        answer = answer_of(message)
        if answer:
            state: dict[str, tuple[str, Any]] = answer[0]
            _, locked = state.get("LockedHint", ("b", False))
            _, in_front = state.get("Active", ("b", True))
            self._tell(LOGIN, bool(locked) or not in_front)


class ScreenWatch:
    """On the session's bus: whether the screen saver covers the screen."""

    def __init__(self, bus: Bus, tell: TellAway) -> None:
        self._bus = bus
        self._tell = tell

    def opened(self) -> None:
        for saver in SCREEN_SAVERS:
            rule = MatchRule(type="signal", sender=saver, interface=saver, member="ActiveChanged")
            self._bus.call(message_bus.AddMatch(rule), _ignore)
            self._ask(saver)

    def lost(self) -> None:
        """What cannot be known does not count against the learner."""
        for saver in SCREEN_SAVERS:
            self._tell(saver, False)

    def hear(self, message: Message) -> bool:
        fields = message.header.fields
        saver = fields.get(HeaderFields.interface)
        if saver not in SCREEN_SAVERS or fields.get(HeaderFields.member) != "ActiveChanged":
            return False
        self._ask(saver)
        return True

    def _ask(self, saver: str) -> None:
        """As it stands now; nobody's screen saver is started for that."""
        question = new_method_call(DBusAddress(SCREEN_SAVERS[saver], saver, saver), "GetActive")
        question.header.flags = MessageFlag.no_auto_start
        self._bus.call(question, partial(self._answered, saver))

    def _answered(self, saver: str, message: Message) -> None:
        answer = answer_of(message)
        if answer:
            self._tell(saver, bool(answer[0]))


def _ignore(_: Message) -> None:
    """Whether a rule was taken shows when something is heard."""
