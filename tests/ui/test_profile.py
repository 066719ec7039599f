"""The profile: everything kept as it is entered, the name shown as it will be printed, the window's look at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel
from pytestqt.qtbot import QtBot

from player.domain.learner import Learner, LearnerId, Licence, Profession
from player.domain.problem import Problem
from player.ui.host import Place, Route
from player.ui.profile.page import ProfilePage
from tests.builders import PHYSICIAN
from tests.ui.fake_host import FakeDesk, FakeHost, make_host
from tests.ui.gestures import box, button, field, focus, key, open_page, press, shown, texts, type_in

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

HERE = Route(place=Place.PROFILE)
MOTION, CHARACTERS = "Less motion", "Keys of a single character, such as K or ?"


class DiskFull(Problem):
    what_template = "There is no room left."


class FullPeople:
    """Particulars on a disk that takes nothing until it is given room."""

    def __init__(self) -> None:
        self.problem: Problem | None = DiskFull()
        self.kept: Learner | None = None

    def load(self) -> Learner | None:
        return self.kept

    def save(self, learner: Learner) -> None:
        if self.problem is not None:
            raise self.problem
        self.kept = learner

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def desk(tmp_path: Path) -> FakeDesk:
    return FakeDesk(tmp_path)


@pytest.fixture
def host(desk: FakeDesk, qapp: QApplication) -> Iterator[FakeHost]:
    host = make_host(desk, qapp)
    yield host
    host.door.close()


@pytest.fixture
def page(host: FakeHost, qtbot: QtBot) -> ProfilePage:
    page = ProfilePage(host)
    qtbot.addWidget(page)
    open_page(page, host, HERE)
    return page


def test_it_shows_what_is_known(page: ProfilePage, desk: FakeDesk) -> None:
    assert focus() is field(page, "Name")
    assert field(page, "Name").text() == PHYSICIAN.name
    assert field(page, "Licence number").text() == "123456"
    assert field(page, "NPI").text() == "1234567893"
    assert box(page, "Profession").currentText() == "Physician"
    assert "On a certificate: Ana María Núñez, MD" in texts(page)
    assert str(desk.profile) in texts(page)


def test_a_name_is_kept_when_the_next_field_is_entered(page: ProfilePage, host: FakeHost, desk: FakeDesk) -> None:
    field(page, "Name").clear()
    type_in("  Bo Lind ")
    assert host.saved == 0
    key(Qt.Key.Key_Tab)
    host.settle()
    assert desk.learner == replace(PHYSICIAN, name="Bo Lind")
    assert host.saved == 1
    assert "On a certificate: Bo Lind, MD" in texts(page)


def test_enter_keeps_too(page: ProfilePage, host: FakeHost, desk: FakeDesk) -> None:
    field(page, "Name").setText("Bo Lind")
    key(Qt.Key.Key_Return)
    host.settle()
    assert desk.learner.name == "Bo Lind"


def test_leaving_keeps_what_is_being_typed(page: ProfilePage, host: FakeHost, desk: FakeDesk) -> None:
    field(page, "Degrees").setFocus()
    field(page, "Degrees").clear()
    type_in("RN")
    page.leave()
    host.settle()
    assert desk.learner.degrees == "RN"


def test_nothing_changed_is_nothing_saved(page: ProfilePage, host: FakeHost) -> None:
    for _ in range(12):
        key(Qt.Key.Key_Tab)
    page.leave()
    host.settle()
    assert host.saved == 0


def test_the_profession_is_chosen_with_the_keyboard(page: ProfilePage, host: FakeHost, desk: FakeDesk) -> None:
    box(page, "Profession").setFocus()
    key(Qt.Key.Key_Down)
    host.settle()
    assert desk.learner.profession is Profession.RESIDENT_FELLOW
    assert focus() is box(page, "Profession")


def test_an_emptied_field_is_forgotten(page: ProfilePage, host: FakeHost, desk: FakeDesk) -> None:
    for name in ("NPI", "Licence from", "Licence number"):
        field(page, name).setFocus()
        field(page, name).clear()
    key(Qt.Key.Key_Tab)
    host.settle()
    assert desk.learner.identifiers == () and desk.learner.licences == ()


def test_what_the_page_does_not_show_is_left_alone(
    desk: FakeDesk, host: FakeHost, qtbot: QtBot, qapp: QApplication
) -> None:
    more = replace(
        PHYSICIAN,
        membership="member",
        licences=(*PHYSICIAN.licences, Licence(authority="Ohio", number="9")),
        identifiers=(*PHYSICIAN.identifiers, ("orcid", "0000")),
    )
    desk.save_learner(more)
    page = ProfilePage(host)
    qtbot.addWidget(page)
    open_page(page, host, HERE)
    field(page, "Name").setText("Bo Lind")
    page.leave()
    host.settle()
    assert desk.learner.membership == "member"
    assert desk.learner.licences[1].authority == "Ohio"
    assert ("orcid", "0000") in desk.learner.identifiers


def test_two_fields_in_a_hurry_are_both_kept(page: ProfilePage, host: FakeHost, desk: FakeDesk) -> None:
    field(page, "Name").setText("Bo Lind")
    key(Qt.Key.Key_Tab)
    field(page, "Degrees").setText("RN")
    key(Qt.Key.Key_Tab)
    host.settle()
    assert (desk.learner.name, desk.learner.degrees) == ("Bo Lind", "RN")
    assert field(page, "Degrees").text() == "RN"


def test_what_a_full_disk_refused_stays_and_is_tried_again(desk: FakeDesk, host: FakeHost, page: ProfilePage) -> None:
    people = FullPeople()
    desk._parts = replace(desk._parts, people=people)
    field(page, "Name").setText("Bo Lind")
    key(Qt.Key.Key_Tab)
    host.settle()
    assert [problem.code for problem in host.problems] == ["DiskFull"]
    assert host.saved == 0
    page.enter(HERE)
    host.settle()
    assert field(page, "Name").text() == "Bo Lind"
    people.problem = None
    page.leave()
    host.settle()
    assert people.kept is not None and people.kept.name == "Bo Lind"
    assert host.saved == 1


def test_somebody_new_is_asked_for_a_name(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    host = make_host(FakeDesk(tmp_path, learner=Learner(id=LearnerId("44" * 16))), qapp)
    page = ProfilePage(host)
    qtbot.addWidget(page)
    open_page(page, host, HERE)
    assert "On a certificate: nothing yet" in texts(page)
    assert box(page, "Profession").currentText() == "Not said yet"
    host.door.close()


def test_the_look_of_the_window_changes_at_once(page: ProfilePage, host: FakeHost) -> None:
    box(page, "Colours").setCurrentIndex(2)
    box(page, "Text size").setCurrentIndex(4)
    next(c for c in shown(page, QCheckBox) if c.text() == "Less motion").click()
    settings = host.settings
    assert (settings.scheme, settings.text_percent, settings.still) == ("dark", 200, True)


def test_keys_of_a_single_character_can_be_turned_off_and_on_right_after_less_motion(
    page: ProfilePage, host: FakeHost
) -> None:
    motion, switch = (one for one in shown(page, QCheckBox) if one.text() in (MOTION, CHARACTERS))
    assert (motion.text(), switch.text(), switch.isChecked()) == (MOTION, CHARACTERS, True)
    motion.setFocus()
    key(Qt.Key.Key_Tab)
    assert focus() is switch
    key(Qt.Key.Key_Space)
    assert not host.settings.character_keys
    page.enter(HERE)
    host.settle()
    assert not switch.isChecked()
    switch.click()
    assert host.settings.character_keys


def test_settings_made_elsewhere_survive_a_change_here(page: ProfilePage, host: FakeHost) -> None:
    host.settings = replace(host.settings, volume_percent=15, captions=False)
    page.enter(HERE)
    host.settle()
    box(page, "Colours").setCurrentIndex(1)
    assert (host.settings.volume_percent, host.settings.captions) == (15, False)


# --- what is to be mended ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("learner.given-name", "Given name"),
        ("licence.state", "Licence from"),
        ("identifier.birth_mmdd", "Birthday"),
        ("identifier.board_id", "Number at your certifying board"),
        ("credit.unheard-of", "Name"),
    ],
)
def test_who_comes_to_mend_something_is_at_the_very_field(
    page: ProfilePage, host: FakeHost, source: str, name: str, qtbot: QtBot
) -> None:
    page.enter(replace(HERE, returns=True, field=source))
    host.settle()
    wanted = field(page, name)
    assert focus() is wanted
    qtbot.waitUntil(lambda: not wanted.visibleRegion().isEmpty())


def test_what_few_need_is_shown_only_where_it_is_known_or_asked_for(page: ProfilePage, host: FakeHost) -> None:
    assert not field(page, "Number at your certifying board").isVisible()
    page.enter(replace(HERE, returns=True, field="identifier.board_id"))
    host.settle()
    type_in("12345")
    key(Qt.Key.Key_Tab)
    host.settle()
    page.enter(HERE)
    host.settle()
    assert field(page, "Number at your certifying board").isVisible()


# --- names for reports, and permission -------------------------------------------------------------------


def test_the_names_for_reports_are_only_suggested_and_kept_once_typed(
    page: ProfilePage, host: FakeHost, desk: FakeDesk
) -> None:
    given, family = field(page, "Given name"), field(page, "Family name")
    assert (given.text(), given.placeholderText()) == ("", "such as Ana María")
    assert (family.text(), family.placeholderText()) == ("", "such as Núñez")
    family.setFocus()
    type_in("Nunez Ferrer")
    key(Qt.Key.Key_Tab)
    host.settle()
    assert (desk.learner.given_name, desk.learner.family_name) == ("", "Nunez Ferrer")


def test_whoever_was_not_asked_yet_can_answer_here(page: ProfilePage, host: FakeHost, desk: FakeDesk) -> None:
    assert "Not decided yet" in texts(page)
    press(page, "No, do not report it")
    host.settle()
    assert desk.learner.reporting is False
    assert "Not permitted" in texts(page)


def test_permission_can_be_withdrawn_and_it_is_said_what_that_means(
    page: ProfilePage, host: FakeHost, desk: FakeDesk
) -> None:
    press(page, "Yes, it may be reported")
    host.settle()
    assert "What was reported before stays where it is" in texts(page)
    press(page, "Withdraw permission")
    host.settle()
    assert desk.learner.reporting is False
    assert focus() is button(page, "Give permission")
    assert "Your provider learns of it from your next completion file" in texts(page)
    press(page, "To Send")
    assert host.routes == [Route(place=Place.SEND)]


def test_what_was_typed_before_a_decision_is_kept_with_it(page: ProfilePage, host: FakeHost, desk: FakeDesk) -> None:
    field(page, "Name").setText("Bo Lind")
    press(page, "Yes, it may be reported")
    host.settle()
    assert (desk.learner.name, desk.learner.reporting) == ("Bo Lind", True)
    page.leave()
    host.settle()
    assert (desk.learner.name, desk.learner.reporting) == ("Bo Lind", True)


@pytest.mark.parametrize(("before", "after"), [(100, 200), (200, 100)])
def test_the_name_of_a_field_stands_beside_its_middle_also_after_the_text_grew_or_shrank(
    host: FakeHost, qtbot: QtBot, before: int, after: int
) -> None:
    host.theme.scale_text(before)
    page = ProfilePage(host)
    qtbot.addWidget(page)
    page.resize(1400, 900)
    open_page(page, host, HERE)
    host.theme.scale_text(after)
    line = field(page, "Name")
    label = next(one for one in page.findChildren(QLabel) if one.buddy() is line)

    def is_beside() -> bool:
        off = abs(label.geometry().center().y() - line.geometry().center().y())
        return off <= 2 and line.height() - label.height() <= 2

    try:
        # The form is laid out anew a turn later than what stands in it.
        qtbot.waitUntil(is_beside)
    finally:
        host.theme.scale_text(100)
