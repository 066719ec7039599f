"""The operator's screen over a real station: figures, the export with its end, courses, a roster, and clearing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton
from pytestqt.qtbot import QtBot

from player.domain.kiosk.hall import Met
from player.domain.problem import Problem
from player.kiosk.exporting import Step
from player.kiosk.operator import CourseLine, Operator, Tools
from player.kiosk.operator_problems import SlowStick
from player.ui.door import Door
from player.ui.kiosk import operator as places
from player.ui.kiosk.operator import OperatorScreen
from player.ui.kiosk.operator_care import Cleaning
from player.ui.kiosk.operator_sticks import CoursesView
from player.ui.language import PSEUDO
from player.ui.language.pseudo import pseudo
from player.ui.theme import Scheme, Theme
from player.ui.widgets.words import Words
from tests.kiosk.exports import Stick, make_talks
from tests.kiosk.operators import Stand, make_key, standing
from tests.ui.access import complaints, elided, faint, overlaps, small, unspoken
from tests.ui.fake_host import RESOURCES
from tests.ui.kiosk.operator_sights import ROSTER, fill, states
from tests.ui.language.escapes import data_of, escapes
from tests.ui.touring import speaking

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)

WAIT_MS = 5_000
TOUCH = 56
USUAL_PERCENT = 130


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_talks(tmp_path_factory.mktemp("talks"))[0]


@pytest.fixture(scope="module")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_key(tmp_path_factory.mktemp("key"))


class Light:
    """A screen whose brightness can be changed."""

    def __init__(self) -> None:
        self.percent = 70

    def brightness(self) -> int | None:
        return self.percent

    def set_brightness(self, percent: int) -> None:
        self.percent = percent


@dataclass(frozen=True, kw_only=True)
class Sight:
    screen: OperatorScreen
    stand: Stand
    door: Door
    light: Light
    sticks: list[Stick]
    bugs: list[BaseException]
    problems: list[Problem]

    def press(self, word: str) -> None:
        (button,) = (
            one
            for one in self.screen.findChildren(QAbstractButton)
            if one.text() == word and one.isVisibleTo(self.screen) and one.isEnabled()
        )
        # Wherever it is scrolled to.
        button.click()

    def says(self, text: str) -> bool:
        shown = self.screen.findChildren(Words)
        return any(text in one.text() for one in shown if one.isVisibleTo(self.screen))


@pytest.fixture(scope="module")
def theme(qapp: QApplication) -> Iterator[Theme]:
    """As a kiosk wears it; dressing the application takes longer than most tests."""
    theme = Theme(RESOURCES)
    theme.make_roomy(True)
    theme.scale_text(USUAL_PERCENT)
    theme.apply(qapp)
    yield theme
    theme.make_roomy(False)
    theme.scale_text(100)


@pytest.fixture
def sight(qtbot: QtBot, theme: Theme, tmp_path: Path, key_file: Path) -> Iterator[Sight]:
    with standing(tmp_path, key_file) as stand:
        bugs: list[BaseException] = []
        problems: list[Problem] = []
        sticks = [stand.stick]
        light = Light()
        tools: Tools = replace(stand.operator._has, drives=lambda: tuple(sticks), screen=light)
        door = Door(on_problem=problems.append, on_bug=bugs.append)
        screen = OperatorScreen(theme, door, Operator(stand.works.station, tools))
        qtbot.addWidget(screen)
        screen.resize(1280, 800)
        screen.show()
        found = Sight(screen=screen, stand=stand, door=door, light=light, sticks=sticks, bugs=bugs, problems=problems)
        qtbot.waitUntil(lambda: screen.export.sticks.chosen is not None, timeout=WAIT_MS)
        qtbot.waitUntil(lambda: door.is_idle, timeout=WAIT_MS)
        yield found
        screen.hide()
        qtbot.waitUntil(lambda: door.is_idle, timeout=WAIT_MS)
        door.close()
        assert bugs == []
        assert problems == []


@pytest.fixture
def strange() -> Iterator[None]:
    with speaking(PSEUDO.code):
        yield


def test_no_word_of_the_operators_screen_escapes(
    strange: None, sight: Sight, qtbot: QtBot, talk: Path, tmp_path: Path
) -> None:
    sight.stand.somebody(talk)
    sight.screen._look()
    qtbot.waitUntil(lambda: sight.says(pseudo("completion")[1:9]), timeout=WAIT_MS)
    data = data_of(sight.stand.works.station.settings, tmp_path, [stick.name for stick in sight.sticks], "READ ME.txt")
    wrong: list[str] = []
    for place in (
        places.TODAY, places.STATIONS, places.EXPORT, places.SHARE, places.COURSES, places.ATTENDEES, places.CARE,
        places.DIARY,
    ):  # fmt: skip
        sight.screen.go(place)
        wrong += escapes(sight.screen, data)
    assert not wrong, "\n".join(wrong)


def test_the_day_and_the_stations_are_shown_without_a_name(sight: Sight, qtbot: QtBot, talk: Path) -> None:
    sight.stand.somebody(talk)
    sight.screen._look()
    qtbot.waitUntil(lambda: sight.says("1 completion is on no stick yet"), timeout=WAIT_MS)
    sight.screen.go(places.STATIONS)
    assert sight.says("Hall B 3 (here)")
    sight.screen.go(places.DIARY)
    assert sight.says("Somebody registered")
    assert not any("Quirinius" in one.text() for one in sight.screen.findChildren(Words))


def test_an_export_runs_to_its_receipt_and_says_where_everything_is(sight: Sight, qtbot: QtBot, talk: Path) -> None:
    sight.stand.somebody(talk)
    working: list[bool] = []
    sight.screen.working.connect(working.append)
    sight.screen.go(places.EXPORT)
    sight.press("Export all completions")
    qtbot.waitUntil(lambda: sight.says("Done: 1 completion is on the stick"), timeout=WAIT_MS)
    assert sight.says("Carrel Hall B 3 2026-06-03")
    assert (sight.stand.stick.root / "Carrel Hall B 3 2026-06-03" / "receipt.json").exists()
    assert working == [True, False]
    qtbot.waitUntil(lambda: sight.says("Every completion of this station is on a stick"), timeout=WAIT_MS)


def test_a_stick_that_cannot_be_written_is_told_of_in_place(sight: Sight, qtbot: QtBot, talk: Path) -> None:
    sight.stand.somebody(talk)
    sight.sticks[:] = [replace(sight.stand.stick, writable=False, root=sight.stand.stick.root / ".")]
    sight.screen.export.sticks.render_drives(())
    sight.screen.render_drives(sight.sticks)
    sight.screen.go(places.EXPORT)
    sight.press("Export all completions")
    qtbot.waitUntil(lambda: sight.says("it can only be read"), timeout=WAIT_MS)


def test_without_a_stick_nothing_can_be_begun(sight: Sight) -> None:
    sight.sticks.clear()
    sight.screen.render_drives(())
    for view in (places.EXPORT, places.SHARE, places.COURSES, places.ATTENDEES):
        sight.screen.go(view)
        assert sight.says("Plug a stick in")
        shown = [one for one in sight.screen.findChildren(QPushButton) if one.isVisibleTo(sight.screen)]
        assert not any(one.isEnabled() for one in shown if one.property("kind") == "primary")


def test_progress_is_shown_and_stopping_says_that_a_file_is_being_finished(sight: Sight) -> None:
    sight.screen.go(places.EXPORT)
    view = sight.screen.export
    view.render_busy(True)
    view.render_step(Step(done=5, of=10, left_s=600, slow=SlowStick(minutes=10)))
    assert sight.says("Completions: 5 of 10 · 11 min left")
    assert sight.says("This stick is slow")
    sight.press("Stop")
    view.render_step(Step(done=6, of=10))
    assert sight.says("Stopping after the file that is being written")


def test_courses_on_a_stick_are_added(sight: Sight, qtbot: QtBot, talk: Path) -> None:
    shutil.copy(talk, sight.stand.stick.root)
    (sight.stand.stick.root / "broken.course").write_bytes(b"no")
    sight.screen.go(places.COURSES)
    sight.press("Add all courses on it")
    qtbot.waitUntil(lambda: sight.says("Added."), timeout=WAIT_MS)
    assert sight.says("broken.course")


def test_a_roster_is_looked_at_before_it_is_taken(sight: Sight, qtbot: QtBot) -> None:
    (sight.stand.stick.root / "list.csv").write_text("Number,First name,Last name\n1,Anna,Nowak\n2,Jan,\n")
    sight.screen.go(places.ATTENDEES)
    sight.press("Look at the roster")
    qtbot.waitUntil(lambda: sight.says("1 new · 1 refused"), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: sight.says("Row 3, refused"), timeout=WAIT_MS)
    assert sight.stand.works.cards.count() == 0
    sight.press("Take it in")
    qtbot.waitUntil(lambda: sight.says("list.csv was taken in"), timeout=WAIT_MS)
    assert sight.stand.works.cards.count() == 1


def test_clearing_asks_for_the_name_as_long_as_something_is_on_no_stick(sight: Sight, qtbot: QtBot, talk: Path) -> None:
    sight.stand.somebody(talk)
    sight.screen.go(places.CARE)
    sight.press("Clear this station")
    sight.press("Touch again to clear")
    qtbot.waitUntil(lambda: sight.says("1 completion that is on no stick"), timeout=WAIT_MS)
    assert sight.stand.works.cards.count() == 1
    QTest.keyClicks(sight.screen.care._name.field, "Hall B 3")
    sight.press("Clear this station")
    sight.press("Touch again to clear")
    qtbot.waitUntil(lambda: sight.says("This station holds nobody's records any more"), timeout=WAIT_MS)
    assert sight.stand.works.cards.count() == 0


def test_one_touch_clears_nothing(sight: Sight) -> None:
    sight.screen.go(places.CARE)
    asked: list[str] = []
    sight.screen.care.clear_wanted.connect(asked.append)
    sight.press("Clear this station")
    sight.screen.care._disarm()
    sight.press("Clear this station")
    assert asked == []


def test_a_stick_that_fills_says_so_and_stays_chosen(sight: Sight) -> None:
    sight.screen.go(places.EXPORT)
    sight.screen.render_drives([replace(sight.stand.stick, free=3 << 20, writable=False)])
    (tile,) = sight.screen.export.sticks._tiles
    assert "can only be read" in tile.text()
    chosen = sight.screen.export.sticks.chosen
    assert chosen is not None
    assert not chosen.writable


def test_the_brightness_follows_the_buttons(sight: Sight, qtbot: QtBot) -> None:
    sight.screen.go(places.CARE)
    sight.press("Darker")
    qtbot.waitUntil(lambda: sight.says("60 %"), timeout=WAIT_MS)
    assert sight.light.percent == 60


def test_while_the_glass_is_wiped_touch_and_keys_do_nothing(sight: Sight, qtbot: QtBot) -> None:
    sight.screen.go(places.CARE)
    closed: list[None] = []
    sight.screen.close_wanted.connect(lambda: closed.append(None))
    cover = Cleaning(Theme(RESOURCES), sight.screen, seconds=1)
    assert cover.geometry() == sight.screen.rect()
    button = next(one for one in sight.screen.findChildren(QPushButton) if one.text() == "Close the kiosk")
    under = sight.screen.childAt(button.mapTo(sight.screen, button.rect().center()))
    assert under is not None
    assert under is cover or cover.isAncestorOf(under)
    QTest.keyClick(cover, Qt.Key.Key_Return)
    assert closed == []
    with qtbot.waitSignal(cover.over, timeout=WAIT_MS):
        pass


HARD = (Scheme.CONTRAST, 200, "de")
"""The largest text, in the longest words that are spoken."""


@pytest.fixture(params=[(Scheme.LIGHT, USUAL_PERCENT, "en"), HARD], ids=["usual", "hard"])
def look(request: pytest.FixtureRequest, theme: Theme) -> Iterator[None]:
    """Colours, size of the text and language; before the screen is made."""
    scheme, percent, language = request.param
    theme.switch(scheme)
    theme.scale_text(percent)
    with speaking(language):
        yield
    theme.switch(Scheme.LIGHT)
    theme.scale_text(USUAL_PERCENT)


def test_in_every_state_all_can_be_read_in_full_and_pressed_with_a_finger(
    look: None, theme: Theme, sight: Sight
) -> None:
    fill(sight.screen, sight.stand.operator.overview())
    (sight.stand.stick.root / "roster.csv").write_text(ROSTER, encoding="utf-8")
    report = sight.stand.operator.preview_roster(sight.stand.stick.root / "roster.csv")
    sight.screen.attendees.render_report(Path("roster.csv"), report)
    wrong: list[str] = []
    for name, show in states(sight.screen).items():
        show()
        for _ in range(6):
            QApplication.processEvents()
        found = [*complaints(sight.screen), *elided(sight.screen), *overlaps(sight.screen), *unspoken(sight.screen)]
        found += [*faint(sight.screen, theme.text_percent), *small(sight.screen, least=TOUCH)]
        wrong += [f"{name}: {text}" for text in found]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("view", range(8))
def test_whatever_can_be_touched_is_large_and_has_a_name(sight: Sight, view: int) -> None:
    sight.screen.go(view)
    QApplication.processEvents()
    for button in sight.screen.findChildren(QAbstractButton):
        if button.isVisibleTo(sight.screen):
            assert min(button.width(), button.height()) >= TOUCH, button.text()
            assert button.text() or button.accessibleName()


def test_who_goes_away_stops_the_export_and_nothing_is_shown_any_more(sight: Sight, qtbot: QtBot, talk: Path) -> None:
    sight.stand.somebody(talk)
    working: list[bool] = []
    sight.screen.working.connect(working.append)
    sight.screen.go(places.EXPORT)
    sight.press("Export all completions")
    sight.screen.hide()
    assert working[-1] is False
    qtbot.waitUntil(lambda: sight.door.is_idle, timeout=WAIT_MS)
    assert not sight.screen.export.notice.isVisibleTo(sight.screen.export)


def test_sharing_by_stick_says_of_each_file_what_was_new_and_that_its_own_lies_there(
    sight: Sight, qtbot: QtBot, tmp_path: Path, key_file: Path, talk: Path
) -> None:
    with standing(tmp_path / "other", key_file, station="Hall A") as other:
        other.somebody(talk)
        other.operator.share(sight.stand.stick, lambda _: None, lambda: False)
    (sight.stand.stick.root / "torn.carrel-hall").write_bytes(b"Carrel hall 1\n")
    met: list[Met] = []
    sight.screen.met.connect(met.append)
    sight.screen.go(places.SHARE)
    sight.press("Take in, and write onto it")
    qtbot.waitUntil(lambda: sight.says("Done: all that this station knows is on the stick"), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: sight.says("1 new or changed attendee"), timeout=WAIT_MS)
    assert sight.says("torn.carrel-hall cannot be taken in: it is cut off.")
    assert [one.is_news for one in met] == [True]
    sight.press("Take in, and write onto it")
    qtbot.waitUntil(lambda: sight.says("Nothing new: all of it is here already."), timeout=WAIT_MS)
    sight.screen.go(places.STATIONS)
    qtbot.waitUntil(lambda: sight.says("by stick, now"), timeout=WAIT_MS)


def test_others_are_offered_what_was_added_here_and_only_that(sight: Sight, qtbot: QtBot, talk: Path) -> None:
    shutil.copy(talk, sight.stand.stick.root)
    added: list[None] = []
    sight.screen.courses_added.connect(lambda: added.append(None))
    sight.screen.go(places.COURSES)
    assert sight.says("carry the stick to each of them")
    sight.press("Add all courses on it")
    qtbot.waitUntil(lambda: sight.says("Now carry the stick to each of the other stations."), timeout=WAIT_MS)
    assert len(added) == 1
    sight.press("Add all courses on it")
    qtbot.waitUntil(lambda: sight.says("It was here already."), timeout=WAIT_MS)
    assert len(added) == 1


def test_with_a_hub_the_courses_page_says_that_nothing_need_be_carried(qtbot: QtBot) -> None:
    view = CoursesView(Theme(RESOURCES), union="http://hub:8787")
    qtbot.addWidget(view)
    view.render_added([CourseLine(file="a.course", title="A")])
    told = " ".join(one.text() for one in view.findChildren(Words))
    assert "fetch what is new from the hub by themselves" in told
    assert "carry" not in told


def test_meeting_again_is_offered_to_a_cleared_station_alone(sight: Sight) -> None:
    sight.screen.go(places.CARE)
    assert not sight.says("meets nobody since")
    seen = sight.stand.operator.overview()
    sight.screen.care.render_overview(replace(seen, stays_apart=True))
    asked: list[None] = []
    sight.screen.care.meet_wanted.connect(lambda: asked.append(None))
    sight.press("Meet the others again")
    assert len(asked) == 1
