"""Problems: three sentences for a person, a stable code for a program."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from player.domain import evaluation, journey, quiz
from player.domain.problem import Problem
from player.proof import files, problems


class Sample(Problem):
    what_template = "{name} is missing."
    meaning_template = ""
    remedy_template = "Look for {name}."


def test_a_problem_tells_what_it_means_and_what_to_do_in_one_line() -> None:
    problem = Sample(name="The key", details="errno 2")
    assert problem.sentence == str(problem) == "The key is missing. Look for The key."
    assert (problem.code, problem.details, problem.data) == ("Sample", "errno 2", {"name": "The key"})


def test_braces_in_what_a_problem_tells_are_told_as_they_are() -> None:
    assert Sample(name="{x}").what == "{x} is missing."


def test_the_plainest_problem_still_has_three_sentences() -> None:
    assert Problem().sentence.count(".") == 3


def _declared() -> Iterator[type[Problem]]:
    for module in (evaluation, journey, quiz, files, problems):
        for thing in vars(module).values():
            if isinstance(thing, type) and issubclass(thing, Problem) and thing.__module__ == module.__name__:
                yield thing


@pytest.mark.parametrize("kind", list(_declared()))
def test_every_problem_says_what_it_means_for_credit_and_what_to_do(kind: type[Problem]) -> None:
    for template in (kind.what_template, kind.meaning_template, kind.remedy_template):
        assert template.endswith((".", "}"))
