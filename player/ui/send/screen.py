"""The send page as a picture: where things stand, what is sent for whom, the receipt, and the upload."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from player.ui.claiming.permission import PermissionPanel
from player.ui.send.chooser import Chooser
from player.ui.send.courses import CoursesPanel
from player.ui.send.files import FilesPanel
from player.ui.send.preflight import Preflight
from player.ui.send.receipt import ReceiptPanel
from player.ui.send.receivers import secrecy_of
from player.ui.send.state import SendState
from player.ui.send.words import courses_table, ready_sentence, standing_sentence, write_text
from player.ui.tab_order import tab_as_read
from player.ui.theme import Theme, dress
from player.ui.widgets.banner import Banner, Message
from player.ui.widgets.breaking import BreakingButton
from player.ui.widgets.card import Panel
from player.ui.widgets.empty import EmptyState
from player.ui.widgets.end_button import EndButton
from player.ui.widgets.flow import FlowLayout, HeadLine
from player.ui.widgets.prose import Prose
from player.ui.widgets.scroll import ScrollPage
from player.ui.widgets.table_actions import TableActions
from player.ui.widgets.table_text import Table
from player.ui.widgets.words import Words, announce


class SendScreen(QWidget):
    """Gestures: `write_wanted`, `folder_wanted`, `shown_wanted` (the folder that was written to), `library_wanted`;
    `courses`, `chooser`, `preflight`, `permission`, `receipt` and `files` have those of their own."""

    write_wanted = Signal()
    folder_wanted = Signal()
    shown_wanted = Signal()
    library_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._state: SendState | None = None
        self.page = ScrollPage(theme, widest=760)
        self._standing = Words(role="lead")
        self.courses = CoursesPanel(theme)
        self.chooser = Chooser(theme)
        self.preflight = Preflight(theme)
        self.permission = PermissionPanel(theme)
        self.receipt = ReceiptPanel(theme)
        self.files = FilesPanel(theme)
        self._table = TableActions(theme, self.tr("Where your courses stand"), self._find_table, over=self.courses)
        self._where = Words(role="caption")
        self._folder = Prose(theme, role="strong")
        self._change = EndButton(self.tr("Change…"))
        self._write = BreakingButton()
        self._ready = Words(role="muted")
        self._outcome = Banner(theme)
        self._empty = EmptyState(theme)
        self._sides = QStackedWidget()
        self._more = QVBoxLayout()
        self._prepare()
        self._lay_out()

    def begin(self, state: SendState) -> None:
        """Shows the page from its top, ready to write."""
        self._outcome.render_message(None)
        self.receipt.render_outcome(None)
        self.render_state(state)
        self.page.to_top()
        self.focus_first()

    def render_state(self, state: SendState) -> None:
        """Shows where things stand, what is chosen and what would come of it."""
        self._state = state
        self._sides.setCurrentIndex(0 if state.submissions else 1)
        self._standing.setText(standing_sentence(state))
        self.courses.render_state(state)
        self.chooser.render_choice(state.form, secrecy_of(state.to_send))
        self.preflight.render_state(state)
        self.permission.setVisible(state.asks_permission)
        self._where.setText(self.tr("Files go to this stick") if state.is_stick else self.tr("Files go to this folder"))
        self._folder.render_text(str(state.folder))
        self._render_ready(state)
        self._write.setText(write_text(state).replace("&", "&&"))
        self._level_with_button()
        ready = state.checked is None or bool(state.checked.ready)
        # Not while it writes: what is switched off loses the keyboard.
        self._write.setEnabled(bool(state.chosen) and ready)
        self.receipt.set_busy(state.busy)
        self.files.render_state(state)
        self.order_tabs()

    def _level_with_button(self) -> None:
        """In the middle of the line in which it stands."""
        self._ready.setMinimumHeight(self._write.sizeHint().height())

    def _render_ready(self, state: SendState) -> None:
        """Beside the button, whether it can be pressed with a calm mind."""
        before = self._ready.text()
        self._ready.setText(ready_sentence(state))
        if state.checked is not None and self._ready.text() != before:
            announce(self._ready, self._ready.text())

    def show_outcome(self, message: Message | None) -> None:
        """What came of writing, right below the button."""
        self._outcome.render_message(message)
        self._bring_up(self._outcome, message)

    def show_receipt(self, message: Message | None) -> None:
        self.receipt.render_outcome(message)
        self._bring_up(self.receipt, message)

    def ask_permission(self) -> None:
        """The question is on the page; the keyboard goes to it."""
        self.page.ensureWidgetVisible(self.permission)
        self.permission.focus_first()

    def add_part(self, part: QWidget) -> None:
        """Another way out, below the receipt."""
        self._more.addWidget(part)

    def focus_first(self) -> None:
        first = self._write if self._sides.currentIndex() == 0 else self._empty
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def order_tabs(self) -> None:
        tab_as_read(self)

    def _unfold_files(self) -> None:
        self.order_tabs()
        QTimer.singleShot(0, self, partial(self.page.ensureWidgetVisible, self.files, 0, self._theme.space("two")))

    def _bring_up(self, part: QWidget, message: Message | None) -> None:
        if message is not None:
            self.order_tabs()
            # What was just shown has its place with the next turn of the loop.
            QTimer.singleShot(0, self, partial(self.page.ensureWidgetVisible, part))

    def _find_table(self) -> Table | None:
        return courses_table(self._state) if self._state is not None else None

    def _prepare(self) -> None:
        dress(self._write, kind="primary")
        self._change.setAccessibleName(self.tr("Change the folder"))
        self._change.clicked.connect(self.folder_wanted)
        self._write.clicked.connect(self.write_wanted)
        self._outcome.acted.connect(self.shown_wanted)
        self._theme.changed.connect(self._level_with_button)
        self._empty.acted.connect(self.library_wanted)
        self.chooser.unfolded.connect(self.order_tabs)
        self.files.unfolded.connect(self._unfold_files)
        self._empty.render_empty(
            "send",
            self.tr("Nothing to send yet"),
            self.tr("Once credit is claimed in a course, its completion file is written here for your provider."),
            self.tr("To the library"),
        )

    def _lay_out(self) -> None:
        head = HeadLine(self._theme.space("one"))
        head.addWidget(self._standing)
        head.addWidget(self._table)
        column = self.page.column
        column.setSpacing(self._theme.space("two"))
        column.addWidget(Words(self.tr("Send"), "title"))
        column.addLayout(head)
        column.addWidget(self.courses)
        column.addWidget(self._sending())
        column.addWidget(self.receipt)
        column.addLayout(self._more)
        column.addWidget(self.files)
        column.addStretch(1)
        self._sides.addWidget(self.page)
        self._sides.addWidget(self._empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._sides)

    def _sending(self) -> Panel:
        """For whom, what would go, where to, and the button."""
        panel = Panel(self._theme)
        folder = QVBoxLayout()
        folder.setSpacing(0)
        folder.addWidget(self._where)
        folder.addWidget(self._folder)
        line = QHBoxLayout()
        line.setSpacing(self._theme.space("one"))
        line.addLayout(folder, 1)
        line.addWidget(self._change, 0, Qt.AlignmentFlag.AlignVCenter)
        panel.body.addWidget(Words(self.tr("For whom"), "heading"))
        panel.body.addWidget(self.chooser)
        panel.body.addWidget(_rule())
        panel.body.addLayout(line)
        panel.body.addLayout(self._writing())
        panel.body.addWidget(self._outcome)
        panel.body.addWidget(_rule())
        panel.body.addWidget(self.preflight)
        panel.body.addWidget(self.permission)
        self.permission.hide()
        return panel

    def _writing(self) -> FlowLayout:
        """The button, and how much is ready."""
        line = FlowLayout(self._theme.space("two"), between_lines=self._theme.space("one"))
        line.addWidget(self._write)
        line.addWidget(self._ready)
        return line


def _rule() -> QWidget:
    rule = QFrame()
    dress(rule, kind="rule")
    return rule
