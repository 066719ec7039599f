"""The parts that a desk stands on, as `bootstrap` chose and joined them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from player.desk.first_sight import OutlinedShelf
from player.desk.judged import Verifier
from player.desk.ports import (
    Care,
    Courier,
    Drives,
    EngineMaker,
    EvidenceLedger,
    Machine,
    Notebook,
    People,
    Press,
    PreviewsMaker,
    Reports,
    SelfTest,
    TakeIn,
    Trial,
)
from player.desk.report_ports import Outbox, Reporter
from player.domain.clock import Clock
from player.domain.event import StreamId
from player.domain.learner import Learner
from player.proof.keys import PrivateKey
from player.proof.manifest import SignedCourse


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """`enrolment`: the bytes of the word that a course's publisher gave on this device, if it gave one;
    `grade`: how far this device can be trusted by it, A, B or C. `take_in`: None where nothing from
    elsewhere is taken into the records."""

    profile: Path
    shelf: OutlinedShelf
    ledger: EvidenceLedger
    people: People
    notebook: Notebook
    reports: Reports
    press: Press
    courier: Courier
    reporter: Reporter
    outbox: Outbox
    verifier: Verifier
    machine: Machine
    drives: Drives
    engines: EngineMaker
    previews: PreviewsMaker
    clock: Clock
    key: PrivateKey
    enrolment: Callable[[SignedCourse], bytes | None]
    grade: Callable[[SignedCourse], str]
    new_learner: Callable[[], Learner]
    new_stream_id: Callable[[], StreamId]
    trial: Trial
    self_test: Callable[[], SelfTest]
    care: Care
    reopened: Callable[[], Parts]
    rehearsing: bool = False
    take_in: TakeIn | None = None
