"""The head of a check-up: what it all comes to in large letters, its identifier, and whom to send it to."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from player.domain.checkup.report import CheckUp
from player.ui.checkup.words import Summary, summary_of, ways_to
from player.ui.language import moment_text, sentences, tr
from player.ui.theme import Theme, dress
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.panel import draw_panel
from player.ui.widgets.prose import Prose
from player.ui.widgets.tone import Tone
from player.ui.widgets.words import Words, announce

ICON = 40


class Overall(QFrame):
    """Gestures: `save_wanted`, `copy_wanted`, `mail_wanted` (an address)."""

    save_wanted = Signal()
    copy_wanted = Signal()
    mail_wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._summary: Summary | None = None
        self._address = ""
        self._mark = QLabel()
        self._what = Words(role="title")
        self._meaning = Words(role="lead")
        self._id = Prose(theme, role="strong")
        self._contact = Prose(theme)
        self._copy = QPushButton(tr("Copy the report"))
        self._save = QPushButton(tr("Save the report…"))
        self._mail = QPushButton(tr("Write an e-mail"))
        self._prepare()
        self._lay_out()
        theme.changed.connect(self.restyle)

    def render_checkup(self, checkup: CheckUp) -> None:
        """The sentence at once; an identifier only once everything is found out, as it hangs on all of it."""
        self._render_summary(summary_of(checkup))
        done = checkup.is_complete
        moment = moment_text(checkup.moment)
        if done:
            self._id.render_text(tr("Check-up {id} · {moment}").format(id=checkup.id, moment=moment))
        else:
            self._id.render_text(tr("Check-up of {moment}").format(moment=moment))
        for button in (self._copy, self._save, self._mail):
            button.setEnabled(done)
        contact = checkup.subject.contact if checkup.subject else None
        self._contact.setVisible(contact is not None)
        self._address = contact.email if contact is not None else ""
        self._mail.setVisible(bool(self._address))
        if contact is not None:
            ways = ways_to(contact) or tr("The provider gives no address.")
            send = tr("Send it to: {name}").format(name=contact.label)
            self._contact.render_text(f"{send}\n{ways}")

    def restyle(self) -> None:
        """Follow the theme."""
        tone, side = self._tone, self._theme.px(ICON)
        icon = self._summary.icon if self._summary is not None else tone.icon
        self._mark.setPixmap(self._theme.icons.pixmap(icon, side, tone.ink, self.devicePixelRatioF()))
        self._mark.setFixedSize(side, side)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_panel(self, self._theme, self._tone)

    @property
    def _tone(self) -> Tone:
        return self._summary.tone if self._summary is not None else Tone.NEUTRAL

    def _render_summary(self, summary: Summary) -> None:
        before, self._summary = self._summary, summary
        if before == summary:
            return
        self._what.setText(summary.what)
        self._meaning.setText(summary.meaning)
        self.setAccessibleName(sentences(summary.what, summary.meaning))
        self.restyle()
        if before is None or before.what != summary.what:
            announce(self, sentences(summary.what, summary.meaning))

    def _write(self) -> None:
        self.mail_wanted.emit(self._address)

    def _prepare(self) -> None:
        self._mark.setAccessibleName(" ")
        for button, icon in ((self._copy, "copy"), (self._save, "download"), (self._mail, "send")):
            dress(button, kind="back")
            button.setIcon(self._theme.icons.icon(icon, "accent"))
        self._copy.clicked.connect(self.copy_wanted)
        self._save.clicked.connect(self.save_wanted)
        self._mail.clicked.connect(self._write)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(self._theme.space("half"))
        words.addWidget(self._what)
        words.addWidget(self._meaning)
        words.addSpacing(self._theme.space("one"))
        for part in (self._id, self._contact):
            words.addWidget(part)
        buttons = FlowLayout(self._theme.space("one"))
        for button in (self._save, self._copy, self._mail):
            buttons.addWidget(button)
        words.addLayout(buttons)
        row = QHBoxLayout(self)
        two = self._theme.space("two")
        row.setContentsMargins(two, two, two, two)
        row.setSpacing(two)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
