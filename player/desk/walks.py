"""Walks: where the learner is in each course, on this device, elsewhere, and in earlier versions of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from player.desk.elsewhere import NOWHERE, Elsewhere
from player.desk.ports import EvidenceLedger
from player.domain.clock import Clock
from player.domain.course import Course
from player.domain.event import (
    CertificateIssued,
    CourseHash,
    Event,
    EventStream,
    Purpose,
    StreamId,
    StreamJoined,
    StreamOpened,
)
from player.domain.fold import fold, joining
from player.domain.history import Brought, Claim, History
from player.domain.journey import Journey
from player.domain.learner import Learner
from player.domain.learner_completion import RecordedStrand
from player.domain.problem import Problem
from player.proof.chain import Link, links_of, read_head
from player.proof.editions import is_earlier, lends_credit
from player.proof.evidence import MOST_EARLIER, Evidence
from player.proof.keys import PublicKey
from player.proof.manifest import SignedCourse
from player.proof.strand import Checked, check_strand


@dataclass(frozen=True, slots=True, kw_only=True)
class AsIssued:
    """How many events of this device's stream there were when a certificate was issued, and what they came to."""

    events: int
    history: History


Editions = Callable[[SignedCourse], Sequence[SignedCourse]]
"""Other versions of a course that were ever here, the lowest first."""


@dataclass(slots=True, kw_only=True)
class _Walk:
    """One course: the journey in this device's stream, and what is to be joined before its next step.

    `heard`: how many events there were of this device in earlier versions when these were last looked at.
    """

    signed: SignedCourse
    journey: Journey
    elsewhere: Elsewhere
    news: tuple[StreamJoined, ...]
    heard: tuple[int, ...]

    @property
    def history(self) -> History:
        journey = self.journey
        return joining(journey.course, journey.history, self.news, bring=self.elsewhere.bring)

    def join_news(self) -> None:
        while self.news:
            self.journey.join(self.news[0])
            self.news = self.news[1:]


