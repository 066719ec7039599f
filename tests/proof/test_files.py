from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from player.proof import files
from player.proof.files import CannotWrite, Obstacle, obstacle_at, obstacle_of, write_whole


def failing_with(number: int, monkeypatch: pytest.MonkeyPatch, *, at: str) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(at, fail)


def test_a_file_is_written_whole_and_replaces_what_was_there(tmp_path: Path) -> None:
    file = tmp_path / "certificate.pdf"
    write_whole(file, b"first, and longer")
    write_whole(file, b"second")
    assert file.read_bytes() == b"second"
    assert list(tmp_path.iterdir()) == [file]


def test_the_file_and_then_its_folder_are_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []

    def note(descriptor: int) -> None:
        kind = "folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file"
        synced.append(f"{kind}, {'named' if (tmp_path / 'x').exists() else 'not yet named'}")

    monkeypatch.setattr(os, "fsync", note)
    write_whole(tmp_path / "x", b"1")
    assert synced == ["file, not yet named", "folder, named"]


def test_a_name_of_the_full_length_is_taken(tmp_path: Path) -> None:
    write_whole(tmp_path / ("n" * 255), b"1")
    assert [len(file.name) for file in tmp_path.iterdir()] == [255]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS])
@pytest.mark.parametrize("at", ["os.fsync", "pathlib.Path.replace"])
def test_a_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, at: str
) -> None:
    file = tmp_path / "x"
    write_whole(file, b"old")
    with monkeypatch.context() as broken:
        failing_with(number, broken, at=at)
        with pytest.raises(CannotWrite, match="x could not be written") as met:
            write_whole(file, b"new")
    assert met.value.obstacle is obstacle_of(OSError(number, ""))
    assert list(tmp_path.iterdir()) == [file]
    assert file.read_bytes() == b"old"


def test_being_stopped_leaves_nothing_behind_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "x", b"1")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_gone_is_said_to_be_gone(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="perhaps the stick") as met:
        write_whole(tmp_path / "stick" / "x", b"1")
    assert met.value.obstacle is Obstacle.GONE


def test_a_folder_in_the_way_is_kept(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    with pytest.raises(CannotWrite) as met:
        write_whole(tmp_path / "x", b"1")
    assert met.value.obstacle is Obstacle.NAME
    assert list(tmp_path.iterdir()) == [tmp_path / "x"]


def test_a_disk_that_cannot_sync_folders_still_takes_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse_folders(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "cannot sync a folder")

    monkeypatch.setattr(os, "fsync", refuse_folders)
    write_whole(tmp_path / "x", b"1")
    assert (tmp_path / "x").read_bytes() == b"1"


def test_what_keeps_files_out_of_a_folder_is_known_beforehand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert obstacle_at(tmp_path) is None
    assert obstacle_at(tmp_path / "gone") is Obstacle.GONE
    failing_with(errno.EDQUOT, monkeypatch, at="os.fsync")
    assert obstacle_at(tmp_path) is Obstacle.FULL
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("obstacle", Obstacle)
def test_every_obstacle_is_told_in_three_sentences(obstacle: Obstacle) -> None:
    problem = CannotWrite(name="certificate.pdf", obstacle=obstacle)
    assert all(part.endswith(".") and "{" not in part for part in (problem.what, problem.meaning, problem.remedy))
    assert problem.what.startswith("certificate.pdf could not be written: ")


def test_an_error_nobody_thought_of_is_an_obstacle_too() -> None:
    assert obstacle_of(OSError("no number")) is Obstacle.OTHER
    assert files.obstacle_of(OSError(errno.ENOTEMPTY, "")) is Obstacle.OTHER
