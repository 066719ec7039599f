"""For whom a file is: each receiver with a line on who reads it, and the kinds of file that it takes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from player.desk.outgoing import Submission
from player.domain.report_format import ReportFormat
from player.ui.language import tr


class Secrecy(Enum):
    """Who can read a learner's particulars in completion files: as each course states a key for it, or not."""

    SEALED = auto()
    OPEN = auto()
    SOME = auto()
    """Some are sealed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """`forms`: the kinds of file, the usual one first, each with the word for it."""

    name: str
    who: str
    forms: tuple[tuple[ReportFormat, str], ...]

    def has(self, form: ReportFormat) -> bool:
        return any(known is form for known, _ in self.forms)


def provider() -> Receiver:
    """The usual one."""
    return Receiver(
        name=tr("Your provider"),
        who=secrecy_text(Secrecy.OPEN),
        forms=((ReportFormat.COMPLETION, tr("Completion file")),),
    )


def secrecy_of(submissions: Iterable[Submission]) -> Secrecy:
    """Of the completion files of these courses."""
    found = {submission.sealed for submission in submissions}
    if len(found) > 1:
        return Secrecy.SOME
    return Secrecy.SEALED if True in found else Secrecy.OPEN


def secrecy_text(secrecy: Secrecy) -> str:
    return {
        Secrecy.SEALED: tr("The whole proof, signed and sealed: only your provider can read who you are."),
        Secrecy.OPEN: tr("The whole proof, signed, not secret: whoever has the file can read who you are."),
        Secrecy.SOME: tr("The whole proof, signed. Some are sealed; whoever has another one can read who you are."),
    }[secrecy]


def others() -> tuple[Receiver, ...]:
    return (
        Receiver(
            name=tr("PARS"),
            who=tr("The ACCME reads it: physicians’ credit, MOC and CME for MIPS. Your provider hands it in."),
            forms=((ReportFormat.PARS, tr("Tab-separated")), (ReportFormat.PARS_XML, tr("XML"))),
        ),
        Receiver(
            name=tr("CPE Monitor"),
            who=tr("The NABP reads it: credit of pharmacists and technicians. Your provider hands it in."),
            forms=((ReportFormat.CPE_MONITOR, tr("CSV")),),
        ),
        Receiver(
            name=tr("CE Broker"),
            who=tr("State licensing boards read it. Your provider hands it in."),
            forms=((ReportFormat.CE_BROKER, tr("CSV")),),
        ),
        Receiver(
            name=tr("List of completers"),
            who=tr("People read it, in a spreadsheet: an education office, a hospital, an employer."),
            forms=((ReportFormat.COMPLETERS_XLSX, tr("Excel")), (ReportFormat.COMPLETERS_CSV, tr("CSV"))),
        ),
        Receiver(
            name=tr("xAPI statements"),
            who=tr("A learning record store reads them: all that you did, step by step."),
            forms=(
                (ReportFormat.XAPI, tr("JSON")),
                (ReportFormat.XAPI_LINES, tr("A line for each (JSONL)")),
                (ReportFormat.XAPI_SIGNED, tr("Signed")),
            ),
        ),
        Receiver(
            name=tr("Open Badge"),
            who=tr("Portfolios and wallets read it: one for each credit you claimed, to show to anybody."),
            forms=(
                (ReportFormat.BADGE_PNG, tr("Picture (PNG)")),
                (ReportFormat.BADGE_SVG, tr("Picture (SVG)")),
                (ReportFormat.BADGE, tr("JSON")),
            ),
        ),
        Receiver(
            name=tr("Moodle"),
            who=tr("A Moodle site reads it: who completed which course there."),
            forms=((ReportFormat.MOODLE, tr("CSV")),),
        ),
    )


def receiver_of(form: ReportFormat) -> Receiver:
    return next(one for one in (provider(), *others()) if one.has(form))
