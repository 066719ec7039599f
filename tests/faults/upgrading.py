"""A large profile of an older format, and the opening of it in a process of its own, so that it can be killed."""

from __future__ import annotations

import shutil
from multiprocessing.connection import Connection
from pathlib import Path

from player.bootstrap.holding import back_up_before_upgrade
from player.domain.course import CourseId, SessionId
from player.domain.event import CourseHash, DeviceId, Event, Fact, Purpose, StreamId, StreamOpened, Watched
from player.domain.learner import LearnerId
from player.ledger.database import DRIVER
from player.ledger.store import FILE, open_ledger
from player.proof import wire
from player.proof.chain import GENESIS, Head, link, sign_head
from player.proof.keys import PrivateKey
from tests.ledger.making import TickingClock

KEPT = Path(__file__).resolve().parents[1] / "ledger" / "kept"
STREAM_EVENTS = 500


def make_large(to: Path, *, events: int) -> None:
    """The profile that was kept in format 1, with so many more events, as the Carrel of that time would have them."""
    shutil.copytree(KEPT / "format-1", to)
    key = PrivateKey.read(to / "device.key")
    connection = DRIVER.connect(str(to / FILE), isolation_level=None)
    connection.execute("BEGIN")
    for number in range(events // STREAM_EVENTS):
        _add_stream(connection, key, 100 + number)
    connection.execute("COMMIT")
    connection.close()


def _add_stream(connection, key: PrivateKey, number: int) -> None:
    opening = StreamOpened(
        stream=StreamId(f"{number:032x}"),
        device=DeviceId(key.public.id),
        learner=LearnerId("0a" * 16),
        course=CourseId("org.example.course"),
        course_version=1,
        course_hash=CourseHash(f"{number:064x}"),
        policy=1,
        attempt=1,
        purpose=Purpose.CREDIT,
    )
    connection.execute(
        "INSERT INTO stream VALUES (?, ?, ?, ?, ?, 1, 1)",
        (number, opening.stream, opening.device, opening.learner, opening.course_hash),
    )
    clock, last, rows = TickingClock(), GENESIS, []
    for seq in range(STREAM_EVENTS):
        event = Event(seq=seq, stamp=clock.stamp(), fact=opening if seq == 0 else _watched(seq))
        body = wire.encode(event)
        last = link(last, body)
        rows.append((number, seq, wire.kind_of(event.fact), event.stamp.wall_ms, body, last))
    connection.executemany("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)", rows)
    head = sign_head(Head(stream=opening.stream, seq=STREAM_EVENTS - 1, hash=last.hex()), key)
    connection.execute("INSERT INTO head VALUES (?, ?, ?)", (number, STREAM_EVENTS - 1, head.to_json()))


def _watched(seq: int) -> Fact:
    start = seq * 10_000
    return Watched(session=SessionId("main"), start_ms=start, end_ms=start + 9_000, engaged_ms=9_004, rate_percent=100)


def open_profile(folder: str, answer: Connection) -> None:
    """Opens the records as the program does, and says when it begins, when it has a backup, and when it is done."""
    profile = Path(folder)

    def back_up() -> None:
        back_up_before_upgrade(profile)
        answer.send("backed up")

    answer.send("begun")
    key = PrivateKey.read(profile / "device.key")
    ledger = open_ledger(profile, signer=key, clock=TickingClock(), before_upgrade=back_up)
    answer.send("done")
    ledger.database.close()
