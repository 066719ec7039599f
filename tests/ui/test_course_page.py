"""The course page: what the provider says, the way through it, why a step is locked, and one thing to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from player.archive.authoring.draft import read_folder
from player.domain.course import ContentHash, Notice, SessionId
from player.domain.event import CourseHash
from player.domain.problem import Problem
from player.domain.progress import LOCK_WORDS, Lock, StepName, StepState
from player.proof.renewing import Changes, first_root, renewed
from player.proof.roots import Revocation
from player.proof.trust import Publisher, publisher_of_root
from player.ui.course.page import CoursePage
from player.ui.course.words import lock_word
from player.ui.host import Place, Route
from player.ui.widgets.cover import Cover
from player.ui.widgets.scroll import ScrollPage
from player.ui.widgets.stepper import Stepper
from tests.archive.making import probe, real_folder
from tests.builders import COURSE, SHORT_COURSE, WRONG
from tests.fakes import NOON, FakeStream
from tests.proof.vaults import OLD
from tests.ui.fake_host import PUBLISHER, FakeDesk, FakeHost, make_host, make_theme
from tests.ui.gestures import button, focus, has_button, key, messages, open_page, press, shown, tab_to, texts

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

Opener = Callable[[FakeDesk], tuple[CoursePage, FakeHost]]
ACKNOWLEDGE = "Acknowledge and begin"


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


def again(page: CoursePage, host: FakeHost, desk: FakeDesk, which: int = 0) -> None:
    page.enter(Route(place=Place.COURSE, course=desk.signed[which].hash))
    host.settle()


def steps(page: CoursePage) -> dict[str, str]:
    """The steps by their names with what is said of them."""
    (stepper,) = shown(page, Stepper)
    found = shown(stepper, QAbstractButton)
    return {step.accessibleName().split(", ")[0]: step.accessibleName().split(", ")[1] for step in found}


def choose(page: CoursePage, title: str) -> None:
    (stepper,) = shown(page, Stepper)
    next(s for s in shown(stepper, QAbstractButton) if s.accessibleName().startswith(title)).click()


def test_it_says_what_the_provider_says(opened: Opener, desk: FakeDesk) -> None:
    page, _ = opened(desk)
    said = texts(page)
    for text in (COURSE.title, COURSE.summary, COURSE.provider.name, COURSE.provider.accreditation.statement):
        assert text in said
    assert "Passing score of the quiz: 100 %" in said
    assert "Up to 1.5 AMA PRA Category 1 Credits™" in said


def test_a_fact_that_is_absent_has_no_heading(opened: Opener, tmp_path: Path) -> None:
    page, _ = opened(FakeDesk(tmp_path, courses=(SHORT_COURSE,)))
    said = texts(page)
    absent = (
        "Who it is for",
        "Faculty",
        "What you will be able to do",
        "Prices",
        "Off-label use",
        "Contacts and notes",
    )
    for heading in absent:
        assert heading not in said


def test_markup_in_a_course_is_only_text(opened: Opener, tmp_path: Path) -> None:
    course = replace(COURSE, title="<b>Bold</b> & <img src='x'>", summary="<a href='file:///'>here</a>")
    page, _ = opened(FakeDesk(tmp_path, courses=(course,)))
    assert course.title in texts(page) and course.summary in texts(page)


def test_disclosures_come_before_anything_can_be_played(opened: Opener, desk: FakeDesk) -> None:
    page, host = opened(desk)
    assert COURSE.disclosure_statement in texts(page)
    assert not button(page, ACKNOWLEDGE).isEnabled()
    assert not has_button(page, "Start watching")
    shown(page, QCheckBox)[0].click()
    press(page, ACKNOWLEDGE)
    assert host.saved == 0
    host.settle()
    assert host.saved == 1
    assert steps(page)["Before you start"] == "Done"
    assert focus() is button(page, "Start watching")
    key(Qt.Key.Key_Space)
    assert host.routes == [Route(place=Place.WATCH, course=desk.signed[0].hash)]


def test_the_acknowledgement_needs_no_mouse(opened: Opener, desk: FakeDesk) -> None:
    _, host = opened(desk)
    tab_to("I have read what the faculty disclose and how credit is earned")
    key(Qt.Key.Key_Space)
    tab_to(ACKNOWLEDGE)
    key(Qt.Key.Key_Space)
    host.settle()
    assert host.saved == 1


def test_an_acknowledgement_that_is_not_saved_says_so_and_can_be_given_again(opened: Opener, desk: FakeDesk) -> None:
    page, host = opened(desk)
    stream = desk.journey(desk.signed[0]).stream
    assert isinstance(stream, FakeStream)
    stream.problem = DiskFull()
    shown(page, QCheckBox)[0].click()
    press(page, ACKNOWLEDGE)
    host.settle()
    assert [problem.code for problem in host.problems] == ["DiskFull"]
    assert host.saved == 0
    assert shown(page, QCheckBox)[0].isChecked()
    stream.problem = None
    press(page, ACKNOWLEDGE)
    host.settle()
    assert host.saved == 1


LOCKED = {
    "Watch": Lock.DISCLOSURES_FIRST,
    "Quiz": Lock.DISCLOSURES_FIRST,
    "Certificate": Lock.DISCLOSURES_FIRST,
}


@pytest.mark.parametrize(("title", "lock"), LOCKED.items(), ids=list(LOCKED))
def test_a_locked_step_says_why_and_what_opens_it(opened: Opener, desk: FakeDesk, title: str, lock: Lock) -> None:
    page, _ = opened(desk)
    choose(page, title)
    reason, way = LOCK_WORDS[lock]
    assert reason in texts(page) and way in texts(page)
    assert not has_button(page, "Start watching") and not has_button(page, "Take the quiz")


@pytest.mark.parametrize(
    ("percent", "title", "lock"),
    [(50, "Quiz", Lock.WATCH_FIRST), (100, "Evaluation", Lock.QUIZ_FIRST), (100, "Claim", Lock.QUIZ_FIRST)],
)
def test_locks_open_one_after_the_other(opened: Opener, desk: FakeDesk, percent: int, title: str, lock: Lock) -> None:
    desk.watch(desk.signed[0], percent=percent)
    page, _ = opened(desk)
    choose(page, title)
    assert LOCK_WORDS[lock][0] in texts(page)


def test_a_spent_quiz_says_whom_to_ask(opened: Opener, tmp_path: Path) -> None:
    assert COURSE.quiz is not None
    desk = FakeDesk(tmp_path, courses=(replace(COURSE, quiz=replace(COURSE.quiz, attempts=1)),))
    desk.watch(desk.signed[0])
    desk.journey(desk.signed[0]).submit_quiz(WRONG)
    page, _ = opened(desk)
    choose(page, "Quiz")
    assert LOCK_WORDS[Lock.NO_ATTEMPTS_LEFT][1] in texts(page)


def test_a_course_without_a_quiz_says_so(opened: Opener, tmp_path: Path) -> None:
    desk = FakeDesk(tmp_path, courses=(SHORT_COURSE,))
    page, _ = opened(desk)
    assert steps(page)["Quiz"] == "Not needed"
    choose(page, "Quiz")
    assert "This course has no quiz." in texts(page)


def test_arrow_keys_walk_the_steps(opened: Opener, desk: FakeDesk) -> None:
    desk.watch(desk.signed[0])
    page, _ = opened(desk)
    choose(page, "Quiz")
    (stepper,) = shown(page, Stepper)
    next(s for s in shown(stepper, QAbstractButton) if s.accessibleName().startswith("Quiz")).setFocus()
    key(Qt.Key.Key_Right)
    assert focus().accessibleName().startswith("Evaluation")
    assert LOCK_WORDS[Lock.QUIZ_FIRST][0] in texts(page)
    key(Qt.Key.Key_Left, Qt.Key.Key_Left)
    assert focus().accessibleName().startswith("Watch")


def test_each_stage_has_its_one_thing_to_do(opened: Opener, desk: FakeDesk) -> None:
    page, host = opened(desk)
    course = desk.signed[0]
    stages: list[tuple[Callable[[], object], str, Place]] = [
        (lambda: desk.watch(course, percent=40), "Go on watching", Place.WATCH),
        (lambda: desk.watch(course), "Take the quiz", Place.QUIZ),
        (lambda: desk.finish(course), "Claim credit", Place.CLAIM),
    ]
    for act, word, place in stages:
        act()
        again(page, host, desk)
        assert focus() is button(page, word)
        press(page, word)
        assert host.routes[-1] == Route(place=place, course=course.hash)


def test_a_course_that_opens_later_shows_its_day_and_lets_nothing_begin(opened: Opener, desk: FakeDesk) -> None:
    desk.clock.set_wall(datetime(2023, 12, 31, 12, tzinfo=UTC))
    page, _ = opened(desk)
    assert messages(page)[0].startswith("This course opens on 1 Jan 2024.")
    assert set(steps(page).values()) == {"Locked"}
    assert not has_button(page, ACKNOWLEDGE)
    assert LOCK_WORDS[Lock.NOT_YET_OPEN][0] in texts(page)


def test_an_expired_course_can_be_watched_and_earns_nothing(opened: Opener, desk: FakeDesk) -> None:
    desk.clock.set_wall(datetime(2025, 1, 2, 12, tzinfo=UTC))
    desk.journey(desk.signed[0]).acknowledge_disclosures()
    page, _ = opened(desk)
    assert "The last day for credit was 31 Dec 2024" in messages(page)[0]
    assert has_button(page, "Start watching")
    choose(page, "Quiz")
    assert LOCK_WORDS[Lock.EXPIRED][0] in texts(page)


def test_activity_b_expired_and_announces_its_maintenance_only_then(opened: Opener, tmp_path: Path) -> None:
    desk = FakeDesk(tmp_path, courses=(read_folder(real_folder("ketamine-trd", tmp_path), probe),))
    desk.clock.set_wall(datetime(2020, 8, 12, 12, tzinfo=UTC))
    page, host = opened(desk)
    assert "down for maintenance" in messages(page)[0]
    desk.clock.set_wall(datetime(2024, 6, 1, 12, tzinfo=UTC))
    again(page, host, desk)
    assert "The last day for credit was 31 Dec 2020" in messages(page)[0]


def test_activity_a_is_open_and_its_page_reads_to_the_end(opened: Opener, tmp_path: Path) -> None:
    course = read_folder(real_folder("ketamine-biomarkers", tmp_path), probe)
    page, host = opened(FakeDesk(tmp_path, courses=(course,)))
    said = texts(page)
    assert messages(page) == []
    for text in (course.title, *course.objectives, *(offer.name for offer in course.credit.offers[:1])):
        assert text in said
    assert host.bugs == []


def test_a_notice_goes_when_its_window_ends(opened: Opener, tmp_path: Path) -> None:
    notice = Notice(text="Down for maintenance.", since=NOON, until=NOON + timedelta(hours=1))
    desk = FakeDesk(tmp_path, courses=(replace(COURSE, notices=(notice,)),))
    page, host = opened(desk)
    assert messages(page) == ["Down for maintenance."]
    desk.clock.advance(2 * 3_600_000)
    again(page, host, desk)
    assert messages(page) == []


def test_a_course_of_an_unknown_publisher_says_that_it_gives_no_credit(opened: Opener, desk: FakeDesk) -> None:
    desk.shelf.held[0].signed = replace(desk.signed[0], publisher=None)
    page, _ = opened(desk)
    assert "gives no credit" in messages(page)[0]


def rooted(expires: date, *, revoked: bool = False) -> Publisher:
    """The publisher of the desk's courses as a root has it."""
    found = first_root(
        name="Example Academy", threshold=1, root_keys=[OLD[0].public], course_keys=[PUBLISHER.public], expires=expires
    )
    if revoked:
        lost = Revocation(key=PUBLISHER.public.raw.hex(), on=date(2026, 5, 1), reason="The laptop was stolen.")
        found = renewed(found, Changes(revoke=(lost,), expires=expires))
    return publisher_of_root(found)


