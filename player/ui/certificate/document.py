"""A document as it is shown: what to do with it, the sheet itself, and all of it in words."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from player.domain.certificate import CertificateFacts
from player.ui.certificate.sheet import Sheet
from player.ui.certificate.state import CertificateState
from player.ui.certificate.ways import Ways
from player.ui.certificate.words import lines
from player.ui.theme import Theme
from player.ui.widgets.card import Panel
from player.ui.widgets.prose import Prose
from player.ui.widgets.words import Words


class DocumentView(QWidget):
    """The sheet, and the same in words; `ways` is what can be done with it, laid out by the screen."""

    def __init__(self, theme: Theme, ways: Ways) -> None:
        super().__init__()
        self._theme = theme
        self.ways = ways
        self._broken = Words(role="bad")
        self._frame = Panel(theme)
        self._sheet = Sheet(theme, self._frame)
        self._words = QVBoxLayout()
        self._lay_out()

    def render_state(self, state: CertificateState) -> None:
        name = self.tr("{heading}, number {number}; the same in words follows")
        shown = self._sheet.render_pdf(state.pdf, name.format(heading=state.facts.heading, number=state.facts.number))
        self._frame.setVisible(shown)
        self._broken.say("" if shown else self.tr("The document cannot be drawn here; it can still be saved."))
        self._render_words(state.facts, name_known=state.name_known)
        self.ways.render_state(state)

    def clear(self) -> None:
        self._sheet.clear()

    def focus_first(self) -> None:
        self.ways.focus_first()

    def _render_words(self, facts: CertificateFacts, *, name_known: bool) -> None:
        while (item := self._words.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for role, runs in lines(facts):
            if not name_known and runs == [(facts.name, False)]:
                continue
            line = Prose(self._theme, role=role)
            line.render_runs(runs)
            self._words.addWidget(line)

    def _lay_out(self) -> None:
        one, two = self._theme.space("one"), self._theme.space("two")
        self._broken.hide()
        panel = Panel(self._theme)
        panel.body.setSpacing(one)
        panel.body.addWidget(Words(self.tr("The same in words"), "heading"))
        self._words.setSpacing(one)
        panel.body.addLayout(self._words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(two)
        column.addWidget(self._broken)
        # A mat around the sheet: its corners are square, those of the frame are not.
        self._frame.body.setContentsMargins(one, one, one, one)
        self._frame.body.addWidget(self._sheet)
        column.addWidget(self._frame)
        column.addWidget(panel)
