"""The cards of a library: all of them are there for keyboard and ears, their pictures only while they are seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAccessible, QFontMetrics, QImage, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from player.domain.course import Availability, Course, CourseId
from player.ui.door import Door
from player.ui.library import grid as grids
from player.ui.library.covers import WAITING, Covers
from player.ui.library.faces import MOST_WIDE, Catalogue, Group
from player.ui.library.grid import CourseGrid
from player.ui.library.state import Entry, Filter, Order
from player.ui.pictures import image_of
from player.ui.theme import Theme
from player.ui.widgets.card import CardFace
from player.ui.widgets.course_card import CourseCard, Shape, broken
from player.ui.widgets.scroll import ScrollPage
from tests.builders import COURSE
from tests.ui.fake_host import LONGEST_WAIT_MS, FakeDesk, make_theme, signed
from tests.ui.gestures import focus

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
MANY = 200


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return make_theme(qapp)


@pytest.fixture(scope="module")
def entries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Entry]]:
    desk = FakeDesk(tmp_path_factory.mktemp("profile"), courses=(COURSE,))
    progress = desk.progress(desk.signed[0])
    one = desk.signed[0]
    named = ((f"Course {n:03}", replace(one.course, id=CourseId(f"org.example.{n}"))) for n in range(MANY))
    yield [
        Entry(signed=replace(one, course=replace(course, title=title), hash=f"{n:064x}"), progress=progress)
        for n, (title, course) in enumerate(named)
    ]
    desk.close()


def shown(theme: Theme, qtbot: QtBot, *groups: Group, size: QSize = QSize(1000, 700)) -> CourseGrid:
    grid = CourseGrid(theme)
    qtbot.addWidget(grid)
    grid.resize(size.width(), 100)
    grid.render_groups(groups, Catalogue(()).face)
    grid.resize(size.width(), grid.heightForWidth(size.width()))
    grid.show()
    qtbot.waitUntil(lambda: grid.is_complete, timeout=LONGEST_WAIT_MS)
    return grid


def cards(grid: CourseGrid) -> list[CourseCard]:
    return [card for card in grid.findChildren(CourseCard) if card.isVisible()]


def titles(grid: CourseGrid) -> list[str]:
    return [card.face.title for card in cards(grid)]


def test_every_course_is_there_for_who_goes_by_ear(theme: Theme, qtbot: QtBot, entries: list[Entry]) -> None:
    grid = shown(theme, qtbot, Group(entries=entries))
    interface = QAccessible.queryAccessibleInterface(grid)
    assert interface.childCount() == MANY
    spoken = [interface.child(place).text(QAccessible.Text.Name) for place in (0, MANY - 1)]
    assert spoken[0].startswith("Course 000. New.") and spoken[1].startswith(f"Course {MANY - 1:03}. New.")


def test_no_turn_makes_all_cards_at_once(
    theme: Theme, qtbot: QtBot, entries: list[Entry], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grids, "SLICE_S", 0.0)
    grid = CourseGrid(theme)
    qtbot.addWidget(grid)
    grid.resize(1000, 700)
    grid.render_groups([Group(entries=entries)], Catalogue(()).face)
    assert len(grid.findChildren(CourseCard)) == grids.AT_ONCE
    assert grid.heightForWidth(1000) > MANY // 4 * 200


def test_nothing_runs_on_once_all_cards_are_there(theme: Theme, qtbot: QtBot, entries: list[Entry]) -> None:
    grid = shown(theme, qtbot, Group(entries=entries))
    assert not grid._slices.isActive()


class Painted(QObject):
    """How high the strips were that were painted of cards."""

    def __init__(self, cards: Sequence[QWidget]) -> None:
        super().__init__()
        self.heights: list[int] = []
        for card in cards:
            card.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.heights.append(event.rect().height())
        return False


def test_scrolling_paints_only_what_comes_into_sight(theme: Theme, qtbot: QtBot, entries: list[Entry]) -> None:
    page, grid = ScrollPage(theme, widest=1600), CourseGrid(theme)
    page.column.addWidget(grid)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    grid.render_groups([Group(entries=entries)], Catalogue(()).face)
    page.show()
    qtbot.waitUntil(lambda: grid.is_complete, timeout=LONGEST_WAIT_MS)
    bar, step = page.verticalScrollBar(), 60
    bar.setValue(900)
    QApplication.processEvents()
    painted = Painted(cards(grid))
    for _ in range(10):
        painted.heights.clear()
        bar.setValue(bar.value() + step)
        QApplication.processEvents()
        # In a row there are three of them, and at most two rows touch the strip.
        assert len(painted.heights) <= 6 and all(height <= step for height in painted.heights)


def test_cards_are_used_again_for_other_courses(theme: Theme, qtbot: QtBot, entries: list[Entry]) -> None:
    grid = shown(theme, qtbot, Group(entries=entries[:40]))
    before = cards(grid)
    grid.render_groups([Group(entries=entries[100:110])], Catalogue(()).face)
    qtbot.waitUntil(lambda: grid.is_complete, timeout=LONGEST_WAIT_MS)
    assert titles(grid) == [entry.signed.course.title for entry in entries[100:110]]
    assert cards(grid) == before[:10]
    grid.render_groups([], Catalogue(()).face)
    qtbot.waitUntil(lambda: grid.is_complete, timeout=LONGEST_WAIT_MS)
    assert not cards(grid) and grid.first is None


@pytest.mark.parametrize("way", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft], ids=["ltr", "rtl"])
def test_arrows_lead_to_the_neighbours_as_they_are_seen(
    theme: Theme, qtbot: QtBot, entries: list[Entry], way: Qt.LayoutDirection
) -> None:
    window = QWidget()
    window.setLayoutDirection(way)
    qtbot.addWidget(window)
    grid = shown(theme, qtbot, Group(entries=entries[:9]))
    QVBoxLayout(window).addWidget(grid)
    window.resize(1000, 1200)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    here = cards(grid)
    here[0].setFocus()
    right, left = Qt.Key.Key_Right, Qt.Key.Key_Left
    on, back = (right, left) if way is Qt.LayoutDirection.LeftToRight else (left, right)
    for key, there in ((on, 1), (Qt.Key.Key_Down, 4), (back, 3), (Qt.Key.Key_Up, 0), (Qt.Key.Key_Up, 0)):
        QTest.keyClick(focus(), key)
        assert focus() is here[there]
    assert (here[1].x() > here[0].x()) is (way is Qt.LayoutDirection.LeftToRight)


def test_where_text_turns_round_the_cards_turn_round(theme: Theme, qtbot: QtBot, entries: list[Entry]) -> None:
    grid = shown(theme, qtbot, Group(entries=entries[:3]))
    before = [card.x() for card in cards(grid)]
    grid.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    after = [card.x() for card in cards(grid)]
    # What is left over of the width stands on the other side.
    assert all(abs(here - there) <= 2 for here, there in zip(after, reversed(before), strict=True))


def test_covers_that_were_seen_longest_ago_are_let_go(
    theme: Theme, qtbot: QtBot, entries: list[Entry], monkeypatch: pytest.MonkeyPatch
) -> None:
    image = QImage(100, 100, QImage.Format.Format_RGB32)
    monkeypatch.setattr(grids, "MOST_IMAGE_BYTES", 3 * image.sizeInBytes())
    grid = shown(theme, qtbot, Group(entries=entries[:8]))
    for entry in entries[:8]:
        grid.render_cover(entry.hash, image)
    assert list(grid._images) == [entry.hash for entry in entries[5:8]]
    assert grid._image_bytes == 3 * image.sizeInBytes()


def test_a_card_in_sight_asks_for_its_cover_in_the_pixels_of_the_screen(
    theme: Theme, qtbot: QtBot, entries: list[Entry]
) -> None:
    grid = shown(theme, qtbot, Group(entries=entries[:1]))
    asked: list[tuple[Entry, QSize]] = []
    grid.cover_wanted.connect(lambda entry, size: asked.append((entry, size)))
    (card,) = cards(grid)
    card.grab()
    assert asked[0][0] == entries[0] and abs(asked[0][1].width() - card.width()) <= 2
    asked.clear()
    grid.render_cover(entries[0].hash, QImage(card.cover_size(), QImage.Format.Format_RGB32))
    card.grab()
    assert asked == []


# --- in which order ------------------------------------------------------------------------------------------


def headings(groups: Sequence[Group]) -> list[str]:
    return [group.heading for group in groups]


def catalogue_of(folder: Path, begun: int, new: int) -> Catalogue:
    courses = tuple(replace(COURSE, id=CourseId(f"org.example.{n}"), title=f"Talk {n:02}") for n in range(begun + new))
    desk = FakeDesk(folder, courses=courses)
    for place in range(begun):
        desk.watch(desk.signed[place], percent=10 + place)
    found = [Entry(signed=one, progress=desk.progress(one)) for one in desk.signed]
    desk.close()
    return Catalogue(found)


def test_what_was_begun_stands_large_at_the_top_and_nearest_to_its_credit_first(tmp_path: Path) -> None:
    groups = catalogue_of(tmp_path, begun=MOST_WIDE + 1, new=4).groups("", Filter.ALL, Order.NEXT)
    assert headings(groups) == ["Go on", "Also begun", "New"]
    assert [group.wide for group in groups] == [True, False, False]
    assert [entry.signed.course.title for entry in groups[0].entries] == ["Talk 04", "Talk 03", "Talk 02", "Talk 01"]


def test_few_courses_need_no_headings_and_neither_does_a_search(tmp_path: Path) -> None:
    few = catalogue_of(tmp_path, begun=1, new=3)
    assert headings(few.groups("", Filter.ALL, Order.NEXT)) == [""]


def test_a_search_and_another_order_are_one_list(tmp_path: Path) -> None:
    many = catalogue_of(tmp_path, begun=2, new=6)
    assert headings(many.groups("talk", Filter.ALL, Order.NEXT)) == [""]
    assert headings(many.groups("", Filter.ALL, Order.TITLE)) == [""]
    assert many.groups("nothing of the kind", Filter.ALL, Order.NEXT) == []


# --- one card ------------------------------------------------------------------------------------------------


LONG = "Biomarkers of Treatment Response in Major Depressive Disorder: From the Laboratory to the Clinic, Part 2"


def test_a_long_title_ends_in_dots_and_is_told_whole(theme: Theme, qtbot: QtBot) -> None:
    card = CourseCard(theme)
    qtbot.addWidget(card)
    card.render_face(CardFace(title=LONG))
    card.resize(300, card.heightForWidth(300))
    card.show()
    card.grab()
    assert card.toolTip() == LONG
    assert card.accessibleName() == LONG
    assert (card.heightForWidth(300), card.toolTip()) != (card.heightForWidth(200), "")


@pytest.mark.parametrize("width", [60, 150, 268, 700])
@pytest.mark.parametrize("text", [LONG, "Asthma", "", "Desoxyribonukleinsäuremethyltransferasehemmer", "睡眠" * 40])
def test_a_title_is_never_wider_than_its_card_nor_higher_than_its_room(theme: Theme, width: int, text: str) -> None:
    font = theme.font("lead")
    metrics = QFontMetrics(font)
    lines = broken(text, font, metrics, width, 2)
    assert len(lines) <= 2
    assert all(metrics.horizontalAdvance(line) <= width + 1 for line in lines)


def test_all_cards_of_a_shape_are_of_one_height(theme: Theme, qtbot: QtBot) -> None:
    card = CourseCard(theme)
    qtbot.addWidget(card)
    heights: set[int] = set()
    for title in ("Asthma", LONG):
        card.render_face(CardFace(title=title, provider="A college", status="New"))
        heights.add(card.heightForWidth(300))
    assert len(heights) == 1
    card.render_face(CardFace(title=LONG), Shape.WIDE)
    assert card.heightForWidth(500) < next(iter(heights))


# --- covers --------------------------------------------------------------------------------------------------


def test_the_covers_that_were_wanted_last_come_and_no_more_than_that(qtbot: QtBot, theme: Theme) -> None:
    door = Door(on_problem=_raise, on_bug=_raise)
    owner = QPushButton()
    qtbot.addWidget(owner)
    covers = Covers(door, lambda _: None, theme.tokens.covers, owner)
    came: list[object] = []
    covers.came.connect(lambda course, _: came.append(course))
    made = [signed(_numbered(n)) for n in range(WAITING + 10)]
    for one in made:
        covers.want(one, QSize(32, 18))
    qtbot.waitUntil(lambda: door.is_idle and len(came) > WAITING)
    assert came[0] == made[0].hash and came[1] == made[-1].hash
    assert len(came) == WAITING + 1
    door.close()


def _numbered(number: int) -> Course:
    availability = Availability(opens=date(2024, 1, 1), last_day=date(2024, 12, 31), time_zone="UTC")
    return replace(COURSE, id=CourseId(f"org.example.n{number}"), title=f"Talk {number}", availability=availability)


def _raise(error: BaseException) -> None:
    raise error


def test_a_cover_is_decoded_no_larger_than_it_is_shown(tmp_path: Path) -> None:
    file = tmp_path / "cover.png"
    QImage(1280, 720, QImage.Format.Format_RGB32).save(str(file))
    small, whole = image_of(file.read_bytes(), fill=QSize(320, 180)), image_of(file.read_bytes())
    assert small is not None and small.size() == QSize(320, 180)
    assert whole is not None and whole.size() == QSize(1280, 720)
    larger = image_of(file.read_bytes(), fill=QSize(4000, 2000))
    assert larger is not None and larger.size() == QSize(1280, 720)
