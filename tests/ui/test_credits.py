"""The credits: the table, what is chosen of it and adds up, the way to a document, and transcripts handed out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QIcon, QPageLayout
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from player.domain.learner import Profession
from player.domain.problem import Problem
from player.domain.transcript import Selection
from player.ui.credits import handing
from player.ui.credits.model import COLUMNS, CreditsModel
from player.ui.credits.state import CreditsState, lines_of
from player.ui.host import Place, Route
from player.ui.printing import Job
from tests.builders import ANCC, COURSE, SHORT_COURSE
from tests.ui.credit_years import AMA_KIND, PROVIDERS, TODAY, CreditsDesk, reported, row, years_of_credit
from tests.ui.credits_room import open_credits, saved_as
from tests.ui.fake_host import FakeDesk
from tests.ui.gestures import button, focus, has_button, shown

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)

PROVEN = row(0, day=date(2024, 6, 3), amount="0.75")
DATE, TITLE, KIND, AMOUNT, DOCUMENT, REMARK = 0, 1, 3, 4, 5, 6


class NoPaper(Problem):
    what_template = "There is no typeface."


def earned(folder: Path) -> FakeDesk:
    """Two courses with credit: 0.75 of the one, 0.5 of the other."""
    desk = FakeDesk(folder, courses=(COURSE, SHORT_COURSE))
    for course, amount in zip(desk.signed, ("0.75", "0.5"), strict=True):
        desk.finish(course)
        desk.journey(course).claim("ama", amount=Decimal(amount), profession=Profession.PHYSICIAN)
    return desk


# --- the table -------------------------------------------------------------------------------------------


def test_the_model_keeps_qt_s_rules_for_models(qtmodeltester: ModelTester, qapp: QApplication) -> None:
    model = CreditsModel(QIcon())
    model.take_lines(lines_of((PROVEN, replace(PROVEN, specimen=True)), (reported(1, day=date(2024, 1, 2)),)))
    qtmodeltester.check(model)
    model.take_lines(())
    qtmodeltester.check(model)


def test_each_fact_of_a_credit_has_its_column(qapp: QApplication) -> None:
    model = CreditsModel(QIcon())
    model.take_lines(lines_of((PROVEN,), ()))
    assert [model.data(model.index(0, column)) for column in range(len(COLUMNS))] == [
        "3 Jun 2024",
        "Sleep after Shift Work",
        "Example Medical College",
        "AMA PRA Category 1 Credits™",
        "0.75",
        "Certificate of Continuing Medical Education",
        "CRL-0000-0000-0000",
    ]


def test_what_the_learner_reports_is_marked_in_words_and_by_a_sign(qapp: QApplication) -> None:
    model = CreditsModel(QIcon())
    model.take_lines(lines_of((PROVEN,), (reported(1, day=date(2023, 1, 2), note="In the blue folder"),)))
    assert model.data(model.index(1, DOCUMENT)) == "Self-reported"
    assert model.data(model.index(1, REMARK)) == "In the blue folder"
    marks = [model.data(model.index(place, DOCUMENT), Qt.ItemDataRole.DecorationRole) for place in (0, 1)]
    assert marks[0] is None and isinstance(marks[1], QIcon)


def test_the_credit_type_is_in_italics_where_its_owner_asks(qapp: QApplication) -> None:
    model = CreditsModel(QIcon())
    model.take_lines(lines_of((PROVEN, replace(PROVEN, offer=ANCC, day=date(2023, 1, 1))), ()))
    fonts = [model.data(model.index(place, KIND), Qt.ItemDataRole.FontRole) for place in (0, 1)]
    assert isinstance(fonts[0], QFont) and fonts[0].italic()
    assert fonts[1] is None


def test_a_specimen_is_shown_and_counts_nothing() -> None:
    state = CreditsState(today=TODAY, lines=lines_of((PROVEN, replace(PROVEN, specimen=True, amount=Decimal(100))), ()))
    assert len(state.shown) == 2
    assert [one.amount for one in state.transcript().totals] == [Decimal("0.75")]


def test_everything_claimed_on_the_shelf_is_listed(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    room = open_credits(qtbot, qapp, earned(tmp_path))
    assert room.cells(AMOUNT) == ["0.5", "0.75"] or room.cells(AMOUNT) == ["0.75", "0.5"]
    assert room.table.accessibleName()
    assert "1.25" in room.words


def test_enter_and_a_double_click_open_the_document(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    desk = earned(tmp_path)
    room = open_credits(qtbot, qapp, desk)
    room.key(Qt.Key.Key_Return)
    spot = room.table.visualRect(room.table.model().index(1, 1)).center()
    QTest.mouseClick(room.table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    QTest.mouseDClick(room.table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    courses = {desk.hash_of(COURSE), desk.hash_of(SHORT_COURSE)}
    assert {route.course for route in room.host.routes} == courses
    assert {(route.place, route.offer) for route in room.host.routes} == {(Place.CERTIFICATE, "ama")}


def test_of_thousands_of_credits_only_those_seen_are_measured(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    days = [date(2000 + number % 24, 1 + number % 12, 1 + number % 28) for number in range(2_000)]
    desk = CreditsDesk(tmp_path, tuple(row(number, day=day) for number, day in enumerate(days)))
    room = open_credits(qtbot, qapp, desk)
    assert room.table.model().rowCount() == 2_000
    assert 0 < len(room.table._measured) < 60
    bar = room.table.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    assert {room.table.rowAt(0), room.table.rowAt(room.table.viewport().height() - 1)} <= room.table._measured
    assert len(room.table._measured) < 120


def test_a_long_title_is_shown_in_full(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    long = replace(PROVEN, title="Water on the intensive care unit: taps, drains, " * 15, day=date(2024, 6, 1))
    room = open_credits(qtbot, qapp, CreditsDesk(tmp_path, (PROVEN, long)))
    assert room.table.rowHeight(1) > room.table.rowHeight(0) * 2


# --- what is chosen --------------------------------------------------------------------------------------


def test_a_year_a_type_and_a_provider_choose_table_totals_and_transcript_alike(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    room = open_credits(qtbot, qapp, years_of_credit(tmp_path))
    everything = len(room.cells(DATE))
    room.choose("Time", "2022")
    assert {cell[-4:] for cell in room.cells(DATE)} == {"2022"}
    room.choose("Credit type", "contact hours")
    assert set(room.cells(KIND)) == {"contact hours"}
    room.choose("Provider", PROVIDERS[0])
    state = room.page._state
    assert state is not None
    assert {line.entry.provider for line in state.shown} == {PROVIDERS[0]}
    assert len(state.transcript().entries) == len(room.cells(DATE))
    room.press("Show everything")
    assert len(room.cells(DATE)) == everything
    assert not has_button(room.page, "Show everything")


def test_two_days_can_be_chosen_between(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    room = open_credits(qtbot, qapp, years_of_credit(tmp_path))
    room.choose("Time", "Between two days…")
    filters = room.page._screen._filters
    filters._first.setDate(filters._first.date().addYears(-3))
    filters._last.setDate(filters._last.date().addDays(-100))
    state = room.page._state
    assert state is not None
    assert state.selection == Selection(first=date(2021, 1, 1), last=date(2024, 2, 24))
    assert filters._first.isVisible()


def test_a_cycle_s_own_credit_is_one_press_away(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    room = open_credits(qtbot, qapp, years_of_credit(tmp_path))
    room.press("Show its credit: California, 2022–2023")
    assert {cell[-4:] for cell in room.cells(DATE)} == {"2022", "2023"}
    assert set(room.cells(KIND)) == {AMA_KIND}


def test_where_nothing_fits_the_page_says_so_and_the_way_back_stays(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    room = open_credits(qtbot, qapp, years_of_credit(tmp_path))
    room.choose("Credit type", "ABIM MOC points")
    room.choose("Time", "2019")
    assert "No credit matches" in room.words
    assert not button(room.page, "Save as PDF…").isEnabled()
    assert "Nothing is chosen that a transcript could list." in room.words
    room.press("Show everything")
    assert "No credit matches" not in room.words


def test_totals_tell_proven_from_self_reported(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    desk = CreditsDesk(tmp_path, (PROVEN,))
    desk.save_learner(desk.learner)
    desk.reports.keep(desk.learner.id, reported(1, day=date(2024, 1, 2), amount="2"))
    room = open_credits(qtbot, qapp, desk)
    assert "0.75 proven, 2 self-reported" in room.words
    assert "2.75" in room.words


def test_without_credit_the_page_says_how_to_earn_some(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    room = open_credits(qtbot, qapp, FakeDesk(tmp_path))
    assert "No credit yet" in room.words
    shown(room.page, QPushButton)[0].click()
    assert room.host.routes == [Route(place=Place.LIBRARY)]


# --- transcripts -----------------------------------------------------------------------------------------


def test_the_transcript_that_is_saved_is_of_what_is_chosen(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = years_of_credit(tmp_path)
    room = open_credits(qtbot, qapp, desk)
    monkeypatch.setattr(handing, "ask_where", saved_as(tmp_path / "Mine.pdf"))
    room.choose("Time", "2022")
    room.press("Save as PDF…")
    assert (tmp_path / "Mine.pdf").read_bytes().startswith(b"%PDF")
    ((transcript, _),) = desk.press.transcripts
    assert {entry.day.year for entry in transcript.entries} == {2022}
    assert transcript.name == desk.learner.printed_name
    assert "Saved as Mine.pdf" in room.words
    assert button(room.page, "Save as PDF…").isEnabled()


def test_after_a_change_of_name_a_transcript_bears_the_names_that_its_certificates_were_issued_to(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = years_of_credit(tmp_path)
    number = next(entry.number for entry in desk.transcripts.entries() if entry.number)
    desk.save_learner(replace(desk.learner, printed_as=((number, "Ana Before, MD"),)))
    room = open_credits(qtbot, qapp, desk)
    monkeypatch.setattr(handing, "ask_where", saved_as(tmp_path / "Mine.pdf"))
    room.press("Save as PDF…")
    room.press("Preview")
    assert [transcript.issued_to for transcript, _ in desk.press.transcripts] == [("Ana Before, MD",)] * 2


def test_the_table_is_saved_with_what_is_self_reported_marked(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = open_credits(qtbot, qapp, years_of_credit(tmp_path))
    target = tmp_path / "Credits.csv"
    monkeypatch.setattr(handing, "ask_where", saved_as(target))
    room.press("Save as table…")
    text = target.read_text(encoding="utf-8-sig")
    assert text.startswith("Date,Title,")
    assert text.count("self-reported") == 3
    target.unlink()
    monkeypatch.setattr(handing, "ask_where", saved_as(tmp_path / "gone" / "Credits.csv"))
    room.press("Save as table…")
    assert "could not be written" in room.words


def test_a_transcript_that_cannot_be_made_is_told_in_place(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = years_of_credit(tmp_path)
    desk.press.problem = NoPaper()
    room = open_credits(qtbot, qapp, desk)
    monkeypatch.setattr(handing, "ask_where", saved_as(tmp_path / "Mine.pdf"))
    room.press("Save as PDF…")
    assert any("There is no typeface." in text for text in room.messages)
    assert button(room.page, "Save as PDF…").isEnabled()


def test_without_a_name_the_way_to_the_profile_is_shown(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    desk = years_of_credit(tmp_path)
    desk.save_learner(replace(desk.learner, name="", degrees=""))
    room = open_credits(qtbot, qapp, desk)
    room.press("Save as PDF…")
    assert any("needs your name" in text for text in room.messages)
    room.press("Open your profile")
    assert room.host.routes == [Route(place=Place.PROFILE)]


def test_the_transcript_can_be_looked_at_until_something_else_is_chosen(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    room = open_credits(qtbot, qapp, years_of_credit(tmp_path))
    room.press("Preview")
    (view,) = room.page.findChildren(QPdfView)
    assert view.isVisible() and view.document().pageCount() == 1
    assert focus() is view
    room.key(Qt.Key.Key_Escape)
    assert not view.isVisible()
    assert focus() is button(room.page, "Preview")
    room.press("Preview")
    room.choose("Time", "2022")
    assert not view.isVisible()


def test_a_transcript_is_printed_as_its_paper_lies(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    room = open_credits(qtbot, qapp, years_of_credit(tmp_path))
    target = tmp_path / "printed.pdf"
    room.printing.job = Job(printer=QPrinter(), name="", copies=1, file=target)
    room.press("Print…")
    assert room.printing.layout is not None
    # As these tests' press has it.
    assert room.printing.layout.orientation() is QPageLayout.Orientation.Landscape
    assert target.read_bytes().startswith(b"%PDF")


def test_without_a_printer_the_button_is_off_and_says_why(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    room = open_credits(qtbot, qapp, years_of_credit(tmp_path), printer=False)
    printer = button(room.page, "Print…")
    assert not printer.isEnabled()
    assert "No printer" in printer.accessibleDescription()
    assert "No printer" in room.words
