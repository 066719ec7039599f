"""The licence cycles: how much of what a board wants is there, and how long there is for the rest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from player.domain.cycle import LicenceCycle
from player.domain.transcript import CyclePart
from player.ui.credits.bars import CycleBar
from player.ui.credits.tables import cycles_table
from player.ui.credits.words import cycle_advice, cycle_amount, cycle_note, cycle_rest, is_met
from player.ui.language import tr
from player.ui.theme import Theme
from player.ui.widgets.card import Panel
from player.ui.widgets.chip import Chip
from player.ui.widgets.end_button import EndButton
from player.ui.widgets.flow import CardGrid, FlowLayout, HeadLine
from player.ui.widgets.table_actions import TableActions
from player.ui.widgets.table_text import Table
from player.ui.widgets.tone import Tone
from player.ui.widgets.tool_button import ToolButton
from player.ui.widgets.words import Words

LEAST_CARD = 300


class Cycles(QWidget):
    """Gestures: `add_wanted`, `edit_wanted` and `chosen` (each a LicenceCycle: `chosen` to see its credit alone)."""

    add_wanted = Signal()
    edit_wanted = Signal(object)
    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[tuple[CyclePart, ...], date] | None = None
        self._none = Words(
            tr("Say how long your licence cycle lasts, and see here what is still to be earned."), "muted"
        )
        self._grid = CardGrid(theme.px(LEAST_CARD), theme.space("two"), fills=True)
        self.add = EndButton(tr("Add a licence cycle"))
        self.add.setIcon(theme.icons.icon("plus", "accent"))
        self.add.clicked.connect(self.add_wanted)
        self._actions = TableActions(theme, tr("Licence cycles"), self._find_table, over=self)
        self._actions.hide()
        acts = QWidget()
        side_by_side = FlowLayout(theme.space("two"), acts, between_lines=theme.space("half"))
        side_by_side.addWidget(self._actions)
        side_by_side.addWidget(self.add)
        head = HeadLine(theme.space("half"))
        head.addWidget(Words(tr("Licence cycles"), "heading"))
        head.addWidget(acts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("one"))
        column.addLayout(head)
        column.addWidget(self._none)
        column.addLayout(self._grid)
        theme.changed.connect(self._restyle)

    def render_parts(self, parts: tuple[CyclePart, ...], today: date) -> None:
        """The running ones first, then those to come, then what is over. Cards that say the same as before stay."""
        if (parts, today) == self._shown:
            return
        self._shown = (parts, today)
        self._grid.clear()
        for part in sorted(parts, key=lambda one: _when(one.cycle, today)):
            card = CycleCard(self._theme, part, today)
            card.edit_wanted.connect(self.edit_wanted)
            card.chosen.connect(self.chosen)
            self._grid.addWidget(card)
        self._none.setVisible(not parts)
        self._actions.setVisible(bool(parts))

    def _find_table(self) -> Table | None:
        return cycles_table(*self._shown) if self._shown is not None else None

    def _restyle(self) -> None:
        self._grid.set_least(self._theme.px(LEAST_CARD))


class CycleCard(Panel):
    """One cycle."""

    edit_wanted = Signal(object)
    chosen = Signal(object)

    def __init__(self, theme: Theme, part: CyclePart, today: date) -> None:
        super().__init__(theme)
        self._cycle = part.cycle
        one = theme.space("one")
        self.body.setSpacing(one)
        head = QHBoxLayout()
        head.addWidget(Words(part.cycle.name, "subheading"), 1)
        for icon, word, act in (
            ("funnel", tr("Show its credit"), self._tell_chosen),
            ("pencil", tr("Edit"), self._tell_edit),
        ):
            head.addWidget(self._tool(theme, icon, word, act), 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        self.body.addWidget(Words(cycle_amount(part), "lead"))
        if part.missing is not None:
            bar = CycleBar(theme)
            bar.render_part(part)
            self.body.addWidget(bar)
        if advice := cycle_advice(part):
            self.body.addWidget(Words(advice, "muted"))
        rest = QHBoxLayout()
        rest.addWidget(Words(cycle_rest(part, today), "strong"), 1)
        if is_met(part):
            chip = Chip(theme, parent=self)
            chip.render_status(tr("Complete"), Tone.GOOD)
            rest.addWidget(chip)
        self.body.addLayout(rest)
        self.body.addWidget(Words(cycle_note(part), "muted"))
        self.body.addStretch(1)

    def _tool(self, theme: Theme, icon: str, word: str, act: Callable[[], None]) -> ToolButton:
        button = ToolButton()
        button.setIcon(theme.icons.icon(icon))
        button.setToolTip(word)
        button.setAccessibleName(f"{word}: {self._cycle.name}")
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(act)
        return button

    def _tell_chosen(self) -> None:
        self.chosen.emit(self._cycle)

    def _tell_edit(self) -> None:
        self.edit_wanted.emit(self._cycle)


def _when(cycle: LicenceCycle, today: date) -> tuple[int, date]:
    rank = 0 if cycle.takes_in(today) else 1 if cycle.first > today else 2
    return rank, cycle.last
