"""The document in words, line by line, and what a verification says."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from player.desk.ports import Verified
from player.domain.certificate import CertificateFacts, Run
from player.ui.widgets.banner import Message
from player.ui.widgets.tone import Tone

Runs = list[tuple[str, bool]]


def tr(text: str) -> str:
    return QCoreApplication.translate("certificate", text)


def lines(facts: CertificateFacts) -> list[tuple[str, Runs]]:
    """All that is printed, in the order in which it is read: (role, runs)."""
    signed = ", ".join(part for part in (facts.signatory, facts.signatory_title) if part)
    said: list[tuple[str, Runs]] = [
        ("strong", _plain(facts.heading)),
        ("strong", _plain(facts.name)),
        ("body", _runs(facts.sentence)),
        ("strong", _plain(facts.title)),
        ("body", _labelled(facts.date_label, facts.date)),
        ("body", _labelled(tr("Format"), facts.learning_format)),
        ("body", _labelled(tr("Place"), facts.place)),
        ("body", _labelled(tr("Provider"), _joined(facts.provider, facts.provider_address))),
        ("muted", _plain(facts.accreditation_statement)),
        ("muted", _runs(facts.designation_statement)),
        ("body", _labelled(tr("Signed by"), signed)),
        ("body", _labelled(tr("Number"), facts.number)),
        ("body", _plain(tr("A specimen: it gives no credit.") if facts.specimen else "")),
    ]
    return [(role, runs) for role, runs in said if any(text for text, _ in runs)]


def verdict_message(verified: Verified) -> Message:
    """ "Genuine, grade C", with what that grade means."""
    grade = verified.verdict.grade
    what = tr("Genuine, grade {grade}.").format(grade=grade)
    meaning = {
        "A": tr("The evidence inside is whole, and a device of the provider recorded it."),
        "B": tr("The evidence inside is whole, and a device that the provider enrolled recorded it."),
        "C": tr("The evidence inside is whole. The device that recorded it is a personal one that nobody enrolled."),
    }[grade]
    if verified.verdict.is_specimen:
        what = tr("Genuine, and a specimen: it proves no credit.")
    return Message(what=what, meaning=meaning, tone=Tone.GOOD, dismissible=True)


def _runs(runs: tuple[Run, ...]) -> Runs:
    return [(run.text, run.italic) for run in runs]


def _plain(text: str) -> Runs:
    return [(text, False)]


def _labelled(label: str, text: str) -> Runs:
    return [(f"{label}: {text}", False)] if text else []


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
