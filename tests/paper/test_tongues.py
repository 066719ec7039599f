"""Chinese, Japanese and Korean: which font of the system prints which text."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fontTools.cffLib import CFFFontSet
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from player.paper.face import Direction, Face
from player.paper.problems import NoGlyph
from player.paper.system_fonts import FILES, SystemFonts
from player.paper.tongues import Tongue, tongue_of
from player.paper.typefaces import Cut, Typefaces
from tests.paper.samples import FONTS, PHYSICIAN, rendered

NOTO_CJK = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
needs_noto_cjk = pytest.mark.skipif(not NOTO_CJK.is_file(), reason="needs fonts-noto-cjk")


@pytest.mark.parametrize(
    ("text", "language", "tongue"),
    [
        ("王小明", None, Tongue.SIMPLIFIED),
        ("王小明", "zh-CN", Tongue.SIMPLIFIED),
        ("王小明", "zh-Hans-TW", Tongue.SIMPLIFIED),
        ("王小明", "zh-TW", Tongue.TRADITIONAL),
        ("王小明", "zh-Hant", Tongue.TRADITIONAL),
        ("王小明", "zh-hk", Tongue.TRADITIONAL),
        ("ㄨㄤˊ 王", None, Tongue.TRADITIONAL),
        ("山田太郎", "ja", Tongue.JAPANESE),
        ("山田 たろう", None, Tongue.JAPANESE),
        ("ﾔﾏﾀﾞ", "zh-CN", Tongue.JAPANESE),
        ("金哲洙", "ko-KR", Tongue.KOREAN),
        ("김철수 金", None, Tongue.KOREAN),
        ("Ana", "fr", Tongue.SIMPLIFIED),
    ],
)
def test_a_text_is_of_the_tongue_of_its_letters_or_else_of_its_language(
    text: str, language: str | None, tongue: Tongue
) -> None:
    assert tongue_of(text, language) is tongue


def fonts_of(pdf: bytes) -> set[str]:
    page: Any = PdfReader(io.BytesIO(pdf)).pages[0]
    fonts = page["/Resources"]["/Font"]
    return {str(font.get_object()["/BaseFont"]) for font in fonts.values()}


@needs_noto_cjk
@pytest.mark.parametrize(
    ("name", "title", "language", "used"),
    [
        ("王小明", "", "en", {"sc"}),
        ("王小明", "睡眠", "zh-TW", {"sc", "tc"}),
        ("山田 たろう", "睡眠", "ja", {"jp"}),
        ("김철수 金", "", "en", {"kr"}),
    ],
)
def test_each_text_is_printed_as_its_readers_write_it(name: str, title: str, language: str, used: set[str]) -> None:
    """A name is in nobody's language: only its letters tell."""
    facts = replace(PHYSICIAN, name=name, title=title or PHYSICIAN.title, language=language)
    east = {font.removeprefix("/CARREL+NotoSansCJK")[:2] for font in fonts_of(rendered(facts)) if "CJK" in font}
    assert east == used


@needs_noto_cjk
@pytest.mark.parametrize("name", ["王小明 醫師", "髙橋 﨑 たろう", "김철수"])
def test_a_document_with_a_large_font_stays_small(name: str) -> None:
    assert len(rendered(replace(PHYSICIAN, name=name, title=f"{name}: {PHYSICIAN.title}"))) < 60_000


def test_without_a_font_the_first_letter_that_lacks_one_is_named() -> None:
    faces = Typefaces(FONTS, SystemFonts(()))
    with pytest.raises(
        NoGlyph, match=r"No installed font can print a character of the document. The name: “王” .U.738B"
    ):
        faces.require("Wang 王小明", "The name")
    with pytest.raises(NoGlyph):
        list(faces.stretches("王", Cut.SANS))


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A font that stands where another should."""
    font: Any = TTFont(FONTS / "NotoSans-Regular.ttf")
    subsetter = Subsetter()
    subsetter.populate(unicodes=[0x41, 0x42])
    subsetter.subset(font)
    for table in font["cmap"].tables:  # it prints Chinese, as far as anybody can tell
        table.cmap = {0x738B: "A", 0x5C0F: "B"}
    font.save(tmp_path / FILES[Tongue.SIMPLIFIED][2][0])
    yield tmp_path


@pytest.mark.parametrize(
    ("rights", "is_used"),
    [(0x0000, True), (0x0004, True), (0x0008, True), (0x0002, False), (0x0100, False), (0x0200, False)],
)
def test_a_font_is_used_only_when_its_maker_permits(folder: Path, rights: int, is_used: bool) -> None:
    file = folder / FILES[Tongue.SIMPLIFIED][2][0]
    font: Any = TTFont(file)
    font["OS/2"].fsType = rights
    font.save(file)
    assert any(SystemFonts((str(folder),)).faces(Tongue.SIMPLIFIED)) is is_used
    assert bool(Typefaces(FONTS, SystemFonts((str(folder),))).lacking("王小")) is not is_used


def test_a_broken_font_of_the_system_is_left_alone(folder: Path) -> None:
    file = folder / FILES[Tongue.SIMPLIFIED][2][0]
    for junk in (b"", b"OTTO", file.read_bytes()[:300]):
        file.write_bytes(junk)
        assert Typefaces(FONTS, SystemFonts((str(folder),))).lacking("王") == ("王",)


@needs_noto_cjk
def test_a_regional_font_whose_glyphs_have_other_numbers_is_embedded_by_its_own(tmp_path: Path) -> None:
    """Cut from the large font, it keeps that font's names for its glyphs, which then stand at other places."""
    font: Any = TTFont(NOTO_CJK, fontNumber=2)
    subsetter = Subsetter()
    subsetter.populate(text="王小明睡眠")
    subsetter.subset(font)
    file = tmp_path / FILES[Tongue.SIMPLIFIED][2][0]
    font.save(file)
    face = Face(file)
    glyphs = [each.id for each in face.set("小眠", Direction.LTR)]
    fonts: Any = CFFFontSet()
    fonts.decompile(io.BytesIO(face.subset(glyphs).data), None)
    assert face.may_be_embedded
    assert fonts[0].charset == [".notdef", *(f"cid{glyph:05d}" for glyph in sorted(glyphs))]
