"""The plain design: black on white, label beside text, nothing that only adorns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from player.paper.designs.page import (
    SIGNATURE_WIDTH,
    Ground,
    Matter,
    beside_code,
    draw_signing,
    evened,
    recut,
    signing_height,
)
from player.paper.drawing import Brush
from player.paper.looks import BLACK, QR_SIDE, Look, Looks
from player.paper.setting import Align, Block, Paragraph, Setter, plain_height, stack_height
from player.paper.typefaces import Cut
from player.paper.wording import Labelled, Part, Wording

MARGIN = 62.0
TOP = 50.0
BOTTOM = 46.0
LABELS = 116.0
"""How wide the column of labels is."""
ROW_GAP = 5.0
ROWS_GAP = 16.0
FOOTER_GAP = 14.0
NOTES_GAP = 7.0
LOGO_WIDTH, LOGO_HEIGHT = 170.0, 48.0
STRETCH = 1.2
CLOSER = 0.4
"""By this share gaps shrink on the densest page."""
CUTS: Mapping[Part | Cut, Cut] = {
    Part.VALUE: Cut.SANS,
    **dict.fromkeys((Part.LABEL, Part.SESSIONS_LABEL, Part.STATEMENT_LABEL), Cut.SANS_BOLD),
}

LOOKS: Looks = {
    Part.ISSUER: Look(largest=11.5, smallest=8.5, colour=BLACK, lines=1, floor=8.5, turns=False, even=True),
    Part.ADDRESS: Look(largest=8.5, smallest=6.5, colour=BLACK, gap=1),
    Part.SPECIMEN: Look(largest=11, smallest=9, colour=BLACK, gap=8, tracking=30),
    Part.HEADING: Look(
        largest=23, smallest=17, colour=BLACK, leading=1.2, lines=1, floor=16, gap=16, turns=False, even=True
    ),
    Part.REPLACES: Look(largest=9.5, smallest=8, colour=BLACK, gap=4),
    Part.LEAD: Look(largest=12, smallest=9, colour=BLACK, gap=12),
    Part.NAME: Look(
        largest=27, smallest=18, colour=BLACK, leading=1.24, lines=1, floor=17, gap=1, turns=False, even=True
    ),
    Part.SENTENCE: Look(largest=12.5, smallest=8.5, colour=BLACK, leading=1.4, gap=6),
    Part.TITLE: Look(
        largest=15, smallest=9.5, colour=BLACK, leading=1.26, lines=2, floor=11, gap=7, turns=False, even=True
    ),
    Part.ALSO: Look(largest=9, smallest=7.2, colour=BLACK, leading=1.36, gap=6, even=True),
    Part.LABEL: Look(largest=9, smallest=6.2, colour=BLACK, leading=1.34, holds=6.8),
    Part.VALUE: Look(largest=9, smallest=6.2, colour=BLACK, leading=1.34, holds=6.8, turns=False),
    Part.SESSIONS_LABEL: Look(largest=9, smallest=5.8, colour=BLACK, leading=1.34, holds=6.5),
    Part.SESSIONS: Look(largest=9, smallest=5.8, colour=BLACK, leading=1.34, holds=6.5),
    Part.STATEMENT_LABEL: Look(largest=9, smallest=5.6, colour=BLACK, leading=1.34, holds=6.5),
    Part.STATEMENT: Look(largest=9, smallest=5.6, colour=BLACK, leading=1.34, holds=6.5),
    Part.SIGNATORY: Look(largest=9.5, smallest=8, colour=BLACK, gap=3),
    Part.SIGNATORY_TITLE: Look(largest=8, smallest=6.5, colour=BLACK),
    Part.NUMBER_LABEL: Look(largest=7.5, smallest=7, colour=BLACK),
    Part.NUMBER: Look(largest=11, smallest=10, colour=BLACK),
    Part.NOTE: Look(largest=7.2, smallest=6.6, colour=BLACK, leading=1.4),
    Part.REMARK: Look(largest=7.5, smallest=6, colour=BLACK, leading=1.36),
}


def looks(density: float) -> Looks:
    return {part: replace(look, gap=look.gap * (1 - CLOSER * density)) for part, look in LOOKS.items()}


def lay(texts: Wording, ground: Ground, density: float) -> Plain:
    texts = evened(recut(texts, CUTS), ground.composer)
    setter = Setter(ground.composer, looks(density), density)
    measure = ground.paper.width - 2 * MARGIN
    number_width = measure - SIGNATURE_WIDTH - QR_SIDE - 2 * FOOTER_GAP
    numbered = beside_code(texts)
    logo = ground.logo.within(LOGO_WIDTH, LOGO_HEIGHT) if ground.logo else (0, 0)
    return Plain(
        ground=ground,
        logo=logo,
        upper=_upper(setter, texts, measure, beside=logo[0] + FOOTER_GAP if logo[0] else 0),
        rows=_rows(setter, (*texts.facts, *texts.sessions, *texts.statements), measure - LABELS),
        signatory=setter.stack(texts.signatory, SIGNATURE_WIDTH, Align.LEFT),
        number=setter.stack(texts.number, number_width, numbered),
        notes=setter.stack(texts.notes, number_width, numbered),
        remark=setter.stack(texts.remark, measure, Align.LEFT),
    )


def _upper(setter: Setter, texts: Wording, measure: float, *, beside: float) -> tuple[Paragraph, ...]:
    """The provider's name and address leave room for its logo beside them."""
    issuing = (Part.ISSUER, Part.ADDRESS)
    return tuple(
        setter.fitted(text, measure - beside if text.part in issuing else measure, Align.LEFT) for text in texts.upper
    )


