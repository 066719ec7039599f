"""The recording that is loaded: what is wanted of it, where it stands, and what it waits for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from player.domain.engine import MediaSource
from player.media.health import Facts
from player.media.library import vlc
from player.media.stream import SourceStream

NEAR_MS = 1_500
"""A report after a seek that is further from where it should be is a left-over of before."""
PATIENCE_MS = 3_000
"""After so long any report is believed: the seek landed elsewhere."""
DOUBT_MS = 1_500
"""For so long after a report that was not believed, silence is not taken for playing."""
SILENCE_MS = 2_000
"""Playing without a report of the position for so long is a stall."""
QUIET_MS = 550
"""Reports come more often than this where there is more than one picture in a while."""
LONGEST_QUIET_MS = 120_000
"""So long a recording is believed to play without a word of libVLC: a picture may stand for minutes."""
NUDGE_MS = 150
"""While paused, a seek whose picture has not come after this is asked for again, then after twice that, and so on."""
NUDGES = 5
"""So often: for nearly five seconds, as a busy computer may need them."""
LOST_MS = 1_000
"""While paused, libVLC that was sent somewhere and says nothing for so long is asked again all the same."""
STALE_MS = 150
"""A picture that comes so soon after a pause may be one that was on its way already."""
SMALL_STEP_PERCENT = 25
"""The speed may go down by this much on the way: what then runs ahead for a moment is less than 0.1 s."""
STATS_MS = 200
LONGEST_TAIL_MS = 800
SETTLE_MS = 200
"""A change of speed sooner after a seek than this puts libVLC's clock out, and it shows torn pictures."""
FASTER_AHEAD_MS = 450
SLOWER_AHEAD_MS = 500
"""libVLC reads about so far ahead; what it has read keeps the speed at which it was read."""
LAST_SEEK_MS = 200
"""Nobody is sent closer to the end than this: libVLC would end without showing anything."""


class Landing(Enum):
    """What libVLC plays again after, while the first picture is awaited that shows where it is."""

    SEEK = auto()
    PAUSE = auto()


@dataclass(slots=True)
class Settling:
    """libVLC was sent to play from `target_ms` on, and is not there yet.

    At another speed than 1 it was sent `lead_ms` before; its buffers were filled there at `filled_mono`, it began to
    play at `began_mono`, and having got its speed at `sped_mono` it comes to the target at `due_mono`: a guess, until
    its clock has spoken.
    """

    target_ms: int
    since_mono: int
    lead_ms: int = 0
    has_speed: bool = False
    filled_mono: int | None = None
    began_mono: int | None = None
    sped_mono: int = 0
    due_mono: int | None = None
    is_sure: bool = False
    is_sought: bool = True
    """It was sent there; otherwise it only waits for data where it is."""


