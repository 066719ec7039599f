"""Judging a certificate: by its signature, by the evidence inside it replayed, and by what is printed on it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from player.domain.certificate import CertificateFacts, carries_badge, certificate_facts, replacement_of
from player.domain.course import Issuers
from player.domain.event import CertificateIssued, DeviceId
from player.domain.history import Revocation
from player.domain.learner import Learner
from player.domain.learner_completion import LearnerCompletion
from player.domain.phrase import Phrase, Worded
from player.domain.problem import Problem
from player.domain.roster import roster_rows
from player.exchange.badges.judging import is_badge_of
from player.exchange.completion import CompletionVerdict, verify_completion
from player.exchange.problems import CertificateAltered
from player.proof import token
from player.proof.chain import head_of
from player.proof.evidence import Verdict
from player.proof.keys import PublicKey
from player.proof.trust import Grade, SignedEnrolment, Trust, enrolment_in

Words = Callable[[CertificateFacts], str]
"""Everything that is printed of these facts, as the paper room words it."""


class ReadDocument(Protocol):
    """What was read from the file, as the paper room reads it."""

    @property
    def intact(self) -> bool: ...
    @property
    def signer(self) -> PublicKey | None: ...
    @property
    def evidence(self) -> bytes | None: ...
    @property
    def text(self) -> str: ...
    @property
    def token(self) -> str | None: ...
    @property
    def enrolment(self) -> bytes | None: ...
    @property
    def badge(self) -> bytes | None: ...
    @property
    def images(self) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateVerdict:
    """A certificate that was judged genuine, the facts that it states, and the version of Carrel that issued it."""

    verdict: Verdict
    learner: Learner
    number: str
    facts: CertificateFacts
    program: str


def check_certificate(read: ReadDocument, trust: Trust, *, name: str, words: Words) -> CertificateVerdict:
    """Judges a certificate. Raises the `Problem` that was found first.

    In this order: the signature covers the whole file; the evidence inside replays; the same device signed both, and
    the provider lets it; the code names a certificate that the evidence knows; the facts recomputed from the evidence
    have the digest that was bound when it was issued; what can be read on the page is what the facts say, and
    nothing else; and the badge inside, where one belongs there, says the same of the same evidence.
    """
    if not read.intact or read.signer is None:
        raise CertificateAltered(
            name=name, reason=Phrase("it carries no whole signature, or was changed after it was signed.")
        )
    if read.evidence is None or read.token is None:
        raise CertificateAltered(name=name, reason=Phrase("the evidence inside it is missing."))
    completion = verify_completion(read.evidence, trust, name=name)
    if completion.verdict.opening.device != read.signer.id:
        raise CertificateAltered(
            name=name, reason=Phrase("it was signed by another device than the one with the evidence.")
        )
    verdict = _authorised(completion.verdict, read.enrolment, trust, read.signer, name)
    issued = _issued(completion, read.token, read.signer, name)
    facts = _facts(completion, issued, name)
    _check_text(read.text, facts, words(facts), name)
    _check_pictures(read.images, facts, name)
    _check_badge(read.badge, read.evidence, completion, facts, name)
    return CertificateVerdict(
        verdict=verdict,
        learner=completion.learner,
        number=issued.number,
        facts=facts,
        program=completion.program,
    )


def taken_back(certificate: Verdict, number: str, later: Iterable[Verdict]) -> tuple[Revocation | None, str | None]:
    """Whether later evidence of the same learner in the same course takes a certificate back, and the number of the
    one that was issued in its place. Only evidence that knows this very certificate has a say, and of several the one
    that knows most: what replaced it may have been taken back itself since."""
    known = (verdict.history for verdict in later if _knows(verdict, certificate, number))
    found = [(history, revoked) for history in known if (revoked := history.revocation_of(number)) is not None]
    if not found:
        return None, None
    latest, revocation = max(found, key=lambda one: len(one[0].revocations))
    return revocation, replacement_of(latest, number)


def _knows(later: Verdict, certificate: Verdict, number: str) -> bool:
    same_life = (later.opening.learner, later.opening.course) == (
        certificate.opening.learner,
        certificate.opening.course,
    )
    return same_life and later.certificate(number) == certificate.certificate(number)


def _authorised(verdict: Verdict, enrolment: bytes | None, trust: Trust, signer: PublicKey, name: str) -> Verdict:
    """With the grade that the provider's word inside the file gives, and only where its grant lets this device issue.

    Of a publisher who is not known here no word can be judged: that the publisher is unknown is told instead.
    """
    publisher = verdict.signed.publisher
    if publisher is None:
        return verdict
    known = trust.enrolment_of(DeviceId(signer.id), publisher)
    told = _enrolment(enrolment, verdict, signer, name) if enrolment is not None else None
    grant = verdict.course.grant
    if grant is not None and grant.issuers is Issuers.ENROLLED and known is None and told is None:
        raise CertificateAltered(name=name, reason=Phrase("its provider lets only devices that it enrolled issue it."))
    if told is None:
        return verdict
    grades = (one.enrolment.grade for one in (known, told) if one is not None)
    return _graded(verdict, DeviceId(signer.id), min(grades))


def _enrolment(written: bytes, verdict: Verdict, signer: PublicKey, name: str) -> SignedEnrolment:
    publisher = verdict.signed.publisher
    try:
        found = enrolment_in(written, (publisher,) if publisher else (), name=name)
    except Problem as problem:
        reason = Phrase("the authority inside it was not given by the course's provider.")
        raise CertificateAltered(name=name, reason=reason, details=problem.sentence) from None
    if found.enrolment.device_id != signer.id:
        raise CertificateAltered(name=name, reason=Phrase("the authority inside it was given to another device."))
    return found


def _graded(verdict: Verdict, device: DeviceId, grade: Grade) -> Verdict:
    contributions = tuple(
        replace(one, grade=min(one.grade, grade)) if one.opening.device == device else one
        for one in verdict.contributions
    )
    return replace(verdict, contributions=contributions)


def _issued(completion: CompletionVerdict, text: str, signer: PublicKey, name: str) -> CertificateIssued:
    """The event that issued the certificate which the code names."""
    found, key = token.read(text)
    if key != signer:
        raise CertificateAltered(name=name, reason=Phrase("its code was signed by another device."))
    issued = completion.verdict.certificate(found.number)
    if issued is None or issued.facts != found.facts:
        raise CertificateAltered(name=name, reason=Phrase("the evidence inside it belongs to another certificate."))
    if found.head != head_of(completion.evidence.bodies).hex():
        raise CertificateAltered(name=name, reason=Phrase("its code was made over other evidence."))
    return issued


def _facts(completion: CompletionVerdict, issued: CertificateIssued, name: str) -> CertificateFacts:
    """What follows from the evidence, which ends where the certificate was issued."""
    verdict = completion.verdict
    claim = next((one for one in verdict.history.claims if one.number == issued.number), None)
    if claim is None:
        raise CertificateAltered(
            name=name, reason=Phrase("the claim that it was issued for is taken back in its evidence.")
        )
    facts = certificate_facts(course=verdict.course, history=verdict.history, claim=claim, learner=completion.learner)
    if facts.digest != issued.facts:
        raise CertificateAltered(name=name, reason=Phrase("its facts do not follow from its evidence."))
    return facts


def _check_text(text: str, facts: CertificateFacts, words: str, name: str) -> None:
    """What is printed must say the facts; right-to-left text comes out of a PDF in another order, so letters count."""
    printed = _letters(text)
    for what, said in _spoken(facts):
        wanted = _letters(said)
        scattered = _runs_right_to_left(said) and not Counter(wanted) - Counter(printed)
        if wanted not in printed and not scattered:
            raise CertificateAltered(
                name=name, reason=Worded("the {what} that is printed is not the one in its evidence.", what=what)
            )
    if Counter(printed) != Counter(_letters(words)):
        raise CertificateAltered(
            name=name, reason=Phrase("something is printed on it that does not follow from its evidence.")
        )


def _spoken(facts: CertificateFacts) -> Iterable[tuple[str, str]]:
    yield from (("number", facts.number), ("name", facts.name), ("heading", facts.heading), ("title", facts.title))
    yield from (("wording", "".join(run.text for run in facts.sentence)), ("date", facts.date))
    yield from (("provider", facts.provider), (Phrase("accreditation statement"), facts.accreditation_statement))
    yield Phrase("designation statement"), "".join(run.text for run in facts.designation_statement)


def _check_pictures(images: int, facts: CertificateFacts, name: str) -> None:
    """A picture could show anything: only those of the provider's package may be on the page."""
    logo = facts.template.logo if facts.template else None
    if images > sum(picture is not None for picture in (facts.signature, logo)):
        raise CertificateAltered(name=name, reason=Phrase("a picture is on it that does not belong there."))


def _check_badge(
    badge: bytes | None, evidence: bytes, completion: CompletionVerdict, facts: CertificateFacts, name: str
) -> None:
    """A wallet takes the badge out and shows it alone: it may say nothing that the document does not."""
    verdict = completion.verdict
    if not carries_badge(verdict.course, facts):
        if badge is not None:
            raise CertificateAltered(name=name, reason=Phrase("a badge is inside it that does not belong there."))
        return
    known = LearnerCompletion(
        course=verdict.course,
        course_hash=verdict.signed.hash,
        learner=completion.learner,
        history=verdict.history,
        strands=(),
        grade=verdict.grade.value,
        specimen=facts.specimen,
    )
    row = next(one for one in roster_rows(known) if one.number == facts.number)
    device = completion.evidence.device
    if badge is None or not is_badge_of(badge, row, evidence=evidence, issuer=device):
        raise CertificateAltered(name=name, reason=Phrase("the badge inside it is not the one of this credit."))


def _runs_right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)


def _letters(text: str) -> str:
    """Marks apart from their letters: read in the order of the eye, a mark could be put together with a neighbour."""
    normal = unicodedata.normalize("NFKD", text)
    return "".join(c for c in normal if not c.isspace() and unicodedata.category(c) != "Cf")