def _rows(setter: Setter, labelled: Iterable[Labelled], width: float) -> tuple[Block, ...]:
    return tuple(
        Block(
            label=setter.paragraph(one.label, LABELS - ROW_GAP, Align.LEFT),
            text=setter.paragraph(one.text, width, Align.LEFT),
        )
        for one in labelled
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """Everything broken into lines at one density. `rows`: label and text side by side."""

    ground: Ground
    logo: tuple[float, float]
    upper: tuple[Paragraph, ...]
    rows: tuple[Block, ...]
    signatory: tuple[Paragraph, ...]
    number: tuple[Paragraph, ...]
    notes: tuple[Paragraph, ...]
    remark: tuple[Paragraph, ...]

    @property
    def slack(self) -> float:
        rows = sum(_height(row) for row in self.rows) + ROW_GAP * (len(self.rows) - 1) + ROWS_GAP if self.rows else 0
        needed = self._issuing_height + stack_height(self._below) + rows
        return self.ground.paper.height - TOP - BOTTOM - needed - FOOTER_GAP - self._footer_height - self._remark_height

    def draw(self, brush: Brush, matter: Matter) -> None:
        if matter.specimen:
            brush.watermark(self.ground.paper)
        self._logo(brush)
        y = self._upper(brush)
        self._rows(brush, y)
        draw_signing(brush, self.signatory, matter.signature, x=MARGIN, floor=self._floor)
        self._number(brush, matter)
        brush.stacked(self.remark, MARGIN, self._floor + NOTES_GAP)

    @property
    def _issuing(self) -> tuple[Paragraph, ...]:
        return tuple(one for one in self.upper if one.text.part in (Part.ISSUER, Part.ADDRESS))

    @property
    def _below(self) -> tuple[Paragraph, ...]:
        return self.upper[len(self._issuing) :]

    @property
    def _issuing_height(self) -> float:
        return max(stack_height(self._issuing), self.logo[1])

    @property
    def _footer_height(self) -> float:
        return max(QR_SIDE, signing_height(self.signatory))

    @property
    def _remark_height(self) -> float:
        return plain_height(self.remark) + NOTES_GAP if self.remark else 0

    @property
    def _floor(self) -> float:
        return self.ground.paper.height - BOTTOM - self._remark_height

    @property
    def _stretch(self) -> float:
        """How much larger the gaps are; what room is then left stands above the footer."""
        gaps = sum(paragraph.look.gap for paragraph in self._below) + ROWS_GAP + ROW_GAP * len(self.rows)
        return 1 + min(self.slack / gaps, STRETCH)

    def _logo(self, brush: Brush) -> None:
        if self.ground.logo is not None:
            x = self.ground.paper.width - MARGIN - self.logo[0]
            brush.picture(self.ground.logo.picture, x=x, y=TOP, width=self.logo[0], alt=self.ground.logo.alt)

    def _upper(self, brush: Brush) -> float:
        y = TOP
        for paragraph in self._issuing:
            y = brush.paragraph(paragraph, MARGIN, y + paragraph.look.gap)
        y = TOP + self._issuing_height
        for paragraph in self._below:
            y = brush.paragraph(paragraph, MARGIN, y + paragraph.look.gap * self._stretch)
        return y

    def _rows(self, brush: Brush, y: float) -> None:
        if self.rows:
            brush.rule(MARGIN, y + ROWS_GAP * self._stretch / 2, self.ground.paper.width - 2 * MARGIN, BLACK, 0.5)
        y += ROWS_GAP * self._stretch
        for row in self.rows:
            brush.paragraph(row.label, MARGIN, y)
            brush.paragraph(row.text, MARGIN + LABELS, y)
            y += _height(row) + ROW_GAP * self._stretch

    def _number(self, brush: Brush, matter: Matter) -> None:
        """The number and how to check it, beside the code."""
        code_left = self.ground.paper.width - MARGIN - QR_SIDE
        paragraphs = (*self.number, *self.notes)
        left = code_left - FOOTER_GAP - paragraphs[0].width if self.signatory else MARGIN
        top = self._floor - plain_height(paragraphs) - NOTES_GAP
        brush.stacked(self.notes, left, brush.stacked(self.number, left, top) + NOTES_GAP)
        brush.code(matter.token, x=code_left, y=self._floor - QR_SIDE, side=QR_SIDE, alt=matter.code_alt)


def _height(row: Block) -> float:
    return max(row.label.height, row.text.height)
