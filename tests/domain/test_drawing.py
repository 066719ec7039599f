"""The sheet: drawn and shuffled so that anybody computes the same, and nobody foresees the next."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from player.domain.drawing import questions_for, sheet_for
from player.domain.quiz import Choice, Draw, Question, QuestionKind, Quiz
from tests.questions import quizzes

STREAM = "5" * 32


def _bank(size: int, *, kind: QuestionKind = QuestionKind.SINGLE) -> tuple[Question, ...]:
    choices = (*(Choice(id=one, text=one) for one in "abcde"), Choice(id="none", text="None of the above", fixed=True))
    return tuple(
        Question(id=f"q{n}", kind=kind, text="?", choices=choices, bank="bank", shuffle=True) for n in range(size)
    )


BANK = Quiz(passing_percent=50, questions=_bank(20), draws=(Draw(bank="bank", count=5),), shuffle=True)


def test_a_sheet_is_the_same_wherever_it_is_computed() -> None:
    """Kept: another way to draw would make every sheet that was ever answered impossible."""
    quiz = replace(BANK, questions=tuple(replace(q, choices=q.choices[:3]) for q in BANK.questions))
    shown = [(q.id, "".join(c.id for c in q.choices)) for q in sheet_for(quiz, STREAM, 0)]
    assert shown == [("q12", "bac"), ("q7", "cab"), ("q2", "abc"), ("q4", "cba"), ("q1", "acb")]


def test_a_sheet_is_drawn_as_the_evidence_format_says() -> None:
    def by_hash(what: str, ids: list[str]) -> list[str]:
        return sorted(ids, key=lambda one: hashlib.sha256(f"{what}\n{STREAM}\n7\n{one}".encode()).digest())

    drawn = by_hash("draw", [question.id for question in BANK.questions])[:5]
    sheet = sheet_for(BANK, STREAM, 7)
    assert [question.id for question in sheet] == by_hash("place", drawn)
    choices = by_hash("choice", [f"{drawn[0]}\n{choice}" for choice in "abcde"])
    first = next(question for question in sheet if question.id == drawn[0])
    assert [choice.id for choice in first.choices] == [*(choice.rpartition("\n")[2] for choice in choices), "none"]


def test_another_attempt_and_another_learner_get_another_sheet() -> None:
    sheets = {sheet_for(BANK, stream, attempt) for stream in ("a", "b", "c") for attempt in range(10)}
    assert len(sheets) == 30


def test_over_many_attempts_every_question_is_drawn_about_as_often() -> None:
    counts = Counter(q.id for attempt in range(2000) for q in questions_for(BANK, STREAM, attempt))
    assert len(counts) == 20
    assert all(400 <= count <= 600 for count in counts.values())


def test_a_drawn_question_has_no_place_of_its_own_on_a_shuffled_sheet() -> None:
    """What is drawn first must not stand first: the place is a matter of its own."""
    whole = replace(BANK, draws=(Draw(bank="bank", count=20),))
    first = Counter(sheet_for(whole, STREAM, attempt)[0].id for attempt in range(2000))
    assert all(50 <= first[f"q{n}"] <= 160 for n in range(20))


def test_a_quiz_that_is_not_shuffled_keeps_the_order_of_its_questions() -> None:
    numbers = [int(q.id[1:]) for q in sheet_for(replace(BANK, shuffle=False), STREAM, 0)]
    assert numbers == sorted(numbers) and len(numbers) == 5


def test_a_fixed_choice_keeps_its_place() -> None:
    for attempt in range(50):
        assert all(q.choices[-1].id == "none" for q in sheet_for(BANK, STREAM, attempt))


def test_an_ordering_is_never_shown_in_its_right_order() -> None:
    for size in range(2, 5):
        asked = tuple(replace(q, choices=q.choices[:size]) for q in _bank(30, kind=QuestionKind.ORDERING))
        quiz = Quiz(passing_percent=50, questions=tuple(replace(q, bank="", shuffle=False) for q in asked))
        for attempt in range(20):
            for shown, known in zip(sheet_for(quiz, STREAM, attempt), quiz.questions, strict=True):
                assert shown.choices != known.choices
                assert set(shown.choices) == set(known.choices)


def test_a_quiz_without_draws_and_shuffling_is_shown_as_it_stands() -> None:
    plain = replace(BANK, draws=(), shuffle=False, questions=tuple(replace(q, shuffle=False) for q in BANK.questions))
    assert sheet_for(plain, STREAM, 3) == plain.questions


@given(quizzes(), st.text(max_size=5), st.integers(0, 5))
def test_a_sheet_holds_what_was_drawn_and_each_choice_once(quiz: Quiz, stream: str, attempt: int) -> None:
    sheet = sheet_for(quiz, stream, attempt)
    assert sheet == sheet_for(quiz, stream, attempt)
    assert {q.id for q in sheet} == {q.id for q in questions_for(quiz, stream, attempt)}
    assert len(sheet) == quiz.count
    counts = Counter(q.bank for q in sheet)
    assert all(counts[draw.bank] == draw.count for draw in quiz.draws)
    assert counts[""] == sum(not q.bank for q in quiz.questions)
    for shown in sheet:
        known = quiz.question(shown.id)
        assert known is not None and set(shown.choices) == set(known.choices)
        assert replace(shown, choices=known.choices) == known
