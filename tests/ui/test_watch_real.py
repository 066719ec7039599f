"""The player with the real engine and a real recording, for a few seconds in a window."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from player.domain.clock import BootId, Stamp
from player.domain.course import Captions, Course
from player.domain.engine import MediaEngine
from player.media.source import FileSource
from player.media.vlc_engine import create_engine
from player.ui.host import Place, Route
from player.ui.watch.page import WatchPage
from tests.builders import SHORT_COURSE
from tests.fakes import NOON, FakeClock
from tests.ui.fake_host import FakeEvidenceLedger, FakeHost, make_host
from tests.ui.watch_parts import TALK, WatchDesk

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "samples" / "meet-carrel"
pytestmark = [
    pytest.mark.serial,
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True),
]


class RealClock(FakeClock):
    """Time as it passes, from a day on which the course is open."""

    def __init__(self) -> None:
        super().__init__()
        self._first = time.monotonic_ns() // 1_000_000

    def stamp(self) -> Stamp:
        mono_ms = time.monotonic_ns() // 1_000_000
        wall_ms = round(NOON.timestamp() * 1000) + mono_ms - self._first
        return Stamp(wall_ms=wall_ms, offset_min=0, mono_ms=mono_ms, boot=BootId("boot"))


def sample_course() -> Course:
    duration_ms = int(tomllib.loads((SAMPLE / "chapters.toml").read_text(encoding="utf-8"))["duration_ms"])
    captions = Captions(path="sample.vtt", language="en", label="English")
    session = replace(TALK, media="sample.mp4", duration_ms=duration_ms, captions=(captions,), handouts=())
    return replace(
        SHORT_COURSE,
        sessions=(session,),
    )


@pytest.fixture
def source() -> Iterator[FileSource]:
    opened = FileSource(SAMPLE / "media" / "meet-carrel.mp4")
    yield opened
    opened.close()


@pytest.fixture
def desk(tmp_path: Path, source: FileSource) -> WatchDesk:
    def engine(*, headless: bool = False) -> MediaEngine:
        return create_engine(silent=True)

    made = WatchDesk(tmp_path, sample_course(), sources={"sample.mp4": source})
    clock = RealClock()
    ledger = FakeEvidenceLedger(clock, made._parts.key)
    made._sit_down(replace(made._parts, engines=engine, clock=clock, ledger=ledger))
    made.package_.files["sample.vtt"] = (SAMPLE / "captions" / "meet-carrel.en.vtt").read_bytes()
    return made


def enter(page: WatchPage, host: FakeHost, desk: WatchDesk) -> None:
    page.enter(Route(place=Place.WATCH, course=desk.course.hash))
    host.settle()


def test_what_is_really_played_counts_and_is_seen(qtbot: QtBot, qapp: QApplication, desk: WatchDesk) -> None:
    desk.journey(desk.course).acknowledge_disclosures()
    host = make_host(desk, qapp)
    page = WatchPage(host)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    with qtbot.waitExposed(page):
        page.show()
    enter(page, host, desk)
    picture = page._screen.stage.picture
    QTest.keyClick(page._screen.stage.invitation._disc, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: picture.has_frame, timeout=15_000)
    qtbot.waitUntil(lambda: page._screen._now.position_ms > 3_000, timeout=20_000)
    assert picture.accessibleDescription().startswith("Welcome")
    colours = {picture.grab().toImage().pixel(x, picture.height() // 2) for x in range(20, picture.width() - 20, 7)}
    assert len(colours) > 1
    page._screen.seek_wanted.emit(60_000)
    qtbot.waitUntil(lambda: page._screen._now.position_ms > 62_000, timeout=20_000)
    page.leave()
    host.door.close()
    QApplication.processEvents()
    first, second = desk.progress(desk.course).sessions[0].coverage.intervals
    assert first.start_ms <= 250
    assert 2_700 <= first.end_ms < 60_000
    assert abs(second.start_ms - 60_000) <= 250
    assert second.end_ms >= 61_700
