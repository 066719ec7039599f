"""Uploading from the send page: only where a store is known, only when asked, and told with what was set aside."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QProgressBar
from pytestqt.qtbot import QtBot

from player.desk.uploading import Uploading
from player.domain.course import Course
from player.domain.learner import Profession
from player.domain.learner_completion import LearnerCompletion
from player.domain.problem import Problem
from player.domain.reporting import Reporting
from player.domain.uploading import Cause, KeyTried, ProxyUse, SetAside, StoreSettings, Uploaded, UploadStatus
from player.ui.host import Place, Route
from player.ui.send.page import SendPage
from player.ui.send.upload import UploadPanel
from tests.builders import COURSE
from tests.ui.fake_host import FakeDesk, make_host
from tests.ui.gestures import box, field, has_button, messages, press, shown, texts

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

STORE = "https://lrs.example.org/xapi"
WITH_STORE = replace(COURSE, reporting=Reporting(store=STORE))


class Down(Problem):
    what_template = "The store does not answer."
    meaning_template = "Nothing was sent; your credit is not affected."
    remedy_template = "Try again later."


class Stores:
    """A store in memory; `answer` is what an upload comes to, `problem` is raised instead."""

    def __init__(self) -> None:
        self.kept: StoreSettings | None = None
        self.secrets: dict[str, str] = {}
        self.has_key_store = True
        self.answer = Uploaded(sent=48, known=0)
        self.problem: Problem | None = None
        self.given: list[str | None] = []
        self.tried: list[tuple[StoreSettings, str | None]] = []
        self.says = KeyTried.TAKEN
        self.far: list[tuple[int, int]] = []
        self.hold: threading.Event | None = None
        """What an upload waits for until it is cancelled."""

    def settings(self) -> StoreSettings | None:
        return self.kept

    def clean(self, settings: StoreSettings) -> StoreSettings:
        return settings

    def keep(self, settings: StoreSettings) -> None:
        self.kept = settings

    def forget(self) -> None:
        self.kept = None

    def keeps_secrets(self) -> bool:
        return self.has_key_store

    def has_secret(self, settings: StoreSettings) -> bool:
        return settings.address in self.secrets

    def keep_secret(self, settings: StoreSettings, secret: str) -> None:
        self.secrets[settings.address] = secret

    def status(self, settings: StoreSettings, completions: object) -> UploadStatus:
        return UploadStatus(statements=48, confirmed=0)

    def try_key(self, settings: StoreSettings, *, secret: str | None) -> KeyTried:
        self.tried.append((settings, secret))
        if self.problem is not None:
            raise self.problem
        return self.says

    def upload(
        self,
        settings: StoreSettings,
        completions: Sequence[LearnerCompletion],
        *,
        secret: str | None,
        verify_all: bool,
        again: bool,
        on_progress: Callable[[int, int], None] | None,
        is_cancelled: Callable[[], bool] | None,
    ) -> Uploaded:
        self.given.append(secret)
        if self.problem is not None:
            raise self.problem
        for far in self.far:
            if on_progress is not None:
                on_progress(*far)
        if self.hold is not None and is_cancelled is not None:
            while not is_cancelled():
                self.hold.wait(0.01)
            return Uploaded(sent=12, known=0, left=36)
        return self.answer


class Room:
    """A send page with the upload below it; its door is closed when the test ends."""

    def __init__(self, qtbot: QtBot, app: QApplication, folder: Path, course: Course, stores: Stores) -> None:
        self.stores = stores
        self.desk = FakeDesk(folder, courses=(course,))
        self.desk.finish(self.desk.signed[0])
        journey = self.desk.journey(self.desk.signed[0])
        journey.claim("ama", amount=Decimal("0.5"), profession=Profession.PHYSICIAN)
        self.host = make_host(self.desk, app)
        self.page = SendPage(self.host, uploading=self._make)
        qtbot.addWidget(self.page, before_close_func=self._end)
        self.page.resize(1060, 780)
        self.page.show()
        self.page.enter(Route(place=Place.SEND))
        self.host.settle()

    def _end(self, _: object) -> None:
        self.host.door.close()

    def _make(self) -> Uploading:
        return Uploading(self.stores, completions=self.desk.sending.completions)

    def upload(self) -> None:
        """With the secret that was typed; with another one where none was."""
        secret = field(self.page, "Secret")
        if not secret.text() and not secret.placeholderText():
            secret.setText("s3cret")
        press(self.page, "Upload")
        self.host.settle()

    def test(self) -> None:
        press(self.page, "Test")
        self.host.settle()

    @property
    def says(self) -> str:
        return "\n".join(messages(self.page))


@pytest.fixture
def stores() -> Stores:
    return Stores()


@pytest.fixture
def room(qtbot: QtBot, qapp: QApplication, tmp_path: Path, stores: Stores) -> Room:
    return Room(qtbot, qapp, tmp_path, WITH_STORE, stores)


def test_without_a_store_nothing_is_said_of_uploading(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, stores: Stores
) -> None:
    room = Room(qtbot, qapp, tmp_path, COURSE, stores)
    assert not shown(room.page, UploadPanel)


def test_a_store_that_was_used_before_is_on_offer(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, stores: Stores
) -> None:
    stores.kept = StoreSettings(address="https://other.example.org", user="ana")
    stores.secrets["https://other.example.org"] = "old"
    room = Room(qtbot, qapp, tmp_path, COURSE, stores)
    assert field(room.page, "Address").text() == "https://other.example.org"
    assert field(room.page, "Secret").placeholderText() == "Kept; type to change it"
    assert field(room.page, "Secret").text() == ""


def test_the_store_of_the_course_is_filled_in_and_nothing_is_sent_by_itself(room: Room, stores: Stores) -> None:
    assert field(room.page, "Address").text() == STORE
    assert "sends nothing by itself" in texts(room.page)
    assert stores.given == []


def test_the_secret_is_hidden_kept_in_the_key_store_and_gone_from_the_field(room: Room, stores: Stores) -> None:
    secret = field(room.page, "Secret")
    assert secret.echoMode() is QLineEdit.EchoMode.Password
    assert "own key store" in texts(room.page)
    field(room.page, "User").setText("ana")
    secret.setText("s3cret")
    room.upload()
    assert stores.secrets == {STORE: "s3cret"}
    assert stores.kept == StoreSettings(address=STORE, user="ana")
    assert secret.text() == ""


def test_without_a_key_store_the_secret_is_used_once_and_kept_nowhere(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, stores: Stores
) -> None:
    stores.has_key_store = False
    room = Room(qtbot, qapp, tmp_path, WITH_STORE, stores)
    assert "kept nowhere" in texts(room.page)
    field(room.page, "Secret").setText("s3cret")
    room.upload()
    assert (stores.given, stores.secrets) == (["s3cret"], {})


def test_it_is_told_how_many_were_stored_and_why_others_were_set_aside(room: Room, stores: Stores) -> None:
    aside = SetAside(id="7c9e", cause=Cause.REFUSED, reason="the duration is wrong")
    stores.answer = Uploaded(sent=46, known=2, set_aside=(aside, aside))
    room.upload()
    assert "48 statements stored, 2 set aside" in room.says
    assert "Why: the duration is wrong" in room.says
    assert "2 of them were there before" in room.says


def test_a_store_that_is_down_is_told_in_its_place(room: Room, stores: Stores) -> None:
    stores.problem = Down()
    room.upload()
    assert "The store does not answer." in room.says
    assert room.host.problems == []
    assert has_button(room.page, "Upload")


def test_it_shows_how_far_it_is_and_can_be_cancelled(room: Room, stores: Stores, qtbot: QtBot) -> None:
    stores.far, stores.hold = [(0, 48), (12, 48)], threading.Event()
    field(room.page, "Secret").setText("s3cret")
    press(room.page, "Upload")
    qtbot.waitUntil(lambda: "12 of 48 statements" in texts(room.page))
    (bar,) = shown(room.page, QProgressBar)
    assert bar.value() == bar.maximum() // 4
    press(room.page, "Cancel")
    room.host.settle()
    assert "12 statements stored" in room.says
    assert "36 are left for the next upload." in room.says


def test_closing_the_window_ends_an_upload(room: Room, stores: Stores, qtbot: QtBot) -> None:
    stores.hold = threading.Event()
    field(room.page, "Secret").setText("s3cret")
    press(room.page, "Upload")
    qtbot.waitUntil(lambda: bool(stores.given))
    room.page.give_up()
    room.host.settle()
    assert "12 statements stored" in room.says


def test_a_proxy_can_be_named(room: Room, stores: Stores) -> None:
    press(room.page, "Proxy and certificate…")
    assert not field(room.page, "Proxy").isEnabled()
    which = box(room.page, "Which proxy")
    which.setCurrentIndex(which.findData(ProxyUse.GIVEN))
    field(room.page, "Proxy").setText("http://proxy.example.org:3128")
    room.upload()
    assert stores.kept is not None
    assert (stores.kept.proxy_use, stores.kept.proxy) == (ProxyUse.GIVEN, "http://proxy.example.org:3128")


# --- before anything is sent -----------------------------------------------------------------------------


def test_a_missing_secret_is_asked_for_before_the_store_is(room: Room, stores: Stores) -> None:
    for word in ("Upload", "Test"):
        press(room.page, word)
        room.host.settle()
        assert "Type the secret first." in room.says
    assert (stores.given, stores.tried) == ([], [])


def test_a_key_can_be_tried_nothing_is_sent_and_nothing_kept(room: Room, stores: Stores) -> None:
    field(room.page, "User").setText("ana")
    field(room.page, "Secret").setText("s3cret")
    room.test()
    assert "This store takes your key. Nothing was sent." in room.says
    assert stores.tried == [(StoreSettings(address=STORE, user="ana"), "s3cret")]
    assert (stores.given, stores.kept, stores.secrets) == ([], None, {})
    assert field(room.page, "Secret").text() == "s3cret"


def test_why_a_key_opens_nothing_is_said_and_that_nothing_was_sent(room: Room, stores: Stores) -> None:
    stores.problem = Down()
    field(room.page, "Secret").setText("s3cret")
    room.test()
    assert "The store does not answer." in room.says
    assert "only asked; nothing was sent" in room.says
    assert field(room.page, "Secret").text() == "s3cret"


def test_a_store_that_lets_nothing_be_read_is_no_failure(room: Room, stores: Stores) -> None:
    stores.says = KeyTried.NOT_TOLD
    field(room.page, "Secret").setText("s3cret")
    room.test()
    assert "Some keys may only upload" in room.says


def test_a_secret_that_was_kept_is_not_asked_for_again(room: Room, stores: Stores) -> None:
    field(room.page, "Secret").setText("s3cret")
    room.upload()
    press(room.page, "Upload")
    room.host.settle()
    assert "Type the secret first." not in room.says
    assert len(stores.given) == 2
