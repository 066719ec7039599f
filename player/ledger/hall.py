"""The hall's records, where stations meet: a ledger of all evidence, sealed cards, every station's last word.

What is new is numbered in the order in which it came, so that whoever comes back is told only that. The ledger is an
ordinary one: it can be merged, collected from and examined as any other.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    LargeBinary,
    MetaData,
    RowMapping,
    String,
    Table,
    func,
    make_url,
    select,
    text,
)
from sqlalchemy.exc import ArgumentError

from player.domain.event import StreamId
from player.domain.kiosk.card import Card
from player.domain.kiosk.hall import StationWord
from player.domain.learner import LearnerId
from player.ledger.database import Database, SqliteFile
from player.ledger.merging.branches import Copy
from player.ledger.merging.holding import offered
from player.ledger.merging.marks import holdings_of, strands_of
from player.ledger.merging.merge import Merge
from player.ledger.postgres import PostgresServer
from player.ledger.problems import NoAddress
from player.ledger.store import FILE
from player.ledger.tables import LEDGER, insert_or_keep, insert_or_replace
from player.ledger.upgrade import LEDGER_STEPS, check_tables, lock_out_others, upgrade
from player.proof.hall import AT_ONCE_BYTES, Asked, Branches, Change, Given, Mark, Taken, Told, in_pieces, size_of

AT_ONCE_CHANGES = 2_000
AT_ONCE_CARDS = 500
"""What one answer tells: little enough to arrive on a bad line before patience ends."""
LINE_SETTINGS: Mapping[str, str] = {
    "connect_timeout": "5",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",
}
"""For libpq: a cable that was pulled is noticed within seconds, not hours."""
_STATEMENT_MS = 20_000

HALL = MetaData()

# Its random name under "name": whoever knows places of another hall begins anew.
ABOUT = Table(
    "hall_about",
    HALL,
    Column("key", String, primary_key=True),
    Column("value", String, nullable=False),
    sqlite_with_rowid=False,
)
# `body` is JSON of a StationWord.
WORD = Table(
    "hall_word",
    HALL,
    Column("device", String, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
CHANGE = Table(
    "hall_change",
    HALL,
    Column("stream", String, primary_key=True),
    Column("place", BigInteger, nullable=False, unique=True),
    Column("mark", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
# `marks` is JSON.
CARD = Table(
    "hall_card",
    HALL,
    Column("learner", String, primary_key=True),
    Column("place", BigInteger, nullable=False, unique=True),
    Column("changed", BigInteger, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("marks", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)


def open_hall(folder: Path) -> Hall:
    """Opens the hall in `folder`, or makes it. Raises the `Problem`s of `player.ledger.problems`."""
    return _opened(SqliteFile(folder / FILE))


def open_shared_hall(url: str) -> Hall:
    """Opens the hall in a PostgreSQL database, or makes its tables. Raises the `Problem`s of `player.ledger.problems`.

    Any number of stations may meet there at once.
    """
    return _opened(PostgresServer(_impatient(url)))


def _impatient(url: str) -> str:
    """What the address says itself stands."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise NoAddress from None
    given = dict(parsed.query)
    options = " ".join((f"-cstatement_timeout={_STATEMENT_MS}", str(given.pop("options", ""))))
    whole = parsed.set(query={**LINE_SETTINGS, **given, "options": options.strip()})
    return whole.render_as_string(hide_password=False)


def _opened(database: Database) -> Hall:
    try:
        upgrade(database, LEDGER_STEPS)
        check_tables(database, LEDGER)
        name = database.write(_prepared)
        check_tables(database, HALL)
    except BaseException:
        database.close()
        raise
    return Hall(database, name)


def _prepared(connection: Connection) -> str:
    """Makes the tables unless they are there, and lists what came into the ledger by other ways. The hall's name."""
    lock_out_others(connection)
    HALL.create_all(connection)
    own = {"key": "name", "value": secrets.token_hex(16)}
    connection.execute(insert_or_keep(connection.dialect.name, ABOUT), own)
    _list(connection, None)
    return connection.execute(select(ABOUT.c.value).where(ABOUT.c.key == "name")).scalar_one()


class Hall:
    """Implements `proof.hall.MeetingPlace`; thread-safe. All of it may raise the `Problem`s of the records."""

    def __init__(self, database: Database, name: str) -> None:
        self._database = database
        self.name = name

    def meet(self, asked: Asked) -> Told:
        """Keeps the word: what a station says of itself stands, also when its clock was set back since."""
        known = asked if asked.hall == self.name else Asked(word=asked.word)
        return self._database.write(partial(self._meet, known))

    def strands(self, streams: Sequence[StreamId]) -> Mapping[StreamId, Branches]:
        found: dict[StreamId, Branches] = {}
        size = 0
        for stream, branches in strands_of(self._database, streams):
            found[stream] = branches
            size += sum(map(size_of, branches))
            if size >= AT_ONCE_BYTES:
                return found
        return {**dict.fromkeys(streams, ()), **found}

    def take(self, given: Given) -> Taken:
        """Each strand is verified before it is written. Of a device's words the later stands."""
        copies = tuple(offered(given.strands))
        streams = tuple(copy.stream for copy in copies if isinstance(copy, Copy))
        # It is nobody's device: what is not signed yet goes on where it was, as anybody else's does.
        report = Merge(self._database, own="").take_in(copies, {})
        return self._database.write(partial(_noted, report.events, streams, given))

    def words(self) -> tuple[StationWord, ...]:
        with self._database.read() as connection:
            return _words(connection)

    def all(self) -> Iterable[Given]:
        """Everything that is here, in pieces that fit into memory."""
        with self._database.read() as connection:
            first = Given(cards=tuple(_cards(connection, 0)), words=_words(connection))
            names = [StreamId(name) for name in connection.scalars(select(CHANGE.c.stream).order_by(CHANGE.c.place))]
        yield first
        yield from in_pieces(branches for _, branches in strands_of(self._database, names))

    def close(self) -> None:
        self._database.close()

    def _meet(self, asked: Asked, connection: Connection) -> Told:
        _say(connection, asked.word)
        after = select(CHANGE.c.stream, CHANGE.c.place, CHANGE.c.mark).where(CHANGE.c.place > asked.streams)
        rows = connection.execute(after.order_by(CHANGE.c.place).limit(AT_ONCE_CHANGES)).all()
        cards = _cards(connection, asked.cards, AT_ONCE_CARDS)
        return Told(
            hall=self.name,
            now_ms=_now_ms(connection),
            words=_words(connection),
            changes=tuple(Change(stream=StreamId(name), place=place, mark=mark) for name, place, mark in rows),
            cards=tuple(cards),
            streams_to=rows[-1].place if rows else asked.streams,
            cards_to=max(cards.values(), default=asked.cards),
            is_all=len(rows) < AT_ONCE_CHANGES and len(cards) < AT_ONCE_CARDS,
        )


