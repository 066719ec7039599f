"""A visit: recognised, seated, gone; and afterwards the window, the disk and the clipboard hold nothing of them."""

from __future__ import annotations

import gc
import sys
import tempfile
import weakref
from collections.abc import Generator, Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from player.kiosk.diary import Entry
from player.kiosk.problems import UnknownBadge
from player.ui.host import Place, Route
from tests.ui.fake_host import make_theme
from tests.ui.kiosk.station_room import ANA, BADGE, BEN, OTHER_BADGE, KioskRoom, kiosk_room

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
KNOWN = ("text", "accessibleName", "accessibleDescription", "toolTip", "plainText", "windowTitle", "placeholderText")
OF_ANA = (*ANA, BADGE, "núñez@example.org", "Quiroga")


@pytest.fixture
def room(qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[KioskRoom]:
    (passing := tmp_path / "passing").mkdir()
    monkeypatch.setenv("TMPDIR", str(passing))
    monkeypatch.setattr(tempfile, "tempdir", None)
    with kiosk_room(qtbot, qapp, make_theme(qapp), tmp_path) as room:
        yield room


def texts_of(widgets: Iterable[QObject]) -> Iterable[str]:
    """Everything that widgets say, to eyes or ears."""
    for widget in widgets:
        names = [*KNOWN, *(bytes(name.data()).decode() for name in widget.dynamicPropertyNames())]
        for name in names:
            # What Qt's own scrollers attach cannot be read, and is no text.
            with suppress(RuntimeError):
                found = widget.property(name)
                if isinstance(found, str):
                    yield found


def said(room: KioskRoom) -> str:
    return "\n".join(texts_of([room.window, *room.window.findChildren(QWidget)]))


def held_in_python(word: str) -> list[str]:
    """Objects of this process that hold a text with this word in it, but for tests and frames."""
    gc.collect()
    found: list[str] = []
    for holder in gc.get_objects():
        if type(holder).__name__ in ("frame", "cell") or str(getattr(holder, "__module__", "")).startswith("tests"):
            continue
        for held in gc.get_referents(holder):
            if isinstance(held, str) and word in held and held is not word:
                found.append(f"{type(holder)}: {held[:80]}")
    return found


def test_a_badge_leads_to_the_courses_with_the_own_name_above_them(room: KioskRoom) -> None:
    room.sit_down()
    assert room.window.visit.host is not None
    assert ANA[0] in said(room)
    assert "Meet Carrel" in said(room)
    assert room.works.station.guest is not None


def test_an_unknown_badge_gets_a_kind_sentence_and_other_ways(room: KioskRoom) -> None:
    room.scan("NOBODY-0815")
    assert UnknownBadge().what in said(room)
    assert room.works.station.guest is None


def test_who_goes_leaves_nothing_in_the_window(room: KioskRoom) -> None:
    room.sit_down()
    host = room.window.visit.host
    assert host is not None
    course = host.desk.library()[0].signed
    assert course is not None
    host.go(Route(place=Place.COURSE, course=course.hash))
    room.settle()
    QGuiApplication.clipboard().setText(ANA[0])
    del host
    room.leave()
    assert QGuiApplication.clipboard().text(QClipboard.Mode.Clipboard) == ""
    for word in OF_ANA:
        assert word not in said(room)
        assert not held_in_python(word), word


def test_who_goes_leaves_no_file(room: KioskRoom, tmp_path: Path) -> None:
    room.sit_down()
    folder = room.works.seats.folder
    (folder / "certificates").mkdir()
    (folder / "certificates" / "a.pdf").write_text(ANA[0])
    room.leave()
    assert not folder.exists()
    for file in (file for file in tmp_path.rglob("*") if file.is_file()):
        data = file.read_bytes()
        assert not any(word.encode() in data or word.encode("utf-16-le") in data for word in OF_ANA), file


def pages_alive_when_wiped(room: KioskRoom) -> list[bool]:
    """Whether the window of who went still holds anything in the moment in which it is told that they are gone."""
    host = room.window.visit.host
    assert host is not None
    page = weakref.ref(host)
    del host
    seen = list[bool]()
    room.window.wiped.connect(lambda _ms: seen.append(page() is not None))
    room.leave()
    return seen


def test_when_it_is_told_that_they_are_gone_nothing_holds_their_pages_any_more(room: KioskRoom) -> None:
    room.sit_down()
    assert pages_alive_when_wiped(room) == [False]


def test_who_sat_there_when_the_program_set_its_parts_aside_is_gone_as_well(room: KioskRoom) -> None:
    room.sit_down()
    gc.freeze()
    try:
        assert pages_alive_when_wiped(room) == [False]
    finally:
        gc.unfreeze()


def test_an_error_that_nobody_caught_holds_nothing_of_them_back(room: KioskRoom) -> None:
    room.sit_down()
    # As the interpreter keeps it.
    sys.last_value = ValueError(room.window.visit.host)
    assert pages_alive_when_wiped(room) == [False]


def test_the_wiping_takes_less_than_a_second(room: KioskRoom) -> None:
    room.sit_down()
    assert room.leave() < 1000


def test_the_next_badge_takes_the_seat_and_the_own_one_changes_nothing(room: KioskRoom) -> None:
    room.sit_down()
    host = room.window.visit.host
    room.scan(BADGE)
    assert room.window.visit.host is host
    del host
    room.scan(OTHER_BADGE)
    room.settle()
    assert room.window.visit.host is None
    assert ANA[0] not in said(room)
    assert BEN[0] in said(room)
    room.window.entrance.confirm()
    room.settle()
    assert BEN[0] in said(room)
    entries = [line.entry for line in room.works.diary.lines()]
    assert Entry.LEFT_FOR_NEXT in entries


def test_who_goes_is_told_what_is_on_record_and_the_way_back_to_it(room: KioskRoom) -> None:
    room.sit_down()
    host = room.window.visit.host
    assert host is not None
    course = host.desk.library()[0].signed
    assert course is not None
    host.desk.journey(course).acknowledge_disclosures()
    del host
    room.leave()
    assert "Your progress is saved." in said(room)
    assert "You can go on at this station" in said(room)


def test_the_next_one_can_scan_while_the_thanks_are_still_shown(room: KioskRoom) -> None:
    room.sit_down()
    room.leave()
    room.sit_down(OTHER_BADGE)
    guest = room.works.station.guest
    assert guest is not None and guest.learner.given_name == BEN[0]


def test_what_a_guest_chose_for_reading_is_gone_with_them(room: KioskRoom) -> None:
    theme = room.window.visit._theme
    room.sit_down()
    host = room.window.visit.host
    assert host is not None
    own, px = host.settings, theme.px(100)
    host.change_settings(replace(own, text_percent=200, captions=not own.captions, volume_percent=5))
    assert theme.px(100) > px
    del host
    room.leave()
    room.sit_down(OTHER_BADGE)
    assert theme.px(100) == px
    assert room.window.visit.host is not None and room.window.visit.host.settings == own


def test_a_station_that_runs_low_says_so_to_who_sits_there(room: KioskRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    room.sit_down()
    assert "battery" not in said(room)
    monkeypatch.setattr(room.works.station.surroundings, "battery", lambda: 7)
    room.window.visit.look_around()
    room.settle()
    assert "battery is nearly empty: 7 %" in said(room)
    monkeypatch.setattr(room.works.station.surroundings, "battery", lambda: 10)
    room.window.visit.look_around()
    room.settle()
    assert "battery" not in said(room)


def test_who_falls_silent_is_asked_and_then_signed_out(room: KioskRoom) -> None:
    room.sit_down()
    with room.qtbot.waitSignal(room.window.wiped, timeout=10_000):
        room.window.nobody_is_there()
    assert room.works.diary.lines()[0].entry is Entry.LEFT_IDLE
    assert room.window.entrance.is_attracting
