"""The certificate page: the document itself and in words, saved, printed, verified, and what happens without a name."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from player.domain.course import Course
from player.domain.learner import Learner, Profession
from player.domain.problem import Problem
from player.proof.manifest import SignedCourse
from player.ui.certificate import page as certificate_page
from player.ui.certificate.page import CertificatePage
from player.ui.host import Place, Route
from player.ui.printing import CannotPrint, Job, Printing, draw, hand_over, open_pdf
from tests.builders import AMA, COURSE, PHYSICIAN
from tests.ui.fake_host import FakeDesk, FakeHost, make_host

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)


class NoPaper(Problem):
    what_template = "There is no typeface."


class FakePrinting(Printing):
    """A computer with or without a printer; `job` is what the learner chooses in the dialog."""

    def __init__(self, *, printer: bool = True, pdf: bool = False) -> None:
        self.printer = printer
        self.pdf = pdf
        self.job: Job | None = None

    def has_printer(self) -> bool:
        return self.printer

    def takes_pdf(self) -> bool:
        return self.pdf

    def choose(self, parent: QWidget, layout: QPageLayout) -> Job | None:
        assert layout.orientation() is QPageLayout.Orientation.Landscape
        assert layout.pageSize().id() is QPageSize.PageSizeId.Letter
        return self.job


@dataclass
class Room:
    page: CertificatePage
    host: FakeHost
    desk: FakeDesk
    course: SignedCourse
    printing: FakePrinting

    def enter(self, offer: str | None = None) -> None:
        self.page.enter(Route(place=Place.CERTIFICATE, course=self.course.hash, offer=offer))
        self.host.settle()

    @property
    def words(self) -> str:
        shown = [label for label in self.page.findChildren(QLabel) if label.isVisible()]
        return "\n".join(label.accessibleName() or label.text() for label in shown)

    def button(self, text: str) -> QPushButton:
        return next(b for b in self.page.findChildren(QPushButton) if b.isVisible() and b.text() == text)

    def press(self, text: str) -> None:
        self.button(text).click()
        self.host.settle()


@dataclass
class Opener:
    qtbot: QtBot
    app: QApplication
    folder: Path

    def __call__(
        self, course: Course = COURSE, *, learner: Learner = PHYSICIAN, claims: tuple[str, ...] = ("ama",)
    ) -> Room:
        desk = FakeDesk(self.folder, courses=(course,), learner=learner)
        signed = desk.signed[0]
        if claims:
            desk.finish(signed)
        for offer in claims:
            profession = learner.profession or Profession.PHYSICIAN
            desk.journey(signed).claim(offer, amount=Decimal("0.75"), profession=profession)
        host, printing = make_host(desk, self.app), FakePrinting()
        page = CertificatePage(host, printing=printing)
        self.qtbot.addWidget(page)
        page.resize(1060, 780)
        page.show()
        room = Room(page=page, host=host, desk=desk, course=signed, printing=printing)
        room.enter()
        return room


@pytest.fixture
def open_page(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Opener:
    return Opener(qtbot, qapp, tmp_path)


def test_coming_for_the_first_time_issues_the_document_and_says_it_is_saved(open_page: Opener) -> None:
    room = open_page()
    assert len(room.desk.progress(room.course).issues) == 1
    assert room.host.saved == 1
    room.enter()
    assert len(room.desk.progress(room.course).issues) == 1
    assert room.host.saved == 1
    assert len(room.desk.press.printed) == 1


def test_the_document_itself_is_shown_whole(open_page: Opener) -> None:
    room = open_page()
    view = room.page.findChild(QPdfView)
    assert isinstance(view, QPdfView)
    assert view.document().pageCount() == 1
    size = view.document().pagePointSize(0)
    assert abs(view.height() - view.width() * size.height() / size.width()) <= 1
    assert "CRL-" in view.accessibleName()


def test_all_that_is_printed_can_be_read_in_words(open_page: Opener) -> None:
    room = open_page()
    facts = room.desk.documents.facts(room.course, "ama")
    assert f"Title of the document: {facts.heading}" in room.words
    for text in (facts.heading, facts.name, facts.title, facts.date, facts.provider, facts.number, facts.signatory):
        assert text in room.words
    assert "is awarded 0.75 AMA PRA Category 1 Credit™." in room.words


def test_without_a_name_it_is_asked_for_right_there(open_page: Opener) -> None:
    room = open_page(learner=replace(PHYSICIAN, name="", degrees=""))
    field = next(f for f in room.page.findChildren(QLineEdit) if f.isVisible())
    field.setText("Ngozi Ọlọrunfẹmi")
    room.press("Continue")
    assert "Ngozi Ọlọrunfẹmi" in room.words
    assert room.desk.press.printed[0].name == "Ngozi Ọlọrunfẹmi"


def test_without_a_claim_the_way_to_it_is_shown(open_page: Opener) -> None:
    room = open_page(claims=())
    assert "No certificate yet" in room.words
    room.press("Back to the course")
    room.desk.finish(room.course)
    room.enter()
    room.press("Claim credit")
    assert [route.place for route in room.host.routes] == [Place.COURSE, Place.CLAIM]


def test_when_it_cannot_be_made_the_reason_stands_in_its_place_and_it_can_be_tried_again(open_page: Opener) -> None:
    room = open_page(learner=replace(PHYSICIAN, name=""), claims=())
    room.desk.finish(room.course)
    room.desk.save_learner(PHYSICIAN)
    room.desk.journey(room.course).claim("ama", amount=Decimal("0.75"), profession=Profession.PHYSICIAN)
    room.desk.press.problem = NoPaper()
    room.enter()
    assert "There is no typeface." in room.words
    room.desk.press.problem = None
    room.press("Try again")
    assert "CRL-" in room.words


def test_a_changed_name_is_told_beside_the_document_of_then(open_page: Opener) -> None:
    room = open_page()
    room.desk.save_learner(replace(PHYSICIAN, name="Ana Núñez de la Cruz"))
    room.enter()
    assert "your name as it was when it was issued" in room.words
    assert "de la Cruz" not in room.words


def test_several_documents_of_a_course_can_be_chosen(open_page: Opener) -> None:
    second = replace(AMA, id="moc", name="MOC point", plural="MOC points", mark="", italic=False)
    plan = replace(COURSE.credit, offers=(*COURSE.credit.offers, second))
    room = open_page(replace(COURSE, credit=plan), claims=("ama", "moc"))
    box = next(b for b in room.page.findChildren(QComboBox) if b.isVisible())
    assert [box.itemText(n).split(" (issued")[0] for n in range(box.count())] == [
        "0.75 AMA PRA Category 1 Credit™",
        "0.75 MOC point (not issued yet)",
    ]
    box.setCurrentIndex(1)
    box.activated.emit(1)
    room.host.settle()
    assert "is awarded 0.75 MOC point." in room.words


def test_a_copy_is_saved_byte_for_byte_under_a_name_in_the_learners_script(
    open_page: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = open_page()
    suggested: list[str] = []

    def ask(parent: QWidget, name: str) -> Path:
        suggested.append(name)
        return tmp_path / name

    monkeypatch.setattr(certificate_page, "ask_where", ask)
    room.press("Save a copy…")
    assert suggested[0].startswith("Ana María Núñez, MD - Sleep after Shift Work - CRL-")
    kept = next((tmp_path / "certificates").iterdir())
    assert (tmp_path / suggested[0]).read_bytes() == kept.read_bytes()
    assert f"Saved as {suggested[0]}" in room.words


def test_a_copy_that_cannot_be_written_is_told_in_place(
    open_page: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = open_page()
    monkeypatch.setattr(certificate_page, "ask_where", lambda parent, name: tmp_path / "gone" / name)
    room.press("Save a copy…")
    assert "the folder cannot be reached" in room.words
    monkeypatch.setattr(certificate_page, "ask_where", lambda parent, name: None)
    room.press("Save a copy…")


def test_verify_says_genuine_with_its_grade_or_what_is_wrong(open_page: Opener) -> None:
    room = open_page()
    room.press("Verify")
    assert "Genuine, grade C." in room.words
    room.desk.verifier.problem = NoPaper()
    room.press("Verify")
    assert "There is no typeface." in room.words


def test_without_a_printer_the_button_is_off_and_says_why(open_page: Opener) -> None:
    room = open_page()
    assert room.button("Print…").isEnabled()
    room.printing.printer = False
    room.enter()
    assert not room.button("Print…").isEnabled()
    assert "No printer is set up" in room.button("Print…").accessibleDescription()
    assert "No printer is set up" in room.words


def test_printing_to_a_file_gives_the_document_itself(open_page: Opener, tmp_path: Path) -> None:
    room = open_page()
    room.press("Print…")
    room.printing.job = Job(printer=QPrinter(), name="", copies=1, file=tmp_path / "printed.pdf")
    room.press("Print…")
    assert (tmp_path / "printed.pdf").read_bytes() == next((tmp_path / "certificates").iterdir()).read_bytes()


def test_where_the_queue_takes_pdf_it_gets_the_document_itself(
    open_page: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = open_page()
    fake_lp(tmp_path, monkeypatch, 'cat > "$0.got"; echo "$@" > "$0.words"')
    room.printing.pdf = True
    room.printing.job = Job(printer=QPrinter(), name="Office", copies=2, file=None)
    room.press("Print…")
    assert (tmp_path / "bin" / "lp.got").read_bytes() == next((tmp_path / "certificates").iterdir()).read_bytes()
    assert "-d Office -n 2 -o fit-to-page -o media=" in (tmp_path / "bin" / "lp.words").read_text()
    assert "Handed to the printer." in room.words


def test_a_queue_that_refuses_is_told_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_lp(tmp_path, monkeypatch, "cat > /dev/null; echo no such printer >&2; exit 1")
    with pytest.raises(CannotPrint) as refused:
        hand_over(b"%PDF", name="Gone", copies=1, title="CRL")
    assert "no such printer" in refused.value.details
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotPrint):
        hand_over(b"%PDF", name="Gone", copies=1, title="CRL")


def test_elsewhere_the_page_is_drawn_for_the_printer(open_page: Opener, tmp_path: Path) -> None:
    room = open_page()
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "drawn.pdf"))
    room.printing.job = Job(printer=printer, name="Office", copies=1, file=None)
    room.press("Print…")
    document, buffer = open_pdf((tmp_path / "drawn.pdf").read_bytes())
    assert document.pageCount() == 1
    assert "Handed to the printer." in room.words
    document.close()
    buffer.close()


def test_what_is_no_document_is_neither_drawn_nor_printed(qapp: QApplication) -> None:
    with pytest.raises(CannotPrint):
        draw(b"nothing of the kind", QPrinter())


def test_the_way_to_sending_and_back(open_page: Opener) -> None:
    room = open_page()
    room.press("Send…")
    room.press("Course")
    assert [route.place for route in room.host.routes] == [Place.SEND, Place.COURSE]
    assert not [b for b in room.page.findChildren(QPushButton) if b.isVisible() and b.text() == "Show in folder"]


def fake_lp(folder: Path, monkeypatch: pytest.MonkeyPatch, does: str) -> None:
    """A command `lp` that stands first in the path."""
    place = folder / "bin"
    place.mkdir()
    script = place / "lp"
    script.write_text(f"#!/bin/sh\n{does}\n")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{place}{os.pathsep}{os.environ['PATH']}")
