"""Handing credit on where the stick is full, pulled, locked or slow: whole or not there, recorded when it is, and
nothing counts as submitted by it."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import pytest

from player.desk.desk import Desk
from player.desk.outgoing import Standing
from player.domain.problem import Problem
from player.domain.report_format import ReportFormat
from player.proof import files
from player.proof.files import CannotWrite, Obstacle
from tests.faults.handing import (
    WITHIN,
    Told,
    claimed,
    desk,
    desk_of,
    killed_everywhere,
    profile,
    the_course,
    told_by,
)
from tests.faults.test_full_disk import ROOMS, Filling
from tests.figures import Figures
from tests.ledger.conftest import SmallDisk

__all__ = ["claimed", "desk", "profile"]

FORMS = tuple(ReportFormat)


class Stick:
    """A memory stick of one MiB."""

    def __init__(self, disk: SmallDisk) -> None:
        self._disk = disk
        self.folder = disk.folder

    def pull(self) -> None:
        """As when a hand takes it out: what is open goes nowhere, and the folder's name leads to nothing."""
        subprocess.run(["umount", "-l", str(self.folder)], check=True)
        self.folder.rmdir()

    def plug_in(self) -> None:
        self.folder.mkdir(exist_ok=True)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(self.folder)], check=True)

    def lock(self) -> None:
        self._disk.remount("ro")

    def unlock(self) -> None:
        self._disk.remount("rw,size=1m")

    def names(self) -> set[str]:
        return {file.name for file in self.folder.iterdir()}


@pytest.fixture
def stick(small_disk: SmallDisk) -> Stick:
    return Stick(small_disk)


def written(desk: Desk, form: ReportFormat, to: Path) -> Path:
    (file,) = desk.sending.write(form, [the_course(desk).hash], to).files
    return file


def refusal(desk: Desk, form: ReportFormat, to: Path) -> CannotWrite:
    """What is said, held against the rule: three sentences, nothing recorded, nothing sent."""
    before = told_by(desk)
    with pytest.raises(CannotWrite) as caught:
        written(desk, form, to)
    assert told_by(desk) == before, form
    for part in (caught.value.what, caught.value.meaning, caught.value.remedy):
        assert part.endswith(".") and "{" not in part, caught.value
    assert "not affected" in caught.value.meaning
    return caught.value


def only_written(before: Told, after: Told, form: ReportFormat) -> None:
    """What a file that was written leaves behind; credit is as much to be submitted as before."""
    is_completion = form is ReportFormat.COMPLETION
    assert after.written == before.written + 1
    assert after.exports == before.exports + is_completion
    assert after.submission.to_submit == before.submission.to_submit != frozenset()
    assert after.submission.standing is not Standing.SUBMITTED
    assert after.taken_in == 0


# --- the stick -----------------------------------------------------------------------------------------------------


def test_on_a_full_stick_a_report_of_any_kind_is_whole_or_not_there_and_is_recorded_when_it_is(
    desk: Desk, stick: Stick, small_disk: SmallDisk, figures: Figures
) -> None:
    filling, refused = Filling(small_disk), dict.fromkeys(FORMS, 0)
    for form in FORMS:
        filling.go()
        before, there = told_by(desk), stick.names()
        for room in ROOMS:
            filling.leave(room)
            try:
                file = written(desk, form, stick.folder)
                break
            except CannotWrite as problem:
                assert problem.obstacle is Obstacle.FULL, form
                assert told_by(desk) == before, form
                assert stick.names() - {"fill"} == there, form
                refused[form] += 1
        else:
            raise AssertionError(f"{form}: there was never enough room")
        only_written(before, told_by(desk), form)
        assert file.stat().st_size > 0
        file.unlink()
    assert all(refused.values()), refused
    figures("a full stick, reports of every kind", refused=sum(refused.values()), half_written=0)


