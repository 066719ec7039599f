"""The certificate at work: has it made, shows it, and saves, prints, verifies or sends it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from player.desk.desk import Desk
from player.desk.ports import Verified
from player.desk.problems import NoName
from player.domain.certificate import name_digest
from player.domain.credit import phrase, plain
from player.domain.event import CourseHash
from player.domain.history import Claim
from player.domain.permit import offer_of
from player.domain.problem import Problem
from player.domain.progress import StepName
from player.proof.files import write_whole
from player.proof.manifest import SignedCourse
from player.ui.certificate.naming import suggested_name
from player.ui.certificate.printing import Job, Printing, draw, hand_over
from player.ui.certificate.screen import CertificateScreen
from player.ui.certificate.state import CertificateState, Choice, NoDocument
from player.ui.certificate.words import verdict_message
from player.ui.door import Lane
from player.ui.host import Host, Page, Place, Route
from player.ui.printed_name import PrintedName
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
        self._screen = CertificateScreen(host.theme)
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
        self.hold(self._screen)

    def enter(self, route: Route) -> None:
        self._route = route
        self._load()

    # --- the document ------------------------------------------------------------------------------------

    def _load(self) -> None:
        if self._route.course is None:
            return
        self._state = None
        self._screen.show_working()
        work = partial(_load, self._host.desk, self._route.course, self._route.offer)
        self._host.door.ask(work, self._show, failed=self._failed)

    def _show(self, state: CertificateState | NoDocument) -> None:
        if isinstance(state, NoDocument):
            self._screen.show_nothing(state)
            return
        self._state = state
        has_desktop = QGuiApplication.platformName() != "offscreen"
        self._screen.render_means(printer=self._printing.has_printer(), folder=has_desktop)
        self._screen.show_document(state)
        if state.fresh:
            self._host.say_saved()

    def _failed(self, problem: Problem) -> None:
        if isinstance(problem, NoName):
            self._host.door.ask(partial(_name, self._host.desk), self._ask_name)
            return
        self._screen.show_failure(_message(problem, action=self.tr("Try again")))

    def _ask_name(self, name: PrintedName) -> None:
        self._screen.ask_name(name.name, name.degrees)

    def _keep_name(self, name: PrintedName) -> None:
        self._host.door.ask(partial(_keep_name, self._host.desk, name), self._kept_name)

    def _kept_name(self, _: object) -> None:
        self._host.say_saved()
        self._load()

    def _choose(self, offer: str) -> None:
        self._route = replace(self._route, offer=offer)
        self._load()

    # --- what can be done with it ------------------------------------------------------------------------

    def _save(self) -> None:
        if self._state is None:
            return
        file = ask_where(self, suggested_name(self._state.facts))
        if file is not None:
            self._write_copy(file, self._state.pdf)

    def _write_copy(self, file: Path, pdf: bytes) -> None:
        work = partial(_write_copy, file, pdf)
        self._host.door.ask(work, self._saved, failed=self._refused, lane=Lane.PORTER)

    def _saved(self, file: Path) -> None:
        what = self.tr("Saved as {name}").format(name=file.name)
        where = self.tr("In {folder}").format(folder=file.parent)
        self._screen.show_message(Message(what=what, meaning=where, tone=Tone.GOOD, dismissible=True))

    def _print(self) -> None:
        if self._state is None:
            return
        job = self._printing.choose(self, landscape=True)
        if job is None:
            return
        if job.file is not None:
            self._write_copy(job.file, self._state.pdf)
        elif self._printing.takes_pdf():
            work = partial(hand_over, self._state.pdf, name=job.name, copies=job.copies, title=self._state.facts.number)
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
            work = partial(_verify, self._host.desk, self._state.file)
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

    def _claim(self) -> None:
        self._host.go(Route(place=Place.CLAIM, course=self._route.course))

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


def _load(desk: Desk, course: CourseHash, offer: str | None) -> CertificateState | NoDocument:
    """On the desk's lane: the document, made now if it never was."""
    signed = desk.package(course).signed
    progress = desk.progress(signed)
    if not progress.claims:
        lock = progress.step(StepName.CLAIM).lock
        return NoDocument(title=signed.course.title, lock=lock)
    wanted = offer or progress.claims[0].credit.offer
    before = desk.journey(signed).history.issue_for(wanted)
    pdf = desk.certificate_bytes(signed, wanted)
    facts = desk.certificate_text(signed, wanted)
    printed = before.certificate if before else None
    return CertificateState(
        offer=wanted,
        choices=tuple(_choice(signed, claim) for claim in progress.claims),
        facts=facts,
        pdf=pdf,
        file=desk.certificate_file(facts.number),
        fresh=before is None,
        renamed=printed is not None and name_digest(printed.salt, facts.name) != printed.name,
    )


def _choice(signed: SignedCourse, claim: Claim) -> Choice:
    offer, amount = offer_of(signed.course, claim), claim.credit.amount
    return Choice(offer=offer.id, label=f"{plain(amount)} {phrase(offer, amount)}")


def _name(desk: Desk) -> PrintedName:
    """On the desk's lane."""
    return PrintedName(desk.learner.name, desk.learner.degrees)


def _keep_name(desk: Desk, name: PrintedName) -> None:
    """On the desk's lane."""
    desk.save_learner(replace(desk.learner, name=name.name, degrees=name.degrees))


def _verify(desk: Desk, file: Path) -> Verified:
    """On the desk's lane."""
    return desk.verify(file)


def _write_copy(file: Path, pdf: bytes) -> Path:
    """On the porter's lane: a stick may be slow."""
    write_whole(file, pdf)
    return file
