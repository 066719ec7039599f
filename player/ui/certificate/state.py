"""What the certificate page shows, and what is asked for on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from player.desk.documents import DocumentLife
from player.domain.certificate import CertificateFacts
from player.domain.course import Course
from player.domain.credit import offers_for
from player.domain.event import TakenBackFor
from player.domain.history import Claim
from player.domain.learner import Learner, Profession
from player.domain.progress import Lock
from player.ui.claiming.face import ClaimWanted, OfferFace, face_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of the documents of a course, by the offer it was claimed for; `issued` None: it was not made yet."""

    offer: str
    credit: str
    issued: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correctable:
    """What there is to correct of a document: the version of the course that it was claimed in, and the claims there.

    `share` (0 to 1): how much was taken part in; `standing`: the numbers of all documents of the course that count.
    """

    course: Course
    learner: Learner
    claim: Claim
    claims: tuple[Claim, ...]
    share: Fraction
    can_watch_more: bool
    printed_name: str
    standing: tuple[str, ...]

    @property
    def profession(self) -> Profession:
        return self.claim.credit.profession

    def faces(self, profession: Profession) -> tuple[OfferFace, ...]:
        """What this profession could claim instead."""
        return tuple(self._face(offer.id, profession, None) for offer in offers_for(self.course.credit, profession))

    @property
    def same_face(self) -> OfferFace:
        """The same credit, to choose another amount of it."""
        return self._face(self.claim.credit.offer, self.profession, self.claim.credit.amount)

    def _face(self, offer_id: str, profession: Profession, wrong: Decimal | None) -> OfferFace:
        return face_of(
            self.course,
            next(offer for offer in self.course.credit.offers if offer.id == offer_id),
            profession=profession,
            learner=self.learner,
            share=self.share,
            can_watch_more=self.can_watch_more,
            wrong=wrong,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateState:
    """A document: the bytes of `file`, and what they say.

    `fresh`: it was issued just now. `renamed`: the learner's particulars were changed since, and it shows the name
    of then; `name_known`: which that was is known beside the document. `lives`: every document that was issued in
    this course; `life` is this one's. `was_sent`: the completion file was written; `sent_before`: before something
    was corrected, and not since. `correctable` None: it counts no more.
    """

    offer: str
    choices: tuple[Choice, ...]
    facts: CertificateFacts
    pdf: bytes
    file: Path
    fresh: bool
    renamed: bool
    name_known: bool
    lives: tuple[DocumentLife, ...]
    was_sent: bool
    sent_before: bool
    correctable: Correctable | None

    @property
    def life(self) -> DocumentLife | None:
        return next((life for life in self.lives if life.number == self.facts.number), None)

    @property
    def counts(self) -> bool:
        return self.life is None or self.life.revocation is None

    @property
    def has_history(self) -> bool:
        """One document that counts goes without saying."""
        return len(self.lives) > 1 or any(life.revocation for life in self.lives)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoDocument:
    """Nothing was claimed yet; `lock` is why nothing can be, if that is so."""

    title: str
    lock: Lock | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCorrection:
    """What is to be claimed in place of what was claimed wrongly, and as whom."""

    wanted: ClaimWanted
    profession: Profession
    reason: TakenBackFor


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """What came of a correction: the new document, and the numbers that count no more."""

    state: CertificateState
    revoked: tuple[str, ...]
