"""What every design has: the ground that it stands on, the matter that goes on the page, and the row for who signs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from PIL import Image

from player.paper.drawing import Brush
from player.paper.lines import Composer
from player.paper.looks import MUTED, Paper
from player.paper.setting import Align, Block, Paragraph, Setter, plain_height
from player.paper.sheet import Colour
from player.paper.typefaces import Cut
from player.paper.wording import Labelled, Part, Text, Wording

SIGNATURE_WIDTH = 190.0
SIGNATURE_HEIGHT = 44.0
MOST, ALIKE, FEW = 0.66, 0.1, 240
"""What one of two columns may have of the room, how far from the middle the border between them may not be, and of how
many letters each takes no more than a few lines.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A picture of the provider's, with the words for those who do not see it."""

    picture: Image.Image
    alt: str

    def within(self, width: float, height: float) -> tuple[float, float]:
        """Its size where it fills a box of this size as far as it can."""
        scale = min(width / self.picture.width, height / self.picture.height)
        return self.picture.width * scale, self.picture.height * scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a layout depends on beside its words."""

    paper: Paper
    composer: Composer
    accent: Colour
    logo: Figure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What is drawn beside the words. `token`: what the QR code says, `code_alt` the words for it."""

    specimen: bool
    signature: Figure | None
    token: str
    code_alt: str


class Page(Protocol):
    """Words laid out at one density. `slack`: how much height is left over (negative: it does not fit)."""

    @property
    def slack(self) -> float: ...
    def draw(self, brush: Brush, matter: Matter) -> None: ...


Lay = Callable[[Wording, Ground, float], Page]
"""Lays the words out at a density between 0 (airy) and 1 (as dense as can be read)."""


def recut(texts: Wording, cuts: Mapping[Part | Cut, Cut]) -> Wording:
    """The same words in other typefaces: by what they are on the page, else by the typeface that they had."""

    def each(them: Iterable[Text]) -> tuple[Text, ...]:
        return tuple(_recut(text, cuts) for text in them)

    def both(them: Iterable[Labelled]) -> tuple[Labelled, ...]:
        return tuple(Labelled(label=_recut(one.label, cuts), text=_recut(one.text, cuts)) for one in them)

    return Wording(
        upper=each(texts.upper),
        facts=both(texts.facts),
        sessions=both(texts.sessions),
        statements=both(texts.statements),
        signatory=each(texts.signatory),
        number=each(texts.number),
        notes=each(texts.notes),
        remark=each(texts.remark),
    )


def _recut(text: Text, cuts: Mapping[Part | Cut, Cut]) -> Text:
    pieces = tuple(replace(one, cut=cuts.get(text.part) or cuts.get(one.cut, one.cut)) for one in text.pieces)
    return replace(text, pieces=pieces)


_LIGHTER: Mapping[Part | Cut, Cut] = {Cut.SERIF_BOLD: Cut.SERIF, Cut.SANS_BOLD: Cut.SANS}


def evened(texts: Wording, composer: Composer) -> Wording:
    """No bold where most of a text, or a part of a name, cannot be: the rest alone would stand out of it."""

    def each(text: Text) -> Text:
        bold = next((one.cut for one in text.pieces if one.cut in _LIGHTER), None)
        letters = "".join(text.said.split())
        if bold is None or composer.covers(letters, bold):
            return text
        printed = sum(composer.covers(letter, bold) for letter in letters)
        is_most = 2 * printed >= len(letters) and text.part is not Part.NAME
        return text if is_most else _recut(text, _LIGHTER)

    return replace(texts, upper=tuple(map(each, texts.upper)))


def beside_code(texts: Wording) -> Align:
    """The number stands beside the code; where nobody signs, in the place of who signs."""
    return Align.RIGHT if texts.signatory else Align.LEFT


def column_widths(texts: Sequence[Labelled], room: float, *, gap: float) -> list[float]:
    """Side by side: two that are short or of about one length share the room evenly, else the longer has more of it."""
    if len(texts) != 2:
        return [(room - gap * (len(texts) - 1)) / len(texts)] * len(texts) if texts else []
    first, second = (len(one.text.said) for one in texts)
    share = min(max(first / (first + second), 1 - MOST), MOST)
    share = 0.5 if abs(share - 0.5) < ALIKE or max(first, second) < FEW else share
    return [(room - gap) * share, (room - gap) * (1 - share)]


def columns(setter: Setter, texts: Sequence[Labelled], room: float, *, gap: float) -> tuple[Block, ...]:
    """Texts side by side, each in the width that it needs."""
    widths = column_widths(texts, room, gap=gap)
    return tuple(setter.block(one, width, Align.LEFT) for one, width in zip(texts, widths, strict=True))


def signing_height(signatory: Sequence[Paragraph]) -> float:
    return plain_height(signatory) + SIGNATURE_HEIGHT + 8 if signatory else 0


def draw_signing(
    brush: Brush, signatory: Sequence[Paragraph], signature: Figure | None, *, x: float, floor: float
) -> None:
    """Who signs, over a line; the picture stands on the line."""
    if not signatory:
        return
    line = floor - plain_height(signatory) - signatory[0].look.gap
    if signature is not None:
        width, height = signature.within(SIGNATURE_WIDTH, SIGNATURE_HEIGHT)
        brush.picture(signature.picture, x=x, y=line - height - 2, width=width, alt=signature.alt or "Signature")
    brush.rule(x, line, SIGNATURE_WIDTH, MUTED)
    brush.stacked(signatory, x, line + signatory[0].look.gap)
