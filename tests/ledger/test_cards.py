"""Cards are kept in a file or on a server by the same laws: the later one stands, and nothing in it can be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from random import Random
from threading import Event

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from player.domain.kiosk.card import Card
from player.domain.kiosk.settings import KioskSettings
from player.domain.learner import LearnerId
from player.kiosk.attendees import Attendees
from player.ledger.cards import FILE, Cards, open_cards, open_shared_cards, put_cards
from player.ledger.problems import NewerRecords, RecordsDamaged
from tests.kiosk.halls import ANA, BO, HEADINGS, KEY, NOON, WALK_IN, rows_of
from tests.ledger.conftest import Home

ANA_ID, BO_ID = LearnerId("aa" * 16), LearnerId("bb" * 16)
ONE = Card(learner=ANA_ID, marks=("01" * 32, "02" * 32), changed=5, sealed=b"\0one")
OTHER = Card(learner=BO_ID, marks=("02" * 32,), changed=5, sealed=b"\xffother")
CARDS = st.builds(
    Card,
    learner=st.sampled_from([ANA_ID, BO_ID, LearnerId("cc" * 16)]),
    marks=st.lists(st.sampled_from(["01" * 32, "02" * 32, "03" * 32]), unique=True, max_size=3).map(tuple),
    changed=st.integers(min_value=0, max_value=3),
    sealed=st.binary(max_size=3),
)
EACH_EMPTY = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
"""Each example empties the box itself."""


@pytest.fixture
def cards(home: Home) -> Iterator[Cards]:
    found = _opened(home)
    yield found
    found.close()


def _opened(home: Home) -> Cards:
    return open_shared_cards(home.address) if home.shared else open_cards(Path(home.address))


def _all(cards: Cards) -> set[Card]:
    return set(cards.since(0)[0])


def test_a_card_is_found_by_each_of_its_marks_and_no_other(cards: Cards) -> None:
    assert cards.put([ONE, OTHER]) == 2
    assert list(cards.find("01" * 32)) == [ONE]
    assert list(cards.find("02" * 32)) == [ONE, OTHER]
    assert list(cards.find("03" * 32)) == []
    assert cards.card_of(ANA_ID) == ONE and cards.card_of(LearnerId("cc" * 16)) is None
    assert cards.count() == 2


def test_what_was_kept_is_there_again(home: Home) -> None:
    for expected in (2, 0):
        cards = _opened(home)
        assert cards.put([ONE, OTHER]) == expected
        assert _all(cards) == {ONE, OTHER}
        cards.close()


def test_an_older_card_changes_nothing_and_the_marks_of_a_superseded_one_are_gone(cards: Cards) -> None:
    later = Card(learner=ANA_ID, marks=("03" * 32,), changed=6, sealed=b"later")
    assert [cards.put([card]) for card in (ONE, later, ONE)] == [1, 1, 0]
    assert list(cards.find("03" * 32)) == [later]
    assert list(cards.find("01" * 32)) == []


def test_places_tell_what_is_new_each_once(cards: Cards) -> None:
    cards.put([ONE])
    _, place = cards.since(0)
    assert cards.since(place) == ([], place)
    cards.put([OTHER, ONE])
    news, later = cards.since(place)
    assert (news, later > place) == ([OTHER], True)


def test_places_go_on_after_everything_was_cleared(cards: Cards) -> None:
    cards.put([ONE, OTHER])
    _, place = cards.since(0)
    cards.clear()
    assert (cards.count(), list(cards.find("01" * 32)), cards.since(place)) == (0, [], ([], place))
    cards.put([ONE])
    assert list(cards.since(place)[0]) == [ONE]


@EACH_EMPTY
@given(batches=st.lists(st.lists(CARDS, max_size=3), max_size=3), order=st.randoms(use_true_random=False))
def test_in_whatever_order_and_however_often_they_come_the_same_cards_stand(
    cards: Cards, batches: list[list[Card]], order: Random
) -> None:
    every = [card for batch in batches for card in batch]
    expected = {max((c for c in every if c.learner == one), key=_rank) for one in {card.learner for card in every}}
    cards.clear()
    for batch in batches:
        cards.put(batch)
    assert _all(cards) == expected
    order.shuffle(every)
    cards.clear()
    for some in (every[::2], every[1::2], every[:3]):
        cards.put(some)
    assert _all(cards) == expected
    _found_by_marks(cards, expected)


def _rank(card: Card) -> tuple[int, bytes, tuple[str, ...]]:
    return card.changed, card.sealed, card.marks


def _found_by_marks(cards: Cards, expected: set[Card]) -> None:
    for mark in ("01" * 32, "02" * 32, "03" * 32):
        assert set(cards.find(mark)) == {card for card in expected if mark in card.marks}


def test_whoever_writes_second_waits_so_that_no_place_is_passed_over(home: Home) -> None:
    first, second = _opened(home), _opened(home)
    begun, go_on = Event(), Event()

    def cards_that_take_their_time() -> Iterator[Card]:
        yield ONE
        begun.set()
        assert go_on.wait(20)

    def slowly() -> int:
        return first.database.write(lambda connection: _slow_put(connection, cards_that_take_their_time()))

    with ThreadPoolExecutor(2) as pool:
        slow = pool.submit(slowly)
        assert begun.wait(20)
        quick = pool.submit(second.put, [OTHER])
        assert not wait([quick], timeout=0.2).done
        go_on.set()
        assert (slow.result(), quick.result()) == (1, 1)
    assert first.since(0)[0] == [ONE, OTHER]
    first.close()
    second.close()


def _slow_put(connection: Connection, cards: Iterator[Card]) -> int:
    """As `put` does, with a pause before the transaction ends."""
    kept = put_cards(connection, [next(cards)])
    list(cards)
    return kept


def test_two_who_write_at_once_lose_nothing_and_no_place_is_passed_over(home: Home) -> None:
    boxes = [_opened(home) for _ in range(3)]
    heard: set[LearnerId] = set()
    place = 0
    with ThreadPoolExecutor(2) as pool:
        writing = [pool.submit(_put_many, box, first) for box, first in ((boxes[0], 0), (boxes[1], 50))]
        done = False
        while not done:
            done = all(one.done() for one in writing)
            news, place = boxes[2].since(place)
            heard.update(card.learner for card in news)
        assert [one.result() for one in writing] == [50, 50]
    assert len(heard) == boxes[2].count() == 100
    for box in boxes:
        box.close()


def _put_many(box: Cards, first: int) -> int:
    return sum(
        box.put([Card(learner=LearnerId(f"{number:032x}"), marks=(), changed=1, sealed=b"")])
        for number in range(first, first + 50)
    )


def test_a_thousand_at_once_are_one_step(cards: Cards) -> None:
    many = [
        Card(learner=LearnerId(f"{number:032x}"), marks=(f"{number:064x}",), changed=1, sealed=b"x" * 900)
        for number in range(1_200)
    ]
    assert (cards.put(iter(many)), cards.put(many), cards.count()) == (1_200, 0, 1_200)
    assert list(cards.find(f"{777:064x}")) == [many[777]]


def test_nothing_of_anybody_can_be_read_in_the_file_or_its_log_and_nothing_of_the_cards_once_cleared(
    tmp_path: Path,
) -> None:
    cards = open_cards(tmp_path)
    station = Attendees(cards, KEY, settings=KioskSettings(station="A", operator_key=tmp_path), now=lambda: NOON)
    station.take_in(rows_of(HEADINGS, ANA, BO))
    registered = station.register(WALK_IN)
    station.by_scan("B1")
    kept = _bytes_in(tmp_path)
    words = (*ANA[1:5], *BO[3:], "Núñez", "Jörg", "Lüdenscheid", "joerg@", registered.code, "Physician", "physician")
    for word in words:
        if len(word) > 3:
            assert word.encode() not in kept and word.casefold().encode() not in kept
    (sealed,) = [card.sealed for card in cards.since(0)[0] if card.learner == registered.attendee.learner.id]
    assert sealed[-40:] in kept
    cards.clear()
    assert sealed[-40:] not in _bytes_in(tmp_path)
    cards.close()
    assert sealed[-40:] not in _bytes_in(tmp_path)


def _bytes_in(folder: Path) -> bytes:
    files: Sequence[Path] = sorted(folder.glob(f"{FILE}*"))
    assert files
    return b"".join(file.read_bytes() for file in files)


def test_a_file_of_a_later_version_is_refused(tmp_path: Path) -> None:
    cards = open_cards(tmp_path)
    cards.database.write(lambda connection: connection.execute(text("UPDATE meta SET value = 99")))
    cards.close()
    with pytest.raises(NewerRecords):
        open_cards(tmp_path)


def test_a_file_that_is_something_else_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"something else entirely" * 100)
    with pytest.raises(RecordsDamaged):
        open_cards(tmp_path)
    assert (tmp_path / FILE).read_bytes() == b"something else entirely" * 100
