"""The outbox: which file was written where outlives the program, each learner's apart, and is forgotten with them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text

from player.domain.learner import LearnerId
from player.domain.outbox import WrittenFile
from player.domain.report_format import ReportFormat
from player.ledger.care.forgetting import forget
from player.ledger.outbox import Outbox
from player.ledger.people import FILE, open_people

ANA, BO = LearnerId("aa" * 16), LearnerId("bb" * 16)
FIRST = WrittenFile(
    moment=datetime(2026, 6, 3, 12, tzinfo=UTC),
    form=ReportFormat.COMPLETION,
    file="/media/stick/Sepsis – Ana.completion",
    digest="ab" * 32,
    numbers=("CRL-1", "CRL-2"),
)
SECOND = WrittenFile(
    moment=datetime(2026, 6, 4, tzinfo=UTC),
    form=ReportFormat.PARS,
    file="/media/pars.txt",
    digest="cd" * 32,
    numbers=(),
)


def test_what_was_written_is_there_again_the_latest_first_and_nobody_elses(tmp_path: Path) -> None:
    people = open_people(tmp_path)
    for file in (FIRST, SECOND):
        Outbox(people.database).keep(ANA, file)
    people.close()
    again = open_people(tmp_path)
    assert list(Outbox(again.database).written(ANA)) == [SECOND, FIRST]
    assert list(Outbox(again.database).written(BO)) == []
    again.close()


def test_a_form_that_a_later_version_knows_is_passed_over(tmp_path: Path) -> None:
    people = open_people(tmp_path)
    Outbox(people.database).keep(ANA, FIRST)
    people.database.write(lambda connection: connection.execute(text("UPDATE written SET form = 'telepathy'")))
    assert list(Outbox(people.database).written(ANA)) == []
    people.close()


def test_people_of_the_third_format_come_to_the_present_one(tmp_path: Path) -> None:
    people = open_people(tmp_path)
    people.database.write(lambda connection: connection.execute(text("DROP TABLE written")))
    people.database.write(lambda connection: connection.execute(text("UPDATE meta SET value = 3")))
    people.close()
    again = open_people(tmp_path)
    Outbox(again.database).keep(ANA, FIRST)
    assert list(Outbox(again.database).written(ANA)) == [FIRST]
    again.close()


def test_a_forgotten_persons_files_are_in_no_byte_of_the_records(tmp_path: Path) -> None:
    people = open_people(tmp_path)
    Outbox(people.database).keep(ANA, FIRST)
    people.close()
    forget(tmp_path)
    assert all(b"Sepsis" not in file.read_bytes() for file in tmp_path.glob(f"{FILE}*"))
