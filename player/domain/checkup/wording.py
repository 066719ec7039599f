"""A check-up in plain English: the words of its answers, levels and outcomes, and the whole report as plain text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC

from player.domain.checkup.columns import broken, columns, hung, plain
from player.domain.checkup.fact_words import FactRow, fact_rows
from player.domain.checkup.report import CheckUp, Outcome
from player.domain.requirement import Finding, Level, Verdict

WIDTH = 80
TITLE = "check-up of this computer"
PENDING = "Still being found out"
ADVICE = "Advice"
OWN = "asked by Carrel"
NOBODY = (
    "This report names no person and no folder, nor the computer itself. It says nothing that does not stand above."
)

_WORDS = {
    Verdict.MET: "Met",
    Verdict.MET_AT_MINIMUM: "Met at the minimum",
    Verdict.NOT_MET: "Not met",
    Verdict.CANNOT_TELL: "Cannot tell here",
    Verdict.DOES_NOT_APPLY: "Does not apply here",
}
WORST_FIRST = (
    Verdict.NOT_MET,
    Verdict.CANNOT_TELL,
    Verdict.MET_AT_MINIMUM,
    Verdict.MET,
    Verdict.DOES_NOT_APPLY,
)
_LEVELS = {
    Level.MINIMUM: "Minimum",
    Level.OPTIMAL: "Recommended",
    Level.ACCESS: "Best experienced with",
    Level.WHERE_MARKED: "Where marked",
}
CANNOT_PLAY = "This computer cannot play everything yet."
MEND_FIRST = "See what to do; what does not play earns nothing, and what was watched before is kept."
_ALL_THE_SAME = "You can watch all the same; it may not play well."


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A text and what it is; `is_quoted`: in the course's own words."""

    label: str
    text: str
    is_quoted: bool = False


def answer_word(finding: Finding) -> str:
    """The answer in a word; what is not met and no minimum is advice."""
    if finding.verdict is Verdict.NOT_MET and finding.requirement.level is not Level.MINIMUM:
        return ADVICE
    return _WORDS[finding.verdict]


def answer_in(checkup: CheckUp, finding: Finding) -> str:
    """As `answer_word`; says so where the answer is still being found out."""
    return PENDING if checkup.is_pending(finding) else answer_word(finding)


def level_word(level: Level) -> str:
    return _LEVELS[level]


def overall(checkup: CheckUp) -> str:
    """What it all comes to, in a sentence or two."""
    lacking = len(checkup.lacking)
    if not checkup.plays:
        return f"{CANNOT_PLAY} {MEND_FIRST}"
    if lacking == 1:
        return f"This computer lacks one thing. {_ALL_THE_SAME}"
    if lacking:
        return f"This computer lacks {lacking} things. {_ALL_THE_SAME}"
    if not checkup.is_complete:
        return "Nothing is lacking so far; some answers are still being found out."
    if checkup.outcome is Outcome.UNSURE:
        return "This computer is ready, as far as can be told: not everything can be found out here."
    return "This computer is ready."


def tally(checkup: CheckUp) -> str:
    """How many answers of each kind: "Not met: 1 · Met: 12"."""
    ordered = sorted(checkup.findings, key=_badness)
    counts = Counter(answer_in(checkup, one) for one in ordered)
    return " · ".join(f"{word}: {count}" for word, count in counts.items())


def grouped(findings: Iterable[Finding]) -> tuple[tuple[Level, tuple[Finding, ...]], ...]:
    """The levels from the strictest down, each with its answers, the worst first; a level without any is left out."""
    ordered = sorted(findings, key=_badness)
    levels = ((level, tuple(one for one in ordered if one.requirement.level is level)) for level in Level)
    return tuple((level, found) for level, found in levels if found)


