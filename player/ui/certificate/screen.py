"""The certificate as a picture: what to do with it, the sheet itself, and the same in words."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QProgressBar, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from player.domain.certificate import CertificateFacts
from player.ui.certificate.sheet import Sheet
from player.ui.certificate.state import CertificateState, NoDocument
from player.ui.certificate.words import lines
from player.ui.printed_name import NamePanel
from player.ui.theme import Theme, dress
from player.ui.widgets.back import BackButton
from player.ui.widgets.banner import Banner, Message
from player.ui.widgets.card import Panel
from player.ui.widgets.empty import EmptyState
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.prose import Prose
from player.ui.widgets.scroll import ScrollPage
from player.ui.widgets.words import Words, announce
from player.ui.wording import lock_words


class Side(IntEnum):
    """What stands under the title."""

    WORKING = 0
    NAME = 1
    DOCUMENT = 2
    FAILED = 3


class CertificateScreen(QWidget):
    """Gestures: `save_wanted`, `print_wanted`, `verify_wanted`, `folder_wanted`, `send_wanted`, `back_wanted`,
    `claim_wanted`, `again_wanted`, `offer_chosen` (an offer's id), `name_given` (a PrintedName).
    """

    save_wanted = Signal()
    print_wanted = Signal()
    verify_wanted = Signal()
    folder_wanted = Signal()
    send_wanted = Signal()
    back_wanted = Signal()
    claim_wanted = Signal()
    again_wanted = Signal()
    offer_chosen = Signal(object)
    name_given = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._lock_leads_back = True
        self._page = ScrollPage(theme, widest=712)
        self._title = Words(self.tr("Certificate"), "title")
        self._choice = QComboBox()
        self._notice = Banner(theme)
        self._name = NamePanel(theme)
        self._failure = Banner(theme)
        self._document = _Document(theme)
        self._parts = _Shown()
        self._locked = EmptyState(theme)
        self._sides = QStackedWidget()
        self._prepare()
        self._lay_out()

    def show_working(self) -> None:
        """The document is being fetched or made; what was shown before goes."""
        self._notice.render_message(None)
        self._choice.hide()
        self._document.clear()
        self._show(Side.WORKING)

    def show_document(self, state: CertificateState) -> None:
        self._title.setText(state.facts.heading)
        self._render_choice(state)
        self._show(Side.DOCUMENT)
        self._document.render_state(state)
        self._page.to_top()
        self._document.focus_first()
        if state.renamed:
            self.show_message(
                Message(
                    what=self.tr("This document shows your name as it was when it was issued."),
                    meaning=self.tr("It stays valid; a change under Profile applies to what is issued from then on."),
                )
            )

    def ask_name(self, name: str, degrees: str) -> None:
        """No name is known: asks for it right here."""
        self._name.render_name(name, degrees)
        self._show(Side.NAME)
        self._name.focus_first()

    def show_failure(self, message: Message) -> None:
        """Why there is no document now."""
        self._show(Side.FAILED)
        self._failure.render_message(message)

    def show_nothing(self, state: NoDocument) -> None:
        """Nothing was claimed: says why, and the way."""
        self._lock_leads_back = state.lock is not None
        if state.lock is None:
            text = self.tr("A certificate is printed for claimed credit, and yours is ready to be claimed.")
            action = self.tr("Claim credit")
        else:
            text, action = " ".join(lock_words(state.lock)), self.tr("Back to the course")
        self._locked.render_empty("award", self.tr("No certificate yet"), text, action)
        self._sides.setCurrentIndex(1)

    def show_message(self, message: Message | None) -> None:
        """What came of saving, printing or verifying, in its place under the buttons."""
        self._notice.render_message(message)
        if message is not None:
            self._page.ensureWidgetVisible(self._notice)

    def render_means(self, *, printer: bool, folder: bool) -> None:
        """What this computer has: without a printer the button says so, without a desktop no folder is opened."""
        self._document.render_means(printer=printer, folder=folder)

    def _render_choice(self, state: CertificateState) -> None:
        self._choice.blockSignals(True)
        self._choice.clear()
        for choice in state.choices:
            self._choice.addItem(choice.label, choice.offer)
        self._choice.setCurrentIndex(self._choice.findData(state.offer))
        self._choice.blockSignals(False)
        self._choice.setVisible(len(state.choices) > 1)

    def _show(self, side: Side) -> None:
        self._sides.setCurrentIndex(0)
        self._parts.show_only(side)
        if side is not Side.DOCUMENT:
            self._title.setText(self.tr("Certificate"))
        if side is Side.WORKING:
            announce(self, self.tr("Making your certificate"))

    def _chosen(self) -> None:
        self.offer_chosen.emit(self._choice.currentData())

    def _act_on_lock(self) -> None:
        (self.back_wanted if self._lock_leads_back else self.claim_wanted).emit()

    def _prepare(self) -> None:
        self._choice.setAccessibleName(self.tr("Document"))
        self._choice.activated.connect(self._chosen)
        self._choice.hide()
        self._name.given.connect(self.name_given)
        self._failure.acted.connect(self.again_wanted)
        self._locked.acted.connect(self._act_on_lock)
        document = self._document
        document.save.clicked.connect(self.save_wanted)
        document.print_.clicked.connect(self.print_wanted)
        document.verify.clicked.connect(self.verify_wanted)
        document.folder.clicked.connect(self.folder_wanted)
        document.send.clicked.connect(self.send_wanted)

    def _lay_out(self) -> None:
        back = BackButton(self._theme, self.tr("Course"))
        back.clicked.connect(self.back_wanted)
        column = self._page.column
        column.setSpacing(self._theme.space("two"))
        column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self._title)
        column.addWidget(self._choice, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self._document.row)
        column.addWidget(self._notice)
        for side, part in (
            (Side.WORKING, _Working(self._theme)),
            (Side.NAME, self._name),
            (Side.DOCUMENT, self._document),
            (Side.DOCUMENT, self._document.row),
            (Side.FAILED, self._failure),
        ):
            self._parts.take(side, part)
            if part is not self._document.row:
                column.addWidget(part)
        column.addStretch(1)
        self._sides.addWidget(self._page)
        self._sides.addWidget(self._locked)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._sides)


class _Shown:
    """Parts of which those of one side are on show."""

    def __init__(self) -> None:
        self._parts: list[tuple[Side, QWidget]] = []

    def take(self, side: Side, part: QWidget) -> None:
        self._parts.append((side, part))

    def show_only(self, side: Side) -> None:
        for known, part in self._parts:
            part.setVisible(known is side)


class _Working(QWidget):
    """The making of a document takes a second or two."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(self.tr("Making your certificate"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("two"))
        column.addWidget(Words(self.tr("Making your certificate, and putting its evidence inside …"), "muted"))
        column.addWidget(bar)


class _Document(QWidget):
    """The sheet, and the same in words; `row` is the row of buttons, laid out by the screen."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.save = QPushButton(self.tr("Save a copy…"))
        self.print_ = QPushButton(self.tr("Print…"))
        self.verify = QPushButton(self.tr("Verify"))
        self.folder = QPushButton(self.tr("Show in folder"))
        self.send = QPushButton(self.tr("Send…"))
        self.row = QWidget()
        self._no_printer = Words(role="muted")
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
        self._render_words(state.facts, renamed=state.renamed)

    def render_means(self, *, printer: bool, folder: bool) -> None:
        reason = self.tr("No printer is set up on this computer; save a copy and print it elsewhere.")
        self.print_.setEnabled(printer)
        self.print_.setToolTip("" if printer else reason)
        self.print_.setAccessibleDescription("" if printer else reason)
        self._no_printer.say("" if printer else reason)
        self.folder.setVisible(folder)

    def clear(self) -> None:
        self._sheet.clear()

    def focus_first(self) -> None:
        self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def _render_words(self, facts: CertificateFacts, *, renamed: bool) -> None:
        while (item := self._words.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for role, runs in lines(facts):
            if renamed and runs == [(facts.name, False)]:
                continue
            line = Prose(self._theme, role=role)
            line.render_runs(runs)
            self._words.addWidget(line)

    def _lay_out(self) -> None:
        one, two = self._theme.space("one"), self._theme.space("two")
        dress(self.save, kind="primary")
        dress(self.folder, kind="quiet")
        row = FlowLayout(one)
        for button in (self.save, self.print_, self.send, self.verify, self.folder):
            row.addWidget(button)
        actions = QVBoxLayout(self.row)
        actions.setContentsMargins(0, 0, 0, 0)
        actions.setSpacing(one)
        actions.addLayout(row)
        actions.addWidget(self._no_printer)
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
        self._frame.body.setContentsMargins(1, 1, 1, 1)
        self._frame.body.addWidget(self._sheet)
        column.addWidget(self._frame)
        column.addWidget(panel)
