"""One credit type as it can be claimed, and what is asked for of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from player.domain.course import Course
from player.domain.credit import Document, Offer, supported
from player.domain.history import Claim
from player.domain.learner import Learner, Profession


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFace:
    """One credit type as it stands for this learner: `limit` is the most that can be claimed now.

    `wrong`: an amount that was claimed and is to be corrected: any other can be chosen.
    """

    offer: Offer
    profession: Profession
    limit: Decimal
    claim: Claim | None
    counted_ms: int
    duration_ms: int
    can_watch_more: bool
    document: Document
    identifiers: tuple[tuple[str, str], ...]
    rule: str
    attestation: str
    wrong: Decimal | None = None

    @property
    def is_whole(self) -> bool:
        return self.limit == self.offer.maximum

    @property
    def step(self) -> Decimal:
        return self.offer.maximum if self.offer.whole_only else self.offer.step

    @property
    def first_amount(self) -> Decimal:
        """What the amount begins with."""
        return self.limit if self.wrong is None else min(self.wrong, self.limit)

    @property
    def has_another(self) -> bool:
        """Whether the evidence supports any amount but the wrong one."""
        return self.can_be(self.limit) or (self.limit > self.step and not self.offer.whole_only)

    def can_be(self, amount: Decimal) -> bool:
        return amount > 0 and amount != self.wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimWanted:
    """What was asked for, attested: an amount of an offer, with the identifiers that were typed for it."""

    offer: str
    amount: Decimal
    identifiers: tuple[tuple[str, str], ...]


def face_of(
    course: Course,
    offer: Offer,
    *,
    profession: Profession,
    learner: Learner,
    share: Fraction,
    can_watch_more: bool,
    claim: Claim | None = None,
    wrong: Decimal | None = None,
) -> OfferFace:
    """`share` (0 to 1) is what the evidence says was taken part in, on the basis that the course names."""
    return OfferFace(
        offer=offer,
        profession=profession,
        limit=supported(offer, share),
        claim=claim,
        counted_ms=int(share * course.duration_ms),
        duration_ms=course.duration_ms,
        can_watch_more=can_watch_more,
        document=offer.document if course.grant else Document.PARTICIPATION_RECORD,
        identifiers=learner.identifiers,
        rule=course.credit.claim_rule,
        attestation=course.credit.attestation,
        wrong=wrong,
    )


def with_identifiers(learner: Learner, typed: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The learner's identifiers after these were typed; one typed empty is taken out."""
    names = {name for name, _ in typed}
    kept = tuple(pair for pair in learner.identifiers if pair[0] not in names)
    return (*kept, *((name, value) for name, value in typed if value))
