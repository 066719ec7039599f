"""What somebody sees who clicked an icon when the window cannot open."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from player.domain.problem import Problem
from player.ledger.problems import NewerRecords, PlaceUnsuited, ProfileInUse
from player.ui.start import tell_in_window
from tests.ui.fake_host import make_theme
from tests.ui.gestures import press

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

HOME = Path("/home/ana/.local/share/carrel")
PROBLEMS = (
    ProfileInUse(folder=HOME),
    NewerRecords(file="ledger.sqlite", folder=HOME, found=3, known=2),
    PlaceUnsuited(folder=HOME, reason="it lies on another computer (nfs)."),
)


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem.code)
def test_a_problem_that_keeps_the_window_from_opening_is_told_in_one_of_its_own(
    problem: Problem, qapp: QApplication, qtbot: QtBot
) -> None:
    said: list[str] = []

    def read_and_close() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        said.extend(label.text() for label in box.findChildren(QLabel))
        press(box, "Close")

    QTimer.singleShot(0, read_and_close)
    tell_in_window(problem, make_theme(qapp))
    for part in (problem.what, problem.meaning, problem.remedy):
        assert any(part in text for text in said), part
