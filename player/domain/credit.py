"""Credit: what a course offers to whom, and how much of it the evidence supports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from player.domain.learner import Profession


class Basis(StrEnum):
    """Which clock counts: media really played, wall time spent playing, or the smaller of the two."""

    CONTENT = "content"
    ENGAGED = "engaged"
    SMALLER = "smaller"


class Rounding(StrEnum):
    """How a share is brought to the step: the AMA rounds to the nearest quarter."""

    NEAREST = "nearest"
    DOWN = "down"


class DateRule(StrEnum):
    """Which date the certificate shows."""

    EVENT = "event"
    COMPLETION = "completion"


class Document(StrEnum):
    """What is printed for a claim."""

    CME_CERTIFICATE = "cme-certificate"
    PARTICIPATION_CERTIFICATE = "certificate-of-participation"
    PARTICIPATION_RECORD = "record-of-participation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One credit type on offer; every rule of it is data of the course.

    `professions` empty means everyone whom no other offer names. `whole_only`: no partial credit.
    `award_wording` and `participation_wording` are sentence templates with `{amount}` (claimed), `{maximum}`
    (designated) and `{credit}`, which becomes `name` or, above 1, `plural`, followed by `mark` (™), in italics when
    `italic`. `identifiers`: what is asked of the learner; `activity_number`: under which number the accreditor knows
    this course (a UAN for pharmacy, nine digits for PARS), empty where there is none. `reporting`: pairs of a name
    that report layouts know (`credit-type`, `subject-code` …) and its value for this credit.
    """

    id: str
    name: str
    plural: str
    maximum: Decimal
    step: Decimal = Decimal("0.25")
    rounding: Rounding = Rounding.NEAREST
    whole_only: bool = False
    professions: tuple[Profession, ...] = ()
    document: Document = Document.CME_CERTIFICATE
    mark: str = ""
    italic: bool = False
    unit: str = "credit"
    designation: str = ""
    award_wording: str = ""
    participation_wording: str = ""
    identifiers: tuple[str, ...] = ()
    activity_number: str = ""
    reporting: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditPlan:
    """How credit is earned in this course, in the provider's words and as rules."""

    offers: tuple[Offer, ...]
    basis: Basis = Basis.CONTENT
    date_rule: DateRule = DateRule.COMPLETION
    how_earned: tuple[str, ...] = ()
    claim_rule: str = ""
    attestation: str = ""


def offers_for(plan: CreditPlan, profession: Profession) -> tuple[Offer, ...]:
    """The offers that name this profession, or else those that are open to everyone."""
    named = tuple(offer for offer in plan.offers if profession in offer.professions)
    return named or tuple(offer for offer in plan.offers if not offer.professions)


def rounded(amount: Fraction, step: Decimal, rounding: Rounding) -> Decimal:
    """`amount` as a whole number of steps; a half step rounds up under `NEAREST`."""
    steps = amount / Fraction(step)
    whole = int(steps + Fraction(1, 2)) if rounding is Rounding.NEAREST else int(steps)
    return step * whole


def supported(offer: Offer, share: Fraction) -> Decimal:
    """The most that may be claimed when `share` (0 to 1) of the course was taken part in.

    Never above the designation and always a multiple of the step (AMA: commensurate with participation,
    to the nearest quarter credit).
    """
    share = min(max(share, Fraction(0)), Fraction(1))
    if share == 1:
        return offer.maximum
    if offer.whole_only or share == 0:
        return Decimal(0)
    ceiling = rounded(Fraction(offer.maximum), offer.step, Rounding.DOWN)
    return min(rounded(Fraction(offer.maximum) * share, offer.step, offer.rounding), ceiling)


def is_claimable(offer: Offer, amount: Decimal) -> bool:
    """Whether `amount` is one that the type's step allows (the maximum itself always is)."""
    if amount <= 0 or amount > offer.maximum:
        return False
    return amount == offer.maximum or (not offer.whole_only and amount % offer.step == 0)


def phrase(offer: Offer, amount: Decimal) -> str:
    """The credit's name for this amount: singular up to 1, plural above (the AMA's own examples)."""
    return (offer.name if amount <= 1 else offer.plural) + offer.mark


def plain(amount: Decimal) -> str:
    """An amount without needless zeros: 0.75, 1, 1.5."""
    text = format(amount.normalize(), "f")
    return text if text != "-0" else "0"


def total(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))
