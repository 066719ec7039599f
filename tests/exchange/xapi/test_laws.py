"""Laws: whatever learners do, on however many devices, what is told of it obeys every rule and never changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from player.domain.event import ClockCorrected, StreamJoined, TakenBackFor
from player.domain.fold import fold
from player.domain.history import nothing_to_bring
from player.domain.learner import Profession
from player.domain.learner_completion import LearnerCompletion
from player.domain.problem import Problem
from player.domain.report_format import ReportFormat
from player.domain.scoring import is_answered
from player.exchange.xapi import xapi_bytes
from tests.builders import CHOICE, CODE, COURSE, FIRST, MINUTE, QUIZ, RESPONSES, RIGHT, STRICT_COURSE, WRONG
from tests.exchange.xapi.by_the_book import Statement, faults
from tests.exchange.xapi.lives import completion_of, of_devices, open_player, told
from tests.exchange.xapi.lives import play as play_in_steps
from tests.questions import answers, quizzes
from tests.strands import Device, devices, in_versions
from tests.trying import tries
from tests.worlds import World, signed, world

play = partial(play_in_steps, step_ms=4 * MINUTE)
"""In long steps: what is written of them is the same, and there are fewer."""
few = settings(max_examples=tries(25))
Act = tuple[str, int, int]
COURSES = [replace(COURSE, quiz=replace(QUIZ, attempts=None)), replace(STRICT_COURSE, quiz=replace(QUIZ, attempts=3))]
ACTS = st.tuples(
    st.sampled_from(
        "open play play play again on on fast wait wait leave reboot set-clock right-clock checkpoint "
        "step step step step quiz wrong evaluate claim back revoke".split()
    ),
    st.integers(0, 1),
    st.integers(1, 60),
)
LIVES = st.lists(ACTS, max_size=25)
STEADY = st.lists(ACTS.filter(lambda act: act[0] != "right-clock"), max_size=25)
"""The learner's own word on the clock is the one thing that may change what was told of when."""


def live(here: World, acts: Sequence[Act]) -> None:
    """Each act is done, or refused and leaves nothing."""
    for act in acts:
        try:
            _do(here, *act)
        except Problem:
            continue


def _do(here: World, name: str, which: int, much: int) -> None:
    session = here.course.sessions[which]
    last = here.journey.history.of_session(session.id).resume_ms
    match name:
        case "open":
            open_player(here, session, at_ms=last)
        case "play":
            play(here, session, last, min(session.duration_ms, last + much * 30_123))
        case "again":
            start = last * much // 100
            play(here, session, start, min(session.duration_ms, start + MINUTE))
        case "on":
            play(here, session, last, session.duration_ms)
        case "fast":
            play(here, session, last, min(session.duration_ms, last + much * 10_000), rate_percent=150)
        case "wait" | "leave":
            here.clock.advance(much * (60_000 if name == "leave" else 500))
        case "reboot":
            here.clock.reboot(after_ms=much * 1000)
        case "set-clock":
            here.clock.set_wall(here.clock.moment + timedelta(minutes=much - 30))
        case "right-clock":
            here.journey.correct_clock(here.clock.moment + timedelta(minutes=much - 30))
        case "checkpoint":
            here.journey.answer_checkpoint(FIRST, CODE.id if which else CHOICE.id, "zz42" if which else "b")
        case _:
            _go_on(here, name)


def _go_on(here: World, name: str) -> None:
    journey = here.journey
    match name:
        case "step":
            if not journey.history.acknowledged:
                journey.acknowledge_disclosures()
            else:
                here.watch_all()
        case "quiz" | "wrong":
            journey.submit_quiz(RIGHT if name == "quiz" else WRONG)
        case "evaluate":
            journey.submit_evaluation(RESPONSES)
        case "claim":
            here.claim(amount="0.25", profession=Profession.PHYSICIAN)
        case "back":
            journey.withdraw_claim(journey.history.claims[0].number if journey.history.claims else "", reason=OTHER)
        case _:
            if journey.history.claims:
                journey.issue_certificate(here.certificate())
                journey.revoke_certificate(journey.history.claims[0].number, reason=OTHER)


OTHER = TakenBackFor.OTHER


def by_id(statements: Sequence[Statement]) -> dict[object, Statement]:
    return {one["id"]: one for one in statements}


