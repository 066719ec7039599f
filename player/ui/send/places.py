"""Where to write: the first stick that is plugged in, else the folder for downloads or documents."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath

from PySide6.QtCore import QStandardPaths, QStorageInfo

_STICK_FOLDERS = ("/media/", "/run/media/", "/Volumes/")
_REMOVABLE_DRIVE = 2
"""DRIVE_REMOVABLE of the Windows interface."""
Folder = QStandardPaths.StandardLocation


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """A disk as the system tells of it."""

    root: str
    writable: bool
    is_system: bool


def default_folder() -> tuple[Path, bool]:
    """The folder to write to, and whether it is a stick."""
    stick = first_stick(mounted_volumes())
    if stick is not None:
        return stick, True
    for location in (Folder.DownloadLocation, Folder.DocumentsLocation):
        folder = Path(QStandardPaths.writableLocation(location))
        if folder.is_dir():
            return folder, False
    return Path.home(), False


def first_stick(volumes: Iterable[Volume]) -> Path | None:
    return next((Path(v.root) for v in volumes if v.writable and not v.is_system and is_removable(v.root)), None)


def is_removable(root: str) -> bool:
    """Whether what is mounted there can be taken out: by its place, or on Windows by what the system says."""
    if sys.platform == "win32":
        return _drive_type(root) == _REMOVABLE_DRIVE
    return PurePath(root).as_posix().startswith(_STICK_FOLDERS)


def mounted_volumes() -> list[Volume]:
    return [
        Volume(
            root=volume.rootPath(),
            writable=volume.isReady() and not volume.isReadOnly() and os.access(volume.rootPath(), os.W_OK),
            is_system=volume.isRoot(),
        )
        for volume in QStorageInfo.mountedVolumes()
        if volume.isValid()
    ]


def _drive_type(root: str) -> int:
    # Only Windows has it, and only Windows is asked.
    import ctypes  # noqa: PLC0415

    return int(getattr(ctypes, "windll").kernel32.GetDriveTypeW(root))  # noqa: B009
