from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from player.bootstrap.uniting import HallFilesOnDisk, take_into_hub
from player.domain.problem import Problem
from player.kiosk.ferry import ENDING, Ferry
from player.ledger.hall import open_hall
from player.proof.operator_key import OperatorKey
from tests.kiosk.uniting.stations import HallStation

KEY = OperatorKey.generate()


def ferry_of(station: HallStation, key: OperatorKey = KEY) -> Ferry:
    return Ferry(
        station.held,
        station.cards,
        HallFilesOnDisk(key),
        station=station.name,
        words=lambda: [station.word()],
        took=station.union.look_at_all,
    )


@pytest.fixture
def several(tmp_path: Path) -> Iterator[list[HallStation]]:
    """Three stations that have no network, each with records of its own."""

    def nowhere() -> object:
        raise AssertionError

    with ExitStack() as stack:
        found = [
            stack.enter_context(HallStation(tmp_path, nowhere, name=f"S/{n}"))  # pyright: ignore[reportArgumentType]
            for n in range(3)
        ]
        for number, station in enumerate(found):
            station.record(events=4 + number)
            station.register(f"attendee {number}")
        yield found


@pytest.mark.parametrize("order", list(itertools.permutations(range(3)))[:4])
def test_files_taken_in_in_any_order_and_twice_bring_every_station_to_the_same(
    several: list[HallStation], tmp_path: Path, order: tuple[int, ...]
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    files = [ferry_of(station).write_ferry(stick) for station in several]
    assert len(set(files)) == 3
    assert all(file.parent == stick and file.name.endswith(ENDING) for file in files)
    for station in several:
        for number in (*order, order[0]):
            ferry_of(station).take_ferry(files[number])
    assert len(several[0].content()) == 3
    assert all(station.content() == several[0].content() for station in several)
    assert all(station.all_cards() == several[0].all_cards() for station in several)


def test_it_says_what_was_new_and_whose_words_came_with_it(several: list[HallStation], tmp_path: Path) -> None:
    file = ferry_of(several[0]).write_ferry(tmp_path)
    met = ferry_of(several[1]).take_ferry(file)
    assert (met.events_in, met.cards_in) == (5, 1)
    assert [word.station for word in met.words] == ["S/0"]
    again = ferry_of(several[1]).take_ferry(file)
    assert (again.events_in, again.cards_in) == (0, 0)


def test_all_that_travels_is_signed(several: list[HallStation], tmp_path: Path) -> None:
    ferry_of(several[1]).take_ferry(ferry_of(several[0]).write_ferry(tmp_path))
    assert all(holding.signed == holding.last for holding in several[1].held.holdings().values() if not holding.is_own)


def test_a_hub_takes_the_files_of_stations_in(several: list[HallStation], tmp_path: Path) -> None:
    files = [ferry_of(station).write_ferry(tmp_path) for station in several]
    assert [take_into_hub(tmp_path / "hub", file, KEY) for file in files] == [(5, 1), (6, 1), (7, 1)]
    assert take_into_hub(tmp_path / "hub", files[0], KEY) == (0, 0)
    with closing(open_hall(tmp_path / "hub")) as hall:
        assert {word.station for word in hall.words()} == {"S/0", "S/1", "S/2"}


def test_the_file_of_another_hall_brings_nothing(several: list[HallStation], tmp_path: Path) -> None:
    file = ferry_of(several[0], OperatorKey.generate()).write_ferry(tmp_path)
    before = several[1].content()
    with pytest.raises(Problem):
        ferry_of(several[1]).take_ferry(file)
    assert several[1].content() == before
