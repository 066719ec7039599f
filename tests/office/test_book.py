"""The book: one credit for each person, course and offer, whatever came from where and in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from player.domain.collection.account import FlagKind, Outcome
from player.domain.collection.book import Book
from player.domain.event import TakenBackFor
from player.domain.learner import LearnerId
from tests.builders import RIGHT
from tests.fakes import NOON
from tests.office.lives import account, earned, learner, life, sent, settle
from tests.trying import tries
from tests.worlds import key

ANA = learner(1)
OTHER_DEVICE = key(9)


def standing(book: Book) -> dict[str, str]:
    return {offer: number for (_, _, offer), number in book.credits.items() if number}


def flags(book: Book, *kinds: FlagKind) -> list[str]:
    return [flag.words for flag, _ in book.flags if flag.kind in kinds]


@cache
def states() -> tuple[bytes, ...]:
    """One life, sent again and again: finished, claimed, taken back, claimed anew; and the same on another device."""
    here = life(ANA, stream=1)
    here.finish()
    found = [sent(here)]
    here.claim()
    found.append(sent(here))
    number = here.journey.history.claims[0].number
    here.journey.withdraw_claim(number, reason=TakenBackFor.WRONG_AMOUNT)
    found.append(sent(here))
    here.claim(amount="1.25")
    found.append(sent(here))
    there = earned(ANA, stream=2, device=OTHER_DEVICE, at=NOON + timedelta(days=3))
    return (*found, sent(there, device=OTHER_DEVICE))


def test_a_longer_state_of_a_stream_replaces_what_counts() -> None:
    before, claimed, withdrawn, anew, _ = states()
    book = settle(Book(), before)
    assert standing(book) == {}
    settle(book, before, claimed)
    first = standing(book)["ama"]
    settle(book, withdrawn)
    assert standing(book) == {}
    settle(book, anew)
    assert standing(book)["ama"] not in ("", first)


def test_an_older_state_adds_nothing() -> None:
    _, claimed, withdrawn, _, _ = states()
    book = settle(Book(), withdrawn)
    settled = book.settle(account(claimed), lambda digest, stream: account(withdrawn).own.links)
    assert settled.outcome is Outcome.OLDER
    assert standing(book) == {}


@settings(max_examples=tries(25), deadline=None)
@given(st.permutations(range(5)))
def test_whatever_the_order_one_credit_counts_for_each_offer(order: list[int]) -> None:
    files = states()
    book = settle(Book(), *(files[place] for place in order))
    assert len(standing(book)) == 1
    number = standing(book)["ama"]
    assert book.claims[number].gone_ms is None
    assert {claim.told.number for claim in book.claims.values() if claim.gone_ms is None} >= {number}


@settings(max_examples=10, deadline=None)
@given(st.lists(st.sampled_from(range(5)), max_size=8))
def test_what_comes_twice_changes_nothing(order: list[int]) -> None:
    files = states()
    once = settle(Book(), *(files[place] for place in dict.fromkeys(order)))
    twice = settle(Book(), *(files[place] for place in order), *(files[place] for place in order))
    assert standing(twice) == standing(once)
    assert twice.streams == once.streams


def test_two_devices_of_one_learner_have_one_credit_and_both_claims_are_confirmed() -> None:
    one = sent(earned(ANA, stream=1))
    other = sent(earned(ANA, stream=2, device=OTHER_DEVICE, at=NOON + timedelta(days=3)), device=OTHER_DEVICE)
    book = settle(Book(), one)
    first = standing(book)
    settled = book.settle(account(other), lambda digest, stream: b"")
    assert standing(book) == first
    assert settled.credited == account(other).standing


def test_when_the_claim_that_counts_is_taken_back_the_other_device_s_counts() -> None:
    _, claimed, withdrawn, _, other = states()
    book = settle(Book(), claimed, other)
    settle(book, withdrawn)
    assert standing(book)["ama"] == account(other).claims[0].number


def test_claims_of_two_learners_count_apart() -> None:
    book = settle(Book(), sent(earned(learner(1), stream=1)), sent(earned(learner(2), stream=2)))
    assert len([number for number in book.credits.values() if number]) == 2


# --- what somebody should look at ----------------------------------------------------------------------------


def test_a_stream_that_was_continued_in_two_ways_is_flagged_whichever_comes_first() -> None:
    here, clone = earned(ANA, stream=1), life(ANA, stream=1)
    clone.finish()
    clone.clock.advance(60_000)
    clone.claim(amount="1.0")
    for files in ((sent(here), sent(clone)), (sent(clone), sent(here))):
        book = settle(Book(), *files)
        assert len(flags(book, FlagKind.FORKED)) == 1
        assert len(standing(book)) == 1


def test_a_shorter_branch_of_a_fork_is_found_as_well() -> None:
    here, clone = earned(ANA, stream=1), life(ANA, stream=1)
    clone.clock.advance(5)
    clone.journey.acknowledge_disclosures()
    book = settle(Book(), sent(here), sent(clone))
    assert len(flags(book, FlagKind.FORKED)) == 1


def test_a_prefix_is_no_fork() -> None:
    here = earned(ANA, stream=1)
    book = settle(Book(), sent(here, events=20), sent(here), sent(here, events=7))
    assert not flags(book, FlagKind.FORKED)


def test_a_record_that_is_known_under_another_name_is_not_taken_in() -> None:
    book = settle(Book(), sent(earned(learner(1), stream=1)))
    thief = account(sent(earned(learner(2), stream=1)))
    settled = book.settle(thief, lambda digest, stream: b"")
    assert settled.outcome is Outcome.REFUSED
    assert settled.credited == ()
    assert LearnerId(learner(2).id) not in book.learners
    assert len(flags(book, FlagKind.FORKED)) == 1


def test_two_devices_that_played_at_the_same_time_are_flagged() -> None:
    one = sent(earned(ANA, stream=1))
    other = sent(earned(ANA, stream=2, device=OTHER_DEVICE, at=NOON + timedelta(minutes=30)), device=OTHER_DEVICE)
    for files in ((one, other), (other, one)):
        assert len(flags(settle(Book(), *files), FlagKind.TWO_PLACES)) == 1


def test_playing_on_another_day_is_no_reason_to_look() -> None:
    book = settle(Book(), *states())
    assert not flags(book, FlagKind.TWO_PLACES)


def test_the_same_stretch_in_a_longer_file_is_no_second_place() -> None:
    here = earned(ANA, stream=1)
    assert not flags(settle(Book(), sent(here, events=20), sent(here)), FlagKind.TWO_PLACES)


def test_what_the_learner_corrected_is_considered() -> None:
    """A clock that is two hours slow shows playing at noon that was at two o'clock."""
    one = sent(earned(ANA, stream=1))
    wrong = life(ANA, stream=2, device=OTHER_DEVICE, at=NOON)
    wrong.journey.correct_clock(NOON + timedelta(hours=2))
    wrong.finish()
    book = settle(Book(), one, sent(wrong, device=OTHER_DEVICE))
    assert not flags(book, FlagKind.TWO_PLACES)


