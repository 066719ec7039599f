"""The credits page with years of credit, held against what everybody needs, in every look and from right to left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from player.ui.theme.tokens import Scheme
from tests.ui.access import complaints, jumps, stops, unreached
from tests.ui.credit_years import years_of_credit
from tests.ui.credits_room import Room, open_credits
from tests.ui.fake_host import make_theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)

ROOM = {100: QSize(1096, 780), 200: QSize(912, 760)}
"""What the rail and the status line leave to a page of such a window, by text size."""
LOOKS = [(scheme, percent) for scheme in Scheme for percent in (100, 200)]
SETTLING = 4


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
