"""One stream: its events in memory as they stand on disk, and how one more is written and signed."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection, select

from player.domain.clock import Clock, Stamp
from player.domain.event import MILESTONES, Event, Fact, StreamId
from player.domain.learner import LearnerId
from player.domain.phrase import Phrase
from player.ledger.database import Database
from player.ledger.problems import OtherDevice
from player.ledger.projections import add_to_tally
from player.ledger.replay import Tape, catch_up
from player.ledger.tables import HEAD, INSERT_EVENT, INSERT_HEAD
from player.proof import chain, wire
from player.proof.chain import Head, Link
from player.proof.envelope import Envelope
from player.proof.keys import Signer

HEAD_EVERY = 64
"""Besides milestones, the head is signed at each event that completes so many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What it takes to write an event."""

    database: Database
    signer: Signer
    clock: Clock


class SqlStream:
    """One stream, held in memory as it stands on disk. Implements `domain.event.EventStream`; thread-safe."""

    def __init__(self, desk: Desk, tape: Tape) -> None:
        self._desk = desk
        self._tape = tape
        self._turn = threading.Lock()
        self._unsure: Event | None = None

    @property
    def id(self) -> StreamId:
        return self._tape.stream

    @property
    def number(self) -> int:
        """Its number in this ledger, and in no other."""
        return self._tape.number

    @property
    def learner(self) -> LearnerId:
        return self._tape.opening.learner

    @property
    def events(self) -> Sequence[Event]:
        return tuple(self._tape.events)

    def append(self, fact: Fact, stamp: Stamp | None = None) -> Event:
        """Returns when the event is durably on disk; raises a `Problem`, and then nothing was recorded.

        Should the world have failed at the very end, so that it was recorded all the same, then appending the same
        fact next finds that event and returns it: nothing is recorded twice.
        """
        self._check_device()
        with self._turn:
            try:
                event, after = self._desk.database.write(partial(self._append, fact, stamp))
            except BaseException:
                self._tape.forget_tally()
                raise
            if after is not None:
                self._tape.add(event, after)
            self._unsure = None
        return event

    def sign_head(self) -> Envelope:
        """The signed head of the last event, from now on stored."""
        self._check_device()
        with self._turn:
            return self._desk.database.write(self._sign_head)

    def _append(self, fact: Fact, stamp: Stamp | None, connection: Connection) -> tuple[Event, Link | None]:
        """The event, and the link after it unless it was recorded before."""
        catch_up(connection, self._tape)
        recorded = self._recorded_after_all(fact)
        if recorded is not None:
            return recorded, None
        # Unless the caller looked at the clock, while nobody else can write: stamps then run in the order of events.
        event = Event(seq=len(self._tape.events), stamp=stamp or self._desk.clock.stamp(), fact=fact)
        self._unsure = event
        return event, write_event(connection, self._desk, self._tape, event)

    def _recorded_after_all(self, fact: Fact) -> Event | None:
        """The event of the attempt before, when that was told as a failure and stands in the ledger nevertheless.

        Whoever tries again looks at the clock again; what was recorded keeps the moment at which it was true.
        """
        unsure, events = self._unsure, self._tape.events
        if unsure is None or unsure.seq >= len(events) or wire.encode(events[unsure.seq]) != wire.encode(unsure):
            return None
        return events[unsure.seq] if unsure.fact == fact else None

    def _sign_head(self, connection: Connection) -> Envelope:
        catch_up(connection, self._tape)
        seq, link = len(self._tape.events) - 1, self._tape.last
        query = select(HEAD.c.envelope).where(
            HEAD.c.stream == self._tape.number, HEAD.c.seq == seq, HEAD.c.hash == link
        )
        stored = connection.scalar(query)
        if stored is not None:
            return Envelope.from_json(stored, name=Phrase("The head of the evidence"))
        return _write_head(connection, self._desk, self._tape, seq, link)

    def _check_device(self) -> None:
        if self._tape.opening.device != self._desk.signer.public.id:
            raise OtherDevice


def write_event(connection: Connection, desk: Desk, tape: Tape, event: Event) -> Link:
    """Stores `event` after the last of `tape`, the new tally, and its signed head when one is due.

    Returns the link after it. `tape` itself takes the event in when the transaction is through.
    """
    body = wire.encode(event)
    after = chain.link(tape.last, body)
    INSERT_EVENT.do(connection, tape.number, event.seq, body, after)
    if type(event.fact) in MILESTONES or (event.seq + 1) % HEAD_EVERY == 0:
        _write_head(connection, desk, tape, event.seq, after)
    add_to_tally(connection, tape, event, after)
    return after


def _write_head(connection: Connection, desk: Desk, tape: Tape, seq: int, link: Link) -> Envelope:
    envelope = chain.sign_head(Head(stream=tape.stream, seq=seq, hash=link.hex()), desk.signer)
    INSERT_HEAD.do(connection, tape.number, seq, link, envelope.to_json())
    return envelope
