"""The whole loop through the window, with nothing made up: written, collected by the provider, its receipt dropped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QRadioButton
from pytestqt.qtbot import QtBot

from player.bootstrap.places import Places
from player.bootstrap.reporting import FileReporter
from player.cli.app import run
from player.domain.learner import Profession
from player.proof.trust import write_publisher
from player.ui.host import Place, Route
from player.ui.send.page import SendPage
from player.ui.send.receivers import others
from tests.builders import COURSE
from tests.ui.fake_host import PUBLISHER, RESOURCES, TRUST, FakeDesk, FakeDrive, FakeHost, make_host
from tests.ui.gestures import button, messages, open_page, press, texts

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

SENT = Route(place=Place.SEND)


@pytest.fixture
def desk(tmp_path: Path) -> FakeDesk:
    """Real files, real pre-flight, real receipts: of the desk's parts only shelf, ledger and clock are the tests'."""
    desk = FakeDesk(tmp_path / "learner")
    trust = desk.profile / "trust"
    trust.mkdir()
    write_publisher(trust / "college.publisher.json", TRUST.publishers[0])
    desk.print_for_real()
    reporter = FileReporter(Places(profile=desk.profile, resources=RESOURCES), now=desk.now)
    desk._sit_down(replace(desk._parts, reporter=reporter))
    desk.finish(desk.signed[0])
    desk.journey(desk.signed[0]).claim("ama", amount=Decimal("0.5"), profession=Profession.PHYSICIAN)
    (tmp_path / "stick").mkdir()
    desk.plugged.append(FakeDrive(root=tmp_path / "stick"))
    return desk


@pytest.fixture
def host(desk: FakeDesk, qapp: QApplication) -> Iterator[FakeHost]:
    host = make_host(desk, qapp)
    yield host
    host.door.close()


@pytest.fixture
def page(host: FakeHost, qtbot: QtBot) -> SendPage:
    page = SendPage(host)
    qtbot.addWidget(page)
    open_page(page, host, SENT)
    return page


def test_a_file_written_here_is_collected_there_and_its_receipt_makes_it_submitted(
    page: SendPage, host: FakeHost, profile: Path, tmp_path: Path
) -> None:
    press(page, "Write the completion file")
    host.settle()
    assert "Written and verified" in "\n".join(messages(page))
    (profile / "trust").mkdir(parents=True)
    write_publisher(profile / "trust" / "college.publisher.json", TRUST.publishers[0])
    PUBLISHER.write(tmp_path / "key")
    receipts = tmp_path / "receipts"
    words = ("collect", tmp_path / "stick", "--key", tmp_path / "key", "--receipts", receipts)
    assert run([str(word) for word in words]) == 0
    page.take_files(list(receipts.iterdir()))
    host.settle()
    assert "has your completion" in "\n".join(messages(page))
    assert "Submitted on" in texts(page)


@pytest.mark.parametrize("place", range(len(others())))
def test_every_receiver_can_be_chosen_and_gets_a_file_or_a_reason(
    page: SendPage, host: FakeHost, desk: FakeDesk, tmp_path: Path, place: int
) -> None:
    desk.sending.decide_reporting(permitted=True)
    name = others()[place].name
    press(page, "For somebody else…")
    next(radio for radio in page.findChildren(QRadioButton) if radio.text() == name).click()
    host.settle()
    write = button(page, f"Write the file for {name}")
    if write.isEnabled():
        write.click()
        host.settle()
        assert "Written: " in "\n".join(messages(page))
        assert list((tmp_path / "stick").iterdir())
    else:
        assert "Would be refused" in texts(page)
        assert COURSE.title in texts(page)
