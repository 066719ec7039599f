"""Drives that can be taken out: which are plugged in now, what each is called, and how much room is left on it."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

ANSWER_WITHIN_S = 1.5
"""A stick that is dying can take minutes; it is left out, and asked again once it has answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plugged:
    """A removable drive as the system lists it; `name` is what its owner called it, empty where it has no name."""

    root: Path
    name: str
    read_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Drive:
    """A removable drive that answers. `free` is in bytes."""

    root: Path
    name: str
    free: int
    writable: bool


class Listing(Protocol):
    """How a system is asked which removable drives are plugged in; reads what the system knows, and no drive."""

    def __call__(self) -> Sequence[Plugged]: ...


@dataclass(slots=True)
class Drives:
    """The removable drives of this computer. Never waits long, whatever state a drive is in."""

    listing: Listing
    within_s: float = ANSWER_WITHIN_S
    _silent: dict[Path, threading.Thread] = field(default_factory=dict[Path, threading.Thread])

    def __call__(self) -> tuple[Drive, ...]:
        """Those that answer in time, in the order in which the system lists them."""
        try:
            plugged = self.listing()
        except OSError:
            return ()
        found = (self._asked(one) for one in plugged)
        return tuple(drive for drive in found if drive is not None)

    def _asked(self, plugged: Plugged) -> Drive | None:
        before = self._silent.get(plugged.root)
        if before is not None and before.is_alive():
            return None
        answers: list[Drive] = []
        thread = threading.Thread(target=_ask, args=(plugged, answers.append), daemon=True, name="drive")
        thread.start()
        thread.join(self.within_s)
        if thread.is_alive():
            self._silent[plugged.root] = thread
            return None
        self._silent.pop(plugged.root, None)
        return answers[0] if answers else None


def _ask(plugged: Plugged, tell: Callable[[Drive], None]) -> None:
    """On a thread of its own; a drive that was pulled meanwhile tells nothing."""
    try:
        free = shutil.disk_usage(plugged.root).free
        writable = not plugged.read_only and os.access(plugged.root, os.W_OK)
    except OSError:
        return
    tell(Drive(root=plugged.root, name=plugged.name, free=free, writable=writable))
