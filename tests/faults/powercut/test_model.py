"""The harness itself: what it takes for lasting, and that it refuses what it does not understand."""

from __future__ import annotations

import shutil
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.faults.powercut.calls import MODELLED, REFUSED, NotModelled, operations
from tests.faults.powercut.disk import (
    SECTOR,
    TOP,
    Cut,
    Kind,
    Named,
    Operation,
    Synced,
    Told,
    Tree,
    Written,
    changed,
)
from tests.faults.powercut.images import Image, images
from tests.faults.powercut.recording import memory, record_program
from tests.faults.powercut.trace import CannotTrace, read

A_NAME = "a"
MAKE = Named(((TOP, A_NAME, 1),), born=1)
WRITE = Written(1, 0, b"x" * 4 * SECTOR)


def left(*done: Operation, kind: Kind = Kind.JOURNAL, tree: Tree | None = None) -> list[Image]:
    """What can be left when the power fails after all that was done; its last word is the end."""
    end = b"the end"
    found = images((*done, Told(end)), tree=tree or Tree(), kind=kind, count=600, seed=1)
    return [image for image in found if image.told == (end,)]


def contents(found: list[Image], name: str = A_NAME) -> set[bytes | None]:
    return {image.files.get(name) for image in found}


# --- what lasts ------------------------------------------------------------------------------------------------------


def test_what_was_not_synced_may_be_gone_whole_or_torn() -> None:
    found = contents(left(MAKE, WRITE))
    assert {None, b"", WRITE.data} < found
    assert any(data and data != WRITE.data for data in found)


def test_what_was_synced_lasts() -> None:
    assert contents(left(MAKE, WRITE, Synced(1), Synced(TOP))) == {WRITE.data}


@pytest.mark.parametrize(("kind", "lasts"), [(Kind.JOURNAL, True), (Kind.BARE, False)])
def test_the_sync_of_a_file_keeps_its_name_on_a_disk_with_a_journal_only(kind: Kind, lasts: bool) -> None:
    assert contents(left(MAKE, WRITE, Synced(1), kind=kind)) == ({WRITE.data} if lasts else {WRITE.data, None})


def test_what_was_written_after_the_sync_is_not_safe() -> None:
    assert b"x" in contents(left(MAKE, Written(1, 0, b"x"), Synced(1), Written(1, 0, b"y")))


def test_of_torn_sectors_the_old_ones_stay() -> None:
    old, new = b"o" * 4 * SECTOR, b"n" * 4 * SECTOR
    found = contents(left(MAKE, Written(1, 0, old), Synced(1), Written(1, 0, new)))
    sectors = {data[at : at + SECTOR] for data in found if data for at in range(0, len(data), SECTOR)}
    assert sectors == {b"o" * SECTOR, b"n" * SECTOR}
    assert len(found) > 4


def test_a_file_that_takes_the_name_of_another_leaves_one_of_them() -> None:
    tree = Tree({TOP: {A_NAME: 1, "b": 2}}, {1: b"old", 2: b"new"}, 3)
    found = left(Named(((TOP, "b", None), (TOP, A_NAME, 2))), tree=tree)
    assert contents(found) == {b"old", b"new"}


def test_a_folder_that_was_not_synced_takes_all_within_with_it() -> None:
    made = Named(((TOP, "folder", 1),), born=1, folder=True)
    within = (made, Named(((1, "b", 2),), born=2), Written(2, 0, b"x"), Synced(2), Synced(1))
    assert contents(left(*within, kind=Kind.BARE), "folder/b") == {None, b"x"}
    assert contents(left(*within, Synced(TOP), kind=Kind.BARE), "folder/b") == {b"x"}


@pytest.mark.parametrize("kind", Kind)
def test_names_last_in_the_order_in_which_they_were_given(kind: Kind) -> None:
    names = [Named(((TOP, str(number), number),), born=number) for number in range(1, 5)]
    assert {len(image.files) for image in left(*names, kind=kind)} == set(range(5))
    for image in left(*names, kind=kind):
        assert sorted(image.files) == [str(number) for number in range(1, len(image.files) + 1)]


def test_a_hole_in_a_file_is_zero() -> None:
    assert changed(b"ab", [Cut(1, 1), Written(1, 3, b"z"), Cut(1, 5)]) == b"a\0\0z\0"


# --- reading a trace -------------------------------------------------------------------------------------------------

TOP_PATH = Path("/t")


def said(*lines: str) -> tuple[Operation, ...]:
    return operations(read(lines), top=TOP_PATH, tree=Tree())


def hexed(words: str) -> str:
    return '"' + "".join(f"\\x{byte:02x}" for byte in words.encode()) + '"'


OPENED = f"1  openat(AT_FDCWD, {hexed('/t/a')}, O_WRONLY|O_CREAT, 0666) = 3"


def test_calls_of_several_threads_count_from_their_end_but_words_from_their_beginning() -> None:
    found = said(
        OPENED,
        f"1  write(3, {hexed('x')}, 1) = 1",
        "2  fsync(3 <unfinished ...>",
        f"1  write(1, {hexed('told')}, 4 <unfinished ...>",
        "2  <... fsync resumed>) = 0",
        "1  <... write resumed>) = 4",
        "1  openat(AT_FDCWD, 0x7ffe, O_RDONLY) = -1 ENOENT (No such file or directory)",
    )
    assert found == (MAKE, Written(1, 0, b"x"), Told(b"told"), Synced(1))


