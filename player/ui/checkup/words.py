"""How findings are said: one sentence for all, and a report as plain text that names nobody."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from player.domain.requirement import Finding, Level, Verdict
from player.ui.checkup.state import CheckupState
from player.ui.findings import ORDER, verdict_text
from player.ui.widgets.tone import Tone
from player.ui.wording import moment_text


def tr(text: str) -> str:
    return QCoreApplication.translate("checkup", text)


def lacking(findings: Sequence[Finding]) -> list[Finding]:
    """The minima that are not met."""
    return [f for f in findings if f.verdict is Verdict.NOT_MET and f.requirement.level is Level.MINIMUM]


def overall(findings: Sequence[Finding]) -> tuple[str, Tone]:
    """One sentence for the whole, and its tone."""
    count = len(lacking(findings))
    if count == 1:
        return tr("This computer lacks one thing. You can watch all the same; it may not play well."), Tone.CAUTION
    if count:
        text = tr("{count} things this computer lacks. You can watch all the same; it may not play well.")
        return text.format(count=count), Tone.CAUTION
    return tr("This computer is ready."), Tone.GOOD


def detail_text(finding: Finding) -> str:
    """What was found, why, how a slip was read, and what to do."""
    requirement = finding.requirement
    found = tr("Found: {found}").format(found=finding.found) if finding.found else ""
    read_as = tr("Read as: {text}").format(text=requirement.interpretation) if requirement.interpretation else ""
    remedy = requirement.remedy if finding.verdict is Verdict.NOT_MET else ""
    return "\n".join(part for part in (found, finding.why, read_as, remedy) if part)


def report(state: CheckupState) -> str:
    """The whole as plain text, to be sent to a technical contact."""
    lines = [tr("Carrel check-up"), moment_text(state.moment), overall(state.findings)[0], ""]
    for finding in sorted(state.findings, key=lambda f: ORDER[f.verdict]):
        lines.append(f"[{verdict_text(finding)}] {finding.requirement.text}")
        lines.extend(f"    {line}" for line in detail_text(finding).splitlines())
    return "\n".join(lines) + "\n"
