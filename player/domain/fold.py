"""The fold: how each fact changes the history. Which facts were allowed is not asked here: see `permit`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from player.domain.carrying import Carrying
from player.domain.clock import Stamp
from player.domain.course import Course, Standing
from player.domain.evaluation import Response
from player.domain.event import (
    AnswerGiven,
    CertificateIssued,
    CheckpointAnswered,
    ClockCorrected,
    CompletionExported,
    CreditClaimed,
    DisclosuresAcknowledged,
    EvaluationSubmitted,
    Event,
    Fact,
    PresenceConfirmed,
    QuizSubmitted,
    ResponseGiven,
    StreamId,
    StreamJoined,
    StreamOpened,
    Watched,
    WatchStarted,
)
from player.domain.history import (
    BootHistory,
    Bring,
    Claim,
    Correction,
    History,
    Issue,
    SessionHistory,
    already_counted,
    moment_of,
    nothing_to_bring,
)
from player.domain.pace import fastest_for, keeps_pace
from player.domain.policy import is_right
from player.domain.scoring import score
from player.domain.watch import Coverage, Interval


def fold(
    course: Course, events: Iterable[Event], start: History | None = None, *, bring: Bring = nothing_to_bring
) -> History:
    """The history after these events; those of the branches that they join come from `bring`."""
    draft = _Draft(course, start or History(), bring)
    for event in events:
        draft.add(event)
    return draft.history()


def after(course: Course, history: History, event: Event, *, bring: Bring = nothing_to_bring) -> History:
    """The history after one more event."""
    return fold(course, (event,), history, bring=bring)


def joining(course: Course, history: History, branches: Iterable[StreamJoined], *, bring: Bring) -> History:
    """The history as it will be once these branches are joined; nothing need be recorded to look at it."""
    draft = _Draft(course, history, bring)
    for branch in branches:
        draft.join(branch)
    return draft.history()


class _Draft:
    """A history being written. It never leaves this file: what leaves is frozen.

    Thousands of events are folded while a learner waits, and a new frozen value for each took three times as long.
    """

    def __init__(self, course: Course, history: History, bring: Bring) -> None:
        self._course = course
        self._bring = bring
        self._surely_open = course.availability.open_in_every_zone()
        self.opening = history.opening
        self.count = history.count
        self.last_event = history.last_event
        self.unconfirmed_ms = history.unconfirmed_ms
        self.acknowledged = history.acknowledged
        self.sessions = dict(history.sessions)
        self.boots = dict(history.boots)
        self.corrections = dict(history.corrections)
        self.draft_answers = history.draft_answers
        self.quiz_results = history.quiz_results
        self.last_answers = history.last_answers
        self.responses = history.responses
        self.completed = history.completed
        self.claims = history.claims
        self.repeated_claims = history.repeated_claims
        self.issues = history.issues
        self.exports = history.exports
        self.counted = dict(history.counted)

    def history(self) -> History:
        return History(
            opening=self.opening,
            count=self.count,
            last_event=self.last_event,
            unconfirmed_ms=self.unconfirmed_ms,
            acknowledged=self.acknowledged,
            sessions=MappingProxyType(self.sessions),
            boots=MappingProxyType(self.boots),
            corrections=MappingProxyType(self.corrections),
            draft_answers=self.draft_answers,
            quiz_results=self.quiz_results,
            last_answers=self.last_answers,
            responses=self.responses,
            completed=self.completed,
            claims=self.claims,
            repeated_claims=self.repeated_claims,
            issues=self.issues,
            exports=self.exports,
            counted=MappingProxyType(self.counted),
        )

    def add(self, event: Event) -> None:
        """One more event of the stream itself."""
        fact = event.fact
        self.count += 1
        self.last_event = event
        if isinstance(fact, StreamOpened):
            self.opening = fact
        elif isinstance(fact, CompletionExported):
            self.exports += 1
        elif isinstance(fact, Watched):
            self.unconfirmed_ms += fact.engaged_ms
        elif isinstance(fact, PresenceConfirmed):
            self.unconfirmed_ms = 0
        self._take(event, self.opening.stream if self.opening else StreamId(""))

    def _take(self, event: Event, stream: StreamId) -> None:
        """What an event says, in whichever stream it stands."""
        fact, stamp = event.fact, event.stamp
        self._in_its_boot(fact, stamp)
        match fact:
            case Watched():
                self._watch(fact, earns=self._is_open(stamp))
            case WatchStarted() | CheckpointAnswered():
                self._visit(fact)
            case DisclosuresAcknowledged():
                self.acknowledged = True
            case AnswerGiven(answer=answer):
                self.draft_answers = (*(a for a in self.draft_answers if a.question != answer.question), answer)
            case QuizSubmitted(answers=answers) if self._course.quiz is not None:
                self.quiz_results = (*self.quiz_results, score(self._course.quiz, answers))
                self.draft_answers, self.last_answers = (), answers
            case ResponseGiven(response=response) if self.completed is None:
                self.responses = (*(r for r in self.responses if r.place != response.place), response)
            case EvaluationSubmitted(responses=responses):
                self._evaluate(responses, self._moment(stamp))
            case CreditClaimed():
                self._claim(Claim(credit=fact, moment=self._moment(stamp), stream=stream))
            case CertificateIssued():
                self.issues = (*self.issues, Issue(certificate=fact, moment=self._moment(stamp)))
            case ClockCorrected(by_ms=by_ms):
                self.corrections[stamp.boot] = Correction(mono_ms=stamp.mono_ms, wall_ms=stamp.wall_ms + by_ms)
            case StreamJoined():
                self.join(fact)
            case _:
                pass

    def _carried(self, event: Event, carrying: Carrying) -> Event | None:
        """What an event of an earlier version says in this one, if anything; when it was is known either way."""
        self._in_its_boot(None, event.stamp)
        fact = carrying.carried(event.fact)
        if fact is None or not self._fits_in(fact, event.stamp):
            return None
        return event if fact is event.fact else replace(event, fact=fact)

    def _fits_in(self, fact: Fact, stamp: Stamp) -> bool:
        """Whether this version's rules take a carried fact: each version's own judged it apart from the others.

        Two versions played at once do not count twice the time that passed, and an evaluation on a day that is not
        one of this version's would keep the learner from sending one that is.
        """
        match fact:
            case Watched():
                return self._keeps_pace(fact, stamp)
            case EvaluationSubmitted():
                return self._is_open(stamp)
            case _:
                return True

    def _keeps_pace(self, fact: Watched, stamp: Stamp) -> bool:
        boot, fastest = self.boots.get(stamp.boot), fastest_for(self._course, self.opening)
        if boot is None or fact.rate_percent > fastest:
            return False
        # What was played in the other version before may come in after what was played in this one since.
        return keeps_pace(boot, fact, mono_ms=max(stamp.mono_ms, boot.last_mono_ms), fastest=fastest)

    def _is_open(self, stamp: Stamp) -> bool:
        # Asking the calendar costs as much as all else that a stretch of watching asks for.
        if stamp.boot not in self.corrections and self._surely_open[0] <= stamp.wall_ms < self._surely_open[1]:
            return True
        return self._course.availability.standing(self._moment(stamp)) is Standing.OPEN

    def _moment(self, stamp: Stamp) -> datetime:
        return moment_of(stamp, self.corrections)

    def _in_its_boot(self, fact: Fact | None, stamp: Stamp) -> None:
        mono = stamp.mono_ms
        known = self.boots.get(stamp.boot) or BootHistory(first_mono_ms=mono, last_mono_ms=mono)
        watched = isinstance(fact, Watched)
        self.boots[stamp.boot] = BootHistory(
            first_mono_ms=min(known.first_mono_ms, mono),
            last_mono_ms=max(known.last_mono_ms, mono),
            engaged_ms=known.engaged_ms + (fact.engaged_ms if watched else 0),
            played_ms=known.played_ms + (fact.end_ms - fact.start_ms if watched else 0),
        )

    def join(self, fact: StreamJoined) -> None:
        """Each event of the joined branch, unless it came in before, perhaps by way of a third one."""
        brought = self._bring(fact)
        branch = brought.events
        known = self.counted.get(fact.stream, ())
        counted = already_counted(branch, known)
        if counted < len(branch):
            # A branch that this one merely continues need not be remembered beside it.
            others = tuple(other for other in known if already_counted(other, (branch,)) < len(other))
            self.counted[fact.stream] = (*others, branch)
        for event in branch[counted:]:
            still = self._carried(event, brought.carrying) if brought.carrying else event
            if still is not None:
                self._take(still, fact.stream)

    def _watch(self, fact: Watched, *, earns: bool) -> None:
        before = self.sessions.get(fact.session, _UNSEEN)
        interval, engaged_ms = Interval(fact.start_ms, fact.end_ms), fact.engaged_ms
        coverage = before.coverage.plus(interval)
        # As long as all of it earned, both are one and the same, and need not be computed twice.
        same = before.earning is before.coverage
        self.sessions[fact.session] = SessionHistory(
            coverage=coverage,
            engaged_ms=before.engaged_ms + engaged_ms,
            earning=(coverage if same else before.earning.plus(interval)) if earns else before.earning,
            earning_engaged_ms=before.earning_engaged_ms + (engaged_ms if earns else 0),
            resume_ms=fact.end_ms,
            passed=before.passed,
        )

    def _visit(self, fact: WatchStarted | CheckpointAnswered) -> None:
        """What changes where a learner stands in a session, though nothing was played."""
        before = self.sessions.get(fact.session, _UNSEEN)
        if isinstance(fact, WatchStarted):
            self.sessions[fact.session] = replace(before, resume_ms=fact.position_ms)
            return
        session = self._course.session(fact.session)
        asked = session.checkpoint(fact.checkpoint) if session else None
        if asked is not None and is_right(asked, fact.answer):
            self.sessions[fact.session] = replace(before, passed=before.passed | {asked.id})

    def _evaluate(self, responses: tuple[Response, ...], moment: datetime) -> None:
        """Of several, sent on devices that did not know of each other, the earliest stands."""
        if self.completed is None or moment < self.completed:
            self.responses, self.completed = responses, moment

    def _claim(self, claim: Claim) -> None:
        if any(known.credit.offer == claim.credit.offer for known in self.claims):
            self.repeated_claims = (*self.repeated_claims, claim)
        else:
            self.claims = (*self.claims, claim)


_NOTHING = Coverage()
_UNSEEN = SessionHistory(coverage=_NOTHING, earning=_NOTHING)
