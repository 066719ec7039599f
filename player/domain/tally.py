"""Tallies: what a stream adds up to without asking its course, for lists and for those who collect."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from player.domain.course import SessionId
from player.domain.event import (
    CertificateIssued,
    CompletionExported,
    CourseHash,
    CreditClaimed,
    CreditWithdrawn,
    DisclosuresAcknowledged,
    EvaluationSubmitted,
    Event,
    Fact,
    QuizSubmitted,
    Watched,
)
from player.domain.watch import Coverage, Covering


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionTally:
    """What of one session was played, and the monotonic time that it took."""

    coverage: Coverage = field(default_factory=Coverage)
    engaged_ms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimTally:
    """Credit was claimed by event `seq`, at `wall_ms` (Unix time)."""

    seq: int
    credit: CreditClaimed
    wall_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The sum of one stream's own events; what it joined is counted where it stands. `last_wall_ms`: Unix time.

    `claims`: those that the stream did not take back itself; `certificates`: all that were ever issued.
    """

    events: int = 0
    last_wall_ms: int = 0
    sessions: Mapping[SessionId, SessionTally] = field(default_factory=lambda: MappingProxyType({}))
    acknowledged: bool = False
    quiz_tries: int = 0
    evaluated: bool = False
    claims: tuple[ClaimTally, ...] = ()
    certificates: int = 0
    exports: int = 0

    @property
    def seen_ms(self) -> int:
        """How much was covered, over all sessions: what was replayed counts once."""
        return sum(session.coverage.length_ms for session in self.sessions.values())

    @property
    def engaged_ms(self) -> int:
        return sum(session.engaged_ms for session in self.sessions.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far a learner came in a course, as stored tallies of all its streams say. Nobody held them against their
    events, so it serves to put courses in an order, and for nothing that counts."""

    course: CourseHash
    seen_ms: int = 0
    acknowledged: bool = False
    quiz_tries: int = 0
    evaluated: bool = False
    certificates: int = 0


def tally(events: Iterable[Event]) -> Tally:
    counter = Counter()
    for event in events:
        counter.add(event)
    return counter.tally()


class Counter:
    """Adds events up, one at a time; any event whatever: whether it was allowed is for others to judge.

    It changes in place, as a ledger of millions of events is counted at once when its tallies are rebuilt.
    """

    def __init__(self) -> None:
        self.events = 0
        self._last_wall_ms = 0
        self._watched: dict[SessionId, _Played] = {}
        self._acknowledged = False
        self._quiz_tries = 0
        self._evaluated = False
        self._claims: list[ClaimTally] = []
        self._certificates = 0
        self._exports = 0

    def add(self, event: Event) -> None:
        self.events += 1
        self._last_wall_ms = event.stamp.wall_ms
        fact = event.fact
        if type(fact) is Watched:
            played = self._watched.get(fact.session)
            if played is None:
                played = self._watched[fact.session] = _Played()
            played.add(fact.start_ms, fact.end_ms, fact.engaged_ms)
        else:
            act = _ACTS.get(type(fact))
            if act is not None:
                act(self, event)

    def tally(self) -> Tally:
        """The sum so far, which later events do not change."""
        return Tally(
            events=self.events,
            last_wall_ms=self._last_wall_ms,
            sessions=MappingProxyType({session: played.tally() for session, played in self._watched.items()}),
            acknowledged=self._acknowledged,
            quiz_tries=self._quiz_tries,
            evaluated=self._evaluated,
            claims=tuple(self._claims),
            certificates=self._certificates,
            exports=self._exports,
        )

    def acknowledge(self, _: Event) -> None:
        self._acknowledged = True

    def submit_quiz(self, _: Event) -> None:
        self._quiz_tries += 1

    def evaluate(self, _: Event) -> None:
        self._evaluated = True

    def claim(self, event: Event) -> None:
        if isinstance(event.fact, CreditClaimed):
            self._claims.append(ClaimTally(seq=event.seq, credit=event.fact, wall_ms=event.stamp.wall_ms))

    def withdraw(self, event: Event) -> None:
        """A stream has one claim of an offer at a time, so the offer is enough to find it.

        It goes too where the one that was withdrawn is another stream's double of it: which of two counts is for the
        history to say, which knows both streams.
        """
        if isinstance(event.fact, CreditWithdrawn):
            offer = event.fact.offer
            self._claims = [claim for claim in self._claims if claim.credit.offer != offer]

    def issue(self, _: Event) -> None:
        self._certificates += 1

    def export(self, _: Event) -> None:
        self._exports += 1


_ACTS: Mapping[type[Fact], Callable[[Counter, Event], Any]] = {
    DisclosuresAcknowledged: Counter.acknowledge,
    QuizSubmitted: Counter.submit_quiz,
    EvaluationSubmitted: Counter.evaluate,
    CreditClaimed: Counter.claim,
    CreditWithdrawn: Counter.withdraw,
    CertificateIssued: Counter.issue,
    CompletionExported: Counter.export,
}


class _Played:
    """What was played of a session, and the monotonic time that it took."""

    def __init__(self) -> None:
        self._covering = Covering()
        self._engaged_ms = 0

    def add(self, start_ms: int, end_ms: int, engaged_ms: int) -> None:
        self._engaged_ms += engaged_ms
        if 0 <= start_ms < end_ms:
            self._covering.add(start_ms, end_ms)

    def tally(self) -> SessionTally:
        return SessionTally(coverage=self._covering.coverage(), engaged_ms=self._engaged_ms)
