"""The documents of a course: every one that was ever issued, what became of it, and the way to see it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from player.desk.documents import DocumentLife
from player.ui.certificate.words import fate_text, lives_table, replacement_text, said_text
from player.ui.theme import Theme
from player.ui.widgets.card import Panel
from player.ui.widgets.chip import Chip
from player.ui.widgets.end_button import EndButton
from player.ui.widgets.table_actions import TableActions
from player.ui.widgets.table_text import Table
from player.ui.widgets.tone import Tone
from player.ui.widgets.words import Words


class LivesPanel(Panel):
    """Gesture: `open_wanted` (the DocumentLife)."""

    open_wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.space("two"))
        self._lives: tuple[DocumentLife, ...] = ()
        name = self.tr("Documents of this course")
        head = QHBoxLayout()
        head.addWidget(Words(name, "heading"), 1)
        head.addWidget(TableActions(theme, name, self._find_table, over=self))
        self.body.addLayout(head)
        self.body.addLayout(self._rows)

    def render_lives(self, lives: Sequence[DocumentLife], *, shown: str) -> None:
        """The latest first; `shown` is the number of the one that stands above."""
        self._lives = tuple(lives)
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for life in lives:
            row = _Row(self._theme, life, shown=life.number == shown)
            row.open_wanted.connect(self.open_wanted)
            self._rows.addWidget(row)

    def _find_table(self) -> Table | None:
        return lives_table(self._lives)


class _Row(QWidget):
    open_wanted = Signal(object)

    def __init__(self, theme: Theme, life: DocumentLife, *, shown: bool) -> None:
        super().__init__()
        self._life = life
        counts = life.revocation is None
        chip = Chip(theme)
        chip.render_status(
            self.tr("Counts") if counts else self.tr("Counts no more"), Tone.GOOD if counts else Tone.BAD
        )
        words = QVBoxLayout()
        words.setSpacing(theme.space("half"))
        words.addWidget(Words(life.number, "strong"))
        words.addWidget(Words(said_text(life), "muted"))
        if not counts:
            words.addWidget(Words(fate_text(life)))
            words.addWidget(Words(replacement_text(life.replaced_by)))
        if life.file is None:
            words.addWidget(Words(self.tr("Its file is not on this computer."), "muted"))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.space("two"))
        line.addLayout(words, 1)
        end = QVBoxLayout()
        end.setSpacing(theme.space("half"))
        end.addWidget(chip, 0, Qt.AlignmentFlag.AlignTrailing)
        end.addWidget(self._end(shown=shown), 0, Qt.AlignmentFlag.AlignTrailing)
        end.addStretch(1)
        line.addLayout(end)

    def _end(self, *, shown: bool) -> QWidget:
        """The way to it, or why there is none."""
        if shown:
            return Words(self.tr("Shown above"), "muted", wrap=False)
        button = EndButton(self.tr("Open"))
        button.setAccessibleName(self.tr("Open {number}").format(number=self._life.number))
        button.clicked.connect(self._tell)
        # One that counts is made again where its file is gone; one that does not is kept as it was, or not at all.
        button.setEnabled(self._life.file is not None or self._life.revocation is None)
        return button

    def _tell(self) -> None:
        self.open_wanted.emit(self._life)
