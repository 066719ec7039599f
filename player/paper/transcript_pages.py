"""The pages of a transcript, part by part in the order in which they are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from player.domain import transcript_wording as wording
from player.domain.transcript import CyclePart, Entry, Sum, Transcript
from player.domain.transcript_chart import HEADING as CHART_HEADING
from player.domain.transcript_chart import chart_of
from player.paper.chart import AMBER, Drawn
from player.paper.flow import Cell, Flow, Style
from player.paper.lines import Piece
from player.paper.looks import HAIRLINE, INK, MUTED, NAVY
from player.paper.sheet import Colour, Sheet
from player.paper.table import PALE, Column, Table, columns
from player.paper.typefaces import ITALIC_OF, Cut

MARGIN = 44.0
TOP = 54.0
FOOT_ROOM = 62.0
"""From the floor of the texts to the paper's lower edge."""
GUTTER = 7.0
BOX = 158.0
LABELS = 74.0

TINT: Colour = (252, 247, 236)
"""Behind what is self-reported; the words say so too."""
SHADE: Colour = (240, 243, 247)
"""Behind sums."""

MAKER = Style(cut=Cut.SANS_BOLD, size=9.5, colour=NAVY, tracking=0.3)
TITLE = Style(cut=Cut.SERIF_BOLD, size=23, colour=NAVY, leading=1.3)
NAME = Style(cut=Cut.SERIF_BOLD, size=16, colour=INK, leading=1.35)
NUMBER_LABEL = Style(cut=Cut.SANS, size=7.5, colour=MUTED)
NUMBER = Style(cut=Cut.SANS_BOLD, size=10.5, colour=INK, leading=1.4, tracking=0.2)
LABEL = Style(cut=Cut.SANS, size=8, colour=MUTED, leading=1.55)
VALUE = Style(cut=Cut.SANS, size=9, colour=INK, leading=1.38)
HEADING = Style(cut=Cut.SERIF_BOLD, size=13, colour=NAVY)
YEAR = Style(cut=Cut.SERIF_BOLD, size=11, colour=INK, leading=1.4)
TEXT = Style(cut=Cut.SANS, size=8.5, colour=INK, leading=1.42)
ASIDE = Style(cut=Cut.SANS, size=8, colour=MUTED, leading=1.4)
TABLE = Style(cut=Cut.SANS, size=8, colour=INK, leading=1.32)
TABLE_MUTED = Style(cut=Cut.SANS, size=8, colour=MUTED, leading=1.32)
TABLE_STRONG = Style(cut=Cut.SANS_BOLD, size=8, colour=INK, leading=1.32)
UNPROVEN = Style(cut=Cut.SANS_BOLD, size=8, colour=AMBER, leading=1.32)
DIGITS = tuple(Style(cut=Cut.SANS, size=size, colour=INK, leading=10.56 / size) for size in (7.2, 6.8, 6.4, 6.0))
"""A number is never broken: some have wider letters than others. Its line is as high as the others of its row."""
FOOTER = Style(cut=Cut.SANS, size=7.5, colour=MUTED)

_DATE, _KIND, _AMOUNT, _NUMBER = 50.0, 106.0, 32.0, 80.0
"""As wide as what stands there: the longest name of a credit keeps on one line."""
_TOTALS = (0.52, 0.16, 0.16, 0.16)
_PROVIDERS = (0.32, 0.28, 0.13, 0.14, 0.13)
"""The columns' shares of the width."""


