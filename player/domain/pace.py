"""Pace: nobody plays more than time passes, however many stretches it is told in."""

from __future__ import annotations

from player.domain.course import Course
from player.domain.event import Purpose, StreamOpened, Watched
from player.domain.history import Boot

ENGAGED_SLACK_MS = 2_000
"""Engaged time within one boot may exceed the monotonic time by this much: an event is written after what it tells."""
PLAYED_SLACK_PERCENT = 1
"""What was played in one boot may run ahead of monotonic time × speed by so much: sound cards keep their own time."""
REHEARSAL_RATE_PERCENT = 400


def fastest_for(course: Course, opening: StreamOpened | None) -> int:
    """In percent, the fastest speed that counts: the course's, but for rehearsals.

    These prove nothing, and need not take hours.
    """
    rehearsing = opening is not None and opening.purpose is Purpose.REHEARSAL
    return REHEARSAL_RATE_PERCENT if rehearsing else course.watch.counted_rate_percent


def keeps_pace(boot: Boot, fact: Watched, *, mono_ms: int, fastest: int) -> bool:
    """Whether all stretches of a boot together, this one included, take no longer than it ran until `mono_ms`.

    So no stretch's slack is granted twice.
    """
    passed_ms = mono_ms - boot.first_mono_ms
    playable_ms = passed_ms * (fastest + PLAYED_SLACK_PERCENT) // 100 + ENGAGED_SLACK_MS
    played_ms = boot.played_ms + fact.end_ms - fact.start_ms
    return boot.engaged_ms + fact.engaged_ms <= passed_ms + ENGAGED_SLACK_MS and played_ms <= playable_ms
