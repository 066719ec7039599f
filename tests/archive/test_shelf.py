"""The shelf: courses are added whole or not at all, their contents stored once, and found by what a person writes."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from player.archive import contents, homes
from player.archive.known import Known
from player.archive.manifests import Manifests
from player.archive.package import open_package
from player.archive.problems import (
    AddingCancelled,
    AddingStopped,
    BlockDamaged,
    CopyIncomplete,
    CourseAltered,
    CourseAway,
    CourseCutOff,
    CourseOutOfReach,
    HomeAway,
    NoSuchCourse,
    NotACourse,
    NotEnoughRoom,
    OlderVersion,
    SeveralCourses,
)
from player.archive.shelf import Shelf
from player.domain.problem import Problem
from player.domain.whereabouts import Whereabouts
from player.proof.files import CannotWrite
from player.proof.manifest import BLOCK_SIZE
from tests.archive.editions import LOGO, NOTES, PLAIN, SIGNATURE, TALK, edition, flipped, unpacked
from tests.archive.making import KEY, OTHER_KEY, TRUST, course_with, filling, forge, manifest_for

HANDS = "org.example.hands"
OTHER = {TALK: filling(1.5, seed=7)}


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "shelf", TRUST)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return edition(tmp_path)


def stored(folder: Path) -> int:
    """Bytes of all contents, finished or not."""
    return sum(path.stat().st_size for path in (folder / "contents").glob("*"))


def parts(folder: Path) -> list[Path]:
    return sorted((folder / "contents").glob("*.part"))


def content_of(shelf: Shelf, member: str) -> Path:
    """The file in which a member of the only course lies."""
    (shelved,) = shelf.packages()
    assert shelved.signed
    found = next(m for m in shelved.signed.manifest.members if m.path == member)
    return shelf.home / "contents" / found.content


# --- adding --------------------------------------------------------------------------------------------------------


def test_what_is_added_is_read_as_it_was_packed(shelf: Shelf, file: Path) -> None:
    seen = list[tuple[int, int]]()
    package = shelf.add(file, lambda done, whole: seen.append((done, whole)))
    assert {member: package.read(member) for member in PLAIN} == PLAIN
    package.verify()
    assert seen[-1] == (package.size, package.size)
    (shelved,) = shelf.packages()
    assert (shelved.where, shelved.problem, shelved.superseded) == (Whereabouts.HERE, None, False)
    assert shelved.size == stored(shelf.folder)


def test_a_package_and_the_folder_it_unpacks_to_are_one_course(shelf: Shelf, file: Path, tmp_path: Path) -> None:
    first = shelf.add(unpacked(file, tmp_path / "folder"))
    second = shelf.add(file)
    assert first.path == second.path
    assert len(shelf.packages()) == 1


def test_the_same_bytes_are_stored_once_however_many_courses_have_them(shelf: Shelf, tmp_path: Path) -> None:
    shelf.add(edition(tmp_path, 1))
    before = stored(shelf.folder)
    shelf.add(edition(tmp_path, 2, {**PLAIN, NOTES: b"What was said, revised."}))
    hashes = 4 * 32
    assert stored(shelf.folder) == before + len(b"What was said, revised.") + hashes
    shelf.add(edition(tmp_path, course="org.example.other"))
    assert len(shelf.packages()) == 3
    assert stored(shelf.folder) == before + len(b"What was said, revised.") + hashes


def test_a_damaged_course_is_not_here_and_a_good_copy_goes_on_from_it(shelf: Shelf, file: Path, tmp_path: Path) -> None:
    at = file.read_bytes().index(filling(3)[2 * BLOCK_SIZE :][:16])
    with pytest.raises(BlockDamaged, match="block 2 of talk"):
        shelf.add(flipped(file, at, to=tmp_path / "damaged.course"))
    assert shelf.packages() == ()
    assert shelf.known() == ()
    shelf.add(file).verify()
    assert parts(shelf.folder) == []


def test_a_course_whose_parts_do_not_add_up_never_takes_the_place_of_honest_bytes(shelf: Shelf, tmp_path: Path) -> None:
    """Its publisher signed that other bytes have the hash of an honest recording."""
    shelf.add(edition(tmp_path))
    honest = {TALK: PLAIN[TALK]}
    course = replace(course_with(honest), id="org.example.liar")
    stated = manifest_for(honest, course, OTHER_KEY.public)
    false = {TALK: filling(2.5, seed=3)}
    lie = replace(manifest_for(false, course, OTHER_KEY.public), members=stated.members)
    with pytest.raises(CourseAltered, match="as a whole"):
        shelf.add(forge(tmp_path / "lie.course", false, manifest=lie, key=OTHER_KEY))
    shelf.find(HANDS).verify()
    fresh = Shelf(tmp_path / "fresh", TRUST)
    with pytest.raises(CourseAltered, match="as a whole"):
        fresh.add(tmp_path / "lie.course")
    assert parts(fresh.folder) == []


def test_a_cancelled_adding_goes_on_where_it_stopped(shelf: Shelf, file: Path) -> None:
    asked = iter([False, False, True])
    with pytest.raises(AddingCancelled, match="goes on where it stopped"):
        shelf.add(file, is_cancelled=lambda: next(asked))
    assert shelf.packages() == ()
    (part,) = parts(shelf.folder)
    assert part.read_bytes()[: 2 * BLOCK_SIZE] == filling(2)
    written = part.stat().st_ino
    shelf.add(file).verify()
    assert content_of(shelf, TALK).stat().st_ino == written
    assert parts(shelf.folder) == []


def test_leftovers_go_after_a_month_when_room_is_needed_or_when_asked(
    shelf: Shelf, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = edition(tmp_path, course="org.example.other", members=OTHER)

    def leave_some() -> None:
        asked = iter([False, True])
        with pytest.raises(AddingCancelled):
            shelf.add(file, is_cancelled=lambda: next(asked))
        assert len(parts(shelf.folder)) == 1

    leave_some()
    shelf.add(other)
    assert len(parts(shelf.folder)) == 1, "it may still be gone on with"
    old = parts(shelf.folder)[0].stat().st_mtime - (contents.KEPT_DAYS + 1) * 86_400
    os.utime(parts(shelf.folder)[0], (old, old))
    shelf.add(other)
    assert parts(shelf.folder) == []
    leave_some()
    assert shelf.forget_leftovers() > 0
    assert parts(shelf.folder) == []
    shelf.find("org.example.other").verify()


def test_room_is_made_by_forgetting_leftovers_before_a_course_is_refused(
    shelf: Shelf, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = iter([False, True])
    with pytest.raises(AddingCancelled):
        shelf.add(file, is_cancelled=lambda: next(asked))
    monkeypatch.setattr(homes.Home, "_free", lambda _: 1 if parts(shelf.folder) else 1 << 40)
    shelf.add(edition(tmp_path, course="org.example.other", members=OTHER))
    assert parts(shelf.folder) == []


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def test_a_course_that_does_not_fit_is_refused_before_anything_is_written(
    shelf: Shelf, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(100, 99, 1))
    with pytest.raises(NotEnoughRoom):
        shelf.add(file)
    assert stored(shelf.folder) == 0
    assert shelf.packages() == ()


def test_a_disk_that_fills_up_while_copying_keeps_what_was_copied(
    shelf: Shelf, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises((AddingStopped, CannotWrite), match="no room"):
            shelf.add(file)
    assert shelf.packages() == ()
    shelf.add(file).verify()


def test_a_folder_in_which_nothing_can_be_made_is_told(tmp_path: Path, file: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(CannotWrite):
        Shelf(tmp_path / "file" / "shelf", TRUST).add(file)


# --- mending -------------------------------------------------------------------------------------------------------


def test_adding_again_mends_what_is_damaged_cut_off_or_gone_and_writes_nothing_else(shelf: Shelf, file: Path) -> None:
    shelf.add(file)
    talk = content_of(shelf, TALK)
    whole, place = talk.read_bytes(), talk.stat().st_ino
    flipped(talk, BLOCK_SIZE + 5)
    with pytest.raises(BlockDamaged):
        shelf.find(HANDS).verify()
    shelf.add(file).verify()
    assert (talk.read_bytes(), talk.stat().st_ino) == (whole, place)
    talk.write_bytes(whole[: BLOCK_SIZE + 100])
    (shelved,) = shelf.packages()
    assert isinstance(shelved.problem, CopyIncomplete)
    assert shelved.signed is not None
    shelf.add(file).verify()
    assert talk.read_bytes() == whole
    talk.unlink()
    shelf.add(file).verify()
    talk.write_bytes(whole + b"and more")
    shelf.add(file).verify()
    assert talk.read_bytes() == whole


def test_a_course_here_is_repaired_from_another_version_that_has_the_same_recording(
    shelf: Shelf, file: Path, tmp_path: Path
) -> None:
    shelf.add(file)
    flipped(content_of(shelf, TALK), 3, 2 * BLOCK_SIZE + 7)
    newer = edition(tmp_path, 2, {**PLAIN, NOTES: b"Other words."})
    mended = shelf.repair(HANDS, str(newer))
    assert (mended.blocks, mended.bad, mended.fetched, mended.left) == (4, 2, 2, None)
    shelf.find(HANDS).verify()


def test_what_neither_copy_has_is_told_and_nothing_of_that_file_is_written(
    shelf: Shelf, file: Path, tmp_path: Path
) -> None:
    shelf.add(file)
    good = file.read_bytes()
    flipped(content_of(shelf, TALK), 3, 2 * BLOCK_SIZE + 7)
    before = content_of(shelf, TALK).read_bytes()
    bad_too = flipped(file, good.index(filling(1)[:16]), to=tmp_path / "also-bad.course")
    mended = shelf.repair(HANDS, str(bad_too))
    assert (mended.bad, mended.fetched) == (2, 0)
    assert isinstance(mended.left, BlockDamaged)
    assert content_of(shelf, TALK).read_bytes() == before


# --- versions ------------------------------------------------------------------------------------------------------


def test_a_lower_version_than_one_that_was_ever_here_is_refused(shelf: Shelf, tmp_path: Path) -> None:
    shelf.add(edition(tmp_path, 2))
    with pytest.raises(OlderVersion, match="version 1 of “Clean Hands”; version 2"):
        shelf.add(edition(tmp_path, 1))
    shelf.add(edition(tmp_path, 3))
    assert shelf.find(HANDS).signed.course.version == 3
    for shelved in shelf.packages():
        assert shelved.signed
        shelf.remove(shelved.signed.hash)
    assert shelf.packages() == ()
    with pytest.raises(OlderVersion):
        Shelf(shelf.folder, TRUST).add(edition(tmp_path, 2))
    shelf.add(edition(tmp_path, 3))


def test_of_a_lower_version_that_is_refused_the_facts_are_known_from_then_on(shelf: Shelf, tmp_path: Path) -> None:
    newer = shelf.add(edition(tmp_path, 2)).signed
    with pytest.raises(OlderVersion, match="can be counted here from now on"):
        shelf.add(edition(tmp_path, 1))
    assert [shelved.signed.course.version for shelved in shelf.packages() if shelved.signed] == [2]
    (older,) = shelf.editions(newer)
    assert older.course.version == 1
    with pytest.raises(OlderVersion) as refused:
        shelf.add(edition(tmp_path, 1))
    assert "from now on" not in refused.value.sentence, "that is true the first time only"


def test_facts_that_cannot_be_kept_are_not_said_to_be_known(shelf: Shelf, tmp_path: Path) -> None:
    shelf.add(edition(tmp_path, 2))
    older = edition(tmp_path, 1)
    with open_package(older, TRUST) as package:
        (shelf.folder / "known" / f"{package.signed.hash}.dsse").mkdir()
    with pytest.raises(OlderVersion) as refused:
        shelf.add(older)
    assert "from now on" not in refused.value.sentence


def test_the_older_version_that_is_still_here_is_marked_and_may_be_mended(shelf: Shelf, tmp_path: Path) -> None:
    older, newer = edition(tmp_path, 1), edition(tmp_path, 2)
    shelf.add(older)
    shelf.add(newer)
    marks = {s.signed.course.version: s.superseded for s in shelf.packages() if s.signed}
    assert marks == {1: True, 2: False}
    shelf.add(older).verify()


def test_every_edition_that_was_ever_here_is_known(shelf: Shelf, tmp_path: Path) -> None:
    for version in (1, 2, 3):
        shelf.add(edition(tmp_path, version))
    shelf.add(edition(tmp_path, 9, key=OTHER_KEY))
    shelf.remove(shelf.find(HANDS).signed.hash)
    newest = next(signed for signed in shelf.known() if signed.course.version == 3)
    assert [other.course.version for other in shelf.editions(newest)] == [1, 2]


def test_a_strangers_high_version_does_not_push_the_providers_own_aside(shelf: Shelf, tmp_path: Path) -> None:
    shelf.add(edition(tmp_path, 9, key=OTHER_KEY))
    shelf.add(edition(tmp_path, 1))
    assert shelf.find(HANDS).signed.course.version == 1
    assert [shelved.superseded for shelved in shelf.packages()] == [False, False]


# --- taking away ---------------------------------------------------------------------------------------------------


def test_removing_frees_what_no_other_course_needs_and_keeps_the_facts(shelf: Shelf, tmp_path: Path) -> None:
    first, second = edition(tmp_path, 1), edition(tmp_path, 2, {**PLAIN, NOTES: b"More words."})
    shelf.add(first)
    both_less_first = stored(shelf.folder)
    shelf.add(second)
    before = stored(shelf.folder)
    newer = shelf.find(HANDS).signed
    assert shelf.remove(newer.hash) == before - both_less_first
    assert stored(shelf.folder) == both_less_first
    shelf.find(HANDS).verify()
    assert shelf.remove(HANDS) == both_less_first
    assert stored(shelf.folder) == 0
    assert shelf.packages() == ()
    assert {signed.course.version for signed in shelf.known()} == {1, 2}
    with pytest.raises(NoSuchCourse):
        shelf.remove(HANDS)


def test_a_removed_course_is_known_by_its_id_and_says_on_reading_that_it_is_away(shelf: Shelf, file: Path) -> None:
    added = shelf.add(file).signed
    shelf.remove(HANDS)
    for word in (HANDS, added.hash, added.hash[:8]):
        with shelf.find(word) as package:
            assert package.signed == added
            with pytest.raises(CourseOutOfReach, match="not there any more"):
                package.source(TALK).read_at(0, 1)
    shelf.add(file).verify()


def test_the_picture_on_certificates_outlives_the_course(shelf: Shelf, tmp_path: Path) -> None:
    file = edition(tmp_path, 1, {**PLAIN, SIGNATURE: b"a signature"})
    signed = shelf.add(file).signed
    shelf.remove(HANDS)
    assert Shelf(shelf.folder, TRUST).picture(signed, SIGNATURE) == b"a signature"
    (kept,) = shelf.folder.glob("known/*.signature")
    kept.write_bytes(b"another hand")
    with pytest.raises(Problem):
        shelf.picture(signed, SIGNATURE)


def test_the_logo_on_certificates_outlives_the_course_beside_the_signature(shelf: Shelf, tmp_path: Path) -> None:
    signed = shelf.add(edition(tmp_path, 1, {**PLAIN, SIGNATURE: b"a signature", LOGO: b"a logo"})).signed
    shelf.remove(HANDS)
    anew = Shelf(shelf.folder, TRUST)
    assert [anew.picture(signed, name) for name in (SIGNATURE, LOGO)] == [b"a signature", b"a logo"]
    (kept,) = shelf.folder.glob("known/*.logo")
    kept.write_bytes(b"another's logo")
    assert shelf.picture(signed, SIGNATURE) == b"a signature"
    with pytest.raises(Problem):
        shelf.picture(signed, LOGO)


def test_the_pictures_on_certificates_go_with_the_facts_into_a_copy_of_them(shelf: Shelf, tmp_path: Path) -> None:
    signed = shelf.add(edition(tmp_path, 1, {**PLAIN, SIGNATURE: b"a signature", LOGO: b"a logo"})).signed
    here = Known(shelf.folder / "known", Manifests(TRUST))
    assert {file.suffix for file in here.everything()} == {".dsse", ".signature", ".logo"}
    there = Known(tmp_path / "there", Manifests(TRUST))
    assert there.take_from(here) == ()
    assert [there.picture(signed, name) for name in (SIGNATURE, LOGO)] == [b"a signature", b"a logo"]


def test_while_a_mark_cannot_be_read_no_content_is_taken_away(shelf: Shelf, tmp_path: Path) -> None:
    """Nobody can tell then which of them the damaged course needs."""
    shelf.add(edition(tmp_path))
    other = shelf.add(edition(tmp_path, course="org.example.other"))
    before = stored(shelf.folder)
    mark = next(path for path in (shelf.folder / "here").iterdir() if path != other.path)
    mark.write_bytes(b"not a manifest")
    assert shelf.remove("org.example.other") == 0
    assert stored(shelf.folder) == before


def test_a_course_whose_content_is_removed_with_another_while_it_is_added_is_whole_all_the_same(
    shelf: Shelf, tmp_path: Path
) -> None:
    """The window adds on one thread and removes on another."""
    shelf.add(edition(tmp_path, course="org.example.other"))

    def remove_other(done: int, whole: int) -> None:
        if done == whole and len(shelf.packages()) == 1:
            with suppress(NoSuchCourse):
                shelf.remove("org.example.other")

    shelf.add(edition(tmp_path), remove_other).verify()
    (shelved,) = shelf.packages()
    assert shelved.problem is None


def test_a_course_of_many_files_needs_few_of_them_open(shelf: Shelf, tmp_path: Path) -> None:
    members = {TALK: b"talk", **{f"{n}.txt": str(n).encode() for n in range(200)}}
    package = shelf.add(edition(tmp_path, 1, members))
    package.verify()
    assert len(package.blocks._reader._files) <= 16


# --- shelves of earlier versions -----------------------------------------------------------------------------------


def as_it_was(shelf: Shelf, file: Path) -> Path:
    """A course as earlier versions kept it: the whole file, named by the course's hash."""
    with open_package(file, TRUST) as package:
        old = shelf.folder / f"{package.signed.hash}.course"
    shelf.folder.mkdir(exist_ok=True)
    shutil.copy(file, old)
    return old


