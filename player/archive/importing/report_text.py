"""The report on what was taken over, as a file for people and as one for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from player.archive.importing.report import Fate, ItemReport

_WORDS: Mapping[Fate, str] = {
    Fate.TAKEN: "taken over",
    Fate.CHANGED: "taken over with differences",
    Fate.LEFT_OUT: "left out",
}


def report_lines(report: Sequence[ItemReport]) -> tuple[str, ...]:
    """What came of each item, with the reasons below it; then how many of each."""
    lines: list[str] = []
    for one in report:
        title = f" “{one.title}”" if one.title else ""
        lines.append(f"{_WORDS[one.fate]}: {one.item}{title}")
        lines += [f"    {reason}" for reason in one.reasons]
    counts = [f"{sum(one.fate is fate for one in report)} {_WORDS[fate]}" for fate in Fate]
    return (*lines, ", ".join(counts))


def report_text(report: Sequence[ItemReport], *, title: str, kind: str) -> str:
    return "\n".join((f"“{title}”, taken over from: {kind}", "", *report_lines(report), ""))


def report_json(report: Sequence[ItemReport]) -> bytes:
    items = [
        {"item": one.item, "title": one.title, "fate": one.fate.value, "reasons": list(one.reasons)} for one in report
    ]
    return (json.dumps(items, ensure_ascii=False, indent=2) + "\n").encode()
