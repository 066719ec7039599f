"""Now and then libVLC takes the place where a recording is to begin for its end: it is opened anew, once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from player.domain.engine import Observation, Sign
from player.media.deck import Deck
from player.media.events import Heard
from player.media.health import Facts
from player.media.operator import Operator
from player.media.problems import MediaUnplayable
from player.media.stream import SourceStream
from player.media.teller import Teller
from player.media.turntable import Turntable
from tests.media.bench import Quiet

START_MS = 30_000
OPENED = Facts(name="talk.mp4", expected_ms=60_000, length_ms=60_000, has_sound=True)


class Noting(Turntable):
    """A player that notes where it is opened, and does nothing."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self.begun: list[int] = []

    @property
    def generation(self) -> int:
        return 1

    def put_on(self, deck: Deck, stream: SourceStream) -> bool:
        self.begun.append(deck.start_ms)
        deck.facts = replace(self._facts, began_ms=deck.start_ms)
        return True

    def take_off(self, deck: Deck) -> None: ...
    def set_rate(self, rate_percent: int) -> None: ...
    def hush(self, on: bool) -> None: ...


def told_at_the_end(table: Noting, times: int) -> list[Observation]:
    seen: list[Observation] = []
    teller = Teller()
    teller.listen(seen.append)
    operator = Operator(table, teller=teller, post=lambda errand: errand())
    operator.load(Quiet(), START_MS, 60_000)
    for number in range(times):
        operator.hear(Heard(kind="end", mono_ms=1_000_000 + number, generation=1))
    return seen


def test_an_end_before_anything_was_decoded_is_asked_about_once_more() -> None:
    table = Noting(OPENED)
    assert Sign.FAILED not in {seen.sign for seen in told_at_the_end(table, 1)}
    assert table.begun == [START_MS, START_MS]


def test_an_end_that_comes_again_is_believed() -> None:
    table = Noting(OPENED)
    *_, last = told_at_the_end(table, 2)
    assert isinstance(last.problem, MediaUnplayable)
    assert len(table.begun) == 2


@pytest.mark.parametrize("times", [1, 3])
def test_what_is_no_recording_is_told_at_once(times: int) -> None:
    table = Noting(replace(OPENED, has_sound=False))
    assert [seen.sign for seen in told_at_the_end(table, times)].count(Sign.FAILED) == 1
    assert table.begun == [START_MS]
