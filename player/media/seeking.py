"""Brings libVLC to a place and to its speed, and tells that it plays when it really plays there."""

from __future__ import annotations

from player.domain.engine import Sign
from player.media.deck import NUDGE_MS, NUDGES, SETTLE_MS, Deck, Landing, Settling, lead_ms
from player.media.teller import Teller
from player.media.turntable import Turntable
from player.media.worker import mono_ms

LONGEST_WAIT_MS = 400
"""The first picture that does not come within this is not waited for any longer."""
SHORT_WAIT_MS = 60
"""The same for the picture of the target, which may be one that is shown for minutes."""
TURN_MS = 60
"""What libVLC's clock says so soon after a change of speed may still be as if there had been none."""
OUT_OF_PLACE_MS = 150
"""A report on the way that is further from where it should be is a left-over of before, or of a clock that stands."""


class Seeking:
    """The way to a place. On the engine's thread only.

    At another speed than 1 libVLC 3 reckons the way from the keyframe to the target wrongly: it drops or freezes up
    to a second there. And when its speed changes, what it has read ahead keeps the speed at which it was read. So it
    is sent a little before the target at speed 1, gets its speed there, and neither picture nor sound come out until
    it has come to the target: what is shown first is what was asked for.
    """

    def __init__(self, table: Turntable, teller: Teller) -> None:
        self._table = table
        self._teller = teller

    def leave(self, deck: Deck, target_ms: int) -> None:
        now, rate = mono_ms(), deck.rate_percent
        self._teller.tell(Sign.SEEKING, now, target_ms)
        lead = min(lead_ms(rate), target_ms) if deck.wanted else 0
        from_start = deck.wanted and lead == target_ms
        deck.settling = Settling(target_ms, now, lead_ms=lead, has_speed=from_start)
        deck.next_seek, deck.landing, deck.stalled = None, None, False
        deck.resume_seek = not deck.wanted and (deck.resume_seek or rate != 100)
        deck.set_clock(target_ms, now)
        deck.nudges_left, deck.nudge_mono = (NUDGES, now + NUDGE_MS) if not deck.wanted else (0, 0)
        self._table.cover(lead > 0)
        self._table.set_rate(rate if from_start else 100)
        self._table.go_to(target_ms - lead)

    def filled(self, deck: Deck, now: int) -> None:
        """libVLC has filled its buffers at the place where it was sent."""
        settling = deck.settling
        if settling is None:
            return
        if deck.next_seek is not None:
            self.leave(deck, deck.next_seek)
        elif deck.rate_percent != 100 and deck.wanted and deck.at_speed_one:
            self.leave(deck, deck.start_ms)
        elif not settling.lead_ms:
            self._arrived(deck, now, Landing.SEEK if settling.is_sought else None)
        elif settling.filled_mono is None:
            settling.filled_mono = now
            settling.began_mono = now if self._is_blind(deck) else None

    def shown(self, deck: Deck, shown_mono: int, *, changed: bool) -> None:
        """A picture was shown, or would have been, were it not covered."""
        settling = deck.settling
        if settling is None:
            self._land(deck, shown_mono, changed=changed)
        elif settling.due_mono is not None and shown_mono >= settling.due_mono:
            self._arrived_at_speed(deck, settling, shown_mono)
        elif settling.filled_mono is not None and settling.began_mono is None and changed:
            settling.began_mono = shown_mono
            self._give_speed_in_time(deck, settling, shown_mono)

    def tick(self, deck: Deck, now: int) -> None:
        settling = deck.settling
        if settling is None or settling.filled_mono is None:
            return
        if settling.began_mono is None and now - settling.filled_mono > LONGEST_WAIT_MS:
            settling.began_mono = settling.filled_mono
        if settling.due_mono is None:
            self._give_speed_in_time(deck, settling, now)
        elif now >= settling.due_mono + (0 if self._is_blind(deck) else SHORT_WAIT_MS):
            self._arrived_at_speed(deck, settling, settling.due_mono)

    def hear_clock(self, deck: Deck, position_ms: int, now: int) -> None:
        """libVLC's clock on the way to the target: it knows best when that will be."""
        settling = deck.settling
        if settling is None or settling.due_mono is None or now < settling.sped_mono + TURN_MS:
            return
        due = now + (settling.target_ms - position_ms) * 100 // deck.rate_percent
        if abs(due - settling.due_mono) * deck.rate_percent // 100 <= OUT_OF_PLACE_MS:
            settling.due_mono, settling.is_sure = due, True
            self._table.cover_until(due)

    def poise(self, deck: Deck) -> None:
        """The first picture is there: wait with it, paused, until somebody wants to play."""
        if deck.wanted or deck.primed:
            return
        deck.primed = True
        self._table.hold(True)
        self._table.keep_still(not deck.wanted)

    def say_playing(self, deck: Deck, now: int) -> None:
        if deck.counts:
            deck.priming = False
            deck.set_clock(deck.clock_ms, now)
            self._table.keep_still(not deck.wanted)
            self._teller.tell(Sign.PLAYING, now)

    def tell_place(self, deck: Deck, position_ms: int, now: int) -> None:
        deck.set_clock(position_ms, now)
        deck.facts.position_ms = position_ms
        self._teller.tell(Sign.TIME, now, position_ms)

    def _give_speed_in_time(self, deck: Deck, settling: Settling, now: int) -> None:
        """It began to play so much before the target; once that goes evenly it gets its own speed."""
        began, left_ms, rate = settling.began_mono, settling.lead_ms, deck.rate_percent
        if began is None or (now - began < SETTLE_MS and not settling.has_speed):
            return
        if not settling.has_speed:
            self._table.set_rate(rate)
            left_ms, began = left_ms - (mono_ms() - began), mono_ms()
        settling.has_speed, settling.sped_mono = True, began
        settling.due_mono = began + max(0, left_ms) * 100 // rate
        self._table.cover_until(settling.due_mono)

    def _arrived_at_speed(self, deck: Deck, settling: Settling, now: int) -> None:
        late_ms = now - (settling.due_mono or now)
        self._arrived(deck, now, None)
        if deck.counts and settling.is_sure:
            self.tell_place(deck, settling.target_ms + late_ms * deck.rate_percent // 100, now)

    def _arrived(self, deck: Deck, now: int, landing: Landing | None) -> None:
        settling, deck.settling, deck.heard_ms = deck.settling, None, None
        if settling is not None:
            deck.set_clock(settling.target_ms, now)
        deck.stalled = deck.at_speed_one = deck.retried = False
        deck.heard_mono = deck.arrived_mono = now
        deck.landing = landing
        self._table.cover(False)
        self.say_playing(deck, now)
        if deck.priming and not deck.wanted and self._is_blind(deck):
            self.poise(deck)

    def _land(self, deck: Deck, shown_mono: int, *, changed: bool) -> None:
        """libVLC's seeks are exact: the first new picture is that of the target. After a pause any will do."""
        landing = deck.landing
        if landing is None or not deck.counts or (landing is Landing.SEEK and not changed):
            return
        deck.landing = None
        if deck.heard_ms is None or landing is Landing.PAUSE:
            self.tell_place(deck, deck.clock_ms, shown_mono)

    def _is_blind(self, deck: Deck) -> bool:
        return self._table.is_blind or not deck.facts.has_picture
