from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from player.domain.problem import Problem
from player.ledger import database
from player.ledger.people import open_people
from player.ledger.problems import DiskFull, ReadOnlyRecords, RecordsBusy, RecordsGone
from player.ledger.profile import lock_profile
from player.ledger.store import SqlLedger
from player.ledger.stream import SqlStream
from player.proof.chain import read_events, read_head
from tests.ledger.conftest import SmallDisk
from tests.ledger.making import KEY, ledger_in, opening, watched


def append_until_full(stream: SqlStream) -> int:
    """The number of the last event that was acknowledged."""
    acknowledged = 0
    with pytest.raises(DiskFull):
        while True:
            acknowledged = stream.append(watched(len(stream.events))).seq
    return acknowledged


def test_a_full_disk_loses_nothing_and_goes_on_after_room_is_made(small_disk: SmallDisk) -> None:
    ledger = ledger_in(small_disk.folder)
    stream = ledger.open(opening())
    acknowledged = append_until_full(stream)
    with pytest.raises(DiskFull, match="earns nothing"):
        stream.append(watched(1))
    assert len(stream.events) == len(read_events(ledger.bodies(stream.id))) == acknowledged + 1
    small_disk.remount("size=3m")
    assert stream.append(watched(1)).seq == acknowledged + 1
    ledger.close()
    again = ledger_in(small_disk.folder)
    assert len(again.streams()[0].events) == acknowledged + 2
    again.close()


def test_records_on_a_full_disk_can_still_be_opened_and_read(small_disk: SmallDisk) -> None:
    ledger = ledger_in(small_disk.folder)
    acknowledged = append_until_full(ledger.open(opening()))
    ledger.close()
    again = ledger_in(small_disk.folder)
    assert len(again.streams()[0].events) == acknowledged + 1
    again.close()


def test_a_profile_cannot_be_begun_on_a_full_disk(small_disk: SmallDisk) -> None:
    with pytest.raises(OSError, match="No space"):
        (small_disk.folder / "fill").write_bytes(bytes(2 << 20))
    with pytest.raises(DiskFull):
        ledger_in(small_disk.folder)


def test_records_that_become_read_only_are_a_problem_until_they_can_be_written(small_disk: SmallDisk) -> None:
    ledger = ledger_in(small_disk.folder)
    stream = ledger.open(opening())
    ledger.close()
    small_disk.remount("ro")
    for act in (ledger_in, open_people, lock_profile):
        with pytest.raises(ReadOnlyRecords):
            act(small_disk.folder)
    with pytest.raises(ReadOnlyRecords):
        lock_profile(small_disk.folder / "below")
    small_disk.remount("rw")
    again = ledger_in(small_disk.folder)
    assert again.streams()[0].events == stream.events
    again.close()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere; the small disk covers it")
@pytest.mark.parametrize("act", [ledger_in, open_people, lock_profile])
def test_a_folder_that_may_not_be_written_is_a_problem(tmp_path: Path, act: Callable[[Path], object]) -> None:
    folder = tmp_path / "profile"
    folder.mkdir(mode=0o500)
    with pytest.raises(ReadOnlyRecords):
        act(folder)


def test_a_folder_that_was_moved_away_takes_no_events_until_it_is_back(tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    ledger = ledger_in(folder)
    stream = ledger.open(opening())
    stream.append(watched(1))
    folder.rename(tmp_path / "elsewhere")
    with pytest.raises(RecordsGone):
        stream.append(watched(2))
    (tmp_path / "elsewhere").rename(folder)
    assert stream.append(watched(2)).seq == 2
    ledger.close()


def test_a_program_can_be_quit_where_nothing_can_be_signed_any_more(tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    ledger = ledger_in(folder)
    ledger.open(opening()).append(watched(1))
    folder.rename(tmp_path / "elsewhere")
    ledger.close()
    again = ledger_in(tmp_path / "elsewhere")
    assert len(again.streams()[0].events) == 2
    again.close()


def test_a_program_can_be_quit_on_a_full_disk(small_disk: SmallDisk) -> None:
    ledger = ledger_in(small_disk.folder)
    stream = ledger.open(opening())
    acknowledged = append_until_full(stream)
    ledger.close()
    small_disk.remount("size=3m")
    again = ledger_in(small_disk.folder)
    again.close()
    last = ledger_in(small_disk.folder)
    assert len(last.streams()[0].events) == acknowledged + 1
    assert read_head(last.heads(stream.id)[-1], KEY.public).seq == acknowledged
    last.close()


def test_a_folder_that_was_put_back_as_a_copy_is_gone_on_with(tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    ledger = ledger_in(folder)
    stream = ledger.open(opening())
    stream.append(watched(1))
    folder.rename(tmp_path / "elsewhere")
    shutil.copytree(tmp_path / "elsewhere", folder)
    assert stream.append(watched(2)).seq == 2
    ledger.close()
    again = ledger_in(folder)
    assert again.streams()[0].events == stream.events
    again.close()


def test_records_that_are_held_by_another_program_are_a_problem_and_then_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_MS", 10)
    monkeypatch.setattr(database, "PRAGMAS", ("busy_timeout=10", *database.PRAGMAS[1:]))
    ledger = ledger_in(tmp_path)
    stream = ledger.open(opening())
    other = database.DRIVER.connect(str(tmp_path / "ledger.sqlite"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(RecordsBusy):
        stream.append(watched(1))
    other.execute("ROLLBACK")
    assert stream.append(watched(1)).seq == 1
    other.close()
    ledger.close()


def test_whoever_meets_another_at_a_new_file_waits_for_it(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite"
    other = database.DRIVER.connect(str(file), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor() as pool:
        coming = pool.submit(database.connect, file)
        with pytest.raises(TimeoutError):
            coming.result(timeout=0.2)
        other.execute("COMMIT")
        coming.result().close()
    other.close()


def test_a_new_file_that_another_does_not_let_go_of_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_MS", 10)
    other = database.DRIVER.connect(str(tmp_path / "ledger.sqlite"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(RecordsBusy):
        ledger_in(tmp_path)
    other.close()


def test_every_problem_says_what_happened_what_it_means_and_what_to_do(tmp_path: Path) -> None:
    for problem in (DiskFull, ReadOnlyRecords, RecordsGone, RecordsBusy):
        told: Problem = problem(folder=tmp_path)
        assert all(part.endswith(".") and "{" not in part for part in (told.what, told.meaning, told.remedy))


def test_what_the_clock_does_wrong_is_no_fault_of_the_disk(tmp_path: Path) -> None:
    class Broken:
        def stamp(self) -> None:
            raise ZeroDivisionError

    ledger: SqlLedger = ledger_in(tmp_path)
    stream = ledger.open(opening())
    object.__setattr__(stream._desk, "clock", Broken())
    with pytest.raises(ZeroDivisionError):
        stream.append(watched(1))
    assert len(ledger.bodies(stream.id)) == 1
    ledger.close()
