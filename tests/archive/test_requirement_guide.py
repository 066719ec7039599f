"""The page on requirements names every fact and comparison there is, and its examples are rules without a fault."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace

import msgspec
import pytest

from player.archive.authoring.course_file import RequirementTable
from player.archive.authoring.reading import requirement_of
from player.archive.authoring.remarks import remarks_on
from player.archive.authoring.remarks_on_asking import fitting
from player.domain.checkup.askable import ALIASES, ASKABLE
from player.domain.requirement import Operator
from tests.archive.making import ROOT
from tests.builders import SHORT_COURSE

GUIDE = (ROOT / "docs" / "requirements.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```toml\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
RULE = 'id = "r"\nlevel = "minimum"\nsubject = "s"\n'


def rows(heading: str) -> Iterator[list[str]]:
    """The rows of the first table of a chapter, without its heading and line."""
    chapter = GUIDE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    for line in [line for line in chapter.splitlines() if line.startswith("| ")][2:]:
        yield [cell.strip() for cell in line.strip("|").split(" | ")]


def test_every_fact_is_in_the_table_with_the_comparisons_that_fit_it() -> None:
    told = {name: row[2] for row in rows("The facts") for name in re.findall(r"`([a-z.-]+)`", row[0])}
    assert set(told) == set(ASKABLE)
    for name, said in told.items():
        words = said.replace("browsers: newest", "newest" if name.startswith("browser.") else "")
        assert set(re.findall(r"[a-z-]+", words)) == set(fitting(name)), name


def test_every_comparison_is_in_its_table() -> None:
    assert {name for row in rows("Comparisons") for name in re.findall(r"`([a-z-]+)`", row[0])} == set(Operator)


def test_the_names_of_earlier_courses_are_told() -> None:
    for name in ALIASES:
        assert f"`{name}`" in GUIDE


@pytest.mark.parametrize("block", BLOCKS)
def test_an_example_is_a_rule_without_a_fault(block: str) -> None:
    tables = tomllib.loads(block)
    source = tables.pop("requirements_source", "")
    if "requirement" in tables:
        (table,) = tables["requirement"]
    else:
        need = {"need": tables} if set(tables) <= {"any_of", "all_of"} else tables
        table = {**tomllib.loads(RULE), "text": "t", **need}
    rule = requirement_of(msgspec.convert(table, RequirementTable))
    course = replace(SHORT_COURSE, requirements=(rule,), requirements_source=source and rule.text)
    assert not [remark for remark in remarks_on(course) if remark.rule.startswith(("requirement", "not-sound"))]
