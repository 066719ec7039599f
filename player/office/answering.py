"""Answering: receipts laid where the learners' files came from, or into a folder."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from player.office.intake import Taken
from player.office.showing import shown_name
from player.proof.files import CannotRead, CannotWrite, obstacle_of, read_ordinary_file

ENDING = ".receipt"
_MOST_BYTES = 1 << 20


def lay_receipts(taken: Iterable[Taken], folder: Path | None) -> int:
    """Writes the receipt of each file, unless it lies there already; beside the file where `folder` is None.

    Returns how many were written. Raises `CannotWrite`. They are kept in the collection too: what a power cut takes
    is written again with the next collecting, so that nothing here waits for the disk.
    """
    written = 0
    for one in taken:
        if one.receipt:
            file = receipt_file(one.file, folder)
            written += _lay(_beside_others(file, one.receipt) if folder else file, one.receipt)
    return written


def receipt_file(file: Path, folder: Path | None) -> Path:
    name = file.name.removesuffix(".completion") + ENDING
    return (folder or file.parent) / name


def _lay(file: Path, receipt: bytes) -> bool:
    if _lying_at(file) == receipt:
        return False
    part = file.with_name(f".carrel-{secrets.token_hex(8)}.part")
    try:
        part.write_bytes(receipt)
        part.replace(file)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise CannotWrite(name=shown_name(file.name), obstacle=obstacle_of(error), details=str(error)) from None
    return True


def _beside_others(file: Path, receipt: bytes) -> Path:
    """Another name where a whole receipt lies already that says something else: two learners' files can have one name,
    and neither loses its answer to the other."""
    before = _lying_at(file)
    if before == receipt or not (before.startswith(b"{") and before.endswith(b"}")):
        return file
    return file.with_name(f"{file.stem}-{hashlib.sha256(receipt).hexdigest()[:8]}{ENDING}")


def _lying_at(file: Path) -> bytes:
    """Empty where there is nothing that could be a receipt."""
    with suppress(CannotRead):
        return read_ordinary_file(file, most=_MOST_BYTES)
    return b""
