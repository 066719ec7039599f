"""What the ledger's tests are made of: a clock, a key, openings, any facts whatever."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from player.domain.clock import BootId, Stamp
from player.domain.course import CourseId, SessionId
from player.domain.event import (
    CourseHash,
    DeviceId,
    Purpose,
    StreamOpened,
    Watched,
)
from player.domain.learner import LearnerId
from player.ledger.database import DRIVER
from player.ledger.store import SqlLedger, new_stream_id, open_ledger, open_shared_ledger
from player.proof.keys import PrivateKey, Signer

KEY = PrivateKey.generate()
LEARNER = LearnerId("0f" * 16)
COURSE = CourseHash("c0" * 32)


class TickingClock:
    """A millisecond later at each look."""

    def __init__(self) -> None:
        self._now = 1_700_000_000_000

    def stamp(self) -> Stamp:
        self._now += 1
        return Stamp(wall_ms=self._now, offset_min=60, mono_ms=self._now % 10**9, boot=BootId("b0" * 16))

    def suspended_ms(self) -> int:
        return 0


def opening(*, signer: Signer = KEY, attempt: int = 1, course_hash: CourseHash = COURSE) -> StreamOpened:
    return StreamOpened(
        stream=new_stream_id(),
        device=DeviceId(signer.public.id),
        learner=LEARNER,
        course=CourseId("org.example.course"),
        course_version=1,
        course_hash=course_hash,
        policy=1,
        attempt=attempt,
        purpose=Purpose.CREDIT,
    )


def ledger_in(folder: Path, *, signer: Signer = KEY) -> SqlLedger:
    return open_ledger(folder, signer=signer, clock=TickingClock())


def ledger_at(address: str, *, signer: Signer = KEY) -> SqlLedger:
    """The ledger in the folder, or on the server, of this address."""
    if address.startswith("postgresql:"):
        return open_shared_ledger(address, signer=signer, clock=TickingClock())
    return ledger_in(Path(address), signer=signer)


def sums_are_right(ledger: SqlLedger) -> bool:
    """Whether every stream holds and every stored tally is that of its events."""
    found = ledger.rebuild(mend=False)
    return found.wrong == () and found.damaged == ()


def watched(number: int) -> Watched:
    start = number * 1_000
    return Watched(session=SessionId("main"), start_ms=start, end_ms=start + 1_000, engaged_ms=1_000, rate_percent=100)


def tamper(folder: Path, statement: str, *values: object, file: str = "ledger.sqlite") -> None:
    """Changes the file behind the store's back."""
    connection = DRIVER.connect(str(folder / file), isolation_level=None)
    connection.execute(statement, values)
    connection.close()


def another(first: StreamOpened, *, attempt: int) -> StreamOpened:
    """The same learner's next attempt at the same course."""
    return replace(first, stream=new_stream_id(), attempt=attempt)
