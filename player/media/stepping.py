"""From one picture to the next while the recording stands still."""

from __future__ import annotations

from player.domain.engine import Sign
from player.media.deck import LAST_SEEK_MS, NUDGE_MS, Deck
from player.media.teller import Teller
from player.media.turntable import Turntable
from player.media.worker import mono_ms

FEWEST_FPS = 1
USUAL_FPS = 25


def step_on(deck: Deck, table: Turntable, teller: Teller) -> None:
    """Shows the next picture of what is paused; playing on will begin with a seek to it.

    libVLC's own clock stands still meanwhile, so the place is reckoned from the pictures in a second. Should the
    picture not come, it is asked for again as after a seek.
    """
    if not deck.opened or deck.over or not deck.facts.has_picture:
        return
    at_ms = deck.clock_ms if deck.next_seek is None else deck.next_seek
    position_ms, now = next_picture_ms(at_ms, table.frames_per_second), mono_ms()
    if position_ms > deck.facts.length_ms - LAST_SEEK_MS:
        return
    if deck.primed:
        deck.start_ms = position_ms
    teller.tell(Sign.SEEKING, now, position_ms)
    if deck.is_leaving:
        deck.next_seek = position_ms
        return
    table.next_picture()
    deck.set_clock(position_ms, now)
    deck.resume_seek = True
    deck.nudges_left, deck.nudge_mono = 1, now + NUDGE_MS


def next_picture_ms(position_ms: int, frames_per_second: float) -> int:
    """Where the picture after the one shown at `position_ms` begins."""
    rate = frames_per_second if frames_per_second >= FEWEST_FPS else USUAL_FPS
    # Half a millisecond, as positions are whole ones: 33 ms is where the picture of 33.4 ms begins.
    shown = int((position_ms + 1) * rate / 1000)
    return int((shown + 1) * 1000 / rate)
