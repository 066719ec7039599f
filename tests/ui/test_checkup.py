"""The check-up: one sentence for all, the worst first, what comes late in its place, and a report that names nobody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl, QUrlQuery
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from player.domain.checkup.report import CheckUp
from player.domain.event import MachineChecked
from player.domain.requirement import Fact, Finding, Level, Requirement, Verdict
from player.ui.checkup.page import CheckupPage
from player.ui.checkup.words import kind_of, summary_of
from player.ui.findings import face_of, verdict_text
from player.ui.host import Place, Route
from player.ui.widgets.finding import FindingRow
from player.ui.widgets.tone import Tone
from tests.builders import COURSE, PHYSICIAN
from tests.fakes import NOON
from tests.ui.checkup_parts import ASKED, CheckupDesk, SlowMachine, asks, settle
from tests.ui.fake_host import FakeHost, make_host
from tests.ui.filled import Cut
from tests.ui.gestures import box, button, focus, key, open_page, press, shown, texts

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def slow() -> SlowMachine:
    return SlowMachine()


@pytest.fixture
def desk(tmp_path: Path) -> CheckupDesk:
    return CheckupDesk(tmp_path)


@pytest.fixture
def host(desk: CheckupDesk, qapp: QApplication) -> Iterator[FakeHost]:
    host = make_host(desk, qapp)
    yield host
    host.door.close()


@pytest.fixture
def page(host: FakeHost, qtbot: QtBot) -> CheckupPage:
    page = CheckupPage(host)
    qtbot.addWidget(page)
    open_page(page, host, Route(place=Place.CHECKUP))
    settle(page, host)
    return page


def for_course(page: CheckupPage, host: FakeHost, desk: CheckupDesk) -> None:
    page.enter(Route(place=Place.CHECKUP, course=desk.signed[0].hash))
    settle(page, host)


def finding(verdict: Verdict, level: Level = Level.MINIMUM, *, asked: tuple[str, ...] = (), rule: str = "x") -> Finding:
    requirement = Requirement(id=rule, level=level, subject="x", text="x")
    return Finding(requirement=requirement, verdict=verdict, asked=asked)


def checkup(*findings: Finding, pending: frozenset[str] = frozenset()) -> CheckUp:
    return CheckUp(moment=NOON, subject=None, own=findings, asked=(), facts=(), pending=pending)


MET, LACKS, OPEN = finding(Verdict.MET), finding(Verdict.NOT_MET), finding(Verdict.CANNOT_TELL, asked=("sound",))
ADVICE = finding(Verdict.NOT_MET, Level.OPTIMAL)
SILENT = finding(Verdict.NOT_MET, rule="carrel.plays.one")


@pytest.mark.parametrize(
    ("known", "said", "tone"),
    [
        (checkup(MET), "This computer is ready.", Tone.GOOD),
        (checkup(MET, ADVICE), "This computer is ready.", Tone.GOOD),
        (checkup(MET, OPEN), "This computer is ready, as far as it can tell.", Tone.ACCENT),
        (checkup(MET, LACKS), "This computer lacks one thing.", Tone.CAUTION),
        (checkup(LACKS, LACKS), "This computer lacks 2 things.", Tone.CAUTION),
        (checkup(LACKS, SILENT), "This computer cannot play everything yet.", Tone.CAUTION),
        (checkup(OPEN, pending=frozenset({"sound"})), "Looking at this computer…", Tone.ACCENT),
        (checkup(LACKS, OPEN, pending=frozenset({"sound"})), "This computer lacks one thing.", Tone.CAUTION),
    ],
)
def test_one_sentence_for_all(known: CheckUp, said: str, tone: Tone) -> None:
    summary = summary_of(known)
    assert (summary.what, summary.tone) == (said, tone) and summary.meaning


def test_whoever_lacks_something_is_told_that_watching_is_possible() -> None:
    assert summary_of(checkup(LACKS)).meaning.startswith("You can watch all the same")


def test_advice_is_never_called_a_failure() -> None:
    assert verdict_text(ADVICE) == "Advice" and face_of(ADVICE).tone is Tone.NEUTRAL
    assert verdict_text(LACKS) == "Not met" and face_of(LACKS).tone is Tone.CAUTION


def test_every_verdict_has_a_word_and_an_icon_of_its_own() -> None:
    faces = [face_of(finding(verdict)) for verdict in Verdict]
    assert len({face.word for face in faces}) == len({face.icon for face in faces}) == len(Verdict)


def test_a_row_says_what_was_found_where_why_how_it_was_read_and_what_to_do() -> None:
    rule = Requirement(id="x", level=Level.MINIMUM, subject="x", text="1.83 MHz", interpretation="1.83 GHz")
    found = Finding(
        requirement=rule, verdict=Verdict.NOT_MET, found="1 GHz", where="the system", why="Less.", remedy="Buy one."
    )
    face = face_of(found)
    assert face.title == "1.83 MHz"
    assert face.details == "Found: 1 GHz (the system)\nRead as: 1.83 GHz\nLess."
    assert face.remedy == "What to do: Buy one."


def test_the_course_comes_first_then_carrel_each_from_the_strictest_level_down(
    page: CheckupPage, host: FakeHost, desk: CheckupDesk
) -> None:
    for_course(page, host, desk)
    order = (
        "What the course asks", "Minimum", "At least 2 GB of memory", "Recommended", "At least 900 GB of room",
        "Best experienced with", "A good chair", "What Carrel asks", "VLC's library",
    )  # fmt: skip
    labels = {label.text(): label.mapTo(page, label.rect().topLeft()).y() for label in reversed(shown(page, QLabel))}
    places = [next(y for text, y in labels.items() if text.startswith(words)) for words in order]
    assert places == sorted(places)


def test_the_worst_stands_first_in_its_level(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    desk = CheckupDesk(tmp_path, ASKED[0], asks("much memory", "memory.total", "900 GB"))
    host = make_host(desk, qapp)
    page = CheckupPage(host)
    qtbot.addWidget(page)
    open_page(page, host, Route(place=Place.CHECKUP, course=desk.signed[0].hash))
    settle(page, host)
    said = texts(page)
    assert "This computer lacks one thing." in said
    assert said.index("At least 900 GB of much memory") < said.index("At least 2 GB of memory")
    host.door.close()


def test_what_only_the_window_knows_is_judged_too(page: CheckupPage) -> None:
    size = page.screen().size()
    facts = {fact.name: fact.value for fact in state(page).facts}
    assert (facts["screen.width"], facts["screen.height"]) == (f"{size.width()} px", f"{size.height()} px")


def state(page: CheckupPage) -> CheckUp:
    assert page._state is not None
    return page._state.checkup


def test_what_does_not_apply_is_folded_away_with_its_reason_and_unfolds(
    page: CheckupPage, host: FakeHost, desk: CheckupDesk
) -> None:
    for_course(page, host, desk)
    assert "Flash" not in texts(page)
    button(page, "What does not apply here").setFocus()
    key(Qt.Key.Key_Space)
    assert "Flash Player 10.3" in texts(page) and "Nothing is fetched." in texts(page)


def test_a_course_is_chosen_with_the_keyboard_which_stays_there(page: CheckupPage, host: FakeHost) -> None:
    assert focus() is button(page, "Check again")
    assert "What the course asks" not in texts(page)
    box(page, "What to check for").setFocus()
    key(Qt.Key.Key_Down)
    settle(page, host)
    assert "What the course asks" in texts(page)
    assert focus() is box(page, "What to check for")
    key(Qt.Key.Key_Up)
    settle(page, host)
    assert "What the course asks" not in texts(page)


def test_a_course_can_be_named_on_the_way_in(page: CheckupPage, host: FakeHost, desk: CheckupDesk) -> None:
    for_course(page, host, desk)
    assert box(page, "What to check for").currentText() == COURSE.title


# --- answers that take a while ---------------------------------------------------------------------------


@pytest.fixture
def waiting(slow: SlowMachine, qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[CheckupPage]:
    """A page whose slow answers come when the machine is told to."""
    desk = CheckupDesk(tmp_path, machine=slow)
    host = make_host(desk, qapp)
    page = CheckupPage(host)
    qtbot.addWidget(page)
    open_page(page, host, Route(place=Place.CHECKUP, course=desk.signed[0].hash))
    settle(page, host)
    yield page
    host.door.close()


def host_of(page: CheckupPage) -> FakeHost:
    assert isinstance(page._host, FakeHost)
    return page._host


def words_of(page: CheckupPage) -> dict[str, str]:
    """What each row says, by what it is about."""
    return {labels[1].text(): labels[0].text() for row in shown(page, FindingRow) if (labels := shown(row, QLabel))}


def test_what_is_known_at_once_is_shown_at_once_and_the_rest_says_that_it_is_being_found_out(
    waiting: CheckupPage,
) -> None:
    said = words_of(waiting)
    assert said["At least 2 GB of memory"] == "Met"
    assert said["At least 1 of sound"] == "Checking…"
    assert "Looking at this computer…" in texts(waiting)


def test_answers_fill_in_where_they_stand(waiting: CheckupPage, slow: SlowMachine) -> None:
    rows = shown(waiting, FindingRow)
    slow.answer("sound.outputs")
    settle(waiting, host_of(waiting))
    assert words_of(waiting)["At least 1 of sound"] == "Met"
    assert "Looking at this computer…" in texts(waiting)
    slow.answer()
    settle(waiting, host_of(waiting))
    assert "This computer is ready." in texts(waiting)
    assert shown(waiting, FindingRow) == rows


def test_what_was_found_to_be_lacking_is_brought_up_once_all_is_known(waiting: CheckupPage, slow: SlowMachine) -> None:
    slow.later["sound.outputs"] = Fact(name="sound.outputs", value="0", how="PulseAudio")
    before = texts(waiting)
    slow.answer("sound.outputs")
    settle(waiting, host_of(waiting))
    assert "This computer lacks one thing." in texts(waiting)
    slow.answer()
    settle(waiting, host_of(waiting))
    tops = {row.findChildren(QLabel)[1].text(): row.y() for row in shown(waiting, FindingRow)}
    assert before.index("2 GB of memory") < before.index("1 of sound")
    assert tops["At least 1 of sound"] < tops["At least 2 GB of memory"]


def test_a_report_waits_until_all_is_known(waiting: CheckupPage, slow: SlowMachine) -> None:
    assert not button(waiting, "Save the report…").isEnabled()
    slow.answer()
    settle(waiting, host_of(waiting))
    assert button(waiting, "Save the report…").isEnabled()
    assert state(waiting).id in texts(waiting)


def test_one_row_is_asked_again_alone_and_says_so(waiting: CheckupPage, slow: SlowMachine) -> None:
    slow.answer()
    settle(waiting, host_of(waiting))
    slow.later["sound.outputs"] = Fact(name="sound.outputs", value="0", how="PulseAudio")
    press(waiting, "Check again: At least 1 of sound")
    settle(waiting, host_of(waiting))
    assert slow.asked[-1] == {"sound.outputs"}
    assert words_of(waiting)["At least 1 of sound"] == "Checking…"
    assert words_of(waiting)["At least 2 GB of memory"] == "Met"
    slow.answer()
    settle(waiting, host_of(waiting))
    assert words_of(waiting)["At least 1 of sound"] == "Not met"


def test_answers_that_come_after_the_page_was_left_change_nothing(waiting: CheckupPage, slow: SlowMachine) -> None:
    waiting.leave()
    said = texts(waiting)
    slow.answer()
    settle(waiting, host_of(waiting))
    assert texts(waiting) == said


def test_a_course_is_let_go_of_when_the_page_is_left(
    page: CheckupPage, host: FakeHost, desk: CheckupDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[str] = []
    monkeypatch.setattr(desk.shelf.held[0], "close", lambda: closed.append("course"))
    for_course(page, host, desk)
    assert closed == []
    page.leave()
    settle(page, host)
    assert closed == ["course"]


# --- the record, and the report --------------------------------------------------------------------------


def records(desk: CheckupDesk) -> list[MachineChecked]:
    events = [event for stream in desk._parts.ledger.streams() for event in stream.events]
    return [event.fact for event in events if isinstance(event.fact, MachineChecked)]


def test_a_full_check_up_of_a_course_is_recorded_once(page: CheckupPage, host: FakeHost, desk: CheckupDesk) -> None:
    for_course(page, host, desk)
    assert [record.report for record in records(desk)] == [state(page).id]
    assert host.saved == 1
    press(page, "Check again: At least 1 of sound")
    settle(page, host)
    assert len(records(desk)) == 1
    press(page, "Check again")
    settle(page, host)
    assert len(records(desk)) == 2


def test_a_check_up_of_carrel_alone_records_nothing(page: CheckupPage, host: FakeHost, desk: CheckupDesk) -> None:
    press(page, "Check again")
    settle(page, host)
    assert list(desk._parts.ledger.streams()) == []


def test_the_report_says_whom_to_send_it_to(page: CheckupPage, host: FakeHost, desk: CheckupDesk) -> None:
    assert "Send it to" not in texts(page)
    for_course(page, host, desk)
    said = texts(page)
    assert "Send it to: Learning Support" in said
    assert "202-559-3900 · help@example.org" in said


@pytest.mark.parametrize("ending", ["pdf", "txt", "json"])
def test_the_report_can_be_saved_and_names_nobody(
    page: CheckupPage, host: FakeHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    file = tmp_path / f"report.{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    press(page, "Save the report…")
    assert host.notices == []
    settle(page, host)
    written = file.read_text(encoding="utf-8")
    assert host.notices == [f"“report.{ending}” is saved"]
    assert state(page).id in written and PHYSICIAN.name not in written
    assert ending != "pdf" or written.startswith("%PDF")
    assert ending != "json" or json.loads(written)


def test_a_file_without_an_ending_is_what_was_chosen_in_the_dialog() -> None:
    assert kind_of("report", "Plain text (*.txt)") == ("report.txt", "txt")
    assert kind_of("report", "") == ("report.pdf", "pdf")
    assert kind_of("Report.JSON", "Plain text (*.txt)") == ("Report.JSON", "json")


def test_a_report_that_cannot_be_saved_is_told(
    page: CheckupPage, host: FakeHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "gone" / "report.txt"), ""))
    press(page, "Save the report…")
    settle(page, host)
    assert host.notices == [] and len(host.problems) == 1


def test_the_report_can_be_copied(page: CheckupPage, host: FakeHost) -> None:
    press(page, "Copy the report")
    copied = QGuiApplication.clipboard().text()
    assert state(page).id in copied and "VLC's library" in copied
    assert host.notices == ["The report is copied"]


def test_the_report_can_be_sent_and_without_a_mail_program_it_is_said_where_to(
    page: CheckupPage, host: FakeHost, desk: CheckupDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters: list[QUrl] = []

    def no_program(letter: QUrl) -> bool:
        letters.append(letter)
        return False

    monkeypatch.setattr(QDesktopServices, "openUrl", no_program)
    for_course(page, host, desk)
    press(page, "Write an e-mail")
    (letter,) = letters
    assert letter.path() == "help@example.org" and state(page).id in QUrlQuery(letter).queryItemValue("subject")
    assert host.notices == ["No mail program was found. Save the report, and send it to help@example.org."]


def test_a_course_that_cannot_be_opened_leaves_the_check_up_of_carrel(
    page: CheckupPage, host: FakeHost, desk: CheckupDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(word: str) -> object:
        raise Cut()

    monkeypatch.setattr(desk, "package", broken)
    for_course(page, host, desk)
    assert len(host.problems) == 1
    assert "What Carrel asks" in texts(page) and "What the course asks" not in texts(page)


def test_a_course_that_asks_much_is_shown_whole(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    many = tuple(replace(ASKED[0], id=f"r{number}", subject=f"r{number}") for number in range(60))
    desk = CheckupDesk(tmp_path, *many)
    host = make_host(desk, qapp)
    page = CheckupPage(host)
    qtbot.addWidget(page)
    open_page(page, host, Route(place=Place.CHECKUP, course=desk.signed[0].hash))
    settle(page, host)
    qtbot.waitUntil(lambda: len(shown(page, FindingRow)) > 60)
    host.door.close()
