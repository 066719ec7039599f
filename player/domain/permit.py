"""What may be recorded: one rule for the acts of a learner and for every event of a file that somebody hands in.

Whatever the window allows is exactly what a verifier accepts, because both ask `permit` and nobody else.
"""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import assert_never

from player.domain import evaluation, scoring
from player.domain.clock import LAST_WALL_MS, Stamp
from player.domain.course import Course
from player.domain.credit import Document, Offer, is_claimable, offers_for, plain, supported
from player.domain.evaluation import Response
from player.domain.event import (
    AnswerGiven,
    CertificateIssued,
    CheckedUp,
    CheckpointAnswered,
    ClockCorrected,
    ClockJumped,
    CompletionExported,
    CreditClaimed,
    DisclosuresAcknowledged,
    EvaluationSubmitted,
    Fact,
    MachineChecked,
    PresenceConfirmed,
    QuizSubmitted,
    ResponseGiven,
    StreamJoined,
    StreamOpened,
    Suspended,
    Watched,
    WatchStarted,
)
from player.domain.history import Claim, History, asked_now
from player.domain.playing import permit_playing
from player.domain.progress import Lock, StepName, lock_of, participation
from player.domain.quiz import Answer
from player.domain.refusals import (
    AlreadyDone,
    ClaimNotSupported,
    NoSuchDay,
    NotOfThisCourse,
    QuizIsPassed,
    StepLocked,
)


def permit(course: Course, history: History, fact: Fact, stamp: Stamp) -> None:
    """Raises a `Problem` unless `fact` may follow `history` at the time of `stamp`."""
    if isinstance(fact, StreamOpened) != (history.count == 0):
        raise NotOfThisCourse(reason="a stream begins with its opening, once.")
    if isinstance(fact, StreamOpened):
        _permit_opening(course, fact)
        return
    step = _STEP_OF.get(type(fact))
    lock = lock_of(course, history, step, history.moment_of(stamp)) if step else None
    if lock is not None:
        raise StepLocked(lock)
    _permit_act(course, history, fact, stamp)


def _permit_act(course: Course, history: History, fact: Fact, stamp: Stamp) -> None:
    match fact:
        case WatchStarted() | Watched() | PresenceConfirmed() | CheckpointAnswered():
            permit_playing(course, history, fact, stamp)
        case AnswerGiven(answer=answer):
            _permit_quiz(course, history, (answer,), whole=False)
        case QuizSubmitted(answers=answers):
            _permit_quiz(course, history, answers, whole=True)
        case ResponseGiven(response=response):
            _permit_responses(course, history, (response,), whole=False)
        case EvaluationSubmitted(responses=responses):
            _permit_responses(course, history, responses, whole=True)
        case CreditClaimed():
            _permit_claim(course, history, fact)
        case CertificateIssued():
            _permit_issue(course, history, fact)
        case ClockCorrected(by_ms=by_ms):
            _permit_correction(by_ms, stamp)
        case StreamOpened() | DisclosuresAcknowledged() | CompletionExported() | CheckedUp():
            pass
        case ClockJumped() | Suspended() | StreamJoined() | MachineChecked():
            pass
        case _:
            assert_never(fact)


_STEP_OF: dict[type[Fact], StepName] = {
    DisclosuresAcknowledged: StepName.BEFORE,
    WatchStarted: StepName.WATCH,
    Watched: StepName.WATCH,
    PresenceConfirmed: StepName.WATCH,
    CheckpointAnswered: StepName.WATCH,
    AnswerGiven: StepName.QUIZ,
    QuizSubmitted: StepName.QUIZ,
    ResponseGiven: StepName.EVALUATION,
    EvaluationSubmitted: StepName.EVALUATION,
    CreditClaimed: StepName.CLAIM,
    CertificateIssued: StepName.CERTIFICATE,
}
"""The step that must be open for a fact to be recorded."""


def _permit_correction(by_ms: int, stamp: Stamp) -> None:
    if not 0 <= stamp.wall_ms + by_ms <= LAST_WALL_MS:
        raise NoSuchDay(reason="no calendar has it.")


