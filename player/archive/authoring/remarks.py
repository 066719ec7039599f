"""The course linter: what a provider's course leaves out or gets wrong, held against the rules of continuing education.

Errors keep a course from being built. Warnings are duties that this program cannot judge alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from player.archive.authoring import (
    remarks_on_asking,
    remarks_on_certificate,
    remarks_on_credit,
    remarks_on_duties,
    remarks_on_quiz,
    remarks_on_reporting,
    remarks_on_requirements,
    remarks_on_source,
    remarks_on_watching,
    remarks_on_wording,
)
from player.archive.authoring.notes import Note
from player.archive.authoring.places import Lines, key_of
from player.archive.authoring.rules import RULES, Severity
from player.domain.course import Course
from player.domain.soundness import faults

__all__ = ["Remark", "Severity", "in_order", "placed", "remark", "remarks_on"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One finding: `place` is the part of the course, `rule` its name in `rules.RULES`.

    `file` and `line` (from 1; 0 where there is none) say where to mend it.
    """

    severity: Severity
    place: str
    rule: str
    text: str
    file: str = ""
    line: int = 0


def remarks_on(course: Course, *, today: date | None = None) -> tuple[Remark, ...]:
    """Everything that can be said of a course without its files, errors first; without `today` nothing is over."""
    notes = [Note("not-sound", fault.place, f"{fault.text}.") for fault in faults(course)]
    notes += [note for rule in _RULES for note in rule(course)]
    notes += remarks_on_wording.over_today(course, today) if today else []
    return in_order(remark(note) for note in notes)


def remark(note: Note) -> Remark:
    return Remark(
        severity=RULES[note.rule], place=note.place, rule=note.rule, text=note.text, file=note.file, line=note.line
    )


def in_order(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """Errors first, then as they stand in the files."""
    return tuple(sorted(remarks, key=lambda found: (found.severity is not Severity.ERROR, found.file, found.line)))


def placed(found: Remark, course: Course | None, lines: Lines | None, *, file: str) -> Remark:
    """The remark with the line of `file` where its place stands, unless it lies in a file of its own."""
    if found.file:
        return found
    key = key_of(found.place, course) if course else found.place
    return replace(found, file=file, line=lines.line_of(key) if lines else 0)


_RULES: tuple[Callable[[Course], Iterator[Note]], ...] = (
    remarks_on_duties.dates_run_backwards,
    remarks_on_duties.relationships_not_mitigated,
    remarks_on_duties.evaluation_missing,
    remarks_on_duties.event_date_missing,
    remarks_on_credit.nothing_offered,
    remarks_on_credit.steps_do_not_fit,
    remarks_on_credit.ama_steps,
    remarks_on_credit.pharmacy_statement,
    remarks_on_credit.wording_placeholders,
    remarks_on_wording.activity_number_wrong,
    remarks_on_reporting.numbers_nobody_knows,
    remarks_on_certificate.accent_too_light,
    remarks_on_requirements.cannot_be_met,
    remarks_on_asking.values_that_compare_to_nothing,
    remarks_on_duties.review_dates,
    remarks_on_duties.told_before_the_start,
    remarks_on_duties.disclosures_missing,
    remarks_on_duties.mitigation_unsaid,
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
    remarks_on_credit.passing_score_missing,
    remarks_on_certificate.headings_too_long,
    remarks_on_certificate.participation_called_credit,
    remarks_on_certificate.paper_of_elsewhere,
    remarks_on_certificate.issuers_untold,
    remarks_on_wording.accreditation_wording,
    remarks_on_wording.activity_number_missing,
    remarks_on_reporting.names_unknown,
    remarks_on_reporting.window_closes_early,
    remarks_on_reporting.particulars_unsealed,
    remarks_on_reporting.ce_broker_incomplete,
    remarks_on_wording.prices_odd,
    remarks_on_wording.contacts_malformed,
    remarks_on_wording.titles_empty,
    remarks_on_wording.funding_untold,
    remarks_on_watching.presence_asked_too_often,
    remarks_on_watching.checkpoint_at_the_end,
    remarks_on_watching.code_hard_to_type,
    remarks_on_quiz.key_missing,
    remarks_on_quiz.key_at_odds,
    remarks_on_quiz.too_few_ticks,
    remarks_on_quiz.all_ticks_earn_all,
    remarks_on_quiz.choices_alike,
    remarks_on_quiz.too_few_choices,
    remarks_on_quiz.moved_out_of_place,
    remarks_on_quiz.answer_given_away,
    remarks_on_quiz.rationale_missing,
    remarks_on_quiz.always_passed,
    remarks_on_quiz.banks_used_up,
    remarks_on_quiz.bank_uneven,
    remarks_on_quiz.words_for_pictures_missing,
    remarks_on_asking.comparisons_unknown,
    remarks_on_asking.names_unknown,
    remarks_on_asking.never_told,
    remarks_on_asking.amounts_nobody_can_mean,
    remarks_on_source.rules_not_in_source,
    remarks_on_source.words_not_covered,
    remarks_on_requirements.alternatives_missing,
)