class Pages:
    """Draws one transcript on a sheet of this size."""

    def __init__(
        self, transcript: Transcript, number: str, sheet: Sheet, flow: Flow, *, width: float, height: float
    ) -> None:
        self._transcript = transcript
        self._number = number
        self._sheet = sheet
        self._flow = flow
        self._width = width
        self._height = height
        self._measure = width - 2 * MARGIN
        self._italics = wording.italics(transcript)

    def draw(self) -> None:
        """Everything but the foot."""
        self._head()
        if not self._transcript.entries:
            self._flow.space(14)
            self._text(wording.NOTHING, TEXT)
        else:
            self._totals()
        self._chart()
        self._cycles()
        self._entries()
        self._providers()
        self._proof()

    def foot(self, page: int, pages: int) -> None:
        """Stands on every page, and is not read out."""
        flow, top = self._flow, self._height - FOOT_ROOM + 10
        flow.y = top
        flow.rule(HAIRLINE, x=MARGIN, width=self._measure)
        left, right = wording.footer(self._number, self._transcript.name, page, pages)
        flow.ornament(flow.cell(left, FOOTER, x=MARGIN, width=self._measure - 84), top + 5)
        number = flow.cell(right, FOOTER, x=MARGIN, width=self._measure)
        flow.ornament(replace(number, is_at_right=True), top + 5)

    # --- the parts ---------------------------------------------------------------------------------------

    def _head(self) -> None:
        """Title and number side by side, then whose it is, and what was chosen."""
        flow, box = self._flow, self._width - MARGIN - BOX
        top, room = flow.y, self._measure - BOX - GUTTER
        flow.row(flow.cell("Carrel", MAKER, x=MARGIN, width=room))
        flow.row(flow.cell(wording.TITLE, TITLE, x=MARGIN, width=room, kind="H1"))
        below = flow.y
        flow.y = top + 8
        flow.row(flow.cell(wording.NUMBER, NUMBER_LABEL, x=box + 12, width=BOX - 24))
        flow.row(flow.cell(self._number, NUMBER, x=box + 12, width=BOX - 24))
        flow.frame(HAIRLINE, x=box, y=top + 2, width=BOX, height=flow.y - top + 4)
        flow.y = max(below, flow.y + 4) + 8
        if self._transcript.name:
            name = flow.cell(self._transcript.name, NAME, x=MARGIN, width=self._measure)
            flow.row(replace(name, turns=False))
        flow.space(5)
        for label, value in wording.facts(self._transcript):
            self._labelled(label, self._kinds() if label == wording.TYPES else [self._plain(value)])

    def _totals(self) -> None:
        self._heading(wording.TOTALS, followed_by=60)
        self._sums(Table(self._flow, self._columns(wording.TOTALS_HEAD, _TOTALS, {1, 2, 3})), self._transcript.totals)
        self._flow.space(5)
        self._text(wording.NOT_ADDED, ASIDE)

    def _chart(self) -> None:
        chart, flow = chart_of(self._transcript), self._flow
        if chart is None:
            return
        drawn = Drawn(chart, self._sheet, flow, x=MARGIN, width=self._measure, name_of=self._panel_name)
        self._heading(CHART_HEADING, followed_by=drawn.height)
        with self._sheet.tag("Figure", alt=chart.alternative, attributes=self._box(drawn.height)):
            drawn.draw(flow.y)
        flow.y += drawn.height
        if chart.remark:
            self._text(chart.remark, ASIDE)

    def _cycles(self) -> None:
        cycles, flow = self._transcript.cycles, self._flow
        if not cycles:
            return
        self._heading(wording.CYCLES, followed_by=ASIDE.height + 9 + self._cycle_height(cycles[0]))
        note = wording.CYCLES_NOTE
        if not wording.is_everything(self._transcript.selection):
            note = f"{note} {wording.CHOSEN_ONLY}"
        self._text(note, ASIDE)
        for part in cycles:
            flow.space(9)
            self._cycle(part)

    def _cycle(self, part: CyclePart) -> None:
        flow, words = self._flow, wording.cycle_words(part)
        flow.keep(self._cycle_height(part))
        flow.row(flow.cell(words.name, YEAR, x=MARGIN, width=self._measure, kind="H3"))
        self._text(words.days, ASIDE)
        flow.space(4)
        if words.requirement:
            amount, kind = words.requirement
            self._labelled(wording.REQUIRED, [self._plain(amount, after=" "), *self._kind(kind)])
            self._labelled(wording.STANDING, [self._plain(words.outcome)])
        if words.tenths is not None:
            self._measured(words.tenths)
        flow.space(6)
        if part.sums:
            self._sums(Table(flow, self._columns(wording.TOTALS_HEAD, _TOTALS, {1, 2, 3})), part.sums)
        else:
            self._text(wording.NOTHING_WITHIN, TEXT)

    def _cycle_height(self, part: CyclePart) -> float:
        """What is to stay together, about."""
        return min(YEAR.height + VALUE.height * 4 + 50 + len(part.sums) * 17, self._height / 2)

    def _entries(self) -> None:
        if not self._transcript.entries:
            return
        self._heading(wording.ENTRIES, followed_by=100)
        for year, entries, sums in wording.entries_by_year(self._transcript):
            self._flow.space(4)
            self._year(year, entries, sums)

    def _year(self, year: str, entries: Sequence[Entry], sums: Sequence[Sum]) -> None:
        flow = self._flow
        table = Table(flow, self._entry_columns())
        flow.keep(YEAR.height + table.head_height + 60)
        flow.row(flow.cell(year, YEAR, x=MARGIN, width=self._measure, kind="H3"))
        flow.y += 2
        below = [self._sum(table, year, one) for one in sums]
        together = min(sum(map(table.height_of, below)), self._height / 4)
        with table.opened():
            for place, entry in enumerate(entries, start=1):
                tint = TINT if entry.is_reported else None
                table.row(self._entry(table, entry), tint=tint, followed_by=together if place == len(entries) else 0)
            for place, cells in enumerate(below):
                table.row(cells, tint=SHADE, line=PALE if place else NAVY)
        flow.space(10)

    def _entry(self, table: Table, entry: Entry) -> list[Cell]:
        return [
            table.cell(0, wording.short_date(entry.day), TABLE),
            self._activity(table, entry),
            table.cell(2, entry.provider, TABLE_MUTED),
            table.composed(3, self._kind(entry.kind, italic=entry.italic), TABLE),
            table.cell(4, wording.amount(entry), TABLE),
            self._standing(table, entry),
        ]

    def _standing(self, table: Table, entry: Entry) -> Cell:
        styles = (UNPROVEN,) if entry.is_reported else DIGITS
        cells = [table.cell(5, wording.standing(entry), style) for style in styles]
        return next((cell for cell in cells if len(cell.lines) == 1), cells[-1])

    def _activity(self, table: Table, entry: Entry) -> Cell:
        """The title, and on lines of its own what the learner notes."""
        title = table.cell(1, entry.title, TABLE, is_head=True)
        noted = self._flow.printable(wording.note(entry))
        if not noted:
            return title
        note = table.composed(1, [Piece(noted, Cut.SANS_ITALIC)], TABLE)
        return replace(title, lines=(*title.lines, *note.lines))

    def _sum(self, table: Table, year: str, one: Sum) -> list[Cell]:
        return [
            table.spanning(0, 2, wording.sum_label(year), TABLE_STRONG),
            table.composed(3, self._kind(one.kind), TABLE),
            table.cell(4, wording.amounts(one)[2], TABLE_STRONG),
            table.cell(5, wording.sum_remark(one), TABLE_MUTED),
        ]

    def _providers(self) -> None:
        parts = self._transcript.providers
        if len(parts) < 2:
            return
        self._heading(wording.PROVIDERS, followed_by=60)
        table = Table(self._flow, self._columns(wording.PROVIDERS_HEAD, _PROVIDERS, {2, 3, 4}))
        with table.opened():
            for part in parts:
                for one in part.sums:
                    name = table.cell(0, part.name or wording.NO_PROVIDER, TABLE, is_head=True)
                    table.row([name, *self._amounts(table, 1, one)])

    def _proof(self) -> None:
        texts = wording.statements(self._transcript)
        cells = [self._flow.cell(text, TEXT, x=MARGIN, width=self._measure) for text in texts]
        self._heading(wording.PROOF, followed_by=sum(cell.height + 4 for cell in cells))
        for cell in cells:
            self._flow.row(cell)
            self._flow.space(4)

    # --- what they are made of ---------------------------------------------------------------------------

    def _sums(self, table: Table, sums: Sequence[Sum]) -> None:
        with table.opened():
            for one in sums:
                kind, *amounts = self._amounts(table, 0, one)
                table.row([kind, *amounts])

    def _amounts(self, table: Table, first: int, one: Sum) -> list[Cell]:
        """A credit type from column `first` on, and its three amounts; at the very left it is what the row is about."""
        proven, reported, both = wording.amounts(one)
        return [
            table.composed(first, self._kind(one.kind), TABLE, is_head=first == 0),
            table.cell(first + 1, proven, TABLE),
            table.cell(first + 2, reported, TABLE if one.reported else TABLE_MUTED),
            table.cell(first + 3, both, TABLE_STRONG),
        ]

    def _panel_name(self, kind: str) -> list[Piece]:
        return self._kind(kind) if kind in self._italics else self._kind(kind, cut=Cut.SANS_BOLD)

    def _kind(self, kind: str, *, italic: bool | None = None, cut: Cut = Cut.SANS) -> list[Piece]:
        is_italic = kind in self._italics if italic is None else italic
        return [
            Piece(self._flow.printable(run.text), ITALIC_OF[cut] if run.italic else cut)
            for run in wording.kind_runs(kind, italic=is_italic)
        ]

    def _columns(self, heads: Sequence[str], shares: Sequence[float], at_right: set[int]) -> tuple[Column, ...]:
        room = self._measure - GUTTER * (len(heads) - 1)
        widths = [share * room for share in shares]
        return columns(heads, widths, x=MARGIN, gutter=GUTTER, at_right=frozenset(at_right))

    def _entry_columns(self) -> tuple[Column, ...]:
        """Activity and provider share what the others leave."""
        left = self._measure - GUTTER * 5 - _DATE - _KIND - _AMOUNT - _NUMBER
        widths = (_DATE, left * 0.53, left * 0.47, _KIND, _AMOUNT, _NUMBER)
        return columns(wording.ENTRIES_HEAD, widths, x=MARGIN, gutter=GUTTER, at_right=frozenset({4}))

    def _heading(self, text: str, *, followed_by: float) -> None:
        flow = self._flow
        flow.space(18)
        flow.keep(HEADING.height + 9 + followed_by)
        flow.row(flow.cell(text, HEADING, x=MARGIN, width=self._measure, kind="H2"))
        flow.y += 2
        flow.rule(HAIRLINE, x=MARGIN, width=self._measure)
        flow.y += 6

    def _text(self, text: str, style: Style) -> None:
        self._flow.row(self._flow.cell(text, style, x=MARGIN, width=self._measure))

    def _labelled(self, label: str, pieces: Sequence[Piece]) -> None:
        flow, x, width = self._flow, MARGIN + LABELS, self._measure - LABELS
        flow.row(
            flow.cell(label, LABEL, x=MARGIN, width=LABELS - GUTTER),
            flow.composed(pieces, VALUE, x=x, width=width),
        )

    def _plain(self, text: str, *, after: str = "") -> Piece:
        return Piece(self._flow.printable(text) + after, VALUE.cut)

    def _kinds(self) -> list[Piece]:
        """The credit types that were chosen, in a row."""
        chosen = sorted(self._transcript.selection.kinds)
        if not chosen:
            return [self._plain(wording.ALL)]
        pieces = [[*self._kind(kind), Piece(", ", VALUE.cut)] for kind in chosen]
        return [piece for one in pieces for piece in one][:-1]

    def _measured(self, tenths: int) -> None:
        """A bar that says for the eye what the line above it says in words."""
        flow, width = self._flow, 220.0
        flow.y += 3
        flow.bar(PALE, x=MARGIN + LABELS, y=flow.y, width=width, height=4)
        if tenths:
            flow.bar(NAVY, x=MARGIN + LABELS, y=flow.y, width=width * tenths / 1000, height=4)
        flow.y += 9

    def _box(self, height: float) -> str:
        """Where a figure stands, as readers of tagged files want to know it."""
        low, high = self._sheet.up(self._flow.y + height), self._sheet.up(self._flow.y)
        return f"<</O /Layout /BBox [{MARGIN:.2f} {low:.2f} {MARGIN + self._measure:.2f} {high:.2f}]>>"
