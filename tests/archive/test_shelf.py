"""The shelf: courses are added whole or not at all, stored once, and found by what a person writes."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from player.archive import shelf as shelves
from player.archive.problems import (
    AddingCancelled,
    BlockDamaged,
    NoSuchCourse,
    NotACourse,
    NotEnoughRoom,
    OlderVersion,
    SeveralCourses,
)
from player.archive.shelf import Shelf
from player.domain.problem import Problem
from player.proof.files import CannotWrite
from player.proof.keys import PrivateKey
from tests.archive.making import KEY, OTHER_KEY, TRUST, built_in, filling, forge


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int, PrivateKey], Path]:
    """The template's course in any version, signed with any key, built once."""
    place = tmp_path_factory.mktemp("packages")

    def built(version: int = 1, key: PrivateKey = KEY) -> Path:
        name = f"{version}-{key.public.id[:6]}.course"
        return place / name if (place / name).exists() else built_in(place, version=version, key=key, name=name)

    return built


Files = Callable[..., Path]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "shelf", TRUST)


def names(shelf: Shelf) -> list[str]:
    return sorted(path.name for path in shelf.folder.iterdir()) if shelf.folder.exists() else []


def test_a_course_is_added_under_its_hash_byte_for_byte(shelf: Shelf, files: Files) -> None:
    seen = list[tuple[int, int]]()
    package = shelf.add(files(), lambda done, whole: seen.append((done, whole)))
    assert package.path == shelf.folder / f"{package.signed.hash}.course"
    assert package.path.read_bytes() == files().read_bytes()
    assert seen[-1] == (package.size, package.size)


def test_the_same_course_is_stored_once(shelf: Shelf, files: Files, tmp_path: Path) -> None:
    shutil.copy(files(), tmp_path / "again.course")
    first, second = shelf.add(files()), shelf.add(tmp_path / "again.course")
    assert first.path == second.path
    assert len(names(shelf)) == 1


def test_adding_again_mends_a_damaged_copy(shelf: Shelf, files: Files) -> None:
    package = shelf.add(files())
    data = bytearray(package.path.read_bytes())
    data[data.index(filling(1)[:16])] ^= 1
    package.path.write_bytes(data)
    with pytest.raises(BlockDamaged):
        package.verify()
    shelf.add(files()).verify()


def test_a_damaged_course_is_not_added_and_leaves_nothing(shelf: Shelf, files: Files, tmp_path: Path) -> None:
    data = bytearray(files().read_bytes())
    data[data.index(filling(1)[:16])] ^= 1
    (tmp_path / "damaged.course").write_bytes(data)
    with pytest.raises(BlockDamaged):
        shelf.add(tmp_path / "damaged.course")
    assert names(shelf) == []


def test_a_cancelled_adding_leaves_nothing(shelf: Shelf, files: Files) -> None:
    asked = iter([False, True])
    with pytest.raises(AddingCancelled):
        shelf.add(files(), is_cancelled=lambda: next(asked))
    assert names(shelf) == []


def test_a_lower_version_than_one_here_is_refused(shelf: Shelf, files: Files) -> None:
    shelf.add(files(2))
    with pytest.raises(OlderVersion, match="version 1 of “My course”; version 2"):
        shelf.add(files(1))
    shelf.add(files(3))
    assert len(names(shelf)) == 2
    assert shelf.find("org.example.my-course").signed.course.version == 3


def test_a_strangers_high_version_does_not_push_the_providers_own_aside(shelf: Shelf, files: Files) -> None:
    shelf.add(files(9, OTHER_KEY))
    shelf.add(files(1))
    assert shelf.find("org.example.my-course").signed.course.version == 1


def test_what_a_killed_program_left_behind_goes_with_the_next_adding(shelf: Shelf, files: Files) -> None:
    shelf.folder.mkdir()
    (shelf.folder / ".carrel-0123.part").write_bytes(b"half")
    shelf.add(files())
    assert len(names(shelf)) == 1


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def test_a_course_that_does_not_fit_is_refused_before_anything_is_written(
    shelf: Shelf, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves.shutil, "disk_usage", lambda _: Usage(100, 99, 1))  # type: ignore[attr-defined]
    with pytest.raises(NotEnoughRoom):
        shelf.add(files())
    assert names(shelf) == []


def test_a_disk_that_fills_up_while_copying_leaves_nothing(
    shelf: Shelf, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotWrite, match="no room"):
        shelf.add(files())
    assert names(shelf) == []


def test_a_folder_in_which_nothing_can_be_made_is_told(tmp_path: Path, files: Files) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(CannotWrite):
        Shelf(tmp_path / "file" / "shelf", TRUST).add(files())


def test_an_empty_or_missing_shelf_holds_nothing(shelf: Shelf) -> None:
    assert shelf.packages() == ()


def test_what_cannot_be_opened_is_on_the_shelf_with_its_problem(shelf: Shelf, files: Files) -> None:
    shelf.add(files())
    (shelf.folder / "a.course").write_bytes(b"something else")
    good, bad = shelf.packages()
    assert good.package and good.problem is None
    assert bad.package is None and isinstance(bad.problem, NotACourse)


def test_a_course_is_found_by_id_beginning_hash_and_path(shelf: Shelf, files: Files) -> None:
    added = shelf.add(files()).signed
    for word in ("org.example.my-course", "org.exam", added.hash, added.hash[:8], str(files())):
        assert shelf.find(word).signed.hash == added.hash


@pytest.mark.parametrize("word", ["", "org.other", "nowhere", "deadbeef", "x" * 9999, "nul\0"])
def test_a_word_that_means_no_course_says_what_to_do(shelf: Shelf, files: Files, word: str) -> None:
    shelf.add(files())
    with pytest.raises(NoSuchCourse, match="carrel list"):
        shelf.find(word)


def test_a_word_that_means_two_courses_names_them(shelf: Shelf, files: Files, tmp_path: Path) -> None:
    shelf.add(files())
    shelf.add(forge(tmp_path / "other.course", {"talk.mp4": b"talk"}))
    with pytest.raises(SeveralCourses, match=r"org\.example\.hands, org\.example\.my-course"):
        shelf.find("org.example")


def test_a_path_to_nothing_is_a_problem_of_the_path(shelf: Shelf) -> None:
    with pytest.raises(Problem, match="no file or folder"):
        shelf.find("gone/away.course")
