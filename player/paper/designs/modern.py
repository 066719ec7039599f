"""The modern design: a band and a tinted side in the provider's colour, everything else ranged left on white."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from player.paper.designs.page import (
    SIGNATURE_WIDTH,
    Ground,
    Matter,
    columns,
    draw_signing,
    evened,
    recut,
    signing_height,
)
from player.paper.drawing import Brush
from player.paper.looks import INK, MUTED, QR_SIDE, RED, WHITE, Look, Looks, tint
from player.paper.setting import Align, Block, Paragraph, Setter, column_height, plain_height, row_height, stack_height
from player.paper.sheet import Colour
from player.paper.typefaces import Cut
from player.paper.wording import Labelled, Part, Wording

BAND = 20.0
SIDE = 190.0
"""Of the tinted area at the right, up to the paper's edge."""
LEFT = 60.0
GUTTER = 34.0
"""Between the words in the middle and the tinted area."""
SIDE_LEFT, SIDE_RIGHT = 24.0, 36.0
"""Within the tinted area."""
TOP = 52.0
BOTTOM = 44.0
COLUMN_GAP = 22.0
FOOTER_GAP = 16.0
NOTES_GAP = 9.0
QUIET = 8.0
"""White around the code."""
LOGO_HEIGHT = 54.0
STRETCH = 0.9
RULE, RULE_HEIGHT = 46.0, 2.2
CUTS: Mapping[Part | Cut, Cut] = {Cut.SERIF: Cut.SANS_BOLD, Cut.SERIF_BOLD: Cut.SANS_BOLD, Cut.SERIF_ITALIC: Cut.SANS}


def looks(accent: Colour) -> Looks:
    return {
        Part.ISSUER: Look(largest=11.5, smallest=8.5, colour=accent, lines=1, floor=8.5, turns=False),
        Part.ADDRESS: Look(largest=8, smallest=6.5, colour=MUTED, gap=1),
        Part.SPECIMEN: Look(largest=11, smallest=9, colour=RED, gap=10, tracking=30),
        Part.HEADING: Look(
            largest=25,
            smallest=17,
            colour=accent,
            leading=1.16,
            lines=1,
            floor=17,
            gap=22,
            tracking=-4,
            turns=False,
            even=True,
        ),
        Part.REPLACES: Look(largest=9.5, smallest=8, colour=RED, gap=6),
        Part.LEAD: Look(largest=11.5, smallest=9, colour=MUTED, gap=22),
        Part.NAME: Look(
            largest=32, smallest=19, leading=1.22, lines=1, floor=18, gap=1, tracking=-6, turns=False, even=True
        ),
        Part.SENTENCE: Look(largest=12, smallest=8.5, leading=1.45, gap=8),
        Part.TITLE: Look(
            largest=15.5, smallest=9.5, leading=1.28, lines=2, floor=11, share=0.96, gap=9, turns=False, even=True
        ),
        Part.ALSO: Look(largest=8.8, smallest=7.2, leading=1.4, gap=8, even=True),
        Part.LABEL: Look(largest=8, smallest=6.5, colour=MUTED, gap=10),
        Part.VALUE: Look(largest=10.5, smallest=7.5, gap=0.5, turns=False),
        Part.SESSIONS_LABEL: Look(largest=8.2, smallest=6.5, colour=accent, gap=11),
        Part.SESSIONS: Look(largest=8.6, smallest=5.8, leading=1.4, gap=1, holds=6.5),
        Part.STATEMENT_LABEL: Look(largest=8.2, smallest=6.5, colour=accent, gap=14),
        Part.STATEMENT: Look(largest=8.4, smallest=5.6, leading=1.38, gap=1, holds=6.5),
        Part.SIGNATORY: Look(largest=9.5, smallest=8, gap=3),
        Part.SIGNATORY_TITLE: Look(largest=8, smallest=6.5, colour=MUTED),
        Part.NUMBER_LABEL: Look(largest=7.5, smallest=7, colour=MUTED),
        Part.NUMBER: Look(largest=10.5, smallest=9.5, colour=INK),
        Part.NOTE: Look(largest=7.2, smallest=6.6, colour=MUTED, leading=1.4, even=True),
        Part.REMARK: Look(largest=7.5, smallest=6, colour=MUTED, leading=1.36),
    }


def lay(texts: Wording, ground: Ground, density: float) -> Modern:
    setter = Setter(ground.composer, looks(ground.accent), density)
    texts = evened(recut(texts, CUTS), ground.composer)
    measure = ground.paper.width - LEFT - GUTTER - SIDE
    side = SIDE - SIDE_LEFT - SIDE_RIGHT
    return Modern(
        ground=ground,
        logo=ground.logo.within(side, LOGO_HEIGHT) if ground.logo else (0, 0),
        upper=tuple(setter.fitted(text, measure, Align.LEFT) for text in texts.upper),
        facts=tuple(setter.block(fact, side, Align.LEFT) for fact in texts.facts),
        sessions=tuple(setter.block(one, measure, Align.LEFT) for one in texts.sessions),
        statements=_statements(setter, texts.statements, measure),
        signatory=setter.stack(texts.signatory, SIGNATURE_WIDTH * 1.6, Align.LEFT),
        number=setter.stack(texts.number, side, Align.LEFT),
        notes=setter.stack(texts.notes, side, Align.LEFT),
        remark=setter.stack(texts.remark, measure, Align.LEFT),
    )