def test_a_course_whose_key_was_revoked_says_by_whom_when_and_why(opened: Opener, desk: FakeDesk) -> None:
    desk.shelf.held[0].signed = replace(desk.signed[0], publisher=rooted(date.max, revoked=True))
    page, _ = opened(desk)
    said = " ".join(messages(page))
    assert all(word in said for word in ("Example Academy", "1 May 2026", "The laptop was stolen."))


def test_a_root_that_was_to_be_renewed_is_told_of_and_takes_nothing_away(opened: Opener, desk: FakeDesk) -> None:
    desk.shelf.held[0].signed = replace(desk.signed[0], publisher=rooted(date(2020, 1, 31)))
    page, _ = opened(desk)
    assert "31 Jan 2020" in messages(page)[0]
    assert has_button(page, ACKNOWLEDGE)


def test_a_course_that_cannot_be_opened_leads_back_to_the_library(opened: Opener, desk: FakeDesk) -> None:
    page, host = opened(desk)
    page.enter(Route(place=Place.COURSE, course=CourseHash("f" * 64)))
    host.settle()
    assert host.routes == [Route(place=Place.LIBRARY)]
    assert len(host.problems) == 1


def test_another_course_is_another_page(opened: Opener, tmp_path: Path) -> None:
    desk = FakeDesk(tmp_path, courses=(COURSE, SHORT_COURSE))
    page, host = opened(desk)
    shown(page, QCheckBox)[0].click()
    again(page, host, desk, 1)
    assert SHORT_COURSE.title in texts(page) and COURSE.title not in texts(page)
    assert not shown(page, QCheckBox)[0].isChecked()
    assert desk.progress(desk.signed[1]).step(StepName.BEFORE).state is StepState.OPEN