def test_a_claim_that_is_taken_back_after_it_counted_is_flagged() -> None:
    _, claimed, withdrawn, _, _ = states()
    assert flags(settle(Book(), claimed, withdrawn), FlagKind.TAKEN_BACK)
    assert not flags(settle(Book(), withdrawn), FlagKind.TAKEN_BACK)


def test_a_quiz_that_nobody_could_have_read_is_flagged() -> None:
    assert flags(settle(Book(), sent(earned(ANA, stream=1))), FlagKind.QUICK_QUIZ)
    slow = life(ANA, stream=3)
    slow.journey.acknowledge_disclosures()
    slow.watch_all()
    slow.clock.advance(60_000)
    slow.journey.submit_quiz(RIGHT)
    assert not flags(settle(Book(), sent(slow)), FlagKind.QUICK_QUIZ)


def test_a_clock_that_was_set_by_hours_is_flagged() -> None:
    here = life(ANA, stream=1)
    here.journey.acknowledge_disclosures()
    here.clock.set_wall(NOON + timedelta(hours=5))
    here.watch(here.course.sessions[0], upto_ms=120_000)
    book = settle(Book(), sent(here))
    assert len(flags(book, FlagKind.CLOCK)) == 1
    assert "5 h 0 min" in flags(book, FlagKind.CLOCK)[0]


def test_the_newest_particulars_are_kept() -> None:
    here = earned(ANA, stream=1)
    older, renamed = sent(here, events=20), replace(here, learner=replace(ANA, name="Ana Nova"))
    newer = sent(renamed)
    for files in ((older, newer), (newer, older)):
        book = settle(Book(), *files)
        assert book.changed_learners[ANA.id].learner.name == "Ana Nova"
