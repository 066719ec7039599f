"""The hub's door: a small HTTP server for a dozen stations in a local network.

It is the standard library's: what it does waits for one database, so that an event loop would gain nothing, and a
thread for each station is few. Nobody keeps it from the others: connections are counted, each request has its time and
its size, and whoever takes longer is put through to nobody.
"""

from __future__ import annotations

import socket
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

from player.exchange.union.desk import FAILED, Answer, HubDesk, Request
from player.exchange.union.wire import MAC_HEADER, MOST_BYTES, NONCE_HEADER

MOST_CONNECTIONS = 40
MOST_OF_ONE_ADDRESS = 16
"""A station has one or two; nobody in the network can take all places."""
REQUEST_S = 30
"""For a whole request to arrive and its answer to leave."""
IDLE_S = 60
"""Between two requests on one connection: a station asks every few seconds."""
PORT = 8787
_TOO_LARGE = 413
_LENGTH_MISSING = 411


class HubServer(ThreadingHTTPServer):
    """Serves until `shutdown`; `port` is the one that was found where 0 was asked for."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, desk: HubDesk, *, address: str = "", port: int = PORT) -> None:
        """Raises OSError when the port cannot be had."""
        self.desk = desk
        self._until: dict[socket.socket, float] = {}
        self._from: dict[socket.socket, str] = {}
        self._turn = threading.Lock()
        super().__init__((address, port), _Handler)

    @property
    def port(self) -> int:
        return self.server_address[1]

    def give_until(self, connection: socket.socket, seconds: float) -> None:
        """What is not through by then is cut."""
        with self._turn:
            self._until[connection] = time.monotonic() + seconds

    def verify_request(self, request: Any, client_address: Any) -> bool:
        del request
        with self._turn:
            of_this = sum(address == client_address[0] for address in self._from.values())
            return len(self._from) < MOST_CONNECTIONS and of_this < MOST_OF_ONE_ADDRESS

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._turn:
            self._from[request] = client_address[0]
        self.give_until(request, REQUEST_S)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._turn:
            self._until.pop(request, None)
            self._from.pop(request, None)
        super().shutdown_request(request)

    def service_actions(self) -> None:
        """Called about twice a second: cuts those who are late, however little by little they speak."""
        now = time.monotonic()
        with self._turn:
            late = [connection for connection, until in self._until.items() if until < now]
        for connection in late:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever hangs up in the middle is no news; nothing is printed of anybody, but bugs are."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server_version = "Carrel"
    sys_version = ""
    disable_nagle_algorithm = True

    @property
    def _hub(self) -> HubServer:
        return cast(HubServer, self.server)

    def do_POST(self) -> None:
        self._hub.give_until(self.connection, REQUEST_S)
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit() and len(length) < 12):
            self._refuse(_LENGTH_MISSING)
        elif int(length) > MOST_BYTES:
            self._refuse(_TOO_LARGE)
        else:
            self._answer(int(length))

    def _answer(self, length: int) -> None:
        body = self.rfile.read(length)
        if len(body) < length:
            self.close_connection = True
            return
        nonce, mac = (self.headers.get(name, "") for name in (NONCE_HEADER, MAC_HEADER))
        request = Request(path=self.path, nonce=nonce, mac=mac, body=body)
        try:
            answer = self._hub.desk.answer(request)
        except Exception:
            # A bug: whoever asked is told that it failed, and asks again.
            self._refuse(FAILED)
            raise
        self._send(answer)
        self._hub.give_until(self.connection, IDLE_S)

    def _send(self, answer: Answer) -> None:
        self.send_response_only(answer.status)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Content-Type", "application/vnd.carrel.hall")
        self.send_header(MAC_HEADER, answer.mac)
        self.end_headers()
        self.wfile.write(answer.body)

    def _refuse(self, status: int) -> None:
        """What is left of the request is not read: so the connection ends."""
        self.close_connection = True
        self._send(Answer(status=status))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What is no HTTP, or no request that there is: without a page, and without a word of what was sent."""
        del message, explain
        self._refuse(code)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is kept of who asked what."""
