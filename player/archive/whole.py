"""Large files written whole: streamed beside their place, made durable, and only then given their name."""

from __future__ import annotations

import os
import secrets
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from player.proof.files import CannotWrite, obstacle_of

PART = ".part"


@contextmanager
def whole_file(target: Path) -> Generator[BinaryIO]:
    """A stream that becomes `target` when the block ends, and nothing at all when it is left by an exception.

    An `OSError` of writing becomes `CannotWrite`; a `Problem` raised inside passes as it is.
    """
    part = target.with_name(f".carrel-{secrets.token_hex(8)}{PART}")
    try:
        try:
            with part.open("xb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(target)
        except BaseException:
            with suppress(OSError):
                part.unlink()
            raise
        _sync_folder(target.parent)
    except OSError as error:
        raise CannotWrite(name=target.name, obstacle=obstacle_of(error), details=str(error)) from None


def forget_parts(folder: Path) -> None:
    """Takes away what a killed program left half written in `folder`."""
    for part in folder.glob(f".carrel-*{PART}"):
        with suppress(OSError):
            part.unlink()


def _sync_folder(folder: Path) -> None:
    """Makes the new name durable where folders can be synced; the file's bytes are on the disk already."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
