"""The two clocks beside each event: wall time, which may be wrong, and monotonic time, which only runs forward."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NewType, Protocol

BootId = NewType("BootId", str)
LAST_WALL_MS = 253_402_214_400_000
"""The last day of the year 9999 begins: after that there are no dates to compute with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """When an event was written.

    `wall_ms`: milliseconds since 1970 UTC as this computer believes; `offset_min`: its zone, minutes east of
    UTC; `mono_ms`: milliseconds that never run back within one `boot`, suspends included.
    """

    wall_ms: int
    offset_min: int
    mono_ms: int
    boot: BootId

    @property
    def moment(self) -> datetime:
        return datetime.fromtimestamp(self.wall_ms / 1000, tz=UTC)


class Clock(Protocol):
    """Where stamps come from."""

    def stamp(self) -> Stamp: ...
    def suspended_ms(self) -> int:
        """How long this computer has slept since it was started; 0 where nobody can tell."""
        ...
