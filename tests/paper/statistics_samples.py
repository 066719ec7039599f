"""Reports of statistics of every kind: of an audience, of nobody, of few, and of texts that break pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from player.domain.evaluation import Option
from player.domain.statistics.adding import Statistics
from player.domain.statistics.counts import CourseCounts
from player.domain.statistics.report import Report
from player.domain.statistics.wording import report_of
from player.paper.statistics import render_statistics
from tests.audiences import FORM, SURVEYED, member
from tests.paper.samples import FONTS

DAY = date(2024, 7, 1)
LONG = "Nächtliche Schichtarbeit und ihre Folgen für Herz, Kreislauf, Stoffwechsel und Gemüt " * 4


def sums(count: int) -> CourseCounts:
    statistics = Statistics()
    for number in range(count):
        statistics.add(member(number))
    return statistics.courses[0]


def report(count: int = 120) -> Report:
    return report_of(sums(count), day=DAY)


def monstrous() -> Report:
    """Thirty statements of four lines, a scale of nine steps, quotations as long as a page, and another language."""
    counts = sums(40)
    rating, *others = FORM.items
    scale = tuple(Option(id=str(step), text=f"Stufe {step}") for step in range(1, 10))
    rows = tuple(Option(id=str(place), text=f"{place}. {LONG}") for place in range(30))
    evaluation = replace(FORM, items=(replace(rating, text=LONG, rows=rows, options=scale), *others))
    counts.course = replace(SURVEYED, title=LONG, language="de", evaluation=evaluation)
    for place in range(30):
        for step in range(1, 10):
            counts.picked["nurse", ("met", str(place)), str(step)] += place * step % 7
            counts.answered["nurse", ("met", str(place))] += place * step % 7
    counts.texts["say"].add(LONG * 6)
    counts.texts["say"].add("\u200b\x00\ue000 unprintable 𒀀")
    return report_of(counts, day=DAY)


def reports() -> Iterator[tuple[str, Report]]:
    yield "statistics", report()
    yield "statistics-of-few", report(4)
    yield "statistics-of-nobody", report_of(CourseCounts(course=SURVEYED, course_hash=sums(1).course_hash), day=DAY)
    yield "statistics-monstrous", monstrous()


def statistics() -> dict[str, bytes]:
    """As documents, for those who hold them against the standards."""
    return {name: render_statistics(told, fonts=FONTS) for name, told in reports()}
