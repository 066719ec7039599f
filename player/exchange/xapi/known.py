"""What one device knew at a place of its chain: what was played, passed and claimed so far, here and where it joined.

Every statement says only this, so that it says the same whenever and by whomever it is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from player.domain.course import SessionId
from player.domain.credit import Offer
from player.domain.event import (
    CertificateRevoked,
    CreditClaimed,
    CreditWithdrawn,
    EvaluationSubmitted,
    Event,
    Fact,
    QuizSubmitted,
    StreamId,
    Watched,
)
from player.domain.numbering import number_from
from player.domain.scoring import score
from player.domain.watch import Coverage, Interval
from player.exchange.xapi.measures import Segment
from player.exchange.xapi.scene import Stage

MOST_SEGMENTS = 200
"""Of a recording played in more pieces, the union is told: the whole list would stand in every pause."""


@dataclass(slots=True)
class Played:
    """What of one recording was played: closed pieces in the order in which they were, and one that may go on."""

    closed: list[Segment] = field(default_factory=list[Segment])
    coverage: Coverage = field(default_factory=Coverage)
    engaged_ms: int = 0
    _start_ms: int = -1
    _end_ms: int = -1

    def add(self, fact: Watched) -> None:
        self.engaged_ms += fact.engaged_ms
        if fact.start_ms != self._end_ms or self._start_ms < 0:
            self.close()
            self._start_ms = fact.start_ms
        self._end_ms = fact.end_ms

    def extend(self, end_ms: int, engaged_ms: int) -> None:
        """The piece that may go on went on up to there."""
        self._end_ms = end_ms
        self.engaged_ms += engaged_ms

    def close(self) -> None:
        """What comes next is another piece."""
        if self._start_ms >= 0:
            self.closed.append((self._start_ms, self._end_ms))
            self.coverage = self.coverage.plus(Interval(self._start_ms, self._end_ms))
            self._start_ms = -1
        if len(self.closed) > MOST_SEGMENTS:
            self.closed = [(one.start_ms, one.end_ms) for one in self.coverage.intervals]


@dataclass(frozen=True, slots=True)
class Standing:
    """A claim that stands, and the statement that told of it."""

    stream: StreamId
    offer: str
    statement: str


class Known:
    """It changes in place, event by event."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._played: dict[SessionId, Played] = {}
        self.seen: set[bytes] = set()
        """The links of all events that are counted in here."""
        self.completed: set[SessionId] = set()
        self.passed = False
        self.evaluated = False
        self._claims: dict[str, Standing] = {}
        self._editions: Counter[tuple[StreamId, str]] = Counter()

    def played(self, session: SessionId) -> Played:
        found = self._played.get(session)
        if found is None:
            found = self._played[session] = Played()
        return found

    def claim(self, stream: StreamId, fact: CreditClaimed, statement: str) -> str:
        """The number that the claim's certificate has or would have."""
        number = self._number(stream, fact.offer)
        self._claims[number] = Standing(stream, fact.offer, statement)
        return number

    def take_back(self, fact: CreditWithdrawn | CertificateRevoked) -> Standing | None:
        """The claim that counts no more; None when it stands, or is not known here."""
        found = self._claims.pop(fact.number, None)
        if found is None:
            return None
        self._editions[found.stream, found.offer] += 1
        if isinstance(fact, CreditWithdrawn):
            return found
        self._claims[self._number(found.stream, found.offer)] = found
        return None

    def offer(self, offer: str) -> Offer | None:
        return next((one for one in self._stage.course.credit.offers if one.id == offer), None)

    def absorb(
        self,
        stream: StreamId,
        events: Iterable[tuple[Event, bytes]],
        carried: Callable[[Fact], Fact | None],
        told: Callable[[bytes], str],
    ) -> None:
        """Counts what another device recorded. `told`: the id of the statement on the claim with that link."""
        for event, link in events:
            if link in self.seen:
                continue
            self.seen.add(link)
            fact = carried(event.fact)
            if fact is not None:
                self._absorb(stream, fact, link, told)
        for session, played in self._played.items():
            played.close()
            recording = self._stage.recordings.get(session)
            if recording is not None and played.coverage.length_ms >= recording.needed_ms:
                self.completed.add(session)

    def _absorb(self, stream: StreamId, fact: Fact, link: bytes, told: Callable[[bytes], str]) -> None:
        match fact:
            case Watched():
                self.played(fact.session).add(fact)
            case QuizSubmitted() if self._stage.course.quiz is not None:
                self.passed = self.passed or score(self._stage.course.quiz, fact.answers).passed
            case EvaluationSubmitted():
                self.evaluated = True
            case CreditClaimed():
                self.claim(stream, fact, told(link))
            case CreditWithdrawn() | CertificateRevoked():
                self.take_back(fact)
            case _:
                pass

    def _number(self, stream: StreamId, offer: str) -> str:
        """As `player.domain.history.Claim.number`."""
        edition = self._editions[stream, offer]
        slot = f"{stream}/{offer}" + (f"/{edition}" if edition else "")
        return number_from("CRL", slot.encode())
