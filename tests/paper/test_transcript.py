"""The printed transcript: everything said, tagged, on as many pages as it takes, and the same bytes each time."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

from player.domain.template import PaperSize
from player.domain.transcript import Entry, Selection, transcript_of
from player.domain.transcript_chart import chart_of
from player.domain.transcript_print import printed_words
from player.paper.problems import FontsMissing, NoGlyph, NotATranscript
from player.paper.seal import signer_of
from player.paper.transcript import is_drawn_as, render_transcript, unsigned_transcript
from player.paper.transcript_pages import FOOT_ROOM, MARGIN
from player.paper.transcript_reading import (
    MOST_BYTES,
    MOST_CONTENT,
    MOST_PAGES,
    MOST_UNPACKED,
    is_transcript,
    read_transcript,
)
from player.paper.typefaces import REPLACEMENT
from player.proof.transcript import number_of, write
from tests.paper.pages import poppler_text
from tests.paper.structure import elements_of, kinds_in, letters_of, pages_of
from tests.paper.transcripts import AMA, DAY, FONTS, KEY, NAME, entry, transcript

EVIDENCE = (("sleep-Ana.completion", b"some evidence"), ("pain-Ana.completion", b"more evidence"))
PAGES = transcript(40)
SIGNED = render_transcript(PAGES, evidence=EVIDENCE, key=KEY, fonts=FONTS)
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")


def one_entry(**changes: Any) -> Entry:
    entry = Entry(day=date(2024, 3, 1), title="Sleep", provider="Somewhere", kind=AMA, amount=Decimal(1))
    return replace(entry, **changes)


def drawn(*entries: Entry, name: str = NAME) -> bytes:
    found = transcript_of(entries, name=name, day=DAY, selection=Selection(), cycles=())
    return unsigned_transcript(found, evidence=(), fonts=FONTS)


def test_the_pages_say_what_the_transcript_says() -> None:
    letters = letters_of(
        unsigned_transcript(transcript(40, titles=("Opioids: Safer Prescribing",)), evidence=(), fonts=FONTS)
    )
    said = [NAME, "All", "November 22, 2026", "32 proven, 8 self-reported", "Example Medical College"]
    said += ["Opioids: Safer Prescribing", "CRL-0000-M9XA-4TZB", "California, 2023–2024", "9.5 counted; 40.5 missing"]
    said += ["AMA PRA Category 1 Credits™", "Jan 5, 2023", "carrel verify FILE", "never added together", "Sum of 2024"]
    for text in said:
        assert "".join(text.split()) in letters, text


def test_what_nobody_vouches_for_is_marked_in_words_with_its_note() -> None:
    text = pages_of(drawn(one_entry(note="certificate on paper")))[0]
    assert "self-reported" in text
    assert "Note by the learner: certificate on paper" in text
    assert "Nobody vouches for it" in text


def test_other_names_on_the_certificates_are_printed() -> None:
    found = transcript_of((), name=NAME, day=DAY, selection=Selection(), cycles=(), issued_to=(NAME, "Ana Núñez"))
    text = pages_of(unsigned_transcript(found, evidence=(), fonts=FONTS))[0]
    assert "Other names Ana Núñez (on certificates listed here)" in text


def test_without_entries_it_says_so_and_draws_no_table() -> None:
    pdf = unsigned_transcript(transcript(0), evidence=(), fonts=FONTS)
    assert "No credit matches what was chosen." in pages_of(pdf)[0]
    assert not [element for element in elements_of(pdf) if element["/S"] in ("/Table", "/Figure")]


def test_every_page_bears_number_name_and_its_own_number() -> None:
    pages = pages_of(SIGNED)
    number = number_of(write(PAGES))
    assert len(pages) > 3
    for place, text in enumerate(pages, start=1):
        assert f"Credit Transcript {number} · {NAME} Page {place} of {len(pages)}" in text


def test_the_same_transcript_gives_the_same_bytes() -> None:
    assert render_transcript(transcript(40), evidence=EVIDENCE, key=KEY, fonts=FONTS) == SIGNED


def test_another_process_signs_the_same_bytes_at_another_time() -> None:
    code = (
        "import sys; from tests.paper.test_transcript import SIGNED; sys.stdout.buffer.write(SIGNED)"  # made anew there
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    other = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, env=environment)
    assert other.stdout == SIGNED


def test_the_unsigned_document_is_the_beginning_of_the_signed_one() -> None:
    assert SIGNED.startswith(unsigned_transcript(PAGES, evidence=EVIDENCE, fonts=FONTS))
    assert signer_of(SIGNED) == KEY.public


def test_a_table_has_headings_and_each_row_says_what_it_is_about() -> None:
    elements = list(elements_of(SIGNED))
    kinds = Counter(str(element["/S"]) for element in elements)
    assert kinds["/H1"] == 1
    assert kinds["/Figure"] == 1
    # Totals, two cycles, four years, providers.
    assert kinds["/Table"] == 8
    rows = [element for element in elements if element["/S"] == "/TR"]
    for row in rows:
        heads = [cell.get_object() for cell in row["/K"] if cell.get_object()["/S"] == "/TH"]
        scopes = {str(head["/A"]["/Scope"]) for head in heads}
        assert scopes == ({"/Column"} if len(heads) == len(row["/K"]) else {"/Row"})
    entries = [row for row in rows if kinds_in(row) == ["/TD", "/TH", "/TD", "/TD", "/TD", "/TD"]]
    assert len(entries) == len(PAGES.entries)


def test_every_row_of_a_table_is_as_wide_as_the_table() -> None:
    for table in (element for element in elements_of(SIGNED) if element["/S"] == "/Table"):
        widths = set[int]()
        for row in table["/K"]:
            cells = [cell.get_object() for cell in row.get_object()["/K"]]
            widths.add(sum(int(cell.get("/A", {}).get("/ColSpan", 1)) for cell in cells))
        assert len(widths) == 1


def test_the_chart_is_told_in_full_to_whoever_does_not_see_it() -> None:
    chart = chart_of(PAGES)
    assert chart is not None
    (figure,) = [element for element in elements_of(SIGNED) if element["/S"] == "/Figure"]
    assert figure["/Alt"] == chart.alternative
    assert "2023: 6.25 proven" in chart.alternative
    assert len(figure["/A"]["/BBox"]) == 4


def test_every_mark_on_a_page_leads_to_its_element() -> None:
    reader = PdfReader(io.BytesIO(unsigned_transcript(PAGES, evidence=(), fonts=FONTS)))
    tree = reader.root_object["/StructTreeRoot"]["/ParentTree"]["/Nums"]  # pyright: ignore[reportIndexIssue]
    for page, number, parents in zip(reader.pages, tree[::2], tree[1::2], strict=True):
        marks = re.findall(rb"<</MCID (\d+)>> BDC", page.get_contents().get_data())  # pyright: ignore[reportOptionalMemberAccess]
        assert page["/StructParents"] == number
        assert [int(mark) for mark in marks] == list(range(len(parents)))
        for mark, parent in enumerate(parents):
            element = parent.get_object()
            assert element["/K"] == [mark]
            assert element.raw_get("/Pg") == page.indirect_reference


def test_data_and_evidence_are_inside_under_their_names() -> None:
    read = read_transcript(SIGNED)
    assert (read.intact, read.signer, read.overlaid) == (True, KEY.public, 0)
    assert read.contents == write(PAGES)
    assert read.evidence == EVIDENCE
    assert json.loads(read.contents or b"")["name"] == NAME
    assert is_transcript(SIGNED)


def test_evidence_of_one_name_is_told_apart() -> None:
    doubled = (("a.completion", b"1"), ("a.completion", b"2"), ("a.completion", b"3"))
    read = read_transcript(unsigned_transcript(transcript(0), evidence=doubled, fonts=FONTS))
    assert read.evidence == (("a.completion", b"1"), ("a-2.completion", b"2"), ("a-3.completion", b"3"))


@pytest.mark.parametrize("paper", list(PaperSize))
def test_it_is_upright_on_either_paper(paper: PaperSize) -> None:
    pdf = render_transcript(PAGES, evidence=EVIDENCE, key=KEY, fonts=FONTS, paper=paper)
    box = PdfReader(io.BytesIO(pdf)).pages[-1].mediabox
    assert (round(box.width), round(box.height)) == ((612, 792) if paper is PaperSize.LETTER else (595, 842))
    assert is_drawn_as(pdf, PAGES, evidence=EVIDENCE, fonts=FONTS)
    assert not is_drawn_as(pdf, transcript(39), evidence=EVIDENCE, fonts=FONTS)
    assert not is_drawn_as(pdf, PAGES, evidence=(), fonts=FONTS)


def test_a_letter_that_no_font_has_is_replaced_in_a_title_and_refused_in_the_name() -> None:
    unknown = "\U0001f5a5"
    pdf = drawn(one_entry(title=f"{unknown} needed", note=unknown, provider=unknown, kind=unknown))
    assert f"{REPLACEMENT}needed" in letters_of(pdf)
    with pytest.raises(NoGlyph, match="The name"):
        drawn(name=f"Ana {unknown}")


def test_missing_fonts_are_a_problem(tmp_path: Path) -> None:
    with pytest.raises(FontsMissing):
        unsigned_transcript(PAGES, evidence=(), fonts=tmp_path)


@pytest.mark.parametrize("text", ["", "\x1b[31m\x07", "\u202eevil", "x" * 3000, "word " * 600, "e\u0301" * 500])
def test_no_text_keeps_the_transcript_from_coming_out(text: str) -> None:
    pdf = drawn(one_entry(title=text, provider=text, kind=text, note=text), one_entry(kind=text))
    assert "Page 1 of" in pages_of(pdf)[0]


@settings(max_examples=15, deadline=None)
@given(st.text(st.characters(categories=("L", "M", "N", "P", "S", "Z")), max_size=40), st.integers(0, 999))
def test_texts_of_any_script_are_printed_letter_by_letter(text: str, amount: int) -> None:
    entries = (one_entry(title=text, amount=Decimal(amount) / 4), one_entry(provider=text, day=date(2023, 1, 1)))
    found = transcript_of(entries, name=NAME, day=DAY, selection=Selection(), cycles=())
    pdf = unsigned_transcript(found, evidence=(), fonts=FONTS)
    words = "".join(printed_words(found, number=number_of(write(found)), pages=len(pages_of(pdf))))
    digits = Counter(c for c in words if c in "0123456789")
    assert Counter(c for c in letters_of(pdf) if c in "0123456789") == digits


@needs_poppler
@pytest.mark.parametrize("count", [3, 40])
@pytest.mark.parametrize("paper", list(PaperSize))
def test_every_word_stands_on_the_paper_and_above_the_foot(count: int, paper: PaperSize, tmp_path: Path) -> None:
    file = tmp_path / "transcript.pdf"
    titles = ("x" * 300, "word " * 40, "التعامل مع اضطرابات النوم " * 6)
    pages = transcript(count, titles=titles, kinds=("long credit type " * 4, AMA, "y" * 60, "b", "c", "d", "e"))
    file.write_bytes(unsigned_transcript(pages, evidence=(), fonts=FONTS, paper=paper))
    width, height = (612, 792) if paper is PaperSize.LETTER else (595.28, 841.89)
    foot = height - FOOT_ROOM
    found = subprocess.run(["pdftotext", "-bbox", str(file), "-"], check=True, capture_output=True, text=True).stdout
    boxes = re.findall(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*)<', found)
    assert len(boxes) > 100
    for left, top, right, bottom, word in boxes:
        assert MARGIN - 1 <= float(left) <= float(right) <= width - MARGIN + 1, word
        assert float(top) >= 40, word
        assert float(bottom) <= foot + 1 or float(top) >= foot + 8, word


def test_a_small_file_that_unpacks_to_more_than_any_transcript_is_refused() -> None:
    bombs = tuple((f"{place}.completion", bytes(MOST_UNPACKED // 2 + 1)) for place in range(2))
    pdf = unsigned_transcript(transcript(0), evidence=bombs, fonts=FONTS)
    assert len(pdf) < 1 << 20
    with pytest.raises(NotATranscript, match="attached"):
        read_transcript(pdf)


@pytest.mark.parametrize(("pages", "drawn"), [(0, b""), (MOST_PAGES + 1, b""), (2, b" " * (MOST_CONTENT // 2 + 1))])
def test_more_pages_or_drawing_than_anybody_reads_are_refused(pages: int, drawn: bytes) -> None:
    writer, out = PdfWriter(), io.BytesIO()
    content = DecodedStreamObject()
    content.set_data(drawn)
    packed = writer._add_object(content.flate_encode())
    for _ in range(pages):
        writer.add_blank_page(612, 792)[NameObject("/Contents")] = packed
    writer.write(out)
    assert len(out.getvalue()) < 1 << 20
    with pytest.raises(NotATranscript, match="pages"):
        read_transcript(out.getvalue())


def test_what_is_no_transcript_is_a_problem() -> None:
    for data in (b"", b"PK", b"%PDF-1.7 and nothing more", SIGNED[:5000], b"%PDF-" + b" " * MOST_BYTES):
        with pytest.raises(NotATranscript):
            read_transcript(data)


def test_a_file_that_was_changed_is_not_intact() -> None:
    for place in range(len(SIGNED) // 5, len(SIGNED), len(SIGNED) // 5):
        changed = bytearray(SIGNED)
        changed[place] ^= 1
        try:
            assert not read_transcript(bytes(changed)).intact
        except NotATranscript:
            continue


@needs_poppler
@pytest.mark.parametrize("paper", list(PaperSize))
def test_neither_a_number_nor_the_name_of_a_credit_is_broken(paper: PaperSize, tmp_path: Path) -> None:
    numbers = [f"CRL-{letters}-M9XA-4TZB" for letters in ("1111", "MWWM", "WWWW")]
    entries = [replace(entry(0), number=number) for number in numbers]
    told = transcript_of(entries, name=NAME, day=DAY, selection=Selection(), cycles=())
    text = poppler_text(unsigned_transcript(told, evidence=(), fonts=FONTS, paper=paper), tmp_path, "-layout")
    assert all(number in text for number in numbers)
    assert text.count(AMA) > len(numbers)
