"""Words of a course stand as they are read, also in a window that is read the other way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from player.domain.course import Disclosure, Person, PersonId, Relationship, Role
from player.domain.evaluation import Item, ItemKind, Option
from player.domain.quiz import Choice, Question, QuestionKind
from player.ui.course.words import disclosure_lines
from player.ui.evaluation.item import ItemView
from player.ui.kiosk.choosing import choices_of
from player.ui.language import Speech, unmarked
from player.ui.library.state import Entry
from player.ui.quiz.order import OrderView
from player.ui.theme import Theme
from player.ui.widgets.day_field import DayField
from player.ui.widgets.prose import Prose
from player.ui.widgets.rating import Rating
from tests.builders import COURSE
from tests.ui.fake_host import RESOURCES, FakeDesk, make_theme
from tests.ui.language.test_mirrored import order_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
LAYLA = "ليلى حداد"
RIGHT_TO_LEFT = Qt.LayoutDirection.RightToLeft


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return make_theme(qapp)


@pytest.fixture
def speech(qapp: QApplication) -> Iterator[Speech]:
    made = Speech(RESOURCES / "i18n", qapp)
    yield made
    made.speak("en")


@pytest.mark.parametrize(
    ("text", "mirrored"), [("The course met its objectives.", False), ("حققت الدورة أهدافها.", True)]
)
@pytest.mark.parametrize("window", ["en", "ar"])
def test_an_item_of_an_evaluation_stands_on_the_side_of_its_words(
    speech: Speech, theme: Theme, qtbot: QtBot, text: str, mirrored: bool, window: str
) -> None:
    speech.speak(window)
    scale = tuple(Option(id=f"{number}", text=f"{number}") for number in range(1, 4))
    row = Item(id="rate", kind=ItemKind.RATING, text=text, options=scale, rows=(Option(id="a", text=text),))
    view = ItemView(theme, row)
    qtbot.addWidget(view)
    (rating,) = view.findChildren(Rating)
    assert (rating.layoutDirection() is RIGHT_TO_LEFT) is mirrored


@pytest.mark.parametrize("mirrored", [False, True])
def test_an_item_to_put_in_order_has_its_room_before_its_number(theme: Theme, qtbot: QtBot, mirrored: bool) -> None:
    choices = (Choice(id="a", text="First"), Choice(id="b", text="Second"))
    question = Question(id="q", kind=QuestionKind.ORDERING, text="Put in order", choices=choices)
    view = OrderView(theme, question, mirrored=mirrored)
    qtbot.addWidget(view)
    row = next(arrow.parentWidget() for arrow in view.findChildren(QToolButton))
    assert isinstance(row, QWidget)
    layout = row.layout()
    assert layout is not None
    margins = layout.contentsMargins()
    assert (margins.right() > margins.left()) is mirrored


def disclosed(person: Person, *, language: str, nature: str = "Speaker", company: str = "Acme") -> tuple[str, str]:
    relationship = Relationship(company=company, nature=nature, mitigated=True)
    disclosure = Disclosure(person=person.id, role=Role.PRESENTER, relationships=(relationship,))
    return disclosure_lines(replace(COURSE, language=language, people=(person,)), disclosure)


def test_an_arabic_name_keeps_its_place_in_a_line_of_english() -> None:
    person = Person(id=PersonId("layla"), name=LAYLA, credentials="MD", position="Cardiologist", affiliation="Basel")
    who, _ = disclosed(person, language="en")
    assert unmarked(who) == f"{LAYLA}, MD · Cardiologist, Basel"
    assert order_of(who, LAYLA, "MD", "Cardiologist", "Basel") == [LAYLA, "MD", "Cardiologist", "Basel"]


def test_a_latin_name_keeps_its_place_in_a_line_of_arabic() -> None:
    person = Person(id=PersonId("ada"), name="Ada Roe", credentials="MD", position="طبيبة قلب", affiliation="")
    who, _ = disclosed(person, language="ar")
    assert order_of(who, "Ada Roe", "MD", "طبيبة") == ["طبيبة", "MD", "Ada Roe"]


def test_an_arabic_company_keeps_its_place_in_an_english_sentence(qapp: QApplication) -> None:
    person = Person(id=PersonId("layla"), name=LAYLA, credentials="MD", position="", affiliation="")
    _, what = disclosed(person, language="en", nature="استشارات", company="شركة")
    assert order_of(what, "استشارات", "شركة", "mitigated") == ["استشارات", "شركة", "mitigated"]


def test_a_line_of_one_direction_has_no_marks() -> None:
    person = Person(id=PersonId("ada"), name="Ada Roe", credentials="MD", position="Cardiologist", affiliation="Basel")
    assert disclosed(person, language="en") == ("Ada Roe, MD · Cardiologist, Basel", "Speaker: Acme (mitigated)")


@pytest.mark.parametrize(
    ("locale", "typed"),
    [
        ("en_US", "5/3/2026"),
        ("en_US", "05/03/2026"),
        ("en_US", "2026-05-03"),
        ("de_DE", "3.5.2026"),
        ("zh_CN", "2026/5/3"),
        ("ar_AE", "3/5/2026"),
        ("ar_EG", "3/5/2026"),
        ("ar_EG", "2026/5/3"),
    ],
)
def test_a_day_that_is_typed_whole_is_that_day(qapp: QApplication, qtbot: QtBot, locale: str, typed: str) -> None:
    usual, side = QLocale(), qapp.layoutDirection()
    QLocale.setDefault(QLocale(locale))
    qapp.setLayoutDirection(QLocale(locale).textDirection())
    try:
        field = DayField("Day", first=date(1990, 1, 1), last=date(2100, 1, 1))
        qtbot.addWidget(field)
        field.show_day(date(2024, 12, 31))
        field.show()
        field.setSelectedSection(field.sectionAt(0))
        QTest.keyClicks(field, typed)
    finally:
        QLocale.setDefault(usual)
        qapp.setLayoutDirection(side)
    assert field.date() == QDate(2026, 5, 3)


def test_a_course_in_another_language_says_so_at_a_station_too(tmp_path: Path) -> None:
    desk = FakeDesk(tmp_path, courses=(replace(COURSE, language="de"),))
    (signed,) = desk.signed
    (choice,) = choices_of([Entry(signed=signed, progress=desk.progress(signed))])
    assert choice.face.time.endswith(" · Deutsch")


@pytest.mark.parametrize("window", ["en", "ar"])
def test_the_further_lines_of_a_list_stand_under_its_words_and_not_under_its_mark(
    speech: Speech, theme: Theme, qtbot: QtBot, window: str
) -> None:
    speech.speak(window)
    objective = "Name the three signs of a stroke, and say within how many minutes each of them must be acted upon."
    prose = Prose(theme)
    qtbot.addWidget(prose)
    prose.render_items(["1.", "2."], [objective, "Stop."])
    assert prose.accessibleName() == f"1. {objective}\n2. Stop."
    document = QTextDocument()
    document.setHtml(prose.text())
    document.setTextWidth(300)
    document.size()
    layout = document.firstBlock().layout()
    first, second = (layout.lineAt(number).naturalTextRect() for number in (0, 1))
    hangs_by = first.right() - second.right() if window == "ar" else second.left() - first.left()
    assert hangs_by == pytest.approx(theme.px(20), abs=6)
