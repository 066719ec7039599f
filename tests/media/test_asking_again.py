"""While paused, a picture that was asked for and did not come is asked for again, until it is there."""

from __future__ import annotations

import pytest

from player.media.deck import LOST_MS, NUDGE_MS, NUDGES, STALE_MS, Deck, Settling
from player.media.health import Facts
from player.media.operator import Operator
from player.media.teller import Teller
from player.media.turntable import Turntable
from tests.media.bench import Quiet

TARGET_MS = 30_000


class Slow(Turntable):
    """A player that notes where it is sent, and does nothing."""

    def __init__(self, held_mono: int) -> None:
        self.held_mono = held_mono
        self.sent: list[int] = []

    @property
    def generation(self) -> int:
        return 1

    def go_to(self, position_ms: int) -> None:
        self.sent.append(position_ms)


def paused(now: int) -> Deck:
    """Sent to its place while it stands still, and arrived there without showing it."""
    deck = Deck(
        source=Quiet(), facts=Facts(name="quiet.mp4", expected_ms=None), start_ms=0, rate_percent=100, priming=False
    )
    deck.nudges_left, deck.nudge_mono, deck.arrived_mono = NUDGES, now + NUDGE_MS, now
    deck.set_clock(TARGET_MS, now)
    return deck


def operating(deck: Deck, table: Turntable) -> Operator:
    operator = Operator(table, teller=Teller(), post=lambda errand: errand())
    operator._deck = deck
    return operator


@pytest.mark.parametrize(("shown_after", "is_answered"), [(-1, False), (0, True), (40, True)])
def test_only_a_picture_from_after_the_arrival_answers(shown_after: int, is_answered: bool) -> None:
    now = 1_000_000
    deck = paused(now)
    operating(deck, Slow(held_mono=now - 10 * STALE_MS)).shown(now + shown_after, 1, True)
    assert (deck.nudges_left == 0) is is_answered


def test_a_picture_that_was_on_its_way_does_not_answer_while_libvlc_has_not_arrived() -> None:
    now = 1_000_000
    deck = paused(now)
    deck.settling = Settling(TARGET_MS, now)
    operating(deck, Slow(held_mono=now - 10 * STALE_MS)).shown(now + 5, 1, True)
    assert deck.nudges_left == NUDGES


def test_asking_again_takes_twice_as_long_each_time_and_ends() -> None:
    now = 1_000_000
    deck = paused(now)
    asked: list[int] = []
    for passed in range(10_000):
        if deck.may_nudge(now + passed):
            asked.append(passed)
            deck.nudge(now + passed)
            deck.settling = None
    waits = [after - before for before, after in zip([0, *asked], asked, strict=False)]
    assert waits == [NUDGE_MS, *(NUDGE_MS << place for place in range(1, NUDGES))]


def test_a_player_that_says_nothing_any_more_is_asked_again_all_the_same() -> None:
    now = 1_000_000
    deck = paused(now)
    deck.settling = Settling(TARGET_MS, now)
    assert not deck.may_nudge(now + LOST_MS)
    assert deck.may_nudge(now + LOST_MS + 1)
    deck.wanted = True
    assert not deck.may_nudge(now + LOST_MS + 1)
