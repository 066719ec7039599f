"""What stands in a public place: nothing leads out of it, and everything on it is as large as a finger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QAction, QClipboard, QContextMenuEvent, QDesktopServices, QGuiApplication, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QWidget,
)

from player.domain.learner import Profession
from player.ui.certificate.page import CertificatePage
from player.ui.course.page import CoursePage
from player.ui.host import PUBLIC_PLACES, Place, Route
from player.ui.pages import Pages
from player.ui.printing import Printing
from player.ui.public import keep_in
from player.ui.watch.deck import Deck
from player.ui.watch.page import WatchPage
from player.ui.widgets.banner import Banner, Message
from player.ui.widgets.prose import Prose
from tests.ui.fake_host import NobodyKnown, make_host
from tests.ui.gestures import field, has_button, messages, press, shown, texts
from tests.ui.public_room import STAGES, PublicRoom, new, playing, public_room
from tests.ui.watch_parts import WatchDesk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

ALLOWED = {*PUBLIC_PLACES, Place.LIBRARY, Place.TAKE_AWAY}
LONGEST_WALK = 60
WAYS_OUT = (
    (QFileDialog, "getSaveFileName"),
    (QFileDialog, "getOpenFileName"),
    (QFileDialog, "getOpenFileNames"),
    (QFileDialog, "getExistingDirectory"),
    (QFileDialog, "exec"),
    (QDialog, "exec"),
    (QDialog, "open"),
    (Printing, "choose"),
    (QDesktopServices, "openUrl"),
)


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Notes every way out that is taken."""
    taken: list[str] = []

    def note(name: str) -> Callable[..., None]:
        def noted(*_: object, **__: object) -> None:
            taken.append(name)

        return noted

    for kind, name in WAYS_OUT:
        monkeypatch.setattr(kind, name, note(f"{kind.__name__}.{name}"))
    QGuiApplication.clipboard().clear()
    return taken


@pytest.fixture
def room(request: pytest.FixtureRequest, tmp_path: Path, qapp: QApplication) -> Iterator[PublicRoom]:
    make = STAGES[request.param][0] if isinstance(request.param, str) else request.param
    with public_room(make(tmp_path), qapp) as made:
        yield made


def on_clipboard() -> list[str]:
    """Some systems have nothing at all where nothing is kept."""
    held = cast("QMimeData | None", QGuiApplication.clipboard().mimeData())
    return held.formats() if held is not None else []


# --- nothing gets out --------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", STAGES)
def test_no_button_menu_or_shortcut_of_a_public_page_leads_out(
    stage: str, tmp_path: Path, qapp: QApplication, outside: list[str]
) -> None:
    make, places = STAGES[stage]
    with public_room(make(tmp_path), qapp) as room:
        for place in places:
            _press_everything(room, place)
            _choose_everything(room, place)
            room.leave(place)
        odd = {route.place for route in room.host.routes} - ALLOWED
    assert not outside
    assert not odd
    assert not on_clipboard()


def _press_everything(room: PublicRoom, place: Place) -> None:
    """One button after the other, each on the page as one comes to it."""
    for number in range(LONGEST_WALK):
        page = room.enter(place)
        buttons = [b for b in shown(page, QAbstractButton) if b.isEnabled() and not _opens_menu(b)]
        if number >= len(buttons):
            return
        buttons[number].click()
        room.settle()


def _opens_menu(button_: QAbstractButton) -> bool:
    return bool(button_.property("popupMode") == 2 or getattr(button_, "menu", lambda: None)() is not None)


def _choose_everything(room: PublicRoom, place: Place) -> None:
    page = room.enter(place)
    for action in page.findChildren(QAction):
        if action.isEnabled() and action.isVisible():
            action.trigger()
            room.settle()
    for shortcut in page.findChildren(QShortcut):
        shortcut.activated.emit()
        room.settle()


@pytest.mark.parametrize("stage", STAGES)
def test_no_words_of_a_public_page_can_be_marked_copied_or_opened(
    stage: str, tmp_path: Path, qapp: QApplication
) -> None:
    make, places = STAGES[stage]
    with public_room(make(tmp_path), qapp) as room:
        for place in places:
            page = room.enter(place)
            marked = [
                label.text()[:60]
                for label in shown(page, QLabel)
                if (
                    label.textInteractionFlags() is not Qt.TextInteractionFlag.NoTextInteraction
                    and label.textInteractionFlags() != Qt.TextInteractionFlag.NoTextInteraction
                )
                or label.openExternalLinks()
            ]
            assert not marked
            assert not any(line.dragEnabled() for line in shown(page, QLineEdit))


