"""Receipts where the disk is full, the program is killed, clocks are wrong and bytes are turned: wholly or not at all,
once, and only by them does credit count as submitted."""

from __future__ import annotations

import multiprocessing
from dataclasses import replace
from pathlib import Path

import pytest

from player.desk.desk import Desk
from player.desk.outgoing import Standing
from player.desk.sending import RECEIPTS
from player.domain.problem import Problem
from player.ledger.problems import DiskFull
from player.proof.files import CannotWrite
from tests.cli.conftest import process
from tests.faults.handing import (
    LATER,
    TAKEN_IN,
    WITHIN,
    Told,
    claimed,
    copy_of,
    desk,
    desk_of,
    killed_everywhere,
    profile,
    receipt_for,
    told_by,
)
from tests.faults.test_full_disk import ROOMS, Filling
from tests.figures import Figures
from tests.ledger.conftest import SmallDisk
from tests.ledger.processes import context, hold_lock

__all__ = ["claimed", "desk", "profile"]


def submitted_once(told: Told) -> None:
    assert told.submission.standing is Standing.SUBMITTED
    assert told.submission.to_submit == frozenset()
    assert (told.taken_in, len(told.kept)) == (1, 1), told.kept


def test_a_receipt_for_which_there_is_no_room_counts_wholly_or_not_at_all(
    claimed: Path, small_disk: SmallDisk, talk: Path, tmp_path: Path, figures: Figures
) -> None:
    small_disk.remount("size=40m")
    profile, filling, refused = copy_of(claimed, small_disk.folder), Filling(small_disk), 0
    with desk_of(profile) as desk:
        file, data = tmp_path / "a.receipt", receipt_for(desk, talk)
        file.write_bytes(data)
        before = told_by(desk)
        for room in ROOMS:
            filling.leave(room)
            try:
                desk.sending.take_receipt(file)
                break
            except (CannotWrite, DiskFull):
                refused += 1
                told = told_by(desk)
                # A copy that is kept already is harmless: what counts is what is recorded.
                assert replace(told, kept=()) == before
                assert all((desk.profile / RECEIPTS / name).read_bytes() == data for name in told.kept)
        filling.go()
        desk.sending.take_receipt(file)
        submitted_once(told_by(desk))
    with desk_of(profile) as desk:
        submitted_once(told_by(desk))
    assert refused > 0
    figures("a receipt on a full disk", refused=refused, half_taken=0)


@pytest.mark.parametrize("within", WITHIN)
def test_wherever_taking_a_receipt_in_is_killed_once_more_counts_it_once(
    claimed: Path, talk: Path, tmp_path: Path, figures: Figures, within: str
) -> None:
    file = tmp_path / "a.receipt"
    with desk_of(copy_of(claimed, tmp_path)) as desk:
        file.write_bytes(receipt_for(desk, talk))

    def take(profile: Path) -> None:
        with desk_of(profile) as desk:
            desk.sending.take_receipt(file)

    deaths = half = 0
    folder = f"profile/{RECEIPTS}" if within == "what is written" else ""
    for copy in killed_everywhere(claimed, tmp_path, take, within=folder):
        with desk_of(copy) as desk:
            told = told_by(desk)
            assert told.taken_in <= 1
            assert (told.submission.standing is Standing.SUBMITTED) == bool(told.taken_in)
            half += bool(told.kept) != bool(told.taken_in)
            desk.sending.take_receipt(file)
            submitted_once(told_by(desk))
            desk.sending.take_receipt(file)
            submitted_once(told_by(desk))
        deaths += 1
    assert half > 0, "it was killed between keeping and recording, too"
    figures("killed while a receipt was taken in", deaths=deaths, doubled=0, lost=0)


@pytest.mark.parametrize("year", [1970, 2026, 2099, 9999])
def test_whatever_the_provider_s_clock_shows_its_receipt_counts(
    desk: Desk, talk: Path, tmp_path: Path, year: int
) -> None:
    file = tmp_path / "a.receipt"
    file.write_bytes(receipt_for(desk, talk, received=TAKEN_IN.replace(year=year)))
    assert desk.sending.take_receipt(file).received.year == year
    submitted_once(told_by(desk))


@pytest.mark.parametrize("year", [1980, 2026, 2099])
def test_whatever_the_learner_s_clock_shows_a_receipt_counts(
    profile: Path, talk: Path, tmp_path: Path, year: int
) -> None:
    with desk_of(profile, at=LATER.replace(year=year)) as desk:
        file = tmp_path / "a.receipt"
        file.write_bytes(receipt_for(desk, talk))
        desk.sending.take_receipt(file)
        submitted_once(told_by(desk))


@pytest.mark.parametrize("step", [7, pytest.param(1, marks=pytest.mark.long)])
def test_a_receipt_that_is_altered_anywhere_or_cut_marks_nothing_as_submitted(
    desk: Desk, talk: Path, tmp_path: Path, step: int
) -> None:
    data, file = receipt_for(desk, talk), tmp_path / "a.receipt"
    spoilt = [data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :] for place in range(0, len(data), step)]
    cut = [data[:size] for size in range(0, len(data), 10 * step)]
    before = told_by(desk)
    for one in (*spoilt, *cut):
        file.write_bytes(one)
        with pytest.raises(Problem) as caught:
            desk.sending.take_receipt(file)
        assert file.name in caught.value.what
        assert not (desk.profile / RECEIPTS).exists()
    assert told_by(desk) == before


@pytest.mark.parametrize("command", ["export", "receipt"])
def test_while_another_program_has_the_profile_open_nothing_is_written_and_it_is_said(
    command: str, profile: Path, talk: Path, tmp_path: Path
) -> None:
    file, out = tmp_path / "a.receipt", tmp_path / "out"
    with desk_of(profile) as desk:
        file.write_bytes(receipt_for(desk, talk))
        before = told_by(desk)
    here, there = multiprocessing.Pipe()
    holder = context().Process(target=hold_lock, args=(str(profile), there))
    holder.start()
    there.close()
    assert here.recv() == "locked"
    words: tuple[str | Path, ...] = ("export", "--to", out) if command == "export" else ("receipt", file)
    answer = process("--profile", profile, *words)
    here.close()
    holder.join(10)
    assert "already open" in answer.why or "another" in answer.why
    assert not out.exists()
    with desk_of(profile) as desk:
        assert told_by(desk) == before
