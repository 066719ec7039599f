"""What a learner chooses about captions: their look, their language; and the transcript that goes with them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from player.domain.course import Captions
from player.ui.captions.form import CaptionLookForm
from player.ui.captions.look import CaptionLook, CaptionPlace, Edge, Tint
from player.ui.host import Place, Route
from player.ui.profile.page import ProfilePage
from player.ui.settings import Settings
from player.ui.watch.caption_look import CaptionLooks
from player.ui.watch.timed_list import places_of
from tests.ui.fake_host import FakeDesk, make_host, make_theme
from tests.ui.watch_parts import TALK, TALK_COURSE, WatchDesk
from tests.ui.watch_room import Room, make_room

# The offscreen platform says this of every window that is shown.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)

TONGUES = {"en": "Wash your hands.", "de": "Waschen Sie die Hände.", "pt-BR": "Lave as mãos."}
LONG = "WEBVTT\n\n" + "\n".join(
    f"00:{at:02}.000 --> 00:{at + 1:02}.000\n<v {'Ada' if at % 4 < 2 else 'Bob'}>Sentence {at} of water\n"
    for at in range(58)
)


def desk_with(tmp_path: Path, files: dict[str, str]) -> WatchDesk:
    tracks = tuple(Captions(path=f"{tag}.vtt", language=tag, label=tag.upper()) for tag in files)
    course = replace(TALK_COURSE, sessions=(replace(TALK, captions=tracks),))
    desk = WatchDesk(tmp_path, course)
    desk.package_.files |= {f"{tag}.vtt": text.encode() for tag, text in files.items()}
    return desk


def entered(qtbot: QtBot, qapp: QApplication, desk: WatchDesk, settings: Settings | None = None) -> Room:
    made = make_room(qtbot, qapp, desk)
    made.host.settings = settings or Settings()
    desk.journey(desk.course).acknowledge_disclosures()
    made.enter()
    return made


@pytest.fixture
def room(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Room:
    """A talk with captions in three languages."""
    files = {tag: f"WEBVTT\n\n00:00.000 --> 00:09.000\n{text}\n" for tag, text in TONGUES.items()}
    return entered(qtbot, qapp, desk_with(tmp_path, files))


@pytest.fixture
def long(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Room:
    """A talk of two people with a sentence each second."""
    made = entered(qtbot, qapp, desk_with(tmp_path, {"en": LONG}))
    made.screen.panel.tabs.setCurrentWidget(made.screen.panel.transcript)
    made.play()
    return made


def said(room: Room) -> str:
    return room.screen.stage.picture.accessibleDescription()


def first_line(room: Room) -> str:
    return str(room.screen.panel.transcript.view.model().index(0, 0).data())


# --- the look ------------------------------------------------------------------------------------------------


def test_the_card_changes_captions_at_once_and_for_good(room: Room) -> None:
    looks = room.companion(CaptionLooks)
    room.play()
    room.run(0, 1_000)
    (before,) = room.screen.stage.picture.caption_boxes()
    looks.action.trigger()
    assert looks.card.isVisible()
    assert looks.card.form.percent.hasFocus()
    QTest.keyClick(looks.card.form.percent, Qt.Key.Key_End)
    looks.card.form.place.setCurrentIndex(1)
    assert room.host.settings.caption_look == CaptionLook(size_percent=300, place=CaptionPlace.TOP)
    (after,) = room.screen.stage.picture.caption_boxes()
    assert after.height() > before.height() and after.bottom() < before.top()
    QTest.keyClick(looks.card.form.percent, Qt.Key.Key_Escape)
    assert not looks.card.isVisible()
    room.page.leave()
    room.enter()
    assert room.host.settings.captions_size == 300
    assert room.screen.stage.picture._captions.look.size_percent == 300


def test_a_click_on_the_card_does_not_reach_the_picture(room: Room) -> None:
    looks = room.companion(CaptionLooks)
    room.play()
    room.run(0, 1_000)
    looks.action.trigger()
    QTest.mouseClick(
        looks.card, Qt.MouseButton.LeftButton, pos=looks.card.rect().topLeft() + looks.card.rect().center() / 9
    )
    assert room.engine.asked("pause") == []


def test_the_form_shows_the_look_tells_each_choice_and_goes_back_to_the_first(qtbot: QtBot, qapp: QApplication) -> None:
    form = CaptionLookForm(make_theme(qapp))
    qtbot.addWidget(form)
    told: list[CaptionLook] = []
    form.changed.connect(told.append)
    mine = CaptionLook(size_percent=200, ink=Tint.YELLOW, opacity_percent=0, edge=Edge.OUTLINE)
    form.render_look(mine)
    assert told == [] and form.reset.isEnabled()
    form.edge.setCurrentIndex(0)
    assert told == [replace(mine, edge=Edge.NONE)]
    assert form.warning.text() == "This is hard to read over many pictures."
    form.reset.click()
    assert told[-1] == CaptionLook()
    assert not form.reset.isEnabled() and form.warning.text() == ""
    assert {box.accessibleName() for box in form.boxes} == {
        "Size",
        "Letters",
        "Background",
        "Background strength",
        "Edge of the letters",
        "Place",
    }


def test_the_settings_page_keeps_the_look_too(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    host = make_host(FakeDesk(tmp_path), qapp)
    page = ProfilePage(host)
    qtbot.addWidget(page)
    host.settings = Settings(captions_ink="yellow")
    page.enter(Route(place=Place.PROFILE))
    host.settle()
    (form,) = page.findChildren(CaptionLookForm)
    assert form.ink.chosen() == "yellow"
    form.ground.choose("blue")
    form.edge.setCurrentIndex(1)
    assert host.settings == Settings(captions_ink="yellow", captions_ground="blue", captions_edge="outline")


def test_a_look_goes_through_the_settings_unchanged() -> None:
    look = CaptionLook(
        size_percent=125,
        ink=Tint.CYAN,
        ground=Tint.GREY,
        opacity_percent=50,
        edge=Edge.SHADOW,
        place=CaptionPlace.TOP,
    )
    assert Settings().with_caption_look(look).caption_look == look
    assert Settings().caption_look == CaptionLook()


# --- the language --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("remembered", "shown"),
    [("", "en"), ("de", "de"), ("DE", "de"), ("de-AT", "de"), ("pt", "pt-BR"), ("fr", "en")],
)
def test_a_lesson_opens_with_the_remembered_language_else_with_the_courses(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, remembered: str, shown: str
) -> None:
    # The course is in English, which is not its first track.
    order = ("de", "pt-BR", "en")
    files = {tag: f"WEBVTT\n\n00:00.000 --> 00:09.000\n{TONGUES[tag]}\n" for tag in order}
    room = entered(qtbot, qapp, desk_with(tmp_path, files), Settings(captions_language=remembered))
    room.play()
    room.run(0, 1_000)
    assert (said(room), first_line(room)) == (TONGUES[shown], TONGUES[shown])
    checked = [action.text() for action in room.screen.controls.captions.menu().actions() if action.isChecked()]
    assert checked == [shown.upper()]


def test_another_language_is_followed_by_the_transcript_and_remembered(room: Room) -> None:
    room.play()
    room.run(0, 1_000)
    room.screen.controls.captions.menu().actions()[1].trigger()
    assert (said(room), first_line(room)) == (TONGUES["de"], TONGUES["de"])
    QTest.keyClick(room.screen.stage.picture, Qt.Key.Key_M)
    room.page.leave()
    assert room.host.settings.captions_language == "de"
    room.enter()
    assert first_line(room) == TONGUES["de"]


# --- the transcript ------------------------------------------------------------------------------------------


def test_the_transcript_keeps_the_line_of_the_moment_in_view_until_somebody_scrolls_away(long: Room) -> None:
    view, back = long.screen.panel.transcript.view, long.screen.panel.transcript.back
    bar = view.verticalScrollBar()
    long.run(0, 40_000)
    followed = bar.value()
    assert followed > 0 and not back.isVisible()
    bar.triggerAction(bar.SliderAction.SliderToMinimum)
    assert back.isVisible()
    long.run(40_000, 42_000)
    assert bar.value() == 0
    back.click()
    assert bar.value() >= followed and not back.isVisible()
    before = bar.value()
    long.run(42_000, 46_000)
    assert bar.value() > before


def test_going_to_a_line_by_return_is_back_at_the_moment(long: Room) -> None:
    transcript = long.screen.panel.transcript
    long.run(0, 20_000)
    transcript.view.setFocus()
    QTest.keyClick(transcript.view, Qt.Key.Key_Home)
    assert transcript.back.isVisible()
    QTest.keyClick(transcript.view, Qt.Key.Key_Return)
    assert long.engine.asked("seek") == [0]
    assert not transcript.back.isVisible()


def test_searching_counts_marks_and_is_over_with_the_way_back(long: Room) -> None:
    transcript = long.screen.panel.transcript
    long.run(0, 20_000)
    transcript.field.setText("WATER")
    assert transcript.found.text() == "Found 58 times"
    transcript.field.setText("sentence 57")
    assert transcript.found.text() == "Found once"
    assert transcript.view.model().rowCount() == 1
    transcript.view.grab()
    transcript._go_back()
    assert transcript.field.text() == "" and not transcript.found.isVisible()
    assert places_of("an", "An ananas.") == [0, 3, 5] and places_of("(", "a(b") == [1] and places_of("", "a") == []


def test_speakers_are_named_where_they_begin(long: Room) -> None:
    model = long.screen.panel.transcript.view.model()
    lines = [str(model.index(row, 0).data()) for row in range(4)]
    assert lines == [
        "Ada: Sentence 0 of water",
        "Sentence 1 of water",
        "Bob: Sentence 2 of water",
        "Sentence 3 of water",
    ]


def test_selected_lines_are_copied_with_their_times_and_selecting_does_not_seek(long: Room) -> None:
    view = long.screen.panel.transcript.view
    long.run(0, 1_000)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.model().index(0, 0)).center())
    held, second = Qt.KeyboardModifier.ShiftModifier, view.visualRect(view.model().index(2, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, held, second)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text().split("\n")
    assert copied == ["0:00  Ada: Sentence 0 of water", "0:01  Sentence 1 of water", "0:02  Bob: Sentence 2 of water"]
    assert long.engine.asked("seek") == [0]
