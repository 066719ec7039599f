"""Folders in which something is made ready beside the records, and what a killed program left of them."""

from __future__ import annotations

import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from player.ledger.profile import problem_of
from player.proof.files import obstacle_of

_PREFIX, _SUFFIX = ".carrel-", ".part"
"""As `player.proof.files` calls what is being written."""
_PLACES = ("", "backups", "certificates", "courses", "courses/known", "keys")


@contextmanager
def part_folder(folder: Path) -> Generator[Path]:
    """A folder in `folder`, for its owner alone, that is gone when the block ends. Raises a `Problem`."""
    made = new_part_folder(folder)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def new_part_folder(folder: Path) -> Path:
    """The same, to be taken away by whoever asked for it."""
    try:
        return Path(mkdtemp(prefix=_PREFIX, suffix=_SUFFIX, dir=folder))
    except OSError as error:
        raise problem_of(obstacle_of(error), folder, str(error)) from None


def leftovers(profile: Path) -> tuple[Path, ...]:
    """Files and folders that a killed program left half made; nobody may be writing in the profile meanwhile."""
    return tuple(
        part for place in _PLACES for part in sorted((profile / place).glob(f"{_PREFIX}*{_SUFFIX}")) if part.exists()
    )


def forget(parts: tuple[Path, ...]) -> None:
    """Takes them away, as far as the disk lets them go."""
    for part in parts:
        if part.is_dir():
            shutil.rmtree(part, ignore_errors=True)
        else:
            part.unlink(missing_ok=True)