def test_a_descriptor_that_is_being_given_back_may_already_be_another_file() -> None:
    found = said(
        OPENED,
        "1  close(3 <unfinished ...>",
        f"2  openat(AT_FDCWD, {hexed('/t/b')}, O_WRONLY|O_CREAT, 0666) = 3",
        "1  <... close resumed>) = 0",
        f"2  write(3, {hexed('x')}, 1) = 1",
    )
    assert found[-1] == Written(2, 0, b"x")


@pytest.mark.parametrize(
    "lines",
    [
        (OPENED, "1  fsync(3 <unfinished ...>", f"2  write(3, {hexed('x')}, 1) = 1", "1  <... fsync resumed>) = 0"),
        (OPENED, f"1  pwrite64(3, {hexed('x')}..., 9, 0) = 9"),
        (f"1  openat(AT_FDCWD, {hexed('/t/b')}, O_RDONLY) = 3",),
        (f"1  renameat2(AT_FDCWD, {hexed('/t/a')}, AT_FDCWD, {hexed('/t/b')}, RENAME_EXCHANGE) = 0",),
        ("1  clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|SIGCHLD) = 7",),
        ("1  sync() = 0",),
        (OPENED, "1  ioctl(3, BTRFS_IOC_CLONE or FICLONE, 4) = 0"),
    ],
    ids=["synced while written", "cut off", "from nowhere", "exchanged", "another process", "all at once", "cloned"],
)
def test_a_trace_with_more_than_the_model_knows_is_refused(lines: tuple[str, ...]) -> None:
    with pytest.raises(NotModelled):
        said(*lines)


def test_a_trace_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(CannotTrace):
        read(["1  something else entirely"])


def test_a_call_is_either_modelled_or_refused() -> None:
    assert not set(MODELLED) & set(REFUSED)


# --- real programs ---------------------------------------------------------------------------------------------------

needs_strace = pytest.mark.skipif(
    shutil.which("strace") is None, reason="needs strace (Linux): packaging/setup --test installs it"
)
BEGINNING = """
import ctypes, mmap, os, shutil, sys
top = sys.argv[1]
a, b, folder = top + "/a", top + "/b", top + "/folder"
file = os.open(a, os.O_RDWR)
"""
STRANGE = (
    "os.writev(file, [b'x'])",
    "os.pwritev(file, [b'x'], 0)",
    "os.write(file, b'x')",
    "shutil.copyfile(sys.executable, b)",
    "os.copy_file_range(os.open(a, os.O_RDONLY), file, 1, 0, 2)",
    "os.posix_fallocate(file, 0, 9)",
    "os.truncate(a, 1)",
    "os.link(a, b)",
    "os.symlink(a, b)",
    "os.mkfifo(b)",
    "os.rename(a, folder + '/../../a')",
    "os.dup2(file, 9)",
    "os.open(a, os.O_WRONLY | os.O_DSYNC)",
    "mmap.mmap(file, 3)[0:1] = b'x'",
    "os.chdir(top)",
    "os.waitpid(os.fork() or os._exit(0), 0)",
)


@pytest.fixture
def top() -> Generator[Path]:
    with memory() as place:
        folder = place / "top"
        (folder / "folder").mkdir(parents=True)
        (folder / "a").write_bytes(b"abc")
        yield folder


@needs_strace
@pytest.mark.parametrize("deed", STRANGE)
def test_a_program_that_does_more_than_the_model_knows_is_refused(deed: str, top: Path) -> None:
    with pytest.raises(NotModelled):
        record_program("-S", "-c", BEGINNING + deed, str(top), top=top)


@needs_strace
def test_what_the_model_knows_ends_as_it_really_did(top: Path) -> None:
    """`record_program` holds the end of the model against the folder, byte for byte."""
    deeds = """
os.pwrite(file, b"12", 2)
os.ftruncate(file, 10)
with open(os.dup(os.open(b, os.O_WRONLY | os.O_CREAT)), "wb") as more: more.write(b"0")
with open(b, "ab") as more: more.write(b"1"); more.flush(); more.write(b"2")
with open(b, "ab") as more: more.write(b"3")
with open(folder + "/c", "wb") as new: new.write(b"abcdef"); new.seek(1); new.write(b"X")
os.replace(folder + "/c", folder + "/d"); os.replace(folder + "/d", top + "/d")
os.mkdir(folder + "/deeper"); open(folder + "/deeper/e", "w").close()
shutil.copyfile(b, top + "/copy")
os.mkdir(folder + "/gone"); os.rmdir(folder + "/gone"); shutil.rmtree(folder + "/deeper")
os.unlink("a", dir_fd=os.open(top, os.O_RDONLY)); os.pwrite(file, b"gone", 0)
open(b, "wb").close()
os.write(1, b"told")
"""
    recording = record_program("-S", "-c", BEGINNING + deeds, str(top), top=top)
    assert recording.operations[-1] == Told(b"told")
    assert len(recording.operations) > 12