def test_back_leads_to_the_library(opened: Opener, desk: FakeDesk) -> None:
    page, host = opened(desk)
    press(page, "Library")
    assert host.routes == [Route(place=Place.LIBRARY)]


def test_an_update_says_what_counts_and_what_is_to_be_done_anew(opened: Opener, tmp_path: Path) -> None:
    """The first talk is the same recording, the second was recorded anew, and the quiz is another one."""
    quiz = COURSE.quiz
    assert quiz is not None
    first, *_ = COURSE.sessions
    second = replace(first, id=SessionId("second"), title="The second talk", content=ContentHash("5" * 64))
    old = replace(COURSE, sessions=(first, second))
    new = replace(
        old,
        version=old.version + 1,
        sessions=(first, replace(second, content=ContentHash("6" * 64))),
        quiz=replace(quiz, passing_percent=quiz.passing_percent - 10),
    )
    desk = FakeDesk(tmp_path, courses=(new, old))
    desk.journey(desk.signed[1]).acknowledge_disclosures()
    page, _ = opened(desk)
    said = texts(page)
    assert f"You began with version {old.version}; this is version {new.version}" in said
    assert f"What you watched of “{first.title}” counts here." in said
    assert "“The second talk” was recorded anew; please watch it again." in said
    assert "The quiz has changed; please take it again." in said


