"""Evidence: the ledger beside raw sqlite3 doing the same inserts, replay, rebuild, verification and union."""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random

from measuring import SAMPLE, Figures, timed
from records import strand

from player.domain.event import CourseHash, Watched
from player.domain.fold import fold
from player.domain.learner import LearnerId
from player.domain.watch import Interval, Span
from player.exchange.completion import verify_completion, write_completion
from player.ledger.store import SqlLedger, open_ledger, open_shared_ledger
from player.machine.clock import SystemClock
from player.proof.keys import PrivateKey
from tests.builders import COURSE, PHYSICIAN
from tests.worlds import DEVICE, TRUST, world

LEARNER = LearnerId("f" * 32)
"""The one whose 500 events are replayed, among all the others."""
EVENTS_A_STREAM = 100
KEY = DEVICE


# --- one event at a time ------------------------------------------------------------------------------------


def measure_ledger(folder: Path) -> Figures:
    """Appending through the desk's own stream, beside the same bytes in one row of one synced transaction."""
    from player.bootstrap.desk import desk_over
    from player.bootstrap.places import find_places

    with desk_over(find_places(folder)) as desk:
        course = desk.add_course(SAMPLE)
        stream = desk.journey(course).stream
        session = course.course.sessions[0].id
        raw = RawSqlite(folder / "raw.sqlite")
        pairs: list[tuple[float, float]] = []
        for place in range(400):
            start = place * 10
            fact = Watched(session=session, start_ms=start, end_ms=start + 10, engaged_ms=10, rate_percent=100)
            pairs.append((timed(lambda fact=fact: stream.append(fact)), timed(raw.append)))
    return {
        "append_p50_ms": statistics.median(ours for ours, _ in pairs),
        "append_p99_ms": statistics.quantiles([ours for ours, _ in pairs], n=100)[98],
        "append_raw_p50_ms": statistics.median(theirs for _, theirs in pairs),
        "append_ratio_raw": statistics.median(ours / theirs for ours, theirs in pairs),
    }


