"""Adding a course while the program is killed, the stick is pulled, the disk fills up or the power fails.

A course is listed when every byte of it is here, and not before; and adding it again always comes to that.
"""

from __future__ import annotations

import errno
import os
import random
import shutil
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import BinaryIO

import pytest

from player.archive.blocks import Reader
from player.archive.package import open_package
from player.archive.problems import AddingInterrupted, AddingStopped, CourseOutOfReach
from player.domain.problem import Problem
from player.proof.manifest import BLOCK_SIZE
from player.proof.trust import Trust
from tests.archive.editions import TALK
from tests.archive.making import filling
from tests.dying import dies_before
from tests.faults.adding import MEMBERS, add, begun, ended, killed_after, prepare, shelf_in
from tests.faults.powercut.images import Image
from tests.faults.powercut.judges import Tally, Verdict
from tests.faults.powercut.recording import Recording, memory, record_program
from tests.figures import Figures
from tests.ledger.conftest import SmallDisk

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    prepare(tmp_path)
    return tmp_path


def is_added(place: Path) -> bool:
    """Whether the course is listed. If it is, every byte of it must be right, and nothing else may be there."""
    shelved = shelf_in(place).packages()
    if not shelved:
        return False
    (one,) = shelved
    assert one.problem is None
    assert one.package is not None
    one.package.verify()
    assert {member: one.package.read(member) for member in MEMBERS} == MEMBERS
    return True


def parts(place: Path) -> list[Path]:
    """What is being copied of recordings and other members."""
    return sorted((place / "shelf" / "contents").glob("[0-9a-f]*.part"))


# --- killed --------------------------------------------------------------------------------------------------------


def kill_again_and_again(place: Path, kills: int, figures: Figures, name: str) -> None:
    chance = random.Random(4)
    began = time.monotonic()
    add(place)
    usual = time.monotonic() - began
    shutil.rmtree(place / "shelf")
    killed, finished, resumed = 0, 0, 0
    while killed < kills:
        resumed += bool(parts(place))
        killed += killed_after(chance.uniform(0, usual), lambda: add(place))
        if is_added(place):
            finished += 1
            shutil.rmtree(place / "shelf")
    add(place)
    assert is_added(place)
    figures(name, kills=killed, resumed=resumed, finished=finished, damaged=0)


def test_no_course_is_damaged_when_the_program_is_killed_while_adding(place: Path, figures: Figures) -> None:
    kill_again_and_again(place, 40, figures, "killed while adding")


@pytest.mark.long
def test_no_course_is_damaged_in_two_thousand_kills_while_adding(place: Path, figures: Figures) -> None:
    kill_again_and_again(place, 2_000, figures, "killed while adding (long)")


def test_adding_can_be_killed_before_each_of_its_steps(place: Path) -> None:
    step = 0
    while dies_before(step, lambda: add(place), within=str(place / "shelf")):
        assert not is_added(place) or step > 0
        shutil.rmtree(place / "shelf", ignore_errors=True)
        step += 1
    assert is_added(place)
    assert step > 10


def test_adding_that_is_killed_at_each_step_in_turn_comes_to_its_end_without_beginning_anew(place: Path) -> None:
    step = 0
    while dies_before(step, lambda: add(place), within=str(place / "shelf")):
        is_added(place)
        step += 1
    assert is_added(place)
    assert parts(place) == []


def test_two_who_add_the_same_course_to_one_folder_at_once_leave_it_whole(place: Path) -> None:
    for _ in range(6):
        children = [begun(lambda: add(place)) for _ in range(3)]
        assert [ended(child) for child in children] == [0, 0, 0]
        assert is_added(place)
        shutil.rmtree(place / "shelf")


# --- the stick is pulled -------------------------------------------------------------------------------------------


class Stick:
    """While it is `out`, nothing on it can be read, by an open file neither; `reads` are left until it is pulled."""

    def __init__(self) -> None:
        self.reads = -1

    @property
    def is_out(self) -> bool:
        return self.reads == 0


class OnStick:
    """A file on the stick. Once it was pulled under an open file, that file gives errors for ever, as Linux does."""

    def __init__(self, stream: BinaryIO, stick: Stick) -> None:
        self._stream = stream
        self._stick = stick
        self._dead = False

    def seek(self, offset: int) -> int:
        return self._stream.seek(offset)

    def read(self, length: int) -> bytes:
        self._dead = self._dead or self._stick.is_out
        if self._dead:
            raise OSError(errno.EIO, "Input/output error")
        self._stick.reads -= 1
        return self._stream.read(length)

    def close(self) -> None:
        self._stream.close()


@pytest.fixture
def stick(place: Path, monkeypatch: pytest.MonkeyPatch) -> Stick:
    stick, really = Stick(), Reader._open

    def opened(reader: Reader, file: Path) -> BinaryIO:
        if file.parent != place / "stick":
            return really(reader, file)
        if stick.is_out:
            raise OSError(errno.ENOENT, "No such file or directory")
        if file not in reader._files:
            reader._files[file] = OnStick(file.open("rb", buffering=0), stick)  # pyright: ignore[reportArgumentType]
        return reader._files[file]

    monkeypatch.setattr(Reader, "_open", opened)
    return stick


