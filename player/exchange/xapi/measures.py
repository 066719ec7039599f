"""Measures as statements give them: seconds, shares, durations and moments, rounded so that none says too much."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

Number = int | float
Segment = tuple[int, int]
"""Media time from and to, in ms."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def seconds(ms: int) -> Number:
    """With at most three decimals, and none where none are needed."""
    whole, rest = divmod(ms, 1000)
    return ms / 1000 if rest else whole


def share(part: int, whole: int) -> Number:
    """From 0 to 1 with three decimals, rounded down: nothing looks more complete than it is."""
    return seconds(min(part * 1000 // whole, 1000))


def duration(ms: int) -> str:
    """ISO 8601 with at most two decimals: some record stores refuse a third."""
    whole, rest = divmod(max(0, ms) // 10, 100)
    return f"PT{whole}.{rest:02d}S" if rest else f"PT{whole}S"


def timestamp(wall_ms: int) -> str:
    """RFC 3339 in UTC, with milliseconds."""
    return (_EPOCH + timedelta(milliseconds=wall_ms)).isoformat(timespec="milliseconds")[:-6] + "Z"


def wall_ms(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def segments(played: Iterable[Segment]) -> str:
    return "[,]".join([f"{seconds(start)}[.]{seconds(end)}" for start, end in played])


def speed(rate_percent: int) -> str:
    return f"{plain_number(Decimal(rate_percent) / 100)}x"


def plain_number(amount: Decimal) -> Number:
    """A JSON number, whole where the amount is."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)