def _permit_opening(course: Course, fact: StreamOpened) -> None:
    if (fact.course, fact.course_version) != (course.id, course.version):
        raise NotOfThisCourse(reason=f"it was recorded for {fact.course} version {fact.course_version}.")
    if fact.policy != course.watch.version:
        raise NotOfThisCourse(reason="it was recorded under another watching policy.")


def _permit_quiz(course: Course, history: History, answers: tuple[Answer, ...], *, whole: bool) -> None:
    if course.quiz is None:
        raise NotOfThisCourse(reason="it has no quiz.")
    if history.quiz_passed:
        raise QuizIsPassed
    asked = asked_now(course, history)
    if whole:
        scoring.check_sheet(course.quiz, answers, asked)
    else:
        scoring.check_answer(course.quiz, answers[0], asked)


def _permit_responses(course: Course, history: History, responses: tuple[Response, ...], *, whole: bool) -> None:
    if history.evaluated:
        raise AlreadyDone(reason="the evaluation was sent.")
    if whole:
        evaluation.check_responses(course.evaluation, responses)
    else:
        evaluation.check_response(course.evaluation, responses[0])


def _permit_claim(course: Course, history: History, fact: CreditClaimed) -> None:
    if not _is_amount(fact.amount):
        raise ClaimNotSupported(amount="That", reason="it is no amount of credit.", way="Choose another amount.")
    offer = next((o for o in offers_for(course.credit, fact.profession) if o.id == fact.offer), None)
    if offer is None:
        raise _refused(fact, f"this credit is not offered to the profession “{fact.profession}”.")
    if history.claim_for(offer.id) is not None:
        raise AlreadyDone(reason=f"{offer.name} was claimed.")
    if any(claim.credit.profession is not fact.profession for claim in history.claims):
        raise _refused(fact, "credit was already claimed under another profession.")
    most = supported(offer, participation(course, history))
    if fact.amount > most:
        raise ClaimNotSupported(
            amount=plain(fact.amount),
            reason=f"what was watched supports {plain(most)} {offer.unit}s of at most {plain(offer.maximum)}.",
            way=f"Claim up to {plain(most)} now, or watch more and claim then.",
        )
    if not is_claimable(offer, fact.amount):
        raise _refused(fact, f"this credit is claimed in steps of {plain(offer.step)}.")


def _is_amount(amount: Decimal) -> bool:
    """Finite, and of a size that can be computed with and printed: what comes from a file may be anything."""
    exponent = amount.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -6 and amount.adjusted() <= 6


def _refused(fact: CreditClaimed, reason: str) -> ClaimNotSupported:
    return ClaimNotSupported(amount=plain(fact.amount), reason=reason, way="Choose another amount or credit type.")


def _permit_issue(course: Course, history: History, fact: CertificateIssued) -> None:
    claim = history.claim_for(fact.offer)
    if claim is None:
        raise StepLocked(Lock.CLAIM_FIRST)
    if history.issue_for(fact.offer) is not None:
        raise AlreadyDone(reason="the certificate was issued.")
    if fact.number != certificate_number(claim):
        raise NotOfThisCourse(reason="the certificate's number is not the one of this claim.")
    if fact.document is not document_for(course, claim):
        raise NotOfThisCourse(reason="another kind of document belongs to this claim.")


def offer_of(course: Course, claim: Claim) -> Offer:
    return next(offer for offer in course.credit.offers if offer.id == claim.credit.offer)


def document_for(course: Course, claim: Claim) -> Document:
    """What may be printed: without the provider's grant to issue, a record of participation and nothing more."""
    return offer_of(course, claim).document if course.grant else Document.PARTICIPATION_RECORD


def certificate_number(claim: Claim) -> str:
    """A number that follows from the claim and its stream, so that the same claim never gets two."""
    digest = hashlib.sha256(f"{claim.stream}/{claim.credit.offer}".encode()).digest()
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    letters = "".join(alphabet[byte % 32] for byte in digest[:12])
    return f"CRL-{letters[:4]}-{letters[4:8]}-{letters[8:]}"
