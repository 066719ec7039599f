"""A disk on which nothing lasts before it was synced: what is safe, and what a power cut may take away."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import assert_never

TOP = 0
"""The number of the folder under which everything lies; it is there and stays."""
SECTOR = 512


@dataclass(frozen=True, slots=True)
class Written:
    file: int
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """The file has `size` bytes from now on; what is new of them is zero."""

    file: int
    size: int


@dataclass(frozen=True, slots=True)
class Named:
    """(folder, name, file or None) for each name that changes, all of them at once; `born`: what came to be by it."""

    changes: tuple[tuple[int, str, int | None], ...]
    born: int | None = None
    folder: bool = False


@dataclass(frozen=True, slots=True)
class Synced:
    """A file's bytes, or a folder's names, are on disk from now on."""

    file: int


@dataclass(frozen=True, slots=True)
class Told:
    """The program said this to the world: from now on it must be true, whatever happens."""

    words: bytes


Change = Written | Cut
Operation = Written | Cut | Named | Synced | Told


class Kind(Enum):
    """What a file system makes of a sync.

    JOURNAL, as ext4: names reach the disk in the order in which they were given, and the sync of a file brings all of
    them up to its own. BARE, what POSIX promises and no more: the sync of a file says nothing of its name, and each
    folder is synced by itself; of a move between two folders it then says nothing at all, so that none is played there.
    """

    JOURNAL = "journal"
    BARE = "bare"


@dataclass(slots=True)
class Tree:
    """Numbered files and folders: `folders` says what lies in each, `files` what is in each."""

    folders: dict[int, dict[str, int]] = field(default_factory=lambda: {TOP: {}})
    files: dict[int, bytes] = field(default_factory=dict[int, bytes])
    next: int = TOP + 1

    def new(self, data: bytes | None) -> int:
        """A new file, or folder for None, without a name."""
        number, self.next = self.next, self.next + 1
        if data is None:
            self.folders[number] = {}
        else:
            self.files[number] = data
        return number

    def rename(self, operation: Named) -> None:
        for folder, name, file in operation.changes:
            if file is None:
                self.folders[folder].pop(name, None)
            else:
                self.folders[folder][name] = file

    def copy(self) -> Tree:
        return Tree({folder: dict(names) for folder, names in self.folders.items()}, dict(self.files), self.next)

    def paths(self, folder: int = TOP, above: str = "") -> dict[str, int]:
        """Everything that has a name, by its path."""
        found: dict[str, int] = {}
        for name, number in self.folders[folder].items():
            found[above + name] = number
            if number in self.folders:
                found.update(self.paths(number, above + name + "/"))
        return found

    def path_of(self, number: int) -> str:
        return next((path for path, found in self.paths().items() if found == number), "")


def tree_of(top: Path) -> Tree:
    """What lies below `top` now, all of it taken to be on disk."""
    tree = Tree()
    numbers = {top: TOP}
    for path in sorted(top.rglob("*")):
        number = numbers[path] = tree.new(None if path.is_dir() else path.read_bytes())
        tree.folders[numbers[path.parent]][path.name] = number
    return tree


class File:
    """What is on disk of a file, and the changes that are not yet."""

    def __init__(self, data: bytes = b"") -> None:
        self.safe = data
        self.pending: list[Change] = []

    def settle(self) -> None:
        if self.pending:
            self.safe = changed(self.safe, self.pending)
            self.pending = []


class Disk:
    """What is on disk at one moment of a trace. `names`: the changes of names that are not yet, in order."""

    def __init__(self, tree: Tree, kind: Kind) -> None:
        self.kind = kind
        self.tree = tree.copy()
        self.files = {number: File(data) for number, data in tree.files.items()}
        self.names: list[Named] = []

    def apply(self, operation: Operation) -> None:
        match operation:
            case Written() | Cut():
                self.files[operation.file].pending.append(operation)
            case Named():
                self._name(operation)
            case Synced(file=file) if file in self.tree.folders:
                self._sync_folder(file)
            case Synced(file=file):
                self._sync_file(file)
            case Told():
                pass
            case _:
                assert_never(operation)

    def _name(self, operation: Named) -> None:
        if self.kind is Kind.BARE and len({folder for folder, _, _ in operation.changes}) > 1:
            raise ValueError("a move from one folder to another, on a disk that makes no promise for it")
        self.names.append(operation)
        if operation.born is None:
            return
        if operation.folder:
            # Nobody finds it before its name is there, but names within it may be synced already.
            self.tree.folders[operation.born] = {}
        else:
            self.files[operation.born] = File()

    def _sync_folder(self, folder: int) -> None:
        self._settle([self.kind is Kind.JOURNAL or folder_of(named) == folder for named in self.names])

    def _sync_file(self, file: int) -> None:
        self.files[file].settle()
        if self.kind is Kind.JOURNAL:
            birth = max((place for place, named in enumerate(self.names) if named.born == file), default=-1)
            self._settle([place <= birth for place in range(len(self.names))])

    def _settle(self, safe: list[bool]) -> None:
        left: list[Named] = []
        for named, is_safe in zip(self.names, safe, strict=True):
            if is_safe:
                self.tree.rename(named)
            else:
                left.append(named)
        self.names = left


def folder_of(named: Named) -> int:
    """On a disk where each folder stands for itself, all changes of one operation are in one."""
    return named.changes[0][0]


def changed(data: bytes, changes: list[Change]) -> bytes:
    """`data` after `changes`; a hole between what was written is zero."""
    after = bytearray(data)
    for change in changes:
        play(after, change)
    return bytes(after)


def play(data: bytearray, change: Change) -> None:
    end = change.size if isinstance(change, Cut) else change.offset + len(change.data)
    if len(data) < end:
        data.extend(bytes(end - len(data)))
    match change:
        case Cut(size=size):
            del data[size:]
        case Written(offset=offset, data=new):
            data[offset : offset + len(new)] = new
