"""The answers of a check-up in words and colours, for every page that shows them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from player.domain.requirement import Finding, Level, Verdict
from player.ui.widgets.tone import Tone

TONES = {
    Verdict.MET: Tone.GOOD,
    Verdict.MET_AT_MINIMUM: Tone.GOOD,
    Verdict.NOT_MET: Tone.CAUTION,
    Verdict.CANNOT_TELL: Tone.NEUTRAL,
    Verdict.DOES_NOT_APPLY: Tone.NEUTRAL,
}
ORDER = {
    Verdict.NOT_MET: 0,
    Verdict.CANNOT_TELL: 1,
    Verdict.MET_AT_MINIMUM: 2,
    Verdict.MET: 3,
    Verdict.DOES_NOT_APPLY: 4,
}


def tr(text: str) -> str:
    return QCoreApplication.translate("findings", text)


def verdict_text(finding: Finding) -> str:
    if finding.verdict is Verdict.NOT_MET and finding.requirement.level is not Level.MINIMUM:
        return tr("Advice")
    return {
        Verdict.MET: tr("Met"),
        Verdict.MET_AT_MINIMUM: tr("Met at minimum"),
        Verdict.NOT_MET: tr("Not met"),
        Verdict.CANNOT_TELL: tr("Cannot tell here"),
        Verdict.DOES_NOT_APPLY: tr("Does not apply here"),
    }[finding.verdict]
