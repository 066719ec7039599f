"""Names and titles are shown as they are written: no text of a learner or a provider ever becomes HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from player.domain.cycle import LicenceCycle
from player.domain.learner import Profession
from player.domain.reported import ReportedCredit
from player.ui.certificate.page import CertificatePage
from player.ui.host import Place, Route
from player.ui.theme import Theme
from player.ui.widgets.chip import Chip
from player.ui.widgets.words import plain_tip
from tests.builders import COURSE
from tests.ui.credits_room import open_credits
from tests.ui.fake_host import PHYSICIAN, FakeDesk, make_host
from tests.ui.gestures import open_page

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)

NAME, TITLE, PROVIDER = "<b>Ana</b> & <i>Co</i>", '<img src="x.png"> <b>Hands</b>', "<u>Academy</u> & <br>Sons"
HOSTILE = replace(COURSE, title=TITLE, provider=replace(COURSE.provider, name=PROVIDER))
TIP = Qt.ItemDataRole.ToolTipRole


@pytest.fixture
def desk(tmp_path: Path) -> FakeDesk:
    """With a claim, credit from elsewhere and a licence cycle, all of them called like HTML."""
    desk = FakeDesk(tmp_path, courses=(HOSTILE,), learner=replace(PHYSICIAN, name=NAME))
    desk.finish(desk.signed[0])
    desk.journey(desk.signed[0]).claim("ama", amount=Decimal("0.75"), profession=Profession.PHYSICIAN)
    cycle = LicenceCycle(name=TITLE, first=date(2020, 1, 1), last=date(2040, 1, 1))
    desk.save_learner(replace(desk.learner, cycles=(cycle,)))
    desk.transcripts.report(
        ReportedCredit(
            id=desk.transcripts.new_id(),
            day=date(2024, 5, 6),
            title=TITLE,
            provider=PROVIDER,
            kind="<b>points</b>",
            amount=Decimal(1),
            note=NAME,
        )
    )
    return desk


def seen(text: str, text_format: Qt.TextFormat = Qt.TextFormat.AutoText) -> str:
    """What is read where Qt shows this text."""
    document = QTextDocument()
    if text_format is Qt.TextFormat.PlainText or (text_format is Qt.TextFormat.AutoText and "<" not in text):
        document.setPlainText(text)
    else:
        document.setHtml(text)
    return document.toPlainText()


def labels(page: QWidget) -> Iterator[str]:
    for label in page.findChildren(QLabel):
        if label.isVisible():
            yield seen(label.text(), label.textFormat())


def tips(page: QWidget) -> Iterator[str]:
    for widget in page.findChildren(QWidget):
        yield seen(widget.toolTip())
    for box in page.findChildren(QComboBox):
        yield from (seen(str(box.itemData(place, TIP) or "")) for place in range(box.count()))


def test_on_the_certificate_names_and_titles_are_read_as_they_are_written(
    qtbot: QtBot, qapp: QApplication, desk: FakeDesk
) -> None:
    host = make_host(desk, qapp)
    page = CertificatePage(host)
    qtbot.addWidget(page)
    open_page(page, host, Route(place=Place.CERTIFICATE, course=desk.signed[0].hash))
    told = "\n".join(labels(page))
    assert all(text in told for text in (NAME, TITLE, PROVIDER))


def test_among_the_credits_titles_and_providers_are_read_as_they_are_written(
    qtbot: QtBot, qapp: QApplication, desk: FakeDesk
) -> None:
    room = open_credits(qtbot, qapp, desk)
    assert TITLE in "\n".join(labels(room.page)), "the name of the cycle"
    assert {TITLE, PROVIDER, "<b>points</b>"} <= set(tips(room.page))
    room.choose("Provider", PROVIDER)
    assert PROVIDER in {seen(box.toolTip()) for box in room.page.findChildren(QComboBox)}
    model = room.table.model()
    index = [model.index(row, column) for row in range(model.rowCount()) for column in range(model.columnCount())]
    assert [seen(str(one.data(TIP))) for one in index] == [str(one.data()) for one in index]


def test_a_chip_without_room_shows_its_words_as_they_are_written(qtbot: QtBot, qapp: QApplication) -> None:
    chip = Chip(Theme(Path(__file__).resolve().parents[2] / "resources"))
    qtbot.addWidget(chip)
    chip.render_status(TITLE)
    chip.resize(60, 24)
    chip.show()
    qtbot.waitUntil(lambda: bool(chip.toolTip()))
    assert seen(chip.toolTip()) == TITLE


def test_a_tip_of_several_lines_keeps_them() -> None:
    assert seen(plain_tip("a < b\nc & d")) == "a < b\nc & d"
    assert plain_tip("Fish & chips") == "Fish & chips"