@pytest.mark.parametrize("room", ["claimed"], indirect=True)
def test_copying_by_key_or_by_menu_leaves_the_clipboard_empty(room: PublicRoom, outside: list[str]) -> None:
    page = room.enter(Place.QUIZ)
    for widget in (page, *shown(page, QWidget)):
        QTest.keyClick(widget, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        here = QPoint(4, 4)
        QApplication.sendEvent(
            widget, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, here, widget.mapToGlobal(here))
        )
        assert QApplication.activePopupWidget() is None
    assert not on_clipboard()


@pytest.mark.parametrize("room", ["unknown"], indirect=True)
def test_what_is_typed_cannot_be_cut_or_copied(room: PublicRoom, outside: list[str]) -> None:
    page = room.enter(Place.CERTIFICATE)
    room.host.routes.clear()
    page = room.enter(Place.CLAIM)
    press(page, "Physician")
    press(page, "Continue")
    room.settle()
    line = field(page, "Name")
    QTest.keyClicks(line, "Ana Maria")
    for key in (Qt.Key.Key_C, Qt.Key.Key_X):
        line.selectAll()
        QTest.keyClick(line, key, Qt.KeyboardModifier.ControlModifier)
    assert line.text() == "Ana Maria"
    assert not on_clipboard()


@pytest.mark.parametrize("room", ["new"], indirect=True)
def test_what_comes_onto_the_clipboard_all_the_same_is_gone_at_once(room: PublicRoom) -> None:
    room.enter(Place.COURSE)
    held = QMimeData()
    held.setText("Ana María Núñez")
    QGuiApplication.clipboard().setMimeData(held, QClipboard.Mode.Clipboard)
    assert not on_clipboard()


def test_what_comes_into_a_public_page_later_is_shut_in_too(qapp: QApplication, tmp_path: Path) -> None:
    with public_room(new(tmp_path), qapp) as room:
        page = room.enter(Place.COURSE)
        late = Prose(room.host.theme, parent=page)
        late.render_text("Late words")
        late.show()
        QTest.qWait(1)
        assert late.textInteractionFlags() == Qt.TextInteractionFlag.NoTextInteraction


def test_an_ordinary_page_stays_as_it_is(qapp: QApplication, tmp_path: Path) -> None:
    host = make_host(new(tmp_path), qapp)
    widget = QWidget()
    prose = Prose(host.theme, parent=widget)
    prose.render_text("Words")
    keep_in(widget, host)
    widget.show()
    QApplication.processEvents()
    assert prose.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    widget.close()
    host.door.close()


@pytest.mark.parametrize("room", ["new"], indirect=True)
def test_details_of_a_problem_are_not_to_be_had_in_a_public_place(room: PublicRoom) -> None:
    page = room.enter(Place.COURSE)
    banner = Banner(room.host.theme, page)
    banner.render_message(Message(what="It failed.", details="block 3 of 12", can_be_saved=True, send_to="a@b.example"))
    QTest.qWait(1)
    banner.render_message(Message(what="It failed.", details="block 3 of 12", can_be_saved=True, send_to="a@b.example"))
    assert not has_button(banner, "Details")
    assert not has_button(banner, "Copy details")


@pytest.mark.parametrize("place", [place for place in Place if place not in PUBLIC_PLACES])
def test_a_public_window_has_none_of_the_other_pages(place: Place, qapp: QApplication, tmp_path: Path) -> None:
    host = make_host(new(tmp_path), qapp)
    host.public = True
    with pytest.raises(ValueError, match="public"):
        Pages(host, sample=tmp_path, introducer=NobodyKnown())(place)
    host.door.close()


def test_taking_away_has_no_page_in_the_ordinary_window(qapp: QApplication, tmp_path: Path) -> None:
    host = make_host(new(tmp_path), qapp)
    with pytest.raises(ValueError, match="take-away"):
        Pages(host, sample=tmp_path, introducer=NobodyKnown())(Place.TAKE_AWAY)
    host.door.close()


# --- the pages ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("room", ["claimed"], indirect=True)
def test_a_document_is_taken_along_by_one_way(room: PublicRoom) -> None:
    page = room.enter(Place.CERTIFICATE)
    assert isinstance(page, CertificatePage)
    press(page, "Take it with you")
    press(page, "Back to the courses")
    course = room.desk.signed[0].hash
    assert room.host.routes == [
        Route(place=Place.TAKE_AWAY, course=course, offer="ama"),
        Route(place=Place.LIBRARY),
    ]
    for word in ("Save a copy…", "Print…", "Send…", "Verify", "Show in folder", "Something is wrong…", "Copy or save"):
        assert not has_button(page, word), word


