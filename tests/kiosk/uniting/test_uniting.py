from __future__ import annotations

import threading
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from player.kiosk.uniting import SIGNED_AT_LEAST_S, SIGNED_AT_REST_S
from player.ledger.hall import Hall, open_hall
from player.proof.hall import Given, Taken
from tests.kiosk.uniting.conftest import Venue
from tests.kiosk.uniting.stations import HallStation


def stations(stack: ExitStack, folder: Path, venue: Venue, count: int = 3) -> list[HallStation]:
    return [stack.enter_context(HallStation(folder, venue.way, name=f"S{n}")) for n in range(count)]


def settled(several: list[HallStation]) -> None:
    """Ends are signed when nothing came for a while: so all meet until nobody hears anything new."""
    for _ in range(3):
        for station in several:
            station.meet(after_s=SIGNED_AT_REST_S + 1)


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 2, 0), (2, 1, 0)])
def test_stations_that_meet_in_any_order_come_to_hold_the_same(
    venue: Venue, tmp_path: Path, order: tuple[int, ...]
) -> None:
    with ExitStack() as stack:
        several = stations(stack, tmp_path, venue)
        for number, station in enumerate(several):
            station.record(events=3 + number)
            station.register(f"attendee {number}")
        turned = [several[number] for number in order]
        settled(turned)
        first = several[0].content()
        assert len(first) == 3
        assert all(station.content() == first for station in several)
        assert all(station.all_cards() == several[0].all_cards() for station in several)
        assert len(several[0].all_cards()) == 3
        assert turned[0].meet().events_in == 0


def test_what_was_recorded_at_one_station_is_at_the_other_after_both_have_met(venue: Venue, tmp_path: Path) -> None:
    with ExitStack() as stack:
        one, other = stations(stack, tmp_path, venue, 2)
        stream = one.record(events=9)
        assert one.meet().events_out == 10
        met = other.meet()
        assert met.events_in == 10
        assert met.is_news
        one.go_on(stream, 2)
        assert one.meet().events_out == 2
        assert other.meet().events_in == 2
        assert len(other.content()[stream].main) == 12


def test_a_meeting_without_news_hands_nothing_over(venue: Venue, tmp_path: Path) -> None:
    with ExitStack() as stack:
        several = stations(stack, tmp_path, venue)
        several[0].record()
        several[1].register("Ada")
        settled(several)
        for station in several:
            met = station.meet()
            assert (met.events_in, met.events_out, met.cards_in, met.cards_out) == (0, 0, 0, 0)


def test_a_station_that_starts_again_gives_nothing_twice(venue: Venue, tmp_path: Path) -> None:
    with ExitStack() as stack:
        several = stations(stack, tmp_path, venue)
        several[0].record()
        several[1].register("Ada")
        settled(several)
        for station in several:
            station.start_again()
            met = station.meet()
            assert (met.events_in, met.events_out, met.cards_in, met.cards_out) == (0, 0, 0, 0)


def test_of_a_card_that_was_changed_at_two_stations_the_later_stands_everywhere(venue: Venue, tmp_path: Path) -> None:
    with ExitStack() as stack:
        several = stations(stack, tmp_path, venue)
        several[0].register("Ada", changed=7)
        several[1].register("Ada", changed=9)
        several[2].register("Ada", changed=8)
        settled(several)
        assert {found.changed for station in several for found in station.all_cards()} == {9}


def test_everybody_hears_what_every_station_last_said(venue: Venue, tmp_path: Path) -> None:
    with ExitStack() as stack:
        several = stations(stack, tmp_path, venue)
        for station in several:
            station.meet()
        words = several[0].meet().words
        assert {word.station for word in words} == {"S0", "S1", "S2"}
        assert {word.device for word in words} == {station.key.public.id for station in several}


def test_a_clock_that_is_wrong_by_a_day_is_told_and_changes_no_evidence(venue: Venue, tmp_path: Path) -> None:
    with ExitStack() as stack:
        right = stack.enter_context(HallStation(tmp_path, venue.way, name="right"))
        wrong = stack.enter_context(HallStation(tmp_path, venue.way, name="wrong", wrong=timedelta(days=1)))
        stream = wrong.record()
        met = wrong.meet()
        assert met.clock_off_ms is not None
        assert abs(met.clock_off_ms - 86_400_000) < 5_000
        off = right.meet().clock_off_ms
        assert off is not None
        assert abs(off) < 5_000
        assert right.content()[stream] == wrong.content()[stream]


def test_words_of_a_station_whose_clock_is_wrong_come_in_the_time_of_whoever_reads_them(
    hub: Venue, tmp_path: Path
) -> None:
    with ExitStack() as stack:
        right = stack.enter_context(HallStation(tmp_path, hub.way, name="right"))
        wrong = stack.enter_context(HallStation(tmp_path, hub.way, name="wrong", wrong=timedelta(days=-1)))
        wrong.clock_off_ms = wrong.meet().clock_off_ms
        wrong.meet()
        right.clock_off_ms = right.meet().clock_off_ms
        for reader in (right, wrong):
            word = next(word for word in reader.meet().words if word.station == "wrong")
            assert abs((word.seated - reader.now()).total_seconds()) < 5
            assert abs((word.at - reader.now()).total_seconds()) < 5


