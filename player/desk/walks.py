"""Walks: where the learner is in each course, on this device and elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from player.desk.elsewhere import NOWHERE, Elsewhere
from player.desk.ports import EvidenceLedger
from player.domain.clock import Clock
from player.domain.event import CourseHash, Event, EventStream, StreamId, StreamJoined
from player.domain.fold import joining
from player.domain.history import History
from player.domain.journey import Journey
from player.domain.learner import Learner
from player.proof.evidence import Evidence
from player.proof.keys import PublicKey
from player.proof.manifest import SignedCourse


@dataclass(slots=True, kw_only=True)
class _Walk:
    """One course: the journey in this device's stream, and what is to be joined before its next step."""

    journey: Journey
    elsewhere: Elsewhere
    news: tuple[StreamJoined, ...]

    @property
    def history(self) -> History:
        journey = self.journey
        return joining(journey.course, journey.history, self.news, bring=self.elsewhere.bring)

    def join_news(self) -> None:
        while self.news:
            self.journey.join(self.news[0])
            self.news = self.news[1:]


class Walks:
    """The learner's way through every course of which something is recorded. `begin` opens a stream on this device."""

    def __init__(
        self,
        *,
        ledger: EvidenceLedger,
        clock: Clock,
        learner: Callable[[], Learner],
        begin: Callable[[SignedCourse], EventStream],
    ) -> None:
        self._ledger = ledger
        self._clock = clock
        self._learner = learner
        self._begin = begin
        self._known: dict[CourseHash, _Walk] = {}

    def history(self, signed: SignedCourse) -> History:
        """All that is recorded here of the learner in this course; looking at it records nothing."""
        walk = self._walk(signed)
        if walk is not None:
            return walk.history
        elsewhere = self._elsewhere(signed, NOWHERE, tuple)
        news = elsewhere.news(signed.course, History())
        return joining(signed.course, History(), news, bring=elsewhere.bring)

    def journey(self, signed: SignedCourse) -> Journey:
        """The journey on this device, on top of everything that was recorded elsewhere and is here by now."""
        walk = self._walk(signed) or self._remember(signed, self._begin(signed))
        walk.join_news()
        return walk.journey

    def evidence(self, signed: SignedCourse, device: PublicKey) -> Evidence:
        """All that proves what the journey on this device came to, with a signed head after its last event."""
        journey = self.journey(signed)
        stream = journey.stream.id
        self._ledger.sign_head(stream)
        return Evidence(
            course=signed.envelope,
            bodies=self._ledger.bodies(stream),
            heads=self._ledger.heads(stream),
            device=device,
            joined=self._known[signed.hash].elsewhere.strands_for(journey.stream.events),
        )

    def own_events(self, signed: SignedCourse) -> Sequence[Event]:
        """What this device recorded; nothing where the course was not begun on it."""
        walk = self._walk(signed)
        return () if walk is None else walk.journey.stream.events

    def learner_changed(self) -> None:
        for walk in self._known.values():
            walk.journey.profession = self._learner().profession

    def look_again(self) -> None:
        """After a merge, what is recorded elsewhere is more than what was seen."""
        self._known.clear()

    def _walk(self, signed: SignedCourse) -> _Walk | None:
        if signed.hash in self._known:
            return self._known[signed.hash]
        stream = self._ledger.stream_for(learner=self._learner().id, course_hash=signed.hash)
        return None if stream is None else self._remember(signed, stream)

    def _remember(self, signed: SignedCourse, stream: EventStream) -> _Walk:
        elsewhere = self._elsewhere(signed, stream.id, lambda: stream.events)
        journey = Journey(
            course=signed.course,
            stream=stream,
            clock=self._clock,
            profession=self._learner().profession,
            bring=elsewhere.bring,
        )
        walk = _Walk(journey=journey, elsewhere=elsewhere, news=elsewhere.news(signed.course, journey.history))
        self._known[signed.hash] = walk
        return walk

    def _elsewhere(self, signed: SignedCourse, stream: StreamId, own: Callable[[], Sequence[Event]]) -> Elsewhere:
        branches = self._ledger.branches(learner=self._learner().id, course_hash=signed.hash, beside=stream)
        return Elsewhere(branches, stream=stream, own=own)
