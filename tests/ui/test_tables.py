"""Tables: every one that the window shows can be copied with its headings and saved as CSV, and calculates nowhere."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QTableView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from player.domain.cell import harmless
from player.domain.learner import Profession
from player.domain.reported import ReportedCredit, ReportedId
from player.ui import table_saving
from player.ui.certificate.page import CertificatePage
from player.ui.checkup.page import CheckupPage
from player.ui.courses.page import CoursesPage
from player.ui.credits.page import CreditsPage
from player.ui.evaluation.page import EvaluationPage
from player.ui.host import Host, Page, Place, Route
from player.ui.quiz.page import QuizPage
from player.ui.send.page import SendPage
from player.ui.widgets.prose import Prose
from player.ui.widgets.table_actions import TableActions
from player.ui.widgets.table_text import Table, csv_bytes, tab_separated
from tests.builders import RESPONSES, RIGHT
from tests.ui.fake_host import FakeDesk, FakeHost, make_host, make_theme
from tests.ui.gestures import open_page, shown

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

CELLS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12)
TABLE = Table(
    title="Wards: 3/4",
    headings=("Ward", "Beds"),
    rows=(("Nord\nEast", "12"), ("=1+1", "-3"), ("a\tb", "")),
)


# --- as text ---------------------------------------------------------------------------------------------


def test_a_copied_table_has_its_headings_and_a_line_for_each_row() -> None:
    lines = [line.split("\t") for line in tab_separated(TABLE).split("\n")]
    assert lines == [["Ward", "Beds"], ["Nord; East", "12"], ["'=1+1", "'-3"], ["a b", ""]]


def test_a_saved_table_has_its_mark_and_keeps_the_lines_of_a_cell() -> None:
    data = csv_bytes(TABLE)
    assert data.startswith("\ufeff".encode())
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1] == ["Nord\nEast", "12"]


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_whatever_a_table_says_can_be_read_back_and_no_cell_is_a_formula(rows: list[tuple[str, str]]) -> None:
    table = Table(title="t", headings=("a", "b"), rows=tuple(rows))
    text = csv_bytes(table).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert read == [["a", "b"], *([harmless(one), harmless(two)] for one, two in rows)]
    copied = tab_separated(table).split("\n")
    assert len(copied) == len(rows) + 1
    assert all(len(line.split("\t")) == 2 for line in copied)
    assert not any(cell.lstrip().startswith(tuple("=+-@")) for line in copied for cell in line.split("\t"))


# --- the actions beside a table --------------------------------------------------------------------------


class Beside(Page):
    """A page with one table of labels, and a field outside of it."""

    def __init__(self, host: FakeHost) -> None:
        super().__init__()
        theme = make_theme(_app())
        self.over = QWidget()
        self.words = Prose(theme)
        self.words.render_text("Some words")
        inside = QVBoxLayout(self.over)
        inside.addWidget(self.words)
        self.tables = TableActions(theme, "Wards", lambda: TABLE, over=self.over)
        self.field = QLineEdit()
        screen = QWidget()
        column = QVBoxLayout(screen)
        for part in (self.tables, self.over, self.field):
            column.addWidget(part)
        self.hold(screen)
        table_saving.TableSaving(host, self)

    def enter(self, route: Route) -> None:
        """Everything stands."""


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


@pytest.fixture
def host(qapp: QApplication, tmp_path: Path) -> Iterator[FakeHost]:
    host = make_host(FakeDesk(tmp_path / "desk"), qapp)
    yield host
    host.door.close()


@pytest.fixture
def beside(host: FakeHost, qtbot: QtBot) -> Beside:
    page = Beside(host)
    qtbot.addWidget(page)
    open_page(page, host, Route(place=Place.CREDITS))
    QApplication.clipboard().setText("before")
    return page


def test_ctrl_c_within_the_table_copies_it(beside: Beside) -> None:
    beside.words.setFocus()
    QTest.keyClick(beside.words, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == tab_separated(TABLE)


def test_words_that_were_marked_are_copied_alone(beside: Beside) -> None:
    beside.words.setFocus()
    beside.words.setSelection(0, 4)
    QTest.keyClick(beside.words, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "Some"


def test_ctrl_c_outside_of_the_table_leaves_the_clipboard_alone(beside: Beside) -> None:
    beside.field.setFocus()
    QTest.keyClick(beside.field, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "before"


def test_the_button_names_its_table_and_offers_both_with_the_keyboard(beside: Beside) -> None:
    (button,) = beside.tables.findChildren(QPushButton)
    assert button.accessibleName() == "Copy or save: Wards"
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert [action.text() for action in button.menu().actions()] == ["Copy the table", "Save as CSV…"]
    assert beside.over.contextMenuPolicy() is Qt.ContextMenuPolicy.ActionsContextMenu


def test_a_table_is_saved_where_it_was_asked_for(
    beside: Beside, host: FakeHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "wards.csv"
    monkeypatch.setattr(table_saving, "ask_where", lambda parent, title: file)
    beside.tables.save.trigger()
    host.settle()
    assert file.read_bytes() == csv_bytes(TABLE)
    assert host.notices == ["“wards.csv” is saved"]


def test_a_disk_that_does_not_take_it_is_told(
    beside: Beside, host: FakeHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_saving, "ask_where", lambda parent, title: tmp_path / "gone" / "wards.csv")
    beside.tables.save.trigger()
    host.settle()
    assert len(host.problems) == 1 and host.notices == []


# --- on every page that shows a table --------------------------------------------------------------------


def _full(folder: Path) -> FakeDesk:
    """A desk on which every page has something to show: one course claimed, its document issued, credit reported."""
    desk = FakeDesk(folder)
    (signed,) = desk.signed
    desk.finish(signed)
    desk.journey(signed).claim("ama", amount=Decimal("0.5"), profession=Profession.PHYSICIAN)
    desk.documents.issue(signed, "ama")
    desk.documents.correct_name(signed, "ama", name="Ana Núñez Ferrer", degrees="MD")
    credit = ReportedCredit(
        id=ReportedId("1" * 32), day=date(2024, 5, 1), title="=HYPERLINK(1)", provider="", kind="CME", amount=Decimal(1)
    )
    desk.transcripts.report(credit)
    return desk


def _answering(folder: Path) -> FakeDesk:
    """The quiz passed, the evaluation begun."""
    desk = FakeDesk(folder)
    (signed,) = desk.signed
    desk.watch(signed)
    desk.journey(signed).submit_quiz(RIGHT)
    desk.journey(signed).keep_response(RESPONSES[0])
    return desk


PAGES: list[tuple[Place, Callable[[Host], Page], Callable[[Path], FakeDesk], list[str]]] = [
    (Place.CREDITS, CreditsPage, _full, ["Year", "Date"]),
    (Place.CERTIFICATE, CertificatePage, _full, ["Number"]),
    (Place.CHECKUP, CheckupPage, _full, ["Who asks"]),
    (Place.COURSES, CoursesPage, _full, ["Course"]),
    (Place.SEND, SendPage, _full, ["Course", "Course"]),
    (Place.QUIZ, QuizPage, _answering, ["Number"]),
    (Place.EVALUATION, EvaluationPage, _answering, ["Question"]),
]


@pytest.mark.parametrize(("place", "make", "lived", "first"), PAGES, ids=lambda value: str(value)[:12])
def test_every_table_of_a_page_can_be_copied(
    place: Place,
    make: Callable[[Host], Page],
    lived: Callable[[Path], FakeDesk],
    first: list[str],
    qapp: QApplication,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    desk = lived(tmp_path / "desk")
    host = make_host(desk, qapp)
    page = make(host)
    qtbot.addWidget(page)
    open_page(page, host, Route(place=place, course=desk.signed[0].hash, offer="ama"))
    copied: list[str] = []
    for actions in shown(page, TableActions):
        actions.copy.trigger()
        copied.append(QApplication.clipboard().text())
    assert sorted(text.split("\t")[0] for text in copied) == sorted(first)
    assert all(len(text.split("\n")) > 1 for text in copied)
    assert "\n=" not in "\n".join(copied) and "\t=" not in "\n".join(copied)
    page.leave()
    host.door.close()


def test_ctrl_c_copies_all_credit_though_qt_itself_would_copy_a_cell(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    host = make_host(_full(tmp_path / "desk"), qapp)
    page = CreditsPage(host)
    qtbot.addWidget(page)
    open_page(page, host, Route(place=Place.CREDITS))
    (table,) = shown(page, QTableView)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QApplication.clipboard().text().split("\n")
    host.door.close()
    assert len(lines) == 3
    assert lines[1].startswith("2024-06-")
