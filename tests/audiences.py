"""An audience: learners who took one course, each another way, and always the same for the same number."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Final

from player.domain.course import Course
from player.domain.credit import offers_for
from player.domain.evaluation import Evaluation, Item, ItemKind, Option, Response
from player.domain.event import (
    CourseHash,
    CreditClaimed,
    DisclosuresAcknowledged,
    EvaluationSubmitted,
    Purpose,
    QuizSubmitted,
    StreamId,
    StreamOpened,
    Watched,
    WatchStarted,
)
from player.domain.fold import after
from player.domain.history import History
from player.domain.learner import Learner, LearnerId, Profession
from player.domain.learner_completion import LearnerCompletion, RecordedStrand
from tests.builders import COURSE, RIGHT, WRONG, opening_for
from tests.fakes import NOON, FakeClock, FakeStream

AGREEMENT: Final = tuple(
    Option(id=str(place), text=text)
    for place, text in enumerate(
        ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"), start=1
    )
)
FORM: Final = Evaluation(
    items=(
        Item(
            id="met",
            kind=ItemKind.RATING,
            text="The activity met its objectives",
            rows=(
                Option(id="name", text="I can name what disturbs sleep after a night shift"),
                Option(id="advise", text="I can advise a colleague who works at night on light, naps and caffeine"),
                Option(id="refer", text="I know when to refer"),
            ),
            options=AGREEMENT,
        ),
        Item(
            id="bias",
            kind=ItemKind.CHOICE,
            text="Was the content free of commercial bias?",
            options=(Option(id="yes", text="Yes"), Option(id="no", text="No")),
            about_bias=True,
        ),
        Item(
            id="change",
            kind=ItemKind.CHOICES,
            text="What will you change in your practice?",
            required=False,
            options=(
                Option(id="ask", text="Ask every patient on shift work about sleep"),
                Option(id="light", text="Recommend bright light at the beginning of the shift"),
                Option(id="none", text="Nothing"),
            ),
        ),
        Item(id="say", kind=ItemKind.TEXT, text="What should we do better next time?", required=False),
    )
)
SURVEYED: Final = replace(COURSE, evaluation=FORM)
HASH: Final = CourseHash("c0" * 32)
WORDS: Final = (
    "More cases from practice, please.",
    "Nothing. It was very clear.",
    "The sound of the second session was low, and the speaker went through the slides on melatonin far too quickly "
    "for those of us who do not work with sleep every day.",
    "Mehr über Kinder – und Quellenangaben!",
    "אין הערות",
    "Shorter.",
    "=2+5 looks like a formula",
    "I would have liked <b>captions</b> & a transcript",
)
PROFESSIONS: Final = (*[Profession.PHYSICIAN] * 10, *[Profession.NURSE] * 6, Profession.PHARMACIST, Profession.OTHER)


def member(number: int, *, course: Course = SURVEYED, purpose: Purpose = Purpose.CREDIT) -> LearnerCompletion:
    """One learner who came some way; what they did follows from the number."""
    lot = Random(number)
    learner = Learner(id=LearnerId(f"{number:032x}"), name=f"Learner {number}", profession=lot.choice(PROFESSIONS))
    clock = FakeClock(NOON)
    opening = opening_for(
        course, course_hash=HASH, learner=learner.id, purpose=purpose, stream=StreamId(f"{number:032x}")
    )
    stream = FakeStream(opening, clock)
    _take(stream, clock, course, learner, lot)
    history = History()
    for event in stream.events:
        history = after(course, history, event)
    return _completion(course, learner, history, opening, stream)


def _completion(
    course: Course, learner: Learner, history: History, opening: StreamOpened, stream: FakeStream
) -> LearnerCompletion:
    links = tuple(hashlib.sha256(f"{opening.stream}/{event.seq}".encode()).digest() for event in stream.events)
    strand = RecordedStrand(opening=opening, course=course, events=tuple(stream.events), links=links)
    return LearnerCompletion(
        course=course,
        course_hash=opening.course_hash,
        learner=learner,
        history=history,
        strands=(strand,),
        grade="B",
        specimen=False,
    )


def _take(stream: FakeStream, clock: FakeClock, course: Course, learner: Learner, lot: Random) -> None:
    far = lot.choices((0, 1, 2, 3, 4), weights=(5, 5, 5, 5, 80))[0]
    stream.append(DisclosuresAcknowledged())
    for session in course.sessions if far else course.sessions[:1]:
        stream.append(WatchStarted(session=session.id, content=session.content, position_ms=0))
        end = session.duration_ms if far else session.duration_ms // 3
        engaged = end + lot.randrange(0, 900_000)
        clock.advance(engaged)
        played = Watched(session=session.id, start_ms=0, end_ms=end, engaged_ms=engaged, rate_percent=100)
        stream.append(played)
        clock.advance(lot.choice((60_000, 3_600_000, 86_400_000)))
    if far >= 2:
        for _ in range(lot.choices((0, 1, 2, 6), weights=(60, 25, 10, 5))[0]):
            stream.append(QuizSubmitted(answers=(WRONG[0], lot.choice((RIGHT[1], WRONG[1])))))
        if far >= 3:
            stream.append(QuizSubmitted(answers=RIGHT))
    if far >= 4:
        clock.advance(int(timedelta(minutes=5).total_seconds() * 1000))
        stream.append(EvaluationSubmitted(responses=_responses(lot)))
        offer = offers_for(course.credit, learner.profession or Profession.OTHER)[0]
        amount = lot.choice((offer.maximum, Decimal("0.75")))
        stream.append(CreditClaimed(offer=offer.id, amount=amount, profession=learner.profession or Profession.OTHER))


def _responses(lot: Random) -> tuple[Response, ...]:
    rated = tuple(
        Response(item="met", row=row, options=(lot.choices("12345", weights=weights)[0],))
        for row, weights in (("name", (1, 1, 3, 8, 12)), ("advise", (1, 3, 6, 8, 4)), ("refer", (0, 0, 2, 5, 20)))
    )
    bias = Response(item="bias", options=(lot.choices(("yes", "no"), weights=(30, 1))[0],))
    change = Response(item="change", options=tuple(o for o in ("ask", "light") if lot.random() < 0.5))
    said = (Response(item="say", text=lot.choice(WORDS)),) if lot.random() < 0.4 else ()
    return (*rated, bias, change, *said)
