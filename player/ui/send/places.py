"""Where to write: the first stick that is plugged in, else the folder for downloads or documents."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from player.desk.ports import Drive

Folder = QStandardPaths.StandardLocation


def folder_among(drives: Iterable[Drive]) -> tuple[Path, bool]:
    """The folder to write to, and whether it is a stick."""
    stick = next((drive.root for drive in drives if drive.writable), None)
    return (stick, True) if stick is not None else (own_folder(), False)


def own_folder() -> Path:
    """On this computer: the first of the usual folders that there is."""
    usual = (QStandardPaths.writableLocation(place) for place in (Folder.DownloadLocation, Folder.DocumentsLocation))
    return next((folder for folder in map(Path, usual) if folder.is_dir()), Path.home())
