"""Joins the learner's desk: the real parts are chosen here, and nobody else chooses any.

What is needed for one act alone is imported by that act: whoever opens the window waits for everything else.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from player.archive.shelf import Shelf
from player.bootstrap.carrying import bring_back, carried_by
from player.bootstrap.holding import back_up_weekly, device_key_of, hold_profile, open_records
from player.bootstrap.places import Places, trust_of
from player.bootstrap.trusting import keep_roots_of
from player.desk.desk import Desk, Parts
from player.desk.ports import Reading, SelfTest, Verified
from player.desk.rehearsal import clock_for
from player.domain.certificate import CertificateFacts
from player.domain.checkup.report import CheckUp
from player.domain.clock import Clock
from player.domain.engine import MediaEngine, MediaSource, PreviewMaker
from player.domain.event import StreamId
from player.domain.learner import Learner
from player.machine.clock import SystemClock
from player.machine.identity import machine_id
from player.machine.probing import Machine
from player.proof.evidence import Evidence
from player.proof.keys import PrivateKey
from player.proof.manifest import SignedCourse


@contextmanager
def desk_over(places: Places, *, rehearsal_of: SignedCourse | None = None) -> Generator[Desk]:
    """The desk over one profile, which no other process may hold meanwhile. Raises a `Problem`."""
    clock: Clock = SystemClock()
    if rehearsal_of is not None:
        clock = clock_for(rehearsal_of.course, clock)
    with hold_profile(places.profile) as key:
        desk = Desk(_parts(places, clock=clock, key=key, rehearsing=rehearsal_of is not None))
        try:
            yield desk
        finally:
            desk.close()
            if rehearsal_of is None:
                back_up_weekly(places.profile)


def _parts(places: Places, *, clock: Clock, key: PrivateKey, rehearsing: bool) -> Parts:
    # The database library costs a sixth of a second, which commands without records (verify, course …) do not pay.
    from player.ledger.care.keeper import Care
    from player.ledger.notes import Notebook
    from player.ledger.people import new_learner_id, open_people
    from player.ledger.store import new_stream_id

    records = partial(open_records, places.profile, clock=clock)
    people = open_people(places.profile)
    shelf = Shelf(places.profile / "courses", trust_of(places), partial(keep_roots_of, places))
    return Parts(
        profile=places.profile,
        shelf=shelf,
        ledger=records(key=key),
        people=people,
        notebook=Notebook(people.database),
        press=_Press(places.fonts),
        courier=_Courier(),
        verifier=_Verifier(places),
        machine=Machine(profile=places.profile, courses=lambda: shelf.home, resources=places.resources),
        engines=_make_engine,
        previews=_make_previews,
        clock=clock,
        key=key,
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
        reopened=lambda: _parts(places, clock=clock, key=device_key_of(places.profile), rehearsing=rehearsing),
        rehearsing=rehearsing,
    )


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
    """Judges completion files and certificates."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def __call__(self, file: Path) -> Verified:
        from player.bootstrap.verifying import verifier_over

        return verifier_over(self._places)(file)


class _Courier:
    """Completion files as the exchange room writes them."""

    def pack(self, evidence: Evidence, learner: Learner, key: PrivateKey) -> bytes:
        from player.exchange.completion import write_completion

        return write_completion(evidence, learner=learner, signer=key)

    def file_name(self, course: str, learner: Learner, stream: StreamId) -> str:
        from player.exchange.completion import file_name

        return file_name(course, learner, stream)

    def check_up(self, checkup: CheckUp) -> bytes:
        from player.exchange.checkup_report import report_bytes

        return report_bytes(checkup)


class _Press:
    """Certificates as the paper room makes them: rendered, then signed."""

    def __init__(self, fonts: Path) -> None:
        self._fonts = fonts

    def certificate(
        self,
        facts: CertificateFacts,
        *,
        evidence: bytes,
        evidence_name: str,
        token: str,
        signature_image: bytes | None,
        key: PrivateKey,
    ) -> bytes:
        # The PDF libraries take more than a second to import; they are needed for this alone.
        from player.paper.certificate import render_certificate
        from player.paper.signature import sign_pdf

        page = render_certificate(
            facts,
            evidence=evidence,
            evidence_name=evidence_name,
            token=token,
            fonts=self._fonts,
            signature_image=signature_image,
        )
        return sign_pdf(page, key=key, name=f"{facts.provider} (Carrel)")

    def lacking(self, name: str) -> int:
        from player.paper.typefaces import lacking

        return lacking(name, fonts=self._fonts)

    def check_up(self, checkup: CheckUp) -> bytes:
        from player.paper.checkup import render_check_up

        return render_check_up(checkup, fonts=self._fonts)
