"""The answers of a check-up by who asks and how strictly: built in slices, and changed only where they change."""

from __future__ import annotations

import time
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from player.domain.checkup.report import CheckUp
from player.domain.requirement import Finding, Level, Verdict
from player.ui.checkup.shelf import Shelf
from player.ui.checkup.state import CheckupState
from player.ui.checkup.words import Group, Key, asker_text, findings_by_key, groups_of
from player.ui.findings import face_of, level_text, pending_text, verdict_text
from player.ui.theme import Theme
from player.ui.widgets.finding import FindingRow
from player.ui.widgets.words import Words

AT_ONCE = 12
"""So many rows are taken away at a stretch: two hundred would hold the window for as long as making them."""
SLICE_MS = 6
"""So long rows are made at a stretch: with what laying them out takes, the window still answers within 50 ms."""


class Answers(QWidget):
    """`again_wanted` (a Finding): one row is to be found out anew; `built`: all rows stand."""

    again_wanted = Signal(object)
    built = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._state: CheckupState | None = None
        self._found: dict[Key, Finding] = {}
        self._groups: tuple[Group, ...] = ()
        self._words: frozenset[str] = frozenset()
        self._rows: dict[Key, FindingRow] = {}
        self._shelves: dict[tuple[bool, Level], Shelf] = {}
        self._askers: dict[bool, Words] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space("three"))
        self._slices = QTimer(self)
        self._slices.setInterval(0)
        self._slices.timeout.connect(self._build)
        self._old: list[QWidget] = []
        self._taking_away = QTimer(self)
        self._taking_away.setInterval(0)
        self._taking_away.timeout.connect(self._take_away)

    def render_state(self, state: CheckupState, *, fresh: bool) -> None:
        """Shows these answers; `fresh`: of other rules than before."""
        if fresh:
            self._clear()
        before, self._state = self._groups, state
        self._found = findings_by_key(state.checkup)
        wanted = groups_of(state)
        # While answers come in nothing changes places; the worst are brought up once all are here.
        settles = fresh or state.checkup.is_complete or not before or _members(wanted) != _members(before)
        self._groups = wanted if settles else before
        self._words = _words(state.checkup)
        for key, row in self._rows.items():
            self._render_row(key, row)
        if self._groups != before or fresh:
            self._arrange()
            self._build()

    @property
    def is_built(self) -> bool:
        """Whether all rows stand."""
        return not self._slices.isActive()

    @property
    def is_begun(self) -> bool:
        """Whether any answers are on show."""
        return bool(self._groups)

    def _clear(self) -> None:
        self._slices.stop()
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
        # Rows before the shelves that they stand on.
        self._old += [*self._rows.values(), *self._shelves.values(), *self._askers.values()]
        self._groups, self._rows, self._shelves, self._askers = (), {}, {}, {}
        self._taking_away.start()

    def _take_away(self) -> None:
        """A few widgets of an earlier check-up; the next ones when the window has lived in between."""
        going, self._old = self._old[:AT_ONCE], self._old[AT_ONCE:]
        for widget in going:
            widget.deleteLater()
        if not self._old:
            self._taking_away.stop()

    def _arrange(self) -> None:
        """Headings in their order, and rows that no longer belong anywhere let go."""
        kept = {key for group in self._groups for key in group.keys}
        for key in [key for key in self._rows if key not in kept]:
            row = self._rows.pop(key)
            row.hide()
            row.deleteLater()
        place = 0
        for number, group in enumerate(self._groups):
            if number == 0 or self._groups[number - 1].asked_by_course is not group.asked_by_course:
                place = self._put(self._asker(group.asked_by_course), place)
            place = self._put(self._shelf(group), place)
        for name, shelf in self._shelves.items():
            shelf.setVisible(any((group.asked_by_course, group.level) == name for group in self._groups))
        for name, words in self._askers.items():
            words.setVisible(any(group.asked_by_course is name for group in self._groups))

    def _put(self, widget: QWidget, place: int) -> int:
        if self._column.indexOf(widget) != place:
            self._column.insertWidget(place, widget)
        return place + 1

    def _asker(self, asked_by_course: bool) -> Words:
        if asked_by_course not in self._askers:
            self._askers[asked_by_course] = Words(asker_text(asked_by_course), "heading", parent=self)
        return self._askers[asked_by_course]

    def _shelf(self, group: Group) -> Shelf:
        name = (group.asked_by_course, group.level)
        if name not in self._shelves:
            self._shelves[name] = Shelf(self._theme, level_text(group.level), self)
        return self._shelves[name]

    def _build(self) -> None:
        """Makes what rows are missing, for a moment; goes on when the window has lived in between."""
        until = time.monotonic() + SLICE_MS / 1000
        for group in self._groups:
            shelf = self._shelf(group)
            for key in group.keys:
                if key not in self._rows and time.monotonic() < until:
                    self._rows[key] = self._made(key, shelf)
            shelf.hold([self._rows[key] for key in group.keys if key in self._rows])
        if all(key in self._rows for group in self._groups for key in group.keys):
            self._slices.stop()
            self.built.emit()
        else:
            self._slices.start()

    def _made(self, key: Key, shelf: QWidget) -> FindingRow:
        row = FindingRow(self._theme, shelf)
        self._render_row(key, row)
        row.again.connect(partial(self._ask_again, key))
        return row

    def _render_row(self, key: Key, row: FindingRow) -> None:
        if self._state is not None and (finding := self._found.get(key)) is not None:
            row.take_words(self._words)
            row.render_face(face_of(finding, pending=self._state.is_pending(finding), can_ask=True))

    def _ask_again(self, key: Key) -> None:
        self.again_wanted.emit(self._found[key])


def _words(checkup: CheckUp) -> frozenset[str]:
    """All that stands before the rows; what does not apply has none."""
    shown = (finding for finding in checkup.findings if finding.verdict is not Verdict.DOES_NOT_APPLY)
    return frozenset((pending_text(), *(verdict_text(finding) for finding in shown)))


def _members(groups: tuple[Group, ...]) -> dict[tuple[bool, Level], frozenset[Key]]:
    return {(group.asked_by_course, group.level): frozenset(group.keys) for group in groups}
