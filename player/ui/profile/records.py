"""The card on the learner's records: where they are kept, whether they are sound, and what can be done for them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from player.ui.profile.records_words import (
    RecordsState,
    announced,
    backup_text,
    health_text,
    problem_messages,
    tr,
)
from player.ui.tab_order import tab_as_read
from player.ui.theme import Theme
from player.ui.widgets.banner import Banner, Message
from player.ui.widgets.card import Panel
from player.ui.widgets.chip import Chip
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.prose import Prose
from player.ui.widgets.words import Words, announce


class RecordsCard(Panel):
    """Gestures: `back_up_wanted`, `restore_wanted`, `check_wanted`."""

    back_up_wanted = Signal()
    restore_wanted = Signal()
    check_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self._folder = Prose(theme, role="muted")
        self._health = Chip(theme)
        self._backup = Words(role="muted")
        self._found = QVBoxLayout()
        self._outcome = Banner(theme)
        self._back_up = QPushButton(tr("Back up…"))
        self._restore = QPushButton(tr("Restore or merge a backup…"))
        self._check = QPushButton(tr("Check now"))
        self._lay_out()

    def render_records(self, state: RecordsState) -> None:
        """Shows how the records are; after a check it is read out."""
        text, tone = health_text(state)
        self._folder.render_text(tr("They are kept on this computer, in {folder}.").format(folder=state.folder))
        self._health.render_status(text, tone)
        self._backup.setText(backup_text(state))
        messages = problem_messages(state)
        self._render_found(messages)
        if state.found is not None:
            announce(self._health, announced(messages, text))

    def render_busy(self, text: str) -> None:
        """Something is being done; while there is a text, nothing else can be begun."""
        if text:
            self._outcome.render_message(None)
            self._health.render_status(text)
            announce(self._health, text)
        for button in (self._back_up, self._restore, self._check):
            button.setEnabled(not text)

    def render_outcome(self, message: Message | None) -> None:
        self._outcome.render_message(message)

    def _render_found(self, messages: list[Message]) -> None:
        while (item := self._found.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for message in messages:
            banner = Banner(self._theme)
            self._found.addWidget(banner)
            banner.render_message(message)
        tab_as_read(self)

    def _lay_out(self) -> None:
        buttons = FlowLayout(self._theme.space("one"))
        for button, gesture in (
            (self._back_up, self.back_up_wanted),
            (self._restore, self.restore_wanted),
            (self._check, self.check_wanted),
        ):
            button.clicked.connect(gesture)
            buttons.addWidget(button)
        where = QVBoxLayout()
        where.setSpacing(self._theme.space("half"))
        where.addWidget(self._folder)
        where.addWidget(self._backup)
        self._found.setSpacing(self._theme.space("one"))
        self.body.addWidget(Words(tr("Your records"), "heading"))
        self.body.addWidget(self._health, 0, Qt.AlignmentFlag.AlignLeading)
        self.body.addLayout(where)
        self.body.addLayout(self._found)
        self.body.addWidget(self._outcome)
        self.body.addLayout(buttons)
