"""What a verifier is told of a file beside its words: nothing that is seen may escape it."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText

from player.paper.problems import NotACertificate
from player.paper.reading import read_certificate
from player.paper.signature import sign_pdf
from tests.paper.samples import KEY, PHYSICIAN, rendered, signature_png

PAGE = rendered(PHYSICIAN)


def written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_the_pictures_on_a_page_are_counted() -> None:
    assert read_certificate(PAGE).images == 0
    assert read_certificate(sign_pdf(rendered(PHYSICIAN, signature=signature_png()), key=KEY, name="x")).images == 1


def test_a_file_with_a_second_page_is_no_certificate() -> None:
    writer = PdfWriter(clone_from=io.BytesIO(PAGE))
    writer.add_page(PdfReader(io.BytesIO(PAGE)).pages[0])
    with pytest.raises(NotACertificate, match="one page"):
        read_certificate(written(writer))


def test_a_note_that_is_laid_over_the_page_counts_as_a_picture() -> None:
    writer = PdfWriter(clone_from=io.BytesIO(PAGE))
    writer.add_annotation(0, FreeText(text="1.5 credits", rect=(200, 200, 400, 260)))
    assert read_certificate(written(writer)).images == 1


def test_a_picture_within_the_words_of_the_page_is_counted() -> None:
    writer = PdfWriter(clone_from=io.BytesIO(PAGE))
    page = writer.pages[0]
    content = page.get_contents()
    assert content is not None
    content.set_data(content.get_data() + b"\nq 9 0 0 9 90 90 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI Q\n")
    page.replace_contents(content)
    assert read_certificate(written(writer)).images == 1
