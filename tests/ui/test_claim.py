"""The claim: who claims, up to what, why not more, on whose word, and what happens when it is refused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from player.domain.course import Course
from player.domain.identifiers import is_month_and_day, is_npi
from player.domain.learner import Learner, Profession
from player.domain.problem import Problem
from player.proof.manifest import SignedCourse
from player.ui.claim.page import ClaimPage
from player.ui.claiming.face import with_identifiers
from player.ui.host import Place, Route
from player.ui.widgets.credit import CreditStepper
from tests.builders import AMA, COURSE, PHYSICIAN
from tests.fakes import FakeStream
from tests.ui.fake_host import FakeDesk, FakeHost, make_host
from tests.ui.gestures import focus

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)

W = TypeVar("W", bound=QWidget)
EASY = replace(COURSE, watch=replace(COURSE.watch, required_percent=40))
"""The claim opens when less than half was watched."""
DECIDED = replace(PHYSICIAN, reporting=True)
"""Somebody who was asked about reporting before."""


class DiskFull(Problem):
    what_template = "The disk is full."


@dataclass
class Room:
    page: ClaimPage
    host: FakeHost
    desk: FakeDesk
    course: SignedCourse

    def button(self, text: str) -> QPushButton:
        return next(b for b in self.shown(QPushButton) if b.text() == text)

    def shown(self, kind: type[W]) -> list[W]:
        return [widget for widget in self.page.findChildren(kind) if widget.isVisible()]

    @property
    def words(self) -> str:
        return "\n".join(label.accessibleName() or label.text() for label in self.shown(QLabel))

    @property
    def stepper(self) -> CreditStepper:
        return self.shown(CreditStepper)[0]

    def press(self, text: str) -> None:
        self.button(text).click()
        self.host.settle()

    def step(self, key: Qt.Key) -> None:
        field = self.stepper.focusProxy()
        assert field is not None
        QTest.keyClick(field, key)

    def attest(self) -> None:
        self.shown(QCheckBox)[0].click()


@dataclass
class Opener:
    qtbot: QtBot
    app: QApplication
    folder: Path

    def __call__(self, course: Course = EASY, *, learner: Learner = DECIDED, percent: int | None = 48) -> Room:
        """A learner who watched that much and comes to the claim; None has done nothing at all."""
        desk = FakeDesk(self.folder, courses=(course,), learner=learner)
        signed = desk.signed[0]
        if percent is not None:
            desk.finish(signed, percent=percent)
        host = make_host(desk, self.app)
        page = ClaimPage(host)
        self.qtbot.addWidget(page)
        page.resize(1060, 780)
        page.show()
        page.enter(Route(place=Place.CLAIM, course=signed.hash))
        host.settle()
        return Room(page=page, host=host, desk=desk, course=signed)


@pytest.fixture
def open_claim(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Opener:
    return Opener(qtbot, qapp, tmp_path)


def test_the_stepper_begins_at_all_that_the_evidence_supports_and_goes_no_further(open_claim: Opener) -> None:
    room = open_claim()
    assert room.stepper.amount() == Decimal("0.75")
    room.step(Qt.Key.Key_Up)
    assert room.stepper.amount() == Decimal("0.75")
    assert room.button("Claim 0.75 credits").property("kind") == "primary"


def test_it_is_said_why_not_more_and_how_to_get_more(open_claim: Opener) -> None:
    words = open_claim().words
    assert "43 min of 1 h 30 min watched supports 0.75. Watch 47 min more for 1.5." in words
    assert "claimed once" in words


def test_whoever_saw_everything_can_claim_all_of_it(open_claim: Opener) -> None:
    room = open_claim(percent=100)
    assert "so all can be claimed: 1.5" in room.words
    assert room.stepper.amount() == AMA.maximum


def test_a_course_that_rounds_up_to_the_whole_says_what_was_watched(open_claim: Opener) -> None:
    quarter = replace(AMA, maximum=Decimal("0.25"))
    room = open_claim(replace(EASY, credit=replace(EASY.credit, offers=(quarter,))), percent=60)
    assert "54 min of 1 h 30 min watched supports the full amount: 0.25." in room.words


def test_after_the_last_day_nobody_is_told_to_watch_more(open_claim: Opener) -> None:
    room = open_claim()
    room.desk.clock.advance(365 * 24 * 3600 * 1000)
    room.page.enter(Route(place=Place.CLAIM, course=room.course.hash))
    room.host.settle()
    assert "watching more adds nothing" in room.words
    assert "Watch more first" not in [button.text() for button in room.shown(QPushButton)]


def test_the_words_of_the_document_follow_the_amount(open_claim: Opener) -> None:
    room = open_claim()
    assert "is awarded 0.75 AMA PRA Category 1 Credit™." in room.words
    room.step(Qt.Key.Key_Down)
    assert "is awarded 0.5 AMA PRA Category 1 Credit™." in room.words
    assert room.button("Claim 0.5 credits")


def test_the_credit_phrase_is_in_italics_and_its_mark_is_not(open_claim: Opener) -> None:
    room = open_claim()
    rich = [label.text() for label in room.shown(QLabel) if "Category 1" in label.text()]
    assert rich
    assert all("<i>AMA PRA Category 1 Credit" in text and "™</i>" not in text for text in rich)


def test_nothing_is_claimed_without_the_learners_word(open_claim: Opener) -> None:
    room = open_claim()
    room.press("Claim 0.75 credits")
    assert room.desk.progress(room.course).claims == ()
    assert "Please tick this" in room.words
    assert room.page.focusWidget() is room.shown(QCheckBox)[0]


def test_a_claim_is_recorded_said_to_be_saved_and_leads_to_its_document(open_claim: Opener) -> None:
    room = open_claim()
    room.attest()
    room.press("Claim 0.75 credits")
    (claim,) = room.desk.progress(room.course).claims
    assert (claim.credit.amount, claim.credit.profession) == (Decimal("0.75"), Profession.PHYSICIAN)
    assert room.host.routes == [Route(place=Place.CERTIFICATE, course=room.course.hash, offer="ama")]
    assert room.host.saved == 1


def test_pressing_twice_claims_once(open_claim: Opener) -> None:
    room = open_claim()
    room.attest()
    button = room.button("Claim 0.75 credits")
    button.click()
    button.click()
    room.host.settle()
    assert len(room.desk.progress(room.course).claims) == 1
    assert room.host.problems == []


def test_a_refused_claim_is_told_in_place_and_what_was_set_stays(open_claim: Opener) -> None:
    room = open_claim()
    room.step(Qt.Key.Key_Down)
    room.attest()
    stream = room.desk.journey(room.course).stream
    assert isinstance(stream, FakeStream)
    stream.problem = DiskFull()
    room.press("Claim 0.5 credits")
    assert "The disk is full." in room.words
    assert room.stepper.amount() == Decimal("0.5")
    assert room.shown(QCheckBox)[0].isChecked()
    stream.problem = None
    room.press("Claim 0.5 credits")
    assert len(room.desk.progress(room.course).claims) == 1


def test_the_provider_s_own_rule_and_attestation_are_used(open_claim: Opener) -> None:
    plan = replace(EASY.credit, claim_rule="Claim <b>fairly</b>.", attestation="I swear it & mean it.")
    room = open_claim(replace(EASY, credit=plan))
    assert "Claim <b>fairly</b>." in room.words
    assert room.shown(QCheckBox)[0].accessibleName() == "I swear it & mean it."


def test_the_profession_is_asked_first_with_the_reason_and_kept(open_claim: Opener) -> None:
    room = open_claim(learner=replace(DECIDED, profession=None))
    assert "which credit can be awarded to you" in room.words
    assert not room.shown(CreditStepper)
    next(b for b in room.shown(QRadioButton) if b.text() == "Nurse").setChecked(True)
    room.press("Continue")
    assert room.desk.learner.profession is Profession.NURSE
    assert "Contact hours" in room.words
    assert room.host.saved == 1


def test_the_profession_can_be_changed_until_something_was_claimed(open_claim: Opener) -> None:
    room = open_claim()
    room.press("Change")
    next(b for b in room.shown(QRadioButton) if b.text() == "Social worker").setChecked(True)
    room.press("Continue")
    assert "Hours of participation" in room.words
    room.attest()
    room.press("Claim 0.75 hours")
    assert "You claimed as: Social worker" in room.words
    assert "Change" not in [button.text() for button in room.shown(QPushButton)]


def test_a_missing_name_is_asked_for_and_an_empty_one_refused(open_claim: Opener) -> None:
    room = open_claim(learner=replace(DECIDED, name="", degrees=""))
    name, degrees = room.shown(QLineEdit)
    name.setText("   ")
    room.press("Continue")
    assert "A certificate needs a name." in room.words
    name.setText(" محمد علي ")
    degrees.setText("MD")
    room.press("Continue")
    assert room.desk.learner.printed_name == "محمد علي, MD"
    assert room.shown(CreditStepper)


def test_a_credit_for_the_whole_course_only_says_so_and_leads_to_watching(open_claim: Opener) -> None:
    room = open_claim(learner=replace(DECIDED, profession=Profession.PSYCHOLOGIST))
    assert "given for the whole course only" in room.words
    assert not room.shown(CreditStepper)
    room.press("Go on watching")
    assert room.host.routes == [Route(place=Place.WATCH, course=room.course.hash)]


def test_a_profession_without_an_offer_is_told_so(open_claim: Opener) -> None:
    only_physicians = replace(EASY, credit=replace(EASY.credit, offers=(AMA,)))
    room = open_claim(only_physicians, learner=replace(DECIDED, profession=Profession.NURSE))
    assert "offers no credit to your profession" in room.words


def test_identifiers_are_asked_only_where_needed_with_the_reason(open_claim: Opener) -> None:
    assert not open_claim().shown(QLineEdit)[1:]
    room = open_claim(learner=replace(DECIDED, profession=Profession.PHARMACIST))
    assert "CPE Monitor" in room.words
    names = [field.accessibleName() for field in room.shown(QLineEdit)]
    assert "NABP e-Profile ID" in names
    assert "Birthday, month and day" in names


def test_a_mistyped_identifier_is_named_at_its_field_and_nothing_is_claimed(open_claim: Opener) -> None:
    room = open_claim(learner=replace(DECIDED, profession=Profession.PHARMACIST), percent=100)
    fields = {field.accessibleName(): field for field in room.shown(QLineEdit)}
    fields["NABP e-Profile ID"].setText("1234567")
    fields["Birthday, month and day"].setText("1301")
    room.attest()
    room.press("Claim 1.5 credits")
    assert "Four digits, month and day" in room.words
    assert room.desk.progress(room.course).claims == ()
    fields["Birthday, month and day"].setText("0704")
    room.press("Claim 1.5 credits")
    assert ("birth_mmdd", "0704") in room.desk.learner.identifiers
    assert ("npi", "1234567893") in room.desk.learner.identifiers
    assert len(room.desk.progress(room.course).claims) == 1


def test_what_was_claimed_is_shown_as_done_and_opens_its_document(open_claim: Opener) -> None:
    room = open_claim()
    room.attest()
    room.press("Claim 0.75 credits")
    room.host.routes.clear()
    assert "0.75 AMA PRA Category 1 Credit™" in room.words
    room.press("Open the document")
    assert room.host.routes[-1].offer == "ama"


def test_a_locked_claim_says_why_and_the_way_and_records_nothing(open_claim: Opener) -> None:
    room = open_claim(percent=None)
    assert "Read and acknowledge" in room.words
    assert room.desk.progress(room.course).event_count == 0
    room.press("Back to the course")
    assert room.host.routes == [Route(place=Place.COURSE, course=room.course.hash)]


@given(st.text())
def test_any_text_is_judged_as_birthday_and_npi_without_a_crash(text: str) -> None:
    assert not is_month_and_day(text) or len(text) == 4
    assert not is_npi(text) or len(text) == 10


def test_birthdays_and_npis_are_checked_by_their_rules() -> None:
    assert is_month_and_day("0229")
    assert not any(is_month_and_day(text) for text in ("0230", "1301", "0001", "704", "٠٧٠٤"))
    assert is_npi("1234567893")
    assert not is_npi("1234567890")


def test_an_identifier_typed_empty_is_forgotten_and_others_stay() -> None:
    learner = replace(DECIDED, identifiers=(("npi", "1234567893"), ("nabp", "1")))
    assert with_identifiers(learner, (("nabp", ""), ("birth_mmdd", "0101"))) == (
        ("npi", "1234567893"),
        ("birth_mmdd", "0101"),
    )


# --- permission for reporting ----------------------------------------------------------------------------


def test_before_the_first_claim_it_is_asked_whether_credit_may_be_reported_and_to_whom(open_claim: Opener) -> None:
    room = open_claim(learner=PHYSICIAN)
    assert "May your credit be reported?" in room.words
    assert all(word in room.words for word in ("PARS", "CPE Monitor", "CE Broker"))
    assert "gets the completion file in any case" in room.words
    assert not room.shown(CreditStepper)


def test_both_answers_are_equal_and_neither_is_marked(open_claim: Opener) -> None:
    room = open_claim(learner=PHYSICIAN)
    yes, no = room.button("Yes, it may be reported"), room.button("No, do not report it")
    assert yes.property("kind") == no.property("kind")
    # What has the keyboard is Enter's, for so long and by nobody's choice.
    focus().clearFocus()
    assert not (yes.isChecked() or no.isChecked() or yes.isDefault() or no.isDefault())


@pytest.mark.parametrize(("word", "permitted"), [("Yes, it may be reported", True), ("No, do not report it", False)])
def test_the_answer_is_kept_for_all_courses_and_the_claim_goes_on(
    open_claim: Opener, word: str, permitted: bool
) -> None:
    room = open_claim(learner=PHYSICIAN)
    room.press(word)
    assert room.desk.learner.reporting is permitted
    assert room.host.saved == 1
    assert room.shown(CreditStepper)
    room.attest()
    room.press("Claim 0.75 credits")
    assert room.desk.journey(room.course).history.claims


def test_whoever_was_asked_before_is_not_asked_again(open_claim: Opener) -> None:
    assert "May your credit be reported?" not in open_claim(learner=replace(PHYSICIAN, reporting=False)).words
