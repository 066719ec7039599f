"""The status file: what a station that runs says of itself, for those who look at it from outside; it names nobody."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from player.domain.kiosk.hall import DayFigures, StationWord
from player.domain.problem import Problem
from player.proof.files import read_file, write_whole

FILE = "status.json"
LEAST_S = 10
"""Between two writings: a disk is not worn out by it."""
_MOST_BYTES = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """As in `StationWord`; `at`: when it said so, by its own clock."""

    station: str
    at: datetime
    figures: DayFigures
    unshared: int
    unsaved: int
    free_mib: int
    battery: int | None
    note: str
    clock_off_ms: int | None


class StatusFile:
    """In the station's profile. A full disk loses it, and nothing else."""

    def __init__(self, file: Path, mono_s: Callable[[], float]) -> None:
        self._file = file
        self._mono_s = mono_s
        self._told_s: float | None = None

    def tell(self, word: StationWord) -> None:
        """Not each time that it is told something."""
        now_s = self._mono_s()
        if self._told_s is not None and now_s - self._told_s < LEAST_S:
            return
        self._told_s = now_s
        facts = asdict(word) | {"at": word.at.astimezone(UTC).isoformat(timespec="seconds")}
        # Who sits there, and since when, is nobody's business.
        told = {name: facts[name] for name in Status.__slots__}
        with suppress(Problem):
            write_whole(self._file, json.dumps(told, indent=2).encode())


def read_status(file: Path) -> Status | None:
    """What was last written; None where nothing is there that can be read."""
    try:
        found: Any = json.loads(read_file(file, most=_MOST_BYTES))
        return Status(
            **(found | {"at": datetime.fromisoformat(found["at"]), "figures": DayFigures(**found["figures"])})
        )
    except (Problem, ValueError, TypeError, KeyError, RecursionError):
        return None
