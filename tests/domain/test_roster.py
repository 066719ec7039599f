"""Whether a receiver may know of a claim: by receipts, and by whether a file was ever written."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from player.domain.event import CreditClaimed, StreamId
from player.domain.history import Claim, History, Submission
from player.domain.learner import Profession
from player.domain.roster import _told

CLAIM = Claim(
    credit=CreditClaimed(offer="ama", amount=Decimal("1.5"), profession=Profession.PHYSICIAN),
    moment=datetime(2024, 6, 1, tzinfo=UTC),
    stream=StreamId("5" * 32),
)
RECEIPT = Submission(
    receipt="r", credited=frozenset({CLAIM.number}), taken_back=frozenset(), moment=datetime(2024, 6, 2, tzinfo=UTC)
)


def test_nobody_was_told_of_what_was_never_written() -> None:
    assert _told(History(), CLAIM) is False


def test_a_file_may_have_arrived_whose_receipt_never_came() -> None:
    assert _told(History(exports=1), CLAIM) is None


def test_a_receipt_says_that_it_is_known_until_another_takes_it_back() -> None:
    history = History(exports=1, submissions=(RECEIPT,))
    assert _told(history, CLAIM) is True
    gone = replace(RECEIPT, credited=frozenset(), taken_back=RECEIPT.credited)
    assert _told(replace(history, submissions=(RECEIPT, gone)), CLAIM) is None