def _statements(setter: Setter, statements: Sequence[Labelled], measure: float) -> tuple[Block, ...]:
    return columns(setter, statements, measure, gap=COLUMN_GAP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Modern:
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
        """Of the middle or of the side, whichever has less room."""
        room = self.ground.paper.height - TOP - BOTTOM
        beside = self.logo[1] + column_height(self.facts) + FOOTER_GAP + self._number_height
        return min(room - self._needed, room - beside)

    def draw(self, brush: Brush, matter: Matter) -> None:
        self._areas(brush, specimen=matter.specimen)
        self._logo(brush)
        y = self._upper(brush)
        self._facts(brush)
        self._sessions(brush, y)
        self._statements(brush)
        draw_signing(brush, self.signatory, matter.signature, x=LEFT, floor=self._floor)
        self._number(brush, matter)
        brush.stacked(self.remark, LEFT, self._floor + NOTES_GAP)

    @property
    def _needed(self) -> float:
        upper = stack_height(self.upper) + row_height(self.sessions) + row_height(self.statements)
        return upper + FOOTER_GAP + signing_height(self.signatory) + self._remark_height

    @property
    def _remark_height(self) -> float:
        return plain_height(self.remark) + NOTES_GAP if self.remark else 0

    @property
    def _number_height(self) -> float:
        return plain_height((*self.number, *self.notes)) + QR_SIDE + 2 * NOTES_GAP + 2 * QUIET

    @property
    def _floor(self) -> float:
        return self.ground.paper.height - BOTTOM - self._remark_height

    @property
    def _side(self) -> float:
        return self.ground.paper.width - SIDE + SIDE_LEFT

    @property
    def _stretch(self) -> float:
        """How much larger the gaps are; what room is then left stands above the statements."""
        gaps = sum(paragraph.look.gap for paragraph in self.upper[1:])
        slack = self.ground.paper.height - TOP - BOTTOM - self._needed
        return 1 + min(slack / gaps * 0.6, STRETCH) if gaps else 1

    def _areas(self, brush: Brush, *, specimen: bool) -> None:
        paper, accent = self.ground.paper, self.ground.accent
        brush.area(paper.width - SIDE, 0, SIDE, paper.height, tint(accent, 0.07))
        brush.area(0, 0, BAND, paper.height, accent)
        if specimen:
            brush.watermark(paper)

    def _logo(self, brush: Brush) -> None:
        if self.ground.logo is not None:
            figure = self.ground.logo
            brush.picture(figure.picture, x=self._side, y=TOP, width=self.logo[0], alt=figure.alt)

    def _upper(self, brush: Brush) -> float:
        y = TOP
        for place, paragraph in enumerate(self.upper):
            y += paragraph.look.gap * self._stretch if place else 0
            y = brush.paragraph(paragraph, LEFT, y)
            if paragraph.text.part is Part.HEADING:
                brush.area(LEFT, y + 4, RULE, RULE_HEIGHT, self.ground.accent)
                y += 4 + RULE_HEIGHT
        return y

    def _facts(self, brush: Brush) -> None:
        y = TOP + self.logo[1] + (FOOTER_GAP if self.logo[1] else -self.facts[0].gap if self.facts else 0)
        for block in self.facts:
            y = brush.block(block, self._side, y + block.gap)

    def _sessions(self, brush: Brush, y: float) -> None:
        for block in self.sessions:
            brush.block(block, LEFT, y + block.gap * self._stretch)

    def _statements(self, brush: Brush) -> None:
        height = max((block.height for block in self.statements), default=0)
        y = self._floor - signing_height(self.signatory) - FOOTER_GAP - height
        x = LEFT
        for block in self.statements:
            brush.block(block, x, y)
            x += block.text.width + COLUMN_GAP

    def _number(self, brush: Brush, matter: Matter) -> None:
        """The number and how to check it, over the code on its white."""
        bottom = self.ground.paper.height - BOTTOM
        y = brush.stacked(self.number, self._side, bottom - self._number_height)
        brush.stacked(self.notes, self._side, y + NOTES_GAP)
        side = QR_SIDE + 2 * QUIET
        brush.area(self._side, bottom - side, side, side, WHITE)
        brush.code(matter.token, x=self._side + QUIET, y=bottom - side + QUIET, side=QR_SIDE, alt=matter.code_alt)
