"""Documents: issued once for a claim, reprinted as they are, corrected by new ones that say which they replace."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from player.desk.judged import Verified
from player.desk.parts import Parts
from player.desk.ports import PrintJob
from player.desk.problems import CertificateMissing, CertificateUnreadable, NoName, NotEnrolled
from player.desk.walks import Walks
from player.domain.certificate import (
    CertificateFacts,
    carries_badge,
    certificate_facts,
    name_digest,
    replacement_of,
)
from player.domain.course import Course, Issuers
from player.domain.credit import phrase
from player.domain.event import CertificateIssued, TakenBackFor
from player.domain.history import Claim, History, Issue, Revocation
from player.domain.journey import Journey
from player.domain.learner import Learner, Profession
from player.domain.learner_completion import LearnerCompletion
from player.domain.permit import document_for
from player.domain.picture import Picture
from player.domain.report_format import ReportFormat
from player.domain.reporting import ACCOUNT
from player.domain.roster import roster_rows
from player.proof import credit_code, token
from player.proof.chain import head_of
from player.proof.evidence import Evidence
from player.proof.files import make_folder, write_whole
from player.proof.keys import PrivateKey
from player.proof.manifest import SignedCourse
from player.proof.token import Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A document that is issued; `job` None: its file is there, whole."""

    file: Path
    facts: CertificateFacts
    job: PrintJob | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLife:
    """One document that was ever issued: for which credit (as it is printed), when, and what became of it.

    `file` None: it was issued elsewhere, or its file is gone. `replaced_by`: the number of the one in its place.
    """

    number: str
    offer: str
    credit: str
    amount: Decimal
    issued: datetime
    revocation: Revocation | None
    replaced_by: str | None
    file: Path | None


