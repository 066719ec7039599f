"""The check-up: one sentence for all, the worst first, and a report that names nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from player.domain.requirement import Finding, Level, Need, Operator, Requirement, Verdict
from player.ui.checkup.page import CheckupPage
from player.ui.checkup.words import overall
from player.ui.findings import verdict_text
from player.ui.host import Place, Route
from player.ui.widgets.tone import Tone
from tests.builders import COURSE, PHYSICIAN
from tests.ui.fake_host import FakeDesk, FakeHost, make_host
from tests.ui.gestures import box, button, focus, key, messages, open_page, press, texts

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def desk(tmp_path: Path) -> FakeDesk:
    need = Need(fact="screen.width", operator=Operator.AT_LEAST, value="1")
    more = replace(need, value="99999")
    asked = (
        Requirement(id="fits", level=Level.MINIMUM, subject="screen", text="A screen", need=need),
        Requirement(id="wide", level=Level.OPTIMAL, subject="size", text="A wide one", need=more),
        Requirement(id="chair", level=Level.ACCESS, subject="chair", text="A good chair"),
        Requirement(id="net", level=Level.MINIMUM, subject="net", text="Flash", superseded="Nothing is fetched."),
    )
    desk = FakeDesk(tmp_path, courses=(replace(COURSE, requirements=(too_much("wall"), too_much("cinema"))),))
    desk._parts = replace(desk._parts, own_requirements=asked)
    return desk


def too_much(name: str) -> Requirement:
    need = Need(fact="screen.width", operator=Operator.AT_LEAST, value="100000")
    return Requirement(id=name, level=Level.MINIMUM, subject=name, text=f"A {name}", need=need, remedy="Buy one.")


@pytest.fixture
def host(desk: FakeDesk, qapp: QApplication) -> Iterator[FakeHost]:
    host = make_host(desk, qapp)
    yield host
    host.door.close()


@pytest.fixture
def page(host: FakeHost, qtbot: QtBot) -> CheckupPage:
    page = CheckupPage(host)
    qtbot.addWidget(page)
    open_page(page, host, Route(place=Place.CHECKUP))
    return page


def finding(verdict: Verdict, level: Level = Level.MINIMUM) -> Finding:
    requirement = Requirement(id="x", level=level, subject="x", text="x")
    return Finding(requirement=requirement, verdict=verdict, found="", why="")


@pytest.mark.parametrize(
    ("findings", "said", "tone"),
    [
        ((), "This computer is ready.", Tone.GOOD),
        ((finding(Verdict.NOT_MET, Level.OPTIMAL), finding(Verdict.CANNOT_TELL)), "This computer is ready.", Tone.GOOD),
        ((finding(Verdict.NOT_MET),), "This computer lacks one thing.", Tone.CAUTION),
        ((finding(Verdict.NOT_MET),) * 2, "2 things this computer lacks.", Tone.CAUTION),
    ],
)
def test_one_sentence_for_all(findings: tuple[Finding, ...], said: str, tone: Tone) -> None:
    text, found = overall(findings)
    assert text.startswith(said) and found is tone


def test_advice_is_never_called_a_failure() -> None:
    assert verdict_text(finding(Verdict.NOT_MET, Level.OPTIMAL)) == "Advice"
    assert verdict_text(finding(Verdict.NOT_MET)) == "Not met"


def test_every_verdict_has_a_word() -> None:
    assert len({verdict_text(finding(verdict)) for verdict in Verdict}) == len(Verdict)


def test_what_only_the_window_knows_is_judged_too(page: CheckupPage) -> None:
    assert messages(page) == ["This computer is ready."]
    said = texts(page)
    assert said.index("A wide one") < said.index("A good chair") < said.index("A screen")
    assert "Only a person can tell." in said


def test_what_does_not_apply_is_folded_away_and_unfolds(page: CheckupPage) -> None:
    assert "Flash" not in texts(page)
    button(page, "What does not apply here").setFocus()
    key(Qt.Key.Key_Space)
    assert "Flash" in texts(page) and "Nothing is fetched." in texts(page)


def test_a_course_is_chosen_with_the_keyboard_which_stays_there(
    page: CheckupPage, host: FakeHost, desk: FakeDesk
) -> None:
    assert focus() is button(page, "Check again")
    box(page, "What to check for").setFocus()
    key(Qt.Key.Key_Down)
    host.settle()
    assert messages(page)[0].startswith("2 things this computer lacks.")
    assert "Buy one." in texts(page)
    assert focus() is box(page, "What to check for")
    key(Qt.Key.Key_Up)
    host.settle()
    assert messages(page) == ["This computer is ready."]


def test_a_course_can_be_named_on_the_way_in(page: CheckupPage, host: FakeHost, desk: FakeDesk) -> None:
    page.enter(Route(place=Place.CHECKUP, course=desk.signed[0].hash))
    host.settle()
    assert box(page, "What to check for").currentText() == COURSE.title


def test_a_check_up_records_nothing(page: CheckupPage, host: FakeHost, desk: FakeDesk) -> None:
    press(page, "Check again")
    host.settle()
    assert list(desk._parts.ledger.streams()) == []


def test_the_report_can_be_saved_and_names_nobody(
    page: CheckupPage, host: FakeHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "report.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    press(page, "Save the report…")
    assert host.notices == []
    host.settle()
    written = file.read_text(encoding="utf-8")
    assert host.notices == ["The report is saved"]
    assert "[Advice] A wide one" in written and "[Does not apply here] Flash" in written
    assert PHYSICIAN.name not in written


def test_a_report_that_cannot_be_saved_is_told(
    page: CheckupPage, host: FakeHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "gone" / "report.txt"), ""))
    press(page, "Save the report…")
    host.settle()
    assert host.notices == [] and len(host.problems) == 1
