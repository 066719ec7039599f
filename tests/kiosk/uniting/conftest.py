from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest

from player.exchange.union.client import HubLine
from player.exchange.union.desk import HubDesk
from player.exchange.union.packages import HubPackages
from player.exchange.union.server import HubServer
from player.ledger.hall import Hall, open_hall, open_shared_hall
from player.proof.hall import MeetingPlace
from tests.kiosk.uniting.stations import SECRET
from tests.ledger.conftest import place_on_server


class Venue:
    """A place where stations meet, real and over sockets, and what it holds."""

    def __init__(self, way: Callable[[], MeetingPlace], hall: Hall) -> None:
        self.way = way
        self.hall = hall


@contextmanager
def serving(hall: Hall, folder: Path, *, port: int = 0) -> Generator[HubServer]:
    """A hub on loopback."""
    server = HubServer(HubDesk(hall, HubPackages(folder), SECRET), address="127.0.0.1", port=port)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Venue]:
    with closing(open_hall(tmp_path / "hub")) as hall, serving(hall, tmp_path / "packages") as server:
        yield Venue(lambda: HubLine(f"http://127.0.0.1:{server.port}", SECRET), hall)


@pytest.fixture(params=["hub", "database"])
def venue(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Venue]:
    """Each test that asks for it runs with a hub and with a PostgreSQL server."""
    if request.param == "hub":
        with closing(open_hall(tmp_path / "hub")) as hall, serving(hall, tmp_path / "packages") as server:
            yield Venue(lambda: HubLine(f"http://127.0.0.1:{server.port}", SECRET), hall)
        return
    for home in place_on_server():
        with closing(open_shared_hall(home.address)) as hall:
            yield Venue(partial(open_shared_hall, home.address), hall)
