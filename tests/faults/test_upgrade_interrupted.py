"""A program that is killed while it upgrades old records leaves them wholly old or wholly new, and a whole backup."""

from __future__ import annotations

import hashlib
import random
import shutil
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from player.ledger.care.backup import read_backup, unpack
from player.ledger.care.doctor import examine
from player.ledger.care.findings import Outcome, Subject
from player.ledger.care.rotation import Cause, kept_in
from player.ledger.care.survey import is_intact
from player.ledger.database import DRIVER
from player.ledger.store import FILE, open_ledger
from player.proof.keys import PrivateKey
from tests.faults.upgrading import make_large, open_profile
from tests.figures import Figures
from tests.ledger.making import TickingClock
from tests.ledger.processes import context

OLD, NEW = 1, 2
_EVENTS = "SELECT stream, seq, body, hash FROM event ORDER BY stream, seq"
_HEADS = "SELECT stream, seq, envelope FROM head ORDER BY stream, seq"
_STREAMS = "SELECT * FROM stream ORDER BY number"
_SHAPE = "SELECT name, sql FROM sqlite_schema ORDER BY name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """What a file of records holds: its format, the shape of its tables, and a word for every byte of evidence."""

    format: int
    shape: tuple[Any, ...]
    evidence: str


def records_in(file: Path) -> Records:
    connection = DRIVER.connect(str(file))
    try:
        (found,) = connection.execute("SELECT value FROM meta WHERE name = 'format'").fetchone()
        shape = tuple(connection.execute(_SHAPE).fetchall())
        evidence = hashlib.sha256()
        for query in (_STREAMS, _EVENTS, _HEADS):
            for row in connection.execute(query):
                evidence.update(repr(row).encode())
    finally:
        connection.close()
    return Records(format=found, shape=shape, evidence=evidence.hexdigest())


class Opening:
    """The opening of a profile in another process, which says how far it is."""

    def __init__(self, folder: Path) -> None:
        self._here, there = context().Pipe()
        self._child = context().Process(target=open_profile, args=(str(folder), there))
        self._child.start()
        there.close()
        self.wait_for("begun")

    def wait_for(self, word: str) -> float:
        """Until it says so. Returns the seconds that it took; what it says before does not matter."""
        began = time.monotonic()
        while self._here.recv() != word:
            pass
        return time.monotonic() - began

    def end(self) -> None:
        self.wait_for("done")
        self._child.join()

    def kill_after(self, seconds: float) -> None:
        # The moment itself is what varies, so here a wait is meant.
        time.sleep(seconds)
        self._child.kill()
        self._child.join()


class Judge:
    """Knows how the profile was, and how it must be when it is upgraded."""

    def __init__(self, old: Path, scratch: Path) -> None:
        self.profile = old
        self._scratch = scratch
        self.old = records_in(old / FILE)
        new = Path(shutil.copytree(old, scratch / "new"))
        opening = Opening(new)
        self.backup_s, self.upgrade_s = opening.wait_for("backed up"), opening.wait_for("done")
        self.new = records_in(new / FILE)
        assert (self.old.format, self.new.format) == (OLD, NEW)
        assert self.new.evidence == self.old.evidence
        self.found: Counter[str] = Counter()

    def kill_one(self, chance: random.Random) -> None:
        """One in four while the backup is made, the others while the records are changed."""
        folder = Path(shutil.copytree(self.profile, self._scratch / "killed"))
        opening = Opening(folder)
        if chance.random() < 0.25:
            opening.kill_after(chance.uniform(0, self.backup_s))
        else:
            opening.wait_for("backed up")
            opening.kill_after(chance.uniform(0, self.upgrade_s * 1.1))
        self.judge(folder)
        shutil.rmtree(folder)

    def judge(self, folder: Path) -> None:
        """Exactly old or exactly new; the backup whole or not there; and the next opening brings it to its end."""
        assert is_intact(folder / FILE) == ""
        now = records_in(folder / FILE)
        backups = [kept.file for kept in kept_in(folder)]
        assert now in (self.old, self.new)
        if now == self.new:
            assert backups, "nothing was changed before there was a backup"
        for backup in backups:
            self._check_backup(backup)
        self.found[f"{'old' if now == self.old else 'new'}{', backup made' if backups else ''}"] += 1
        self._check_next_opening(folder)

    def _check_backup(self, backup: Path) -> None:
        read_backup(backup)
        assert Cause.UPGRADE in backup.name
        unpack(backup, self._scratch / "unpacked")
        inside = records_in(self._scratch / "unpacked" / FILE)
        assert (inside.format, inside.evidence) == (OLD, self.old.evidence)
        shutil.rmtree(self._scratch / "unpacked")

    def _check_next_opening(self, folder: Path) -> None:
        Opening(folder).end()
        assert records_in(folder / FILE) == self.new
        assert [kept.cause for kept in kept_in(folder)][:1] == [Cause.UPGRADE]


def kill_again_and_again(scratch: Path, times: int, *, events: int, figures: Figures, name: str) -> None:
    old = scratch / "old"
    make_large(old, events=events)
    judge = Judge(old, scratch)
    chance = random.Random(20240106)
    for _ in range(times):
        judge.kill_one(chance)
    figures(name, events=events, kills=times, half_applied=0, upgrade_ms=round(judge.upgrade_s * 1000), **judge.found)
    assert len(judge.found) > 1, "some kills must come before the new format and some after the backup"


def test_an_upgrade_that_is_killed_is_wholly_done_or_not_at_all(tmp_path: Path, figures: Figures) -> None:
    kill_again_and_again(tmp_path, 10, events=10_000, figures=figures, name="upgrade interrupted")


@pytest.mark.long
def test_of_a_hundred_upgrades_that_are_killed_none_is_half_done(tmp_path: Path, figures: Figures) -> None:
    kill_again_and_again(tmp_path, 100, events=30_000, figures=figures, name="upgrade interrupted (long)")


def test_an_upgraded_profile_is_sound_in_every_respect(tmp_path: Path) -> None:
    make_large(tmp_path / "old", events=1_000)
    Opening(tmp_path / "old").end()
    key = PrivateKey.read(tmp_path / "old" / "device.key")

    def opened():
        return open_ledger(tmp_path / "old", signer=key, clock=TickingClock())

    ledger = opened()
    assert ledger.damaged() == ()
    assert sum(tally.events for tally in ledger.tallies()) == 1_150
    ledger.close()
    told = examine(tmp_path / "old", key=None, open_records=opened)
    assert [one.subject for one in told if one.outcome is Outcome.WRONG and one.subject is not Subject.SPACE] == []
