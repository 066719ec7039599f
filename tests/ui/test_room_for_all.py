"""What stands in a line goes below where it has no room, and what lies over the window stays as large as it is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from player.ui.theme import Theme
from player.ui.theme.sheet import style_sheet
from player.ui.widgets.facts import Facts
from player.ui.widgets.flow import HeadLine
from player.ui.widgets.key_overview import KeyOverview
from player.ui.widgets.words import Words
from tests.ui.fake_host import make_theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

KEYS = [("Page", (("Tab", "To the next"),)), ("Everywhere", (("Esc", "Close what lies over the page"),))]


@pytest.fixture(name="theme")
def a_theme(qapp: QApplication) -> Theme:
    return make_theme(qapp)


def line_in(width: int) -> tuple[QWidget, Words, QPushButton]:
    """A title and a button in a page of that width."""
    page = QWidget()
    line = HeadLine(8, page)
    title, button = Words("Library", "title", wrap=False), QPushButton("Add a course to the library")
    line.addWidget(title)
    line.addWidget(button)
    page.resize(width, line.heightForWidth(width))
    page.show()
    QApplication.processEvents()
    return page, title, button


def test_what_belongs_to_a_title_stands_at_the_other_end_of_its_line(theme: Theme) -> None:
    page, title, button = line_in(800)
    assert abs(title.geometry().center().y() - button.geometry().center().y()) <= 1
    assert button.geometry().right() == page.width() - 1


def test_what_belongs_to_a_title_goes_below_where_the_line_has_no_room_for_both(theme: Theme) -> None:
    page, title, button = line_in(260)
    assert button.y() > title.geometry().bottom()
    assert page.rect().contains(button.geometry())


def test_the_overview_of_keys_follows_the_window_that_grows_under_it(theme: Theme) -> None:
    window = QWidget()
    window.resize(1024, 720)
    window.show()
    overview = KeyOverview(theme, window)
    overview.render_keys(KEYS)
    overview.open()
    window.resize(1400, 900)
    QApplication.processEvents()
    assert overview.size() == QSize(1400, 900)
    overview.put_away()
    window.resize(800, 600)
    QApplication.processEvents()
    assert overview.size() != QSize(800, 600)


def test_facts_on_two_lines_stand_closer_than_side_by_side(theme: Theme) -> None:
    facts = Facts(theme)
    facts.render_facts([("Released", "1 January 2024"), ("Last reviewed", "15 January 2026")])
    facts.resize(150, 400)
    facts.show()
    QApplication.processEvents()
    above, below = sorted(
        (pair for pair in facts.children() if isinstance(pair, QWidget)), key=lambda pair: pair.geometry().y()
    )
    assert below.geometry().y() - above.geometry().bottom() - 1 == theme.space("two")


def test_the_arrows_of_boxes_grow_with_the_text(theme: Theme) -> None:
    template = "${arrow} ${arrow_room}"
    assert style_sheet(template, theme.tokens, theme.scheme, 100, {}) == "16 30"
    assert style_sheet(template, theme.tokens, theme.scheme, 200, {}) == "32 46"
