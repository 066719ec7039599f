"""The fold: how each fact changes the history. Which facts were allowed is not asked here: see `permit`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from player.domain.carrying import Carrying
from player.domain.clock import BootId, Stamp
from player.domain.course import Course, SessionId, Standing
from player.domain.drafting import UNSEEN, BootDraft, SessionDraft, frozen_boots, frozen_sessions
from player.domain.evaluation import Response
from player.domain.event import (
    AnswerGiven,
    CertificateIssued,
    CertificateRevoked,
    CheckpointAnswered,
    ClockCorrected,
    CompletionExported,
    CreditClaimed,
    CreditWithdrawn,
    DisclosuresAcknowledged,
    EvaluationSubmitted,
    Event,
    Fact,
    PresenceConfirmed,
    QuizSubmitted,
    ReceiptAccepted,
    ReportingDecided,
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
    Revocation,
    Seen,
    SessionHistory,
    Submission,
    already_counted,
    moment_of,
    nothing_to_bring,
    standing_at,
)
from player.domain.pace import fastest_for, keeps_pace
from player.domain.policy import is_right
from player.domain.quiz import Answer, Quiz
from player.domain.scoring import score


def fold(
    course: Course, events: Iterable[Event], start: History | None = None, *, bring: Bring = nothing_to_bring
) -> History:
    """The history after these events; those of the branches that they join come from `bring`."""
    draft = Draft(course, start, bring=bring)
    for event in events:
        draft.add(event)
    return draft.history()


def after(course: Course, history: History, event: Event, *, bring: Bring = nothing_to_bring) -> History:
    """The history after one more event."""
    return fold(course, (event,), history, bring=bring)


def joining(course: Course, history: History, branches: Iterable[StreamJoined], *, bring: Bring) -> History:
    """The history as it will be once these branches are joined; nothing need be recorded to look at it."""
    draft = Draft(course, history, bring=bring)
    for branch in branches:
        draft.join(branch)
    return draft.history()


class Draft:
    """A history being written, at which `permit` may look before each further event; what stays of it is frozen.

    Thousands of events are folded while a learner waits, and a new frozen value for each took three times as long.
    """

    def __init__(self, course: Course, history: History | None = None, *, bring: Bring = nothing_to_bring) -> None:
        self._course = course
        self._bring = bring
        history = history or History()
        self.opening = history.opening
        self.count = history.count
        self.last_event = history.last_event
        self.unconfirmed_ms = history.unconfirmed_ms
        self.acknowledged = history.acknowledged
        self.boots: dict[BootId, BootHistory | BootDraft] = dict(history.boots)
        self.corrections = dict(history.corrections)
        self.draft_answers = history.draft_answers
        self.quiz_results = list(history.quiz_results)
        self.quiz_passed = history.quiz_passed
        self.last_answers = history.last_answers
        self.responses = history.responses
        self.completed = history.completed
        self.claims = history.claims
        self.repeated_claims = history.repeated_claims
        self.exports = history.exports
        self.reporting = history.reporting
        self.decided = history.decided
        self._sessions: dict[SessionId, SessionHistory | SessionDraft] = dict(history.sessions)
        self._issues = list(history.issues)
        # What is looked up for each claim and certificate, as a file may hold any number of them.
        self._issue_of = {issue.certificate.number: issue for issue in reversed(self._issues)}
        self._editions = Counter(_slot(one.claim) for one in history.revocations)
        self._revocations = list(history.revocations)
        self._submissions = list(history.submissions)
        self._counted = dict(history.counted)

    def of_session(self, session: SessionId) -> Seen:
        return self._sessions.get(session, UNSEEN)

    def issued(self, number: str) -> Issue | None:
        return self._issue_of.get(number)

    def history(self) -> History:
        """As it stands, which what is added later does not change."""
        return History(
            opening=self.opening,
            count=self.count,
            last_event=self.last_event,
            unconfirmed_ms=self.unconfirmed_ms,
            acknowledged=self.acknowledged,
            sessions=frozen_sessions(self._sessions),
            boots=frozen_boots(self.boots),
            corrections=MappingProxyType(self.corrections.copy()),
            draft_answers=self.draft_answers,
            quiz_results=tuple(self.quiz_results),
            last_answers=self.last_answers,
            responses=self.responses,
            completed=self.completed,
            claims=self.claims,
            repeated_claims=self.repeated_claims,
            issues=tuple(self._issues),
            revocations=tuple(self._revocations),
            exports=self.exports,
            reporting=self.reporting,
            decided=self.decided,
            submissions=tuple(self._submissions),
            counted=MappingProxyType(self._counted.copy()),
        )

    def add(self, event: Event) -> None:
        """One more event of the stream itself."""
        fact = event.fact
        self.count += 1
        self.last_event = event
        if isinstance(fact, Watched):
            self.unconfirmed_ms += fact.engaged_ms
        elif isinstance(fact, StreamOpened):
            self.opening = fact
        elif isinstance(fact, CompletionExported):
            self.exports += 1
        elif isinstance(fact, PresenceConfirmed):
            self.unconfirmed_ms = 0
        elif isinstance(fact, ReportingDecided):
            # Said here and now, it takes the place of whatever was said before, whatever the clocks say.
            self.decided = None
        self._take(event, self.opening.stream if self.opening else StreamId(""))

    def _take(self, event: Event, stream: StreamId) -> None:
        """What an event says, in whichever stream it stands."""
        fact, stamp = event.fact, event.stamp
        self._in_its_boot(fact, stamp)
        match fact:
            case Watched():
                self._session(fact.session).watch(fact, earns=self._is_open(stamp))
            case WatchStarted() | CheckpointAnswered():
                self._visit(fact)
            case DisclosuresAcknowledged():
                self.acknowledged = True
            case AnswerGiven(answer=answer):
                self.draft_answers = (*(a for a in self.draft_answers if a.question != answer.question), answer)
            case QuizSubmitted(answers=answers) if self._course.quiz is not None:
                self._score(self._course.quiz, answers)
            case ResponseGiven(response=response) if self.completed is None:
                self.responses = (*(r for r in self.responses if r.place != response.place), response)
            case EvaluationSubmitted(responses=responses):
                self._evaluate(responses, self._moment(stamp))
            case CreditClaimed() | CertificateIssued() | CreditWithdrawn() | CertificateRevoked():
                self._credit(fact, self._moment(stamp), stream)
            case ClockCorrected(by_ms=by_ms):
                self.corrections[stamp.boot] = Correction(mono_ms=stamp.mono_ms, wall_ms=stamp.wall_ms + by_ms)
            case ReportingDecided() | ReceiptAccepted():
                self._hand_on(fact, self._moment(stamp))
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
        return standing_at(self._course, self, stamp) is Standing.OPEN

    def _moment(self, stamp: Stamp) -> datetime:
        return moment_of(stamp, self.corrections)

    def _in_its_boot(self, fact: Fact | None, stamp: Stamp) -> None:
        boot = self.boots.get(stamp.boot)
        if not isinstance(boot, BootDraft):
            before = boot or BootHistory(first_mono_ms=stamp.mono_ms, last_mono_ms=stamp.mono_ms)
            boot = self.boots[stamp.boot] = BootDraft(before)
        boot.reach(stamp.mono_ms)
        if isinstance(fact, Watched):
            boot.watch(fact)

    def join(self, fact: StreamJoined) -> None:
        """Each event of the joined branch, unless it came in before, perhaps by way of a third one."""
        brought = self._bring(fact)
        branch = brought.events
        known = self._counted.get(fact.stream, ())
        counted = already_counted(branch, known)
        if counted < len(branch):
            # A branch that this one merely continues need not be remembered beside it.
            others = tuple(other for other in known if already_counted(other, (branch,)) < len(other))
            self._counted[fact.stream] = (*others, branch)
        for event in branch[counted:]:
            still = self._carried(event, brought.carrying) if brought.carrying else event
            if still is not None:
                self._take(still, fact.stream)

    def _session(self, session: SessionId) -> SessionDraft:
        known = self._sessions.get(session)
        if not isinstance(known, SessionDraft):
            known = self._sessions[session] = SessionDraft(known or UNSEEN)
        return known

    def _visit(self, fact: WatchStarted | CheckpointAnswered) -> None:
        """What changes where a learner stands in a session, though nothing was played."""
        if isinstance(fact, WatchStarted):
            self._session(fact.session).resume_ms = fact.position_ms
            return
        session = self._course.session(fact.session)
        asked = session.checkpoint(fact.checkpoint) if session else None
        if asked is not None and is_right(asked, fact.answer):
            seen = self._session(fact.session)
            seen.passed = seen.passed | {asked.id}

    def _score(self, quiz: Quiz, answers: tuple[Answer, ...]) -> None:
        result = score(quiz, answers)
        self.quiz_results.append(result)
        self.quiz_passed = self.quiz_passed or result.passed
        self.draft_answers, self.last_answers = (), answers

    def _evaluate(self, responses: tuple[Response, ...], moment: datetime) -> None:
        """Of several, sent on devices that did not know of each other, the earliest stands."""
        if self.completed is None or moment < self.completed:
            self.responses, self.completed = responses, moment

    def _credit(
        self,
        fact: CreditClaimed | CertificateIssued | CreditWithdrawn | CertificateRevoked,
        moment: datetime,
        stream: StreamId,
    ) -> None:
        match fact:
            case CreditClaimed():
                self._claim(Claim(credit=fact, moment=moment, stream=stream))
            case CertificateIssued():
                issue = Issue(certificate=fact, moment=moment)
                self._issues.append(issue)
                self._issue_of.setdefault(fact.number, issue)
            case _:
                self._take_back(fact, moment)

    def _hand_on(self, fact: ReportingDecided | ReceiptAccepted, moment: datetime) -> None:
        if isinstance(fact, ReportingDecided):
            # Of decisions on devices that did not know of each other the later one stands: permission that was
            # withdrawn must not come back by joining what was recorded before.
            if self.decided is None or self.decided <= moment:
                self.reporting, self.decided = fact.permitted, moment
            return
        if any(known.receipt == fact.receipt for known in self._submissions):
            return
        submission = Submission(
            receipt=fact.receipt,
            credited=frozenset(fact.credited),
            taken_back=frozenset(fact.taken_back),
            moment=moment,
        )
        self._submissions.append(submission)

    def _take_back(self, fact: CreditWithdrawn | CertificateRevoked, moment: datetime) -> None:
        """A claim that is not here (of an offer that this version does not have) needs no taking back."""
        known = (*self.claims, *self.repeated_claims)
        # Two branches of one stream may both have claimed it: what has one number is one claim.
        same = [one for one in known if one.number == fact.number]
        if not same:
            return
        withdrawn = isinstance(fact, CreditWithdrawn)
        taken_back = Revocation(claim=same[0], reason=fact.reason, moment=moment, withdrawn=withdrawn)
        self._revocations.append(taken_back)
        self._editions[_slot(taken_back.claim)] += 1
        if not withdrawn:
            self.claims = tuple(_anew(one) if one in same else one for one in self.claims)
            self.repeated_claims = tuple(_anew(one) if one in same else one for one in self.repeated_claims)
            return
        # What was claimed for the same offer on another device, and did not count beside this one, counts now.
        rest = [one for one in known if one not in same]
        self.claims, self.repeated_claims = (), ()
        for one in rest:
            self._place(one)

    def _claim(self, claim: Claim) -> None:
        self._place(replace(claim, edition=self._editions[_slot(claim)]))

    def _place(self, claim: Claim) -> None:
        if any(known.credit.offer == claim.credit.offer for known in self.claims):
            self.repeated_claims = (*self.repeated_claims, claim)
        else:
            self.claims = (*self.claims, claim)


def _slot(claim: Claim) -> tuple[StreamId, str]:
    """What a stream has one standing claim of at a time."""
    return claim.stream, claim.credit.offer


def _anew(claim: Claim) -> Claim:
    """The same claim, for which another certificate may be made."""
    return replace(claim, edition=claim.edition + 1)
