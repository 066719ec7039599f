"""Uniting: a station gives what is new here to the place where its hall meets, and takes what is new there."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeVar

from player.domain.event import StreamId
from player.domain.kiosk.card import Card
from player.domain.kiosk.hall import Met, StationWord
from player.domain.problem import Problem
from player.kiosk.ports import CardBox
from player.kiosk.problems import UnionAway
from player.proof.hall import Asked, Change, Given, Held, Holding, Mark, MeetingPlace, Told, in_pieces

SIGNED_AT_REST_S = 10
SIGNED_AT_LEAST_S = 60
"""Elsewhere only what is signed counts, and a head takes the room of two events. So the end of a stream is signed when
nothing came after it for a while, and once a minute while it grows; milestones and every 64th event are signed anyway.
"""
LOOK_AT_ALL_S = 60
"""In between only what this station records itself is looked at: nothing else grows here but by meeting."""
LONGEST_TRIP_MS = 1_000
"""Beyond it the time that the answer took says more about the line than about the clock."""
CARDS_AT_ONCE = 500

T = TypeVar("T")
_SeenCard = tuple[str, int, bytes]


@dataclass(slots=True, kw_only=True)
class _Agreed:
    """What this process knows of the hall with this name, all of which can be found out again.

    `given`, `there`: the mark of each stream when it was last given, and what the hall had when it was last compared;
    `streams`, `cards`: up to where the hall was heard; `own_cards`: up to where the cards here were looked at.
    """

    hall: str = ""
    given: dict[StreamId, Mark] = field(default_factory=dict[StreamId, Mark])
    there: dict[StreamId, Mark] = field(default_factory=dict[StreamId, Mark])
    seen_cards: set[_SeenCard] = field(default_factory=set[_SeenCard])
    streams: int = 0
    cards: int = 0
    own_cards: int = 0


class HallUnion:
    """Implements `ports.Union`. `open_place` finds the way there; it is asked again after each failure.

    What was agreed on is kept in memory alone: after a start everything is compared once, by 16 bytes for each stream.
    """

    def __init__(
        self,
        open_place: Callable[[], MeetingPlace],
        held: Held,
        box: CardBox,
        *,
        now: Callable[[], datetime],
        mono_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._open_place = open_place
        self._place: MeetingPlace | None = None
        self._held = held
        self._box = box
        self._now = now
        self._mono_s = mono_s
        self._signing = Signing(held)
        self._agreed = _Agreed()
        self._looked_s: float | None = None

    def meet(self, word: StationWord) -> Met:
        """The words that it brings are in this station's own time, so that they can be held against what happened here.

        Raises `UnionAway`; also the `Problem`s of this station's own records, which are not the hall's fault.
        """
        told, clock_off_ms, cards_in = self._hear(word)
        news = self._compared(told.changes)
        # What was recorded here goes first: it is nowhere else yet.
        events_out = self._give()
        cards_out = self._give_cards()
        events_in = self._fetch(news)
        self._agreed.streams = told.streams_to
        return Met(
            events_in=events_in,
            events_out=events_out,
            cards_in=cards_in,
            cards_out=cards_out,
            words=tuple(_by_our_clock(word, clock_off_ms) for word in told.words),
            clock_off_ms=clock_off_ms,
        )

    def look_at_all(self) -> None:
        """Something came into this station's records by another way, a stick for one: it is given at the next meeting.
        May be called on any thread."""
        self._looked_s = None

    def close(self) -> None:
        place, self._place = self._place, None
        if place is not None:
            place.close()

    # --- the hall --------------------------------------------------------------------------------------------

    def _ask(self, ask: Callable[[MeetingPlace], T]) -> T:
        try:
            if self._place is None:
                self._place = self._open_place()
            return ask(self._place)
        except Problem as problem:
            self.close()
            raise UnionAway(reason=problem.what, details=problem.details) from problem

    def _hear(self, word: StationWord) -> tuple[Told, int | None, int]:
        """All that is new there, how far this clock runs ahead, and how many of its cards were new here."""
        began, wall = self._mono_s(), self._now()
        told = self._ask(lambda place: place.meet(self._asked(word)))
        clock_off_ms = _clock_off_ms(wall, took_s=self._mono_s() - began, told=told)
        if told.hall != self._agreed.hall:
            self._agreed = _Agreed(hall=told.hall)
            self._looked_s = None
        changes, cards = list(told.changes), self._keep(told)
        while not told.is_all:
            asked = replace(self._asked(word), streams=told.streams_to)
            told = self._ask(lambda place, asked=asked: place.meet(asked))
            changes += told.changes
            cards += self._keep(told)
        return replace(told, changes=tuple(changes)), clock_off_ms, cards

    def _asked(self, word: StationWord) -> Asked:
        agreed = self._agreed
        return Asked(word=word, hall=agreed.hall, streams=agreed.streams, cards=agreed.cards)

    # --- evidence --------------------------------------------------------------------------------------------

    def _compared(self, changes: Sequence[Change]) -> Sequence[Change]:
        """Those that are new here; what is the same here and there needs no giving either."""
        if not changes:
            return ()
        here = self._held.holdings([change.stream for change in changes])
        others = [change for change in changes if not _is_same(here, change)]
        news = [change for change in others if self._agreed.there.get(change.stream) != change.mark]
        same = {change.stream: change.mark for change in changes if _is_same(here, change)}
        self._agreed.given.update(same)
        self._agreed.there.update(same)
        return news

    def _give(self) -> int:
        """How many events were new there."""
        now_s = self._mono_s()
        own = self._signing.settle(self._held.own_holdings(), now_s)
        is_due = self._looked_s is None or now_s - self._looked_s >= LOOK_AT_ALL_S
        if is_due:
            self._looked_s = now_s
        looked_at = self._held.holdings() if is_due else own
        given = self._agreed.given
        news = {stream: holding.mark for stream, holding in looked_at.items() if given.get(stream) != holding.mark}
        try:
            events = sum(self._give_piece(piece, news) for piece in in_pieces(self._held.strands(news)))
        except Problem:
            # What was looked at and not given is looked at again.
            self._looked_s = None
            raise
        # Also what was not taken, because it does not hold: it would not be taken the next time either.
        given.update(news)
        return events

    def _give_piece(self, piece: Given, news: Mapping[StreamId, Mark]) -> int:
        taken = self._ask(lambda place: place.take(piece))
        there = {stream: mark for stream, mark in taken.marks.items() if stream in news}
        self._agreed.given.update({stream: news[stream] for stream in there})
        self._agreed.there.update({stream: mark for stream, mark in there.items() if news[stream] == mark})
        return taken.events

    def _fetch(self, changes: Sequence[Change]) -> int:
        """How many events were new here."""
        left = {change.stream: change.mark for change in changes}
        events = 0
        while left:
            asked = tuple(left)
            found = self._ask(lambda place, asked=asked: place.strands(asked))
            events += self._held.take_in([strand for strands in found.values() for strand in strands])
            came = {stream: left.pop(stream) for stream in found if stream in left}
            if not came:
                # A hall that does not answer what it was asked: what it has is told again after the next start.
                break
            self._agreed.there.update(came)
            self._note_what_is_more(came)
        return events

    def _note_what_is_more(self, came: Mapping[StreamId, Mark]) -> None:
        """Where there is more here than there, it is given at the next meeting."""
        here = self._held.holdings(came)
        self._agreed.given.update({stream: mark for stream, mark in came.items() if stream in here})
        if any(holding.mark != came[stream] for stream, holding in here.items()):
            self._looked_s = None

    # --- cards -----------------------------------------------------------------------------------------------

    def _keep(self, told: Told) -> int:
        """How many were new here."""
        kept = self._box.put(told.cards) if told.cards else 0
        self._agreed.seen_cards.update(map(_seen, told.cards))
        self._agreed.cards = told.cards_to
        return kept

    def _give_cards(self) -> int:
        """How many were new there. What came from there is not given back."""
        found, place = self._box.since(self._agreed.own_cards)
        news = [card for card in found if _seen(card) not in self._agreed.seen_cards]
        given = 0
        for start in range(0, len(news), CARDS_AT_ONCE):
            piece = Given(cards=tuple(news[start : start + CARDS_AT_ONCE]))
            given += self._ask(lambda hall, piece=piece: hall.take(piece)).cards
            self._agreed.seen_cards.update(map(_seen, piece.cards))
        self._agreed.own_cards = place
        return given


class Signing:
    """Sees to it that the ends of this station's streams are signed in time, without signing every event."""

    def __init__(self, held: Held) -> None:
        self._held = held
        self._open: dict[StreamId, _OpenEnd] = {}

    def settle(self, own: Mapping[StreamId, Holding], now_s: float) -> Mapping[StreamId, Holding]:
        """The same holdings, with those signed that were due."""
        unsigned = {stream: holding.last for stream, holding in own.items() if holding.signed < holding.last}
        self._open = {stream: self._seen(stream, last, now_s) for stream, last in unsigned.items()}
        due = [stream for stream, end in self._open.items() if end.is_due(now_s)]
        for stream in due:
            self._held.sign(stream)
            del self._open[stream]
        return {**own, **self._held.holdings(due)} if due else own

    def _seen(self, stream: StreamId, last: int, now_s: float) -> _OpenEnd:
        known = self._open.get(stream)
        if known is None:
            return _OpenEnd(last=last, since_s=now_s, open_s=now_s)
        return known if known.last == last else replace(known, last=last, since_s=now_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class _OpenEnd:
    """`since_s`: when event `last` was first seen as the last; `open_s`: since when something is unsigned."""

    last: int
    since_s: float
    open_s: float

    def is_due(self, now_s: float) -> bool:
        return now_s - self.since_s >= SIGNED_AT_REST_S or now_s - self.open_s >= SIGNED_AT_LEAST_S


def _is_same(here: Mapping[StreamId, Holding], change: Change) -> bool:
    return change.stream in here and here[change.stream].mark == change.mark


def _seen(card: Card) -> _SeenCard:
    # The last bytes of what is sealed are never the same twice.
    return card.learner, card.changed, card.sealed[-16:]


def _by_our_clock(word: StationWord, clock_off_ms: int | None) -> StationWord:
    """Which of two stations an attendee sat down at last is not to be told by two clocks of which one is wrong."""
    if clock_off_ms is None or word.clock_off_ms is None or abs(clock_off_ms - word.clock_off_ms) < LONGEST_TRIP_MS:
        return word
    apart = timedelta(milliseconds=clock_off_ms - word.clock_off_ms)
    return replace(word, at=word.at + apart, seated=word.seated + apart)


def _clock_off_ms(wall: datetime, *, took_s: float, told: Told) -> int | None:
    """By `wall`, when it was asked, and half of the time that the answer took."""
    took_ms = round(took_s * 1000)
    if took_ms > LONGEST_TRIP_MS:
        return None
    return round(wall.timestamp() * 1000) + took_ms // 2 - told.now_ms
