"""Every kind of document that Carrel makes, for those who hold them against the standards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import combinations, cycle, islice, product
from random import Random
from typing import Any

from player.desk.ports import PrintJob
from player.domain.certificate import HEADINGS, CertificateFacts, Run
from player.domain.credit import Document
from player.domain.cycle import LicenceCycle
from player.domain.picture import Picture
from player.domain.template import CertificateTemplate, Design, PaperSize
from player.domain.transcript import Entry, Selection, Transcript, transcript_of
from player.paper.checkup import render_check_up
from player.paper.press import unsigned
from player.paper.signature import sign_pdf
from player.paper.transcript import unsigned_transcript
from tests.checkups import check_up, with_rules
from tests.paper.samples import (
    CREDIT,
    EVIDENCE,
    EVIDENCE_NAME,
    FONTS,
    KEY,
    LONG,
    PHYSICIAN,
    RECORD_OF_PARTICIPATION,
    SPECIMEN,
    TOKEN,
    signature_png,
)

DEVICE = "Example Medical College (Carrel)"
ENROLMENT = b'{"payload": "an enrolment, as far as paper is concerned"}'
PICTURE, LOGO = signature_png(), signature_png(mode="RGB")

NAMES = {
    "latin": "Łukasz O’Brien-Núñez, MD",
    "vietnamese": "Nguyễn Thị Ánh Tuyết",
    "greek": "Ελένη Παπαδοπούλου",
    "cyrillic": "Юлія Ґонгадзе-Щербак",
    "arabic": "الدكتور محمد عبد الرحمن",
    "urdu": "ڈاکٹر فاطمہ گیلانی",
    "hebrew": "דָּוִד בֶּן־גּוּרְיוֹן",
    "devanagari": "डॉ. प्रिया श्रीवास्तव",
    "bengali": "ডাঃ শ্রেয়া চক্রবর্তী",
    "gujarati": "ડૉ. કૃષ્ણા ત્રિવેદી",
    "gurmukhi": "ਡਾ. ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ",
    "tamil": "டாக்டர் கிருஷ்ணமூர்த்தி",
    "telugu": "డాక్టర్ శ్రీలక్ష్మి",
    "kannada": "ಡಾ. ಕೃಷ್ಣಪ್ಪ",
    "malayalam": "ഡോ. ലക്ഷ്മിക്കുട്ടി",
    "sinhala": "වෛද්‍ය ශ්‍රීමතී",
    "thai": "นพ. สมชาย ใจดี",
    "lao": "ທ່ານໝໍ ສົມສະຫວັດ",
    "khmer": "វេជ្ជបណ្ឌិត សុភា",
    "burmese": "ဒေါက်တာ အောင်ကြီး",
    "georgian": "გიორგი ჭავჭავაძე",
    "armenian": "Արմեն Հովհաննիսյան",
    "ethiopic": "ዶ/ር አበበ በቀለ",
    "chinese": "王小明 醫師",
    "japanese": "山田 はなこ・ハナコ",
    "korean": "김민준 박사",
    "mixed": "Dr. 王小明 (Wáng), أحمد Юрий प्रिया, MD",
}
SCRIPTS = tuple(NAMES)
DESIGNS = (None, *Design)


class Kind(StrEnum):
    CME = "cme"
    PARTICIPATION = "participation"
    RECORD = "record"
    SPECIMEN = "specimen"


class Amount(StrEnum):
    """How much there is to say: no more than there must be; as a rule; all that there can be, in another language."""

    LITTLE = "little"
    USUAL = "usual"
    MUCH = "much"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One certificate. `design` None: as certificates looked before there were templates."""

    script: str
    design: Design | None
    paper: PaperSize
    kind: Kind
    amount: Amount
    has_logo: bool
    has_signature_picture: bool
    is_enrolled: bool
    is_signed: bool

    def __str__(self) -> str:
        yes = [field.name.split("_", 1)[1] for field in fields(self) if getattr(self, field.name) is True]
        words = (self.script, self.design or "untemplated", self.paper, self.kind, self.amount, *yes)
        return "-".join(words).replace("_", "-")


Pair = tuple[tuple[int, Any], tuple[int, Any]]
_CHOICES: tuple[tuple[Any, ...], ...] = (
    tuple(PaperSize),
    tuple(Kind),
    tuple(Amount),
    *[(False, True)] * 4,
)
"""Of everything but script and design, in the order of the fields."""


