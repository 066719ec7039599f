"""Making roots: the first version, the next one, and one signature after the other."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import TypeVar

import msgspec

from player.domain.phrase import Phrase, Worded
from player.proof.envelope import Envelope, add_signature
from player.proof.keys import PublicKey, Signer
from player.proof.problems import KeyUnusable
from player.proof.roots import (
    ROOT_KIND,
    Revocation,
    Root,
    RootUnsound,
    SignedRoot,
    before_of,
    fault_of_step,
    refuse_unsound,
)

_T = TypeVar("_T")


def first_root(
    *,
    name: str,
    threshold: int,
    root_keys: Iterable[PublicKey],
    course_keys: Iterable[PublicKey],
    expires: date | None = None,
    specimen: bool = False,
) -> SignedRoot:
    """Version 1, which nobody has signed yet. Raises `RootUnsound`."""
    return _draft(
        Root(
            publisher=secrets.token_hex(16),
            name=name,
            version=1,
            threshold=threshold,
            root_keys=_hex(root_keys),
            course_keys=_hex(course_keys),
            expires=expires,
            specimen=specimen,
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a new version changes; None leaves it as it is. `expires` stands for itself: a renewal names a new day."""

    name: str | None = None
    threshold: int | None = None
    add_root_keys: tuple[PublicKey, ...] = ()
    drop_root_keys: tuple[PublicKey, ...] = ()
    add_course_keys: tuple[PublicKey, ...] = ()
    revoke: tuple[Revocation, ...] = ()
    expires: date | None = None


def renewed(known: SignedRoot, changes: Changes) -> SignedRoot:
    """The next version, which nobody has signed yet. Raises `RootUnsound`."""
    old, dropped = known.root, _hex(changes.drop_root_keys)
    revoked = {one.key for one in changes.revoke}
    name = f"Version {old.version + 1} of the root of {old.name}"
    _refuse_strangers(
        name, revoked, old.course_keys, Phrase("a key is to be revoked that is none of its keys of courses.")
    )
    _refuse_strangers(name, dropped, old.root_keys, Phrase("a root key is to go that is none of its root keys."))
    new = replace(
        old,
        name=_or(changes.name, old.name),
        version=old.version + 1,
        threshold=_or(changes.threshold, old.threshold),
        root_keys=(*(key for key in old.root_keys if key not in dropped), *_hex(changes.add_root_keys)),
        course_keys=(*(key for key in old.course_keys if key not in revoked), *_hex(changes.add_course_keys)),
        revoked=(*old.revoked, *changes.revoke),
        expires=changes.expires,
        before=before_of(known),
    )
    return _draft(new)


def sign_root(found: SignedRoot, signer: Signer, *, name: str) -> SignedRoot:
    """The root with one more signature. Raises `KeyUnusable` for a key (`name`) that has no say in it."""
    root = found.root
    allowed = (*root.root_keys, *(root.before.root_keys if root.before else ()))
    if signer.public.raw.hex() not in allowed:
        raise KeyUnusable(
            name=name,
            reason=Worded("it is no root key of version {version} nor of the one before.", version=root.version),
        )
    return SignedRoot(root, add_signature(found.envelope, signer), found.signers | {signer.public.id})


def _draft(root: Root) -> SignedRoot:
    refuse_unsound(root, f"Version {root.version} of the root of {root.name}")
    return SignedRoot(root, Envelope(msgspec.json.encode(root), ROOT_KIND, ()))


def _refuse_strangers(name: str, keys: Iterable[str], known: Sequence[str], reason: str) -> None:
    if not set(keys) <= set(known):
        raise RootUnsound(name=name, reason=reason)


def _hex(keys: Iterable[PublicKey]) -> tuple[str, ...]:
    return tuple(key.raw.hex() for key in keys)


def _or(wished: _T | None, old: _T) -> _T:
    return old if wished is None else wished


def chain_for(roots: Sequence[SignedRoot], signer: PublicKey) -> tuple[str, ...]:
    """The roots that a course brings, the oldest first. Raises `RootUnsound` when they do not lead to its key."""
    chain = sorted(roots, key=lambda found: found.root.version)
    for old, new in pairwise(chain):
        reason = fault_of_step(old, new)
        if reason:
            raise RootUnsound(
                name=Worded("Version {version} of the root of {name}", version=new.root.version, name=new.root.name),
                reason=reason,
            )
    if chain and signer.raw.hex() not in chain[-1].root.course_keys:
        newest = chain[-1].root
        reason = Phrase("the key that is to sign the course is none of its keys of courses.")
        raise RootUnsound(
            name=Worded("Version {version} of the root of {name}", version=newest.version, name=newest.name),
            reason=reason,
        )
    return tuple(found.envelope.to_json().decode() for found in chain)
