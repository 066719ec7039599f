"""Why a course cannot be taken is told in the language of the window, also what in it does not hold, and where."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from player.domain.course import Course
from player.domain.soundness import faults
from player.proof import manifest
from player.proof.problems import CourseUnsound
from player.ui.language import PSEUDO, said, told
from tests.builders import COURSE
from tests.domain.test_soundness_in_words import broken_courses
from tests.ui.language.escapes import data_of, escapes
from tests.ui.touring import speaking
from tests.worlds import PUBLISHER, TRUST, manifest_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
NAME = "delirium.course"
_ONE_LETTER = re.compile(r"\b\w\b")
"""Not a word, but what choices are called."""


def refused(course: Course) -> CourseUnsound:
    with pytest.raises(CourseUnsound) as problem:
        manifest.read(manifest.sign(manifest_of(course), PUBLISHER), TRUST, name=NAME)
    return problem.value


def test_of_whatever_does_not_hold_nothing_stays_english(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    with speaking(PSEUDO.code):
        for course in broken_courses():
            # Needs may be nested deeper than anybody can follow: of them the ids alone are ever told.
            known = data_of(replace(course, requirements=()), [rule.id for rule in course.requirements])
            for fault in faults(course):
                label.setText(_ONE_LETTER.sub("", f"{said(fault.place)} {said(fault.text)}"))
                assert escapes(label, known) == []


def test_a_course_that_contradicts_itself_is_refused_in_the_language_of_the_window(qtbot: QtBot) -> None:
    problem = refused(replace(COURSE, sessions=(replace(COURSE.sessions[0], duration_ms=0),)))
    assert problem.what == f"{NAME} contradicts itself: session first: its recording has no length."
    page = QWidget()
    qtbot.addWidget(page)
    with speaking(PSEUDO.code):
        QLabel(told(problem).sentence, page)
        assert escapes(page, [NAME, "first"]) == []
    with speaking("de"):
        what = told(problem).what
    assert what == f"{NAME} widerspricht sich: Vortrag first: die Aufnahme hat keine Länge."
