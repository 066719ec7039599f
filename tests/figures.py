"""Figures that tests came to, shown in a table at the end of the run: a long test proves little without its numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

_MARK = "figures:"

Figures = Callable[..., None]
"""Called as `figures("killed at any moment", kills=300, lost=0)`; what one test says of a name is one line."""


@pytest.fixture
def figures(record_property: Callable[[str, Any], None]) -> Figures:
    """Notes numbers for the table. They travel with the test's report, also from one of several processes."""

    def note(name: str, /, **numbers: int | str) -> None:
        record_property(_MARK + name, {number.replace("_", " "): value for number, value in numbers.items()})

    return note


def show_figures(reporter: Any) -> None:
    """Prints what the tests of this run noted; to be called from `pytest_terminal_summary`."""
    noted = [
        (name.removeprefix(_MARK), numbers)
        for reports in reporter.stats.values()
        for report in reports
        if getattr(report, "when", "") == "call"
        for name, numbers in report.user_properties
        if name.startswith(_MARK)
    ]
    if noted:
        reporter.section("figures")
    for name, numbers in sorted(noted, key=lambda line: line[0]):
        said = ", ".join(f"{number} {value}" for number, value in numbers.items())
        reporter.write_line(f"{name:<34} {said}")
