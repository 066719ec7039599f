"""The only place where real parts are chosen and joined: everything else receives what it needs."""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import platformdirs

from player.archive.package import open_package
from player.archive.shelf import Shelf
from player.desk.desk import Desk, Parts
from player.desk.ports import Verified
from player.desk.rehearsal import Rehearsed, clock_for, first_profession, rehearse
from player.domain.certificate import CertificateFacts
from player.domain.clock import Clock
from player.domain.event import StreamId
from player.domain.learner import Learner
from player.domain.requirement import Facts
from player.domain.watch import MediaEngine
from player.exchange.certificate_check import check_certificate
from player.exchange.completion import MOST_BYTES as MOST_EVIDENCE_BYTES
from player.exchange.completion import file_name, verify_completion, write_completion
from player.holding import back_up_before_upgrade, back_up_weekly, device_key_of, hold_profile
from player.machine.clock import SystemClock
from player.machine.facts import gather
from player.machine.identity import machine_id
from player.machine.requirements import OWN_REQUIREMENTS
from player.proof.device import own_keys
from player.proof.evidence import Evidence
from player.proof.files import make_folder, read_file, write_whole
from player.proof.keys import PrivateKey, read_public_key
from player.proof.manifest import SignedCourse
from player.proof.trust import (
    ENROLMENT_ENDING,
    Enrolment,
    Grade,
    Publisher,
    Trust,
    enrol,
    read_enrolment,
    read_publisher,
    read_trust,
    write_publisher,
)

if TYPE_CHECKING:
    from player.archive.authoring.draft import MediaProbe
    from player.archive.authoring.remarks import Remark
    from player.ledger.store import SqlLedger


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where things lie: the learner's records and the program's own resources."""

    profile: Path
    resources: Path

    @property
    def fonts(self) -> Path:
        return self.resources / "fonts"

    @property
    def trust_folders(self) -> tuple[Path, Path]:
        return self.resources / "trust", self.profile / "trust"


def find_places(profile: Path | None = None) -> Places:
    """The profile that was asked for, or `CARREL_PROFILE`, or the platform's own place for user data."""
    named = profile or (Path(text) if (text := os.environ.get("CARREL_PROFILE")) else None)
    return Places(
        profile=named or Path(platformdirs.user_data_dir("carrel", appauthor=False)),
        resources=_resources(),
    )


def _resources() -> Path:
    beside = Path(__file__).resolve().parent.parent / "resources"
    installed = Path(sysconfig.get_path("data")) / "share" / "carrel" / "resources"
    frozen = Path(getattr(sys, "_MEIPASS", beside.parent)) / "resources"
    return next((place for place in (frozen, beside, installed) if place.is_dir()), beside)


def trust_of(places: Places) -> Trust:
    """The publishers shipped with the program and those that were added to the profile."""
    return read_trust(places.trust_folders)


# --- the learner's desk ------------------------------------------------------------------------------------


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
    from player.ledger.care import Care
    from player.ledger.people import new_learner_id, open_people
    from player.ledger.store import new_stream_id

    records = partial(_ledger, places.profile, clock=clock)
    return Parts(
        profile=places.profile,
        shelf=Shelf(places.profile / "courses", trust_of(places)),
        ledger=records(key=key),
        people=open_people(places.profile),
        press=_Press(places.fonts),
        courier=_Courier(),
        verifier=verifier_over(places),
        machine=_Machine(places.profile),
        engines=_make_engine,
        clock=clock,
        key=key,
        new_learner=lambda: Learner(id=new_learner_id()),
        new_stream_id=new_stream_id,
        own_requirements=OWN_REQUIREMENTS,
        care=Care(
            places.profile,
            records=partial(records, key=key),
            machine=partial(machine_id, places.profile),
            clock=clock,
        ),
        # A backup that was put back can have brought this device another key.
        reopened=lambda: _parts(places, clock=clock, key=device_key_of(places.profile), rehearsing=rehearsing),
        rehearsing=rehearsing,
    )


def _ledger(profile: Path, *, clock: Clock, key: PrivateKey) -> SqlLedger:
    from player.ledger.store import open_ledger

    ledger = open_ledger(
        profile,
        signer=key,
        clock=clock,
        before_upgrade=lambda: back_up_before_upgrade(profile),
    )
    # A profile that was copied to this machine, or restored, was signed with another key until then.
    ledger.vouch(former for former in own_keys(profile) if former.public.id != key.public.id)
    return ledger


def _make_engine(*, headless: bool = False) -> MediaEngine:
    # libVLC's binding is imported when something is played, not when a list is shown.
    from player.media.vlc_engine import create_engine

    return create_engine(headless=headless)


