"""The credits at work: gathers what was earned, keeps what the learner reports, and hands transcripts out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from player.domain.cycle import LicenceCycle
from player.domain.problem import Problem
from player.domain.reported import ReportedCredit
from player.domain.transcript import Selection
from player.ui.credits import handing
from player.ui.credits.changing import Done, Undo, keep_credit, keep_cycle, load, remove_credit, remove_cycle, undone
from player.ui.credits.screen import CreditsScreen
from player.ui.credits.state import EVERYTHING, CreditsState, Line
from player.ui.door import Lane
from player.ui.host import Host, Page, Place, Route
from player.ui.printing import Printing, draw, hand_over, layout_of
from player.ui.table_saving import TableSaving
from player.ui.widgets.banner import Message
from player.ui.widgets.tone import Tone
from player.ui.wording import problem_message


class CreditsPage(Page):
    """`printing` stands for this computer's printers; a test hands in others."""

    def __init__(self, host: Host, *, printing: Printing | None = None) -> None:
        super().__init__()
        self._host = host
        self._printing = printing or Printing()
        self._state: CreditsState | None = None
        self._selection = EVERYTHING
        self._act: Callable[[], None] | None = None
        self._screen = CreditsScreen(host.theme)
        self._connect(self._screen)
        self.hold(self._screen)
        TableSaving(host, self)

    def arrangement(self) -> Mapping[str, tuple[int, ...]]:
        return {"columns": self._screen.widths} if any(self._screen.widths) else {}

    def arrange(self, kept: Mapping[str, tuple[int, ...]]) -> None:
        self._screen.take_widths(kept.get("columns", ()))

    def enter(self, route: Route) -> None:
        self._screen.render_printer(self._printing.has_printer())
        self._host.door.ask(partial(load, self._host.desk), self._begin)

    def _begin(self, state: CreditsState) -> None:
        self._tell(None)
        self._show(state)
        self._screen.focus_first()

    def _show(self, state: CreditsState) -> None:
        self._state = replace(state, selection=self._selection)
        self._screen.render_state(self._state)

    def _choose(self, selection: Selection) -> None:
        self._selection = selection
        if self._state is not None:
            self._show(self._state)

    def _open(self, line: Line) -> None:
        self._host.go(Route(place=Place.CERTIFICATE, course=line.course, offer=line.offer))

    # --- what the learner says ---------------------------------------------------------------------------

    def _keep_credit(self, credit: ReportedCredit) -> None:
        self._change(partial(keep_credit, self._host.desk, credit))

    def _remove_credit(self, credit: ReportedCredit) -> None:
        self._change(partial(remove_credit, self._host.desk, credit))

    def _keep_cycle(self, cycle: LicenceCycle, before: LicenceCycle | None) -> None:
        self._change(partial(keep_cycle, self._host.desk, cycle, before))

    def _remove_cycle(self, cycle: LicenceCycle) -> None:
        self._change(partial(remove_cycle, self._host.desk, cycle))

    def _change(self, work: Callable[[], Done]) -> None:
        self._host.door.ask(work, self._changed, failed=self._screen.show_problem)

    def _changed(self, done: Done) -> None:
        self._host.say_saved()
        if done.kept is not None and not self._selection.takes(done.kept):
            self._selection = EVERYTHING
        self._show(done.state)
        self._screen.close_forms()
        if done.undo is None:
            self._tell(None)
            return
        message = Message(what=done.removed, action=self.tr("Undo"), tone=Tone.NEUTRAL, dismissible=True)
        self._tell(message, partial(self._undo, done.undo))

    def _undo(self, undo: Undo) -> None:
        self._change(partial(undone, self._host.desk, undo))

    # --- transcripts -------------------------------------------------------------------------------------

    def _save_pdf(self) -> None:
        if self._state is None or not self._has_name(self._state):
            return
        name = handing.file_name(self._state.transcript(), ".pdf")
        file = handing.ask_where(self, self.tr("Save as PDF"), self.tr("PDF documents (*.pdf)"), name)
        if file is not None:
            self._make(partial(handing.printed, self._host.desk, self._selection), partial(self._write, file))

    def _save_table(self) -> None:
        if self._state is None:
            return
        transcript = self._state.transcript()
        name = handing.file_name(transcript, ".csv")
        file = handing.ask_where(self, self.tr("Save as table"), self.tr("Tables (*.csv)"), name)
        if file is not None:
            self._make(partial(handing.table, self._host.desk, transcript), partial(self._write, file))

    def _print(self) -> None:
        if self._state is not None and self._has_name(self._state):
            self._make(partial(handing.printed, self._host.desk, self._selection), self._choose_printer)

    def _look(self) -> None:
        if self._state is not None and self._has_name(self._state):
            self._make(partial(handing.printed, self._host.desk, self._selection), self._show_preview)

    def _show_preview(self, pdf: bytes) -> None:
        self._screen.set_busy(False)
        self._tell(None)
        self._screen.show_preview(pdf)

    def _has_name(self, state: CreditsState) -> bool:
        if state.name:
            return True
        what = self.tr("A transcript needs your name.")
        self._tell(Message(what=what, action=self.tr("Open your profile")), self._to_profile)
        return False

    def _make(self, work: Callable[[], bytes], then: Callable[[bytes], None]) -> None:
        self._screen.set_busy(True)
        self._tell(Message(what=self.tr("Making the transcript …"), tone=Tone.ACCENT))
        self._host.door.ask(work, then, failed=self._refused)

    def _write(self, file: Path, data: bytes) -> None:
        self._host.door.ask(partial(handing.write, file, data), self._saved, failed=self._refused, lane=Lane.PORTER)

    def _saved(self, file: Path) -> None:
        what = self.tr("Saved as {name}").format(name=file.name)
        where = self.tr("In {folder}").format(folder=file.parent)
        has_desktop = QGuiApplication.platformName() != "offscreen"
        action = self.tr("Show in folder") if has_desktop else ""
        self._screen.set_busy(False)
        message = Message(what=what, meaning=where, action=action, tone=Tone.GOOD, dismissible=True)
        self._tell(message, partial(_show_folder, file))

    def _choose_printer(self, pdf: bytes) -> None:
        self._screen.set_busy(False)
        self._tell(None)
        job = self._printing.choose(self, layout_of(pdf))
        if job is None:
            return
        if job.file is not None:
            self._write(job.file, pdf)
        elif self._printing.takes_pdf():
            title = self.tr("Credit transcript")
            work = partial(hand_over, pdf, name=job.name, copies=job.copies, title=title, media=job.media)
            self._host.door.ask(work, self._printed, failed=self._refused, lane=Lane.PORTER)
        else:
            try:
                draw(pdf, job.printer)
            except Problem as problem:
                self._refused(problem)
            else:
                self._printed(None)

    def _printed(self, _: object) -> None:
        self._tell(Message(what=self.tr("Handed to the printer."), tone=Tone.GOOD, dismissible=True))

    def _refused(self, problem: Problem) -> None:
        self._screen.set_busy(False)
        self._tell(problem_message(problem, dismissible=True))

    # --- messages, and the ways on -----------------------------------------------------------------------

    def _tell(self, message: Message | None, act: Callable[[], None] | None = None) -> None:
        """A message, and what its button does."""
        self._act = act
        self._screen.show_message(message)

    def _acted(self) -> None:
        if self._act is not None:
            self._act()

    def _to_library(self) -> None:
        self._host.go(Route(place=Place.LIBRARY))

    def _to_profile(self) -> None:
        self._host.go(Route(place=Place.PROFILE))

    def _connect(self, screen: CreditsScreen) -> None:
        screen.opened.connect(self._open)
        screen.selection_changed.connect(self._choose)
        screen.credit_given.connect(self._keep_credit)
        screen.credit_removed.connect(self._remove_credit)
        screen.cycle_given.connect(self._keep_cycle)
        screen.cycle_removed.connect(self._remove_cycle)
        screen.acted.connect(self._acted)
        screen.pdf_wanted.connect(self._save_pdf)
        screen.table_wanted.connect(self._save_table)
        screen.preview_wanted.connect(self._look)
        screen.print_wanted.connect(self._print)
        screen.library_wanted.connect(self._to_library)


def _show_folder(file: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file.parent)))
