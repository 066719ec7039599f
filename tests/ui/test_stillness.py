"""For those who want less motion nothing moves that Qt moves by itself, either."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QScroller, QScrollerProperties
from pytestqt.qtbot import QtBot

from player.ui.theme import Theme
from player.ui.widgets.busy_bar import BusyBar
from player.ui.widgets.scroll import ScrollPage
from tests.ui.fake_host import make_theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
AGAIN_MS = 250
"""Long enough for what moves to be drawn several times."""


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = make_theme(qapp)
    yield made
    made.make_roomy(False)
    made.keep_still(False)


class Bar(BusyBar):
    """Counts how often it is drawn."""

    drawn = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        self.drawn += 1
        super().paintEvent(event)


@pytest.mark.parametrize("still", [True, False])
def test_a_bar_of_work_under_way_moves_only_where_something_may(theme: Theme, qtbot: QtBot, still: bool) -> None:
    theme.keep_still(still)
    bar = Bar(theme, "Making your certificate")
    qtbot.addWidget(bar)
    bar.show()
    qtbot.waitExposed(bar)
    qtbot.waitUntil(lambda: bar.drawn > 0)
    before = bar.drawn
    qtbot.wait(AGAIN_MS)
    assert (bar.drawn - before < 2) is still


@pytest.mark.parametrize("still", [True, False])
def test_what_a_finger_pushes_runs_on_only_where_something_may_move(theme: Theme, qtbot: QtBot, still: bool) -> None:
    theme.keep_still(still)
    theme.make_roomy(True)
    page = ScrollPage(theme)
    qtbot.addWidget(page)
    page.show()
    ground = page.viewport()
    assert QScroller.hasScroller(ground)
    metric = QScrollerProperties.ScrollMetric
    properties = QScroller.scroller(ground).scrollerProperties()
    assert (properties.scrollMetric(metric.MaximumVelocity) == 0) is still
    off = QScrollerProperties.OvershootPolicy.OvershootAlwaysOff
    assert (properties.scrollMetric(metric.VerticalOvershootPolicy) == off) is still
