"""A learning record store by hand, on loopback: it keeps what the rules say, unless its script says otherwise."""

from __future__ import annotations

import gzip
import json
import socket
import ssl
import threading
from collections import deque
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

VERSION = {"X-Experience-API-Version": "1.0.3"}
BOMB = gzip.compress(b" " * 20_000_000, 1)
KEY, SECRET = "clinic-key-7", "s3cret-Wörter"


@dataclass(frozen=True, slots=True)
class Seen:
    """A request that arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def ids(self) -> list[str]:
        return [one["id"] for one in json.loads(self.body)]


@dataclass(slots=True)
class FakeStore:
    """`script`: what it does with the next POSTs, `asking` with the next GETs; then it does as it should.

    `poison`: fails over any batch that holds one of these ids; `bad`: refuses it. `blind`: nothing may be read back.
    """

    held: dict[str, dict[str, Any]] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)
    script: deque[Reaction] = field(default_factory=deque)
    asking: deque[Reaction] = field(default_factory=deque)
    poison: set[str] = field(default_factory=set)
    bad: set[str] = field(default_factory=set)
    blind: bool = False
    says_version: bool = True
    strict: bool = False
    arrivals: int = 0
    address: str = ""
    stopping: threading.Event = field(default_factory=threading.Event)

    @property
    def posts(self) -> list[Seen]:
        return [one for one in self.seen if one.method == "POST"]

    @property
    def gets(self) -> list[Seen]:
        return [one for one in self.seen if one.method == "GET"]

    def take(self, body: bytes) -> tuple[int, object]:
        """What the rules ask of a store: all of a batch or nothing."""
        batch = json.loads(body)
        ids = [one["id"] for one in batch]
        if self.poison.intersection(ids):
            return 500, {"detail": "Internal Server Error"}
        if self.bad.intersection(ids):
            return 422, {"detail": [{"loc": ["body", 0, "actor"], "msg": "field required"}]}
        if len(set(ids)) < len(ids):
            return 400, {"message": "duplicate ids"}
        if any(one["id"] in self.held and not self._equal(one) for one in batch):
            return 409, {"message": "a statement with this id is held"}
        for one in batch:
            if one["id"] not in self.held:
                self.arrivals += 1
                self.held[one["id"]] = {**one, "stored": "2026-01-01T00:00:00Z", "authority": {"mbox": "mailto:a@b.ch"}}
        return 200, ids

    def _equal(self, one: dict[str, Any]) -> bool:
        held = self.held[one["id"]]
        if self.strict:
            return False
        return {**one, "stored": held["stored"], "authority": held["authority"]} == held


class Handler(BaseHTTPRequestHandler):
    """One connection to the fake store."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    store: FakeStore

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self._note(body)
        if self.store.script:
            self.store.script.popleft()(self, body)
        else:
            healthy(self, body)

    def do_GET(self) -> None:
        self._note(b"")
        if self.store.asking:
            self.store.asking.popleft()(self, b"")
            return
        if self.store.blind:
            self.answer(403, b'{"message": "write only"}')
            return
        asked = parse_qs(urlsplit(self.path).query)
        if "limit" in asked:
            latest = list(self.store.held.values())[-int(asked["limit"][0]) :]
            self.answer(200, json.dumps({"statements": latest, "more": ""}).encode())
            return
        wanted = asked.get("statementId", [""])[0]
        found = self.store.held.get(wanted)
        if found is None:
            self.answer(404, b"")
        else:
            self.answer(200, json.dumps(found).encode())

    def do_CONNECT(self) -> None:
        self._note(b"")
        self.answer(407, b"<html>who are you?</html>", {"Content-Type": "text/html"})

    def _note(self, body: bytes) -> None:
        self.store.seen.append(Seen(self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body))

    def answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        own = VERSION if self.store.says_version else {}
        for name, value in {"Content-Type": "application/json", **own, **(headers or {})}.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status != 204:
            self.wfile.write(body)


Reaction = Callable[[Handler, bytes], None]


def healthy(handler: Handler, body: bytes) -> None:
    status, told = handler.store.take(body)
    handler.answer(status, json.dumps(told).encode())


def silent(handler: Handler, body: bytes) -> None:
    """Takes everything and says no more than 204."""
    status, told = handler.store.take(body)
    handler.answer(204 if status == 200 else status, json.dumps(told).encode())


def says(status: int, body: bytes = b"{}", **headers: str) -> Reaction:
    """Stores nothing, and answers so."""
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler, _body: handler.answer(status, body, told)


def page(status: int = 200) -> Reaction:
    """A hotel's network that wants a click, for which every address is its own."""

    def react(handler: Handler, _body: bytes) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", "text/html; charset=utf-8")
        text = b"<!DOCTYPE html><html><body>Welcome to the Hotel</body></html>"
        handler.send_header("Content-Length", str(len(text)))
        handler.end_headers()
        handler.wfile.write(text)

    return react


def lies(handler: Handler, body: bytes) -> None:
    """Says that it took all, and took nothing."""
    handler.answer(200, json.dumps([one["id"] for one in json.loads(body)]).encode())


def half_lies(handler: Handler, body: bytes) -> None:
    """Says that it took all, and took every other one."""
    batch = json.loads(body)
    handler.store.take(json.dumps(batch[::2]).encode())
    handler.answer(200, json.dumps([one["id"] for one in batch]).encode())


def lies_silently(handler: Handler, _body: bytes) -> None:
    handler.answer(204, b"")


def drops(handler: Handler, _body: bytes) -> None:
    """Ends the connection without an answer, and has taken nothing."""
    _cut(handler)


def takes_and_drops(handler: Handler, body: bytes) -> None:
    """Takes the batch, and ends the connection before it says so."""
    handler.store.take(body)
    _cut(handler)


def drips(handler: Handler, body: bytes) -> None:
    """Takes the batch, and answers a letter at a time without an end."""
    handler.store.take(body)
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    with suppress(OSError):
        while not handler.store.stopping.wait(0.02):
            handler.wfile.write(b" ")
            handler.wfile.flush()
    handler.close_connection = True


def drips_headers(handler: Handler, _body: bytes) -> None:
    with suppress(OSError):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        while not handler.store.stopping.wait(0.02):
            handler.wfile.write(b"a")
            handler.wfile.flush()
    handler.close_connection = True


def hangs(handler: Handler, _body: bytes) -> None:
    handler.store.stopping.wait(20)
    handler.close_connection = True


def babbles(handler: Handler, _body: bytes) -> None:
    """Answers without an end, as fast as it can."""
    handler.send_response(200)
    handler.end_headers()
    with suppress(OSError):
        while not handler.store.stopping.is_set():
            handler.wfile.write(b"[" * 65536)
    handler.close_connection = True


def bombs(handler: Handler, _body: bytes) -> None:
    """A small answer that unpacks into a huge one."""
    handler.answer(200, BOMB, {"Content-Encoding": "gzip"})


def no_http(handler: Handler, _body: bytes) -> None:
    handler.wfile.write(b"220 mail.example.org ESMTP ready\r\n")
    _cut(handler)


def _cut(handler: Handler) -> None:
    handler.close_connection = True
    with suppress(OSError):
        handler.connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def running(store: FakeStore, *, context: ssl.SSLContext | None = None) -> Generator[FakeStore]:
    """The store on a port of its own on loopback."""
    handler = type("Handler", (Handler,), {"store": store})
    server = _Server(("127.0.0.1", 0), handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    store.address = f"{'https' if context else 'http'}://127.0.0.1:{server.server_port}/xapi"
    try:
        yield store
    finally:
        store.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that give up are what these tests are about."""
