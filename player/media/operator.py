"""Decides what libVLC is told to do, understands what it answers, and tells what happens as observations."""

from __future__ import annotations

from collections.abc import Callable

from player.domain.engine import MediaSource, Sign
from player.domain.phrase import Phrase
from player.domain.problem import Problem
from player.media.containers import is_mpeg_stream
from player.media.deck import (
    LAST_SEEK_MS,
    LONGEST_TAIL_MS,
    QUIET_MS,
    SILENCE_MS,
    SMALL_STEP_PERCENT,
    STALE_MS,
    STATS_MS,
    Deck,
    Landing,
    Settling,
)
from player.media.events import Heard
from player.media.health import Facts, judge
from player.media.problems import MediaUnplayable
from player.media.seeking import Seeking
from player.media.stepping import step_on
from player.media.stream import SourceStream
from player.media.teller import Teller
from player.media.turntable import Turntable
from player.media.worker import mono_ms


class Operator:
    """Carries out what the engine was asked for. Not thread-safe: every method runs on the worker's thread."""

    def __init__(
        self,
        table: Turntable,
        *,
        teller: Teller,
        post: Callable[[Callable[[], None]], None],
    ) -> None:
        self._table = table
        self._teller = teller
        self._post = post
        self._seeking = Seeking(table, teller)
        self._handlers: dict[str, Callable[[Deck, Heard], None]] = {
            "playing": self._on_playing,
            "paused": self._on_paused,
            "buffering": self._on_buffering,
            "time": self._on_time,
            "end": self._on_end,
            "error": self._on_error,
        }
        self._deck: Deck | None = None
        self._rate = 100
        self._stats_mono = 0
        self.duration_ms: int | None = None

    def load(self, source: MediaSource, start_ms: int, expected_ms: int | None) -> None:
        self.close()
        start_ms = _inside(start_ms, expected_ms or 0)
        facts = Facts(name=source.name, expected_ms=expected_ms, began_ms=start_ms)
        self._deck = Deck(source=source, facts=facts, start_ms=start_ms, rate_percent=self._rate)
        self._open(self._deck)

    def play(self) -> None:
        deck = self._deck
        if deck is None or (deck.wanted and not deck.over):
            return
        deck.wanted = True
        if deck.over:
            self._reopen(deck, 0 if deck.facts.ended else deck.clock_ms)
            return
        self._table.hush(deck.is_unheard)
        again = deck.primed or deck.resume_seek
        at_ms = deck.start_ms if deck.primed else deck.clock_ms
        deck.priming = deck.primed = deck.resume_seek = False
        if again and deck.is_leaving:
            deck.next_seek = at_ms if deck.next_seek is None else deck.next_seek
        elif again:
            # Sought while paused after a step, libVLC shows all from the keyframe on, and its clock does not know.
            self._table.hold(False)
            self._seeking.leave(deck, at_ms)
        self._table.hold(False)
        if deck.running and not again:
            deck.landing = deck.landing or Landing.PAUSE
            self._seeking.say_playing(deck, mono_ms())

    def pause(self) -> None:
        deck = self._deck
        if deck is not None:
            self._end_now(deck)
        if deck is None or not deck.wanted:
            return
        now = mono_ms()
        deck.set_clock(deck.position_at(now), now)
        deck.wanted = False
        self._teller.tell(Sign.PAUSED, now)
        if deck.opened:
            self._table.hold(True)
        else:
            deck.priming = True
        self._turn_aside(deck)
        self._table.keep_still(not deck.wanted)

    def step(self) -> None:
        self.pause()
        if self._deck is not None:
            step_on(self._deck, self._table, self._teller)

    def seek(self, position_ms: int) -> None:
        deck = self._deck
        if deck is None:
            return
        target_ms = _inside(position_ms, deck.facts.length_ms)
        self._end_now(deck)
        if deck.over:
            self._reopen(deck, target_ms)
        elif deck.is_leaving:
            self._teller.tell(Sign.SEEKING, mono_ms(), target_ms)
            deck.next_seek = target_ms
        else:
            self._seeking.leave(deck, target_ms)
        if deck.primed:
            deck.start_ms = target_ms

    def set_rate(self, rate_percent: int) -> None:
        """A little slower is a matter of a moment; else libVLC leaves something out, or runs ahead (`Seeking`)."""
        deck, slower = self._deck, 0 < self._rate - rate_percent <= SMALL_STEP_PERCENT
        if rate_percent == self._rate:
            return
        if deck is not None:
            self._end_now(deck)
        now = mono_ms()
        position_ms = deck.position_at(now) if deck else 0
        self._rate = self._teller.rate_percent = rate_percent
        self._teller.tell(Sign.RATE, now)
        if deck is None or deck.over:
            return
        deck.rate_percent = rate_percent
        deck.set_clock(position_ms, now)
        if deck.is_leaving:
            deck.next_seek = position_ms if deck.next_seek is None else deck.next_seek
        elif not deck.wanted:
            deck.resume_seek = True
        elif slower and deck.counts:
            self._table.set_rate(rate_percent)
        else:
            self._seeking.leave(deck, position_ms)

    def close(self) -> None:
        deck, self._deck = self._deck, None
        if deck is not None:
            self._teller.tell(Sign.CLOSED, mono_ms())
            self._table.take_off(deck)
        self.duration_ms = None

    def release(self) -> None:
        self.close()
        self._table.release()

    def _open(self, deck: Deck) -> None:
        stream = SourceStream(deck.source, lambda problem: self._post(lambda: self._fail_of(stream, problem)))
        deck.stream = stream
        deck.settling = Settling(deck.start_ms, mono_ms())
        deck.set_clock(deck.start_ms, mono_ms())
        deck.at_speed_one = deck.start_ms > 0
        deck.resume_seek = deck.at_speed_one and not deck.wanted and self._rate != 100
        self._table.set_rate(100 if deck.at_speed_one else self._rate)
        self._table.hush(deck.is_unheard)
        if not self._table.put_on(deck, stream):
            self._fail(deck, MediaUnplayable(name=deck.facts.name, reason=Phrase("libVLC does not take it.")))

    def _reopen(self, deck: Deck, start_ms: int, *, retried: bool = False) -> None:
        """libVLC cannot seek in what has ended: the recording is opened again, there."""
        fresh = Deck(
            source=deck.source,
            facts=deck.facts.again(start_ms),
            start_ms=start_ms,
            rate_percent=self._rate,
            wanted=deck.wanted,
            priming=not deck.wanted,
            one_track=deck.one_track,
            opened=deck.opened,
            retried=retried,
        )
        self._table.take_off(deck)
        self._deck = fresh
        self._teller.tell(Sign.SEEKING, mono_ms(), start_ms)
        self._open(fresh)

    def hear(self, heard: Heard) -> None:
        deck = self._deck
        if deck is None or heard.generation != self._table.generation or deck.over:
            return
        self._handlers[heard.kind](deck, heard)

    def _on_playing(self, deck: Deck, heard: Heard) -> None:
        deck.running = True
        self._learn(deck)
        if not deck.one_track and (deck.facts.has_one_track or self._is_mpeg_stream(deck)):
            deck.one_track = True
            self._table.take_off(deck)
            self._open(deck)
            return
        if not deck.opened:
            deck.opened = True
            self._teller.tell(Sign.OPENED, heard.mono_ms, deck.facts.length_ms)
            if deck.start_ms:
                self._teller.tell(Sign.SEEKING, heard.mono_ms, deck.start_ms)
        self._table.hush(deck.is_unheard)
        self._seeking.say_playing(deck, heard.mono_ms)

    @staticmethod
    def _is_mpeg_stream(deck: Deck) -> bool:
        return deck.stream is not None and is_mpeg_stream(deck.stream.head)

    def _on_paused(self, deck: Deck, _heard: Heard) -> None:
        deck.running = False

    def _on_buffering(self, deck: Deck, heard: Heard) -> None:
        if heard.value >= 100:
            self._seeking.filled(deck, heard.mono_ms)
        elif deck.settling is None and deck.counts:
            self._stall(deck, heard.mono_ms)
            deck.settling = Settling(deck.clock_ms, heard.mono_ms, is_sought=False)

    def _on_time(self, deck: Deck, heard: Heard) -> None:
        settling = deck.settling
        if settling is not None and heard.mono_ms - settling.since_mono > SILENCE_MS:
            self._seeking.filled(deck, heard.mono_ms)
        self._seeking.hear_clock(deck, heard.value, heard.mono_ms)
        stands = heard.value == deck.heard_ms
        position_ms = deck.understand(heard.value, heard.mono_ms)
        if position_ms is None:
            deck.doubted_mono = deck.doubted_mono if stands else heard.mono_ms
            return
        if deck.stalled:
            deck.stalled = False
            self._teller.tell(Sign.PLAYING, heard.mono_ms)
        deck.heard_mono = heard.mono_ms
        self._seeking.tell_place(deck, position_ms, heard.mono_ms)

    def _on_end(self, deck: Deck, heard: Heard) -> None:
        self._learn(deck)
        facts, at_ms = deck.facts, deck.position_at(heard.mono_ms)
        if deck.settling is not None and facts.has_tracks and not deck.retried:
            # Now and then libVLC takes a seek for the end, also the one to where it begins; opened anew, it tells
            # whether there is more.
            self._reopen(deck, at_ms, retried=True)
            return
        facts.ended = True
        facts.cut_off = deck.stream is not None and deck.stream.is_cut_off
        facts.position_ms = at_ms
        problem = judge(facts)
        if problem is not None:
            self._fail(deck, problem)
            return
        left_ms = max(0, facts.length_ms - at_ms) * 100 // deck.rate_percent if deck.counts else 0
        deck.end_mono = heard.mono_ms + (0 if facts.cut_off else min(left_ms, max(LONGEST_TAIL_MS, facts.tail_ms)))
        self._end_if_due(deck, heard.mono_ms)

    def _end_if_due(self, deck: Deck, now: int) -> None:
        """Where no sound device sets the pace, libVLC ends before its last third of a second was played."""
        if deck.end_mono is not None and now >= deck.end_mono:
            self._teller.tell(Sign.ENDED, deck.end_mono)
            deck.set_clock(deck.facts.length_ms, now)
            self._finish(deck)

    def _play_out(self, deck: Deck, now: int) -> None:
        """libVLC says nothing any more while the last picture stands."""
        self._teller.tell(Sign.ALIVE, now)
        if now - deck.clock_mono > STATS_MS:
            self._seeking.tell_place(deck, deck.position_at(now), now)

    def _on_error(self, deck: Deck, _heard: Heard) -> None:
        deck.facts.refused = True
        self._judge(deck)

    def shown(self, shown_mono: int, generation: int, changed: bool) -> None:
        """A picture was shown."""
        deck = self._deck
        if deck is None or deck.over or generation != self._table.generation:
            return
        deck.facts.frames += 1
        if changed and deck.settling is None and shown_mono >= max(deck.arrived_mono, self._table.held_mono + STALE_MS):
            deck.nudges_left = 0
        self._seeking.shown(deck, shown_mono, changed=changed)
        if deck.counts:
            self._teller.tell(Sign.FRAME, shown_mono)
        elif deck.priming and deck.settling is None:
            self._seeking.poise(deck)

    def _end_now(self, deck: Deck) -> None:
        """Something else is wanted while the end is being waited for."""
        if deck.end_mono is not None and not deck.over:
            deck.end_mono = min(deck.end_mono, mono_ms())
            self._end_if_due(deck, mono_ms())

    def _turn_aside(self, deck: Deck) -> None:
        """Paused on the way to where it plays at its speed: the picture that was asked for is shown instead."""
        settling = deck.settling
        if settling is None or not settling.lead_ms:
            return
        if deck.is_leaving:
            deck.next_seek = settling.target_ms if deck.next_seek is None else deck.next_seek
        else:
            self._seeking.leave(deck, settling.target_ms)

    def _tell_life(self, deck: Deck, now: int) -> None:
        """The sound needs nobody here: as long as no read hangs, it goes on, though pictures may be left out."""
        sounds = deck.facts.has_sound and deck.facts.decoded_sounds > 0
        if sounds and deck.counts and deck.stream is not None and not deck.stream.is_waiting(now):
            self._teller.tell(Sign.ALIVE, now)

    def _mind_silence(self, deck: Deck, now: int) -> None:
        """Where no new picture is due for long, libVLC says nothing, and plays: as long as nobody waits for data.

        If it names other places than expected, it has jumped; then it is waited for until it is believed.
        """
        since, deck.ticked_mono = deck.ticked_mono, now
        waits = deck.stream is not None and deck.stream.is_waiting(now)
        if deck.settling is not None and waits and deck.wanted and now - deck.settling.since_mono > SILENCE_MS:
            self._stall(deck, now)
        if not deck.counts or now - deck.clock_mono <= QUIET_MS:
            return
        awake = now - since <= QUIET_MS and deck.is_trusted(now)
        if awake and not deck.stalled and deck.stream is not None and not waits:
            self._seeking.tell_place(deck, deck.position_at(now), now)
        elif now - deck.clock_mono > SILENCE_MS:
            self._stall(deck, now)

    def _stall(self, deck: Deck, now: int) -> None:
        if not deck.stalled:
            deck.stalled = True
            self._teller.tell(Sign.STALLED, now)

    def tick(self) -> None:
        deck, now = self._deck, mono_ms()
        if deck is None or deck.over:
            return
        if deck.end_mono is not None:
            self._end_if_due(deck, now)
            if not deck.over and deck.counts:
                self._play_out(deck, now)
            return
        self._seeking.tick(deck, now)
        self._tell_life(deck, now)
        self._mind_silence(deck, now)
        if deck.may_nudge(now):
            deck.nudge(now)
            self._table.go_to(deck.clock_ms + 1)
        if now - self._stats_mono >= STATS_MS:
            if deck.running and deck.settling is None:
                deck.facts.played_ms += min(now - self._stats_mono, 2 * STATS_MS)
            self._stats_mono = now
            self._judge(deck)

    def _judge(self, deck: Deck) -> None:
        self._learn(deck)
        problem = judge(deck.facts)
        if problem is not None:
            self._fail(deck, problem)

    def _learn(self, deck: Deck) -> None:
        if deck.media is not None:
            self._table.learn(deck.media, deck.facts)
            self.duration_ms = deck.facts.length_ms or None

    def _fail_of(self, stream: SourceStream, problem: Problem) -> None:
        deck = self._deck
        if deck is not None and deck.stream is stream and not deck.over:
            self._fail(deck, problem)

    def _fail(self, deck: Deck, problem: Problem) -> None:
        now = mono_ms()
        deck.set_clock(deck.position_at(now), now)
        self._teller.tell(Sign.FAILED, now, problem=problem)
        self._finish(deck)

    def broken(self, error: Exception) -> None:
        """Something went wrong that nobody foresaw: say so and stop, rather than play on unwatched."""
        deck = self._deck
        if deck is not None and not deck.over:
            reason = Phrase("something unexpected went wrong.")
            self._fail(deck, MediaUnplayable(name=deck.facts.name, reason=reason, details=repr(error)))

    def _finish(self, deck: Deck) -> None:
        deck.over, deck.wanted = True, False
        self._table.take_off(deck)


def _inside(position_ms: int, length_ms: int) -> int:
    """The position, moved to where libVLC can still show something; a length of 0 is unknown."""
    return max(0, min(position_ms, length_ms - LAST_SEEK_MS) if length_ms else position_ms)
