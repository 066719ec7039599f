"""The report of a check-up: tagged pages that can be read from a telephone, the same bytes for the same check-up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from player.domain.checkup import wording
from player.domain.checkup.fact_words import FactRow, fact_rows
from player.domain.checkup.report import CheckUp, Outcome
from player.domain.checkup.wording import Labelled
from player.domain.requirement import Finding, Level, Verdict
from player.paper.flow import Cell, Flow, Style
from player.paper.lines import Composer
from player.paper.looks import HAIRLINE, INK, MUTED, NAVY, RED
from player.paper.metadata import Metadata
from player.paper.sheet import Colour, Sheet
from player.paper.typefaces import Cut, typefaces
from player.paper.wording import LANGUAGE, foreign

WIDTH, HEIGHT = 612.0, 792.0
"""US Letter on its short side, in points."""
MARGIN = 56.0
MEASURE = WIDTH - 2 * MARGIN
TOP, FLOOR, FOOT = 58.0, HEIGHT - 64, HEIGHT - 46

AMBER: Colour = (133, 84, 0)
GREEN: Colour = (29, 98, 62)
PALE: Colour = (222, 226, 231)

MAKER = Style(cut=Cut.SANS_BOLD, size=9.5, colour=NAVY, tracking=0.3)
TITLE = Style(cut=Cut.SERIF_BOLD, size=22, colour=NAVY, leading=1.3)
NUMBER_LABEL = Style(cut=Cut.SANS, size=7.5, colour=MUTED)
NUMBER = Style(cut=Cut.SANS_BOLD, size=20, colour=INK, leading=1.3, tracking=1.2)
LABEL = Style(cut=Cut.SANS, size=8, colour=MUTED, leading=1.5)
VALUE = Style(cut=Cut.SANS, size=9.5, colour=INK)
OUTCOME = Style(cut=Cut.SERIF_BOLD, size=13, colour=INK)
TALLY = Style(cut=Cut.SANS, size=8.5, colour=MUTED)
HEADING = Style(cut=Cut.SERIF_BOLD, size=13, colour=NAVY)
ANSWER = Style(cut=Cut.SANS_BOLD, size=9, colour=INK, leading=1.5)
RULE = Style(cut=Cut.SANS_BOLD, size=9.5, colour=INK, leading=1.42)
DETAIL = Style(cut=Cut.SANS, size=8.5, colour=INK, leading=1.41)
REASON = Style(cut=Cut.SANS, size=8.5, colour=INK)
ASIDE = Style(cut=Cut.SANS, size=8.5, colour=MUTED)
TABLE_HEAD = Style(cut=Cut.SANS_BOLD, size=7.5, colour=NAVY)
TABLE = Style(cut=Cut.SANS, size=8, colour=INK)
TABLE_HOW = Style(cut=Cut.SANS, size=8, colour=MUTED)
FOOTER = Style(cut=Cut.SANS, size=7.5, colour=MUTED)

BOX = 172.0
"""The width of the box with the identifier."""
LABELS = 58.0
ANSWERS = 106.0
DETAILS = 56.0
COLUMNS = (0.0, 158.0, 296.0, MEASURE)
"""Where those of the table begin, and where the last one ends."""
GUTTER = 10.0

_COLOURS = {Verdict.MET: GREEN, Verdict.MET_AT_MINIMUM: GREEN}
_BARS = {Outcome.READY: GREEN, Outcome.UNSURE: AMBER, Outcome.LACKS: RED}
_COLUMN_HEAD = "<</O /Table /Scope /Column>>"
_ROW_HEAD = "<</O /Table /Scope /Row>>"
_UNNUMBERED = "<</O /List /ListNumbering /None>>"


def render_check_up(checkup: CheckUp, *, fonts: Path) -> bytes:
    """The report as PDF/A-3a and PDF/UA-1. A character that no font has is replaced. Raises `FontsMissing`."""
    faces = typefaces(fonts)
    composer = Composer(faces)
    sheet = Sheet(width=WIDTH, height=HEIGHT, composer=composer, metadata=_metadata(checkup))
    report = _Report(checkup, Flow(sheet, faces, composer, top=TOP, floor=FLOOR))
    report.head()
    report.outcome()
    report.answers()
    report.set_aside()
    report.facts()
    for page in range(1, sheet.pages + 1):
        sheet.turn_to(page)
        report.foot(page, sheet.pages)
    return sheet.finished()


def _metadata(checkup: CheckUp) -> Metadata:
    return Metadata(
        title=f"Carrel: {wording.TITLE}, {checkup.id}",
        language=LANGUAGE,
        creator="Carrel",
        number=checkup.id,
        created=checkup.moment,
    )


class _Report:
    """Draws one report, part by part, in the order in which it is read."""

    def __init__(self, checkup: CheckUp, flow: Flow) -> None:
        self._checkup = checkup
        self._flow = flow
        self._id = checkup.id
        self._language = foreign(checkup.subject.course.language) if checkup.subject else None

    def head(self) -> None:
        """Title and identifier side by side, then when, for which course, and whom to send it to."""
        flow, box = self._flow, WIDTH - MARGIN - BOX
        top, x, width = flow.y, box + 12, BOX - 24
        flow.row(flow.cell("Carrel", MAKER, x=MARGIN, width=MEASURE - BOX - GUTTER))
        title = wording.TITLE[0].upper() + wording.TITLE[1:]
        flow.row(flow.cell(title, TITLE, x=MARGIN, width=MEASURE - BOX - GUTTER, kind="H1"))
        below = flow.y
        flow.frame(HAIRLINE, x=box, y=top - 4, width=BOX, height=below - top + 4)
        flow.y = top + 2
        flow.row(flow.cell("Identifier, to say on the telephone", NUMBER_LABEL, x=x, width=width))
        flow.row(flow.cell(self._id, NUMBER, x=x, width=width))
        flow.y = below + 14
        for row in wording.head_of(self._checkup):
            self._labelled(row, VALUE, x=MARGIN, label=LABELS, language=self._language if row.is_quoted else None)
            flow.space(2)

    def outcome(self) -> None:
        """The one sentence to read, beside a bar in its colour."""
        flow = self._flow
        flow.space(10)
        cell = flow.cell(wording.overall(self._checkup), OUTCOME, x=MARGIN + 14, width=MEASURE - 14)
        height = cell.height + 3 + TALLY.height
        flow.keep(height)
        flow.bar(_BARS[self._checkup.outcome], x=MARGIN, y=flow.y + 1, width=3, height=height)
        flow.row(cell)
        flow.space(3)
        flow.row(flow.cell(wording.tally(self._checkup), TALLY, x=MARGIN + 14, width=MEASURE - 14))

    def answers(self) -> None:
        for level, findings in wording.grouped(wording.applying(self._checkup.findings)):
            first = self._entry(findings[0])
            self._heading(wording.level_word(level), followed_by=min(_height(first), 160))
            with self._flow.group("L", attributes=_UNNUMBERED):
                for finding in findings:
                    self._answer(finding)

    def set_aside(self) -> None:
        """What does not apply here: each reason once, with its rules."""
        aside, flow = wording.set_aside(self._checkup.findings), self._flow
        if not aside:
            return
        self._heading("Does not apply here", followed_by=40)
        for reason, findings in aside:
            cell = flow.cell(reason, REASON, x=MARGIN, width=MEASURE)
            flow.keep(cell.height + ASIDE.height)
            flow.row(cell)
            with flow.group("L", attributes=_UNNUMBERED):
                for one in findings:
                    self._aside(one)
            flow.space(6)

    def facts(self) -> None:
        """Everything that the answers rest on, as a table."""
        rows, flow = fact_rows(self._checkup.facts), self._flow
        self._heading("What was found out", followed_by=60)
        with flow.group("Table"):
            flow.row(*self._table_head(), within="TR")
            for row in rows:
                self._fact(row)
        flow.space(12)
        flow.row(flow.cell(wording.NOBODY, ASIDE, x=MARGIN, width=MEASURE))

    def foot(self, page: int, pages: int) -> None:
        """Stands on every page, and is not read out."""
        flow = self._flow
        flow.y = FOOT - 8
        flow.rule(HAIRLINE, x=MARGIN, width=MEASURE)
        flow.ornament(flow.cell(f"Carrel check-up {self._id}", FOOTER, x=MARGIN, width=MEASURE), FOOT - 2)
        number = flow.cell(f"Page {page} of {pages}", FOOTER, x=MARGIN, width=MEASURE)
        flow.ornament(replace(number, is_at_right=True), FOOT - 2)

    def _heading(self, text: str, *, followed_by: float) -> None:
        flow = self._flow
        flow.space(18)
        flow.keep(HEADING.height + 10 + followed_by)
        flow.row(flow.cell(text, HEADING, x=MARGIN, width=MEASURE, kind="H2"))
        flow.y += 2
        flow.rule(HAIRLINE, x=MARGIN, width=MEASURE)
        flow.y += 7

    def _answer(self, finding: Finding) -> None:
        flow = self._flow
        rule, *details = rows = self._entry(finding)
        flow.keep(min(_height(rows), (FLOOR - TOP) / 2))
        with flow.group("LI"):
            flow.keep(rule[0].height)
            word = wording.answer_in(self._checkup, finding)
            style = replace(ANSWER, colour=_colour(finding))
            flow.beside(flow.cell(word, style, x=MARGIN, width=ANSWERS - GUTTER, kind="Lbl"))
            with flow.group("LBody"):
                flow.row(*rule)
                flow.space(1.5)
                for row in details:
                    flow.row(*row)
        flow.space(7)

    def _entry(self, finding: Finding) -> list[list[Cell]]:
        """The rows beside an answer: the rule in the provider's words, then what there is to say."""
        flow, x, width = self._flow, MARGIN + ANSWERS, MEASURE - ANSWERS
        is_own = wording.is_own(self._checkup, finding)
        language = None if is_own else self._language
        after = f"({wording.OWN})" if is_own else ""
        text = wording.rule_text(finding)
        rows = [[flow.cell(text, RULE, x=x, width=width, language=language, after=after)]]
        for one in wording.details(finding):
            label = flow.cell(one.label, LABEL, x=x, width=DETAILS)
            rows.append([label, flow.cell(one.text, DETAIL, x=x + DETAILS, width=width - DETAILS)])
        return rows

    def _labelled(self, row: Labelled, style: Style, *, x: float, label: float, language: str | None) -> None:
        flow = self._flow
        text = flow.cell(row.text, style, x=x + label, width=WIDTH - MARGIN - x - label, language=language)
        flow.row(flow.cell(row.label, LABEL, x=x, width=label), text)

    def _aside(self, finding: Finding) -> None:
        flow = self._flow
        language = None if wording.is_own(self._checkup, finding) else self._language
        text = wording.rule_text(finding)
        cell = flow.cell(text, ASIDE, x=MARGIN + 14, width=MEASURE - 14, kind="LBody", language=language)
        flow.keep(cell.height)
        flow.bar(MUTED, x=MARGIN + 5, y=flow.y + ASIDE.height * 0.5, width=3, height=0.8)
        with flow.group("LI"):
            flow.row(cell)

    def _fact(self, row: FactRow) -> None:
        flow = self._flow
        styles = (TABLE, TABLE, TABLE_HOW)
        cells = _columns(flow, (row.label, row.value, row.how), styles, ("TH", "TD", "TD"), (_ROW_HEAD, "", ""))
        if flow.keep(max(cell.height for cell in cells) + 5):
            self._table_head_again()
        flow.y += 2
        flow.rule(PALE, x=MARGIN, width=MEASURE, weight=0.5)
        flow.y += 2
        flow.row(*cells, within="TR")

    def _table_head(self) -> list[Cell]:
        names = ("What", "Found", "Where, or why not")
        return _columns(self._flow, names, (TABLE_HEAD,) * 3, ("TH",) * 3, (_COLUMN_HEAD,) * 3)

    def _table_head_again(self) -> None:
        """At the top of a further page, for the eye alone."""
        flow = self._flow
        for cell in self._table_head():
            flow.ornament(cell, flow.y)
        flow.y += TABLE_HEAD.height


def _columns(
    flow: Flow, texts: Sequence[str], styles: Sequence[Style], kinds: Sequence[str], attributes: Sequence[str]
) -> list[Cell]:
    return [
        flow.cell(
            text,
            styles[place],
            x=MARGIN + COLUMNS[place],
            width=COLUMNS[place + 1] - COLUMNS[place] - (GUTTER if place < 2 else 0),
            kind=kinds[place],
            attributes=attributes[place],
        )
        for place, text in enumerate(texts)
    ]


def _height(rows: Sequence[Sequence[Cell]]) -> float:
    return sum(max(cell.height for cell in row) for row in rows)


def _colour(finding: Finding) -> Colour:
    """The answer's word says the same without it."""
    if finding.verdict is Verdict.NOT_MET:
        return RED if finding.requirement.level is Level.MINIMUM else AMBER
    return _COLOURS.get(finding.verdict, MUTED)
