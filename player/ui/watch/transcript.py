"""What is said, to be read along, searched, copied and gone to."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from player.ui.captions.cues import Cue, Cues
from player.ui.language import counted
from player.ui.theme import Theme, dress
from player.ui.watch.timed_list import Line, TimedView
from player.ui.widgets.search_field import SearchField
from player.ui.widgets.words import Words, announce


class Transcript(QWidget):
    """`chosen` gives the time (ms) to go to. The line of the moment stays in view until somebody scrolls away."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = SearchField(theme, self.tr("Search what is said"), self.tr("Search the transcript"))
        self.view = TimedView(theme, returns=False)
        self.view.setAccessibleName(self.tr("Transcript"))
        self.view.setAccessibleDescription(self.tr("Return goes to a line, Ctrl+C copies those that are selected"))
        self.found = Words(role="muted")
        self.found.hide()
        self.back = QPushButton(theme.icons.icon("history", "accent"), self.tr("Back to now"))
        dress(self.back, kind="quiet")
        self.back.hide()
        self.field.textChanged.connect(self._search)
        self.field.returnPressed.connect(self._to_results)
        self.view.chosen.connect(self.chosen)
        self.view.strayed.connect(self._render_back)
        self.back.clicked.connect(self._go_back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.space("one"), 0, 0)
        column.setSpacing(theme.space("one"))
        column.addWidget(self.field)
        column.addWidget(self.found)
        column.addWidget(self.view, 1)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignHCenter)

    def render_cues(self, cues: Cues) -> None:
        self.field.clear()
        self.view.take_lines([_line(cue) for cue in cues.all])

    def follow(self, position_ms: int) -> None:
        self.view.follow(position_ms)

    def _search(self, words: str) -> None:
        count = self.view.search(words)
        self.found.setVisible(bool(words.strip()))
        found = counted("Found once", "Found {count} times", count)
        self.found.setText(found if count else self.tr("Nobody says that here."))
        if words.strip():
            announce(self.found, self.found.text())

    def _to_results(self) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.view.setCurrentIndex(self.view.model().index(0, 0))

    def _render_back(self, strayed: bool) -> None:
        self.back.setVisible(strayed)

    def _go_back(self) -> None:
        """A search that leaves the line of the moment out is over with this."""
        self.field.clear()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.view.go_back()


def _line(cue: Cue) -> Line:
    text = "\n".join(f"{name}: {words}" if name else words for name, words in cue.turns)
    return Line(cue.start_ms, text, tuple(name for name, _ in cue.turns))
