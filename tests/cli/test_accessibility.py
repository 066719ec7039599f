"""The accessibility statement says what was tested and where: the files that it names are there, and it is found."""

from __future__ import annotations

import re
from pathlib import Path

CONFORMANCE = {"Supports", "Partially supports", "Does not support", "Not applicable"}


def statement(root: Path) -> str:
    return (root / "docs" / "accessibility.md").read_text(encoding="utf-8")


def test_every_test_that_it_names_exists(root: Path) -> None:
    named = set(re.findall(r"`(tests/[^`]+)`", statement(root)))
    assert len(named) > 10
    assert [name for name in sorted(named) if not (root / name).is_file()] == []


def test_every_criterion_has_one_of_the_four_answers(root: Path) -> None:
    tables = statement(root).split("| criterion | conformance | remarks |\n| --- | --- | --- |\n")[1:]
    rows = [row for table in tables for row in table.partition("\n\n")[0].splitlines()]
    assert len(rows) > 60
    assert [row for row in rows if row.split(" | ")[1].strip("| ") not in CONFORMANCE] == []


def test_what_was_never_tested_is_told(root: Path) -> None:
    never = statement(root).partition("**Never tested:**")[2].partition("\n\n")[0]
    for name in ("NVDA", "JAWS", "VoiceOver", "Orca", "Windows", "macOS"):
        assert name in never


def test_the_readme_leads_to_it(root: Path) -> None:
    assert "(docs/accessibility.md)" in (root / "README.md").read_text(encoding="utf-8")