@dataclass(slots=True, kw_only=True)
class Deck:
    """Used on the engine's thread only. Times are monotonic or media milliseconds, as named."""

    source: MediaSource
    facts: Facts
    start_ms: int
    rate_percent: int
    stream: SourceStream | None = None
    media: vlc.Media | None = None
    wanted: bool = False
    """Somebody wants it to play."""
    running: bool = False
    """libVLC says that it plays."""
    opened: bool = False
    priming: bool = True
    """It plays unheard until its first picture is there, to be shown paused."""
    primed: bool = False
    over: bool = False
    """Ended or failed: libVLC was stopped, and playing again means opening again."""
    one_track: bool = False
    """It is read by FFmpeg's means: a picture without sound, sound without a picture, or an MPEG stream."""
    retried: bool = False
    stalled: bool = False
    at_speed_one: bool = False
    """It was opened in the middle, which libVLC does rightly at speed 1 only."""
    resume_seek: bool = False
    """It was moved, or its speed was changed, while it stood still."""
    settling: Settling | None = None
    landing: Landing | None = None
    next_seek: int | None = None
    clock_ms: int = 0
    clock_mono: int = 0
    heard_mono: int = 0
    """When libVLC last said something of its clock, or came to where it is."""
    arrived_mono: int = 0
    """When libVLC last came to where it was sent: what was shown before is a picture of elsewhere."""
    doubted_mono: int = 0
    """When libVLC last named a place that was not believed."""
    ticked_mono: int = 0
    heard_ms: int | None = None
    """What libVLC's clock said last, since it arrived where it is."""
    pictures_then: int = 0
    """How many pictures had been decoded by then."""
    end_mono: int | None = None
    """libVLC has ended, and this is when what it still had to play will have been played."""
    nudges_left: int = 0
    nudge_mono: int = 0

    def may_nudge(self, now: int) -> bool:
        """Whether a picture that was asked for while paused is to be asked for once more."""
        lost = self.settling is not None and now - self.settling.since_mono > LOST_MS
        return self.nudges_left > 0 and not self.wanted and now >= self.nudge_mono and (self.settling is None or lost)

    def nudge(self, now: int) -> None:
        self.nudge_mono = now + (NUDGE_MS << (NUDGES + 1 - self.nudges_left))
        self.nudges_left -= 1
        self.settling = Settling(self.clock_ms, now)

    @property
    def counts(self) -> bool:
        """Whether what libVLC reports now is playing that somebody asked for, at the place they asked for."""
        return self.wanted and self.running and self.settling is None and not self.over

    @property
    def is_unheard(self) -> bool:
        """Until somebody wants to play, its first picture is fetched in silence."""
        return self.priming and not self.wanted

    @property
    def is_leaving(self) -> bool:
        """Whether libVLC is on its way to another position and should not be sent elsewhere before it is there."""
        return self.settling is not None and self.settling.filled_mono is None

    def set_clock(self, position_ms: int, now: int) -> None:
        self.clock_ms, self.clock_mono = position_ms, now

    def position_at(self, now: int) -> int:
        if self.settling is not None:
            return self.settling.target_ms
        if not self.counts:
            return self.clock_ms
        played = min(max(0, now - self.clock_mono), SILENCE_MS)
        return self.clock_ms + played * self.rate_percent // 100

    def understand(self, reported_ms: int, now: int) -> int | None:
        """The position that a report of libVLC's clock stands for, None where it is not to be believed.

        In MP4 whose sound ends before the picture, libVLC's clock stands still while pictures go on, after a jump
        at a place before the target. So a clock that stands still is not read; as long as new pictures are decoded,
        the time goes on as it did: right at speed 1, within a second after a jump at another. Whether the first
        report after a jump stands still is known from the second.
        """
        first, stands = self.heard_ms is None, reported_ms == self.heard_ms
        pictures = self.facts.pictures_now - self.pictures_then
        self.heard_ms, self.pictures_then = reported_ms, self.facts.pictures_now
        if not self.counts:
            return None
        if stands:
            return self.position_at(now) if pictures > 0 else None
        if (first and reported_ms < self.clock_ms) or not self.believes(reported_ms, now):
            return None
        return reported_ms

    def is_trusted(self, now: int) -> bool:
        """Whether the silence of libVLC's clock may be that of a picture that stands for long."""
        return now - self.heard_mono <= LONGEST_QUIET_MS and now - self.doubted_mono > DOUBT_MS

    def believes(self, position_ms: int, now: int) -> bool:
        """Whether a report fits the place that libVLC was last sent to."""
        away_ms = now - self.clock_mono
        return away_ms > PATIENCE_MS or abs(position_ms - self.clock_ms) <= NEAR_MS + away_ms * 2


def lead_ms(rate_percent: int) -> int:
    """How far before its target libVLC is sent at this speed: what it leaves out, or plays at speed 1, lies there."""
    if rate_percent == 100:
        return 0
    return SETTLE_MS + (FASTER_AHEAD_MS * rate_percent // 100 if rate_percent > 100 else SLOWER_AHEAD_MS)
