"""Words that remember what they are made of: ordinary strings for whoever prints them, and sentences for a window."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from player.domain.phrase import Dated, Phrase, Worded, beside, in_a_row, listed, written_down
from player.domain.problem import Problem


class Away(Problem):
    what_template = "{name} is away: {reason}"
    meaning_template = "Nothing that you did is lost."
    remedy_template = ""


class Patient(Problem):
    what_template = "It rests."
    meaning_template = ""

    @property
    def remedy(self) -> str:
        return self.counted("Wait {count} second.", "Wait {count} seconds.", "wait_s")


def test_words_with_their_gaps_filled_read_like_any_string() -> None:
    worded = Worded("{name} is away: {reason}", name="Kim", reason=Phrase("the stick is gone"))
    assert worded == "Kim is away: the stick is gone"
    assert json.dumps(worded) == '"Kim is away: the stick is gone"'
    assert (worded.template, worded.data["name"]) == ("{name} is away: {reason}", "Kim")


def test_amounts_and_moments_are_written_plainly() -> None:
    assert Worded("{amount} of {most}", amount=Decimal("1.50"), most=Decimal(2)) == "1.5 of 2"
    assert Worded("until {when}", when=datetime(2026, 1, 2, 3, 4, tzinfo=UTC)) == "until 2026-01-02 03:04 UTC"


@pytest.mark.parametrize(("count", "text"), [(0, "0 courses"), (1, "1 course"), (2, "2 courses")])
def test_a_count_takes_its_form(count: int, text: str) -> None:
    assert Worded.counted("{count} course", "{count} courses", count) == text


@pytest.mark.parametrize(
    "words",
    [
        Worded("{name} is {{away}}", name="{Kim}"),
        Worded.counted("{count} file of {name}", "{count} files of {name}", 3, name="Kim"),
        Dated("May 1, 2026", date(2026, 5, 1)),
    ],
)
def test_a_copy_remembers_as_much(words: Worded | Dated) -> None:
    others: list[Any] = [copy.deepcopy(words), pickle.loads(pickle.dumps(words))]
    for other in others:
        assert other == words
        assert type(other) is type(words)
        if isinstance(words, Worded):
            assert isinstance(other, Worded)
            assert (other.template, other.many, dict(other.data)) == (words.template, words.many, dict(words.data))


def test_a_problem_that_fills_another_is_told_by_what_happened() -> None:
    inner = Away(name="Kim", reason="the stick is gone")
    assert Away(name="It", reason=inner).what == "It is away: Kim is away: the stick is gone"


def test_a_problem_counts_in_the_sentence_that_counts() -> None:
    assert Patient(wait_s=1).sentence == "It rests. Wait 1 second."
    assert Patient(wait_s=30).remedy == "Wait 30 seconds."


def test_several_words_stay_words() -> None:
    for joined, text in ((listed, "a, b, c"), (beside, "a; b; c"), (in_a_row, "a b c")):
        whole = joined([Phrase("a"), Phrase("b"), Phrase("c")])
        assert whole == text
        assert isinstance(whole, Worded)
        assert joined([]) == ""
    assert in_a_row(["", "a", ""]) == "a"


def test_words_are_written_into_files_as_strings_and_nothing_else_is() -> None:
    assert msgspec.json.encode([Phrase("a")], enc_hook=written_down) == b'["a"]'
    with pytest.raises(TypeError):
        msgspec.json.encode([object()], enc_hook=written_down)
