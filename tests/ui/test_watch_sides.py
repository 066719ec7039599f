"""The player where room is short or shared: the panel's width, cards over a low picture, a title that is long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from player.domain.policy import Checkpoint
from player.ui.theme import Theme
from player.ui.watch.caption_look import CaptionLookCard
from player.ui.watch.checkpoints import Checkpoints
from player.ui.watch.deck import WillNotPlay
from player.ui.watch.sides import LEAST_LEFT, LEAST_PANEL, PANEL_WIDTH, PanelHandle
from player.ui.watch.title import MOST_LINES, ShortTitle
from player.ui.widgets.banner import Message
from tests.ui.fake_host import make_theme
from tests.ui.gestures import press
from tests.ui.watch_parts import TALK, TALK_COURSE
from tests.ui.watch_room import Enter, Room

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

CODE = Checkpoint(id="code", at_ms=5_000, prompt="Which word is on the slide?", codes=("Whale",))
ASKING = replace(TALK_COURSE, sessions=(replace(TALK, checkpoints=(CODE,)),))


@pytest.fixture(name="theme")
def a_theme(qapp: QApplication) -> Iterator[Theme]:
    theme = make_theme(qapp)
    yield theme
    theme.scale_text(100)


@pytest.fixture(name="handle")
def a_handle(room: Room) -> PanelHandle:
    room.enter()
    room.page.resize(1100, 760)
    room.settle()
    return room.screen.sides.handle


def panel_width(room: Room) -> int:
    room.settle()
    return room.screen.panel.width()


def drag(handle: PanelHandle, by: int) -> None:
    middle = handle.rect().center()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(handle, middle + QPoint(by, 0))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=middle + QPoint(by, 0))


def test_the_handle_gives_the_panel_the_width_to_which_it_is_dragged(room: Room, handle: PanelHandle) -> None:
    assert panel_width(room) == PANEL_WIDTH
    drag(handle, -60)
    assert panel_width(room) == PANEL_WIDTH + 60


def test_the_handle_goes_the_way_that_the_arrow_key_points(room: Room, handle: PanelHandle) -> None:
    QTest.keyClick(handle, Qt.Key.Key_Left)
    wider = panel_width(room)
    QTest.keyClick(handle, Qt.Key.Key_Right)
    QTest.keyClick(handle, Qt.Key.Key_Right)
    assert panel_width(room) < PANEL_WIDTH < wider


def test_read_from_right_to_left_the_panel_is_at_the_left_and_grows_with_the_arrow_to_the_right(
    room: Room, handle: PanelHandle
) -> None:
    room.page.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    QTest.keyClick(handle, Qt.Key.Key_Right)
    assert panel_width(room) > PANEL_WIDTH


def test_neither_the_panel_nor_the_recording_is_made_too_narrow(room: Room, handle: PanelHandle) -> None:
    drag(handle, 2_000)
    assert panel_width(room) == LEAST_PANEL
    drag(handle, -2_000)
    assert room.screen.stage.width() >= LEAST_LEFT


def test_a_wide_panel_does_not_keep_the_window_from_being_made_narrow(room: Room, handle: PanelHandle) -> None:
    room.page.resize(1_900, 900)
    room.screen.controls.panel_wanted.emit(True)
    room.settle()
    drag(handle, -500)
    assert panel_width(room) > PANEL_WIDTH + 400
    room.page.resize(846, 720)
    room.settle()
    assert room.page.width() == 846
    assert room.screen.stage.width() >= LEAST_LEFT
    assert room.screen.panel.geometry().right() <= room.page.width()


def test_a_second_click_brings_the_usual_width_back(room: Room, handle: PanelHandle) -> None:
    drag(handle, -60)
    QTest.mouseDClick(handle, Qt.MouseButton.LeftButton)
    assert panel_width(room) == PANEL_WIDTH
    assert "width" not in room.screen.arrangement


def test_the_width_is_remembered_as_of_plain_text(room: Room, handle: PanelHandle, theme: Theme) -> None:
    drag(handle, 44)
    kept = room.page.arrangement()
    assert kept["width"] == (PANEL_WIDTH - 44,)
    theme.scale_text(150)
    room.page.resize(1600, 900)
    room.page.arrange(kept)
    room.enter()
    assert panel_width(room) == (PANEL_WIDTH - 44) * 3 // 2


def test_a_width_of_other_days_gives_way_where_the_window_is_smaller(room: Room, handle: PanelHandle) -> None:
    room.page.arrange({"width": (5_000,)})
    room.enter()
    assert panel_width(room) < room.page.width() - LEAST_LEFT


def test_where_both_have_no_room_the_panel_stands_where_the_picture_would(room: Room, theme: Theme) -> None:
    theme.scale_text(200)
    room.page.resize(920, 640)
    room.enter()
    room.screen.show_tab(room.screen.panel.chapters)
    room.settle()
    assert room.screen.panel.isVisible()
    assert not room.screen.stage.picture.isVisible()
    assert room.screen.controls.isVisible()
    room.screen.controls.panel.click()
    room.settle()
    assert room.screen.stage.picture.isVisible()
    assert not room.screen.panel.isVisible()


def test_a_larger_window_puts_the_panel_beside_the_picture_again(room: Room, theme: Theme) -> None:
    theme.scale_text(200)
    room.page.resize(920, 640)
    room.enter()
    room.screen.show_tab(room.screen.panel.chapters)
    room.settle()
    room.page.resize(1800, 900)
    room.settle()
    assert room.screen.panel.isVisible()
    assert room.screen.stage.picture.isVisible()
    assert room.screen.panel.x() > room.screen.stage.mapTo(room.screen, QPoint(0, 0)).x()


def test_a_question_over_a_low_picture_can_be_answered_without_scrolling(enter: Enter, theme: Theme) -> None:
    room = enter(ASKING)
    theme.scale_text(200)
    room.page.resize(1180, 740)
    room.screen.warning.render_message(Message(what="This computer has less than is asked. " * 6, action="See it"))
    room.companion(Checkpoints)._ask_first()
    room.settle()
    card = room.companion(Checkpoints).card
    buttons = [button for button in card.findChildren(QPushButton) if button.isVisible()]
    assert len(buttons) > 1
    for button in buttons:
        assert button.visibleRegion().boundingRect() == button.rect(), button.text()
    card.say_wrong()
    room.settle()
    assert all(button.visibleRegion().boundingRect() == button.rect() for button in buttons)


def test_a_long_title_takes_two_lines_and_says_the_rest_in_its_tip(theme: Theme, qtbot: QtBot) -> None:
    title = ShortTitle(theme)
    qtbot.addWidget(title)
    title.resize(400, 80)
    title.show()
    whole = "What the water brought to the ward, and what the ward did about it in the six weeks that followed"
    title.setText(whole)
    assert title.heightForWidth(400) == MOST_LINES * title.fontMetrics().lineSpacing()
    assert title.text() == whole
    assert title.toolTip() == title.accessibleName() == whole
    assert QLabel.text(title).endswith("…")
    title.resize(2_000, 80)
    assert QLabel.text(title) == whole
    assert title.toolTip() == ""


def test_what_has_gone_wrong_stands_alone_above_the_picture(room: Room) -> None:
    room.enter()
    room.screen.warning.render_message(Message(what="This computer has less than the provider asks for."))
    room.screen.render_problem(WillNotPlay(reason="the file ends too early"), "Try again")
    assert room.screen.banner.isVisible()
    assert not room.screen.warning.isVisible()
    press(room.screen.banner, "Dismiss")
    assert room.screen.warning.isVisible()


@pytest.mark.parametrize(("percent", "stays"), [(100, True), (200, False)])
def test_in_a_low_window_a_word_before_watching_gives_way_to_the_picture_that_plays(
    room: Room, theme: Theme, percent: int, stays: bool
) -> None:
    theme.scale_text(percent)
    room.enter()
    room.screen.warning.render_message(Message(what="This computer has less than the provider asks for."))
    assert room.screen.warning.isVisible()
    room.play()
    room.run(0, 2_000)
    assert room.screen.warning.isVisible() is stays


def test_the_controls_over_the_picture_grow_with_the_text(room: Room, theme: Theme) -> None:
    room.enter()
    room.play()
    room.screen.full_wanted.emit(True)
    room.settle()
    theme.scale_text(200)
    room.settle()
    controls = room.screen.controls
    assert controls.height() >= controls.minimumSizeHint().height()


def test_menus_of_the_controls_are_read_as_the_window_is(room: Room, qapp: QApplication) -> None:
    controls = room.screen.controls
    assert controls.layoutDirection() == Qt.LayoutDirection.LeftToRight
    for menu in (controls.menu, controls.rate.menu()):
        assert menu.testAttribute(Qt.WidgetAttribute.WA_SetLayoutDirection)
        assert menu.layoutDirection() == qapp.layoutDirection()


def test_what_scrolls_in_a_card_has_the_ground_of_the_card(theme: Theme, qtbot: QtBot) -> None:
    card = CaptionLookCard(theme)
    qtbot.addWidget(card)
    card.resize(480, 300)
    card.show()
    sight = card.grab().toImage()
    beside, inside = sight.pixelColor(8, 150), sight.pixelColor(card.width() // 2, card.done.y() - 12)
    assert beside == inside == theme.colour("surface")
