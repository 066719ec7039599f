"""What is printed follows from the facts alone: a verifier can hold the whole text layer against it."""

from __future__ import annotations

import io
import unicodedata
from collections import Counter
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from player.domain.certificate import CertificateFacts
from player.domain.problem import Problem
from player.domain.template import Design, PaperSize
from player.paper.reading import read_certificate
from player.paper.wording import printed_words
from tests.paper.documents import NAMES
from tests.paper.pages import needs_poppler, poppler_text
from tests.paper.samples import LONG, PHYSICIAN, RECORD_OF_PARTICIPATION, SPECIMEN, rendered, signature_png
from tests.paper.test_designs import LOGO, WITH_ALL, dressed
from tests.trying import tries

MIXTURES = {
    "latin-arabic": "Dr. Ahmad محمد Ali III",
    "latin-chinese": "Wang Xiaoming 王小明, MD",
    "hebrew-digits": "יעל כהן 2, MD",
    "devanagari-latin": "Priya प्रिया Sharma",
    "stacked-marks": "Nguyễn Thị Ửng J̌ón Ạ́gústsson",
    "one-shape-twice": "兀⺎ 刂⺉",
    "arabic-vowels": "مُحَمَّد عَبْدُ اللّٰه",
}
SCRIPTS = {**NAMES, **MIXTURES}
GOLDEN = """\
Example Medical College
100 Harbor Street, Springfield
Certificate of Continuing Medical Education
This certifies that
Ana María Núñez, MD
has successfully completed this activity and is awarded 0.75 AMA PRA Category 1 Credit™.
Sleep after Shift Work: What Helps and What Does Not
Learning format
Enduring material
Place
Chicago, Illinois
Completion date
January 5, 2024
Accreditation
Example Medical College is accredited by the ACCME.
Credit designation
This activity is designated for a maximum of 1.5 AMA PRA Category 1 Credits™.
Ruth Okafor, MD
Director of Continuing Medical Education
Certificate number
CRL-7KQ2-M9XA-4TZB
Issued 2024-01-06 03:12 UTC
To check this certificate, also without a network:
carrel verify FILE, or scan the code."""
GOLDEN_RECORD = """\
SPECIMEN
Example Medical College
100 Harbor Street, Springfield
Specimen: gives no credit
Record of Participation
This records that
Łukasz O’Brien, PharmD
has participated in this activity. This record is not a statement of credit.
Sleep after Shift Work: What Helps and What Does Not
Learning format
Enduring material
Completion date
January 5, 2024
Accreditation
Example Medical College is accredited by the ACCME.
Record number
CRL-7KQ2-M9XA-4TZB
Issued 2024-01-06 03:12 UTC
To check this record, also without a network:
carrel verify FILE, or scan the code."""


def letters(text: str) -> Counter[str]:
    """As a multiset, without spaces and signs of format: right-to-left text is read back in the order it is seen in."""
    normal = unicodedata.normalize("NFKC", text)
    return Counter(c for c in normal if not c.isspace() and unicodedata.category(c) != "Cf")


def test_the_words_of_a_course_without_template_never_change() -> None:
    """Documents that were issued by earlier versions are held against these: a change here refuses them for ever."""
    assert printed_words(replace(PHYSICIAN, place="Chicago, Illinois")) == GOLDEN
    assert printed_words(replace(RECORD_OF_PARTICIPATION, specimen=True)) == GOLDEN_RECORD


@pytest.mark.parametrize("size", list(PaperSize))
@pytest.mark.parametrize("design", list(Design))
@pytest.mark.parametrize(
    "facts",
    [PHYSICIAN, RECORD_OF_PARTICIPATION, SPECIMEN, LONG, WITH_ALL, replace(WITH_ALL, specimen=True, language="de")],
    ids=["usual", "record", "specimen", "long", "with-all", "with-all-specimen"],
)
def test_the_page_says_its_words_and_no_others_in_every_design(
    facts: CertificateFacts, design: Design, size: PaperSize
) -> None:
    asked = dressed(facts, design, size, logo=LOGO, lead="The College attests that", note="Questions: cme@example.edu")
    read = read_certificate(rendered(asked, logo=signature_png(), signature=signature_png()))
    assert letters(read.text) == letters(printed_words(asked))


@pytest.mark.parametrize(("script", "design"), list(zip(SCRIPTS, cycle((None, *Design)), strict=False)))
def test_the_page_says_its_words_and_no_others_in_every_script(script: str, design: Design | None) -> None:
    """Each script in one design, and each design in several scripts."""
    says_its_words(script, design)


@pytest.mark.long
@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("design", [None, *Design])
def test_the_page_says_its_words_and_no_others_in_every_script_and_design(script: str, design: Design | None) -> None:
    says_its_words(script, design)


def says_its_words(script: str, design: Design | None) -> None:
    facts = PHYSICIAN if design is None else dressed(PHYSICIAN, design)
    asked = replace(facts, name=SCRIPTS[script], title=f"{SCRIPTS[script]}: {PHYSICIAN.title}")
    assert letters(read_certificate(rendered(asked)).text) == letters(printed_words(asked))


@given(
    st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs"]), min_size=1, max_size=12), st.sampled_from(Design)
)
@settings(max_examples=tries(25), deadline=None)
def test_whatever_can_be_printed_is_read_back_whole(text: str, design: Design) -> None:
    asked = dressed(replace(PHYSICIAN, name=f"Ana {text}"), design)
    try:
        pdf = rendered(asked)
    except Problem:
        return
    assert letters(read_certificate(pdf).text) == letters(printed_words(asked))


LEFT_TO_RIGHT = [
    name
    for name in SCRIPTS
    if name not in {"arabic", "urdu", "hebrew", "mixed", "latin-arabic", "hebrew-digits", "arabic-vowels"}
]


@needs_poppler
@pytest.mark.parametrize("script", LEFT_TO_RIGHT)
def test_names_come_back_exactly_by_another_reader(script: str, tmp_path: Path) -> None:
    name = unicodedata.normalize("NFC", SCRIPTS[script])
    assert name in " ".join(poppler_text(rendered(replace(PHYSICIAN, name=name)), tmp_path, "-raw").split())


@needs_poppler
@pytest.mark.parametrize("script", ["arabic", "urdu"])
def test_unpointed_names_from_right_to_left_come_back_in_their_order(script: str, tmp_path: Path) -> None:
    text = poppler_text(rendered(replace(PHYSICIAN, name=SCRIPTS[script])), tmp_path)
    assert SCRIPTS[script] in text.replace("\u202b", "").replace("\u202c", "")


@needs_poppler
def test_a_name_with_vowel_points_is_told_in_its_order_and_turned_round_by_poppler(tmp_path: Path) -> None:
    """It takes what the document says in so many words for what is seen, and turns it."""
    name = unicodedata.normalize("NFC", SCRIPTS["hebrew"])
    pdf = rendered(replace(PHYSICIAN, name=name))
    for word in name.split():
        assert f"FEFF{word.encode('utf-16-be').hex().upper()}".encode() in content_of(pdf)
    text = poppler_text(pdf, tmp_path).replace("\u202b", "").replace("\u202c", "")
    assert name[::-1] in text or " ".join(word[::-1] for word in name.split()) in text


def content_of(pdf: bytes) -> bytes:
    content = PdfReader(io.BytesIO(pdf)).pages[0].get_contents()
    assert content is not None
    return content.get_data()
