"""Sending: where things stand, for whom, what would be refused and where it is mended, writing, and receipts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
)
from pytestqt.qtbot import QtBot

from player.domain.course import Course
from player.domain.event import StreamId
from player.domain.learner import LearnerId, Profession
from player.domain.problem import Problem
from player.domain.receipt import Outcome, Receipt
from player.domain.report_format import Mend, Objection, ReportFormat
from player.domain.reporting import Reporting
from player.domain.roster import RosterRow
from player.proof.manifest import SignedCourse
from player.proof.problems import NotReadable
from player.ui.host import Place, Route
from player.ui.send import page as send_page
from player.ui.send.page import SendPage
from player.ui.send.places import folder_among, own_folder
from player.ui.widgets.table_actions import TableActions
from tests.builders import COURSE, SHORT_COURSE
from tests.ui.fake_host import FakeDesk, FakeDrive, FakeHost, make_host
from tests.ui.gestures import focus, has_button, messages

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)

RECEIVED = datetime(2026, 11, 20, 12, tzinfo=UTC)
AMOUNT = "0.5"


class Missing(Problem):
    what_template = "The NPI is missing."
    meaning_template = "PARS would refuse this row."
    remedy_template = "Enter it in your profile."


class NoName(Problem):
    what_template = "The given name is missing."
    meaning_template = "PARS would refuse this row."
    remedy_template = "Enter it in your profile."


class Room:
    """A send page over courses with claimed credit; `folder` is the stick that was found."""

    def __init__(self, qtbot: QtBot, app: QApplication, folder: Path, courses: tuple[Course, ...]) -> None:
        self.desk = FakeDesk(folder / "profile", courses=courses)
        for course in self.desk.signed:
            self.desk.finish(course)
            self.desk.journey(course).claim("ama", amount=Decimal(AMOUNT), profession=Profession.PHYSICIAN)
        self.folder = folder / "stick"
        self.folder.mkdir()
        self.host: FakeHost = make_host(self.desk, app)
        self.desk.plugged.append(FakeDrive(root=self.folder))
        self.page = SendPage(self.host)
        qtbot.addWidget(self.page)
        self.page.resize(1060, 780)
        self.page.show()

    def enter(self, course: Course | None = None) -> Room:
        found = self.desk.hash_of(course) if course else None
        self.page.enter(Route(place=Place.SEND, course=found))
        self.host.settle()
        return self

    @property
    def words(self) -> str:
        return "\n".join(label.text() for label in self.page.findChildren(QLabel) if label.isVisible())

    @property
    def says(self) -> str:
        """What the banners say."""
        return "\n".join(messages(self.page))

    def buttons(self, text: str) -> list[QPushButton]:
        return [b for b in self.page.findChildren(QPushButton) if b.isVisible() and b.text().startswith(text)]

    def press(self, text: str, place: int = 0) -> None:
        self.buttons(text)[place].click()
        self.host.settle()

    def choose(self, receiver: str) -> None:
        """Another receiver than the provider."""
        if self.buttons("For somebody else…"):
            self.press("For somebody else…")
        next(b for b in self.page.findChildren(QRadioButton) if b.text() == receiver).click()
        self.host.settle()

    def object_to(self, mend: Mend, *, warning: bool = False) -> None:
        """Receivers other than the provider have something against every row."""

        def objecting(form: ReportFormat, row: RosterRow) -> list[Objection]:
            if form is ReportFormat.COMPLETION:
                return []
            return [Objection(row=row, problem=Missing(), field="npi", mend=mend, warning=warning)]

        self.desk.reporter.objecting = objecting

    def bring(self, receipt: Callable[[SignedCourse], Receipt]) -> None:
        """A receipt is dropped onto the window."""
        file = self.folder / "college.receipt"
        file.write_bytes(b"a receipt")
        self.desk.reporter.receipts[file.name] = receipt
        self.page.take_files([file])
        self.host.settle()

    def receipt(self, signed: SignedCourse) -> Receipt:
        """That takes in all that was claimed in a course."""
        numbers = tuple(claim.number for claim in self.desk.journey(signed).history.claims)
        return Receipt(
            completion="ab" * 32,
            learner=LearnerId(self.desk.learner.id),
            course_hash=signed.hash,
            stream=StreamId("1" * 32),
            seq=9,
            link="cd" * 32,
            provider="Example Medical College",
            received=RECEIVED,
            outcome=Outcome.ACCEPTED,
            credited=numbers,
        )


@pytest.fixture
def one(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Room]:
    room = Room(qtbot, qapp, tmp_path, (COURSE,))
    yield room.enter()
    room.host.door.close()


@pytest.fixture
def two(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Room]:
    room = Room(qtbot, qapp, tmp_path, (COURSE, SHORT_COURSE))
    yield room
    room.host.door.close()


# --- where things stand ----------------------------------------------------------------------------------


def test_one_sentence_tells_how_many_courses_wait_and_of_the_last_receipt(two: Room) -> None:
    two.enter()
    assert "2 courses to submit  ·  no receipt yet" in two.words
    two.bring(two.receipt)
    assert "1 course to submit  ·  last receipt" in two.words


def test_written_is_never_called_submitted(one: Room) -> None:
    assert "Not written" in one.words
    one.press("Write the completion file")
    assert "Written, no receipt yet" in one.words
    one.enter()
    assert "Written, no receipt yet" in one.words
    assert "Submitted on" not in one.words


def test_only_a_receipt_makes_a_course_submitted(one: Room) -> None:
    one.bring(one.receipt)
    assert "Submitted on" in one.words
    assert "Everything is submitted" in one.words


def test_a_course_without_a_claim_is_not_offered(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    desk = FakeDesk(tmp_path)
    desk.finish(desk.signed[0])
    host = make_host(desk, qapp)
    page = SendPage(host)
    qtbot.addWidget(page)
    page.show()
    page.enter(Route(place=Place.SEND))
    host.settle()
    assert any(label.text() == "Nothing to send yet" for label in page.findChildren(QLabel) if label.isVisible())
    host.door.close()


# --- writing the completion file -------------------------------------------------------------------------


def test_a_file_is_written_read_back_and_told_with_its_name_and_folder(one: Room) -> None:
    one.press("Write the completion file")
    (file,) = one.folder.iterdir()
    assert f"Written and verified: {file.name}" in one.says
    assert str(one.folder) in one.says
    assert "once the provider’s receipt is here" in one.says
    assert one.host.saved == 1


def test_it_is_said_what_the_file_is_and_who_reads_it(one: Room) -> None:
    assert "The whole proof, signed, not secret: whoever has the file can read who you are." in one.words
    assert "Files go to this stick" in one.words
    assert "1 row, and it is ready" in one.words


SEALED = replace(COURSE, reporting=Reporting(reading_key="ab" * 32))


@pytest.mark.parametrize(
    ("courses", "said"),
    [
        ((SEALED,), "only your provider can read who you are"),
        ((SEALED, SHORT_COURSE), "Some are sealed; whoever has another one"),
    ],
)
def test_only_where_a_course_seals_it_the_file_is_called_secret(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, courses: tuple[Course, ...], said: str
) -> None:
    room = Room(qtbot, qapp, tmp_path, courses).enter()
    assert said in room.words
    assert "not secret" not in room.words
    room.host.door.close()


def test_the_keyboard_begins_on_the_button_that_writes(one: Room) -> None:
    one.page.activateWindow()
    one.enter()
    assert focus() is one.buttons("Write the completion file")[0]


def test_a_pulled_stick_is_told_on_the_page_and_it_can_be_tried_again(one: Room) -> None:
    one.folder.rmdir()
    one.press("Write the completion file")
    assert "the folder cannot be reached" in one.says
    assert one.host.problems == []
    one.folder.mkdir()
    one.press("Write the completion file")
    assert "Written and verified" in one.says
    assert "cannot be reached" not in one.says


def test_a_file_that_cannot_be_read_back_is_not_called_verified(one: Room) -> None:
    one.desk.verifier.problem = NotReadable(name="x", kind="a completion file", reason="it is damaged.")
    one.press("Write the completion file")
    assert "verified" not in one.says
    assert "it is damaged." in one.says


def test_all_chosen_are_written_and_one_that_fails_does_not_stop_the_rest(two: Room) -> None:
    two.enter()
    name = two.desk.courier.file_name(COURSE.title, two.desk.learner, two.desk.journey(two.desk.signed[0]).stream.id)
    (two.folder / name).mkdir()
    two.press("Write 2 completion files")
    assert "could not be written" in two.says
    assert "Written and verified: Clean Hands" in two.says


def test_only_what_is_ticked_is_written(two: Room) -> None:
    two.enter()
    two.page.findChildren(QCheckBox)[0].click()
    two.host.settle()
    two.press("Write the completion file")
    assert [file.name[:5] for file in two.folder.iterdir()] == ["Clean"]


def test_coming_from_a_certificate_its_course_alone_is_ticked(two: Room) -> None:
    two.enter(SHORT_COURSE)
    assert [box.isChecked() for box in two.page.findChildren(QCheckBox)] == [False, True]
    assert two.buttons("Write the completion file")


def test_with_nothing_ticked_nothing_can_be_written(two: Room) -> None:
    two.enter(SHORT_COURSE)
    two.page.findChildren(QCheckBox)[1].click()
    two.host.settle()
    assert "Choose at least one course." in two.words
    assert not two.buttons("Write the completion file")[0].isEnabled()


def test_another_folder_can_be_chosen_and_is_remembered(
    one: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    monkeypatch.setattr(send_page, "ask_folder", lambda parent, folder: other)
    one.press("Change…")
    one.enter()
    one.press("Write the completion file")
    assert [file.suffix for file in other.iterdir()] == [".completion"]


def test_the_first_stick_that_can_be_written_is_taken(tmp_path: Path) -> None:
    stick, locked = FakeDrive(root=tmp_path), FakeDrive(root=tmp_path / "locked", writable=False)
    assert folder_among([locked, stick]) == (tmp_path, True)
    assert folder_among([locked]) == (own_folder(), False)


def test_without_a_stick_files_go_to_a_folder_of_this_computer(one: Room) -> None:
    one.desk.plugged.clear()
    one.enter()
    assert "Files go to this folder" in one.words
    assert own_folder().is_dir()


# --- for somebody else -----------------------------------------------------------------------------------


def test_the_provider_is_chosen_until_somebody_else_is(one: Room) -> None:
    shown = [b for b in one.page.findChildren(QRadioButton) if b.isVisible()]
    assert [(b.text(), b.isChecked()) for b in shown] == [("Your provider", True)]


def test_a_file_for_pars_is_written_and_never_called_submitted(one: Room) -> None:
    one.choose("PARS")
    assert "The ACCME reads it" in one.words
    one.press("Write the file for PARS")
    (file,) = one.folder.iterdir()
    assert file.suffix == ".pars"
    assert f"Written: {file.name}" in one.says
    assert "counts as submitted by the receipt for the completion file alone" in one.says
    assert "Not written" in one.words


def test_of_a_receiver_with_several_kinds_of_file_one_can_be_chosen(one: Room) -> None:
    one.choose("PARS")
    (kinds,) = [box for box in one.page.findChildren(QComboBox) if box.isVisible()]
    kinds.setCurrentIndex(1)
    kinds.activated.emit(1)
    one.host.settle()
    one.press("Write the file for PARS")
    assert [file.suffix for file in one.folder.iterdir()] == [".pars-xml"]


# --- before it is written --------------------------------------------------------------------------------


def test_a_row_that_would_be_refused_is_named_with_its_reason_and_cannot_be_written(one: Room) -> None:
    one.object_to(Mend.PROFILE)
    one.choose("PARS")
    assert "1 row, and it would be refused" in one.words
    assert "The NPI is missing. PARS would refuse this row." in one.words
    assert "Would be refused" in one.words
    assert not one.buttons("Write the file for PARS")[0].isEnabled()


def test_of_several_refusals_each_is_named_and_what_it_means_is_said_once(one: Room) -> None:
    def objecting(form: ReportFormat, row: RosterRow) -> list[Objection]:
        wrong = [Missing(), NoName()] if form is ReportFormat.PARS else []
        return [Objection(row=row, problem=problem, field="", mend=Mend.PROFILE) for problem in wrong]

    one.desk.reporter.objecting = objecting
    one.choose("PARS")
    assert "•  The NPI is missing." in one.words
    assert "•  The given name is missing." in one.words
    assert one.words.count("PARS would refuse this row.") == 1


def test_what_is_to_be_mended_in_the_profile_is_named_to_it(one: Room) -> None:
    def objecting(form: ReportFormat, row: RosterRow) -> list[Objection]:
        return [Objection(row=row, problem=Missing(), field="NPI", mend=Mend.PROFILE, source="identifier.npi")]

    one.desk.reporter.objecting = objecting
    one.choose("PARS")
    one.press("Mend it in the profile")
    assert [(route.place, route.field) for route in one.host.routes] == [(Place.PROFILE, "identifier.npi")]


def test_a_warning_is_told_apart_and_keeps_nothing_back(one: Room) -> None:
    one.object_to(Mend.CLOCK, warning=True)
    one.choose("PARS")
    assert "Keeps nothing back: The NPI is missing." in one.words
    assert "Ready, with a doubt" in one.words
    one.press("Write the file for PARS")
    assert len(list(one.folder.iterdir())) == 1


@pytest.mark.parametrize(
    ("mend", "word", "place"),
    [
        (Mend.PROFILE, "Mend it in the profile", Place.PROFILE),
        (Mend.CLAIM, "Correct the claim", Place.CERTIFICATE),
        (Mend.CLOCK, "Look at the clock", Place.COURSE),
    ],
)
def test_each_refusal_leads_to_where_it_is_mended_and_back(one: Room, mend: Mend, word: str, place: Place) -> None:
    one.object_to(mend)
    one.choose("CE Broker")
    one.press(word)
    (route,) = one.host.routes
    assert (route.place, route.returns) == (place, True)
    one.page.leave()
    one.desk.reporter.objecting = lambda _form, _row: ()
    one.enter()
    assert "1 row, and it is ready" in one.words
    assert one.buttons("Write the file for CE Broker")


@pytest.mark.parametrize("mend", [Mend.PROVIDER, Mend.NOWHERE])
def test_what_the_learner_cannot_mend_has_words_and_no_button(one: Room, mend: Mend) -> None:
    one.object_to(mend)
    one.choose("PARS")
    assert "The NPI is missing." in one.words
    assert not any(has_button(one.page, word) for word in ("Mend it in the profile", "Correct the claim"))


def test_permission_is_asked_in_place_and_the_rows_are_looked_at_anew(one: Room) -> None:
    one.object_to(Mend.PERMISSION)
    one.choose("PARS")
    one.press("Decide on reporting")
    assert "May your credit be reported?" in one.words
    one.desk.reporter.objecting = lambda _form, _row: ()
    one.press("Yes, it may be reported")
    assert one.desk.sending.reporting is True
    assert "May your credit be reported?" not in one.words
    assert "1 row, and it is ready" in one.words


def test_a_decision_after_the_file_is_to_be_told_by_another_one(one: Room) -> None:
    one.desk.sending.decide_reporting(permitted=True)
    assert "not in its file yet" not in one.enter().words
    one.press("Write the completion file")
    one.bring(one.receipt)
    one.desk.sending.decide_reporting(permitted=False)
    assert "Your decision on reporting is not in its file yet" in one.enter().words
    assert "All credit is submitted; your decision on reporting is not yet." in one.words
    assert "Submitted on" in one.words
    one.press("Write the completion file")
    assert "not in its file yet" not in one.words


def test_some_ready_rows_are_written_and_it_is_said_that_the_others_were_left_out(two: Room) -> None:
    def objecting(form: ReportFormat, row: RosterRow) -> list[Objection]:
        wrong = row.course == COURSE
        return [Objection(row=row, problem=Missing(), field="npi", mend=Mend.PROFILE)] if wrong else []

    two.desk.reporter.objecting = objecting
    two.enter()
    two.choose("CPE Monitor")
    assert "1 of 2 rows are ready" in two.words
    two.press("Write the file for CPE Monitor")
    assert "1 row was left out" in two.says


def test_an_answer_to_what_is_no_longer_asked_is_let_go(one: Room) -> None:
    one.object_to(Mend.PROFILE)
    one.choose("PARS")
    for button in one.page.findChildren(QRadioButton):
        if button.text() in ("CE Broker", "Your provider"):
            button.click()
    next(b for b in one.page.findChildren(QRadioButton) if b.text() == "Your provider").click()
    one.host.settle()
    assert "1 row, and it is ready" in one.words


# --- receipts --------------------------------------------------------------------------------------------


def test_an_accepted_receipt_says_which_credit_counts(one: Room) -> None:
    one.bring(one.receipt)
    assert "Example Medical College has your completion" in one.says
    assert f"It counts {AMOUNT} " in one.says


def test_a_refusal_gives_the_providers_reason_and_submits_nothing(one: Room) -> None:
    why = "The course had closed by then."

    def refused(signed: SignedCourse) -> Receipt:
        return replace(one.receipt(signed), outcome=Outcome.REFUSED, credited=(), reason=why)

    one.bring(refused)
    assert "Example Medical College refused the file" in one.says
    assert why in one.says
    assert "Submitted on" not in one.words


def test_a_receipt_for_somebody_else_is_told_and_changes_nothing(one: Room) -> None:
    one.bring(lambda signed: replace(one.receipt(signed), learner=LearnerId("99" * 16)))
    assert "a receipt for another learner" in one.says
    assert "Not written" in one.words


def test_a_receipt_that_is_not_genuine_is_told_in_its_place(one: Room) -> None:
    one.desk.reporter.problem = NotReadable(name="x.receipt", kind="a receipt", reason="its signature is wrong.")
    one.bring(one.receipt)
    assert "its signature is wrong." in one.says
    assert one.host.problems == []


def test_a_receipt_can_be_chosen_with_the_button(one: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    file = one.folder / "college.receipt"
    file.write_bytes(b"a receipt")
    one.desk.reporter.receipts[file.name] = one.receipt
    monkeypatch.setattr(send_page, "ask_receipts", lambda parent: [file])
    one.press("Import receipts…")
    assert "Everything is submitted" in one.words


def test_of_several_receipts_it_is_said_how_many_confirm(one: Room) -> None:
    good, bad = one.folder / "a.receipt", one.folder / "b.receipt"
    for file in (good, bad):
        file.write_bytes(b"a receipt")
    one.desk.reporter.receipts[good.name] = one.receipt
    one.desk.reporter.receipts[bad.name] = lambda signed: replace(
        one.receipt(signed), outcome=Outcome.REFUSED, reason="Too late."
    )
    one.page.take_files([good, bad])
    one.host.settle()
    assert "1 of 2 receipts confirm credit." in one.says
    assert "b.receipt: Example Medical College refused the file of 20 Nov 2026. Too late." in one.says


def test_of_many_receipts_each_that_confirms_nothing_is_named_the_rest_in_the_details(one: Room) -> None:
    files = [one.folder / f"{number}.receipt" for number in range(7)]
    for file in files:
        file.write_bytes(b"a receipt")
        one.desk.reporter.receipts[file.name] = lambda signed: replace(one.receipt(signed), outcome=Outcome.REFUSED)
    one.page.take_files(files)
    one.host.settle()
    assert "None of the 7 receipts confirms credit." in one.says
    assert "4.receipt: " in one.says
    assert "5.receipt: " not in one.says
    assert "And 2 more, in the details." in one.says
    (details,) = [area for area in one.page.findChildren(QPlainTextEdit) if "6.receipt: " in area.toPlainText()]
    assert len(details.toPlainText().splitlines()) == 7
    assert one.host.saved == 0


def test_once_the_receipt_is_here_nobody_is_told_to_hand_the_file_in(one: Room) -> None:
    one.press("Write the completion file")
    assert "Hand the file to your provider." in one.says
    one.bring(one.receipt)
    assert "Hand the file to your provider." not in one.says


def test_a_refusal_that_another_receipt_overtook_asks_for_nothing(one: Room) -> None:
    one.bring(one.receipt)
    one.bring(lambda signed: replace(one.receipt(signed), outcome=Outcome.REFUSED, credited=(), reason="Too late."))
    assert "Your credit counts all the same: another receipt confirms it." in one.says
    assert "write the file anew" not in one.says


# --- what was written ------------------------------------------------------------------------------------


def test_nothing_is_said_of_files_before_one_was_written(one: Room) -> None:
    assert not one.buttons("Files written")


def test_each_file_is_listed_with_its_place_and_whether_a_receipt_is_here(one: Room) -> None:
    one.press("Write the completion file")
    (file,) = one.folder.iterdir()
    assert "Your provider: Completion file" not in one.words
    one.press("Files written")
    assert all(text in one.words for text in (file.name, str(one.folder), "Your provider: Completion file"))
    assert "No receipt yet" in one.words.splitlines()
    one.bring(one.receipt)
    assert "Receipt is here" in one.words.splitlines()


def test_of_what_receipts_do_not_answer_only_the_credit_is_called_confirmed(one: Room) -> None:
    one.choose("PARS")
    one.press("Write the file for PARS")
    one.press("Files written")
    assert "Credit not confirmed yet" in one.words
    one.bring(one.receipt)
    assert "Credit confirmed" in one.words
    assert "Receipt is here" not in one.words


def test_a_folder_that_is_gone_is_said_and_not_opened(one: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    one.press("Write the completion file")
    one.press("Files written")
    one.press("Show in folder")
    assert [Path(name) for name in opened] == [one.folder]
    for file in one.folder.iterdir():
        file.unlink()
    one.folder.rmdir()
    one.press("Show in folder")
    assert len(opened) == 1
    assert one.host.notices == [f"“{one.folder}” is not here now."]


# --- its tables ------------------------------------------------------------------------------------------


def test_both_tables_can_be_copied(two: Room) -> None:
    two.enter()
    shown = [actions for actions in two.page.findChildren(TableActions) if actions.isVisible()]
    copied: list[str] = []
    for actions in shown:
        actions.copy.trigger()
        copied.append(QApplication.clipboard().text())
    assert copied[0].splitlines()[0].split("\t") == [
        "Course",
        "Provider",
        "Credit",
        "Where it stands",
        "Not yet confirmed",
    ]
    assert len(copied[1].splitlines()) == 3
