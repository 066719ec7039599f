"""Both verifiers refuse each single act that the window would refuse, and accept it one step later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from player.domain.course import ContentHash, Course, SessionId
from player.domain.credit import Basis, Rounding, supported
from player.domain.evaluation import Response
from player.domain.event import (
    AnswerGiven,
    ClockCorrected,
    CreditClaimed,
    DisclosuresAcknowledged,
    EvaluationSubmitted,
    Fact,
    QuizSubmitted,
    ResponseGiven,
    Watched,
    WatchStarted,
)
from player.domain.learner import Profession
from player.domain.progress import participation
from player.domain.quiz import Answer
from player.proof.problems import Fault
from tests.builders import COURSE, FIRST, MINUTE, QUIZ, RESPONSES, RIGHT, SECOND, WRONG
from tests.exchange.agreement import agreed, written
from tests.worlds import World, world

ONCE = replace(COURSE, quiz=replace(QUIZ, attempts=1))
NO_QUIZ = replace(COURSE, quiz=None)
FIRST_MINUTE = Watched(session=FIRST, start_ms=0, end_ms=MINUTE, engaged_ms=MINUTE, rate_percent=100)
AMA = CreditClaimed(offer="ama", amount=Decimal("1.5"), profession=Profession.PHYSICIAN)


def opened(course: Course = COURSE) -> World:
    return world(course)


def acknowledged(course: Course = COURSE) -> World:
    here = opened(course)
    here.journey.acknowledge_disclosures()
    return here


def playing() -> World:
    here = acknowledged()
    here.journey.start_watching(FIRST, position_ms=0)
    here.clock.advance(MINUTE)
    return here


def half() -> World:
    here = acknowledged()
    here.watch(COURSE.sessions[0])
    return here


def watched(course: Course = COURSE) -> World:
    here = acknowledged(course)
    here.watch_all()
    return here


def failed() -> World:
    here = watched(ONCE)
    here.journey.submit_quiz(WRONG)
    return here


def passed() -> World:
    here = watched()
    here.journey.submit_quiz(RIGHT)
    return here


def evaluated() -> World:
    here = passed()
    here.journey.submit_evaluation(RESPONSES)
    return here


def little() -> World:
    here = acknowledged(replace(COURSE, watch=replace(COURSE.watch, required_percent=0)))
    for session in COURSE.sessions:
        here.watch(session, upto_ms=MINUTE)
    here.journey.submit_quiz(RIGHT)
    here.journey.submit_evaluation(RESPONSES)
    return here


def early() -> World:
    here = opened()
    here.clock.set_wall(datetime(2024, 1, 1, 4, 59, tzinfo=UTC))
    return here


def on_the_first_day() -> World:
    here = opened()
    here.clock.set_wall(datetime(2024, 1, 1, 5, 0, tzinfo=UTC))
    return here


def on_the_last_day() -> World:
    here = watched()
    here.clock.go_to(datetime(2025, 1, 1, 4, 59, tzinfo=UTC))
    return here


def late() -> World:
    here = watched()
    here.clock.go_to(datetime(2025, 1, 1, 5, 1, tzinfo=UTC))
    return here


def answer(question: str, *choices: str) -> AnswerGiven:
    return AnswerGiven(answer=Answer(question=question, choices=choices))


def response(item: str, *options: str, row: str = "", text: str = "") -> ResponseGiven:
    return ResponseGiven(response=Response(item=item, row=row, options=options, text=text))


def sent(*responses: Response) -> EvaluationSubmitted:
    return EvaluationSubmitted(responses=responses)


REFUSED: dict[str, tuple[Callable[[], World], Fact]] = {
    "acknowledged on the day before the first": (early, DisclosuresAcknowledged()),
    "begun before acknowledging": (opened, WatchStarted(session=FIRST, content=ContentHash("a" * 64), position_ms=0)),
    "watched before acknowledging": (opened, FIRST_MINUTE),
    "begun in no session": (
        acknowledged,
        WatchStarted(session=SessionId("third"), content=ContentHash("a" * 64), position_ms=0),
    ),
    "begun in the other recording": (
        acknowledged,
        WatchStarted(session=SECOND, content=ContentHash("a" * 64), position_ms=0),
    ),
    "nothing watched in some time": (playing, replace(FIRST_MINUTE, end_ms=0)),
    "watched in no time": (playing, replace(FIRST_MINUTE, end_ms=400, engaged_ms=0)),
    "watched at no speed": (playing, replace(FIRST_MINUTE, end_ms=400, rate_percent=0)),
    "watched a millisecond beyond the end": (playing, replace(FIRST_MINUTE, start_ms=3_541_001, end_ms=3_601_001)),
    "a millisecond too much": (
        playing,
        replace(FIRST_MINUTE, end_ms=122_601, engaged_ms=62_000, rate_percent=200),
    ),
    "a millisecond too long": (playing, replace(FIRST_MINUTE, end_ms=MINUTE + 501)),
    "three seconds too much time": (playing, replace(FIRST_MINUTE, engaged_ms=MINUTE + 2001)),
    "answered before watching": (half, answer("q1", "a")),
    "quiz before watching": (half, QuizSubmitted(answers=RIGHT)),
    "quiz where there is none": (lambda: watched(NO_QUIZ), QuizSubmitted(answers=RIGHT)),
    "answer where there is no quiz": (lambda: watched(NO_QUIZ), answer("q1", "a")),
    "quiz on the day after the last": (late, QuizSubmitted(answers=RIGHT)),
    "no attempt left": (failed, QuizSubmitted(answers=RIGHT)),
    "answer with no attempt left": (failed, answer("q1", "a")),
    "quiz after passing": (passed, QuizSubmitted(answers=RIGHT)),
    "answer to no question": (watched, answer("q3", "a")),
    "answer with no such choice": (watched, answer("q1", "z")),
    "answer with two of one": (watched, answer("q1", "a", "b")),
    "answer with one twice": (watched, answer("q2", "a", "a")),
    "quiz with an empty answer": (watched, QuizSubmitted(answers=(RIGHT[0], replace(RIGHT[1], choices=())))),
    "quiz with one left out": (watched, QuizSubmitted(answers=RIGHT[1:])),
    "quiz with one twice": (watched, QuizSubmitted(answers=(*RIGHT, RIGHT[1]))),
    "quiz with an empty answer too many": (watched, QuizSubmitted(answers=(*RIGHT, replace(RIGHT[1], choices=())))),
    "response before the quiz": (watched, response("bias", "yes")),
    "evaluation before the quiz": (watched, sent(*RESPONSES)),
    "evaluation before watching": (half, sent(*RESPONSES)),
    "evaluation twice": (evaluated, sent(*RESPONSES)),
    "response after the evaluation": (evaluated, response("bias", "yes")),
    "response to no item": (passed, response("mood", "yes")),
    "response with no such option": (passed, response("bias", "maybe")),
    "response with two of one": (passed, response("bias", "yes", "no")),
    "response with one twice": (passed, response("use", "1", "1")),
    "response with a row where there is none": (passed, response("bias", "yes", row="content")),
    "response with no row where there are some": (passed, response("rate", "1")),
    "response with no such row": (passed, response("rate", "1", row="food")),
    "response with text where none is asked": (passed, response("bias", text="yes")),
    "evaluation with one left out": (passed, sent(*RESPONSES[:2])),
    "evaluation with a row left out": (passed, sent(*RESPONSES[1:])),
    "evaluation with one left empty": (passed, sent(*RESPONSES[:2], replace(RESPONSES[2], options=()))),
    "evaluation with spaces for an answer": (
        passed,
        sent(*RESPONSES[:2], replace(RESPONSES[2], options=(), text="  ")),
    ),
    "evaluation with one twice": (passed, sent(*RESPONSES, RESPONSES[0])),
    "claim before the evaluation": (passed, AMA),
    "claim before anything": (acknowledged, AMA),
    "claim where nothing was earned": (little, replace(AMA, amount=Decimal("0.25"))),
    "a correction before all time": (opened, ClockCorrected(by_ms=-(10**15))),
    "a correction after all time": (opened, ClockCorrected(by_ms=10**15)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_both_refuse_one_act_that_the_window_would_refuse(name: str) -> None:
    state, fact = REFUSED[name]
    here = state()
    assert agreed(written(here)) == "genuine"
    here.stream.append(fact)
    assert agreed(written(here)) == Fault.IMPOSSIBLE


ACCEPTED: dict[str, tuple[Callable[[], World], Fact]] = {
    "acknowledged": (opened, DisclosuresAcknowledged()),
    "acknowledged again": (acknowledged, DisclosuresAcknowledged()),
    "acknowledged on the first day": (on_the_first_day, DisclosuresAcknowledged()),
    "quiz on the last day": (on_the_last_day, QuizSubmitted(answers=RIGHT)),
    "a correction to the first day of all": (opened, ClockCorrected(by_ms=-1_717_416_000_000)),
    "begun at the very end": (
        acknowledged,
        WatchStarted(session=FIRST, content=ContentHash("a" * 64), position_ms=3_601_000),
    ),
    "watched to the very end": (playing, replace(FIRST_MINUTE, start_ms=3_541_000, end_ms=3_601_000)),
    "as fast as may be": (playing, replace(FIRST_MINUTE, end_ms=2 * MINUTE, rate_percent=200)),
    "as much as may be": (playing, replace(FIRST_MINUTE, end_ms=122_600, engaged_ms=62_000, rate_percent=200)),
    "as long as may be": (playing, replace(FIRST_MINUTE, end_ms=MINUTE + 500)),
    "as much time as may be": (playing, replace(FIRST_MINUTE, engaged_ms=MINUTE + 2000)),
    "an empty answer kept": (watched, answer("q1")),
    "all ticked": (watched, answer("q2", "a", "b", "c")),
    "a wrong quiz": (watched, QuizSubmitted(answers=WRONG)),
    "a response kept": (passed, response("rate", "1", row="content")),
    "several of several": (passed, response("use", "1", "2")),
    "a text": (passed, response("say", text="Thanks")),
    "the evaluation without a quiz": (lambda: watched(NO_QUIZ), sent(*RESPONSES)),
    "the claim": (evaluated, AMA),
    "a quarter": (evaluated, replace(AMA, amount=Decimal("0.25"))),
    "a correction to the last day of all": (opened, ClockCorrected(by_ms=253_402_214_400_000 - 1_717_416_000_000)),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_both_accept_one_act_that_the_window_allows(name: str) -> None:
    state, fact = ACCEPTED[name]
    here = state()
    here.stream.append(fact)
    assert agreed(written(here)) == "genuine"


def test_both_refuse_a_second_claim_under_another_profession() -> None:
    here = evaluated()
    here.claim()
    here.stream.append(CreditClaimed(offer="cop", amount=Decimal("1.5"), profession=Profession.OTHER))
    assert agreed(written(here)) == Fault.ABOVE_EVIDENCE


def test_both_refuse_an_evaluation_that_a_corrected_clock_puts_after_the_last_day() -> None:
    here = passed()
    here.journey.correct_clock(here.clock.moment + timedelta(days=400))
    here.stream.append(sent(*RESPONSES))
    assert agreed(written(here)) == Fault.IMPOSSIBLE


def test_both_accept_what_a_corrected_clock_puts_into_the_courses_days() -> None:
    here = late()
    here.journey.correct_clock(datetime(2024, 12, 31, 12, tzinfo=UTC))
    here.stream.append(QuizSubmitted(answers=RIGHT))
    assert agreed(written(here)) == "genuine"


def test_a_correction_holds_for_one_boot_only() -> None:
    here = late()
    here.journey.correct_clock(datetime(2024, 12, 31, 12, tzinfo=UTC))
    here.clock.reboot()
    here.stream.append(QuizSubmitted(answers=RIGHT))
    assert agreed(written(here)) == Fault.IMPOSSIBLE


def test_both_agree_where_a_corrected_moment_leaves_the_calendar() -> None:
    here = opened()
    here.stream.append(ClockCorrected(by_ms=253_402_214_400_000 - 1_717_416_000_000))
    here.clock.advance(10**12)
    here.stream.append(ClockCorrected(by_ms=0), replace(here.clock.stamp(), wall_ms=0))
    here.stream.append(ClockCorrected(by_ms=0), replace(here.clock.stamp(), wall_ms=0, mono_ms=2**53))
    here.stream.append(DisclosuresAcknowledged(), replace(here.clock.stamp(), mono_ms=0))
    assert agreed(written(here)) == Fault.IMPOSSIBLE


@pytest.mark.parametrize(
    ("duration_ms", "percent", "enough_ms"),
    [
        (3_600_000, 100, 3_564_000),
        (100_000, 100, 97_000),
        (8_000, 100, 6_000),
        (3_600_000, 50, 1_800_000),
        (3_600_001, 50, 1_800_000),
        (3_600_000, 0, 1),
    ],
)
def test_both_ask_for_the_same_part_of_a_session_to_the_millisecond(
    duration_ms: int, percent: int, enough_ms: int
) -> None:
    session = replace(COURSE.sessions[0], duration_ms=duration_ms)
    course = replace(COURSE, sessions=(session,), watch=replace(COURSE.watch, required_percent=percent))
    for missing_ms, expected in ((0, "genuine"), (1, Fault.IMPOSSIBLE)):
        here = acknowledged(course)
        here.watch(session, upto_ms=enough_ms - missing_ms)
        here.stream.append(QuizSubmitted(answers=RIGHT))
        assert agreed(written(here)) == expected


@pytest.mark.parametrize("passing_percent", [0, 50, 51, 100])
def test_both_score_a_quiz_of_which_half_is_right_alike(passing_percent: int) -> None:
    here = watched(replace(COURSE, quiz=replace(QUIZ, passing_percent=passing_percent)))
    here.journey.submit_quiz(WRONG)
    assert here.journey.history.quiz_passed == (passing_percent <= 50)
    assert agreed(written(here)) == "genuine"
    here.stream.append(sent(*RESPONSES))
    assert agreed(written(here)) == ("genuine" if passing_percent <= 50 else Fault.IMPOSSIBLE)


@pytest.mark.parametrize("rounding", Rounding)
@pytest.mark.parametrize("basis", Basis)
@pytest.mark.parametrize("minutes", [1, 7, 8, 22, 23, 37, 38, 89, 90])
def test_both_support_the_same_amount(minutes: int, basis: Basis, rounding: Rounding) -> None:
    offer = replace(COURSE.credit.offers[0], rounding=rounding)
    plan = replace(COURSE.credit, basis=basis, offers=(offer,))
    session = replace(COURSE.sessions[0], duration_ms=100 * MINUTE)
    course = replace(NO_QUIZ, sessions=(session,), credit=plan, watch=replace(COURSE.watch, required_percent=1))
    here = acknowledged(course)
    here.watch(session, upto_ms=minutes * MINUTE, rate_percent=125)
    here.journey.submit_evaluation(RESPONSES)
    most = supported(offer, participation(course, here.journey.history))
    for more in (Decimal(0), offer.step):
        there = here.evidence().bodies
        here.stream.append(replace(AMA, amount=most + more))
        told = agreed(written(here))
        assert (told == "genuine") == (more == 0 and most > 0)
        here.stream._events[len(there) :] = []
