"""A new course folder: the commented template, copied; it builds as it is."""

from __future__ import annotations

import shutil
from pathlib import Path

from player.archive.authoring.problems import FolderInUse
from player.proof.files import CannotWrite, obstacle_of


def new_folder(folder: Path, *, template: Path) -> None:
    """Copies `template` to `folder`, which is new or empty. Raises `FolderInUse` or `CannotWrite`."""
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise FolderInUse(name=str(folder))
        shutil.copytree(template, folder, dirs_exist_ok=True, copy_function=shutil.copyfile)
    except OSError as error:
        raise CannotWrite(name=folder.name, obstacle=obstacle_of(error), details=str(error)) from None
