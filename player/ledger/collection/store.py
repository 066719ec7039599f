"""The collection: everything that a provider took in, in a file or on a server, each act whole or not done at all."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, select, update

from player.domain.collection.account import Account, Flag, Outcome
from player.domain.collection.book import Book, Settled
from player.domain.collection.identity import Likeness
from player.domain.collection.kept import Figures, Known, Refusal, RosterChoice
from player.domain.event import DeviceId
from player.domain.learner import LearnerId
from player.domain.report_format import ReportFormat
from player.domain.roster import RosterRow
from player.ledger.collection import overview, persons, rosters
from player.ledger.collection.booking import book_for, in_ms, lock, moment, write_back
from player.ledger.collection.tables import (
    CLAIM,
    COLLECTION,
    COLLECTION_STEPS,
    CONTENT,
    FILE,
    REFUSAL,
    REVOKED_DEVICE,
)
from player.ledger.database import Database, SqliteFile
from player.ledger.postgres import PostgresServer
from player.ledger.problems import RecordsBusy, ServerBusy
from player.ledger.tables import insert_or_keep, insert_or_replace
from player.ledger.upgrade import check_tables, upgrade

FILE_NAME = "collection.sqlite"
ON_SERVER = ("postgresql://", "postgres://", "postgresql+")
MOST_ASKED = 500
"""Digests in one question."""
WAITS_S = (0.1, 0.5, 1.0, 2.0)
"""After so many seconds a database that others held is asked again."""

T = TypeVar("T")

Settle = Callable[[Book, Account, Callable[[bytes], bytes]], tuple[Settled, bytes]]


def is_on_server(place: str) -> bool:
    return place.startswith(ON_SERVER)


def open_collection(place: str) -> SqlCollection:
    """The collection in this folder, or in the PostgreSQL database with this address; its tables are made if need be.

    Raises the `Problem`s of `player.ledger.problems`.
    """
    database: Database = PostgresServer(place) if is_on_server(place) else SqliteFile(Path(place) / FILE_NAME)
    try:
        upgrade(database, COLLECTION_STEPS)
        check_tables(database, COLLECTION)
    except BaseException:
        database.close()
        raise
    return SqlCollection(database)


class SqlCollection:
    """What was taken in, and taking in. Any number of programs may have it open and write to it."""

    def __init__(self, database: Database) -> None:
        self.database = database

    # --- what is known -----------------------------------------------------------------------------------

    def known(self, digests: Sequence[bytes]) -> Mapping[bytes, Known]:
        """Those of these files that were met before; one that was refused and taken in later counts as taken in."""
        found: dict[bytes, Known] = {}
        with self.database.read() as connection:
            for start in range(0, len(digests), MOST_ASKED):
                some = digests[start : start + MOST_ASKED]
                found |= _refused(connection, some)
                found |= _files(connection, some)
        return found

    def refusals(self) -> Iterator[Refusal]:
        """What is still refused, by the moment when it came."""
        query = select(REFUSAL).where(REFUSAL.c.mended.is_(None)).order_by(REFUSAL.c.received, REFUSAL.c.digest)
        with self.database.read() as connection:
            for row in connection.execution_options(yield_per=MOST_ASKED).execute(query):
                yield Refusal(
                    digest=row.digest,
                    name=row.name,
                    size=row.size,
                    received=moment(row.received),
                    code=row.code,
                    what=row.what,
                    reason=row.reason,
                    setting=row.setting,
                    receipt=row.receipt,
                )

    def revoked_devices(self) -> Mapping[DeviceId, str]:
        with self.database.read() as connection:
            found = connection.execute(select(REVOKED_DEVICE.c.device, REVOKED_DEVICE.c.reason)).all()
        return {DeviceId(row.device): row.reason for row in found}

    # --- taking in ---------------------------------------------------------------------------------------

    def take(self, accounts: Sequence[Account], settle: Settle) -> Sequence[Known]:
        """Keeps the files and what they say, in one transaction. A file that is there by now is only answered."""
        return self._write(lambda connection: _take(connection, accounts, settle))

    def refuse(self, refusals: Sequence[Refusal]) -> None:
        self._write(lambda connection: _refuse(connection, refusals))

    def revoke_device(self, device: DeviceId, reason: str, at: datetime) -> None:
        row = {"device": device, "reason": reason, "since": in_ms(at)}
        self._write(
            lambda connection: connection.execute(insert_or_replace(connection.dialect.name, REVOKED_DEVICE), [row])
        )

    # --- what is made of it ------------------------------------------------------------------------------

    def figures(self) -> Figures:
        with self.database.read() as connection:
            return overview.figures(connection)

    def flags(self) -> Iterator[Flag]:
        with self.database.read() as connection:
            yield from overview.flags(connection)

    def likenesses(self, kinds: Iterable[str] | None = None) -> Sequence[Likeness]:
        with self.database.read() as connection:
            return overview.likenesses(connection, kinds)

    def person_of(self, learner: LearnerId) -> str | None:
        """Under which id this learner's credit counts; None for a learner who is not known."""
        with self.database.read() as connection:
            return persons.person_of(connection, learner)

    def permitted(self, learner: LearnerId) -> bool | None:
        """What this person said last on being reported, in whichever file; None where nobody was asked."""
        with self.database.read() as connection:
            return rosters.permitted(connection, learner)

    def merge(self, one: str, other: str, at: datetime) -> None:
        """From now on the person `other` is `one`, and what both have counts once."""
        self._write(lambda connection: persons.merge(connection, one, other, in_ms(at)))

    @contextmanager
    def rows(self, choice: RosterChoice) -> Generator[Iterator[RosterRow]]:
        with self.database.read() as streaming, self.database.read() as other:
            yield rosters.rows(streaming, other, choice)

    def tell(self, form: ReportFormat, numbers: Mapping[str, bool], at: datetime) -> None:
        """Keeps that the receiver of a format was told of these numbers; True: that they are gone."""
        self._write(lambda connection: rosters.told(connection, form, numbers, in_ms(at)))

    @contextmanager
    def contents(self, choice: RosterChoice, *, one_each: bool) -> Generator[Iterator[tuple[str, bytes]]]:
        with self.database.read() as streaming:
            yield rosters.contents(streaming, choice, one_each=one_each)

    def evidence(self, number: str) -> bytes:
        """The bytes of the file that tells of the claim with this number."""
        query = select(CONTENT.c.data).join(CLAIM, CLAIM.c.digest == CONTENT.c.digest).where(CLAIM.c.number == number)
        with self.database.read() as connection:
            return connection.scalar(query) or b""

    def close(self) -> None:
        self.database.close()

    def _write(self, work: Callable[[Connection], T]) -> T:
        """What others held for longer than anybody waits is tried again: nothing was written of it."""
        for wait_s in WAITS_S:
            try:
                return self.database.write(work)
            except (ServerBusy, RecordsBusy):
                time.sleep(wait_s)
        return self.database.write(work)


