"""Judging a certificate: by its signature, by the evidence inside it replayed, and by what is printed on it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import Protocol

from player.domain.certificate import CertificateFacts, certificate_facts
from player.domain.event import CertificateIssued
from player.domain.learner import Learner
from player.exchange.completion import CompletionVerdict, verify_completion
from player.exchange.problems import CertificateAltered
from player.proof import token
from player.proof.chain import head_of
from player.proof.evidence import Verdict
from player.proof.keys import PublicKey
from player.proof.trust import Trust


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


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateVerdict:
    """A certificate that was judged genuine."""

    verdict: Verdict
    learner: Learner
    number: str


def check_certificate(read: ReadDocument, trust: Trust, *, name: str) -> CertificateVerdict:
    """Judges a certificate. Raises the `Problem` that was found first.

    In this order: the signature covers the whole file; the evidence inside replays; the same device signed both; the
    code names a certificate that the evidence knows; the facts recomputed from the evidence have the digest that was
    bound when it was issued; and what can be read on the page is what the facts say.
    """
    if not read.intact or read.signer is None:
        raise CertificateAltered(name=name, reason="it carries no whole signature, or was changed after it was signed.")
    if read.evidence is None or read.token is None:
        raise CertificateAltered(name=name, reason="the evidence inside it is missing.")
    completion = verify_completion(read.evidence, trust, name=name)
    if completion.verdict.opening.device != read.signer.id:
        raise CertificateAltered(name=name, reason="it was signed by another device than the one with the evidence.")
    issued = _issued(completion, read.token, read.signer, name)
    facts = _facts(completion, issued, name)
    _check_text(read.text, facts, name)
    return CertificateVerdict(verdict=completion.verdict, learner=completion.learner, number=issued.number)


def _issued(completion: CompletionVerdict, text: str, signer: PublicKey, name: str) -> CertificateIssued:
    """The event that issued the certificate which the code names."""
    found, key = token.read(text)
    if key != signer:
        raise CertificateAltered(name=name, reason="its code was signed by another device.")
    issued = completion.verdict.certificate(found.number)
    if issued is None or issued.facts != found.facts:
        raise CertificateAltered(name=name, reason="the evidence inside it belongs to another certificate.")
    if found.head != head_of(completion.evidence.bodies).hex():
        raise CertificateAltered(name=name, reason="its code was made over other evidence.")
    return issued


def _facts(completion: CompletionVerdict, issued: CertificateIssued, name: str) -> CertificateFacts:
    """What follows from the evidence; a document is dated by its claim, so that it is the same whenever it is made."""
    verdict = completion.verdict
    claim = next(claim for claim in verdict.history.claims if claim.credit.offer == issued.offer)
    facts = certificate_facts(
        course=verdict.course,
        history=verdict.history,
        claim=claim,
        learner=completion.learner,
        issued=claim.moment,
    )
    if facts.digest != issued.facts:
        raise CertificateAltered(name=name, reason="its facts do not follow from its evidence.")
    return facts


def _check_text(text: str, facts: CertificateFacts, name: str) -> None:
    """What is printed must say the facts; right-to-left text comes out of a PDF in another order, so letters count."""
    printed = _letters(text)
    spoken = [("number", facts.number), ("name", facts.name), ("title", facts.title)]
    spoken.append(("wording", "".join(run.text for run in facts.sentence)))
    for what, words in spoken:
        wanted = _letters(words)
        scattered = _runs_right_to_left(words) and not Counter(wanted) - Counter(printed)
        if wanted not in printed and not scattered:
            raise CertificateAltered(name=name, reason=f"the {what} that is printed is not the one in its evidence.")


def _runs_right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)


def _letters(text: str) -> str:
    normal = unicodedata.normalize("NFKC", text)
    return "".join(c for c in normal if not c.isspace() and unicodedata.category(c) != "Cf")
