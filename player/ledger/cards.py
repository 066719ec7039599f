"""The cards of a hall's attendees at one station, in a file of their own: sealed, and found by marks that tell nothing.

There is no name, number or address in it, in whatever state it is found; also not in its log.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeVar

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    RowMapping,
    String,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    text,
)

from player.domain.kiosk.card import Card
from player.domain.learner import LearnerId
from player.ledger.care.survey import bare
from player.ledger.database import Database, SqliteFile
from player.ledger.postgres import PostgresServer
from player.ledger.upgrade import Step, check_tables, lock_out_others, upgrade

FILE = "cards.sqlite"
_AT_ONCE = 500
_BETWEEN = " "

T = TypeVar("T")

CARDS = MetaData()

# `place` grows with each card that comes or changes here, and never comes again. `marks`: with spaces between.
CARD = Table(
    "card",
    CARDS,
    Column("place", Integer, primary_key=True),
    Column("learner", String, nullable=False, unique=True),
    Column("changed", BigInteger, nullable=False),
    Column("marks", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)
CARD_MARK = Table(
    "card_mark",
    CARDS,
    Column("mark", String, primary_key=True),
    Column("learner", String, primary_key=True),
    sqlite_with_rowid=False,
)
CARD_STEPS: tuple[Step, ...] = (CARDS.create_all,)
_ROWS = select(CARD.c.place, CARD.c.learner, CARD.c.changed, CARD.c.marks, CARD.c.sealed)


def open_cards(folder: Path) -> Cards:
    """Opens `folder/cards.sqlite`, or makes it. Raises the `Problem`s of `player.ledger.problems`."""
    return _opened(SqliteFile(folder / FILE))


def open_shared_cards(url: str) -> Cards:
    """Opens the cards in a PostgreSQL database (or schema) of their own, or makes their tables.

    Raises the `Problem`s of `player.ledger.problems`. Any number of programs may write to them at once.
    """
    return _opened(PostgresServer(url))


def _opened(database: Database) -> Cards:
    try:
        upgrade(database, CARD_STEPS)
        check_tables(database, CARDS)
    except BaseException:
        database.close()
        raise
    return Cards(database)


class Cards:
    """Implements `CardBox`; thread-safe. All of it may raise the `Problem`s of `player.ledger.problems`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def database(self) -> Database:
        """What they stand on, for those in this room who look after them."""
        return self._database

    def find(self, mark: str) -> Sequence[Card]:
        """Every card with this mark, in the order of the learners' ids."""
        learners = select(CARD_MARK.c.learner).where(CARD_MARK.c.mark == mark)
        with self._database.read() as connection:
            rows = (
                connection.execute(_ROWS.where(CARD.c.learner.in_(learners)).order_by(CARD.c.learner)).mappings().all()
            )
        return [_card(row) for row in rows]

    def card_of(self, learner: LearnerId) -> Card | None:
        with self._database.read() as connection:
            row = connection.execute(_ROWS.where(CARD.c.learner == learner)).mappings().first()
        return None if row is None else _card(row)

    def put(self, cards: Iterable[Card]) -> int:
        """Keeps each that supersedes what is here, all of them in one transaction; how many were kept."""
        latest = _latest(cards)
        return self._database.write(lambda connection: put_cards(connection, latest)) if latest else 0

    def since(self, place: int) -> tuple[Sequence[Card], int]:
        """The cards that came or changed after `place` (0: all), in that order, and the place up to which these are."""
        with self._database.read() as connection:
            rows = connection.execute(_ROWS.where(CARD.c.place > place).order_by(CARD.c.place)).mappings().all()
        return [_card(row) for row in rows], max((row["place"] for row in rows), default=place)

    def count(self) -> int:
        with self._database.read() as connection:
            return connection.execute(select(func.count()).select_from(CARD)).scalar_one()

    def clear(self) -> None:
        """Every card goes. In a file, what was there is overwritten, also in its log; places go on where they were."""
        self._database.write(_clear)
        if isinstance(self._database, SqliteFile):
            with bare(self._database.file) as connection:
                connection.exec_driver_sql("VACUUM")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self._database.close()


def _latest(cards: Iterable[Card]) -> list[Card]:
    """Of each learner the one that stands."""
    latest: dict[LearnerId, Card] = {}
    for card in cards:
        other = latest.get(card.learner)
        if other is None or card.supersedes(other):
            latest[card.learner] = card
    return list(latest.values())


def put_cards(connection: Connection, cards: Sequence[Card]) -> int:
    """Keeps those that supersede what is here, one at most for each learner; how many."""
    # Places are given out by one at a time: a later one must never be seen before an earlier one.
    lock_out_others(connection)
    return sum(_put_some(connection, some) for some in _batches(cards))


def _put_some(connection: Connection, cards: Sequence[Card]) -> int:
    here = _here(connection, [card.learner for card in cards])
    news = [card for card in cards if card.learner not in here or card.supersedes(here[card.learner])]
    if not news:
        return 0
    gone = [card.learner for card in news if card.learner in here]
    stale = [mark for learner in gone for mark in here[learner].marks]
    for marks in _batches(stale):
        connection.execute(delete(CARD_MARK).where(CARD_MARK.c.mark.in_(marks), CARD_MARK.c.learner.in_(gone)))
    connection.execute(delete(CARD).where(CARD.c.learner.in_(gone)))
    connection.execute(insert(CARD), [_columns(card) for card in news])
    marks = [{"mark": mark, "learner": card.learner} for card in news for mark in dict.fromkeys(card.marks)]
    if marks:
        connection.execute(insert(CARD_MARK), marks)
    return len(news)


def _here(connection: Connection, learners: Sequence[LearnerId]) -> dict[LearnerId, Card]:
    rows = connection.execute(_ROWS.where(CARD.c.learner.in_(learners))).mappings()
    return {card.learner: card for card in map(_card, rows)}


def _clear(connection: Connection) -> None:
    lock_out_others(connection)
    if connection.dialect.name == "postgresql":
        # Its files go at once, where deleted rows would lie in them until the server tidies up.
        connection.execute(text("TRUNCATE card, card_mark"))
        return
    connection.execute(delete(CARD_MARK))
    connection.execute(delete(CARD))


def _columns(card: Card) -> dict[str, object]:
    return {
        "learner": card.learner,
        "changed": card.changed,
        "marks": _BETWEEN.join(card.marks),
        "sealed": card.sealed,
    }


def _card(row: RowMapping) -> Card:
    return Card(
        learner=LearnerId(row["learner"]),
        marks=tuple(row["marks"].split()),
        changed=row["changed"],
        sealed=row["sealed"],
    )


def _batches(values: Sequence[T]) -> Iterator[list[T]]:
    rest = iter(values)
    while batch := list(islice(rest, _AT_ONCE)):
        yield batch
