"""From the author's tables to a course: ids given out, references kept, times in milliseconds, money in small units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from player.archive.authoring import course_file as toml
from player.archive.authoring.problems import CourseTextWrong
from player.archive.authoring.quiz_reading import quiz_of
from player.archive.authoring.table import PictureTable, Table
from player.archive.authoring.text import COURSE_FILE
from player.archive.authoring.times import milliseconds
from player.archive.authoring.watch_reading import checkpoint_of, policy_of
from player.archive.authoring.watch_tables import CheckpointTable
from player.domain.course import (
    Accreditation,
    Availability,
    Captions,
    Chapter,
    Contact,
    ContentHash,
    Course,
    CourseId,
    Disclosure,
    Funding,
    Grant,
    Handout,
    LearningFormat,
    Notice,
    Occasion,
    Person,
    PersonId,
    Price,
    Provider,
    Relationship,
    Session,
    SessionId,
    Talk,
)
from player.domain.credit import CreditPlan, Offer
from player.domain.evaluation import Evaluation, Item, Option
from player.domain.picture import Picture
from player.domain.policy import Checkpoint
from player.domain.reporting import Reporting
from player.domain.requirement import Need, Operator, Requirement
from player.domain.template import CertificateTemplate


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """What was found out about a media file."""

    content: ContentHash
    duration_ms: int
    has_picture: bool
    codecs: tuple[str, ...] = ()


def course_of(file: toml.CourseFile, recordings: Mapping[str, Recording]) -> Course:
    """The course that `file` describes, with its recordings as measured. Raises `CourseTextWrong`."""
    return Course(
        id=CourseId(file.id),
        version=file.version,
        language=file.language,
        title=file.title,
        summary=file.summary.strip(),
        format=LearningFormat(**_fields(file.format)),
        availability=Availability(**_fields(file.availability)),
        provider=_provider(file.provider),
        sessions=tuple(_session(n, s, recordings[s.media]) for n, s in enumerate(file.session, 1)),
        evaluation=_evaluation(file.evaluation),
        credit=_credit(file.credit),
        estimated_minutes=file.estimated_minutes,
        disclosure_statement=file.disclosure.statement.strip(),
        disclosure_standard=file.disclosure.standard,
        relationships_mitigated=file.disclosure.all_mitigated,
        quiz=quiz_of(file.quiz, name=COURSE_FILE) if file.quiz else None,
        watch=policy_of(file.watch),
        grant=_grant(file.grant) if file.grant else None,
        cover=_picture(file.cover),
        preview=file.preview,
        prices=tuple(_price(n, price) for n, price in enumerate(file.price, 1)),
        occasion=Occasion(**_fields(file.occasion)) if file.occasion else None,
        objectives=file.objectives,
        audience=file.audience,
        off_label=file.off_label.strip(),
        people=tuple(Person(id=PersonId(key), **_fields(person)) for key, person in file.people.items()),
        talks=tuple(Talk(person=PersonId(talk.person), topic=talk.topic) for talk in file.talk),
        disclosures=tuple(_disclosure(by) for by in file.disclosure.by),
        funding=tuple(Funding(**_fields(funding)) for funding in file.funding),
        requirements=tuple(requirement_of(requirement) for requirement in file.requirement),
        requirements_source=file.requirements_source.strip(),
        certificate=_certificate(file.certificate),
        reporting=_reporting(file.reporting) if file.reporting else None,
        contacts=tuple(Contact(**_fields(contact)) for contact in file.contact),
        notices=tuple(Notice(**_fields(notice)) for notice in file.notice),
        powered_by=file.powered_by,
        copyright=file.copyright,
        privacy_policy=file.privacy_policy.strip(),
    )


def check_times(file: toml.CourseFile) -> None:
    """Raises `CourseTextWrong` at the first time that is none, before any recording is measured."""
    for number, session in enumerate(file.session, 1):
        if session.duration:
            time_at(f"session {number}.duration", session.duration)
        for place, chapter in enumerate(session.chapter, 1):
            time_at(f"session {number}.chapter {place}.at", chapter.at)
        for place, checkpoint in enumerate(session.checkpoint, 1):
            time_at(f"session {number}.checkpoint {place}.at", checkpoint.at)


def time_at(key: str, text: str) -> int:
    """The time that stands at `key`, in milliseconds. Raises `CourseTextWrong`."""
    try:
        return milliseconds(text)
    except ValueError as error:
        raise CourseTextWrong(name=COURSE_FILE, key=key, reason=f"{error}.") from None


def _fields(table: Table, *without: str) -> dict[str, Any]:
    """For tables whose keys are the fields of the domain's type, but for those that are made otherwise."""
    return {name: getattr(table, name) for name in table.__struct_fields__ if name not in without}


def _picture(table: PictureTable | None) -> Picture | None:
    return Picture(path=table.file, alt=table.alt) if table else None


