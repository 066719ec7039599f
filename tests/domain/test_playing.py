"""What a course asks while it plays: no skipping ahead, signs of presence, and answers at checkpoints."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.course import Course, SessionId
from player.domain.event import CheckpointAnswered, PresenceConfirmed, Watched
from player.domain.policy import PresenceChecks, Seeking, WatchPolicy, is_right
from player.domain.progress import Lock, StepName, StepState
from player.domain.refusals import AlreadyDone, ImpossibleSpan, NoSuchAnswer, NotOfThisCourse, StepLocked
from player.domain.watch import Interval, Span
from player.proof.evidence import verify
from tests.builders import CHOICE, CODE, COURSE, FIRST, MINUTE, SECOND, STRICT_COURSE
from tests.strands import devices
from tests.versions import later, updated
from tests.worlds import TRUST, World, world

LIMIT_MS = 10 * MINUTE + 60_000 + 2_000
"""What may be played without a sign of presence."""
SEEN_ONLY = replace(COURSE, watch=WatchPolicy(seeking=Seeking.SEEN_ONLY))
ATTENDED = replace(COURSE, watch=WatchPolicy(presence=PresenceChecks(least_minutes=5, most_minutes=10)))
ASKING = replace(COURSE, sessions=STRICT_COURSE.sessions)


def begun(course: Course = STRICT_COURSE) -> World:
    here = world(course)
    here.journey.acknowledge_disclosures()
    return here


def play(here: World, start_ms: int, end_ms: int, session: SessionId = FIRST) -> None:
    here.clock.advance(end_ms - start_ms)
    span = Span(interval=Interval(start_ms, end_ms), engaged_ms=end_ms - start_ms, rate_percent=100)
    here.journey.watched(session, span)


# --- seeking


def test_no_stretch_begins_more_than_a_second_ahead_of_what_was_played() -> None:
    here = begun(SEEN_ONLY)
    with pytest.raises(ImpossibleSpan, match="not played yet"):
        play(here, 1_001, 5_000)
    play(here, 1_000, 5_000)
    with pytest.raises(ImpossibleSpan):
        play(here, 6_001, 9_000)
    play(here, 2_000, 3_000)
    play(here, 6_000, 9_000)
    assert here.journey.progress().sessions[0].coverage.furthest_ms == 9_000


def test_playing_does_not_start_ahead_of_what_was_played_either() -> None:
    here = begun(SEEN_ONLY)
    play(here, 0, 10_000)
    here.journey.start_watching(FIRST, position_ms=11_000)
    with pytest.raises(ImpossibleSpan, match="without skipping"):
        here.journey.start_watching(FIRST, position_ms=11_001)
    with pytest.raises(ImpossibleSpan):
        here.journey.start_watching(SECOND, position_ms=11_000)


def test_where_seeking_is_free_any_place_may_be_played() -> None:
    here = begun(COURSE)
    here.journey.start_watching(FIRST, position_ms=30 * MINUTE)
    play(here, 30 * MINUTE, 31 * MINUTE)
    assert here.journey.progress().sessions[0].seen_permille == 16


def test_what_another_device_played_was_seen() -> None:
    one, other = devices(2, SEEN_ONLY)
    for device in (one, other):
        device.journey.acknowledge_disclosures()
    other.world.watch(SEEN_ONLY.sessions[0], upto_ms=10 * MINUTE)
    with pytest.raises(ImpossibleSpan):
        one.journey.start_watching(FIRST, position_ms=10 * MINUTE)
    one.join(other)
    one.journey.start_watching(FIRST, position_ms=10 * MINUTE)
    play(one.world, 10 * MINUTE, 11 * MINUTE)
    assert one.journey.progress().sessions[0].coverage.length_ms == 11 * MINUTE


def test_what_was_played_in_an_earlier_version_was_seen() -> None:
    before, after = updated(later(watch=SEEN_ONLY.watch))
    for device in (before, after):
        device.journey.acknowledge_disclosures()
    before.journey.start_watching(FIRST, position_ms=30 * MINUTE)
    play(before.world, 30 * MINUTE, 31 * MINUTE)
    after.join(before)
    after.journey.start_watching(FIRST, position_ms=31 * MINUTE)
    with pytest.raises(ImpossibleSpan):
        after.journey.start_watching(FIRST, position_ms=32 * MINUTE)


# --- presence


def test_what_is_played_without_a_sign_of_presence_is_told_and_has_an_end() -> None:
    here = begun(ATTENDED)
    play(here, 0, 10 * MINUTE)
    assert here.journey.progress().unconfirmed_ms == 10 * MINUTE
    with pytest.raises(ImpossibleSpan, match="nobody said"):
        play(here, 10 * MINUTE, LIMIT_MS + 1)
    play(here, 10 * MINUTE, LIMIT_MS)
    with pytest.raises(ImpossibleSpan):
        play(here, 0, 1)
    here.journey.confirm_presence(FIRST, position_ms=LIMIT_MS)
    assert here.journey.progress().unconfirmed_ms == 0
    play(here, LIMIT_MS, 2 * LIMIT_MS)


def test_time_without_a_sign_of_presence_goes_on_in_the_next_session_and_after_a_restart() -> None:
    here = begun(ATTENDED)
    play(here, 0, 6 * MINUTE)
    here.clock.reboot()
    here.journey.start_watching(SECOND, position_ms=0)
    play(here, 0, 5 * MINUTE, SECOND)
    assert here.journey.progress().unconfirmed_ms == 11 * MINUTE
    with pytest.raises(ImpossibleSpan):
        play(here, 5 * MINUTE, 6 * MINUTE, SECOND)


def test_another_devices_playing_and_presence_say_nothing_of_who_sits_here() -> None:
    one, other = devices(2, ATTENDED)
    for device in (one, other):
        device.journey.acknowledge_disclosures()
    play(one.world, 0, 4 * MINUTE)
    other.world.watch(ATTENDED.sessions[0], upto_ms=20 * MINUTE)
    assert any(isinstance(event.fact, PresenceConfirmed) for event in other.world.stream.events)
    one.join(other)
    assert one.journey.progress().unconfirmed_ms == 4 * MINUTE


def test_a_course_that_does_not_ask_takes_no_sign_of_presence() -> None:
    here = begun(COURSE)
    with pytest.raises(NotOfThisCourse):
        here.journey.confirm_presence(FIRST, position_ms=0)
    play(here, 0, 40 * MINUTE)


def test_a_sign_of_presence_lies_in_a_session_of_the_course() -> None:
    here = begun()
    for session, position_ms in ((FIRST, -1), (FIRST, 61 * MINUTE), (SessionId("none"), 0)):
        with pytest.raises(NotOfThisCourse):
            here.journey.confirm_presence(session, position_ms=position_ms)


# --- checkpoints


def test_a_session_is_watched_once_all_of_it_was_seen_and_what_it_asks_was_answered() -> None:
    here = begun(ASKING)
    for session in ASKING.sessions:
        here.watch(session)
    progress = here.journey.progress()
    assert [one.watched for one in progress.sessions] == [False, True]
    assert progress.sessions[0].open_checkpoints == (CODE, CHOICE)
    assert progress.step(StepName.WATCH).state is StepState.OPEN
    assert progress.step(StepName.QUIZ).lock is Lock.CHECKPOINT_FIRST
    assert progress.step(StepName.CLAIM).lock is Lock.CHECKPOINT_FIRST
    progress = here.journey.answer_checkpoint(FIRST, CODE.id, "zz42")
    assert progress.sessions[0].open_checkpoints == (CHOICE,)
    progress = here.journey.answer_checkpoint(FIRST, CHOICE.id, "b")
    assert progress.sessions[0].watched
    assert progress.step(StepName.QUIZ).state is StepState.OPEN


def test_watching_comes_before_the_checkpoints_in_what_is_said() -> None:
    progress = begun(ASKING).journey.progress()
    assert progress.step(StepName.QUIZ).lock is Lock.WATCH_FIRST


def test_no_credit_is_claimed_before_the_checkpoints_are_answered() -> None:
    here = begun(ASKING)
    for session in ASKING.sessions:
        here.watch(session)
    with pytest.raises(StepLocked) as met:
        here.claim()
    assert met.value.lock is Lock.CHECKPOINT_FIRST


def test_every_answer_is_kept_until_one_is_right() -> None:
    here = begun()
    for answer in ("ZZ-41", "4 2", "ZZ 42", "ZZ-41"):
        here.journey.answer_checkpoint(FIRST, CODE.id, answer)
    told = [event.fact for event in here.stream.events if isinstance(event.fact, CheckpointAnswered)]
    assert [fact.answer for fact in told] == ["ZZ-41", "4 2", "ZZ 42"]
    with pytest.raises(AlreadyDone):
        here.journey.may(told[-1])


def test_playing_on_keeps_what_was_answered() -> None:
    here = begun()
    here.journey.answer_checkpoint(FIRST, CODE.id, "zz42")
    here.journey.start_watching(FIRST, position_ms=0)
    play(here, 0, MINUTE)
    progress = here.journey.progress()
    assert progress.sessions[0].open_checkpoints == (CHOICE,)
    assert progress.sessions[0].coverage.furthest_ms == MINUTE
    assert here.journey.answer_checkpoint(FIRST, CHOICE.id, "b").sessions[0].coverage.furthest_ms == MINUTE


@pytest.mark.parametrize(("checkpoint", "answer"), [(CHOICE, ""), (CHOICE, "This"), (CODE, " - "), (CODE, "a" * 201)])
def test_what_cannot_be_an_answer_is_not_kept(checkpoint, answer: str) -> None:
    here = begun()
    with pytest.raises(NoSuchAnswer):
        here.journey.answer_checkpoint(FIRST, checkpoint.id, answer)


def test_what_is_not_asked_cannot_be_answered() -> None:
    here = begun()
    for session, checkpoint in ((FIRST, "none"), (SECOND, CODE.id), (SessionId("none"), CODE.id)):
        with pytest.raises(NotOfThisCourse):
            here.journey.answer_checkpoint(session, checkpoint, "a")


@pytest.mark.parametrize("answer", ["ZZ-42", "zz42", " z z . 4 2 ", "ＺＺ４２", "zz-43"])
def test_a_code_is_compared_by_its_letters_and_digits(answer: str) -> None:
    assert is_right(CODE, answer)


@pytest.mark.parametrize("answer", ["", "-", "ZZ-4", "ZZ-421", "b"])
def test_another_code_is_wrong(answer: str) -> None:
    assert not is_right(CODE, answer)


def test_the_choice_is_told_by_its_id() -> None:
    assert is_right(CHOICE, "b")
    assert not any(is_right(CHOICE, answer) for answer in ("a", "B", "That", ""))


def test_what_was_answered_on_another_device_was_answered() -> None:
    one, other = devices(2, ASKING)
    for device in (one, other):
        device.journey.acknowledge_disclosures()
    other.journey.answer_checkpoint(FIRST, CODE.id, "zz42")
    one.join(other)
    assert one.journey.progress().sessions[0].open_checkpoints == (CHOICE,)


# --- all of it


def test_a_course_that_asks_all_of_it_leads_to_the_certificate() -> None:
    here = world(STRICT_COURSE)
    here.earn()
    assert here.journey.progress().step(StepName.CERTIFICATE).state is StepState.DONE
    verdict = verify(here.evidence(), TRUST)
    assert verdict.history == here.journey.history


@given(
    st.lists(
        st.one_of(
            st.tuples(st.integers(0, 40), st.integers(1, 4 * MINUTE)),
            st.just(None),
        ),
        max_size=60,
    )
)
def test_whatever_is_tried_nothing_is_skipped_and_nobody_is_away_for_long(acts) -> None:
    here = begun()
    for act in acts:
        try:
            if act is None:
                here.journey.confirm_presence(FIRST, position_ms=0)
            else:
                start_ms, length_ms = act[0] * MINUTE, act[1]
                play(here, start_ms, start_ms + length_ms)
        except ImpossibleSpan:
            continue
    furthest_ms, alone_ms = 0, 0
    for event in here.stream.events:
        if isinstance(event.fact, PresenceConfirmed):
            alone_ms = 0
        if isinstance(event.fact, Watched):
            alone_ms += event.fact.engaged_ms
            assert event.fact.start_ms <= furthest_ms + 1_000
            assert alone_ms <= LIMIT_MS
            furthest_ms = max(furthest_ms, event.fact.end_ms)
    assert here.journey.progress().unconfirmed_ms == alone_ms
