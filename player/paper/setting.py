"""Setting: texts of a certificate broken into lines, by the looks of one design at one density."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from player.paper.lines import Composer, Line, is_right_to_left
from player.paper.looks import Look, Looks
from player.paper.wording import Labelled, Text

SHRINK = 0.8
"""How much smaller a text may get for each line more that it is given."""


class Align(Enum):
    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A text broken into lines; `size` in points, `width` is the measure it was broken to."""

    text: Text
    look: Look
    lines: tuple[Line, ...]
    size: float
    width: float
    align: Align

    @property
    def leading(self) -> float:
        return self.size * self.look.leading

    @property
    def height(self) -> float:
        return self.leading * len(self.lines)

    @property
    def tracking(self) -> float:
        return self.look.tracking * self.size / 1000

    def left_of(self, line: Line, x: float) -> float:
        """Where `line` begins when the paragraph's measure begins at `x`."""
        drawn = line.width * self.size + self.tracking * (len(line.text) - 1)
        return x + (self.width - drawn) * self.align.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A heading over its text."""

    label: Paragraph
    text: Paragraph

    @property
    def gap(self) -> float:
        return self.label.look.gap

    @property
    def height(self) -> float:
        return self.label.height + self.text.look.gap + self.text.height


class Setter:
    """Breaks texts into lines; `density` 0: airy; 1: as dense as can be read."""

    def __init__(self, composer: Composer, looks: Looks, density: float) -> None:
        self._composer = composer
        self._looks = looks
        self._density = density

    def fitted(self, text: Text, measure: float, align: Align) -> Paragraph:
        """Shrunk until it takes as few lines as look best, one line more if that gets too small."""
        look = self._looks[text.part]
        width = measure * look.share
        largest = look.size(self._density)
        for more in range(4 if look.lines else 0):
            size = largest
            while size >= look.floor * SHRINK**more:
                if self._composer.count(text.pieces, self._room(width, size, look)) <= look.lines + more:
                    return self.paragraph(text, width, align, size=size)
                size -= 0.5
        return self.paragraph(text, width, align, size=largest)

    def block(self, labelled: Labelled, width: float, align: Align) -> Block:
        return Block(
            label=self.paragraph(labelled.label, width, align),
            text=self.paragraph(labelled.text, width, align),
        )

    def stack(self, texts: Iterable[Text], width: float, align: Align) -> tuple[Paragraph, ...]:
        return tuple(self.paragraph(text, width, align) for text in texts)

    def paragraph(self, text: Text, width: float, align: Align, *, size: float | None = None) -> Paragraph:
        look = self._looks[text.part]
        size = look.size(self._density) if size is None else size
        room = self._room(width, size, look)
        broken = self._composer.balanced if align is Align.CENTRE or look.even else self._composer.broken
        if align is Align.LEFT and look.turns and is_right_to_left(text.said):
            align = Align.RIGHT
        lines = broken(text.pieces, room)
        return Paragraph(text=text, look=look, lines=lines, size=size, width=width, align=align)

    @staticmethod
    def _room(width: float, size: float, look: Look) -> float:
        """The measure for a size of 1; an average letter is half as wide as high, and tracking is added to each."""
        return width / size / (1 + look.tracking / 500)


def stack_height(paragraphs: Sequence[Paragraph]) -> float:
    """With the gap above each."""
    return sum(paragraph.look.gap + paragraph.height for paragraph in paragraphs)


def plain_height(paragraphs: Iterable[Paragraph]) -> float:
    """Without gaps."""
    return sum(paragraph.height for paragraph in paragraphs)


def row_height(blocks: Sequence[Block]) -> float:
    """Of blocks side by side, with the gap above."""
    return max((block.gap + block.height for block in blocks), default=0)


def column_height(blocks: Sequence[Block]) -> float:
    """Of blocks one under the other, with the gap above each."""
    return sum(block.gap + block.height for block in blocks)
