from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from player.domain.certificate import CertificateFacts, Run
from player.domain.picture import Picture
from player.domain.template import CertificateTemplate, Design, PaperSize
from player.paper.certificate import require_printable
from player.paper.designs import classic, modern, plain
from player.paper.designs.classic import Classic
from player.paper.designs.modern import Modern
from player.paper.designs.page import MOST, Ground, Lay, column_widths
from player.paper.designs.plain import Plain
from player.paper.lines import Composer
from player.paper.looks import HELD, NAVY, PAPERS, Look, accent_of
from player.paper.problems import NoGlyph, PictureUnusable, TooMuchText
from player.paper.reading import read_certificate
from player.paper.typefaces import Cut, typefaces
from player.paper.wording import Part, wording
from tests.paper.pages import as_picture, needs_poppler, poppler_text, words_of
from tests.paper.samples import (
    CREDIT,
    FONTS,
    LONG,
    PHYSICIAN,
    RECORD_OF_PARTICIPATION,
    SPECIMEN,
    TOKEN,
    rendered,
    signature_png,
)
from tests.telephone import codes_on

LOGO = Picture(path="logo.png", alt="Logo of the Example Medical College")
TWELVE = tuple(f"Session {number}: Shift Work in Everyday Practice, Its Risks and Its Remedies" for number in range(12))
ALSO = (
    (Run(text="1.25 ANCC contact hours, number CRL-2222-3333-4444"),),
    (Run(text="0.5 "), Run(text=CREDIT, italic=True), Run(text="™, number CRL-8888-9999-AAAA")),
)
WITH_ALL = replace(PHYSICIAN, sessions=TWELVE, also=ALSO, replaces=("CRL-5555-6666-7777",))
each_design = pytest.mark.parametrize("design", list(Design))
each_paper = pytest.mark.parametrize("size", list(PaperSize))


def dressed(
    facts: CertificateFacts, design: Design, size: PaperSize = PaperSize.LETTER, **own: Any
) -> CertificateFacts:
    """`facts` of a course whose template is this."""
    return replace(facts, template=CertificateTemplate(design=design, **own), paper=size)


def text_of(pdf: bytes) -> str:
    return " ".join(read_certificate(pdf).text.split())


@needs_poppler
@each_paper
@each_design
@pytest.mark.parametrize("facts", [PHYSICIAN, LONG, WITH_ALL], ids=["usual", "long", "with-all"])
def test_every_word_stands_well_inside_the_paper(
    facts: CertificateFacts, design: Design, size: PaperSize, tmp_path: Path
) -> None:
    asked = dressed(replace(facts, specimen=False), design, size, logo=LOGO, note="Questions: cme@example.edu")
    pdf = rendered(asked, logo=signature_png(), signature=signature_png())
    paper, words = PAPERS[size], words_of(pdf, tmp_path)
    box = [float(side) for side in PdfReader(io.BytesIO(pdf)).pages[0].mediabox]
    assert box[2:] == pytest.approx([paper.width, paper.height])
    assert len(words) > 60
    assert min(left for left, *_ in words) >= 36
    assert max(right for _, _, right, _ in words) <= paper.width - 34
    assert min(top for _, top, *_ in words) >= 30
    assert max(bottom for *_, bottom in words) <= paper.height - 34


@needs_poppler
@each_paper
@each_design
def test_no_word_stands_on_another(design: Design, size: PaperSize, tmp_path: Path) -> None:
    for facts in (replace(LONG, specimen=False), WITH_ALL):
        words = words_of(rendered(dressed(facts, design, size, logo=LOGO), logo=signature_png()), tmp_path)
        cores = [
            (left + 1, top + (low - top) * 0.4, right - 1, low - (low - top) * 0.4) for left, top, right, low in words
        ]
        assert not [
            (one, other)
            for place, one in enumerate(cores)
            for other in cores[place + 1 :]
            if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
        ]


@needs_poppler
@each_paper
@each_design
@pytest.mark.parametrize("facts", [PHYSICIAN, SPECIMEN], ids=["certificate", "specimen"])
def test_the_qr_code_is_read_back_from_a_screen(
    facts: CertificateFacts, design: Design, size: PaperSize, tmp_path: Path
) -> None:
    page = as_picture(rendered(dressed(facts, design, size)), tmp_path, dpi=96)
    assert codes_on(page) == [TOKEN]


@needs_poppler
@each_design
def test_a_specimen_is_seen_from_afar(design: Design, tmp_path: Path) -> None:
    """At the size of a thumbnail a good part of the paper is tinted."""

    def tinted(facts: CertificateFacts) -> float:
        page = as_picture(rendered(dressed(facts, design)), tmp_path, dpi=20)
        pixels: list[Any] = [page.getpixel((x, y)) for x in range(page.width) for y in range(page.height)]
        return sum(red - blue > 12 for red, _, blue in pixels) / len(pixels)

    assert tinted(SPECIMEN) > 0.06
    assert tinted(PHYSICIAN) < 0.03
    assert "Specimen: gives no credit" in text_of(rendered(dressed(SPECIMEN, design)))


