"""What the learner says on the credits page: credit from elsewhere and licence cycles, kept, changed and removed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from player.domain.cycle import LicenceCycle
from player.domain.problem import Problem
from player.domain.transcript import Selection
from tests.ui.credit_years import AMA_KIND, TODAY, CreditsDesk, reported, row, years_of_credit
from tests.ui.credits_room import Room, open_credits
from tests.ui.fake_host import FakeDesk
from tests.ui.gestures import box, button, focus, has_button

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)

TITLE, AMOUNT, DOCUMENT = 1, 4, 5


class DiskFull(Problem):
    what_template = "The disk is full."
    remedy_template = "Make room."


def fill_in(room: Room, *, title: str = "Grand rounds", kind: str = AMA_KIND, amount: str = "1,5") -> None:
    room.type("Title of the activity", title)
    room.type("Provider", "St. Example’s Hospital")
    box(room.page, "Type of credit").setEditText(kind)
    room.type("Amount of credit", amount)


def one_report(folder: Path) -> CreditsDesk:
    desk = CreditsDesk(folder, (row(0, day=date(2024, 6, 3)),))
    desk.save_learner(desk.learner)
    desk.reports.keep(desk.learner.id, reported(1, day=date(2024, 1, 2)))
    return desk


def kept(desk: FakeDesk) -> list[tuple[str, Decimal]]:
    return [(credit.title, credit.amount) for credit in desk.transcripts.reported()]


# --- credit from elsewhere -------------------------------------------------------------------------------


def test_credit_from_elsewhere_is_kept_and_marked(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    desk = CreditsDesk(tmp_path)
    room = open_credits(qtbot, qapp, desk)
    room.press("Add credit from elsewhere")
    assert focus().accessibleName() == "Title of the activity"
    fill_in(room)
    room.key(Qt.Key.Key_Return)
    assert kept(desk) == [("Grand rounds", Decimal("1.5"))]
    assert room.cells(DOCUMENT) == ["Self-reported"]
    assert room.host.saved == 1
    assert not has_button(room.page, "Keep")


def test_enter_on_a_button_of_the_form_presses_it_and_keeps_nothing(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    desk = CreditsDesk(tmp_path)
    room = open_credits(qtbot, qapp, desk)
    room.press("Add credit from elsewhere")
    fill_in(room)
    button(room.page, "Cancel").setFocus()
    room.key(Qt.Key.Key_Return)
    assert kept(desk) == []


@pytest.mark.parametrize(
    ("wrong", "said", "at"),
    [
        ({"title": " "}, "title", "Title of the activity"),
        ({"kind": ""}, "type of credit", "Type of credit"),
        ({"amount": "many"}, "number", "Amount of credit"),
        ({"amount": "0"}, "above 0 and at most", "Keep"),
        ({"amount": "1.125"}, "two decimals", "Keep"),
    ],
)
def test_what_cannot_be_kept_is_told_in_the_form_and_nothing_is_lost(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, wrong: dict[str, str], said: str, at: str
) -> None:
    desk = CreditsDesk(tmp_path)
    room = open_credits(qtbot, qapp, desk)
    room.press("Add credit from elsewhere")
    fill_in(room, **wrong)
    room.press("Keep")
    assert said in room.words
    here = focus()
    assert at in (here.accessibleName(), getattr(here, "text", str)())
    assert kept(desk) == []
    assert len({field.minimumHeight() for field in room.page._screen._report_form._entered}) == 1
    fill_in(room)
    room.press("Keep")
    assert len(kept(desk)) == 1


def test_a_disk_that_takes_nothing_leaves_the_form_as_it_was(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    desk = CreditsDesk(tmp_path)
    desk.reports.problem = DiskFull()
    room = open_credits(qtbot, qapp, desk)
    room.press("Add credit from elsewhere")
    fill_in(room)
    room.press("Keep")
    assert "The disk is full. Make room." in room.words
    desk.reports.problem = None
    room.press("Keep")
    assert kept(desk) == [("Grand rounds", Decimal("1.5"))]


def test_enter_on_an_own_entry_changes_it_in_its_place(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    desk = one_report(tmp_path)
    room = open_credits(qtbot, qapp, desk)
    room.table.selectRow(1)
    room.key(Qt.Key.Key_Return)
    room.type("Amount of credit", "3")
    room.press("Keep")
    assert kept(desk) == [("Grand rounds", Decimal(3))]
    assert room.cells(AMOUNT) == ["1", "3"]
    assert room.table.currentIndex().row() == 1
    assert focus() is room.table
    assert room.host.routes == []


def test_what_is_removed_can_be_taken_back(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    desk = one_report(tmp_path)
    before = desk.transcripts.reported()
    room = open_credits(qtbot, qapp, desk)
    room.table.selectRow(1)
    room.key(Qt.Key.Key_Delete)
    assert kept(desk) == []
    assert room.messages == ["Removed: Grand rounds"]
    room.press("Undo")
    assert desk.transcripts.reported() == before
    assert room.messages == []


def test_what_evidence_proves_is_not_removed(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    room = open_credits(qtbot, qapp, one_report(tmp_path))
    room.table.selectRow(0)
    room.key(Qt.Key.Key_Delete)
    assert len(room.cells(TITLE)) == 2


def test_an_entry_outside_of_what_is_chosen_is_seen_all_the_same(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    room = open_credits(qtbot, qapp, years_of_credit(tmp_path))
    room.choose("Time", "2021")
    room.press("Add credit from elsewhere")
    fill_in(room, title="Journal club")
    room.press("Keep")
    assert "Journal club" in room.cells(TITLE)


def test_escape_leaves_a_form_and_the_keyboard_returns(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    room = open_credits(qtbot, qapp, CreditsDesk(tmp_path))
    room.press("Add credit from elsewhere")
    room.key(Qt.Key.Key_Escape)
    assert "No credit yet" in room.words
    room = open_credits(qtbot, qapp, one_report(tmp_path))
    room.press("Add credit from elsewhere")
    room.key(Qt.Key.Key_Escape)
    assert focus() is button(room.page, "Add credit from elsewhere")


def test_the_types_that_are_known_are_offered_with_the_usual_ones(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    room = open_credits(qtbot, qapp, years_of_credit(tmp_path))
    room.press("Add credit from elsewhere")
    kinds = box(room.page, "Type of credit")
    offered = [kinds.itemText(place) for place in range(kinds.count())]
    assert offered[0] == AMA_KIND
    assert {"ABIM MOC points", "contact hours", "ANCC contact hours", "ACPE contact hours"} <= set(offered)
    assert len(offered) == len(set(offered))


# --- licence cycles --------------------------------------------------------------------------------------


def test_a_cycle_begins_with_this_year_and_lasts_two(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    desk = one_report(tmp_path)
    room = open_credits(qtbot, qapp, desk)
    room.press("Add a licence cycle")
    room.type("Name", "California")
    room.type("Credit required (may stay empty)", "50")
    box(room.page, "Of which type (empty: of any)").setEditText(AMA_KIND)
    room.press("Keep")
    assert desk.learner.cycles == (
        LicenceCycle(
            name="California",
            first=date(2024, 1, 1),
            last=date(2025, 12, 31),
            required=Decimal(50),
            kind=AMA_KIND,
        ),
    )
    assert "3 of 50 AMA PRA Category 1 Credits™" in room.words
    assert "47 to go  ·  18 months left" in room.words


@pytest.mark.parametrize(
    ("name", "required", "said"),
    [("", "50", "needs a name"), ("California", "fifty", "a number above 0"), ("California", "0", "a number above 0")],
)
def test_a_cycle_that_makes_no_sense_is_told_in_the_form(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, name: str, required: str, said: str
) -> None:
    desk = one_report(tmp_path)
    room = open_credits(qtbot, qapp, desk)
    room.press("Add a licence cycle")
    room.type("Name", name)
    room.type("Credit required (may stay empty)", required)
    room.press("Keep")
    assert said in room.words
    assert desk.learner.cycles == ()


def test_a_cycle_cannot_end_before_it_begins(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    desk = one_report(tmp_path)
    room = open_credits(qtbot, qapp, desk)
    room.press("Add a licence cycle")
    room.type("Name", "California")
    form = room.page._screen._cycle_form
    form._last.show_day(date(2023, 12, 31))
    room.press("Keep")
    assert "before the first" in room.words
    assert desk.learner.cycles == ()


def test_a_cycle_is_changed_and_removed_where_it_stands_and_its_removal_undone(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    desk = years_of_credit(tmp_path)
    before = desk.learner.cycles
    room = open_credits(qtbot, qapp, desk)
    room.press("Edit: California, 2024–2025")
    room.type("Credit required (may stay empty)", "5")
    room.press("Keep")
    assert desk.learner.cycles == (before[0], replace(before[1], required=Decimal(5)), before[2])
    changed = desk.learner.cycles
    room.press("Edit: Privileges")
    room.press("Remove")
    assert desk.learner.cycles == changed[:2]
    room.press("Undo")
    assert desk.learner.cycles == changed


def test_a_cycle_counts_all_that_falls_into_it_whatever_is_chosen(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    room = open_credits(qtbot, qapp, years_of_credit(tmp_path))
    before = [line for line in room.words.splitlines() if " of 50 " in line]
    room.page._choose(Selection(first=date(2019, 1, 1), last=date(2019, 12, 31)))
    assert [line for line in room.words.splitlines() if " of 50 " in line] == before != []


def test_the_running_cycle_comes_first_and_what_is_over_last(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    room = open_credits(qtbot, qapp, years_of_credit(tmp_path))
    words = room.words
    places = [words.index(name) for name in ("Privileges", "California, 2024–2025", "California, 2022–2023")]
    assert places == sorted(places)
    assert date(2024, 6, 30) > TODAY
