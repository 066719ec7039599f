"""What the certificate page has the desk do: all of it for a lane, none for the thread that draws."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from player.desk.desk import Desk
from player.desk.documents import DocumentLife
from player.desk.judged import Verified
from player.desk.ports import Drive
from player.domain.certificate import name_digest
from player.domain.course import Course, Standing
from player.domain.credit import phrase
from player.domain.event import (
    CertificateRevoked,
    CompletionExported,
    CourseHash,
    CreditWithdrawn,
    Event,
)
from player.domain.history import Claim, History, Issue
from player.domain.permit import offer_of
from player.domain.problem import Problem
from player.domain.progress import StepName, participation
from player.proof.files import read_file, write_whole
from player.proof.manifest import SignedCourse
from player.ui.certificate.state import (
    CertificateState,
    Choice,
    ClaimCorrection,
    Correctable,
    Corrected,
    NoDocument,
)
from player.ui.claiming.face import with_identifiers
from player.ui.language import amount_text
from player.ui.printed_name import PrintedName


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfDone:
    """The old document is revoked, and the new one could not be made yet."""

    problem: Problem


def load(desk: Desk, course: CourseHash, offer: str | None) -> CertificateState | NoDocument:
    """The document, made now if it never was."""
    signed = desk.package(course).signed
    progress = desk.progress(signed)
    if not progress.claims:
        lock = progress.step(StepName.CLAIM).lock
        return NoDocument(title=signed.course.title, lock=lock)
    claimed = [claim.credit.offer for claim in progress.claims]
    wanted = offer if offer in claimed else claimed[0]
    return _standing(desk, signed, wanted)


def load_revoked(desk: Desk, course: CourseHash, number: str) -> CertificateState:
    """A document that counts no more, to be looked at. Raises a `Problem` where its file cannot be read."""
    signed = desk.package(course).signed
    history = desk.journey(signed).history
    lives = desk.documents.history(signed)
    facts = desk.documents.facts_of(signed, number)
    file = desk.documents.file(number)
    offer = next((life.offer for life in lives if life.number == number), "")
    return CertificateState(
        offer=offer,
        choices=_choices(signed.course, history),
        facts=facts,
        pdf=read_file(file),
        file=file,
        fresh=False,
        renamed=False,
        name_known=_bears(history.issued(number), facts.name),
        lives=lives,
        was_sent=history.exports > 0,
        sent_before=False,
        correctable=None,
    )


def correct_name(
    desk: Desk, course: CourseHash, offer: str, name: PrintedName
) -> Corrected | HalfDone | CertificateState:
    """On every document of the course that bears another name; the state alone where none did."""
    signed = desk.package(course).signed
    corrected = replace(desk.learner, name=name.name, degrees=name.degrees).printed_name
    wrong = [one for one, printed in _printed(desk, signed) if printed != corrected]

    def correct() -> None:
        for one in wrong:
            desk.documents.correct_name(signed, one, name=name.name, degrees=name.degrees)

    if not wrong:
        return _standing(desk, signed, offer)
    return _corrected(desk, signed, offer, correct)


def correct_claim(desk: Desk, course: CourseHash, correction: ClaimCorrection) -> Corrected | HalfDone:
    """Keeps the identifiers first, so that nothing typed is lost when the claim is refused."""
    signed = desk.package(course).signed
    wanted = correction.wanted
    identifiers = with_identifiers(desk.learner, wanted.identifiers)
    if identifiers != desk.learner.identifiers:
        desk.save_learner(replace(desk.learner, identifiers=identifiers))
    correct = partial(
        desk.documents.correct_claim,
        signed,
        wanted.offer,
        amount=wanted.amount,
        profession=correction.profession,
        reason=correction.reason,
    )
    return _corrected(desk, signed, wanted.offer, correct)


def kept_name(desk: Desk) -> PrintedName:
    return PrintedName(desk.learner.name, desk.learner.degrees)


def keep_name(desk: Desk, name: PrintedName) -> None:
    desk.save_learner(replace(desk.learner, name=name.name, degrees=name.degrees))


def verify(desk: Desk, file: Path) -> Verified:
    return desk.verify(file)


def write_copy(file: Path, pdf: bytes) -> Path:
    """On the porter's lane: a disk may be slow."""
    write_whole(file, pdf)
    return file


