"""Judging a credit code: by its device's signature, by the provider's word on that device, by evidence beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from player.domain.certificate import name_digest, replacement_of
from player.domain.event import CertificateIssued, DeviceId
from player.domain.history import Revocation
from player.domain.phrase import Phrase
from player.domain.problem import Problem
from player.exchange.problems import AuthorityRevoked, CreditCodeOfAnother
from player.proof import credit_code
from player.proof.credit_code import MOST_READ_BYTES, CreditCode
from player.proof.envelope import Envelope
from player.proof.evidence import Verdict
from player.proof.keys import KeyId, PublicKey
from player.proof.problems import NotReadable, NotSigned
from player.proof.trust import Enrolment, Grade, Publisher, SignedEnrolment, Trust, enrolment_in


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeVerdict:
    """A code that its device really signed. `publisher`: who vouches for that device, None for nobody who is known
    here; `enrolment`: in which words; `revocation`: why that word counts no more."""

    code: CreditCode
    device: PublicKey
    grade: Grade = Grade.C
    publisher: Publisher | None = None
    enrolment: Enrolment | None = None
    revocation: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Borne:
    """What evidence says of a code that it bears out: whether its certificate was taken back since, and what stands in
    its place."""

    revocation: Revocation | None
    replaced_by: str | None


def check_credit_code(data: bytes, trust: Trust, *, name: str) -> CodeVerdict:
    """Raises `NotReadable`, or `NotSigned` for an altered one, or one with a word on another device."""
    try:
        text = data.decode() if len(data) <= MOST_READ_BYTES else ""
    except UnicodeDecodeError:
        text = ""
    code, device = credit_code.read(text, name=name)
    inside = _inside(code, device, trust, name)
    known = [one for one in trust.enrolments if one.enrolment.device_id == DeviceId(device.id)]
    words = [word for word in (inside, *known) if word is not None]
    best = min(words, key=lambda word: (_is_revoked(word, trust), word.enrolment.grade), default=None)
    if best is None:
        return CodeVerdict(code=code, device=device)
    publisher = trust.publisher_of(best.signer)
    revocation = _revocation(publisher, best.signer, name)
    return CodeVerdict(
        code=code,
        device=device,
        grade=Grade.C if revocation else best.enrolment.grade,
        publisher=publisher,
        enrolment=best.enrolment,
        revocation=revocation,
    )


def borne_out(code: CreditCode, device: PublicKey, evidence: Verdict, *, name: str) -> Borne | None:
    """What this evidence says of the code; None where it does not know the certificate.

    Raises `CreditCodeOfAnother` where it knows the certificate otherwise than the code tells it.
    """
    history = evidence.history
    issued = evidence.certificate(code.number)
    revocation = history.revocation_of(code.number)
    claims = (*history.claims, *((revocation.claim,) if revocation else ()))
    claim = next((one for one in claims if one.number == code.number), None)
    if issued is None or claim is None:
        return None
    links = {link.hex() for strand in evidence.strands for link in strand.links[1:]}
    same = _is_as_issued(code, device, issued) and claim.credit.amount == code.amount and code.head in links
    if not same or code.specimen is not evidence.is_specimen:
        raise CreditCodeOfAnother(name=name, number=code.number)
    return Borne(revocation=revocation, replaced_by=replacement_of(history, code.number))


def _is_as_issued(code: CreditCode, device: PublicKey, issued: CertificateIssued) -> bool:
    named = name_digest(issued.salt, code.name) == issued.name
    return named and (issued.facts, issued.offer, issued.signer) == (code.facts, code.offer, device.id)


def _inside(code: CreditCode, device: PublicKey, trust: Trust, name: str) -> SignedEnrolment | None:
    """The word that the code carries; None where nobody who is known here gave it."""
    if code.enrolment is None:
        return None
    signers = _signers(code.enrolment, name)
    givers = [publisher for signer in signers if (publisher := trust.publisher_of(signer)) is not None]
    if not givers:
        return None
    try:
        found = enrolment_in(code.enrolment, _with_revoked(givers), name=name)
    except NotReadable:
        return None
    if found.enrolment.device_id != DeviceId(device.id):
        raise NotSigned(name=name, reason=Phrase("the authority inside it was given to another device."))
    return found


def _with_revoked(publishers: Iterable[Publisher]) -> Iterable[Publisher]:
    """With their revoked keys, so that it can be said that they were."""
    for publisher in publishers:
        revoked = publisher.root.root.revoked if publisher.root else ()
        keys = tuple(PublicKey.from_hex(one.key) for one in revoked)
        yield Publisher(name=publisher.name, keys=(*publisher.keys, *keys), specimen=publisher.specimen)


def _signers(written: bytes, name: str) -> tuple[KeyId, ...]:
    return Envelope.from_json(written, name=name).signers


def _revocation(publisher: Publisher | None, signer: KeyId, name: str) -> Problem | None:
    revoked = publisher.revocation_of(signer) if publisher else None
    if publisher is None or revoked is None:
        return None
    reason = revoked.reason if revoked.reason.endswith((".", "!", "?")) else f"{revoked.reason}."
    return AuthorityRevoked(publisher=publisher.name, name=name, on=revoked.on, reason=reason)


def _is_revoked(word: SignedEnrolment, trust: Trust) -> bool:
    publisher = trust.publisher_of(word.signer)
    return publisher is not None and publisher.revocation_of(word.signer) is not None
