"""What would go into a file, row by row: what is ready, what would be refused and why, and the way to mend it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from player.desk.outgoing import Checked
from player.domain.report_format import Mend, Objection
from player.domain.roster import RosterRow
from player.ui.language import counted, told
from player.ui.send.state import SendState
from player.ui.send.words import (
    mend_text,
    objection_text,
    preflight_table,
    refusals_texts,
    row_runs,
    row_text,
    verdict_text,
)
from player.ui.theme import Theme
from player.ui.widgets.chip import Chip
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.prose import Prose
from player.ui.widgets.table_actions import TableActions
from player.ui.widgets.table_text import Table
from player.ui.widgets.words import Words

MOST_ROWS = 40
"""Rows on show; those that would be refused come first, and the table that can be saved has them all."""


class Preflight(QWidget):
    """Gesture: `mend_wanted` (an Objection)."""

    mend_wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._state: SendState | None = None
        self._checked: Checked | None = None
        self._rows = QVBoxLayout()
        self._rest = Words(role="muted")
        self._table = TableActions(theme, self.tr("What would be sent"), self._find_table, over=self)
        self._lay_out()

    def render_state(self, state: SendState) -> None:
        """Shows what was found; rows stay on show while it is found out anew."""
        self._state, checked = state, state.checked
        if checked is None and state.chosen and state.problem is None:
            return
        self._table.setVisible(checked is not None and bool(checked.rows))
        if checked is not self._checked:
            self._checked = checked
            self._render_rows(checked)

    def _render_rows(self, checked: Checked | None) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        rows = _worst_first(checked) if checked is not None else []
        for row, against in rows[:MOST_ROWS]:
            part = _Row(self._theme, row, against)
            part.mend_wanted.connect(self.mend_wanted)
            self._rows.addWidget(part)
            part.show()
        left = len(rows) - MOST_ROWS
        self._rest.say(
            counted("And {count} more, as good as these.", "And {count} more, as good as these.", left)
            if left > 0
            else ""
        )

    def _find_table(self) -> Table | None:
        return preflight_table(self._state) if self._state is not None else None

    def _lay_out(self) -> None:
        self._rows.setSpacing(self._theme.space("two"))
        self._rest.hide()
        head = QHBoxLayout()
        head.setSpacing(self._theme.space("one"))
        head.addWidget(Words(self.tr("Row by row"), "strong"), 1)
        head.addWidget(self._table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.space("one"))
        column.addLayout(head)
        column.addLayout(self._rows)
        column.addWidget(self._rest)


class _Row(QWidget):
    """One row and all that stands against it."""

    mend_wanted = Signal(object)

    def __init__(self, theme: Theme, row: RosterRow, against: Sequence[Objection]) -> None:
        super().__init__()
        chip = Chip(theme)
        chip.render_status(*verdict_text(against))
        what = Prose(theme)
        what.render_runs(row_runs(row))
        head = QHBoxLayout()
        head.setSpacing(theme.space("one"))
        head.addWidget(what, 1)
        head.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("half"))
        column.addLayout(head)
        doubt = self.tr("Keeps nothing back: {reason}")
        texts = [(text, "body") for text in refusals_texts([one for one in against if not one.warning])]
        texts += [(doubt.format(reason=objection_text(one)), "muted") for one in against if one.warning]
        for text, role in texts:
            said = Prose(theme, role=role)
            said.render_text(text)
            column.addWidget(said)
        buttons = FlowLayout(theme.space("one"))
        buttons.setContentsMargins(0, theme.space("half"), 0, 0)
        for objection in _ways(against).values():
            way = _Way(objection)
            way.wanted.connect(self.mend_wanted)
            buttons.addWidget(way)
        if buttons.count():
            column.addLayout(buttons)


class _Way(QPushButton):
    """To where something is mended."""

    wanted = Signal(object)

    def __init__(self, objection: Objection) -> None:
        super().__init__(mend_text(objection.mend))
        self._objection = objection
        self.setAccessibleDescription(f"{row_text(objection.row)}. {told(objection.problem).what}")
        self.clicked.connect(self._tell)

    def _tell(self) -> None:
        self.wanted.emit(self._objection)


def _ways(against: Sequence[Objection]) -> dict[Mend, Objection]:
    """Each place once, however many things are to be mended there."""
    found: dict[Mend, Objection] = {}
    for objection in _refusals_first(against):
        if mend_text(objection.mend):
            found.setdefault(objection.mend, objection)
    return found


def _refusals_first(against: Sequence[Objection]) -> list[Objection]:
    return sorted(against, key=lambda one: one.warning)


def _worst_first(checked: Checked) -> list[tuple[RosterRow, tuple[Objection, ...]]]:
    """What would be refused, then what is in doubt, then the rest; otherwise in their order."""
    found = [(row, checked.against(row)) for row in checked.rows]
    return sorted(found, key=lambda pair: _weight(pair[1]))


def _weight(against: Sequence[Objection]) -> int:
    if not against:
        return 2
    return 0 if any(not one.warning for one in against) else 1
