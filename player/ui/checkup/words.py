"""How a check-up is said: one sentence for all, its groups, and how it is sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from player.domain.checkup.report import CheckUp, Outcome
from player.domain.course import Contact
from player.domain.requirement import Finding, Level, Verdict
from player.ui.checkup.state import CheckupState
from player.ui.findings import ORDER, all_the_same, lacking_text, level_text, verdict_text
from player.ui.language import counted, said, said_each, tr
from player.ui.widgets.table_text import Table
from player.ui.widgets.tone import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What it all comes to, at a glance."""

    what: str
    meaning: str
    tone: Tone
    icon: str


def summary_of(checkup: CheckUp) -> Summary:
    """One sentence for the whole; what is lacking is said at once, also while the rest is being found out."""
    if not checkup.plays:
        what = tr("This computer cannot play everything yet.")
        meaning = tr("See what to do; what does not play earns nothing, and what was watched before is kept.")
        return Summary(what=what, meaning=meaning, tone=Tone.CAUTION, icon="triangle-alert")
    if checkup.lacking:
        what = lacking_text(len(checkup.lacking))
        return Summary(what=what, meaning=all_the_same(), tone=Tone.CAUTION, icon="triangle-alert")
    if not checkup.is_complete:
        return Summary(what=tr("Looking at this computer…"), meaning=_so_far(checkup), tone=Tone.ACCENT, icon="clock")
    if checkup.outcome is Outcome.UNSURE:
        what = tr("This computer is ready, as far as it can tell.")
        return Summary(what=what, meaning=_unsure(checkup), tone=Tone.ACCENT, icon="circle-help")
    return Summary(what=tr("This computer is ready."), meaning=_advised(checkup), tone=Tone.GOOD, icon="circle-check")


def _so_far(checkup: CheckUp) -> str:
    count = sum(checkup.is_pending(finding) for finding in checkup.findings)
    return counted(
        "Nothing is lacking so far; one answer is still being found out.",
        "Nothing is lacking so far; {count} answers are still being found out.",
        count,
    )


def _unsure(checkup: CheckUp) -> str:
    unsure = Verdict.CANNOT_TELL
    count = sum(f.verdict is unsure and f.requirement.level is Level.MINIMUM for f in checkup.findings)
    return counted(
        "Nothing is known to be lacking; one minimum cannot be told here.",
        "Nothing is known to be lacking; {count} minima cannot be told here.",
        count,
    )


def _advised(checkup: CheckUp) -> str:
    count = sum(finding.verdict is Verdict.NOT_MET for finding in checkup.findings)
    if not count:
        return tr("Every minimum is met.")
    return counted(
        "Every minimum is met; there is one piece of advice.",
        "Every minimum is met; there are {count} pieces of advice.",
        count,
    )


Key = tuple[bool, int]
"""A rule: whether it is the course that asks it, and its place among those that the same one asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The rules of one level, in the order in which they are shown."""

    asked_by_course: bool
    level: Level
    keys: tuple[Key, ...]


def findings_by_key(checkup: CheckUp) -> dict[Key, Finding]:
    asked = {(True, place): finding for place, finding in enumerate(checkup.asked)}
    return asked | {(False, place): finding for place, finding in enumerate(checkup.own)}


def groups_of(state: CheckupState) -> tuple[Group, ...]:
    """What applies: first what the course asks, from the strictest level down, the worst first.

    What is still being found out stands with what is met, where it most often ends: so hardly a row ever moves.
    """
    found = {k: f for k, f in findings_by_key(state.checkup).items() if f.verdict is not Verdict.DOES_NOT_APPLY}

    def rank(key: Key) -> int:
        return ORDER[Verdict.MET if state.is_pending(found[key]) else found[key].verdict]

    return tuple(_groups(sorted(found, key=rank), found))


def _groups(ordered: list[Key], found: dict[Key, Finding]) -> Iterator[Group]:
    for of_course in (True, False):
        for level in Level:
            keys = tuple(k for k in ordered if k[0] is of_course and found[k].requirement.level is level)
            if keys:
                yield Group(asked_by_course=of_course, level=level, keys=keys)


def asker_text(asked_by_course: bool) -> str:
    return tr("What the course asks") if asked_by_course else tr("What Carrel asks")


def answers_table(state: CheckupState) -> Table | None:
    """Every rule with its answer, whoever asks it, also those that do not apply here."""
    found = findings_by_key(state.checkup)
    if not found:
        return None
    headings = (
        tr("Who asks"),
        tr("Rule"),
        tr("How strictly"),
        tr("Answer", "what a check of this computer comes to"),
        tr("Found"),
        tr("Why"),
        tr("What to do"),
    )
    return Table(title=tr("Check-up"), headings=headings, rows=tuple(_cells(key[0], one) for key, one in found.items()))


def _cells(by_course: bool, finding: Finding) -> tuple[str, ...]:
    asked = finding.requirement
    answer = said_each((finding.found, finding.why, finding.remedy))
    return (asker_text(by_course), said(asked.text), level_text(asked.level), verdict_text(finding), *answer)


def ways_to(contact: Contact) -> str:
    """How somebody is reached, on one line."""
    return " · ".join(way for way in (contact.telephone, contact.email, contact.url) if way)


class ReportKind(StrEnum):
    """The files that a report can be saved as, by the ending of their names."""

    PDF = "pdf"
    TEXT = "txt"
    JSON = "json"


def kind_of(name: str, chosen_filter: str) -> tuple[str, ReportKind]:
    """The whole name of a file and its kind: by its ending, or else by the filter that was chosen."""
    ending = name.rpartition(".")[2].lower()
    if ending in tuple(ReportKind):
        return name, ReportKind(ending)
    kind = next((kind for kind in ReportKind if f"*.{kind}" in chosen_filter), ReportKind.PDF)
    return f"{name}.{kind}", kind


def filters() -> str:
    """For the dialog of files."""
    named = {ReportKind.PDF: tr("PDF document"), ReportKind.TEXT: tr("Plain text"), ReportKind.JSON: tr("JSON")}
    return ";;".join(f"{name} (*.{kind})" for kind, name in named.items())
