"""What was written where: a fold with each file, whether a receipt speaks of what is in it, and the way to it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from player.domain.outbox import WrittenFile
from player.ui.language import counted
from player.ui.send.file_words import about_text, covered_text, files_table
from player.ui.send.state import SendState
from player.ui.theme import Theme
from player.ui.widgets.card import Panel
from player.ui.widgets.chip import Chip
from player.ui.widgets.end_button import EndButton
from player.ui.widgets.prose import Prose
from player.ui.widgets.section import Section
from player.ui.widgets.table_actions import TableActions
from player.ui.widgets.table_text import Table
from player.ui.widgets.words import Words

MOST_FILES = 20
"""On show, the latest; the table that can be saved has them all."""


class FilesPanel(Panel):
    """Gestures: `shown_wanted` (the folder of a file), `unfolded` (more can be reached with the keyboard now)."""

    shown_wanted = Signal(object)
    unfolded = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self._state: SendState | None = None
        self._shown: tuple[tuple[WrittenFile, ...], frozenset[str]] = ((), frozenset())
        self._section = Section(theme, self.tr("Files written"), folds=True)
        self._rows = QVBoxLayout()
        self._rest = Words(role="muted")
        self._table = TableActions(theme, self.tr("Files written"), self._find_table, over=self)
        self._lay_out()
        self._section.fold(True)
        self._section.folded.connect(self.unfolded)
        self.hide()

    def render_state(self, state: SendState) -> None:
        """Nothing at all where nothing was written yet."""
        self._state = state
        self.setVisible(bool(state.files))
        shown = (state.files, state.submitted)
        if shown != self._shown:
            self._shown = shown
            self._render_rows(state)

    def _render_rows(self, state: SendState) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for file in state.files[:MOST_FILES]:
            row = _Row(self._theme, file, state)
            row.shown_wanted.connect(self.shown_wanted)
            self._rows.addWidget(row)
            row.show()
        left = len(state.files) - MOST_FILES
        self._rest.say(
            counted("And {count} before these, in the table.", "And {count} before these, in the table.", left)
            if left > 0
            else ""
        )

    def _find_table(self) -> Table | None:
        return files_table(self._state) if self._state is not None and self._state.files else None

    def _lay_out(self) -> None:
        self._rows.setSpacing(self._theme.space("two"))
        self._rest.hide()
        head = QHBoxLayout()
        head.setSpacing(self._theme.space("one"))
        head.addWidget(Words(self.tr("The latest first. A file that went astray can be written anew."), "muted"), 1)
        head.addWidget(self._table, 0, Qt.AlignmentFlag.AlignTop)
        self._section.body.addLayout(head)
        self._section.body.addLayout(self._rows)
        self._section.body.addWidget(self._rest)
        self.body.addWidget(self._section)


class _Row(QWidget):
    shown_wanted = Signal(object)

    def __init__(self, theme: Theme, file: WrittenFile, state: SendState) -> None:
        super().__init__()
        self._folder = Path(file.file).parent
        name = Prose(theme, role="strong")
        name.render_text(Path(file.file).name)
        about = Prose(theme, role="muted")
        about.render_text(about_text(file))
        place = Prose(theme, role="caption")
        place.render_text(str(self._folder))
        chip = Chip(theme)
        chip.render_status(*covered_text(file, state.submitted))
        show = EndButton(self.tr("Show in folder"))
        show.setAccessibleDescription(file.file)
        show.clicked.connect(self._tell)
        words = QVBoxLayout()
        words.setSpacing(theme.space("half"))
        for part in (name, about, place):
            words.addWidget(part)
        side = QVBoxLayout()
        side.setSpacing(0)
        side.addWidget(chip, 0, Qt.AlignmentFlag.AlignTrailing)
        side.addWidget(show, 0, Qt.AlignmentFlag.AlignTrailing)
        side.addStretch(1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.space("one"))
        line.addLayout(words, 1)
        line.addLayout(side)

    def _tell(self) -> None:
        self.shown_wanted.emit(self._folder)
