"""What is different where the ledger lies on a PostgreSQL server; all the rest runs on both, see `home`."""

from __future__ import annotations

import sys
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, make_url, text

from player.domain.problem import Problem
from player.ledger import postgres
from player.ledger.problems import DriverMissing, NoAddress, ServerBusy, ServerGone, ServerReadOnly, ServerRefuses
from player.proof.chain import read_events
from tests.ledger.conftest import Home
from tests.ledger.making import ledger_at, opening, sums_are_right, watched


def changed(home: Home, **parts: Any) -> str:
    return make_url(home.address).set(**parts).render_as_string(hide_password=False)


@contextmanager
def other_client(home: Home) -> Generator[Connection]:
    engine = create_engine(make_url(home.address).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def test_a_server_that_is_not_there_is_told(server: Home) -> None:
    with pytest.raises(ServerGone):
        ledger_at(changed(server, host="127.0.0.1", port=1))
    with pytest.raises(ServerGone):
        ledger_at(changed(server, host="nowhere.invalid"))


def test_a_wrong_password_name_or_database_is_told_and_the_password_is_not(server: Home) -> None:
    wrong = [changed(server, username="stranger"), changed(server, database="nowhere")]
    if make_url(server.address).password:
        wrong.append(changed(server, password="not-the-one"))
    for address in wrong:
        with pytest.raises(ServerRefuses) as met:
            ledger_at(address)
        assert str(make_url(server.address).password) not in met.value.sentence


@pytest.mark.parametrize("address", ["postgresql:", "postgresql://[", "sqlite:///x", "mysql://a/b", "x", ""])
def test_what_is_no_address_is_told(address: str) -> None:
    with pytest.raises((NoAddress, ServerGone)):
        postgres.PostgresServer(address).read().__enter__()


def test_where_the_driver_is_not_installed_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(DriverMissing):
        postgres.PostgresServer("postgresql://a:b@c/d")


def test_a_ledger_that_may_only_be_read_is_a_problem_until_it_may_be_written(server: Home) -> None:
    ledger = server.open()
    stream = ledger.open(opening())
    ledger.close()
    # The schema of the test is named there too.
    options = f"{make_url(server.address).query['options']} -cdefault_transaction_read_only=on"
    reading = ledger_at(changed(server, query={"options": options}))
    assert reading.streams()[0].events == stream.events
    with pytest.raises(ServerReadOnly):
        reading.streams()[0].append(watched(1))
    reading.close()
    again = server.open()
    assert again.streams()[0].append(watched(1)).seq == 1
    again.close()


def test_a_stream_that_another_program_holds_is_a_problem_and_then_goes_on(
    server: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "SETTINGS", ("SET lock_timeout = '50ms'",))
    ledger = server.open()
    held, free = ledger.open(opening()), ledger.open(opening())
    with other_client(server) as client:
        client.execute(text("SELECT 1 FROM stream WHERE number = 1 FOR UPDATE"))
        with pytest.raises(ServerBusy):
            held.append(watched(1))
        assert free.append(watched(1)).seq == 1
    assert held.append(watched(1)).seq == 1
    ledger.close()


def test_writers_at_the_same_moment_leave_one_chain_for_each_stream(server: Home) -> None:
    first = server.open()
    names = [first.open(opening()).id for _ in range(3)]
    first.close()

    def write(number: int) -> None:
        ledger = server.open()
        streams = {stream.id: stream for stream in ledger.streams()}
        for count in range(20):
            streams[names[(number + count) % 3]].append(watched(count))
        ledger.database.close()

    with ThreadPoolExecutor(6) as pool:
        for done in [pool.submit(write, number) for number in range(6)]:
            done.result()
    ledger = server.open()
    assert ledger.damaged() == ()
    assert sum(len(read_events(ledger.bodies(name))) for name in names) == 3 + 6 * 20
    assert sums_are_right(ledger)
    ledger.close()


def test_threads_of_one_program_may_append_to_one_stream_at_once(home: Home) -> None:
    ledger = home.open()
    stream = ledger.open(opening())
    with ThreadPoolExecutor(4) as pool:
        seqs = sorted(event.seq for event in pool.map(lambda number: stream.append(watched(number)), range(60)))
    assert seqs == list(range(1, 61))
    assert read_events(ledger.bodies(stream.id)) == stream.events
    ledger.close()


def test_what_is_told_as_saved_is_on_the_servers_disk_whatever_its_own_habit(server: Home) -> None:
    ledger = server.open()

    def setting(connection: Connection) -> object:
        return connection.scalar(text("SHOW synchronous_commit"))

    with other_client(server) as client:
        client.execute(text("ALTER ROLE CURRENT_USER SET synchronous_commit = off"))
    try:
        fresh = server.open()
        assert ledger.database.write(setting) == fresh.database.write(setting) == "on"
        fresh.close()
    finally:
        with other_client(server) as client:
            client.execute(text("ALTER ROLE CURRENT_USER RESET synchronous_commit"))
    ledger.close()


def test_event_bytes_are_stored_as_bytes(server: Home) -> None:
    ledger = server.open()
    with ledger.database.read() as connection:
        query = "SELECT data_type FROM information_schema.columns WHERE column_name IN ('body', 'hash', 'envelope')"
        kinds = set(connection.scalars(text(f"{query} AND table_schema = current_schema()")))
    assert kinds == {"bytea"}
    ledger.close()


def test_reading_sees_one_moment(server: Home) -> None:
    ledger = server.open()
    stream = ledger.open(opening())
    count = text("SELECT count(*) FROM event")
    with ledger.database.read() as connection:
        before = connection.scalar(count)
        stream.append(watched(1))
        assert connection.scalar(count) == before
    with ledger.database.read() as connection:
        assert connection.scalar(count) == before + 1
    ledger.close()


def test_what_is_told_of_a_server_names_neither_password_nor_user(server: Home) -> None:
    ledger = server.open()
    told: Problem = ServerGone(folder=ledger.database.place.folder)
    url = make_url(server.address)
    assert url.password is None or url.password not in told.sentence
    assert str(url.host) in told.what
    ledger.close()
