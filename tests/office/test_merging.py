"""Two devices that never heard of each other: their learner's statements are told as those of one learner."""

from __future__ import annotations

from datetime import timedelta

from player.bootstrap.collecting import CompletionJudge
from player.domain.event import TakenBackFor
from player.domain.learner_completion import LearnerCompletion
from player.office.accounting import completion_of
from player.office.merging import merged
from tests.exchange.xapi.by_the_book import Statement, faults, verb
from tests.exchange.xapi.lives import told
from tests.fakes import NOON
from tests.office.lives import earned, learner, ordinary, sent
from tests.worlds import TRUST, World, key

ANA = learner(1)
LATER = timedelta(days=3)
ONCE = ("completed", "passed", "satisfied", "earned")


def read(data: bytes) -> LearnerCompletion:
    return completion_of(CompletionJudge(TRUST).judge(data, name="x"))


def second(here: World) -> LearnerCompletion:
    return read(sent(here, device=key(9)))


def again() -> World:
    return earned(ANA, stream=2, device=key(9), at=NOON + LATER)


def of_course(statements: list[Statement]) -> list[str]:
    """What no learner does twice; a recording is completed for itself."""
    return [verb(one) for one in statements if verb(one) in ONCE and "/sessions/" not in one["object"]["id"]]


def test_what_no_learner_does_twice_is_told_once_though_two_devices_did_it() -> None:
    apart = [read(ordinary(1)), second(again())]
    together = list(merged(apart))
    assert len(together) == 1 and len(together[0].strands) == 2
    statements = told(*together)
    assert sorted(of_course(statements)) == sorted(ONCE)
    assert faults(statements, one_device=False) == []
    assert {one["id"] for one in statements} <= {one["id"] for one in told(*apart)}


def test_the_credit_that_counts_is_told_when_the_other_was_taken_back() -> None:
    there = again()
    here = earned(ANA, stream=1)
    here.journey.withdraw_claim(here.journey.history.claims[0].number, reason=TakenBackFor.OTHER)
    statements = told(*merged([read(sent(here)), second(there)]))
    assert [verb(one) for one in statements if verb(one) in ("earned", "voided")] == ["earned", "voided", "earned"]
    assert statements[-1]["result"]["extensions"]["urn:carrel:xapi:credit"]["number"] == (
        there.journey.history.claims[0].number
    )


def test_learners_stay_apart_and_one_file_stays_as_it_is() -> None:
    several = [read(ordinary(1)), read(ordinary(2))]
    assert list(merged(several)) == several
