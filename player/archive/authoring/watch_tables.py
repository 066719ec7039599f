"""What counts as watching, and what a recording asks, as an author writes them in `course.toml`."""

from __future__ import annotations

from player.archive.authoring.table import Table
from player.domain.policy import Seeking


class PresenceTable(Table, frozen=True, kw_only=True):
    least_minutes: int
    most_minutes: int
    patience_seconds: int = 60


class WatchTable(Table, frozen=True, kw_only=True):
    version: int = 1
    required_percent: int = 100
    counted_rate_percent: int = 200
    seeking: Seeking = Seeking.FREE
    hidden_counts: bool = True
    muted_counts: bool = True
    away_counts: bool = False
    presence: PresenceTable | None = None


class CheckpointChoiceTable(Table, frozen=True, kw_only=True):
    text: str
    id: str = ""
    correct: bool = False


class CheckpointTable(Table, frozen=True, kw_only=True):
    """Either `code`, one or several, or `choice`: texts, or tables of which one is correct."""

    at: str
    prompt: str
    id: str = ""
    code: str | tuple[str, ...] = ()
    choice: tuple[str | CheckpointChoiceTable, ...] = ()