@pytest.mark.parametrize("form", [ReportFormat.COMPLETION, ReportFormat.COMPLETERS_XLSX, ReportFormat.BADGE_PNG])
def test_a_stick_that_is_pulled_at_the_last_moment_leaves_nothing_recorded_and_another_try_works(
    desk: Desk, stick: Stick, form: ReportFormat, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pulled(stream: object) -> None:
        stick.pull()

    with monkeypatch.context() as hand:
        hand.setattr(files, "_sync", pulled)
        assert refusal(desk, form, stick.folder).obstacle is Obstacle.GONE
    assert refusal(desk, form, stick.folder).obstacle is Obstacle.GONE
    stick.plug_in()
    before = told_by(desk)
    assert stick.names() == set()
    assert written(desk, form, stick.folder).exists()
    only_written(before, told_by(desk), form)


def test_a_stick_whose_switch_is_on_lock_is_told_for_each_kind_of_report(desk: Desk, stick: Stick) -> None:
    stick.lock()
    for form in FORMS:
        problem = refusal(desk, form, stick.folder)
        assert problem.obstacle is Obstacle.READ_ONLY
        assert "switch" in problem.remedy
    stick.unlock()
    assert stick.names() == set()
    assert written(desk, ReportFormat.COMPLETION, stick.folder).exists()


def test_while_a_slow_stick_still_takes_it_nothing_bears_the_name_of_a_report_and_nothing_is_recorded(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, seen, sync = tmp_path / "out", list[tuple[int, bool]](), files._sync
    out.mkdir()
    course = the_course(desk)

    def slow(stream: object) -> None:
        """The disk has not said yet that it has it all."""
        seen.append(
            (desk.journey(course).history.exports, any(not file.name.startswith(".") for file in out.iterdir()))
        )
        sync(stream)  # pyright: ignore[reportArgumentType] - handed on as it came

    monkeypatch.setattr(files, "_sync", slow)
    exports = 0
    for form in FORMS:
        seen.clear()
        file = written(desk, form, out)
        assert seen[0] == (exports, False), form
        exports += form is ReportFormat.COMPLETION
        assert desk.journey(course).history.exports == exports
        file.unlink()


def test_a_computer_without_room_for_what_is_passing_through_says_so_and_writes_nothing(
    desk: Desk, stick: Stick, small_disk: SmallDisk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Spreadsheets go by way of the disk for passing things, which is not where they end."""
    monkeypatch.setattr(tempfile, "tempdir", str(stick.folder))
    filling = Filling(small_disk)
    filling.leave(0)
    for form in FORMS:
        out = tmp_path / form
        out.mkdir()
        before = told_by(desk)
        try:
            written(desk, form, out)
        except Problem as problem:
            assert problem.code == "CannotWrite"
            assert told_by(desk) == before
            assert list(out.iterdir()) == []
            assert form is ReportFormat.COMPLETERS_XLSX
        else:
            assert form is not ReportFormat.COMPLETERS_XLSX
    filling.go()
    assert written(desk, ReportFormat.COMPLETERS_XLSX, tmp_path).exists()


def test_a_file_that_lies_there_already_is_as_it_was_until_the_new_one_is_whole(
    desk: Desk, stick: Stick, small_disk: SmallDisk
) -> None:
    old = written(desk, ReportFormat.COMPLETERS_CSV, stick.folder)
    data, filling = old.read_bytes(), Filling(small_disk)
    filling.leave(0)
    assert refusal(desk, ReportFormat.COMPLETERS_CSV, stick.folder).obstacle is Obstacle.FULL
    assert old.read_bytes() == data


@pytest.mark.parametrize("within", WITHIN)
def test_wherever_writing_a_report_is_killed_the_file_is_whole_or_not_there_and_once_more_is_harmless(
    claimed: Path, tmp_path: Path, figures: Figures, within: str
) -> None:
    forms = (ReportFormat.COMPLETION, ReportFormat.COMPLETERS_CSV)

    def write(profile: Path) -> None:
        with desk_of(profile) as desk:
            (profile.parent / "out").mkdir()
            for form in forms:
                written(desk, form, profile.parent / "out")

    deaths = 0
    folder = "out" if within == "what is written" else ""
    for copy in killed_everywhere(claimed, tmp_path, write, within=folder):
        out = copy.parent / "out"
        out.mkdir(exist_ok=True)
        whole = [file for file in out.iterdir() if not file.name.startswith(".")]
        assert all(file.read_bytes().endswith((b"}", b"\n")) for file in whole)
        with desk_of(copy) as desk:
            told = told_by(desk)
            assert told.exports <= sum(file.suffix == ".completion" for file in whole), "nothing is recorded unwritten"
            assert told.submission.standing is not Standing.SUBMITTED
            for form in forms:
                assert written(desk, form, out).exists()
            assert told_by(desk).submission.to_submit == told.submission.to_submit
        deaths += 1
    assert deaths > 5
    figures("killed while reports were written", deaths=deaths, half_written=0)
