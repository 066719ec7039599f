from __future__ import annotations

import io
import os
import subprocess
import sys
import unicodedata
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from player.domain.certificate import RECORD, CertificateFacts, Run
from player.paper.certificate import ENROLMENT_NAME, render_certificate
from player.paper.problems import FontsMissing, NoGlyph, PictureUnusable, TooMuchText
from player.paper.reading import read_certificate
from tests.paper.samples import (
    CREDIT,
    EVIDENCE,
    EVIDENCE_NAME,
    LONG,
    NUMBER,
    PHYSICIAN,
    RECORD_OF_PARTICIPATION,
    SPECIMEN,
    TOKEN,
    job,
    rendered,
    signature_png,
)


def text_of(pdf: bytes) -> str:
    return " ".join(read_certificate(pdf).text.split())


def root_of(pdf: bytes) -> Any:
    return PdfReader(io.BytesIO(pdf)).root_object


def page_of(pdf: bytes) -> Any:
    return PdfReader(io.BytesIO(pdf)).pages[0]


def elements_of(pdf: bytes) -> list[Any]:
    return [element.get_object() for element in root_of(pdf)["/StructTreeRoot"]["/K"][0].get_object()["/K"]]


def test_the_page_says_what_the_facts_say() -> None:
    text = text_of(rendered(PHYSICIAN))
    for said in (
        PHYSICIAN.heading,
        "This certifies that",
        PHYSICIAN.name,
        f"is awarded 0.75 {CREDIT}™.",
        PHYSICIAN.title,
        "Learning format Enduring material",
        "Completion date January 5, 2024",
        PHYSICIAN.provider,
        PHYSICIAN.provider_address,
        PHYSICIAN.accreditation_statement,
        f"for a maximum of 1.5 {CREDIT}s™.",
        PHYSICIAN.signatory,
        PHYSICIAN.signatory_title,
        f"Certificate number {NUMBER}",
        "carrel verify FILE",
    ):
        assert said in text


def test_absent_facts_leave_nothing_behind() -> None:
    bare = replace(
        PHYSICIAN,
        place="",
        provider_address="",
        accreditation_statement="",
        designation_statement=(),
        learning_format="",
        date="",
        signatory="",
        signatory_title="",
        signature=None,
    )
    text = text_of(rendered(bare))
    for label in ("Place", "Learning format", "Completion date", "Accreditation", "designation", "None"):
        assert label not in text
    assert PHYSICIAN.title in text


def test_a_place_is_shown_where_there_was_one() -> None:
    assert "Place Chicago, Illinois" in text_of(rendered(replace(PHYSICIAN, place="Chicago, Illinois")))


def test_a_record_certifies_nothing_and_says_so() -> None:
    text = text_of(rendered(RECORD_OF_PARTICIPATION))
    assert RECORD in text
    assert "This records that" in text
    assert f"Record number {NUMBER}" in text
    assert "certif" not in text.lower()
    assert "0.75" not in text


def test_a_specimen_says_so_in_words_and_across_the_page() -> None:
    pdf = rendered(SPECIMEN)
    assert "Specimen: gives no credit" in text_of(pdf)
    assert "SPECIMEN" in text_of(pdf)
    assert b"(specimen)" in root_of(pdf)["/Metadata"].get_object().get_data()
    assert "specimen" not in text_of(rendered(PHYSICIAN)).lower()


def test_the_credit_phrase_alone_is_in_italics() -> None:
    upright, italic = "", ""

    def collect(text: str, _cm: object, _tm: object, font: Any, _size: float) -> None:
        nonlocal upright, italic
        name = str(font["/BaseFont"]) if font else ""
        if name.endswith("NotoSans-Italic"):
            italic += text
        else:
            upright += text

    page_of(rendered(PHYSICIAN)).extract_text(visitor_text=collect)
    assert italic == f"{CREDIT}{CREDIT}s"
    assert CREDIT not in upright


@pytest.mark.parametrize("facts", [PHYSICIAN, RECORD_OF_PARTICIPATION, LONG], ids=["physician", "record", "long"])
def test_the_same_facts_give_the_same_bytes(facts: CertificateFacts) -> None:
    assert rendered(facts, signature=signature_png()) == rendered(facts, signature=signature_png())


