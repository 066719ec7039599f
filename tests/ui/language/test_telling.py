"""How words of rooms without a window are said in it: also what fills a sentence, but not what others wrote."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QApplication

from player.domain.phrase import Dated, Phrase, Worded
from player.domain.problem import Problem
from player.ui.language import PSEUDO, Speech, moment_text, said, told
from player.ui.language.pseudo import pseudo
from tests.ui.fake_host import make_speech


class Away(Problem):
    what_template = "{name} is away: {reason}"
    meaning_template = ""
    remedy_template = ""


class Patient(Problem):
    what_template = "It rests."
    meaning_template = ""

    @property
    def remedy(self) -> str:
        return self.counted("Wait {count} second.", "Wait {count} seconds.", "wait_s")


@pytest.fixture
def speech(qapp: QApplication) -> Iterator[Speech]:
    speech = make_speech()
    speech.speak(PSEUDO.code)
    yield speech
    speech.speak("en")


def test_words_of_our_own_are_said_and_those_of_others_stay(speech: Speech) -> None:
    assert said(Phrase("the stick is gone")) == pseudo("the stick is gone")
    assert said("the stick is gone") == "the stick is gone"
    assert said(Phrase("")) == ""


def test_what_fills_a_sentence_is_said_as_deep_as_it_goes(speech: Speech) -> None:
    inner = Worded("{name} is away: {reason}", name="delirium", reason=Phrase("it is damaged."))
    found = said(Worded("Why: {reasons}", reasons=inner))
    assert "delirium" in found
    assert pseudo("it is damaged.") in found
    assert "away" not in found


def test_another_problem_within_a_problem_is_told_too(speech: Speech) -> None:
    telling = told(Away(name="It", reason=Away(name="Kim", reason=Phrase("the stick is gone"))))
    assert pseudo("the stick is gone") in telling.what
    assert "away" not in telling.what


def test_a_count_in_a_problem_has_the_form_of_the_language(speech: Speech) -> None:
    assert told(Patient(wait_s=1)).remedy == pseudo("Wait {count} second.").format(count=1)
    assert told(Patient(wait_s=2)).remedy == pseudo("Wait {count} seconds.").format(count=2)


def test_days_moments_and_amounts_are_written_as_the_window_writes_them(speech: Speech) -> None:
    speech.speak("de")
    day, moment = date(2020, 12, 31), datetime(2020, 12, 31, 12, 0, tzinfo=UTC)
    assert said(Worded("{day}", day=day)) == "31. Dez. 2020"
    assert said(Worded("{day}", day=Dated("December 31, 2020", day))) == "31. Dez. 2020"
    assert said(Worded("{moment}", moment=moment)) == moment_text(moment)
    assert said(Worded("{amount}", amount=Decimal("0.750"))) == "0,75"
