"""Editions: which earlier versions of a course may lend what was recorded in them to a later one."""

from __future__ import annotations

from player.proof.manifest import SignedCourse


def is_earlier(old: SignedCourse, new: SignedCourse) -> bool:
    """Whether `old` is a lower version of the same course by the same publisher."""
    return old.course.id == new.course.id and old.course.version < new.course.version and same_publisher(old, new)


def same_publisher(one: SignedCourse, other: SignedCourse) -> bool:
    """Whether nobody but one publisher can have signed both: anybody can put the id of a course into another.

    Either one key signed both, or the keys of both are those of one publisher that is known here. A name proves
    nothing, so publishers without a root are the same only if all of what is known of them is.
    """
    if one.key.id == other.key.id:
        return True
    a, b = one.publisher, other.publisher
    if a is None or b is None:
        return False
    if a.root is None or b.root is None:
        return a == b
    return a.identity == b.identity


def lends_credit(old: SignedCourse, new: SignedCourse) -> bool:
    """Whether credit in `new` can rest on what was recorded in `old`: not once the key of `old` was revoked."""
    revoked = new.publisher is not None and new.publisher.revocation_of(old.key.id) is not None
    return old.gives_credit and new.gives_credit and not revoked
