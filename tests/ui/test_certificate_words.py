"""What the certificate page says: all that is on the sheet, for who cannot see it, and what a verification found."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from fpdf import FPDF
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrinter

from player.desk.judged import Verified
from player.domain.certificate import CertificateFacts, Run
from player.domain.credit import Document
from player.domain.learner import Profession
from player.domain.template import CertificateTemplate
from player.paper.wording import Part, wording
from player.ui.certificate.words import lines, listed, verdict_message
from player.ui.printing import draw, layout_of, open_pdf
from player.ui.widgets.tone import Tone
from tests.builders import COURSE
from tests.ui.fake_host import FakeDesk

TEMPLATE = CertificateTemplate(cme_heading="Diploma of Learning", lead="Let it be known that", note="Keep it.")
OWN_OF_THE_SHEET = (Part.NOTE, Part.NUMBER_LABEL, Part.SPECIMEN)
"""How to check it, and labels that the page words in its own way."""


@pytest.fixture
def facts(tmp_path: Path) -> CertificateFacts:
    desk = FakeDesk(tmp_path, courses=(replace(COURSE, certificate=TEMPLATE),))
    desk.finish(desk.signed[0])
    desk.journey(desk.signed[0]).claim("ama", amount=Decimal("0.75"), profession=Profession.PHYSICIAN)
    desk.documents.issue(desk.signed[0], "ama")
    return replace(
        desk.documents.facts(desk.signed[0], "ama"),
        also=((Run(text="0.5 "), Run(text="MOC point", italic=True), Run(text=", number CRL-1")),),
        replaces=("CRL-2", "CRL-3"),
        place="Springfield",
    )


def said(facts: CertificateFacts) -> str:
    return "\n".join("".join(text for text, _ in runs) for _, runs in lines(facts))


def letters(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip()


@pytest.mark.parametrize("document", list(Document))
def test_all_that_the_sheet_says_is_said_in_words(facts: CertificateFacts, document: Document) -> None:
    facts = replace(facts, document=document)
    words = letters(said(facts))
    told = [text for text in wording(facts).texts() if text.part not in OWN_OF_THE_SHEET]
    missing = [text.said for text in told if text.part is not Part.REPLACES and letters(text.said) not in words]
    assert missing == []
    assert "It replaces CRL-2 and CRL-3, which count no more." in said(facts)
    assert f"Issued: {facts.issued:%Y-%m-%d}" in said(facts)


def test_a_specimen_says_so_and_what_is_absent_leaves_no_line(facts: CertificateFacts) -> None:
    assert "A specimen: it gives no credit." in said(replace(facts, specimen=True))
    bare = replace(facts, also=(), replaces=(), place="", sessions=(), designation_statement=(), template=None)
    for label in ("Also", "replaces", "Place", "Sessions", "Credit designation", "Keep it."):
        assert label not in said(bare)


def test_what_a_verification_found_of_the_page_is_said(tmp_path: Path) -> None:
    desk = FakeDesk(tmp_path)
    desk.finish(desk.signed[0])
    desk.journey(desk.signed[0]).claim("ama", amount=Decimal("0.75"), profession=Profession.PHYSICIAN)
    verified: Verified = desk.verify(desk.documents.issue(desk.signed[0], "ama"))
    assert "cannot be compared here" in verdict_message(verified).meaning
    assert "drawn exactly as" in verdict_message(replace(verified, drawn=True)).meaning
    doubtful = verdict_message(replace(verified, drawn=False))
    assert (doubtful.tone, "not drawn as Carrel draws it" in doubtful.meaning) == (Tone.CAUTION, True)


def test_numbers_are_listed_as_people_list_them() -> None:
    assert [listed(("A", "B", "C")[:count]) for count in (0, 1, 2, 3)] == ["", "A", "A and B", "A, B and C"]


def test_each_page_is_printed_on_paper_turned_as_the_page_is(qapp: object, tmp_path: Path) -> None:
    source = QPrinter(QPrinter.PrinterMode.HighResolution)
    mixed = two_pages(tmp_path / "mixed.pdf")
    source.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    source.setOutputFileName(str(tmp_path / "drawn.pdf"))
    source.setPageSize(layout_of(mixed).pageSize())
    draw(mixed, source)
    document, buffer = open_pdf((tmp_path / "drawn.pdf").read_bytes())
    sizes = [document.pagePointSize(page) for page in range(document.pageCount())]
    document.close()
    buffer.close()
    assert [size.width() > size.height() for size in sizes] == [False, True]


def test_the_paper_is_that_of_the_document(tmp_path: Path, qapp: object) -> None:
    layout = layout_of(two_pages(tmp_path / "mixed.pdf"))
    assert layout.pageSize().id() is QPageSize.PageSizeId.A4
    assert layout.orientation() is QPageLayout.Orientation.Portrait
    assert layout_of(b"no document").orientation() is QPageLayout.Orientation.Portrait


def two_pages(file: Path) -> bytes:
    """A4, upright and then turned."""
    pdf = FPDF(format="A4")
    pdf.add_page()
    pdf.add_page(orientation="landscape")
    pdf.output(str(file))
    return file.read_bytes()
