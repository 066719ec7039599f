"""What English alone would not show: words of two senses, what stands between sentences, and the mark of decimals."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QAbstractSpinBox, QApplication

from player.ui.language import TONGUES, Speech, sentences, tr
from player.ui.theme import Theme
from player.ui.widgets.credit import CreditStepper
from tests.ui.fake_host import make_speech, make_theme

SENSES = {
    "free": ("it costs nothing", "a station where nobody sits"),
    "Keep": ("do not remove the course", "save what was typed into a form"),
    "Answer": ("", "what a check of this computer comes to"),
    "Letters": ("their colour in captions", "shows a keyboard of letters"),
    "right": ("", "a clock that is not off"),
    "Place": ("", "of captions in the picture"),
    "Day": ("", "a date, over a column"),
}


@pytest.fixture
def speech(qapp: QApplication) -> Iterator[Speech]:
    speech = make_speech()
    yield speech
    speech.speak("en")


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return make_theme(qapp)


@pytest.mark.parametrize("word", SENSES)
def test_a_word_of_two_senses_is_two_words_elsewhere_and_one_in_english(speech: Speech, word: str) -> None:
    one, other = SENSES[word]
    assert tr(word, one) == tr(word, other) == word
    for tongue in TONGUES[1:]:
        speech.speak(tongue.code)
        assert word not in {tr(word, one), tr(word, other)}
        assert tr(word, one) != tr(word, other), tongue.code


def test_sentences_stand_beside_each_other_as_the_language_has_it(speech: Speech) -> None:
    assert sentences("One.", "", "Two.", "Three.") == "One. Two. Three."
    speech.speak("de")
    assert sentences("Eins.", "Zwei.") == "Eins. Zwei."
    speech.speak("zh-CN")
    assert sentences("一。", "二。") == "一。二。"


@given(st.lists(st.text(max_size=8), max_size=5))
def test_in_english_nothing_but_spaces_comes_between_sentences(parts: list[str]) -> None:
    assert sentences(*parts) == " ".join(part for part in parts if part)


@pytest.mark.parametrize("typed", ["1,25", "1.25"])
def test_an_amount_is_shown_with_the_mark_of_the_language_and_typed_with_either(
    speech: Speech, theme: Theme, typed: str
) -> None:
    speech.speak("de")
    stepper = CreditStepper(theme)
    stepper.render_amount(Decimal("0.25"), step=Decimal("0.25"), limit=Decimal("1.5"), name="Kategorie 1")
    field = stepper.findChild(QAbstractSpinBox)
    assert isinstance(field, QAbstractSpinBox)
    assert field.text() == "0,25"
    assert "1,5" in field.accessibleDescription()
    line = field.lineEdit()
    line.setText(typed)
    field.editingFinished.emit()
    assert stepper.amount() == Decimal("1.25")
    assert line.text() == "1,25"
    stepper.deleteLater()
