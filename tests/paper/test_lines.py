"""Lines: where they may break, where they had better not, and how long the last one is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.paper.lines import ENOUGH, Composer, Line, Piece
from player.paper.typefaces import Cut, typefaces
from tests.paper.samples import CREDIT, FONTS
from tests.paper.test_tongues import needs_noto_cjk

COMPOSER = Composer(typefaces(FONTS))
WIDTHS = st.floats(min_value=12, max_value=60)
PHRASE = f"1.5 {CREDIT}s™."
STATEMENT = (
    Piece("The Example Medical College designates this enduring material for a maximum of 1.5 ", Cut.SANS),
    Piece(f"{CREDIT}s", Cut.SANS_ITALIC),
    Piece("™. Physicians should claim only what is commensurate with their participation.", Cut.SANS),
)
WORDS = "Nurses, pharmacists and physicians learn together how people who work at night can sleep by day".split()


def said(lines: tuple[Line, ...]) -> str:
    return " ".join(line.text for line in lines)


@given(width=WIDTHS)
def test_a_credit_and_its_number_stay_on_one_line_that_has_room_for_them(width: float) -> None:
    whole = COMPOSER.width((Piece("1.5 ", Cut.SANS), Piece(f"{CREDIT}s", Cut.SANS_ITALIC), Piece("™.", Cut.SANS)))
    for lines in (COMPOSER.broken(STATEMENT, width), COMPOSER.balanced(STATEMENT, width)):
        assert said(lines) == "".join(piece.text for piece in STATEMENT)
        assert any(PHRASE in line.text for line in lines) or width < whole + 0.01


def test_a_credit_that_no_line_has_room_for_is_broken_between_its_words() -> None:
    lines = COMPOSER.broken(STATEMENT, 8)
    assert said(lines) == "".join(piece.text for piece in STATEMENT)
    assert all(line.width <= 8 for line in lines)


@given(width=WIDTHS)
def test_a_number_is_not_parted_from_what_it_counts(width: float) -> None:
    text = "The activity was planned for nurses, and it has been recorded as 1.25 contact hours of learning by all."
    lines = COMPOSER.broken([Piece(text, Cut.SANS)], width)
    assert said(lines) == text
    assert not [line.text for line in lines if re.search(r"(^| )1\.25$", line.text)]


@given(count=st.integers(min_value=2, max_value=60), width=WIDTHS)
def test_every_word_is_there_in_its_order_and_no_line_is_too_wide(count: int, width: float) -> None:
    text = " ".join((WORDS * 4)[:count])
    lines = COMPOSER.broken([Piece(text, Cut.SANS)], width)
    assert said(lines) == text
    assert all(line.width <= width + 0.01 for line in lines)


@pytest.mark.parametrize("last", ["team.", "a.", "care."])
def test_the_last_line_of_a_paragraph_is_no_single_short_word(last: str) -> None:
    full = " ".join(WORDS)
    width = COMPOSER.width([Piece(full, Cut.SANS)]) + 0.01
    lines = COMPOSER.broken([Piece(f"{full} {last}", Cut.SANS)], width)
    assert said(lines) == f"{full} {last}"
    assert len(lines) == 2
    assert lines[-1].width >= width * ENOUGH


@needs_noto_cjk
@given(width=st.floats(min_value=4, max_value=30))
def test_no_line_of_chinese_or_japanese_begins_with_what_closes_or_ends_with_what_opens(width: float) -> None:
    text = "睡眠と勤務（夜勤）、「昼の眠り」について。睡眠健康：倒班之後，怎樣（MD）休息？"
    lines = COMPOSER.broken([Piece(text, Cut.SANS)], width)
    assert "".join(line.text for line in lines) == text
    assert not [line.text for line in lines if line.text[0] in "、。）」：，？" or line.text[-1] in "（「"]
