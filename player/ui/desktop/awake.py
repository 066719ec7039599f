"""Keeps a Linux desktop awake: no screen saver by the session's bus, no suspend by the system's."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from typing import Any, Protocol

from jeepney import DBusAddress, FileDescriptor, Message, new_method_call

from player.ui.desktop.bus import Bus, answer_of

NAME = "Carrel"
SUSPEND, IDLE = 4, 8
"""The flags of GNOME's session manager, which the desktop portal took over."""


class Guard(Protocol):
    """One way to keep a system awake."""

    def ask(self, reason: str) -> Message:
        """What asks for it; the answer brings what it is released with."""
        ...

    def release(self, bus: Bus, held: Any) -> None: ...


class ScreenSaver:
    """The freedesktop.org screen saver: KDE, GNOME, Xfce, Cinnamon and others."""

    address = DBusAddress("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver", "org.freedesktop.ScreenSaver")

    def ask(self, reason: str) -> Message:
        return new_method_call(self.address, "Inhibit", "ss", (NAME, reason))

    def release(self, bus: Bus, held: Any) -> None:
        bus.send(new_method_call(self.address, "UnInhibit", "u", (held,)))


class SessionManager:
    """GNOME's session manager, and MATE's under the same name."""

    address = DBusAddress("/org/gnome/SessionManager", "org.gnome.SessionManager", "org.gnome.SessionManager")

    def ask(self, reason: str) -> Message:
        return new_method_call(self.address, "Inhibit", "susu", (NAME, 0, reason, SUSPEND | IDLE))

    def release(self, bus: Bus, held: Any) -> None:
        bus.send(new_method_call(self.address, "Uninhibit", "u", (held,)))


class Portal:
    """The desktop portal, the only way out of a sandbox."""

    service = "org.freedesktop.portal.Desktop"
    address = DBusAddress("/org/freedesktop/portal/desktop", service, "org.freedesktop.portal.Inhibit")

    def ask(self, reason: str) -> Message:
        return new_method_call(self.address, "Inhibit", "sua{sv}", ("", SUSPEND | IDLE, {"reason": ("s", reason)}))

    def release(self, bus: Bus, held: Any) -> None:
        request = DBusAddress(held, self.service, "org.freedesktop.portal.Request")
        bus.send(new_method_call(request, "Close"))


class Login:
    """systemd's logind: what it hands out is an open file, and closing it releases."""

    address = DBusAddress("/org/freedesktop/login1", "org.freedesktop.login1", "org.freedesktop.login1.Manager")

    def ask(self, reason: str) -> Message:
        # A closed lid still suspends: the lid is a switch of its own, and whoever closes it means it.
        return new_method_call(self.address, "Inhibit", "ssss", ("idle:sleep", NAME, reason, "block"))

    def release(self, bus: Bus, held: Any) -> None:
        held.close()


SESSION_GUARDS: tuple[Guard, ...] = (ScreenSaver(), SessionManager(), Portal())
SYSTEM_GUARDS: tuple[Guard, ...] = (Login(),)


class Awake:
    """Holds at most one guard: the first of those offered that grants it."""

    def __init__(self, bus: Bus, guards: Sequence[Guard]) -> None:
        self._bus = bus
        self._guards = guards
        self._reason: str | None = None
        self._asking = False
        self._held: tuple[Guard, Any] | None = None

    def want(self, reason: str | None) -> None:
        """Awake for this reason, or None: asleep as the system likes."""
        self._reason = reason
        self._settle()

    def opened(self) -> None:
        """Nothing to prepare."""

    def hear(self, message: Message) -> bool:
        return False

    def lost(self) -> None:
        """A bus that hangs up takes its own word back; an open file has to be closed."""
        self._release()

    def _settle(self) -> None:
        """One question at a time: whoever pauses before the answer came releases when it comes."""
        if self._asking:
            return
        if self._reason is None:
            self._release()
        elif self._held is None:
            self._ask(self._guards)

    def _ask(self, guards: Sequence[Guard]) -> None:
        if self._reason is not None and guards:
            self._asking = True
            self._bus.call(guards[0].ask(self._reason), partial(self._answered, guards))

    def _answered(self, guards: Sequence[Guard], message: Message) -> None:
        self._asking = False
        answer = answer_of(message)
        if answer:
            if isinstance(answer[0], FileDescriptor):
                # Else a program that is started meanwhile, for a link, would keep the computer awake after us.
                os.set_inheritable(answer[0].fileno(), False)
            self._held = (guards[0], answer[0])
            self._settle()
        else:
            self._ask(guards[1:])

    def _release(self) -> None:
        if self._held is not None:
            (guard, held), self._held = self._held, None
            guard.release(self._bus, held)
