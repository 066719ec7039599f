"""Statistics of the evaluation: the completions of many learners added up, one after another or by many hands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from player.domain.course import Course
from player.domain.evaluation import Response
from player.domain.event import CourseHash, Purpose, QuizSubmitted, WatchStarted
from player.domain.history import History, watched_all
from player.domain.learner_completion import LearnerCompletion
from player.domain.quiz import FILLED, TICKED, TYPED, Answer, Question, Scoring
from player.domain.scoring import is_right
from player.domain.statistics.counts import (
    MOST_ATTEMPTS,
    MOST_DAYS,
    MOST_MINUTES,
    CourseCounts,
    Kept,
    QuestionCounts,
    Stage,
)

NOT_TOLD = "not-told"
"""The profession of a learner who has told none."""


@dataclass(slots=True)
class Statistics:
    """The sums of all courses, each in each version of it: what was asked differs.

    `left_out`: specimens and rehearsals, which nobody learned from; `specimens`: count these too, for a rehearsal's
    own report. However many are added, memory stays bounded by what the courses ask. May be handed to another process.
    """

    specimens: bool = False
    left_out: int = 0
    counts: dict[CourseHash, CourseCounts] = field(default_factory=dict[CourseHash, CourseCounts])

    def add(self, completion: LearnerCompletion) -> None:
        """One learner in one course; adding the same twice counts it twice."""
        if not self.specimens and (completion.specimen or completion.purpose is not Purpose.CREDIT):
            self.left_out += 1
            return
        counts = self._of(completion.course, completion.course_hash)
        profession = _profession(completion)
        counts.learners += 1
        counts.professions[profession] += 1
        counts.reached.update(_stages(completion))
        _count_time(counts, completion)
        _count_quiz(counts, completion)
        _count_credit(counts, completion.history)
        if completion.history.evaluated:
            counts.evaluations[profession] += 1
            _count_responses(counts, profession, completion.history.responses)

    def merge(self, other: Statistics) -> None:
        """Adds what others added up: it does not matter who added what, nor in which order."""
        self.left_out += other.left_out
        for name, counts in other.counts.items():
            self._of(counts.course, name).merge(counts)

    @property
    def courses(self) -> tuple[CourseCounts, ...]:
        """By title, then by version."""
        return tuple(sorted(self.counts.values(), key=lambda one: (one.course.title, one.course.version)))

    def _of(self, course: Course, name: CourseHash) -> CourseCounts:
        if name not in self.counts:
            self.counts[name] = CourseCounts(course=course, course_hash=name)
        return self.counts[name]


def _profession(completion: LearnerCompletion) -> str:
    """As which the credit was claimed; else what the particulars say."""
    claims = completion.history.claims
    told = claims[0].credit.profession if claims else completion.learner.profession
    return told.value if told else NOT_TOLD


def _stages(completion: LearnerCompletion) -> Iterator[Stage]:
    """Each stage with those before it: a later one is not reached without them."""
    course, history = completion.course, completion.history
    if any(isinstance(event.fact, WatchStarted) for strand in completion.strands for event in strand.events):
        yield Stage.BEGAN
    if history.evaluated or watched_all(course, history):
        yield Stage.WATCHED
    if course.quiz is not None and history.quiz_passed:
        yield Stage.PASSED
    if history.evaluated:
        yield Stage.EVALUATED
    if history.claims:
        yield Stage.CLAIMED


def _count_time(counts: CourseCounts, completion: LearnerCompletion) -> None:
    history = completion.history
    if history.completed is None:
        return
    engaged_ms = sum(played.engaged_ms for played in history.sessions.values())
    counts.engaged_minutes[min(engaged_ms // 60_000, MOST_MINUTES)] += 1
    began = min(
        (
            history.moment_of(event.stamp)
            for strand in completion.strands
            for event in strand.events
            if isinstance(event.fact, WatchStarted)
        ),
        default=history.completed,
    )
    # Clocks of two devices may disagree; nobody completes before beginning.
    counts.days[min(max((history.completed - began) // timedelta(days=1), 0), MOST_DAYS)] += 1


def _count_responses(counts: CourseCounts, profession: str, responses: tuple[Response, ...]) -> None:
    for response in responses:
        if response.is_empty:
            continue
        counts.answered[profession, response.place] += 1
        for option in response.options:
            counts.picked[profession, response.place, option] += 1
        if response.text.strip():
            counts.texts.setdefault(response.item, Kept()).add(response.text.strip())


def _count_credit(counts: CourseCounts, history: History) -> None:
    for claim in history.claims:
        counts.claims[claim.credit.offer, claim.credit.amount] += 1
    for revocation in history.revocations:
        if revocation.withdrawn:
            counts.taken_back[revocation.claim.credit.offer] += 1


def _count_quiz(counts: CourseCounts, completion: LearnerCompletion) -> None:
    results = completion.history.quiz_results
    if not results:
        return
    passed = next((place for place, result in enumerate(results, start=1) if result.passed), None)
    if passed is None:
        counts.failed += 1
    else:
        counts.passed_at[min(passed, MOST_ATTEMPTS)] += 1
    seen: set[str] = set()
    for course, answers in _attempts(completion):
        for answer in answers:
            question = course.quiz.question(answer.question) if course.quiz else None
            if question is not None:
                _count_answer(counts, question, answer, is_first=question.id not in seen)
        seen.update(answer.question for answer in answers)


def _attempts(completion: LearnerCompletion) -> Iterator[tuple[Course, tuple[Answer, ...]]]:
    """Each attempt once, in the order of their times: what two branches share has the same links in both."""
    found = {
        link: (completion.history.moment_of(event.stamp), place, strand.course, event.fact.answers)
        for strand in completion.strands
        for place, (event, link) in enumerate(zip(strand.events, strand.links, strict=True))
        if isinstance(event.fact, QuizSubmitted)
    }
    for _, _, course, answers in sorted(found.values(), key=lambda one: one[:2]):
        yield course, answers


def _count_answer(counts: CourseCounts, question: Question, answer: Answer, *, is_first: bool) -> None:
    one = counts.questions.setdefault(question.id, QuestionCounts())
    right = is_right(question, answer)
    one.asked += 1
    one.right += right
    one.first_asked += is_first
    one.first_right += is_first and right
    if not right:
        for text in _wrong_in(question, answer.choices):
            one.wrong.add(text)


def _wrong_in(question: Question, given: tuple[str, ...]) -> Iterator[str]:
    """The parts of an answer that were wrong, as `QuestionCounts.wrong` has them."""
    if question.kind in TICKED:
        good = {choice.id for choice in question.choices if _is_good(question, choice.correct, choice.worth > 0)}
        yield from (choice for choice in given if choice not in good)
    elif question.kind in FILLED:
        pairs = zip(question.blanks, given, strict=False)
        yield from (f"{blank.id}: {choice}" for blank, choice in pairs if choice not in blank.right)
    elif question.kind in TYPED:
        yield from (" ".join(text.split()).casefold() for text in given)
    else:
        yield ", ".join(given)


def _is_good(question: Question, correct: bool, is_worth_something: bool) -> bool:
    return correct if question.scoring is Scoring.EXACT else correct or is_worth_something