def save_to(desk: Desk, drive: Drive, name: str, pdf: bytes) -> Drive:
    """On the porter's lane: a stick is slow."""
    desk.sticks.save(drive, name, pdf)
    return drive


def sticks_here(desk: Desk) -> tuple[Drive, ...]:
    """On the lookout's lane: whatever the others are at, a stick is seen."""
    return desk.sticks.here()


def sent_before(events: Sequence[Event]) -> bool:
    """Whether something was taken back since the completion file was last written."""
    sent = stale = False
    for event in events:
        match event.fact:
            case CompletionExported():
                sent, stale = True, False
            case CreditWithdrawn() | CertificateRevoked():
                stale = sent
            case _:
                pass
    return stale


def _standing(desk: Desk, signed: SignedCourse, offer: str) -> CertificateState:
    fresh = desk.journey(signed).history.issue_for(offer) is None
    pdf = desk.documents.read(signed, offer)
    facts = desk.documents.facts(signed, offer)
    journey = desk.journey(signed)
    issue = journey.history.issued(facts.number)
    return CertificateState(
        offer=offer,
        choices=_choices(signed.course, journey.history),
        facts=facts,
        pdf=pdf,
        file=desk.documents.file(facts.number),
        fresh=fresh,
        renamed=not _bears(issue, desk.learner.printed_name),
        name_known=_bears(issue, facts.name),
        lives=desk.documents.history(signed),
        was_sent=journey.history.exports > 0,
        sent_before=sent_before(journey.stream.events),
        correctable=_correctable(desk, signed, offer),
    )


def _bears(issue: Issue | None, name: str) -> bool:
    """Whether the document was issued in this name; of one that was issued elsewhere, that is taken on trust."""
    return issue is None or name_digest(issue.certificate.salt, name) == issue.certificate.name


def _correctable(desk: Desk, signed: SignedCourse, offer: str) -> Correctable | None:
    """What is corrected is corrected in the version of the course in which it was claimed."""
    home = desk.documents.made_in(signed, offer)
    progress, history = desk.progress(home), desk.journey(home).history
    claim = history.claim_for(offer)
    if claim is None:
        return None
    share = participation(home.course, history)
    return Correctable(
        course=home.course,
        learner=desk.learner,
        claim=claim,
        claims=history.claims,
        share=share,
        can_watch_more=share < 1 and progress.standing is Standing.OPEN,
        printed_name=desk.learner.name_on(claim.number),
        standing=_standing_numbers(history),
    )


def _corrected(desk: Desk, signed: SignedCourse, offer: str, correct: Callable[[], object]) -> Corrected | HalfDone:
    before = desk.documents.history(signed)
    try:
        correct()
    except Problem as problem:
        if _revoked_since(before, desk.documents.history(signed)):
            return HalfDone(problem=problem)
        raise
    after = desk.documents.history(signed)
    return Corrected(state=_standing(desk, signed, offer), revoked=_revoked_since(before, after))


def _revoked_since(before: Sequence[DocumentLife], after: Sequence[DocumentLife]) -> tuple[str, ...]:
    counted = {life.number for life in before if life.revocation is None}
    return tuple(life.number for life in after if life.revocation is not None and life.number in counted)


def _printed(desk: Desk, signed: SignedCourse) -> list[tuple[str, str]]:
    """Each offer whose document was issued, with the name on it."""
    history = desk.journey(signed).history
    issued = (claim for claim in history.claims if history.issued(claim.number) is not None)
    return [(claim.credit.offer, desk.learner.name_on(claim.number)) for claim in issued]


def _standing_numbers(history: History) -> tuple[str, ...]:
    return tuple(claim.number for claim in history.claims if history.issued(claim.number) is not None)


def _choices(course: Course, history: History) -> tuple[Choice, ...]:
    return tuple(_choice(course, history, claim) for claim in history.claims)


def _choice(course: Course, history: History, claim: Claim) -> Choice:
    offer, amount = offer_of(course, claim), claim.credit.amount
    issue = history.issued(claim.number)
    return Choice(
        offer=offer.id, credit=f"{amount_text(amount)} {phrase(offer, amount)}", issued=issue.moment if issue else None
    )
