"""A seat: one learner of this profile, with the ways through the courses and the documents that came of them."""

from __future__ import annotations

from collections.abc import Callable

from player.desk.documents import Documents
from player.desk.parts import Parts
from player.desk.walks import Walks
from player.domain.event import DeviceId, EventStream, Purpose, StreamOpened
from player.domain.learner import Learner
from player.proof.manifest import SignedCourse


class Seat:
    """`save` keeps changed particulars; `is_new`: nothing of this learner is kept yet."""

    def __init__(
        self,
        parts: Parts,
        *,
        learner: Callable[[], Learner],
        save: Callable[[Learner], object],
        is_new: Callable[[], bool] = lambda: False,
    ) -> None:
        self._parts = parts
        self._learner = learner
        self._save = save
        self._is_new = is_new
        self.walks = Walks(
            ledger=parts.ledger,
            clock=parts.clock,
            learner=learner,
            begin=self._begin,
            editions=parts.shelf.editions,
            purpose=self._purpose,
        )
        self.documents = Documents(parts, self.walks, learner=learner, save=save)

    def _begin(self, signed: SignedCourse) -> EventStream:
        if self._is_new():
            # The records will name this id: it must be known again even if they are damaged one day.
            self._save(self._learner())
        return self._parts.ledger.open(self._opening(signed))

    def _opening(self, signed: SignedCourse) -> StreamOpened:
        return StreamOpened(
            stream=self._parts.new_stream_id(),
            device=DeviceId(self._parts.key.public.id),
            learner=self._learner().id,
            course=signed.course.id,
            course_version=signed.course.version,
            course_hash=signed.hash,
            policy=signed.course.watch.version,
            attempt=1,
            purpose=self._purpose(signed),
        )

    def _purpose(self, signed: SignedCourse) -> Purpose:
        if self._parts.rehearsing:
            return Purpose.REHEARSAL
        return Purpose.CREDIT if signed.gives_credit else Purpose.SPECIMEN
