"""A desktop's two buses and the services on them that the tests of this room share."""

from __future__ import annotations

import subprocess
from contextlib import ExitStack
from dataclasses import dataclass

from player.ui.desktop.port import Showing
from tests.ui.desktop.buses import Caller, OpenFile, Service

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
    system_daemon: subprocess.Popen[str]
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


def screen_saver(buses: Buses) -> Service:
    service = buses.service(buses.session, SCREEN_SAVER)
    service.answers["Inhibit"] = lambda *_: ("u", (3_000_000_000,))
    service.answers["UnInhibit"] = lambda *_: (None, ())
    return service


def login(buses: Buses, *files: OpenFile, **state: bool) -> Service:
    service = buses.service(buses.system, LOGIN)
    left = list(files)
    service.answers["Inhibit"] = lambda *_: ("h", (left.pop(0),))
    service.answers["GetSession"] = lambda *_: ("o", (SESSION_PATH,))
    stand(service, **state)
    return service


def stand(service: Service, *, locked: bool = False, active: bool = True) -> None:
    """How the session stands from now on."""
    state = {"LockedHint": ("b", locked), "Active": ("b", active)}
    service.answers["GetAll"] = lambda *_: ("a{sv}", (state,))


def tell(service: Service, *, to: str | None = None, **state: bool) -> None:
    """Says that a session stands so, as logind does."""
    body = (LOGIN_SESSION, {name: ("b", value) for name, value in state.items()}, [])
    service.emit(SESSION_PATH, "org.freedesktop.DBus.Properties", "PropertiesChanged", "sa{sv}as", body, to=to)


def cover(service: Service, name: str, path: str, covered: bool) -> None:
    """A screen saver comes or goes."""
    service.answers["GetActive"] = lambda *_: ("b", (covered,))
    service.emit(path, name, "ActiveChanged", "b", (covered,))
