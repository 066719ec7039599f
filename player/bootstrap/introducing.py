"""Joins the window to what trust needs: whom a file introduces, and to believe them at once."""

from __future__ import annotations

from pathlib import Path

from player.bootstrap.places import Places
from player.bootstrap.trusting import Introduction, describe, introduce
from player.desk.desk import Desk


class Introducer:
    """For a window over a desk. Whoever uses it does so on the desk's own thread."""

    def __init__(self, places: Places, desk: Desk) -> None:
        self._places = places
        self._desk = desk

    def describe(self, file: Path) -> Introduction:
        """What the file would bring. Raises a `Problem`."""
        return describe(self._places, file)

    def believe(self, file: Path, fingerprint: str) -> None:
        """Keeps what the file brings, whose fingerprint somebody compared; the courses here are judged anew by it.

        Raises a `Problem` when the file is by now another one than was shown.
        """
        introduce(self._places, file, fingerprint=fingerprint)
        self._desk.begin_anew()
