"""Notes and what they look like as Markdown."""

from __future__ import annotations

from dataclasses import replace

from player.domain.course import SessionId
from player.domain.note import Note, NoteId, as_markdown, in_order
from tests.builders import COURSE, FIRST, SECOND


def note(at_ms: int, text: str, session: SessionId = FIRST, made_ms: int = 0) -> Note:
    return Note(
        id=NoteId(f"{at_ms}-{made_ms}"),
        course=COURSE.id,
        session=session,
        at_ms=at_ms,
        text=text,
        made_ms=made_ms,
        changed_ms=made_ms,
    )


def test_notes_stand_in_the_order_of_the_recording_and_then_of_their_making() -> None:
    late, early, second = note(2_000, "b"), note(1_000, "a"), note(2_000, "c", made_ms=5)
    assert in_order([second, late, early]) == (early, late, second)


def test_a_note_of_nothing_but_blanks_is_a_bookmark() -> None:
    assert note(0, " \n").is_bookmark
    assert not note(0, "x").is_bookmark


def test_markdown_has_a_heading_for_each_session_with_notes_and_a_line_for_each_note() -> None:
    course = replace(COURSE, title="Fish & *chips* #1")
    notes = [note(3_723_000, "Dose:\n5 mg", SECOND), note(61_000, ""), note(1_000, "Gone", SessionId("gone"))]
    text = as_markdown(course, notes, bookmark="Bookmark", elsewhere="Earlier sessions")
    first, second = (session.title for session in course.sessions)
    assert text == (
        "# Fish & \\*chips\\* \\#1\n\n"
        f"## {first}\n\n- **0:01:01** *Bookmark*\n\n"
        f"## {second}\n\n- **1:02:03** Dose:\n  5 mg\n\n"
        "## Earlier sessions\n\n- **0:00:01** Gone\n"
    )


def test_markdown_of_no_notes_is_the_title_alone() -> None:
    assert as_markdown(COURSE, [], bookmark="", elsewhere="").count("#") == 1
