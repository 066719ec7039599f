"""Holds a station's settings against the real computer; nothing is made or changed for it, also while it runs."""

from __future__ import annotations

import shutil
import socket
import stat
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from player.bootstrap.places import Places
from player.domain.kiosk.settings import KioskSettings
from player.domain.problem import Problem
from player.kiosk.settings_check import Finding, check_settings
from player.kiosk.settings_file import read_settings

ANSWERS_WITHIN_S = 3
_PORTS = {"http": 80, "https": 443, "postgresql": 5432}


def check_station(file: Path) -> tuple[KioskSettings, tuple[Finding, ...]]:
    """The settings, and what this computer says to them. Raises `SettingsUnusable`."""
    from player.bootstrap.kiosk import places_of

    settings = read_settings(file)
    return settings, check_settings(settings, file, _Here(places_of(settings)))


class _Here:
    def __init__(self, places: Places) -> None:
        self._places = places

    @property
    def profile(self) -> Path:
        return self._places.profile

    def key_problem(self, file: Path) -> Problem | None:
        from player.proof.operator_key import LockedOperatorKey

        try:
            LockedOperatorKey.read(file)
        except Problem as problem:
            return problem
        return None

    def courses(self) -> Sequence[str]:
        from player.archive.shelf import Shelf
        from player.bootstrap.places import trust_of

        shelf = Shelf(self.profile / "courses", trust_of(self._places))
        return [shelved.signed.course.id for shelved in shelf.packages() if shelved.signed and shelved.package]

    def printers(self) -> Sequence[str] | None:
        from player.machine.printers import printers

        return printers()

    def union_problem(self, url: str) -> str:
        parts = urlsplit(url)
        if not parts.hostname:
            return ""
        try:
            socket.create_connection((parts.hostname, parts.port or _PORTS[parts.scheme]), ANSWERS_WITHIN_S).close()
        except TimeoutError:
            return f"nothing came within {ANSWERS_WITHIN_S} seconds."
        except (OSError, UnicodeError) as error:
            return f"{getattr(error, 'strerror', None) or 'there is no such computer'}."
        return ""

    def free_mib(self) -> int:
        there = next(place for place in (self.profile, *self.profile.absolute().parents) if place.exists())
        return shutil.disk_usage(there).free >> 20

    def has_key_store(self) -> bool:
        from player.machine.secrets import system_key_store

        return system_key_store().is_there

    def is_read_by_others(self, file: Path) -> bool:
        if sys.platform == "win32":
            # Its permissions are lists; what the mode says of others there is made up.
            return False
        return bool(file.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))