def test_courses_of_an_old_shelf_are_listed_read_known_and_removed(shelf: Shelf, tmp_path: Path) -> None:
    file = edition(tmp_path, 2)
    old = as_it_was(shelf, file)
    (shelved,) = shelf.packages()
    assert shelved.package and shelved.where is Whereabouts.HERE
    assert shelved.size == file.stat().st_size
    shelf.find(HANDS).verify()
    with pytest.raises(OlderVersion):
        shelf.add(edition(tmp_path, 1))
    assert shelf.remove(HANDS) == file.stat().st_size
    assert not old.exists()
    assert Shelf(shelf.folder, TRUST).known()[0].hash == shelved.package.signed.hash


def test_the_file_of_an_old_shelf_is_mended_where_it_lies(shelf: Shelf, file: Path) -> None:
    old = as_it_was(shelf, file)
    good = file.read_bytes()
    flipped(old, good.index(filling(1)[:16]))
    shelf.add(file).verify()
    assert old.read_bytes() == good
    old.write_bytes(good[: len(good) // 2])
    (shelved,) = shelf.packages()
    assert isinstance(shelved.problem, CourseCutOff)
    shelf.add(file).verify()
    assert old.read_bytes() == good
    old.write_bytes(b"something else altogether")
    shelf.add(file).verify()
    assert not old.exists()


def test_what_cannot_be_opened_is_on_the_shelf_with_its_problem_and_can_be_taken_away(shelf: Shelf, file: Path) -> None:
    shelf.add(file)
    (shelf.folder / "a.course").write_bytes(b"something else")
    good, bad = shelf.packages()
    assert good.package and good.problem is None
    assert bad.package is None and isinstance(bad.problem, NotACourse)
    assert shelf.remove("a.course") == len(b"something else")
    assert len(shelf.packages()) == 1


def test_an_empty_or_missing_shelf_holds_nothing(shelf: Shelf) -> None:
    assert shelf.packages() == ()
    assert shelf.known() == ()
    assert not shelf.folder.exists()


# --- played where it lies ------------------------------------------------------------------------------------------


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def test_a_course_is_played_from_the_stick_and_stays_listed_while_it_is_away(
    shelf: Shelf, stick: Path, tmp_path: Path
) -> None:
    file = edition(stick)
    shelf.add(file, in_place=True)
    assert not (shelf.folder / "contents").exists()
    (there,) = shelf.packages()
    assert (there.where, there.path, there.size) == (Whereabouts.IN_PLACE, file, 0)
    playing = shelf.find(HANDS).source(TALK)
    assert playing.read_at(0, 10) == filling(1)[:10]
    stick.rename(tmp_path / "pocket")
    (away,) = Shelf(shelf.folder, TRUST).packages()
    assert away.where is Whereabouts.OUT_OF_REACH
    assert isinstance(away.problem, CourseAway)
    assert away.signed == there.signed
    assert not away.superseded
    (tmp_path / "pocket").rename(stick)
    (back,) = shelf.packages()
    assert back.where is Whereabouts.IN_PLACE
    assert playing.read_at(0, 10) == filling(1)[:10]


def test_a_stick_that_comes_back_elsewhere_is_known_again_when_the_course_is_opened_from_there(
    shelf: Shelf, stick: Path, tmp_path: Path
) -> None:
    file = edition(stick)
    shelf.add(file, in_place=True)
    elsewhere = stick.rename(tmp_path / "stick1") / file.name
    shelf.find(str(elsewhere)).verify()
    (shelved,) = shelf.packages()
    assert (shelved.where, shelved.path) == (Whereabouts.IN_PLACE, elsewhere)
    shelf.remove(HANDS)
    assert elsewhere.exists()
    assert shelf.packages() == ()


def test_another_course_under_the_same_name_is_not_taken_for_the_one_that_is_remembered(
    shelf: Shelf, stick: Path
) -> None:
    file = edition(stick)
    shelf.add(file, in_place=True)
    edition(stick, 2, name=file.name)
    (shelved,) = shelf.packages()
    assert shelved.where is Whereabouts.OUT_OF_REACH


def test_a_course_that_was_played_in_place_and_is_copied_needs_the_stick_no_more(shelf: Shelf, stick: Path) -> None:
    file = edition(stick)
    shelf.add(file, in_place=True)
    shelf.add(file)
    shutil.rmtree(stick)
    (shelved,) = shelf.packages()
    assert shelved.where is Whereabouts.HERE
    shelf.find(HANDS).verify()


def test_a_damaged_file_that_is_played_in_place_is_told_as_damaged_not_as_away(shelf: Shelf, stick: Path) -> None:
    file = edition(stick)
    shelf.add(file, in_place=True)
    file.write_bytes(file.read_bytes()[:-20])
    (shelved,) = shelf.packages()
    assert shelved.where is Whereabouts.OUT_OF_REACH
    assert isinstance(shelved.problem, CourseCutOff)


# --- other homes ---------------------------------------------------------------------------------------------------


def test_courses_go_to_the_home_that_was_chosen_and_stay_listed_while_it_is_away(
    shelf: Shelf, file: Path, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    shelf.choose_home(disk / "Carrel")
    shelf.add(file)
    assert stored(disk / "Carrel") > 0
    assert not (shelf.folder / "contents").exists()
    disk.rename(tmp_path / "drawer")
    again = Shelf(shelf.folder, TRUST)
    (away,) = again.packages()
    assert away.where is Whereabouts.OUT_OF_REACH
    assert isinstance(away.problem, CourseAway)
    assert str(disk / "Carrel") in str(away.problem)
    with pytest.raises(HomeAway):
        again.add(edition(tmp_path, course="org.example.other"))
    (tmp_path / "drawer").rename(disk)
    again.find(HANDS).verify()


def test_a_disk_that_comes_back_elsewhere_is_chosen_again_and_its_courses_are_here(
    shelf: Shelf, file: Path, tmp_path: Path
) -> None:
    shelf.choose_home(tmp_path / "disk")
    shelf.add(file)
    (tmp_path / "disk").rename(tmp_path / "disk1")
    shelf.choose_home(tmp_path / "disk1")
    (shelved,) = shelf.packages()
    assert shelved.where is Whereabouts.HERE
    shelf.find(HANDS).verify()
    somebody_else = Shelf(tmp_path / "other profile", TRUST)
    somebody_else.choose_home(tmp_path / "disk1")
    somebody_else.find(HANDS).verify()


def test_moving_brings_all_courses_verified_and_leaves_nothing_behind(shelf: Shelf, file: Path, tmp_path: Path) -> None:
    shelf.add(file)
    as_it_was(shelf, edition(tmp_path, course="org.example.old"))
    shelf.choose_home(tmp_path / "disk")
    assert shelf.move_home() == 2
    assert stored(shelf.folder) == 0
    assert list(shelf.folder.glob("*.course")) == []
    assert {shelved.where for shelved in shelf.packages()} == {Whereabouts.HERE}
    for shelved in shelf.packages():
        assert shelved.package
        shelved.package.verify()
        assert shelved.path.is_relative_to(tmp_path / "disk")
    shelf.choose_home(None)
    assert shelf.move_home() == 2
    shutil.rmtree(tmp_path / "disk")
    assert {shelved.where for shelved in shelf.packages()} == {Whereabouts.HERE}


def test_a_damaged_course_is_not_moved_and_stays_as_it_is(shelf: Shelf, file: Path, tmp_path: Path) -> None:
    shelf.add(file)
    flipped(content_of(shelf, TALK), BLOCK_SIZE)
    before = stored(shelf.folder)
    shelf.choose_home(tmp_path / "disk")
    with pytest.raises(BlockDamaged):
        shelf.move_home()
    assert stored(shelf.folder) == before
    (shelved,) = shelf.packages()
    assert shelved.path.is_relative_to(shelf.folder)


def test_a_home_that_takes_no_file_is_not_chosen(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(CannotWrite):
        shelf.choose_home(tmp_path / "file" / "home")
    assert shelf.home == shelf.folder


def test_a_list_of_places_that_cannot_be_read_loses_no_course_that_is_here(shelf: Shelf, file: Path) -> None:
    shelf.add(file)
    (shelf.folder / "places.json").write_text("{torn")
    (shelved,) = Shelf(shelf.folder, TRUST).packages()
    assert shelved.where is Whereabouts.HERE


# --- finding -------------------------------------------------------------------------------------------------------


def test_a_course_is_found_by_id_beginning_hash_and_path(shelf: Shelf, file: Path) -> None:
    added = shelf.add(file).signed
    for word in (HANDS, "org.exam", added.hash, added.hash[:8], str(file)):
        assert shelf.find(word).signed.hash == added.hash


@pytest.mark.parametrize("word", ["", "org.other", "nowhere", "deadbeef", "0" * 64, "nul\0"])
def test_a_word_that_means_no_course_says_what_to_do(shelf: Shelf, file: Path, word: str) -> None:
    shelf.add(file)
    with pytest.raises(NoSuchCourse, match="carrel add"):
        shelf.find(word)


def test_a_word_that_means_two_courses_names_them(shelf: Shelf, file: Path, tmp_path: Path) -> None:
    shelf.add(file)
    shelf.add(edition(tmp_path, course="org.example.other"))
    with pytest.raises(SeveralCourses, match=r"org\.example\.hands, org\.example\.other"):
        shelf.find("org.example")


def test_a_path_to_nothing_is_a_problem_of_the_path(shelf: Shelf) -> None:
    with pytest.raises(Problem, match="no file or folder"):
        shelf.find("gone/away.course")


def test_a_package_of_this_key_gives_credit(file: Path) -> None:
    """The tests of versions rest on it: a publisher is known by name."""
    with open_package(file, TRUST) as package:
        assert package.signed.gives_credit
        assert package.signed.key.id == KEY.public.id
