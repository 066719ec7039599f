"""How it is told what was written: for whom, when, where, and whether a receipt speaks of what is in it."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from pathlib import Path

from player.domain.outbox import WrittenFile
from player.domain.report_format import ReportFormat
from player.ui.language import moment_text, tr
from player.ui.send.receivers import receiver_of
from player.ui.send.state import SendState
from player.ui.widgets.table_text import Table
from player.ui.widgets.tone import Tone


def about_text(file: WrittenFile) -> str:
    """ "For PARS, Tab-separated · 22 Nov 2026, 09:14"."""
    return f"{form_text(file)}  ·  {moment_text(file.moment)}"


def form_text(file: WrittenFile) -> str:
    receiver = receiver_of(file.form)
    kind = next(word for form, word in receiver.forms if form is file.form)
    return tr("{receiver}: {kind}").format(receiver=receiver.name, kind=kind)


def covered_text(file: WrittenFile, submitted: AbstractSet[str]) -> tuple[str, Tone]:
    """Whether receipts speak of all the claims in it; they answer completion files, and are about credit."""
    if not file.numbers:
        return tr("No claim in it"), Tone.NEUTRAL
    is_answered = file.form is ReportFormat.COMPLETION
    if submitted >= set(file.numbers):
        return tr("Receipt is here") if is_answered else tr("Credit confirmed"), Tone.GOOD
    return tr("No receipt yet") if is_answered else tr("Credit not confirmed yet"), Tone.NEUTRAL


def files_table(state: SendState) -> Table:
    rows = (
        (
            Path(file.file).name,
            form_text(file),
            file.moment.astimezone().isoformat(sep=" ", timespec="minutes"),
            str(Path(file.file).parent),
            covered_text(file, state.submitted)[0],
            ", ".join(file.numbers),
            file.digest,
        )
        for file in state.files
    )
    headings = (
        tr("File"), tr("For"), tr("Written"), tr("Folder"), tr("Receipt"), tr("Claims"), tr("SHA-256"),
    )  # fmt: skip
    return Table(title=tr("Files written"), headings=headings, rows=tuple(rows))
