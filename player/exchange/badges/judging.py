"""Judging the badge inside a certificate: whether it tells of the same credit as the evidence, by the same hand."""

from __future__ import annotations

import json
from typing import Any, cast

from player.domain.roster import RosterRow
from player.exchange.badges.credential import credential, moment
from player.exchange.badges.integrity import Json, canonical, is_secured_by
from player.proof.keys import PublicKey

MOST_BYTES = 1 << 18
_TELLING = (
    ("@context",),
    ("id",),
    ("type",),
    ("name",),
    ("issuer", "id"),
    ("issuer", "name"),
    ("validFrom",),
    ("credentialSubject", "creditsEarned"),
    ("credentialSubject", "activityEndDate"),
    ("credentialSubject", "identifier"),
    ("credentialSubject", "licenseNumber"),
    ("credentialSubject", "achievement", "id"),
    ("credentialSubject", "achievement", "name"),
    ("credentialSubject", "achievement", "creditsAvailable"),
    ("evidence", 0, "id"),
    ("evidence", 1, "id"),
)
"""What a badge may not say otherwise. Its explanations are as the version of Carrel words them that signed it."""


def is_badge_of(badge: bytes, row: RosterRow, *, evidence: bytes, issuer: PublicKey) -> bool:
    """Whether the badge is one of this claim and completion file, whole, and signed with this key."""
    found = _read(badge)
    if found is None or not is_secured_by(found, issuer):
        return False
    due = credential(row, evidence=evidence, issuer=issuer, enrolment=None)
    if _at(found, ("proof", "created")) != moment(row.claimed):
        return False
    # Its bytes are the ones that were signed: no member stands in it twice, for readers to differ on.
    return canonical(found) == badge and all(_at(found, path) == _at(due, path) for path in _TELLING)


def _read(badge: bytes) -> Json | None:
    """None for what is no JSON object, or far too large or deep for a badge."""
    if len(badge) > MOST_BYTES:
        return None
    try:
        found = json.loads(badge)
    except (ValueError, RecursionError):
        return None
    return cast("Json", found) if isinstance(found, dict) else None


def _at(document: Json, path: tuple[str | int, ...]) -> Any:
    """What stands there; None where nothing does."""
    place: Any = document
    for step in path:
        try:
            place = place[step]
        except (KeyError, IndexError, TypeError):
            return None
    return place
