"""The picture of a badge: a seal with the amount of credit, drawn as PNG and as SVG from one design."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import cos, pi, sin
from pathlib import Path
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw, ImageFont

from player.domain.cell import one_line
from player.domain.credit import phrase, plain
from player.domain.roster import RosterRow
from player.exchange.badges.baking import into_png, into_svg
from player.exchange.badges.credential import SPECIMEN, is_credit_awarded

SIDE = 512
ACCENT = "#1B5FAA"
DEEP = "#164F8F"
PAPER = "#FFFFFF"
SOFT = "#E4EEF9"
CAUTION = "#7A4B00"
"""The theme's `accent`, `accent_hover`, `surface`, `accent_soft` and `caution`, on light."""
_FINER = 4
"""Drawn so many times larger and scaled down: Pillow draws hard edges."""
_CENTRE = (256.0, 226.0)
_TEETH = 40
_BOLD, _MEDIUM, _ITALIC = "Inter-Bold.ttf", "Inter-Medium.ttf", "Inter-Italic.ttf"
_LONGEST = 300
"""Characters of the credit's name: more could not be read in the picture."""
_LAST_LETTER = 0x052F
"""Of the scripts that the badge's typeface has: Latin, Greek, Cyrillic; signs such as ™ lie between the next two."""
_SIGNS = range(0x2010, 0x2200)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of letters around `middle`, its baseline at `y`; `size`: of the letters, in the picture's units."""

    text: str
    y: float
    size: float
    font: str
    colour: str
    middle: float = _CENTRE[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """All that a picture depends on: thousands of badges have but a few. `credit` and `amount`: empty where none was
    awarded; `italic`: as the offer wants its name."""

    amount: str
    credit: str
    italic: bool
    specimen: bool
    alternative: str

    @property
    def band(self) -> str:
        """The word on the band."""
        return SPECIMEN if self.specimen else "Earned" if self.amount else "Participation"


def badge_png(row: RosterRow, *, badge: bytes, fonts: Path) -> bytes:
    """The badge baked into its picture, 512 by 512."""
    return into_png(drawn_png(seal_of(row), fonts), badge)


def badge_svg(row: RosterRow, *, badge: bytes, fonts: Path) -> bytes:
    return into_svg(drawn_svg(seal_of(row), fonts), badge)


def seal_of(row: RosterRow) -> Seal:
    credit = one_line(phrase(row.offer, row.amount))[:_LONGEST]
    if row.specimen or not is_credit_awarded(row):
        told = f"{SPECIMEN} of a badge" if row.specimen else "Badge: took part"
        return Seal(amount="", credit="", italic=False, specimen=row.specimen, alternative=told)
    return Seal(
        amount=plain(row.amount),
        credit=credit if _is_printable(credit) else "",
        italic=row.offer.italic,
        specimen=False,
        alternative=f"Badge: {plain(row.amount)} {credit}",
    )


@lru_cache(maxsize=64)
def drawn_png(seal: Seal, fonts: Path) -> bytes:
    large = Image.new("RGBA", (SIDE * _FINER, SIDE * _FINER), (0, 0, 0, 0))
    draw = ImageDraw.Draw(large)
    for points, fill in _shapes():
        draw.polygon([(x * _FINER, y * _FINER) for x, y in points], fill=fill)
    for radius, fill in _rings(seal):
        draw.ellipse([(_CENTRE[place] + sign * radius) * _FINER for sign in (-1, 1) for place in (0, 1)], fill=fill)
    for points, fill in _ribbon(seal):
        draw.polygon([(x * _FINER, y * _FINER) for x, y in points], fill=fill)
    for line in _lines(seal, fonts):
        font = _font(fonts, line.font, line.size * _FINER)
        draw.text((line.middle * _FINER, line.y * _FINER), line.text, font=font, fill=line.colour, anchor="ms")
    written = io.BytesIO()
    large.reduce(_FINER).save(written, "PNG")
    return written.getvalue()


@lru_cache(maxsize=64)
def drawn_svg(seal: Seal, fonts: Path) -> str:
    """The same in words. Whoever shows it may have other typefaces: each line keeps the width that it has here."""
    x, y = _CENTRE
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" '
        f'viewBox="0 0 {SIDE} {SIDE}" width="{SIDE}" height="{SIDE}">',
        f"<title>{escape(seal.alternative)}</title>",
        *(_polygon(points, fill) for points, fill in _shapes()),
        *(f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{fill}"/>' for radius, fill in _rings(seal)),
        *(_polygon(points, fill) for points, fill in _ribbon(seal)),
        *(_written(line, fonts) for line in _lines(seal, fonts)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


# --- the design ------------------------------------------------------------------------------------------

_Points = tuple[tuple[float, float], ...]


def _shapes() -> Iterator[tuple[_Points, str]]:
    """Two ends of a ribbon below, then the seal's teeth."""
    x, y = _CENTRE
    for side in (-1, 1):
        tail = ((24.0, 120.0), (116.0, 120.0), (140.0, 276.0), (92.0, 254.0), (62.0, 282.0))
        yield tuple((x + side * across, y + down) for across, down in tail), DEEP
    yield tuple(_tooth(place) for place in range(2 * _TEETH)), ACCENT


def _tooth(place: int) -> tuple[float, float]:
    radius = 216 if place % 2 else 203
    angle = pi * place / _TEETH
    return round(_CENTRE[0] + radius * sin(angle), 2), round(_CENTRE[1] - radius * cos(angle), 2)


def _rings(seal: Seal) -> Iterator[tuple[float, str]]:
    yield from ((188.0, PAPER), (181.0, SOFT if seal.specimen else ACCENT), (168.0, PAPER))


def _ribbon(seal: Seal) -> Iterator[tuple[_Points, str]]:
    """A band across the lower half, for one word."""
    x, y = _CENTRE
    top, low = y + 74, y + 130
    for side in (-1, 1):
        end = ((214, top + 18), (160, top + 18), (160, low + 18), (214, low + 18), (196, low - 10))
        yield tuple((x + side * across, down) for across, down in end), DEEP
    yield _box(x - 186, top - 4, x + 186, low + 4), PAPER
    yield _box(x - 182, top, x + 182, low), CAUTION if seal.specimen else ACCENT


def _box(left: float, top: float, right: float, low: float) -> _Points:
    return ((left, top), (right, top), (right, low), (left, low))


def _lines(seal: Seal, fonts: Path) -> Iterator[Line]:
    y = _CENTRE[1]
    if seal.amount:
        texts = _broken(seal.credit) if seal.credit else ()
        low, font = 54 if len(texts) > 1 else 42, _ITALIC if seal.italic else _MEDIUM
        yield from _fitted((seal.amount,), fonts, _BOLD, ACCENT, bottom=y - 8, largest=132, width=244)
        yield from _fitted(texts, fonts, font, DEEP, bottom=y + low, largest=24, width=276)
    else:
        # The credit's name beside no amount could be read as credit.
        word = "no credit" if seal.specimen else "took part"
        yield from _fitted((word,), fonts, _BOLD, DEEP, bottom=y + 8, largest=54, width=280)
    yield from _fitted((seal.band.upper(),), fonts, _BOLD, PAPER, bottom=y + 113, largest=30, width=330)


def _fitted(
    texts: tuple[str, ...], fonts: Path, font: str, colour: str, *, bottom: float, largest: float, width: float
) -> Iterator[Line]:
    """One under the other, the last one at `bottom`, all as large as the widest allows."""
    widest = max((_font(fonts, font, 100).getlength(text) for text in texts), default=100) / 100
    size = min(largest, width / widest)
    for place, text in enumerate(texts):
        yield Line(text=text, y=bottom - (len(texts) - 1 - place) * size * 1.2, size=size, font=font, colour=colour)


def _broken(text: str) -> tuple[str, ...]:
    """On two lines where it is long, at the space that makes them most alike; a number stays with its word."""
    words = text.split(" ")
    places = [place for place in range(1, len(words)) if not words[place].isdigit()]
    if len(text) <= 20 or not places:
        return (text,)
    halves = [(" ".join(words[:place]), " ".join(words[place:])) for place in places]
    return min(halves, key=lambda two: max(len(two[0]), len(two[1])))


def _is_printable(text: str) -> bool:
    return bool(text) and all(ord(letter) <= _LAST_LETTER or ord(letter) in _SIGNS for letter in text)


def _font(fonts: Path, name: str, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(fonts / name), size, layout_engine=ImageFont.Layout.BASIC)


def _polygon(points: _Points, fill: str) -> str:
    ends = [f"{x:g},{y:g}" for x, y in points]
    return f'<polygon points="{" ".join(ends)}" fill="{fill}"/>'


def _written(line: Line, fonts: Path) -> str:
    width = _font(fonts, line.font, 100).getlength(line.text) / 100 * line.size
    weight = 700 if line.font == _BOLD else 500
    slant = "italic" if line.font == _ITALIC else "normal"
    return (
        f'<text x="{line.middle:g}" y="{line.y:.1f}" text-anchor="middle" font-size="{line.size:.1f}" '
        f'font-family="Inter, Helvetica, Arial, sans-serif" font-weight="{weight}" font-style="{slant}" '
        f'fill="{line.colour}" textLength="{width:.1f}" lengthAdjust="spacingAndGlyphs">{escape(line.text)}</text>'
    )
