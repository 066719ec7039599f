"""One connection to a D-Bus, on a thread of its own, so that the thread that draws never waits for another program."""

from __future__ import annotations

import logging
import selectors
import socket
import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from jeepney import DBusErrorResponse, HeaderFields, Message, MessageType, new_error
from jeepney.io.blocking import DBusConnection, open_dbus_connection

SESSION, SYSTEM = "SESSION", "SYSTEM"
LONGEST_CLOSE_S = 0.5
"""A bus that does not answer at the end of the program is left to the operating system."""
_NO_BUS = (OSError, ValueError, LookupError, RuntimeError, StopIteration, DBusErrorResponse)
"""What jeepney raises where there is no bus, or none that lets us in: a broken address, no socket, no permission."""
_log = logging.getLogger(__name__)

Then = Callable[[Message], None]


class Part(Protocol):
    """Something that talks over a bus. All of it is called on the thread of that bus."""

    def opened(self) -> None:
        """The bus is there."""
        ...

    def hear(self, message: Message) -> bool:
        """A signal or a call came in; says whether it was for this part."""
        ...

    def lost(self) -> None:
        """The bus is gone for good, or never was: nothing can be sent any more."""
        ...


class Bus:
    """Without a bus everything asked of it is dropped, without a word: a learner can do nothing about it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._parts: Sequence[Part] = ()
        self._work: deque[Callable[[], None]] = deque()
        self._waiting: dict[int, Then] = {}
        self._connection: DBusConnection | None = None
        self._bell: socket.socket | None = None
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, *parts: Part) -> None:
        self._parts = parts
        self._bell, ear = socket.socketpair()
        self._thread = threading.Thread(target=self._run, args=(ear,), name=f"{self._name} bus", daemon=True)
        self._thread.start()

    # --- from any thread ---------------------------------------------------------------------------------

    def post(self, work: Callable[[], None]) -> None:
        """Has this done on the bus's thread, once the bus is there."""
        if not self._over.is_set():
            self._work.append(work)
            self._ring()

    def close(self) -> None:
        """Does what was posted before, then hangs up."""
        self.post(self._over.set)
        if self._thread is not None:
            self._thread.join(LONGEST_CLOSE_S)
        if self._bell is not None:
            self._bell.close()

    # --- on the thread of the bus ------------------------------------------------------------------------

    def send(self, message: Message) -> None:
        if self._connection is not None:
            self._connection.send(message)

    def call(self, message: Message, then: Then) -> None:
        """Asks; the answer, which may be an error, is given to `then` when it comes."""
        if self._connection is not None:
            serial = next(self._connection.outgoing_serial)
            self._waiting[serial] = then
            self._connection.send(message, serial=serial)

    def _run(self, ear: socket.socket) -> None:
        try:
            self._connection = open_dbus_connection(self._name, enable_fds=True)
            for part in self._parts:
                part.opened()
            self._serve(self._connection, ear)
        except _NO_BUS as error:
            _log.info("no %s bus: %s", self._name, error)
        finally:
            self._over.set()
            self._hang_up()
            ear.close()

    def _serve(self, connection: DBusConnection, ear: socket.socket) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(connection.sock, selectors.EVENT_READ)
            selector.register(ear, selectors.EVENT_READ)
            while not self._over.is_set():
                ready = {key.fileobj for key, _ in selector.select()}
                if ear in ready:
                    ear.recv(4096)
                    self._do_work()
                if connection.sock in ready and not self._over.is_set():
                    self._listen(connection)

    def _do_work(self) -> None:
        while self._work and not self._over.is_set():
            self._work.popleft()()

    def _listen(self, connection: DBusConnection) -> None:
        while True:
            try:
                message = connection.receive(timeout=0)
            except TimeoutError:
                return
            self._deliver(message)

    def _deliver(self, message: Message) -> None:
        then = self._waiting.pop(message.header.fields.get(HeaderFields.reply_serial, -1), None)
        if then is not None:
            then(message)
            return
        known = any(part.hear(message) for part in self._parts)
        if not known and message.header.message_type is MessageType.method_call:
            self.send(new_error(message, "org.freedesktop.DBus.Error.UnknownObject"))

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        for part in self._parts:
            part.lost()
        if connection is not None:
            connection.close()
        self._work.clear()
        self._waiting.clear()
        # The parts hold this bus: the circle is opened, as Python's collector may be off.
        self._parts = ()

    def _ring(self) -> None:
        try:
            if self._bell is not None:
                self._bell.send(b"\0", socket.MSG_DONTWAIT)
        except OSError:
            # Nobody listens any more, or so much is waiting already that the bell rings anyway.
            pass


def answer_of(message: Message) -> tuple[Any, ...] | None:
    """What a call brought back; None where it was refused."""
    return None if message.header.message_type is MessageType.error else message.body
