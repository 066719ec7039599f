"""Statistics: sums that do not depend on who adds up in which order, and reports that show no small group apart."""

from __future__ import annotations

import pickle
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.event import CourseHash, Purpose
from player.domain.learner_completion import LearnerCompletion
from player.domain.quiz import Choice, Question, QuestionKind
from player.domain.statistics.adding import Statistics
from player.domain.statistics.counts import MOST_TEXTS, Kept, Stage
from player.domain.statistics.figures import SMALLEST, in_steps, mean, median, percent, shown_apart, spread
from player.domain.statistics.report import Quotes, Report, Stacks, Table, words_of
from player.domain.statistics.wording import report_of
from tests.audiences import member

DAY = date(2024, 7, 1)
known = cache(member)


def added(completions: list[LearnerCompletion]) -> Statistics:
    statistics = Statistics()
    for completion in completions:
        statistics.add(completion)
    return statistics


def report(count: int) -> Report:
    return report_of(added([known(number) for number in range(count)]).courses[0], day=DAY)


def said(one: Report) -> str:
    return "\n".join(words_of(block) for section in one.sections for block in section.blocks)


def table(one: Report, name: str) -> Table:
    return next(found for found in one.tables if isinstance(found, Table) and found.name == name)


# --- laws ------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 60), max_size=25), st.randoms(use_true_random=False), st.integers(1, 4))
def test_whoever_adds_up_in_whatever_order_comes_to_the_same(numbers: list[int], lot: Random, workers: int) -> None:
    whole = added([known(number) for number in numbers])
    shuffled = list(numbers)
    lot.shuffle(shuffled)
    parts = [added([known(number) for number in shuffled[worker::workers]]) for worker in range(workers)]
    total = Statistics()
    for part in reversed(parts):
        total.merge(pickle.loads(pickle.dumps(part)))
    assert total == whole
    assert [report_of(one, day=DAY) for one in total.courses] == [report_of(one, day=DAY) for one in whole.courses]


@given(st.lists(st.integers(0, 40), max_size=200), st.integers(0, 200), st.integers(2, 9))
def test_what_is_kept_of_many_texts_is_the_same_in_any_order_and_counted_in_full(
    numbers: list[int], cut: int, most: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("player.domain.statistics.counts.MOST_TEXTS", most)
        whole, one, other = Kept(), Kept(), Kept()
        for number in numbers:
            whole.add(str(number))
        for number in reversed(numbers[:cut]):
            one.add(str(number))
        for number in numbers[cut:]:
            other.add(str(number))
        other.merge(pickle.loads(pickle.dumps(one)))
        assert other == whole
    assert len(whole.counts) == min(most, len(set(numbers)))
    assert all(count == Counter(map(str, numbers))[text] for text, count in whole.counts.items())
    assert whole.is_all == (len(set(numbers)) <= most)


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 30), max_size=8))
def test_no_small_group_is_shown_apart_or_found_by_subtraction(sizes: dict[str, int]) -> None:
    apart, together = shown_apart(sizes)
    assert set(apart) | set(together) == {name for name, size in sizes.items() if size}
    assert all(sizes[name] >= SMALLEST for name in apart)
    assert not (apart and together) or sum(sizes[name] for name in together) >= SMALLEST


@given(st.dictionaries(st.integers(0, 1500), st.integers(1, 5), min_size=1, max_size=40))
def test_a_histogram_has_everybody_once(counts: dict[int, int]) -> None:
    steps = in_steps(counts)
    assert sum(count for _, _, count in steps) == sum(counts.values())
    assert len(steps) <= 8
    assert all(last + 1 == first for (_, last, _), (first, _, _) in pairwise(steps))


def test_figures_are_those_of_a_textbook() -> None:
    assert mean({1: 1, 2: 1, 5: 2}) == "3.25"
    assert spread({2: 1, 4: 3, 5: 2, 7: 1, 9: 1}) == "2.14"
    assert median({10: 1, 20: 1, 90: 1}) == 20
    assert (percent(1, 3), percent(1, 1000), percent(0, 5), percent(0, 0)) == ("33 %", "< 1 %", "0 %", "–")
    assert spread({3: 1}) == "–"


# --- what is counted -------------------------------------------------------------------------------------


def test_the_sums_are_those_of_the_learners() -> None:
    members = [known(number) for number in range(120)]
    counts = added(members).courses[0]
    histories = [one.history for one in members]
    assert counts.learners == 120
    assert counts.reached[Stage.CLAIMED] == sum(bool(one.claims) for one in histories)
    assert counts.evaluations.total() == sum(one.evaluated for one in histories)
    assert counts.passed_at[1] == sum(bool(one.quiz_results) and one.quiz_results[0].passed for one in histories)
    credited = [claim.credit for one in histories for claim in one.claims]
    assert sum((amount * n for (_, amount), n in counts.claims.items()), Decimal(0)) == sum(c.amount for c in credited)
    assert counts.questions["q1"].asked == sum(len(one.quiz_results) for one in histories)
    assert counts.questions["q1"].first_asked == sum(bool(one.quiz_results) for one in histories)
    assert counts.reached[Stage.BEGAN] >= counts.reached[Stage.WATCHED] >= counts.reached[Stage.EVALUATED]


