"""What a course's signature is worth here: how its key stands with the publishers that are known."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from player.domain.problem import Problem
from player.proof.keys import KeyId
from player.proof.trust import Publisher


class KeyStanding(StrEnum):
    """Only a key that is known gives credit."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    SPECIMEN = "specimen"
    REVOKED = "revoked"


class KeyRevoked(Problem):
    what_template = "{publisher} revoked the key that signed {name}, on {on}: {reason}"
    meaning_template = (
        "It still plays, and gives no credit; what you recorded is kept, and {publisher} decides about it."
    )
    remedy_template = "Ask {publisher} for a copy of the course that is signed with another key."


class RootOverdue(Problem):
    what_template = "{publisher} meant to renew its root by {on}, and no newer one is known here."
    meaning_template = "Nothing changes for your credit: its courses count as before."
    remedy_template = "If the date of this computer is right, ask {publisher} for its new root, and add it."


def standing_of(publisher: Publisher | None, key: KeyId) -> KeyStanding:
    if publisher is None:
        return KeyStanding.UNKNOWN
    if publisher.revocation_of(key):
        return KeyStanding.REVOKED
    return KeyStanding.SPECIMEN if publisher.specimen else KeyStanding.KNOWN


def revocation_problem(publisher: Publisher | None, key: KeyId, *, name: str) -> KeyRevoked | None:
    """In words that a key was revoked; `name` is what it signed."""
    revoked = publisher.revocation_of(key) if publisher else None
    if publisher is None or revoked is None:
        return None
    reason = revoked.reason if revoked.reason.endswith((".", "!", "?")) else f"{revoked.reason}."
    return KeyRevoked(publisher=publisher.name, name=name, on=revoked.on, reason=reason)


def overdue(publisher: Publisher | None, today: date) -> RootOverdue | None:
    """A warning and no more: a computer with a wrong clock must not lock its learners out."""
    if publisher is None or publisher.root is None:
        return None
    expires = publisher.root.root.expires
    return RootOverdue(publisher=publisher.name, on=expires) if expires and today > expires else None
