"""A certificate drawn again: the page of a genuine one is what its facts are drawn as, and no other page is."""

from __future__ import annotations

import io
import zlib
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from player.domain.certificate import CertificateFacts
from player.domain.picture import Picture
from player.domain.template import CertificateTemplate, Design, PaperSize
from player.paper.press import printed, unsigned
from player.paper.redrawing import is_as_drawn
from player.paper.signature import sign_pdf
from tests.paper.samples import FONTS, KEY, PHYSICIAN, SPECIMEN, job, signature_png

LOGO = Picture(path="logo.png", alt="The college's tree")
FULL = replace(PHYSICIAN, template=CertificateTemplate(logo=LOGO, note="Keep it."), sessions=("One", "Two"))


@pytest.mark.parametrize("design", Design)
@pytest.mark.parametrize("paper", PaperSize)
def test_a_genuine_page_is_as_drawn(design: Design, paper: PaperSize) -> None:
    assert FULL.template is not None
    facts = replace(FULL, template=replace(FULL.template, design=design), paper=paper)
    pdf = printed(job(facts, signature=signature_png(), logo=signature_png(mode="RGB")), key=KEY, fonts=FONTS)
    assert is_as_drawn(pdf, facts, fonts=FONTS) is True


@pytest.mark.parametrize(
    "facts", [PHYSICIAN, SPECIMEN, replace(PHYSICIAN, name="प्रिया शर्मा"), replace(PHYSICIAN, name="محمد")]
)
def test_one_picture_none_and_any_shipped_script_are_told_apart(facts: CertificateFacts) -> None:
    for signature in (None, signature_png()):
        assert is_as_drawn(printed(job(facts, signature=signature), key=KEY, fonts=FONTS), facts, fonts=FONTS) is True


def test_other_facts_are_drawn_otherwise() -> None:
    pdf = printed(job(FULL), key=KEY, fonts=FONTS)
    assert is_as_drawn(pdf, replace(FULL, name="Somebody Else, MD"), fonts=FONTS) is False


def test_a_page_from_fonts_that_are_not_shipped_cannot_be_compared(tmp_path: Path) -> None:
    pdf = printed(job(PHYSICIAN), key=KEY, fonts=FONTS)
    assert is_as_drawn(pdf, PHYSICIAN, fonts=tmp_path) is None


def test_streams_that_another_library_packed_are_the_same_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    packs = zlib.compress
    with monkeypatch.context() as another:
        another.setattr(zlib, "compress", lambda data, *_, **__: packs(data, 1))
        page = unsigned(job(PHYSICIAN), fonts=FONTS)
    assert page != unsigned(job(PHYSICIAN), fonts=FONTS)
    pdf = sign_pdf(page, key=KEY, name="x", moment=PHYSICIAN.issued)
    assert is_as_drawn(pdf, PHYSICIAN, fonts=FONTS) is True


@pytest.mark.parametrize(
    "drawing",
    [
        b"q 0 0 0 rg 300 300 40 40 re f Q",
        b"q 1 1 1 rg 0 0 400 400 re f Q",
        b"BT 3 Tr ET",
    ],
    ids=["drawn over", "painted white", "invisible"],
)
def test_whatever_is_drawn_beside_is_seen(drawing: bytes) -> None:
    with pikepdf.open(io.BytesIO(unsigned(job(PHYSICIAN), fonts=FONTS))) as pdf:
        pdf.pages[0].contents_add(pikepdf.Stream(pdf, drawing))
        changed = io.BytesIO()
        pdf.save(changed)
    again = sign_pdf(changed.getvalue(), key=KEY, name="x", moment=PHYSICIAN.issued)
    assert is_as_drawn(again, PHYSICIAN, fonts=FONTS) is False


def test_letters_that_look_otherwise_than_they_read_are_seen() -> None:
    """The font says that its glyph is a 1, and draws a 9."""
    with pikepdf.open(io.BytesIO(unsigned(job(PHYSICIAN), fonts=FONTS))) as pdf:
        fonts = pdf.pages[0].Resources.Font
        font = next(one for one in fonts.values() if "Serif-Bold" in str(one.BaseFont))
        glyphs = font.DescendantFonts[0].CIDToGIDMap
        glyphs.write(glyphs.read_bytes()[::-1])
        changed = io.BytesIO()
        pdf.save(changed)
    again = sign_pdf(changed.getvalue(), key=KEY, name="x", moment=PHYSICIAN.issued)
    assert is_as_drawn(again, PHYSICIAN, fonts=FONTS) is False