def test_a_stick_that_is_pulled_while_adding_costs_nothing_but_the_rest(place: Path, stick: Stick) -> None:
    stick.reads = 4
    with pytest.raises(AddingInterrupted, match="goes on where it stopped"):
        add(place)
    assert not is_added(place)
    (part,) = parts(place)
    copied = part.stat().st_size
    assert copied == 3 * BLOCK_SIZE, "the list of hashes and three blocks were read"
    stick.reads = -1
    add(place)
    assert is_added(place)
    blocks = 6 + 1 + 2
    assert -1 - stick.reads == 1 + blocks - 3, "only the rest was read from the stick"


def test_adding_from_a_stick_that_is_pulled_after_every_few_blocks_comes_to_its_end(place: Path, stick: Stick) -> None:
    pulled = 0
    while not is_added(place):
        stick.reads = 3
        try:
            add(place)
        except AddingInterrupted:
            pulled += 1
        assert pulled < 12
    assert pulled > 2


def test_playing_goes_on_when_the_stick_is_back(place: Path, stick: Stick) -> None:
    with open_package(place / "stick" / "my.course", Trust(())) as package:
        source = package.source(TALK)
        assert source.read_at(0, 4) == MEMBERS[TALK][:4]
        stick.reads = 0
        for _ in range(2):
            with pytest.raises(CourseOutOfReach, match="Connect the drive"):
                source.read_at(3 * BLOCK_SIZE, 4)
        stick.reads = -1
        assert source.read_at(3 * BLOCK_SIZE, 4) == MEMBERS[TALK][3 * BLOCK_SIZE :][:4]


# --- the disk is full ----------------------------------------------------------------------------------------------


def test_a_disk_that_fills_up_while_adding_keeps_what_was_copied_and_adding_goes_on_when_there_is_room(
    small_disk: SmallDisk, tmp_path: Path
) -> None:
    small_disk.remount("size=40m")
    stick = prepare(tmp_path)
    shelf, filler = small_disk.folder / "shelf", small_disk.folder / "filler"

    def fill(_done: int, _whole: int) -> None:
        if not filler.exists():
            with filler.open("wb", buffering=0) as stream, pytest.raises(OSError, match="No space"):
                while True:
                    stream.write(bytes(4096))

    folder = shelf_in(shelf)
    with pytest.raises(AddingStopped, match=r"no room.*goes on where it stopped"):
        folder.add(stick, fill)
    assert folder.packages() == ()
    filler.unlink()
    folder.add(stick).verify()
    assert len(folder.packages()) == 1


# --- the power fails -----------------------------------------------------------------------------------------------

needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace (Linux)")


@pytest.fixture
def image_place() -> Generator[Path]:
    with memory() as folder:
        yield folder / "image"


def judge_in(place: Path) -> Callable[[Image], Verdict]:
    """Opens what is left: a course that was said to be added is there, and adding again makes it so in any case."""

    def judge(image: Image) -> Verdict:
        shutil.rmtree(place, ignore_errors=True)
        for folder in sorted(image.folders):
            (place / folder).mkdir(parents=True, exist_ok=True)
        for path, data in image.files.items():
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            (place / path).write_bytes(data)
        try:
            was_added = is_added(place)
            add(place)
            if not is_added(place):
                return Verdict.DAMAGED
        except (Problem, AssertionError):
            return Verdict.DAMAGED
        return Verdict.LOST if b"added" in b" ".join(image.told) and not was_added else Verdict.KEPT

    return judge


def recorded() -> Recording:
    with memory() as folder:
        top = folder / "top"
        top.mkdir()
        prepare(top)
        return record_program("-m", "tests.faults.adding", str(top), top=top)


def nothing_lost(tally: Tally) -> None:
    assert tally.counts == {Verdict.KEPT: tally.images}, (str(tally), tally.examples)


@needs_strace
def test_a_course_that_was_added_is_there_and_whole_when_the_power_fails(image_place: Path) -> None:
    nothing_lost(recorded().cut(judge_in(image_place), count=40, seed=4))


@needs_strace
@pytest.mark.long
def test_a_course_that_was_added_is_there_and_whole_in_a_thousand_power_cuts(image_place: Path) -> None:
    nothing_lost(recorded().cut(judge_in(image_place), count=1_000, seed=5))


def test_the_blocks_of_these_courses_differ(place: Path) -> None:
    """Else a block in the wrong place would not be noticed."""
    talk = MEMBERS[TALK]
    assert len({talk[at : at + BLOCK_SIZE] for at in range(0, len(talk), BLOCK_SIZE)}) == 6
    assert talk != filling(5.5)
