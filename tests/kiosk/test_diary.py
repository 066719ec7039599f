"""The diary: what happened, for the operator, and never a word about anybody."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from player.kiosk.diary import MOST_BYTES, Diary, Entry, Line
from player.kiosk.problems import UnknownBadge

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


@pytest.fixture
def diary(tmp_path: Path) -> Diary:
    return Diary(tmp_path / "kiosk.log", lambda: NOON)


def test_what_was_noted_is_read_back_the_newest_first(diary: Diary) -> None:
    diary.note(Entry.ARRIVED)
    diary.note(Entry.NOT_RECOGNISED, problem=UnknownBadge())
    diary.note(Entry.EXPORTED, count=7)
    assert tuple(diary.lines()) == (
        Line(at=NOON, entry=Entry.EXPORTED, count=7),
        Line(at=NOON, entry=Entry.NOT_RECOGNISED, problem="UnknownBadge"),
        Line(at=NOON, entry=Entry.ARRIVED),
    )


def test_of_a_problem_its_kind_is_kept_and_nothing_that_it_is_about(tmp_path: Path, diary: Diary) -> None:
    diary.note(Entry.PROBLEM, problem=UnknownBadge(name="Ana Núñez", details="badge 4711"))
    written = (tmp_path / "kiosk.log").read_bytes()
    assert b"UnknownBadge" in written
    assert b"Ana" not in written
    assert b"4711" not in written


def test_a_line_that_was_cut_by_a_power_cut_is_left_out(tmp_path: Path, diary: Diary) -> None:
    diary.note(Entry.ARRIVED)
    with (tmp_path / "kiosk.log").open("a") as stream:
        stream.write('{"at": "2026-03-')
    assert [line.entry for line in diary.lines()] == [Entry.ARRIVED]


@pytest.mark.parametrize("junk", ["[]", "null", '{"at": 5, "entry": "arrived"}', '{"entry": "arrived"}', "\x00\xff"])
def test_lines_that_make_no_sense_are_left_out(tmp_path: Path, diary: Diary, junk: str) -> None:
    (tmp_path / "kiosk.log").write_text(junk + "\n", encoding="utf-8")
    diary.note(Entry.LEFT)
    assert [line.entry for line in diary.lines()] == [Entry.LEFT]


def test_where_it_cannot_be_written_nobody_is_kept_from_anything(tmp_path: Path) -> None:
    Diary(tmp_path / "gone" / "kiosk.log", lambda: NOON).note(Entry.ARRIVED)
    assert not (tmp_path / "gone").exists()


def test_a_diary_that_grew_long_goes_on_on_a_new_page(tmp_path: Path, diary: Diary) -> None:
    file = tmp_path / "kiosk.log"
    file.write_bytes(b"\n" * (MOST_BYTES + 1))
    diary.note(Entry.ARRIVED)
    assert file.stat().st_size < 200
    assert (tmp_path / "kiosk.old.log").stat().st_size == MOST_BYTES + 1
