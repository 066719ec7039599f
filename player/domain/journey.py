"""The journey: a learner's way through a course. Each act is checked, appended, and answered with the new progress."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from player.domain.clock import Clock, Stamp
from player.domain.course import Course, SessionId
from player.domain.evaluation import Response
from player.domain.event import (
    AnswerGiven,
    CertificateIssued,
    CertificateRevoked,
    CheckpointAnswered,
    ClockCorrected,
    ClockJumped,
    CompletionExported,
    CourseHash,
    CreditClaimed,
    CreditWithdrawn,
    DisclosuresAcknowledged,
    EvaluationSubmitted,
    Event,
    EventStream,
    Fact,
    MachineChecked,
    PresenceConfirmed,
    QuizSubmitted,
    ReceiptAccepted,
    ReportingDecided,
    ResponseGiven,
    StreamJoined,
    Suspended,
    TakenBackFor,
    Watched,
    WatchStarted,
)
from player.domain.fold import after, fold
from player.domain.history import Bring, Claim, History, last_sheet, nothing_to_bring, sheet_now
from player.domain.learner import Profession
from player.domain.permit import permit
from player.domain.phrase import Worded
from player.domain.progress import (
    Progress,
    progress_of,
)
from player.domain.quiz import Answer, Question
from player.domain.refusals import NotOfThisCourse
from player.domain.watch import Span

CLOCK_SLACK_MS = 2_000
SHORTEST_SLEEP_MS = 1_000


class Journey:
    """One learner, one course, one stream of events.

    Every act checks that its step is open, appends one event durably, and returns the new progress, or raises a
    `Problem` and leaves everything as it was. Not thread-safe: all acts come from one thread. `bring` finds the
    events of the branches that the stream joined.
    """

    def __init__(
        self,
        *,
        course: Course,
        stream: EventStream,
        clock: Clock,
        profession: Profession | None,
        bring: Bring = nothing_to_bring,
    ) -> None:
        self.course = course
        self.stream = stream
        self.profession = profession
        self._clock = clock
        self._bring = bring
        self._slept_ms = clock.suspended_ms()
        self._history = fold(course, stream.events, bring=bring)

    @property
    def history(self) -> History:
        return self._history

    @property
    def course_hash(self) -> CourseHash:
        opening = self._history.opening
        if opening is None:
            raise ValueError("a journey's stream begins with its opening")
        return opening.course_hash

    def progress(self, now: datetime | None = None) -> Progress:
        return progress_of(
            self.course,
            self._history,
            now=now or self.now(),
            profession=self.profession,
        )

    def now(self) -> datetime:
        """By the computer's clock, or by the learner's word where that was given."""
        return self._history.moment_of(self._clock.stamp())

    def acknowledge_disclosures(self) -> Progress:
        if self._history.acknowledged:
            return self.progress()
        return self._record(DisclosuresAcknowledged())

    def start_watching(self, session: SessionId, *, position_ms: int) -> Progress:
        known = self.course.session(session)
        if known is None:
            raise NotOfThisCourse(reason=Worded("there is no session “{session}”.", session=session))
        return self._record(WatchStarted(session=session, content=known.content, position_ms=position_ms))

    def watched(self, session: SessionId, span: Span) -> Progress:
        return self._record(
            Watched(
                session=session,
                start_ms=span.interval.start_ms,
                end_ms=span.interval.end_ms,
                engaged_ms=span.engaged_ms,
                rate_percent=span.rate_percent,
            )
        )

    def confirm_presence(self, session: SessionId, *, position_ms: int) -> Progress:
        """The learner was asked whether somebody is there, and was; `position_ms` is where playing stood."""
        return self._record(PresenceConfirmed(session=session, position_ms=position_ms))

    def answer_checkpoint(self, session: SessionId, checkpoint: str, answer: str) -> Progress:
        """Keeps a typed code or the id of a choice, right or wrong; after a right one nothing more is recorded."""
        if checkpoint in self._history.of_session(session).passed:
            return self.progress()
        return self._record(CheckpointAnswered(session=session, checkpoint=checkpoint, answer=answer))

    def sheet(self) -> tuple[Question, ...]:
        """The questions to show now, for the next attempt, with their choices in the order to show them."""
        return sheet_now(self.course, self._history)

    def last_sheet(self) -> tuple[Question, ...]:
        """The questions of the last attempt as they were shown; empty before there was one."""
        return last_sheet(self.course, self._history)

    def keep_answer(self, answer: Answer) -> Progress:
        return self._record(AnswerGiven(answer=answer))

    def submit_quiz(self, answers: tuple[Answer, ...]) -> Progress:
        return self._record(QuizSubmitted(answers=answers))

    def keep_response(self, response: Response) -> Progress:
        return self._record(ResponseGiven(response=response))

    def submit_evaluation(self, responses: tuple[Response, ...]) -> Progress:
        return self._record(EvaluationSubmitted(responses=responses))

    def claim(self, offer: str, *, amount: Decimal, profession: Profession) -> Progress:
        """The learner attests to having taken part accordingly; the window asks for that before it calls this."""
        self._record(CreditClaimed(offer=offer, amount=amount, profession=profession))
        self.profession = profession
        return self.progress()

    def issue_certificate(self, certificate: CertificateIssued) -> Progress:
        """Records that the document of a claim was made."""
        return self._record(certificate)

    def revoke_certificate(self, number: str, *, reason: TakenBackFor) -> Progress:
        """What is printed on it is wrong; the claim stands, and its next certificate has another number."""
        return self._record(CertificateRevoked(offer=self._offer_of(number), number=number, reason=reason))

    def withdraw_claim(self, number: str, *, reason: TakenBackFor) -> Progress:
        """Takes the claim back whose certificate has or would have this number."""
        return self._record(CreditWithdrawn(offer=self._offer_of(number), number=number, reason=reason))

    def correct_claim(self, offer: str, *, amount: Decimal, profession: Profession, reason: TakenBackFor) -> Progress:
        """Claims anew in place of what was claimed wrongly: of this offer, or, for a wrong profession, of all.

        The new claim is tried first: a refused one leaves the old as they are.
        """
        wrong = self._claims_in_the_way(offer, profession)
        taken_back = [CreditWithdrawn(offer=c.credit.offer, number=c.number, reason=reason) for c in wrong]
        claim = CreditClaimed(offer=offer, amount=amount, profession=profession)
        self._try([*taken_back, claim])
        for fact in taken_back:
            self._record(fact)
        return self.claim(offer, amount=amount, profession=profession)

    def exported(self, digest: str) -> Progress:
        return self._record(CompletionExported(digest=digest))

    def decide_reporting(self, *, permitted: bool) -> Progress:
        """The learner allows the provider to report this credit, or does not; said again, nothing is recorded."""
        if self._history.reporting is permitted:
            return self.progress()
        return self._record(ReportingDecided(permitted=permitted))

    def accept_receipt(self, receipt: ReceiptAccepted) -> Progress:
        """The provider confirmed what arrived; the same receipt once more records nothing."""
        if any(known.receipt == receipt.receipt for known in self._history.submissions):
            return self.progress()
        return self._record(receipt)

    def checked_up(self, verdicts: tuple[tuple[str, int], ...], *, report: str) -> Progress:
        return self._record(MachineChecked(verdicts=verdicts, report=report))

    def correct_clock(self, moment: datetime) -> Progress:
        """The learner says that it is `moment` now, whatever the computer's clock shows."""
        by_ms = round(moment.timestamp() * 1000) - self._clock.stamp().wall_ms
        return self._record(ClockCorrected(by_ms=by_ms))

    def join(self, branch: StreamJoined) -> Progress:
        """What the learner did on another device, or before a backup was restored, counts here from now on."""
        return self._record(branch)

    def may(self, fact: Fact) -> None:
        """Raises the `Problem` that recording `fact` now would raise."""
        permit(self.course, self._history, fact, self._clock.stamp())

    def _offer_of(self, number: str) -> str:
        """Nothing has this number: then no offer, and `permit` says so."""
        claims = (*self._history.claims, *self._history.repeated_claims)
        return next((claim.credit.offer for claim in claims if claim.number == number), "")

    def _claims_in_the_way(self, offer: str, profession: Profession) -> list[Claim]:
        """Those for the same offer and those made under another profession, also where they count only repeated."""
        claims = (*self._history.claims, *self._history.repeated_claims)
        return [c for c in claims if c.credit.offer == offer or c.credit.profession is not profession]

    def _try(self, facts: Sequence[Fact]) -> None:
        """Raises the `Problem` that recording all of these now would raise, and records none."""
        stamp, history = self._clock.stamp(), self._history
        for fact in facts:
            permit(self.course, history, fact, stamp)
            event = Event(seq=history.count, stamp=stamp, fact=fact)
            history = after(self.course, history, event, bring=self._bring)

    def _record(self, fact: Fact) -> Progress:
        # One look at the clock: what was allowed in the last second of the last day is recorded as of that second.
        stamp = self._clock.stamp()
        permit(self.course, self._history, fact, stamp)
        self._record_clock(stamp)
        self._append(fact, stamp)
        return self.progress()

    def _record_clock(self, now: Stamp) -> None:
        """What happened to the computer's clocks since the event before: each thing once, whichever append fails.

        The jump comes first, as it is told by the stamp of the event before, and every event has a new one.
        """
        slept_ms = self._clock.suspended_ms()
        by_ms = clock_jump(self._history.last_event, now)
        if by_ms:
            self._append(ClockJumped(by_ms=by_ms), now)
        if slept_ms - self._slept_ms >= SHORTEST_SLEEP_MS:
            self._append(Suspended(by_ms=slept_ms - self._slept_ms), now)
        self._slept_ms = slept_ms

    def _append(self, fact: Fact, stamp: Stamp) -> None:
        event = self.stream.append(fact, stamp)
        if event.seq == self._history.count:
            self._history = after(self.course, self._history, event, bring=self._bring)
        else:
            # The world failed at the act before, and that was recorded after all.
            self._history = fold(self.course, self.stream.events, bring=self._bring)


def clock_jump(last: Event | None, now: Stamp) -> int:
    """By how much wall time moved against monotonic time since `last` (ms), or 0 when they agree.

    Within one boot they agree but for 2 s and 500 parts in a million; over boots wall time only must not run back.
    """
    if last is None:
        return 0
    wall = now.wall_ms - last.stamp.wall_ms
    if last.stamp.boot != now.boot:
        return wall if wall < -CLOCK_SLACK_MS else 0
    mono = now.mono_ms - last.stamp.mono_ms
    drift = wall - mono
    return drift if abs(drift) > CLOCK_SLACK_MS + abs(mono) // 2000 else 0