class _Machine:
    """This computer, asked anew each time."""

    def __init__(self, profile: Path) -> None:
        self._profile = profile

    def facts(self) -> Facts:
        return gather(profile=self._profile)


class _Courier:
    """Completion files as the exchange room writes them."""

    def pack(self, evidence: Evidence, learner: Learner, key: PrivateKey) -> bytes:
        return write_completion(evidence, learner=learner, signer=key)

    def file_name(self, course: str, learner: Learner, stream: StreamId) -> str:
        return file_name(course, learner, stream)


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


# --- verification ------------------------------------------------------------------------------------------


def verifier_over(places: Places) -> Callable[[Path], Verified]:
    """Judges completion files and certificates by the publishers that this profile knows."""
    trust = trust_of(places)

    def verify(file: Path) -> Verified:
        # One byte more than the readers take, so that they say that it is too large; a course may have gigabytes.
        data = read_file(file, most=MOST_EVIDENCE_BYTES + 1)
        judge = _verify_pdf if data.startswith(b"%PDF") else _verify_completion
        return judge(file, data, trust)

    return verify


def _verify_completion(file: Path, data: bytes, trust: Trust) -> Verified:
    checked = verify_completion(data, trust, name=file.name)
    return Verified(file=file, kind="completion file", verdict=checked.verdict, learner=checked.learner)


def _verify_pdf(file: Path, data: bytes, trust: Trust) -> Verified:
    from player.paper.reading import read_certificate

    checked = check_certificate(read_certificate(data), trust, name=file.name)
    return Verified(
        file=file,
        kind="certificate",
        verdict=checked.verdict,
        learner=checked.learner,
        certificate_number=checked.number,
    )


# --- the provider's bench ----------------------------------------------------------------------------------


def new_key(file: Path) -> tuple[Path, str]:
    """Makes a key pair. Returns the public half's file and the key's id."""
    key = PrivateKey.generate()
    return key.write(file), key.public.id


def add_publisher(places: Places, file: Path, *, name: str) -> Publisher:
    """Keeps a publisher's key in the profile's trust folder."""
    publisher = (
        read_publisher(file)
        if file.name.endswith(".publisher.json")
        else Publisher(name=name or file.stem, keys=(read_public_key(file),), specimen=False)
    )
    folder = places.profile / "trust"
    make_folder(folder)
    write_publisher(folder / f"{publisher.keys[0].id[:16]}.publisher.json", publisher)
    return publisher


def enrol_device(device: Path, *, key: Path, grade: Grade, name: str, out: Path) -> Enrolment:
    """Writes the provider's signed word on a device, whose public key is in the file `device`."""
    public = read_public_key(device)
    write_whole(out, enrol(public, grade=grade, name=name, signer=PrivateKey.read(key)))
    return Enrolment(device=public.raw.hex(), grade=grade, name=name)


def add_enrolment(places: Places, file: Path) -> Enrolment:
    """Keeps the enrolment of a device, which a publisher known here must have signed, in the profile's trust folder."""
    enrolment = read_enrolment(file, trust_of(places).publishers).enrolment
    folder = places.profile / "trust"
    make_folder(folder)
    write_whole(folder / f"{enrolment.device_id[:16]}{ENROLMENT_ENDING}", read_file(file))
    return enrolment


# The authoring half of the archive is imported by its own commands alone: learners never need it.


def new_course(places: Places, folder: Path) -> None:
    from player.archive.authoring.folder import new_folder

    new_folder(folder, template=places.resources / "template")


def check_course(places: Places, path: Path) -> tuple[Remark, ...]:
    from player.archive.authoring.lint import check_path

    return check_path(path, trust=trust_of(places), probe=_probe())


def build_course(folder: Path, *, key: Path, out: Path) -> SignedCourse:
    from player.archive.authoring.build import build_package

    return build_package(folder, signer=PrivateKey.read(key), out=out, probe=_probe())


def show_course(places: Places, file: Path) -> SignedCourse:
    package = open_package(file, trust_of(places))
    package.close()
    return package.signed


def rehearse_course(
    places: Places, file: Path, *, to: Path, rate_percent: int, say: Callable[[str], None]
) -> Rehearsed:
    """Lives through a course in a profile that is thrown away afterwards."""
    with TemporaryDirectory(prefix="carrel-rehearsal-") as folder:
        away = Places(profile=Path(folder), resources=places.resources)
        package = open_package(file, trust_of(places))
        make_folder(to)
        with desk_over(away, rehearsal_of=package.signed) as desk:
            desk.add_course(file)
            profession = first_profession(package.signed.course)
            desk.save_learner(replace(desk.learner, name="Rehearsal Learner", profession=profession))
            return rehearse(desk, package, to=to, rate_percent=rate_percent, say=say)


def _probe() -> MediaProbe:
    from player.media.probe import probe

    return probe
