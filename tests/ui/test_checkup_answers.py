"""Rows of a check-up come and go a few at a time, so that the window answers meanwhile, however many there are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from player.domain.checkup.report import CheckUp
from player.domain.requirement import Finding, Level, Requirement, Verdict
from player.ui.checkup.answers import AT_ONCE, Answers
from player.ui.checkup.state import CheckupState
from player.ui.widgets.finding import FindingRow
from tests.fakes import NOON
from tests.ui.fake_host import FakeDesk, FakeHost, make_host

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

MANY = 5 * AT_ONCE


@pytest.fixture
def host(tmp_path: Path, qapp: QApplication) -> Iterator[FakeHost]:
    host = make_host(FakeDesk(tmp_path), qapp)
    yield host
    host.door.close()


@pytest.fixture
def answers(host: FakeHost, qtbot: QtBot) -> Answers:
    answers = Answers(host.theme)
    qtbot.addWidget(answers)
    answers.resize(900, 600)
    answers.show()
    return answers


def state(count: int) -> CheckupState:
    rules = (Requirement(id=str(n), level=Level.MINIMUM, subject=str(n), text=f"Rule {n}") for n in range(count))
    found = tuple(Finding(requirement=rule, verdict=Verdict.MET) for rule in rules)
    checkup = CheckUp(moment=NOON, subject=None, own=found, asked=(), facts=())
    return CheckupState(courses=(), course=None, checkup=checkup)


def rows(answers: Answers) -> list[FindingRow]:
    return answers.findChildren(FindingRow)


def on_show(answers: Answers) -> int:
    return sum(row.isVisible() for row in rows(answers))


def test_the_rows_of_an_earlier_check_up_are_out_of_sight_at_once_and_taken_away_in_portions(
    answers: Answers, qtbot: QtBot
) -> None:
    answers.render_state(state(MANY), fresh=True)
    qtbot.waitUntil(lambda: answers.is_built and on_show(answers) == MANY)
    answers.render_state(state(1), fresh=True)
    assert on_show(answers) <= 1, "what was shown before is of other rules"
    left = [len(rows(answers))]
    answers._taking_away.timeout.connect(lambda: left.append(len(rows(answers))))
    qtbot.waitUntil(lambda: len(rows(answers)) == 1)
    assert left[0] >= MANY
    left.append(len(rows(answers)))
    assert all(before - after <= AT_ONCE for before, after in pairwise(left))


def test_a_check_up_that_comes_before_the_last_one_is_gone_stands_alone_in_the_end(
    answers: Answers, qtbot: QtBot
) -> None:
    for count in (MANY, 1, MANY, 2):
        answers.render_state(state(count), fresh=True)
    qtbot.waitUntil(lambda: answers.is_built and len(rows(answers)) == 2)
    assert on_show(answers) == 2
