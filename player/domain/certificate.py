"""The certificate: which facts are printed for a claim, in which words, by the rules of who may be awarded what."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from player.domain.course import Course
from player.domain.credit import DateRule, Document, Offer, phrase, plain
from player.domain.event import Purpose
from player.domain.history import Claim, History
from player.domain.learner import Learner, Profession
from player.domain.permit import certificate_number, document_for, offer_of
from player.domain.picture import Picture

HEADINGS: dict[Document, str] = {
    Document.CME_CERTIFICATE: "Certificate of Continuing Medical Education",
    Document.PARTICIPATION_CERTIFICATE: "Certificate of Participation",
    Document.PARTICIPATION_RECORD: "Record of Participation",
}
AWARD = "has successfully completed this activity and is awarded {amount} {credit}."
PARTICIPATION = "has participated in this activity. The activity was designated for {maximum} {credit}."
RECORDED = "has participated in this activity, recorded as {amount} {credit}."
DESIGNATED = " The activity was designated for {maximum} {credit}."
RECORD = "has participated in this activity. This record is not a statement of credit."


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A piece of a printed sentence; the AMA's credit phrase is set in italics."""

    text: str
    italic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """All that is printed, and nothing that is not. `amount` is what was claimed, never the maximum."""

    number: str
    document: Document
    heading: str
    name: str
    title: str
    sentence: tuple[Run, ...]
    amount: Decimal
    credit: str
    unit: str
    date_label: str
    date: str
    learning_format: str
    place: str
    provider: str
    provider_address: str
    accreditation_statement: str
    designation_statement: tuple[Run, ...]
    signatory: str
    signatory_title: str
    signature: Picture | None
    issued: datetime
    language: str
    specimen: bool

    @property
    def digest(self) -> str:
        """SHA-256 over the facts as JSON with sorted keys: what the evidence binds and the QR code carries."""
        text = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
        return hashlib.sha256(text.encode()).hexdigest()


def certificate_facts(
    *, course: Course, history: History, claim: Claim, learner: Learner, issued: datetime
) -> CertificateFacts:
    """The facts of the document that belongs to `claim`, as of the moment `issued`."""
    offer = offer_of(course, claim)
    document = document_for(course, claim)
    label, shown = shown_date(course, history)
    grant = course.grant
    number = certificate_number(claim)
    return CertificateFacts(
        number=number,
        document=document,
        heading=HEADINGS[document],
        name=learner.name_on(number),
        title=course.title,
        sentence=(
            *award_sentence(document, offer, claim.credit.amount, claim.credit.profession),
            *designated(course, document),
        ),
        amount=claim.credit.amount,
        credit=phrase(offer, claim.credit.amount),
        unit=offer.unit,
        date_label=label,
        date=shown,
        learning_format=course.format.credit_format or course.format.medium or course.format.kind,
        place=(course.occasion.place if course.occasion else "") or "",
        provider=course.provider.name,
        provider_address=course.provider.address,
        accreditation_statement=course.provider.accreditation.statement,
        designation_statement=emphasised(offer, offer.designation),
        signatory=grant.signatory if grant else "",
        signatory_title=grant.signatory_title if grant else "",
        signature=grant.signature if grant else None,
        issued=issued,
        language=course.language,
        specimen=history.opening is None or history.opening.purpose is not Purpose.CREDIT,
    )


def award_sentence(document: Document, offer: Offer, amount: Decimal, profession: Profession) -> tuple[Run, ...]:
    """Physicians are *awarded* AMA credit; everybody else took part in an activity that was designated for it.

    The provider's wording comes first; the default follows the document. A record states no credit at all.
    """
    if document is Document.PARTICIPATION_RECORD:
        return (Run(text=RECORD),)
    named = profession in offer.professions
    wording = offer.award_wording if named else offer.participation_wording
    if document is Document.CME_CERTIFICATE:
        return _filled(wording or (AWARD if named else PARTICIPATION), offer, amount)
    return _filled(wording or RECORDED, offer, amount)


def designated(course: Course, document: Document) -> tuple[Run, ...]:
    """What a participant is told of credit that only others are awarded: for how much the activity was designated."""
    if document is not Document.PARTICIPATION_CERTIFICATE:
        return ()
    awarded = (offer for offer in course.credit.offers if offer.document is Document.CME_CERTIFICATE and offer.italic)
    return tuple(run for offer in awarded for run in _filled(DESIGNATED, offer, offer.maximum))


def emphasised(offer: Offer, text: str) -> tuple[Run, ...]:
    """`text` with each occurrence of the offer's credit phrase in italics, when the offer asks for that."""
    if not offer.italic:
        return _plain_run(text)
    pieces = re.split(f"({re.escape(offer.plural)}|{re.escape(offer.name)})", text)
    return tuple(Run(text=piece, italic=place % 2 == 1) for place, piece in enumerate(pieces) if piece)


def shown_date(course: Course, history: History) -> tuple[str, str]:
    """Label and date of the certificate by the course's rule: the event's or the completion's.

    An event without a date leaves the date of completion, which is always known.
    """
    when = course.occasion.when if course.occasion else ""
    if course.credit.date_rule is DateRule.EVENT and when:
        return "Event date", written_date(when)
    if history.completed is None:
        return "Completion date", ""
    return "Completion date", long_date(course.availability.day_of(history.completed))


def long_date(day: date) -> str:
    """ "January 5, 2024", whatever language the computer speaks."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def written_date(iso: str) -> str:
    """An ISO date cut to what is known ("2023", "2023-05", "2023-05-20") in words; anything else as it stands."""
    parts = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?", iso)
    if parts is None:
        return iso
    year, month, day = parts.groups()
    month_name = _MONTHS[int(month) - 1]
    return f"{month_name} {int(day)}, {year}" if day else f"{month_name} {year}"


def name_digest(salt: str, name: str) -> str:
    """Binds the printed name to the evidence without writing it there."""
    return hashlib.sha256(f"{salt}\n{name}".encode()).hexdigest()


_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def _filled(wording: str, offer: Offer, amount: Decimal) -> tuple[Run, ...]:
    """The wording with amount and credit in their places; a credit phrase that is written out is emphasised too."""
    stated = offer.maximum if "{maximum}" in wording else amount
    name = phrase(offer, stated).removesuffix(offer.mark)
    credit = (Run(text=name, italic=offer.italic), *_plain_run(offer.mark))
    runs: list[Run] = []
    for place, text in enumerate(wording.split("{credit}")):
        numbers = text.replace("{amount}", plain(amount)).replace("{maximum}", plain(offer.maximum))
        runs += (*(credit if place else ()), *emphasised(offer, numbers))
    return tuple(runs)


def _plain_run(text: str) -> tuple[Run, ...]:
    return (Run(text=text),) if text else ()
