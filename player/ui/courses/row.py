"""One course as files: what it is, where it lies, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from player.desk.library import Listing
from player.domain.whereabouts import Whereabouts
from player.ui.courses.words import (
    answer_text,
    place_text,
    question_text,
    removal_text,
    status_text,
    title_of,
    tr,
    trouble_text,
)
from player.ui.theme import Theme, dress
from player.ui.widgets.card import Panel
from player.ui.widgets.chip import Chip
from player.ui.widgets.flow import FlowLayout, HeadLine
from player.ui.widgets.words import Words, announce


class CourseRow(Panel):
    """Gestures: `check_wanted`, `repair_wanted`, `removal_wanted` (each with the Listing).

    Removal is asked once, in the place of the buttons; Escape keeps the course.
    """

    check_wanted = Signal(object)
    repair_wanted = Signal(object)
    removal_wanted = Signal(object)

    def __init__(self, theme: Theme, listing: Listing) -> None:
        super().__init__(theme)
        self._theme = theme
        self._listing = listing
        self._title = Words(role="strong")
        self._place = Words(role="muted")
        self._trouble = Words()
        self._chip = Chip(theme)
        self._acts = QWidget()
        self._check = QPushButton(tr("Check"))
        self._repair = QPushButton(tr("Repair…"))
        self._remove = QPushButton()
        self._asked = QWidget()
        self._question = Words()
        self._yes = QPushButton()
        self._no = QPushButton(tr("Keep", "do not remove the course"))
        self._lay_out()
        self.render_listing(listing)

    @property
    def listing(self) -> Listing:
        return self._listing

    def render_listing(self, listing: Listing) -> None:
        """Shows this course; the keyboard stays where it is."""
        self._listing = listing
        title = title_of(listing)
        self._title.setText(title)
        self._place.setText(place_text(listing))
        self._trouble.say(trouble_text(listing))
        self._chip.render_status(*status_text(listing))
        self._remove.setText(removal_text(listing))
        self._question.setText(question_text(listing))
        self._yes.setText(answer_text(listing))
        for button in (self._check, self._repair, self._remove, self._yes, self._no):
            button.setAccessibleDescription(title)
        reachable = listing.where in (Whereabouts.HERE, Whereabouts.IN_PLACE) and listing.signed is not None
        self._check.setVisible(reachable)
        self._repair.setVisible(listing.where is Whereabouts.HERE and listing.signed is not None)

    def set_busy(self, busy: bool) -> None:
        """While something is done with the courses, nothing else can be begun."""
        for button in (self._check, self._repair, self._remove, self._yes):
            button.setEnabled(not busy)

    def focus_first(self) -> None:
        first = self._check if self._check.isVisibleTo(self) else self._remove
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._asked.isVisible():
            self._keep()
        else:
            super().keyPressEvent(event)

    def _ask(self) -> None:
        # Shown before the buttons go: hiding what has the keyboard would hand it to the next course.
        self._asked.show()
        self._no.setFocus(Qt.FocusReason.OtherFocusReason)
        self._acts.hide()
        announce(self, self._question.text())

    def _keep(self) -> None:
        self._acts.show()
        self._remove.setFocus(Qt.FocusReason.OtherFocusReason)
        self._asked.hide()

    def _tell_check(self) -> None:
        self.check_wanted.emit(self._listing)

    def _tell_repair(self) -> None:
        self.repair_wanted.emit(self._listing)

    def _tell_removal(self) -> None:
        self._keep()
        self.removal_wanted.emit(self._listing)

    def _lay_out(self) -> None:
        head = HeadLine(self._theme.space("one"), at_top=True)
        said = QWidget()
        words = QVBoxLayout(said)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(self._theme.space("half"))
        for part in (self._title, self._place, self._trouble):
            words.addWidget(part)
        head.addWidget(said)
        head.addWidget(self._chip)
        for button, act in (
            (self._check, self._tell_check),
            (self._repair, self._tell_repair),
            (self._remove, self._ask),
            (self._yes, self._tell_removal),
            (self._no, self._keep),
        ):
            button.clicked.connect(act)
        dress(self._yes, kind="danger")
        self._in_a_line(self._acts, self._check, self._repair, self._remove)
        column = QVBoxLayout(self._asked)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.body.spacing())
        answers = QWidget()
        self._in_a_line(answers, self._yes, self._no)
        column.addWidget(self._question)
        column.addWidget(answers)
        self.body.addLayout(head)
        self.body.addWidget(self._acts)
        self.body.addWidget(self._asked)
        self._asked.hide()

    def _in_a_line(self, place: QWidget, *buttons: QPushButton) -> None:
        line = FlowLayout(self._theme.space("one"))
        place.setLayout(line)
        for button in buttons:
            line.addWidget(button)
