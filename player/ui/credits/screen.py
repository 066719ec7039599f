"""The credits as a picture: licence cycles, what is chosen and what it adds up to, and every credit as a line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from player.domain.cycle import LicenceCycle
from player.domain.problem import Problem
from player.domain.reported import ReportedCredit
from player.ui.credits.cycle_form import CycleForm
from player.ui.credits.cycles import Cycles
from player.ui.credits.filters import Filters
from player.ui.credits.model import CreditsModel
from player.ui.credits.preview import Preview
from player.ui.credits.report_form import ReportForm
from player.ui.credits.state import CreditsState, Line
from player.ui.credits.table import CreditsTable
from player.ui.credits.tables import lines_table
from player.ui.credits.totals import Totals
from player.ui.language import sentences, told, tr
from player.ui.tab_order import tab_as_read
from player.ui.theme import Theme, dress
from player.ui.widgets.banner import Banner, Message
from player.ui.widgets.empty import EmptyState
from player.ui.widgets.end_button import EndButton
from player.ui.widgets.flow import FlowLayout, HeadLine
from player.ui.widgets.scroll import ScrollPage
from player.ui.widgets.table_actions import TableActions
from player.ui.widgets.table_text import Table
from player.ui.widgets.words import Words
from player.ui.wording import problem_message

ABOVE_FIELD = 130
"""Of a field that is brought up its label is to be seen, and what is said above it."""


class CreditsScreen(QWidget):
    """Gestures: `opened` (a Line with a document), `selection_changed` (a Selection), `credit_given` and
    `credit_removed` (a ReportedCredit), `cycle_given` (a LicenceCycle, the one it replaces or None), `cycle_removed`
    (a LicenceCycle), `acted` (on the message), `pdf_wanted`, `table_wanted`, `preview_wanted`, `print_wanted`,
    `library_wanted`.
    """

    opened = Signal(object)
    selection_changed = Signal(object)
    credit_given = Signal(object)
    credit_removed = Signal(object)
    cycle_given = Signal(object, object)
    cycle_removed = Signal(object)
    acted = Signal()
    pdf_wanted = Signal()
    table_wanted = Signal()
    preview_wanted = Signal()
    print_wanted = Signal()
    library_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._state: CreditsState | None = None
        self._page = ScrollPage(theme, widest=1280)
        self._notice = Banner(theme)
        self._preview = Preview(theme)
        self._cycles = Cycles(theme)
        self._cycle_form = CycleForm(theme)
        self._filters = Filters(theme)
        self._totals = Totals(theme)
        self._report_form = ReportForm(theme)
        self._hint = Words(role="muted")
        self._model = CreditsModel(theme.icons.icon("user", "caution"))
        self._table = CreditsTable(theme, self._model, self._page)
        self._actions = TableActions(theme, tr("All credit"), self._find_table, over=self._table)
        self._pdf = QPushButton(tr("Save as PDF…"))
        self._save = QPushButton(tr("Save as table…"))
        self._look = QPushButton(tr("Preview"))
        self._print = QPushButton(tr("Print…"))
        self._add = EndButton(tr("Add credit from elsewhere"))
        self._empty = EmptyState(theme)
        self._sides = QStackedWidget()
        self._has_printer = True
        self._why_not = Words(role="muted")
        self._connect()
        self._prepare()
        self._lay_out()

    # --- what is shown -----------------------------------------------------------------------------------

    def render_state(self, state: CreditsState) -> None:
        """Shows what was earned, or that nothing was yet. Forms that are open stay open."""
        before, self._state = self._chosen_line(), state
        self._preview.close_preview()
        shown, transcript = state.shown, state.transcript()
        self._cycles.render_parts(state.cycle_parts(), state.today)
        self._filters.render_state(state)
        self._totals.render_transcript(transcript, state.kinds)
        self._model.take_lines(shown)
        self._table.setVisible(bool(shown))
        self._actions.setVisible(bool(shown))
        self._table.fit()
        self._select(before)
        self._hint.setText(_hint(state))
        self._sides.setCurrentIndex(1 if state.is_bare and not self._is_entering() else 0)
        self._may_hand_out(bool(transcript.entries))
        self._why_not.say(_no_transcript() if not transcript.entries else "" if self._has_printer else _no_printer())
        tab_as_read(self)

    def show_message(self, message: Message | None) -> None:
        self._notice.render_message(message)
        if message is not None:
            self._page.ensureWidgetVisible(self._notice)

    def show_preview(self, pdf: bytes) -> None:
        """The transcript of what is chosen, until something else is."""
        self._preview.render_pdf(pdf)
        self._show_part(self._preview)

    def render_printer(self, there: bool) -> None:
        """Without a printer the button says so."""
        self._has_printer = there
        reason = "" if there else _no_printer()
        self._print.setToolTip(reason)
        self._print.setAccessibleDescription(reason)

    def set_busy(self, busy: bool) -> None:
        """While a transcript is made, no other is begun."""
        self._may_hand_out(not busy)

    def focus_first(self) -> None:
        if self._sides.currentIndex() == 1:
            self._empty.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self._table.isHidden():
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
            self._page.to_top()
        else:
            self._add.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What scrolls for itself is seen as a whole: nobody looks for its bar in a page that scrolls, too."""
        super().resizeEvent(event)
        room = event.size().height() - 2 * self._theme.space("one")
        self._preview.fit_in(room)
        self._table.fit_in(room)

    # --- forms -------------------------------------------------------------------------------------------

    def show_problem(self, problem: Problem) -> None:
        """Why a change was not kept: in the form that it came from, if it came from one."""
        form = next((one for one in (self._report_form, self._cycle_form) if one.isVisible()), None)
        if form is not None:
            telling = told(problem)
            form.say_wrong(sentences(telling.what, telling.remedy))
        else:
            self.show_message(problem_message(problem, dismissible=True))

    def close_forms(self) -> None:
        """What was given is kept."""
        for form in (self._report_form, self._cycle_form):
            if form.isVisible():
                form.close_form()

    def add_credit(self) -> None:
        self._edit_credit(None)

    def _edit_credit(self, credit: ReportedCredit | None) -> None:
        if self._state is not None:
            self._sides.setCurrentIndex(0)
            self._report_form.begin(credit, kinds=self._state.kinds, today=self._state.today)
            self._show_part(self._report_form)

    def _add_cycle(self) -> None:
        self._edit_cycle(None)

    def _edit_cycle(self, cycle: LicenceCycle | None) -> None:
        if self._state is not None:
            self._cycle_form.begin(cycle, kinds=self._state.kinds, today=self._state.today)
            self._show_part(self._cycle_form)

    def _show_part(self, part: QWidget) -> None:
        tab_as_read(self)
        self._show_soon(part)

    def _show_soon(self, part: QWidget) -> None:
        # What was just shown has its place with the next turn of the loop.
        QTimer.singleShot(0, self, partial(self._bring_up, part))

    def _bring_up(self, part: QWidget) -> None:
        """As much of it as there is room for, and in any case where the keyboard is."""
        if part is self._preview:
            self._page.ensureWidgetVisible(part, 0, self._theme.space("one"))
            return
        self._page.ensureWidgetVisible(part)
        here = QApplication.focusWidget()
        if here is not None and part.isAncestorOf(here):
            self._page.ensureWidgetVisible(here, 0, self._theme.px(ABOVE_FIELD))

    def _is_entering(self) -> bool:
        return not self._report_form.isHidden() or not self._cycle_form.isHidden()

    def _preview_closed(self) -> None:
        self._look.setFocus(Qt.FocusReason.OtherFocusReason)

    def _report_closed(self) -> None:
        back = self._add if self._report_form.edited is None or self._table.isHidden() else self._table
        back.setFocus(Qt.FocusReason.OtherFocusReason)
        self._leave_if_bare(self._report_form)

    def _cycle_closed(self) -> None:
        self._cycles.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self._leave_if_bare(self._cycle_form)

    def _leave_if_bare(self, form: QWidget) -> None:
        form.hide()
        if self._state is not None and self._state.is_bare and not self._is_entering():
            self._sides.setCurrentIndex(1)
            self._empty.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- gestures ----------------------------------------------------------------------------------------

    def _open(self, index: QModelIndex) -> None:
        line = self._model.line_at(index)
        if line is not None and line.reported is not None:
            self._edit_credit(line.reported)
        elif line is not None:
            self.opened.emit(line)

    def _remove_line(self, index: QModelIndex) -> None:
        line = self._model.line_at(index)
        if line is not None and line.reported is not None:
            self.credit_removed.emit(line.reported)

    def _remove_edited_credit(self) -> None:
        if self._report_form.edited is not None:
            self.credit_removed.emit(self._report_form.edited)

    def _give_cycle(self, cycle: LicenceCycle) -> None:
        self.cycle_given.emit(cycle, self._cycle_form.edited)

    def _remove_edited_cycle(self) -> None:
        if self._cycle_form.edited is not None:
            self.cycle_removed.emit(self._cycle_form.edited)

    # --- inside ------------------------------------------------------------------------------------------

    @property
    def widths(self) -> tuple[int, ...]:
        """See `CreditsTable.widths`."""
        return self._table.widths

    def take_widths(self, widths: Sequence[int]) -> None:
        self._table.take_widths(widths)

    def _find_table(self) -> Table | None:
        return lines_table(self._model.lines)

    def _chosen_line(self) -> Line | None:
        return self._model.line_at(self._table.currentIndex())

    def _select(self, before: Line | None) -> None:
        """The same line as before, or else the first."""
        lines = self._model.lines
        place = next((place for place, line in enumerate(lines) if before and _is_same(line, before)), 0)
        if lines:
            self._table.selectRow(place)

    def _may_hand_out(self, may: bool) -> None:
        self._pdf.setEnabled(may)
        self._save.setEnabled(may)
        self._look.setEnabled(may)
        self._print.setEnabled(may and self._has_printer)

    def _connect(self) -> None:
        self._table.opened.connect(self._open)
        self._table.removal_wanted.connect(self._remove_line)
        self._filters.changed.connect(self.selection_changed)
        self._cycles.chosen.connect(self._filters.choose_cycle)
        self._cycles.add_wanted.connect(self._add_cycle)
        self._cycles.edit_wanted.connect(self._edit_cycle)
        self._cycle_form.given.connect(self._give_cycle)
        self._cycle_form.removal_wanted.connect(self._remove_edited_cycle)
        self._cycle_form.closed.connect(self._cycle_closed)
        self._cycle_form.faulted.connect(self._show_soon)
        self._report_form.faulted.connect(self._show_soon)
        self._report_form.given.connect(self.credit_given)
        self._report_form.removal_wanted.connect(self._remove_edited_credit)
        self._report_form.closed.connect(self._report_closed)
        self._notice.acted.connect(self.acted)
        self._pdf.clicked.connect(self.pdf_wanted)
        self._save.clicked.connect(self.table_wanted)
        self._look.clicked.connect(self.preview_wanted)
        self._preview.closed.connect(self._preview_closed)
        self._print.clicked.connect(self.print_wanted)
        self._add.clicked.connect(self.add_credit)
        self._empty.acted.connect(self.library_wanted)
        self._empty.acted_otherwise.connect(self.add_credit)

    def _prepare(self) -> None:
        self._table.setAccessibleName(tr("Everything you earned"))
        dress(self._pdf, kind="primary")
        self._add.setIcon(self._theme.icons.icon("plus", "accent"))
        self._empty.render_empty(
            "award",
            tr("No credit yet"),
            tr("What you claim in a course is gathered here, by year and credit type."),
            tr("To the library"),
            tr("Add credit from elsewhere"),
        )

    def _lay_out(self) -> None:
        one = self._theme.space("one")
        head = FlowLayout(one)
        for button in (self._pdf, self._save, self._print, self._look):
            head.addWidget(button)
        table_head = HeadLine(self._theme.space("half"))
        table_head.addWidget(Words(tr("All credit"), "heading"))
        table_head.addWidget(self._add)
        column = self._page.column
        column.setSpacing(self._theme.space("two"))
        column.addWidget(Words(tr("Credits"), "title"))
        column.addLayout(head)
        column.addWidget(self._why_not)
        for part in (self._notice, self._preview, self._cycles, self._cycle_form, self._filters, self._totals):
            column.addWidget(part)
        column.addLayout(table_head)
        hints = HeadLine(one)
        hints.addWidget(self._hint)
        hints.addWidget(self._actions)
        column.addWidget(self._report_form)
        column.addLayout(hints)
        column.addWidget(self._table)
        column.addStretch(1)
        self._sides.addWidget(self._page)
        self._sides.addWidget(self._empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._sides)


def _is_same(line: Line, before: Line) -> bool:
    """An entry that was changed is the same one still."""
    if line.reported is not None and before.reported is not None:
        return line.reported.id == before.reported.id
    return line == before


def _no_printer() -> str:
    return tr("No printer is set up on this computer; save a PDF and print it elsewhere.")


def _no_transcript() -> str:
    return tr("Nothing is chosen that a transcript could list.")


def _hint(state: CreditsState) -> str:
    if not state.shown:
        return tr("No credit matches what is chosen above.") if state.lines else tr("Nothing was earned yet.")
    hint = tr("Press Enter on a line to open its document, or to change what you reported yourself.")
    note = tr("Specimens are listed, and not counted.") if any(line.specimen for line in state.shown) else ""
    return sentences(hint, note)
