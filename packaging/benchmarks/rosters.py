"""Rosters: 10,000 completions in each form, checked and written, and the most memory that it took."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from measuring import ROOT, Figures, timed

from player.domain.learner import LearnerId
from player.domain.report_format import ReportFormat
from player.domain.roster import RosterRow
from player.exchange.preflight.checking import objections
from player.exchange.tables.layouts import WITH_LAYOUT, Layouts
from player.exchange.tables.writing import table_bytes
from tests.builders import ANCC
from tests.exchange.tables.rosters import ASWB, NOW, NURSE, PHARMACIST, PHARMACY, SOCIAL_WORKER, row

COMPLETIONS = 10_000


def measure_rosters(_: Path) -> Figures:
    """Seconds for all of them, also those that a form does not list, and MiB of Python's own memory at the worst."""
    layouts = Layouts([ROOT / "resources" / "exports"])
    figures: Figures = {}
    for form in sorted(WITH_LAYOUT):
        name = form.replace("-", "_")
        figures[f"roster_{name}_s"] = timed(lambda form=form: _write(form, layouts)) / 1000
        figures[f"roster_{name}_check_s"] = timed(lambda form=form: _check(form, layouts)) / 1000
        figures[f"roster_{name}_peak_mib"] = _peak(form, layouts)
    return figures


def _completions() -> Iterator[RosterRow]:
    kinds = (row(), row(PHARMACIST, PHARMACY), row(NURSE, ANCC), row(SOCIAL_WORKER, ASWB))
    for number in range(COMPLETIONS):
        kind = kinds[number % len(kinds)]
        learner = replace(kind.learner, id=LearnerId(f"{number:032x}"))
        yield replace(kind, learner=learner, number=f"CRL-{number:012}")


def _write(form: ReportFormat, layouts: Layouts) -> int:
    return sum(len(data) for data in table_bytes(form, _completions(), layouts=layouts, written=NOW))


def _check(form: ReportFormat, layouts: Layouts) -> int:
    return len(objections(form, _completions(), layouts=layouts, now=NOW))


def _peak(form: ReportFormat, layouts: Layouts) -> float:
    tracemalloc.start()
    try:
        _write(form, layouts)
        return tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()
