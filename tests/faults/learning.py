"""A learner in a process of its own: each line of words on stdin is an act at the real desk, each answer one of JSON.

    python -m tests.faults.learning PROFILE COURSE

So a test can kill it, starve it of disk, or move its clock, and always knows what was acknowledged.
"""

from __future__ import annotations

import json
import select
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from player.bootstrap.desk import desk_over
from player.bootstrap.places import find_places
from player.desk.desk import Desk
from player.desk.rehearsal import answers_from_key, plausible_responses
from player.domain.learner import Profession
from player.domain.problem import Problem
from player.domain.watch import Interval, Span
from player.machine.clock import SystemClock
from player.proof.manifest import SignedCourse


class Learning:
    """The acts, by their names on the wire."""

    def __init__(self, desk: Desk, signed: SignedCourse) -> None:
        self._desk = desk
        self._signed = signed
        self._clock = SystemClock()
        self._session = signed.course.sessions[0].id

    def act(self, words: list[str]) -> object:
        acts: Mapping[str, Callable[..., object]] = {
            "begin": self._journey.acknowledge_disclosures,
            "watch": self.watch,
            "state": self.record,
            "finish": self.finish,
            "claim": self.claim,
            "certificate": lambda: self._desk.documents.issue(self._signed, "ama"),
            "export": lambda folder: self._desk.export(self._signed, Path(folder)),
            "correct": lambda day: self._desk.correct_clock(self._signed, datetime.fromisoformat(day)),
            "look": lambda: None,
        }
        return acts[words[0]](*words[1:])

    def told(self) -> dict[str, object]:
        """How far the learner has come by what is recorded."""
        progress = self._desk.progress(self._signed)
        (session,) = progress.sessions
        return {
            "events": progress.event_count,
            "standing": progress.standing,
            "covered_ms": session.coverage.length_ms,
            "engaged_ms": session.engaged_ms,
            "now": [str(entitlement.now) for entitlement in progress.entitlements],
            "claims": [str(claim.credit.amount) for claim in progress.claims],
            "issues": len(progress.issues),
            "exports": progress.exports,
            "remarks": [(remark.happening, remark.by_ms) for remark in self._desk.clock_remarks(self._signed)],
            "offset_min": self._clock.stamp().offset_min,
            "day": self._desk.now().date().isoformat(),
        }

    def watch(self, start_ms: str, length_ms: str) -> None:
        """Lets so much monotonic time pass, as the engine would, and records it as played."""
        start, length = int(start_ms), int(length_ms)
        self._journey.start_watching(self._session, position_ms=start)
        began_ms = self._clock.stamp().mono_ms
        while (passed_ms := self._clock.stamp().mono_ms - began_ms) < length:
            # Not `time.sleep`: it fails where libfaketime stands between Python and the clock.
            select.select([], [], [], (length - passed_ms) / 1000)
        self.record(start_ms, length_ms)

    def record(self, start_ms: str, length_ms: str) -> None:
        """Says that so much was played, whether it was or not."""
        start, length = int(start_ms), int(length_ms)
        span = Span(interval=Interval(start, start + length), engaged_ms=length, rate_percent=100)
        self._journey.watched(self._session, span)

    def finish(self) -> None:
        if self._signed.course.quiz is not None:
            self._journey.submit_quiz(answers_from_key(self._signed.course.quiz))
        self._journey.submit_evaluation(plausible_responses(self._signed.course.evaluation))

    def claim(self) -> None:
        (entitlement, *_) = self._journey.progress().entitlements
        self._journey.claim(entitlement.offer.id, amount=entitlement.now, profession=Profession.PHYSICIAN)

    @property
    def _journey(self):
        return self._desk.journey(self._signed)


def main(profile: Path, course: Path) -> None:
    with desk_over(find_places(profile)) as desk:
        signed = desk.add_course(course)
        learning = Learning(desk, signed)
        say({"ready": True})
        for line in sys.stdin:
            try:
                done = learning.act(line.split())
                say({"done": str(done) if isinstance(done, Path) else True, **learning.told()})
            except Problem as problem:
                say({"problem": problem.code, "said": problem.sentence, **learning.told()})


def say(answer: Mapping[str, object]) -> None:
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
