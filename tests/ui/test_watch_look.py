"""How the player is laid out: what folds where room is short, what the menu holds, keys that are told truthfully."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from player.domain.course import Course
from player.domain.engine import MediaTrack, Sign
from player.domain.policy import Checkpoint
from player.ui.keys import without_characters
from player.ui.watch.checkpoints import Checkpoints
from player.ui.watch.keys import Gesture, key_words, wish_of
from player.ui.watch.more import Group, MoreMenu
from player.ui.watch.noting import Noting
from player.ui.watch.tabs import FoldingTabs
from player.ui.widgets.bubble import PICTURE_WIDTH
from player.ui.widgets.key_overview import KeyOverview
from tests.ui.access import stops
from tests.ui.gestures import press
from tests.ui.watch_parts import SERIES, TALK, TALK_COURSE, WatchDesk
from tests.ui.watch_room import Room, make_room

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)

CODE = Checkpoint(id="code", at_ms=5_000, prompt="Which word is on the slide?", codes=("Whale",))
ASKING = replace(TALK_COURSE, sessions=(replace(TALK, checkpoints=(CODE,)),))
NAMED = {"Space": Qt.Key.Key_Space, "←": Qt.Key.Key_Left, "→": Qt.Key.Key_Right, "↑": Qt.Key.Key_Up,
         "↓": Qt.Key.Key_Down, "Esc": Qt.Key.Key_Escape}  # fmt: skip
MEDIA = {Gesture.PAUSE, Gesture.SESSION}
"""What only media keys ask for, which say on themselves what they do."""

Enter = Callable[[Course], Room]


@pytest.fixture
def enter(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Enter:
    def entered(course: Course) -> Room:
        made = make_room(qtbot, qapp, WatchDesk(tmp_path, course))
        made.desk.journey(made.desk.course).acknowledge_disclosures()
        made.enter()
        return made

    return entered


def gesture_of(cap: str, *, characters: bool = True) -> Gesture | None:
    code = NAMED.get(cap, Qt.Key(0))
    text = "" if cap in NAMED else "0" if cap == "0–9" else cap.lower()
    event = QKeyEvent(QEvent.Type.KeyPress, code, Qt.KeyboardModifier.NoModifier, text)
    wish = wish_of(event, characters=characters)
    return wish.gesture if wish is not None else None


def test_every_key_that_is_told_does_something_and_every_gesture_is_told() -> None:
    caps = [cap for _, rows in key_words() for keys, _ in rows for cap in keys.split()]
    told = {gesture_of(cap) for cap in caps}
    assert None not in told
    assert told | MEDIA == set(Gesture)


def test_without_keys_of_a_single_character_what_is_told_works_and_nothing_else() -> None:
    caps = [cap for _, rows in key_words() for keys, _ in rows for cap in keys.split()]
    left = [cap for _, rows in without_characters(key_words()) for keys, _ in rows for cap in keys.split()]
    assert left == ["Space", "←", "→", "↑", "↓", "Esc"]
    assert [cap for cap in caps if gesture_of(cap, characters=False)] == left
    for cap in left:
        assert gesture_of(cap, characters=False) is gesture_of(cap)


def test_media_keys_pause_and_go_to_the_session_beside(enter: Enter) -> None:
    room = enter(SERIES)
    room.play()
    room.run(0, 1_000)
    QTest.keyClick(room.screen.stage.picture, Qt.Key.Key_MediaStop)
    assert room.engine.asked("pause")
    QTest.keyClick(room.screen.stage.picture, Qt.Key.Key_MediaNext)
    assert room.host.routes[-1].session == SERIES.sessions[1].id


def test_the_menu_keeps_its_order_and_shows_keys_behind_the_words(enter: Enter) -> None:
    room = enter(ASKING)
    shown = [a for a in room.screen.controls.menu.actions() if a.isVisible() and not a.isSeparator()]
    texts = [action.text() for action in shown]
    assert texts[0] == "Answer the question at 0:05"
    assert texts[1] == "Play only what I have not seen\tO"
    assert texts[-1] == "Keys\t?"


def keys_beside_words(room: Room) -> set[str]:
    """Behind the words of the menu, and in the tips of the buttons."""
    controls = room.screen.controls
    tips = [button.toolTip().removeprefix(button.accessibleName()).strip(" ()") for button in controls._buttons]
    return {*tips, *(action.text().partition("\t")[2] for action in controls.menu.actions())} - {""}


def test_keys_that_do_nothing_stand_behind_no_word_of_the_menu_and_in_no_tip(enter: Enter) -> None:
    room = enter(TALK_COURSE)
    usual = keys_beside_words(room)
    assert usual == {"K", "J", "L", "< >", "C", "D", "M", "F", "O", "[", "]", "I", "?"}
    room.switch_characters(False)
    assert keys_beside_words(room) == set()
    room.play()
    room.run(0, 1_000)
    room.screen.liked.emit(replace(room.page._player.liking, muted=True))
    assert keys_beside_words(room) == set(), "what is named anew stays without its key"
    room.switch_characters(True)
    assert keys_beside_words(room) == usual


def test_the_players_own_overview_leaves_out_what_does_nothing(enter: Enter) -> None:
    room = enter(TALK_COURSE)
    for on in (False, True):
        room.switch_characters(on)
        room.screen.controls.help.trigger()
        said = room.screen._keys.accessibleDescription()
        assert "Space" in said and "F1" in said
        assert ("Mute" in said, "F1 ?" in said) == (on, on)
        QTest.keyClick(room.screen._keys, Qt.Key.Key_Escape)


def test_a_group_of_the_menu_stands_together_whoever_comes_first(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    menu = MoreMenu(holder)
    for text, group in (("c", Group.HELP), ("a", Group.ASKED), ("d", Group.HELP), ("b", Group.TRACKS)):
        menu.take(menu.addAction(text), group)
    assert [action.text() for action in menu.actions() if action.text()] == ["a", "b", "c", "d"]


def test_the_keys_lie_over_the_whole_window_and_keep_tab_to_themselves(enter: Enter) -> None:
    room = enter(TALK_COURSE)
    room.screen.controls.help.trigger()
    keys = room.screen._keys
    assert keys.geometry() == room.page.window().rect()
    QTest.keyClick(keys, Qt.Key.Key_Tab)
    focus = room.page.window().focusWidget()
    assert focus is None or keys.isAncestorOf(focus)
    assert all(label.height() >= label.sizeHint().height() for label in keys.findChildren(QLabel))
    QTest.keyClick(keys, Qt.Key.Key_Escape)
    assert not keys.isVisible()


def test_the_keys_go_with_the_page(enter: Enter) -> None:
    room = enter(TALK_COURSE)
    room.screen.controls.help.trigger()
    room.enter()
    assert not room.page.window().findChildren(KeyOverview)[0].isVisible()


def tabs_of(room: Room, width: int) -> list[str]:
    tabs = room.screen.panel.tabs
    assert isinstance(tabs, FoldingTabs)
    tabs.resize(width, 300)
    tabs.fold()
    return [tabs.tabText(n) for n in range(tabs.count()) if tabs.isTabVisible(n)]


def test_tabs_have_words_where_all_fit_and_else_only_the_open_one(enter: Enter) -> None:
    room = enter(TALK_COURSE)
    assert tabs_of(room, 600) == ["Chapters", "Transcript", "Handouts", "Notes"]
    assert tabs_of(room, 300) == ["Chapters", "", "", ""]
    assert tabs_of(room, 180) == ["", "", "", ""]
    bar = room.screen.panel.tabs.tabBar()
    assert [bar.tabToolTip(n) for n in (0, 1)] == ["Chapters", "Transcript"]
    assert bar.accessibleTabName(1) == "Transcript"


def test_where_the_bar_is_very_narrow_the_volume_is_left_to_its_keys(enter: Enter) -> None:
    room = enter(TALK_COURSE)
    controls = room.screen.controls
    assert controls.volume.isVisible()
    controls.setFixedWidth(sum(part.sizeHint().width() for part in controls._right) + 40)
    controls._fold()
    assert not controls.volume.isVisible()
    controls.setFixedWidth(900)
    controls._fold()
    assert controls.volume.isVisible()


def test_tab_goes_through_the_bar_as_it_is_read(enter: Enter) -> None:
    room = enter(TALK_COURSE)
    room.page.activateWindow()
    room.screen.controls.timeline.setFocus()
    controls = room.screen.controls
    found = [widget for widget in stops(room.page) if controls.isAncestorOf(widget)]
    wanted = [controls.timeline, *controls._left, *controls._right[:4], controls.volume, *controls._right[4:]]
    usable = [widget for widget in wanted if widget.isEnabled() and not widget.isHidden()]
    assert found == [widget for widget in usable if widget is not controls.time]


def test_a_card_grows_with_what_it_says(enter: Enter) -> None:
    room = enter(ASKING)
    card = room.companion(Checkpoints).card
    room.companion(Checkpoints)._ask_first()
    room.settle()
    before = card.height()
    card.say_wrong()
    room.settle()
    assert card.height() > before
    assert card.height() >= card.heightForWidth(card.width())


def test_a_card_that_is_larger_than_the_picture_scrolls(enter: Enter) -> None:
    room = enter(ASKING)
    card = room.companion(Checkpoints).card
    room.companion(Checkpoints)._ask_first()
    room.page.resize(700, 330)
    room.settle()
    tray = room.screen.stage._tray
    assert tray is not None
    assert tray.height() < room.screen.stage.picture.height()
    assert card.height() >= card.heightForWidth(card.width())


def test_whoever_plays_on_has_put_the_question_off(enter: Enter) -> None:
    room = enter(ASKING)
    room.play()
    room.run(0, 5_250)
    card = room.companion(Checkpoints).card
    assert card.isVisible()
    room.pause()
    assert card.isVisible(), "the pause for it is no answer"
    room.engine.say(Sign.PLAYING)
    room.settle()
    assert not card.isVisible()
    assert not card.findChildren(QLineEdit)[0].text()


def test_notes_are_reached_between_the_field_and_the_export(enter: Enter) -> None:
    room = enter(TALK_COURSE)
    page = room.companion(Noting).page
    room.screen.show_tab(page)
    page.written.emit("Drains.")
    room.settle()
    press(page, "Edit: 0:00")
    room.settle()
    room.page.activateWindow()
    page.begin()
    found = [widget for widget in stops(room.page) if page.isAncestorOf(widget)]
    assert len(found) > 3
    assert found[0] is page.field
    assert found[-1] is page.export


def test_what_is_said_of_muted_sound_goes_with_it_though_nothing_moves(enter: Enter) -> None:
    room = enter(replace(TALK_COURSE, watch=replace(TALK_COURSE.watch, muted_counts=False)))
    room.play()
    room.engine.sounds = (MediaTrack(id=1, language="en"),)
    room.run(0, 1_000)
    room.pause()
    liking = room.page._player.liking
    room.screen.liked.emit(replace(liking, muted=True, captions=False))
    chip = room.screen.footer.remark
    assert (chip.isVisible(), chip.text()) == (True, "Muted: does not count here")
    room.screen.liked.emit(replace(liking, muted=False))
    assert not chip.isVisible() or "Muted" not in chip.text()


def test_the_words_below_a_preview_are_no_wider_than_it(enter: Enter) -> None:
    room = enter(TALK_COURSE)
    timeline = room.screen.controls.timeline
    bubble = timeline._bubble
    bubble.tell("1:20 · " + "What changed after the taps were replaced " * 3, timeline.pos())
    wide = bubble.width()
    picture = QImage(160, 90, QImage.Format.Format_RGB32)
    bubble.take_picture(picture)
    assert bubble.width() < wide
    assert bubble.width() <= room.host.theme.px(PICTURE_WIDTH) + 16
    bubble.hide()
