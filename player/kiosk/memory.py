"""What a station that starts anew finds of itself in its diary."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from player.kiosk.diary import Diary, Entry

MOST_LINES = 20_000
"""Of a day's diary: ten times as many as a busy station writes."""


def counted_since(diary: Diary, since: datetime) -> tuple[int, int]:
    """Arrivals and walk-ins since then, of earlier processes too; the diary keeps a whole day."""
    today = Counter(line.entry for line in diary.lines(MOST_LINES) if line.at >= since)
    return today[Entry.ARRIVED], today[Entry.REGISTERED]


def was_cleared(diary: Diary) -> bool:
    """Whether it was cleared and did not meet the others since, who may still hold all of it."""
    found = (line.entry for line in diary.lines(MOST_LINES) if line.entry in {Entry.CLEARED, Entry.MEETS_AGAIN})
    return next(found, None) is Entry.CLEARED
