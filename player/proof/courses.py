"""Signed courses as one trust judges them: thousands of files of one course have it read and checked once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable

from player.proof import manifest
from player.proof.envelope import Envelope
from player.proof.manifest import SignedCourse
from player.proof.trust import Trust

MOST_KEPT = 64
"""Courses that are kept: as many as come in side by side, and what they take stays a few megabytes."""


class Courses:
    """Reads courses by the word of `trust`, which stays as it is; what is said of them is that of `manifest.read`.

    Only courses of publishers who are known here are kept, so that strangers cannot drive them out.
    """

    def __init__(self, trust: Trust, *, most: int = MOST_KEPT) -> None:
        self.trust = trust
        self._most = most
        self._kept: OrderedDict[Hashable, SignedCourse] = OrderedDict()

    def read(self, envelope: Envelope, *, name: str) -> SignedCourse:
        """Raises as `manifest.read` does."""
        return self._once(envelope, lambda: manifest.read(envelope, self.trust, name=name))

    def read_earlier(self, envelope: Envelope, *, newest: SignedCourse, name: str) -> SignedCourse:
        """An earlier version of `newest`: what the roots in that one say of the publisher's keys holds for this too."""
        roots = newest.manifest.roots
        return self._once((envelope, roots), lambda: manifest.read(envelope, self.trust.with_roots(roots), name=name))

    def _once(self, key: Hashable, read: Callable[[], SignedCourse]) -> SignedCourse:
        known = self._kept.get(key)
        if known is not None:
            self._kept.move_to_end(key)
            return known
        found = read()
        if found.publisher is not None:
            self._kept[key] = found
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return found