def up_to(completion: LearnerCompletion, events: int) -> LearnerCompletion:
    """As it was when there were so many events."""
    own = completion.strands[0]
    part = replace(own, events=own.events[:events], links=own.links[:events])
    history = fold(completion.course, part.events, bring=nothing_to_bring)
    return replace(completion, strands=(part,), history=history)


@few
@given(course=st.sampled_from(COURSES), acts=LIVES)
def test_any_life_is_told_by_every_rule_and_twice_the_same(course, acts: list[Act]) -> None:
    here = world(course)
    live(here, acts)
    completion = completion_of(here)
    assert faults(told(completion)) == []
    once, again = (b"".join(xapi_bytes(ReportFormat.XAPI, [completion])) for _ in range(2))
    assert once == again


@few
@given(acts=STEADY, data=st.data())
def test_what_was_told_once_is_told_the_same_ever_after(acts: list[Act], data: st.DataObject) -> None:
    here = world(COURSES[0])
    live(here, acts)
    completion = completion_of(here)
    assert not any(isinstance(event.fact, ClockCorrected) for event in here.stream.events)
    later = by_id(told(completion))
    cut = data.draw(st.integers(1, len(here.stream.events)))
    earlier = by_id(told(up_to(completion, cut)))
    assert {name: later.get(name) for name in earlier} == earlier


@few
@given(rounds=st.lists(st.tuples(st.integers(0, 1), STEADY, st.booleans()), min_size=2, max_size=5))
def test_two_devices_are_told_of_once_whoever_tells(rounds: list[tuple[int, list[Act], bool]]) -> None:
    pair = devices(2, COURSES[0])
    _live_apart(pair, rounds)
    _compare(pair)


@few
@given(rounds=st.lists(st.tuples(st.integers(0, 1), STEADY, st.booleans()), min_size=2, max_size=4))
def test_two_versions_of_a_course_are_told_of_once(rounds: list[tuple[int, list[Act], bool]]) -> None:
    newer = replace(COURSES[0], version=2, title="Sleep after Shift Work, revised")
    old, new = in_versions(signed(COURSES[0]), signed(newer))
    live(old.world, [act for _, acts, _ in rounds for act in acts])
    new.join(old)
    for _, acts, _ in rounds:
        live(new.world, acts)
    statements = told(of_devices(new, old))
    assert faults(statements, one_device=False) == []
    alone = by_id(told(completion_of(old.world)))
    assert all(alone[one["id"]] == one for one in statements if one["id"] in alone)


def _live_apart(pair: tuple[Device, ...], rounds: list[tuple[int, list[Act], bool]]) -> None:
    for which, acts, joins in rounds:
        here, there = pair[which], pair[1 - which]
        if joins:
            here.join(there)
        live(here.world, acts)
        # Nobody is in two places at once: the other goes on when this one stopped.
        latest = max(device.world.clock.moment for device in pair)
        for device in pair:
            device.world.clock.go_to(max(latest, device.world.clock.moment) + timedelta(minutes=1))


def _compare(pair: tuple[Device, ...]) -> None:
    one, other = pair
    one.join(other)
    both = told(of_devices(one, other))
    assert faults(both, one_device=False) == []
    mine, theirs = by_id(both), by_id(told(_as_it_knows(other, one)))
    common = mine.keys() & theirs.keys()
    assert all(mine[name] == theirs[name] for name in common)


def _as_it_knows(device: Device, other: Device) -> LearnerCompletion:
    """As the device itself hands it over: with the other's records where it joined them."""
    joined = any(isinstance(event.fact, StreamJoined) for event in device.world.stream.events)
    return completion_of(device.world, *((other.world,) if joined else ()))


@few
@given(quiz=quizzes(), data=st.data())
def test_any_answer_to_any_question_is_told_in_a_form_that_cmi5_knows(quiz, data: st.DataObject) -> None:
    here = world(replace(COURSE, quiz=quiz))
    here.journey.acknowledge_disclosures()
    here.watch_all()
    sheet = []
    for question in here.journey.sheet():
        asked = quiz.question(question.id)
        sheet.append(data.draw(answers(asked).filter(lambda one, asked=asked: is_answered(asked, one.choices))))
    live_quiz = tuple(sheet)
    try:
        here.journey.submit_quiz(live_quiz)
    except Problem:
        return
    assert faults(told(completion_of(here))) == []
