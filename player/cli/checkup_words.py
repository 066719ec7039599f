"""What is said to people of check-ups: what it comes to, each answer with its reasons, and a table of all courses."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

from player.cli.checking import Checked, CourseChecked, EveryCourse, open_minima
from player.cli.show import table
from player.domain.checkup.askable import PLAYS
from player.domain.checkup.columns import hung, plain
from player.domain.checkup.report import CheckUp, Outcome
from player.domain.checkup.wording import (
    answer_word,
    applying,
    details,
    grouped,
    head_of,
    level_word,
    overall,
    set_aside,
)
from player.domain.requirement import Finding

OUTCOMES = {Outcome.READY: "ready", Outcome.UNSURE: "cannot tell", Outcome.LACKS: "lacks", None: "cannot be opened"}
_NARROWEST, _WIDEST = 60, 110
_INDENT = 23
"""Where the rules stand: the longest answer, before it two columns and after it two."""


def report_lines(checked: Checked) -> Iterator[str]:
    """One check-up: what it comes to, what the course asks, what Carrel asks, and whom to send the report to."""
    checkup = checked.checkup
    yield overall(checkup)
    if checkup.subject is not None:
        yield from _block(f"What “{plain(checkup.subject.course.title)}” asks", checkup.asked)
    yield from _block("What Carrel asks", checkup.own)
    yield ""
    yield f"Identifier: {checkup.id}"
    yield from _hung_heads(checkup)
    if checked.recorded:
        yield "Recorded: your record of this course keeps what it came to, under this identifier."
    elif checked.is_unrecorded:
        yield "Not recorded: you have not begun this course, and it gives no credit here."


def every_course_lines(every: EveryCourse) -> Iterator[str]:
    """The computer, each course, and a table of all."""
    if every.computer is None:
        yield "No course yet, so there is nothing to check for. Add one with “carrel add FILE.course”."
        return
    yield overall(every.computer)
    yield from _block("What Carrel asks", every.computer.own)
    for one in every.courses:
        yield from _course_block(one)
    yield ""
    yield "All courses"
    yield from table(_rows(every))


def _course_block(one: CourseChecked) -> Iterator[str]:
    if one.checkup is None:
        yield from ("", f"{_title(one)} cannot be opened", f"  {one.problem}")
        return
    of_the_course = tuple(f for f in one.checkup.own if any(name.startswith(PLAYS) for name in f.asked))
    yield from _block(f"What {_title(one)} asks", one.checkup.asked + of_the_course)
    yield f"  Identifier: {one.checkup.id}"
    yield from (f"  {line}" for line in _hung_heads(one.checkup, "Send to"))
    if one.recorded:
        yield "  Recorded: the record of this course keeps what it came to."


def _rows(every: EveryCourse) -> Iterator[tuple[str, ...]]:
    for one in every.courses:
        lacks = one.checkup.lacking or open_minima(one.checkup) if one.checkup else ()
        yield _title(one), OUTCOMES[one.outcome], _short(lacks)


def _title(one: CourseChecked) -> str:
    signed = one.listing.signed
    if signed is None:
        return plain(one.listing.path.name)
    version = f" (version {signed.course.version})" if one.listing.superseded or signed.course.version > 1 else ""
    return f"“{plain(signed.course.title)}”{version}"


def _short(findings: tuple[Finding, ...]) -> str:
    return "; ".join(dict.fromkeys(plain(finding.requirement.text) for finding in findings))


def _block(heading: str, findings: tuple[Finding, ...]) -> Iterator[str]:
    """The answers of one asker by level, the worst first; what does not apply last, by its reason."""
    yield from ("", heading)
    for level, found in grouped(applying(findings)):
        yield f"  {level_word(level)}"
        for finding in found:
            yield from _entry(finding)
    aside = set_aside(findings)
    if aside:
        yield "  Does not apply here"
    for reason, found in aside:
        yield from _hung("", plain(reason), indent=4)
        for finding in found:
            yield from _hung("      -", plain(finding.requirement.text), indent=8)
    if not findings:
        yield "  nothing"


def _entry(finding: Finding) -> Iterator[str]:
    yield from _hung(f"    {answer_word(finding)}", plain(finding.requirement.text), indent=_INDENT)
    for one in details(finding):
        yield from _hung(" " * _INDENT, f"{one.label}: {one.text}", indent=_INDENT)


def _hung_heads(checkup: CheckUp, *only: str) -> Iterator[str]:
    for row in head_of(checkup):
        if not only or row.label in only:
            yield from _hung("", f"{row.label}: {row.text}", indent=0)


def _hung(first: str, text: str, *, indent: int) -> Iterator[str]:
    columns, _ = shutil.get_terminal_size(fallback=(_WIDEST, 24))
    return hung(first, text, width=min(max(columns, _NARROWEST), _WIDEST), indent=indent)
