"""Collecting: completion files judged, kept and known again, into a file and into a server; replay and store apart."""

from __future__ import annotations

import base64
import hashlib
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import mkdtemp

from measuring import Figures
from taking import HOURS, TYPICAL, hour_of, one_core, send_many, side_by_side, typical_of

from player.bootstrap.collecting import Terms, collect, collection_at
from player.bootstrap.places import find_places
from player.domain.collection.account import Account, Outcome
from player.domain.collection.book import Book, Settled
from player.domain.event import StreamId
from player.domain.learner import LearnerId
from player.ledger.collection.store import SqlCollection
from player.ledger.collection.tables import FILE
from player.office.answering import lay_receipts, receipt_file
from player.office.walking import files_in, in_batches
from player.proof.trust import write_publisher
from tests.builders import COURSE
from tests.office.lives import account, learner, life, sent
from tests.worlds import PUBLISHER, TRUST

KNOWN = 100_000
RECEIPT = bytes(1_200)
HOUR = replace(COURSE, sessions=(replace(COURSE.sessions[0], duration_ms=3_600_000),))


def measure_collecting(folder: Path) -> Figures:
    """`collect_typical_…` and `collect_360_…`: a file on one core; `…_per_s`: on the wall, side by side; then files
    that are known. Each beside the least that it costs, in the same run."""
    print(f"  {TYPICAL} learners watch for half an hour …", file=sys.stderr)
    files, terms = send_many(folder / "in", TYPICAL, typical_of), terms_in(folder)
    figures = one_core("typical", terms, files)
    figures |= one_core("360", terms, send_many(folder / "hours", HOURS, hour_of))
    with ExitStack() as schemas:
        places = {"sqlite": lambda: replace(terms, place=mkdtemp(dir=folder))}
        if os.environ.get("CARREL_TEST_POSTGRES"):
            places["postgres"] = lambda: replace(terms, place=schemas.enter_context(schema()))
        else:
            print("no PostgreSQL server was named in CARREL_TEST_POSTGRES: its figures are missing", file=sys.stderr)
        figures |= side_by_side(places, files)
    return figures | _known(folder, terms)


def terms_in(folder: Path) -> Terms:
    """The terms of a provider who believes the sample publisher and signs receipts."""
    trust = folder / "profile" / "trust"
    trust.mkdir(parents=True, exist_ok=True)
    write_publisher(trust / "sample.publisher.json", TRUST.publishers[0])
    return Terms(
        place=str(folder / "collection"),
        profile=folder / "profile",
        resources=find_places().resources,
        key=PUBLISHER.crypto.private_bytes_raw(),
    )


@contextmanager
def schema() -> Iterator[str]:
    """The address of an empty place on the server that CARREL_TEST_POSTGRES names; empty where none is named."""
    server = os.environ.get("CARREL_TEST_POSTGRES", "")
    if not server:
        print("no PostgreSQL server was named in CARREL_TEST_POSTGRES: its figures are missing", file=sys.stderr)
        yield ""
        return
    import psycopg
    from sqlalchemy import make_url

    name = f"collect_{Random().getrandbits(64):x}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
        own = make_url(server).update_query_dict({"options": f"-csearch_path={name}"})
        yield own.render_as_string(hide_password=False)
        connection.execute(f"DROP SCHEMA {name} CASCADE")


# --- what is known -------------------------------------------------------------------------------------------


def _known(folder: Path, terms: Terms) -> Figures:
    """So many files of 12 kB that were taken in before: read, hashed, looked up, their receipts found in place.

    Beside the least, which is reading and hashing them.
    """
    print(f"  {KNOWN} files are known …", file=sys.stderr)
    place, files = str(folder / "known"), _lay(folder / "again", KNOWN)
    with collection_at(place) as collection:
        for lot in in_batches(files, 1_000):
            rows = [_row(file) for file in lot]
            collection.database.write(lambda connection, rows=rows: connection.execute(FILE.insert(), rows))
    began = time.perf_counter()
    for file in files:
        hashlib.sha256(file.read_bytes()).digest()
    least_s, began, outcomes = time.perf_counter() - began, time.perf_counter(), set[Outcome]()
    spent = time.process_time()
    for taken in collect(replace(terms, place=place), files_in([folder / "again"])):
        outcomes |= {one.outcome for one in taken}
        assert lay_receipts(taken, None) == 0
    assert outcomes == {Outcome.KNOWN}
    return {
        "collect_known_100k_s": time.perf_counter() - began,
        "collect_known_100k_cpu_s": time.process_time() - spent,
        "collect_known_100k_least_s": least_s,
    }


def _lay(folder: Path, count: int) -> list[Path]:
    """Files as long and as dense as an hour's, and the receipt beside each."""
    chance, files = Random(1), list[Path]()
    for number in range(count):
        digest = f"{number * 0x9E3779B1 % 2**32:08x}"
        file = folder / digest[:2] / f"{digest}.completion"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(base64.b64encode(chance.randbytes(9_000)))
        receipt_file(file, None).write_bytes(RECEIPT)
        files.append(file)
    return files


def _row(file: Path) -> dict[str, object]:
    data = file.read_bytes()
    return {
        "digest": hashlib.sha256(data).digest(),
        "name": file.name,
        "size": len(data),
        "received": 0,
        "outcome": Outcome.NEW.value,
        "learner": file.stem * 4,
        "course_hash": file.stem * 8,
        "stream": file.stem * 4,
        "strands": file.stem * 4,
        "reach": 366,
        "receipt": RECEIPT,
    }


def made(count: int, *, lot: int = 500) -> Iterator[list[Account]]:
    """Accounts as an hour's file gives them, each of another learner; their bytes are as many and as dense."""
    here = life(learner(0), stream=0, course=HOUR)
    here.finish()
    here.claim(amount="1")
    pattern, chance = account(sent(here)), Random(1)
    for start in range(0, count, lot):
        yield [_like(pattern, number, chance) for number in range(start, min(start + lot, count))]


def _like(pattern: Account, number: int, chance: Random) -> Account:
    data = base64.b64encode(chance.randbytes(9_000))
    stream = StreamId(f"{number:032x}")
    who = replace(learner(number, npi=f"{number:010}"), id=LearnerId(f"{number:032x}"))
    links = chance.randbytes(32 * 366)
    return replace(
        pattern,
        digest=hashlib.sha256(data).digest(),
        data=data,
        learner=who,
        strands=(replace(pattern.own, stream=stream, links=links),),
        claims=tuple(replace(claim, number=f"CRL-{number:012}", stream=stream) for claim in pattern.claims),
        standing=(f"CRL-{number:012}",),
        played=tuple(replace(one, stream=stream) for one in pattern.played),
        flags=(),
    )


def keep(collection: SqlCollection, accounts: Iterable[Account]) -> None:
    def settle(book: Book, one: Account, _recall: Callable[[bytes], bytes]) -> tuple[Settled, bytes]:
        return book.settle(one, lambda _digest, _stream: b""), RECEIPT

    collection.take(tuple(accounts), settle)
