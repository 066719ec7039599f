"""The window speaks the language that is wanted: words, counts, dates and the side from which it is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QLocale, Qt
from PySide6.QtWidgets import QApplication

from player.domain.phrase import Phrase
from player.domain.problem import Problem
from player.ui.language import ENGLISH, TONGUES, Speech, counted, told, tongue_for, tr
from player.ui.language.pseudo import CLOSING, OPENING, pseudo
from tests.ui.fake_host import RESOURCES


class Away(Problem):
    what_template = "{name} is away: {reason}"
    meaning_template = "Nothing that you did is lost."
    remedy_template = ""


@pytest.fixture
def speech(qapp: QApplication) -> Iterator[Speech]:
    """One that leaves everything in English behind it."""
    speech = Speech(RESOURCES / "i18n", qapp)
    yield speech
    speech.speak("en")


def test_english_is_said_as_it_is_written(speech: Speech) -> None:
    speech.speak("en")
    assert tr("Library") == "Library"
    assert [counted("{count} course", "{count} courses", count) for count in (0, 1, 2)] == [
        "0 courses",
        "1 course",
        "2 courses",
    ]


def test_every_language_of_the_window_says_something_else(speech: Speech) -> None:
    said = set()
    for tongue in TONGUES:
        speech.speak(tongue.code)
        assert speech.tongue == tongue
        said.add(tr("Library"))
    assert len(said) == len(TONGUES)


def test_arabic_is_read_from_right_to_left_and_english_again_from_left_to_right(
    speech: Speech, qapp: QApplication
) -> None:
    speech.speak("ar")
    assert qapp.layoutDirection() is Qt.LayoutDirection.RightToLeft
    speech.speak("en")
    assert qapp.layoutDirection() is Qt.LayoutDirection.LeftToRight


def test_numbers_are_written_as_the_language_writes_them(speech: Speech) -> None:
    speech.speak("de")
    assert QLocale().toString(0.75, "f", 2) == "0,75"
    speech.speak("ar")
    assert QLocale().toString(0.75, "f", 2) == "0.75"


def test_the_words_of_qt_itself_are_said_in_the_language(speech: Speech) -> None:
    speech.speak("de")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"


def test_a_problem_is_told_in_the_language_and_so_is_what_fills_it(speech: Speech) -> None:
    speech.speak("en-XA")
    telling = told(Away(name="Kim", reason=Phrase("the stick is gone")))
    assert telling.what == f"⟦{_inside('{name} is away: {reason}')}⟧".format(
        name="Kim", reason=pseudo("the stick is gone")
    )
    assert telling.remedy == ""
    assert telling.sentence == pseudo("{before} {last}").format(before=telling.what, last=telling.meaning)


def _inside(text: str) -> str:
    return pseudo(text)[len(OPENING) : -len(CLOSING)]


def test_what_the_computer_asks_for_first_is_spoken_where_nothing_is_wanted() -> None:
    assert tongue_for("", ["it-IT", "de-AT", "fr"]).code == "de"
    assert tongue_for("", ["it-IT"]) == ENGLISH
    assert tongue_for("fr", ["de"]).code == "fr"
    assert tongue_for("tlh", ["de"]) == ENGLISH


def test_simplified_characters_are_not_given_to_who_reads_traditional_ones() -> None:
    assert tongue_for("", ["zh-Hans-CN"]).code == "zh-CN"
    assert tongue_for("", ["zh-Hant-TW", "en"]) == ENGLISH


@pytest.mark.parametrize("kept", [0, 3, 27, 400, 5_000], ids=str)
def test_a_catalogue_that_is_cut_short_or_missing_leaves_everything_in_english(
    qapp: QApplication, tmp_path: Path, kept: int
) -> None:
    if kept:
        (tmp_path / "de.mo").write_bytes((RESOURCES / "i18n" / "de.mo").read_bytes()[:kept])
    speech = Speech(tmp_path, qapp)
    speech.speak("de")
    assert tr("Library") == "Library"
    speech.speak("en")


def test_a_catalogue_of_something_else_leaves_everything_in_english(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "de.mo").write_bytes(b"no catalogue at all" * 40)
    speech = Speech(tmp_path, qapp)
    speech.speak("de")
    assert tr("Library") == "Library"
    speech.speak("en")


def test_nothing_is_said_for_nothing(speech: Speech) -> None:
    speech.speak("de")
    assert tr("") == ""


@given(st.text(alphabet="abc {}<>&;%n\n", max_size=40))
def test_the_pseudo_language_keeps_what_is_no_word(text: str) -> None:
    said = pseudo(text)
    assert said == text if not text.strip() else (said.startswith(OPENING) and said.endswith(CLOSING))
    assert said.count("{") == text.count("{") and said.count("\n") == text.count("\n")
