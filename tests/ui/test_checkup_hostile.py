"""The check-up's page in the hands of a hostile provider and of somebody who cannot wait."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel
from pytestqt.qtbot import QtBot

from player.domain.course import Contact
from player.ui.checkup.page import CheckupPage
from player.ui.host import Place, Route
from tests.builders import COURSE
from tests.faults.hostile.rules import MARKUP, RULES
from tests.ui.checkup_parts import CheckupDesk, SlowMachine, settle
from tests.ui.fake_host import FakeHost, make_host
from tests.ui.gestures import button, open_page, texts

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Visit:
    """The page of one check-up, for a course with these rules."""

    def __init__(self, place: Path, kind: str, app: QApplication, qtbot: QtBot) -> None:
        contact = Contact(purpose="technical", label=MARKUP, email="<a href=x>a</a>?cc=all@example.org&body=x")
        course = replace(COURSE, title=MARKUP, requirements=RULES[kind], contacts=(contact,))
        self.machine = SlowMachine()
        self.desk = CheckupDesk(place, course=course, machine=self.machine)
        self.host: FakeHost = make_host(self.desk, app)
        self.page = CheckupPage(self.host)
        qtbot.addWidget(self.page)
        open_page(self.page, self.host, Route(place=Place.CHECKUP, course=self.desk.signed[0].hash))

    def answered(self) -> None:
        settle(self.page, self.host)
        self.machine.answer()
        settle(self.page, self.host)


@pytest.fixture
def visit(request: pytest.FixtureRequest, tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Visit]:
    visit = Visit(tmp_path, getattr(request, "param", "markup"), qapp, qtbot)
    yield visit
    visit.host.settle()
    visit.host.door.close()


@pytest.mark.parametrize("visit", ["letters", "markup", "contradictions", "as deep as may be"], indirect=True)
def test_odd_rules_are_all_shown(visit: Visit) -> None:
    visit.answered()
    state = visit.page._state
    assert state is not None and state.checkup.is_complete
    assert visit.page._screen.answers.is_built


def test_what_looks_like_a_page_of_the_web_is_shown_as_the_text_that_it_is(visit: Visit) -> None:
    visit.answered()
    assert MARKUP in texts(visit.page)
    written = [label for label in visit.page.findChildren(QLabel) if "<" in label.text()]
    assert written and {label.textFormat() for label in written} == {Qt.TextFormat.PlainText}


def test_a_courses_title_is_no_page_of_the_web_under_the_pointer_either(visit: Visit) -> None:
    visit.answered()
    (box,) = visit.page.findChildren(QComboBox)
    assert "<script" not in box.itemData(box.count() - 1, Qt.ItemDataRole.ToolTipRole)


def test_whoever_presses_check_again_fifty_times_gets_the_answers_of_the_last(visit: Visit) -> None:
    visit.answered()
    again = button(visit.page, "Check again")
    for _ in range(50):
        again.click()
    visit.answered()
    state = visit.page._state
    assert state is not None and state.checkup.is_complete and visit.page._begun is not None


def test_leaving_during_a_check_up_leaves_nothing_open(visit: Visit) -> None:
    visit.page.leave()
    visit.machine.answer()
    visit.host.settle()
    assert visit.page._begun is None


def test_a_course_that_is_gone_when_it_is_to_be_checked_again_is_left_out(visit: Visit) -> None:
    visit.answered()
    visit.desk.courses.remove(visit.desk.signed[0].hash)
    button(visit.page, "Check again").click()
    visit.answered()
    state = visit.page._state
    assert state is not None and state.course is None and state.checkup.is_complete
