"""Walking: which files are met in folders, and when a file that is being put there is whole."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

from player.domain.collection.account import Outcome
from player.office.answering import lay_receipts, receipt_file
from player.office.intake import Taken
from player.office.walking import Watch, files_in, in_batches, scattered


def put(file: Path, data: bytes = b"x") -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


def test_folders_are_walked_to_their_ends_and_named_files_are_taken_as_they_are(tmp_path: Path) -> None:
    wanted = [put(tmp_path / "a.completion"), put(tmp_path / "deep" / "er" / "b.completion")]
    for other in ("c.pdf", "._a.completion", ".hidden.completion", "d.completion.part"):
        put(tmp_path / other)
    assert list(files_in([tmp_path])) == wanted
    assert list(files_in([tmp_path / "c.pdf"])) == [tmp_path / "c.pdf"]


def test_batches_hold_every_file_once_in_whatever_order() -> None:
    files = [Path(f"{number}.completion") for number in range(1_000)]
    mixed = [file for batch in scattered(in_batches(files, 7), by=Random(3)) for file in batch]
    assert sorted(mixed) == sorted(files)
    assert mixed != files


def test_a_file_is_ready_once_it_has_stopped_growing_and_is_given_once(tmp_path: Path) -> None:
    file, watch = put(tmp_path / "a.completion"), Watch([tmp_path])
    assert watch.look() == []
    put(file, b"xy")
    assert watch.look() == []
    assert watch.look() == [file]
    assert watch.look() == []


def test_a_file_that_was_put_in_the_place_of_another_is_given_again(tmp_path: Path) -> None:
    file, watch = put(tmp_path / "a.completion"), Watch([tmp_path])
    assert [watch.look(), watch.look()] == [[], [file]]
    put(file, b"longer")
    watch.look()
    assert watch.look() == [file]


def test_what_could_not_be_read_is_given_again(tmp_path: Path) -> None:
    file, watch = put(tmp_path / "a.completion"), Watch([tmp_path])
    assert [watch.look(), watch.look()] == [[], [file]]
    watch.again([file])
    assert watch.look() == [file]


def test_a_folder_that_goes_and_comes_back_is_looked_at_again(tmp_path: Path) -> None:
    stick, watch = tmp_path / "stick", Watch([tmp_path / "stick"])
    assert watch.look() == []
    file = put(stick / "a.completion")
    watch.look()
    assert watch.look() == [file]


def test_a_receipt_lies_beside_its_file_or_in_the_folder_named_and_is_written_once(tmp_path: Path) -> None:
    file, folder = put(tmp_path / "in" / "a.completion"), tmp_path / "out"
    folder.mkdir()
    taken = [Taken(file=file, outcome=Outcome.NEW, receipt=b"signed")]
    assert receipt_file(file, None) == tmp_path / "in" / "a.receipt"
    assert [lay_receipts(taken, folder) for _ in range(2)] == [1, 0]
    assert (folder / "a.receipt").read_bytes() == b"signed"
    os.truncate(folder / "a.receipt", 0)
    assert lay_receipts(taken, folder) == 1
    assert [one.name for one in folder.iterdir()] == ["a.receipt"]


def test_of_large_files_fewer_are_held_at_once_and_none_is_left_out(tmp_path: Path) -> None:
    sizes = [10, 10, 10, 25, 100, 1, 1]
    files = [put(tmp_path / f"{place}.completion") for place in range(len(sizes))]
    for file, size in zip(files, sizes, strict=True):
        os.truncate(file, size)
    gone = tmp_path / "gone.completion"
    batches = [len(batch) for batch in in_batches([*files, gone], size=3, most_bytes=50)]
    assert batches == [3, 1, 1, 3]
    assert [file for batch in in_batches([*files, gone], size=3, most_bytes=50) for file in batch] == [*files, gone]
