"""What traced calls do to the files below one folder; what is not understood is refused, never passed over."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.powercut.disk import TOP, Change, Cut, Named, Operation, Synced, Told, Tree, Written, play

MODELLED = (
    *("open", "creat", "openat", "close", "lseek", "write", "pwrite64", "sendfile", "ftruncate", "fsync", "fdatasync"),
    *("unlink", "unlinkat", "rmdir", "rename", "renameat", "renameat2", "mkdir", "mkdirat"),
    *("dup", "mmap", "fcntl", "ioctl", "clone", "clone3"),
)
_Places = tuple[int | tuple[int | None, int], ...] | None
REFUSED: Mapping[str, _Places] = {
    **dict.fromkeys(("writev", "pwritev", "pwritev2", "fallocate"), (0,)),
    **dict.fromkeys(("copy_file_range", "splice"), (2,)),
    **dict.fromkeys(("dup2", "dup3"), (0, 1)),
    **dict.fromkeys(("truncate", "mknod"), ((None, 0),)),
    **dict.fromkeys(("openat2", "mknodat"), ((0, 1),)),
    **dict.fromkeys(("link", "symlink"), ((None, 1),)),
    "linkat": ((2, 3),),
    "symlinkat": ((1, 2),),
    **dict.fromkeys(("sync", "syncfs", "chdir", "fchdir", "chroot", "fork", "vfork"), None),
    **dict.fromkeys(("io_uring_setup", "io_submit", "open_by_handle_at", "pidfd_getfd"), None),
}
"""By which of its arguments a call changes files: a descriptor, or (descriptor of the folder, path); None: always."""

_BY_PATH = frozenset(
    name for name in MODELLED if name.startswith(("open", "creat", "rename", "unlink", "mkdir", "rmdir"))
)
_HARMLESS_IOCTLS = frozenset(("FIOCLEX", "FIONCLEX", "TCGETS", "TIOCGWINSZ"))
_CREAT = "O_WRONLY|O_CREAT|O_TRUNC"
HERE = "AT_FDCWD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call that succeeded, where it ended among the others; `began`: how many had ended when it began.

    Texts are written in hex, as strace gives them; see `text`.
    """

    name: str
    arguments: tuple[str, ...]
    result: int
    began: int


class NotModelled(AssertionError):
    """The program did something to its files of which the model knows nothing: its images would be wrong."""


@dataclass(slots=True)
class _Descriptor:
    file: int
    flags: frozenset[str]
    position: int = 0


