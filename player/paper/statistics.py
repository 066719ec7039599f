"""The report of a course's statistics: tagged pages with tables and charts, the same bytes for the same report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

from player.domain.statistics.report import Bars, Block, Quotes, Remark, Report, Section, Stacks, Table
from player.domain.template import PaperSize
from player.paper import table as tables
from player.paper.flow import Flow, Style
from player.paper.lines import Composer
from player.paper.looks import HAIRLINE, INK, MUTED, NAVY, PAPERS
from player.paper.metadata import Metadata
from player.paper.sheet import Colour, Sheet
from player.paper.statistics_charts import DrawnBars, DrawnStacks, Pen
from player.paper.typefaces import Cut, clean, typefaces
from player.paper.wording import LANGUAGE, foreign

MARGIN = 52.0
TOP, FOOT_ROOM = 56.0, 62.0
GUTTER = 9.0
LABELS = 84.0
TIMES = 40.0
"""What stands before a quotation."""
AMBER: Colour = (150, 98, 10)

MAKER = Style(cut=Cut.SANS_BOLD, size=9.5, colour=NAVY, tracking=0.3)
TITLE = Style(cut=Cut.SERIF_BOLD, size=22, colour=NAVY, leading=1.3)
LABEL = Style(cut=Cut.SANS, size=8, colour=MUTED, leading=1.55)
VALUE = Style(cut=Cut.SANS, size=9, colour=INK, leading=1.38)
HEADING = Style(cut=Cut.SERIF_BOLD, size=14, colour=NAVY)
ITEM = Style(cut=Cut.SANS_BOLD, size=10, colour=INK, leading=1.4)
TEXT = Style(cut=Cut.SANS, size=8.5, colour=INK, leading=1.42)
STRONG = Style(cut=Cut.SANS_BOLD, size=8.5, colour=AMBER, leading=1.42)
CAPTION = Style(cut=Cut.SANS_BOLD, size=8, colour=INK, leading=1.5)
QUOTE = Style(cut=Cut.SERIF, size=9, colour=INK, leading=1.42)
COUNT = Style(cut=Cut.SANS, size=8, colour=MUTED, leading=1.6)
CELL = Style(cut=Cut.SANS, size=8, colour=INK, leading=1.32)
FOOTER = Style(cut=Cut.SANS, size=7.5, colour=MUTED)
_UNNUMBERED = "<</O /List /ListNumbering /None>>"


def render_statistics(report: Report, *, fonts: Path, paper: PaperSize = PaperSize.LETTER) -> bytes:
    """The report as PDF/A-3a and PDF/UA-1. A character that no font has is replaced. Raises `FontsMissing`."""
    faces = typefaces(fonts)
    composer = Composer(faces)
    width, height = PAPERS[paper].height, PAPERS[paper].width  # on its short side
    sheet = Sheet(width=width, height=height, composer=composer, metadata=_metadata(report))
    flow = Flow(sheet, faces, composer, top=TOP, floor=height - FOOT_ROOM)
    pages = _Pages(report, sheet, flow, width=width, height=height)
    pages.head()
    for section in report.sections:
        pages.section(section)
    for page in range(1, sheet.pages + 1):
        sheet.turn_to(page)
        pages.foot(page, sheet.pages)
    return sheet.finished()


def _metadata(report: Report) -> Metadata:
    return Metadata(
        title=clean(f"{report.title}: {report.course}"),
        language=LANGUAGE,
        creator="Carrel",
        number=report.number,
        created=datetime.combine(report.day, time(), UTC),
    )


class _Pages:
    """Draws one report, part by part, in the order in which it is read."""

    def __init__(self, report: Report, sheet: Sheet, flow: Flow, *, width: float, height: float) -> None:
        self._report = report
        self._number = report.number
        self._sheet = sheet
        self._flow = flow
        self._height = height
        self._measure = width - 2 * MARGIN
        self._language = foreign(report.language)

    def head(self) -> None:
        flow = self._flow
        flow.row(flow.cell("Carrel", MAKER, x=MARGIN, width=self._measure))
        flow.row(flow.cell(self._report.title, TITLE, x=MARGIN, width=self._measure, kind="H1"))
        flow.space(8)
        for label, value in self._report.facts:
            text = flow.cell(value, VALUE, x=MARGIN + LABELS, width=self._measure - LABELS)
            flow.row(flow.cell(label, LABEL, x=MARGIN, width=LABELS - GUTTER), replace(text, turns=False))

    def section(self, section: Section) -> None:
        if section.level == 2:
            self._chapter(section)
        else:
            self._item(section)
        for block in section.blocks:
            self._block(block)

    def foot(self, page: int, pages: int) -> None:
        """Stands on every page, and is not read out."""
        flow, top = self._flow, self._height - FOOT_ROOM + 10
        flow.y = top
        flow.rule(HAIRLINE, x=MARGIN, width=self._measure)
        left = f"Carrel {self._report.title.lower()} {self._number}"
        flow.ornament(flow.cell(left, FOOTER, x=MARGIN, width=self._measure), top + 5)
        number = flow.cell(f"Page {page} of {pages}", FOOTER, x=MARGIN, width=self._measure)
        flow.ornament(replace(number, is_at_right=True), top + 5)

    # --- headings ----------------------------------------------------------------------------------------

    def _chapter(self, section: Section) -> None:
        flow = self._flow
        flow.space(20)
        cell = flow.cell(section.heading, HEADING, x=MARGIN, width=self._measure, kind="H2")
        flow.keep(cell.height + (110 if any(not isinstance(block, Remark) for block in section.blocks) else 50))
        if section.marked:
            flow.bar(AMBER, x=MARGIN - 12, y=flow.y + 2, width=3.5, height=cell.height - 2)
        flow.row(cell)
        flow.y += 2
        flow.rule(AMBER if section.marked else HAIRLINE, x=MARGIN, width=self._measure)
        flow.y += 7

    def _item(self, section: Section) -> None:
        flow = self._flow
        flow.space(12)
        language = self._language if section.quoted else None
        cell = flow.cell(section.heading, ITEM, x=MARGIN, width=self._measure, kind="H3", language=language)
        flow.keep(cell.height + 80)
        if section.marked:
            flow.bar(AMBER, x=MARGIN - 12, y=flow.y + 1, width=3.5, height=cell.height - 2)
        flow.row(cell)
        flow.y += 4

    # --- blocks ------------------------------------------------------------------------------------------

    def _block(self, block: Block) -> None:
        match block:
            case Remark():
                self._text(block.text, STRONG if block.strong else TEXT)
                self._flow.space(5)
            case Table():
                self._table(block)
            case Bars():
                self._bars(block)
            case Stacks():
                self._stacks(block)
            case Quotes():
                self._quotes(block)

    def _text(self, text: str, style: Style) -> None:
        self._flow.row(self._flow.cell(text, style, x=MARGIN, width=self._measure))

    def _table(self, told: Table) -> None:
        flow = self._flow
        room = self._measure - GUTTER * (len(told.head) - 1)
        widths = [share * room for share in told.widths]
        table = tables.Table(
            flow, tables.columns(told.head, widths, x=MARGIN, gutter=GUTTER, at_right=frozenset(told.at_right))
        )
        caption = flow.cell(told.caption, CAPTION, x=MARGIN, width=self._measure)
        flow.space(4)
        flow.keep(caption.height + table.head_height + 40)
        flow.row(caption)
        flow.y += 2
        with table.opened():
            for row in told.rows:
                table.row([table.cell(place, text, CELL, is_head=place == 0) for place, text in enumerate(row)])
        flow.space(10)

    def _bars(self, told: Bars) -> None:
        drawn = DrawnBars(told, self._pen())
        self._figures(drawn.heights(), told, drawn.draw)

    def _stacks(self, told: Stacks) -> None:
        if not told.stacks:
            return
        drawn = DrawnStacks(told, self._pen())

        def draw(y: float, first: int, last: int) -> None:
            drawn.draw_legend(y)
            drawn.draw(y + drawn.legend_height, first, last)

        self._figures(drawn.heights(), told, draw, head=drawn.legend_height)

    def _figures(
        self, heights: Sequence[float], told: Bars | Stacks, draw: Callable[[float, int, int], None], head: float = 0
    ) -> None:
        """A chart as one figure; one that is higher than a page is cut into several."""
        flow, first = self._flow, 0
        flow.space(3)
        flow.keep(min(head + sum(heights), (flow.floor - TOP) * 0.6))
        while first < len(heights):
            room, last = flow.floor - flow.y - head, first
            while last < len(heights) and (last == first or sum(heights[first : last + 1]) <= room):
                last += 1
            height = head + sum(heights[first:last])
            with self._sheet.tag("Figure", alt=_part(told, first, last).alternative, attributes=self._box(height)):
                draw(flow.y, first, last)
            flow.y += height
            first = last
            if first < len(heights):
                flow.keep(flow.floor)
        flow.space(4)

    def _quotes(self, told: Quotes) -> None:
        flow = self._flow
        caption = flow.cell(told.caption, CAPTION, x=MARGIN, width=self._measure)
        flow.keep(caption.height + 40)
        flow.row(caption)
        flow.y += 2
        with flow.group("L", attributes=_UNNUMBERED):
            for text, count in told.texts:
                self._quote(text, count)
        flow.space(5)

    def _quote(self, text: str, count: int) -> None:
        """Beside how often it was given: behind it, the number would be in the midst of what runs right to left."""
        flow, x, width = self._flow, MARGIN + TIMES, self._measure - TIMES
        cell = flow.cell(text, QUOTE, x=x, width=width, kind="LBody", language=self._language)
        label = flow.cell(f"{count} ×", COUNT, x=MARGIN + 8, width=TIMES - 14, kind="Lbl")
        flow.keep(min(cell.height, 120))
        flow.bar(HAIRLINE, x=MARGIN, y=flow.y + 2, width=2, height=min(cell.height, flow.floor - flow.y) - 3)
        with flow.group("LI"):
            cells = [replace(label, is_at_right=True)] if count > 1 else []
            flow.row(*cells, replace(cell, turns=False))
        flow.space(5)

    def _pen(self) -> Pen:
        return Pen(self._sheet, self._flow, x=MARGIN, width=self._measure)

    def _box(self, height: float) -> str:
        """Where a figure stands, as readers of tagged files want to know it."""
        low, high = self._sheet.up(self._flow.y + height), self._sheet.up(self._flow.y)
        return f"<</O /Layout /BBox [{MARGIN:.2f} {low:.2f} {MARGIN + self._measure:.2f} {high:.2f}]>>"


def _part(told: Bars | Stacks, first: int, last: int) -> Bars | Stacks:
    if isinstance(told, Bars):
        return replace(told, bars=told.bars[first:last])
    return replace(told, stacks=told.stacks[first:last])
