"""Random lives: whatever a learner tries, in whatever order, nothing unlocks out of order and all of it verifies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from player.domain.course import Course, SessionId
from player.domain.credit import supported
from player.domain.event import CertificateIssued, CertificateRevoked, CreditWithdrawn, Fact, TakenBackFor
from player.domain.fold import fold
from player.domain.history import watched_all
from player.domain.learner import Profession
from player.domain.playing import most_unconfirmed_ms
from player.domain.policy import Seeking
from player.domain.problem import Problem
from player.domain.progress import StepName, StepState, participation
from player.domain.quiz import Answer
from player.domain.watch import Interval, Span
from player.proof.evidence import verify
from tests.builders import CHOICE, CODE, COURSE, FIRST, MINUTE, QUIZ, RESPONSES, RIGHT, SECOND, STRICT_COURSE, WRONG
from tests.trying import tries
from tests.worlds import TRUST, world

LIFE = replace(
    COURSE, quiz=replace(QUIZ, attempts=3), watch=replace(COURSE.watch, required_percent=80, counted_rate_percent=150)
)
STRICT_LIFE = replace(STRICT_COURSE, quiz=LIFE.quiz, watch=replace(STRICT_COURSE.watch, required_percent=80))
"""And one in which nothing is skipped, somebody says now and then that they are there, and two checkpoints wait."""
LAST_DAY = datetime(2024, 12, 31, 20, tzinfo=UTC)
SESSIONS = st.sampled_from([FIRST, SECOND])
SHEETS = st.sampled_from(
    [RIGHT, RIGHT, RIGHT, WRONG, RIGHT[:1], (*RIGHT, RIGHT[0]), (RIGHT[0], Answer(question="q2", choices=("z",)))]
)
CODES = st.sampled_from(["zz42", "ZZ 43", "zz44", "a", "b", "", "-"])
FORMS = st.sampled_from([RESPONSES, RESPONSES, RESPONSES[:1], (), (*RESPONSES, RESPONSES[0])])
OFFERS = st.sampled_from([*(offer.id for offer in LIFE.credit.offers), "none"])
AMOUNTS = st.sampled_from(["0.25", "0.5", "1", "1.25", "1.5", "1.75", "0.3", "0", "-1", "NaN"]).map(Decimal)


_BEGINNING = Interval(0, 1)


class Life(RuleBasedStateMachine):
    """One learner who tries anything at any time, and a verifier who looks on."""

    course: ClassVar[Course] = LIFE

    def __init__(self) -> None:
        super().__init__()
        self.world = world(self.course)
        self.verified = 0

    @property
    def journey(self):
        return self.world.journey

    def attempt(self, act: Callable[[], object]) -> None:
        """The act is done, or refused with a problem that leaves everything as it was."""
        before = (len(self.world.stream.events), self.journey.history)
        try:
            act()
        except Problem as problem:
            assert (len(self.world.stream.events), self.journey.history) == before
            assert problem.what and problem.meaning and problem.remedy

    @initialize(steps=st.integers(0, 6))
    def the_learner_has_come_some_way(self, steps: int) -> None:
        for _ in range(steps):
            self.take_the_next_step()

    @rule()
    def take_the_next_step(self) -> None:
        current = self.journey.progress().current
        if current is not None:
            self.attempt(lambda: self._take(current.name))

    def _take(self, step: StepName) -> None:
        match step:
            case StepName.BEFORE:
                self.journey.acknowledge_disclosures()
            case StepName.WATCH:
                unseen = [s for s in self.journey.progress().sessions if not s.watched]
                self.watch(unseen[0].id)
                self.world.answer_checkpoints()
            case StepName.QUIZ:
                self.journey.submit_quiz(RIGHT)
            case StepName.EVALUATION:
                self.journey.submit_evaluation(RESPONSES)
            case StepName.CLAIM:
                self.world.claim(amount="0.5")
            case StepName.CERTIFICATE:
                self.journey.issue_certificate(self.world.certificate(self.journey.history.claims[0].credit.offer))

    def watch(self, session_id: SessionId, rate_percent: int = 100) -> None:
        session = self.course.session(session_id)
        assert session is not None
        self.world.watch(session, rate_percent=rate_percent)

    # --- what time does

    @rule(seconds=st.integers(0, 600))
    def time_passes(self, seconds: int) -> None:
        self.world.clock.advance(seconds * 1000)

    @rule(hours=st.integers(-48, 48))
    def somebody_sets_the_clock(self, hours: int) -> None:
        self.world.clock.set_wall(self.world.clock.moment + timedelta(hours=hours))

    @rule()
    def the_computer_is_started_again(self) -> None:
        self.world.clock.reboot()

    @precondition(lambda self: self.world.clock.moment < LAST_DAY)
    @rule(days=st.sampled_from([0, 0, 0, 60, 400]))
    def months_pass(self, days: int) -> None:
        self.world.clock.go_to(self.world.clock.moment + timedelta(days=days))

    # --- what the learner tries

    @rule()
    def acknowledge(self) -> None:
        self.attempt(self.journey.acknowledge_disclosures)

    @rule(session=SESSIONS, position_ms=st.integers(-1, 61 * MINUTE))
    def press_play(self, session: SessionId, position_ms: int) -> None:
        self.attempt(lambda: self.journey.start_watching(session, position_ms=position_ms))

    @rule(session=SESSIONS, rate_percent=st.sampled_from([75, 100, 150]))
    def watch_honestly(self, session: SessionId, rate_percent: int) -> None:
        self.attempt(lambda: self.watch(session, rate_percent))

    @rule(session=SESSIONS, position_ms=st.integers(-1, 61 * MINUTE))
    def say_that_somebody_is_there(self, session: SessionId, position_ms: int) -> None:
        self.attempt(lambda: self.journey.confirm_presence(session, position_ms=position_ms))

    @rule(session=SESSIONS, checkpoint=st.sampled_from([CODE.id, CHOICE.id, "none"]), answer=CODES)
    def answer_at_a_checkpoint(self, session: SessionId, checkpoint: str, answer: str) -> None:
        self.attempt(lambda: self.journey.answer_checkpoint(session, checkpoint, answer))

    @rule(
        session=st.sampled_from([FIRST, SECOND, SessionId("none")]),
        start_ms=st.integers(0, 61 * MINUTE),
        length_ms=st.integers(1, 5 * MINUTE),
        engaged_ms=st.integers(-10, 5 * MINUTE),
        rate_percent=st.integers(0, 300),
        passed_ms=st.integers(0, 5 * MINUTE),
    )
    def state_a_span(
        self,
        session: SessionId,
        start_ms: int,
        length_ms: int,
        engaged_ms: int,
        rate_percent: int,
        passed_ms: int,
    ) -> None:
        self.world.clock.advance(passed_ms)
        interval = Interval(start_ms, start_ms + length_ms)
        span = Span(interval=interval, engaged_ms=engaged_ms, rate_percent=rate_percent)
        self.attempt(lambda: self.journey.watched(session, span))

    @rule(answer=st.sampled_from([*RIGHT, *WRONG, Answer(question="q9", choices=())]))
    def keep_an_answer(self, answer: Answer) -> None:
        self.attempt(lambda: self.journey.keep_answer(answer))

    @rule(sheet=SHEETS)
    def hand_in_the_quiz(self, sheet: tuple[Answer, ...]) -> None:
        self.attempt(lambda: self.journey.submit_quiz(sheet))

    @rule(response=st.sampled_from(RESPONSES))
    def keep_a_response(self, response) -> None:
        self.attempt(lambda: self.journey.keep_response(response))

    @rule(form=FORMS)
    def send_the_evaluation(self, form) -> None:
        self.attempt(lambda: self.journey.submit_evaluation(form))

    @rule(offer=OFFERS, amount=AMOUNTS, profession=st.sampled_from(Profession))
    def claim(self, offer: str, amount: Decimal, profession: Profession) -> None:
        self.attempt(lambda: self.journey.claim(offer, amount=amount, profession=profession))

    @rule()
    def claim_a_quarter(self) -> None:
        self.claim("ama", Decimal("0.25"), Profession.PHYSICIAN)

    @rule(offer=OFFERS, number=st.sampled_from([None, "CRL-0000-0000-0000"]))
    def issue_a_certificate(self, offer: str, number: str | None) -> None:
        if self.journey.history.claim_for(offer) is not None:
            issued: CertificateIssued = self.world.certificate(offer)
            issued = replace(issued, number=number or issued.number)
            self.attempt(lambda: self.journey.issue_certificate(issued))

    @rule(data=st.data(), reason=st.sampled_from(TakenBackFor))
    def withdraw_a_claim(self, data: st.DataObject, reason: TakenBackFor) -> None:
        number = data.draw(self._numbers())
        self.attempt(lambda: self.journey.withdraw_claim(number, reason=reason))

    @rule(data=st.data(), reason=st.sampled_from(TakenBackFor))
    def revoke_a_certificate(self, data: st.DataObject, reason: TakenBackFor) -> None:
        number = data.draw(self._numbers())
        self.attempt(lambda: self.journey.revoke_certificate(number, reason=reason))

    @rule(offer=OFFERS, amount=AMOUNTS, profession=st.sampled_from(Profession), reason=st.sampled_from(TakenBackFor))
    def correct_a_claim(self, offer: str, amount: Decimal, profession: Profession, reason: TakenBackFor) -> None:
        act = lambda: self.journey.correct_claim(offer, amount=amount, profession=profession, reason=reason)  # noqa: E731
        before = self.journey.history
        self.attempt(act)
        after = self.journey.history
        if after is not before:
            assert {claim.credit.profession for claim in after.claims} == {profession}
            claim = after.claim_for(offer)
            assert claim is not None and (claim.credit.amount, claim.credit.profession) == (amount, profession)

    @rule(data=st.data(), withdrawn=st.booleans(), offer=OFFERS)
    def name_another_offer_with_a_number(self, data: st.DataObject, withdrawn: bool, offer: str) -> None:
        """What no window does, and a file that somebody hands in may hold."""
        made = CreditWithdrawn if withdrawn else CertificateRevoked
        fact = made(offer=offer, number=data.draw(self._numbers()), reason=TakenBackFor.OTHER)
        if not self._may(fact):
            return
        standing = {(claim.credit.offer, claim.number) for claim in self.journey.history.claims}
        assert (fact.offer, fact.number) in standing

    def _may(self, fact: Fact) -> bool:
        try:
            self.journey.may(fact)
        except Problem:
            return False
        return True

    def _numbers(self) -> st.SearchStrategy[str]:
        """Those that stand, those that stood before, and one of nothing."""
        history = self.journey.history
        gone = [one.number for one in history.revocations]
        standing = [claim.number for claim in history.claims]
        return st.sampled_from([*standing, *standing, *gone, "CRL-0000-0000-0000"])

    @rule()
    def export(self) -> None:
        self.attempt(lambda: self.journey.exported("ab" * 32))

    # --- what must hold all the while

    @invariant()
    def the_gates_were_passed_in_order(self) -> None:
        history = self.journey.history
        done = [
            history.acknowledged,
            watched_all(self.course, history),
            history.quiz_passed,
            history.evaluated,
            bool(history.claims),
            bool(history.standing_issues),
        ]
        assert done == sorted(done, reverse=True)
        states = [step.state for step in self.journey.progress().steps]
        assert states.count(StepState.OPEN) <= 1 or self.journey.progress().current is not None

    @invariant()
    def credit_stays_below_evidence_and_designation(self) -> None:
        share = participation(self.course, self.journey.history)
        for claim in self.journey.history.claims:
            offer = next(o for o in self.course.credit.offers if o.id == claim.credit.offer)
            assert 0 < claim.credit.amount <= supported(offer, share) <= offer.maximum

    @invariant()
    def a_number_stands_for_one_document_and_what_was_taken_back_stays_so(self) -> None:
        history = self.journey.history
        issued = [issue.certificate.number for issue in history.issues]
        gone = [one.number for one in history.revocations]
        standing = [claim.number for claim in history.claims]
        for numbers in (issued, gone, standing):
            assert len(set(numbers)) == len(numbers)
        assert not set(standing) & set(gone)
        assert set(issued) <= {*standing, *gone}
        assert all(history.issue_for(claim.credit.offer) is history.issued(claim.number) for claim in history.claims)
        assert len({claim.credit.profession for claim in history.claims}) <= 1

    @invariant()
    def coverage_stays_below_time_and_speed(self) -> None:
        for boot in self.journey.history.boots.values():
            passed = boot.last_mono_ms - boot.first_mono_ms
            assert boot.engaged_ms <= passed + 2_000
            fastest = self.course.watch.counted_rate_percent + 1
            assert boot.played_ms <= passed * fastest // 100 + 2_000

    @invariant()
    def nobody_is_away_for_long_and_nothing_was_skipped(self) -> None:
        watch, progress = self.course.watch, self.journey.progress()
        if watch.presence is not None:
            assert progress.unconfirmed_ms <= most_unconfirmed_ms(watch.presence)
        if watch.seeking is Seeking.SEEN_ONLY:
            for session in progress.sessions:
                spans = session.coverage.intervals
                gaps = [later.start_ms - one.end_ms for one, later in pairwise((_BEGINNING, *spans))]
                assert max(gaps, default=0) <= 1_000

    @invariant()
    def a_verifier_sees_what_the_window_shows(self) -> None:
        if len(self.world.stream.events) == self.verified:
            return
        self.verified = len(self.world.stream.events)
        verdict = verify(self.world.evidence(), TRUST)
        assert verdict.history == self.journey.history
        assert verdict.progress.steps == self.journey.progress(verdict.events[-1].stamp.moment).steps

    @invariant()
    def a_history_read_again_is_the_same(self) -> None:
        assert fold(self.course, self.world.stream.events) == self.journey.history


class StrictLife(Life):
    """The same learner, of whom the course asks all that a course can ask."""

    course: ClassVar[Course] = STRICT_LIFE


for _life in (Life, StrictLife):
    _life.TestCase.settings = settings(max_examples=tries(40), stateful_step_count=30, deadline=None)
TestLives = Life.TestCase
TestStrictLives = StrictLife.TestCase


@pytest.mark.parametrize("course", [LIFE, STRICT_LIFE])
def test_a_life_without_missteps_reaches_the_certificate(course: Course) -> None:
    here = world(course)
    here.finish()
    here.claim()
    here.journey.issue_certificate(here.certificate())
    assert here.journey.progress().step(StepName.CERTIFICATE).state is StepState.DONE
    assert here.journey.history.of_session(SECOND).coverage.length_ms == 30 * MINUTE
