"""What the quiz showed: attempts until it was passed, how hard each question is, and what was most often chosen
wrongly."""

from __future__ import annotations

from collections.abc import Iterator

from player.domain.quiz import FILLED, MARKER, TYPED, Question, Quiz
from player.domain.statistics.counts import CourseCounts, QuestionCounts
from player.domain.statistics.figures import SMALLEST, percent
from player.domain.statistics.report import Bar, Bars, Block, Remark, Section, Table

_MOST_SHOWN = 5
"""Attempts that have a row of their own; more are put together."""
_NOTE = (
    "Difficulty is the share of right answers at first attempts: the lower, the harder. "
    "A question that few get right may be hard, or badly put."
)


def quiz_sections(counts: CourseCounts) -> Iterator[Section]:
    """Nothing where the course has no quiz, or where fewer tried it than may be shown."""
    quiz = counts.course.quiz
    tried = counts.passed_at.total() + counts.failed
    if quiz is None:
        return
    if tried < SMALLEST:
        yield Section(heading="Quiz", blocks=(Remark(text=f"Fewer than {SMALLEST} learners tried the quiz."),))
        return
    yield Section(heading="Quiz", blocks=tuple(_attempts(counts, tried)))
    yield Section(heading="Questions", blocks=tuple(_questions(counts, quiz)), level=3)


def _attempts(counts: CourseCounts, tried: int) -> Iterator[Block]:
    rows = [(_attempt_word(place), counts.passed_at[place]) for place in range(1, _MOST_SHOWN)]
    later = sum(count for place, count in counts.passed_at.items() if place >= _MOST_SHOWN)
    rows += [(f"Passed at attempt {_MOST_SHOWN} or later", later), ("Not passed", counts.failed)]
    shown = [(label, count) for label, count in rows if count]
    caption = f"Attempts until the quiz was passed, {tried} learners"
    yield Bars(caption=caption, bars=tuple(Bar(label=label, count=count) for label, count in shown), whole=tried)
    yield Table(
        name="quiz-attempts",
        caption=caption,
        head=("Outcome", "Learners", "Share"),
        rows=tuple((label, str(count), percent(count, tried)) for label, count in shown),
        at_right=frozenset({1, 2}),
        widths=(0.6, 0.2, 0.2),
    )


def _attempt_word(place: int) -> str:
    return "Passed at the first attempt" if place == 1 else f"Passed at attempt {place}"


def _questions(counts: CourseCounts, quiz: Quiz) -> Iterator[Block]:
    found = [
        (place, question, counts.questions[question.id])
        for place, question in enumerate(quiz.questions, start=1)
        if question.id in counts.questions and counts.questions[question.id].first_asked >= SMALLEST
    ]
    if not found:
        yield Remark(text=f"No question was answered by {SMALLEST} learners or more.")
        return
    yield Remark(text=_NOTE)
    yield Bars(
        caption="Right at the first attempt, by question",
        bars=tuple(
            Bar(label=f"Question {place}", count=one.first_right * 100 // one.first_asked) for place, _, one in found
        ),
        whole=100,
        shares_only=True,
    )
    yield Table(
        name="questions",
        caption="Questions: how hard they are, and what was most often chosen wrongly",
        head=("Question", "First attempts", "Right", "All attempts", "Right", "Most often chosen wrongly"),
        rows=tuple(_row(place, question, one) for place, question, one in found),
        at_right=frozenset({1, 2, 3, 4}),
        widths=(0.33, 0.11, 0.09, 0.11, 0.09, 0.27),
    )


def _row(place: int, question: Question, one: QuestionCounts) -> tuple[str, ...]:
    return (
        f"{place}. {MARKER.sub('…', question.text)}",
        str(one.first_asked),
        percent(one.first_right, one.first_asked),
        str(one.asked),
        percent(one.right, one.asked),
        _most_wrong(question, one),
    )


def _most_wrong(question: Question, one: QuestionCounts) -> str:
    """What somebody typed may be theirs alone: it is told only where enough have typed the same."""
    least = SMALLEST if question.kind in TYPED else 1
    most = max(one.wrong.counts.items(), key=lambda pair: (pair[1], pair[0]), default=("", 0))
    if most[1] < least:
        return "various" if most[1] else "–"
    return f"{_answer_words(question, most[0])} ({most[1]} times)" if most[1] > 1 else _answer_words(question, most[0])


def _answer_words(question: Question, wrong: str) -> str:
    """As `QuestionCounts.wrong` has it, in the words that were on the screen."""
    texts = {choice.id: choice.text or (choice.picture.alt if choice.picture else "") for choice in question.choices}
    if question.kind in FILLED:
        blank, _, choice = wrong.partition(": ")
        place = next((f"{one.text or one.id}: " for one in question.blanks if one.id == blank), "")
        return f"{place}{texts.get(choice, 'left empty') or choice}"
    if question.kind in TYPED:
        return f"“{wrong}”"
    return " → ".join(texts.get(one) or one for one in wrong.split(", "))
