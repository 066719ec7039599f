"""The library: every course, what is wrong, how to get one; added with progress, a way to stop, and no fuss."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QProgressBar
from pytestqt.qtbot import QtBot

from player.bootstrap.desk import desk_over
from player.bootstrap.places import Places
from player.desk.desk import Desk
from player.domain.course import CourseId, Notice
from player.domain.learner import Profession
from player.domain.problem import Problem
from player.domain.whereabouts import Whereabouts
from player.ui.host import Place, Route
from player.ui.library.introduction import Fingerprint
from player.ui.library.page import LibraryPage
from player.ui.library.screen import LibraryScreen
from player.ui.library.state import Adding, LibraryState
from player.ui.widgets.course_card import CourseCard
from tests.archive.making import probe, real_folder
from tests.builders import COURSE, SHORT_COURSE
from tests.fakes import NOON
from tests.ui.fake_host import (
    RESOURCES,
    FakeDesk,
    FakeHost,
    FakeIntroduced,
    FakePackage,
    FakeShelf,
    FakeShelved,
    NobodyKnown,
    make_host,
    signed,
)
from tests.ui.gestures import (
    box,
    button,
    field,
    focus,
    has_button,
    key,
    messages,
    open_page,
    press,
    shown,
    texts,
    type_in,
)

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

SAMPLE = RESOURCES / "samples" / "meet-carrel.course"
HERE = Route(place=Place.LIBRARY)
Opener = Callable[[Desk], tuple[LibraryPage, FakeHost]]


class Torn(Problem):
    what_template = "torn.course is damaged."
    meaning_template = "No credit is lost."
    remedy_template = "Download it again."


@pytest.fixture
def opened(qtbot: QtBot, qapp: QApplication) -> Iterator[Opener]:
    with ExitStack() as ends:

        def open_(desk: Desk) -> tuple[LibraryPage, FakeHost]:
            host = make_host(desk, qapp)
            page = LibraryPage(host, sample=SAMPLE, introducer=NobodyKnown())
            ends.callback(host.door.close)
            qtbot.addWidget(page)
            open_page(page, host, HERE)
            return page, host

        yield open_


@pytest.fixture
def real_desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_over(Places(profile=tmp_path / "profile", resources=RESOURCES)) as desk:
        yield desk


def titles(page: LibraryPage) -> list[str]:
    return [card.accessibleName().split(". ")[0] for card in shown(page, CourseCard)]


# --- what is shown -------------------------------------------------------------------------------------------


def test_a_date_that_was_put_right_is_no_beginning_of_a_course(opened: Opener, tmp_path: Path) -> None:
    desk = FakeDesk(tmp_path, courses=(COURSE, SHORT_COURSE))
    first, last = sorted(desk.signed, key=lambda signed_: signed_.course.title)
    desk.clock.set_wall(NOON - timedelta(days=9999))
    desk.correct_clock(first, NOON)
    desk.clock.set_wall(NOON)
    desk.watch(last, percent=10)
    page, _ = opened(desk)
    assert titles(page) == [last.course.title, first.course.title]


def test_each_course_says_what_it_is_and_what_is_next(opened: Opener, tmp_path: Path) -> None:
    page, _ = opened(FakeDesk(tmp_path))
    (card,) = shown(page, CourseCard)
    assert card.accessibleName() == (
        "Sleep after Shift Work. New. 1 h 30 min. up to 1.5 AMA PRA Category 1 Credits™. Example Medical College"
    )
    assert card.face.title == "Sleep after Shift Work"


@pytest.mark.parametrize("pressed", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_the_first_course_has_the_keyboard_and_opens(opened: Opener, tmp_path: Path, pressed: Qt.Key) -> None:
    desk = FakeDesk(tmp_path)
    page, host = opened(desk)
    assert focus() is shown(page, CourseCard)[0]
    key(pressed)
    assert host.routes == [Route(place=Place.COURSE, course=desk.signed[0].hash)]


def test_tab_goes_from_course_to_course(opened: Opener, tmp_path: Path) -> None:
    page, _ = opened(FakeDesk(tmp_path, courses=(COURSE, SHORT_COURSE)))
    first, second = shown(page, CourseCard)
    assert focus() is first
    key(Qt.Key.Key_Tab)
    assert focus() is second


def test_a_damaged_file_is_told_and_the_others_stay_usable(opened: Opener, tmp_path: Path) -> None:
    desk = FakeDesk(tmp_path)
    desk.shelf.broken.append(FakeShelved(path=tmp_path / "torn.course", package=None, problem=Torn()))
    page, host = opened(desk)
    assert messages(page) == ["torn.course is damaged. No credit is lost. Download it again."]
    assert not has_button(page, "Open your records")
    key(Qt.Key.Key_Return)
    assert len(host.routes) == 1


def test_a_truncated_file_on_the_shelf_is_told(opened: Opener, real_desk: Desk) -> None:
    course = real_desk.add_course(SAMPLE)
    (real_desk.profile / "courses" / f"{'0' * 64}.course").write_bytes(SAMPLE.read_bytes()[:4_000])
    page, _ = opened(real_desk)
    assert titles(page) == [course.course.title]
    assert len(messages(page)) == 1


class TroubledDesk(FakeDesk):
    def troubles(self) -> tuple[Problem, ...]:
        return (Torn(), Torn())


@pytest.mark.parametrize("courses", [(), (COURSE,)], ids=["empty", "one course"])
def test_trouble_with_the_records_is_told_once(opened: Opener, tmp_path: Path, courses: tuple[()]) -> None:
    page, host = opened(TroubledDesk(tmp_path, courses=courses))
    assert messages(page) == ["torn.course is damaged. No credit is lost. Download it again."]
    assert button(page, "Add a course").isVisible()
    press(page, "Open your records")
    assert host.routes == [Route(place=Place.PROFILE)]


def test_a_notice_is_shown_only_in_its_window(opened: Opener, tmp_path: Path) -> None:
    hour = timedelta(hours=1)
    notice = Notice(text="Down for maintenance.", since=NOON, until=NOON + hour)
    desk = FakeDesk(tmp_path, courses=(replace(COURSE, notices=(notice,)),))
    page, host = opened(desk)
    assert messages(page) == ["Down for maintenance."]
    for moment, said in ((NOON - hour, []), (NOON + hour, ["Down for maintenance."]), (NOON + 2 * hour, [])):
        desk.clock.set_wall(moment)
        page.enter(HERE)
        host.settle()
        assert messages(page) == said


def test_the_two_activities_stand_in_their_own_time(opened: Opener, tmp_path: Path) -> None:
    from player.archive.authoring.draft import read_folder

    names = ("ketamine-biomarkers", "ketamine-trd")
    desk = FakeDesk(tmp_path, courses=[read_folder(real_folder(name, tmp_path), probe) for name in names])
    page, host = opened(desk)
    expected = {
        datetime(2020, 8, 12, 12, tzinfo=UTC): ("Opens 1 Jan 2024", "New", 1),
        datetime(2020, 8, 14, 12, tzinfo=UTC): ("Opens 1 Jan 2024", "New", 0),
        datetime(2024, 6, 1, 12, tzinfo=UTC): ("New", "Expired 31 Dec 2020", 0),
        datetime(2027, 6, 1, 12, tzinfo=UTC): ("Expired 1 Jan 2027", "Expired 31 Dec 2020", 0),
    }
    for moment, (first, second, notices) in expected.items():
        desk.clock.set_wall(moment)
        page.enter(HERE)
        host.settle()
        said = {card.accessibleName().split(". ")[1] for card in shown(page, CourseCard)}
        assert said == {first, second}
        assert len(messages(page)) == notices


# --- finding -------------------------------------------------------------------------------------------------


@pytest.fixture
def three(tmp_path: Path) -> FakeDesk:
    closed = replace(
        SHORT_COURSE,
        id=CourseId("org.example.old"),
        title="An Old Course",
        availability=replace(SHORT_COURSE.availability, last_day=SHORT_COURSE.availability.opens),
    )
    return FakeDesk(tmp_path, courses=(COURSE, SHORT_COURSE, closed))


@pytest.mark.parametrize(
    ("word", "found"),
    [("sLeEp", ["Sleep after Shift Work"]), ("ada example", ["Sleep after Shift Work"]), ("zebra", []), ("  ", 3)],
)
def test_search_finds_titles_and_people(opened: Opener, three: FakeDesk, word: str, found: list[str] | int) -> None:
    page, _ = opened(three)
    field(page, "Search the library").setFocus()
    type_in(word)
    assert titles(page) == found or len(titles(page)) == found
    assert ("No course matches" in texts(page)) == (found == [])


def test_the_search_stays_when_the_library_is_entered_again(opened: Opener, three: FakeDesk) -> None:
    page, host = opened(three)
    field(page, "Search the library").setText("hands")
    page.enter(HERE)
    host.settle()
    assert titles(page) == ["Clean Hands"]


def test_filters_tell_going_on_earned_and_closed_apart(opened: Opener, three: FakeDesk) -> None:
    three.finish(three.signed[0])
    three.journey(three.signed[0]).claim("ama", amount=Decimal("1.5"), profession=Profession.PHYSICIAN)
    page, _ = opened(three)
    found: dict[str, list[str]] = {}
    chooser = box(page, "Filter")
    for index in range(chooser.count()):
        chooser.setCurrentIndex(index)
        found[chooser.currentText()] = titles(page)
    assert found["Earned"] == ["Sleep after Shift Work"]
    assert found["Going on"] == ["Clean Hands"]
    assert found["Expired or not open"] == ["An Old Course"]
    assert len(found["All courses"]) == 3


def test_what_was_begun_stands_first_and_what_is_closed_last(opened: Opener, three: FakeDesk) -> None:
    three.journey(three.signed[1])
    page, _ = opened(three)
    assert titles(page) == ["Clean Hands", "Sleep after Shift Work", "An Old Course"]
    box(page, "Order").setCurrentIndex(1)
    assert titles(page) == ["An Old Course", "Clean Hands", "Sleep after Shift Work"]


# --- adding --------------------------------------------------------------------------------------------------


def test_an_empty_library_offers_the_sample_to_the_keyboard(opened: Opener, real_desk: Desk) -> None:
    page, host = opened(real_desk)
    assert "Your library is empty" in texts(page)
    assert focus() is button(page, "Try the sample course")
    key(Qt.Key.Key_Space)
    host.settle()
    assert titles(page) == ["Meet Carrel"]
    assert "Meet Carrel" in host.notices[0]


def test_choosing_files_adds_each_and_one_failure_stops_none(
    opened: Opener, real_desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = tmp_path / "bad.course"
    bad.write_bytes(b"no course")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(bad), str(SAMPLE)], ""))
    page, host = opened(real_desk)
    press(page, "Add a course")
    host.settle()
    assert titles(page) == ["Meet Carrel"]
    assert len(host.problems) == 1


def test_choosing_nothing_adds_nothing(opened: Opener, real_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([], ""))
    page, host = opened(real_desk)
    press(page, "Add a course")
    host.settle()
    assert "Your library is empty" in texts(page)


class SlowShelf(FakeShelf):
    """Copies a course in four parts, each when the test says so."""

    def __init__(self) -> None:
        super().__init__(())
        self.steps = threading.Semaphore(0)
        self.was_cancelled = False
        self.in_place: list[Path] = []

    def add(
        self,
        file: Path,
        on_progress: Callable[[int, int], None] | None = None,
        is_cancelled: Callable[[], bool] | None = None,
        *,
        in_place: bool = False,
    ) -> FakePackage:
        if in_place:
            self.in_place.append(file)
            raise Torn
        for part in range(4):
            assert self.steps.acquire(timeout=20)
            if is_cancelled is not None and is_cancelled():
                self.was_cancelled = True
                raise Torn
            if on_progress is not None:
                on_progress((part + 1) << 20, 4 << 20)
        raise Torn


class SlowDesk(FakeDesk):
    """A desk over a slow shelf."""

    def __init__(self, profile: Path) -> None:
        super().__init__(profile, courses=())
        self.slow = SlowShelf()
        self._sit_down(replace(self._parts, shelf=self.slow))


def test_a_course_on_its_way_shows_how_far_and_can_be_stopped(opened: Opener, tmp_path: Path, qtbot: QtBot) -> None:
    desk = SlowDesk(tmp_path)
    page, host = opened(desk)
    page.take_files([tmp_path / "big.course"])
    bar = shown(page, QProgressBar)[0]
    for part in (250, 500):
        desk.slow.steps.release()
        qtbot.waitUntil(lambda part=part: bar.value() == part)
    assert "2.1 MB of 4.2 MB" in texts(page)
    press(page, "Cancel")
    desk.slow.steps.release()
    host.settle()
    assert desk.slow.was_cancelled
    assert host.problems == [] and host.notices == ["torn.course is damaged."]
    assert "Your library is empty" in texts(page)


def test_progress_redraws_no_course_and_repeats_no_message(
    opened: Opener, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = SlowDesk(tmp_path)
    page, host = opened(desk)
    drawn: list[object] = []

    def note(screen: LibraryScreen) -> None:
        drawn.append(screen)

    monkeypatch.setattr(LibraryScreen, "_render_cards", note)
    monkeypatch.setattr(LibraryScreen, "_render_messages", note)
    page.take_files([tmp_path / "big.course"])
    desk.slow.steps.release(4)
    host.settle()
    assert drawn == []
    assert len(host.problems) == 1


def test_before_anything_is_copied_no_figures_are_shown(opened: Opener, tmp_path: Path) -> None:
    desk = SlowDesk(tmp_path)
    page, host = opened(desk)
    page.take_files([tmp_path / "big.course"])
    assert "Adding “big.course”…" in texts(page)
    desk.slow.steps.release(4)
    host.settle()


def test_what_is_played_from_where_it_lies_does_not_offer_that_once_more(opened: Opener, tmp_path: Path) -> None:
    page, _ = opened(FakeDesk(tmp_path))
    adding = Adding(file=tmp_path / "big.course", done=0, size=0, in_place=True)
    page._screen.render_adding(LibraryState(entries=(), broken=(), notices=(), adding=adding))
    assert has_button(page, "Cancel")
    assert not has_button(page, "Play it from there instead")


def test_a_course_being_copied_can_be_played_from_where_it_lies_instead(opened: Opener, tmp_path: Path) -> None:
    desk = SlowDesk(tmp_path)
    page, host = opened(desk)
    page.take_files([tmp_path / "big.course"])
    press(page, "Play it from there instead")
    desk.slow.steps.release(4)
    host.settle()
    assert desk.slow.in_place == [tmp_path / "big.course"]


def test_a_course_whose_drive_is_gone_says_so_on_its_card_and_not_as_a_fault(opened: Opener, tmp_path: Path) -> None:
    desk = FakeDesk(tmp_path, courses=())
    away = FakePackage(signed(COURSE))
    where = Whereabouts.OUT_OF_REACH
    desk.shelf.broken.append(FakeShelved(path=away.path, package=away, problem=Torn(), where=where))
    page, _ = opened(desk)
    assert [card.accessibleName() for card in shown(page, CourseCard) if "Not connected" in card.accessibleName()]
    assert not messages(page)


def test_of_two_versions_the_library_shows_the_newer(opened: Opener, tmp_path: Path) -> None:
    desk = FakeDesk(tmp_path, courses=(replace(COURSE, version=2),))
    old = FakePackage(signed(COURSE))
    desk.shelf.broken.append(FakeShelved(path=old.path, package=old, superseded=True))
    page, _ = opened(desk)
    assert len(shown(page, CourseCard)) == 1


def test_closing_the_window_stops_copying(opened: Opener, tmp_path: Path) -> None:
    desk = SlowDesk(tmp_path)
    page, host = opened(desk)
    page.take_files([tmp_path / "one.course", tmp_path / "two.course"])
    page.give_up()
    desk.slow.steps.release(8)
    host.door.close()
    assert desk.slow.was_cancelled
    assert host.bugs == []


def test_a_course_that_arrives_takes_nobodys_keyboard(opened: Opener, real_desk: Desk) -> None:
    real_desk.add_course(SAMPLE)
    page, host = opened(real_desk)
    search = field(page, "Search the library")
    search.setFocus()
    page.take_files([SAMPLE])
    host.settle()
    assert search.hasFocus()
    assert titles(page) == ["Meet Carrel"]


def test_a_stranger_is_believed_only_after_somebody_compared_the_fingerprint(opened: Opener, tmp_path: Path) -> None:
    page, host = opened(FakeDesk(tmp_path, courses=()))
    introducer = NobodyKnown()
    page._introducer = introducer
    file = tmp_path / "academy.root.dsse"
    page.take_files([file])
    host.settle()
    assert "Do you know Example Academy?" in texts(page)
    assert [shown_.accessibleName() for shown_ in shown(page, Fingerprint)] == ["Fingerprint 0123 4567 89ab cdef"]
    assert not button(page, "Trust them").isEnabled()
    button(page, "I compared it, and it is the same").click()
    press(page, "Trust them")
    host.settle()
    assert introducer.believed == [(file, "0123456789abcdef")]
    assert "Do you know" not in texts(page)


def test_whom_one_knows_already_needs_no_comparing(opened: Opener, tmp_path: Path) -> None:
    page, host = opened(FakeDesk(tmp_path))
    page._screen.render_introduction(FakeIntroduced(tmp_path / "next.root.dsse", proven=True))
    assert not has_button(page, "I compared it, and it is the same")
    assert getattr(focus(), "text", str)() == "Keep it"
    press(page, "Not now")
    host.settle()
    assert isinstance(focus(), CourseCard)


def test_who_is_not_believed_now_is_gone_from_the_page(opened: Opener, tmp_path: Path) -> None:
    page, host = opened(FakeDesk(tmp_path))
    page.take_files([tmp_path / "academy.publisher.json"])
    host.settle()
    press(page, "Not now")
    assert not has_button(page, "Trust them")


def test_a_course_opened_from_outside_is_added_and_its_page_is_shown(opened: Opener, tmp_path: Path) -> None:
    desk = FakeDesk(tmp_path)
    page, host = opened(desk)
    page.open_file(Path(desk.signed[0].course.id))
    host.settle()
    assert host.routes == [Route(place=Place.COURSE, course=desk.signed[0].hash)]
