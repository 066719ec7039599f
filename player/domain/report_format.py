"""The forms in which completions are handed on, and what each of them asks for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from player.domain.problem import Problem
from player.domain.roster import RosterRow


class ReportFormat(StrEnum):
    """What receiving systems read; the names are those of `carrel export --format`."""

    COMPLETION = "completion"
    XAPI = "xapi"
    XAPI_LINES = "xapi-lines"
    XAPI_SIGNED = "xapi-signed"
    PARS = "pars"
    PARS_XML = "pars-xml"
    CPE_MONITOR = "cpe-monitor"
    CE_BROKER = "ce-broker"
    COMPLETERS_CSV = "completers-csv"
    COMPLETERS_XLSX = "completers-xlsx"
    MOODLE = "moodle"
    BADGE = "badge"
    BADGE_PNG = "badge-png"
    BADGE_SVG = "badge-svg"


class XapiVersion(StrEnum):
    """Versions in which statements are written, never two in one file."""

    ONE = "1.0.3"
    TWO = "2.0.0"


TO_AUTHORITIES = frozenset({ReportFormat.PARS, ReportFormat.PARS_XML, ReportFormat.CPE_MONITOR, ReportFormat.CE_BROKER})
"""Go to accreditors and boards, and so only with the learner's permission."""
OF_ONE_LEARNER = frozenset(
    {ReportFormat.COMPLETION, ReportFormat.BADGE, ReportFormat.BADGE_PNG, ReportFormat.BADGE_SVG}
)
"""One file for each learner and course (of a badge: for each claim); of the others one file takes many learners."""
OF_EVENTS = frozenset({ReportFormat.XAPI, ReportFormat.XAPI_LINES, ReportFormat.XAPI_SIGNED})
"""Tell what was done, not only what was claimed."""


class Mend(StrEnum):
    """Where what is in the way of a row can be put right."""

    PROFILE = "profile"
    """The learner's particulars."""
    PERMISSION = "permission"
    CLAIM = "claim"
    """What was claimed, corrected on the certificate's page."""
    CLOCK = "clock"
    PROVIDER = "provider"
    """What the provider states in the course; the learner can do nothing about it."""
    NOWHERE = "nowhere"
    """It is too late, or never was anything to report."""


class NotForThisReceiver(Problem):
    """No fault: the receiver lists another kind of credit."""

    what_template = "{receiver} does not take “{credit}”."
    meaning_template = "The credit is kept; it is only not for this file."
    remedy_template = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """Why a receiver would refuse a row, or would doubt it.

    `field` names what is wrong as the layout calls it (empty: the row as a whole); `source` as it is known here, such
    as "learner.given-name" or "identifier.npi" (empty: no single value). A `warning` keeps nothing from being sent.
    """

    row: RosterRow
    problem: Problem
    field: str
    mend: Mend
    source: str = ""
    warning: bool = False

    @property
    def elsewhere(self) -> bool:
        """Whether the row is only not for this receiver: nothing is wrong with it."""
        return isinstance(self.problem, NotForThisReceiver)
