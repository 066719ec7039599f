"""Sending at work: checks what would go out before it is written, writes it, and takes receipts in."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from player.desk.outgoing import Checked
from player.desk.ports import Drive
from player.domain.event import CourseHash
from player.domain.problem import Problem
from player.domain.report_format import Mend, Objection, ReportFormat
from player.ui.drive_watch import DriveWatch
from player.ui.host import Host, Page, Place, Route
from player.ui.send.acts import Sent, check, decide_reporting, stand, sticks_here, take_receipts, write
from player.ui.send.places import folder_among, own_folder
from player.ui.send.receipt_words import receipts_message
from player.ui.send.screen import SendScreen
from player.ui.send.state import SendState, first_choice
from player.ui.send.upload import UploadPanel
from player.ui.send.uploads import MakeUploading, Uploads
from player.ui.send.words import written_message
from player.ui.table_saving import TableSaving
from player.ui.widgets.tone import Tone
from player.ui.wording import problem_message

Asked = tuple[ReportFormat, frozenset[CourseHash]]
"""What a pre-flight was asked for."""


class SendPage(Page):
    """Begins with the provider, and with the first stick that is plugged in or the folder that was chosen before.

    Without `uploading` nothing can be uploaded.
    """

    def __init__(self, host: Host, *, uploading: MakeUploading | None = None) -> None:
        super().__init__()
        self._host = host
        self._came_from: CourseHash | None = None
        self._is_mending = False
        self._chosen_folder: Path | None = None
        self._state: SendState | None = None
        self._written_to: Path | None = None
        self._screen = SendScreen(host.theme)
        self._connect(self._screen)
        self._sticks = DriveWatch(host.door, partial(sticks_here, host.desk), self)
        self._sticks.changed.connect(self._see_sticks)
        self._uploads = self._can_upload(uploading) if uploading is not None else None
        self.hold(self._screen)
        TableSaving(host, self)

    # --- coming and going --------------------------------------------------------------------------------

    def enter(self, route: Route) -> None:
        self._came_from = route.course
        self._host.door.ask(partial(stand, self._host.desk), self._begin)
        self._sticks.begin()

    def leave(self) -> None:
        self._sticks.end()

    def give_up(self) -> None:
        if self._uploads is not None:
            self._uploads.stop()

    def take_files(self, files: list[Path]) -> None:
        self._host.door.ask(partial(take_receipts, self._host.desk, tuple(files)), self._took)

    def open_file(self, file: Path) -> None:
        self.take_files([file])

    def _begin(self, sent: Sent) -> None:
        before, came_back = self._state, self._is_mending
        self._is_mending = False
        folder = self._chosen_folder or (before.folder if before else own_folder())
        stick = self._chosen_folder is None and before is not None and before.is_stick
        found, chosen = sent.submissions, first_choice(sent.submissions, self._came_from)
        state = SendState(submissions=found, folder=folder, is_stick=stick, chosen=chosen, files=sent.files)
        if came_back and before is not None:
            # What was chosen before something was mended stays, and so does the place on the page.
            here = frozenset(one.course for one in found)
            self._render(replace(state, form=before.form, chosen=before.chosen & here))
            self._screen.focus_first()
        else:
            self._state = state
            self._screen.begin(state)
        self._check()
        if self._uploads is not None:
            self._uploads.look(state)

    def _see_sticks(self, drives: tuple[Drive, ...]) -> None:
        if self._state is not None and self._chosen_folder is None:
            folder, is_stick = folder_among(drives)
            if (folder, is_stick) != (self._state.folder, self._state.is_stick):
                self._render(replace(self._state, folder=folder, is_stick=is_stick))

    # --- what is to be sent ------------------------------------------------------------------------------

    def _choose_courses(self, chosen: frozenset[CourseHash]) -> None:
        if self._state is not None:
            self._render(replace(self._state, chosen=chosen))
            self._check()

    def _choose_form(self, form: ReportFormat) -> None:
        if self._state is not None and form is not self._state.form:
            self._screen.show_outcome(None)
            self._render(replace(self._state, form=form, asks_permission=False))
            self._check()

    def _check(self) -> None:
        """What the receiver would refuse; an answer to what is no longer asked is let go."""
        state = self._state
        if state is None:
            return
        self._render(replace(state, checked=None, problem=None))
        if state.courses:
            asked: Asked = (state.form, state.chosen)
            work = partial(check, self._host.desk, state.form, state.courses)
            self._host.door.ask(work, partial(self._checked, asked), failed=partial(self._not_checked, asked))

    def _checked(self, asked: Asked, checked: Checked) -> None:
        if self._state is not None and asked == (self._state.form, self._state.chosen):
            self._render(replace(self._state, checked=checked))

    def _not_checked(self, asked: Asked, problem: Problem) -> None:
        if self._state is not None and asked == (self._state.form, self._state.chosen):
            self._render(replace(self._state, problem=problem))
            self._screen.show_outcome(problem_message(problem))

    def _mend(self, objection: Objection) -> None:
        """Goes to where it can be put right; the question of permission is put in place."""
        row = objection.row
        route = {
            Mend.PROFILE: Route(place=Place.PROFILE, returns=True, field=objection.source),
            Mend.CLAIM: Route(place=Place.CERTIFICATE, course=row.course_hash, offer=row.offer.id, returns=True),
            Mend.CLOCK: Route(place=Place.COURSE, course=row.course_hash, returns=True),
        }.get(objection.mend)
        if route is not None:
            self._is_mending = True
            self._host.go(route)
        elif objection.mend is Mend.PERMISSION and self._state is not None:
            self._render(replace(self._state, asks_permission=True))
            self._screen.ask_permission()

    def _decide(self, permitted: bool) -> None:
        self._host.door.ask(partial(decide_reporting, self._host.desk, permitted=permitted), self._decided)

    def _decided(self, sent: Sent) -> None:
        self._host.say_saved()
        self._take(sent)
        if self._state is not None:
            self._render(replace(self._state, asks_permission=False))
            self._screen.focus_first()
            self._check()

    # --- writing -----------------------------------------------------------------------------------------

    def _change_folder(self) -> None:
        if self._state is None:
            return
        folder = ask_folder(self, self._state.folder)
        if folder is not None:
            self._chosen_folder = folder
            self._render(replace(self._state, folder=folder, is_stick=False))

    def _write(self) -> None:
        state = self._state
        if state is None or state.busy or not state.courses:
            return
        self._screen.show_outcome(None)
        self._render(replace(state, busy=True))
        work = partial(write, self._host.desk, state.form, state.courses, state.folder)
        specimen = all(one.specimen for one in state.submissions if one.course in state.chosen)
        self._host.door.ask(work, partial(self._wrote, specimen), failed=self._not_written)

    def _wrote(self, specimen: bool, sent: Sent) -> None:
        self._take(sent)
        if sent.written is None:
            return
        if sent.written.files:
            self._written_to = sent.written.files[0].parent
            self._host.say_saved()
        self._screen.show_outcome(written_message(sent.written, specimen=specimen, can_show=_has_desktop()))

    def _not_written(self, problem: Problem) -> None:
        if self._state is not None:
            self._render(replace(self._state, busy=False))
        self._screen.show_outcome(problem_message(problem))

    def _show_written(self) -> None:
        if self._written_to is not None:
            self._show_folder(self._written_to)

    def _show_folder(self, folder: Path) -> None:
        if folder.is_dir():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
        else:
            self._host.say(self.tr("“{folder}” is not here now.").format(folder=folder), "triangle-alert")

    # --- receipts ----------------------------------------------------------------------------------------

    def _choose_receipt(self) -> None:
        files = ask_receipts(self)
        if files:
            self.take_files(files)

    def _took(self, sent: Sent) -> None:
        self._take(sent)
        if self._state is not None:
            message = receipts_message(sent.receipts, self._state)
            if message is not None and message.tone is not Tone.CAUTION:
                self._host.say_saved()
            if not self._state.waiting:
                # What was to be done with the file is done.
                self._screen.show_outcome(None)
            self._screen.show_receipt(message)

    # --- inside ------------------------------------------------------------------------------------------

    def _can_upload(self, make: MakeUploading) -> Uploads:
        panel = UploadPanel(self._host.theme)
        self._screen.add_part(panel)
        return Uploads(self._host, panel, make, self._courses)

    def _courses(self) -> tuple[CourseHash, ...]:
        return self._state.courses if self._state is not None else ()

    def _take(self, sent: Sent) -> None:
        if self._state is not None:
            self._render(replace(self._state, submissions=sent.submissions, files=sent.files, busy=False))

    def _render(self, state: SendState) -> None:
        self._state = state
        self._screen.render_state(state)

    def _to_library(self) -> None:
        self._host.go(Route(place=Place.LIBRARY))

    def _connect(self, screen: SendScreen) -> None:
        screen.write_wanted.connect(self._write)
        screen.folder_wanted.connect(self._change_folder)
        screen.shown_wanted.connect(self._show_written)
        screen.files.shown_wanted.connect(self._show_folder)
        screen.library_wanted.connect(self._to_library)
        screen.courses.chosen.connect(self._choose_courses)
        screen.chooser.chosen.connect(self._choose_form)
        screen.preflight.mend_wanted.connect(self._mend)
        screen.permission.decided.connect(self._decide)
        screen.receipt.receipt_wanted.connect(self._choose_receipt)


def ask_folder(parent: QWidget, folder: Path) -> Path | None:
    """Another folder to write to; None when that was called off."""
    chosen = QFileDialog.getExistingDirectory(parent, parent.tr("Where to write"), str(folder))
    return Path(chosen) if chosen else None


def ask_receipts(parent: QWidget) -> list[Path]:
    """The provider's receipts, most likely where a browser or mail program puts things; none when it was called off."""
    kinds = parent.tr("Receipts (*.receipt);;All files (*)")
    names, _ = QFileDialog.getOpenFileNames(parent, parent.tr("Import receipts"), str(own_folder()), kinds)
    return [Path(name) for name in names]


def _has_desktop() -> bool:
    return QGuiApplication.platformName() != "offscreen"
