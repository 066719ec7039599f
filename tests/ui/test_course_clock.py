"""A wrong clock on the course page: it locks nobody out, what it says is shown, and the learner can put it right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTime
from PySide6.QtWidgets import QApplication, QComboBox, QSpinBox, QTimeEdit
from pytestqt.qtbot import QtBot

from player.domain.course import Standing
from player.domain.event import ClockCorrected
from player.domain.learner import Profession
from player.domain.problem import Problem
from player.domain.timekeeping import Happening
from player.ui.course.clock_words import span_text
from player.ui.course.page import CoursePage
from player.ui.host import Place, Route
from tests.fakes import NOON, FakeStream
from tests.ui.access import complaints, stops, unreached
from tests.ui.fake_host import FakeDesk, FakeHost, make_host
from tests.ui.gestures import button, focus, has_button, key, messages, open_page, press, shown, tab_to, texts, type_in
from tests.ui.touring import SETTLING

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

Opener = Callable[[FakeDesk], tuple[CoursePage, FakeHost]]
WRONG = "This computer's date is wrong…"
USE = "Use this date"
EPOCH = datetime(1970, 1, 1, 3, 12, tzinfo=UTC)
LATER = datetime(2031, 5, 6, 7, 8, tzinfo=UTC)
DAY_MS = 86_400_000


class DiskFull(Problem):
    what_template = "There is no room left."


@pytest.fixture
def opened(qtbot: QtBot, qapp: QApplication) -> Iterator[Opener]:
    with ExitStack() as ends:

        def open_(desk: FakeDesk) -> tuple[CoursePage, FakeHost]:
            host = make_host(desk, qapp)
            page = CoursePage(host)
            ends.callback(host.door.close)
            qtbot.addWidget(page)
            open_page(page, host, Route(place=Place.COURSE, course=desk.signed[0].hash))
            return page, host

        yield open_


@pytest.fixture
def desk(tmp_path: Path) -> FakeDesk:
    return FakeDesk(tmp_path)


def choose(page: CoursePage, moment: datetime) -> None:
    """Puts a moment into the card, as it is where this computer stands."""
    local = moment.astimezone()
    day, year = (next(box for box in shown(page, QSpinBox) if box.accessibleName() == name) for name in ("Day", "Year"))
    year.setValue(local.year)
    next(box for box in shown(page, QComboBox) if box.accessibleName() == "Month").setCurrentIndex(local.month - 1)
    day.setValue(local.day)
    (time,) = shown(page, QTimeEdit)
    time.setTime(QTime(local.hour, local.minute))


@pytest.mark.parametrize(("clock", "standing"), [(EPOCH, Standing.NOT_YET_OPEN), (LATER, Standing.EXPIRED)])
def test_a_course_that_is_locked_by_its_days_says_what_day_the_clock_shows(
    opened: Opener, desk: FakeDesk, clock: datetime, standing: Standing
) -> None:
    desk.clock.set_wall(clock)
    assert desk.progress(desk.signed[0]).standing is standing
    page, _ = opened(desk)
    local = clock.astimezone()
    (message,) = messages(page)
    assert "By this computer's clock it is" in message
    assert f"{local.day} {local:%b} {local.year}" in message
    assert has_button(page, WRONG)


def test_a_course_that_is_open_asks_nobody_for_the_date(opened: Opener, desk: FakeDesk) -> None:
    page, _ = opened(desk)
    assert not has_button(page, WRONG) and messages(page) == []


def test_the_learners_word_opens_the_course_and_is_seen(opened: Opener, desk: FakeDesk) -> None:
    desk.clock.set_wall(EPOCH)
    page, host = opened(desk)
    press(page, WRONG)
    assert not button(page, USE).isEnabled(), "nothing was put right yet"
    choose(page, NOON)
    press(page, USE)
    assert host.saved == 0
    host.settle()
    assert host.saved == 1
    assert desk.progress(desk.signed[0]).standing is Standing.OPEN
    assert messages(page) == [] and not has_button(page, USE)
    assert has_button(page, "Acknowledge and begin")
    assert "By your word it is" in texts(page)
    facts = [event.fact for event in desk.journey(desk.signed[0]).stream.events]
    (corrected,) = (fact for fact in facts if isinstance(fact, ClockCorrected))
    assert corrected.by_ms == (NOON - EPOCH) // timedelta(milliseconds=1)


def test_it_needs_no_mouse(opened: Opener, desk: FakeDesk) -> None:
    desk.clock.set_wall(LATER)
    _, host = opened(desk)
    tab_to(WRONG)
    key(Qt.Key.Key_Space)
    assert focus().accessibleName() == "Day"
    type_in("3")
    tab_to("Month")
    type_in("June")
    tab_to("Year")
    type_in("2024")
    tab_to(USE)
    key(Qt.Key.Key_Space)
    host.settle()
    today = desk.today(desk.signed[0]).astimezone()
    assert (today.year, today.month, today.day) == (2024, 6, 3)


def test_leaving_it_records_nothing(opened: Opener, desk: FakeDesk) -> None:
    desk.clock.set_wall(EPOCH)
    page, host = opened(desk)
    press(page, WRONG)
    choose(page, NOON)
    press(page, "Leave it as it is")
    host.settle()
    assert not has_button(page, USE)
    assert desk.progress(desk.signed[0]).event_count == 0


def test_a_word_that_was_wrong_itself_can_be_taken_back(opened: Opener, desk: FakeDesk) -> None:
    desk.clock.set_wall(EPOCH)
    page, host = opened(desk)
    press(page, WRONG)
    choose(page, LATER)
    press(page, USE)
    host.settle()
    assert desk.progress(desk.signed[0]).standing is Standing.EXPIRED
    assert "By your word it is" in messages(page)[0]
    press(page, "Change the date…")
    choose(page, NOON)
    press(page, USE)
    host.settle()
    assert desk.progress(desk.signed[0]).standing is Standing.OPEN


def test_the_learner_can_go_back_to_what_the_computer_says(opened: Opener, desk: FakeDesk) -> None:
    desk.correct_clock(desk.signed[0], LATER)
    page, host = opened(desk)
    press(page, "Change the date…")
    assert button(page, USE).isEnabled()
    press(page, USE)
    host.settle()
    assert desk.progress(desk.signed[0]).standing is Standing.OPEN
    assert "By your word" not in texts(page)


def test_a_word_that_is_not_saved_says_so_and_stays_to_be_given_again(opened: Opener, desk: FakeDesk) -> None:
    desk.clock.set_wall(EPOCH)
    stream = desk.journey(desk.signed[0]).stream
    assert isinstance(stream, FakeStream)
    page, host = opened(desk)
    stream.problem = DiskFull()
    press(page, WRONG)
    choose(page, NOON)
    press(page, USE)
    host.settle()
    assert [problem.code for problem in host.problems] == ["DiskFull"] and host.saved == 0
    stream.problem = None
    press(page, USE)
    host.settle()
    assert desk.progress(desk.signed[0]).standing is Standing.OPEN


def test_after_a_restart_the_clock_counts_again(opened: Opener, desk: FakeDesk) -> None:
    desk.clock.set_wall(EPOCH)
    desk.correct_clock(desk.signed[0], NOON)
    desk.clock.reboot()
    page, _ = opened(desk)
    assert "By this computer's clock it is" in messages(page)[0]
    assert "By your word" not in texts(page)


def test_no_month_has_days_that_it_has_not(opened: Opener, desk: FakeDesk) -> None:
    desk.clock.set_wall(LATER)
    page, _ = opened(desk)
    press(page, WRONG)
    choose(page, datetime(2024, 1, 31, 12, 0, tzinfo=UTC))
    (month,) = (box for box in shown(page, QComboBox) if box.accessibleName() == "Month")
    month.setCurrentIndex(1)
    day = next(box for box in shown(page, QSpinBox) if box.accessibleName() == "Day")
    assert day.value() == 29


def test_a_clock_that_moved_is_told_and_costs_nothing(opened: Opener, desk: FakeDesk) -> None:
    desk.journey(desk.signed[0])
    desk.clock.set_wall(NOON + timedelta(days=3))
    desk.journey(desk.signed[0]).acknowledge_disclosures()
    page, _ = opened(desk)
    said = texts(page)
    assert "On 6 Jun 2024 the clock of this computer went forward by 3 days." in said
    assert "Your time counts all the same; the provider can see it." in said
    assert not has_button(page, WRONG)


def test_what_clocks_do_every_day_is_not_worth_a_word(opened: Opener, desk: FakeDesk) -> None:
    desk.journey(desk.signed[0])
    desk.clock.sleep(DAY_MS)
    desk.clock.reboot()
    desk.journey(desk.signed[0]).acknowledge_disclosures()
    assert {remark.happening for remark in desk.clock_remarks(desk.signed[0])} == {Happening.RESTARTED}
    page, _ = opened(desk)
    assert "clock" not in texts(page)


def test_a_clock_that_moved_often_is_told_in_one_sentence(opened: Opener, desk: FakeDesk) -> None:
    journey = desk.journey(desk.signed[0])
    for day in range(5):
        desk.clock.set_wall(NOON + timedelta(days=1 + day))
        journey.checked_up((), report="")
    page, _ = opened(desk)
    assert "The clock of this computer moved 5 times while you were in this course, last on 8 Jun 2024." in texts(page)


def test_a_word_that_was_given_before_the_last_restart_is_told_as_past(opened: Opener, desk: FakeDesk) -> None:
    desk.clock.set_wall(EPOCH)
    desk.correct_clock(desk.signed[0], NOON)
    desk.clock.reboot()
    page, _ = opened(desk)
    assert "You said that it was 3 Jun 2024" in texts(page)
    assert not has_button(page, "Change the date…")


def test_once_credit_was_claimed_nobody_is_asked_for_the_date(opened: Opener, desk: FakeDesk) -> None:
    desk.finish(desk.signed[0])
    desk.journey(desk.signed[0]).claim("ama", amount=Decimal("1.5"), profession=Profession.PHYSICIAN)
    desk.clock.set_wall(LATER)
    page, _ = opened(desk)
    assert not has_button(page, WRONG)


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [
        (3 * DAY_MS, "3 days"),
        (-DAY_MS, "1 day"),
        (20_000, "20 s"),
        (3_600_000, "1 hour"),
        (7_200_000, "2 hours"),
        (120_000, "2 minutes"),
        (19_876 * DAY_MS, "54 years"),
    ],
)
def test_a_length_of_time_is_told_in_its_largest_unit(milliseconds: int, text: str) -> None:
    assert span_text(milliseconds) == text


@pytest.mark.parametrize("percent", [100, 200])
def test_the_card_can_be_used_by_everybody(opened: Opener, desk: FakeDesk, percent: int) -> None:
    desk.clock.set_wall(EPOCH)
    page, host = opened(desk)
    host.theme.scale_text(percent)
    press(page, WRONG)
    for _ in range(SETTLING):
        QApplication.processEvents()
    try:
        assert complaints(page) == []
        assert unreached(page, stops(page)) == []
    finally:
        host.theme.scale_text(100)