def applying(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """All but those that do not apply here."""
    return tuple(one for one in findings if one.verdict is not Verdict.DOES_NOT_APPLY)


def set_aside(findings: Iterable[Finding]) -> tuple[tuple[str, tuple[Finding, ...]], ...]:
    """What does not apply here, by the reason why."""
    by_reason: dict[str, list[Finding]] = {}
    for one in findings:
        if one.verdict is Verdict.DOES_NOT_APPLY:
            by_reason.setdefault(one.why or "It is not asked here.", []).append(one)
    return tuple((reason, tuple(found)) for reason, found in by_reason.items())


def rule_text(finding: Finding) -> str:
    """What is asked, in the provider's own words."""
    return plain(finding.requirement.text) or "(a rule without words)"


def details(finding: Finding) -> tuple[Labelled, ...]:
    """What stands below an answer: what was found and where, why, how a slip was read, what to do."""
    found = f"{finding.found} ({finding.where})" if finding.found and finding.where else finding.found
    parts = (
        ("Found", found),
        ("Why", finding.why),
        ("Read as", finding.requirement.interpretation),
        ("What to do", finding.remedy),
    )
    return tuple(Labelled(label=label, text=plain(text)) for label, text in parts if plain(text))


def finding_lines(finding: Finding) -> tuple[str, ...]:
    """`details` as lines of text, not broken to any width."""
    return tuple(f"{one.label}: {one.text}" for one in details(finding))


def head_of(checkup: CheckUp) -> tuple[Labelled, ...]:
    """When the check-up was made, for which course, and whom to send it to."""
    moment = checkup.moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    rows = [Labelled(label="Made", text=moment)]
    if checkup.subject is not None:
        course, contact = checkup.subject.course, checkup.subject.contact
        rows.append(Labelled(label="Course", text=f"{plain(course.title)} (version {course.version})", is_quoted=True))
        if contact is not None:
            ways = (contact.label, contact.telephone, contact.email, contact.url)
            rows.append(Labelled(label="Send to", text=" · ".join(plain(way) for way in ways if plain(way))))
    return tuple(rows)


def text_of(checkup: CheckUp, *, program: str = "Carrel") -> str:
    """The whole report as plain text, no line wider than 80 columns; it ends with a line's end."""
    lines = [f"{program}: {TITLE}", "", *_hung_rows((_identifier(checkup), *head_of(checkup)), indent=12)]
    lines += ["", *broken(overall(checkup), WIDTH), *broken(tally(checkup), WIDTH)]
    for level, findings in grouped(applying(checkup.findings)):
        lines += _heading(level_word(level))
        for finding in findings:
            lines += _entry(checkup, finding)
    aside = set_aside(checkup.findings)
    if aside:
        lines += _heading(_WORDS[Verdict.DOES_NOT_APPLY])
        for reason, findings in aside:
            lines += ["", *broken(plain(reason), WIDTH)]
            for finding in findings:
                lines += hung("  -", rule_text(finding), width=WIDTH, indent=4)
    lines += [*_heading("What was found out"), ""]
    for row in fact_rows(checkup.facts):
        lines += _fact_lines(row)
    return "\n".join((*lines, "", *broken(NOBODY, WIDTH))) + "\n"


def is_own(checkup: CheckUp, finding: Finding) -> bool:
    """Whether a course was checked, and it is not the course that asks this."""
    return checkup.subject is not None and any(one is finding for one in checkup.own)


def _badness(finding: Finding) -> tuple[int, bool]:
    return WORST_FIRST.index(finding.verdict), answer_word(finding) == ADVICE


def _identifier(checkup: CheckUp) -> Labelled:
    return Labelled(label="Identifier", text=checkup.id)


def _entry(checkup: CheckUp, finding: Finding) -> Iterator[str]:
    asker = f" ({OWN})" if is_own(checkup, finding) else ""
    text = rule_text(finding) + asker
    yield ""
    yield from hung(f"[{answer_in(checkup, finding)}]", text, width=WIDTH, indent=_ANSWERS)
    for one in _hung_rows(details(finding), indent=12, width=WIDTH - 4):
        yield f"    {one}"


def _hung_rows(rows: Iterable[Labelled], *, indent: int, width: int = WIDTH) -> Iterator[str]:
    for row in rows:
        yield from hung(row.label, row.text, width=width, indent=indent)


def _heading(text: str) -> list[str]:
    return ["", "", text, "-" * columns(text)]


def _fact_lines(row: FactRow) -> Iterator[str]:
    how = f" ({row.how})" if row.how else ""
    yield from hung(row.label, row.value + how, width=WIDTH, indent=30)


_ANSWERS = 24
"""Columns for the longest answer in its brackets, and a space: the rules then stand below each other."""
