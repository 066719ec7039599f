"""A person who is forgotten is in no byte of the profile; the evidence stays, whole, and names nobody."""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from player.domain.learner import Learner, Licence
from player.ledger.care.backup import read_backup, unpack
from player.ledger.care.forgetting import forget
from player.ledger.care.rotation import Cause, back_up, kept_in
from player.ledger.people import open_people
from tests.dying import dies_before
from tests.ledger.making import LEARNER, ledger_in, opening, watched

DAY = date(2026, 11, 21)
NAMES = ("Núñez", "Ødegård-Ω", "A-4711")


@pytest.fixture
def lived(tmp_path: Path) -> Path:
    """A profile whose person changed names, with backups, a certificate, and what was set aside once."""
    folder = tmp_path / "profile"
    ledger = ledger_in(folder)
    stream = ledger.open(opening())
    for number in range(70):
        stream.append(watched(number))
    ledger.close()
    people = open_people(folder)
    for name in NAMES[:2]:
        licence = Licence(authority="Texas", number=NAMES[2])
        people.save(Learner(id=LEARNER, name=name, licences=(licence,)))
        back_up(folder, Cause.WEEKLY, today=DAY)
    people.close()
    (folder / "certificates").mkdir()
    (folder / "certificates" / "K-1.pdf").write_text(NAMES[0], encoding="utf-16")
    (folder / "damaged-1").mkdir()
    shutil.copyfile(folder / "people.sqlite", folder / "damaged-1" / "people.sqlite")
    (folder / ".carrel-00.part").write_text(NAMES[1], encoding="utf-8")
    return folder


def traces(folder: Path) -> list[str]:
    """The files in which a byte of the names is found, however it is written."""
    needles = [
        name.encode(code)
        for name in NAMES
        for code in ("utf-8", "utf-16-le", "utf-16-be", "latin-1")
        if not (code == "latin-1" and not name.isascii() and "Ω" in name)
    ]
    files = [file for file in folder.rglob("*") if file.is_file()]
    return sorted(file.name for file in files if any(needle in file.read_bytes() for needle in needles))


def test_a_forgotten_person_is_in_no_byte_of_the_profile(lived: Path) -> None:
    assert len(traces(lived)) >= 5
    forgotten = forget(lived)
    assert traces(lived) == []
    assert (forgotten.certificates, forgotten.backups, forgotten.unreadable) == (1, 2, ())


def test_a_name_that_is_still_in_the_log_goes_too(lived: Path) -> None:
    people = open_people(lived)
    people.save(Learner(id=LEARNER, name=NAMES[0]))
    assert "people.sqlite-wal" in traces(lived)
    forget(lived)
    assert traces(lived) == []
    people.close()
    assert traces(lived) == []


def test_the_evidence_stays_whole_and_belongs_to_nobody_who_comes_next(lived: Path) -> None:
    before = (lived / "ledger.sqlite").read_bytes()
    forget(lived)
    assert (lived / "ledger.sqlite").read_bytes() == before
    ledger, people = ledger_in(lived), open_people(lived)
    next_one = people.load()
    assert ledger.damaged() == ()
    assert len(ledger.streams()[0].events) == 71
    assert next_one is not None
    assert (next_one.name, next_one.id == LEARNER) == ("", False)
    ledger.close()
    people.close()


def test_the_backups_keep_the_evidence(lived: Path) -> None:
    forget(lived)
    assert [read_backup(kept.file).events for kept in kept_in(lived)] == [71, 71]


def test_what_courses_said_names_nobody_and_stays_in_the_backups(lived: Path, tmp_path: Path) -> None:
    facts = f"courses/known/{'ab' * 32}.dsse"
    (lived / "courses" / "known").mkdir(parents=True)
    (lived / facts).write_bytes(b"signed")
    (lived / "courses" / "known" / ".carrel-00.part").write_bytes(b"half")
    file = back_up(lived, Cause.WEEKLY, today=DAY, beside=[(facts, lived / facts)])
    forget(lived)
    assert traces(lived) == []
    unpack(file, tmp_path / "out")
    assert (lived / facts).read_bytes() == (tmp_path / "out" / facts).read_bytes() == b"signed"
    assert [kept.name for kept in (lived / "courses" / "known").iterdir()] == [Path(facts).name]


def test_a_backup_that_cannot_be_read_is_named(lived: Path) -> None:
    file = kept_in(lived)[0].file
    file.write_bytes(file.read_bytes()[:-100])
    assert forget(lived).unreadable == (file,)


def test_particulars_that_are_damaged_are_forgotten_as_well(lived: Path) -> None:
    data = (lived / "people.sqlite").read_bytes()
    (lived / "people.sqlite").write_bytes(b"not a database" + data[14:])
    forget(lived)
    assert traces(lived) == []


def test_forgetting_twice_does_no_harm(lived: Path) -> None:
    forget(lived)
    assert forget(lived).certificates == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the child is forked")
def test_killed_at_any_step_it_can_be_done_again(lived: Path, tmp_path: Path) -> None:
    step, died = 0, True
    while died:
        profile = tmp_path / f"{step}"
        shutil.copytree(lived, profile)
        died = dies_before(step, lambda: forget(profile), within=str(profile))  # noqa: B023 - called at once
        forget(profile)
        assert traces(profile) == []
        ledger = ledger_in(profile)
        assert len(ledger.streams()[0].events) == 71
        ledger.close()
        shutil.rmtree(profile)
        step += 3
    assert step > 10
