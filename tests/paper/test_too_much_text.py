"""Texts that no page holds are refused before anybody waits for them to be laid out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.certificate import CertificateFacts, Run
from player.domain.template import CertificateTemplate, Design
from player.paper import certificate
from player.paper.certificate import DENSITIES, require_printable
from player.paper.designs.page import Ground, Page
from player.paper.lines import Composer, Piece
from player.paper.problems import TooMuchText
from player.paper.typefaces import Cut, typefaces
from player.paper.wording import Wording
from tests.paper.samples import FONTS, LONG, PHYSICIAN

TOO_MUCH = {
    "accreditation": replace(PHYSICIAN, accreditation_statement="In support of patient care. " * 30_000),
    "designation": replace(PHYSICIAN, designation_statement=(Run(text="A word and another. " * 5_000),)),
    "title of words": replace(PHYSICIAN, title="Word and other " * 200),
    "title without spaces": replace(PHYSICIAN, title="สมชายใจดี" * 300),
    "name": replace(PHYSICIAN, name="W" * 3_000),
    "marks": replace(PHYSICIAN, name="e" + "\u0301" * 50_000),
    "sessions": replace(PHYSICIAN, sessions=("A session with a title",) * 20_000),
    "ideographs": replace(PHYSICIAN, provider_address="1 Main Street, " * 20_000),
}


@pytest.mark.parametrize("design", Design)
@pytest.mark.parametrize("kind", TOO_MUCH)
def test_what_no_page_holds_is_refused_before_it_is_laid_out(
    kind: str, design: Design, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[float] = []
    monkeypatch.setitem(certificate.DESIGNS, design, _counting(design, tried))
    with pytest.raises(TooMuchText):
        require_printable(in_design(TOO_MUCH[kind], design), fonts=FONTS)
    assert tried == []


@pytest.mark.parametrize("design", Design)
def test_what_is_a_page_too_long_is_tried_at_the_densest_alone(design: Design, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[float] = []
    monkeypatch.setitem(certificate.DESIGNS, design, _counting(design, tried))
    much = replace(PHYSICIAN, accreditation_statement="WWWWWWWWW " * 730)
    with pytest.raises(TooMuchText):
        require_printable(in_design(much, design), fonts=FONTS)
    assert tried == [DENSITIES[-1]]


@pytest.mark.parametrize("design", Design)
def test_what_is_only_long_is_printed(design: Design) -> None:
    require_printable(in_design(LONG, design), fonts=FONTS)
    require_printable(in_design(replace(PHYSICIAN, title="Word and other " * 40), design), fonts=FONTS)


def in_design(facts: CertificateFacts, design: Design) -> CertificateFacts:
    return replace(facts, template=CertificateTemplate(design=design))


def _counting(design: Design, tried: list[float]) -> certificate.Lay:
    lays = certificate.DESIGNS[design]

    def lay(texts: Wording, ground: Ground, density: float) -> Page:
        tried.append(density)
        return lays(texts, ground, density)

    return lay


@given(st.text("Wi.เע", min_size=1, max_size=60), st.text("abc", max_size=20), st.floats(1, 20))
def test_a_word_that_is_too_wide_is_cut_where_lines_are_full_and_loses_nothing(
    text: str, more: str, width: float
) -> None:
    composer = Composer(typefaces(FONTS))
    pieces = [Piece(text, Cut.SANS), Piece(more, Cut.SANS_BOLD)]
    lines = composer.broken(pieces, width)
    assert "".join(line.text for line in lines).replace(" ", "") == (text + more).replace(" ", "")
    assert all(line.width <= width * 1.05 or len(line.text) <= 4 for line in lines)
