"""The doctor tells every damage and raises none, mends what is derived, and never touches an event."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from player.domain.problem import Problem
from player.ledger.care.doctor import LEAST_FREE_BYTES, examine
from player.ledger.care.findings import Examined, LittleRoom, Outcome, Subject
from player.ledger.care.forgetting import forget
from player.ledger.care.rotation import Cause, back_up
from player.ledger.care.survey import bare
from player.ledger.store import SqlLedger
from player.ledger.tables import LEDGER
from player.ledger.upgrade import META
from player.proof import chain
from player.proof.envelope import Envelope
from player.proof.keys import PrivateKey
from tests.ledger.making import KEY, TickingClock, ledger_in, opening, tamper, watched

CLOCK = TickingClock()


def look(profile: Path, *, repair: bool = False, key: Problem | None = None) -> dict[Subject, Examined]:
    """What is found, the worst of each subject."""

    def open_records() -> SqlLedger:
        return ledger_in(profile)

    rank = [Outcome.SOUND, Outcome.NOTE, Outcome.MENDED, Outcome.WRONG]
    found = examine(profile, key=key, open_records=open_records, repair=repair)
    return {one.subject: one for one in sorted(found, key=lambda one: rank.index(one.outcome))}


def wrong(profile: Path) -> list[Subject]:
    return [subject for subject, one in look(profile).items() if one.outcome is Outcome.WRONG]


@pytest.fixture
def lived(tmp_path: Path) -> Path:
    folder = tmp_path / "profile"
    ledger = ledger_in(folder)
    for events in (3, 70):
        stream = ledger.open(opening())
        for number in range(events - 1):
            stream.append(watched(number))
    ledger.close()
    back_up(folder, Cause.WEEKLY, today=date(2026, 11, 21))
    return folder


def events_of(profile: Path) -> list[bytes]:
    ledger = ledger_in(profile)
    bodies = [body for strand in ledger.strands() for body in strand.bodies]
    ledger.close()
    return bodies


def test_sound_records_are_found_sound_in_every_respect(lived: Path) -> None:
    found = look(lived)
    assert {one.outcome for one in found.values()} == {Outcome.SOUND}
    assert set(found) == set(Subject) - {Subject.PEOPLE, Subject.TRUST}
    assert (found[Subject.STREAMS].count, found[Subject.SUMS].count) == (2, 73)
    assert found[Subject.BACKUPS].detail == "2026-11-21"


def test_an_empty_folder_is_sound(tmp_path: Path) -> None:
    assert wrong(tmp_path) == []


def ruin(profile: Path) -> None:
    (profile / "ledger.sqlite").write_bytes(b"not a database " * 1000)


def empty_pages(profile: Path) -> None:
    data = bytearray((profile / "ledger.sqlite").read_bytes())
    data[8192:] = bytes(len(data) - 8192)
    (profile / "ledger.sqlite").write_bytes(data)


def another_program_s(profile: Path) -> None:
    tamper(profile, "UPDATE meta SET value = 99 WHERE name = 'format'")


def no_format(profile: Path) -> None:
    tamper(profile, "DELETE FROM meta")


FILE_DAMAGES = [ruin, empty_pages, another_program_s, no_format]


@pytest.mark.parametrize("damage", FILE_DAMAGES)
def test_a_file_that_cannot_be_used_is_told(lived: Path, damage: Callable[[Path], None]) -> None:
    damage(lived)
    found = look(lived)[Subject.FILES] if damage is not another_program_s else look(lived)[Subject.STREAMS]
    assert found.outcome is Outcome.WRONG
    assert found.problem is not None
    assert all((found.problem.what, found.problem.meaning, found.problem.remedy))


EVENT_DAMAGES = {
    "changed": "UPDATE event SET body = replace(body, 'main', 'mane') WHERE stream = 2 AND seq = 40",
    "linked anew": "UPDATE event SET hash = zeroblob(32) WHERE stream = 2 AND seq = 40",
    "taken out": "DELETE FROM event WHERE stream = 2 AND seq = 40",
    "cut": "DELETE FROM event WHERE stream = 2 AND seq > 40",
    "unsigned tail cut": "DELETE FROM event WHERE stream = 2 AND seq = 69",
    "of another learner": "UPDATE stream SET learner = 'x' WHERE number = 2",
    "opened otherwise": "UPDATE stream SET attempt = 2 WHERE number = 2",
    "last head changed": "UPDATE head SET envelope = zeroblob(9) WHERE stream = 2 AND seq = 69",
}


@pytest.mark.parametrize("damage", EVENT_DAMAGES)
@pytest.mark.parametrize("repair", [False, True], ids=["look", "repair"])
def test_every_damaged_event_is_told_and_no_repair_makes_it_right(lived: Path, damage: str, repair: bool) -> None:
    tamper(lived, EVENT_DAMAGES[damage])
    assert look(lived, repair=repair)[Subject.STREAMS].outcome is Outcome.WRONG
    assert look(lived)[Subject.STREAMS].outcome is Outcome.WRONG


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE head SET envelope = zeroblob(9) WHERE stream = 2 AND seq = 0",
        "UPDATE head SET envelope = (SELECT envelope FROM head WHERE stream = 1 AND seq = 0) WHERE stream = 2",
        "UPDATE head SET seq = 1 WHERE stream = 2 AND seq = 0",
        "UPDATE head SET hash = zeroblob(32) WHERE stream = 2 AND seq = 63",
        "UPDATE device SET key = zeroblob(32)",
        "INSERT INTO fork VALUES (2, 1, zeroblob(32), zeroblob(32), 'x')",
        "INSERT INTO event VALUES (9, 0, 'x', zeroblob(32))",
    ],
)
def test_what_vouches_for_the_records_is_checked_to_the_last_signature(lived: Path, damage: str) -> None:
    tamper(lived, damage)
    assert look(lived)[Subject.SIGNATURES].outcome is Outcome.WRONG


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE tally SET seen_ms = seen_ms + 1 WHERE stream = 2",
        "INSERT INTO claim VALUES (2, 5, 'ama', '9.75', 'physician', 0)",
    ],
)
def test_what_is_only_derived_is_told_and_mended(lived: Path, damage: str) -> None:
    before = events_of(lived)
    tamper(lived, damage)
    assert look(lived)[Subject.SUMS].outcome is Outcome.WRONG
    assert look(lived, repair=True)[Subject.SUMS].outcome is Outcome.MENDED
    assert wrong(lived) == []
    assert events_of(lived) == before


def test_a_head_that_another_key_signed_is_told(lived: Path) -> None:
    with bare(lived / "ledger.sqlite") as connection:
        (stored,) = connection.exec_driver_sql("SELECT envelope FROM head WHERE stream = 2 AND seq = 0").one()
    head = chain.read_head(Envelope.from_json(stored, name="it"), KEY.public)
    forged = chain.sign_head(head, PrivateKey.generate()).to_json()
    tamper(lived, "UPDATE head SET envelope = ? WHERE stream = 2 AND seq = 0", forged)
    assert look(lived)[Subject.SIGNATURES].outcome is Outcome.WRONG


@pytest.mark.parametrize("behind", ["DELETE FROM tally", "UPDATE tally SET applied = 3 WHERE stream = 2"])
def test_sums_that_are_only_behind_are_no_damage(lived: Path, behind: str) -> None:
    tamper(lived, behind)
    assert wrong(lived) == []


def test_particulars_that_cannot_be_read_are_told(lived: Path) -> None:
    (lived / "people.sqlite").write_bytes(b"not a database " * 500)
    assert wrong(lived) == [Subject.FILES]


def test_half_written_files_are_told_and_taken_away_and_nothing_else(lived: Path) -> None:
    for place in ("", "backups", "keys"):
        (lived / place).mkdir(exist_ok=True)
        (lived / place / ".carrel-00.part").write_bytes(b"half")
    (lived / ".carrel-11.part").mkdir()
    (lived / ".carrel-11.part" / "ledger.sqlite").write_bytes(b"")
    (lived / "my.part").write_bytes(b"mine")
    assert look(lived)[Subject.LEFTOVERS].count == 4
    assert look(lived, repair=True)[Subject.LEFTOVERS].outcome is Outcome.MENDED
    assert look(lived)[Subject.LEFTOVERS].outcome is Outcome.SOUND
    assert (lived / "my.part").exists()


def test_a_certificate_that_is_gone_is_worth_a_word(lived: Path) -> None:
    from player.domain.credit import Document
    from player.domain.event import CertificateIssued

    ledger = ledger_in(lived)
    ledger.streams()[0].append(
        CertificateIssued(
            number="K-1", offer="ama", document=Document.CME_CERTIFICATE, facts="", salt="", name="", signer=""
        )
    )
    ledger.close()
    found = look(lived)[Subject.CERTIFICATES]
    assert (found.outcome, found.count) == (Outcome.NOTE, 1)
    assert "K-1" in str(found.problem)
    (lived / "certificates").mkdir()
    (lived / "certificates" / "K-1.pdf").write_bytes(b"%PDF")
    assert look(lived)[Subject.CERTIFICATES].outcome is Outcome.SOUND


def test_certificates_of_somebody_else_are_not_missed(lived: Path) -> None:
    test_a_certificate_that_is_gone_is_worth_a_word(lived)
    (lived / "certificates" / "K-1.pdf").unlink()
    forget(lived)
    assert look(lived)[Subject.CERTIFICATES].outcome is Outcome.SOUND


def test_little_room_is_told_in_time(lived: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    class Usage:
        free = LEAST_FREE_BYTES - 1

    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage)
    found = look(lived)[Subject.SPACE]
    assert isinstance(found.problem, LittleRoom)
    assert "199 MB" in found.problem.what


def test_what_is_wrong_with_the_key_is_told_with_the_rest(lived: Path) -> None:
    assert look(lived, key=LittleRoom(free=1))[Subject.KEY].outcome is Outcome.WRONG


def test_records_without_a_backup_are_worth_a_word(lived: Path) -> None:
    for file in (lived / "backups").iterdir():
        file.unlink()
    assert look(lived)[Subject.BACKUPS].outcome is Outcome.NOTE


def content(profile: Path) -> list[object]:
    """Every row of every table."""
    with bare(profile / "ledger.sqlite") as connection:
        tables = [*LEDGER.sorted_tables, META]
        return [tuple(row) for table in tables for row in connection.execute(table.select().order_by(*table.columns))]


def damage_again_and_again(profile: Path, times: int) -> None:
    """No damage that changes a row passes; what changes none lies in bytes that nothing uses."""
    file, chance = profile / "ledger.sqlite", random.Random(20261121)
    whole, before, seen = file.read_bytes(), content(profile), 0
    for _ in range(times):
        data = bytearray(whole)
        place = chance.randrange(len(data))
        if chance.random() < 0.7:
            data[place] ^= 1 << chance.randrange(8)
        else:
            data[place : place + 512] = bytes(len(data[place : place + 512]))
        for log in profile.glob("ledger.sqlite-*"):
            log.unlink()
        file.write_bytes(data)
        found = wrong(profile)
        seen += bool(found)
        assert found or content(profile) == before, f"damage at {place} passed"
    assert seen > times // 4


def test_no_damaged_byte_that_changes_a_record_passes(lived: Path) -> None:
    damage_again_and_again(lived, 40)


def test_damage_in_what_the_file_says_of_its_tables_is_told(lived: Path) -> None:
    file = lived / "ledger.sqlite"
    data = file.read_bytes()
    assert data.count(b"envelope BLOB") == 1
    file.write_bytes(data.replace(b"envelope BLOB", b"envelopf BLOB"))
    assert wrong(lived) == [Subject.STREAMS]


@pytest.mark.long
def test_no_damaged_byte_of_a_thousand_passes(lived: Path) -> None:
    damage_again_and_again(lived, 1_000)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read anything")
def test_a_file_that_may_not_be_read_is_told(lived: Path) -> None:
    (lived / "ledger.sqlite").chmod(0)
    assert Subject.FILES in wrong(lived)
