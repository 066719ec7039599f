"""The courses on this computer as a picture: where they are kept, and a row for each with what is done with it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QPushButton, QVBoxLayout, QWidget

from player.desk.library import Listing
from player.ui.courses.row import CourseRow
from player.ui.courses.state import CoursesState, Work
from player.ui.courses.words import courses_table, home_text, room_text
from player.ui.language import counted, tr
from player.ui.tab_order import tab_as_read
from player.ui.theme import Theme
from player.ui.widgets.back import BackButton
from player.ui.widgets.banner import Banner, Message
from player.ui.widgets.card import Panel
from player.ui.widgets.flow import FlowLayout, HeadLine
from player.ui.widgets.prose import Prose
from player.ui.widgets.scroll import ScrollPage
from player.ui.widgets.table_actions import TableActions
from player.ui.widgets.table_text import Table
from player.ui.widgets.words import Words, announce
from player.ui.wording import size_text

AT_ONCE = 8
"""Rows that are there at once: more than a window shows."""
PAGE = 24
"""Rows that come by themselves, one after the other, and with every press for more."""
_BELOW_TITLE = 2
"""Where in the column there stands what is about all courses: below the way back and the title."""


class CoursesScreen(QWidget):
    """Gestures: `back_wanted`, `home_wanted`, `own_home_wanted`, `move_wanted`, `tidy_wanted`, `cancel_wanted`, and
    with a Listing `check_wanted`, `repair_wanted`, `removal_wanted`."""

    back_wanted = Signal()
    home_wanted = Signal()
    own_home_wanted = Signal()
    move_wanted = Signal()
    tidy_wanted = Signal()
    cancel_wanted = Signal()
    check_wanted = Signal(object)
    repair_wanted = Signal(object)
    removal_wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: list[CourseRow] = []
        self._busy = False
        self._begun_at: QWidget | None = None
        self._outcome_at: Path | None = None
        self._page = ScrollPage(theme)
        self._column = self._page.column
        self._back = BackButton(theme, tr("Library"))
        self._outcome = Banner(theme)
        self._home = Prose(theme)
        self._room = Words(role="muted")
        self._choose = QPushButton(tr("Choose another folder…"))
        self._own = QPushButton(tr("Use my own folder"))
        self._move = QPushButton(tr("Move all courses there"))
        self._tidy = QPushButton(tr("Forget unfinished copies"))
        self._work = _AtWork(theme)
        self._list = QVBoxLayout()
        self._target = PAGE
        self._growing = QTimer(self)
        self._growing.setInterval(0)
        self._growing.timeout.connect(self._grow)
        self._more = QPushButton()
        self._more.clicked.connect(self._show_more)
        self._none = Words(tr("There is no course on this computer yet."), "muted")
        self._state: CoursesState | None = None
        self._table = TableActions(theme, tr("Courses on this computer"), self._find_table, over=self)
        self._lay_out()

    def render_state(self, state: CoursesState) -> None:
        """Shows these courses; the keyboard stays at its course, or goes to the one that takes its place."""
        self._state = state
        self._table.setVisible(bool(state.listings))
        self._home.render_text(home_text(state))
        self._room.setText(room_text(state))
        self._room.setVisible(bool(state.listings))
        self._own.setVisible(not state.own_home)
        self._move.setVisible(bool(state.elsewhere))
        self._none.setVisible(not state.listings)
        here = next((n for n, row in enumerate(self._rows) if row.isAncestorOf(self._keyboard())), None)
        stay = {_which(listing) for listing in state.listings}
        is_gone = here is not None and _which(self._rows[here].listing) not in stay
        self._render_rows(state)
        if here is not None and is_gone:
            self._focus_row(min(here, len(self._rows) - 1))

    def render_work(self, work: Work | None) -> None:
        """Shows what is being done, where it was begun; None when nothing is."""
        begins, ends = work is not None and not self._busy, work is None and self._busy
        if work is not None and begins:
            self._begun_at = self._keyboard()
            self._stand(self._work, work.at)
        self._busy = work is not None
        self._work.render_work(work)
        if begins:
            self._work.focus_first()
            self._render_busy()
        elif ends:
            self._render_busy()
            self._give_keyboard_back()

    def render_outcome(self, message: Message | None, at: Path | None = None) -> None:
        """Says what came of it, beside the course at this path or above them all."""
        self._outcome_at = at
        self._stand(self._outcome, at)
        self._outcome.render_message(message)
        if message is not None:
            self._page.ensureWidgetVisible(self._outcome)
            tab_as_read(self)

    def focus_first(self) -> None:
        self._focus_row(0)

    def _render_rows(self, state: CoursesState) -> None:
        known = {_which(row.listing): row for row in self._rows}
        listings = state.listings[: max(AT_ONCE, len(self._rows))]
        self._rows = [known.pop(_which(listing), None) or self._new_row(listing) for listing in listings]
        for row in known.values():
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        for place, (row, listing) in enumerate(zip(self._rows, listings, strict=True)):
            row.render_listing(listing)
            self._list.insertWidget(place, row)
        self._stand(self._outcome, self._outcome_at)
        self._settle_rows()

    def _grow(self) -> None:
        """One row in each turn: hundreds at once would hold the window up for seconds."""
        listings = self._state.listings if self._state is not None else ()
        if len(self._rows) < min(self._target, len(listings)):
            row = self._new_row(listings[len(self._rows)])
            # What is said or done below a course stands in the list as well.
            self._list.addWidget(row)
            self._rows.append(row)
        else:
            self._settle_rows()

    def _settle_rows(self) -> None:
        left = len(self._state.listings) - len(self._rows) if self._state is not None else 0
        grows = left > 0 and len(self._rows) < self._target
        (self._growing.start if grows else self._growing.stop)()
        self._more.setVisible(left > 0)
        self._more.setText(counted("Show one more", "Show {count} more", min(left, PAGE)))
        self._render_busy()
        tab_as_read(self)

    def _show_more(self) -> None:
        first = len(self._rows)
        self._target = first + PAGE
        self._grow()
        self._focus_row(first)
        self._settle_rows()

    def _new_row(self, listing: Listing) -> CourseRow:
        row = CourseRow(self._theme, listing)
        row.check_wanted.connect(self.check_wanted)
        row.repair_wanted.connect(self.repair_wanted)
        row.removal_wanted.connect(self.removal_wanted)
        return row

    def _stand(self, part: QWidget, at: Path | None) -> None:
        """Puts what is said or done below the course that it is about."""
        place = next((self._list.indexOf(row) for row in self._rows if row.listing.path == at), None)
        for layout in (self._list, self._column):
            layout.removeWidget(part)
        if place is None:
            self._column.insertWidget(_BELOW_TITLE, part)
        else:
            self._list.insertWidget(place + 1, part)

    def _keyboard(self) -> QWidget:
        """What has the keyboard here, or will have it when the window is active again."""
        return self.focusWidget() or self

    def _give_keyboard_back(self) -> None:
        begun_at = self._begun_at
        if begun_at is not None and begun_at.isVisible():
            begun_at.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.focus_first()

    def _focus_row(self, place: int) -> None:
        if self._rows:
            row = self._rows[max(0, min(place, len(self._rows) - 1))]
            row.focus_first()
            self._page.ensureWidgetVisible(row)
        else:
            self._choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def _mend(self) -> None:
        """The way out that a failed check offers."""
        row = next((row for row in self._rows if row.listing.path == self._outcome_at), None)
        if row is not None:
            self.repair_wanted.emit(row.listing)

    def _find_table(self) -> Table | None:
        return courses_table(self._state) if self._state is not None else None

    def _render_busy(self) -> None:
        for row in self._rows:
            row.set_busy(self._busy)
        for button in (self._choose, self._own, self._move, self._tidy):
            button.setEnabled(not self._busy)

    def _lay_out(self) -> None:
        self._back.clicked.connect(self.back_wanted)
        self._work.cancelled.connect(self.cancel_wanted)
        self._outcome.acted.connect(self._mend)
        self._outcome.dismissed.connect(self._give_keyboard_back)
        column = self._column
        column.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeading)
        head = HeadLine(self._theme.space("one"))
        head.addWidget(Words(tr("Courses on this computer"), "title"))
        head.addWidget(self._table)
        column.addLayout(head)
        column.addWidget(self._outcome)
        column.addWidget(self._work)
        column.addWidget(self._home_card())
        self._list.setSpacing(self._theme.space("two"))
        column.addLayout(self._list)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self._none)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._page)

    def _home_card(self) -> Panel:
        card = Panel(self._theme)
        buttons = FlowLayout(self._theme.space("one"))
        for button, gesture in (
            (self._choose, self.home_wanted),
            (self._own, self.own_home_wanted),
            (self._move, self.move_wanted),
            (self._tidy, self.tidy_wanted),
        ):
            button.clicked.connect(gesture)
            buttons.addWidget(button)
        said = QVBoxLayout()
        said.setSpacing(self._theme.space("half"))
        said.addWidget(self._home)
        said.addWidget(self._room)
        card.body.addWidget(Words(tr("Where they are kept"), "heading"))
        card.body.addLayout(said)
        card.body.addLayout(buttons)
        return card


def _which(listing: Listing) -> tuple[Path, str]:
    """What stays the same of a course as long as it is here."""
    return listing.path, listing.signed.hash if listing.signed else ""


class _AtWork(Panel):
    """Something that takes long: what it is, how far it has come, and a way to stop."""

    cancelled = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._words = Words()
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Done so far"))
        self._stop = QPushButton(tr("Stop"))
        self._stop.clicked.connect(self.cancelled)
        self.body.addWidget(self._words)
        self.body.addWidget(self._bar)
        self.body.addWidget(self._stop, 0, Qt.AlignmentFlag.AlignLeading)
        self._told = ""
        self.hide()

    def focus_first(self) -> None:
        self._stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def render_work(self, work: Work | None) -> None:
        self.setVisible(work is not None)
        if work is None:
            self._told = ""
            return
        if work.what != self._told:
            self._told = work.what
            announce(self, work.what)
        far = tr("{what}: {done} of {whole}").format(
            what=work.what, done=size_text(work.done), whole=size_text(work.whole)
        )
        self._words.setText(far if work.whole else work.what)
        self._bar.setVisible(bool(work.whole))
        self._bar.setValue(work.done * 1000 // max(1, work.whole))
