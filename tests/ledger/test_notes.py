"""Notes: kept with the particulars, carried by backups, gone when the person is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.course import CourseId, SessionId
from player.domain.learner import LearnerId
from player.domain.note import Note, NoteId
from player.ledger.care.forgetting import forget
from player.ledger.notes import Notebook
from player.ledger.people import open_people

ANA, BEN = LearnerId("a" * 32), LearnerId("b" * 32)
COURSE = CourseId("org.example.hands")
NOTE = Note(
    id=NoteId("1" * 32),
    course=COURSE,
    session=SessionId("one"),
    at_ms=61_000,
    text="Wash “them” – twice\n\u0645\u0631\u062d\u0628\u0627",
    made_ms=1_700_000_000_000,
    changed_ms=1_700_000_000_000,
)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Notebook]:
    people = open_people(tmp_path)
    yield Notebook(people.database)
    people.close()


def test_a_note_is_there_again_after_the_program_was_closed(tmp_path: Path) -> None:
    people = open_people(tmp_path)
    Notebook(people.database).keep(ANA, NOTE)
    people.close()
    again = open_people(tmp_path)
    assert Notebook(again.database).notes(ANA, COURSE) == [NOTE]
    again.close()


def test_notes_are_the_learners_own_and_of_one_course(book: Notebook) -> None:
    book.keep(ANA, NOTE)
    assert book.notes(BEN, COURSE) == []
    assert book.notes(ANA, CourseId("org.example.feet")) == []


def test_keeping_a_note_again_changes_it_and_removing_takes_it_away(book: Notebook) -> None:
    book.keep(ANA, NOTE)
    changed = replace(NOTE, text="Once", changed_ms=NOTE.changed_ms + 1)
    book.keep(ANA, changed)
    assert book.notes(ANA, COURSE) == [changed]
    book.remove(NOTE.id)
    book.remove(NOTE.id)
    assert book.notes(ANA, COURSE) == []


versions = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 5), max_size=4)


@given(mine=versions, theirs=versions)
def test_taking_from_another_notebook_loses_nothing_and_keeps_what_changed_last(
    tmp_path_factory: pytest.TempPathFactory, mine: dict[str, int], theirs: dict[str, int]
) -> None:
    books: list[Notebook] = []
    opened = []
    for versions_ in (mine, theirs):
        people = open_people(tmp_path_factory.mktemp("people"))
        opened.append(people)
        books.append(Notebook(people.database))
        for name, changed in versions_.items():
            books[-1].keep(ANA, replace(NOTE, id=NoteId(name), text=f"{name}{changed}", changed_ms=changed))
    books[0].take_from(books[1])
    found = {str(note.id): note.changed_ms for note in books[0].notes(ANA, COURSE)}
    for people in opened:
        people.close()
    assert found == {name: max(mine.get(name, -1), theirs.get(name, -1)) for name in mine.keys() | theirs.keys()}


def test_forgetting_a_person_leaves_no_word_of_the_notes_on_the_disk(tmp_path: Path) -> None:
    people = open_people(tmp_path)
    Notebook(people.database).keep(ANA, replace(NOTE, text="unforgettable " * 500))
    people.close()
    forget(tmp_path)
    assert all(b"unforgettable" not in file.read_bytes() for file in tmp_path.glob("people.sqlite*"))
