"""What is told of a life, act by act, and what is not."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from player.domain.course import Course
from player.domain.evaluation import Response
from player.domain.event import Purpose, TakenBackFor
from player.domain.quiz import Feedback
from player.domain.report_format import XapiVersion
from player.exchange.xapi import write_statements
from tests.builders import COURSE, MINUTE, PHYSICIAN, QUIZ, RESPONSES, RIGHT, SHORT_COURSE, STRICT_COURSE
from tests.exchange.xapi.by_the_book import (
    EXTENSION,
    MODE,
    SESSION,
    Statement,
    extension,
    faults,
    is_defined,
    is_video,
    outcome,
    verb,
)
from tests.exchange.xapi.kinds import EVERY_KIND, FULL_MARKS
from tests.exchange.xapi.lives import (
    CUT_AT_MS,
    LENIENT,
    completion_of,
    full_life,
    open_player,
    pause,
    play,
    stating,
    told,
    verbs,
)
from tests.worlds import World, world

TALK = SHORT_COURSE.sessions[0]


def of(statements: list[Statement], word: str, *, video: bool = False) -> list[Statement]:
    return [one for one in statements if verb(one) == word and is_video(one) is video]


@pytest.fixture
def talk() -> World:
    """A course with one recording of half an hour, its disclosures read."""
    here = world(SHORT_COURSE)
    here.journey.acknowledge_disclosures()
    return here


def test_a_whole_life_obeys_every_rule() -> None:
    statements = told(completion_of(full_life()))
    assert faults(statements) == []
    assert {verb(one) for one in statements} == set(
        "launched initialized played paused seeked interacted completed terminated abandoned answered scored failed "
        "passed responded satisfied earned".split()
    )


def test_the_checked_course_obeys_them_too() -> None:
    here = world(STRICT_COURSE)
    here.earn()
    statements = told(completion_of(here))
    assert faults(statements) == []
    checkpoints = [one for one in of(statements, "answered") if "checkpoints" in one["object"]["id"]]
    assert [one["result"]["success"] for one in checkpoints] == [True, True]


# --- playing


def test_a_pause_is_told_where_playing_stopped_and_where_it_went_on(talk: World) -> None:
    open_player(talk, TALK)
    play(talk, TALK, 0, 100_500)
    pause(talk)
    play(talk, TALK, 100_500, 200_000)
    talk.clock.reboot()
    talk.journey.start_watching(TALK.id, position_ms=200_000)
    statements = told(completion_of(talk))
    times = [(verb(one), outcome(one, "time")) for one in statements if is_video(one) and verb(one) != "initialized"]
    assert times == [("played", 0), ("paused", 100.5), ("played", 100.5), ("paused", 200), ("terminated", 200)]
    assert outcome(of(statements, "terminated", video=True)[0], "played-segments") == "0[.]100.5[,]100.5[.]200"


def test_where_playing_goes_on_for_hours_nothing_is_told_before_it_stops(talk: World) -> None:
    open_player(talk, TALK)
    play(talk, TALK, 0, 20 * MINUTE)
    assert verbs(told(completion_of(talk))) == ["launched", "initialized", "initialized", "played"]


def test_a_jump_is_told_and_what_lies_between_is_not_counted(talk: World) -> None:
    open_player(talk, TALK)
    play(talk, TALK, 0, 60_000)
    play(talk, TALK, 120_000, 180_000)
    play(talk, TALK, 30_000, 90_000)
    open_player(talk, TALK)
    statements = told(completion_of(talk))
    jumps = [(outcome(one, "time-from"), outcome(one, "time-to")) for one in of(statements, "seeked", video=True)]
    assert jumps == [(60, 120), (180, 30)]
    paused = of(statements, "paused", video=True)[0]
    assert outcome(paused, "played-segments") == "0[.]60[,]120[.]180[,]30[.]90"
    assert outcome(paused, "progress") == 0.083  # 150 s of 1,800, not where the slider stands
    assert faults(statements) == []


def test_another_speed_is_told_and_told_again_by_the_next_session(talk: World) -> None:
    open_player(talk, TALK)
    play(talk, TALK, 0, 60_000)
    play(talk, TALK, 60_000, 120_000, rate_percent=125)
    open_player(talk, TALK, at_ms=120_000)
    play(talk, TALK, 120_000, 180_000, rate_percent=150)
    statements = told(completion_of(talk))
    speeds = [(verb(one), extension(one, f"{EXTENSION}speed")) for one in statements if is_video(one)]
    assert [pair for pair in speeds if pair[1]] == [
        ("initialized", "1x"),
        ("interacted", "1.25x"),
        ("initialized", "1.5x"),
    ]


def test_a_recording_is_completed_once_and_only_when_enough_of_it_was_seen(talk: World) -> None:
    open_player(talk, TALK)
    play(talk, TALK, 0, 29 * MINUTE)
    pause(talk)
    play(talk, TALK, 29 * MINUTE, 30 * MINUTE)
    open_player(talk, TALK)
    play(talk, TALK, 0, 30 * MINUTE)
    open_player(talk, TALK)
    statements = told(completion_of(talk))
    (completed,) = of(statements, "completed", video=True)
    assert completed["result"]["duration"] == "PT1800S"
    assert outcome(completed, "progress") == 1
    assert faults(statements) == []


def test_what_was_cut_off_is_abandoned_at_the_next_start() -> None:
    statements = told(completion_of(full_life()))
    (abandoned,) = of(statements, "abandoned")
    session = [one for one in statements if extension(one, SESSION) == extension(abandoned, SESSION)]
    assert "terminated" not in verbs(session)
    assert outcome(session[-2], "time") == CUT_AT_MS / 1000
    launched = statements[statements.index(abandoned) + 1]
    assert verb(launched) == "launched" and launched["timestamp"] == abandoned["timestamp"]


def test_whoever_comes_back_after_a_break_begins_another_session(talk: World) -> None:
    open_player(talk, TALK)
    play(talk, TALK, 0, 100_000)
    pause(talk, 31 * MINUTE)
    play(talk, TALK, 100_000, 200_000)
    statements = told(completion_of(talk))
    assert verbs(statements).count("launched") == 2
    assert of(statements, "terminated")[0]["result"]["duration"] == "PT100S"
    assert faults(statements) == []


# --- the clock


def test_a_clock_that_was_set_begins_another_session_and_mixes_no_times(talk: World) -> None:
    open_player(talk, TALK)
    play(talk, TALK, 0, 100_000)
    talk.clock.set_wall(talk.clock.moment - timedelta(hours=5))
    play(talk, TALK, 100_000, 200_000)
    open_player(talk, TALK)
    statements = told(completion_of(talk))
    assert verbs(statements).count("launched") == 2
    assert faults(statements) == []


def test_the_learners_word_on_the_clock_corrects_what_was_told_before_it(talk: World) -> None:
    true = talk.clock.moment
    talk.clock.set_wall(true + timedelta(days=400))
    open_player(talk, TALK)
    play(talk, TALK, 0, 100_000)
    talk.journey.correct_clock(true + timedelta(seconds=100))
    statements = told(completion_of(talk))
    assert statements[-1]["timestamp"] == "2024-06-03T12:00:00.000Z"
    assert faults(statements) == []


def test_what_lies_in_the_future_waits_until_it_does_not(talk: World) -> None:
    open_player(talk, TALK)
    play(talk, TALK, 0, 100_000)
    open_player(talk, TALK)
    completion = completion_of(talk)
    everything, moment = told(completion), talk.clock.moment
    early = list(write_statements([completion], now=moment - timedelta(seconds=50)))
    assert early == everything[: len(early)] and 0 < len(early) < len(everything)
    assert list(write_statements([completion], now=moment)) == everything


# --- quiz, evaluation, credit


def test_each_attempt_is_told_and_a_failed_one_ends_its_session() -> None:
    here = full_life()
    statements = told(completion_of(here))
    scores = [one["result"]["score"]["scaled"] for one in of(statements, "scored")]
    assert scores == [0.5, 1]
    failed, passed = of(statements, "failed")[0], of(statements, "passed")[0]
    assert extension(failed, SESSION) != extension(passed, SESSION)
    assert [one["result"]["success"] for one in of(statements, "answered")] == [False, True, True, True]


def test_every_kind_of_question_is_told_in_its_own_form() -> None:
    here = world(replace(COURSE, quiz=EVERY_KIND))
    here.journey.acknowledge_disclosures()
    here.watch_all()
    here.journey.submit_quiz(FULL_MARKS)
    statements = told(completion_of(here))
    assert faults(statements) == []
    answered = of(statements, "answered")
    assert len(answered) == len(FULL_MARKS) and all(one["result"]["success"] for one in answered)
    kinds = {one["object"]["definition"]["interactionType"] for one in answered}
    assert {"choice", "matching", "sequencing", "numeric", "fill-in"} <= kinds


@pytest.mark.parametrize("feedback", Feedback)
def test_the_key_is_told_only_where_learners_see_it_too(feedback: Feedback) -> None:
    here = world(replace(COURSE, quiz=replace(QUIZ, feedback=feedback)))
    here.finish()
    answered = of(told(completion_of(here)), "answered")
    with_key = ["correctResponsesPattern" in one["object"]["definition"] for one in answered]
    assert with_key == [feedback is Feedback.AFTER_SUBMISSION] * 2


def test_what_was_said_in_own_words_is_not_told_and_neither_is_who_said_it() -> None:
    here = world(COURSE)
    here.journey.acknowledge_disclosures()
    here.watch_all()
    here.journey.submit_quiz(RIGHT)
    here.journey.submit_evaluation((*RESPONSES, Response(item="say", text="Doctor Núñez was here")))
    here.claim()
    here.journey.issue_certificate(here.certificate())
    text = json.dumps(told(completion_of(here)), ensure_ascii=False)
    particulars = (PHYSICIAN.name, "Núñez", PHYSICIAN.licences[0].number, *dict(PHYSICIAN.identifiers).values())
    assert [one for one in (*particulars, "was here", "physician") if one in text] == []
    assert len(of(told(completion_of(here)), "responded")) == len(RESPONSES)


def test_a_claim_that_is_taken_back_makes_its_statement_void() -> None:
    here = full_life()
    number = here.journey.history.claims[0].number
    here.journey.withdraw_claim(number, reason=TakenBackFor.WRONG_AMOUNT)
    here.claim(amount="1")
    statements = told(completion_of(here))
    first, second = of(statements, "earned")
    (void,) = [one for one in statements if verb(one) == "voided"]
    assert void["object"] == {"objectType": "StatementRef", "id": first["id"]}
    assert [one["result"]["extensions"]["urn:carrel:xapi:credit"]["amount"] for one in (first, second)] == [1.25, 1]
    assert faults(statements) == []


def test_a_certificate_that_is_revoked_leaves_its_claim_and_the_next_withdrawal_finds_it() -> None:
    here = full_life()
    here.journey.revoke_certificate(here.journey.history.claims[0].number, reason=TakenBackFor.WRONG_NAME)
    assert "voided" not in verbs(told(completion_of(here)))
    here.journey.withdraw_claim(here.journey.history.claims[0].number, reason=TakenBackFor.OTHER)
    statements = told(completion_of(here))
    assert statements[-1]["object"]["id"] == of(statements, "earned")[0]["id"]


# --- who, what for, and in which version


@pytest.mark.parametrize("purpose", [Purpose.SPECIMEN, Purpose.REHEARSAL])
def test_what_proves_no_credit_says_so_in_every_statement_and_earns_nothing(purpose: Purpose) -> None:
    here = world(COURSE, purpose=purpose)
    here.earn()
    statements = told(completion_of(here))
    assert faults(statements) == []
    assert {one["context"]["extensions"]["urn:carrel:xapi:purpose"] for one in statements} == {purpose.value}
    assert {extension(one, MODE) for one in of(statements, "launched")} == {"Browse"}
    own = [one for one in statements if is_defined(one)]
    assert not {"passed", "failed", "completed", "satisfied", "earned"} & set(verbs(own))
    credit = world(COURSE)
    credit.earn()
    theirs = {one["context"]["registration"] for one in told(completion_of(credit))}
    assert theirs.isdisjoint(one["context"]["registration"] for one in statements)


def test_whoever_watches_again_after_the_end_reviews() -> None:
    here = full_life()
    here.clock.advance(60 * MINUTE)
    open_player(here, LENIENT.sessions[0])
    play(here, LENIENT.sessions[0], 0, 60_000)
    statements = told(completion_of(here))
    assert extension(of(statements, "launched")[-1], MODE) == "Review"
    assert faults(statements) == []


def _account(course: Course, *, permitted: bool | None, **identifiers: str) -> dict:
    learner = replace(PHYSICIAN, identifiers=tuple(identifiers.items()))
    here = world(course, learner=learner)
    if permitted is not None:
        here.journey.decide_reporting(permitted=permitted)
    here.journey.acknowledge_disclosures()
    return dict(told(completion_of(here))[0]["actor"]["account"])


def test_a_learner_is_a_random_id_unless_the_provider_asks_and_the_learner_allows() -> None:
    asking = stating(COURSE, xapi_account="email", xapi_home_page="https://learn.example.org/cme/")
    mail = "ana@example.org"
    random = {"homePage": "https://learn.example.org/cme", "name": PHYSICIAN.id}
    assert _account(asking, permitted=True, email=mail) == random | {"name": mail}
    assert _account(asking, permitted=None, email=mail) == random
    assert _account(asking, permitted=False, email=mail) == random
    assert _account(asking, permitted=True) == random
    assert _account(COURSE, permitted=True, email=mail) == {"homePage": "https://example.org", "name": PHYSICIAN.id}


def test_another_account_is_another_statement_and_never_the_same_id_with_other_content() -> None:
    asking = stating(COURSE, xapi_account="email")
    learner = replace(PHYSICIAN, identifiers=(("email", "ana@example.org"),))
    here = world(asking, learner=learner)
    here.journey.acknowledge_disclosures()
    before = told(completion_of(here))
    here.journey.decide_reporting(permitted=True)
    after = told(completion_of(here))
    assert {one["id"] for one in before}.isdisjoint(one["id"] for one in after)


@pytest.mark.parametrize(
    ("provider", "page"),
    [
        ("org.example", "https://example.org"),
        ("edu.example-college.cme", "https://cme.example-college.edu"),
        ("Example College", "https://provider.invalid/Example%20College"),
        ("", "https://provider.invalid/-"),
    ],
)
def test_a_provider_without_a_home_page_gets_one_from_its_id(provider: str, page: str) -> None:
    course = replace(COURSE, provider=replace(COURSE.provider, id=provider))
    assert _account(course, permitted=None)["homePage"] == page


def test_a_home_page_that_is_no_address_is_not_believed() -> None:
    course = stating(COURSE, xapi_home_page="our learning portal")
    assert _account(course, permitted=None)["homePage"] == "https://example.org"


def test_version_2_is_said_in_each_statement_and_version_1_in_none() -> None:
    completion = completion_of(full_life())
    first, second = told(completion), told(completion, version=XapiVersion.TWO)
    assert [one | {"version": "2.0.0"} for one in first] == second


def test_amounts_and_scores_are_numbers() -> None:
    here = full_life()
    assert here.journey.history.claims[0].credit.amount == Decimal("1.25")
    (earned,) = of(told(completion_of(here)), "earned")
    assert earned["result"]["extensions"]["urn:carrel:xapi:credit"]["amount"] == 1.25