@dataclass(slots=True)
class _Observer:
    """The files as the program itself sees them."""

    top: str
    tree: Tree
    contents: dict[int, bytearray]
    descriptors: dict[int, _Descriptor] = field(default_factory=dict[int, _Descriptor])
    changed: dict[int, int] = field(default_factory=dict[int, int])
    """When each file, or folder, was last changed: the number of the call."""

    # --- where something lies ----------------------------------------------------------------------------

    def place(self, path: str, folder: str = HERE) -> tuple[int, str] | None:
        """(folder, name) below the top, (TOP, "") for the top itself, None for what lies elsewhere."""
        words = text(path).decode(errors="surrogateescape")
        base = self.top_of(folder)
        if not words.startswith("/"):
            if base is None:
                return None
            words = f"{base}/{words}"
        words = posixpath.normpath(words)
        if words == self.top:
            return TOP, ""
        # The log's index is made anew after a power cut; it holds nothing that lasts.
        if not words.startswith(self.top + "/") or words.endswith("-shm"):
            return None
        *above, name = words[len(self.top) + 1 :].split("/")
        here = TOP
        for step in above:
            here = self.tree.folders[here][step]
        return here, name

    def top_of(self, folder: str) -> str | None:
        """The path of what a relative name begins from. Programs are started elsewhere, and go nowhere."""
        if folder == HERE:
            return None
        known = self.descriptors.get(int(folder))
        if known is None:
            return None
        return f"{self.top}/{self.tree.path_of(known.file)}"

    def found(self, place: tuple[int, str]) -> int | None:
        folder, name = place
        return folder if name == "" else self.tree.folders[folder].get(name)

    # --- what was done -----------------------------------------------------------------------------------

    def seen(self, call: Call) -> Operation | None:
        match call.name, call.arguments:
            case (("fork" | "vfork" | "clone" | "clone3"), arguments):
                # A thread shares its descriptors; another process has its own, which are not followed.
                if "CLONE_FILES" not in " ".join(arguments):
                    raise NotModelled("the program started another")
                return None
            case "write", ("1", data, *_) if 1 not in self.descriptors:
                return Told(text(data)[: call.result])
            case name, arguments if name in REFUSED:
                self._refuse(name, arguments, REFUSED[name])
                return None
            case name, _ if name in _BY_PATH:
                return self._by_path(call)
            case _:
                known = self.descriptors.get(int(call.arguments[4 if call.name == "mmap" else 0]))
                return None if known is None else self._by_descriptor(known, call)

    def _by_path(self, call: Call) -> Operation | None:
        match call.name, call.arguments:
            case (("open" | "creat"), (path, *flags)):
                return self._opened(path, HERE, flags[0] if call.name == "open" else _CREAT, call)
            case "openat", (folder, path, flags, *_):
                return self._opened(path, folder, flags, call)
            case "rename", (old, new):
                return self._moved((old, HERE), (new, HERE))
            case (("renameat" | "renameat2"), (old_in, old, new_in, new, *rest)) if rest in ([], ["0"]):
                return self._moved((old, old_in), (new, new_in))
            case (("unlink" | "rmdir"), (path,)):
                return self._gone(path, HERE)
            case "unlinkat", (folder, path, "0" | "AT_REMOVEDIR"):
                return self._gone(path, folder)
            case "mkdir", (path, _):
                return self._folder(path, HERE)
            case "mkdirat", (folder, path, _):
                return self._folder(path, folder)
            case _:
                raise NotModelled(f"{call.name} with {call.arguments}")

    def _by_descriptor(self, known: _Descriptor, call: Call) -> Operation | None:
        match call.name, call.arguments:
            case ("dup", _) | ("fcntl", (_, "F_DUPFD" | "F_DUPFD_CLOEXEC", *_)):
                # Both names of a descriptor share its place in the file.
                self.descriptors[call.result] = known
            case "close", (number,):
                del self.descriptors[int(number)]
            case "lseek", _:
                known.position = call.result
            case "write", (_, data, _):
                return self._written(known, text(data)[: call.result])
            case "sendfile", (_, source, offset, _):
                return self._sent(known, source, offset, call.result)
            case "pwrite64", (_, data, _, offset):
                if "O_APPEND" in known.flags:
                    raise NotModelled("a write at a place of its own to a file that is appended to")
                return self._at(known, int(offset), text(data)[: call.result])
            case "ftruncate", (_, size):
                return self._cut(known.file, int(size))
            case (("fsync" | "fdatasync"), _):
                if self.changed.get(known.file, -1) >= call.began:
                    raise NotModelled("a file changed while it was synced: whether the change is on disk, nobody knows")
                return Synced(known.file)
            case _:
                _refuse_back_doors(known, call)
        return None

    def _opened(self, path: str, folder: str, flags: str, call: Call) -> Operation | None:
        place = self.place(path, folder)
        if place is None:
            return None
        how = frozenset(flags.split("|"))
        for strange in ("O_TMPFILE", "O_SYNC", "O_DSYNC"):
            if strange in how:
                raise NotModelled(f"a file opened with {strange}")
        file = self.found(place)
        operation: Operation | None = None
        if file is None:
            if "O_CREAT" not in how:
                raise NotModelled(f"a file that came from nowhere: {place[1]}")
            file = self.tree.new(b"")
            self.contents[file] = bytearray()
            operation = self._named((*place, file), born=file)
        elif "O_TRUNC" in how and self.contents[file]:
            operation = self._cut(file, 0)
        self.descriptors[call.result] = _Descriptor(file, how)
        return operation

    def _written(self, known: _Descriptor, data: bytes) -> Operation:
        if "O_APPEND" in known.flags:
            known.position = len(self.contents[known.file])
        elif "O_WRONLY" not in known.flags:
            # Reading moves the place too, and is not traced.
            raise NotModelled("a write at the present place of a file that is also read")
        offset = known.position
        known.position += len(data)
        return self._at(known, offset, data)

    def _sent(self, known: _Descriptor, source: str, offset: str, count: int) -> Operation:
        """From one file into another, past the program."""
        other, start = self.descriptors.get(int(source)), offset.removeprefix("[").partition("]")[0]
        if other is None or not start.isdigit():
            raise NotModelled("sendfile from elsewhere")
        return self._written(known, bytes(self.contents[other.file][int(start) : int(start) + count]))

    def _at(self, known: _Descriptor, offset: int, data: bytes) -> Operation:
        return self._change(Written(known.file, offset, data))

    def _cut(self, file: int, size: int) -> Operation:
        return self._change(Cut(file, size))

    def _change(self, change: Change) -> Operation:
        play(self.contents[change.file], change)
        return change

    def _moved(self, old: tuple[str, str], new: tuple[str, str]) -> Operation | None:
        source, target = self.place(*old), self.place(*new)
        if source is None and target is None:
            return None
        if source is None or target is None:
            raise NotModelled("a move into or out of the folder that is watched")
        file = self.found(source)
        if file is None or file in self.tree.folders:
            raise NotModelled("a new name for something unknown, or for a folder")
        return self._named((*source, None), (*target, file))

    def _gone(self, path: str, folder: str) -> Operation | None:
        place = self.place(path, folder)
        return None if place is None else self._named((*place, None))

    def _folder(self, path: str, folder: str) -> Operation | None:
        place = self.place(path, folder)
        if place is None:
            return None
        made = self.tree.new(None)
        return self._named((*place, made), born=made, folder=True)

    def _named(self, *changes: tuple[int, str, int | None], born: int | None = None, folder: bool = False) -> Operation:
        operation = Named(changes, born=born, folder=folder)
        self.tree.rename(operation)
        return operation

    def _refuse(self, name: str, arguments: tuple[str, ...], places: _Places) -> None:
        if places is None:
            raise NotModelled(name)
        for place in places:
            if isinstance(place, int):
                concerned = int(arguments[place]) in self.descriptors
            else:
                folder, path = place
                concerned = self.place(arguments[path], HERE if folder is None else arguments[folder]) is not None
            if concerned:
                raise NotModelled(name)


