"""Every page of the window, held against what everybody needs: names, the keyboard, words that are not cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from player.archive.authoring.draft import read_folder
from player.bootstrap.desk import desk_over
from player.bootstrap.places import Places
from player.desk.desk import Desk
from player.domain.event import CourseHash
from player.domain.learner import Profession
from player.domain.policy import Checkpoint, CheckpointChoice
from player.ui.checkup.page import CheckupPage
from player.ui.courses.row import CourseRow
from player.ui.host import Page, Place, Route
from player.ui.pages import Pages
from player.ui.theme.tokens import Scheme
from player.ui.watch.checkpoints import Checkpoints
from player.ui.watch.noting import Noting
from player.ui.watch.page import WatchPage
from tests.archive.making import probe, real_folder
from tests.builders import COURSE, RESPONSES, RIGHT, SHORT_COURSE, WRONG
from tests.fakes import NOON
from tests.ui.access import complaints, jumps, stops, unreached
from tests.ui.checkup_parts import settle
from tests.ui.fake_host import RESOURCES, FakeDesk, FakeHost, NobodyKnown, make_host, make_theme
from tests.ui.filled import LONG_TITLE, filled_desk, twin
from tests.ui.gestures import press, shown
from tests.ui.watch_parts import TALK, TALK_COURSE, WatchDesk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

SAMPLE = RESOURCES / "samples" / "meet-carrel.course"
SIZE = (1280, 800)
ROOM = {100: QSize(1096, 780), 200: QSize(912, 760)}
"""What the rail and the status line leave to a page of such a window, by text size."""
SETTLING = 4
"""Rounds of the event loop until words that wrap, in what holds them, in what scrolls, have found their heights."""
UNSET = datetime(1970, 1, 1, 3, 12, tzinfo=UTC)
"""What a clock says whose battery is empty."""
STAGES = (
    "empty", "new", "early", "corrected", "real", "begun", "asked", "tested", "finished", "claimed", "playing",
    "questioned", "noted", "files", "long",
)  # fmt: skip
LOOKS = [(scheme, percent) for scheme in Scheme for percent in (100, 200)]
PLAIN, LARGE = (Scheme.LIGHT, 100), (Scheme.DARK, 200)
SIGHTS = [
    *(("real", *look) for look in LOOKS),
    *(("claimed", *look) for look in LOOKS),
    *((stage, *look) for stage in STAGES if stage not in ("real", "claimed") for look in (PLAIN, LARGE)),
]
"""Colours hardly change sizes: two lives are seen in every look, the others in the plain and in the large one."""
QUESTION = Checkpoint(
    id="germ",
    at_ms=20_000,
    prompt="Which germ was found in nine of twelve taps?",
    choices=(
        CheckpointChoice(id="a", text="Pseudomonas aeruginosa"),
        CheckpointChoice(id="b", text="Stenotrophomonas maltophilia, which is often taken for it"),
    ),
    answer="a",
)
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


class Tour:
    """All pages in one window, over one desk."""

    def __init__(self, desk: Desk, course: CourseHash | None, qapp: QApplication, *, stage: str) -> None:
        self.stage = stage
        self.host: FakeHost = make_host(desk, qapp)
        self.course = course
        find = Pages(self.host, sample=SAMPLE, introducer=NobodyKnown())
        self.pages = {place: find(place)() for place in Place}
        self.window = QStackedWidget()
        for page in self.pages.values():
            self.window.addWidget(page)
        self.window.resize(*SIZE)
        self.window.show()
        self.window.activateWindow()
        assert QTest.qWaitForWindowActive(self.window)

    def visit(self, place: Place) -> QWidget:
        page = self.pages[place]
        page.enter(Route(place=place, course=self.course, offer="ama"))
        self.window.setCurrentWidget(page)
        self.host.settle()
        if self.stage == "files":
            self._open_all(place, page)
            self.host.settle()
        if isinstance(page, WatchPage):
            self._add_to_picture(page)
            self.host.settle()
        if isinstance(page, CheckupPage):
            settle(page, self.host)
        for _ in range(SETTLING):
            QApplication.processEvents()
        return page

    def _open_all(self, place: Place, page: Page) -> None:
        """A stranger at the door of the library, a course that was checked, and another that is to be removed."""
        if place is Place.LIBRARY:
            page.take_files([Path("academy.root.dsse")])
        if place is Place.COURSES:
            press(page, "Check")
            self.host.settle()
            press(shown(page, CourseRow)[1], "Remove…")

    def _add_to_picture(self, page: WatchPage) -> None:
        """A question over the picture that was answered wrongly, or the notes beside it with one being changed."""
        if self.stage == "questioned":
            asking = next(one for one in page._company if isinstance(one, Checkpoints))
            asking._ask_first()
            asking.card.say_wrong()
        if self.stage == "noted":
            notes = next(one for one in page._company if isinstance(one, Noting)).page
            page._screen.show_tab(notes)
            for text in ("Drains, not only taps.", "Ask the laboratory for both counts."):
                notes.written.emit(text)
                self.host.settle()
            notes.marked.emit()
            self.host.settle()
            press(notes, "Edit: 0:00")

    def leave(self, place: Place) -> None:
        self.pages[place].leave()
        self.host.settle()


@pytest.fixture
def desk(stage: str, tmp_path: Path) -> Iterator[Desk]:
    if stage == "real":
        with desk_over(Places(profile=tmp_path / "profile", resources=RESOURCES)) as desk:
            desk.add_course(SAMPLE)
            yield desk
        return
    made: dict[str, Callable[[], FakeDesk]] = {
        "playing": lambda: _playing(tmp_path),
        "noted": lambda: _playing(tmp_path),
        "questioned": lambda: _playing(tmp_path, QUESTION),
        "files": lambda: filled_desk(tmp_path),
        "long": lambda: FakeDesk(tmp_path, courses=(twin("long", LONG_TITLE),)),
    }
    yield made[stage]() if stage in made else _lived(stage, tmp_path)


def _playing(tmp_path: Path, *questions: Checkpoint) -> FakeDesk:
    desk = WatchDesk(tmp_path, replace(TALK_COURSE, sessions=(replace(TALK, checkpoints=questions),)))
    desk.journey(desk.signed[0]).acknowledge_disclosures()
    return desk


def _lived(stage: str, tmp_path: Path) -> FakeDesk:
    activities = [read_folder(real_folder(name, tmp_path), probe) for name in ("ketamine-biomarkers", "ketamine-trd")]
    desk = FakeDesk(tmp_path, courses=() if stage == "empty" else (COURSE, SHORT_COURSE, *activities))
    if stage == "early":
        desk.clock.set_wall(UNSET)
    if stage == "corrected":
        _mistrusted(desk)
    if stage == "begun":
        desk.watch(desk.signed[0])
    if stage == "asked":
        desk.watch(desk.signed[0])
        desk.journey(desk.signed[0]).submit_quiz(WRONG)
        desk.journey(desk.signed[0]).keep_answer(RIGHT[0])
    if stage == "tested":
        desk.watch(desk.signed[0])
        desk.journey(desk.signed[0]).submit_quiz(RIGHT)
        desk.journey(desk.signed[0]).keep_response(RESPONSES[0])
    if stage in ("finished", "claimed"):
        desk.finish(desk.signed[0])
    if stage == "claimed":
        desk.journey(desk.signed[0]).claim("ama", amount=Decimal("1.5"), profession=Profession.PHYSICIAN)
        desk.issue_certificate(desk.signed[0], "ama")
    return desk


def _mistrusted(desk: FakeDesk) -> None:
    """The clock was wrong, the learner put it right, and it moved once more."""
    desk.clock.set_wall(UNSET)
    desk.correct_clock(desk.signed[0], NOON)
    desk.clock.set_wall(UNSET + timedelta(days=3))
    desk.journey(desk.signed[0]).acknowledge_disclosures()


def _course_in(desk: Desk, stage: str) -> CourseHash | None:
    """The first there is, or the one that is an update."""
    here = [listing.signed.hash for listing in desk.library() if listing.signed is not None]
    return here[1] if stage == "files" else next(iter(here), None)


@pytest.fixture
def tour(desk: Desk, stage: str, qapp: QApplication, qtbot: QtBot) -> Iterator[Tour]:
    """Built plain and small, as most windows are; a test may change the look afterwards, as a person may."""
    with ExitStack() as ends:
        tour = Tour(desk, _course_in(desk, stage), qapp, stage=stage)
        qtbot.addWidget(tour.window)
        ends.callback(wear, qapp, Scheme.LIGHT, 100)
        ends.callback(tour.host.door.close)
        yield tour


def wear(qapp: QApplication, scheme: Scheme, percent: int) -> None:
    theme = make_theme(qapp)
    theme.keep_still(True)
    theme.switch(scheme)
    theme.scale_text(percent)


def places(stage: str) -> list[Place]:
    """Without a course there are no pages of one, and only one of these desks has an engine to play with."""
    rail = [Place.LIBRARY, Place.CREDITS, Place.SEND, Place.CHECKUP, Place.PROFILE]
    if stage == "empty":
        return rail
    if stage in ("playing", "questioned", "noted"):
        return [Place.WATCH]
    if stage == "files":
        return [Place.LIBRARY, Place.COURSES, Place.COURSE]
    return [place for place in Place if place is not Place.WATCH or stage in ("new", "real")]


@pytest.mark.parametrize(("stage", "scheme", "percent"), SIGHTS)
def test_nothing_is_cut_off_nameless_or_for_the_mouse_alone(
    tour: Tour, stage: str, qapp: QApplication, scheme: Scheme, percent: int
) -> None:
    wear(qapp, scheme, percent)
    tour.window.resize(ROOM[percent])
    wrong: list[str] = []
    for place in places(stage):
        page = tour.visit(place)
        wrong.extend(f"{place}: {text}" for text in complaints(page))
        tour.leave(place)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("stage", STAGES)
def test_tab_reaches_everything_and_goes_as_the_page_is_read(tour: Tour, stage: str, qapp: QApplication) -> None:
    wear(qapp, Scheme.LIGHT, 100)
    wrong: list[str] = []
    for place in places(stage):
        page = tour.visit(place)
        found = stops(page)
        wrong.extend(f"{place}: Tab never stops at {text}" for text in unreached(page, found))
        if place in READ_DOWNWARDS:
            wrong.extend(f"{place}: Tab jumps up from {text}" for text in jumps(page, found))
        tour.leave(place)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("stage", STAGES)
def test_no_page_opens_a_window_of_its_own(tour: Tour, stage: str, qapp: QApplication) -> None:
    windows = Windows()
    qapp.installEventFilter(windows)
    for place in places(stage):
        tour.visit(place)
        tour.leave(place)
    qapp.removeEventFilter(windows)
    assert windows.seen == []


@pytest.mark.parametrize("stage", ["empty"])
def test_every_place_has_its_page(tour: Tour) -> None:
    assert set(tour.pages) == set(Place)
