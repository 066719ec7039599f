"""A line to a server that can be cut at a chosen word, so that the server hears it and its answer is lost."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self


class WireCutter:
    """Hands everything on in both directions, until it is told to cut."""

    def __init__(self, host: str, port: int) -> None:
        self._to = (host, port)
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        self._word: bytes | None = None
        self._ends: list[socket.socket] = []
        threading.Thread(target=self._let_in, daemon=True).start()

    def cut_after(self, word: bytes) -> None:
        """The next line on which a client says `word` is cut when the server has answered, once."""
        self._word = word

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for end in (self._door, *self._ends):
            end.close()

    def _let_in(self) -> None:
        while True:
            try:
                client, _ = self._door.accept()
            except OSError:
                return
            server = socket.create_connection(self._to)
            self._ends += [client, server]
            heard = threading.Event()
            threading.Thread(target=self._forth, args=(client, server, heard), daemon=True).start()
            threading.Thread(target=self._back, args=(server, client, heard), daemon=True).start()

    def _forth(self, client: socket.socket, server: socket.socket, heard: threading.Event) -> None:
        with suppress(OSError), server:
            while data := client.recv(1 << 16):
                if self._word is not None and self._word in data:
                    self._word = None
                    heard.set()
                server.sendall(data)

    def _back(self, server: socket.socket, client: socket.socket, heard: threading.Event) -> None:
        with suppress(OSError), client:
            while (data := server.recv(1 << 16)) and not heard.is_set():
                client.sendall(data)
            client.shutdown(socket.SHUT_RDWR)
