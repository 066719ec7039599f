"""The power fails at random moments: what was acknowledged is there, and what is there is whole.

The program runs unchanged under strace; what it asked of the kernel is played on a model of a disk on which only a
sync makes anything last, and what could be left of it is opened again with the product. Each control does without a
sync and must be caught: a harness that finds nothing there has gone blind. A disk that lies about its syncs is out of
reach of any program.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from player.bootstrap.desk import desk_over
from player.bootstrap.places import Places
from player.ledger.care.backup import write_backup
from tests.faults.powercut import children
from tests.faults.powercut.disk import Kind, Named, Told, Written
from tests.faults.powercut.judges import (
    Tally,
    Verdict,
    events_in,
    events_judge,
    files_judge,
    restore_judge,
    start_judge,
    upgrade_judge,
)
from tests.faults.powercut.recording import Recording, memory, record_child
from tests.faults.powercut.trace import ROOT
from tests.ledger.making import KEY
from tests.trying import tries

pytestmark = pytest.mark.skipif(
    shutil.which("strace") is None, reason="needs strace (Linux): packaging/setup --test installs it"
)

SETTINGS = ("wal_autocheckpoint=60",)
"""So that the log is written back and begun anew in the midst of the events, too."""
SEED = 20261121
OLD_PROFILE = ROOT / "tests" / "ledger" / "kept" / "format-1"

Say = Callable[[str, Tally], None]


@pytest.fixture
def place() -> Generator[Path]:
    with memory() as folder:
        yield folder / "image"


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Shows the figures of a long run whether it fails or not."""

    def show(what: str, tally: Tally) -> None:
        with capsys.disabled():
            print(f"\n{what}: {tally}")

    return show


@cache
def appending(*settings: str) -> Recording:
    return record_child("append", *SETTINGS, *settings)


@cache
def filing(way: str) -> Recording:
    return record_child("files", way)


@cache
def starting(way: str) -> Recording:
    return record_child("start", way)


@cache
def upgrading() -> Recording:
    return record_child("upgrade", prepare=old_profile)


def old_profile(top: Path) -> Path:
    """Profiles that are kept are never written to."""
    return Path(shutil.copytree(OLD_PROFILE, top / "profile"))


def nothing_lost(tally: Tally) -> None:
    assert tally.counts == {Verdict.KEPT: tally.images}, (str(tally), tally.examples)


# --- events ----------------------------------------------------------------------------------------------------------


def test_no_acknowledged_event_is_lost_when_the_power_fails(place: Path) -> None:
    nothing_lost(appending().cut(events_judge(place, KEY), count=tries(240), seed=SEED))


def test_the_log_is_written_back_and_begun_anew_in_the_midst_of_the_events() -> None:
    """What the images are drawn from is what happens to records in their life."""
    recording = appending()
    names = [change for done in recording.operations if isinstance(done, Named) for change in done.changes]
    logs = {file for _, name, file in names if name == "ledger.sqlite-wal" and file is not None}
    begun = [
        done for done in recording.operations if isinstance(done, Written) and done.file in logs and done.offset == 0
    ]
    assert len(logs) == children.OPENINGS
    assert len(begun) > 2 * children.OPENINGS
    assert sum(isinstance(done, Told) for done in recording.operations) == children.EVENTS + children.OPENINGS


def test_events_that_were_not_synced_are_lost(place: Path) -> None:
    """The control: settings with which SQLite syncs only when it writes the log back."""
    tally = appending("synchronous=NORMAL").cut(events_judge(place, KEY), count=tries(90), seed=SEED)
    assert tally.counts[Verdict.LOST] > tally.images // 4
    assert tally.counts[Verdict.DAMAGED] == 0


def test_records_that_are_never_synced_are_damaged(place: Path) -> None:
    tally = appending("synchronous=OFF").cut(events_judge(place, KEY), count=tries(90), seed=SEED)
    assert tally.counts[Verdict.LOST] > 0
    assert tally.counts[Verdict.DAMAGED] > 0


@pytest.mark.long
def test_no_acknowledged_event_is_lost_in_ten_thousand_power_cuts(place: Path, say: Say) -> None:
    tally = appending().cut(events_judge(place, KEY), count=10_000, seed=SEED + 1)
    say("events", tally)
    nothing_lost(tally)


@pytest.mark.long
def test_the_control_of_the_ten_thousand_loses_events(place: Path, say: Say) -> None:
    tally = appending("synchronous=NORMAL").cut(events_judge(place, KEY), count=1_000, seed=SEED + 1)
    say("events, control with synchronous=NORMAL", tally)
    assert tally.counts[Verdict.LOST] > tally.images // 4


# --- files -----------------------------------------------------------------------------------------------------------

CARELESS = ("in-place", "not-synced", "name-not-synced")


