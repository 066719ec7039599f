"""The credits page with years of credit, held against what everybody needs, in every look and from right to left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from player.ui.credits.model import COLUMNS, TITLE_COLUMN
from player.ui.credits.preview import Preview
from player.ui.pdf_pages import PdfPages
from player.ui.theme.tokens import Scheme
from player.ui.widgets.scroll import ScrollPage
from player.ui.widgets.words import Words
from tests.ui.access import complaints, jumps, stops, unreached
from tests.ui.credit_years import years_of_credit
from tests.ui.credits_room import Room, open_credits
from tests.ui.fake_host import make_theme
from tests.ui.gestures import button, shown

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)

ROOM = {100: QSize(1096, 780), 200: QSize(912, 760)}
"""What the rail and the status line leave to a page of such a window, by text size."""
LOOKS = [(scheme, percent) for scheme in Scheme for percent in (100, 200)]
SETTLING = 12


def as_it_is(room: Room) -> None:
    """Nothing was done yet."""


def reporting(room: Room) -> None:
    room.press("Add credit from elsewhere")
    room.press("Keep")


def a_cycle(room: Room) -> None:
    room.press("Edit: Privileges")


def looking(room: Room) -> None:
    room.press("Preview")


def some(room: Room) -> None:
    room.choose("Time", "Between two days…")


@pytest.fixture
def room(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Room]:
    theme = make_theme(qapp)
    theme.keep_still(True)
    yield open_credits(qtbot, qapp, years_of_credit(tmp_path))
    # By now the page is closed; to dress it anew before it is gone would take seconds.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # pyright: ignore[reportArgumentType]
    QGuiApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    theme.switch(Scheme.LIGHT)
    theme.scale_text(100)
    theme.keep_still(False)


def wear(room: Room, scheme: Scheme, percent: int) -> None:
    theme = room.host.theme
    if scheme != theme.scheme:
        theme._percent = percent  # dressed in both at once
    theme.switch(scheme)
    theme.scale_text(percent)
    room.page.resize(ROOM[percent])


def settle() -> None:
    for _ in range(SETTLING):
        QApplication.processEvents()


SIGHTS = [
    *((as_it_is, *look) for look in LOOKS),
    *((do, *look) for do in (reporting, a_cycle, some, looking) for look in ((Scheme.LIGHT, 100), (Scheme.DARK, 200))),
]
"""Colours hardly change sizes: the page at rest is seen in every look, the rest in the plain and in the large one."""


@pytest.mark.parametrize(("do", "scheme", "percent"), SIGHTS)
def test_nothing_is_cut_off_nameless_or_for_the_mouse_alone(
    room: Room, do: Callable[[Room], None], scheme: Scheme, percent: int
) -> None:
    do(room)
    wear(room, scheme, percent)
    settle()
    assert complaints(room.page) == []


@pytest.mark.parametrize("do", [as_it_is, reporting])
def test_nor_from_right_to_left(room: Room, do: Callable[[Room], None]) -> None:
    QGuiApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    do(room)
    wear(room, Scheme.LIGHT, 200)
    settle()
    assert complaints(room.page) == []


@pytest.mark.parametrize("do", [as_it_is, reporting, a_cycle, some, looking])
def test_tab_reaches_everything_and_goes_as_the_page_is_read(room: Room, do: Callable[[Room], None]) -> None:
    do(room)
    settle()
    found = stops(room.page)
    assert unreached(room.page, found) == []
    assert jumps(room.page, found) == []


def first_ink(picture: QImage, *, from_right: bool) -> int:
    """How far from the side where reading begins something is drawn on the ground."""
    ground = picture.pixel(picture.width() // 2, 0)
    columns = range(picture.width())
    inked = (x for x in columns if any(picture.pixel(x, y) != ground for y in range(picture.height())))
    return picture.width() - 1 - max(inked) if from_right else min(inked)


# --- where room is short ---------------------------------------------------------------------------------

NARROW = QSize(932, 680)
"""What is left of the smallest window of a desk."""


def narrow(room: Room, percent: int, size: QSize = NARROW) -> list[int]:
    """The widths of the table's columns in such a page."""
    wear(room, Scheme.DARK, percent)
    room.page.resize(size)
    settle()
    return [room.table.columnWidth(place) for place in range(len(COLUMNS))]


