from __future__ import annotations

import io
import socket
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from player.domain.kiosk.hall import StationWord
from player.domain.problem import Problem
from player.exchange.union import server as door
from player.exchange.union.client import HubLine, HubUnreachable, NotTheHub
from player.exchange.union.server import HubServer
from player.ledger.hall import Hall, open_hall
from player.proof.hall import Asked
from tests.kiosk.uniting.conftest import serving
from tests.kiosk.uniting.stations import SECRET

NOW = datetime(2030, 1, 1, tzinfo=UTC)
WORD = StationWord(station="S", device="d" * 64, at=NOW, seated=NOW)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with closing(open_hall(tmp_path / "hub")) as hall:
        yield hall


@pytest.fixture
def hub(hall: Hall, tmp_path: Path) -> Iterator[HubServer]:
    with serving(hall, tmp_path / "packages") as server:
        yield server


def line_to(hub: HubServer, secret: bytes = SECRET) -> HubLine:
    return HubLine(f"http://127.0.0.1:{hub.port}", secret)


def spoken(hub: HubServer, said: bytes) -> bytes:
    """What comes back for these bytes, until the hub hangs up."""
    with socket.create_connection(("127.0.0.1", hub.port), timeout=10) as line:
        line.sendall(said)
        line.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: line.recv(1 << 16), b""))


def test_a_station_with_another_operators_key_is_refused_and_told_why(hub: HubServer, hall: Hall) -> None:
    with pytest.raises(NotTheHub) as refused:
        line_to(hub, b"of another hall").meet(Asked(word=WORD))
    assert "operator's key" in refused.value.what
    assert hall.words() == ()


@contextmanager
def in_between(hub: HubServer, alter: Callable[[bytes], bytes]) -> Generator[int]:
    """Somebody on the line who hands everything on, and the hub's answers altered. The port at which they listen."""

    class Between(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            line = HTTPConnection("127.0.0.1", hub.port, timeout=10)
            line.request("POST", self.path, asked, dict(self.headers.items()))
            answer = line.getresponse()
            body = alter(answer.read())
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in ("content-length", "connection", "date", "server"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            line.close()

        def log_message(self, format: str, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Between)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def test_an_answer_that_somebody_gives_once_more_is_not_believed(hub: HubServer) -> None:
    """Well made, of this very hub, and an answer to something else."""
    heard: list[bytes] = []

    def the_first(body: bytes) -> bytes:
        heard.append(body)
        return heard[0]

    with in_between(hub, the_first) as port:
        line = HubLine(f"http://127.0.0.1:{port}", SECRET)
        assert line.meet(Asked(word=WORD)).words == (WORD,)
        with pytest.raises(NotTheHub):
            line.meet(Asked(word=replace(WORD, station="T")))


def test_whoever_answers_without_the_secret_is_not_believed(hub: HubServer) -> None:
    line = line_to(hub)
    hub.desk._secret = b"of somebody else"  # pyright: ignore[reportPrivateUsage]
    with pytest.raises(NotTheHub):
        line.meet(Asked(word=WORD))


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", b"501"),
        (b"POST /meet HTTP/1.1\r\n\r\n", b"411"),
        (b"POST /meet HTTP/1.1\r\nContent-Length: -1\r\n\r\n", b"411"),
        (b"POST /meet HTTP/1.1\r\nContent-Length: 1e3\r\n\r\n", b"411"),
        (b"POST /meet HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n", b"413"),
        (b"POST /meet HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"411"),
        (b"POST /meet HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc", b"403"),
        (b"POST /../../etc/passwd HTTP/1.1\r\nContent-Length: 0\r\n\r\n", b"404"),
        (b"POST /meet HTTP/1.1\r\n" + b"X: y\r\n" * 500 + b"\r\n", b"431"),
        (b"\xff\xfe\x00 /// \r\n\r\n", b"400"),
    ],
)
def test_what_is_no_request_gets_a_number_and_nothing_else(
    hub: HubServer, capfd: pytest.CaptureFixture[str], said: bytes, status: bytes
) -> None:
    answer = spoken(hub, said)
    assert status in answer[:20] or answer == b""
    assert b"Traceback" not in answer
    assert len(answer) < 200
    assert capfd.readouterr().err == ""
    line_to(hub).meet(Asked(word=WORD))


def test_half_a_request_brings_nothing_about(hub: HubServer, hall: Hall) -> None:
    assert spoken(hub, b"POST /meet HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc") == b""
    assert hall.words() == ()


def test_whoever_speaks_a_letter_at_a_time_is_cut_off(
    hall: Hall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "REQUEST_S", 0.2)
    with serving(hall, tmp_path / "packages") as hub, socket.create_connection(("127.0.0.1", hub.port)) as line:
        ended = threading.Event()

        def dribble() -> None:
            with suppress(OSError):
                while not ended.wait(0.02):
                    line.sendall(b"X")

        threading.Thread(target=dribble, daemon=True).start()
        line.settimeout(10)
        with suppress(ConnectionResetError):
            assert line.recv(100) == b""
        ended.set()


def test_those_who_hold_lines_open_do_not_keep_stations_out(hub: HubServer) -> None:
    lines = [socket.create_connection(("127.0.0.1", hub.port)) for _ in range(door.MOST_OF_ONE_ADDRESS + 4)]
    for line in lines:
        line.close()
    for _ in range(50):
        with suppress(HubUnreachable):
            line_to(hub).meet(Asked(word=WORD))
            return
    raise AssertionError


def test_a_bug_at_the_hub_is_told_as_a_problem_and_shown_there(
    hub: HubServer, hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Not by capfd: whoever reads there empties it, with what the hub writes at that moment.
    shown = io.StringIO()
    monkeypatch.setattr(sys, "stderr", shown)
    hall.close()
    with pytest.raises(Problem):
        line_to(hub).meet(Asked(word=WORD))
    until = time.monotonic() + 10
    while "cannot schedule" not in shown.getvalue() and time.monotonic() < until:
        time.sleep(0.01)
    assert "cannot schedule" in shown.getvalue()
