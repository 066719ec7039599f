"""The certificate at work: has it made, shows it, and saves, prints, verifies or sends it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from player.desk.documents import DocumentLife
from player.desk.judged import Verified
from player.desk.ports import Drive
from player.desk.problems import NoName
from player.domain.naming import suggested_name
from player.domain.problem import Problem
from player.ui.certificate import loading
from player.ui.certificate.loading import HalfDone
from player.ui.certificate.screen import CertificateScreen
from player.ui.certificate.state import CertificateState, ClaimCorrection, Corrected, NoDocument
from player.ui.certificate.stick_bar import stick_name
from player.ui.certificate.words import corrected_message, verdict_message
from player.ui.door import Lane
from player.ui.drive_watch import DriveWatch
from player.ui.host import Host, Page, Place, Route
from player.ui.language import unmarked
from player.ui.printed_name import PrintedName
from player.ui.printing import Job, Printing, draw, hand_over, layout_of
from player.ui.public import keep_in
from player.ui.table_saving import TableSaving
from player.ui.widgets.banner import Message
from player.ui.widgets.tone import Tone
from player.ui.wording import problem_message


class CertificatePage(Page):
    """`printing` stands for this computer's printers; a test hands in others."""

    def __init__(self, host: Host, *, printing: Printing | None = None) -> None:
        super().__init__()
        self._host = host
        self._printing = printing or Printing()
        self._route = Route(place=Place.CERTIFICATE)
        self._state: CertificateState | None = None
        self._correcting = False
        self._screen = CertificateScreen(host.theme, public=host.public)
        self._screen.save_wanted.connect(self._save)
        self._screen.print_wanted.connect(self._print)
        self._screen.verify_wanted.connect(self._verify)
        self._screen.folder_wanted.connect(self._show_folder)
        self._screen.send_wanted.connect(self._send)
        self._screen.back_wanted.connect(self._back)
        self._screen.claim_wanted.connect(self._claim)
        self._screen.again_wanted.connect(self._load)
        self._screen.offer_chosen.connect(self._choose)
        self._screen.name_given.connect(self._keep_name)
        self._screen.watch_wanted.connect(self._watch)
        self._screen.life_wanted.connect(self._open)
        self._screen.standing_wanted.connect(self._load)
        self._screen.name_corrected.connect(self._correct_name)
        self._screen.claim_corrected.connect(self._correct_claim)
        self._screen.stick_wanted.connect(self._save_to)
        self._screen.take_wanted.connect(self._take_along)
        self._screen.courses_wanted.connect(self._to_courses)
        self._drives = DriveWatch(host.door, partial(loading.sticks_here, host.desk), self)
        self._drives.changed.connect(self._screen.render_drives)
        self.hold(self._screen)
        keep_in(self, host)
        TableSaving(host, self)

    def enter(self, route: Route) -> None:
        self._route = route
        self._load()
        if not self._host.public:
            # What one takes along from a public window goes through that window alone.
            self._drives.begin()

    def leave(self) -> None:
        self._drives.end()

    # --- the document ------------------------------------------------------------------------------------

    def _load(self) -> None:
        if self._route.course is None:
            return
        self._state = None
        self._screen.show_working()
        work = partial(loading.load, self._host.desk, self._route.course, self._route.offer)
        self._host.door.ask(work, self._show, failed=self._failed)

    def _show(self, state: CertificateState | NoDocument) -> None:
        if isinstance(state, NoDocument):
            self._screen.show_nothing(state)
            return
        self._state = state
        if not self._host.public:
            self._render_means()
        self._screen.show_document(state)
        if state.fresh:
            self._host.say_saved()

    def _render_means(self) -> None:
        has_desktop = QGuiApplication.platformName() != "offscreen"
        self._screen.render_means(printer=self._printing.has_printer(), folder=has_desktop)

    def _failed(self, problem: Problem) -> None:
        if isinstance(problem, NoName):
            self._host.door.ask(partial(loading.kept_name, self._host.desk), self._ask_name)
            return
        self._screen.show_failure(_message(problem, action=self.tr("Try again")))

    def _ask_name(self, name: PrintedName) -> None:
        self._screen.ask_name(name.name, name.degrees)

    def _keep_name(self, name: PrintedName) -> None:
        self._host.door.ask(partial(loading.keep_name, self._host.desk, name), self._kept_name)

    def _kept_name(self, _: object) -> None:
        self._host.say_saved()
        self._load()

    def _choose(self, offer: str) -> None:
        self._route = replace(self._route, offer=offer)
        self._load()

    def _open(self, life: DocumentLife) -> None:
        """Another document of this course; one that counts no more is only looked at."""
        if self._route.course is None:
            return
        if life.revocation is None:
            self._choose(life.offer)
            return
        work = partial(loading.load_revoked, self._host.desk, self._route.course, life.number)
        self._host.door.ask(work, self._show, failed=self._refused)

    # --- corrections -------------------------------------------------------------------------------------

    def _correct_name(self, name: PrintedName) -> None:
        if self._route.course is None or self._state is None or self._correcting:
            return
        self._correcting = True
        work = partial(loading.correct_name, self._host.desk, self._route.course, self._state.offer, name)
        self._host.door.ask(work, self._corrected, failed=self._not_corrected)

    def _correct_claim(self, correction: ClaimCorrection) -> None:
        if self._route.course is None or self._correcting:
            return
        self._correcting = True
        work = partial(loading.correct_claim, self._host.desk, self._route.course, correction)
        self._host.door.ask(work, self._corrected, failed=self._not_corrected)

    def _corrected(self, done: Corrected | HalfDone | CertificateState) -> None:
        self._correcting = False
        if isinstance(done, HalfDone):
            self._screen.show_failure(_message(done.problem, action=self.tr("Try again")))
        elif isinstance(done, CertificateState):
            self._screen.show_no_difference(self.tr("That is the name on the document already."))
        else:
            self._route = replace(self._route, offer=done.state.offer)
            self._show(done.state)
            self._screen.show_corrected(corrected_message(done))
            self._host.say_saved()

    def _not_corrected(self, problem: Problem) -> None:
        self._correcting = False
        self._screen.show_refused(problem)

    # --- what can be done with it ------------------------------------------------------------------------

    def _save(self) -> None:
        if self._state is None:
            return
        file = ask_where(self, self._name_of(self._state))
        if file is not None:
            self._write_copy(file, self._state.pdf)

    def _write_copy(self, file: Path, pdf: bytes) -> None:
        work = partial(loading.write_copy, file, pdf)
        self._host.door.ask(work, self._saved, failed=self._refused, lane=Lane.PORTER)

    def _saved(self, file: Path) -> None:
        what = self.tr("Saved as {name}").format(name=file.name)
        where = self.tr("In {folder}").format(folder=file.parent)
        self._tell_saved(what, where)

    def _save_to(self, drive: Drive) -> None:
        if self._state is None:
            return
        self._screen.set_saving(True)
        work = partial(loading.save_to, self._host.desk, drive, self._name_of(self._state), self._state.pdf)
        self._host.door.ask(work, self._saved_to, failed=self._not_saved_to, lane=Lane.PORTER)

    def _saved_to(self, drive: Drive) -> None:
        self._screen.set_saving(False)
        what = self.tr("Saved to {stick} and read back. You can take it out now.").format(stick=stick_name(drive))
        self._tell_saved(what, "")

    def _not_saved_to(self, problem: Problem) -> None:
        self._screen.set_saving(False)
        self._refused(problem)

    def _tell_saved(self, what: str, where: str) -> None:
        """A copy of what counts no more is no less dangerous for being wanted."""
        counts = self._state is None or self._state.counts
        warning = "" if counts else self.tr("Remember: this document counts no more.")
        tone = Tone.GOOD if counts else Tone.CAUTION
        self._screen.show_message(Message(what=what, meaning=where, remedy=warning, tone=tone, dismissible=True))

    def _name_of(self, state: CertificateState) -> str:
        """A name for a copy; one that counts no more says so wherever it goes."""
        name = suggested_name(state.facts)
        if state.counts:
            return name
        revoked = self.tr("{name} (revoked)").format(name=name.removesuffix(".pdf"))
        return f"{unmarked(revoked)}.pdf"

    def _print(self) -> None:
        if self._state is None:
            return
        job = self._printing.choose(self, layout_of(self._state.pdf))
        if job is None:
            return
        if job.file is not None:
            self._write_copy(job.file, self._state.pdf)
        elif self._printing.takes_pdf():
            chosen = {"name": job.name, "media": job.media, "title": self._state.facts.number}
            work = partial(hand_over, self._state.pdf, copies=job.copies, **chosen)
            self._host.door.ask(work, self._printed, failed=self._refused, lane=Lane.PORTER)
        else:
            self._draw(self._state.pdf, job)

    def _draw(self, pdf: bytes, job: Job) -> None:
        try:
            draw(pdf, job.printer)
        except Problem as problem:
            self._refused(problem)
        else:
            self._printed(None)

    def _printed(self, _: object) -> None:
        self._screen.show_message(Message(what=self.tr("Handed to the printer."), tone=Tone.GOOD, dismissible=True))

    def _verify(self) -> None:
        if self._state is not None:
            work = partial(loading.verify, self._host.desk, self._state.file)
            self._host.door.ask(work, self._verified, failed=self._refused)

    def _verified(self, verified: Verified) -> None:
        self._screen.show_message(verdict_message(verified))

    def _refused(self, problem: Problem) -> None:
        self._screen.show_message(_message(problem))

    def _show_folder(self) -> None:
        if self._state is not None and QGuiApplication.platformName() != "offscreen":
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._state.file.parent)))

    # --- the ways on -------------------------------------------------------------------------------------

    def _send(self) -> None:
        self._host.go(Route(place=Place.SEND, course=self._route.course))

    def _watch(self) -> None:
        self._host.go(Route(place=Place.WATCH, course=self._route.course))

    def _claim(self) -> None:
        self._host.go(Route(place=Place.CLAIM, course=self._route.course))

    def _take_along(self) -> None:
        if self._state is not None:
            self._host.go(Route(place=Place.TAKE_AWAY, course=self._route.course, offer=self._state.offer))

    def _to_courses(self) -> None:
        self._host.go(Route(place=Place.LIBRARY))

    def _back(self) -> None:
        self._host.go(Route(place=Place.COURSE, course=self._route.course))


def ask_where(parent: QWidget, name: str) -> Path | None:
    """Where to save a copy; None when that was called off. The dialog itself asks before it replaces a file."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog = QFileDialog(parent, parent.tr("Save a copy"), documents, parent.tr("PDF documents (*.pdf)"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("pdf")
    dialog.selectFile(name)
    chosen = dialog.selectedFiles() if dialog.exec() else []
    return Path(chosen[0]) if chosen else None


def _message(problem: Problem, *, action: str = "") -> Message:
    return problem_message(problem, action=action, dismissible=not action)
