"""What may be recorded: one rule for the acts of a learner and for every event of a file that somebody hands in.

Whatever the window allows is exactly what a verifier accepts, because both ask `permit` and nobody else.
"""

from __future__ import annotations

from decimal import Decimal
from typing import assert_never

from player.domain import evaluation, scoring
from player.domain.clock import LAST_WALL_MS, Stamp
from player.domain.course import Course
from player.domain.credit import Document, Offer, is_claimable, offers_for, supported
from player.domain.evaluation import Response
from player.domain.event import (
    AnswerGiven,
    CertificateIssued,
    CertificateRevoked,
    CheckedUp,
    CheckpointAnswered,
    ClockCorrected,
    ClockJumped,
    CompletionExported,
    CreditClaimed,
    CreditWithdrawn,
    DisclosuresAcknowledged,
    EvaluationSubmitted,
    Fact,
    MachineChecked,
    PresenceConfirmed,
    QuizSubmitted,
    ReceiptAccepted,
    ReportingDecided,
    ResponseGiven,
    StreamJoined,
    StreamOpened,
    Suspended,
    Watched,
    WatchStarted,
)
from player.domain.history import Claim, Known, asked_now, claim_for, standing_at
from player.domain.phrase import Phrase, Worded
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


def permit(course: Course, history: Known, fact: Fact, stamp: Stamp) -> None:
    """Raises a `Problem` unless `fact` may follow `history` at the time of `stamp`."""
    if isinstance(fact, StreamOpened) != (history.count == 0):
        raise NotOfThisCourse(reason=Phrase("a stream begins with its opening, once."))
    if isinstance(fact, StreamOpened):
        _permit_opening(course, fact)
        return
    step = _STEP_OF.get(type(fact))
    lock = lock_of(course, history, step, standing_at(course, history, stamp)) if step else None
    if lock is not None:
        raise StepLocked(lock)
    _permit_act(course, history, fact, stamp)


def _permit_act(course: Course, history: Known, fact: Fact, stamp: Stamp) -> None:
    match fact:
        case Watched() | WatchStarted() | PresenceConfirmed() | CheckpointAnswered():
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
        case CreditWithdrawn() | CertificateRevoked():
            _permit_taking_back(history, fact)
        case ClockCorrected(by_ms=by_ms):
            _permit_correction(by_ms, stamp)
        case StreamOpened() | DisclosuresAcknowledged() | CompletionExported() | CheckedUp():
            pass
        # What the learner allows is theirs to say at any time; for a receipt its provider vouches.
        case ClockJumped() | Suspended() | StreamJoined() | MachineChecked() | ReportingDecided() | ReceiptAccepted():
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
    CreditWithdrawn: StepName.CERTIFICATE,
    CertificateRevoked: StepName.CERTIFICATE,
}
"""The step that must be open for a fact to be recorded."""


def _permit_correction(by_ms: int, stamp: Stamp) -> None:
    if not 0 <= stamp.wall_ms + by_ms <= LAST_WALL_MS:
        raise NoSuchDay(reason=Phrase("no calendar has it."))


def _permit_opening(course: Course, fact: StreamOpened) -> None:
    if (fact.course, fact.course_version) != (course.id, course.version):
        raise NotOfThisCourse(
            reason=Worded(
                "it was recorded for {course} version {course_version}.",
                course=fact.course,
                course_version=fact.course_version,
            )
        )
    if fact.policy != course.watch.version:
        raise NotOfThisCourse(reason=Phrase("it was recorded under another watching policy."))


def _permit_quiz(course: Course, history: Known, answers: tuple[Answer, ...], *, whole: bool) -> None:
    if course.quiz is None:
        raise NotOfThisCourse(reason=Phrase("it has no quiz."))
    if history.quiz_passed:
        raise QuizIsPassed
    asked = asked_now(course, history)
    if whole:
        scoring.check_sheet(course.quiz, answers, asked)
    else:
        scoring.check_answer(course.quiz, answers[0], asked)


def _permit_responses(course: Course, history: Known, responses: tuple[Response, ...], *, whole: bool) -> None:
    if history.completed is not None:
        raise AlreadyDone(reason=Phrase("the evaluation was sent."))
    if whole:
        evaluation.check_responses(course.evaluation, responses)
    else:
        evaluation.check_response(course.evaluation, responses[0])


def _permit_claim(course: Course, history: Known, fact: CreditClaimed) -> None:
    if not _is_amount(fact.amount):
        raise ClaimNotSupported(
            amount=Phrase("That"), reason=Phrase("it is no amount of credit."), way=Phrase("Choose another amount.")
        )
    offer = next((o for o in offers_for(course.credit, fact.profession) if o.id == fact.offer), None)
    if offer is None:
        raise _refused(
            fact, Worded("this credit is not offered to the profession “{profession}”.", profession=fact.profession)
        )
    if claim_for(offer.id, history) is not None:
        raise AlreadyDone(reason=Worded("{name} was claimed.", name=offer.name))
    if any(claim.credit.profession is not fact.profession for claim in history.claims):
        raise _refused(fact, Phrase("credit was already claimed under another profession."))
    most = supported(offer, participation(course, history))
    if fact.amount > most:
        raise ClaimNotSupported(
            amount=fact.amount,
            reason=Worded("what was watched supports {most} of at most {maximum}.", most=most, maximum=offer.maximum),
            way=Worded("Claim up to {most} now, or watch more and claim then.", most=most),
        )
    if not is_claimable(offer, fact.amount):
        raise _refused(fact, Worded("this credit is claimed in steps of {step}.", step=offer.step))


def _is_amount(amount: Decimal) -> bool:
    """Finite, and of a size that can be computed with and printed: what comes from a file may be anything."""
    exponent = amount.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -6 and amount.adjusted() <= 6


def _refused(fact: CreditClaimed, reason: str) -> ClaimNotSupported:
    return ClaimNotSupported(amount=fact.amount, reason=reason, way=Phrase("Choose another amount or credit type."))


def _permit_issue(course: Course, history: Known, fact: CertificateIssued) -> None:
    claim = claim_for(fact.offer, history)
    if claim is None:
        raise StepLocked(Lock.CLAIM_FIRST)
    if history.issued(fact.number) is not None:
        raise AlreadyDone(reason=Phrase("the certificate was issued."))
    if fact.number != claim.number:
        raise NotOfThisCourse(reason=Phrase("the certificate's number is not the one of this claim."))
    if fact.document is not document_for(course, claim):
        raise NotOfThisCourse(reason=Phrase("another kind of document belongs to this claim."))


def _permit_taking_back(history: Known, fact: CreditWithdrawn | CertificateRevoked) -> None:
    """Only what stands can be taken back: a claim that was made, a certificate that was issued for it."""
    claims = (*history.claims, *history.repeated_claims)
    if all((claim.credit.offer, claim.number) != (fact.offer, fact.number) for claim in claims):
        raise NotOfThisCourse(reason=Phrase("the claim that is to be taken back does not stand."))
    if isinstance(fact, CertificateRevoked) and history.issued(fact.number) is None:
        raise NotOfThisCourse(reason=Phrase("the certificate that is to be revoked was not issued."))


def offer_of(course: Course, claim: Claim) -> Offer:
    return next(offer for offer in course.credit.offers if offer.id == claim.credit.offer)


def document_for(course: Course, claim: Claim) -> Document:
    """What may be printed: without the provider's grant to issue, a record of participation and nothing more."""
    return offer_of(course, claim).document if course.grant else Document.PARTICIPATION_RECORD