class Documents:
    """The documents of one learner. `save` keeps changed particulars."""

    def __init__(
        self,
        parts: Parts,
        walks: Walks,
        *,
        learner: Callable[[], Learner],
        save: Callable[[Learner], object],
    ) -> None:
        self._parts = parts
        self._walks = walks
        self._learner = learner
        self._save = save

    def issue(self, signed: SignedCourse, offer: str) -> Path:
        """Makes the document of a claim and keeps it; one that was issued is found or made again, not doubled.

        A claim that was made in an earlier version of the course has the document of that version. None is issued anew
        once the key that signed the course was revoked: it would prove nothing.
        """
        prepared = self.prepare(signed, offer)
        if prepared.job is not None:
            make_folder(prepared.file.parent)
            write_whole(prepared.file, self._parts.press.certificate(prepared.job, key=self._parts.key))
        return prepared.file

    def prepare(self, signed: SignedCourse, offer: str) -> Prepared:
        """Records that the document is issued, unless it was; printing it is left to whoever asked."""
        made_in, journey, claim = self._home(signed, offer)
        if journey.history.issued(claim.number) is None:
            self._record_issue(made_in, journey, claim)
        facts = self._facts(made_in, claim)
        file = self.file(claim.number)
        job = None if self._is_whole(file) else self._job(made_in, journey, facts)
        return Prepared(file=file, facts=facts, job=job)

    def read(self, signed: SignedCourse, offer: str) -> bytes:
        """The document of a claim as it was issued; made first where it was not yet."""
        file = self.issue(signed, offer)
        try:
            return file.read_bytes()
        except OSError as error:
            raise CertificateUnreadable(number=file.stem, details=str(error)) from None

    def facts(self, signed: SignedCourse, offer: str) -> CertificateFacts:
        """What the certificate says, or will say."""
        made_in, _, claim = self._home(signed, offer)
        return self._facts(made_in, claim)

    def facts_of(self, signed: SignedCourse, number: str) -> CertificateFacts:
        """What the document with this number says, also one that counts no more. Raises `CertificateMissing`."""
        claim = _claim_of(self._walks.history(signed), number)
        if claim is None:
            raise CertificateMissing(title=signed.course.title)
        return self._facts(self._walks.made_in(signed, claim), claim)

    def made_in(self, signed: SignedCourse, offer: str) -> SignedCourse:
        """The version of the course in which the offer was claimed. Raises `CertificateMissing`."""
        return self._home(signed, offer)[0]

    def file(self, number: str) -> Path:
        return self._parts.profile / "certificates" / f"{number}.pdf"

    def credit_code(self, signed: SignedCourse, offer: str) -> str:
        """What the QR code says that carries the claim itself; its document is issued first, unless it was.

        Raises `CreditCodeTooLong` besides what `issue` raises.
        """
        self.prepare(signed, offer)
        made_in, journey, claim = self._home(signed, offer)
        facts, issue = self._facts(made_in, claim), journey.history.issued(claim.number)
        evidence = self._walks.evidence_of_issue(made_in, claim.number, self._parts.key.public)
        code = credit_code.code_of(
            facts,
            course=made_in.hash,
            offer=claim.credit.offer,
            digest=issue.certificate.facts if issue else facts.digest,
            head=head_of(evidence.bodies).hex(),
            enrolment=self._parts.enrolment(made_in),
        )
        return credit_code.write(code, self._parts.key)

    # --- corrections -------------------------------------------------------------------------------------

    def correct_name(self, signed: SignedCourse, offer: str, *, name: str, degrees: str) -> Path:
        """Issues the document anew under this name, which is kept in the particulars; the old one is revoked.

        A name that cannot be printed leaves everything as it was.
        """
        made_in, journey, claim = self._home(signed, offer)
        learner = replace(self._learner(), name=name, degrees=degrees)
        self._require_issuable(made_in, replace(self._facts(made_in, claim), name=learner.printed_name))
        self._save(learner)
        if journey.history.issued(claim.number) is not None:
            journey.revoke_certificate(claim.number, reason=TakenBackFor.WRONG_NAME)
        return self.issue(made_in, offer)

    def correct_claim(
        self, signed: SignedCourse, offer: str, *, amount: Decimal, profession: Profession, reason: TakenBackFor
    ) -> Path:
        """Claims this offer in place of what was claimed wrongly, and issues its document; the old ones are revoked.

        A refused new claim leaves everything as it was. What was claimed in an earlier version is corrected there.
        """
        home = self._correctable(signed, offer)
        _require_authority(home, self._parts.enrolment(home))
        self._walks.journey(home).correct_claim(offer, amount=amount, profession=profession, reason=reason)
        self._save(replace(self._learner(), profession=profession))
        return self.issue(home, offer)

    def withdraw(self, signed: SignedCourse, offer: str, *, reason: TakenBackFor) -> None:
        """Takes a claim back; it can be made anew."""
        _, journey, claim = self._home(signed, offer)
        journey.withdraw_claim(claim.number, reason=reason)

    def history(self, signed: SignedCourse) -> tuple[DocumentLife, ...]:
        """Every document that was issued in this course, the latest first."""
        history = self._walks.history(signed)
        lives = [self._life(signed.course, history, issue) for issue in history.issues]
        return tuple(reversed(lives))

    def with_what_came_after(self, verified: Verified) -> Verified:
        """A judged certificate with what is known here of its being revoked since."""
        number, signed = verified.certificate_number, verified.verdict.signed
        if number is None or verified.revocation is not None or verified.learner.id != self._learner().id:
            return verified
        history = self._walks.history(signed)
        revocation = history.revocation_of(number)
        return replace(verified, revocation=revocation, replaced_by=replacement_of(history, number))

    # --- inside ------------------------------------------------------------------------------------------

    def _home(self, signed: SignedCourse, offer: str) -> tuple[SignedCourse, Journey, Claim]:
        """The version in which the offer was claimed, the journey there, and the claim. Raises `CertificateMissing`."""
        journey = self._walks.journey(signed)
        claim = journey.history.claim_for(offer)
        if claim is None:
            raise CertificateMissing(title=signed.course.title)
        made_in = self._walks.made_in(signed, claim)
        return (signed, journey, claim) if made_in.hash == signed.hash else self._home(made_in, offer)

    def _correctable(self, signed: SignedCourse, offer: str) -> SignedCourse:
        """Where the standing claims were made; an offer that is only now claimed comes in the place of another."""
        history = self._walks.history(signed)
        claim = history.claim_for(offer) or next(iter(history.claims), None)
        if claim is None:
            raise CertificateMissing(title=signed.course.title)
        return self._walks.made_in(signed, claim)

    def _record_issue(self, signed: SignedCourse, journey: Journey, claim: Claim) -> None:
        facts = self._facts(signed, claim)
        self._require_issuable(signed, facts)
        self._keep_printed_name(facts)
        journey.issue_certificate(
            issued_for(signed.course, claim, facts, salt=self._parts.new_stream_id(), key=self._parts.key)
        )

    def _require_issuable(self, signed: SignedCourse, facts: CertificateFacts) -> None:
        """Asked before anything is recorded: what is issued can be printed, and proves something."""
        if not facts.name:
            raise NoName
        _require_authority(signed, self._parts.enrolment(signed))
        self._parts.press.require_printable(facts)

    def _facts(self, signed: SignedCourse, claim: Claim) -> CertificateFacts:
        """By the history as it stood when the document was issued: what came after does not change it."""
        return certificate_facts(
            course=signed.course,
            history=self._walks.as_issued(signed, claim.number).history,
            claim=claim,
            learner=self._learner(),
        )

    def _is_whole(self, file: Path) -> bool:
        """A file that the disk has damaged is made again."""
        if not file.exists():
            return False
        try:
            return self._parts.press.is_whole(file.read_bytes(), key=self._parts.key)
        except OSError:
            # It is there, and may be readable another time: nothing is written over it.
            return True

    def _job(self, signed: SignedCourse, journey: Journey, facts: CertificateFacts) -> PrintJob:
        """The document with the evidence as it stood when it was issued, and of the person no more than the name."""
        course = signed.course
        evidence = self._walks.evidence_of_issue(signed, facts.number, self._parts.key.public)
        learner = self._learner()
        issue = journey.history.issued(facts.number)
        digest = issue.certificate.facts if issue else facts.digest
        named = named_only(learner, journey.history)
        packed = self._parts.courier.pack(evidence, named, self._parts.key, openly=True)
        return PrintJob(
            facts=facts,
            evidence=packed,
            evidence_name=self._parts.courier.file_name(course.title, learner, journey.stream.id),
            token=self._token(facts.number, digest, evidence),
            signature_image=self._picture(signed, course.grant.signature if course.grant else None),
            logo_image=self._picture(signed, course.certificate.logo if course.certificate else None),
            enrolment=self._parts.enrolment(signed),
            badge=self._badge(signed, facts, named, packed) if carries_badge(course, facts) else b"",
        )

    def _badge(self, signed: SignedCourse, facts: CertificateFacts, named: Learner, evidence: bytes) -> bytes:
        """By the history and the names as they are in the evidence that goes in beside it."""
        known = LearnerCompletion(
            course=signed.course,
            course_hash=signed.hash,
            learner=named,
            history=self._walks.as_issued(signed, facts.number).history,
            strands=(),
            grade=self._parts.grade(signed),
            specimen=facts.specimen,
        )
        row = next(row for row in roster_rows(known) if row.number == facts.number)
        return self._parts.reporter.badge(ReportFormat.BADGE, row, evidence=evidence, key=self._parts.key)

    def _token(self, number: str, facts: str, evidence: Evidence) -> str:
        return token.write(Token(number=number, facts=facts, head=head_of(evidence.bodies).hex()), self._parts.key)

    def _picture(self, signed: SignedCourse, picture: Picture | None) -> bytes | None:
        return self._parts.shelf.picture(signed, picture.path) if picture else None

    def _keep_printed_name(self, facts: CertificateFacts) -> None:
        learner = self._learner()
        others = tuple(pair for pair in learner.printed_as if pair[0] != facts.number)
        self._save(replace(learner, printed_as=(*others, (facts.number, facts.name))))

    def _life(self, course: Course, history: History, issue: Issue) -> DocumentLife:
        number = issue.certificate.number
        claim = _claim_of(history, number)
        offer = next((one for one in course.credit.offers if one.id == issue.certificate.offer), None)
        amount = claim.credit.amount if claim else Decimal(0)
        file = self.file(number)
        return DocumentLife(
            number=number,
            offer=issue.certificate.offer,
            credit=phrase(offer, amount) if offer else "",
            amount=amount,
            issued=issue.moment,
            revocation=history.revocation_of(number),
            replaced_by=replacement_of(history, number),
            file=file if file.exists() else None,
        )


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


