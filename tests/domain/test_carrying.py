"""What of the facts recorded in one version of a course holds in a later one, and how that is told."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.carrying import carried, told_before
from player.domain.clock import BootId, Stamp
from player.domain.course import Course, SessionId
from player.domain.credit import Document
from player.domain.event import (
    AnswerGiven,
    CertificateIssued,
    CertificateRevoked,
    CheckedUp,
    CheckpointAnswered,
    ClockCorrected,
    ClockJumped,
    CompletionExported,
    CreditClaimed,
    CreditWithdrawn,
    DisclosuresAcknowledged,
    EvaluationSubmitted,
    Event,
    Fact,
    MachineChecked,
    PresenceConfirmed,
    QuizSubmitted,
    ReceiptAccepted,
    ReportingDecided,
    ResponseGiven,
    StreamId,
    StreamJoined,
    Suspended,
    TakenBackFor,
    Watched,
    WatchStarted,
)
from player.domain.learner import Profession
from player.domain.policy import Checkpoint, PresenceChecks, Seeking
from player.domain.update import Change, update_between
from tests import versions
from tests.builders import CHOICE, CODE, COURSE, FIRST, MINUTE, RESPONSES, RIGHT, SECOND, STRICT_COURSE, opening_for
from tests.versions import THIRD

STAMP = Stamp(wall_ms=0, offset_min=0, mono_ms=0, boot=BootId("b"))
WATCHED = Watched(session=SECOND, start_ms=0, end_ms=1, engaged_ms=1, rate_percent=100)
STARTED = WatchStarted(session=SECOND, content=COURSE.sessions[1].content, position_ms=0)
CLAIMED = CreditClaimed(offer="ama", amount=Decimal("1.5"), profession=Profession.PHYSICIAN)
ISSUED = CertificateIssued(
    number="", offer="ama", document=Document.CME_CERTIFICATE, facts="", salt="", name="", signer=""
)
WITHDRAWN = CreditWithdrawn(offer="ama", number="", reason=TakenBackFor.OTHER)
REVOKED = CertificateRevoked(offer="ama", number="", reason=TakenBackFor.OTHER)
CREDIT: tuple[Fact, ...] = (CLAIMED, ISSUED, WITHDRAWN, REVOKED)
TOLD = DisclosuresAcknowledged()
QUIZ = (AnswerGiven(answer=RIGHT[0]), QuizSubmitted(answers=RIGHT))
EVALUATION = (ResponseGiven(response=RESPONSES[0]), EvaluationSubmitted(responses=RESPONSES))
ACTS: tuple[Fact, ...] = (TOLD, STARTED, WATCHED, *QUIZ, *EVALUATION, *CREDIT)
CLOCKS: tuple[Fact, ...] = (ClockJumped(by_ms=1), Suspended(by_ms=1), ClockCorrected(by_ms=1))
HANDED_ON: tuple[Fact, ...] = (
    ReportingDecided(permitted=False),
    ReceiptAccepted(completion="c", receipt="r", credited=("CRL-1",), taken_back=()),
)
ALWAYS: tuple[Fact, ...] = (
    *CLOCKS,
    *HANDED_ON,
    StreamJoined(stream=StreamId("5"), seq=0, hash=""),
    opening_for(COURSE),
)
PRESENT = PresenceConfirmed(session=SECOND, position_ms=0)
CHECKED = (CheckedUp(verdicts=()), MachineChecked(verdicts=(), report="7K3M-Q2XA"))
NEVER: tuple[Fact, ...] = (CompletionExported(digest=""), *CHECKED, PRESENT)
CODED = CheckpointAnswered(session=FIRST, checkpoint=CODE.id, answer="zz42")
CHOSEN = CheckpointAnswered(session=FIRST, checkpoint=CHOICE.id, answer="b")


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
        (versions.NO_AMA, (TOLD, *CREDIT)),
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


def asking(*checkpoints: Checkpoint) -> Course:
    """The next version of the strict course, with these checkpoints in the first session."""
    first, second = STRICT_COURSE.sessions
    return versions.later(STRICT_COURSE, sessions=(replace(first, checkpoints=checkpoints), second))


OTHERWISE = replace(CHOICE, choices=(CHOICE.choices[0], replace(CHOICE.choices[1], text="Neither")))


@pytest.mark.parametrize(
    ("checkpoints", "kept"),
    [
        ((CODE, CHOICE), (CODED, CHOSEN)),
        ((CHOICE, replace(CODE, at_ms=50 * MINUTE, codes=("zz 44",))), (CODED, CHOSEN)),
        ((replace(CODE, prompt="Which one?"), CHOICE), (CHOSEN,)),
        ((replace(CODE, id="other"), CHOICE), (CHOSEN,)),
        ((CODE, OTHERWISE), (CODED,)),
        ((), ()),
    ],
)
def test_an_answer_at_a_checkpoint_holds_where_the_same_is_asked(
    checkpoints: tuple[Checkpoint, ...], kept: tuple[Fact, ...]
) -> None:
    new = asking(*checkpoints)
    assert tuple(fact for fact in (CODED, CHOSEN) if carry(fact, new, old=STRICT_COURSE) is not None) == kept


def test_an_answer_at_a_checkpoint_follows_the_recording() -> None:
    swapped = tuple(replace(session, id=SessionId(f"new-{session.id}")) for session in STRICT_COURSE.sessions)
    new = versions.later(STRICT_COURSE, sessions=swapped)
    assert carry(CODED, new, old=STRICT_COURSE) == replace(CODED, session="new-first")
    assert carry(CODED, versions.later(STRICT_COURSE, sessions=swapped[1:]), old=STRICT_COURSE) is None


def test_the_later_version_says_which_answer_is_right() -> None:
    mended = asking(replace(CODE, codes=("zz 44",)), CHOICE)
    before, after = versions.updated(mended, old=STRICT_COURSE)
    before.journey.acknowledge_disclosures()
    for answer in ("zz44", "zz42"):
        before.journey.answer_checkpoint(FIRST, CODE.id, answer)
    before.journey.answer_checkpoint(FIRST, CHOICE.id, "b")
    after.join(before)
    assert after.journey.progress().sessions[0].open_checkpoints == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"seeking": Seeking.FREE},
        {"hidden_counts": True},
        {"muted_counts": True},
        {"away_counts": True},
        {"presence": None},
        {"presence": PresenceChecks(least_minutes=5, most_minutes=10, patience_seconds=61)},
    ],
)
def test_what_counts_as_watched_is_told_anew_when_it_changed(changes: dict[str, Any]) -> None:
    changed = replace(STRICT_COURSE, watch=replace(STRICT_COURSE.watch, **changes))
    assert told_before(changed) != told_before(STRICT_COURSE)


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


def test_what_a_recording_asks_is_one_of_the_rules() -> None:
    assert update_between(STRICT_COURSE, asking(CODE, CHOICE)).rules is Change.KEPT
    assert update_between(STRICT_COURSE, asking(CHOICE)).rules is Change.KEPT
    for other in (replace(CODE, codes=("zz 44",)), replace(CODE, prompt="Which one?"), OTHERWISE):
        assert update_between(STRICT_COURSE, asking(CODE, other, CHOICE)).rules is Change.CHANGED


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
