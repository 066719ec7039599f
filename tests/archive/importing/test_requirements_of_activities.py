"""The texts of both activities, drafted, answer on every recorded machine as the rules do that were made by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from player.archive.authoring.draft import read_folder
from player.archive.authoring.lint import check_path
from player.archive.authoring.remarks import Severity, remarks_on
from player.archive.importing.requirements.drafting import draft_of
from player.archive.importing.requirements.writing import tables_of
from player.domain.checkup.course_facts import facts_of
from player.domain.checkup.judging import judge_all
from player.domain.course import Course
from player.domain.requirement import Level, Verdict
from tests.archive.making import TRUST, probe, real_folder
from tests.courses.test_machines import MACHINES, recorded

Key = tuple[Level, tuple[str, ...], str]
NAMES = ("ketamine-biomarkers", "ketamine-trd")


@pytest.fixture(scope="module")
def activities(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, ...]:
    place = tmp_path_factory.mktemp("activities")
    return tuple(read_folder(real_folder(name, place), probe) for name in NAMES)


def drafted(course: Course) -> Course:
    rules = tuple(one.rule for one in draft_of(course.requirements_source).rules)
    return replace(course, requirements=rules)


def answers(course: Course, machine: str) -> dict[Key, Verdict]:
    findings = judge_all(course.requirements, {**recorded(machine), **facts_of(course)})
    found = [(one.requirement, one.verdict) for one in findings]
    # By hand, one sentence became two alternatives; neither applies anywhere, as the whole does not.
    whole = "Chrome, Firefox or Safari, the latest or 2nd latest version, or Internet Explorer 11+"
    return {
        (rule.level, tuple(sorted(rule.platforms)), whole if rule.group else rule.text): verdict
        for rule, verdict in found
    }


@pytest.mark.parametrize("machine", MACHINES)
def test_drafted_rules_answer_as_those_that_were_made_by_hand(activities: tuple[Course, ...], machine: str) -> None:
    for course in activities:
        assert answers(drafted(course), machine) == answers(course, machine)


def test_every_sentence_of_both_was_read(activities: tuple[Course, ...]) -> None:
    for course in activities:
        draft = draft_of(course.requirements_source)
        assert [one.rule.text for one in draft.rules if one.unread] == []


def test_the_slip_is_read_and_said(activities: tuple[Course, ...]) -> None:
    slips = [rule.interpretation for one in activities for rule in drafted(one).requirements if rule.interpretation]
    assert slips == ["The text writes 1.83 MHz, which can only mean 1.83 GHz."]


def test_the_linter_finds_nothing_to_say_of_drafted_rules(activities: tuple[Course, ...]) -> None:
    for course in activities:
        found = [one for one in remarks_on(drafted(course)) if one.rule.startswith(("requirement", "not-sound"))]
        assert found == []


def test_the_tables_stand_in_a_course_folder_without_an_error(tmp_path: Path) -> None:
    folder = real_folder(NAMES[1], tmp_path)
    text = (folder / "course.toml").read_text(encoding="utf-8")
    without, _, _ = text.partition("[[requirement]]")
    course = read_folder(folder, probe)
    (folder / "course.toml").write_text(without + tables_of(draft_of(course.requirements_source)), encoding="utf-8")
    assert read_folder(folder, probe).requirements == drafted(course).requirements
    errors = [one for one in check_path(folder, probe=probe, trust=TRUST) if one.severity is Severity.ERROR]
    assert [one for one in errors if one.rule.startswith(("requirement", "not-sound", "course-text"))] == []
