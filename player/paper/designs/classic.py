"""The classic design: a framed diploma with everything in its middle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from player.paper.designs.page import (
    SIGNATURE_WIDTH,
    Ground,
    Matter,
    beside_code,
    columns,
    draw_signing,
    evened,
    signing_height,
)
from player.paper.drawing import Brush
from player.paper.looks import HAIRLINE, INK, MUTED, QR_SIDE, RED, Look, Looks
from player.paper.setting import Align, Block, Paragraph, Setter, plain_height, row_height, stack_height
from player.paper.sheet import Colour
from player.paper.wording import Labelled, Part, Wording

MARGIN = 58.0
"""From the paper's edge to the text, left and right."""
TOP = 48.0
BOTTOM = 46.0
COLUMN_GAP = 28.0
CELL_WIDTH = 210.0
CELL_GAP = 18.0
FOOTER_GAP = 14.0
REMARK_GAP = 8.0
RULE_WIDTH = 250.0
NOTES_GAP = 7.0
LOGO_WIDTH, LOGO_HEIGHT, LEAST_LOGO = 200.0, 46.0, 20.0
LOGO_GAP = 5.0
STRETCH = 1.1
"""Gaps grow at most by this share; what room is then left stands above and below."""


def looks(accent: Colour) -> Looks:
    return {
        Part.ISSUER: Look(largest=12.5, smallest=9, colour=accent, lines=1, floor=9, share=0.9, tracking=15),
        Part.ADDRESS: Look(largest=8, smallest=6.5, colour=MUTED, share=0.8, gap=1),
        Part.SPECIMEN: Look(largest=11, smallest=9, colour=RED, gap=7, tracking=30),
        Part.HEADING: Look(
            largest=28, smallest=20, colour=accent, leading=1.2, lines=1, floor=18, share=0.96, gap=9, tracking=8
        ),
        Part.REPLACES: Look(largest=9.5, smallest=8, colour=RED, share=0.9, gap=5),
        Part.LEAD: Look(largest=13, smallest=10, colour=MUTED, gap=8),
        Part.NAME: Look(largest=36, smallest=22, leading=1.25, lines=1, floor=20, share=0.96, gap=2),
        Part.SENTENCE: Look(largest=13, smallest=9, leading=1.4, share=0.88, gap=10),
        Part.TITLE: Look(largest=18, smallest=10, colour=accent, lines=2, floor=12.5, share=0.88, gap=8),
        Part.ALSO: Look(largest=9, smallest=7.5, leading=1.36, share=0.84, gap=6),
        Part.LABEL: Look(largest=8, smallest=6.5, colour=MUTED, gap=11, tracking=20),
        Part.VALUE: Look(largest=10, smallest=7.5, gap=1),
        Part.SESSIONS_LABEL: Look(largest=8, smallest=6.5, colour=accent, gap=10, tracking=20),
        Part.SESSIONS: Look(largest=8.6, smallest=5.8, leading=1.34, gap=1, holds=6.5),
        Part.STATEMENT_LABEL: Look(largest=8, smallest=6.5, colour=accent, gap=14, tracking=20),
        Part.STATEMENT: Look(largest=8.4, smallest=5.6, colour=INK, leading=1.34, gap=1, holds=6.5),
        Part.SIGNATORY: Look(largest=9.5, smallest=8, gap=3),
        Part.SIGNATORY_TITLE: Look(largest=8, smallest=6.5, colour=MUTED),
        Part.NUMBER_LABEL: Look(largest=7.5, smallest=7, colour=MUTED, tracking=20),
        Part.NUMBER: Look(largest=11.5, smallest=10, tracking=25),
        Part.NOTE: Look(largest=7.2, smallest=6.6, colour=MUTED, leading=1.4),
        Part.REMARK: Look(largest=7.5, smallest=6, colour=MUTED, leading=1.36),
    }


def lay(texts: Wording, ground: Ground, density: float) -> Classic:
    setter = Setter(ground.composer, looks(ground.accent), density)
    measure = ground.paper.width - 2 * MARGIN
    number_width = measure - SIGNATURE_WIDTH - QR_SIDE - 2 * FOOTER_GAP
    texts, numbered = evened(texts, ground.composer), beside_code(texts)
    height = LOGO_HEIGHT - (LOGO_HEIGHT - LEAST_LOGO) * density
    return Classic(
        ground=ground,
        logo=ground.logo.within(LOGO_WIDTH, height) if ground.logo else (0, 0),
        upper=tuple(setter.fitted(text, measure, Align.CENTRE) for text in texts.upper),
        facts=_facts(setter, texts.facts, measure),
        sessions=tuple(setter.block(one, measure * 0.84, Align.CENTRE) for one in texts.sessions),
        statements=_statements(setter, texts.statements, measure),
        signatory=setter.stack(texts.signatory, SIGNATURE_WIDTH, Align.LEFT),
        number=setter.stack(texts.number, number_width, numbered),
        notes=setter.stack(texts.notes, number_width, numbered),
        remark=setter.stack(texts.remark, measure, Align.CENTRE),
    )


def _facts(setter: Setter, facts: Sequence[Labelled], measure: float) -> tuple[Block, ...]:
    width = min(CELL_WIDTH, measure / max(len(facts), 1)) - CELL_GAP
    return tuple(setter.block(fact, width, Align.CENTRE) for fact in facts)


