"""Devices of one learner, each with real records on a disk, that can be killed, cloned, carried off and set back."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import count
from pathlib import Path

from player.desk.walks import Walks
from player.domain.clock import BootId, Stamp
from player.domain.course import SessionId
from player.domain.event import DeviceId, EventStream, Purpose, StreamOpened
from player.domain.history import History
from player.domain.learner import Profession
from player.domain.watch import Interval, Span
from player.ledger.store import SqlLedger, new_stream_id, open_ledger
from player.proof.evidence import Evidence
from player.proof.keys import PrivateKey
from player.proof.manifest import SignedCourse
from tests.builders import MINUTE, PHYSICIAN, RESPONSES, RIGHT, opening_for
from tests.fakes import FakeClock

BOOTS = count(1)


class OwnClock(FakeClock):
    """A clock whose boots have names that no other machine uses."""

    def __init__(self) -> None:
        super().__init__()
        self._rename()

    def reboot(self, *, after_ms: int = 60_000) -> None:
        super().reboot(after_ms=after_ms)
        self._rename()

    def _rename(self) -> None:
        self._now = replace(self._now, boot=BootId(f"boot-{next(BOOTS)}"))

    def stamp(self) -> Stamp:
        return self._now


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that the learner did once, in which `version`. `minute` of `session`, or what else it was."""

    number: int
    what: str
    session: SessionId | None = None
    minute: int = 0
    version: int = 1


@dataclass
class Device:
    """One profile on one machine; `knows` is the model of it: every act that was shown as saved, here or merged in.

    `versions`: those of the course that there are, the lowest first; the learner goes on in `signed`.
    """

    folder: Path
    key: PrivateKey
    signed: SignedCourse
    versions: tuple[SignedCourse, ...] = ()
    knows: frozenset[Act] = frozenset()
    former: tuple[PrivateKey, ...] = ()
    clock: OwnClock = field(default_factory=OwnClock)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        self.ledger: SqlLedger = open_ledger(self.folder, signer=self.key, clock=self.clock)
        self.ledger.vouch(self.former)
        self.walks = Walks(
            ledger=self.ledger,
            clock=self.clock,
            learner=lambda: PHYSICIAN,
            begin=self._begin,
            editions=lambda signed: [one for one in self.versions if one.hash != signed.hash],
            purpose=lambda signed: Purpose.CREDIT,
        )

    def die(self) -> None:
        """As a kill leaves it: nothing is signed or tidied on the way out."""
        self.ledger.database.close()

    def restart(self) -> None:
        self.die()
        self.clock.reboot()
        self.start()

    def merge(self, other: Device) -> None:
        self.ledger.take_from(other.ledger)
        self.walks.look_again()
        self.knows |= other.knows

    def copied_to(self, folder: Path) -> Path:
        """The files as they lie there when the power is off."""
        self.die()
        shutil.copytree(self.folder, folder)
        self.start()
        return folder

    @property
    def history(self) -> History:
        return self.walks.history(self.signed)

    @property
    def evidence(self) -> Evidence:
        return self.walks.evidence(self.signed, self.key.public)

    def watch(self, session: SessionId, minute: int) -> None:
        self.walks.journey(self.signed).start_watching(session, position_ms=minute * MINUTE)
        self.clock.advance(MINUTE)
        interval = Interval(minute * MINUTE, (minute + 1) * MINUTE)
        self.walks.journey(self.signed).watched(session, Span(interval=interval, engaged_ms=MINUTE, rate_percent=100))

    def acknowledge(self) -> None:
        self.walks.journey(self.signed).acknowledge_disclosures()

    def take_quiz(self) -> None:
        self.walks.journey(self.signed).submit_quiz(RIGHT)

    def evaluate(self) -> None:
        self.walks.journey(self.signed).submit_evaluation(RESPONSES)

    def claim(self) -> None:
        self.walks.journey(self.signed).claim("ama", amount=Decimal("0.5"), profession=Profession.PHYSICIAN)

    def _begin(self, signed: SignedCourse) -> EventStream:
        opening: StreamOpened = opening_for(
            signed.course,
            course_hash=signed.hash,
            device=DeviceId(self.key.public.id),
            stream=new_stream_id(),
            purpose=Purpose.CREDIT,
        )
        return self.ledger.open(opening)
