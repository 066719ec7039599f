"""Every word of the window can be said in another language; see tests/ui/test_every_page.py for all of its pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from player.domain.phrase import Phrase, Worded
from player.ui.language import PSEUDO, said, tr
from tests.ui.language.escapes import data_of, escapes
from tests.ui.touring import speaking

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture(autouse=True)
def strange(qapp: QApplication) -> Iterator[None]:
    with speaking(PSEUDO.code):
        yield


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    page = QWidget()
    qtbot.addWidget(page)
    return page


def test_what_was_asked_for_is_no_escape(page: QWidget) -> None:
    QLabel(tr("Library"), page)
    QLabel(said(Worded("{name} is away: {reason}", name="delirium.course", reason=Phrase("the stick is gone"))), page)
    assert escapes(page, ["delirium.course"]) == []


def test_a_word_that_nobody_asked_for_is_found_wherever_it_stands(page: QWidget) -> None:
    button = QPushButton(tr("Close"), page)
    QLabel("Escaped", page)
    button.setToolTip("Also escaped")
    button.setAccessibleDescription("Heard, and escaped")
    assert len(escapes(page, [])) == 3


def test_english_within_a_sentence_in_another_language_is_found(page: QWidget) -> None:
    QLabel(tr("The recording stopped: {reason}").format(reason="the stick is gone"), page)
    assert len(escapes(page, [])) == 1


def test_the_words_of_a_course_are_known_as_they_are_shown(page: QWidget) -> None:
    QLabel("Sleep after <b>Shift</b> Work", page)
    QLabel("sleep after shift w…", page)
    assert escapes(page, data_of({"title": "Sleep after **Shift** Work"}, Path("x"))) == []