def _noted(events: int, streams: Sequence[StreamId], given: Given, connection: Connection) -> Taken:
    lock_out_others(connection)
    marks = _list(connection, streams)
    for word in given.words:
        _hear(connection, word)
    return Taken(events=events, cards=_keep(connection, given.cards), marks=marks)


def _list(connection: Connection, streams: Sequence[StreamId] | None) -> Mapping[StreamId, Mark]:
    """Numbers those of the streams (None: of all) of which something new is here. Nobody else may number meanwhile."""
    held = {stream: holding.mark for stream, holding in holdings_of(connection, own="", streams=streams).items()}
    listed = select(CHANGE.c.stream, CHANGE.c.mark)
    if streams is not None:
        listed = listed.where(CHANGE.c.stream.in_(list(held)))
    known = {StreamId(stream): mark for stream, mark in connection.execute(listed)}
    place = _last_place(connection, CHANGE)
    news = [(stream, mark) for stream, mark in held.items() if known.get(stream) != mark]
    rows = [{"stream": name, "place": place + more, "mark": mark} for more, (name, mark) in enumerate(news, start=1)]
    if rows:
        connection.execute(insert_or_replace(connection.dialect.name, CHANGE), rows)
    return held


def _last_place(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.coalesce(func.max(table.c.place), 0))).scalar_one()


# --- cards ------------------------------------------------------------------------------------------------------


def _keep(connection: Connection, cards: Sequence[Card]) -> int:
    """Keeps each card that supersedes what is here. How many."""
    latest: dict[LearnerId, Card] = {}
    for card in cards:
        other = latest.get(card.learner)
        latest[card.learner] = card if other is None or card.supersedes(other) else other
    here = {card.learner: card for card in _cards_of(connection, list(latest))}
    news = [card for card in latest.values() if card.learner not in here or card.supersedes(here[card.learner])]
    place = _last_place(connection, CARD)
    rows = [{**_columns(card), "place": place + more} for more, card in enumerate(news, start=1)]
    if rows:
        connection.execute(insert_or_replace(connection.dialect.name, CARD), rows)
    return len(rows)


def _columns(card: Card) -> dict[str, object]:
    return {
        "learner": card.learner,
        "changed": card.changed,
        "sealed": card.sealed,
        "marks": msgspec.json.encode(card.marks),
    }


def _cards(connection: Connection, after: int, most: int | None = None) -> dict[Card, int]:
    """The cards that came after this place, each with its own."""
    query = select(CARD).where(CARD.c.place > after).order_by(CARD.c.place).limit(most)
    return {_card(row): row["place"] for row in connection.execute(query).mappings()}


def _cards_of(connection: Connection, learners: Sequence[LearnerId]) -> list[Card]:
    query = select(CARD).where(CARD.c.learner.in_(learners))
    return [_card(row) for row in connection.execute(query).mappings()]


def _card(row: RowMapping) -> Card:
    marks = msgspec.json.decode(row["marks"], type=tuple[str, ...])
    return Card(learner=LearnerId(row["learner"]), marks=marks, changed=row["changed"], sealed=row["sealed"])


# --- words ------------------------------------------------------------------------------------------------------


def _say(connection: Connection, word: StationWord) -> None:
    """What a station itself says now."""
    connection.execute(insert_or_replace(connection.dialect.name, WORD), _row(word))


def _hear(connection: Connection, word: StationWord) -> None:
    """What a stick brought: of the words of a device the later stands."""
    stored = connection.scalar(select(WORD.c.at).where(WORD.c.device == word.device))
    if stored is None or stored < _ms(word):
        _say(connection, word)


def _row(word: StationWord) -> dict[str, object]:
    return {"device": word.device, "at": _ms(word), "body": msgspec.json.encode(word)}


def _ms(word: StationWord) -> int:
    return round(word.at.timestamp() * 1000)


def _words(connection: Connection) -> tuple[StationWord, ...]:
    bodies = connection.scalars(select(WORD.c.body).order_by(WORD.c.device))
    return tuple(msgspec.json.decode(body, type=StationWord) for body in bodies)


def _now_ms(connection: Connection) -> int:
    """The clock of the server, or of this computer where the hall is a file on it."""
    if connection.dialect.name != "postgresql":
        return time.time_ns() // 1_000_000
    return connection.execute(text("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")).scalar_one()
