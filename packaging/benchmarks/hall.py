"""The hall: what one meeting of a station costs when there is nothing new, beside merging whole ledgers both ways."""

from __future__ import annotations

import os
import statistics
import threading
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from measuring import Figures, timed

from player.exchange.union.client import HubLine
from player.exchange.union.desk import HubDesk
from player.exchange.union.packages import HubPackages
from player.exchange.union.server import HubServer
from player.ledger.hall import Hall, open_hall, open_shared_hall
from player.proof.hall import Given, MeetingPlace
from tests.kiosk.uniting.stations import SECRET, HallStation
from tests.ledger.conftest import place_on_server
from tests.ledger.making import ledger_in
from tests.ledger.strands import OTHER, strand

STREAMS = (0, 500, 5_000)
EVENTS = 40
HALF_AN_HOUR = 180
"""The player writes an event at least every ten seconds."""
MEETINGS = 21


def measure_hall(folder: Path) -> Figures:
    """`…_idle_ms`: a meeting without news; `…_b`: what of it went over the line; `…_go_on_ms`: from the last act at one
    station until half an hour of watching can be gone on with at another."""
    figures: Figures = {}
    for count in STREAMS:
        figures |= _of_hub(folder / f"hub{count}", count)
        if os.environ.get("CARREL_TEST_POSTGRES"):
            figures |= _of_database(folder / f"database{count}", count)
    return figures


def _of_hub(folder: Path, count: int) -> Figures:
    with closing(open_hall(folder / "hub")) as hall, _serving(hall, folder) as server:
        lines: list[HubLine] = []

        def line() -> MeetingPlace:
            lines.append(HubLine(f"http://127.0.0.1:{server.port}", SECRET))
            return lines[-1]

        figures = _measured(folder, hall, line, "hall_hub", count)
        station = HallStation(folder, line, name="bytes")
        station.meet()
        station.meet()
        before = lines[-1].bytes_sent + lines[-1].bytes_received
        station.meet()
        return figures | {f"hall_hub_{count}_b": lines[-1].bytes_sent + lines[-1].bytes_received - before}


def _of_database(folder: Path, count: int) -> Figures:
    figures: Figures = {}
    for home in place_on_server():
        with closing(open_shared_hall(home.address)) as hall:
            figures |= _measured(folder, hall, partial(open_shared_hall, home.address), "hall_database", count)
    return figures


def _measured(folder: Path, hall: Hall, way: Callable[[], MeetingPlace], name: str, count: int) -> Figures:
    for start in range(0, count, 500):
        hall.take(Given(strands=tuple(strand(key=OTHER, events=EVENTS) for _ in range(min(500, count - start)))))
    with HallStation(folder, way, name="one") as one, HallStation(folder, way, name="other") as other:
        first = timed(one.meet)
        other.meet()
        idle = statistics.median(timed(one.meet) for _ in range(MEETINGS))
        all_of_it = timed(lambda: one.meet(after_s=61))
        one.start_again()
        again = timed(one.meet)
        stream = one.record(HALF_AN_HOUR)
        go_on = timed(lambda: (one.ledger.sign_head(stream), one.meet(), other.meet()))
        assert len(other.content()[stream].main) == HALF_AN_HOUR + 1
    return {
        f"{name}_{count}_first_ms": first,
        f"{name}_{count}_idle_ms": idle,
        f"{name}_{count}_every_minute_ms": all_of_it,
        f"{name}_{count}_start_ms": again,
        f"{name}_{count}_go_on_ms": go_on,
        f"{name}_{count}_merge_ms": _merged_both_ways(folder, hall),
    }


def _merged_both_ways(folder: Path, hall: Hall) -> float:
    """What it would cost without marks: two ledgers with nothing new for each other."""
    one, other = ledger_in(folder / "merged"), ledger_in(folder / "merged too")
    for given in hall.all():
        one.take_in(given.strands)
        other.take_in(given.strands)
    taken = timed(lambda: (one.take_from(other), other.take_from(one)))
    one.close()
    other.close()
    return taken


@contextmanager
def _serving(hall: Hall, folder: Path) -> Generator[HubServer]:
    server = HubServer(HubDesk(hall, HubPackages(folder / "packages"), SECRET), address="127.0.0.1", port=0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()
