"""Every rule of the linter by its stable name, with its severity; docs/linter-rules.md explains each.

Errors keep a course from being built: it would be unsound, unplayable or break a rule without doubt. Warnings are
duties that a program cannot judge alone, or advice.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


_ERRORS = (
    # the folder
    "course-text",
    "file-missing",
    "not-sound",
    # recordings, captions, chapters, handouts, pictures
    "media-unplayable",
    "media-length",
    "captions-format",
    "captions-cue",
    "captions-range",
    "chapters-format",
    "handout-broken",
    "handout-locked",
    "handout-active",
    "picture-broken",
    # dates and duties
    "dates",
    "not-mitigated",
    "relationship",
    "no-evaluation",
    "event-date",
    # credit
    "no-credit",
    "credit-step",
    "ama-step",
    "acpe-statement",
    "certificate-accent",
    "certificate-picture",
    "certificate-print",
    "activity-number",
    "wording",
    # reporting
    "reporting-number",
    # the quiz
    "question-key",
    "question-choices",
    "question-most-choices",
    # requirements
    "requirement-impossible",
    "requirement-value",
    "requirement-unit",
)
_WARNINGS = (
    "media-keyframes",
    "media-silent",
    "captions",
    "captions-language",
    "captions-order",
    "captions-overlap",
    "captions-long",
    "chapters",
    "presence-often",
    "presence-patience",
    "checkpoint-late",
    "checkpoint-code",
    "question-rationale",
    "question-order",
    "question-fixed",
    "question-worth",
    "quiz-always-passed",
    "quiz-bank",
    "handout-extra",
    "picture-large",
    "cover-size",
    "cover-contrast",
    "alt-text",
    "empty-title",
    "release-date",
    "review-date",
    "review-due",
    "closed",
    "notice-past",
    "told-before",
    "disclosure-statement",
    "disclosures",
    "mitigation-statement",
    "funding",
    "accreditation",
    "accreditation-wording",
    "contact",
    "contact-form",
    "bias-question",
    "estimated-minutes",
    "grant",
    "price",
    "credit-minutes",
    "no-quiz",
    "passing-score",
    "designation",
    "ama-physicians",
    "ama-phrase",
    "claim-rule",
    "number-missing",
    "reporting-name",
    "reporting-window",
    "reporting-unsealed",
    "reporting-incomplete",
    "certificate-heading",
    "participation-heading",
    "certificate-long-name",
    "certificate-paper",
    "certificate-issuers",
    "logo-size",
    "requirement-unknown",
    "requirement-operator",
    "requirement-unseen",
    "requirement-slip",
    "requirement-text",
    "requirement-uncovered",
    "requirement-group",
)
RULES: Mapping[str, Severity] = {
    **dict.fromkeys(_ERRORS, Severity.ERROR),
    **dict.fromkeys(_WARNINGS, Severity.WARNING),
}