def test_columns_give_way_to_each_other_until_none_is_out_of_sight(room: Room) -> None:
    widths = narrow(room, 100)
    assert sum(widths) == room.table.viewport().width()
    assert not room.table.horizontalScrollBar().isVisible()


def test_columns_keep_their_usual_widths_where_there_is_room_for_them(room: Room) -> None:
    widths = narrow(room, 100, QSize(1300, 780))
    usual = [column.width for column in COLUMNS]
    assert widths[:TITLE_COLUMN] + widths[TITLE_COLUMN + 1 :] == usual[:TITLE_COLUMN] + usual[TITLE_COLUMN + 1 :]
    assert sum(widths) == room.table.viewport().width()


def test_in_large_text_no_column_is_cut_at_the_edge_and_a_bar_shows_that_there_are_more(room: Room) -> None:
    widths = narrow(room, 200)
    table = room.table
    ends = [sum(widths[: place + 1]) for place in range(len(widths))]
    assert table.viewport().width() in ends and ends.index(table.viewport().width()) >= 3
    page = room.page.findChildren(ScrollPage)[0]
    page.ensureWidgetVisible(table)
    settle()
    assert table.visibleRegion().boundingRect() == table.rect()
    assert table.horizontalScrollBar().isVisible()


def test_a_width_that_somebody_chose_stays_where_others_give_way(room: Room) -> None:
    narrow(room, 200)
    room.table.take_widths((0, 0, 180, 0, 0, 0, 0))
    assert narrow(room, 200)[2] == 360


@pytest.mark.parametrize("way", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft], ids=["ltr", "rtl"])
def test_the_words_of_a_column_begin_below_those_of_its_heading(room: Room, way: Qt.LayoutDirection) -> None:
    QGuiApplication.setLayoutDirection(way)
    narrow(room, 200)
    page = room.page.findChildren(ScrollPage)[0]
    page.ensureWidgetVisible(room.table)
    settle()
    room.table.clearSelection()
    settle()
    sight = room.table.grab().toImage()
    width = room.table.columnWidth(0)
    left = room.table.viewport().x() + (room.table.viewport().width() - width if room.table.isRightToLeft() else 0)
    header = room.table.horizontalHeader().height()
    heading, cell = (
        first_ink(sight.copy(left, top, width, high), from_right=room.table.isRightToLeft())
        for top, high in (
            (room.table.horizontalHeader().y() + 2, header - 6),
            (room.table.viewport().y() + 6, room.table.rowHeight(0) - 12),
        )
    )
    assert abs(heading - cell) <= 2


def test_the_preview_is_seen_with_its_heading_and_the_way_out(room: Room) -> None:
    narrow(room, 200)
    looking(room)
    settle()
    (preview,) = shown(room.page, Preview)
    heading = next(words for words in shown(preview, Words) if words.text() == "Preview")
    (paper,) = shown(preview, PdfPages)
    for part in (heading, button(preview, "Close the preview"), paper, preview):
        assert part.visibleRegion().boundingRect() == part.rect(), part


def test_the_preview_is_as_high_as_ever_where_there_is_room(room: Room) -> None:
    narrow(room, 100, QSize(1096, 780))
    looking(room)
    settle()
    (paper,) = shown(room.page, PdfPages)
    assert paper.height() == 560


@pytest.mark.parametrize("year", ["2019", "2024"])
@pytest.mark.parametrize("percent", [100, 200])
def test_the_table_is_no_lower_where_the_page_has_a_bar_beside_it(room: Room, percent: int, year: str) -> None:
    """A bar that makes the page lower is needed no more, and without it the page is higher: that had no end."""
    wear(room, Scheme.DARK, percent)
    room.choose("Time", year)
    page, policy = room.page.findChildren(ScrollPage)[0], Qt.ScrollBarPolicy
    for width in range(760, 1300, 9):
        heights: list[int] = []
        for bar in (policy.ScrollBarAlwaysOff, policy.ScrollBarAlwaysOn):
            page.setVerticalScrollBarPolicy(bar)
            room.page.resize(width, 2_000)
            settle()
            heights.append(room.table.height())
        assert heights[0] <= heights[1], width
