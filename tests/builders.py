"""Small sample courses and people, frozen; tests change one thing with `dataclasses.replace`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from player.domain.course import (
    Accreditation,
    Availability,
    ContentHash,
    Course,
    CourseId,
    Disclosure,
    Grant,
    LearningFormat,
    Occasion,
    Person,
    PersonId,
    Provider,
    Role,
    Session,
    SessionId,
)
from player.domain.credit import CreditPlan, DateRule, Document, Offer
from player.domain.evaluation import Evaluation, Item, ItemKind, Option, Response
from player.domain.event import CourseHash, DeviceId, Purpose, StreamId, StreamOpened
from player.domain.learner import Learner, LearnerId, Licence, Profession
from player.domain.picture import Picture
from player.domain.policy import Checkpoint, CheckpointChoice, PresenceChecks, Seeking, WatchPolicy
from player.domain.quiz import Answer, Choice, Question, QuestionKind, Quiz

FIRST = SessionId("first")
SECOND = SessionId("second")
MINUTE = 60_000

AMA = Offer(
    id="ama",
    name="AMA PRA Category 1 Credit",
    plural="AMA PRA Category 1 Credits",
    maximum=Decimal("1.5"),
    professions=(Profession.PHYSICIAN,),
    mark="™",
    italic=True,
    designation="The provider designates this activity for a maximum of 1.5 AMA PRA Category 1 Credits™.",
)
ANCC = Offer(
    id="ancc",
    name="contact hour",
    plural="contact hours",
    maximum=Decimal("1.5"),
    professions=(Profession.NURSE,),
    document=Document.PARTICIPATION_CERTIFICATE,
    unit="contact hour",
)
ACPE = Offer(
    id="acpe",
    name="CPE contact hour",
    plural="CPE contact hours",
    maximum=Decimal("1.5"),
    professions=(Profession.PHARMACIST,),
    document=Document.PARTICIPATION_RECORD,
    identifiers=("nabp", "birth_mmdd"),
)
APA = Offer(
    id="apa",
    name="CE credit",
    plural="CE credits",
    maximum=Decimal("1.5"),
    whole_only=True,
    professions=(Profession.PSYCHOLOGIST,),
    document=Document.PARTICIPATION_CERTIFICATE,
)
COP = Offer(
    id="cop",
    name="hour of participation",
    plural="hours of participation",
    maximum=Decimal("1.5"),
    document=Document.PARTICIPATION_CERTIFICATE,
    unit="hour",
)

QUIZ = Quiz(
    passing_percent=100,
    questions=(
        Question(
            id="q1",
            kind=QuestionKind.SINGLE,
            text="Which one?",
            choices=(Choice(id="a", text="This", correct=True), Choice(id="b", text="That")),
        ),
        Question(
            id="q2",
            kind=QuestionKind.MULTIPLE,
            text="Which ones?",
            choices=(
                Choice(id="a", text="One", correct=True),
                Choice(id="b", text="Two", correct=True),
                Choice(id="c", text="Three"),
            ),
        ),
    ),
)
RIGHT = (Answer(question="q1", choices=("a",)), Answer(question="q2", choices=("b", "a")))
WRONG = (Answer(question="q1", choices=("b",)), Answer(question="q2", choices=("a", "b")))

SCALE = (Option(id="1", text="Poor"), Option(id="2", text="Fair"), Option(id="3", text="Good"))
EVALUATION = Evaluation(
    items=(
        Item(
            id="rate",
            kind=ItemKind.RATING,
            text="How was it?",
            rows=(Option(id="content", text="The content"), Option(id="speaker", text="The speaker")),
            options=SCALE,
        ),
        Item(
            id="bias",
            kind=ItemKind.CHOICE,
            text="Was it free of bias?",
            options=(Option(id="yes", text="Yes"), Option(id="no", text="No")),
            about_bias=True,
        ),
        Item(id="use", kind=ItemKind.CHOICES, text="What will you use?", required=False, options=SCALE),
        Item(id="say", kind=ItemKind.TEXT, text="Anything else?", required=False),
    )
)
RESPONSES = (
    Response(item="rate", row="content", options=("3",)),
    Response(item="rate", row="speaker", options=("2",)),
    Response(item="bias", options=("yes",)),
)

COURSE = Course(
    id=CourseId("org.example.sleep-2024"),
    version=1,
    language="en",
    title="Sleep after Shift Work",
    summary="What helps, and what does not.",
    format=LearningFormat(
        kind="on demand",
        medium="recorded webinar",
        participation="self-paced",
        credit_format="Enduring material",
    ),
    availability=Availability(opens=date(2024, 1, 1), last_day=date(2024, 12, 31), time_zone="America/New_York"),
    provider=Provider(
        id="org.example",
        name="Example Medical College",
        address="1 Main Street, Springfield",
        accreditation=Accreditation(
            bodies=("ACCME",),
            joint=False,
            audience="physicians",
            statement="The Example Medical College is accredited by the ACCME.",
        ),
    ),
    sessions=(
        Session(id=FIRST, title="Part one", media="one.mp4", content=ContentHash("a" * 64), duration_ms=60 * MINUTE),
        Session(id=SECOND, title="Part two", media="two.mp4", content=ContentHash("b" * 64), duration_ms=30 * MINUTE),
    ),
    evaluation=EVALUATION,
    credit=CreditPlan(offers=(AMA, ANCC, ACPE, APA, COP)),
    estimated_minutes=90,
    disclosure_statement="Everyone in control of content has nothing to disclose.",
    quiz=QUIZ,
    grant=Grant(
        signatory="Ada Example, MD",
        signatory_title="Dean",
        signature=Picture(path="signature.png", alt="Ada Example"),
    ),
    people=(Person(id=PersonId("ada"), name="Ada Example", credentials="MD"),),
    disclosures=(Disclosure(person=PersonId("ada"), role=Role.PRESENTER),),
)
"""Two sessions, a quiz with two questions, five offers, dates in New York, a grant to issue certificates."""

CODE = Checkpoint(id="code", at_ms=20 * MINUTE, prompt="Which code is on the slide?", codes=("ZZ-42", "zz 43"))
CHOICE = Checkpoint(
    id="choice",
    at_ms=40 * MINUTE,
    prompt="Which one is it?",
    choices=(CheckpointChoice(id="a", text="This"), CheckpointChoice(id="b", text="That")),
    answer="b",
)
STRICT_COURSE = replace(
    COURSE,
    sessions=(replace(COURSE.sessions[0], checkpoints=(CODE, CHOICE)), COURSE.sessions[1]),
    watch=WatchPolicy(
        version=2,
        seeking=Seeking.SEEN_ONLY,
        hidden_counts=False,
        muted_counts=False,
        presence=PresenceChecks(least_minutes=5, most_minutes=10, patience_seconds=60),
    ),
)
"""The same with all that a policy can ask: no skipping ahead, signs of presence, two checkpoints in session one."""

SHORT_COURSE = Course(
    id=CourseId("org.example.hands"),
    version=1,
    language="en",
    title="Clean Hands",
    summary="One recording, no quiz.",
    format=LearningFormat(kind="on demand"),
    availability=Availability(opens=date(2024, 2, 1), last_day=date(2024, 8, 31), time_zone="UTC"),
    provider=COURSE.provider,
    sessions=(
        Session(id=FIRST, title="The talk", media="talk.mp4", content=ContentHash("c" * 64), duration_ms=30 * MINUTE),
    ),
    evaluation=Evaluation(items=(Item(id="say", kind=ItemKind.TEXT, text="What did you learn?"),)),
    credit=CreditPlan(
        offers=(
            Offer(
                id="ama",
                name="AMA PRA Category 1 Credit",
                plural="AMA PRA Category 1 Credits",
                maximum=Decimal("0.5"),
                mark="™",
                italic=True,
                professions=(Profession.PHYSICIAN,),
            ),
        ),
        date_rule=DateRule.EVENT,
    ),
    estimated_minutes=30,
    disclosure_statement="",
    occasion=Occasion(name="Annual Meeting 2023", when="2023"),
)
"""One session, no quiz, one offer, no grant: a record of participation with the event's date."""

PHYSICIAN = Learner(
    id=LearnerId("11" * 16),
    name="Ana María Núñez",
    degrees="MD",
    profession=Profession.PHYSICIAN,
    licences=(Licence(authority="New York", number="123456"),),
    identifiers=(("npi", "1234567893"),),
)


def opening_for(
    course: Course,
    *,
    course_hash: CourseHash = CourseHash("0" * 64),
    device: DeviceId = DeviceId("d" * 64),
    learner: LearnerId = PHYSICIAN.id,
    purpose: Purpose = Purpose.CREDIT,
    stream: StreamId = StreamId("5" * 32),
    attempt: int = 1,
) -> StreamOpened:
    """The first event of a stream for this course."""
    return StreamOpened(
        stream=stream,
        device=device,
        learner=learner,
        course=course.id,
        course_version=course.version,
        course_hash=course_hash,
        policy=course.watch.version,
        attempt=attempt,
        purpose=purpose,
    )
