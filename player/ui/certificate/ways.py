"""What can be done with a document: at home many things, in a public place it is taken along or left."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from player.ui.certificate.state import CertificateState
from player.ui.certificate.stick_bar import StickBar
from player.ui.theme import Theme, dress
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.words import Words


class Ways(QWidget):
    """A row of buttons with what belongs to it; `first` is the one that the keyboard begins at."""

    first: QPushButton

    def render_state(self, state: CertificateState) -> None:
        """Offers what can be done with this document."""

    def focus_first(self) -> None:
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self, theme: Theme, *parts: QPushButton) -> QVBoxLayout:
        row = FlowLayout(theme.space("one"))
        for button in parts:
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("one"))
        column.addLayout(row)
        return column


class HomeWays(Ways):
    """Saving, printing, sending, verifying and correcting, and the sticks that are plugged in."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.save = self.first = QPushButton(self.tr("Save a copy…"))
        self.print_ = QPushButton(self.tr("Print…"))
        self.verify = QPushButton(self.tr("Verify"))
        self.folder = QPushButton(self.tr("Show in folder"))
        self.send = QPushButton(self.tr("Send…"))
        self.correct = QPushButton(self.tr("Something is wrong…"))
        self.sticks = StickBar(theme)
        self._no_printer = Words(role="muted")
        dress(self.save, kind="primary")
        for button in (self.folder, self.correct):
            dress(button, kind="quiet")
        column = self._lay_out(theme, self.save, self.print_, self.send, self.verify, self.folder, self.correct)
        column.addWidget(self.sticks)
        column.addWidget(self._no_printer)

    def render_state(self, state: CertificateState) -> None:
        for button in (self.print_, self.send, self.verify):
            button.setVisible(state.counts)
        dress(self.save, kind="primary" if state.counts else "")
        self.correct.setVisible(state.correctable is not None)
        self._no_printer.setVisible(state.counts and bool(self._no_printer.text()))

    def render_means(self, *, printer: bool, folder: bool) -> None:
        """What this computer has: without a printer the button says so, without a desktop no folder is opened."""
        reason = self.tr("No printer is set up on this computer; save a copy and print it elsewhere.")
        self.print_.setEnabled(printer)
        self.print_.setToolTip("" if printer else reason)
        self.print_.setAccessibleDescription("" if printer else reason)
        self._no_printer.say("" if printer else reason)
        self.folder.setVisible(folder)


class PublicWays(Ways):
    """Gestures: `take_wanted`, `courses_wanted`."""

    take_wanted = Signal()
    courses_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        take = self.first = QPushButton(self.tr("Take it with you"))
        courses = QPushButton(self.tr("Back to the courses"))
        dress(take, kind="primary")
        take.clicked.connect(self.take_wanted)
        courses.clicked.connect(self.courses_wanted)
        self._lay_out(theme, take, courses)

    def render_state(self, state: CertificateState) -> None:
        self.first.setVisible(state.counts)
