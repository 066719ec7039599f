"""Packages: what was built comes back equal, in the same bytes, readable from anywhere and from any thread."""

import shutil
import struct
import threading
import zipfile
from pathlib import Path

import pytest
from blake3 import blake3
from hypothesis import given
from hypothesis import strategies as st

from player.archive.authoring.build import build_package
from player.archive.authoring.draft import read_folder
from player.archive.container import PREFIX, ContainerWriter
from player.archive.layout import Ending, Entry, directory, local_header, read_directory, read_tail, tail
from player.archive.names import fault_of_name, fault_of_names
from player.archive.package import open_package
from player.archive.problems import BlockDamaged, CourseAltered, CourseOutOfReach
from player.proof.manifest import BLOCK_SIZE
from player.proof.trust import Trust
from tests.archive.making import KEY, TRUST, built_in, filling, folder_in, forge, probe

MEDIA = "media/welcome.mp4"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_in(tmp_path_factory.mktemp("built"))


def test_a_course_comes_back_from_its_package_as_it_went_in(tmp_path: Path, built: Path) -> None:
    with open_package(built, TRUST) as package:
        assert package.signed.course == read_folder(folder_in(tmp_path), probe)
        assert package.signed.gives_credit
        assert package.read(MEDIA) == filling(2.5)


def test_the_same_folder_and_key_always_give_the_same_bytes(tmp_path: Path, built: Path) -> None:
    folder = folder_in(tmp_path)
    build_package(folder, signer=KEY, out=tmp_path / "again.course", probe=probe)
    assert (tmp_path / "again.course").read_bytes() == built.read_bytes()


def test_ordinary_zip_tools_read_a_package(built: Path) -> None:
    with zipfile.ZipFile(built) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[:3] == ["mimetype", "manifest.dsse", "blocks.b3"]
        assert all(info.compress_type == zipfile.ZIP_STORED for info in archive.infolist())
    assert built.read_bytes()[30:38] == b"mimetype"


def test_a_package_of_an_unknown_publisher_opens_and_gives_no_credit(built: Path) -> None:
    with open_package(built, Trust(())) as package:
        assert not package.signed.gives_credit


def test_an_unpacked_folder_is_the_same_package(tmp_path: Path, built: Path) -> None:
    with zipfile.ZipFile(built) as archive:
        archive.extractall(tmp_path / "unpacked")
    with open_package(built, TRUST) as packed, open_package(tmp_path / "unpacked", TRUST) as package:
        assert package.signed == packed.signed
        assert package.read(MEDIA) == packed.read(MEDIA)
        package.verify()


def test_a_missing_or_longer_file_of_an_unpacked_folder_is_named(tmp_path: Path, built: Path) -> None:
    with zipfile.ZipFile(built) as archive:
        archive.extractall(tmp_path)
    with (tmp_path / MEDIA).open("ab") as stream:
        stream.write(b"!")
    with pytest.raises(CourseAltered, match=MEDIA):
        open_package(tmp_path, TRUST)


@given(offset=st.integers(0, 3 * BLOCK_SIZE), length=st.integers(0, 2 * BLOCK_SIZE))
def test_any_stretch_is_read_as_it_is(built: Path, offset: int, length: int) -> None:
    with open_package(built, TRUST) as package:
        source = package.source(MEDIA)
        assert (source.name, source.size) == (MEDIA, int(2.5 * BLOCK_SIZE))
        assert source.read_at(offset, length) == filling(2.5)[offset : offset + length]


