from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import ExitStack, closing, contextmanager, suppress
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import make_url

from player.exchange.union.client import HubLine
from player.kiosk.problems import UnionAway
from player.ledger.hall import open_hall, open_shared_hall
from player.proof.hall import MeetingPlace
from tests.kiosk.uniting.conftest import Venue, serving
from tests.kiosk.uniting.stations import SECRET, HallStation
from tests.ledger.conftest import place_on_server
from tests.ledger.making import ledger_in

ROOT = Path(__file__).resolve().parents[3]


class ThinLine:
    """A line to a server that is cut after so many bytes, both ways together, as often as it is told how many."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        self.carried = 0
        self._left: int | None = None
        self._turn = threading.Lock()
        threading.Thread(target=self._let_in, daemon=True).start()

    def cut_after(self, count: int | None) -> None:
        with self._turn:
            self._left, self.carried = count, 0

    def close(self) -> None:
        self._door.close()

    def _let_in(self) -> None:
        while True:
            try:
                near, _ = self._door.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self._to))
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(1 << 16):
                passing = self._passing(data)
                other.sendall(passing)
                if len(passing) < len(data):
                    break
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _passing(self, data: bytes) -> bytes:
        with self._turn:
            passing = data if self._left is None else data[: self._left]
            self.carried += len(passing)
            if self._left is not None:
                self._left -= len(passing)
            return passing


@contextmanager
def venue_on_thin_line(kind: str, folder: Path) -> Generator[tuple[ThinLine, Venue]]:
    if kind == "hub":
        with (
            closing(open_hall(folder / "hub")) as hall,
            serving(hall, folder / "packages") as server,
            closing(ThinLine(server.port)) as line,
        ):
            yield line, Venue(lambda: HubLine(f"http://127.0.0.1:{line.port}", SECRET), hall)
        return
    for home in place_on_server():
        url = make_url(home.address)
        with closing(open_shared_hall(home.address)) as hall, closing(ThinLine(url.port or 5432)) as line:
            by_line = url.set(host="127.0.0.1", port=line.port).update_query_dict({"sslmode": "disable"})
            address = by_line.render_as_string(hide_password=False)
            yield line, Venue(partial(open_shared_hall, address), hall)


@pytest.mark.parametrize("kind", ["hub", "database"])
def test_a_line_that_is_cut_at_any_byte_loses_and_doubles_nothing(kind: str, tmp_path: Path) -> None:
    with venue_on_thin_line(kind, tmp_path) as (line, venue), ExitStack() as stack:
        one, other = (stack.enter_context(HallStation(tmp_path, venue.way, name=name)) for name in ("one", "other"))
        streams = []
        other.meet()
        line.cut_after(None)
        streams.append(one.record(12))
        one.meet()
        whole = line.carried
        for number in range(14):
            streams.append(one.record(2))
            one.register(f"attendee {number}")
            line.cut_after(whole * number // 14)
            with suppress(UnionAway):
                one.meet()
            line.cut_after(whole * (13 - number) // 14)
            with suppress(UnionAway):
                other.meet()
        line.cut_after(None)
        one.meet(after_s=61)
        other.meet(after_s=61)
        # `content` itself asserts that no event is there twice.
        assert other.content() == one.content()
        assert set(streams) == set(other.content())
        assert other.all_cards() == one.all_cards()
        assert len(other.all_cards()) == 14
        assert one.meet().events_out == 0


def test_nobody_there_is_told_and_met_again_as_soon_as_there_is(tmp_path: Path) -> None:
    with venue_on_thin_line("hub", tmp_path) as (line, venue), HallStation(tmp_path, venue.way, name="S") as station:
        station.meet()
        station.record()
        line.cut_after(0)
        with pytest.raises(UnionAway) as away:
            station.meet()
        assert "does not answer" in away.value.what
        line.cut_after(None)
        assert station.meet().events_out == 6


def test_a_database_that_may_not_be_written_is_told_and_met_again(tmp_path: Path) -> None:
    for home in place_on_server():
        readable = make_url(home.address)
        options = str(readable.query["options"]) + " -cdefault_transaction_read_only=on"
        read_only = readable.update_query_dict({"options": options}).render_as_string(hide_password=False)
        open_shared_hall(home.address).close()
        with HallStation(tmp_path, partial(open_shared_hall, read_only), name="S") as station:
            station.record()
            with pytest.raises(UnionAway) as away:
                station.meet()
            assert "not written" in away.value.what
            station.go_by(partial(open_shared_hall, home.address))
            assert station.meet().events_out == 6


def test_a_database_that_is_not_there_is_told(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as door:
        port = door.getsockname()[1]
    address = f"postgresql://carrel:secret@127.0.0.1:{port}/hall"
    with HallStation(tmp_path, partial(open_shared_hall, address), name="S") as station:
        with pytest.raises(UnionAway) as away:
            station.meet()
        assert "secret" not in away.value.sentence


HUB = """
import sys
from pathlib import Path
from player.exchange.union.desk import HubDesk
from player.exchange.union.packages import HubPackages
from player.exchange.union.server import HubServer
from player.ledger.hall import open_hall
folder = Path(sys.argv[1])
desk = HubDesk(open_hall(folder), HubPackages(folder / "packages"), bytes.fromhex(sys.argv[2]))
server = HubServer(desk, address="127.0.0.1", port=int(sys.argv[3]))
print(server.port, flush=True)
server.serve_forever()
"""


def hub_process(folder: Path, port: int = 0) -> tuple[subprocess.Popen[str], int]:
    process = subprocess.Popen(
        [sys.executable, "-c", HUB, str(folder), SECRET.hex(), str(port)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    return process, int(process.stdout.readline())


@pytest.mark.skipif(os.name != "posix", reason="kills as the power does")
def test_a_hub_that_is_killed_has_all_that_it_said_it_had(tmp_path: Path) -> None:
    process, port = hub_process(tmp_path / "hub")

    def way() -> MeetingPlace:
        return HubLine(f"http://127.0.0.1:{port}", SECRET)

    with ExitStack() as stack:
        one, other = (stack.enter_context(HallStation(tmp_path, way, name=name)) for name in ("one", "other"))
        try:
            one.record()
            one.register("Ada")
            one.meet()
            process.send_signal(signal.SIGKILL)
            process.wait()
            one.record()
            with pytest.raises(UnionAway):
                one.meet()
            process, _ = hub_process(tmp_path / "hub", port)
            assert one.meet().events_out == 6
            met = other.meet()
        finally:
            process.kill()
            process.wait()
        assert (met.events_in, met.cards_in) == (12, 1)
        assert other.content() == one.content()


def test_what_came_into_the_hall_by_another_way_is_told_once_it_is_opened_again(tmp_path: Path) -> None:
    with HallStation(tmp_path, lambda: open_hall(tmp_path / "hub"), name="S") as station:
        station.record()
        open_hall(tmp_path / "hub").close()
        collector = ledger_in(tmp_path / "hub")
        collector.take_from(station.ledger)
        collector.close()
        with closing(open_hall(tmp_path / "hub")) as hall, HallStation(tmp_path, lambda: hall, name="T") as other:
            assert other.meet().events_in == 6
