"""The course linter: what a provider's course leaves out or gets wrong, held against the rules of continuing education.

Errors keep a course from being built. Warnings are duties that this program cannot judge alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from player.archive.authoring import remarks_on_credit, remarks_on_duties
from player.archive.authoring.notes import Note
from player.domain.course import Course
from player.domain.soundness import faults


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One finding: `place` is the part of the course, `rule` a stable name for it."""

    severity: Severity
    place: str
    rule: str
    text: str


def remarks_on(course: Course) -> tuple[Remark, ...]:
    """Everything that can be said of a course without its files, errors first."""
    found = [_error("not-sound", fault.place, f"{fault.text}.") for fault in faults(course)]
    for severity, rules in ((Severity.ERROR, _ERRORS), (Severity.WARNING, _WARNINGS)):
        found += [
            Remark(severity=severity, rule=note.rule, place=note.place, text=note.text)
            for rule in rules
            for note in rule(course)
        ]
    return tuple(found)


def _error(rule: str, place: str, text: str) -> Remark:
    return Remark(severity=Severity.ERROR, rule=rule, place=place, text=text)


_ERRORS: tuple[Callable[[Course], Iterator[Note]], ...] = (
    remarks_on_duties.dates_run_backwards,
    remarks_on_duties.relationships_not_mitigated,
    remarks_on_duties.evaluation_missing,
    remarks_on_duties.event_date_missing,
    remarks_on_credit.nothing_offered,
    remarks_on_credit.steps_do_not_fit,
    remarks_on_credit.ama_steps,
    remarks_on_credit.pharmacy_statement,
    remarks_on_credit.wording_placeholders,
)
_WARNINGS: tuple[Callable[[Course], Iterator[Note]], ...] = (
    remarks_on_duties.review_dates,
    remarks_on_duties.told_before_the_start,
    remarks_on_duties.disclosures_missing,
    remarks_on_duties.accreditation_missing,
    remarks_on_duties.contacts_missing,
    remarks_on_duties.bias_question_missing,
    remarks_on_duties.captions_missing,
    remarks_on_duties.words_for_pictures_missing,
    remarks_on_duties.minutes_too_short,
    remarks_on_duties.chapters_out_of_order,
    remarks_on_duties.grant_missing,
    remarks_on_credit.minutes_do_not_carry_credit,
    remarks_on_credit.performance_level_missing,
    remarks_on_credit.designation_missing,
    remarks_on_credit.ama_for_physicians_only,
    remarks_on_credit.claim_rule_missing,
)
