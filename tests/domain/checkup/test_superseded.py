"""Reasons that importing wrote into a course are sentences of our own again where they are read back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from player.archive.importing.requirements import software
from player.domain.checkup.judging import judge
from player.domain.checkup.superseded import LATER_TOO, NO_BROWSER, NO_FLASH, known_again
from player.domain.phrase import Phrase, Worded
from player.domain.requirement import Need, Operator
from tests.domain.checkup.saying import memory, rule

RULE = rule(memory("2 GB"), id="browser", subject="browser")


@pytest.mark.parametrize("text", ["Firefox 3", "cookies", "Flash 9", "QuickTime", "Java", "codecs", "a CD-ROM drive"])
def test_a_reason_that_importing_wrote_is_said_in_the_language_of_the_window(text: str) -> None:
    readers = (software.read_browsers, software.read_features, software.read_plugins, software.read_drives)
    for reader in readers:
        if written := str(reader(text).superseded):
            why = judge(replace(RULE, superseded=written), {}).why
            assert why == written
            assert isinstance(why, Phrase)


def test_reasons_in_a_row_are_each_known_again() -> None:
    why = known_again(f"{NO_FLASH} {NO_BROWSER}")
    assert isinstance(why, Worded)
    assert why.data == {"before": NO_FLASH, "last": NO_BROWSER}
    assert all(isinstance(part, Phrase) for part in why.data.values())


@pytest.mark.parametrize("text", ["", "Nothing is fetched.", f"{NO_FLASH} Ask us.", f" {NO_BROWSER}", "Flash ended."])
def test_a_providers_own_words_stay_as_they_are(text: str) -> None:
    assert known_again(text) is text


def test_what_is_only_noted_is_known_again_too() -> None:
    noted = Need(operator=Operator.NOTED, value=str(LATER_TOO))
    assert isinstance(judge(replace(RULE, need=noted), {}).why, Phrase)
