"""Joins the learner's desk: the real parts are chosen here, and nobody else chooses any.

What is needed for one act alone is imported by that act: whoever opens the window waits for everything else.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from player.archive.shelf import Shelf
from player.bootstrap.acquainting import know_courses
from player.bootstrap.carrying import bring_back, carried_by
from player.bootstrap.holding import back_up_weekly, device_key_of, hold_profile, open_records
from player.bootstrap.papers import FileCourier, PaperPress
from player.bootstrap.places import Places, trust_of
from player.bootstrap.reporting import FileReporter
from player.bootstrap.trusting import keep_roots_of
from player.desk.desk import Desk
from player.desk.judged import Verified, VerifiedCode, VerifiedTranscript
from player.desk.parts import Parts
from player.desk.ports import Reading, SelfTest
from player.desk.rehearsal import clock_for
from player.domain.clock import Clock
from player.domain.engine import MediaEngine, MediaSource, PreviewMaker
from player.domain.event import DeviceId
from player.domain.learner import Learner
from player.machine.choose import drives_of
from player.machine.clock import SystemClock
from player.machine.identity import machine_id
from player.machine.probing import Machine
from player.proof.evidence import Verdict
from player.proof.keys import PrivateKey
from player.proof.manifest import SignedCourse

if TYPE_CHECKING:
    from player.desk.batch import Batch
    from player.ledger.store import SqlLedger


@contextmanager
def desk_over(places: Places, *, rehearsal_of: SignedCourse | None = None) -> Generator[Desk]:
    """The desk over one profile, which no other process may hold meanwhile. Raises a `Problem`."""
    clock: Clock = SystemClock()
    if rehearsal_of is not None:
        clock = clock_for(rehearsal_of.course, clock)
    with hold_profile(places.profile) as key:
        desk = Desk(parts_over(places, clock=clock, key=key, rehearsing=rehearsal_of is not None))
        try:
            yield desk
        finally:
            desk.close()
            if rehearsal_of is None:
                back_up_weekly(places.profile)


@contextmanager
def batch_over(places: Places) -> Generator[Batch]:
    """Batches over one profile, which no other process may hold meanwhile. Raises a `Problem`."""
    from player.desk.batch import Batch
    from player.machine.press_queue import PressQueue

    with hold_profile(places.profile) as key:
        parts = parts_over(places, clock=SystemClock(), key=key, rehearsing=False)
        try:
            yield Batch(parts, PressQueue())
        finally:
            parts.ledger.close()
            parts.people.close()
            back_up_weekly(places.profile)


def parts_over(places: Places, *, clock: Clock, key: PrivateKey, rehearsing: bool) -> Parts:
    # The database library costs a sixth of a second, which commands without records (verify, course …) do not pay.
    from player.ledger.care.keeper import Care
    from player.ledger.notes import Notebook
    from player.ledger.outbox import Outbox
    from player.ledger.people import new_learner_id, open_people
    from player.ledger.reports import Reports
    from player.ledger.store import new_stream_id

    records = partial(open_records, places.profile, clock=clock)
    people, ledger = open_people(places.profile), records(key=key)
    shelf = Shelf(places.profile / "courses", trust_of(places), partial(keep_roots_of, places))
    return Parts(
        profile=places.profile,
        shelf=shelf,
        ledger=ledger,
        people=people,
        notebook=Notebook(people.database),
        reports=Reports(people.database),
        outbox=Outbox(people.database),
        press=PaperPress(places.fonts),
        courier=FileCourier(),
        reporter=FileReporter(places, now=lambda: clock.stamp().moment),
        verifier=_Verifier(places),
        machine=Machine(profile=places.profile, courses=lambda: shelf.home, resources=places.resources),
        drives=drives_of(),
        engines=_make_engine,
        previews=_make_previews,
        clock=clock,
        key=key,
        enrolment=partial(_enrolment, places, key),
        grade=partial(_grade, places, key),
        new_learner=lambda: Learner(id=new_learner_id()),
        new_stream_id=new_stream_id,
        trial=partial(_trial, places.resources / "selftest"),
        self_test=partial(_self_test, places.resources / "selftest"),
        care=Care(
            places.profile,
            records=partial(records, key=key),
            machine=partial(machine_id, places.profile),
            clock=clock,
            beside=partial(carried_by, places.profile),
            bring_back=partial(bring_back, places),
        ),
        # A backup that was put back can have brought this device another key.
        reopened=lambda: parts_over(places, clock=clock, key=device_key_of(places.profile), rehearsing=rehearsing),
        rehearsing=rehearsing,
        take_in=partial(_take_in, places, ledger),
    )


def _take_in(places: Places, ledger: SqlLedger, verdict: Verdict) -> int:
    know_courses((*verdict.earlier, verdict.signed), places)
    report = ledger.take_in(checked.strand for checked in verdict.strands)
    for problem in report.problems:
        raise problem
    return report.events


def _enrolment(places: Places, key: PrivateKey, signed: SignedCourse) -> bytes | None:
    """The word of the course's publisher on this device, asked each time: it may have come meanwhile."""
    found = trust_of(places).enrolment_of(DeviceId(key.public.id), signed.publisher)
    return found.written if found else None


def _grade(places: Places, key: PrivateKey, signed: SignedCourse) -> str:
    return trust_of(places).grade_of(DeviceId(key.public.id), signed.publisher).value


def _make_engine(*, headless: bool = False) -> MediaEngine:
    # libVLC's binding is imported when something is played, not when a list is shown.
    from player.media.vlc_engine import create_engine

    return create_engine(headless=headless)


def _make_previews(source: MediaSource) -> PreviewMaker:
    from player.media.previews import create_previews

    return create_previews(source)


def _trial(folder: Path, source: MediaSource | None) -> Reading:
    from player.media.trial import try_recording, try_self_test

    return try_self_test(folder) if source is None else try_recording(source)


def _self_test(folder: Path) -> SelfTest:
    from player.media.selftest import open_self_test

    return open_self_test(folder)


class _Verifier:
    """Judges completion files, certificates and credit transcripts."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def __call__(self, file: Path) -> Verified | VerifiedTranscript | VerifiedCode:
        from player.bootstrap.verifying import verifier_over

        return verifier_over(self._places)(file)