def _require_authority(signed: SignedCourse, enrolment: bytes | None) -> None:
    """Raises the `Problem` that keeps this device from issuing certificates of this course."""
    if signed.revocation:
        raise signed.revocation
    grant = signed.course.grant
    if grant is not None and grant.issuers is Issuers.ENROLLED and enrolment is None:
        raise NotEnrolled(provider=signed.course.provider.name)


def _claim_of(history: History, number: str) -> Claim | None:
    revoked = (one.claim for one in history.revocations)
    known: Iterable[Claim] = (*history.claims, *history.repeated_claims, *revoked)
    return next((claim for claim in known if claim.number == number), None)


def asked_only(learner: Learner, course: Course) -> Learner:
    """What the provider of a course need know of the learner: what was given for others' courses stays here."""
    wanted = {name for offer in course.credit.offers for name in offer.identifiers}
    if course.reporting is not None:
        wanted.add(course.reporting.identifier(ACCOUNT))
    return replace(learner, identifiers=tuple(pair for pair in learner.identifiers if pair[0] in wanted))


def named_only(learner: Learner, history: History) -> Learner:
    """What whoever is shown a certificate need know of the learner: the names on the documents that count."""
    numbers = (issue.certificate.number for issue in history.issues)
    counting = (number for number in numbers if history.revocation_of(number) is None)
    return Learner(id=learner.id, printed_as=tuple((number, learner.name_on(number)) for number in counting))
