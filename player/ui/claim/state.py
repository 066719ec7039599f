"""What the claim page shows, and what is asked for on it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from player.domain.course import Course, Standing
from player.domain.credit import Document, Offer, offers_for, supported
from player.domain.history import Claim
from player.domain.learner import Learner, Profession
from player.domain.progress import Lock, Progress, StepName, StepState


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimState:
    """`share` (0 to 1) is what the evidence says was taken part in, on the basis that the course names.

    `specimen`: nothing that is claimed here gives credit.
    """

    course: Course
    progress: Progress
    learner: Learner
    share: Fraction
    specimen: bool

    @property
    def lock(self) -> Lock | None:
        """Why nothing can be claimed, while nothing was."""
        step = self.progress.step(StepName.CLAIM)
        return step.lock if step.state is StepState.LOCKED else None

    @property
    def claimed_as(self) -> Profession | None:
        """Once something was claimed, everything in this course is claimed under the same profession."""
        claims = self.progress.claims
        return claims[0].credit.profession if claims else None

    @property
    def profession(self) -> Profession | None:
        return self.claimed_as or self.learner.profession

    @property
    def has_name(self) -> bool:
        return bool(self.learner.name.strip())

    @property
    def counted_ms(self) -> int:
        return int(self.share * self.course.duration_ms)

    @property
    def can_watch_more(self) -> bool:
        """Whether watching would still earn."""
        return self.share < 1 and self.progress.standing is Standing.OPEN

    @property
    def faces(self) -> tuple[OfferFace, ...]:
        """The offers for the profession; none while it is not known."""
        if self.profession is None:
            return ()
        return tuple(self._face(offer, self.profession) for offer in offers_for(self.course.credit, self.profession))

    def _face(self, offer: Offer, profession: Profession) -> OfferFace:
        return OfferFace(
            offer=offer,
            profession=profession,
            limit=supported(offer, self.share),
            claim=next((c for c in self.progress.claims if c.credit.offer == offer.id), None),
            counted_ms=self.counted_ms,
            duration_ms=self.course.duration_ms,
            can_watch_more=self.can_watch_more,
            document=offer.document if self.course.grant else Document.PARTICIPATION_RECORD,
            identifiers=self.learner.identifiers,
            rule=self.course.credit.claim_rule,
            attestation=self.course.credit.attestation,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFace:
    """One credit type as it stands for this learner: `limit` is the most that can be claimed now."""

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

    @property
    def is_whole(self) -> bool:
        return self.limit == self.offer.maximum

    @property
    def step(self) -> Decimal:
        return self.offer.maximum if self.offer.whole_only else self.offer.step


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimWanted:
    """What was asked for, attested: an amount of an offer, with the identifiers that were typed for it."""

    offer: str
    amount: Decimal
    identifiers: tuple[tuple[str, str], ...]


def with_identifiers(learner: Learner, typed: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The learner's identifiers after these were typed; one typed empty is taken out."""
    names = {name for name, _ in typed}
    kept = tuple(pair for pair in learner.identifiers if pair[0] not in names)
    return (*kept, *((name, value) for name, value in typed if value))
