"""The records card: says how the records are, backs them up, brings a backup and what is here together."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from player.bootstrap.desk import desk_over
from player.bootstrap.places import Places
from player.domain.problem import Problem
from player.domain.progress import StepName, StepState
from player.ui.host import Place, Route
from player.ui.profile import care
from player.ui.profile.page import ProfilePage
from player.ui.profile.records_words import proposed_name
from tests.builders import PHYSICIAN
from tests.ui.access import complaints, stops, unreached
from tests.ui.fake_host import RESOURCES, FakeDesk, FakeExamined, FakeHost, FakeTakenBack, make_host
from tests.ui.gestures import button, field, key, messages, open_page, press, tab_to, texts

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

HERE = Route(place=Place.PROFILE)
BACK_UP, RESTORE, CHECK = "Back up…", "Restore or merge a backup…", "Check now"
SOUND = "Sound: everything is as it was recorded"


class Damaged(Problem):
    what_template = "The record of one course is not as it was written."
    meaning_template = "It cannot prove credit any more."
    remedy_template = "Put a backup back."


class Copied(Problem):
    what_template = "One record was continued twice."
    meaning_template = "Both are kept, and count once."
    remedy_template = "carrel something --repair"


class NoBackupYet(Problem):
    what_template = "There is no automatic backup."


@pytest.fixture
def desk(tmp_path: Path) -> FakeDesk:
    return FakeDesk(tmp_path)


@pytest.fixture
def host(desk: FakeDesk, qapp: QApplication) -> Iterator[FakeHost]:
    host = make_host(desk, qapp)
    yield host
    host.door.close()


@pytest.fixture
def page(host: FakeHost, qtbot: QtBot) -> ProfilePage:
    page = ProfilePage(host)
    qtbot.addWidget(page)
    open_page(page, host, HERE)
    return page


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path | None], None]:
    """Chooses this file in every dialog; None calls it off."""

    def choose(file: Path | None) -> None:
        def where(parent: QWidget, name: str) -> Path | None:
            return file

        def which(parent: QWidget) -> Path | None:
            return file

        monkeypatch.setattr(care, "ask_where_to_back_up", where)
        monkeypatch.setattr(care, "ask_for_backup", which)

    return choose


def test_it_says_where_the_records_are_and_when_they_were_backed_up(
    page: ProfilePage, host: FakeHost, desk: FakeDesk
) -> None:
    assert str(desk.profile) in texts(page)
    assert "that was not due yet" in texts(page)
    assert "No trouble is known" in texts(page)
    desk.care.last = date(2026, 11, 14)
    page.enter(HERE)
    host.settle()
    assert "last on 14 Nov 2026." in texts(page)


def test_a_check_says_that_all_is_sound(page: ProfilePage, host: FakeHost, desk: FakeDesk) -> None:
    desk.care.found = [FakeExamined(outcome="sound"), FakeExamined(outcome="note", problem=NoBackupYet())]
    press(page, CHECK)
    assert "Looking through your records…" in texts(page)
    assert not button(page, BACK_UP).isEnabled() and not button(page, RESTORE).isEnabled()
    host.settle()
    assert SOUND in texts(page) and messages(page) == []
    assert button(page, BACK_UP).isEnabled()


def test_a_check_says_what_is_wrong_and_what_is_only_worth_a_word(
    page: ProfilePage, host: FakeHost, desk: FakeDesk
) -> None:
    desk.care.found = [FakeExamined(outcome="note", problem=Copied()), FakeExamined(outcome="wrong", problem=Damaged())]
    press(page, CHECK)
    host.settle()
    assert "One thing is wrong" in texts(page)
    assert messages(page) == [Damaged().sentence, "One record was continued twice. Both are kept, and count once."]


def test_a_check_that_fails_says_so_and_can_be_asked_for_again(
    page: ProfilePage, host: FakeHost, desk: FakeDesk
) -> None:
    desk.care.problem = Damaged()
    press(page, CHECK)
    host.settle()
    assert messages(page) == [Damaged().sentence]
    desk.care.problem = None
    press(page, CHECK)
    host.settle()
    assert SOUND in texts(page) and messages(page) == []


def test_a_backup_is_written_where_it_was_wanted(
    page: ProfilePage, host: FakeHost, desk: FakeDesk, chosen: Callable[[Path | None], None], tmp_path: Path
) -> None:
    chosen(tmp_path / "mine.carrel-backup")
    press(page, BACK_UP)
    host.settle()
    assert desk.care.backed_up == [tmp_path / "mine.carrel-backup"]
    (message,) = messages(page)
    assert "mine.carrel-backup is written, and read back: 12 events." in message and "no secret key" in message


def test_a_dialog_that_is_called_off_does_nothing(
    page: ProfilePage, host: FakeHost, desk: FakeDesk, chosen: Callable[[Path | None], None]
) -> None:
    chosen(None)
    press(page, BACK_UP)
    press(page, RESTORE)
    host.settle()
    assert (desk.care.backed_up, desk.care.taken_back, messages(page)) == ([], [], [])


def test_what_came_of_a_backup_that_was_put_back_is_told_and_particulars_are_shown_anew(
    page: ProfilePage, host: FakeHost, desk: FakeDesk, chosen: Callable[[Path | None], None], tmp_path: Path
) -> None:
    chosen(tmp_path / "mine.carrel-backup")
    desk.care.taken = FakeTakenBack(events=7, aside=tmp_path / "damaged-1")
    desk.people.kept = replace(PHYSICIAN, name="Bo Lind")
    press(page, RESTORE)
    host.settle()
    (message,) = messages(page)
    assert "From mine.carrel-backup came 7 events that were not here." in message and "damaged-1" in message
    assert field(page, "Name").text() == "Bo Lind"
    desk.care.taken = FakeTakenBack()
    press(page, RESTORE)
    host.settle()
    assert "Everything in mine.carrel-backup was here already." in messages(page)[0]


def test_a_file_that_is_no_backup_is_told_and_nothing_changes(
    page: ProfilePage, host: FakeHost, desk: FakeDesk, chosen: Callable[[Path | None], None], tmp_path: Path
) -> None:
    chosen(tmp_path / "song.mp3")
    desk.care.problem = Damaged()
    press(page, RESTORE)
    host.settle()
    assert messages(page) == [Damaged().sentence]
    assert field(page, "Name").text() == PHYSICIAN.name and button(page, RESTORE).isEnabled()


def test_it_needs_no_mouse_and_is_whole_at_double_size(page: ProfilePage, host: FakeHost, desk: FakeDesk) -> None:
    desk.care.found = [FakeExamined(outcome="wrong", problem=Damaged())]
    tab_to(CHECK)
    key(Qt.Key.Key_Space)
    host.settle()
    assert "One thing is wrong" in texts(page)
    host.theme.scale_text(200)
    QApplication.processEvents()
    try:
        assert complaints(page) == []
        assert unreached(page, stops(page)) == []
    finally:
        host.theme.scale_text(100)


def test_a_backup_is_proposed_under_its_day() -> None:
    assert proposed_name(QDate(2026, 3, 9)) == "carrel-2026-03-09.carrel-backup"


def test_the_real_desk_brings_a_backup_of_another_computer_together_with_what_is_here(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, chosen: Callable[[Path | None], None]
) -> None:
    sample = RESOURCES / "samples" / "meet-carrel.course"
    file = tmp_path / "from-the-other.carrel-backup"
    with desk_over(Places(profile=tmp_path / "one", resources=RESOURCES)) as one:
        signed = one.add_course(sample)
        one.journey(signed).acknowledge_disclosures()
        one.back_up(file)
    with desk_over(Places(profile=tmp_path / "other", resources=RESOURCES)) as other:
        signed = other.add_course(sample)
        host = make_host(other, qapp)
        page = ProfilePage(host)
        qtbot.addWidget(page)
        open_page(page, host, HERE)
        chosen(file)
        press(page, RESTORE)
        host.settle()
        assert "came 2 events that were not here" in messages(page)[0]
        assert other.progress(signed).step(StepName.BEFORE).state is StepState.DONE
        press(page, CHECK)
        host.settle()
        assert SOUND in texts(page)
        host.door.close()


def test_records_that_were_damaged_are_put_back_from_a_backup_and_the_library_works_again(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, chosen: Callable[[Path | None], None]
) -> None:
    places = Places(profile=tmp_path / "profile", resources=RESOURCES)
    file = tmp_path / "good.carrel-backup"
    with desk_over(places) as desk:
        signed = desk.add_course(RESOURCES / "samples" / "meet-carrel.course")
        desk.journey(signed).acknowledge_disclosures()
        desk.back_up(file)
    with closing(sqlite3.connect(places.profile / "ledger.sqlite")) as ledger:
        ledger.execute("UPDATE event SET body = replace(body, X'61', X'62') WHERE seq = 1")
        ledger.commit()
    with desk_over(places) as desk:
        host = make_host(desk, qapp)
        page = ProfilePage(host)
        qtbot.addWidget(page)
        open_page(page, host, HERE)
        assert "One thing is wrong" in texts(page)
        with pytest.raises(Problem):
            desk.progress(signed)
        chosen(file)
        press(page, RESTORE)
        host.settle()
        assert "What was replaced is kept in" in messages(page)[-1]
        assert "No trouble is known" in texts(page)
        assert desk.progress(signed).step(StepName.BEFORE).state is StepState.DONE
        desk.journey(signed).checked_up((), report="")
        host.door.close()
