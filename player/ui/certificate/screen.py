"""The certificate as a picture: what to do with it, the sheet itself, and the same in words."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from player.desk.ports import Drive
from player.domain.event import TakenBackFor
from player.domain.problem import Problem
from player.ui.certificate.correcting import Correcting
from player.ui.certificate.document import DocumentView
from player.ui.certificate.lives import LivesPanel
from player.ui.certificate.state import CertificateState, NoDocument
from player.ui.certificate.ways import HomeWays, PublicWays, Ways
from player.ui.certificate.words import choice_text, renamed_message, revoked_message, sent_before_message
from player.ui.language import sentences
from player.ui.printed_name import NamePanel
from player.ui.tab_order import tab_as_read
from player.ui.theme import Theme
from player.ui.widgets.back import BackButton
from player.ui.widgets.banner import Banner, Message
from player.ui.widgets.busy_bar import BusyBar
from player.ui.widgets.combo import Combo
from player.ui.widgets.empty import EmptyState
from player.ui.widgets.scroll import ScrollPage
from player.ui.widgets.words import Words, announce
from player.ui.wording import lock_words


class Side(IntEnum):
    """What stands under the title."""

    WORKING = 0
    NAME = 1
    DOCUMENT = 2
    CORRECTING = 3
    FAILED = 4


class CertificateScreen(QWidget):
    """Gestures: `save_wanted`, `stick_wanted` (a Drive), `print_wanted`, `verify_wanted`, `folder_wanted`,
    `send_wanted`, `back_wanted`, `claim_wanted`, `watch_wanted`, `again_wanted`, `offer_chosen` (an offer's id),
    `name_given` (a PrintedName), `life_wanted` (a DocumentLife), `standing_wanted`, and of corrections
    `name_corrected` (a PrintedName) and `claim_corrected` (a ClaimCorrection). In a public place `take_wanted` and
    `courses_wanted` stand for all that saves, prints, sends or corrects.
    """

    save_wanted = Signal()
    stick_wanted = Signal(object)
    print_wanted = Signal()
    verify_wanted = Signal()
    folder_wanted = Signal()
    send_wanted = Signal()
    back_wanted = Signal()
    claim_wanted = Signal()
    watch_wanted = Signal()
    again_wanted = Signal()
    offer_chosen = Signal(object)
    name_given = Signal(object)
    life_wanted = Signal(object)
    standing_wanted = Signal()
    name_corrected = Signal(object)
    claim_corrected = Signal(object)
    take_wanted = Signal()
    courses_wanted = Signal()

    def __init__(self, theme: Theme, *, public: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._state: CertificateState | None = None
        self._lock_leads_back = True
        self._reminds = False
        self._correcting: Correcting | None = None
        self._page = ScrollPage(theme, widest=712)
        self._title = Words(self.tr("Certificate"), "title")
        self._choice = Combo()
        self._standing = Banner(theme)
        self._notice = Banner(theme)
        self._name = NamePanel(theme, public=public)
        self._failure = Banner(theme)
        self._home = None if public else HomeWays(theme)
        self._document = DocumentView(theme, self._home or PublicWays(theme))
        self._lives = LivesPanel(theme)
        self._corrections = QVBoxLayout()
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
        self._end_correcting()
        self._show(Side.WORKING)

    def show_document(self, state: CertificateState) -> None:
        self._state, self._reminds = state, False
        self._end_correcting()
        self._notice.render_message(None)
        self._render_choice(state)
        self._show(Side.DOCUMENT)
        self._entitle(state.facts.heading, is_its_own=True)
        self._render_standing(state)
        self._document.render_state(state)
        self._lives.render_lives(state.lives if state.has_history else (), shown=state.facts.number)
        self._lives.setVisible(state.has_history)
        tab_as_read(self)
        self._page.to_top()
        self._document.focus_first()

    def start_correcting(self, wrong: TakenBackFor | None = None) -> None:
        """Asks what is wrong in the place of the document."""
        state = self._state
        if state is None or state.correctable is None:
            return
        self._end_correcting()
        correcting = self._correcting = Correcting(self._theme, state, state.correctable)
        correcting.name_wanted.connect(self.name_corrected)
        correcting.claim_wanted.connect(self.claim_corrected)
        correcting.watch_wanted.connect(self.watch_wanted)
        correcting.kept.connect(self._keep)
        self._corrections.addWidget(correcting)
        correcting.show()
        self._show(Side.CORRECTING)
        tab_as_read(self)
        self._page.to_top()
        correcting.begin(wrong)

    def show_corrected(self, message: Message) -> None:
        """What a correction did; it says itself whether anything is to be sent again."""
        self._standing.render_message(None)
        self.show_message(message)
        self._reminds = True

    def show_refused(self, problem: Problem) -> None:
        """Why a correction was refused, at the correction; nothing typed is lost."""
        if self._correcting is not None:
            self._correcting.show_problem(problem)
            self._bring_up_soon()

    def show_no_difference(self, text: str) -> None:
        """There is nothing to correct."""
        if self._correcting is not None:
            self._correcting.show_note(text)
            self._bring_up_soon()

    def _bring_up_soon(self) -> None:
        # What was just said has its place with the next turn of the loop.
        QTimer.singleShot(0, self, self._bring_up)

    def _bring_up(self) -> None:
        """What a correction was answered is seen, below all that was asked."""
        if self._correcting is not None and (said := self._correcting.said()) is not None:
            self._page.ensureWidgetVisible(said)

    def render_drives(self, drives: Sequence[Drive]) -> None:
        """The sticks that are plugged in now."""
        if self._home is not None:
            self._home.sticks.render_drives(drives)

    def set_saving(self, saving: bool) -> None:
        """Whether a copy is on its way to a stick."""
        if self._home is not None:
            self._home.sticks.set_busy(saving)

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
            text, action = sentences(*lock_words(state.lock)), self.tr("Back to the course")
        self._locked.render_empty("award", self.tr("No certificate yet"), text, action)
        self._sides.setCurrentIndex(1)

    def show_message(self, message: Message | None) -> None:
        """What came of saving, printing or verifying, in its place under the buttons.

        What stood there after a correction may have said to send again: that is said above from then on.
        """
        if self._reminds and self._state is not None:
            self._render_standing(self._state)
        self._reminds = False
        self._notice.render_message(message)
        if message is not None:
            self._page.ensureWidgetVisible(self._notice)

    def render_means(self, *, printer: bool, folder: bool) -> None:
        """What this computer has: without a printer the button says so, without a desktop no folder is opened."""
        if self._home is not None:
            self._home.render_means(printer=printer, folder=folder)

    def _render_choice(self, state: CertificateState) -> None:
        self._choice.blockSignals(True)
        self._choice.clear()
        for choice in state.choices:
            self._choice.addItem(choice_text(choice), choice.offer)
        self._choice.setCurrentIndex(self._choice.findData(state.offer))
        self._choice.blockSignals(False)
        self._choice.setVisible(len(state.choices) > 1)

    def _render_standing(self, state: CertificateState) -> None:
        """What is to be known before anything is done with the document."""
        life = state.life
        message = None
        if life is not None and life.revocation is not None:
            message = revoked_message(life)
        elif state.renamed and self._home is not None:
            message = renamed_message(state)
        elif state.sent_before and self._home is not None:
            message = sent_before_message()
        self._standing.render_message(message)

    def _act_on_standing(self) -> None:
        state = self._state
        if state is None:
            return
        if not state.counts:
            self.standing_wanted.emit()
        elif state.renamed:
            self.start_correcting(TakenBackFor.WRONG_NAME)
        else:
            self.send_wanted.emit()

    def _entitle(self, text: str, *, is_its_own: bool = False) -> None:
        """`is_its_own`: what is printed on the document, in its language, which a screen reader says."""
        self._title.setText(text)
        spoken = self.tr("Title of the document: {heading}").format(heading=text) if is_its_own else ""
        self._title.setAccessibleName(spoken)

    def _keep(self) -> None:
        """The document stays as it is; the keyboard goes back to where the correction was asked for."""
        self._show(Side.DOCUMENT)
        if self._state is not None:
            self._entitle(self._state.facts.heading, is_its_own=True)
            self._render_choice(self._state)
            self._render_standing(self._state)
        if self._home is not None:
            self._home.correct.setFocus(Qt.FocusReason.OtherFocusReason)
        self._end_correcting()

    def _end_correcting(self) -> None:
        if self._correcting is not None:
            self._correcting.hide()
            self._corrections.removeWidget(self._correcting)
            self._correcting.deleteLater()
            self._correcting = None

    def _correct(self) -> None:
        self.start_correcting()

    def _show(self, side: Side) -> None:
        self._sides.setCurrentIndex(0)
        self._parts.show_only(side)
        if side is not Side.DOCUMENT:
            self._entitle(self.tr("Certificate"))
            self._standing.render_message(None)
            self._lives.hide()
        if side is Side.CORRECTING:
            self._entitle(self.tr("Correct this document"))
            self._choice.hide()
            self._notice.render_message(None)
        elif side is Side.DOCUMENT and self._state is not None:
            self._lives.setVisible(self._state.has_history)
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
        self._standing.acted.connect(self._act_on_standing)
        self._notice.acted.connect(self.send_wanted)
        self._lives.open_wanted.connect(self.life_wanted)
        self._lives.hide()
        self._join_ways(self._document.ways)

    def _join_ways(self, ways: Ways) -> None:
        if isinstance(ways, HomeWays):
            ways.correct.clicked.connect(self._correct)
            ways.sticks.save_wanted.connect(self.stick_wanted)
            ways.save.clicked.connect(self.save_wanted)
            ways.print_.clicked.connect(self.print_wanted)
            ways.verify.clicked.connect(self.verify_wanted)
            ways.folder.clicked.connect(self.folder_wanted)
            ways.send.clicked.connect(self.send_wanted)
        elif isinstance(ways, PublicWays):
            ways.take_wanted.connect(self.take_wanted)
            ways.courses_wanted.connect(self.courses_wanted)

    def _lay_out(self) -> None:
        back = BackButton(self._theme, self.tr("Course"))
        back.clicked.connect(self.back_wanted)
        column = self._page.column
        column.setSpacing(self._theme.space("two"))
        column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self._title)
        column.addWidget(self._choice, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self._standing)
        column.addWidget(self._document.ways)
        column.addWidget(self._notice)
        for side, part in (
            (Side.WORKING, _Working(self._theme)),
            (Side.NAME, self._name),
            (Side.DOCUMENT, self._document),
            (Side.DOCUMENT, self._document.ways),
            (Side.FAILED, self._failure),
        ):
            self._parts.take(side, part)
            if part is not self._document.ways:
                column.addWidget(part)
        column.addWidget(self._lives)
        column.addLayout(self._corrections)
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
        bar = BusyBar(theme, self.tr("Making your certificate"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("two"))
        column.addWidget(Words(self.tr("Making your certificate, and putting its evidence inside …"), "muted"))
        column.addWidget(bar)
