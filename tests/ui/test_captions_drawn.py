"""Captions on the picture: where they stand, that none lies over another or beyond it, and what a frame costs."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication

from player.ui.captions.block import Block
from player.ui.captions.cues import Cue, Side, Span, Spot, Style
from player.ui.captions.look import CaptionLook, CaptionPlace, Edge, Tint, contrast_tenths, readable_ink
from player.ui.captions.painter import CaptionPainter
from player.ui.captions.placing import clear_of, free_area, place_box
from player.ui.captions.reading import read_captions
from tests.trying import tries
from tests.ui.fake_host import make_theme

AREA = QRect(0, 0, 640, 360)
GROUND = QColor("#336699")


def cue(text: str, spot: Spot | None = None, *, start_ms: int = 0, style: Style | None = None) -> Cue:
    lines = tuple((Span(line, style or Style()),) for line in text.split("\n"))
    return Cue(start_ms=start_ms, end_ms=start_ms + 1_000, lines=lines, spot=spot or Spot())


@pytest.fixture
def captions(qapp: QApplication) -> CaptionPainter:
    return CaptionPainter(make_theme(qapp))


def boxes(captions: CaptionPainter, *cues: Cue, floor: int = 360, look: CaptionLook | None = None) -> tuple[QRect, ...]:
    captions.take_look(look or CaptionLook())
    captions.take_cues(cues)
    return captions.boxes(AREA, floor)


def drawn(captions: CaptionPainter, *cues: Cue, look: CaptionLook | None = None) -> QImage:
    image = QImage(AREA.size(), QImage.Format.Format_RGB32)
    image.fill(GROUND)
    captions.take_look(look or CaptionLook())
    captions.take_cues(cues)
    painter = QPainter(image)
    captions.paint(painter, AREA, AREA.height())
    painter.end()
    return image


def colours(image: QImage, area: QRect) -> set[str]:
    return {
        image.pixelColor(x, y).name()
        for x in range(area.left(), area.right())
        for y in range(area.top(), area.bottom())
    }


def lines_of(text: str, room: int, pixels: int = 20) -> list[str]:
    font = QFont()
    font.setPixelSize(pixels)
    block = Block(cue(text), font=font, room=room, align=Side.CENTRE, look=CaptionLook())
    layout = block._layout
    return [
        layout.text()[line.textStart() : line.textStart() + line.textLength()].strip().strip("\u2028")
        for line in (layout.lineAt(number) for number in range(layout.lineCount()))
    ]


# --- where they stand ----------------------------------------------------------------------------------------


def test_a_caption_stands_at_the_foot_in_the_middle_and_above_what_lies_there(captions: CaptionPainter) -> None:
    (usual,) = boxes(captions, cue("Wash your hands."))
    assert abs(usual.center().x() - AREA.center().x()) <= 1
    assert AREA.height() * 9 // 10 < usual.bottom() < AREA.height()
    (lifted,) = boxes(captions, cue("Wash your hands."), floor=250)
    assert (lifted.bottom(), lifted.size()) == (250, usual.size())


def test_the_file_decides_where_unless_the_learner_did(captions: CaptionPainter) -> None:
    top = cue("Top", Spot(line=0.0, align=Side.START))
    right = cue("Right", Spot(line=50.0, line_in_percent=True, position=80.0, width=30.0))
    first, second = boxes(captions, top, right)
    assert first.top() < 40 and first.left() < 40
    assert abs(second.center().x() - 512) <= 2 and abs(second.top() - 180) <= 1
    first, second = boxes(captions, top, right, look=CaptionLook(place=CaptionPlace.BOTTOM))
    assert first.bottom() > 330 and second.bottom() < first.top()
    assert abs(first.center().x() - second.center().x()) <= 1
    first, second = boxes(captions, top, right, look=CaptionLook(place=CaptionPlace.TOP))
    assert first.top() < 40 and second.top() > first.bottom()


def test_lines_are_counted_from_the_top_and_from_the_foot() -> None:
    free, size = free_area(AREA, 360), QSize(100, 30)

    def top(spot: Spot) -> int:
        return place_box(spot, size, area=AREA, free=free, line_height=20, rtl=False).top()

    assert (top(Spot(line=0.0)), top(Spot(line=2.0))) == (free.top(), free.top() + 40)
    assert (top(Spot(line=-1.0)), top(Spot(line=-3.0))) == (free.bottom() - 29, free.bottom() - 69)
    assert top(Spot(line=900.0)) == free.bottom() - 29
    assert top(Spot(line=50.0, line_in_percent=True, line_side=Side.END)) == 150


def test_words_from_right_to_left_begin_at_the_right(captions: CaptionPainter) -> None:
    start = Spot(align=Side.START)
    latin, arabic = (boxes(captions, cue(text, start))[0] for text in ("abc", "مرحبا (Carrel)"))
    assert latin.right() < AREA.center().x() < arabic.left()


def test_a_caption_that_stands_stays_where_it_is_when_another_one_comes_or_goes(captions: CaptionPainter) -> None:
    first, second = cue("First"), cue("Second", start_ms=500)
    (alone,) = boxes(captions, first)
    still, above = boxes(captions, first, second)
    assert still == alone and above.bottom() < alone.top()
    assert boxes(captions, second) == (above,)


def test_a_box_finds_no_way_where_there_is_none() -> None:
    assert clear_of(QRect(0, 0, 10, 10), [AREA], AREA) is None


SPOTS = st.builds(
    Spot,
    line=st.none() | st.integers(-30, 100).map(float),
    line_in_percent=st.booleans(),
    line_side=st.sampled_from([Side.START, Side.CENTRE, Side.END]),
    position=st.none() | st.integers(0, 100).map(float),
    position_side=st.none() | st.sampled_from([Side.LEFT, Side.CENTRE, Side.RIGHT]),
    width=st.integers(0, 100).map(float),
    align=st.sampled_from(list(Side)),
)
LOOKS = st.builds(
    CaptionLook,
    size_percent=st.sampled_from([50, 100, 300]),
    place=st.sampled_from(list(CaptionPlace)),
    edge=st.sampled_from(list(Edge)),
)
WORDS = st.sampled_from(
    ["a", "Wash your hands.", "- One\n- Two", "word " * 30, "Pneumonoultramicroscopic" * 3, "مرحبا"]
)


@settings(deadline=None, max_examples=tries(60))
@given(st.lists(st.tuples(WORDS, SPOTS), min_size=1, max_size=3), LOOKS, st.integers(200, 360))
def test_nothing_lies_beyond_the_picture_or_over_another(
    qapp: QApplication, parts: list[tuple[str, Spot]], look: CaptionLook, floor: int
) -> None:
    found = boxes(
        CaptionPainter(make_theme(qapp)),
        *(cue(text, spot, start_ms=number) for number, (text, spot) in enumerate(parts)),
        floor=floor,
        look=look,
    )
    assert len(found) == len(parts)
    for box in found:
        assert AREA.contains(box) and box.bottom() <= floor
    for one, other in combinations(found, 2):
        assert not one.intersects(other)


# --- how their words run -------------------------------------------------------------------------------------


def test_lines_are_broken_so_that_they_are_about_equally_long() -> None:
    text = "And that was after the taps had been replaced"
    assert len(lines_of(text, 1_000)) == 1
    first, second = lines_of(text, 400)
    assert 0.6 < len(first) / len(second) < 1.7


def test_the_lines_of_the_file_are_kept_where_they_fit_and_flow_together_where_not() -> None:
    assert lines_of("Welcome. This is Carrel,\na desk.", 900) == ["Welcome. This is Carrel,", "a desk."]
    narrow = lines_of("Welcome. This is Carrel,\na quiet desk for study.", 240)
    assert " ".join(narrow) == "Welcome. This is Carrel, a quiet desk for study."
    assert narrow == lines_of("Welcome. This is Carrel, a quiet desk for study.", 240)
    assert lines_of("- What did you see there?\n- Nothing.", 200)[-1] == "- Nothing."


def test_letters_grow_with_the_choice_and_shrink_where_they_would_not_fit(captions: CaptionPainter) -> None:
    def height(percent: int, text: str = "a") -> int:
        return boxes(captions, cue(text), look=CaptionLook(size_percent=percent))[0].height()

    assert height(50) < height(100) < height(200) < height(300)
    assert height(300, "word " * 120) < AREA.height()


# --- how they look -------------------------------------------------------------------------------------------


def test_letters_and_ground_have_the_colours_that_were_chosen(captions: CaptionPainter) -> None:
    said = cue("MMMM", style=Style(ink="#00ffff", ground="#0000ff"))
    (box,) = boxes(captions, said)
    assert {"#00ffff", "#0000ff"} <= colours(drawn(captions, said, look=CaptionLook(opacity_percent=100)), box)
    mine = CaptionLook(ink=Tint.BLACK, ground=Tint.WHITE, opacity_percent=100)
    shown = colours(drawn(captions, said, look=mine), box)
    assert {"#000000", "#ffffff"} <= shown and not {"#00ffff", "#0000ff"} & shown


def test_without_a_background_an_edge_sets_letters_off(captions: CaptionPainter) -> None:
    said = cue("MMMM")
    (box,) = boxes(captions, said, look=CaptionLook(opacity_percent=0))
    dark = QColor("#101010").lightness()
    for edge, wanted in ((Edge.NONE, False), (Edge.OUTLINE, True), (Edge.SHADOW, True)):
        shown = colours(drawn(captions, said, look=CaptionLook(opacity_percent=0, edge=edge)), box)
        assert any(QColor(colour).lightness() <= dark for colour in shown) is wanted
        assert GROUND.name() in shown


def test_only_what_changed_is_laid_out_anew(captions: CaptionPainter) -> None:
    said = (cue("Wash your hands."),)
    assert captions.take_cues(said)
    assert not captions.take_cues((cue("Wash your hands."),))
    drawn(captions, *said)
    picture = captions._picture.cacheKey()
    drawn(captions, *said)
    assert captions._picture.cacheKey() == picture
    drawn(captions, *said, look=CaptionLook(size_percent=125))
    assert captions._picture.cacheKey() != picture


def test_colours_that_cannot_be_told_from_their_ground_are_moved_away_from_it() -> None:
    for ink, ground in (("#0000ff", "#000000"), ("#ffffff", "#ffe94d"), ("#000000", "#000000"), ("#777777", "#777777")):
        assert contrast_tenths(readable_ink(ink, ground), ground) >= 30
    assert readable_ink("#00ffff", "#000000") == "#00ffff"


@pytest.mark.parametrize(
    ("look", "hard"),
    [
        (CaptionLook(), False),
        (CaptionLook(ink=Tint.YELLOW, ground=Tint.WHITE), True),
        (CaptionLook(opacity_percent=0), True),
        (CaptionLook(opacity_percent=0, edge=Edge.OUTLINE), False),
    ],
)
def test_a_look_that_is_hard_to_read_is_known(look: CaptionLook, hard: bool) -> None:
    assert look.is_hard_to_read is hard


def test_every_kind_of_file_can_be_drawn(captions: CaptionPainter) -> None:
    found = read_captions(b"WEBVTT\n\n00:00.000 --> 00:01.000\n<v Ada>\xf0\x9f\x98\x80 <b>one</b>\n<v Bob><i>two</i>\n")
    image = drawn(captions, *found.at(0))
    assert len(colours(image, captions.boxes(AREA, 360)[0])) > 2
