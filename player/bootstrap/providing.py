"""Joins the provider's bench: keys, trust, and making, checking, showing and rehearsing a course."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from player.archive.package import open_package
from player.desk.rehearsal import Rehearsed, first_profession, rehearse
from player.proof.files import make_folder, read_file, write_whole
from player.proof.keys import PrivateKey, read_public_key
from player.proof.manifest import SignedCourse
from player.proof.trust import (
    ENROLMENT_ENDING,
    Enrolment,
    Grade,
    Publisher,
    enrol,
    read_enrolment,
    read_publisher,
    write_publisher,
)

if TYPE_CHECKING:
    from player.archive.authoring.draft import MediaProbe
    from player.archive.authoring.remarks import Remark
from player.bootstrap.desk import desk_over
from player.bootstrap.places import Places, trust_of


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
