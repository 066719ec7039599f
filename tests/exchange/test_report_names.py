"""Report files have names that every file system takes, and no two forms of the same rows share one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from player.domain.learner import LearnerId, Profession
from player.domain.report_format import ReportFormat
from player.domain.roster import RosterRow
from player.exchange.report_names import report_name
from tests.builders import COURSE
from tests.ui.fake_host import FakeDesk

DAY = date(2026, 11, 22)


@pytest.fixture
def row(tmp_path: Path) -> Iterator[RosterRow]:
    desk = FakeDesk(tmp_path, courses=(COURSE,))
    course = desk.signed[0]
    desk.finish(course)
    desk.journey(course).claim("ama", amount=Decimal("0.5"), profession=Profession.PHYSICIAN)
    (row,) = desk.sending.check(ReportFormat.PARS, [course.hash]).rows
    yield row
    desk.close()


def of(row: RosterRow, *, name: str, learner: str = "11" * 16) -> RosterRow:
    return replace(row, learner=replace(row.learner, id=LearnerId(learner), name=name))


def test_a_name_says_of_what_whose_when_and_in_which_form(row: RosterRow) -> None:
    assert report_name(ReportFormat.XAPI, [of(row, name="Ana Núñez")], today=DAY) == (
        f"{row.course.title} - Ana Núñez - 2026-11-22 - xapi.json"
    )


def test_no_two_forms_share_a_name(row: RosterRow) -> None:
    names = [report_name(form, [row], today=DAY, ending="json") for form in ReportFormat]
    assert len(set(names)) == len(names)


def test_of_many_learners_and_courses_the_number_is_told_and_nobody_named(row: RosterRow) -> None:
    other = replace(of(row, name="Bo", learner="22" * 16), course=replace(row.course, title="Another"))
    name = report_name(ReportFormat.PARS, [of(row, name="Ana"), other], today=DAY, ending="txt")
    assert name == "2 courses - 2 learners - 2026-11-22 - pars.txt"


def test_badges_have_the_number_of_their_claim(row: RosterRow) -> None:
    assert row.number in report_name(ReportFormat.BADGE_PNG, [row], today=DAY)


@pytest.mark.parametrize("name", ["../../etc/passwd", "CON", "a\u202egnp.exe", "x" * 400, "  ", "名前 山田" * 60])
def test_whatever_a_learner_is_called_the_name_can_be_written(row: RosterRow, tmp_path: Path, name: str) -> None:
    written = report_name(ReportFormat.XAPI, [of(row, name=name)], today=DAY)
    assert "/" not in written
    assert "\u202e" not in written
    (tmp_path / written).write_bytes(b"")
    assert [file.name for file in tmp_path.glob("*.json")] == [written]
