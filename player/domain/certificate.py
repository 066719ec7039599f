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
from player.domain.event import Purpose, TakenBackFor
from player.domain.history import Claim, History
from player.domain.learner import Learner, Profession
from player.domain.permit import document_for, offer_of
from player.domain.phrase import Phrase
from player.domain.picture import Picture
from player.domain.template import CertificateTemplate, PaperSize, paper_for

HEADINGS: dict[Document, str] = {
    Document.CME_CERTIFICATE: Phrase("Certificate of Continuing Medical Education"),
    Document.PARTICIPATION_CERTIFICATE: Phrase("Certificate of Participation"),
    Document.PARTICIPATION_RECORD: Phrase("Record of Participation"),
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
    """All that is printed, and nothing that is not. `amount` is what was claimed, never the maximum.

    `sessions`: the titles where a course has several; `also`: other credit of the same activity that was claimed by
    then, each with the number of its own document; `replaces`: the numbers of revoked documents in whose place this
    one stands.
    """

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
    template: CertificateTemplate | None = None
    paper: PaperSize = PaperSize.LETTER
    sessions: tuple[str, ...] = ()
    also: tuple[tuple[Run, ...], ...] = ()
    replaces: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 over the facts as JSON with sorted keys: what the evidence binds and the QR code carries.

        What came with templates is left out where a course has none: its certificates keep the digest that they had.
        """
        told = asdict(self)
        if self.template is None and not self.replaces:
            for name in SINCE_TEMPLATES:
                del told[name]
        text = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
        return hashlib.sha256(text.encode()).hexdigest()


SINCE_TEMPLATES = ("template", "paper", "sessions", "also", "replaces")


def certificate_facts(*, course: Course, history: History, claim: Claim, learner: Learner) -> CertificateFacts:
    """The facts of the document that belongs to `claim`, by the history as it stood when that was issued."""
    offer = offer_of(course, claim)
    document = document_for(course, claim)
    label, shown = shown_date(course, history)
    grant = course.grant
    template = course.certificate
    return CertificateFacts(
        number=claim.number,
        document=document,
        heading=heading_of(document, template),
        name=learner.name_on(claim.number),
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
        issued=dated(history, claim),
        language=course.language,
        specimen=history.opening is None or history.opening.purpose is not Purpose.CREDIT,
        template=template,
        paper=paper_for(template, course.provider.country) if template else PaperSize.LETTER,
        sessions=_sessions(course) if template else (),
        also=_also(course, history, claim) if template else (),
        replaces=replaced(history, claim),
    )


def carries_badge(course: Course, facts: CertificateFacts) -> bool:
    """Whether an Open Badge is inside the document: where the provider states how completions are reported.

    No course did so before there were badges, so that what was issued then stays as it was, byte for byte. A record
    states no credit, and a specimen proves none.
    """
    return course.reporting is not None and facts.document is not Document.PARTICIPATION_RECORD and not facts.specimen


def heading_of(document: Document, template: CertificateTemplate | None) -> str:
    """A record of participation is never called anything that a certificate is called."""
    if template is None or document is Document.PARTICIPATION_RECORD:
        return HEADINGS[document]
    own = template.cme_heading if document is Document.CME_CERTIFICATE else template.participation_heading
    return own or HEADINGS[document]


def dated(history: History, claim: Claim) -> datetime:
    """A document is dated by its claim, whenever it is made; one that replaces another, by the day that was revoked."""
    before = (one.moment for one in history.revocations if _same_slot(one.claim, claim))
    return max((claim.moment, *before))


def replaced(history: History, claim: Claim) -> tuple[str, ...]:
    """The revoked documents in whose place the one of `claim` stands: of its own credit, or of a wrong profession."""
    return tuple(
        one.number
        for one in history.revocations
        if history.issued(one.number) is not None
        and (one.claim.credit.offer == claim.credit.offer or one.reason is TakenBackFor.WRONG_PROFESSION)
    )


def replacement_of(history: History, number: str) -> str | None:
    """The number of the standing document that was issued in the place of a revoked one."""
    standing = (claim for claim in history.claims if history.issued(claim.number) is not None)
    return next((claim.number for claim in standing if number in replaced(history, claim)), None)


def _same_slot(one: Claim, other: Claim) -> bool:
    return (one.stream, one.credit.offer) == (other.stream, other.credit.offer)


def _sessions(course: Course) -> tuple[str, ...]:
    """One session goes without saying."""
    return tuple(session.title for session in course.sessions) if len(course.sessions) > 1 else ()


def _also(course: Course, history: History, claim: Claim) -> tuple[tuple[Run, ...], ...]:
    """Only what a certificate may state: where another body states the credit, nothing is said of it."""
    others = (one for one in history.claims if one.number != claim.number)
    stated = (one for one in others if document_for(course, one) is not Document.PARTICIPATION_RECORD)
    if document_for(course, claim) is Document.PARTICIPATION_RECORD:
        return ()
    return tuple(_told(offer_of(course, one), one) for one in stated)


def _told(offer: Offer, claim: Claim) -> tuple[Run, ...]:
    amount = claim.credit.amount
    return emphasised(offer, f"{plain(amount)} {phrase(offer, amount)}, number {claim.number}")


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
