"""Credit from elsewhere: kept with the particulars, carried by backups, gone when the person is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from player.domain.learner import LearnerId
from player.domain.reported import ReportedCredit, ReportedId
from player.ledger.care.forgetting import forget
from player.ledger.people import FILE, open_people
from player.ledger.reports import Reports

ANA, BEN = LearnerId("a" * 32), LearnerId("b" * 32)
CREDIT = ReportedCredit(
    id=ReportedId("1" * 32),
    day=date(2024, 3, 9),
    title="Grand rounds “Sepsis”",
    provider="Spital Zürich",
    kind="AMA PRA Category 1 Credits™",
    amount=Decimal("1.25"),
    note="Attended in person",
)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Reports]:
    people = open_people(tmp_path)
    yield Reports(people.database)
    people.close()


def test_an_entry_is_there_again_after_the_program_was_closed(tmp_path: Path) -> None:
    people = open_people(tmp_path)
    Reports(people.database).keep(ANA, CREDIT)
    people.close()
    again = open_people(tmp_path)
    assert Reports(again.database).reported(ANA) == [CREDIT]
    again.close()


def test_entries_are_the_learners_own(book: Reports) -> None:
    book.keep(ANA, CREDIT)
    assert book.reported(BEN) == []


def test_keeping_an_entry_again_changes_it_and_removing_takes_it_away(book: Reports) -> None:
    book.keep(ANA, CREDIT)
    changed = replace(CREDIT, amount=Decimal("2"))
    book.keep(ANA, changed)
    assert book.reported(ANA) == [changed]
    book.remove(CREDIT.id)
    book.remove(CREDIT.id)
    assert book.reported(ANA) == []


@given(amount=st.decimals("0.01", "999.99", places=2), title=st.text(min_size=1, max_size=60))
def test_amounts_and_titles_come_back_exactly(
    tmp_path_factory: pytest.TempPathFactory, amount: Decimal, title: str
) -> None:
    people = open_people(tmp_path_factory.mktemp("people"))
    try:
        entry = replace(CREDIT, amount=amount, title=title.encode(errors="ignore").decode())
        Reports(people.database).keep(ANA, entry)
        assert Reports(people.database).reported(ANA) == [entry]
    finally:
        people.close()


def test_what_another_book_holds_is_taken_in_and_what_is_here_stays(tmp_path: Path) -> None:
    ours, theirs = open_people(tmp_path / "ours"), open_people(tmp_path / "theirs")
    here, there = Reports(ours.database), Reports(theirs.database)
    other = replace(CREDIT, id=ReportedId("2" * 32), title="Another day")
    here.keep(ANA, CREDIT)
    there.keep(ANA, replace(CREDIT, title="As it was before"))
    there.keep(ANA, other)
    here.take_from(there)
    here.take_from(there)
    assert sorted(here.reported(ANA), key=lambda one: one.id) == [CREDIT, other]
    ours.close()
    theirs.close()


def test_people_of_the_second_format_come_to_the_present_one(tmp_path: Path) -> None:
    people = open_people(tmp_path)
    for since in ("reported", "written"):
        people.database.write(lambda connection, table=since: connection.execute(text(f"DROP TABLE {table}")))
    people.database.write(lambda connection: connection.execute(text("UPDATE meta SET value = 2")))
    people.close()
    again = open_people(tmp_path)
    Reports(again.database).keep(ANA, CREDIT)
    assert Reports(again.database).reported(ANA) == [CREDIT]
    again.close()


def test_a_forgotten_persons_entries_are_in_no_byte_of_the_file(tmp_path: Path) -> None:
    people = open_people(tmp_path)
    Reports(people.database).keep(ANA, CREDIT)
    people.close()
    forget(tmp_path)
    assert all(b"Sepsis" not in file.read_bytes() for file in tmp_path.glob(f"{FILE}*"))
    again = open_people(tmp_path)
    assert Reports(again.database).reported(ANA) == []
    again.close()
