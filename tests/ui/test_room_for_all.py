"""What stands in a line goes below where it has no room, and what lies over the window stays as large as it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget

from player.ui.theme import Theme
from player.ui.theme.sheet import style_sheet
from player.ui.theme.tokens import Scheme
from player.ui.widgets.banner import Banner, Message
from player.ui.widgets.facts import Facts
from player.ui.widgets.flow import CardGrid, FlowLayout, HeadLine
from player.ui.widgets.key_overview import KeyOverview
from player.ui.widgets.toast import Toast
from player.ui.widgets.words import Words
from tests.ui.fake_host import make_theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

KEYS = [("Page", (("Tab", "To the next"),)), ("Everywhere", (("Esc", "Close what lies over the page"),))]


@pytest.fixture(name="theme")
def a_theme(qapp: QApplication) -> Theme:
    return make_theme(qapp)


@pytest.fixture(name="grown")
def a_theme_of_large_text(qapp: QApplication) -> Iterator[Theme]:
    theme = make_theme(qapp)
    theme.scale_text(200)
    yield theme
    theme.scale_text(100)


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


def test_words_that_no_line_of_the_overview_has_room_for_are_wrapped(grown: Theme) -> None:
    window = QWidget()
    window.resize(1024, 720)
    window.show()
    overview = KeyOverview(grown, window)
    overview.render_keys(
        [("Everywhere", (("Tab", "To the next control of the page, and after the last to the first"),))]
    )
    overview.open()
    QApplication.processEvents()
    for words in overview.findChildren(Words):
        assert words.visibleRegion().boundingRect().width() == words.width()
        needed = words.fontMetrics().horizontalAdvance(words.text())
        assert needed <= words.width() or words.height() > words.fontMetrics().height()


def test_a_notice_that_is_wider_than_the_window_takes_a_second_line(grown: Theme) -> None:
    window = QWidget()
    window.resize(640, 480)
    window.show()
    toast = Toast(grown, window)
    toast.notify("No sound device was found on this computer: it plays without sound")
    QApplication.processEvents()
    assert window.rect().contains(toast.geometry())
    one_line = toast.height()
    toast.notify("Saved")
    QApplication.processEvents()
    assert toast.height() < one_line


def test_a_notice_on_show_follows_the_colours(theme: Theme) -> None:
    window = QWidget()
    window.resize(640, 480)
    window.show()
    toast = Toast(theme, window)
    toast.notify("Saved")
    before = theme.scheme
    theme.switch(Scheme.CONTRAST)
    QApplication.processEvents()
    ink = toast.findChildren(QLabel)[-1].palette().windowText().color()
    theme.switch(before)
    assert ink == QColor(theme.tokens.colour(Scheme.CONTRAST, "bg"))


def test_lines_of_buttons_in_the_middle_of_a_page_stand_in_its_middle(theme: Theme) -> None:
    page = QWidget()
    flow = FlowLayout(8, page, centred=True)
    buttons = [QPushButton("Try the sample course"), QPushButton("Add a course")]
    for button in buttons:
        flow.addWidget(button)
    width = buttons[0].sizeHint().width() + 8
    page.resize(width, flow.heightForWidth(width))
    page.show()
    QApplication.processEvents()
    assert buttons[1].y() > buttons[0].y()
    for button in buttons:
        assert abs(2 * button.geometry().center().x() + 1 - width) <= 2


def test_what_can_be_done_stands_beside_the_words_of_a_low_banner_where_they_keep_their_room(theme: Theme) -> None:
    banner = Banner(theme, low=True)
    banner.render_message(Message(what="This computer has less than the provider asks for.", action="See the check-up"))
    button = next(one for one in banner.findChildren(QPushButton) if one.text() == "See the check-up")
    heights: list[int] = []
    for width in (900, 360):
        banner.resize(width, 10)
        banner.show()
        banner.resize(width, banner.heightForWidth(width))
        QApplication.processEvents()
        heights.append(button.mapTo(banner, QPoint(0, 0)).y())
    assert heights[0] < theme.px(40) < heights[1]


def test_a_menu_that_is_read_from_right_to_left_has_its_ticks_at_the_right_and_its_keys_at_the_left(
    theme: Theme,
) -> None:
    menu = QMenu()
    menu.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    ticked = menu.addAction("On by itself")
    ticked.setCheckable(True)
    ticked.setChecked(True)
    keyed = menu.addAction("\tK")
    menu.ensurePolished()
    menu.resize(menu.sizeHint())
    sight = menu.grab().toImage()
    third = menu.width() // 3
    row = menu.actionGeometry(keyed)
    assert _is_drawn_on(sight, QRect(row.left(), row.top(), third, row.height()))
    assert not _is_drawn_on(sight, QRect(row.left() + third, row.top(), row.width() - third, row.height()))
    before, tick = _drawn(sight), QRect(menu.actionGeometry(ticked))
    ticked.setChecked(False)
    changed = [at for at in _drawn(sight) ^ _drawn(menu.grab().toImage()) if tick.contains(at[0], at[1])]
    assert before
    assert changed
    assert min(x for x, _ in changed) > menu.width() - third


def _is_drawn_on(sight: QImage, area: QRect) -> bool:
    return any(area.contains(x, y) for x, y in _drawn(sight))


def _drawn(sight: QImage) -> set[tuple[int, int]]:
    """Where something else than the ground and the frame is."""
    ground = sight.pixelColor(3, 3)
    inner = sight.rect().adjusted(2, 2, -2, -2)
    return {
        (x, y)
        for x in range(inner.left(), inner.right())
        for y in range(inner.top(), inner.bottom())
        if sight.pixelColor(x, y) != ground
    }


@pytest.mark.parametrize(("width", "columns"), [(600, 5), (490, 3), (250, 2), (100, 1)])
def test_choices_of_a_rating_stand_in_even_rows(theme: Theme, width: int, columns: int) -> None:
    page = QWidget()
    grid = CardGrid(112, 8, page, fills=True, even=True)
    for number in range(5):
        grid.addWidget(QPushButton(str(number)))
    assert grid.columns(width) == columns