def test_another_process_writes_the_same_bytes() -> None:
    code = (
        "import sys; from tests.paper.samples import *; "
        "sys.stdout.buffer.write(rendered(PHYSICIAN, signature=signature_png()))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    other = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, env=environment)
    assert other.stdout == rendered(PHYSICIAN, signature=signature_png())


def test_nothing_of_a_long_text_is_cut_off() -> None:
    text = "".join(text_of(rendered(LONG)).split())
    for said in (LONG.name, LONG.title, LONG.accreditation_statement, LONG.place, LONG.signatory_title):
        assert "".join(said.split()) in text


def test_texts_beyond_all_measure_are_a_problem_that_names_them() -> None:
    with pytest.raises(TooMuchText) as caught:
        rendered(replace(PHYSICIAN, accreditation_statement="So much to say. " * 700))
    assert "The accreditation statement" in caught.value.what


def test_one_endless_word_is_broken() -> None:
    word = "Pneumonoultramicroscopicsilicovolcanoconiosis" * 4
    assert word in "".join(text_of(rendered(replace(PHYSICIAN, title=word))).split())


@pytest.mark.parametrize(
    "name",
    [
        "Thomas Schäfer-Nguyễn",
        "Ελένη Παπαδοπούλου",
        "Юлия Щербакова",
        "د. محمد عبد الرحمن, MD",
        "יעל כהן־לוי, PhD",
        "प्रिया क्षत्रिय",
        "অনন্যা চট্টোপাধ্যায়",
        "தமிழ்ச்செல்வி",
        "สมชาย ใจดี",
        "გიორგი მაისურაძე",
        "Արամ Խաչատրյան",
        "ዶ/ር አበበ በቀለ",
        "مُحَمَّد عَبْدُ اللّٰه",
        "J̌ón Ạ́gústsson",
    ],
)
def test_names_of_the_world_are_printed_and_can_be_read_back(name: str) -> None:
    text = text_of(rendered(replace(PHYSICIAN, name=name)))
    assert not letters(name) - letters(text)


def letters(text: str) -> Counter[str]:
    """As a multiset: right-to-left text is read back in the order in which it is seen."""
    return Counter(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c)[0] in "LMN")


@pytest.mark.parametrize(
    ("name", "named"), [("Ann 🙂 Lee", "U+1F642"), ("Ꮳ Lee", "CHEROKEE LETTER TSA"), ("Ann\aLee", "U+0007")]
)
def test_a_letter_that_no_font_has_is_named_and_nothing_is_printed(name: str, named: str) -> None:
    with pytest.raises(NoGlyph) as caught:
        rendered(replace(PHYSICIAN, name=name))
    assert named in caught.value.what
    assert caught.value.what.removeprefix("No installed font can print a character of the document. ").startswith(
        "The name: "
    )


def test_the_problem_says_which_text_has_the_letter() -> None:
    with pytest.raises(NoGlyph, match="The title of the activity"):
        rendered(replace(PHYSICIAN, title="Sleep 🙂"))


def test_marks_that_turn_text_round_cannot_disguise_a_name() -> None:
    disguised = replace(PHYSICIAN, name="Ana \u202eDM\u202c\u200b Núñez")
    assert "Ana DM Núñez" in text_of(rendered(disguised))


def test_the_evidence_is_inside_with_its_name_and_relation() -> None:
    pdf = rendered(PHYSICIAN)
    reader = PdfReader(io.BytesIO(pdf))
    assert {name: list(files) for name, files in reader.attachments.items()} == {EVIDENCE_NAME: [EVIDENCE]}
    assert root_of(pdf)["/AF"][0].get_object()["/AFRelationship"] == "/Data"


