"""Files written whole: whoever finds one finds all of it, even after a power cut or with a full disk."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from player.domain.phrase import Phrase
from player.domain.problem import Problem

_PREFIX, _SUFFIX = ".carrel-", ".part"
"""How a file is called while it is being written."""


class Obstacle(StrEnum):
    """Why a place does not take a file."""

    FULL = "full"
    READ_ONLY = "read-only"
    NOT_ALLOWED = "not-allowed"
    GONE = "gone"
    NAME = "name"
    OTHER = "other"


_OBSTACLES: Mapping[int, Obstacle] = {
    errno.ENOSPC: Obstacle.FULL,
    errno.EDQUOT: Obstacle.FULL,
    errno.EFBIG: Obstacle.FULL,
    errno.EROFS: Obstacle.READ_ONLY,
    errno.EACCES: Obstacle.NOT_ALLOWED,
    errno.EPERM: Obstacle.NOT_ALLOWED,
    errno.ENOENT: Obstacle.GONE,
    errno.ENOTDIR: Obstacle.GONE,
    errno.EIO: Obstacle.GONE,
    errno.ENXIO: Obstacle.GONE,
    errno.ENODEV: Obstacle.GONE,
    errno.ESTALE: Obstacle.GONE,
    errno.EISDIR: Obstacle.NAME,
    errno.EEXIST: Obstacle.NAME,
    errno.ENAMETOOLONG: Obstacle.NAME,
    errno.EINVAL: Obstacle.NAME,
}

_WORDS: Mapping[Obstacle, tuple[str, str]] = {
    Obstacle.FULL: (
        Phrase("there is no room left on that disk."),
        Phrase("Make some room there or choose another place, and try again."),
    ),
    Obstacle.READ_ONLY: (
        Phrase("that place can only be read."),
        Phrase("Choose another place, or allow writing there (some memory sticks have a switch), and try again."),
    ),
    Obstacle.NOT_ALLOWED: (
        Phrase("you may not write there, or another program has the file open."),
        Phrase("Choose another place, or close the program that shows the file, and try again."),
    ),
    Obstacle.GONE: (
        Phrase("the folder cannot be reached; perhaps the stick or disk was taken out."),
        Phrase("Plug it in again or choose another place, and try again."),
    ),
    Obstacle.NAME: (
        Phrase("that place does not take a file of this name."),
        Phrase("Choose another name or another place, and try again."),
    ),
    Obstacle.OTHER: (Phrase("the disk refused."), Phrase("Choose another place and try again.")),
}


class CannotWrite(Problem):
    """`obstacle` says why, for callers that can do something about it."""

    what_template = "{name} could not be written: {reason}"
    meaning_template = "Your recorded credit is not affected, and no half-written file was left behind."
    remedy_template = "{way}"

    def __init__(self, *, name: str, obstacle: Obstacle, details: str = "") -> None:
        reason, way = _WORDS[obstacle]
        self.obstacle = obstacle
        super().__init__(name=name, reason=reason, way=way, details=details)


def obstacle_of(error: OSError) -> Obstacle:
    return _OBSTACLES.get(error.errno or 0, Obstacle.OTHER)


def write_whole(path: Path, data: bytes, *, secret: bool = False) -> None:
    """Puts exactly `data` at `path`; see `whole_file`."""
    with whole_file(path, secret=secret) as stream:
        stream.write(data)


@contextmanager
def whole_file(path: Path, *, secret: bool = False) -> Generator[BinaryIO]:
    """A stream that becomes `path`, replacing what was there, when the block ends; it then survives a power cut.

    Raises `CannotWrite`; then, or when the block raises, nothing half-written stays behind, and `path` is as it was
    before (or, if only the last sync failed, whole and new). A `secret` file is for its owner alone.
    """
    part = _part_in(path.parent)
    try:
        try:
            with _new(part, mode=0o600 if secret else 0o666) as stream:
                yield stream
                _sync(stream)
            part.replace(path)
        except BaseException:
            _forget(part)
            raise
        sync_folder(path.parent)
    except OSError as error:
        raise CannotWrite(name=path.name, obstacle=obstacle_of(error), details=str(error)) from None


def forget_parts(folder: Path) -> None:
    """Takes away what a killed program left half written in `folder`."""
    for part in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        _forget(part)


class CannotRead(Problem):
    what_template = "{name} cannot be read: {reason}"
    meaning_template = "Nothing was taken from it, and no credit is affected."
    remedy_template = "Check the name and that the file may be read, and try again."


_UNREADABLE: Mapping[type[OSError], str] = {
    FileNotFoundError: Phrase("there is no such file."),
    IsADirectoryError: Phrase("it is a folder."),
}
_AT_ONCE = getattr(os, "O_NONBLOCK", 0)
"""Opening a pipe waits for whoever writes into it; a file is read as ever."""


def read_file(path: Path, *, most: int = -1) -> bytes:
    """All bytes of a file that somebody named, but never more than `most`. Raises `CannotRead`."""
    try:
        with path.open("rb") as stream:
            return stream.read(most)
    except OSError as error:
        reason = _UNREADABLE.get(type(error), Phrase("the disk refused."))
        raise CannotRead(name=path.name, reason=reason, details=str(error)) from None


def read_ordinary_file(path: Path, *, most: int) -> bytes:
    """As `read_file`, for files that nobody named: a pipe or a device that lies among them keeps nobody waiting."""
    try:
        with open(path, "rb", opener=lambda name, flags: os.open(name, flags | _AT_ONCE)) as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise CannotRead(name=path.name, reason=Phrase("it is no ordinary file."))
            return stream.read(most)
    except OSError as error:
        reason = _UNREADABLE.get(type(error), Phrase("the disk refused."))
        raise CannotRead(name=path.name, reason=reason, details=str(error)) from None


def make_folder(folder: Path) -> None:
    """Makes a folder to write into, with the ones above it, unless it is there. Raises `CannotWrite`."""
    try:
        make_lasting_folder(folder)
    except OSError as error:
        raise CannotWrite(name=folder.name, obstacle=obstacle_of(error), details=str(error)) from None


def make_lasting_folder(folder: Path, *, mode: int = 0o777) -> None:
    """Makes a folder, with the ones above it, unless it is there; what is new then survives a power cut.

    Without it, what was saved in a new folder could be lost with the folder's own name. Raises OSError.
    """
    new = [place for place in (folder, *folder.parents) if not place.exists()]
    folder.mkdir(mode=mode, parents=True, exist_ok=True)
    for place in new:
        # A folder in which names may be made, but not read, cannot be synced.
        with suppress(PermissionError):
            sync_folder(place.parent)


def obstacle_at(folder: Path) -> Obstacle | None:
    """What keeps a megabyte from being written in `folder` right now; None when it can be.

    Whoever asks has just failed there, and may have let go of some room since.
    """
    probe = _part_in(folder)
    try:
        with _new(probe) as stream:
            stream.write(bytes(1 << 20))
            _sync(stream)
    except OSError as error:
        return obstacle_of(error)
    finally:
        _forget(probe)
    return None


def _part_in(folder: Path) -> Path:
    return folder / f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}"


def _forget(part: Path) -> None:
    with suppress(OSError):
        part.unlink()


def _new(path: Path, *, mode: int = 0o666) -> BinaryIO:
    # The umask is obeyed: a certificate may be read by whom the learner's other files may be read.
    return open(path, "xb", opener=lambda name, flags: os.open(name, flags, mode))


def _sync(stream: BinaryIO) -> None:
    stream.flush()
    os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Makes the new name durable: without it, a quarter of simulated power cuts lost a "saved" file."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network and phone file systems cannot sync a folder; the file itself is on its way.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)