@each_design
def test_what_a_template_adds_is_on_the_page(design: Design) -> None:
    facts = dressed(WITH_ALL, design, lead="The College attests that", note="Questions: cme@example.edu")
    text = text_of(rendered(replace(facts, heading="Certificate of Lifelong Learning")))
    for said in (
        "Certificate of Lifelong Learning",
        "The College attests that",
        "This certificate replaces CRL-5555-6666-7777, which counts no more.",
        "Also claimed for this activity: 1.25 ANCC contact hours, number CRL-2222-3333-4444; "
        f"0.5 {CREDIT}™, number CRL-8888-9999-AAAA.",
        "Sessions",
        "; ".join(TWELVE),
        "Questions: cme@example.edu",
    ):
        assert said in text
    assert "This certifies that" not in text


@each_design
def test_a_record_certifies_nothing_whatever_the_template_says(design: Design) -> None:
    text = text_of(rendered(dressed(RECORD_OF_PARTICIPATION, design, lead="The College certifies that")))
    assert "This records that" in text
    assert "certif" not in text.lower()


def test_several_replaced_documents_are_all_named() -> None:
    replaced = replace(RECORD_OF_PARTICIPATION, replaces=("CRL-1", "CRL-2", "CRL-3"))
    assert "This record replaces CRL-1, CRL-2 and CRL-3, which count no more." in text_of(rendered(replaced))


@each_design
def test_a_logo_is_a_figure_with_its_words_and_comes_first(design: Design) -> None:
    pdf = rendered(dressed(PHYSICIAN, design, logo=LOGO), logo=signature_png(), signature=signature_png())
    root: Any = PdfReader(io.BytesIO(pdf)).root_object
    elements = [one.get_object() for one in root["/StructTreeRoot"]["/K"][0].get_object()["/K"]]
    figures = [str(one["/Alt"]) for one in elements if one["/S"] == "/Figure"]
    assert figures == [LOGO.alt, "Signature of Ruth Okafor", f"QR code for checking number {PHYSICIAN.number}"]
    assert Counter(str(one["/S"]) for one in elements)["/H1"] == 1
    assert read_certificate(pdf).images == 2


def test_a_picture_that_the_template_does_not_name_is_not_printed() -> None:
    assert read_certificate(rendered(dressed(PHYSICIAN, Design.MODERN), logo=signature_png())).images == 0
    assert read_certificate(rendered(PHYSICIAN, logo=signature_png())).images == 0


def test_a_logo_that_cannot_be_used_is_a_problem_that_names_it() -> None:
    with pytest.raises(PictureUnusable, match="The picture of the provider's logo"):
        rendered(dressed(PHYSICIAN, Design.PLAIN, logo=LOGO), logo=b"no picture")


@each_design
@pytest.mark.parametrize("shape", [(4000, 40), (40, 4000), (3, 3)])
def test_a_logo_of_any_shape_finds_its_place(design: Design, shape: tuple[int, int]) -> None:
    out = io.BytesIO()
    Image.new("RGB", shape, "teal").save(out, "PNG")
    assert read_certificate(rendered(dressed(LONG, design, logo=LOGO), logo=out.getvalue())).images == 1


@pytest.mark.parametrize("written", ["", "red", "#12345", "#1234567", "#12345g", "0b6b5d"])
def test_an_accent_that_is_none_is_navy(written: str) -> None:
    assert accent_of(CertificateTemplate(accent=written)) == NAVY
    assert accent_of(None) == NAVY


@pytest.mark.parametrize("design", [Design.CLASSIC, Design.MODERN])
def test_the_accent_is_on_the_page(design: Design) -> None:
    assert accent_of(CertificateTemplate(accent="#0B6b5d")) == (11, 107, 93)
    page = PdfReader(io.BytesIO(rendered(dressed(PHYSICIAN, design, accent="#0B6b5d")))).pages[0]
    content = page.get_contents()
    assert content is not None
    assert b"0.043 0.420 0.365" in content.get_data()


@each_design
def test_the_plain_page_alone_is_black_on_white(design: Design) -> None:
    page = PdfReader(io.BytesIO(rendered(dressed(PHYSICIAN, design, accent="#0B6b5d")))).pages[0]
    content = page.get_contents()
    assert content is not None
    assert (b"0.043 0.420 0.365" in content.get_data()) is (design is not Design.PLAIN)