@pytest.mark.parametrize("room", ["renamed"], indirect=True)
def test_nothing_asks_for_sending_again_where_nothing_can_be_sent(room: PublicRoom) -> None:
    page = room.enter(Place.CERTIFICATE)
    assert not messages(page)


@pytest.mark.parametrize("room", ["new"], indirect=True)
def test_a_public_course_page_says_nothing_of_this_computer(room: PublicRoom) -> None:
    page = room.enter(Place.COURSE)
    assert isinstance(page, CoursePage)
    assert "What it asks of this computer" not in texts(page)
    assert not has_button(page, "Check this computer for this course")
    assert not has_button(page, "Library"), "the way to all courses stands above the page"


@pytest.mark.parametrize("room", ["unknown"], indirect=True)
def test_who_is_not_known_gives_all_that_is_needed_on_the_claim_page(room: PublicRoom) -> None:
    page = room.enter(Place.CLAIM)
    press(page, "Physician")
    press(page, "Continue")
    room.settle()
    field(page, "Name").setText("Ana María Núñez")
    field(page, "Degrees (may stay empty)").setText("MD")
    press(page, "Continue")
    room.settle()
    learner = room.desk.learner
    assert (learner.name, learner.degrees, learner.profession) == ("Ana María Núñez", "MD", Profession.PHYSICIAN)
    assert not room.host.routes


@pytest.mark.parametrize("room", ["playing"], indirect=True)
def test_a_public_player_keeps_no_notes_lends_nothing_and_has_no_windows_of_its_own(room: PublicRoom) -> None:
    page = room.enter(Place.WATCH)
    assert isinstance(page, WatchPage)
    tabs = page._screen.panel.tabs
    names = {tabs.tabBar().accessibleTabName(number) for number in range(tabs.count())}
    assert names == {"Chapters", "Transcript", "Handouts", "Sessions"}
    page._screen.show_tab(page._screen.panel.handouts)
    room.settle()
    assert not has_button(page, "Save a copy")
    assert has_button(page, "Read")
    words = {action.text().partition("\t")[0] for action in page._screen.controls.menu.actions() if action.isVisible()}
    assert not words & {"Keys", "Small picture on top"}


@pytest.mark.parametrize("room", ["playing"], indirect=True)
@pytest.mark.parametrize("key", ["n", "b", "i", "?"])
def test_keys_of_the_player_that_lead_out_do_nothing(room: PublicRoom, key: str) -> None:
    page = room.enter(Place.WATCH)
    before = {widget for widget in QApplication.topLevelWidgets() if widget.isVisible()}
    QTest.keyClicks(page, key)
    room.settle()
    assert {widget for widget in QApplication.topLevelWidgets() if widget.isVisible()} == before
    assert not texts(page).count("Write a note")
    assert not room.desk.notebook.kept


# --- as loud as it may be ----------------------------------------------------------------------------------


def test_nobody_turns_it_louder_than_the_window_allows(qapp: QApplication, tmp_path: Path) -> None:
    desk = playing(tmp_path)
    assert isinstance(desk, WatchDesk)
    with public_room(desk, qapp, most_volume=60) as room:
        room.host.settings = replace(room.host.settings, volume_percent=90)
        page = room.enter(Place.WATCH)
        assert isinstance(page, WatchPage)
        page._screen.controls.volume.setValue(100)
        for _ in range(5):
            QTest.keyClick(page._screen, Qt.Key.Key_Up)
        room.settle()
        assert page._screen.controls.volume.maximum() == 60
        assert max(desk.engines[-1].asked("volume")) == 60


def test_the_engine_is_never_asked_for_more_than_is_allowed(qapp: QApplication, tmp_path: Path) -> None:
    """Whatever the settings of somebody say, and whoever sets them."""
    desk = playing(tmp_path)
    assert isinstance(desk, WatchDesk)
    with public_room(desk, qapp) as room:
        page = room.enter(Place.WATCH)
        assert isinstance(page, WatchPage)
        deck = page._player.deck
        assert isinstance(deck, Deck)
        deck._most_volume = 40
        deck.take_liking(page._player.liking)
        assert desk.engines[-1].asked("volume")[-1] == 40
