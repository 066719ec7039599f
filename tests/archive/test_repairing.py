"""Repairing: whatever is damaged, cut off or in the way, only bad blocks are written, and the rest is not touched."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from player.archive.package import open_package
from player.archive.problems import BlockDamaged, CourseAltered, NotThisCourse
from player.archive.shelf import Shelf
from player.domain.problem import Problem
from player.proof.manifest import BLOCK_SIZE
from tests.archive.editions import NOTES, PLAIN, TALK, edition, flipped, unpacked
from tests.archive.making import TRUST, filling
from tests.trying import tries


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "shelf", TRUST)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return edition(tmp_path_factory.mktemp("good"))


@pytest.fixture
def bad(good: Path, tmp_path: Path) -> Path:
    """A copy, to be damaged."""
    return Path(shutil.copy(good, tmp_path / "bad.course"))


def offset_of(file: Path, member: str) -> int:
    with open_package(file, TRUST) as package:
        return package.places[member].offset


def test_only_the_bad_blocks_are_fetched_and_the_file_is_byte_for_byte_what_was_built(
    shelf: Shelf, good: Path, bad: Path
) -> None:
    at = offset_of(good, TALK)
    flipped(bad, at + 5, at + 2 * BLOCK_SIZE + 9)
    mended = shelf.repair(str(bad), str(good))
    assert (mended.blocks, mended.bad, mended.fetched, mended.frame, mended.left) == (4, 2, 2, False, None)
    assert bad.read_bytes() == good.read_bytes()
    again = shelf.repair(str(bad), str(good))
    assert (again.bad, again.frame) == (0, False)


@settings(max_examples=tries(60), suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(places=st.sets(st.floats(0, 1, exclude_max=True), max_size=6), cut=st.floats(0, 1), more=st.integers(0, 300))
def test_any_damage_anywhere_is_put_right_or_the_file_is_left_as_it_is(
    tmp_path_factory: pytest.TempPathFactory, good: Path, places: set[float], cut: float, more: int
) -> None:
    """Also in the headers, the manifest, the list of hashes and the directory."""
    place = tmp_path_factory.mktemp("any")
    whole = good.read_bytes()
    data = bytearray(whole)
    for share in places:
        data[int(share * len(data))] ^= 0x40
    left = bytes(data[: int(cut * len(data))] if cut < 0.9 else data) + bytes(more)
    bad = place / "bad.course"
    bad.write_bytes(left)
    shelf = Shelf(place / "shelf", TRUST)
    try:
        shelf.repair(str(bad), str(good))
        assert bad.read_bytes() == whole
    except NotThisCourse:
        assert bad.read_bytes() == left
        assert len(left) < 2 * BLOCK_SIZE + 100_000, "with so much of it here some block must be good"
    shutil.rmtree(place)


def test_small_damage_in_every_part_of_the_frame_is_put_right(shelf: Shelf, good: Path, bad: Path) -> None:
    with open_package(good, TRUST) as package:
        starts = [package.places[member].offset - 3 for member in PLAIN]
    ends = [good.stat().st_size - 1, good.stat().st_size - 60]
    for place in (0, 31, 90, 2_000, *starts, *ends):
        flipped(bad, place)
        assert shelf.repair(str(bad), str(good)).frame
        assert bad.read_bytes() == good.read_bytes()


def test_a_file_of_something_else_is_not_overwritten(shelf: Shelf, good: Path, tmp_path: Path) -> None:
    other = tmp_path / "holiday.mp4"
    other.write_bytes(filling(3, seed=99))
    with pytest.raises(NotThisCourse, match="nothing of “Clean Hands”"):
        shelf.repair(str(other), str(good))
    assert other.read_bytes() == filling(3, seed=99)


def test_another_version_repairs_what_both_have_and_tells_what_it_has_not(
    shelf: Shelf, good: Path, bad: Path, tmp_path: Path
) -> None:
    newer = edition(tmp_path, 2, {"notes.pdf": b"Other words.", "renamed.mp4": PLAIN[TALK]})
    flipped(bad, offset_of(good, TALK), offset_of(good, NOTES))
    mended = shelf.repair(str(bad), str(newer))
    assert (mended.bad, mended.fetched) == (2, 1)
    assert isinstance(mended.left, BlockDamaged)
    assert mended.left.data["member"] == NOTES
    with open_package(bad, TRUST) as package:
        assert package.signed.course.version == 1
        assert package.read(TALK) == PLAIN[TALK]


def test_blocks_of_the_good_copy_are_believed_only_when_they_are_right(
    shelf: Shelf, good: Path, bad: Path, tmp_path: Path
) -> None:
    at = offset_of(good, TALK)
    flipped(bad, at, at + BLOCK_SIZE)
    not_so_good = flipped(good, at, to=tmp_path / "not-so-good.course")
    mended = shelf.repair(str(bad), str(not_so_good))
    assert (mended.bad, mended.fetched) == (2, 1)
    assert isinstance(mended.left, BlockDamaged)
    assert mended.left.data == {"name": "not-so-good.course", "member": TALK, "block": 0}
    with open_package(bad, TRUST) as package:
        assert package.source(TALK).read_at(BLOCK_SIZE, 10) == PLAIN[TALK][BLOCK_SIZE:][:10]
    assert shelf.repair(str(bad), str(good)).left is None
    assert bad.read_bytes() == good.read_bytes()


def test_an_unpacked_course_is_repaired_file_by_file(shelf: Shelf, good: Path, tmp_path: Path) -> None:
    folder = unpacked(good, tmp_path / "unpacked")
    flipped(folder / TALK, BLOCK_SIZE)
    mended = shelf.repair(str(folder), str(good))
    assert (mended.bad, mended.fetched, mended.frame) == (1, 1, False)
    assert (folder / TALK).read_bytes() == PLAIN[TALK]
    (folder / "blocks.b3").write_bytes(b"")
    (folder / NOTES).unlink()
    (folder / TALK).write_bytes(PLAIN[TALK][: BLOCK_SIZE + 1])
    mended = shelf.repair(str(folder), str(good))
    assert (mended.bad, mended.fetched, mended.frame) == (3, 3, True)
    with open_package(folder, TRUST) as package:
        package.verify()


def test_a_good_copy_whose_list_of_hashes_is_false_repairs_nothing(
    shelf: Shelf, good: Path, bad: Path, tmp_path: Path
) -> None:
    flipped(bad, offset_of(good, TALK))
    before = bad.read_bytes()
    liar = flipped(good, offset_of(good, "blocks.b3"), to=tmp_path / "liar.course")
    with pytest.raises(CourseAltered):
        shelf.repair(str(bad), str(liar))
    assert bad.read_bytes() == before


def test_the_shelf_is_a_good_copy_too(shelf: Shelf, good: Path, bad: Path) -> None:
    shelf.add(good)
    bad.write_bytes(good.read_bytes()[: BLOCK_SIZE * 2])
    assert shelf.repair(str(bad), "org.example.hands").left is None
    assert bad.read_bytes() == good.read_bytes()


def test_what_is_not_here_cannot_be_repaired(shelf: Shelf, good: Path) -> None:
    with pytest.raises(Problem, match="no course"):
        shelf.repair("org.example.hands", str(good))
