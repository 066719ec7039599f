"""Publishers with roots for the tests: their keys, and versions of a root that the right or the wrong ones signed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

import msgspec

from player.proof.envelope import Envelope
from player.proof.keys import PrivateKey
from player.proof.renewing import Changes, first_root, renewed, sign_root
from player.proof.roots import ROOT_KIND, Revocation, Root, SignedRoot, read_root
from player.proof.trust import Trust, publisher_of_root
from tests.worlds import key

OLD: Final = (key(50), key(51), key(52))
"""The root keys of version 1, two of which must sign."""
NEW: Final = (key(60), key(61), key(62))
COURSE_KEY, NEXT_KEY, STRANGER = key(70), key(71), key(99)
SINCE = date(2026, 5, 1)


def signed_by(found: SignedRoot, keys: Iterable[PrivateKey]) -> SignedRoot:
    for one in keys:
        found = sign_root(found, one, name="a key")
    return found


def complete(found: SignedRoot, keys: Iterable[PrivateKey]) -> SignedRoot:
    """Signed, and read back as from a file."""
    return read_root(signed_by(found, keys).envelope.to_json(), name="x.root.dsse")


def draft_of(root: Root) -> SignedRoot:
    """A root with any facts at all, not signed yet."""
    return SignedRoot(root, Envelope(msgspec.json.encode(root), ROOT_KIND, ()))


def made(*, specimen: bool = False, expires: date | None = None) -> SignedRoot:
    """Version 1, which nobody signed yet."""
    return first_root(
        name="Example Academy",
        threshold=2,
        root_keys=[one.public for one in OLD],
        course_keys=[COURSE_KEY.public],
        specimen=specimen,
        expires=expires,
    )


FIRST: Final = complete(made(), OLD[:2])


def next_of(known: SignedRoot = FIRST, **changes: object) -> SignedRoot:
    """The next version with one more key for courses, not signed yet."""
    changes.setdefault("add_course_keys", (NEXT_KEY.public,))
    return renewed(known, Changes(**changes))  # pyright: ignore[reportArgumentType]


def handed_over(known: SignedRoot = FIRST, **changes: object) -> SignedRoot:
    """The next version, under three new root keys of which two must sign; not signed yet."""
    new, old = tuple(one.public for one in NEW), tuple(one.public for one in OLD)
    return next_of(known, add_root_keys=new, drop_root_keys=old, **changes)


def revoking(known: SignedRoot = FIRST, key: PrivateKey = COURSE_KEY) -> SignedRoot:
    """The next version, in which a key is revoked and another one named; signed."""
    lost = Revocation(key=key.public.raw.hex(), on=SINCE, reason="The laptop was stolen.")
    named = () if NEXT_KEY.public.raw.hex() in known.root.course_keys else (NEXT_KEY.public,)
    return complete(next_of(known, revoke=(lost,), add_course_keys=named), OLD[:2])


def text(found: SignedRoot) -> str:
    """As a course brings it."""
    return found.envelope.to_json().decode()


def knowing(*roots: SignedRoot) -> Trust:
    return Trust(tuple(publisher_of_root(root) for root in roots))
