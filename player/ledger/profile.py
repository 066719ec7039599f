"""The profile's folder: made for its owner alone, and used by one copy of the program at a time."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from player.domain.phrase import Phrase
from player.domain.problem import Problem
from player.ledger.problems import (
    DiskFails,
    DiskFull,
    PlaceUnsuited,
    ProfileInUse,
    ReadOnlyRecords,
    RecordsGone,
)
from player.proof.files import Obstacle, make_lasting_folder, obstacle_of

if sys.platform == "win32":
    import msvcrt

    _IN_USE = (errno.EACCES, errno.EDEADLOCK)

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    _IN_USE = (errno.EWOULDBLOCK, errno.EACCES)

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def problem_of(obstacle: Obstacle, folder: Path, details: str) -> Problem:
    """What an obstacle to writing means where records are kept."""
    match obstacle:
        case Obstacle.FULL:
            return DiskFull(folder=folder, details=details)
        case Obstacle.READ_ONLY | Obstacle.NOT_ALLOWED:
            return ReadOnlyRecords(folder=folder, details=details)
        case Obstacle.GONE:
            return RecordsGone(folder=folder, details=details)
        case Obstacle.NAME | Obstacle.OTHER:
            return DiskFails(folder=folder, details=details)


def make_folder(folder: Path) -> None:
    """Makes `folder`, for its owner alone, unless it is there. Raises a `Problem` when it cannot be made."""
    try:
        make_lasting_folder(folder, mode=0o700)
    except (FileExistsError, NotADirectoryError) as error:
        raise PlaceUnsuited(folder=folder, reason=Phrase("it is a file."), details=str(error)) from None
    except OSError as error:
        raise problem_of(obstacle_of(error), folder, str(error)) from None


class ProfileLock:
    """Held until `release` or the end of this process; a killed process leaves no lock behind."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def lock_profile(folder: Path) -> ProfileLock:
    """Makes the folder if need be, and keeps every other process out of it.

    Raises `ProfileInUse`, or the `Problem` that keeps the folder from being made or written.
    """
    make_folder(folder)
    try:
        # The file stays when the lock is released: removing it would let two processes lock two files.
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise problem_of(obstacle_of(error), folder, str(error)) from None
    try:
        _take(descriptor)
    except OSError as error:
        os.close(descriptor)
        if error.errno in _IN_USE:
            raise ProfileInUse(folder=folder) from None
        raise PlaceUnsuited(folder=folder, reason=Phrase("files there cannot be locked."), details=str(error)) from None
    return ProfileLock(descriptor)
