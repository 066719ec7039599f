"""Every page of the window, held against what everybody needs: names, the keyboard, words that are not cut off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from player.desk.desk import Desk
from player.ui.host import Place
from player.ui.language import PSEUDO
from player.ui.theme.tokens import Scheme
from tests.ui.access import (
    Rings,
    complaints,
    elided,
    faint,
    jumps,
    low,
    not_back,
    overlaps,
    sideways,
    small,
    stops,
    unreached,
    unspoken,
)
from tests.ui.language.escapes import escapes, said_by_others, words_in
from tests.ui.touring import (
    AS_BEFORE,
    ORDINARY,
    STAGES,
    Tour,
    desk_of,
    places,
    speaking,
    touring,
    wear,
)

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

ROOM = {100: QSize(1096, 780), 150: QSize(1004, 770), 200: QSize(912, 760)}
"""What the rail and the status line leave to a page of such a window, by text size."""


class Look(NamedTuple):
    """Colours, text size in per cent and language of the window."""

    scheme: Scheme
    percent: int
    tongue: str = "en"

    def __str__(self) -> str:
        return f"{self.scheme}-{self.percent}-{self.tongue}"


PLAIN, MIRRORED = Look(Scheme.LIGHT, 100), Look(Scheme.LIGHT, 150, "ar")
LONG_WORDS = Look(Scheme.DARK, 200, PSEUDO.code)
LOOKS = [
    *(Look(scheme, percent) for scheme in Scheme for percent in (100, 150, 200)),
    *(Look(Scheme.LIGHT, percent, tongue) for tongue in ("de", "ar", PSEUDO.code) for percent in (100, 150, 200)),
    *(Look(scheme, 200, tongue) for tongue in ("de", "ar", PSEUDO.code) for scheme in (Scheme.DARK, Scheme.CONTRAST)),
]
"""Colours hardly change sizes, and a language no colours."""
SEEN = {
    *((stage, LONG_WORDS) for stage in STAGES),
    *(("real", look) for look in (PLAIN, MIRRORED, Look(Scheme.CONTRAST, 200, "de"))),
    ("noted", MIRRORED),
}
"""What is looked at whenever the tests run: what fits when it is large and long fits when it is plain. Of the real
desk each of the colours, sizes and languages is seen once at least."""
SIGHTS = [
    pytest.param(stage, *look, id=f"{stage}-{look}", marks=() if (stage, look) in SEEN else pytest.mark.long)
    for stage in STAGES
    for look in LOOKS
]
WALKS = [
    pytest.param(stage, *look, id=f"{stage}-{look}", marks=marks)
    for stage in STAGES
    for look, marks in (
        (PLAIN, ()),
        (Look(Scheme.DARK, 100), pytest.mark.long),
        (Look(Scheme.CONTRAST, 100), () if stage == "real" else pytest.mark.long),
        (Look(Scheme.LIGHT, 100, "ar"), () if stage in ("real", "noted") else pytest.mark.long),
    )
]
READ_DOWNWARDS = (
    Place.LIBRARY, Place.COURSES, Place.COURSE, Place.QUIZ, Place.EVALUATION, Place.CLAIM, Place.PROFILE, Place.CHECKUP
)  # fmt: skip
"""Pages of one column."""


class Windows(QObject):
    """Notes every window that comes up."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(f"{type(watched).__name__} “{watched.accessibleName()}”")
        return False


@pytest.fixture
def desk(stage: str, tmp_path: Path) -> Iterator[Desk]:
    with desk_of(stage, tmp_path) as desk:
        yield desk


@pytest.fixture
def said(request: pytest.FixtureRequest) -> Iterator[None]:
    """The language that the test's `tongue` asks for."""
    with speaking(request.node.callspec.params.get("tongue", "en")):
        yield


@pytest.fixture
def tour(desk: Desk, stage: str, said: None, qapp: QApplication, qtbot: QtBot) -> Iterator[Tour]:
    with touring(desk, stage, qapp, qtbot) as tour:
        yield tour


@pytest.mark.parametrize(("stage", "scheme", "percent", "tongue"), SIGHTS)
def test_everything_is_read_hit_and_told_by_everybody(
    tour: Tour, stage: str, qapp: QApplication, scheme: Scheme, percent: int, tongue: str, tmp_path: Path
) -> None:
    """Nothing is cut off, over another, wider than its page, faint, too small, nameless, of no known sort, or for the
    mouse alone; no word is of a language that was not asked for, and no page opens a window of its own."""
    wear(qapp, scheme, percent)
    tour.window.resize(ROOM[percent])
    windows = Windows()
    qapp.installEventFilter(windows)
    wrong: list[str] = []
    for place in places(stage):
        page = tour.visit(place)
        sizes = (small(page), low(page), overlaps(page), elided(page), sideways(page))
        strange = escapes(page, said_by_others(tour.host.desk, page, tmp_path)) if tongue == PSEUDO.code else []
        found = (complaints(page), *sizes, faint(page, percent), unspoken(page), strange)
        wrong.extend(f"{place}: {text}" for texts in found for text in texts)
        tour.leave(place)
    qapp.removeEventFilter(windows)
    assert not wrong, "\n".join(wrong)
    assert windows.seen == [], "a page opened a window of its own"


@pytest.mark.parametrize(("stage", "scheme", "percent", "tongue"), WALKS)
def test_tab_reaches_everything_as_the_page_is_read_and_is_seen_where_it_stops(
    tour: Tour, stage: str, qapp: QApplication, scheme: Scheme, percent: int, tongue: str
) -> None:
    wear(qapp, scheme, percent)
    assert qapp.isRightToLeft() == (tongue == "ar")
    wrong: list[str] = []
    for place in places(stage):
        page = tour.visit(place)
        rings = Rings(page)
        found = stops(page, rings)
        wrong.extend(f"{place}: Tab never stops at {text}" for text in unreached(page, found))
        if place in READ_DOWNWARDS:
            wrong.extend(f"{place}: Tab jumps up from {text}" for text in jumps(page, found))
        wrong.extend(f"{place}: {text}" for text in not_back(page, found))
        wrong.extend(f"{place}: {text}" for text in rings.faint)
        tour.leave(place)
    assert not wrong, "\n".join(wrong)


@pytest.mark.long
@pytest.mark.parametrize(("stage", "other"), [(stage, other) for stage, by in AS_BEFORE.items() for other in by])
def test_the_pages_that_a_stage_leaves_out_are_as_another_stage_has_them(
    stage: str, other: str, tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    said: list[list[str]] = []
    for one in (other, stage):
        folder = tmp_path / one
        folder.mkdir()
        asked = AS_BEFORE[stage][other]
        with desk_of(one, folder) as desk, touring(desk, one, qapp, qtbot, asked=asked) as tour:
            said.append([_shown_on(tour.visit(place)).replace(str(folder), "") for place in asked])
    assert said[0] == said[1]
    assert all(said[0])


def _shown_on(page: QWidget) -> str:
    """Every part that shows, with its words and whether it can be used."""
    shown = ((one, words) for one, words in words_in(page) if one.isVisible())
    return "\n".join(f"{type(one).__name__}, {one.isEnabled()}: {words}" for one, words in shown)


def test_every_place_has_its_page() -> None:
    visited = {place for stage in STAGES for place in places(stage)}
    assert visited == set(ORDINARY)
