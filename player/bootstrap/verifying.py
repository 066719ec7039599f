"""Joins what judges completion files and certificates; no records are opened for that."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from player.bootstrap.places import Places, trust_of
from player.desk.ports import Verified
from player.exchange.certificate_check import check_certificate
from player.exchange.completion import MOST_BYTES as MOST_EVIDENCE_BYTES
from player.exchange.completion import verify_completion
from player.proof.files import read_file
from player.proof.trust import (
    Trust,
)


def verifier_over(places: Places) -> Callable[[Path], Verified]:
    """Judges completion files and certificates by the publishers that this profile knows."""

    def verify(file: Path) -> Verified:
        # One byte more than the readers take, so that they say that it is too large; a course may have gigabytes.
        data = read_file(file, most=MOST_EVIDENCE_BYTES + 1)
        judge = _verify_pdf if data.startswith(b"%PDF") else _verify_completion
        # Asked each time: a course that was added meanwhile may have brought a newer root.
        return judge(file, data, trust_of(places))

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