# --- looking up ----------------------------------------------------------------------------------------------


def _files(connection: Connection, digests: Sequence[bytes]) -> dict[bytes, Known]:
    query = select(FILE.c.digest, FILE.c.outcome, FILE.c.receipt).where(FILE.c.digest.in_(digests))
    return {row.digest: Known(outcome=Outcome(row.outcome), receipt=row.receipt) for row in connection.execute(query)}


def _refused(connection: Connection, digests: Sequence[bytes]) -> dict[bytes, Known]:
    columns = (REFUSAL.c.digest, REFUSAL.c.receipt, REFUSAL.c.setting, REFUSAL.c.reason)
    query = select(*columns).where(REFUSAL.c.digest.in_(digests), REFUSAL.c.mended.is_(None))
    return {
        row.digest: Known(outcome=Outcome.REFUSED, receipt=row.receipt, setting=row.setting, reason=row.reason)
        for row in connection.execute(query)
    }


# --- one transaction -----------------------------------------------------------------------------------------


def _take(connection: Connection, accounts: Sequence[Account], settle: Settle) -> Sequence[Known]:
    lock(connection, accounts)
    there = _files(connection, [account.digest for account in accounts])
    book = book_for(connection, accounts)
    here = {account.digest: account.data for account in accounts}

    def recall(digest: bytes) -> bytes:
        if digest in here:
            return here[digest]
        return connection.scalar(select(CONTENT.c.data).where(CONTENT.c.digest == digest)) or b""

    answers: list[Known] = []
    new: list[tuple[Account, Known]] = []
    for account in accounts:
        before = there.get(account.digest)
        if before is not None and before.receipt:
            answers.append(Known(outcome=Outcome.KNOWN, receipt=before.receipt))
            continue
        settled, receipt = settle(book, account, recall)
        answer = Known(outcome=settled.outcome, receipt=receipt, reason=settled.reason)
        # What was not answered when it came is answered now, and stays what it was.
        there[account.digest] = kept = replace(answer, outcome=before.outcome) if before else answer
        answers.append(replace(answer, outcome=Outcome.KNOWN) if before else answer)
        new.append((account, kept))
    _write_files(connection, [pair for pair in new if not pair[1].reason])
    _refuse(connection, [_refusal(account, answer) for account, answer in new if answer.reason])
    write_back(connection, book, accounts, in_ms(datetime.now(UTC)))
    return answers


def _refusal(account: Account, answer: Known) -> Refusal:
    return Refusal(
        digest=account.digest,
        name=account.name,
        size=len(account.data),
        received=account.received,
        code="RecordOfAnother",
        what=answer.reason,
        reason=answer.reason,
        setting="",
        receipt=answer.receipt,
    )


def _write_files(connection: Connection, taken: Sequence[tuple[Account, Known]]) -> None:
    if not taken:
        return
    name = connection.dialect.name
    connection.execute(insert_or_replace(name, FILE), [_file_row(*pair) for pair in taken])
    connection.execute(
        insert_or_keep(name, CONTENT), [{"digest": account.digest, "data": account.data} for account, _ in taken]
    )
    mended = update(REFUSAL).where(REFUSAL.c.digest.in_([account.digest for account, _ in taken]))
    connection.execute(mended.where(REFUSAL.c.mended.is_(None)).values(mended=in_ms(taken[0][0].received)))


def _file_row(account: Account, answer: Known) -> dict[str, Any]:
    return {
        "digest": account.digest,
        "name": account.name,
        "size": len(account.data),
        "received": in_ms(account.received),
        "outcome": answer.outcome.value,
        "learner": account.learner.id,
        "course_hash": account.course_hash,
        "stream": account.own.stream,
        "strands": " ".join(strand.stream for strand in account.strands),
        "reach": sum(strand.events for strand in account.strands),
        "receipt": answer.receipt,
    }


def _refuse(connection: Connection, refusals: Sequence[Refusal]) -> None:
    rows = {one.digest: one for one in refusals}
    values = [
        {
            "digest": one.digest,
            "name": one.name,
            "size": one.size,
            "received": in_ms(one.received),
            "code": one.code,
            "what": one.what,
            "reason": one.reason,
            "setting": one.setting,
            "receipt": one.receipt,
            "mended": None,
        }
        for _, one in sorted(rows.items())
    ]
    if values:
        connection.execute(insert_or_replace(connection.dialect.name, REFUSAL), values)