def _refuse_back_doors(known: _Descriptor, call: Call) -> None:
    """Ways to change a file, later, by a call that does not name it."""
    match call.name, call.arguments:
        case "mmap", (_, _, _, how, *_) if "MAP_SHARED" in how and "O_RDONLY" not in known.flags:
            raise NotModelled("a file that can be changed through memory")
        case "ioctl", (_, what, *_) if what not in _HARMLESS_IOCTLS:
            raise NotModelled(f"ioctl {what}")
        case _:
            pass


def operations(calls: Iterable[Call], *, top: Path, tree: Tree) -> tuple[Operation, ...]:
    """What `calls` did below `top`, where `tree` lay before. Raises `NotModelled`."""
    tree = tree.copy()
    observer = _Observer(str(top), tree, {file: bytearray(data) for file, data in tree.files.items()})
    found: list[Operation] = []
    for number, call in enumerate(calls):
        operation = observer.seen(call)
        if operation is None:
            continue
        found.append(operation)
        match operation:
            case Written(file=file) | Cut(file=file):
                observer.changed[file] = number
            case Named(changes=changes):
                observer.changed.update((folder, number) for folder, _, _ in changes)
            case Synced() | Told():
                pass
    return tuple(found)


def text(argument: str) -> bytes:
    """The bytes that strace wrote in hex. Raises `NotModelled` when it left some of them out."""
    if argument.endswith("..."):
        raise NotModelled("a write that is longer than the trace records")
    return bytes.fromhex(argument.strip('"').replace("\\x", ""))
