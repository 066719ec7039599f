"""Documents: the fact that one was made for a claim."""

from __future__ import annotations

from player.domain.certificate import CertificateFacts, name_digest
from player.domain.course import Course
from player.domain.event import CertificateIssued
from player.domain.history import Claim
from player.domain.permit import document_for
from player.proof.keys import PrivateKey


def issued_for(
    course: Course, claim: Claim, facts: CertificateFacts, *, salt: str, key: PrivateKey
) -> CertificateIssued:
    """`salt`: random, so that nobody finds the name by trying names; `key` signs the document."""
    return CertificateIssued(
        number=facts.number,
        offer=claim.credit.offer,
        document=document_for(course, claim),
        facts=facts.digest,
        salt=salt,
        name=name_digest(salt, facts.name),
        signer=key.public.id,
    )