class RawSqlite:
    """One row and one synced transaction, with nothing around it."""

    def __init__(self, file: Path) -> None:
        from pysqlite3 import dbapi2

        self._db = dbapi2.connect(str(file), isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            self._db.execute(f"PRAGMA {pragma}")
        columns = "stream INT, seq INT, body BLOB, hash BLOB, PRIMARY KEY (stream, seq)"
        self._db.execute(f"CREATE TABLE event ({columns}) WITHOUT ROWID")
        self._seq = 0

    def append(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")
        self._db.execute("INSERT INTO event VALUES (1, ?, ?, ?)", (self._seq, bytes(195), bytes(32)))
        self._db.execute("COMMIT")
        self._seq += 1

    def append_many(self, events: int) -> None:
        self._db.execute("BEGIN IMMEDIATE")
        rows = ((place, bytes(195), bytes(32)) for place in range(events))
        self._db.executemany("INSERT INTO event VALUES (2, ?, ?, ?)", rows)
        self._db.execute("COMMIT")


# --- many events --------------------------------------------------------------------------------------------


def measure_evidence(folder: Path, *, events: int) -> Figures:
    """A small ledger and a large one, with so many events, of which one learner's 500 are read back."""
    small, large = folder / "small", folder / "large"
    fill(small, 10_000)
    fill(large, events)
    return {
        "events_in_large_ledger": events,
        "bytes_per_event": (large / "ledger.sqlite").stat().st_size / events,
        "replay_500_ms": replay(large),
        "replay_500_of_10k_ms": replay(small),
        "rebuild_events_per_s": rebuild(large),
        **completion(),
        **union(folder / "union"),
        **postgres(),
    }


@contextmanager
def ledger_in(folder: Path, key: PrivateKey = KEY) -> Iterator[SqlLedger]:
    folder.mkdir(parents=True, exist_ok=True)
    with closing(open_ledger(folder, signer=key, clock=SystemClock())) as ledger:
        yield ledger


def fill(folder: Path, events: int, *, key: PrivateKey = KEY, first: int = 0) -> None:
    """Streams of a hundred events, five of them of one learner in five courses."""
    count = events // EVENTS_A_STREAM
    with ledger_in(folder, key) as ledger:
        own = {count // 6 * place: place for place in range(1, 6)} if first == 0 else {}
        ledger.take_in(
            strand(
                first + number,
                events=EVENTS_A_STREAM,
                key=key,
                learner=LEARNER if number in own else None,
                course_hash=f"{own.get(number, 0):064x}",
            )
            for number in range(count)
        )


def replay(folder: Path) -> float:
    """One learner's five streams: read, chain and heads verified, decoded and folded; the file is warm."""

    def once() -> float:
        with ledger_in(folder) as ledger:
            return timed(lambda: [_replayed(ledger, course) for course in range(1, 6)])

    return statistics.median(once() for _ in range(9))


def _replayed(ledger: SqlLedger, course: int) -> None:
    stream = ledger.stream_for(learner=LEARNER, course_hash=CourseHash(f"{course:064x}"))
    assert stream is not None and len(stream.events) == EVENTS_A_STREAM
    fold(COURSE, stream.events)


def rebuild(folder: Path) -> float:
    with ledger_in(folder) as ledger:
        began = time.perf_counter()
        counted = ledger.rebuild()
        return counted.events / (time.perf_counter() - began)


def completion() -> Figures:
    """An hour of watching in spans of about ten seconds, with the heads that were signed on the way."""
    here, chance, session, position = world(), Random(1), COURSE.sessions[0], 0
    here.journey.acknowledge_disclosures()
    here.journey.start_watching(session.id, position_ms=0)
    while len(here.stream.events) < 360:
        took = 10_000 + chance.randrange(-40, 40)
        end = min(position + took, session.duration_ms)
        here.clock.advance(took + 7)
        here.journey.watched(session.id, Span(interval=Interval(position, end), engaged_ms=took + 3, rate_percent=100))
        position = 0 if end == session.duration_ms else end
    evidence = here.evidence(heads=tuple(range(63, 360, 64)))
    data = write_completion(evidence, learner=PHYSICIAN, signer=KEY)
    times = [timed(lambda: verify_completion(data, TRUST, name="a.completion")) for _ in range(25)]
    return {"verify_360_ms": statistics.median(times), "completion_360_bytes": len(data)}


def union(folder: Path) -> Figures:
    """Twenty ledgers of 50,000 events each into one, then once more without anything new."""
    ledgers, events = 20, 50_000
    for number in range(ledgers):
        fill(folder / str(number), events, first=1 + number * events)
    with ledger_in(folder / "all", PrivateKey.generate()) as everything:
        first, again = (_merge_all(everything, folder, ledgers) for _ in range(2))
        held = sum(tally.events for tally in everything.tallies())
    assert held == ledgers * events, f"the union holds {held} events"
    return {"union_1m_s": first, "union_1m_again_s": again, "union_1m_raw_s": raw_inserts(folder, ledgers * events)}


def _merge_all(into: SqlLedger, folder: Path, ledgers: int) -> float:
    spent = 0.0
    for number in range(ledgers):
        with ledger_in(folder / str(number)) as other:
            spent += timed(lambda other=other: into.take_from(other)) / 1000
    return spent


def raw_inserts(folder: Path, events: int) -> float:
    raw = RawSqlite(folder / "raw.sqlite")
    return timed(lambda: raw.append_many(events)) / 1000


def postgres() -> Figures:
    """Bulk ingest by one program into the server that CARREL_TEST_POSTGRES names; `packaging/bench` starts one."""
    url = os.environ.get("CARREL_TEST_POSTGRES", "")
    if not url:
        print("no PostgreSQL server was named in CARREL_TEST_POSTGRES: its figure is missing", file=sys.stderr)
        return {}
    events = 50_000
    strands = [strand(place, events=EVENTS_A_STREAM, key=KEY) for place in range(events // EVENTS_A_STREAM)]
    with closing(open_shared_ledger(url, signer=KEY, clock=SystemClock())) as ledger:
        took = timed(lambda: ledger.take_in(strands)) / 1000
    return {"postgres_ingest_per_s": events / took}
