"""The receipt: brought by button or by hand onto the page, and what it says in words."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton

from player.ui.theme import Theme
from player.ui.widgets.banner import Banner, Message
from player.ui.widgets.card import Panel
from player.ui.widgets.words import Words


class ReceiptPanel(Panel):
    """Gesture: `receipt_wanted` (a file is to be chosen)."""

    receipt_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._open = QPushButton(self.tr("Import receipts…"))
        self._open.setIcon(theme.icons.icon("file-check"))
        self._outcome = Banner(theme)
        self._open.clicked.connect(self.receipt_wanted)
        why = self.tr(
            "Your provider answers with a signed receipt. Open it here, or drop the file onto this window: "
            "only then is your credit called submitted."
        )
        self.body.addWidget(Words(self.tr("The provider’s receipt"), "heading"))
        self.body.addWidget(Words(why, "muted"))
        self.body.addWidget(self._open, 0, Qt.AlignmentFlag.AlignLeading)
        self.body.addWidget(self._outcome)

    def render_outcome(self, message: Message | None) -> None:
        self._outcome.render_message(message)

    def set_busy(self, busy: bool) -> None:
        self._open.setEnabled(not busy)
