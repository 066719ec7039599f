"""What the claim page shows."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from player.domain.course import Course, Standing
from player.domain.credit import Offer, offers_for
from player.domain.learner import Learner, Profession
from player.domain.progress import Lock, Progress, StepName, StepState
from player.ui.claiming.face import OfferFace, face_of


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
    def asks_permission(self) -> bool:
        """Before the first claim that anybody could report; what a specimen gives is reported nowhere."""
        return self.learner.reporting is None and not self.specimen

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
        return face_of(
            self.course,
            offer,
            profession=profession,
            learner=self.learner,
            share=self.share,
            can_watch_more=self.can_watch_more,
            claim=next((c for c in self.progress.claims if c.credit.offer == offer.id), None),
        )
