"""Joins the provider's bench: making, checking, showing and rehearsing a course."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from player.archive.package import open_package
from player.desk.rehearsal import Rehearsed, rehearse, rehearsing_learner
from player.domain.engine import MediaSource
from player.proof.files import make_folder
from player.proof.keys import PrivateKey
from player.proof.manifest import SignedCourse
from player.proof.renewing import chain_for
from player.proof.roots import read_root_file
from player.proof.token import Token, write

if TYPE_CHECKING:
    from player.archive.authoring.remarks import Remark
    from player.archive.authoring.remarks_on_files import Recorded
    from player.archive.authoring.trial import TrialPrint
    from player.domain.certificate import CertificateFacts
from player.bootstrap.desk import desk_over
from player.bootstrap.keying import Ask, signing_key
from player.bootstrap.places import Places, find_places, trust_of
from player.desk.ports import PrintJob

OnStep = Callable[[str], None]
"""Told what is being done now."""

# The authoring half of the archive is imported by its own commands alone: learners never need it.


def new_course(places: Places, folder: Path) -> None:
    from player.archive.authoring.folder import new_folder

    new_folder(folder, template=places.resources / "template")


def check_course(
    places: Places, path: Path, *, quick: bool = False, on_step: OnStep | None = None
) -> tuple[Remark, ...]:
    """All remarks on a folder or a package; its recordings are played at both ends unless it has to be quick."""
    from player.archive.authoring.lint import Instruments, check
    from player.paper.handout import inspect_handout

    look = _probe(quick=quick, on_step=on_step)
    today = datetime.now(UTC).date()
    instruments = Instruments(
        probe=look, probe_source=look, inspect=inspect_handout, trial=_trial_print(places), today=today
    )
    return check(path, instruments, trust_of(places))


def build_course(
    folder: Path,
    *,
    key: Path,
    out: Path,
    roots: Sequence[Path] = (),
    ask: Ask | None = None,
    quick: bool = False,
    on_step: OnStep | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> SignedCourse:
    """`roots`: the publisher's, from one that learners may know on to the one that names the key.

    Recordings are played at both ends unless it has to be `quick`; what they are called is told to `on_step`.
    """
    from player.archive.authoring.build import Bench, build
    from player.paper.handout import inspect_handout

    signer = signing_key(key, ask)
    chain = chain_for([read_root_file(root) for root in roots], signer.public)
    bench = Bench(
        signer=signer,
        probe=_probe(quick=quick, on_step=on_step),
        inspect=inspect_handout,
        trial=_trial_print(find_places()),
        roots=chain,
    )
    return build(folder, out, bench, on_progress)


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
            # It is not copied, as it may have gigabytes; every block is verified all the same.
            package.verify()
            desk.courses.add(file, in_place=True)
            desk.save_learner(rehearsing_learner(desk.learner, package.signed.course))
            return rehearse(desk, package, to=to, rate_percent=rate_percent, say=say)


def _trial_print(places: Places) -> TrialPrint:
    """Makes a document as a learner's is made, with a code of the same length, and throws it away."""
    from player.paper.certificate import render_certificate

    def make(facts: CertificateFacts, *, signature: bytes | None, logo: bytes | None) -> None:
        token = write(Token(number=facts.number, facts=facts.digest, head="0" * 64), PrivateKey.generate())
        job = PrintJob(
            facts=facts,
            evidence=b"A trial.",
            evidence_name="trial.completion",
            token=token,
            signature_image=signature,
            logo_image=logo,
        )
        render_certificate(job, fonts=places.fonts)

    return make


def _probe(*, quick: bool, on_step: OnStep | None) -> Callable[[Path | MediaSource], Recorded]:
    """What looks at a recording: at its tables alone, or by playing as well."""
    from player.media.probe import check_plays, probe

    def look(recording: Path | MediaSource) -> Recorded:
        if on_step:
            on_step(f"Looking at {recording.name}" if quick else f"Playing the ends of {recording.name}")
        return probe(recording) if quick else check_plays(recording)

    return look
