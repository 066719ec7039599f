"""What the window remembers: where it stood, and how its pages were arranged; what makes no sense is passed over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from player.desk.desk import Desk
from player.ui.host import Page, PageMaker, Place, Route
from player.ui.page_stack import PageStack
from player.ui.settings import Settings
from player.ui.shell.arrangement import FILE, MOST_NUMBERS, Arrangement, read_arrangement, write_arrangement
from player.ui.shell.shell import Shell
from tests.ui.fake_host import FakeDesk, make_speech, make_theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Tabbed(Page):
    """A page with something to remember."""

    tab = 0

    def enter(self, route: Route) -> None:
        """Nothing to load."""

    def arrangement(self) -> dict[str, tuple[int, ...]]:
        return {"tab": (self.tab,)}

    def arrange(self, kept: object) -> None:
        assert isinstance(kept, dict)
        self.tab = dict(kept).get("tab", (0,))[0]


def find(_: Place) -> PageMaker:
    return Tabbed


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = FakeDesk(tmp_path)
    yield desk
    desk.close()


def opened(desk: Desk, qapp: QApplication, qtbot: QtBot) -> Shell:
    shell = Shell(
        desk=desk,
        theme=make_theme(qapp),
        speech=make_speech(),
        settings=Settings(),
        on_bug=_raise,
    )
    qtbot.addWidget(shell)
    shell.resize(1280, 800)
    shell.stand_as_before()
    shell.take_pages(find)
    shell.go(Route(place=Place.LIBRARY))
    shell.show()
    return shell


def _raise(error: BaseException) -> None:
    raise error


def test_the_window_comes_back_as_large_and_where_it_was(desk: Desk, qapp: QApplication, qtbot: QtBot) -> None:
    first = opened(desk, qapp, qtbot)
    first.setGeometry(QRect(40, 60, 640, 480))
    qtbot.waitUntil(lambda: first.size() == QSize(640, 480))
    first.close()
    again = opened(desk, qapp, qtbot)
    assert again.size() == QSize(640, 480)
    assert again.pos() == first.pos()
    again.close()


def test_a_window_that_would_be_off_every_screen_comes_back_to_where_it_is_seen(
    desk: Desk, qapp: QApplication, qtbot: QtBot
) -> None:
    first = opened(desk, qapp, qtbot)
    first.setGeometry(QRect(9_000, 9_000, 640, 480))
    first.close()
    again = opened(desk, qapp, qtbot)
    room = qapp.primaryScreen().availableGeometry()
    assert room.contains(QRect(again.pos(), QSize(48, 48)))
    assert room.intersects(again.geometry()) and again.pos() != QPoint(9_000, 9_000)
    again.close()


def test_pages_are_arranged_as_they_were_also_after_they_were_made_anew(
    desk: Desk, qapp: QApplication, qtbot: QtBot
) -> None:
    first = opened(desk, qapp, qtbot)
    (page,) = first.findChildren(Tabbed)
    page.tab = 3
    first.close()
    again = opened(desk, qapp, qtbot)
    assert [found.tab for found in again.findChildren(Tabbed)] == [3]
    again.close()


def test_where_anybody_can_walk_up_nothing_is_remembered(qapp: QApplication) -> None:
    stack = PageStack(make_theme(qapp))
    stack.take(find)
    page = stack.page(Place.LIBRARY)
    assert isinstance(page, Tabbed)
    page.tab = 2
    stack.forget()
    again = stack.page(Place.LIBRARY)
    assert isinstance(again, Tabbed) and again.tab == 0


def test_a_window_that_was_not_asked_to_remember_writes_nothing(
    desk: Desk, qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    shell = opened(desk, qapp, qtbot)
    shell._remembers = False
    shell.close()
    assert not (tmp_path / FILE).exists()


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    kept = Arrangement(geometry=b"\x01\xd9", pages={"watch": {"tab": (2,)}, "credits": {"columns": (0, 120)}})
    write_arrangement(tmp_path, kept)
    assert read_arrangement(tmp_path) == kept


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "{",
        '{"format": 2, "geometry": "AdnQ"}',
        '{"format": 1, "geometry": "not base 64"}',
        '{"format": 1, "pages": []}',
        "[" * 100_000,
    ],
    ids=["empty", "list", "nothing", "cut-off", "newer", "no-base-64", "no-pages", "deep"],
)
def test_a_file_that_makes_no_sense_is_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    assert read_arrangement(tmp_path) == Arrangement()


def test_numbers_that_no_page_can_have_said_are_left_out(tmp_path: Path) -> None:
    pages = {"watch": {"tab": [1], "a": [-1], "b": [1 << 40], "c": ["x"], "d": 4, "e": [0] * (MOST_NUMBERS + 1)}}
    (tmp_path / FILE).write_text(json.dumps({"format": 1, "pages": {**pages, "send": 7}}))
    assert read_arrangement(tmp_path).pages == {"watch": {"tab": (1,)}}


def test_a_disk_that_takes_nothing_keeps_nobody_from_closing_the_window(tmp_path: Path) -> None:
    write_arrangement(tmp_path / "gone", Arrangement())
