"""The journey: what each act asks for, and that a refused act leaves everything as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from player.domain.clock import BootId, Stamp
from player.domain.course import ContentHash, Course, CourseId, SessionId
from player.domain.credit import Basis, DateRule, Document
from player.domain.evaluation import Response, ResponsesDoNotFit
from player.domain.event import (
    CertificateIssued,
    ClockJumped,
    CompletionExported,
    CreditClaimed,
    DisclosuresAcknowledged,
    Event,
    MachineChecked,
    QuizSubmitted,
    StreamId,
    StreamOpened,
    Watched,
    WatchStarted,
)
from player.domain.fold import fold
from player.domain.history import History
from player.domain.journey import Journey, clock_jump
from player.domain.learner import Profession
from player.domain.permit import document_for, offer_of, permit
from player.domain.problem import Problem
from player.domain.progress import Lock, StepName, StepState
from player.domain.quiz import Answer, AnswersDoNotFit
from player.domain.refusals import (
    AlreadyDone,
    ClaimNotSupported,
    ImpossibleSpan,
    NotOfThisCourse,
    QuizIsPassed,
    StepLocked,
)
from player.domain.watch import Interval, Span
from tests.builders import COURSE, FIRST, MINUTE, RESPONSES, RIGHT, SECOND, SHORT_COURSE, WRONG, opening_for
from tests.fakes import NOON, FakeClock, FakeStream
from tests.worlds import World, world

PHYSICIAN = Profession.PHYSICIAN


def refuse(here: World, act: Callable[[], object], problem: type[Problem]) -> Problem:
    """The problem that `act` meets, having left stream, history and progress as they were."""
    before = (here.stream.bodies, here.journey.history, here.journey.progress())
    with pytest.raises(problem) as met:
        act()
    assert (here.stream.bodies, here.journey.history, here.journey.progress()) == before
    return met.value


def locked(here: World, act: Callable[[], object]) -> Lock:
    met = refuse(here, act, StepLocked)
    assert isinstance(met, StepLocked)
    return met.lock


def span(start_ms: int, end_ms: int, *, engaged_ms: int | None = None, rate_percent: int = 100) -> Span:
    engaged = (end_ms - start_ms) * 100 // rate_percent if engaged_ms is None else engaged_ms
    return Span(interval=Interval(start_ms, end_ms), engaged_ms=engaged, rate_percent=rate_percent)


def watching(course: Course = COURSE) -> World:
    """A learner who has just pressed play."""
    here = world(course)
    here.journey.acknowledge_disclosures()
    here.journey.start_watching(FIRST, position_ms=0)
    return here


def finished(course: Course = COURSE) -> World:
    here = world(course)
    here.finish()
    return here


# --- order -------------------------------------------------------------------------------------------------


def test_the_whole_way_leads_from_disclosures_to_a_certificate() -> None:
    here = world()
    for name in StepName:
        current = here.journey.progress().current
        assert current is not None and current.name is name
        match name:
            case StepName.BEFORE:
                here.journey.acknowledge_disclosures()
            case StepName.WATCH:
                here.watch_all()
            case StepName.QUIZ:
                here.journey.submit_quiz(RIGHT)
            case StepName.EVALUATION:
                here.journey.submit_evaluation(RESPONSES)
            case StepName.CLAIM:
                here.claim()
            case StepName.CERTIFICATE:
                here.journey.issue_certificate(here.certificate())
    progress = here.journey.progress()
    assert progress.current is None
    assert all(step.state is StepState.DONE for step in progress.steps)


def test_without_a_quiz_the_evaluation_follows_the_watching() -> None:
    here = world(SHORT_COURSE)
    here.journey.acknowledge_disclosures()
    here.watch_all()
    progress = here.journey.progress()
    assert progress.step(StepName.QUIZ).state is StepState.ABSENT
    assert progress.current == progress.step(StepName.EVALUATION)
    refuse(here, lambda: here.journey.submit_quiz(RIGHT), NotOfThisCourse)


def test_nothing_is_watched_before_the_disclosures() -> None:
    here = world()
    assert locked(here, lambda: here.journey.start_watching(FIRST, position_ms=0)) is Lock.DISCLOSURES_FIRST
    assert locked(here, lambda: here.journey.watched(FIRST, span(0, 1000))) is Lock.DISCLOSURES_FIRST


def test_no_quiz_evaluation_claim_or_certificate_before_the_watching() -> None:
    here = watching()
    acts: tuple[Callable[[], object], ...] = (
        lambda: here.journey.keep_answer(RIGHT[0]),
        lambda: here.journey.submit_quiz(RIGHT),
        lambda: here.journey.keep_response(RESPONSES[0]),
        lambda: here.journey.submit_evaluation(RESPONSES),
        here.claim,
        lambda: here.journey.issue_certificate(_some_certificate()),
    )
    assert {locked(here, act) for act in acts} == {Lock.WATCH_FIRST}


def test_no_evaluation_before_the_quiz_is_passed() -> None:
    here = watching()
    here.watch_all()
    here.journey.submit_quiz(WRONG)
    assert locked(here, lambda: here.journey.submit_evaluation(RESPONSES)) is Lock.QUIZ_FIRST
    assert locked(here, here.claim) is Lock.QUIZ_FIRST


def test_no_claim_before_the_evaluation_and_no_certificate_before_the_claim() -> None:
    here = watching()
    here.watch_all()
    here.journey.submit_quiz(RIGHT)
    assert locked(here, here.claim) is Lock.EVALUATION_FIRST
    here.journey.submit_evaluation(RESPONSES)
    assert locked(here, lambda: here.journey.issue_certificate(_some_certificate())) is Lock.CLAIM_FIRST


def test_a_certificate_belongs_to_an_offer_that_was_claimed() -> None:
    here = finished()
    here.claim()
    assert locked(here, lambda: here.journey.issue_certificate(_some_certificate(offer="cop"))) is Lock.CLAIM_FIRST


def test_a_locked_step_says_why_and_what_unlocks_it() -> None:
    problem = StepLocked(Lock.QUIZ_FIRST)
    assert problem.what == "That step is locked: The quiz is not passed yet."
    assert problem.remedy == "Take the quiz."


# --- opening -----------------------------------------------------------------------------------------------


def test_a_stream_begins_with_its_opening_once() -> None:
    stamp = FakeClock().stamp()
    with pytest.raises(NotOfThisCourse, match="begins with its opening"):
        permit(COURSE, History(), DisclosuresAcknowledged(), stamp)
    here = world()
    with pytest.raises(NotOfThisCourse, match="begins with its opening"):
        here.journey.may(opening_for(COURSE))


@pytest.mark.parametrize(
    "opening",
    [
        replace(opening_for(COURSE), course=CourseId("org.example.other")),
        replace(opening_for(COURSE), course_version=2),
        replace(opening_for(COURSE), policy=2),
    ],
)
def test_a_stream_belongs_to_one_course_version_and_policy(opening: StreamOpened) -> None:
    with pytest.raises(NotOfThisCourse):
        permit(COURSE, History(), opening, FakeClock().stamp())


def test_an_opening_for_this_course_begins_a_stream() -> None:
    permit(COURSE, History(), opening_for(COURSE), FakeClock().stamp())


def test_a_journey_knows_the_course_that_its_stream_is_bound_to() -> None:
    here = world()
    assert here.journey.course_hash == here.signed.hash


def test_a_journey_without_an_opening_is_a_bug() -> None:
    class Empty(FakeStream):
        def __init__(self) -> None:
            super().__init__(opening_for(COURSE), FakeClock())
            self._events.clear()

    journey = Journey(course=COURSE, stream=Empty(), clock=FakeClock(), profession=None)
    with pytest.raises(ValueError, match="begins with its opening"):
        _ = journey.course_hash


# --- disclosures -------------------------------------------------------------------------------------------


def test_acknowledging_twice_leaves_one_event() -> None:
    here = world()
    here.journey.acknowledge_disclosures()
    here.journey.acknowledge_disclosures()
    assert here.journey.history.count == 2


# --- watching ----------------------------------------------------------------------------------------------


def test_playing_starts_in_a_session_of_the_course_and_inside_its_recording() -> None:
    here = watching()
    refuse(here, lambda: here.journey.start_watching(SessionId("third"), position_ms=0), NotOfThisCourse)
    refuse(here, lambda: here.journey.start_watching(FIRST, position_ms=-1), NotOfThisCourse)
    refuse(here, lambda: here.journey.start_watching(FIRST, position_ms=61 * MINUTE), NotOfThisCourse)
    here.journey.start_watching(FIRST, position_ms=60 * MINUTE)


@pytest.mark.parametrize("session", [FIRST, SessionId("third")])
def test_playing_another_recording_under_a_sessions_name_is_refused(session: SessionId) -> None:
    here = watching()
    with pytest.raises(NotOfThisCourse):
        here.journey.may(WatchStarted(session=session, content=ContentHash("e" * 64), position_ms=0))


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (span(0, 70_000, engaged_ms=10_000), "longer than the time"),
        (span(0, 10_000, engaged_ms=10_000, rate_percent=201), "faster than counts"),
        (span(0, 10_000, engaged_ms=10_000, rate_percent=0), "faster than counts"),
        (span(60 * MINUTE - 5_000, 60 * MINUTE + 5_000), "outside the recording"),
        (span(0, 60_000, engaged_ms=60_000), "more was played than time has passed"),
        (span(0, 400, engaged_ms=0), "took no time"),
        (span(0, 400, engaged_ms=-100), "took no time"),
    ],
)
def test_a_span_that_cannot_be_true_is_refused(wrong: Span, reason: str) -> None:
    here = watching()
    here.clock.advance(10_000)
    met = refuse(here, lambda: here.journey.watched(FIRST, wrong), ImpossibleSpan)
    assert reason in met.what


@pytest.mark.parametrize(("start_ms", "end_ms"), [(-1, 10), (10, 10), (20, 10)])
def test_a_span_that_is_no_interval_is_refused(start_ms: int, end_ms: int) -> None:
    here = watching()
    here.clock.advance(10_000)
    wrong = Watched(session=FIRST, start_ms=start_ms, end_ms=end_ms, engaged_ms=10, rate_percent=100)
    with pytest.raises(ImpossibleSpan):
        here.journey.may(wrong)


def test_a_span_of_a_session_that_the_course_has_not_is_refused() -> None:
    here = watching()
    here.clock.advance(10_000)
    refuse(here, lambda: here.journey.watched(SessionId("third"), span(0, 1000)), NotOfThisCourse)


def test_after_a_restart_of_the_computer_playing_must_begin_before_it_counts() -> None:
    here = watching()
    here.clock.reboot()
    here.clock.advance(10_000)
    met = refuse(here, lambda: here.journey.watched(FIRST, span(0, 10_000)), ImpossibleSpan)
    assert "nothing says when playing began" in met.what
    here.journey.start_watching(FIRST, position_ms=0)
    here.clock.advance(10_000)
    here.journey.watched(FIRST, span(0, 10_000))


def test_engaged_time_of_all_spans_together_stays_below_the_time_that_passed() -> None:
    here = watching()
    here.clock.advance(10_000)
    here.journey.watched(FIRST, span(0, 10_000))
    refuse(here, lambda: here.journey.watched(FIRST, span(10_000, 20_000)), ImpossibleSpan)
    refuse(here, lambda: here.journey.watched(SECOND, span(0, 10_000)), ImpossibleSpan)


def test_many_short_spans_cannot_outrun_time() -> None:
    here = watching()
    here.clock.advance(10_000)
    position = 0
    with pytest.raises(ImpossibleSpan):
        for _ in range(200):
            here.journey.watched(FIRST, span(position, position + 450, engaged_ms=1))
            position += 450
    assert position <= 25_000


def test_double_speed_counts_as_media_time() -> None:
    here = watching()
    here.clock.advance(10_000)
    here.journey.watched(FIRST, span(0, 20_000, engaged_ms=10_000, rate_percent=200))
    seen = here.journey.history.of_session(FIRST)
    assert (seen.coverage.length_ms, seen.engaged_ms, seen.resume_ms) == (20_000, 10_000, 20_000)


# --- quiz and evaluation -----------------------------------------------------------------------------------


def test_answers_and_responses_are_kept_before_they_are_sent() -> None:
    here = watching()
    here.watch_all()
    here.journey.keep_answer(WRONG[0])
    here.journey.keep_answer(RIGHT[0])
    assert here.journey.progress().draft_answers == (RIGHT[0],)
    refuse(here, lambda: here.journey.keep_answer(Answer(question="q9", choices=())), AnswersDoNotFit)
    here.journey.submit_quiz(RIGHT)
    assert here.journey.progress().draft_answers == ()
    here.journey.keep_response(RESPONSES[2])
    here.journey.keep_response(replace(RESPONSES[2], options=("no",)))
    assert here.journey.progress().responses == (replace(RESPONSES[2], options=("no",)),)
    refuse(here, lambda: here.journey.keep_response(Response(item="x")), ResponsesDoNotFit)


def test_a_passed_quiz_is_not_taken_again() -> None:
    here = watching()
    here.watch_all()
    here.journey.submit_quiz(RIGHT)
    refuse(here, lambda: here.journey.submit_quiz(WRONG), QuizIsPassed)
    refuse(here, lambda: here.journey.keep_answer(RIGHT[0]), QuizIsPassed)


def test_a_sheet_that_does_not_fit_uses_up_no_attempt() -> None:
    here = watching(_with_attempts(1))
    here.watch_all()
    refuse(here, lambda: here.journey.submit_quiz(RIGHT[:1]), AnswersDoNotFit)
    assert here.journey.progress().quiz_attempts_left == 1


def test_without_attempts_left_the_quiz_stays_locked() -> None:
    here = watching(_with_attempts(2))
    here.watch_all()
    here.journey.submit_quiz(WRONG)
    assert here.journey.progress().quiz_attempts_left == 1
    here.journey.submit_quiz(WRONG)
    assert here.journey.progress().step(StepName.QUIZ).lock is Lock.NO_ATTEMPTS_LEFT
    assert locked(here, lambda: here.journey.submit_quiz(RIGHT)) is Lock.NO_ATTEMPTS_LEFT


def test_an_evaluation_is_sent_once_and_whole() -> None:
    here = watching()
    here.watch_all()
    here.journey.submit_quiz(RIGHT)
    refuse(here, lambda: here.journey.submit_evaluation(RESPONSES[:2]), ResponsesDoNotFit)
    here.journey.submit_evaluation(RESPONSES)
    refuse(here, lambda: here.journey.submit_evaluation(RESPONSES), AlreadyDone)
    refuse(here, lambda: here.journey.keep_response(RESPONSES[0]), AlreadyDone)


# --- claims ------------------------------------------------------------------------------------------------


def test_a_claim_is_made_by_a_profession_that_the_offer_names() -> None:
    here = finished()
    met = refuse(here, lambda: here.claim("ama", profession=Profession.NURSE), ClaimNotSupported)
    assert "not offered to the profession" in met.what
    refuse(here, lambda: here.claim("cop", profession=PHYSICIAN), ClaimNotSupported)
    refuse(here, lambda: here.claim("none", profession=PHYSICIAN), ClaimNotSupported)
    here.claim("cop", profession=Profession.OTHER)


def test_credit_is_claimed_once_and_by_one_profession() -> None:
    both = replace(COURSE, credit=replace(COURSE.credit, offers=(*COURSE.credit.offers, _second_for_physicians())))
    here = finished(both)
    here.claim()
    refuse(here, here.claim, AlreadyDone)
    met = refuse(here, lambda: here.claim("ancc", profession=Profession.NURSE), ClaimNotSupported)
    assert "another profession" in met.what
    here.claim("moc")
    assert here.journey.progress().step(StepName.CLAIM).state is StepState.DONE


@pytest.mark.parametrize("amount", ["1.75", "2", "1000000", "Infinity", "1E+999999"])
def test_no_more_can_be_claimed_than_what_was_watched_supports(amount: str) -> None:
    here = finished()
    refuse(here, lambda: here.claim(amount=amount), ClaimNotSupported)


@pytest.mark.parametrize("amount", ["0", "-0.25", "0.3", "NaN", "sNaN", "-Infinity", "1E-999999"])
def test_an_amount_that_is_no_multiple_of_the_step_is_refused(amount: str) -> None:
    here = finished()
    refuse(here, lambda: here.claim(amount=amount), ClaimNotSupported)


def test_half_of_the_recording_supports_half_of_the_credit() -> None:
    course = replace(COURSE, watch=replace(COURSE.watch, required_percent=50))
    here = world(course)
    here.journey.acknowledge_disclosures()
    for session in course.sessions:
        here.watch(session, upto_ms=session.duration_ms // 2)
    here.journey.submit_quiz(RIGHT)
    here.journey.submit_evaluation(RESPONSES)
    met = refuse(here, lambda: here.claim(amount="1"), ClaimNotSupported)
    assert "supports 0.75 of at most 1.5" in met.what
    refuse(here, lambda: here.claim("apa", profession=Profession.PSYCHOLOGIST), ClaimNotSupported)
    here.claim(amount="0.75")


def test_nothing_watched_supports_no_claim_even_where_nothing_need_be_watched() -> None:
    course = replace(COURSE, watch=replace(COURSE.watch, required_percent=0), quiz=None)
    here = world(course)
    here.journey.acknowledge_disclosures()
    here.journey.start_watching(FIRST, position_ms=0)
    here.clock.advance(10_000)
    here.journey.watched(FIRST, span(0, 10_000))
    here.watch(course.sessions[1], upto_ms=10_000)
    here.journey.submit_evaluation(RESPONSES)
    assert locked(here, here.claim) is Lock.NOTHING_SUPPORTED


def test_a_refused_claim_does_not_change_the_profession() -> None:
    here = finished()
    refuse(here, lambda: here.claim("ama", profession=Profession.NURSE), ClaimNotSupported)
    assert here.journey.profession is PHYSICIAN
    here.claim("ancc", profession=Profession.NURSE)
    assert here.journey.profession is Profession.NURSE


@pytest.mark.parametrize(
    ("basis", "claimable"), [(Basis.CONTENT, "1.5"), (Basis.ENGAGED, "0.75"), (Basis.SMALLER, "0.75")]
)
def test_the_course_names_the_clock_that_counts(basis: Basis, claimable: str) -> None:
    course = replace(COURSE, credit=replace(COURSE.credit, basis=basis))
    here = world(course)
    here.journey.acknowledge_disclosures()
    for session in course.sessions:
        here.watch(session, rate_percent=200)
    here.journey.submit_quiz(RIGHT)
    here.journey.submit_evaluation(RESPONSES)
    assert [e.now for e in here.journey.progress().entitlements] == [Decimal(claimable)]


# --- certificates ------------------------------------------------------------------------------------------


def test_a_certificate_is_issued_once_under_the_number_and_kind_of_its_claim() -> None:
    here = finished()
    here.claim()
    right = here.certificate()
    refuse(here, lambda: here.journey.issue_certificate(replace(right, number="CRL-1")), NotOfThisCourse)
    wrong_kind = replace(right, document=Document.PARTICIPATION_RECORD)
    refuse(here, lambda: here.journey.issue_certificate(wrong_kind), NotOfThisCourse)
    here.journey.issue_certificate(right)
    refuse(here, lambda: here.journey.issue_certificate(right), AlreadyDone)
    assert here.journey.progress().issues[0].certificate == right


def test_the_number_follows_from_stream_and_claim() -> None:
    here = finished()
    here.claim()
    claim = here.journey.history.claims[0]
    number = claim.number
    assert number == claim.number
    assert number != replace(claim, stream=StreamId("another")).number
    assert number.startswith("CRL-") and len(number) == 18


@pytest.mark.parametrize(
    ("profession", "offer", "document"),
    [
        (PHYSICIAN, "ama", Document.CME_CERTIFICATE),
        (Profession.NURSE, "ancc", Document.PARTICIPATION_CERTIFICATE),
        (Profession.PHARMACIST, "acpe", Document.PARTICIPATION_RECORD),
        (Profession.OTHER, "cop", Document.PARTICIPATION_CERTIFICATE),
    ],
)
def test_the_document_follows_from_the_profession(profession: Profession, offer: str, document: Document) -> None:
    here = finished()
    here.claim(offer, profession=profession)
    claim = here.journey.history.claims[0]
    assert document_for(COURSE, claim) is document
    assert offer_of(COURSE, claim).id == offer
    assert document_for(replace(COURSE, grant=None), claim) is Document.PARTICIPATION_RECORD


@pytest.mark.parametrize(
    ("rule", "label", "shown"),
    [(DateRule.EVENT, "Event date", "May 2023"), (DateRule.COMPLETION, "Completion date", "June 3, 2024")],
)
def test_the_certificate_shows_the_date_that_the_course_names(rule: DateRule, label: str, shown: str) -> None:
    assert SHORT_COURSE.occasion is not None
    course = replace(
        COURSE,
        credit=replace(COURSE.credit, date_rule=rule),
        occasion=replace(SHORT_COURSE.occasion, when="2023-05"),
    )
    here = finished(course)
    here.claim()
    facts = here.facts()
    assert (facts.date_label, facts.date) == (label, shown)


# --- dates -------------------------------------------------------------------------------------------------

LAST_MOMENT = datetime(2025, 1, 1, 4, 59, 59, tzinfo=UTC)
"""In New York it is still the evening of 2024-12-31, the last day."""
TOO_LATE = LAST_MOMENT + timedelta(seconds=1)


def test_before_the_first_day_nothing_can_be_done() -> None:
    here = world()
    here.clock.set_wall(datetime(2024, 1, 1, 4, 59, tzinfo=UTC))
    assert locked(here, here.journey.acknowledge_disclosures) is Lock.NOT_YET_OPEN
    assert {step.lock for step in here.journey.progress().steps} == {Lock.NOT_YET_OPEN}


def test_the_last_day_ends_where_the_provider_is() -> None:
    here = world()
    here.clock.go_to(LAST_MOMENT - timedelta(hours=2))
    here.finish()
    here.clock.go_to(LAST_MOMENT)
    here.claim()
    here.clock.go_to(TOO_LATE)
    here.journey.issue_certificate(here.certificate())


def test_what_was_completed_in_time_may_be_claimed_later() -> None:
    here = finished()
    here.clock.go_to(TOO_LATE + timedelta(days=400))
    here.claim()


def test_an_expired_course_is_watched_and_earns_nothing() -> None:
    here = world()
    here.clock.go_to(TOO_LATE)
    here.journey.acknowledge_disclosures()
    here.watch_all()
    assert here.journey.progress().seen_permille == 1000
    assert locked(here, lambda: here.journey.submit_quiz(RIGHT)) is Lock.EXPIRED
    assert locked(here, here.claim) is Lock.EXPIRED
    assert all(entitlement.now == 0 for entitlement in here.journey.progress().entitlements)


@pytest.mark.parametrize("done", ["nothing", "watched", "quiz"])
def test_started_before_and_finished_after_the_last_day_earns_nothing(done: str) -> None:
    here = world()
    here.journey.acknowledge_disclosures()
    if done != "nothing":
        here.watch_all()
    if done == "quiz":
        here.journey.submit_quiz(RIGHT)
    here.clock.go_to(TOO_LATE)
    assert locked(here, lambda: here.journey.submit_evaluation(RESPONSES)) is Lock.EXPIRED
    assert locked(here, here.claim) is Lock.EXPIRED


def test_purchase_opens_on_its_own_day() -> None:
    dates = replace(COURSE.availability, purchase_opens=date(2024, 2, 1))
    first = datetime(2024, 2, 1, 5, 0, tzinfo=UTC)
    assert not dates.purchase_is_open(first - timedelta(seconds=1))
    assert dates.purchase_is_open(first) and dates.purchase_is_open(LAST_MOMENT)
    assert not dates.purchase_is_open(TOO_LATE)


def test_completion_is_judged_when_it_was_recorded_even_in_a_history_nobody_permitted() -> None:
    here = finished()
    events = list(here.stream.events)
    last = events[-1]
    late = replace(last.stamp, wall_ms=round(TOO_LATE.timestamp() * 1000))
    history = fold(COURSE, (*events[:-1], replace(last, stamp=late)))
    claim = CreditClaimed(offer="ama", amount=Decimal("1.5"), profession=PHYSICIAN)
    for stamp in (late, last.stamp):
        with pytest.raises(StepLocked) as met:
            permit(COURSE, history, claim, stamp)
        assert met.value.lock is Lock.COMPLETED_TOO_LATE


def test_an_act_that_was_allowed_at_midnight_is_recorded_with_the_moment_at_which_it_was_allowed() -> None:
    class RunningClock(FakeClock):
        """Each look takes a second."""

        def stamp(self) -> Stamp:
            now = super().stamp()
            self.advance(1000)
            return now

    here = world()
    here.clock.go_to(LAST_MOMENT - timedelta(hours=2))
    here.journey.acknowledge_disclosures()
    here.watch_all()
    here.clock.go_to(LAST_MOMENT)
    clock = RunningClock(LAST_MOMENT)
    stream = here.stream
    stream.clock = clock
    journey = Journey(course=COURSE, stream=stream, clock=clock, profession=PHYSICIAN)
    journey.submit_quiz(RIGHT)
    submitted = next(event for event in stream.events if isinstance(event.fact, QuizSubmitted))
    assert submitted.stamp.moment == LAST_MOMENT


# --- at any time -------------------------------------------------------------------------------------------


def test_exports_and_checkups_are_recorded_at_any_time() -> None:
    here = world()
    here.journey.checked_up((("met", 3),), report="7K3M-Q2XA")
    here.journey.exported("ab" * 32)
    facts = [event.fact for event in here.stream.events]
    checked = MachineChecked(verdicts=(("met", 3),), report="7K3M-Q2XA")
    assert facts[1:] == [checked, CompletionExported(digest="ab" * 32)]
    assert here.journey.progress().exports == 1


def test_a_disk_that_is_full_leaves_everything_as_it_was() -> None:
    class Full(Problem):
        what_template = "The disk is full."

    here = world()
    here.stream.problem = Full()
    refuse(here, here.journey.acknowledge_disclosures, Full)
    here.stream.problem = None
    here.journey.acknowledge_disclosures()


def test_a_journey_begun_again_stands_where_the_last_one_stood() -> None:
    here = finished()
    again = Journey(course=COURSE, stream=here.stream, clock=here.clock, profession=PHYSICIAN)
    assert again.progress() == here.journey.progress()
    assert again.history == here.journey.history


def test_progress_can_be_asked_for_another_moment() -> None:
    here = world()
    assert here.journey.progress(TOO_LATE).standing.value == "expired"
    assert here.journey.progress().standing.value == "open"


# --- clocks ------------------------------------------------------------------------------------------------


def test_a_clock_that_is_set_is_noted_and_stops_nothing() -> None:
    here = watching()
    here.clock.set_wall(NOON - timedelta(days=3))
    here.journey.start_watching(FIRST, position_ms=0)
    jump = next(event.fact for event in here.stream.events if isinstance(event.fact, ClockJumped))
    assert jump.by_ms == -3 * 24 * 60 * MINUTE
    assert isinstance(here.stream.events[-1].fact, WatchStarted)


def _stamped(*, wall_ms: int, mono_ms: int, boot: str = "a") -> Stamp:
    return Stamp(wall_ms=wall_ms, offset_min=0, mono_ms=mono_ms, boot=BootId(boot))


@pytest.mark.parametrize(
    ("wall_ms", "mono_ms", "boot", "expected"),
    [
        (1_000_000, 1_000_000, "a", 0),
        (1_002_000, 1_000_000, "a", 0),
        (1_002_501, 1_000_000, "a", 2_501),
        (997_499, 1_000_000, "a", -2_501),
        (0, 100, "a", 0),
        (-2_100, -100, "a", 0),
        (5_000_000, 0, "b", 0),
        (-2_000, 0, "b", 0),
        (-2_001, 0, "b", -2_001),
    ],
)
def test_clocks_agree_within_two_seconds_and_their_drift(wall_ms: int, mono_ms: int, boot: str, expected: int) -> None:
    last = Event(seq=0, stamp=_stamped(wall_ms=0, mono_ms=0), fact=DisclosuresAcknowledged())
    assert clock_jump(last, _stamped(wall_ms=wall_ms, mono_ms=mono_ms, boot=boot)) == expected


def test_a_first_event_has_no_clock_to_be_held_against() -> None:
    assert clock_jump(None, _stamped(wall_ms=0, mono_ms=0)) == 0


# --- helpers -----------------------------------------------------------------------------------------------


def _some_certificate(offer: str = "ama") -> CertificateIssued:
    return CertificateIssued(
        number="", offer=offer, document=Document.CME_CERTIFICATE, facts="", salt="", name="", signer=""
    )


def _with_attempts(attempts: int) -> Course:
    assert COURSE.quiz is not None
    return replace(COURSE, quiz=replace(COURSE.quiz, attempts=attempts))


def _second_for_physicians():
    return replace(COURSE.credit.offers[0], id="moc", name="MOC point", plural="MOC points")
