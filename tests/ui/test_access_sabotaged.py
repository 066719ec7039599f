"""The eyes that look over every page, over a real page of which somebody spoiled one thing: each time they tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from player.ui.host import Page, Place, Route
from player.ui.pages import Pages
from player.ui.theme import Scheme, Theme
from player.ui.widgets.words import Words
from tests.ui.access import (
    Rings,
    complaints,
    elided,
    faint,
    jumps,
    low,
    not_back,
    overlaps,
    small,
    stops,
    unreached,
    unspoken,
)
from tests.ui.fake_host import FakeDesk, FakeHost, NobodyKnown, make_host, make_theme
from tests.ui.gestures import shown

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

SETTLING = 4


@pytest.fixture(params=list(Scheme))
def theme(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Theme]:
    made = make_theme(qapp)
    made.keep_still(True)
    made.switch(request.param)
    yield made
    made.switch(Scheme.LIGHT)
    made.keep_still(False)


@pytest.fixture
def page(theme: Theme, tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Page]:
    """The profile: fields, boxes, ticks, buttons, headings and sentences."""
    with ExitStack() as ends:
        host: FakeHost = make_host(FakeDesk(tmp_path), qapp)
        ends.callback(host.door.close)
        ends.callback(QApplication.sendPostedEvents, None, QEvent.Type.DeferredDelete)
        made = Pages(host, sample=tmp_path / "none.course", introducer=NobodyKnown())(Place.PROFILE)()
        qtbot.addWidget(made)
        made.resize(1096, 780)
        made.show()
        made.activateWindow()
        assert QTest.qWaitForWindowActive(made)
        made.enter(Route(place=Place.PROFILE))
        host.settle()
        settle()
        yield made


def settle() -> None:
    for _ in range(SETTLING):
        QApplication.processEvents()


def rings(page: QWidget) -> list[str]:
    seen = Rings(page)
    stops(page, seen)
    return seen.faint


def first(page: QWidget, kind: type[QWidget]) -> QWidget:
    return next(one for one in shown(page, kind) if one.isEnabled() and not isinstance(one.parentWidget(), QComboBox))


def field(page: QWidget) -> QLineEdit:
    return next(one for one in shown(page, QLineEdit) if type(one.parentWidget()) is not QComboBox)


def button(page: QWidget) -> QPushButton:
    return next(one for one in shown(page, QPushButton) if one.isEnabled() and one.text())


def words(page: QWidget) -> Words:
    return next(one for one in shown(page, Words) if len(one.text()) > 20)


# --- what is spoiled ---------------------------------------------------------------------------------------


def no_name(page: QWidget) -> None:
    for label in page.findChildren(Words):
        if label.buddy() is field(page):
            label.hide()
    field(page).setAccessibleName(" ")


def for_the_mouse(page: QWidget) -> None:
    button(page).setFocusPolicy(Qt.FocusPolicy.ClickFocus)


def deaf_to_enter(page: QWidget) -> None:
    button(page).setAutoDefault(False)


def deaf_picture(page: QWidget) -> None:
    picture = QToolButton(page)
    picture.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    picture.setAccessibleName("Close")
    picture.setGeometry(0, 0, 36, 36)
    picture.show()


def cut(page: QWidget) -> None:
    words(page).setFixedHeight(8)


def grey_words(page: QWidget) -> None:
    words(page).setStyleSheet("color: #7F7F7F; background: #808A94")


def grey_button(page: QWidget) -> None:
    button(page).setStyleSheet("color: #70777E; background: #808A94; border-color: #808A94")


def no_border(page: QWidget) -> None:
    ground = field(page).palette().base().color().name()
    field(page).setStyleSheet(f"border: 1px solid {ground}; background: {ground}")


def no_box(page: QWidget) -> None:
    first(page, QCheckBox).setStyleSheet("QCheckBox::indicator { background: transparent; border: 0; image: none; }")


def too_small(page: QWidget) -> None:
    button(page).setFixedHeight(18)


def too_low(page: QWidget) -> None:
    button(page).setStyleSheet("min-height: 10px; padding: 2px")
    button(page).setFixedHeight(28)


def over_another(page: QWidget) -> None:
    over = Words("Something else", wrap=False, parent=button(page).parentWidget())
    over.setGeometry(button(page).geometry())
    over.show()


def no_ring(page: QWidget) -> None:
    button(page).setStyleSheet("outline: none")


def no_ring_of_field(page: QWidget) -> None:
    # Of a field with something in it all would be marked.
    field(page).clear()
    field(page).setStyleSheet("QLineEdit:focus { border: 1px solid #7C8794; padding: 7px 11px; }")


def dots(page: QWidget) -> None:
    table = QTableWidget(1, 1, page)
    table.setItem(0, 0, QTableWidgetItem("Otorhinolaryngology"))
    table.setColumnWidth(0, 60)
    table.setGeometry(0, 0, 160, 80)
    table.show()


def nobody_knows_what(page: QWidget) -> None:
    odd = QWidget(page)
    odd.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    odd.setAccessibleName("A chart")
    odd.setGeometry(0, 0, 80, 40)
    odd.show()


def answers_to_nothing(page: QWidget) -> None:
    holder = QWidget(page)
    column = QVBoxLayout(holder)
    column.addWidget(QRadioButton("Yes"))
    holder.setGeometry(0, 0, 120, 60)
    holder.show()


SPOILED: list[tuple[Callable[[QWidget], None], Callable[[QWidget], list[str]], str]] = [
    (no_name, complaints, "no accessible name"),
    (for_the_mouse, complaints, "by the mouse alone"),
    (deaf_to_enter, complaints, "is not pressed by Enter"),
    (deaf_picture, complaints, "is not pressed by Enter"),
    (cut, complaints, "8 high and needs"),
    (grey_words, faint, "and needs 4.5"),
    (grey_button, faint, "and needs 4.5"),
    (no_border, faint, "its border"),
    (no_box, faint, "its box"),
    (too_small, small, "by 18"),
    (too_low, low, "by 28"),
    (over_another, overlaps, "Something else"),
    (no_ring, rings, "only 0 pixels"),
    (no_ring_of_field, rings, "stand out"),
    (dots, elided, "Otorhinolaryngology"),
    (nobody_knows_what, unspoken, "says it is Client"),
    (answers_to_nothing, unspoken, "an answer to"),
]


@pytest.mark.parametrize("theme", [Scheme.LIGHT], indirect=True)
@pytest.mark.parametrize(("spoil", "eye", "said"), SPOILED, ids=lambda one: getattr(one, "__name__", ""))
def test_what_was_spoiled_is_told(
    page: Page, spoil: Callable[[QWidget], None], eye: Callable[[QWidget], list[str]], said: str
) -> None:
    assert eye(page) == []
    spoil(page)
    settle()
    found = eye(page)
    assert any(said in text for text in found), found


def test_a_page_that_nobody_spoiled_is_sound_in_every_colour(page: Page) -> None:
    for eye in (complaints, faint, small, low, overlaps, elided, rings, unspoken):
        assert eye(page) == []
    found = stops(page)
    assert unreached(page, found) == [] and jumps(page, found) == [] and not_back(page, found) == []


def test_words_in_the_colour_of_their_ground_are_told_in_every_colour(page: Page) -> None:
    grey_words(page)
    settle()
    assert faint(page)


@pytest.mark.parametrize("theme", [Scheme.LIGHT], indirect=True)
def test_a_field_that_swallows_tab_is_a_trap(page: Page) -> None:
    swallowing = QPlainTextEdit(page)
    swallowing.setTabChangesFocus(False)
    swallowing.show()
    with pytest.raises(AssertionError, match="Tab does not come round"):
        stops(page)
    swallowing.setFocus()
    with pytest.raises(AssertionError, match="Tab does not leave"):
        stops(page)


@pytest.mark.parametrize("theme", [Scheme.LIGHT], indirect=True)
def test_what_tab_passes_over_is_told(page: Page) -> None:
    left_out = Words("Left out", parent=page)
    left_out.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    found = stops(page)
    left_out.show()
    assert [text for text in unreached(page, found) if "Left out" in text]
