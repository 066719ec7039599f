"""What may lie on a disk after a power cut at a random moment: chosen by a seed, so that it can be seen again."""

from __future__ import annotations

import random
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from tests.faults.powercut.disk import (
    SECTOR,
    Change,
    Cut,
    Disk,
    File,
    Kind,
    Named,
    Operation,
    Told,
    Tree,
    Written,
    changed,
    folder_of,
)


class Fate(Enum):
    """What becomes of the changes of a file that were not synced."""

    NONE = auto()
    ALL = auto()
    PREFIX = auto()
    SUBSET = auto()
    TORN = auto()
    """A subset, of each write some of its sectors."""


FATES = tuple(Fate)


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A folder as it is found after the power cut: folders and the bytes of each file by path from the top.

    `told`: what the program had told by then, in order; `after`: how many operations it had done.
    """

    folders: frozenset[str]
    files: dict[str, bytes]
    told: tuple[bytes, ...]
    after: int

    @property
    def mark(self) -> int:
        """The same for all that hold the same, with as much told."""
        return hash((self.folders, frozenset(self.files.items()), len(self.told)))

    def lay(self, top: Path) -> None:
        for folder in sorted(self.folders):
            (top / folder).mkdir(parents=True, exist_ok=True)
        for path, data in self.files.items():
            (top / path).write_bytes(data)


def images(operations: Sequence[Operation], *, tree: Tree, kind: Kind, count: int, seed: int) -> Generator[Image]:
    """`count` images, in the order of their moments."""
    chance = random.Random(seed)
    moments = _moments(operations, count, chance)
    disk, done = Disk(tree, kind), 0
    told: tuple[bytes, ...] = ()
    for moment in moments:
        for operation in operations[done:moment]:
            disk.apply(operation)
            if isinstance(operation, Told):
                told = (*told, operation.words)
        done = moment
        yield _image(disk, chance, told, moment)


def _moments(operations: Sequence[Operation], count: int, chance: random.Random) -> list[int]:
    """Half of them anywhere, half soon after a name changed: that is seldom, and much can go wrong then."""
    end = len(operations)
    turns = [number for number, operation in enumerate(operations) if isinstance(operation, Named)] or [end]
    soon = (min(end, chance.choice(turns) + chance.randint(1, 4)) for _ in range(count // 2))
    return sorted([*soon, *(chance.randint(0, end) for _ in range(count - count // 2))])


def the_end(operations: Sequence[Operation], *, tree: Tree) -> Image:
    """What lies there after all of it and no power cut."""
    disk = Disk(tree, Kind.JOURNAL)
    for operation in operations:
        disk.apply(operation)
    for file in disk.files.values():
        file.settle()
    for named in disk.names:
        disk.tree.rename(named)
    return _found(disk.tree, {number: file.safe for number, file in disk.files.items()}, (), len(operations))


def _image(disk: Disk, chance: random.Random, told: tuple[bytes, ...], after: int) -> Image:
    tree = disk.tree.copy()
    for named in _names(disk, chance):
        tree.rename(named)
    # Every file draws its lot, whether it still has a name or not: the images of one seed then stay comparable.
    return _found(tree, {number: _left(file, chance) for number, file in disk.files.items()}, told, after)


def _found(tree: Tree, contents: dict[int, bytes], told: tuple[bytes, ...], after: int) -> Image:
    paths = tree.paths()
    return Image(
        folders=frozenset(path for path, number in paths.items() if number in tree.folders),
        files={path: contents[number] for path, number in paths.items() if number not in tree.folders},
        told=told,
        after=after,
    )


def _names(disk: Disk, chance: random.Random) -> list[Named]:
    """The changes of names that survive: the first so many of all, or of each folder."""
    if disk.kind is Kind.JOURNAL:
        return disk.names[: chance.randint(0, len(disk.names))]
    survivors: list[Named] = []
    for folder in sorted({folder_of(named) for named in disk.names}):
        mine = [named for named in disk.names if folder_of(named) == folder]
        survivors += mine[: chance.randint(0, len(mine))]
    return survivors


def _left(file: File, chance: random.Random) -> bytes:
    if not file.pending:
        return file.safe
    return changed(file.safe, survivors(file.pending, chance.choice(FATES), chance))


def survivors(pending: list[Change], fate: Fate, chance: random.Random) -> list[Change]:
    match fate:
        case Fate.NONE:
            return []
        case Fate.ALL:
            return pending
        case Fate.PREFIX:
            return pending[: chance.randint(0, len(pending))]
        case Fate.SUBSET:
            return _half(pending, chance)
        case Fate.TORN:
            return [part for change in _half(pending, chance) for part in _sectors(change, chance)]


def _half(pending: list[Change], chance: random.Random) -> list[Change]:
    return [change for change in pending if chance.random() < 0.5]


def _sectors(change: Change, chance: random.Random) -> Generator[Change]:
    """What is left of one write when the power goes in the midst of it: about two thirds of its sectors."""
    if isinstance(change, Cut):
        yield change
        return
    start, end = change.offset, change.offset + len(change.data)
    while start < end:
        stop = min(end, (start // SECTOR + 1) * SECTOR)
        if chance.random() < 0.7:
            yield Written(change.file, start, change.data[start - change.offset : stop - change.offset])
        start = stop
