"""What the operator does with a stick: takes completions away, brings courses and attendees."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from player.desk.ports import Drive
from player.domain.kiosk.roster import RosterReport
from player.domain.problem import Problem
from player.kiosk.exporting import Exported, Step
from player.kiosk.operator import Adding, CourseLine
from player.kiosk.overview import Overview
from player.ui.kiosk.face import KioskButton, Notice
from player.ui.kiosk.operator_parts import Lines, StickChoice, View
from player.ui.kiosk.operator_words import course_text, roster_text, row_text, step_text
from player.ui.language import counted, told
from player.ui.theme import Theme
from player.ui.widgets.busy_bar import BusyBar
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.tone import Tone
from player.ui.widgets.words import Words, announce, show_if

_ROWS_SHOWN = 100


class StickView(View):
    """A view with a choice of sticks, something to begin, its progress, and what came of it. Gesture: `cancelled`."""

    cancelled = Signal()

    def __init__(self, theme: Theme, title: str, why: str) -> None:
        super().__init__(theme, title, why)
        self.sticks = StickChoice(theme)
        self.sticks.changed.connect(self.allow)
        self.notice = Notice(theme)
        self.result = Lines(theme)
        self._buttons: list[KioskButton] = []
        self._row = FlowLayout(theme.space("two"))
        self._bar = BusyBar(theme)
        self._told = Words()
        self._stop = KioskButton(theme, self.tr("Stop"), icon="x", broad=True)
        self._stop.clicked.connect(self.cancelled)
        self._busy = False
        for part in (self._bar, self._told, self._stop):
            part.hide()
        self.column.addWidget(self.sticks)
        self.column.addLayout(self._row)
        for part in (self._bar, self._told, self.notice, self.result):
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.result.hide()

    def take_buttons(self, *buttons: KioskButton) -> None:
        self._buttons = list(buttons)
        for button in (*buttons, self._stop):
            self._row.addWidget(button)
        self.allow()

    def allow(self) -> None:
        """What can be begun now."""
        for button in self._buttons:
            button.setEnabled(self.sticks.chosen is not None and not self._busy)

    def render_busy(self, busy: bool, *, told: str = "") -> None:
        self._busy = busy
        for part in (self._bar, self._told, self._stop):
            show_if(part, busy)
        self._bar.setRange(0, 0)
        self._told.setText(told)
        self._stop.setEnabled(True)
        self.sticks.setEnabled(not busy)
        if busy:
            self.notice.clear()
            self.result.render_lines(())
        self.allow()

    def render_stopping(self) -> None:
        self._stop.setEnabled(False)
        self._told.setText(self.tr("Stopping after the file that is being written…"))

    def render_progress(self, done: int, of: int, told: str) -> None:
        if not self._stop.isEnabled():
            return
        # Thousandths: bytes of a large course do not fit into what the bar counts in.
        self._bar.setRange(0, 1_000)
        self._bar.setValue(done * 1_000 // of if of else 0)
        self._told.setText(told)

    def render_problem(self, problem: Problem) -> None:
        self.render_busy(False)
        self.notice.render_problem(problem)


class ExportView(StickView):
    """Gesture: `wanted` with the drive; all that this station knows of the hall goes onto it."""

    wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            theme,
            self.tr("Storage and export"),
            self.tr(
                "Puts every completion onto a stick, sealed so that nobody can read who it is of. It can be stopped and"
                " goes on later where it was."
            ),
        )
        self._state = Words(role="strong")
        self.column.insertWidget(2, self._state)
        self._export = KioskButton(
            theme, self.tr("Export all completions"), kind="primary", icon="download", broad=True
        )
        self._export.clicked.connect(self._want)
        self.take_buttons(self._export)

    def render_overview(self, seen: Overview) -> None:
        some = self.tr("Completions of this station that are on no stick yet: {unsaved} of {all}.").format(
            unsaved=seen.unsaved, all=seen.completions
        )
        every = self.tr("Every completion of this station is on a stick.")
        self._state.setText(some if seen.unsaved else every)

    def render_step(self, step: Step) -> None:
        self.render_progress(step.done, step.of, step_text(step))
        if step.slow is not None and not self.notice.isVisible():
            self.notice.render_problem(step.slow)

    def render_exported(self, done: Exported) -> None:
        self.render_busy(False)
        if done.stopped is not None:
            self.notice.render_problem(done.stopped)
        elif done.cancelled:
            said = counted(
                "Stopped: {count} completion is on the stick.",
                "Stopped: {count} completions are on the stick.",
                done.written + done.there,
            )
            self.notice.render_words(said, remedy=self.tr("Export again to go on."), tone=Tone.CAUTION)
        else:
            said = counted(
                "Done: {count} completion is on the stick, and was read back from it.",
                "Done: {count} completions are on the stick, each read back from it.",
                done.written + done.there,
            )
            where = self.tr("They are in the folder “{folder}”, with a signed receipt. The stick can be pulled out.")
            self.notice.render_words(
                said,
                remedy=where.format(folder=done.folder),
                tone=Tone.GOOD,
                icon="circle-check",
            )
        self.result.render_lines(
            [(f"{left.learner}… {left.course}", told(left.problem).what) for left in done.left_out]
        )

    def _want(self) -> None:
        drive = self.sticks.chosen
        if drive is not None:
            self.wanted.emit(drive)


class CoursesView(StickView):
    """Gesture: `wanted` with the drive whose courses are to be added."""

    wanted = Signal(object)

    def __init__(self, theme: Theme, *, union: str = "") -> None:
        hub = self.tr(
            "Adds every course on a stick to this station. The other stations fetch them from the hub by themselves,"
            " one after the other, while attendees use them."
        )
        alone = self.tr(
            "Adds every course on a stick to this station, and to no other: carry the stick to each of them."
        )
        super().__init__(theme, self.tr("Courses"), hub if union.startswith(("http://", "https://")) else alone)
        self._has_hub = union.startswith(("http://", "https://"))
        self._add = KioskButton(theme, self.tr("Add all courses on it"), kind="primary", icon="plus", broad=True)
        self._add.clicked.connect(self._want)
        self.take_buttons(self._add)

    def render_adding(self, step: Adding) -> None:
        told = self.tr("{file} ({number} of {files})").format(file=step.file, number=step.number, files=step.files)
        self.render_progress(step.done, step.of, told)

    def render_added(self, lines: Sequence[CourseLine]) -> None:
        self.render_busy(False)
        self.result.render_lines([course_text(line) for line in lines])
        if any(line.problem is None and not line.known for line in lines):
            hub = self.tr("The other stations fetch what is new from the hub by themselves.")
            alone = self.tr("Now carry the stick to each of the other stations.")
            is_there = self._has_hub and not any(line.not_offered for line in lines)
            self.notice.render_words(
                self.tr("Added to this station. The stick can be pulled out."),
                remedy=hub if is_there else alone,
                tone=Tone.GOOD,
                icon="circle-check",
            )
        announce(self, self.tr("Done"))

    def _want(self) -> None:
        drive = self.sticks.chosen
        if drive is not None:
            self.wanted.emit(drive)


class AttendeesView(StickView):
    """Gestures: `look_wanted` with the drive, `file_chosen` with the roster to look at, `take_wanted` with the one
    that was looked at."""

    look_wanted = Signal(object)
    file_chosen = Signal(object)
    take_wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        why = self.tr(
            "Takes in who is registered, from a CSV or Excel file on a stick. You see first what would come of it."
        )
        super().__init__(theme, self.tr("Attendees"), why)
        self._theme = theme
        self._file: Path | None = None
        self._files = QWidget()
        self._files_row = FlowLayout(theme.space("two"), self._files)
        self._look = KioskButton(theme, self.tr("Look at the roster"), kind="primary", icon="search", broad=True)
        self._take = KioskButton(theme, self.tr("Take it in"), kind="primary", icon="check", broad=True)
        self._look.clicked.connect(self._want_look)
        self._take.clicked.connect(self._want_take)
        self._take.hide()
        self.column.insertWidget(4, self._files)
        self._files.hide()
        self.take_buttons(self._look, self._take)

    def render_files(self, files: Sequence[Path]) -> None:
        """Of several one is chosen; one alone is looked at at once."""
        self.render_busy(False)
        if len(files) == 1:
            self.file_chosen.emit(files[0])
            return
        self._files_row.clear()
        for file in files[:6]:
            button = KioskButton(self._theme, file.name.replace("&", "&&"))
            button.clicked.connect(_Choosing(self, file).choose)
            self._files_row.addWidget(button)
        self._files.show()

    def render_report(self, file: Path, report: RosterReport) -> None:
        self.render_busy(False)
        self._files.hide()
        self._file = file if report.preview else None
        show_if(self._take, report.preview)
        said = self.tr("What would come of {file}").format(file=file.name)
        done = self.tr("{file} was taken in").format(file=file.name)
        self.notice.render_words(
            said if report.preview else done,
            remedy=roster_text(report),
            tone=Tone.ACCENT if report.preview else Tone.GOOD,
            icon="" if report.preview else "circle-check",
        )
        self.result.render_lines([row_text(row) for row in report.rows if row.remarks][:_ROWS_SHOWN])

    def _want_look(self) -> None:
        drive: Drive | None = self.sticks.chosen
        self._take.hide()
        if drive is not None:
            self.look_wanted.emit(drive)

    def _want_take(self) -> None:
        if self._file is not None:
            self._take.hide()
            self.take_wanted.emit(self._file)


class _Choosing:
    """Remembers which file a button stands for."""

    def __init__(self, view: AttendeesView, file: Path) -> None:
        self._view, self._file = view, file

    def choose(self) -> None:
        self._view.file_chosen.emit(self._file)
