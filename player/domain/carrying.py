"""Carrying: what of the facts that were recorded in one version of a course holds in a later one.

It goes fact by fact and asks nothing but the two courses, so that everybody who has both comes to the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from player.domain.course import ContentHash, Course, Session, SessionId
from player.domain.event import (
    AnswerGiven,
    CertificateIssued,
    CertificateRevoked,
    CheckpointAnswered,
    ClockCorrected,
    ClockJumped,
    CreditClaimed,
    CreditWithdrawn,
    DisclosuresAcknowledged,
    EvaluationSubmitted,
    Event,
    Fact,
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
from player.domain.quiz import Question, Quiz


class Content:
    """What of a course facts hang on, looked up once: a file may hold a hundred versions, each with much in it."""

    def __init__(self, course: Course) -> None:
        self.sessions = course.sessions
        self.told = told_before(course)
        self.quiz = _judged(course.quiz) if course.quiz else None
        self.evaluation = course.evaluation.items
        self.offers = frozenset(offer.id for offer in course.credit.offers)
        self._with_recording: dict[tuple[ContentHash, int], dict[SessionId, Session]] = {}
        for session in course.sessions:
            self._with_recording.setdefault((session.content, session.duration_ms), {})[session.id] = session

    def counterpart(self, session: Session) -> Session | None:
        """The session with the same recording as one of another version, whatever it is called here.

        The length must agree too: it is what is told of the recording, and the same recording has only one.
        """
        same = self._with_recording.get((session.content, session.duration_ms), {})
        return same.get(session.id, next(iter(same.values()), None))


class Carrying:
    """The way from one version of a course to a later one; the two are compared once."""

    def __init__(self, old: Content, new: Content) -> None:
        there = {s.id: found for s in old.sessions if (found := new.counterpart(s)) is not None}
        self._sessions = {was: now.id for was, now in there.items()}
        self._asked = {(s.id, one) for s in old.sessions if s.id in there for one in _asked_in_both(s, there[s.id])}
        self._told = old.told == new.told
        self._quiz = old.quiz is not None and old.quiz == new.quiz
        self._evaluation = old.evaluation == new.evaluation
        self._offers = old.offers & new.offers

    def carried(self, fact: Fact) -> Fact | None:
        """The fact as it counts in the new course, or None where it says nothing about it any more."""
        match fact:
            case StreamOpened() | StreamJoined() | ClockCorrected() | ClockJumped() | Suspended():
                return fact
            case ReportingDecided() | ReceiptAccepted():
                # Permission was given to the provider, and a number is received, whatever version it came from.
                return fact
            case Watched(session=session) | WatchStarted(session=session):
                there = self._sessions.get(session)
                return None if there is None else _in_session(fact, there)
            case CheckpointAnswered(session=session, checkpoint=checkpoint):
                # Whether it is right is for the later version to say: it may have put a mistake right.
                return _in_session(fact, self._sessions[session]) if (session, checkpoint) in self._asked else None
            case _:
                return fact if self._holds(fact) else None

    def _holds(self, fact: Fact) -> bool:
        match fact:
            case DisclosuresAcknowledged():
                return self._told
            case AnswerGiven() | QuizSubmitted():
                return self._quiz
            case ResponseGiven() | EvaluationSubmitted():
                return self._evaluation
            case CreditClaimed(offer=offer) | CertificateIssued(offer=offer):
                return offer in self._offers
            case CreditWithdrawn(offer=offer) | CertificateRevoked(offer=offer):
                return offer in self._offers
            case _:
                return False


def carried(event: Event, old: Course, new: Course) -> Event | None:
    """An event that was recorded in `old`, as it counts in `new`; None where it does not."""
    fact = Carrying(Content(old), Content(new)).carried(event.fact)
    return None if fact is None else replace(event, fact=fact)


def told_before(course: Course) -> tuple[object, ...]:
    """What a learner acknowledges before the start; when anything of it is new, it must be acknowledged anew.

    Who discloses what, who paid, off-label use (ACCME); who accredits; how credit is earned, with the passing score
    (AMA) and the designation; what counts as watched.
    """
    plan, quiz, watch = course.credit, course.quiz, course.watch
    disclosing = {disclosure.person for disclosure in course.disclosures}
    return (
        (course.disclosure_statement, course.disclosure_standard, course.relationships_mitigated, course.off_label),
        course.disclosures,
        tuple(person for person in course.people if person.id in disclosing),
        course.funding,
        (course.provider.name, course.provider.accreditation),
        (plan.how_earned, plan.claim_rule, plan.date_rule),
        tuple((offer.id, offer.maximum, offer.designation) for offer in plan.offers),
        None if quiz is None else (quiz.passing_percent, quiz.attempts),
        (watch.required_percent, watch.counted_rate_percent, watch.seeking, watch.presence),
        (watch.hidden_counts, watch.muted_counts, watch.away_counts),
    )


def _asked_in_both(old: Session, new: Session) -> Iterator[str]:
    """The checkpoints at which the same is asked in two versions of a session, with the same to choose from."""
    for was in old.checkpoints:
        now = new.checkpoint(was.id)
        if now is not None and (was.prompt, was.choices) == (now.prompt, now.choices):
            yield was.id


def _judged(quiz: Quiz) -> tuple[object, ...]:
    """What is asked and how it is judged: questions with their key, what is drawn of them, and the passing score.

    What is only shown afterwards (feedback, rationale) may be another in the next version.
    """
    return quiz.passing_percent, quiz.draws, tuple(_asked(question) for question in quiz.questions)


def _asked(question: Question) -> tuple[object, ...]:
    return (
        (question.id, question.kind, question.text, question.pictures, question.bank),
        tuple((one.id, one.text, one.correct, one.worth, one.picture) for one in question.choices),
        tuple((one.id, one.text, one.right, one.choices, one.worth) for one in question.blanks),
        tuple((one.low, one.high, one.wording, one.case_matters, one.worth) for one in question.accepted),
        (question.points, question.least, question.scoring, question.most_choices, question.reuse),
    )


def _in_session(fact: Fact, session: SessionId) -> Fact:
    played = cast("Watched | WatchStarted | CheckpointAnswered", fact)
    return played if played.session == session else replace(played, session=session)