def _statements(setter: Setter, statements: Sequence[Labelled], measure: float) -> tuple[Block, ...]:
    if len(statements) == 1:
        return (setter.block(statements[0], measure * 0.8, Align.CENTRE),)
    return columns(setter, statements, measure, gap=COLUMN_GAP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Classic:
    """Everything broken into lines at one density. `logo`: its width and height."""

    ground: Ground
    logo: tuple[float, float]
    upper: tuple[Paragraph, ...]
    facts: tuple[Block, ...]
    sessions: tuple[Block, ...]
    statements: tuple[Block, ...]
    signatory: tuple[Paragraph, ...]
    number: tuple[Paragraph, ...]
    notes: tuple[Paragraph, ...]
    remark: tuple[Paragraph, ...]

    @property
    def slack(self) -> float:
        rows = stack_height(self.upper) + row_height(self.facts) + row_height(self.sessions)
        needed = rows + row_height(self.statements) + self._logo_height
        return self.ground.paper.height - TOP - BOTTOM - needed - FOOTER_GAP - self._footer_height - self._remark_height

    def draw(self, brush: Brush, matter: Matter) -> None:
        self._frame(brush, specimen=matter.specimen)
        y = self._upper(brush, self._top)
        y = self._facts(brush, y)
        self._sessions(brush, y)
        self._statements(brush)
        draw_signing(brush, self.signatory, matter.signature, x=MARGIN, floor=self._floor)
        self._number(brush, matter)
        brush.stacked(self.remark, MARGIN, self._floor + REMARK_GAP)

    @property
    def _logo_height(self) -> float:
        return self.logo[1] + LOGO_GAP if self.logo[1] else 0

    @property
    def _footer_height(self) -> float:
        return max(QR_SIDE, signing_height(self.signatory))

    @property
    def _remark_height(self) -> float:
        return plain_height(self.remark) + REMARK_GAP if self.remark else 0

    @property
    def _floor(self) -> float:
        return self.ground.paper.height - BOTTOM - self._remark_height

    @property
    def _gaps(self) -> float:
        """The space between all that stands above the footer."""
        rows = (blocks[0].gap for blocks in (self.facts, self.sessions, self.statements) if blocks)
        return sum(rows, sum(paragraph.look.gap for paragraph in self.upper))

    @property
    def _stretched(self) -> float:
        return min(self.slack, self._gaps * STRETCH)

    @property
    def _stretch(self) -> float:
        return 1 + self._stretched / self._gaps if self._gaps else 1

    @property
    def _top(self) -> float:
        return TOP + (self.slack - self._stretched) * 0.4

    def _frame(self, brush: Brush, *, specimen: bool) -> None:
        paper = self.ground.paper
        if specimen:
            brush.watermark(paper)
        brush.frame(22, 22, paper.width - 44, paper.height - 44, self.ground.accent, 1.4)
        brush.notched(28, 28, paper.width - 56, paper.height - 56, 11, HAIRLINE)

    def _upper(self, brush: Brush, y: float) -> float:
        width, stretch = self.ground.paper.width, self._stretch
        if self.ground.logo is not None:
            x = (width - self.logo[0]) / 2
            brush.picture(self.ground.logo.picture, x=x, y=y, width=self.logo[0], alt=self.ground.logo.alt)
            y += self._logo_height
        for paragraph in self.upper:
            y += paragraph.look.gap * stretch
            y = brush.paragraph(paragraph, (width - paragraph.width) / 2, y)
            if paragraph.text.part is Part.NAME:
                brush.rule((width - RULE_WIDTH) / 2, y + 3, RULE_WIDTH, HAIRLINE)
        return y

    def _facts(self, brush: Brush, y: float) -> float:
        if not self.facts:
            return y
        y += self.facts[0].gap * self._stretch
        height = max(block.height for block in self.facts)
        step = self.facts[0].text.width + CELL_GAP
        x = (self.ground.paper.width - step * len(self.facts) + CELL_GAP) / 2
        for place, block in enumerate(self.facts):
            if place:
                brush.upright(x - CELL_GAP / 2, y + 1, height - 2, HAIRLINE)
            brush.block(block, x, y)
            x += step
        return y + height

    def _sessions(self, brush: Brush, y: float) -> None:
        for block in self.sessions:
            brush.block(block, (self.ground.paper.width - block.text.width) / 2, y + block.gap * self._stretch)

    def _statements(self, brush: Brush) -> None:
        statements = self.statements
        height = max((block.height for block in statements), default=0)
        y = self._floor - self._footer_height - FOOTER_GAP - height
        if len(statements) == 1:
            brush.block(statements[0], (self.ground.paper.width - statements[0].text.width) / 2, y)
            return
        x = MARGIN
        for block in statements:
            brush.block(block, x, y)
            x += block.text.width + COLUMN_GAP

    def _number(self, brush: Brush, matter: Matter) -> None:
        """The number and how to check it, beside the code."""
        code_left = self.ground.paper.width - MARGIN - QR_SIDE
        paragraphs = (*self.number, *self.notes)
        left = code_left - FOOTER_GAP - paragraphs[0].width if self.signatory else MARGIN
        top = self._floor - plain_height(paragraphs) - NOTES_GAP
        brush.stacked(self.notes, left, brush.stacked(self.number, left, top) + NOTES_GAP)
        brush.code(matter.token, x=code_left, y=self._floor - QR_SIDE, side=QR_SIDE, alt=matter.code_alt)