def test_many_threads_read_the_same_bytes(built: Path) -> None:
    with open_package(built, TRUST) as package:
        source, wanted, wrong = package.source(MEDIA), filling(2.5), list[int]()

        def read(seed: int) -> None:
            for turn in range(40):
                at = (seed * 7919 + turn * 104_729) % len(wanted)
                if source.read_at(at, 5000) != wanted[at : at + 5000]:
                    wrong.append(at)

        threads = [threading.Thread(target=read, args=(seed,)) for seed in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not wrong


def test_a_damaged_block_is_named_when_it_is_read_and_the_others_still_play(tmp_path: Path, built: Path) -> None:
    damaged = _flip(built, tmp_path, filling(2.5)[BLOCK_SIZE : BLOCK_SIZE + 16])
    with open_package(damaged, TRUST) as package:
        source = package.source(MEDIA)
        assert source.read_at(0, BLOCK_SIZE) == filling(1)
        with pytest.raises(BlockDamaged) as caught:
            source.read_at(BLOCK_SIZE - 1, 2)
        assert caught.value.data == {"name": "damaged.course", "member": MEDIA, "block": 1}
        assert source.read_at(2 * BLOCK_SIZE, 10) == filling(2.5)[2 * BLOCK_SIZE :][:10]
        with pytest.raises(BlockDamaged):
            package.verify()


def test_a_damaged_list_of_hashes_is_found_before_any_byte_is_handed_out(tmp_path: Path, built: Path) -> None:
    damaged = _flip(built, tmp_path, blake3(filling(1)).digest())
    with open_package(damaged, TRUST) as package, pytest.raises(CourseAltered):
        package.source(MEDIA).read_at(0, 1)


def test_a_file_that_shrinks_while_it_is_open_is_a_damaged_block(tmp_path: Path, built: Path) -> None:
    shutil.copy(built, tmp_path / "shrinking.course")
    with open_package(tmp_path / "shrinking.course", TRUST) as package:
        source = package.source(MEDIA)
        source.read_at(0, 1)
        with (tmp_path / "shrinking.course").open("r+b") as stream:
            stream.truncate(BLOCK_SIZE * 2)
        with pytest.raises(BlockDamaged):
            source.read_at(BLOCK_SIZE * 2, 100)


def test_a_file_that_goes_away_is_told_and_so_is_reading_after_closing(tmp_path: Path, built: Path) -> None:
    shutil.copy(built, tmp_path / "going.course")
    package = open_package(tmp_path / "going.course", TRUST)
    (tmp_path / "going.course").unlink()
    with pytest.raises(CourseOutOfReach, match="not there any more"):
        package.read(MEDIA)
    package.close()
    with pytest.raises(CourseOutOfReach, match="closed"):
        package.read(MEDIA)


def test_verifying_tells_how_far_it_is(built: Path) -> None:
    seen = list[tuple[int, int]]()
    with open_package(built, TRUST) as package:
        package.verify(lambda done, whole: seen.append((done, whole)))
        assert seen[-1] == (package.size, package.size)
        assert sorted(seen) == seen


MEMBERS = st.dictionaries(
    st.text(min_size=1, max_size=20).filter(lambda name: not fault_of_name(name)),
    st.binary(max_size=300),
    min_size=1,
    max_size=6,
).filter(lambda members: not fault_of_names(["mimetype", "manifest.dsse", "blocks.b3", *members]))


@given(members=MEMBERS)
def test_whatever_is_put_in_is_what_comes_out(
    tmp_path_factory: pytest.TempPathFactory, members: dict[str, bytes]
) -> None:
    file = forge(tmp_path_factory.getbasetemp() / "any.course", members)
    with open_package(file, TRUST) as package:
        package.verify()
        assert {path: package.read(path) for path in members} == members


SIZES = st.one_of(st.integers(0, 3000), st.integers((1 << 32) - 3, (1 << 32) + 3))


@given(sizes=st.lists(SIZES, min_size=1, max_size=6))
def test_a_directory_reads_as_it_was_written_beyond_4_gib_too(sizes: list[int]) -> None:
    entries, at = list[Entry](), 0
    for number, size in enumerate(sizes):
        entries.append(Entry(name=f"f{number}", size=size, crc=number, offset=at))
        at = entries[-1].end
    records = directory(entries)
    end = tail(Ending(at, len(records), len(entries)))
    ending = read_tail((records + end)[-98:], at + len(records) + len(end))
    assert read_directory(records, ending) == tuple(entries)


def test_a_package_beyond_4_gib_is_valid_for_other_zip_readers(tmp_path: Path) -> None:
    """A hole in the file stands for the recording, so that the test takes no room."""
    size = (1 << 32) + 5
    large = Entry(name="large", size=size, crc=0, offset=0)
    small = Entry(name="small", size=3, crc=0x352441C2, offset=large.end)
    records = directory([large, small])
    with (tmp_path / "large.zip").open("wb") as stream:
        stream.write(local_header(large))
        stream.seek(small.offset)
        stream.write(local_header(small) + b"abc" + records + tail(Ending(small.end, len(records), 2)))
    with zipfile.ZipFile(tmp_path / "large.zip") as archive:
        assert [(info.filename, info.file_size) for info in archive.infolist()] == [("large", size), ("small", 3)]
        assert archive.read("small") == b"abc"


def test_a_writer_refuses_a_file_of_another_size_than_stated(tmp_path: Path) -> None:
    with (tmp_path / "x").open("wb") as stream, pytest.raises(ValueError, match="3 bytes, not 4"):
        ContainerWriter(stream).add("a", 4, (b"abc",))


def test_each_package_begins_with_the_same_71_bytes(built: Path) -> None:
    assert built.read_bytes()[: len(PREFIX)] == PREFIX
    assert struct.unpack_from("<4s", PREFIX) == (b"PK\3\4",)
    assert len(PREFIX) == 71


def _flip(built: Path, place: Path, before: bytes) -> Path:
    """A copy of the package with one bit changed where these bytes stand."""
    data = bytearray(built.read_bytes())
    data[data.index(before)] ^= 1
    (place / "damaged.course").write_bytes(data)
    return place / "damaged.course"
