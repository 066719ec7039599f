"""What the chosen credit adds up to: a line for each type, which is also the legend of the chart beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from player.domain.transcript import Sum, Transcript
from player.ui.credits.bars import Swatch
from player.ui.credits.chart import YearChart
from player.ui.credits.tables import sums_table
from player.ui.language import amount_text, tr
from player.ui.theme import Theme
from player.ui.widgets.card import Panel
from player.ui.widgets.flow import CardGrid
from player.ui.widgets.table_actions import TableActions
from player.ui.widgets.table_text import Table
from player.ui.widgets.words import Words

LEAST_PART = 300


class Totals(Panel):
    """Amounts of different types are never added together."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.space("one"))
        self._chart = YearChart(theme)
        self._transcript: Transcript | None = None
        self._actions = TableActions(theme, tr("Credit by year"), self._find_table, over=self)
        self._grid = CardGrid(theme.px(LEAST_PART), theme.space("three"), fills=True)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("one"))
        head = QHBoxLayout()
        head.addWidget(Words(tr("Totals"), "subheading"), 1)
        head.addWidget(self._actions)
        column.addLayout(head)
        column.addLayout(self._lines)
        column.addStretch(1)
        self._grid.addWidget(left)
        self._grid.addWidget(self._chart)
        self.body.addLayout(self._grid)
        theme.changed.connect(self._restyle)

    def render_transcript(self, transcript: Transcript, kinds: Sequence[str]) -> None:
        """`kinds`: all there are, whatever is chosen, so that each keeps its fill."""
        self._transcript = transcript
        self._actions.setVisible(bool(transcript.totals))
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for one in sorted(transcript.totals, key=lambda one: kinds.index(one.kind)):
            self._lines.addWidget(self._line(one, kinds.index(one.kind)))
        if any(one.reported for one in transcript.totals):
            self._lines.addWidget(_Key(self._theme))
        if not transcript.totals:
            self._lines.addWidget(Words(tr("Nothing that counts."), "muted"))
        self._chart.setVisible(bool(transcript.totals))
        self._chart.render_years(transcript.years, kinds)
        self._grid.invalidate()

    def _find_table(self) -> Table | None:
        return sums_table(self._transcript) if self._transcript is not None else None

    def _line(self, one: Sum, place: int) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.space("one"))
        swatch, top = Swatch(self._theme, place), Qt.AlignmentFlag.AlignTop
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Words(one.kind))
        if one.reported:
            parts = tr("{proven} proven, {reported} self-reported") if one.proven else tr("self-reported")
            text = parts.format(proven=amount_text(one.proven), reported=amount_text(one.reported))
            words.addWidget(Words(text, "caption"))
        amount = Words(amount_text(one.amount), "strong", wrap=False)
        amount.setAccessibleName(tr("{kind}: {sum}").format(kind=one.kind, sum=amount_text(one.amount)))
        row.addWidget(swatch, 0, top)
        row.addLayout(words, 1)
        row.addWidget(amount, 0, top)
        return line

    def _restyle(self) -> None:
        self._grid.set_least(self._theme.px(LEAST_PART))


class _Key(QWidget):
    """What hatching means."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space("one"))
        row.addWidget(Swatch(theme, 1, hatched=True), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Words(tr("Hatched: self-reported"), "caption"), 1)
