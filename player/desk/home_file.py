"""The file that one takes home: all that is recorded of a course, and the person, for one's own computer.

It is a completion file in which the particulars lie in clear: it goes from a learner to the same learner.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from player.desk.documents import asked_only
from player.desk.parts import Parts
from player.desk.walks import Walks
from player.domain.history import History
from player.domain.learner import Learner
from player.domain.problem import Problem
from player.proof.manifest import SignedCourse


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeFile:
    """`name`: of the file, as it suits every file system."""

    name: str
    title: str
    data: bytes


class HomeFiles:
    """Those of one learner. `known`: every course that was ever here."""

    def __init__(
        self,
        parts: Parts,
        walks: Walks,
        *,
        learner: Callable[[], Learner],
        known: Callable[[], Sequence[SignedCourse]],
    ) -> None:
        self._parts = parts
        self._walks = walks
        self._learner = learner
        self._known = known

    def begun(self) -> tuple[SignedCourse, ...]:
        """Every course in which anything is recorded."""
        return tuple(signed for signed in self._known() if self._is_begun(signed))

    def write(self, signed: SignedCourse) -> HomeFile:
        """Records nothing: that a learner has a copy is no step on the way to the provider. Raises a `Problem`."""
        evidence = self._walks.evidence(signed, self._parts.key.public)
        learner, courier = asked_only(self._learner(), signed.course), self._parts.courier
        data = courier.pack(evidence, learner, self._parts.key, openly=True)
        stream = self._walks.journey(signed).stream.id
        return HomeFile(
            name=courier.file_name(signed.course.title, learner, stream), title=signed.course.title, data=data
        )

    def _is_begun(self, signed: SignedCourse) -> bool:
        try:
            return self._walks.history(signed) != History()
        except Problem:
            # A record that cannot be used keeps nobody from taking the others along.
            return False
