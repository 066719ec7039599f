"""Buses of a test's own, and services on them made by hand."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    MessageType,
    message_bus,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection

# Nothing is started by asking for it: what a test does not put on the bus is not there.
CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
<type>session</type>
<listen>unix:path={path}</listen>
<auth>EXTERNAL</auth>
<policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
</policy>
</busconfig>
"""
Answer = tuple[str | None, tuple[Any, ...]]
"""A signature and what it describes."""


@contextmanager
def bus_running() -> Generator[tuple[str, subprocess.Popen[str]]]:
    """A message bus; its address and its process."""
    # A folder of its own: the path of a socket may hold 107 letters, fewer than pytest's folders may have.
    with TemporaryDirectory(prefix="bus-") as folder:
        configuration = Path(folder) / "bus.conf"
        configuration.write_text(CONFIGURATION.format(path=Path(folder) / "bus"))
        command = ["dbus-daemon", f"--config-file={configuration}", "--nofork", "--print-address"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as daemon:
            assert daemon.stdout is not None
            try:
                yield daemon.stdout.readline().strip(), daemon
            finally:
                daemon.kill()


class Service:
    """Owns names on a bus and answers calls as `answers` says, on a thread of its own.

    `calls`: what was asked, as (member, arguments). `gone`: the connections that ended since it began.
    """

    def __init__(self, address: str, *names: str) -> None:
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self.senders: list[str] = []
        self.gone: set[str] = set()
        self.answers: dict[str, Callable[..., Answer]] = {}
        self._names = names
        self._connection: DBusConnection = open_dbus_connection(address, enable_fds=True)
        for name in names:
            self._connection.send_and_get_reply(message_bus.RequestName(name))
        leaving = MatchRule(type="signal", sender="org.freedesktop.DBus", member="NameOwnerChanged")
        self._connection.send_and_get_reply(message_bus.AddMatch(leaving))
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def asked(self, member: str) -> list[tuple[Any, ...]]:
        return [arguments for name, arguments in self.calls if name == member]

    def emit(
        self, path: str, interface: str, member: str, signature: str, body: tuple[Any, ...], *, to: str | None = None
    ) -> None:
        """Says something to everybody who wants to hear it, or under no matter whose name `to` one."""
        message = new_signal(DBusAddress(path, interface=interface), member, signature, body)
        if to is not None:
            message.header.fields[HeaderFields.destination] = to
        self._connection.send(message)

    def close(self) -> None:
        self._over.set()
        self._thread.join(5)
        self._connection.close()

    def _serve(self) -> None:
        while not self._over.is_set():
            try:
                message = self._connection.receive(timeout=0.02)
            except TimeoutError:
                continue
            except OSError:
                return
            if message.header.message_type is MessageType.method_call:
                self._answer(message)
            elif message.header.fields.get(HeaderFields.member) == "NameOwnerChanged" and not message.body[2]:
                self.gone.add(message.body[0])

    def _answer(self, message: Message) -> None:
        member = message.header.fields[HeaderFields.member]
        self.calls.append((member, message.body))
        self.senders.append(message.header.fields[HeaderFields.sender])
        answer = self.answers.get(member)
        if answer is None:
            self._connection.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod"))
            return
        signature, body = answer(*message.body)
        self._connection.send(new_method_return(message, signature, body))
        for part in body:
            # What was handed over is no longer ours to keep open.
            if isinstance(part, OpenFile):
                part.close()


class OpenFile:
    """The one end of a pipe that is handed out: `is_released` once nobody holds it any more."""

    def __init__(self) -> None:
        self._watched, self._given = os.pipe()
        os.set_blocking(self._watched, False)

    def fileno(self) -> int:
        return self._given

    def close(self) -> None:
        os.close(self._given)

    @property
    def is_released(self) -> bool:
        try:
            return os.read(self._watched, 1) == b""
        except BlockingIOError:
            return False

    def forget(self) -> None:
        os.close(self._watched)


class Caller:
    """Somebody on the bus who asks, as a lock screen or a headset does, and hears what is told."""

    def __init__(self, address: str) -> None:
        self._connection = open_dbus_connection(address)
        self._connection.send_and_get_reply(
            message_bus.AddMatch(MatchRule(type="signal", path="/org/mpris/MediaPlayer2"))
        )
        self.heard: list[tuple[str, tuple[Any, ...]]] = []

    def call(self, message: Message) -> Message:
        return self._connection.send_and_get_reply(message, timeout=5)

    def hear(self) -> list[tuple[str, tuple[Any, ...]]]:
        """Everything that was told until now."""
        while True:
            try:
                message = self._connection.receive(timeout=0)
            except TimeoutError:
                return self.heard
            fields = message.header.fields
            if message.header.message_type is MessageType.signal and fields.get(HeaderFields.path):
                self.heard.append((fields[HeaderFields.member], message.body))

    def close(self) -> None:
        self._connection.close()
