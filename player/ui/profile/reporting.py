"""What was decided on being reported to accreditors and boards, and the way to decide otherwise."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton

from player.ui.claiming.permission import no_text, whom_text, withdrawing_text, withdrawn_text, yes_text
from player.ui.language import tr
from player.ui.theme import Theme
from player.ui.widgets.card import Panel
from player.ui.widgets.chip import Chip
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.tone import Tone
from player.ui.widgets.words import Words, announce


class ReportingCard(Panel):
    """Gestures: `decided` (a bool), `send_wanted` (the provider is to be told)."""

    decided = Signal(bool)
    send_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._permitted: bool | None = None
        self._chip = Chip(theme)
        self._meaning = Words(role="muted")
        self._send = QPushButton(tr("To Send"))
        self._send.clicked.connect(self.send_wanted)
        self._yes = QPushButton()
        self._no = QPushButton()
        self._yes.clicked.connect(self._say_yes)
        self._no.clicked.connect(self._say_no)
        buttons = FlowLayout(theme.space("one"))
        buttons.addWidget(self._yes)
        buttons.addWidget(self._no)
        buttons.addWidget(self._send)
        self.body.addWidget(Words(tr("Reporting to accreditors and boards"), "heading"))
        self.body.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignLeading)
        self.body.addWidget(Words(whom_text(), "muted"))
        self.body.addWidget(self._meaning)
        self.body.addLayout(buttons)

    def render_reporting(self, permitted: bool | None) -> None:
        """None: nobody asked yet; then both answers are equal."""
        had_keyboard = self._yes.hasFocus() or self._no.hasFocus()
        changed, self._permitted = permitted is not self._permitted, permitted
        self._chip.render_status(*_standing(permitted))
        self._yes.setText(yes_text() if permitted is None else tr("Give permission"))
        self._no.setText(no_text() if permitted is None else tr("Withdraw permission"))
        self._yes.setVisible(permitted is not True)
        self._no.setVisible(permitted is not False)
        self._meaning.setText(_meaning(permitted))
        self._send.setVisible(permitted is False)
        if had_keyboard:
            (self._yes if permitted is False else self._no).setFocus(Qt.FocusReason.OtherFocusReason)
        if had_keyboard and changed:
            announce(self, self._chip.text())

    def _say_yes(self) -> None:
        self.decided.emit(True)

    def _say_no(self) -> None:
        self.decided.emit(False)


def _meaning(permitted: bool | None) -> str:
    if permitted is None:
        return tr("You can change your answer here at any time.")
    return withdrawing_text() if permitted else withdrawn_text()


def _standing(permitted: bool | None) -> tuple[str, Tone]:
    if permitted is None:
        return tr("Not decided yet"), Tone.NEUTRAL
    return (tr("Permitted"), Tone.GOOD) if permitted else (tr("Not permitted"), Tone.NEUTRAL)