def every_case(script: str) -> Iterator[Case]:
    """Everything with everything, but that logo, picture of the signature and enrolment are all there or all absent."""
    for design in (None, *Design):
        for case in _cases(script, design):
            logo = case.is_enrolled and design is not None
            picture = case.is_enrolled and case.kind is not Kind.RECORD
            if (case.has_logo, case.has_signature_picture) == (logo, picture):
                yield case


def covering_cases(designs_each: int) -> list[Case]:
    """Each script in so many designs, each design as often as others, so that any two properties meet in one of them.

    Always the same ones; where several would do, any.
    """
    dice = Random(7)
    met: set[Pair] = set()
    found: list[Case] = []
    turns = islice(cycle(DESIGNS), len(SCRIPTS) * designs_each)
    for place, design in enumerate(turns):
        script = SCRIPTS[place // designs_each]
        possible = list(_cases(script, design))
        best = max(dice.sample(possible, len(possible)), key=lambda case: len(_pairs(case) - met))
        met |= _pairs(best)
        found.append(best)
    return found


def uncovered(cases: list[Case]) -> set[Pair]:
    """The pairs of properties, but for those of a script, that can be together and are so in none of these."""
    met = {pair for case in cases for pair in _pairs(case)}
    possible = {pair for design in (None, *Design) for case in _cases(SCRIPTS[0], design) for pair in _pairs(case)}
    return {pair for pair in possible - met if pair[0][0] != 0}


def _cases(script: str, design: Design | None) -> Iterator[Case]:
    names = [field.name for field in fields(Case)][2:]
    for chosen in product(*_CHOICES):
        case = Case(script=script, design=design, **dict(zip(names, chosen, strict=True)))
        # What comes with templates is not without one, and a record is signed by nobody.
        if design is None and (case.has_logo or case.paper is PaperSize.A4):
            continue
        if case.kind is Kind.RECORD and case.has_signature_picture:
            continue
        yield case


def _pairs(case: Case) -> set[Pair]:
    return set(combinations(enumerate(astuple(case)), 2))


def facts_of(case: Case) -> CertificateFacts:
    facts = replace(_KINDS[case.kind], name=NAMES[case.script])
    if case.amount is Amount.LITTLE:
        facts = replace(facts, place="", provider_address="", accreditation_statement="", designation_statement=())
    if case.amount is Amount.MUCH:
        facts = _with_much(facts)
    if case.design is None:
        return facts
    return replace(facts, template=_template(case), paper=case.paper, **(_SINCE_TEMPLATES if _is_much(case) else {}))


def unsigned_of(case: Case) -> bytes:
    """The document as the press makes it, before it is signed."""
    job = PrintJob(
        facts=facts_of(case),
        evidence=EVIDENCE,
        evidence_name=EVIDENCE_NAME,
        token=TOKEN,
        signature_image=PICTURE if case.has_signature_picture else None,
        logo_image=LOGO if case.has_logo else None,
        enrolment=ENROLMENT if case.is_enrolled else None,
    )
    return unsigned(job, fonts=FONTS)


def signed(pdf: bytes) -> bytes:
    return sign_pdf(pdf, key=KEY, name=DEVICE)


def _is_much(case: Case) -> bool:
    return case.amount is Amount.MUCH


def _with_much(facts: CertificateFacts) -> CertificateFacts:
    """Long texts in another language, with letters that the page's own typefaces do not have."""
    return replace(
        facts,
        title=f"Schlaf und Wachen, 睡眠: {LONG.title[:90]}",
        place=LONG.place,
        provider=LONG.provider,
        provider_address=LONG.provider_address,
        accreditation_statement=LONG.accreditation_statement[:700],
        designation_statement=LONG.designation_statement[1:] if facts.designation_statement else (),
        language="de-AT",
    )


def _template(case: Case) -> CertificateTemplate:
    assert case.design is not None
    logo = Picture(path="logo.png", alt="Logo of Example Medical College") if case.has_logo else None
    if not _is_much(case):
        return CertificateTemplate(design=case.design, paper=case.paper, logo=logo)
    return CertificateTemplate(
        design=case.design,
        paper=case.paper,
        accent="#5a2d82",
        logo=logo,
        cme_heading="Certificate of Continuing Professional Development",
        participation_heading="Certificate of Attendance",
        lead="The faculty attests that",
        note="Keep this document for six years; your board may ask for it. ご連絡ください。",
    )


_SINCE_TEMPLATES: dict[str, Any] = {
    "sessions": ("Why Shifts Tire", "Light and Dark", "Naps: What the Evidence Says"),
    "also": ((Run(text="0.75 ANCC contact hours, number CRL-2222-3333-4444"),),),
    "replaces": ("CRL-5555-6666-7777",),
}
_KINDS = {
    Kind.CME: PHYSICIAN,
    Kind.PARTICIPATION: replace(
        PHYSICIAN,
        document=Document.PARTICIPATION_CERTIFICATE,
        heading=HEADINGS[Document.PARTICIPATION_CERTIFICATE],
        sentence=(
            Run(text="has participated in this activity. The activity was designated for 1.5 "),
            Run(text=f"{CREDIT}s", italic=True),
            Run(text="™."),
        ),
    ),
    Kind.RECORD: RECORD_OF_PARTICIPATION,
    Kind.SPECIMEN: SPECIMEN,
}


def check_ups() -> dict[str, bytes]:
    """Reports of a check-up: of a course, of Carrel alone, over many pages, of a course in another language."""
    many = with_rules(*(f"Rule {number} asks for more memory than there is" for number in range(60)))
    foreign = replace(with_rules("Mindestens 2 GB Arbeitsspeicher, 内存"), language="de")
    reports = {
        "check-up": check_up(),
        "check-up-of-carrel-alone": check_up(course=None),
        "check-up-over-many-pages": check_up(course=many),
        "check-up-in-another-language": check_up(course=foreign),
    }
    return {name: render_check_up(report, fonts=FONTS) for name, report in reports.items()}


def transcripts() -> dict[str, bytes]:
    """Unsigned, under a name for each: with nothing on it, with little, over pages, on both sizes of paper."""
    drawn = {
        "transcript-of-nothing": _transcript(0, "latin", cycles=False),
        "transcript-of-a-little": _transcript(3, "arabic", cycles=False),
        "transcript-of-a-cycle": _transcript(3, "korean", cycles=True),
        "transcript-over-pages": _transcript(150, "mixed", cycles=True),
    }
    return {
        f"{name}-{paper}": unsigned_transcript(transcript, evidence=COMPLETIONS, fonts=FONTS, paper=paper)
        for (name, transcript), paper in product(drawn.items(), PaperSize)
    }


def _transcript(rows: int, script: str, *, cycles: bool) -> Transcript:
    kept = (LicenceCycle(name="California, 2024–2026", first=date(2024, 1, 1), last=date(2026, 12, 31)),)
    wanted = replace(kept[0], name="महाराष्ट्र 2025–2027", last=date(2027, 12, 31), required=Decimal(50), kind=KINDS[0])
    return transcript_of(
        map(_entry, range(rows)),
        name=NAMES[script],
        day=date(2026, 11, 22),
        selection=Selection(first=date(2021, 1, 1), last=date(2026, 11, 22)) if cycles else Selection(),
        cycles=(*kept, wanted) if cycles else (),
    )


def _entry(number: int) -> Entry:
    """Every third is what the learner reports; titles and providers are of all lengths and scripts."""
    is_reported = number % 3 == 2
    script = SCRIPTS[number % len(SCRIPTS)]
    return Entry(
        day=date(2021, 1, 15) + timedelta(days=14 * number),
        title=f"{number}. {LONG.title[: 20 + 7 * (number % 20)]} {NAMES[script]}",
        provider=LONG.provider if number % 7 == 0 else "Example Medical College",
        kind=KINDS[number % len(KINDS)],
        italic=number % len(KINDS) == 0,
        amount=Decimal(number % 8 + 1) / 4,
        document=None if is_reported else Document.CME_CERTIFICATE,
        number="" if is_reported else f"CRL-{number:04d}-M9XA-4TZB",
        note="As the hospital’s letter says" if is_reported and number % 2 else "",
    )


COMPLETIONS = (("sleep-2024.completion", EVIDENCE), ("سهر.completion", EVIDENCE[::-1]))
KINDS = (f"{CREDIT}s™", "ANCC contact hours", "ACPE contact hours (0.05 CEU)")
