"""When the world fails at the very end of writing, nobody knows whether it was written: nothing may come twice."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TypeVar

import pytest
from sqlalchemy import Connection, make_url, text

from player.domain.event import AnswerGiven
from player.domain.quiz import Answer
from player.ledger.database import Database, Place
from player.ledger.problems import RecordsGone, ServerGone
from player.ledger.store import SqlLedger
from player.ledger.stream import Desk
from player.proof.chain import read_events
from tests.ledger.conftest import Home
from tests.ledger.making import KEY, TickingClock, ledger_at, opening, sums_are_right, watched
from tests.ledger.wire_cutter import WireCutter

T = TypeVar("T")


class LosesTheAnswer:
    """A database that writes, and on demand fails before or after it did."""

    def __init__(self, real: Database) -> None:
        self._real = real
        self.fails_after = False
        self.fails_before = False

    @property
    def place(self) -> Place:
        return self._real.place

    def read(self) -> AbstractContextManager[Connection]:
        return self._real.read()

    def write(self, work: Callable[[Connection], T]) -> T:
        if self.fails_before:
            return self._real.write(lambda connection: self._half(work, connection))
        written = self._real.write(work)
        if self.fails_after:
            raise RecordsGone(folder=self.place.folder)
        return written

    def close(self) -> None:
        self._real.close()

    def _half(self, work: Callable[[Connection], T], connection: Connection) -> T:
        work(connection)
        raise RecordsGone(folder=self.place.folder)


def losing(home: Home) -> tuple[SqlLedger, LosesTheAnswer]:
    database = LosesTheAnswer(home.open().database)
    return SqlLedger(Desk(database=database, signer=KEY, clock=TickingClock())), database


def test_an_event_that_was_written_after_all_is_not_written_again(home: Home) -> None:
    ledger, database = losing(home)
    stream = ledger.open(opening())
    database.fails_after = True
    with pytest.raises(RecordsGone):
        stream.append(watched(1))
    database.fails_after = False
    assert stream.append(watched(1)).seq == 1
    assert stream.append(watched(1)).seq == 2
    assert [event.seq for event in read_events(ledger.bodies(stream.id))] == [0, 1, 2]
    assert sums_are_right(ledger)
    ledger.close()


def test_it_may_fail_any_number_of_times(home: Home) -> None:
    ledger, database = losing(home)
    stream = ledger.open(opening())
    database.fails_after = True
    for _ in range(3):
        with pytest.raises(RecordsGone):
            stream.append(watched(1))
    database.fails_after = False
    assert stream.append(watched(1)).seq == 1
    assert len(ledger.bodies(stream.id)) == 2
    ledger.close()


def test_an_event_that_was_not_written_is_written_at_the_second_attempt(home: Home) -> None:
    ledger, database = losing(home)
    stream = ledger.open(opening())
    database.fails_before = True
    with pytest.raises(RecordsGone):
        stream.append(watched(1))
    assert len(ledger.bodies(stream.id)) == 1
    database.fails_before = False
    assert stream.append(watched(1)).seq == 1
    assert stream.events == read_events(ledger.bodies(stream.id))
    assert sums_are_right(ledger)
    ledger.close()


def test_another_act_is_another_event(home: Home) -> None:
    def answer(choice: str) -> AnswerGiven:
        return AnswerGiven(answer=Answer(question="q", choices=(choice,)))

    ledger, database = losing(home)
    stream = ledger.open(opening())
    database.fails_after = True
    with pytest.raises(RecordsGone):
        stream.append(answer("a"))
    database.fails_after = False
    assert stream.append(answer("b")).seq == 2
    # Back to the first answer is an act of its own: it must not be taken for the one that was written before.
    assert stream.append(answer("a")).seq == 3
    ledger.close()


def test_whoever_tries_again_later_gets_what_was_recorded_with_the_moment_at_which_it_was(home: Home) -> None:
    """The journey looks at the clock at each attempt; a quiz that was sent must not count as two attempts at it."""
    ledger, database = losing(home)
    stream = ledger.open(opening())
    clock = TickingClock()
    stamp, later = clock.stamp(), clock.stamp()
    database.fails_after = True
    with pytest.raises(RecordsGone):
        stream.append(watched(1), stamp)
    database.fails_after = False
    event = stream.append(watched(1), later)
    assert (event.seq, event.stamp) == (1, stamp)
    assert len(ledger.bodies(stream.id)) == 2
    ledger.close()


def test_a_stream_that_was_opened_after_all_is_not_opened_again(home: Home) -> None:
    ledger, database = losing(home)
    first = opening()
    database.fails_after = True
    with pytest.raises(RecordsGone):
        ledger.open(first)
    database.fails_after = False
    stream = ledger.open(first)
    assert stream.append(watched(1)).seq == 1
    assert ledger.streams() == (stream,)
    ledger.close()


def test_a_writer_whose_connection_breaks_off_goes_on_with_a_new_one(server: Home) -> None:
    ledger = server.open()
    stream = ledger.open(opening())

    def break_off(connection: Connection) -> None:
        connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(ServerGone):
        ledger.database.write(break_off)
    assert stream.append(watched(1)).seq == 1
    ledger.close()


def test_a_line_that_is_cut_while_the_server_commits_leaves_one_event(server: Home) -> None:
    url = make_url(server.address)
    with WireCutter(url.host or "", url.port or 5432) as line:
        ledger = ledger_at(url.set(host="127.0.0.1", port=line.port).render_as_string(hide_password=False))
        stream = ledger.open(opening())
        line.cut_after(b"COMMIT")
        with pytest.raises(ServerGone):
            stream.append(watched(1))
        assert stream.append(watched(1)).seq == 1
        assert len(ledger.bodies(stream.id)) == 2
        ledger.close()
