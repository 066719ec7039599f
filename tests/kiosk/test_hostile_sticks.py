"""Hostile sticks: what lies on one holds no export up, leads it nowhere else, and is never taken for a copy."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from player.domain.event import StreamId
from player.kiosk.stick_folder import JOURNAL, StickFolder, folder_on
from player.proof.files import CannotWrite

DEVICE = "d1"
TODAY = date(2026, 3, 14)
NAME = "Carrel North 2026-03-13"
needs_posix = pytest.mark.skipif(os.name != "posix", reason="pipes and links as Unix has them")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (root := tmp_path / "stick").mkdir()
    return root


def opened(root: Path) -> StickFolder:
    return folder_on(root, station="North", device=DEVICE, today=TODAY)


def save(folder: StickFolder) -> None:
    folder.save("a.completion", b"evidence", stream=StreamId("s"), mark="m", events=1)


@needs_posix
@pytest.mark.parametrize("what", ["pipe", "device"])
def test_a_journal_that_is_no_file_holds_nothing_up(stick: Path, what: str) -> None:
    (stick / NAME).mkdir()
    journal = stick / NAME / JOURNAL
    if what == "pipe":
        os.mkfifo(journal)
    else:
        journal.symlink_to("/dev/zero")
    folder = opened(stick)
    assert folder.path == stick / "Carrel North 2026-03-14"
    save(folder)


@needs_posix
def test_a_folder_that_is_a_link_is_passed_over(stick: Path, tmp_path: Path) -> None:
    (elsewhere := tmp_path / "elsewhere").mkdir()
    (stick / NAME).symlink_to(elsewhere)
    (stick / "Carrel North 2026-03-14").symlink_to(elsewhere)
    folder = opened(stick)
    save(folder)
    assert not any(elsewhere.iterdir())
    assert folder.path == stick / "Carrel North 2026-03-14 (2)"


@needs_posix
def test_a_folder_on_another_disk_takes_nothing(stick: Path) -> None:
    folder = opened(stick)
    save(folder)
    again = StickFolder(stick, folder.path, device=DEVICE)
    folder.path.rename(stick / "away")
    folder.path.symlink_to("/dev/shm")
    with pytest.raises(CannotWrite):
        save(again)
    assert not Path("/dev/shm/a.completion").exists()


@needs_posix
def test_a_file_that_became_a_pipe_is_not_the_copy_that_was_written(stick: Path) -> None:
    folder = opened(stick)
    save(folder)
    (folder.path / "a.completion").unlink()
    os.mkfifo(folder.path / "a.completion")
    (line,) = opened(stick).written
    assert not opened(stick).holds(line)


def test_a_journal_that_claims_an_endless_file_reads_no_more_than_is_there(stick: Path) -> None:
    (stick / NAME).mkdir()
    line = {"name": "a.completion", "size": 10**18, "sha256": "0" * 64, "stream": "s", "mark": "m", "events": 1}
    (stick / NAME / JOURNAL).write_text("\n".join((json.dumps({"device": DEVICE}), json.dumps(line))) + "\n")
    (stick / NAME / "a.completion").write_bytes(b"x")
    folder = opened(stick)
    assert not folder.holds(folder.written[0])
