"""The press: a certificate from its print job, rendered and signed."""

from __future__ import annotations

from pathlib import Path

from player.domain.certificate import CertificateFacts
from player.paper import certificate
from player.paper.job import Job
from player.paper.signature import sign_pdf
from player.proof.keys import PrivateKey


def printed(job: Job, *, key: PrivateKey, fonts: Path) -> bytes:
    """The signed document, the same bytes whenever it is made. Raises a `Problem` of this room."""
    name = f"{job.facts.provider} (Carrel)"
    return sign_pdf(unsigned(job, fonts=fonts), key=key, name=name, moment=job.facts.issued)


def unsigned(job: Job, *, fonts: Path) -> bytes:
    """The document before it is signed: the same job always gives the same bytes."""
    return certificate.render_certificate(job, fonts=fonts)


def require_printable(facts: CertificateFacts, *, fonts: Path) -> None:
    """Raises the `Problem` for which the document could not be printed, before anything is recorded of it."""
    certificate.require_printable(facts, fonts=fonts)
