"""Baked badges: two other readers find the very badge in the picture, and the picture is one."""

from __future__ import annotations

import io
import tomllib
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from defusedxml import ElementTree
from openbadgeslib.ob3.verifier import OB3Verifier
from PIL import Image

from player.exchange.badges import picture
from player.exchange.badges.baking import NAMESPACE, into_png, into_svg
from player.exchange.badges.credential import badge
from player.exchange.badges.picture import badge_png, badge_svg, seal_of
from tests.exchange.badges.rows import EVIDENCE, FONTS, ROW
from tests.worlds import DEVICE

NASTY = replace(ROW, course=replace(ROW.course, title='A < B & "C" ]]> שלום 😀'))


def drawn_png(row: Any) -> bytes:
    """Drawn anew, not remembered."""
    return picture.drawn_png.__wrapped__(seal_of(row), FONTS)


@pytest.mark.parametrize("row", [ROW, NASTY])
def test_the_badge_comes_out_of_the_png_as_it_went_in(row: Any) -> None:
    written = badge(row, evidence=EVIDENCE, key=DEVICE)
    baked = badge_png(row, badge=written, fonts=FONTS)
    assert OB3Verifier.extract_token_from_png(baked).encode() == written
    with Image.open(io.BytesIO(baked)) as seen:
        seen.load()
        assert (seen.format, seen.size) == ("PNG", (512, 512))
        assert seen.info["openbadgecredential"].encode() == written


@pytest.mark.parametrize("row", [ROW, NASTY])
def test_the_badge_comes_out_of_the_svg_as_it_went_in(row: Any) -> None:
    written = badge(row, evidence=EVIDENCE, key=DEVICE)
    baked = badge_svg(row, badge=written, fonts=FONTS)
    assert OB3Verifier.extract_token_from_svg(baked).encode() == written
    root = ElementTree.fromstring(baked)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.findtext(f"{{{NAMESPACE}}}credential") == written.decode()


def test_the_picture_is_the_same_each_time_and_another_for_another_amount() -> None:
    assert drawn_png(ROW) == drawn_png(ROW)
    other = replace(ROW, amount=Decimal("1.5"))
    assert drawn_png(ROW) != drawn_png(other)
    assert ">0.75<" in picture.drawn_svg(seal_of(ROW), FONTS)


def test_a_name_of_credit_that_the_typeface_does_not_have_is_left_out_of_the_picture() -> None:
    offer = replace(ROW.offer, name="継続教育単位", mark="", italic=False)
    assert "継" not in picture.drawn_svg(seal_of(replace(ROW, offer=offer)), FONTS).split("</title>")[1]


def test_a_specimen_says_so_in_the_picture_and_shows_no_amount() -> None:
    drawn = picture.drawn_svg(seal_of(replace(ROW, specimen=True)), FONTS)
    assert "SPECIMEN" in drawn
    assert "0.75" not in drawn


def test_the_colours_are_those_of_the_theme() -> None:
    light = tomllib.loads((FONTS.parent / "theme" / "tokens.toml").read_text())["light"]
    names = ("accent", "accent_hover", "surface", "accent_soft", "caution")
    mine = (picture.ACCENT, picture.DEEP, picture.PAPER, picture.SOFT, picture.CAUTION)
    assert tuple(light[name] for name in names) == mine


def test_what_is_no_picture_takes_no_badge() -> None:
    with pytest.raises(ValueError, match="PNG"):
        into_png(b"GIF89a", b"{}")
    with pytest.raises(ValueError, match="SVG"):
        into_svg("<html></html>", b"{}")
