"""The credits: the table, its totals, the way to a document, and a file that no spreadsheet calculates with."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTableView
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from player.desk.earned import CreditRow
from player.domain.credit import Document
from player.domain.event import CourseHash
from player.domain.learner import Profession
from player.ui.credits import page as credits_page
from player.ui.credits.model import COLUMNS, CreditsModel
from player.ui.credits.page import CreditsPage
from player.ui.credits.state import CreditsState
from player.ui.credits.table_file import csv_bytes, harmless
from player.ui.host import Place, Route
from tests.builders import AMA, ANCC, COURSE, SHORT_COURSE
from tests.ui.fake_host import FakeDesk, FakeHost, make_host

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)

ROW = CreditRow(
    course=CourseHash("0" * 64),
    title="Sleep after Shift Work",
    provider="Example Medical College",
    day=date(2024, 6, 3),
    offer=AMA,
    amount=Decimal("0.75"),
    document=Document.CME_CERTIFICATE,
    number="CRL-1234-5678-9ABC",
    specimen=False,
)
NOWHERE = QModelIndex()


def opened(qtbot: QtBot, app: QApplication, desk: FakeDesk) -> tuple[CreditsPage, FakeHost]:
    host = make_host(desk, app)
    page = CreditsPage(host)
    qtbot.addWidget(page)
    page.resize(1060, 780)
    page.show()
    page.enter(Route(place=Place.CREDITS))
    host.settle()
    return page, host


def earned(folder: Path) -> FakeDesk:
    """Two courses with credit: 0.75 of the one, 0.5 of the other."""
    desk = FakeDesk(folder, courses=(COURSE, SHORT_COURSE))
    for course, amount in zip(desk.signed, ("0.75", "0.5"), strict=True):
        desk.finish(course)
        desk.journey(course).claim("ama", amount=Decimal(amount), profession=Profession.PHYSICIAN)
    return desk


def words_of(page: CreditsPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_the_model_keeps_qt_s_rules_for_models(qtmodeltester: ModelTester) -> None:
    model = CreditsModel()
    model.take_rows((ROW, replace(ROW, specimen=True)))
    qtmodeltester.check(model)
    model.take_rows(())
    qtmodeltester.check(model)


def test_each_fact_of_a_claim_has_its_column() -> None:
    model = CreditsModel()
    model.take_rows((replace(ROW, specimen=True),))
    cells = [model.data(model.index(0, column)) for column in range(len(COLUMNS))]
    assert cells == [
        "3 Jun 2024",
        "Sleep after Shift Work",
        "Example Medical College",
        "AMA PRA Category 1 Credits™",
        "0.75",
        "Certificate of Continuing Medical Education",
        "CRL-1234-5678-9ABC",
        "specimen, no credit",
    ]


def test_the_credit_type_is_in_italics_where_its_owner_asks() -> None:
    model = CreditsModel()
    model.take_rows((ROW, replace(ROW, offer=ANCC)))
    fonts = [model.data(model.index(row, 3), Qt.ItemDataRole.FontRole) for row in (0, 1)]
    assert isinstance(fonts[0], QFont) and fonts[0].italic()
    assert fonts[1] is None


def test_totals_are_by_year_and_type_and_leave_specimens_out() -> None:
    state = CreditsState(
        rows=(
            ROW,
            replace(ROW, amount=Decimal("1.5")),
            replace(ROW, offer=ANCC, amount=Decimal(1)),
            replace(ROW, day=date(2023, 1, 1), amount=Decimal("0.25")),
            replace(ROW, specimen=True, amount=Decimal(100)),
        )
    )
    totals = [(one.year, one.kind, one.amount) for one in state.totals]
    assert totals == [
        (2024, "AMA PRA Category 1 Credits™", Decimal("2.25")),
        (2024, "contact hours", Decimal(1)),
        (2023, "AMA PRA Category 1 Credits™", Decimal("0.25")),
    ]


def test_everything_claimed_on_the_shelf_is_listed(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    page, _ = opened(qtbot, qapp, earned(tmp_path))
    table = page.findChild(QTableView)
    assert isinstance(table, QTableView)
    assert table.model().rowCount(NOWHERE) == 2
    assert table.accessibleName()
    assert "2024" in words_of(page)
    assert "1.25" in words_of(page)
    assert table.isColumnHidden(len(COLUMNS) - 1)


def test_enter_and_a_double_click_open_the_document(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    desk = earned(tmp_path)
    page, host = opened(qtbot, qapp, desk)
    table = page.findChild(QTableView)
    assert isinstance(table, QTableView)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert host.routes == [Route(place=Place.CERTIFICATE, course=desk.hash_of(COURSE), offer="ama")]
    spot = table.visualRect(table.model().index(1, 1)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert host.routes[-1].course == desk.hash_of(SHORT_COURSE)


def test_without_credit_the_page_says_how_to_earn_some(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    page, host = opened(qtbot, qapp, FakeDesk(tmp_path))
    assert "No credit yet" in words_of(page)
    next(b for b in page.findChildren(QPushButton) if b.isVisible()).click()
    assert host.routes == [Route(place=Place.LIBRARY)]


def test_the_table_is_saved_where_it_was_asked_for(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, host = opened(qtbot, qapp, earned(tmp_path))
    target = tmp_path / "Credits.csv"
    monkeypatch.setattr(credits_page, "ask_where", lambda parent, name: target)
    page._save()
    host.settle()
    assert target.read_bytes().startswith(b"\xef\xbb\xbfDate,Title,")
    assert "Saved as Credits.csv" in words_of(page)
    target.unlink()
    monkeypatch.setattr(credits_page, "ask_where", lambda parent, name: tmp_path / "gone" / "Credits.csv")
    page._save()
    host.settle()
    assert "could not be written" in words_of(page)


def test_a_saved_table_has_every_row_with_dates_that_sort() -> None:
    rows = list(csv.reader(io.StringIO(csv_bytes((ROW,)).decode("utf-8-sig"))))
    assert rows[1] == [
        "2024-06-03",
        "Sleep after Shift Work",
        "Example Medical College",
        "AMA PRA Category 1 Credits™",
        "0.75",
        "Certificate of Continuing Medical Education",
        "CRL-1234-5678-9ABC",
        "no",
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_the_file_is_taken_for_a_formula(start: str) -> None:
    row = replace(ROW, title=f"{start}cmd|' /C calc'!A0", course=CourseHash("1" * 64))
    cells = list(csv.reader(io.StringIO(csv_bytes((row,)).decode("utf-8-sig"), newline="")))[1]
    assert cells[1] == f"'{row.title}"


@given(st.text())
def test_a_harmless_cell_never_begins_a_formula_and_keeps_its_text(text: str) -> None:
    safe = harmless(text)
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert safe.endswith(text)


def test_a_title_with_quotes_lines_and_scripts_comes_back_as_it_was() -> None:
    title = 'He said "אבג",\nand 漢字; left'
    row = replace(ROW, title=title)
    cells = list(csv.reader(io.StringIO(csv_bytes((row,)).decode("utf-8-sig"), newline="")))[1]
    assert cells[1] == title
