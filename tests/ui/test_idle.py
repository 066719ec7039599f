"""While nothing plays and nobody does anything, nothing of the window wakes the computer more than once a second."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from player.ui.host import Page, Place, Route
from player.ui.pages import Pages
from tests.ui.fake_host import RESOURCES, FakeDesk, FakeHost, NobodyKnown, make_host
from tests.ui.filled import filled_desk
from tests.ui.watch_parts import WatchDesk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

ONCE_A_SECOND_MS = 1_000
SAMPLE = RESOURCES / "samples" / "meet-carrel.course"
PLACES = [place for place in Place if place is not Place.TAKE_AWAY]
OF_A_COURSE = frozenset(
    {Place.COURSE, Place.WATCH, Place.QUIZ, Place.EVALUATION, Place.CLAIM, Place.CERTIFICATE, Place.CHECKUP}
)


def restless(inside: QObject) -> list[str]:
    """The timers that ring again and again, and more often than once a second; those that ring once are no matter."""
    ringing = (timer for timer in inside.findChildren(QTimer) if timer.isActive() and not timer.isSingleShot())
    return [
        f"{type(timer.parent()).__name__}: every {timer.interval()} ms"
        for timer in ringing
        if timer.interval() < ONCE_A_SECOND_MS
    ]


def opened(host: FakeHost, desk: FakeDesk, place: Place, qtbot: QtBot) -> Page:
    page = Pages(host, sample=SAMPLE, introducer=NobodyKnown())(place)()
    qtbot.addWidget(page)
    page.resize(1100, 780)
    page.show()
    page.enter(Route(place=place, course=desk.signed[0].hash if place in OF_A_COURSE else None))
    host.settle()
    return page


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_page_at_rest_wakes_nobody(qtbot: QtBot, qapp: QApplication, tmp_path: Path, place: Place) -> None:
    desk = WatchDesk(tmp_path) if place is Place.WATCH else filled_desk(tmp_path)
    host = make_host(desk, qapp)
    page = opened(host, desk, place, qtbot)
    try:
        qtbot.waitUntil(lambda: host.door.is_idle and not restless(page), timeout=10_000)
    finally:
        page.leave()
        page.give_up()
        host.door.close()


def test_a_timer_that_rings_too_often_would_be_found(qtbot: QtBot) -> None:
    page = Page()
    qtbot.addWidget(page)
    timer = QTimer(page)
    timer.start(ONCE_A_SECOND_MS - 1)
    assert restless(page) == ["Page: every 999 ms"]
    timer.setInterval(ONCE_A_SECOND_MS)
    assert restless(page) == []