def test_an_attempt_that_two_devices_know_counts_once() -> None:
    one = known(3)
    assert one.history.quiz_results
    twice = replace(one, strands=one.strands * 2)
    assert added([twice]).courses[0].questions == added([one]).courses[0].questions


def test_specimens_and_rehearsals_are_left_out_unless_they_are_asked_for() -> None:
    rehearsed, specimen = member(3, purpose=Purpose.REHEARSAL), replace(known(3), specimen=True)
    statistics = added([rehearsed, specimen])
    assert (statistics.left_out, statistics.courses) == (2, ())
    counted = Statistics(specimens=True)
    counted.add(rehearsed)
    assert counted.courses[0].learners == 1


def test_another_version_of_a_course_is_counted_apart() -> None:
    other = replace(known(3), course_hash=CourseHash("d0" * 32), course=replace(known(3).course, version=2))
    assert [one.course.version for one in added([other, known(4)]).courses] == [1, 2]


def test_memory_does_not_grow_with_what_people_type() -> None:
    kept = Kept()
    for number in range(MOST_TEXTS * 3):
        kept.add(f"{number} " + "x" * 10_000)
    assert len(kept.counts) == MOST_TEXTS
    assert sum(map(len, kept.counts)) <= MOST_TEXTS * 2_000
    assert kept.total == MOST_TEXTS * 3


def test_what_cannot_be_shown_is_not_kept() -> None:
    kept = Kept()
    kept.add("one\x00\ud800\x1b two\nمی\u200cخواهم")
    assert list(kept.counts) == ["one two\nمی\u200cخواهم"]


# --- what is shown ---------------------------------------------------------------------------------------


def test_the_question_about_bias_stands_first_and_out() -> None:
    marked = [section.heading for section in report(40).sections if section.marked]
    assert marked == ["Commercial bias", "2. Was the content free of commercial bias?"]
    assert report(40).sections[1].marked


def test_no_learner_is_named() -> None:
    text = said(report(60))
    assert "Learner 1" not in text
    assert known(1).learner.id not in text


def test_of_fewer_than_five_evaluations_nothing_that_was_said_is_shown() -> None:
    members = [one for one in map(known, range(40)) if one.history.evaluated][:4]
    one = report_of(added(members).courses[0], day=DAY)
    assert not any(isinstance(block, Quotes | Stacks) for section in one.sections for block in section.blocks)
    assert "what they said is not shown" in said(one)
    for response in (response for member_ in members for response in member_.history.responses if response.text):
        assert response.text not in said(one)


def test_no_profession_with_fewer_than_five_learners_has_a_row() -> None:
    one = report(60)
    for row in table(one, "professions").rows:
        assert int(row[1]) >= SMALLEST
    for found in one.tables:
        if isinstance(found, Table) and found.name.endswith("by-profession") and found.head[1] == "Answers":
            assert all(int(row[1]) >= SMALLEST for row in found.rows)


def test_what_is_written_is_in_no_order_that_tells_who_wrote_it() -> None:
    members = [known(number) for number in range(80)]
    forward, backward = added(members), added(list(reversed(members)))
    orders = [
        [text for text, _ in next(t for t in report_of(one.courses[0], day=DAY).tables if isinstance(t, Quotes)).texts]
        for one in (forward, backward)
    ]
    written = [r.text for one in members if one.history.evaluated for r in one.history.responses if r.text]
    assert orders[0] == orders[1]
    assert orders[0] != list(dict.fromkeys(written))
    assert set(orders[0]) == set(written)


def test_the_answer_that_most_chose_wrongly_is_named_in_its_words() -> None:
    row = table(report(60), "questions").rows[0]
    assert row[0] == "1. Which one?"
    assert row[5].startswith("That (")


def test_what_few_typed_wrongly_is_not_quoted() -> None:
    asked = Question(id="q1", kind=QuestionKind.TEXT, text="Who?", choices=(Choice(id="x", text="x"),))
    statistics = added([known(number) for number in range(40)])
    counts = statistics.courses[0]
    assert counts.course.quiz
    counts.course = replace(counts.course, quiz=replace(counts.course.quiz, questions=(asked,)))
    counts.questions["q1"].wrong = Kept()
    counts.questions["q1"].wrong.add("dr. smith of ward 7", 4)
    assert table(report_of(counts, day=DAY), "questions").rows[0][5] == "various"
    counts.questions["q1"].wrong.add("dr. smith of ward 7")
    assert "ward 7" in table(report_of(counts, day=DAY), "questions").rows[0][5]


def test_means_are_those_of_the_answers() -> None:
    members = [known(number) for number in range(50)]
    picked = [
        int(response.options[0])
        for one in members
        if one.history.evaluated
        for response in one.history.responses
        if response.place == ("met", "name")
    ]
    row = table(report(50), "item-1").rows[0]
    assert row[-3] == str(len(picked))
    assert row[-2] == f"{sum(picked) / len(picked) + 1e-9:.2f}"


def test_nobody_at_all_still_makes_a_report() -> None:
    statistics = added([known(1)])
    counts = statistics.courses[0]
    empty = type(counts)(course=counts.course, course_hash=counts.course_hash)
    assert report_of(empty, day=DAY).sections