def _provider(table: toml.ProviderTable) -> Provider:
    return Provider(**_fields(table, "accreditation"), accreditation=Accreditation(**_fields(table.accreditation)))


def _grant(table: toml.GrantTable) -> Grant:
    return Grant(**_fields(table, "signature"), signature=_picture(table.signature))


def _certificate(table: toml.CertificateTable) -> CertificateTemplate:
    return CertificateTemplate(
        **_fields(table, "logo", "note"), logo=_picture(table.logo), note=" ".join(table.note.split())
    )


def _price(number: int, table: toml.PriceTable) -> Price:
    minor = table.amount.scaleb(2) if table.amount.is_finite() else table.amount
    if not minor.is_finite() or abs(minor.adjusted()) > 12 or minor != minor.to_integral_value():
        raise CourseTextWrong(
            name=COURSE_FILE, key=f"price {number}.amount", reason="it is not an amount such as 18.75."
        )
    return Price(membership=table.membership, label=table.label, minor_units=int(minor), currency=table.currency)


def _disclosure(table: toml.DiscloserTable) -> Disclosure:
    return Disclosure(
        person=PersonId(table.person),
        role=table.role,
        relationships=tuple(Relationship(**_fields(relationship)) for relationship in table.relationships),
    )


def _session(number: int, table: toml.SessionTable, recording: Recording) -> Session:
    return Session(
        id=SessionId(table.id),
        title=table.title,
        media=table.media,
        content=recording.content,
        duration_ms=recording.duration_ms,
        has_picture=recording.has_picture,
        codecs=recording.codecs,
        captions=tuple(Captions(path=c.file, language=c.language, label=c.label or c.language) for c in table.captions),
        chapters=tuple(
            Chapter(at_ms=time_at(f"session {number}.chapter {place}.at", chapter.at), title=chapter.title)
            for place, chapter in enumerate(table.chapter, 1)
        ),
        handouts=tuple(Handout(path=h.file, title=h.title) for h in table.handout),
        poster=_picture(table.poster),
        checkpoints=_checkpoints(number, table.checkpoint),
    )


def _checkpoints(session: int, tables: tuple[CheckpointTable, ...]) -> tuple[Checkpoint, ...]:
    """In the order of their times, however they are written."""
    read: list[Checkpoint] = []
    for number, table in enumerate(tables, 1):
        key = f"session {session}.checkpoint {number}"
        read.append(checkpoint_of(table, number=number, at_ms=time_at(f"{key}.at", table.at), key=key))
    return tuple(sorted(read, key=lambda checkpoint: checkpoint.at_ms))


def _evaluation(table: toml.EvaluationTable) -> Evaluation:
    return Evaluation(items=tuple(_item(item) for item in table.item), introduction=table.introduction.strip())


def _item(table: toml.ItemTable) -> Item:
    return Item(
        **_fields(table, "rows", "options"),
        rows=_options(table.rows, prefix="row-"),
        options=_options(table.options, prefix=""),
    )


def _options(written: tuple[str | toml.OptionTable, ...], *, prefix: str) -> tuple[Option, ...]:
    """A plain text gets its place as id: "row-1", "1" and so on."""
    return tuple(
        Option(id=f"{prefix}{place}", text=option)
        if isinstance(option, str)
        else Option(id=option.id, text=option.text)
        for place, option in enumerate(written, 1)
    )


def _credit(table: toml.CreditTable) -> CreditPlan:
    return CreditPlan(
        offers=tuple(_offer(offer) for offer in table.offer),
        basis=table.basis,
        date_rule=table.date_rule,
        how_earned=table.how_earned,
        claim_rule=table.claim_rule.strip(),
        attestation=table.attestation.strip(),
    )


def _offer(table: toml.OfferTable) -> Offer:
    plural = table.plural or f"{table.name}s"
    return Offer(**_fields(table, "plural", "reporting"), plural=plural, reporting=tuple(table.reporting.items()))


def _reporting(table: toml.ReportingTable) -> Reporting:
    return Reporting(**_fields(table, "identifiers"), identifiers=tuple(table.identifiers.items()))


def requirement_of(table: toml.RequirementTable) -> Requirement:
    """The rule that one table describes."""
    return Requirement(**_fields(table, "need", "only_if"), need=_need(table.need), only_if=_need(table.only_if))


def _need(table: toml.NeedTable | None) -> Need | None:
    if table is None:
        return None
    return Need(
        fact=table.fact or _FACT_OF.get(table.operator, ""),
        operator=table.operator,
        value=str(table.value),
        any_of=tuple(need for part in table.any_of if (need := _need(part))),
        all_of=tuple(need for part in table.all_of if (need := _need(part))),
    )


_FACT_OF = {Operator.SYSTEM.value: "os.version", Operator.PROCESSOR.value: "cpu.families"}
"""What these comparisons are always about."""
