"""Progress: what a screen shows follows from course and history alone."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from player.domain.learner import Profession
from player.domain.progress import (
    LOCK_WORDS,
    Lock,
    StepName,
    StepState,
    completed_in_time,
    progress_of,
)
from tests.builders import COURSE, FIRST, MINUTE, SECOND
from tests.worlds import world


def test_coverage_is_shown_and_never_the_slider() -> None:
    here = world()
    here.journey.acknowledge_disclosures()
    here.journey.start_watching(FIRST, position_ms=50 * MINUTE)
    progress = here.journey.progress()
    assert progress.seen_permille == 0
    assert [s.seen_permille for s in progress.sessions] == [0, 0]
    assert progress.sessions[0].resume_ms == 50 * MINUTE
    here.watch(COURSE.sessions[0], upto_ms=30 * MINUTE)
    progress = here.journey.progress()
    assert [s.seen_permille for s in progress.sessions] == [500, 0]
    assert progress.seen_permille == 333
    assert progress.sessions[0].engaged_ms == 30 * MINUTE
    assert progress.unseen_ms == 60 * MINUTE


def test_what_may_be_missing_is_not_counted_as_unseen() -> None:
    here = world()
    here.journey.acknowledge_disclosures()
    here.watch(COURSE.sessions[0], upto_ms=60 * MINUTE - 3_000)
    assert here.journey.progress().unseen_ms == 30 * MINUTE
    assert here.journey.progress().sessions[0].watched
    assert not here.journey.progress().sessions[1].watched


def test_a_session_that_ended_is_begun_again_from_its_beginning() -> None:
    here = world()
    here.journey.acknowledge_disclosures()
    here.watch(COURSE.sessions[1])
    assert here.journey.history.of_session(SECOND).resume_ms == 30 * MINUTE
    assert here.journey.progress().sessions[1].resume_ms == 0


def test_without_a_profession_every_offer_is_shown() -> None:
    here = world()
    everything, physicians = (
        progress_of(COURSE, here.journey.history, now=here.clock.moment, profession=profession).entitlements
        for profession in (None, Profession.PHYSICIAN)
    )
    assert [e.offer.id for e in everything] == ["ama", "ancc", "acpe", "apa", "cop"]
    assert [e.offer.id for e in physicians] == ["ama"]


def test_an_entitlement_holds_what_is_due_now_and_what_was_claimed_and_issued() -> None:
    here = world()
    here.finish()
    before = here.journey.progress().entitlements[0]
    assert (before.now, before.claim, before.issue) == (Decimal("1.5"), None, None)
    here.claim(amount="1.25")
    here.journey.issue_certificate(here.certificate())
    done = here.journey.progress().entitlements[0]
    assert done.claim is not None and done.claim.credit.amount == Decimal("1.25")
    assert done.issue is not None and done.issue.certificate.offer == "ama"


def test_a_course_that_is_not_completed_is_not_completed_in_time() -> None:
    here = world()
    assert not completed_in_time(COURSE, here.journey.history)
    here.finish()
    assert completed_in_time(COURSE, here.journey.history)


def test_a_required_share_below_the_whole_opens_the_quiz_earlier() -> None:
    course = replace(COURSE, watch=replace(COURSE.watch, required_percent=80))
    here = world(course)
    here.journey.acknowledge_disclosures()
    for session in course.sessions:
        here.watch(session, upto_ms=session.duration_ms * 8 // 10)
    assert here.journey.progress().step(StepName.QUIZ).state is StepState.OPEN


def test_every_lock_has_its_reason_and_its_way() -> None:
    assert set(LOCK_WORDS) == set(Lock)
    assert all(text.endswith(".") for words in LOCK_WORDS.values() for text in words)
