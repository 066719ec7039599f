"""Long words in buttons, buttons in lines, and answers in lists: each where it belongs, at any size of text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPlainTextEdit, QPushButton, QWidget

from player.ui.findings import FindingFace
from player.ui.theme import Theme
from player.ui.widgets.breaking import BreakingButton
from player.ui.widgets.finding import FindingRow
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.prose import Prose
from player.ui.widgets.tone import Tone
from tests.ui.fake_host import make_theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture(name="theme")
def a_theme(qapp: QApplication) -> Theme:
    return make_theme(qapp)


def buttons_in(width: int, *buttons: QPushButton) -> QWidget:
    """Buttons in a page of that width."""
    page = QWidget()
    line = FlowLayout(8, page)
    for button in buttons:
        line.addWidget(button)
    page.resize(width, line.heightForWidth(width))
    page.show()
    for _ in range(3):
        QApplication.processEvents()
    return page


def test_a_button_with_more_words_than_room_goes_on_in_another_line(theme: Theme) -> None:
    button, plain = BreakingButton("Export all completions of the hall"), QPushButton("Export")
    page = buttons_in(180, button)
    assert page.minimumSizeHint().width() <= 180
    assert button.width() <= 180
    assert button.height() == button.heightForWidth(button.width()) > plain.sizeHint().height()
    assert page.rect().contains(button.geometry())


def test_a_button_with_room_for_its_words_is_like_any_other(theme: Theme) -> None:
    button, plain = BreakingButton("Export all && more"), QPushButton("Export all && more")
    for one in (button, plain):
        # Whichever came first would have the ring.
        one.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    page = buttons_in(600, button, plain)
    assert button.size() == plain.size()
    assert page.grab(button.geometry()).toImage() == page.grab(plain.geometry()).toImage()


def test_a_button_is_never_drawn_out_to_the_height_of_what_it_stands_beside(theme: Theme) -> None:
    page, button = QWidget(), BreakingButton("Keep")
    row = QHBoxLayout(page)
    row.addWidget(button)
    row.addWidget(QPlainTextEdit())
    page.resize(500, 300)
    page.show()
    QApplication.processEvents()
    assert button.height() == button.sizeHint().height()


def test_what_is_pressed_in_one_line_has_its_middle_on_one_line(theme: Theme) -> None:
    high, low = QPushButton("Begin"), QPushButton("Read on")
    high.setMinimumHeight(64)
    page = buttons_in(600, high, low)
    assert page.isVisible()
    assert abs(high.geometry().center().y() - low.geometry().center().y()) <= 1


def rows_of(theme: Theme, *words: str) -> list[FindingRow]:
    """A row for each word, at one width."""
    rows: list[FindingRow] = []
    for word in words:
        row = FindingRow(theme)
        row.take_words(words)
        row.render_face(
            FindingFace(word=word, tone=Tone.GOOD, icon="check", title="A sound output", details="Found: two of them")
        )
        row.resize(900, 100)
        row.show()
        rows.append(row)
    QApplication.processEvents()
    return rows


def test_answers_begin_at_one_place_beside_the_widest_of_their_words(theme: Theme) -> None:
    short, long = rows_of(theme, "Met", "Met at the minimum")
    begins = [min(label.x() for label in row.findChildren(Prose)) for row in (short, long)]
    assert begins[0] == begins[1]
    alone = rows_of(theme, "Met")[0]
    assert min(label.x() for label in alone.findChildren(Prose)) < begins[0]


def test_an_answer_is_as_high_as_its_lines_are_when_one_of_them_changes(theme: Theme) -> None:
    (row,) = rows_of(theme, "Met")
    before = row.heightForWidth(900)
    details = row.findChildren(Prose)[-1]
    details.setMaximumWidth(20)
    QApplication.processEvents()
    assert row.heightForWidth(900) > before
