"""The history: a union of what was played, whatever the order, and nothing but the sum of its events."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.clock import BootId, Stamp
from player.domain.course import Standing
from player.domain.event import ClockCorrected, ClockJumped, Event, Fact, QuizSubmitted, Watched
from player.domain.fold import after, fold
from player.domain.history import History, standing_at
from player.domain.progress import participation, progress_of
from player.domain.watch import Coverage, Interval
from tests.builders import COURSE, FIRST, MINUTE, RIGHT, SECOND, SHORT_COURSE
from tests.fakes import NOON
from tests.worlds import world

EXPIRED = datetime(2025, 3, 1, tzinfo=UTC)


def event(fact: Fact, *, moment: datetime = NOON, mono_ms: int = 0, boot: str = "a") -> Event:
    wall = round(moment.timestamp() * 1000)
    return Event(seq=0, stamp=Stamp(wall_ms=wall, offset_min=0, mono_ms=mono_ms, boot=BootId(boot)), fact=fact)


@st.composite
def spans(draw: st.DrawFn) -> Watched:
    session = draw(st.sampled_from(COURSE.sessions))
    start = draw(st.integers(0, session.duration_ms - 1))
    end = draw(st.integers(start + 1, session.duration_ms))
    return Watched(session=session.id, start_ms=start, end_ms=end, engaged_ms=end - start, rate_percent=100)


@given(st.lists(spans(), max_size=8), st.randoms(use_true_random=False), st.data())
def test_order_replays_and_duplicates_of_spans_change_nothing_of_what_was_seen(
    played: list[Watched], shuffle: object, data: st.DataObject
) -> None:
    again = played + data.draw(st.lists(st.sampled_from(played), max_size=4) if played else st.just([]))
    shuffle.shuffle(again)  # type: ignore[attr-defined]
    one, other = (fold(COURSE, [event(fact) for fact in facts]) for facts in (played, again))
    for session in COURSE.sessions:
        assert one.of_session(session.id).coverage == other.of_session(session.id).coverage
        assert one.of_session(session.id).earning == other.of_session(session.id).earning
    assert participation(COURSE, one) == participation(COURSE, other)


@given(st.lists(spans(), max_size=8))
def test_coverage_is_what_a_set_of_milliseconds_would_be(played: list[Watched]) -> None:
    history = fold(COURSE, [event(fact) for fact in played])
    for session in COURSE.sessions:
        expected = Coverage.of(Interval(f.start_ms, f.end_ms) for f in played if f.session == session.id)
        assert history.of_session(session.id).coverage == expected


@given(st.lists(spans(), max_size=8))
def test_participation_never_exceeds_what_was_played(played: list[Watched]) -> None:
    history = fold(COURSE, [event(fact) for fact in played])
    share = participation(COURSE, history)
    seen = sum(history.of_session(s.id).coverage.length_ms for s in COURSE.sessions)
    assert 0 <= share <= 1
    # A session that misses less than 1 % counts as whole.
    assert share <= Fraction(seen, COURSE.duration_ms) + Fraction(1, 100)


@given(st.lists(spans(), max_size=6), st.integers(0, 6))
def test_a_history_can_be_folded_on_from_any_point(played: list[Watched], cut: int) -> None:
    events = [event(fact) for fact in played]
    assert fold(COURSE, events[cut:], fold(COURSE, events[:cut])) == fold(COURSE, events)


def test_what_is_watched_outside_the_dates_is_shown_and_earns_nothing() -> None:
    fact = Watched(session=FIRST, start_ms=0, end_ms=30 * MINUTE, engaged_ms=30 * MINUTE, rate_percent=100)
    late = fold(COURSE, [event(fact, moment=EXPIRED)])
    assert late.of_session(FIRST).coverage.length_ms == 30 * MINUTE
    assert late.of_session(FIRST).earning.length_ms == 0
    assert late.of_session(FIRST).earning_engaged_ms == 0
    assert participation(COURSE, late) == 0
    assert participation(COURSE, fold(COURSE, [event(fact)], late)) == Fraction(1, 3)


def test_each_boot_keeps_its_own_account_of_time() -> None:
    fact = Watched(session=FIRST, start_ms=0, end_ms=20_000, engaged_ms=10_000, rate_percent=200)
    history = fold(
        COURSE,
        [
            event(ClockJumped(by_ms=1), mono_ms=500),
            event(fact, mono_ms=20_000),
            event(fact, mono_ms=10_000),
            event(fact, mono_ms=7, boot="b"),
        ],
    )
    first, second = history.boots[BootId("a")], history.boots[BootId("b")]
    assert (first.first_mono_ms, first.last_mono_ms) == (500, 20_000)
    assert (first.engaged_ms, first.played_ms) == (20_000, 40_000)
    assert (second.first_mono_ms, second.last_mono_ms, second.engaged_ms) == (7, 7, 10_000)


def test_playing_goes_on_where_it_last_stopped() -> None:
    here = world()
    here.journey.acknowledge_disclosures()
    here.watch(COURSE.sessions[0], upto_ms=5 * MINUTE)
    assert here.journey.history.of_session(FIRST).resume_ms == 5 * MINUTE
    here.journey.start_watching(FIRST, position_ms=2 * MINUTE)
    assert here.journey.history.of_session(FIRST).resume_ms == 2 * MINUTE
    assert here.journey.history.of_session(SECOND).resume_ms == 0


def test_answers_to_a_quiz_that_the_course_has_not_leave_no_result() -> None:
    history = after(SHORT_COURSE, History(), event(QuizSubmitted(answers=RIGHT)))
    assert history.quiz_results == () and not history.quiz_passed and history.count == 1


def test_completion_is_the_moment_at_which_the_evaluation_was_sent() -> None:
    here = world()
    here.finish()
    completed = here.journey.history.completed
    here.clock.advance(5 * MINUTE)
    here.claim()
    assert here.journey.history.completed == completed
    claim = here.journey.history.claims[0]
    assert completed is not None and claim.moment - completed == timedelta(minutes=5)
    assert here.journey.history.issue_for("ama") is None
    here.journey.issue_certificate(here.certificate())
    issue = here.journey.history.issue_for("ama")
    assert issue is not None and issue.moment == claim.moment
    assert here.journey.history.claim_for("cop") is None


def test_the_last_answers_of_a_quiz_are_kept_for_its_feedback() -> None:
    here = world()
    here.journey.acknowledge_disclosures()
    here.watch_all()
    here.journey.submit_quiz(RIGHT)
    progress = here.journey.progress()
    assert progress.last_answers == RIGHT
    assert [result.percent for result in progress.quiz_results] == [100]


def test_a_verifier_and_the_window_compute_the_same_progress() -> None:
    here = world()
    here.finish()
    again = fold(COURSE, here.stream.events)
    assert progress_of(COURSE, again, now=here.clock.moment, profession=here.learner.profession) == (
        here.journey.progress()
    )


def test_histories_start_empty() -> None:
    assert replace(History(), count=0) == fold(COURSE, ())


def test_what_earned_until_the_last_day_is_not_added_to_afterwards() -> None:
    early = Watched(session=FIRST, start_ms=0, end_ms=MINUTE, engaged_ms=MINUTE, rate_percent=100)
    late = replace(early, start_ms=MINUTE, end_ms=3 * MINUTE)
    again = replace(early, start_ms=5 * MINUTE, end_ms=6 * MINUTE)
    played = [event(early), event(late, moment=EXPIRED), event(again)]
    seen = fold(COURSE, played).of_session(FIRST)
    assert seen.coverage == Coverage.of([Interval(0, 3 * MINUTE), Interval(5 * MINUTE, 6 * MINUTE)])
    assert seen.earning == Coverage.of([Interval(0, MINUTE), Interval(5 * MINUTE, 6 * MINUTE)])
    assert fold(COURSE, played[2:], fold(COURSE, played[:2])).of_session(FIRST) == seen


@pytest.mark.parametrize("days", [-365, 365])
def test_a_day_that_the_learner_corrected_counts_as_corrected_though_the_clock_shows_an_open_one(days: int) -> None:
    fact = Watched(session=FIRST, start_ms=0, end_ms=MINUTE, engaged_ms=MINUTE, rate_percent=100)
    corrected = fold(COURSE, [event(ClockCorrected(by_ms=days * 86_400_000))])
    expected = Standing.NOT_YET_OPEN if days < 0 else Standing.EXPIRED
    assert standing_at(COURSE, corrected, event(fact).stamp) is expected
    assert standing_at(COURSE, corrected, event(fact, boot="another").stamp) is Standing.OPEN
    assert fold(COURSE, [event(fact)], corrected).of_session(FIRST).earning == Coverage()
