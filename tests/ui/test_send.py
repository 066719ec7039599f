"""Sending: what can be written, where to, what is said of each file, and that nothing is called submitted."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from player.domain.course import Course
from player.domain.learner import Profession
from player.proof.problems import NotReadable
from player.ui.host import Place, Route
from player.ui.send import page as send_page
from player.ui.send.page import SendPage
from player.ui.send.places import Volume, default_folder, first_stick, is_removable, mounted_volumes
from tests.builders import COURSE, SHORT_COURSE
from tests.ui.fake_host import FakeDesk, FakeHost, make_host

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)


class Room:
    """A send page over courses with claimed credit; `folder` is the stick that was found."""

    def __init__(self, qtbot: QtBot, app: QApplication, folder: Path, courses: tuple[Course, ...]) -> None:
        self.desk = FakeDesk(folder / "profile", courses=courses)
        for course in self.desk.signed:
            self.desk.finish(course)
            self.desk.journey(course).claim("ama", amount=Decimal("0.5"), profession=Profession.PHYSICIAN)
        self.folder = folder / "stick"
        self.folder.mkdir()
        self.host: FakeHost = make_host(self.desk, app)
        self.page = SendPage(self.host, find_folder=lambda: (self.folder, True))
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

    def buttons(self, text: str) -> list[QPushButton]:
        return [b for b in self.page.findChildren(QPushButton) if b.isVisible() and b.text().startswith(text)]

    def press(self, text: str, place: int = 0) -> None:
        self.buttons(text)[place].click()
        self.host.settle()


@pytest.fixture
def one(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Room:
    return Room(qtbot, qapp, tmp_path, (COURSE,)).enter()


@pytest.fixture
def two(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Room:
    return Room(qtbot, qapp, tmp_path, (COURSE, SHORT_COURSE))


def test_a_file_is_written_read_back_and_told_with_its_name_and_folder(one: Room) -> None:
    one.press("Write the completion file")
    (file,) = one.folder.iterdir()
    assert f"Written and verified: {file.name}" in one.words
    assert str(one.folder) in one.words
    assert one.host.saved == 1


def test_written_is_never_called_submitted(one: Room) -> None:
    assert "Not yet submitted" in one.words
    one.press("Write the completion file")
    assert "File written, not yet submitted" in one.words
    one.enter()
    assert "File written, not yet submitted" in one.words


def test_it_is_said_what_the_file_is_and_who_reads_it(one: Room) -> None:
    assert "Your provider reads it" in one.words
    assert "Files go to this stick" in one.words


def test_a_pulled_stick_is_told_at_its_course_and_it_can_be_tried_again(one: Room) -> None:
    one.folder.rmdir()
    one.press("Write the completion file")
    assert "the folder cannot be reached" in one.words
    assert one.host.problems == []
    one.folder.mkdir()
    one.press("Write the completion file")
    assert "Written and verified" in one.words
    assert "cannot be reached" not in one.words


def test_a_file_that_cannot_be_read_back_is_not_called_verified(one: Room) -> None:
    one.desk.verifier.problem = NotReadable(name="x", kind="a completion file", reason="it is damaged.")
    one.press("Write the completion file")
    assert "verified" not in one.words
    assert "it is damaged." in one.words


def test_all_selected_are_written_and_one_that_fails_does_not_stop_the_rest(two: Room) -> None:
    two.enter()
    name = two.desk.courier.file_name(COURSE.title, two.desk.learner, two.desk.journey(two.desk.signed[0]).stream.id)
    (two.folder / name).mkdir()
    two.press("Write the selected files (2)")
    assert "could not be written" in two.words
    assert "Written and verified: Clean Hands" in two.words


def test_only_what_is_ticked_is_written(two: Room) -> None:
    two.enter()
    two.page.findChildren(QCheckBox)[0].click()
    two.press("Write the selected files (1)")
    assert [file.name[:5] for file in two.folder.iterdir()] == ["Clean"]


def test_coming_from_a_certificate_its_course_alone_is_ticked(two: Room) -> None:
    two.enter(SHORT_COURSE)
    assert [box.isChecked() for box in two.page.findChildren(QCheckBox)] == [False, True]
    assert two.buttons("Write the selected files (1)")


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


def test_the_first_stick_that_can_be_written_is_taken() -> None:
    stick = Volume(root="/media/ana/KINGSTON", writable=True, is_system=False)
    system = Volume(root="/", writable=True, is_system=True)
    locked = replace(stick, root="/media/ana/LOCKED", writable=False)
    assert first_stick([system, locked, stick]) == Path("/media/ana/KINGSTON")
    assert first_stick([system, locked]) is None


def test_fixed_disks_are_no_sticks() -> None:
    assert is_removable("/run/media/ana/STICK")
    assert not any(is_removable(root) for root in ("/", "/home", "/boot/efi", "/mediathek"))


def test_the_real_disks_of_this_computer_can_be_asked() -> None:
    assert isinstance(mounted_volumes(), list)
    folder, _ = default_folder()
    assert folder.is_dir()
