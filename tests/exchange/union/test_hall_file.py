from __future__ import annotations

from pathlib import Path

import pytest

from player.domain.problem import Problem
from player.exchange.union.hall_file import NoHallFile, read_hall_file, write_hall_file
from player.proof.files import CannotWrite
from player.proof.hall import Given
from tests.kiosk.uniting.stations import SECRET, card
from tests.ledger.strands import strand

PIECES = [Given(cards=(card("Ada"),)), Given(strands=(strand(events=3),))]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "hall-S.carrel-hall"
    write_hall_file(file, PIECES, SECRET)
    return file


def test_what_was_written_is_read(file: Path) -> None:
    assert list(read_hall_file(file, SECRET)) == PIECES


def test_nothing_is_taken_of_a_file_that_was_cut_anywhere(file: Path) -> None:
    whole = file.read_bytes()
    for length in range(0, len(whole), 37):
        file.write_bytes(whole[:length])
        with pytest.raises(NoHallFile):
            next(read_hall_file(file, SECRET))


def test_nothing_is_taken_of_a_file_in_which_a_byte_was_altered(file: Path) -> None:
    whole = file.read_bytes()
    for place in range(0, len(whole), 41):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(NoHallFile):
            next(read_hall_file(file, SECRET))


def test_the_file_of_another_hall_is_refused(file: Path) -> None:
    with pytest.raises(NoHallFile) as refused:
        next(read_hall_file(file, b"of another hall"))
    assert "another hall" in refused.value.what


def test_a_file_that_is_not_there_or_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(Problem):
        next(read_hall_file(tmp_path / "none", SECRET))
    with pytest.raises(CannotWrite):
        write_hall_file(tmp_path / "none" / "hall.carrel-hall", PIECES, SECRET)
