"""A station as a process of its own, without a window: it does what it is told, and says what is on its disk by then.

Commands and answers are lines of JSON. An answer is given only once everything that it tells of is durably written:
from then on the act is acknowledged, and whatever happens it must be in the union exactly once.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from player.bootstrap.kiosk import Works, station_over
from player.desk.desk import Desk
from player.desk.rehearsal import plausible_responses
from player.domain.clock import BootId, Stamp
from player.domain.course import SessionId
from player.domain.credit import offers_for
from player.domain.history import asked_now
from player.domain.journey import Journey
from player.domain.key import key_of
from player.domain.kiosk.attendee import Arrival, WalkIn
from player.domain.learner import Profession
from player.domain.problem import Problem
from player.domain.progress import Progress, StepName, StepState
from player.domain.watch import Interval, Span
from player.kiosk.settings_file import read_settings
from player.proof.chain import links_of
from player.proof.manifest import SignedCourse
from player.proof.operator_key import OperatorKey

PIECE_MS = 10_000
"""How often the player records what was played."""
Answer = dict[str, Any]


class TurnedClock:
    """Time as the hall's day runs: it is turned from outside, and a station's wall clock can be wrong."""

    def __init__(self, wall_ms: int, boot: str) -> None:
        self._stamp = Stamp(wall_ms=wall_ms, offset_min=0, mono_ms=1_000, boot=BootId(boot))

    def stamp(self) -> Stamp:
        return self._stamp

    def suspended_ms(self) -> int:
        return 0

    def advance(self, ms: int) -> None:
        self._stamp = replace(self._stamp, wall_ms=self._stamp.wall_ms + ms, mono_ms=self._stamp.mono_ms + ms)

    def set_wrong(self, by_ms: int) -> None:
        self._stamp = replace(self._stamp, wall_ms=self._stamp.wall_ms + by_ms)


class Told:
    """What the driver can tell a station to do; each method is a command."""

    def __init__(self, works: Works, clock: TurnedClock) -> None:
        self._works = works
        self._station = works.station
        self._clock = clock
        self._desk: Desk | None = None
        self._told: dict[str, int] = {}

    def key(self, secret: str) -> Answer:
        self._station.open_with(OperatorKey.from_secret(base64.b64decode(secret)))
        return {}

    def open(self, code: str) -> Answer:
        self._station.open(code)
        key = self._station.key
        return {"key": base64.b64encode(key.secret).decode()} if key else {}

    def add(self, course: str) -> Answer:
        self._works.parts.shelf.add(Path(course))
        return {}

    def scan(self, badge: str) -> Answer:
        return self._sit(self._station.by_scan(badge))

    def code(self, code: str) -> Answer:
        return self._sit(self._station.by_code(code))

    def register(self, given: str, family: str) -> Answer:
        walk_in = WalkIn(given_name=given, family_name=family, degrees="MD", profession=Profession.PHYSICIAN.value)
        arrival = self._station.register(walk_in)
        return {**self._sit(arrival), "code": arrival.code}

    def personal_pass(self) -> Answer:
        return {"pass": self._station.personal_pass()}

    def begin(self) -> Answer:
        if self._step(StepName.BEFORE) is StepState.OPEN:
            self._journey.acknowledge_disclosures()
        return self._done()

    def watch(self, ms: int) -> Answer:
        """Plays so much of what was not seen yet; a longer time passes where there is less."""
        for session in self._progress.sessions:
            for gap in session.coverage.gaps(session.duration_ms):
                ms -= self._play(session.id, gap, max(ms, 0))
        return self._done()

    def quiz(self) -> Answer:
        quiz = self._signed.course.quiz
        if quiz is not None and self._step(StepName.QUIZ) is StepState.OPEN:
            self._journey.submit_quiz(key_of(asked_now(self._signed.course, self._journey.history)))
        return self._done()

    def evaluation(self) -> Answer:
        if self._step(StepName.EVALUATION) is StepState.OPEN:
            self._journey.submit_evaluation(plausible_responses(self._signed.course.evaluation))
        return self._done()

    def claim(self) -> Answer:
        if self._step(StepName.CLAIM) is not StepState.OPEN:
            return self._done()
        progress, profession = self._progress, Profession.PHYSICIAN
        offers = offers_for(self._signed.course.credit, profession)
        entitled = next(one for one in progress.entitlements if one.offer in offers)
        self._journey.claim(entitled.offer.id, amount=entitled.now, profession=profession)
        self._desk_.documents.issue(self._signed, entitled.offer.id)
        return {**self._done(), "claimed": str(entitled.now)}

    def stick(self, folder: str) -> Answer:
        """The certificate onto a stick, which may be pulled at any time."""
        claim = self._journey.history.claims[0]
        data = self._desk_.documents.read(self._signed, claim.credit.offer)
        drive = Stick(Path(folder))
        file = self._desk_.sticks.save(drive, f"{claim.number}.pdf", data)
        return {"file": str(file), "bytes": len(data)}

    def leave(self) -> Answer:
        self._station.leave()
        self._desk = None
        return {}

    def meet(self) -> Answer:
        met = self._station.meet()
        return {"in": met.events_in, "out": met.events_out, "words": len(met.words), "off": met.clock_off_ms}

    def wrong(self, by_ms: int) -> Answer:
        self._clock.set_wrong(by_ms)
        return {}

    def advance(self, ms: int) -> Answer:
        self._clock.advance(ms)
        return {}

    # --- inside ------------------------------------------------------------------------------------------

    @property
    def _desk_(self) -> Desk:
        if self._desk is None:
            raise ValueError("nobody sits here")
        return self._desk

    @property
    def _signed(self) -> SignedCourse:
        return next(one.signed for one in self._desk_.library() if one.signed is not None)

    @property
    def _journey(self) -> Journey:
        return self._desk_.journey(self._signed)

    @property
    def _progress(self) -> Progress:
        return self._desk_.progress(self._signed)

    def _step(self, name: StepName) -> StepState:
        return self._progress.step(name).state

    def _sit(self, arrival: Arrival) -> Answer:
        self._desk = self._station.seat(arrival)
        self._told.clear()
        return {**self._done(), "learner": arrival.attendee.learner.id, "name": arrival.attendee.learner.name}

    def _play(self, session: SessionId, gap: Interval, ms: int) -> int:
        played = 0
        while played < ms and gap.start_ms + played < gap.end_ms:
            start = gap.start_ms + played
            end = min(start + PIECE_MS, gap.end_ms, gap.start_ms + ms)
            if not played:
                self._journey.start_watching(session, position_ms=start)
            self._clock.advance(end - start)
            span = Span(interval=Interval(start, end), engaged_ms=end - start, rate_percent=100)
            self._journey.watched(session, span)
            played = end - gap.start_ms
        return played

    def _done(self) -> Answer:
        """Where the guest stands, and every event of this visit that was not told of before."""
        stream = self._journey.stream
        links = links_of(self._works.ledger.bodies(stream.id))[1:]
        before = self._told.get(stream.id, 0)
        self._told[stream.id] = len(links)
        acts = [[stream.id, seq, links[seq].hex()] for seq in range(before, len(links))]
        progress = self._progress
        steps = {step.name.value: step.state.value for step in progress.steps}
        return {"acts": acts, "seen": progress.seen_permille, "steps": steps}


class Stick:
    """A folder that stands for a stick."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.name = "STICK"
        self.free = 1 << 30
        self.writable = True


def main(settings: str, wall_ms: str, boot: str) -> None:
    clock = TurnedClock(int(wall_ms), boot)
    with station_over(read_settings(Path(settings)), clock=clock) as works:
        told = Told(works, clock)
        _say({"ready": True})
        for line in sys.stdin:
            command: Answer = json.loads(line)
            do: Callable[..., Answer] = getattr(told, command.pop("do"))
            try:
                _say({"ok": True, **do(**command)})
            except Problem as problem:
                _say({"ok": False, "problem": problem.code, "sentence": problem.sentence})


def _say(answer: Answer) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
