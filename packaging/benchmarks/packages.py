"""Course packages of 3 GB: opened, read, checked, added and repaired, beside a plain copy of the same file."""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from measuring import ROOT, Figures, in_turn, timed

if TYPE_CHECKING:
    from player.archive.package import Package
    from player.proof.trust import Trust

SIZE = 3 << 30
ROUNDS = 3
SMALL = 64 << 20
_TALK = "talk.mp4"


def measure_packages(folder: Path) -> Figures:
    """What the reading side of a package takes. Figures of the making side belong here as well."""
    large, small = packed(folder / "large.course", SIZE), packed(folder / "small.course", SMALL)
    figures = _opening(large, small) | _reading(large) | _copying(large, folder)
    figures["add_peak_mb"] = _peak_mb(_ADDING, large, folder)
    figures["check_peak_mb"] = _peak_mb(_CHECKING, large, folder)
    large.unlink()
    return figures | _repairing(small, folder)


def _opening(large: Path, small: Path) -> Figures:
    """Opened and closed, whatever the size."""

    def few() -> float:
        return timed(lambda: _opened(small).close())

    def many() -> float:
        return timed(lambda: _opened(large).close())

    little, much = in_turn(few, many, times=15)
    return {"open_package_small_ms": little, "open_package_3gb_ms": much}


def _reading(file: Path) -> Figures:
    """The first byte of a package that was just opened, and then one block after another from anywhere."""
    numbers = iter(range(0, SIZE >> 20, 37))

    def first() -> float:
        with _opened(file) as package:
            return timed(lambda: package.source(_TALK).read_at(0, 1))

    with _opened(file) as package:
        source = package.source(_TALK)

        def next_block() -> float:
            return timed(lambda: source.read_at(next(numbers) << 20, 1 << 20))

        began, block = in_turn(first, next_block, times=15)
    return {"first_byte_ms": began, "block_ms": block}


def _copying(file: Path, folder: Path) -> Figures:
    """Checked and added beside a plain copy, in turn, each reading from the page cache."""
    ways = (_check, _add, _plain_copy)
    rounds = [[way(file, folder) for way in ways] for _ in range(ROUNDS + 1)][1:]
    check, add, plain = (statistics.median(times) for times in zip(*rounds, strict=True))
    gigabytes = SIZE / 1e9
    return {
        "check_gb_per_s": gigabytes * 1000 / check,
        "add_gb_per_s": gigabytes * 1000 / add,
        "plain_copy_gb_per_s": gigabytes * 1000 / plain,
        "check_ratio_copy": check / plain,
        "add_ratio_copy": add / plain,
    }


def _check(file: Path, _: Path) -> float:
    with _opened(file) as package:
        return timed(package.verify)


def _add(file: Path, folder: Path) -> float:
    from player.archive.shelf import Shelf

    shelf = folder / "shelf"
    try:
        return timed(lambda: Shelf(shelf, _trust()).add(file).close())
    finally:
        shutil.rmtree(shelf)
        os.sync()


def _plain_copy(file: Path, folder: Path) -> float:
    """As any program copies that wants the copy to be there after a power cut."""
    copy = folder / "copy"

    def work() -> None:
        shutil.copyfile(file, copy)
        with copy.open("rb") as stream:
            os.fsync(stream.fileno())

    try:
        return timed(work)
    finally:
        copy.unlink()
        os.sync()


_ADDING = "from player.archive.shelf import Shelf; Shelf(shelf, Trust(())).add(file)"
_CHECKING = "from player.archive.package import open_package; open_package(file, Trust(())).verify()"


def _peak_mb(work: str, file: Path, folder: Path) -> float:
    """Of a process that does nothing but this work: the most memory of its own that it ever had."""
    program = (
        "import sys; from pathlib import Path; from player.proof.trust import Trust; "
        f"file, shelf = map(Path, sys.argv[1:]); {work}; print(Path('/proc/self/status').read_text())"
    )
    shelf = folder / "peak"
    words = [sys.executable, "-c", program, str(file), str(shelf)]
    done = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True)
    shutil.rmtree(shelf, ignore_errors=True)
    # What `getrusage` tells begins with what the parent had.
    return int(re.findall(r"VmHWM:\s+(\d+) kB", done.stdout)[0]) / 1024


def _repairing(file: Path, folder: Path) -> Figures:
    """One bad block in a copy of a small package."""
    from player.archive.shelf import Shelf

    bad = folder / "bad.course"
    shutil.copyfile(file, bad)
    shelf = Shelf(folder / "none", _trust())

    def repair() -> float:
        with bad.open("r+b") as stream:
            stream.seek(SMALL // 2)
            stream.write(b"damage")
        return timed(lambda: shelf.repair(str(bad), str(file)))

    def copy() -> float:
        return timed(lambda: shutil.copyfile(file, folder / "again.course"))

    ours, plain = in_turn(repair, copy, times=5)
    return {"repair_ms": ours, "repair_copy_ms": plain}


def _opened(file: Path) -> Package:
    from player.archive.package import open_package

    return open_package(file, _trust())


def _trust() -> Trust:
    from player.proof.trust import Trust

    return Trust(())


def packed(file: Path, size: int) -> Path:
    """A sound, signed package around a recording of so many bytes, none of its blocks like another."""
    from blake3 import blake3

    from player.archive.container import BLOCKS_NAME, MANIFEST_NAME, ContainerWriter
    from player.domain.course import ContentHash
    from player.proof.keys import PrivateKey
    from player.proof.manifest import BLOCK_SIZE, FORMAT, Manifest, Member, sign
    from tests.builders import SHORT_COURSE

    whole, hashes, key = blake3(), bytearray(), PrivateKey.generate()
    for block in _blocks(size):
        whole.update(block)
        hashes += blake3(block).digest()
    content = ContentHash(whole.hexdigest())
    course = replace(
        SHORT_COURSE, sessions=(replace(SHORT_COURSE.sessions[0], media=_TALK, content=content),), grant=None
    )
    listed = Member(path=BLOCKS_NAME, size=len(hashes), content=ContentHash(blake3(hashes).hexdigest()))
    talk = Member(path=_TALK, size=size, content=content)
    assert size % BLOCK_SIZE == 0
    manifest = Manifest(
        format=FORMAT, publisher_key=key.public.raw.hex(), course=course, blocks=listed, members=(talk,)
    )
    envelope = sign(manifest, key).to_json()
    with file.open("wb") as stream:
        writer = ContainerWriter(stream)
        writer.add(MANIFEST_NAME, len(envelope), (envelope,))
        writer.add(BLOCKS_NAME, len(hashes), (bytes(hashes),))
        writer.add(_TALK, size, _blocks(size))
        writer.finish()
    return file


def _blocks(size: int) -> Iterator[bytes]:
    rest = bytes(range(256)) * 4096
    for number in range(size >> 20):
        yield number.to_bytes(8, "big") + rest[8:]
