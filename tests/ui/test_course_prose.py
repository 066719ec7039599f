"""Where a provider writes at length, marks are read; titles, names and wordings stay as they are written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from player.domain.course import Course, Funding
from player.domain.evaluation import Evaluation
from player.ui.course.page import CoursePage
from player.ui.evaluation.page import EvaluationPage
from player.ui.host import Place, Route
from tests.builders import COURSE, EVALUATION, RIGHT
from tests.ui.fake_host import FakeDesk, make_host
from tests.ui.gestures import open_page, shown

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

MARKED = replace(
    COURSE,
    title="*Sleep* after <b>shift</b> work",
    summary="What *helps*.",
    off_label="Melatonin is **off label**.",
    disclosure_statement="_Nothing_ to disclose.",
    funding=(Funding(source="A *Fund*", statement="No `influence`."),),
    evaluation=Evaluation(items=EVALUATION.items, introduction="Be *frank*."),
)


def names(page: QWidget) -> list[str]:
    return [label.accessibleName() or label.text() for label in shown(page, QLabel)]


def htmls(page: QWidget) -> str:
    return "".join(label.text() for label in shown(page, QLabel))


def desk_with(course: Course, tmp_path: Path) -> FakeDesk:
    return FakeDesk(tmp_path, courses=(course,))


def test_the_course_page_reads_the_marks_of_its_prose(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    desk = desk_with(MARKED, tmp_path)
    host = make_host(desk, qapp)
    page = CoursePage(host)
    qtbot.addWidget(page)
    open_page(page, host, Route(place=Place.COURSE, course=desk.signed[0].hash))
    said, written = names(page), htmls(page)
    assert {"What helps.", "Melatonin is off label.", "Nothing to disclose.", "No influence."} <= set(said)
    assert {"*Sleep* after <b>shift</b> work", "A *Fund*"} <= set(said)
    assert "<b>off label</b>" in written and "<i>Nothing</i>" in written
    host.door.close()


def test_the_evaluation_reads_the_marks_of_its_introduction(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    desk = desk_with(MARKED, tmp_path)
    desk.watch(desk.signed[0])
    desk.journey(desk.signed[0]).submit_quiz(RIGHT)
    host = make_host(desk, qapp)
    page = EvaluationPage(host)
    qtbot.addWidget(page)
    open_page(page, host, Route(place=Place.EVALUATION, course=desk.signed[0].hash))
    assert "Be frank." in names(page)
    host.door.close()
