"""What of the facts recorded in one version of a course holds in a later one, and how that is told."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.carrying import carried, told_before
from player.domain.clock import BootId, Stamp
from player.domain.course import Course
from player.domain.credit import Document
from player.domain.event import (
    AnswerGiven,
    CertificateIssued,
    CheckedUp,
    ClockCorrected,
    ClockJumped,
    CompletionExported,
    CreditClaimed,
    DisclosuresAcknowledged,
    EvaluationSubmitted,
    Event,
    Fact,
    QuizSubmitted,
    ResponseGiven,
    StreamId,
    StreamJoined,
    Suspended,
    Watched,
    WatchStarted,
)
from player.domain.learner import Profession
from player.domain.update import Change, update_between
from tests import versions
from tests.builders import COURSE, FIRST, RESPONSES, RIGHT, SECOND, opening_for
from tests.versions import THIRD

STAMP = Stamp(wall_ms=0, offset_min=0, mono_ms=0, boot=BootId("b"))
WATCHED = Watched(session=SECOND, start_ms=0, end_ms=1, engaged_ms=1, rate_percent=100)
STARTED = WatchStarted(session=SECOND, content=COURSE.sessions[1].content, position_ms=0)
CLAIMED = CreditClaimed(offer="ama", amount=Decimal("1.5"), profession=Profession.PHYSICIAN)
ISSUED = CertificateIssued(
    number="", offer="ama", document=Document.CME_CERTIFICATE, facts="", salt="", name="", signer=""
)
TOLD = DisclosuresAcknowledged()
QUIZ = (AnswerGiven(answer=RIGHT[0]), QuizSubmitted(answers=RIGHT))
EVALUATION = (ResponseGiven(response=RESPONSES[0]), EvaluationSubmitted(responses=RESPONSES))
ACTS: tuple[Fact, ...] = (TOLD, STARTED, WATCHED, *QUIZ, *EVALUATION, CLAIMED, ISSUED)
CLOCKS: tuple[Fact, ...] = (ClockJumped(by_ms=1), Suspended(by_ms=1), ClockCorrected(by_ms=1))
ALWAYS: tuple[Fact, ...] = (*CLOCKS, StreamJoined(stream=StreamId("5"), seq=0, hash=""), opening_for(COURSE))
NEVER: tuple[Fact, ...] = (CompletionExported(digest=""), CheckedUp(verdicts=()))


def carry(fact: Fact, new: Course, old: Course = COURSE) -> Fact | None:
    found = carried(Event(seq=7, stamp=STAMP, fact=fact), old, new)
    assert found is None or (found.seq, found.stamp) == (7, STAMP)
    return found.fact if found else None


@pytest.mark.parametrize("fact", [*ACTS, *ALWAYS])
def test_where_nothing_that_counts_changed_everything_holds(fact: Fact) -> None:
    assert carry(fact, versions.SAME) == fact
    assert carry(fact, versions.REWORDED) == fact


@pytest.mark.parametrize(
    ("new", "lost"),
    [
        (versions.RERECORDED, (STARTED, WATCHED)),
        (versions.SHORTENED, (STARTED, WATCHED)),
        (versions.DISCLOSED, (TOLD,)),
        (versions.SLOWER, (TOLD,)),
        (versions.OTHER_QUIZ, QUIZ),
        (versions.HARDER, (TOLD, *QUIZ)),
        (versions.OTHER_EVALUATION, EVALUATION),
        (versions.LESS_CREDIT, (TOLD,)),
        (versions.NO_AMA, (TOLD, CLAIMED, ISSUED)),
    ],
)
def test_what_hangs_on_what_changed_drops_and_nothing_else_does(new: Course, lost: tuple[Fact, ...]) -> None:
    assert [fact for fact in ACTS if carry(fact, new) is None] == [fact for fact in ACTS if fact in lost]
    assert all(carry(fact, new) == fact for fact in ALWAYS)


@pytest.mark.parametrize("fact", NEVER)
def test_what_concerns_one_version_alone_is_never_carried(fact: Fact) -> None:
    assert carry(fact, versions.SAME) is None


def test_a_quiz_that_is_gone_or_new_takes_no_answers_along() -> None:
    without = replace(COURSE, quiz=None)
    assert carry(QUIZ[1], versions.later(without)) is None
    assert carry(QUIZ[1], versions.SAME, old=without) is None


def test_progress_follows_the_recording_to_the_name_that_it_has_now() -> None:
    assert carry(WATCHED, versions.RENAMED) == replace(WATCHED, session="new-second")
    assert carry(WATCHED, versions.SWAPPED) == replace(WATCHED, session=FIRST)
    assert carry(replace(WATCHED, session=FIRST), versions.SWAPPED) == replace(WATCHED, session=THIRD)
    assert carry(STARTED, versions.SWAPPED) == replace(STARTED, session=FIRST)


def test_of_two_sessions_with_one_recording_each_keeps_its_own() -> None:
    twice = replace(COURSE, sessions=(COURSE.sessions[0], replace(COURSE.sessions[0], id=SECOND)))
    assert carry(WATCHED, versions.later(twice), old=twice) == WATCHED


def test_a_person_who_discloses_nothing_need_not_be_told_of_anew() -> None:
    assert told_before(replace(COURSE, people=(*COURSE.people, replace(COURSE.people[0], id="eve")))) == told_before(
        COURSE
    )
    changed = replace(COURSE, people=(replace(COURSE.people[0], credentials="DO"),))
    assert told_before(changed) != told_before(COURSE)


@given(facts=st.lists(st.sampled_from([*ACTS, *ALWAYS, *NEVER])), cut=st.integers(0, 20))
def test_what_was_common_stays_common(facts: list[Fact], cut: int) -> None:
    """Event by event: what one event becomes hangs on no other, so branches of one record fork where they forked."""
    events = [Event(seq=n, stamp=STAMP, fact=fact) for n, fact in enumerate(facts)]
    whole = [carried(event, COURSE, versions.RERECORDED) for event in events]
    assert [carried(event, COURSE, versions.RERECORDED) for event in events[:cut]] == whole[:cut]


# --- how it is told --------------------------------------------------------------------------------------------


def test_an_update_that_changes_nothing_that_counts_keeps_all() -> None:
    assert update_between(COURSE, versions.SAME).keeps_all
    assert update_between(COURSE, versions.RENAMED).keeps_all


def changes(new: Course) -> list[Change]:
    return [session.change for session in update_between(COURSE, new).sessions]


def test_sessions_are_told_as_kept_changed_new_or_gone() -> None:
    assert changes(versions.RENAMED) == changes(versions.SWAPPED) == [Change.KEPT, Change.KEPT]
    assert changes(versions.RERECORDED) == [Change.KEPT, Change.CHANGED]
    assert changes(versions.EXTENDED) == [Change.KEPT, Change.KEPT, Change.NEW]
    assert changes(versions.later(sessions=COURSE.sessions[:1])) == [Change.KEPT, Change.GONE]
    gone = update_between(COURSE, versions.later(sessions=COURSE.sessions[:1])).sessions[1]
    assert (gone.was, gone.now) == (COURSE.sessions[1], None)


@pytest.mark.parametrize(
    ("new", "changed"),
    [
        (versions.DISCLOSED, {"told"}),
        (versions.OTHER_QUIZ, {"quiz"}),
        (versions.OTHER_EVALUATION, {"evaluation"}),
        (versions.CLOSED, {"days"}),
        (versions.SLOWER, {"told", "rules"}),
    ],
)
def test_each_part_is_told_apart(new: Course, changed: set[str]) -> None:
    update = update_between(COURSE, new)
    parts = {name: getattr(update, name) for name in ("told", "quiz", "evaluation", "days", "rules")}
    assert {name for name, change in parts.items() if change is not Change.KEPT} == changed
    assert not update.keeps_all


def test_credit_is_told_with_what_it_was() -> None:
    less = update_between(COURSE, versions.LESS_CREDIT).offers[0]
    assert less.change is Change.CHANGED and less.was is not None and less.now is not None
    assert (less.was.maximum, less.now.maximum) == (Decimal("1.5"), Decimal(1))
    gone = update_between(COURSE, versions.NO_AMA).offers[-1]
    assert gone.change is Change.GONE and gone.was is not None and gone.was.id == "ama"


def test_a_quiz_that_neither_has_is_no_change() -> None:
    without = replace(COURSE, quiz=None)
    assert update_between(without, versions.later(without)).quiz is Change.ABSENT
    assert update_between(without, versions.SAME).quiz is Change.NEW
    assert update_between(COURSE, versions.later(without)).quiz is Change.GONE
