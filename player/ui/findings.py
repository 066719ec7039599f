"""The answers of a check-up in words and colours, for every page that shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from player.domain.checkup.superseded import known_again
from player.domain.checkup.wording import WORST_FIRST
from player.domain.requirement import Finding, Level, Verdict
from player.ui.language import counted, said, tr
from player.ui.widgets.tone import Tone

TONES = {
    Verdict.MET: Tone.GOOD,
    Verdict.MET_AT_MINIMUM: Tone.GOOD,
    Verdict.NOT_MET: Tone.CAUTION,
    Verdict.CANNOT_TELL: Tone.NEUTRAL,
    Verdict.DOES_NOT_APPLY: Tone.NEUTRAL,
}
_ICONS = {
    Verdict.MET: "circle-check",
    Verdict.MET_AT_MINIMUM: "check",
    Verdict.NOT_MET: "triangle-alert",
    Verdict.CANNOT_TELL: "circle-help",
    Verdict.DOES_NOT_APPLY: "minus",
}
_ADVICE_ICON, _PENDING_ICON = "info", "clock"
ORDER = {verdict: place for place, verdict in enumerate(WORST_FIRST)}


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingFace:
    """One answer as a row shows it. `title`: the provider's own words; `can_ask`: it can be found out anew."""

    word: str
    tone: Tone
    icon: str
    title: str
    details: str = ""
    remedy: str = ""
    can_ask: bool = False


def face_of(finding: Finding, *, pending: bool = False, can_ask: bool = False) -> FindingFace:
    """`pending`: it is being found out at the moment."""
    title, can_ask = said(finding.requirement.text), can_ask and bool(finding.asked)
    if pending:
        wait = tr("One moment: this is being found out.")
        return FindingFace(
            word=pending_text(), tone=Tone.ACCENT, icon=_PENDING_ICON, title=title, details=wait, can_ask=can_ask
        )
    is_advice = _is_advice(finding)
    return FindingFace(
        word=verdict_text(finding),
        tone=Tone.NEUTRAL if is_advice else TONES[finding.verdict],
        icon=_ADVICE_ICON if is_advice else _ICONS[finding.verdict],
        title=title,
        details="\n".join(_details(finding)),
        remedy=tr("What to do: {remedy}").format(remedy=said(finding.remedy)) if finding.remedy else "",
        can_ask=can_ask,
    )


def pending_text() -> str:
    """In the place of a verdict, while it is being found out."""
    return tr("Checking…")


def verdict_text(finding: Finding) -> str:
    if _is_advice(finding):
        return tr("Advice")
    return {
        Verdict.MET: tr("Met"),
        Verdict.MET_AT_MINIMUM: tr("Met at the minimum"),
        Verdict.NOT_MET: tr("Not met"),
        Verdict.CANNOT_TELL: tr("Cannot tell here"),
        Verdict.DOES_NOT_APPLY: tr("Does not apply here"),
    }[finding.verdict]


def level_text(level: Level) -> str:
    return {
        Level.MINIMUM: tr("Minimum"),
        Level.OPTIMAL: tr("Recommended"),
        Level.ACCESS: tr("Best experienced with"),
        Level.WHERE_MARKED: tr("Where marked"),
    }[level]


def lacking_text(count: int) -> str:
    """What to say first where so many minima are not met."""
    return counted("This computer lacks one thing.", "This computer lacks {count} things.", count)


def all_the_same() -> str:
    """Nothing is ever blocked."""
    return tr("You can watch all the same; it may not play well.")


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """What is lacking comes before what is only advice."""
    strictness = list(Level)
    return sorted(findings, key=lambda one: (ORDER[one.verdict], strictness.index(one.requirement.level)))


def _is_advice(finding: Finding) -> bool:
    return finding.verdict is Verdict.NOT_MET and finding.requirement.level is not Level.MINIMUM


def _details(finding: Finding) -> list[str]:
    """What was found and where, how a slip was read, and why."""
    found = tr("Found: {found}").format(found=said(finding.found)) if finding.found else ""
    if found and finding.where:
        found = tr("Found: {found} ({where})").format(found=said(finding.found), where=said(finding.where))
    read = said(known_again(finding.requirement.interpretation))
    read_as = tr("Read as: {text}").format(text=read) if read else ""
    return [line for line in (found, read_as, said(finding.why)) if line]