def test_a_station_whose_clock_was_set_back_is_heard_all_the_same(venue: Venue, tmp_path: Path) -> None:
    with HallStation(tmp_path, venue.way, name="S", wrong=timedelta(days=1)) as station:
        station.meet()
        station._wrong = timedelta()  # pyright: ignore[reportPrivateUsage]
        (word,) = station.meet().words
        assert abs((word.at - station.now()).total_seconds()) < 60


def test_an_end_is_signed_when_it_rests_and_not_at_each_meeting(venue: Venue, tmp_path: Path) -> None:
    with HallStation(tmp_path, venue.way, name="S") as station:
        stream = station.record()
        heads = len(station.ledger.heads(stream))
        for _ in range(5):
            station.go_on(stream)
            station.meet(after_s=5)
        assert len(station.ledger.heads(stream)) == heads
        station.meet(after_s=SIGNED_AT_REST_S)
        assert len(station.ledger.heads(stream)) == heads + 1
        assert len(venue.hall.strands([stream])[stream][0].heads) == heads + 1


def test_an_end_that_grows_all_the_time_is_signed_once_in_a_while(venue: Venue, tmp_path: Path) -> None:
    with HallStation(tmp_path, venue.way, name="S") as station:
        stream = station.record()
        heads = len(station.ledger.heads(stream))
        for _ in range(2 * SIGNED_AT_LEAST_S // 5 + 2):
            station.go_on(stream)
            station.meet(after_s=5)
        assert len(station.ledger.heads(stream)) == heads + 2


def test_meeting_the_others_all_the_time_signs_no_more_than_that(venue: Venue, tmp_path: Path) -> None:
    with ExitStack() as stack:
        one, other = stations(stack, tmp_path, venue, 2)
        mine, theirs = one.record(), other.record()
        heads = len(one.ledger.heads(mine))
        for _ in range(5):
            one.go_on(mine)
            other.go_on(theirs)
            one.meet(after_s=5)
            other.meet(after_s=5)
        assert len(one.ledger.heads(mine)) == heads


def test_another_hall_at_the_same_address_is_given_everything_anew(tmp_path: Path) -> None:
    old, new = open_hall(tmp_path / "old"), open_hall(tmp_path / "new")
    with HallStation(tmp_path, lambda: old, name="S") as station:
        station.record()
        station.register("Ada")
        station.meet()
        expected = station.content()
        station.go_by(lambda: new)
        met = station.meet()
        assert (met.events_out, met.cards_out) == (6, 1)
        assert set(new.strands(list(station.held.holdings()))) == set(expected)
    new.close()


def test_what_came_by_another_way_is_given_when_it_is_told(venue: Venue, tmp_path: Path) -> None:
    with ExitStack() as stack:
        one, other = stations(stack, tmp_path, venue, 2)
        one.meet()
        other.record()
        other.register("Ada")
        one.ledger.take_in(tuple(other.ledger.strands()))
        one.cards.put(other.all_cards())
        assert one.meet().events_out == 0
        one.union.look_at_all()
        assert one.meet().events_out == 6


def test_stations_that_meet_all_at_once_come_to_hold_the_same(venue: Venue, tmp_path: Path) -> None:
    with ExitStack() as stack:
        several = stations(stack, tmp_path, venue, 5)
        begun = threading.Barrier(len(several))
        failures: list[BaseException] = []

        def live(station: HallStation) -> None:
            try:
                begun.wait(10)
                for number in range(3):
                    station.record(events=3)
                    station.register(f"{station.name} {number}")
                    station.meet(after_s=SIGNED_AT_REST_S + 1)
            except BaseException as error:  # noqa: BLE001 - told by the test
                failures.append(error)

        threads = [threading.Thread(target=live, args=(station,), daemon=True) for station in several]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert failures == []
        settled(several)
        assert len(several[0].content()) == 15
        assert all(station.content() == several[0].content() for station in several)
        assert all(station.all_cards() == several[0].all_cards() for station in several)
        assert len(several[0].all_cards()) == 15


def test_the_hall_holds_an_end_that_is_not_signed_yet_where_it_was_recorded(venue: Venue, tmp_path: Path) -> None:
    with HallStation(tmp_path, venue.way, name="S") as station:
        stream = station.record(events=5)
        station.meet()
        (strand,) = venue.hall.strands([stream])[stream]
        assert len(strand.bodies) == 6


class Picky:
    """A hall that takes no evidence at all, and counts how often it is offered some."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self.meet = hall.meet
        self.strands = hall.strands
        self.close = hall.close
        self.offered = 0

    def take(self, given: Given) -> Taken:
        self.offered += len(given.strands)
        return Taken(marks={})


def test_what_the_hall_does_not_believe_is_not_offered_at_every_meeting(tmp_path: Path) -> None:
    picky = Picky(open_hall(tmp_path / "hub"))
    with HallStation(tmp_path, lambda: picky, name="S") as station:
        stream = station.record()
        station.meet()
        station.meet()
        assert picky.offered == 1
        station.go_on(stream)
        station.meet()
        assert picky.offered == 2