class Walks:
    """The learner's way through every course of which something is recorded.

    `begin` opens a stream on this device; `purpose` is what such a stream is for.
    """

    def __init__(
        self,
        *,
        ledger: EvidenceLedger,
        clock: Clock,
        learner: Callable[[], Learner],
        begin: Callable[[SignedCourse], EventStream],
        editions: Editions,
        purpose: Callable[[SignedCourse], Purpose],
    ) -> None:
        self._ledger = ledger
        self._clock = clock
        self._learner = learner
        self._begin = begin
        self._editions = editions
        self._purpose = purpose
        self._known: dict[CourseHash, _Walk] = {}
        self._earlier_of: dict[CourseHash, tuple[SignedCourse, ...]] = {}
        self._editions_of: Mapping[CourseHash, Sequence[SignedCourse]] = {}
        self._is_outdated = False

    def history(self, signed: SignedCourse) -> History:
        """All that is recorded here of the learner in this course; looking at it records nothing."""
        self._forget_outdated()
        walk = self._walk(signed)
        if walk is not None:
            return walk.history
        elsewhere = self._elsewhere(signed, NOWHERE, tuple)
        news = elsewhere.news(signed.course, History())
        return joining(signed.course, History(), news, bring=elsewhere.bring)

    def glance(self, editions: Mapping[CourseHash, Sequence[SignedCourse]]) -> Callable[[SignedCourse], History]:
        """`history` for many courses: one look at the records tells in which of them anything is recorded at all.

        `editions`: the other versions of each course, as the shelf knows them now.
        """
        self._forget_outdated()
        self._editions_of = editions
        self._earlier_of.clear()
        try:
            recorded = {course for learner, course in self._ledger.begun() if learner == self._learner().id}
        except Problem:
            # Where the list of them is damaged, one course after the other may still be read.
            return self.history

        def history(signed: SignedCourse) -> History:
            begun = signed.hash in recorded or any(one.hash in recorded for one in self.earlier(signed))
            return self.history(signed) if begun else History()

        return history

    def journey(self, signed: SignedCourse) -> Journey:
        """The journey on this device, on top of everything that was recorded elsewhere and is here by now."""
        self._forget_outdated()
        walk = self._walk(signed) or self._remember(signed, self._begin(signed))
        walk.join_news()
        return walk.journey

    def evidence(self, signed: SignedCourse, device: PublicKey) -> Evidence:
        """All that proves what the journey on this device came to, with a signed head after its last event."""
        journey = self.journey(signed)
        stream = journey.stream.id
        self._ledger.sign_head(stream)
        elsewhere = self._known[signed.hash].elsewhere
        needed = elsewhere.courses_for(journey.stream.events)
        return Evidence(
            course=signed.envelope,
            bodies=self._ledger.bodies(stream),
            heads=self._ledger.heads(stream),
            device=device,
            joined=elsewhere.strands_for(journey.stream.events),
            earlier=tuple(one.envelope for one in self.earlier(signed) if one.hash in needed),
        )

    def as_issued(self, signed: SignedCourse, number: str) -> AsIssued:
        """The history when the certificate with this number was issued; as it is now where it was not yet."""
        journey = self.journey(signed)
        events, bring = journey.stream.events, self._known[signed.hash].elsewhere.bring
        for count, event in enumerate(events, start=1):
            fact = event.fact
            if isinstance(fact, StreamJoined) or (isinstance(fact, CertificateIssued) and fact.number == number):
                history = fold(signed.course, events[:count], bring=bring)
                if history.issued(number) is not None:
                    return AsIssued(events=count, history=history)
        return AsIssued(events=len(events), history=journey.history)

    def evidence_of_issue(self, signed: SignedCourse, number: str, device: PublicKey) -> Evidence:
        """What proves a certificate: the evidence as far as its issue, so that it is the same whenever it is made."""
        whole = self.evidence(signed, device)
        count = self.as_issued(signed, number).events
        placed = [(read_head(head, device).seq, head) for head in whole.heads]
        if count == len(whole.bodies) or all(seq != count - 1 for seq, _ in placed):
            return whole
        elsewhere = self._known[signed.hash].elsewhere
        events = self.journey(signed).stream.events[:count]
        needed = elsewhere.courses_for(events)
        return replace(
            whole,
            bodies=whole.bodies[:count],
            heads=tuple(head for seq, head in placed if seq < count),
            joined=elsewhere.strands_for(events),
            earlier=tuple(one.envelope for one in self.earlier(signed) if one.hash in needed),
        )

    def strands(self, signed: SignedCourse) -> tuple[RecordedStrand, ...]:
        """What is recorded here, as reports tell it: this device's stream, then those that it joined."""
        walk = self._walk(signed)
        if walk is None:
            return ()
        stream = walk.journey.stream
        joined = [check_strand(strand) for strand in walk.elsewhere.strands_for(stream.events)]
        courses = {one.hash: one.course for one in (*self.earlier(signed), signed)}
        own = _recorded(signed.course, stream.events, links_of(self._ledger.bodies(stream.id)))
        return (own, *(_recorded(courses[one.opening.course_hash], one.events, one.links) for one in joined))

    def own_events(self, signed: SignedCourse) -> Sequence[Event]:
        """What this device recorded; nothing where the course was not begun on it."""
        walk = self._walk(signed)
        return () if walk is None else walk.journey.stream.events

    def earlier(self, signed: SignedCourse) -> tuple[SignedCourse, ...]:
        """The earlier versions of this course from which progress may come, the lowest first."""
        if signed.hash not in self._earlier_of:
            editions = self._editions_of.get(signed.hash)
            others = self._editions(signed) if editions is None else editions
            found = [one for one in others if is_earlier(one, signed)]
            lending = [one for one in found if lends_credit(one, signed) or not signed.gives_credit]
            self._earlier_of[signed.hash] = tuple(lending[-MOST_EARLIER:])
        return self._earlier_of[signed.hash]

    def begun_in(self, signed: SignedCourse) -> SignedCourse | None:
        """The latest earlier version of this course in which the learner did anything."""
        walk = self._walk(signed)
        elsewhere = walk.elsewhere if walk is not None else self._elsewhere(signed, NOWHERE, tuple)
        begun = elsewhere.recorded_in()
        return next((one for one in reversed(self.earlier(signed)) if one.hash in begun), None)

    def made_in(self, signed: SignedCourse, claim: Claim) -> SignedCourse:
        """The version of the course in which a claim that counts in this one was made."""
        walk = self._walk(signed)
        home = None if walk is None else walk.elsewhere.course_of(claim.stream)
        return next((one for one in self.earlier(signed) if one.hash == home), signed)

    def learner_changed(self) -> None:
        for walk in self._known.values():
            walk.journey.profession = self._learner().profession

    def look_again(self) -> None:
        """After a merge, what is recorded elsewhere is more than what was seen; after an adding, there may be more
        versions. May be called on any thread: whoever copies courses is not the one who walks."""
        self._is_outdated = True

    def _forget_outdated(self) -> None:
        if self._is_outdated:
            self._is_outdated = False
            self._known.clear()
            self._earlier_of.clear()
            self._editions_of = {}

    def _walk(self, signed: SignedCourse) -> _Walk | None:
        if signed.hash in self._known:
            return self._up_to_date(self._known[signed.hash])
        stream = self._ledger.stream_for(learner=self._learner().id, course_hash=signed.hash)
        return None if stream is None else self._remember(signed, stream)

    def _remember(self, signed: SignedCourse, stream: EventStream) -> _Walk:
        elsewhere = self._elsewhere(signed, stream.id, lambda: stream.events)

        def bring(fact: StreamJoined) -> Brought:
            walk = self._known.get(signed.hash)
            return (elsewhere if walk is None else walk.elsewhere).bring(fact)

        journey = Journey(
            course=signed.course,
            stream=stream,
            clock=self._clock,
            profession=self._learner().profession,
            bring=bring,
        )
        news = elsewhere.news(signed.course, journey.history)
        walk = _Walk(signed=signed, journey=journey, elsewhere=elsewhere, news=news, heard=self._heard(signed))
        self._known[signed.hash] = walk
        return walk

    def _up_to_date(self, walk: _Walk) -> _Walk:
        """An earlier version may have been gone on with since: its file is still here."""
        heard = self._heard(walk.signed)
        if heard != walk.heard:
            stream = walk.journey.stream
            walk.elsewhere = self._elsewhere(walk.signed, stream.id, lambda: stream.events)
            walk.news = walk.elsewhere.news(walk.signed.course, walk.journey.history)
            walk.heard = heard
        return walk

    def _heard(self, signed: SignedCourse) -> tuple[int, ...]:
        return tuple(len(stream.events) if stream else 0 for stream in self._own_earlier(signed))

    def _own_earlier(self, signed: SignedCourse) -> list[EventStream | None]:
        """This device's own streams in the earlier versions."""
        return [self._own_stream(one) for one in self.earlier(signed)]

    def _own_stream(self, signed: SignedCourse) -> EventStream | None:
        try:
            return self._ledger.stream_for(learner=self._learner().id, course_hash=signed.hash)
        except Problem:
            # A damaged record of an earlier version is told of elsewhere, and keeps nobody from the later one.
            return None

    def _elsewhere(self, signed: SignedCourse, stream: StreamId, own: Callable[[], Sequence[Event]]) -> Elsewhere:
        earlier = self.earlier(signed)
        branches = list(self._ledger.branches(learner=self._learner().id, course_hash=signed.hash, beside=stream))
        for one in earlier:
            branches += self._branches_of(one)
        events = own()
        first = events[0].fact if events else None
        purpose = first.purpose if isinstance(first, StreamOpened) else self._purpose(signed)
        # Evidence is of one purpose: what was done as a specimen lends nothing to credit.
        fitting = [branch for branch in branches if branch.opening.purpose is purpose]
        courses = {one.hash: one.course for one in (*earlier, signed)}
        return Elsewhere(fitting, stream=stream, own=own, course=signed.hash, courses=courses)

    def _branches_of(self, earlier: SignedCourse) -> Sequence[Checked]:
        """What is recorded in an earlier version, with a head after this device's own last event there.

        Only what is signed counts in a later version. A head records nothing; and where it cannot be signed now,
        what was signed before counts.
        """
        learner = self._learner().id
        found = self._ledger.branches(learner=learner, course_hash=earlier.hash, beside=NOWHERE)
        open_ends = {branch.opening.stream for branch in found if branch.signed < len(branch.events) - 1}
        own = self._own_stream(earlier)
        if own is None or own.id not in open_ends:
            return found
        try:
            self._ledger.sign_head(own.id)
        except Problem:
            return found
        return self._ledger.branches(learner=learner, course_hash=earlier.hash, beside=NOWHERE)


def _recorded(course: Course, events: Sequence[Event], links: Sequence[Link]) -> RecordedStrand:
    """`links` with the one before the first event in front."""
    opening = events[0].fact
    if not isinstance(opening, StreamOpened):
        raise ValueError("a stream begins with its opening")
    return RecordedStrand(opening=opening, course=course, events=tuple(events), links=tuple(links[1:]))
