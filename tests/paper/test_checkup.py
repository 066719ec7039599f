"""The printed report of a check-up: everything said, tagged, on as many pages as it takes, whatever the texts are."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from player.domain.checkup.fact_words import fact_rows
from player.domain.checkup.report import CheckUp
from player.domain.checkup.wording import details, overall, set_aside
from player.domain.requirement import Verdict
from player.paper.checkup import FOOT, MARGIN, WIDTH, render_check_up
from player.paper.problems import FontsMissing, NoGlyph
from player.paper.typefaces import REPLACEMENT, clean, lacking, typefaces
from tests.checkups import ASKED_COURSE, FACTS, RULES, check_up, with_fact, with_rules
from tests.paper.samples import FONTS
from tests.paper.structure import elements_of, kinds_in, letters_of, pages_of
from tests.trying import tries

CHECKUP = check_up()
MANY = tuple(f"Rule {number} asks for more memory than there is" for number in range(60))
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")


def rendered(checkup: CheckUp = CHECKUP) -> bytes:
    return render_check_up(checkup, fonts=FONTS)


def test_the_pages_say_what_the_check_up_says() -> None:
    letters = letters_of(rendered())
    said = [CHECKUP.id, "2026-11-22 01:25 UTC", ASKED_COURSE.title, "202-559-3900", overall(CHECKUP)]
    said += [requirement.text for requirement in RULES]
    said += [one.text for f in CHECKUP.findings if f.verdict is not Verdict.DOES_NOT_APPLY for one in details(f)]
    said += [part for row in fact_rows(CHECKUP.facts) for part in (row.label, row.value, row.how)]
    for text in said:
        assert "".join(text.split()) in letters, text


def test_the_worst_stands_first() -> None:
    text = " ".join(pages_of(rendered()))
    answers = ("Not met", "Cannot tell here", "Met at the minimum", "Adobe Acrobat Reader", "Does not apply here")
    places = [text.index(word, text.index("Minimum")) for word in answers]
    assert places == sorted(places)


def test_every_page_bears_the_identifier_and_its_number() -> None:
    pages = pages_of(rendered(check_up(course=with_rules(*MANY))))
    assert len(pages) > 3
    for number, text in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in text
    identifiers = {re.search(r"Carrel check-up ([0-9A-Z]{4}-[0-9A-Z]{4})", text)[1] for text in pages}  # pyright: ignore[reportOptionalSubscript]
    assert identifiers == {check_up(course=with_rules(*MANY)).id}


def test_the_same_check_up_gives_the_same_bytes() -> None:
    assert rendered() == rendered(check_up())


def test_another_process_writes_the_same_bytes() -> None:
    code = (
        "import sys; from tests.checkups import check_up; from tests.paper.samples import FONTS; "
        "from player.paper.checkup import render_check_up; "
        "sys.stdout.buffer.write(render_check_up(check_up(), fonts=FONTS))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    other = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, env=environment)
    assert other.stdout == rendered()


def test_the_structure_has_headings_lists_and_a_table() -> None:
    elements = list(elements_of(rendered()))
    kinds = Counter(str(element["/S"]) for element in elements)
    assert kinds["/H1"] == kinds["/Table"] == 1
    # Minimum, recommended, where marked; what does not apply (all that is best with some browser), and the facts.
    assert kinds["/H2"] == 5
    assert kinds["/L"] == 3 + len(set_aside(CHECKUP.findings))


def test_each_answer_is_an_item_of_a_list_with_its_word_as_label() -> None:
    items = [element for element in elements_of(rendered()) if element["/S"] == "/LI"]
    assert len(items) == len(CHECKUP.findings)
    answered = [item for item in items if kinds_in(item) == ["/Lbl", "/LBody"]]
    assert len(answered) == sum(one.verdict is not Verdict.DOES_NOT_APPLY for one in CHECKUP.findings)


def test_each_row_of_the_table_has_its_heading_also_across_pages() -> None:
    pdf = rendered(check_up(facts=(*FACTS, *with_fact("cpu.name", "x" * 6000))))
    rows = [kinds_in(element) for element in elements_of(pdf) if element["/S"] == "/TR"]
    assert rows[0] == ["/TH", "/TH", "/TH"]
    assert len(rows) > 1 + len(CHECKUP.facts)
    assert all(row == ["/TH", "/TD", "/TD"] for row in rows[1:])


def test_every_mark_on_a_page_leads_to_its_element() -> None:
    pdf = rendered(check_up(course=with_rules(*MANY)))
    reader = PdfReader(io.BytesIO(pdf))
    tree = reader.root_object["/StructTreeRoot"]["/ParentTree"]["/Nums"]  # pyright: ignore[reportIndexIssue]
    for page, number, parents in zip(reader.pages, tree[::2], tree[1::2], strict=True):
        drawn = re.findall(rb"<</MCID (\d+)>> BDC", page.get_contents().get_data())  # pyright: ignore[reportOptionalMemberAccess]
        assert page["/StructParents"] == number
        assert [int(mark) for mark in drawn] == list(range(len(parents)))
        for mark, parent in enumerate(parents):
            element = parent.get_object()
            assert element["/K"] == [mark]
            assert element.raw_get("/Pg") == page.indirect_reference


def test_all_fonts_are_embedded() -> None:
    texts = ("متطلبات النظام", "זיכרון", "स्मृति", "หน่วยความจำ")
    for page in PdfReader(io.BytesIO(rendered(check_up(course=with_rules(*texts))))).pages:
        for font in page["/Resources"]["/Font"].values():  # pyright: ignore[reportIndexIssue]
            descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def test_the_course_s_words_are_in_the_course_s_language() -> None:
    course = replace(with_rules("Mindestens 4 GB Arbeitsspeicher"), language="de")
    spoken = [str(element["/S"]) for element in elements_of(rendered(check_up(course=course))) if "/Lang" in element]
    assert spoken.count("/P") == 2  # the rule, and the course's title


def test_a_letter_that_no_font_has_is_replaced_where_a_certificate_is_refused() -> None:
    text = "\U0001f5a5 needed"
    with pytest.raises(NoGlyph):
        typefaces(FONTS).require(text, "here")
    assert f"{REPLACEMENT}needed" in letters_of(rendered(check_up(course=with_rules(text))))


@pytest.mark.parametrize(
    "text", ["", "\x1b[31m\x07", "\ud800", "\u202eevil", "x" * 9000, "word " * 4000, "e\u0301" * 500]
)
def test_no_text_keeps_the_report_from_coming_out(text: str) -> None:
    checkup = check_up(course=with_rules(text), facts=with_fact("cpu.name", text, text))
    assert checkup.id in PdfReader(io.BytesIO(rendered(checkup))).pages[0].extract_text()


@settings(max_examples=tries(25), deadline=None)
@given(st.text(st.characters(codec=None), max_size=60))
def test_texts_of_any_script_can_be_printed(text: str) -> None:
    course = replace(with_rules(text), title=text)
    assert rendered(check_up(course=course, facts=with_fact("cpu.name", text, text))).startswith(b"%PDF-1.7")


@needs_poppler
@pytest.mark.parametrize(
    "texts", [MANY, ("x" * 9000, "word " * 4000), ("متطلبات النظام " * 60,)], ids=["many", "long", "rtl"]
)
def test_every_word_stands_on_the_paper_and_above_the_foot(texts: tuple[str, ...], tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(rendered(check_up(course=with_rules(*texts), facts=with_fact("cpu.name", "y" * 400))))
    found = subprocess.run(["pdftotext", "-bbox", str(file), "-"], check=True, capture_output=True, text=True).stdout
    boxes = re.findall(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*)<', found)
    assert len(boxes) > 200
    feet = [word for _, top, _, _, word in boxes if float(top) >= FOOT - 8]
    assert len(feet) == 7 * feet.count("Page")  # "Carrel check-up 7K3M-Q2XA", "Page 1 of 3"
    for left, top, right, bottom, word in boxes:
        assert MARGIN - 1 <= float(left) <= float(right) <= WIDTH - MARGIN + 1, word
        assert float(top) >= 40, word
        assert float(bottom) <= FOOT - 8 or float(top) >= FOOT - 8, word


def test_missing_fonts_are_a_problem(tmp_path: Path) -> None:
    with pytest.raises(FontsMissing):
        render_check_up(CHECKUP, fonts=tmp_path)


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("", 0),
        ("Thomas Schäfer-Nguyễn, M.D.", 0),
        ("  محمد   الفارسي ", 0),
        ("Anna \U0001d434\U0001d435", 2),
        ("\u202eAnna\u200b", 0),
        ("e\u0301\u0302", 0),
    ],
)
def test_the_letters_of_a_name_that_cannot_be_printed_are_counted(name: str, count: int) -> None:
    assert lacking(name, fonts=FONTS) == count


@given(st.text(max_size=12))
def test_a_name_lacks_letters_exactly_where_a_certificate_would_be_refused(name: str) -> None:
    refused = False
    try:
        typefaces(FONTS).require(clean(name), "The name")
    except NoGlyph:
        refused = True
    assert (lacking(name, fonts=FONTS) > 0) is refused
