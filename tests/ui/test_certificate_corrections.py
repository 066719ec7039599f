"""Corrections on the certificate page: what is told before, what stands after, and what is known of each document."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from player.domain.course import Course
from player.domain.event import TakenBackFor
from player.domain.history import Revocation
from player.domain.learner import Profession
from player.domain.problem import Problem
from player.proof.manifest import SignedCourse
from player.ui.certificate.page import CertificatePage
from player.ui.certificate.words import verdict_message
from player.ui.host import Place, Route
from player.ui.widgets.credit import CreditStepper
from player.ui.widgets.tick import Tick
from tests.builders import AMA, COURSE
from tests.fakes import FakeStream
from tests.ui.fake_host import FakeDesk, FakeHost, make_host
from tests.ui.gestures import (
    box,
    focus,
    has_button,
    key,
    messages,
    open_page,
    press,
    shown,
    tab_to,
    texts,
    type_in,
)

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

MOC = replace(AMA, id="moc", name="MOC point", plural="MOC points", mark="", italic=False)
TWO_OFFERS = replace(COURSE, credit=replace(COURSE.credit, offers=(*COURSE.credit.offers, MOC)))


class DiskFull(Problem):
    what_template = "The disk is full."


@dataclass
class Room:
    page: CertificatePage
    host: FakeHost
    desk: FakeDesk
    course: SignedCourse

    @property
    def words(self) -> str:
        return texts(self.page)

    @property
    def revoked(self) -> tuple[Revocation, ...]:
        return self.desk.journey(self.course).history.revocations

    @property
    def number(self) -> str:
        claims = self.desk.progress(self.course).claims
        return claims[0].number

    @property
    def name(self) -> QLineEdit:
        return next(one for one in shown(self.page, QLineEdit) if one.accessibleName() == "Name")

    def press(self, word: str) -> None:
        press(self.page, word)
        self.host.settle()

    def pick(self, word: str) -> None:
        radio = next(r for r in shown(self.page, QRadioButton) if r.text() == word)
        radio.setChecked(True)
        QApplication.processEvents()

    def attest(self) -> None:
        shown(self.page, Tick)[0]._box.setChecked(True)

    def correct(self, wrong: str) -> None:
        self.press("Something is wrong…")
        self.pick(wrong)

    def become(self, profession: str) -> None:
        self.pick(profession)
        self.press("Continue")


@dataclass
class Opener:
    qtbot: QtBot
    app: QApplication
    folder: Path

    def __call__(self, course: Course = COURSE, *, claims: tuple[str, ...] = ("ama",), sent: bool = False) -> Room:
        desk = FakeDesk(self.folder, courses=(course,))
        signed = desk.signed[0]
        desk.finish(signed)
        for offer in claims:
            desk.journey(signed).claim(offer, amount=Decimal("0.75"), profession=Profession.PHYSICIAN)
            desk.documents.issue(signed, offer)
        if sent:
            desk.export(signed, self.folder)
        host = make_host(desk, self.app)
        page = CertificatePage(host)
        self.qtbot.addWidget(page)
        open_page(page, host, Route(place=Place.CERTIFICATE, course=signed.hash))
        return Room(page=page, host=host, desk=desk, course=signed)


@pytest.fixture
def enter(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Opener:
    return Opener(qtbot, qapp, tmp_path)


def test_a_wrong_name_is_corrected_and_it_is_said_which_number_replaces_which(enter: Opener) -> None:
    room = enter()
    old = room.number
    room.correct("My name or degrees")
    assert f"Certificate {old} will be revoked." in room.words
    room.name.setText("Ana María Núñez de la Cruz")
    room.press("Issue it with this name")
    assert f"{old} counts no more. {room.number} replaces it." in room.words
    assert "Ana María Núñez de la Cruz, MD" in room.words
    assert [(one.number, one.reason) for one in room.revoked] == [(old, TakenBackFor.WRONG_NAME)]
    assert room.host.saved == 1


def test_a_name_that_cannot_be_printed_leaves_everything_and_what_was_typed(
    enter: Opener, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = enter()
    old = room.number
    room.correct("My name or degrees")

    def refuse(_: object) -> None:
        raise DiskFull

    monkeypatch.setattr(room.desk.press, "require_printable", refuse)
    room.name.setText("Ana \U00012000")
    room.page.resize(900, 420)
    room.press("Issue it with this name")
    assert "The disk is full." in room.words
    told = next(label for label in shown(room.page, QLabel) if label.text() == "The disk is full.")
    qtbot.waitUntil(lambda: not told.visibleRegion().isEmpty())
    assert room.name.text() == "Ana \U00012000"
    assert (room.number, room.revoked) == (old, ())


def test_where_only_the_printing_failed_it_is_tried_again_and_nothing_is_lost(
    enter: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = enter()
    old = room.number
    room.correct("My name or degrees")

    def refuse(*_: object, **__: object) -> bytes:
        raise DiskFull

    monkeypatch.setattr(room.desk.press, "certificate", refuse)
    room.name.setText("Ana Núñez")
    room.press("Issue it with this name")
    assert "The disk is full." in room.words
    monkeypatch.undo()
    room.press("Try again")
    assert "Ana Núñez, MD" in room.words
    assert [one.number for one in room.revoked] == [old]


def test_the_name_that_is_there_already_revokes_nothing(enter: Opener) -> None:
    room = enter()
    room.correct("My name or degrees")
    room.press("Issue it with this name")
    assert "the name on the document already" in room.words
    assert room.revoked == ()


def test_a_wrong_name_is_corrected_on_every_document_of_the_course(enter: Opener) -> None:
    room = enter(TWO_OFFERS, claims=("ama", "moc"))
    room.correct("My name or degrees")
    assert "They count no more" in room.words
    room.name.setText("Ana Núñez")
    room.press("Issue it with this name")
    assert {one.claim.credit.offer for one in room.revoked} == {"ama", "moc"}


def test_a_wrong_profession_is_corrected_with_an_amount_and_a_new_word(enter: Opener) -> None:
    room = enter()
    old = room.number
    room.correct("My profession")
    room.become("Nurse")
    assert f"Certificate {old} will be revoked." in room.words
    room.press("Correct to 1.5 contact hours")
    assert "Please tick this" in room.words
    assert room.revoked == ()
    room.attest()
    room.press("Correct to 1.5 contact hours")
    claim = room.desk.progress(room.course).claims[0]
    assert (claim.credit.offer, claim.credit.profession) == ("ancc", Profession.NURSE)
    assert room.revoked[0].reason is TakenBackFor.WRONG_PROFESSION
    assert f"{old} counts no more. {claim.number} replaces it." in room.words
    assert room.desk.learner.profession is Profession.NURSE


def test_choosing_the_same_profession_or_one_without_credit_is_told_in_place(enter: Opener) -> None:
    room = enter()
    room.correct("My profession")
    room.press("Continue")
    assert "You claimed as: Physician" in room.words
    only_doctors = replace(COURSE, credit=replace(COURSE.credit, offers=(AMA,)))
    room = enter(only_doctors)
    room.correct("My profession")
    room.become("Nurse")
    assert "offers no credit to your profession" in room.words
    assert room.revoked == ()


def test_a_wrong_profession_with_two_claims_says_that_all_is_taken_back(enter: Opener) -> None:
    room = enter(TWO_OFFERS, claims=("ama", "moc"))
    room.correct("My profession")
    room.become("Nurse")
    assert "All that you claimed in this course is taken back" in room.words
    room.attest()
    room.press("Correct to 1.5 contact hours")
    assert len(room.revoked) == 2
    assert "stands in their place" in room.words


def test_a_wrong_amount_begins_with_the_one_that_was_claimed_and_asks_for_another(enter: Opener) -> None:
    room = enter()
    old = room.number
    room.correct("The amount of credit")
    stepper = shown(room.page, CreditStepper)[0]
    assert stepper.amount() == Decimal("0.75")
    assert has_button(room.page, "Choose another amount")
    proxy = stepper.focusProxy()
    assert proxy is not None
    QTest.keyClick(proxy, Qt.Key.Key_Down)
    room.attest()
    room.press("Correct to 0.5 credits")
    assert room.desk.progress(room.course).claims[0].credit.amount == Decimal("0.5")
    assert room.revoked[0].reason is TakenBackFor.WRONG_AMOUNT
    assert f"{old} counts no more." in room.words


def test_where_there_is_no_other_amount_that_is_said(enter: Opener) -> None:
    quarter = replace(AMA, maximum=Decimal("0.75"), whole_only=True)
    room = enter(replace(COURSE, credit=replace(COURSE.credit, offers=(quarter,))))
    room.correct("The amount of credit")
    assert "there is no other amount" in room.words
    assert shown(room.page, CreditStepper) == []


def test_a_refused_claim_is_told_where_it_was_asked_and_keeps_what_was_set(
    enter: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = enter()
    room.correct("My profession")
    room.become("Nurse")
    room.attest()

    def refuse(*_: object, **__: object) -> None:
        raise DiskFull

    monkeypatch.setattr(FakeStream, "append", refuse)
    room.press("Correct to 1.5 contact hours")
    monkeypatch.undo()
    assert "The disk is full." in room.words
    assert has_button(room.page, "Correct to 1.5 contact hours")
    assert room.revoked == ()


def test_whoever_sent_the_completion_file_is_reminded_until_it_is_sent_again(enter: Opener) -> None:
    room = enter(sent=True)
    assert "send it again" not in room.words
    room.correct("My name or degrees")
    assert "should be sent again" in room.words
    room.name.setText("Ana Núñez")
    room.press("Issue it with this name")
    assert "send it again" in room.words
    room.press("Verify")
    assert "send it again" in room.words, "what comes of anything else does not take the reminder away"
    room.page.enter(Route(place=Place.CERTIFICATE, course=room.course.hash))
    room.host.settle()
    room.press("Send again…")
    assert room.host.routes[-1].place is Place.SEND
    room.desk.export(room.course, room.desk.profile)
    room.page.enter(Route(place=Place.CERTIFICATE, course=room.course.hash))
    room.host.settle()
    assert "send it again" not in room.words


def test_escape_and_its_button_keep_the_document_as_it_is(enter: Opener) -> None:
    room = enter()
    room.correct("The amount of credit")
    room.press("Keep the document as it is")
    assert focus().property("text") == "Something is wrong…"
    key(Qt.Key.Key_Space)
    assert "What is wrong?" in room.words
    key(Qt.Key.Key_Escape)
    assert "What is wrong?" not in room.words
    assert room.revoked == ()


def test_a_wrong_name_can_be_corrected_by_keyboard_alone(enter: Opener) -> None:
    room = enter()
    tab_to("Something is wrong…")
    key(Qt.Key.Key_Space)
    key(Qt.Key.Key_Space)
    tab_to("Name")
    room.name.selectAll()
    type_in("Ana Nunez")
    tab_to("Issue it with this name")
    key(Qt.Key.Key_Space)
    room.host.settle()
    assert "Ana Nunez, MD" in room.words


def test_a_name_that_was_changed_under_profile_leads_to_its_correction(enter: Opener) -> None:
    room = enter()
    room.desk.save_learner(replace(room.desk.learner, name="Ana Núñez Ferrer"))
    room.page.enter(Route(place=Place.CERTIFICATE, course=room.course.hash))
    room.host.settle()
    room.press("Have it issued anew…")
    assert room.name.text() == "Ana Núñez Ferrer"
    room.press("Issue it with this name")
    assert "Ana Núñez Ferrer, MD" in room.words
    assert len(room.revoked) == 1


def test_one_document_that_counts_has_no_history_to_show(enter: Opener) -> None:
    assert "Documents of this course" not in enter().words


def test_the_history_tells_what_became_of_every_document_and_opens_what_counts_no_more(enter: Opener) -> None:
    room = enter()
    old = room.number
    room.correct("My name or degrees")
    room.name.setText("Ana Núñez")
    room.press("Issue it with this name")
    assert "Documents of this course" in room.words
    assert re.search(r"Revoked on .*: the name was wrong\.", room.words)
    assert f"{room.number} replaces it." in room.words
    room.press(f"Open {old}")
    assert any("This document counts no more." in message for message in messages(room.page))
    assert "Ana María Núñez, MD" in room.words
    for gone in ("Print…", "Send…", "Verify", "Something is wrong…"):
        assert not has_button(room.page, gone)
    room.press("Show what counts")
    assert "Ana Núñez, MD" in room.words
    assert has_button(room.page, "Something is wrong…")


def test_a_copy_of_what_counts_no_more_says_so_in_its_name_and_beside_it(
    enter: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = enter()
    old = room.number
    room.correct("My name or degrees")
    room.name.setText("Ana Núñez")
    room.press("Issue it with this name")
    room.press(f"Open {old}")
    monkeypatch.setattr("player.ui.certificate.page.ask_where", lambda _, name: tmp_path / name)
    room.press("Save a copy…")
    saved = next(tmp_path.glob(f"*{old} (revoked).pdf"))
    assert saved.read_bytes() == (tmp_path / "certificates" / f"{old}.pdf").read_bytes()
    assert "Remember: this document counts no more." in room.words


def test_a_revoked_document_whose_file_is_gone_cannot_be_opened_and_says_why(enter: Opener, tmp_path: Path) -> None:
    room = enter()
    old = room.number
    (tmp_path / "certificates" / f"{old}.pdf").unlink()
    room.correct("My name or degrees")
    room.name.setText("Ana Núñez")
    room.press("Issue it with this name")
    assert "Its file is not on this computer." in room.words
    assert not next(b for b in shown(room.page, QPushButton) if b.accessibleName() == f"Open {old}").isEnabled()


def test_each_document_says_whether_it_was_issued(enter: Opener) -> None:
    room = enter(TWO_OFFERS)
    room.desk.journey(room.course).claim("moc", amount=Decimal("0.5"), profession=Profession.PHYSICIAN)
    room.page.enter(Route(place=Place.CERTIFICATE, course=room.course.hash))
    room.host.settle()
    choice: QComboBox = box(room.page, "Document")
    first, second = (choice.itemText(place) for place in range(choice.count()))
    assert "(issued " in first
    assert second == "0.5 MOC point (not issued yet)"


def test_verify_says_since_when_and_why_it_counts_no_more(enter: Opener) -> None:
    room = enter()
    old = room.number
    from_file = room.desk.documents.file(old)
    room.correct("My name or degrees")
    room.name.setText("Ana Núñez")
    room.press("Issue it with this name")
    message = verdict_message(room.desk.verify(from_file))
    assert message.what == "Genuine, and it counts no more."
    assert message.meaning.startswith("Revoked on ")
    assert room.number in message.remedy