@each_design
def test_the_same_facts_give_the_same_bytes_in_every_design(design: Design) -> None:
    facts = dressed(WITH_ALL, design, logo=LOGO, accent="#5a2d82")
    assert rendered(facts, logo=signature_png()) == rendered(facts, logo=signature_png())


@each_design
def test_texts_that_do_not_fit_or_cannot_be_printed_are_known_before_anything_is_issued(design: Design) -> None:
    require_printable(dressed(LONG, design, logo=LOGO), fonts=FONTS)
    with pytest.raises(TooMuchText):
        require_printable(dressed(replace(PHYSICIAN, accreditation_statement="Sleep " * 1700), design), fonts=FONTS)
    with pytest.raises(NoGlyph, match="The note of the template"):
        require_printable(dressed(PHYSICIAN, design, note="Sleep 🙂"), fonts=FONTS)


@needs_poppler
@each_paper
@each_design
def test_where_nobody_signs_the_number_stands_at_the_left_but_beside_the_code_in_the_tinted_side(
    design: Design, size: PaperSize, tmp_path: Path
) -> None:
    facts = dressed(replace(PHYSICIAN, signatory="", signatory_title="", signature=None), design, size)
    left = number_left(rendered(facts), tmp_path)
    signed = number_left(rendered(dressed(PHYSICIAN, design, size)), tmp_path)
    assert left == signed if design is Design.MODERN else left < 70 < signed


def number_left(pdf: bytes, folder: Path) -> float:
    found = re.search(rf'<word xMin="([\d.]+)"[^>]*>{PHYSICIAN.number}<', poppler_text(pdf, folder, "-bbox"))
    assert found is not None
    return float(found[1])


@needs_poppler
@each_paper
@each_design
def test_long_statements_are_still_read_with_ease(design: Design, size: PaperSize, tmp_path: Path) -> None:
    statement = "Example Medical College is jointly accredited to provide education for the health care team. " * 7
    facts = dressed(replace(PHYSICIAN, accreditation_statement=statement.strip()), design, size, logo=LOGO)
    sizes = type_sizes(rendered(facts, logo=signature_png()))
    assert min(sizes) >= 6.5


def type_sizes(pdf: bytes) -> list[float]:
    content = PdfReader(io.BytesIO(pdf)).pages[0].get_contents()
    assert content is not None
    return [float(size) for size in re.findall(rb"/F\d+ ([\d.]+) Tf", content.get_data())]


def test_small_print_holds_its_size_longer_than_all_else() -> None:
    held, other = Look(largest=9, smallest=5, holds=6.5), Look(largest=9, smallest=5)
    sizes = [held.size(step / 20) for step in range(22)]
    assert sizes == sorted(sizes, reverse=True)
    assert (held.size(0), held.size(HELD), held.size(1)) == (9, 6.5, 5)
    assert other.size(HELD) < 6.5


def test_the_longer_of_two_statements_has_the_wider_column_unless_both_are_short() -> None:
    def widths(first: str, second: str) -> list[float]:
        texts = wording(replace(PHYSICIAN, accreditation_statement=first, designation_statement=(Run(text=second),)))
        return column_widths(texts.statements, 500, gap=20)

    assert widths("a" * 100, "b" * 110) == [240, 240]
    assert widths("a" * 140, "b" * 60) == [240, 240]
    assert widths("a" * 700, "b" * 300) == [480 * MOST, 480 * (1 - MOST)]
    wide, narrow = widths("a" * 625, "b" * 375)
    assert narrow < wide < 480 * MOST


@pytest.mark.parametrize(
    ("design", "part", "text", "cut"),
    [
        (modern.lay, Part.NAME, "Ana María Núñez, MD", Cut.SANS_BOLD),
        (modern.lay, Part.NAME, "Dr. 王小明 (Wáng), MD", Cut.SANS),
        (classic.lay, Part.TITLE, "Sleep and Waking, 睡眠", Cut.SERIF_BOLD),
        (classic.lay, Part.TITLE, "交代勤務と睡眠障害（2024年版）", Cut.SERIF),
        (plain.lay, Part.TITLE, "交代勤務と睡眠障害（2024年版）", Cut.SERIF),
        (modern.lay, Part.TITLE, "اضطرابات النوم 2024", Cut.SANS),
    ],
)
def test_what_cannot_be_bold_is_not_half_bold(design: Lay, part: Part, text: str, cut: Cut) -> None:
    facts = replace(PHYSICIAN, name=text) if part is Part.NAME else replace(PHYSICIAN, title=text)
    composer = Composer(typefaces(FONTS))
    page = design(wording(facts), Ground(paper=PAPERS[PaperSize.A4], composer=composer, accent=NAVY, logo=None), 0)
    assert isinstance(page, Classic | Modern | Plain)
    assert {piece.cut for one in page.upper if one.text.part is part for piece in one.text.pieces} == {cut}
