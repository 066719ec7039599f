"""A correction on its way from the learner: what accreditors read of it, line by line, before and after receipts."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from player.bootstrap.places import find_places
from player.bootstrap.reporting import FileReporter
from player.desk.outgoing import Standing
from player.desk.problems import NothingReady
from player.domain.event import TakenBackFor
from player.domain.receipt import Receipt
from player.domain.report_format import ReportFormat
from player.proof.manifest import SignedCourse
from tests.desk.test_sending import AMA, give, number_in, receipt
from tests.exchange.tables.rosters import PHYSICIAN, ROSTER_COURSE
from tests.ui.fake_host import FakeDesk, FakeReporter


class Reporter(FileReporter):
    """Writes and checks as Carrel does; the receipts are those that a test hands out."""

    def __init__(self, desk: FakeDesk) -> None:
        super().__init__(find_places(desk.profile), now=lambda: desk.clock.moment)
        self._receipts: FakeReporter = desk.reporter

    def receipt(self, file: Path, courses: Sequence[SignedCourse]) -> tuple[Receipt, SignedCourse, bytes]:
        return self._receipts.receipt(file, courses)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[FakeDesk]:
    desk = FakeDesk(tmp_path / "profile", courses=(ROSTER_COURSE,))
    desk._sit_down(replace(desk._parts, reporter=Reporter(desk)))
    desk.save_learner(replace(PHYSICIAN, id=desk.learner.id, reporting=True))
    yield desk
    desk.close()


@pytest.fixture
def course(desk: FakeDesk) -> SignedCourse:
    course = desk.signed[0]
    desk.finish(course)
    claim(desk, course, "1.5")
    return course


def claim(desk: FakeDesk, course: SignedCourse, amount: str) -> str:
    assert desk.learner.profession is not None
    desk.journey(course).claim(AMA, amount=Decimal(amount), profession=desk.learner.profession)
    return number_in(desk, course)


def correct(desk: FakeDesk, course: SignedCourse, amount: str) -> tuple[str, str]:
    """The number that counts no more, and the one that does."""
    old = number_in(desk, course)
    desk.journey(course).withdraw_claim(old, reason=TakenBackFor.WRONG_AMOUNT)
    return old, claim(desk, course, amount)


def lines(desk: FakeDesk, course: SignedCourse, out: Path) -> list[tuple[str, str]]:
    """As a second reader finds them."""
    (file,) = desk.sending.write(ReportFormat.PARS, [course.hash], out).files
    with file.open(encoding="utf-8-sig", newline="") as text:
        return [(one["Record Action"], one["Number of CME Credits"]) for one in csv.DictReader(text, delimiter="\t")]


def test_before_a_receipt_a_correction_is_only_what_it_came_to(
    desk: FakeDesk, course: SignedCourse, tmp_path: Path
) -> None:
    assert lines(desk, course, tmp_path) == [("Add", "1.5")]
    correct(desk, course, "1.25")
    assert lines(desk, course, tmp_path) == [("Add", "1.25")]


def test_after_a_receipt_it_is_a_delete_and_then_an_add_until_the_provider_knows(
    desk: FakeDesk, course: SignedCourse, tmp_path: Path
) -> None:
    give(desk, receipt(desk, course, number_in(desk, course)), tmp_path)
    old, new = correct(desk, course, "1.25")
    for _ in range(2):
        assert lines(desk, course, tmp_path) == [("Delete", "1.5"), ("Add", "1.25")]
    give(desk, receipt(desk, course, new, taken_back=(old,)), tmp_path, "second.receipt")
    (submission,) = desk.sending.submissions()
    assert (submission.standing, submission.to_submit) == (Standing.SUBMITTED, frozenset())
    assert lines(desk, course, tmp_path) == [("Add", "1.25")]


def test_credit_that_is_withdrawn_for_good_is_deleted_also_without_permission(
    desk: FakeDesk, course: SignedCourse, tmp_path: Path
) -> None:
    number = number_in(desk, course)
    give(desk, receipt(desk, course, number), tmp_path)
    desk.sending.decide_reporting(permitted=False)
    with pytest.raises(NothingReady):
        lines(desk, course, tmp_path)
    desk.journey(course).withdraw_claim(number, reason=TakenBackFor.OTHER)
    assert lines(desk, course, tmp_path) == [("Delete", "1.5")]
