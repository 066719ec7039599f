"""Notes beside the recording: written with the time at which they began, changed, taken back, exported."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPlainTextEdit, QPushButton, QToolButton, QWidget

from player.domain.problem import Problem
from player.ui.theme import Theme
from player.ui.watch.notes_page import NotesPage
from player.ui.watch.noting import Noting
from player.ui.widgets.prose import Prose
from player.ui.widgets.words import Words
from tests.ui.fake_host import make_theme
from tests.ui.gestures import shown
from tests.ui.watch_room import Room

# The offscreen platform says this of every window that is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)


class DiskFull(Problem):
    what_template = "The disk is full."
    meaning_template = "The note is not kept; your credit does not depend on it."
    remedy_template = "Make some room."


@pytest.fixture(name="room")
def playing(room: Room) -> Room:
    room.play()
    return room


def page_of(room: Room) -> NotesPage:
    return room.companion(Noting).page


def kept(room: Room) -> list[tuple[int, str]]:
    return sorted((note.at_ms, note.text) for _, note in room.desk.notebook.kept.values())


def key(room: Room, text: str) -> None:
    QTest.keyClicks(room.screen.stage.picture, text)
    room.settle()


def tool(room: Room, name: str) -> QToolButton:
    tools = page_of(room).findChildren(QToolButton)
    return next(one for one in tools if one.accessibleName().startswith(name) and one.isVisible())


def button(room: Room, name: str) -> QPushButton:
    return next(one for one in page_of(room).findChildren(QPushButton) if one.text() == name and one.isVisible())


def test_n_opens_the_notes_and_the_note_stands_where_its_writing_began(room: Room) -> None:
    room.run(0, 5_000)
    key(room, "n")
    field = page_of(room).field
    assert room.screen.panel.tabs.currentWidget() is page_of(room)
    room.run(5_000, 9_000)
    QTest.keyClicks(field, "wash, then k and m")
    assert room.engine.asked("pause") == [], "letters of a note are no keys of the player"
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    room.settle()
    ((at_ms, text),) = kept(room)
    assert (4_900 <= at_ms <= 5_100, text) == (True, "wash, then k and m")
    assert field.toPlainText() == ""


def test_without_n_the_first_letter_says_when(room: Room) -> None:
    room.run(0, 3_000)
    QTest.keyClicks(page_of(room).field, "a")
    assert page_of(room).add.text() == "Add note at 0:03"
    room.run(3_000, 8_000)
    page_of(room).add.click()
    room.settle()
    assert 2_900 <= kept(room)[0][0] <= 3_100


def test_b_sets_a_bookmark_and_says_so(room: Room) -> None:
    room.run(0, 12_000)
    key(room, "b")
    assert [text for _, text in kept(room)] == [""]
    assert "Bookmark at 0:12" in room.host.notices


def test_the_time_of_a_note_leads_there(room: Room) -> None:
    room.run(0, 12_000)
    key(room, "b")
    room.screen.show_tab(page_of(room))
    room.settle()
    button(room, "0:12").click()
    assert 11_900 <= room.engine.asked("seek")[-1] <= 12_100


def test_a_note_is_changed_in_its_place_and_escape_leaves_it_as_it_was(room: Room) -> None:
    notes = room.desk.notes
    notes.write(room.desk.course, room.desk.course.course.sessions[0].id, at_ms=1_000, text="Once")
    room.enter()
    room.screen.show_tab(page_of(room))
    room.settle()
    for end in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        tool(room, "Edit").click()
        room.settle()
        editor = next(f for f in page_of(room).findChildren(QPlainTextEdit) if f.toPlainText() == "Once")
        QTest.keyClicks(editor, " more")
        QTest.keyClick(editor, end, Qt.KeyboardModifier.ControlModifier)
        room.settle()
        assert kept(room) == [(1_000, "Once" if end is Qt.Key.Key_Escape else "Once more")]


def test_a_note_that_was_removed_can_be_put_back(room: Room) -> None:
    notes = room.desk.notes
    notes.write(room.desk.course, room.desk.course.course.sessions[0].id, at_ms=1_000, text="Keep me")
    room.enter()
    room.screen.show_tab(page_of(room))
    room.settle()
    tool(room, "Remove").click()
    room.settle()
    assert kept(room) == []
    button(room, "Undo").click()
    room.settle()
    assert kept(room) == [(1_000, "Keep me")]


def test_what_cannot_be_kept_stays_in_its_field(room: Room) -> None:
    room.desk.notebook.problem = DiskFull()
    QTest.keyClicks(page_of(room).field, "precious")
    page_of(room).add.click()
    room.settle()
    assert page_of(room).field.toPlainText() == "precious"
    assert room.screen.banner.isVisible()


def test_notes_are_exported_as_markdown(room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room.run(0, 2_000)
    key(room, "b")
    file = tmp_path / "notes.md"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    page_of(room).export.click()
    room.settle()
    assert "*Bookmark*" in file.read_text(encoding="utf-8")


# --- where room is short ---------------------------------------------------------------------------------


@pytest.fixture(name="large")
def large_text(qapp: QApplication) -> Iterator[Theme]:
    theme = make_theme(qapp)
    theme.scale_text(200)
    yield theme
    theme.scale_text(100)


def fill(room: Room) -> None:
    """Several notes in the window in which the panel stands where the picture would."""
    for number in range(4):
        session = room.desk.course.course.sessions[0].id
        text = f"Soap and water for note {number}: alcohol does nothing at all against the spores of this one"
        room.desk.notes.write(room.desk.course, session, at_ms=number * 1_000, text=text)
    room.page.resize(932, 680)
    room.enter()
    room.screen.show_tab(page_of(room))
    room.settle()


def is_seen(widget: QWidget) -> bool:
    return widget.visibleRegion().boundingRect() == widget.rect()


def test_in_large_text_a_whole_note_is_seen_below_the_place_to_write(room: Room, large: Theme) -> None:
    fill(room)
    assert room.screen.sides.is_instead
    page = page_of(room)
    first = min(shown(page, Prose), key=lambda words: words.mapTo(page, QPoint(0, 0)).y())
    assert is_seen(page.field) and is_seen(button(room, "0:00")) and is_seen(first)


@pytest.mark.parametrize("number", [0, 3])
def test_in_large_text_a_note_that_is_changed_is_seen_with_its_buttons(room: Room, large: Theme, number: int) -> None:
    fill(room)
    tool(room, f"Edit: 0:0{number}").click()
    room.settle()
    editor = next(f for f in shown(page_of(room), QPlainTextEdit) if f.toPlainText())
    assert editor.hasFocus() or not room.page.isActiveWindow()
    assert all(is_seen(part) for part in (editor, button(room, "Save"), button(room, "Cancel")))


@pytest.mark.parametrize("number", [0, 3])
def test_in_large_text_what_was_removed_is_seen_with_its_way_back(room: Room, large: Theme, number: int) -> None:
    fill(room)
    tool(room, f"Remove: 0:0{number}").click()
    room.settle()
    (removed,) = (words for words in shown(page_of(room), Words) if words.text().startswith("Removed"))
    assert is_seen(removed) and is_seen(button(room, "Undo"))


def test_where_there_is_room_the_notes_scroll_below_the_place_to_write(room: Room) -> None:
    fill(room)
    page = page_of(room)
    assert page._room.verticalScrollBar().maximum() == 0
    assert page._list.height() < page._list.whole_height()
    assert page.field.height() == page.field.usual_height
    assert page.export.mapTo(page, QPoint(0, page.export.height())).y() == page.height()
