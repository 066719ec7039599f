"""Cards: an attendee's particulars as stations keep and share them, sealed, found by marks that tell nothing."""

from __future__ import annotations

from dataclasses import dataclass

from player.domain.learner import LearnerId


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """`marks`: keyed hashes (hex) of all by which the attendee can be found; `changed`: when, in ms since 1970, by the
    clock of the station; `sealed`: the attendee, sealed to the operator and the provider."""

    learner: LearnerId
    marks: tuple[str, ...]
    changed: int
    sealed: bytes

    def supersedes(self, other: Card) -> bool:
        """The later one stands; of two at one moment, the same one wherever they meet."""
        return (self.changed, self.sealed, self.marks) > (other.changed, other.sealed, other.marks)
