"""Layout: where each text of a certificate stands, airy if there is room and denser if there is not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from player.paper.lines import Composer, Line, is_right_to_left
from player.paper.looks import BOTTOM, LOOKS, MARGIN, QR_SIDE, TOP, Look, Paper
from player.paper.problems import TooMuchText
from player.paper.wording import Labelled, Text, Wording

COLUMN_GAP = 28.0
CELL_WIDTH = 210.0
CELL_GAP = 18.0
SHRINK = 0.8
"""How much smaller a text may get for each line more that it is given."""
FOOTER_GAP = 14.0
SIGNATURE_WIDTH = 190.0
SIGNATURE_HEIGHT = 44.0
DENSITIES = [step / 12 for step in range(13)]


class Align(Enum):
    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A text broken into lines; `size` and `gap` (above it) in points, `width` is the measure it was broken to."""

    text: Text
    lines: tuple[Line, ...]
    size: float
    width: float
    align: Align

    @property
    def look(self) -> Look:
        return LOOKS[self.text.part]

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
    def height(self) -> float:
        return self.label.height + self.text.look.gap + self.text.height


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Everything broken into lines at one density, and how much height is left over (negative: it does not fit)."""

    upper: tuple[Paragraph, ...]
    facts: tuple[Block, ...]
    statements: tuple[Block, ...]
    signatory: tuple[Paragraph, ...]
    number: tuple[Paragraph, ...]
    notes: tuple[Paragraph, ...]
    slack: float

    @property
    def gaps(self) -> float:
        """The space between all that stands above the footer."""
        rows = (blocks[0].label.look.gap for blocks in (self.facts, self.statements) if blocks)
        return sum(rows, sum(paragraph.look.gap for paragraph in self.upper))

    @property
    def facts_height(self) -> float:
        return max((block.height for block in self.facts), default=0)

    @property
    def statements_height(self) -> float:
        return max((block.height for block in self.statements), default=0)


def fitted(texts: Wording, paper: Paper, composer: Composer) -> Layout:
    """The airiest layout that fits on `paper`. Raises `TooMuchText`."""
    for density in DENSITIES:
        layout = _Setter(composer, paper, density).layout(texts)
        if layout.slack >= 0:
            return layout
    longest = max(texts.texts(), key=lambda text: text.length)
    where = longest.where[0].lower() + longest.where[1:]
    raise TooMuchText(longest=where, length=longest.length)


class _Setter:
    """Breaks texts into lines for one paper and density."""

    def __init__(self, composer: Composer, paper: Paper, density: float) -> None:
        self._composer = composer
        self._paper = paper
        self._density = density
        self._measure = paper.width - 2 * MARGIN

    def layout(self, texts: Wording) -> Layout:
        upper = tuple(self._centred(text) for text in texts.upper)
        facts = self._facts(texts.facts)
        statements = self._statements(texts.statements)
        signatory = self._footer(texts.signatory, SIGNATURE_WIDTH, Align.LEFT)
        needed = _stack_height(upper) + _row_height(facts) + _row_height(statements)
        return Layout(
            upper=upper,
            facts=facts,
            statements=statements,
            signatory=signatory,
            number=self._footer(texts.number, self._number_width(), Align.RIGHT),
            notes=self._footer(texts.notes, self._number_width(), Align.RIGHT),
            slack=self._paper.height - TOP - BOTTOM - needed - FOOTER_GAP - _footer_height(signatory),
        )

    def _centred(self, text: Text) -> Paragraph:
        """In the middle: shrunk until it takes as few lines as look best, one line more if that gets too small."""
        look = LOOKS[text.part]
        width = self._measure * look.share
        largest = look.size(self._density)
        for more in range(4 if look.lines else 0):
            size = largest
            while size >= look.floor * SHRINK**more:
                if len(self._composer.broken(text.pieces, self._room(width, size, look))) <= look.lines + more:
                    return self._paragraph(text, width, Align.CENTRE, size=size)
                size -= 0.5
        return self._paragraph(text, width, Align.CENTRE, size=largest)

    def _facts(self, facts: Sequence[Labelled]) -> tuple[Block, ...]:
        width = min(CELL_WIDTH, self._measure / max(len(facts), 1)) - CELL_GAP
        return tuple(self._block(fact, width, Align.CENTRE) for fact in facts)

    def _statements(self, statements: Sequence[Labelled]) -> tuple[Block, ...]:
        if len(statements) == 1:
            return (self._block(statements[0], self._measure * 0.8, Align.CENTRE),)
        width = (self._measure - COLUMN_GAP) / 2
        return tuple(self._block(statement, width, Align.LEFT) for statement in statements)

    def _footer(self, texts: Iterable[Text], width: float, align: Align) -> tuple[Paragraph, ...]:
        return tuple(self._paragraph(text, width, align) for text in texts)

    def _number_width(self) -> float:
        return self._measure - SIGNATURE_WIDTH - QR_SIDE - 2 * FOOTER_GAP

    def _block(self, labelled: Labelled, width: float, align: Align) -> Block:
        return Block(
            label=self._paragraph(labelled.label, width, align),
            text=self._paragraph(labelled.text, width, align),
        )

    def _paragraph(self, text: Text, width: float, align: Align, *, size: float | None = None) -> Paragraph:
        look = LOOKS[text.part]
        size = look.size(self._density) if size is None else size
        room = self._room(width, size, look)
        broken = self._composer.balanced if align is Align.CENTRE else self._composer.broken
        if align is Align.LEFT and is_right_to_left("".join(piece.text for piece in text.pieces)):
            align = Align.RIGHT
        return Paragraph(text=text, lines=broken(text.pieces, room), size=size, width=width, align=align)

    @staticmethod
    def _room(width: float, size: float, look: Look) -> float:
        """The measure for a size of 1; an average letter is half as wide as high, and tracking is added to each."""
        return width / size / (1 + look.tracking / 500)


def _stack_height(paragraphs: Sequence[Paragraph]) -> float:
    return sum(paragraph.look.gap + paragraph.height for paragraph in paragraphs)


def _row_height(blocks: Sequence[Block]) -> float:
    return max((block.label.look.gap + block.height for block in blocks), default=0)


def _footer_height(signatory: Sequence[Paragraph]) -> float:
    names = sum(paragraph.height for paragraph in signatory)
    return max(QR_SIDE, names + SIGNATURE_HEIGHT + 8 if signatory else 0)


def footer_height(layout: Layout) -> float:
    """Of the row with signature, number and QR code."""
    return _footer_height(layout.signatory)
