"""Seats guests: a desk over the station's parts, whose files lie in memory where the system offers that."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

from player.desk.desk import Desk
from player.desk.parts import Parts
from player.domain.learner import Learner
from player.domain.problem import Problem
from player.kiosk.diary import Diary, Entry
from player.kiosk.guest import Guest, parts_for
from player.kiosk.problems import StationFull
from player.machine.disk import mounts


class Seats:
    """The one chair of a station. `name` tells this station's folder from those of other programs."""

    def __init__(self, parts: Parts, *, name: str, diary: Diary | None = None) -> None:
        self._parts = parts
        self._diary = diary
        self._told = ""
        self._folder = _place_in_memory() / f"carrel-guest-{name[:16]}"
        # A process that was killed could not tidy up after its guest.
        for place in (*_places_in_memory(), Path(tempfile.gettempdir())):
            # That one may have been started in another way, and have had another place.
            shutil.rmtree(place / self._folder.name, ignore_errors=True)

    @property
    def folder(self) -> Path:
        return self._folder

    def empty(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    @contextmanager
    def __call__(self, learner: Learner, save: Callable[[Learner], None]) -> Generator[Desk]:
        """The desk of one guest; with it goes every file that was made for them."""
        self._make_folder()
        self._told = ""
        guest = Guest(learner=learner, keep=save, tell=self._tell, folder=self._folder)
        try:
            desk = Desk(parts_for(self._parts, guest))
            try:
                yield desk
            finally:
                desk.close()
        finally:
            self.empty()
            _forget_what_was_printed()

    def _tell(self, problem: Problem) -> None:
        """Once for each guest and kind: whoever watches tries again every other second."""
        if self._diary is not None and problem.code != self._told:
            self._told = problem.code
            self._diary.note(Entry.PROBLEM, problem=problem)

    def _make_folder(self) -> None:
        """Raises `StationFull`."""
        self.empty()
        try:
            # What could not be taken away is the station's own all the same.
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StationFull(details=str(error)) from None


def _forget_what_was_printed() -> None:
    """The paper room keeps how texts are set, names on certificates among them; unless nobody printed one yet."""
    if "player.paper.face" in sys.modules:
        from player.paper.face import forget_texts

        forget_texts()


def _place_in_memory() -> Path:
    """The first of them; where there is none, the one for what passes."""
    return next(iter(_places_in_memory()), Path(tempfile.gettempdir()))


def _places_in_memory() -> Sequence[Path]:
    """The user's own folder in memory, and the one for everybody, as far as they are there."""
    named = os.environ.get("XDG_RUNTIME_DIR")
    in_memory = {mount.point for mount in mounts() if mount.kind == "tmpfs"}
    places = (Path(named) if named else Path(), Path("/dev/shm"))
    return [place for place in places if place in in_memory and os.access(place, os.W_OK)]
