"""The desk's notes: written, changed, taken away and put back, and exported."""

from __future__ import annotations

from pathlib import Path

import pytest

from player.desk.notes import Notes
from player.domain.learner import LearnerId
from tests.builders import COURSE, FIRST, SECOND
from tests.fakes import FakeClock
from tests.ui.fake_host import FakeNotebook, signed


@pytest.fixture
def notes() -> Notes:
    return Notes(FakeNotebook(), clock=FakeClock(), learner=lambda: LearnerId("a" * 32))


HERE = signed(COURSE)


def test_a_note_gets_its_time_from_the_computers_clock_and_an_id_of_its_own(notes: Notes) -> None:
    one = notes.write(HERE, FIRST, at_ms=5_000, text="Wash")
    two = notes.write(HERE, FIRST, at_ms=5_000)
    assert one.made_ms == one.changed_ms > 0
    assert one.id != two.id
    assert two.is_bookmark


def test_notes_come_in_the_order_of_the_recording(notes: Notes) -> None:
    late, early = notes.write(HERE, SECOND, at_ms=9_000), notes.write(HERE, FIRST, at_ms=1_000)
    assert notes.of(HERE) == (early, late)


def test_what_was_removed_can_be_put_back_as_it_was(notes: Notes) -> None:
    note = notes.change(notes.write(HERE, FIRST, at_ms=0, text="a"), "b")
    notes.remove(note)
    assert notes.of(HERE) == ()
    notes.put_back(note)
    assert notes.of(HERE) == (note,)
    assert note.text == "b"


def test_the_export_is_a_markdown_file(notes: Notes, tmp_path: Path) -> None:
    notes.write(HERE, FIRST, at_ms=61_000, text="Zähne")
    file = notes.export(HERE, tmp_path / "notes.md", bookmark="Bookmark", elsewhere="Elsewhere")
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert "- **0:01:01** Zähne" in text
