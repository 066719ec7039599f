"""Rules of credit for the linter: steps, minutes, wordings and who may be awarded what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from player.archive.authoring.notes import Note
from player.domain.course import Course
from player.domain.credit import Document, Offer, Rounding, plain, rounded

_PLACEHOLDER = re.compile(r"\{[^}]*\}?")
_KNOWN = {"{amount}", "{maximum}", "{credit}"}


def nothing_offered(course: Course) -> Iterator[Note]:
    if not course.credit.offers:
        yield Note("no-credit", "credit", "Nothing is offered: state at least one credit type.")


def steps_do_not_fit(course: Course) -> Iterator[Note]:
    for offer in _sound(course):
        if offer.maximum % offer.step:
            yield Note(
                "credit-step",
                _place(offer),
                f"The maximum {plain(offer.maximum)} is no multiple of the step {plain(offer.step)}.",
            )


def ama_steps(course: Course) -> Iterator[Note]:
    """AMA: designated and claimed in quarters."""
    for offer in _ama(course):
        if offer.step != Decimal("0.25"):
            yield Note("ama-step", _place(offer), "AMA PRA Category 1 Credit is claimed in steps of 0.25.")


def pharmacy_statement(course: Course) -> Iterator[Note]:
    """ACPE, since 2014: credit for pharmacists exists in CPE Monitor only and is never printed."""
    for offer in course.credit.offers:
        if "ACPE" in offer.name and offer.document is not Document.PARTICIPATION_RECORD:
            yield Note(
                "acpe-statement",
                _place(offer),
                "Pharmacists get no printed statement of credit: use document = “record-of-participation”.",
            )


def wording_placeholders(course: Course) -> Iterator[Note]:
    for offer in course.credit.offers:
        for wording in (offer.award_wording, offer.participation_wording):
            unknown = set(_PLACEHOLDER.findall(wording)) - _KNOWN
            if unknown:
                text = f"A wording holds {min(unknown)}; only {{amount}}, {{maximum}} and {{credit}} are filled in."
                yield Note("wording", _place(offer), text)
            elif wording and "{credit}" not in wording:
                yield Note("wording", _place(offer), "A wording does not say {credit}.")


def minutes_do_not_carry_credit(course: Course) -> Iterator[Note]:
    """60 minutes are 1 credit, to the nearest step (AMA, ANCC, AAPA and ASWB alike)."""
    for offer in _sound(course):
        carried = rounded(Fraction(course.estimated_minutes, 60), offer.step, Rounding.NEAREST)
        if offer.maximum > carried:
            yield Note(
                "credit-minutes",
                _place(offer),
                f"{course.estimated_minutes} minutes carry {plain(carried)}, not {plain(offer.maximum)}.",
            )


def performance_level_missing(course: Course) -> Iterator[Note]:
    """AMA, since 2011: an enduring material has an assessment whose passing level is told beforehand."""
    for offer in _ama(course):
        if course.quiz is None:
            yield Note("no-quiz", _place(offer), "AMA credit for a recording needs a quiz with a passing score.")


def passing_score_missing(course: Course) -> Iterator[Note]:
    """A performance level of 0 is none: everybody passes, whatever is answered."""
    if course.quiz is not None and course.quiz.passing_percent == 0:
        yield Note("passing-score", "quiz.passing_percent", "A passing score of 0 % states no performance level.")


def designation_missing(course: Course) -> Iterator[Note]:
    for offer in _ama(course):
        if not offer.designation.strip():
            yield Note("designation", _place(offer), "The AMA designation statement is missing.")
        elif plain(offer.maximum) not in offer.designation or offer.name not in offer.designation:
            yield Note("designation", _place(offer), "The designation names another amount or credit.")


def ama_for_physicians_only(course: Course) -> Iterator[Note]:
    for offer in _ama(course):
        if not offer.professions:
            yield Note("ama-physicians", _place(offer), "Only physicians are awarded AMA credit: name them.")
        if not (offer.italic and offer.mark == "™"):
            yield Note("ama-phrase", _place(offer), "The AMA's phrase is set in italics and carries ™.")


def claim_rule_missing(course: Course) -> Iterator[Note]:
    if not course.credit.claim_rule.strip():
        yield Note("claim-rule", "credit", "It is not said that only credit matching participation is claimed.")


def _ama(course: Course) -> Iterator[Offer]:
    return (offer for offer in course.credit.offers if offer.name.startswith("AMA PRA"))


def _sound(course: Course) -> Iterator[Offer]:
    """Offers whose amounts can be computed with; the others are faults of soundness."""
    return (
        offer
        for offer in course.credit.offers
        if offer.maximum.is_finite() and offer.step.is_finite() and 0 < offer.step <= offer.maximum <= 1000
    )


def _place(offer: Offer) -> str:
    return f"credit {offer.id}"
