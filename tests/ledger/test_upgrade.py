"""Profiles that older versions wrote, kept as they were, brought to the present format."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from player.domain.event import StreamId
from player.domain.tally import tally
from player.ledger.database import DRIVER, SqliteFile
from player.ledger.people import open_people
from player.ledger.problems import StreamDamaged
from player.ledger.store import SqlLedger, open_ledger
from player.ledger.tables import HEAD
from player.ledger.upgrade import LEDGER_STEPS, format_of
from player.proof.chain import check_heads, read_events, read_head
from player.proof.keys import PrivateKey
from tests.ledger.making import TickingClock, sums_are_right, tamper, watched

KEPT = Path(__file__).parent / "kept"
FIRST = KEPT / "format-1"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A copy of the profile in format 1."""
    return Path(shutil.copytree(FIRST, tmp_path / "profile"))


def opened(folder: Path) -> SqlLedger:
    return open_ledger(folder, signer=PrivateKey.read(folder / "device.key"), clock=TickingClock())


def rows(folder: Path, query: str) -> list[tuple[Any, ...]]:
    connection = DRIVER.connect(str(folder / "ledger.sqlite"))
    found = connection.execute(query).fetchall()
    connection.close()
    return found


def test_every_byte_of_an_event_and_of_a_head_is_what_it_was(old: Path) -> None:
    events, heads = (
        "SELECT stream, seq, body, hash FROM event ORDER BY stream, seq",
        "SELECT stream, seq, envelope FROM head ORDER BY stream, seq",
    )
    before = rows(old, events), rows(old, heads), rows(old, "SELECT * FROM stream")
    assert (len(before[0]), len(before[1]), len(before[2])) == (150, 12, 5)
    # Closed without signing anything: an upgrade by itself adds no heads.
    opened(old).database.close()
    assert (rows(old, events), rows(old, heads), rows(old, "SELECT * FROM stream")) == before


def test_each_head_is_where_it_was_signed_and_holds(old: Path) -> None:
    key = PrivateKey.read(old / "device.key").public
    ledger = opened(old)
    assert ledger.damaged() == ()
    for stream in ledger.streams():
        heads = tuple(read_head(envelope, key) for envelope in ledger.heads(stream.id))
        check_heads(ledger.bodies(stream.id), heads)
    with ledger.database.read() as connection:
        listed = {(row.seq, row.hash.hex(), row.envelope) for row in connection.execute(select(HEAD))}
    signed = {
        (head.seq, head.hash, envelope.to_json())
        for stream in ledger.streams()
        for envelope in ledger.heads(stream.id)
        for head in (read_head(envelope, key),)
    }
    assert listed == signed
    ledger.close()


def test_the_tallies_are_made_from_the_events(old: Path) -> None:
    ledger = opened(old)
    found = {summed.stream: summed for summed in ledger.tallies()}
    assert len(found) == 5
    for stream in ledger.streams():
        right, summed = tally(read_events(ledger.bodies(stream.id))), found[stream.id]
        assert (summed.events, summed.last_at) == (right.events, right.last_wall_ms)
        assert (summed.seen_ms, summed.engaged_ms) == (right.seen_ms, right.engaged_ms)
    whole = found[StreamId(f"{1:032x}")]
    assert (whole.seen_ms, whole.quiz_tries, whole.certificates, whole.exports) == (710_000, 2, 1, 1)
    (claim,) = whole.claims
    assert (claim.offer, claim.amount, claim.profession) == ("ama", "0.75", "physician")
    assert sums_are_right(ledger)
    ledger.close()


def test_a_second_opening_changes_nothing(old: Path) -> None:
    opened(old).close()
    before = {file.name: file.read_bytes() for file in old.iterdir()}
    again = opened(old)
    assert format_of(again.database) == len(LEDGER_STEPS)
    again.close()
    assert {file.name: file.read_bytes() for file in old.iterdir()} == before


def test_an_old_stream_is_gone_on_with_and_all_of_it_is_counted(old: Path) -> None:
    ledger = opened(old)
    stream = ledger.streams()[0]
    count = len(stream.events)
    assert stream.append(watched(900)).seq == count
    (first, *_) = ledger.tallies()
    assert (first.events, len(first.claims)) == (count + 1, 1)
    ledger.close()


def test_the_people_of_an_old_profile_are_known(old: Path) -> None:
    people = open_people(old)
    learner = people.load()
    assert learner is not None
    assert learner.name == "Ana María Núñez"
    people.close()


def test_whoever_wants_a_copy_first_is_asked_before_anything_changes_and_only_then(old: Path) -> None:
    seen: list[bytes] = []
    key = PrivateKey.read(old / "device.key")

    def copy() -> None:
        seen.append((old / "ledger.sqlite").read_bytes())

    for _ in range(2):
        open_ledger(old, signer=key, clock=TickingClock(), before_upgrade=copy).close()
    assert seen == [(FIRST / "ledger.sqlite").read_bytes()]


def test_an_upgrade_that_is_broken_off_leaves_the_old_ledger(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = rows(old, "SELECT * FROM event"), rows(old, "SELECT * FROM head")
    step = LEDGER_STEPS[1]

    def broken(connection: Any) -> None:
        step(connection)
        raise KeyboardInterrupt

    monkeypatch.setattr("player.ledger.store.LEDGER_STEPS", (LEDGER_STEPS[0], broken))
    with pytest.raises(KeyboardInterrupt):
        opened(old)
    assert (rows(old, "SELECT * FROM event"), rows(old, "SELECT * FROM head")) == before
    database = SqliteFile(old / "ledger.sqlite")
    assert format_of(database) == 1
    database.close()


DAMAGE = {
    "UPDATE event SET body = 'x' WHERE stream = 2 AND seq = 4": 4,
    "DELETE FROM event WHERE stream = 1 AND seq > 60": 61,
    "UPDATE head SET envelope = 7 WHERE stream = 3": 0,
    "UPDATE event SET hash = zeroblob(32) WHERE stream = 1 AND seq = 83": 83,
    "UPDATE event SET kind = CAST(x'ff' AS TEXT), at = 'never', body = x'00' WHERE stream = 4 AND seq = 1": 1,
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_neither_mended_nor_lost_by_an_upgrade(old: Path, damage: str) -> None:
    tamper(old, damage)
    ledger = opened(old)
    (problem,) = ledger.damaged()
    assert isinstance(problem, StreamDamaged)
    assert problem.event == DAMAGE[damage]
    assert len(ledger.streams()) == 4
    ledger.close()