def cut_files(way: str, *, count: int, seed: int = SEED) -> Tally:
    recording = filing(way)
    return recording.cut(files_judge(recording.operations), count=count, seed=seed)


def test_no_written_file_is_torn_or_missing_when_the_power_fails() -> None:
    nothing_lost(cut_files("whole", count=tries(360)))


@pytest.mark.parametrize("way", CARELESS)
def test_files_written_carelessly_are_torn_or_missing(way: str) -> None:
    tally = cut_files(way, count=tries(240))
    assert tally.counts[Verdict.LOST] > tally.images // 10
    # What was synced under another name is whole under whichever it has.
    assert (tally.counts[Verdict.DAMAGED] > tally.images // 10) == (way != "name-not-synced")


@pytest.mark.long
def test_no_written_file_is_torn_or_missing_in_two_thousand_power_cuts(say: Say) -> None:
    tally = cut_files("whole", count=2_000, seed=SEED + 1)
    say("files", tally)
    nothing_lost(tally)


@pytest.mark.long
@pytest.mark.parametrize("way", CARELESS)
def test_the_controls_of_the_two_thousand_are_torn_or_missing(way: str, say: Say) -> None:
    tally = cut_files(way, count=500, seed=SEED + 1)
    say(f"files, control: {way}", tally)
    assert tally.counts[Verdict.KEPT] < tally.images * 9 // 10


# --- documents -------------------------------------------------------------------------------------------------------


def test_no_certificate_completion_file_or_backup_is_torn_or_missing_when_the_power_fails() -> None:
    recording = record_child("documents")
    tally = recording.cut(files_judge(recording.operations), count=tries(240), seed=SEED)
    assert sum(isinstance(done, Told) for done in recording.operations) == 5
    nothing_lost(tally)


# --- the first start -------------------------------------------------------------------------------------------------


def test_a_profile_can_be_opened_whenever_the_power_fails_at_the_first_start(place: Path) -> None:
    nothing_lost(starting("whole").cut(start_judge(place), count=tries(120), seed=SEED))


def test_a_first_start_that_writes_its_key_carelessly_leaves_a_profile_without_use(place: Path) -> None:
    tally = starting("in-place").cut(start_judge(place), count=tries(90), seed=SEED)
    assert tally.counts[Verdict.DAMAGED] > 0


@pytest.mark.long
def test_a_profile_can_be_opened_after_each_of_a_thousand_power_cuts_at_the_first_start(place: Path, say: Say) -> None:
    tally = starting("whole").cut(start_judge(place), count=1_000, seed=SEED + 1)
    say("first start", tally)
    nothing_lost(tally)


# --- an upgrade ------------------------------------------------------------------------------------------------------


def cut_upgrade(place: Path, *, count: int, seed: int = SEED) -> Tally:
    recording = upgrading()
    judge = upgrade_judge(place, recording.end)
    assert sum(map(len, events_in(place / "profile").values())) == 150
    return recording.cut(judge, count=count, seed=seed)


def test_no_event_is_lost_when_the_power_fails_while_records_are_upgraded(place: Path) -> None:
    nothing_lost(cut_upgrade(place, count=tries(90)))


@pytest.mark.long
def test_no_event_is_lost_in_a_thousand_power_cuts_while_records_are_upgraded(place: Path, say: Say) -> None:
    tally = cut_upgrade(place, count=1_000, seed=SEED + 1)
    say("upgrade", tally)
    nothing_lost(tally)


# --- putting a backup back -------------------------------------------------------------------------------------------


def damaged_profile(top: Path) -> None:
    """A profile, its backup, and then junk in the midst of its ledger."""
    profile = old_profile(top)
    with desk_over(Places(profile=profile, resources=top)):
        pass
    write_backup(profile, top / children.BACKUP, day=date(2026, 6, 3))
    ledger = profile / "ledger.sqlite"
    data = ledger.read_bytes()
    ledger.write_bytes(data[:4096] + b"junk" * 2048 + data[4096 + 4 * 2048 :])


def cut_restore(place: Path, *, count: int, seed: int = SEED) -> Tally:
    recording = record_child("restore", prepare=damaged_profile)
    recording.end.lay(place)
    expected = events_in(place / "profile")
    assert sum(map(len, expected.values())) == 150
    # Files are moved from folder to folder here.
    return recording.cut(restore_judge(place, expected), count=count, seed=seed, kinds=(Kind.JOURNAL,))


def test_no_event_is_lost_when_the_power_fails_while_a_backup_is_put_back(place: Path) -> None:
    nothing_lost(cut_restore(place, count=tries(60)))


@pytest.mark.long
def test_no_event_is_lost_in_four_hundred_power_cuts_while_a_backup_is_put_back(place: Path, say: Say) -> None:
    tally = cut_restore(place, count=400, seed=SEED + 1)
    say("putting a backup back", tally)
    nothing_lost(tally)