def test_the_provider_s_word_on_the_device_is_inside_too_and_read_back() -> None:
    pdf = rendered(PHYSICIAN, enrolment=b'{"word": "of the provider"}')
    kinds = [str(one.get_object()["/EF"]["/F"]["/Subtype"]) for one in root_of(pdf)["/AF"]]
    read = read_certificate(pdf)
    assert PdfReader(io.BytesIO(pdf)).attachments[ENROLMENT_NAME] == [b'{"word": "of the provider"}']
    assert kinds == ["/application/octet-stream", "/application/json"]
    assert (read.evidence, read.enrolment) == (EVIDENCE, b'{"word": "of the provider"}')
    assert read_certificate(rendered(PHYSICIAN)).enrolment is None


def test_of_two_words_on_the_device_none_is_taken() -> None:
    writer = PdfWriter(clone_from=io.BytesIO(rendered(PHYSICIAN, enrolment=b"{}")))
    writer.add_attachment("another.enrolment.json", b"{}")
    out = io.BytesIO()
    writer.write(out)
    assert read_certificate(out.getvalue()).enrolment is None


def test_the_document_is_tagged_for_those_who_do_not_see_it() -> None:
    pdf = rendered(PHYSICIAN, signature=signature_png())
    root = root_of(pdf)
    kinds = Counter(str(element["/S"]) for element in elements_of(pdf))
    assert kinds["/H1"] == 1
    assert kinds["/P"] >= 15
    assert [element["/Alt"] for element in elements_of(pdf) if element["/S"] == "/Figure"] == [
        "Signature of Ruth Okafor",
        f"QR code for checking number {NUMBER}",
    ]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_the_course_s_words_are_marked_with_its_language() -> None:
    german = replace(PHYSICIAN, language="de-AT", title="Schlaf nach Schichtarbeit")
    languages = Counter(str(element.get("/Lang")) for element in elements_of(rendered(german)))
    assert languages["de-AT"] >= 6
    assert languages["None"] >= 6
    assert all("/Lang" not in element for element in elements_of(rendered(replace(PHYSICIAN, language="klingon?"))))


def test_the_metadata_name_title_number_token_and_standards() -> None:
    pdf = rendered(replace(PHYSICIAN, title="Sleep & <Work>"))
    packet = root_of(pdf)["/Metadata"].get_object().get_data().decode()
    for said in (
        "Sleep &amp; &lt;Work&gt;",
        f"<dc:identifier>{NUMBER}</dc:identifier>",
        "<xmp:CreateDate>2024-01-06T03:12:00+00:00</xmp:CreateDate>",
        "<pdfaid:part>3</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
    ):
        assert said in packet
    assert read_certificate(pdf).token == TOKEN


def test_every_font_is_inside_and_only_a_part_of_it() -> None:
    pdf = rendered(PHYSICIAN)
    fonts = page_of(pdf)["/Resources"]["/Font"]
    for font in fonts.values():
        descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert 1_000 < len(descriptor["/FontFile2"].get_data()) < 60_000
    assert len(pdf) < 60_000


@pytest.mark.parametrize("mode", ["RGBA", "RGB", "L", "P"])
def test_any_usual_picture_of_a_signature_is_printed(mode: str) -> None:
    png = signature_png()
    if mode != "RGBA":
        out = io.BytesIO()
        Image.open(io.BytesIO(signature_png(mode="RGB"))).convert(mode).save(out, "PNG")
        png = out.getvalue()
    assert len(page_of(rendered(PHYSICIAN, signature=png)).images) == 1


def test_a_picture_that_cannot_be_used_is_a_problem() -> None:
    huge = io.BytesIO()
    Image.new("1", (9000, 9000)).save(huge, "PNG")
    for picture in (b"no picture", signature_png()[:60], huge.getvalue(), b"<svg xmlns='x'/>"):
        with pytest.raises(PictureUnusable):
            rendered(PHYSICIAN, signature=picture)


def test_without_its_fonts_nothing_is_printed(tmp_path: Path) -> None:
    with pytest.raises(FontsMissing):
        render_certificate(job(PHYSICIAN), fonts=tmp_path)


def test_runs_keep_the_spaces_at_their_seams() -> None:
    sentence = (Run(text="is  awarded "), Run(text="1"), Run(text=" "), Run(text=CREDIT, italic=True), Run(text="™."))
    assert f"is awarded 1 {CREDIT}™." in text_of(rendered(replace(PHYSICIAN, sentence=sentence)))
