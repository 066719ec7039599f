"""Which font draws a letter: the shipped ones what they can, and Chinese in the shapes of the language spoken."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QFont, QTextLayout
from PySide6.QtWidgets import QApplication

from player.ui.language import Speech
from player.ui.theme import Theme
from player.ui.theme.fonts import families_for
from tests.ui.fake_host import RESOURCES, make_theme

ARABIC = "Noto Sans Arabic UI"
# What is written today from Morocco to Malaysia: Arabic with its marks, Persian, Urdu, Kurdish, Pashto, Uyghur, Jawi.
LIVING = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيًٌٍَُِّْـٰپچژکگیےۓٹڈڑںھہۂۃەێۆڕڵڤټډړښږڼځڅېۍڭۇۈۋڠڽۏ،؛؟٪٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return make_theme(qapp)


@pytest.fixture
def speech(qapp: QApplication, theme: Theme) -> Iterator[Speech]:
    """One that leaves everything in English, and in its letters, behind it."""
    speech = Speech(RESOURCES / "i18n", qapp)
    speech.changed.connect(theme.take_letters)
    yield speech
    speech.speak("en")


def families(text: str, font: QFont) -> set[str]:
    """The families in which the text is really drawn."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return {run.rawFont().familyName() for run in layout.glyphRuns()}


@pytest.mark.parametrize("weight", [QFont.Weight.Normal, QFont.Weight.DemiBold])
def test_arabic_is_drawn_in_the_shipped_letters_in_a_window_of_any_language(theme: Theme, weight: QFont.Weight) -> None:
    assert families("الدماغية", theme.font("body", weight)) == {ARABIC}
    assert families("Stroke", theme.font("body", weight)) == {"Inter"}


def test_every_letter_of_the_living_languages_is_shipped(theme: Theme) -> None:
    strange = {letter: families(letter, theme.font()) for letter in LIVING}
    assert {letter: drawn for letter, drawn in strange.items() if not drawn <= {ARABIC, "Inter"}} == {}


def test_a_window_in_simplified_chinese_asks_the_system_for_its_shapes(theme: Theme, speech: Speech) -> None:
    speech.speak("zh-CN")
    named = theme.font().families()
    assert named[:1] == ["Inter"]
    if sys.platform == "linux":
        assert named[-1] == "Noto Sans CJK SC"
    speech.speak("en")
    assert theme.font().families() == ["Inter", ARABIC]


def test_traditional_chinese_is_left_to_the_system() -> None:
    assert families_for(("Inter",), QLocale("zh_TW")) == ("Inter",)


def test_without_the_shipped_files_the_font_of_the_system_stays() -> None:
    assert families_for((), QLocale("zh_CN")) == ()