def test_a_course_that_was_not_begun_in_an_earlier_version_tells_of_no_update(opened: Opener, tmp_path: Path) -> None:
    desk = FakeDesk(tmp_path, courses=(replace(COURSE, version=2), COURSE))
    page, _ = opened(desk)
    assert "You began with version" not in texts(page)


# --- the way on at the foot ----------------------------------------------------------------------------------


def test_what_is_to_be_acknowledged_stays_in_sight_while_it_is_being_read(opened: Opener, desk: FakeDesk) -> None:
    page, _ = opened(desk)
    page.resize(960, 600)
    QApplication.processEvents()
    go, view = button(page, ACKNOWLEDGE), page.rect()
    for _ in range(20):
        corner = go.mapTo(page, go.rect().bottomRight())
        assert view.contains(corner), "the button is in sight at every place of the text"
        if has_button(page, "Back to the top"):
            break
        press(page, "Read on")
        QApplication.processEvents()
    assert has_button(page, "Back to the top"), "the end of what is disclosed is reached"
    press(page, "Back to the top")
    QApplication.processEvents()
    assert has_button(page, "Read on")


def test_the_bar_at_the_foot_is_gone_once_it_was_acknowledged(opened: Opener, desk: FakeDesk) -> None:
    desk.journey(desk.signed[0]).acknowledge_disclosures()
    page, _ = opened(desk)
    assert not has_button(page, ACKNOWLEDGE)
    assert not has_button(page, "Read on")


def test_a_locked_step_says_why_where_it_stands(opened: Opener, desk: FakeDesk) -> None:
    page, _ = opened(desk)
    (stepper,) = shown(page, Stepper)
    words = {step.face.title: step.face.word for step in stepper._steps}
    assert words["Before you start"] == "", "an open step needs no reason"
    assert {word for title, word in words.items() if title != "Before you start"} == {"Disclosures first"}


def test_every_lock_has_its_two_words() -> None:
    assert all(lock_word(lock) for lock in Lock)


@pytest.mark.parametrize(("width", "percent"), [(1100, 100), (1180, 200), (920, 200)])
def test_the_cover_is_large_enough_to_be_looked_at_and_pushes_nothing_aside(
    opened: Opener, desk: FakeDesk, qapp: QApplication, width: int, percent: int
) -> None:
    theme = make_theme(qapp)
    theme.scale_text(percent)
    page, _ = opened(desk)
    page.resize(width, 760)
    qapp.processEvents()
    (cover,) = page.findChildren(Cover)
    wide, aside = cover.width(), page.findChildren(ScrollPage)[0].horizontalScrollBar().maximum()
    theme.scale_text(100)
    assert wide * 100 >= 30 * (width - 96)
    assert aside == 0
