"""Rules of the quiz for the linter: what gives an answer away, cannot be won or lost, or leaves a learner guessing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from player.archive.authoring.notes import Note
from player.domain.course import Course
from player.domain.key import right_answer
from player.domain.picture import Picture
from player.domain.quiz import FILLED, TICKED, Feedback, Question, QuestionKind, Scoring
from player.domain.scoring import points_of
from player.domain.soundness_of_quiz import faults_of_quiz

_ABOUT_OTHERS = re.compile(r"\b(all|none|both|neither|any) of (the )?(above|below|others?|these)\b")
"""A choice that speaks of the others makes sense in its place only."""


def key_missing(course: Course) -> Iterator[Note]:
    """Where scoring is partial a course is sound without a key, but then nobody can be shown what was right."""
    for question in _questions(course):
        if question.kind in TICKED and question.scoring is Scoring.PARTIAL and not question.key:
            text = "No choice is marked as correct, so none can be shown as right."
            yield Note("question-key", _place(question), text)


def key_at_odds(course: Course) -> Iterator[Note]:
    """The key and what the choices are worth must say the same."""
    for question in _sound(course):
        if question.kind in TICKED and question.scoring is Scoring.PARTIAL and question.key:
            given = right_answer(question)
            if points_of(question, given) < question.points or frozenset(given.choices) != question.key:
                text = "The choices marked as correct are not those that earn the most points."
                yield Note("question-key", _place(question), text)


def too_few_ticks(course: Course) -> Iterator[Note]:
    for question in _questions(course):
        if question.kind is QuestionKind.MULTIPLE and 0 < question.most_choices < len(question.key):
            text = f"{len(question.key)} choices are correct, but only {question.most_choices} may be ticked."
            yield Note("question-most-choices", _place(question), text)


def all_ticks_earn_all(course: Course) -> Iterator[Note]:
    for question in _sound(course):
        if question.kind is QuestionKind.MULTIPLE and question.scoring is Scoring.PARTIAL and not question.most_choices:
            everything = sum((choice.worth for choice in question.choices), Decimal(0))
            if everything >= question.points and len(question.key) < len(question.choices):
                text = "Whoever ticks everything gets all points: give wrong choices a worth below 0."
                yield Note("question-worth", _place(question), text)


def choices_alike(course: Course) -> Iterator[Note]:
    for question in _questions(course):
        told_apart_by_text = (choice.text for choice in question.choices if choice.text.strip() and not choice.picture)
        texts = Counter(" ".join(text.split()).casefold() for text in told_apart_by_text)
        for text, times in texts.items():
            if times > 1:
                yield Note("question-choices", _place(question), f"The choice “{text}” is there {times} times.")


def too_few_choices(course: Course) -> Iterator[Note]:
    for question in _questions(course):
        if question.kind in TICKED | FILLED and len(question.choices) < 2:
            yield Note("question-choices", _place(question), "There is nothing to choose between.")


def moved_out_of_place(course: Course) -> Iterator[Note]:
    for question in _questions(course):
        for choice in question.choices:
            if question.shuffle and not choice.fixed and _ABOUT_OTHERS.search(choice.text.casefold()):
                text = f"“{choice.text}” is shuffled among the others: say fixed = true."
                yield Note("question-fixed", _place(question), text)


def answer_given_away(course: Course) -> Iterator[Note]:
    for question in _questions(course):
        right = [blank.right[:1] for blank in question.blanks]
        in_order = right == [(choice.id,) for choice in question.choices[: len(right)]]
        if question.kind is QuestionKind.MATCHING and not question.shuffle and in_order and len(right) > 1:
            yield Note("question-order", _place(question), "The choices stand in the right order: say shuffle = true.")


def rationale_missing(course: Course) -> Iterator[Note]:
    """A learner who may see which answers were right wants to know why."""
    quiz = course.quiz
    for question in _questions(course) if quiz and quiz.feedback is not Feedback.NEVER else ():
        said = any(choice.feedback for choice in question.choices) or question.when_wrong
        if not question.rationale.strip() and not said:
            yield Note("question-rationale", _place(question), "Nothing says why the right answer is right.")


def always_passed(course: Course) -> Iterator[Note]:
    """That it can be passed at all is a matter of soundness: every question can earn all its points."""
    quiz, questions = course.quiz, _sound(course)
    if quiz is None or not questions or quiz.passing_percent == 0:
        return
    least = sum((_least(question) for question in questions), Decimal(0))
    if least * 100 >= quiz.passing_percent * sum((question.points for question in questions), Decimal(0)):
        text = "Whatever is answered reaches the passing score."
        yield Note("quiz-always-passed", "quiz.passing_percent", text)


def _least(question: Question) -> Decimal:
    """No answer earns less."""
    if question.scoring is Scoring.EXACT:
        alone = question.kind in TICKED and len(question.choices) == 1
        return question.points if alone else Decimal(0)
    if question.kind in TICKED and question.kind is not QuestionKind.MULTIPLE:
        worst = min(choice.worth for choice in question.choices)
        return min(question.points, max(question.least, worst))
    return question.least


def banks_used_up(course: Course) -> Iterator[Note]:
    for draw in course.quiz.draws if course.quiz else ():
        held = len(_bank(course, draw.bank))
        if draw.count == held:
            text = f"All {held} questions are drawn each time, so every attempt has the same ones."
            yield Note("quiz-bank", f"quiz, bank {draw.bank}", text)


def bank_uneven(course: Course) -> Iterator[Note]:
    for draw in course.quiz.draws if course.quiz else ():
        if len({question.points for question in _bank(course, draw.bank)}) > 1:
            text = "Its questions give different points, so one sheet is harder to pass than another."
            yield Note("quiz-bank", f"quiz, bank {draw.bank}", text)


def _bank(course: Course, bank: str) -> tuple[Question, ...]:
    return tuple(question for question in _questions(course) if question.bank == bank)


def words_for_pictures_missing(course: Course) -> Iterator[Note]:
    for question in _questions(course):
        for picture in _pictures(question):
            if not picture.alt.strip() or picture.alt.strip() == picture.path.rpartition("/")[2]:
                text = f"{picture.path} has no words for those who do not see it."
                yield Note("alt-text", _place(question), text)


def _pictures(question: Question) -> Iterator[Picture]:
    yield from question.pictures
    yield from (choice.picture for choice in question.choices if choice.picture)


def _questions(course: Course) -> tuple[Question, ...]:
    return course.quiz.questions if course.quiz else ()


def _sound(course: Course) -> tuple[Question, ...]:
    """The questions of a quiz that can be reckoned with; faults are told elsewhere."""
    return () if course.quiz is None or any(faults_of_quiz(course.quiz)) else course.quiz.questions


def _place(question: Question) -> str:
    return f"quiz, question {question.id}"
