"""What a widget writes itself is drawn whole, also where the letters are of a script that reaches higher and deeper."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from player.ui.language import Speech
from player.ui.theme import Theme
from player.ui.widgets.card import CardFace
from player.ui.widgets.course_card import CourseCard
from player.ui.widgets.stepper import StepFace, Stepper, StepState
from tests.ui.fake_host import RESOURCES, make_theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
TEXTS = {"arabic": "ما يصل إلى 0.75 عَلَيْهِ", "burmese": "ကြွေးကြော်သံ", "chinese": "课程是一个文件"}
in_scripts = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
SIZE = QSize(420, 520)


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    speech = Speech(RESOURCES / "i18n", qapp)
    speech.speak("ar")
    yield make_theme(qapp)
    speech.speak("en")


def height_of_ink(picture: QImage, bare: QImage) -> int:
    """Of how many rows what is drawn on the one picture and not on the other takes up."""
    columns = range(picture.width())
    rows = [y for y in range(picture.height()) if any(picture.pixel(x, y) != bare.pixel(x, y) for x in columns)]
    return rows[-1] - rows[0] + 1


def height_unclipped(text: str, font: QFont) -> int:
    """The same text in the middle of more room than anything needs; rows of half a pixel may fall either way."""
    bare = QImage(SIZE, QImage.Format.Format_ARGB32_Premultiplied)
    bare.fill(QColor("white"))
    drawn = QImage(bare)
    painter = QPainter(drawn)
    painter.setFont(font)
    painter.drawText(QRectF(0, 100, SIZE.width(), 200), int(Qt.AlignmentFlag.AlignVCenter), text)
    painter.end()
    return height_of_ink(drawn, bare)


def picture_of(qtbot: QtBot, widget: QWidget, size: QSize = SIZE) -> QImage:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(SIZE)
    widget.setParent(window)
    widget.setGeometry(QRect(QPoint(), size))
    window.show()
    QCoreApplication.processEvents()
    return widget.grab().toImage()


@in_scripts
@pytest.mark.parametrize("place", ["provider", "title", "credit"])
def test_a_line_of_a_card_is_as_high_as_its_letters(theme: Theme, qtbot: QtBot, place: str, text: str) -> None:
    def drawn(said: str) -> QImage:
        card = CourseCard(theme)
        words = {name: said if name == place else "-" for name in ("provider", "title", "credit")}
        # With a picture that is on its way the title changes nothing but its own line.
        card.render_face(
            CardFace(title=words["title"], provider=words["provider"], credit=words["credit"], has_cover=True)
        )
        return picture_of(qtbot, card)

    font = theme.font("lead", QFont.Weight.DemiBold) if place == "title" else theme.font("caption")
    assert height_of_ink(drawn(text), drawn("-")) >= height_unclipped(text, font)


@in_scripts
@pytest.mark.parametrize("part", ["title", "word"])
@pytest.mark.parametrize("size", [QSize(420, 140), QSize(200, 400)], ids=["in a row", "below each other"])
def test_the_words_of_a_step_are_as_high_as_their_letters(
    theme: Theme, qtbot: QtBot, part: str, text: str, size: QSize
) -> None:
    def drawn(said: str) -> QImage:
        words = {"title": "-", "word": "-"} | {part: said}
        stepper = Stepper(theme)
        steps = [StepFace(key="quiz", state=StepState.OPEN, **words)]
        steps += [StepFace(key=key, title="Certificate", state=StepState.DONE) for key in ("claim", "print")]
        stepper.render_steps(steps, "quiz")
        return picture_of(qtbot, stepper, size)

    font = theme.font("body", QFont.Weight.DemiBold) if part == "title" else theme.font("caption")
    assert height_of_ink(drawn(text), drawn("-")) >= height_unclipped(text, font)
