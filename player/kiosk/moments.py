"""Moments as a station reckons with them: by its own clock, and by that of its hall."""

from __future__ import annotations

from datetime import datetime, timedelta


def in_hall_time(moment: datetime, off_ms: int | None) -> datetime:
    """By the union's clock, as far as it is known how the station's own runs beside it."""
    return moment - timedelta(milliseconds=off_ms or 0)


def midnight_before(now: datetime) -> datetime:
    return now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
