"""A learner goes on with another device: what both recorded counts, and each of it once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from player.domain.course import Course, SessionId
from player.domain.event import StreamId, StreamJoined, TakenBackFor
from player.domain.fold import fold, joining
from player.domain.history import Bring, Brought, already_counted
from player.domain.journey import Journey
from player.domain.learner import Profession
from player.domain.permit import AlreadyDone
from player.domain.watch import Coverage, Interval, Span
from tests.builders import COURSE, FIRST, MINUTE, RESPONSES, RIGHT, opening_for
from tests.fakes import FakeClock, FakeStream
from tests.trying import tries

PHYSICIANS = Profession.PHYSICIAN
BRIEF = replace(COURSE, sessions=tuple(replace(session, duration_ms=MINUTE) for session in COURSE.sessions))
"""Watched in two minutes."""


@dataclass
class Devices:
    """Several devices of one learner, each with a stream of its own; `merged` hands everything to everybody."""

    course: Course = COURSE
    clock: FakeClock = field(default_factory=FakeClock)
    streams: dict[StreamId, FakeStream] = field(default_factory=dict)

    def begin(self, name: str) -> Journey:
        stream = FakeStream(replace(opening_for(self.course), stream=StreamId(name)), self.clock)
        self.streams[stream.id] = stream
        journey = Journey(
            course=self.course, stream=stream, clock=self.clock, profession=PHYSICIANS, bring=self.bring_into(stream)
        )
        journey.acknowledge_disclosures()
        return journey

    def bring_into(self, own: FakeStream) -> Bring:
        def bring(fact: StreamJoined) -> Brought:
            branch = self.streams[fact.stream].events[: fact.seq + 1]
            return Brought(branch[already_counted(branch, (own.events,)) :] if fact.stream == own.id else branch)

        return bring

    def join(self, journey: Journey, other: Journey) -> None:
        journey.join(StreamJoined(stream=other.stream.id, seq=len(other.stream.events) - 1, hash="of no matter here"))

    def watch(self, journey: Journey, start_min: int, end_min: int, session: SessionId = FIRST) -> None:
        for minute in range(start_min, end_min):
            self.clock.advance(MINUTE)
            interval = Interval(minute * MINUTE, (minute + 1) * MINUTE)
            journey.watched(session, Span(interval=interval, engaged_ms=MINUTE, rate_percent=100))


def covered(*minutes: tuple[int, int]) -> Coverage:
    return Coverage.of(Interval(start * MINUTE, end * MINUTE) for start, end in minutes)


def test_what_two_devices_recorded_counts_together() -> None:
    here = Devices()
    laptop, kiosk = here.begin("laptop"), here.begin("kiosk")
    here.watch(laptop, 0, 10)
    here.watch(kiosk, 5, 20)
    here.join(kiosk, laptop)
    seen = kiosk.history.of_session(FIRST)
    assert seen.coverage == seen.earning == covered((0, 20))
    assert seen.engaged_ms == 25 * MINUTE


def test_a_branch_that_is_joined_again_brings_only_what_is_new() -> None:
    here = Devices()
    laptop, kiosk = here.begin("laptop"), here.begin("kiosk")
    here.watch(laptop, 0, 5)
    here.join(kiosk, laptop)
    here.join(kiosk, laptop)
    here.watch(laptop, 5, 8)
    here.join(kiosk, laptop)
    assert kiosk.history.of_session(FIRST).engaged_ms == 8 * MINUTE


def test_own_events_that_come_back_by_way_of_another_device_count_once() -> None:
    here = Devices()
    laptop, kiosk = here.begin("laptop"), here.begin("kiosk")
    here.watch(laptop, 0, 5)
    here.join(kiosk, laptop)
    here.watch(kiosk, 5, 9)
    here.join(laptop, kiosk)
    assert laptop.history.of_session(FIRST).engaged_ms == 9 * MINUTE
    assert laptop.history.of_session(FIRST).coverage == covered((0, 9))


def test_a_third_device_by_way_of_the_second_counts_once() -> None:
    here = Devices()
    laptop, kiosk, desk = (here.begin(name) for name in ("laptop", "kiosk", "desk"))
    here.watch(laptop, 0, 3)
    here.join(kiosk, laptop)
    here.join(desk, kiosk)
    here.join(desk, laptop)
    assert desk.history.of_session(FIRST).engaged_ms == 3 * MINUTE


def test_looking_at_what_could_be_joined_records_nothing_and_sees_all() -> None:
    here = Devices()
    laptop, kiosk = here.begin("laptop"), here.begin("kiosk")
    here.watch(laptop, 0, 3)
    before = kiosk.stream.events
    fact = StreamJoined(stream=laptop.stream.id, seq=len(laptop.stream.events) - 1, hash="")
    seen = joining(COURSE, kiosk.history, (fact,), bring=lambda fact: Brought(here.streams[fact.stream].events))
    assert seen.of_session(FIRST).engaged_ms == 3 * MINUTE
    assert kiosk.stream.events == before and kiosk.history.of_session(FIRST).engaged_ms == 0


def test_a_stream_that_joins_another_without_having_it_cannot_be_folded() -> None:
    here = Devices()
    laptop, kiosk = here.begin("laptop"), here.begin("kiosk")
    here.join(kiosk, laptop)
    with pytest.raises(LookupError):
        fold(COURSE, kiosk.stream.events)


def finished(here: Devices, name: str) -> Journey:
    journey = here.begin(name)
    for session in here.course.sessions:
        here.watch(journey, 0, session.duration_ms // MINUTE, session.id)
    journey.submit_quiz(RIGHT)
    journey.submit_evaluation(RESPONSES)
    return journey


def test_credit_that_was_claimed_on_two_devices_counts_once_and_both_claims_are_shown() -> None:
    here = Devices()
    laptop, kiosk = finished(here, "laptop"), finished(here, "kiosk")
    laptop.claim("ama", amount=Decimal("0.5"), profession=PHYSICIANS)
    kiosk.claim("ama", amount=Decimal("1"), profession=PHYSICIANS)
    here.join(kiosk, laptop)
    assert [claim.credit.amount for claim in kiosk.history.claims] == [Decimal("1")]
    assert [claim.credit.amount for claim in kiosk.history.repeated_claims] == [Decimal("0.5")]


def test_a_claim_of_another_device_is_not_claimed_again_and_keeps_its_number() -> None:
    here = Devices()
    laptop, kiosk = finished(here, "laptop"), here.begin("kiosk")
    laptop.claim("ama", amount=Decimal("0.5"), profession=PHYSICIANS)
    here.join(kiosk, laptop)
    with pytest.raises(AlreadyDone):
        kiosk.claim("ama", amount=Decimal("0.5"), profession=PHYSICIANS)
    assert kiosk.history.claims[0].number == laptop.history.claims[0].number


def test_of_two_evaluations_the_earlier_stands() -> None:
    here = Devices()
    laptop, kiosk = finished(here, "laptop"), finished(here, "kiosk")
    here.join(kiosk, laptop)
    here.join(laptop, kiosk)
    assert kiosk.history.completed == laptop.history.completed == fold(COURSE, laptop.stream.events[:-1]).completed


def test_attempts_at_the_quiz_on_all_devices_are_counted() -> None:
    here = Devices()
    laptop, kiosk = finished(here, "laptop"), finished(here, "kiosk")
    here.join(kiosk, laptop)
    assert len(kiosk.history.quiz_results) == 2


@given(st.data())
def test_whoever_joins_whom_and_how_often_nothing_is_lost_and_nothing_counts_twice(data: st.DataObject) -> None:
    """The law behind merging: after everything was handed round, each device has the union, each event once."""
    here = Devices()
    journeys = [here.begin(name) for name in ("a", "b", "c")]
    minutes: list[int] = []
    for minute in range(data.draw(st.integers(min_value=1, max_value=8), label="minutes watched")):
        watcher = data.draw(st.sampled_from(journeys), label="who watches")
        here.watch(watcher, minute, minute + 1)
        minutes.append(minute)
        for _ in range(data.draw(st.integers(min_value=0, max_value=2), label="merges")):
            one, other = data.draw(st.permutations(journeys), label="who joins whom")[:2]
            here.join(one, other)
    for _ in range(2):
        for one in journeys:
            for other in journeys:
                if one is not other:
                    here.join(one, other)
    for journey in journeys:
        seen = journey.history.of_session(FIRST)
        assert seen.coverage == covered((0, len(minutes)))
        assert seen.engaged_ms == len(minutes) * MINUTE
        assert fold(COURSE, journey.stream.events, bring=here.bring_into(here.streams[journey.stream.id])) == (
            journey.history
        )


def standing(journey: Journey) -> set[tuple[str, Decimal]]:
    """Number and amount of every claim that stands, counted or repeated."""
    history = journey.history
    return {(claim.number, claim.credit.amount) for claim in (*history.claims, *history.repeated_claims)}


def hand_round(here: Devices, journeys: list[Journey]) -> None:
    for _ in range(2):
        for one, other in permutations(journeys, 2):
            here.join(one, other)


@settings(deadline=None, max_examples=tries(60))
@given(st.data())
def test_whoever_joins_whom_what_was_claimed_and_taken_back_stands_alike_everywhere(data: st.DataObject) -> None:
    """Each device acts as it likes on its own claims, and on another's once everybody knows of everything."""
    here = Devices(course=BRIEF)
    journeys = [finished(here, name) for name in ("a", "b")]
    for _ in range(data.draw(st.integers(1, 12))):
        journey = data.draw(st.sampled_from(journeys))
        act = data.draw(st.sampled_from(["claim", "claim", "withdraw", "join", "together"]))
        if act == "join":
            here.join(journey, journeys[journey is journeys[0]])
            continue
        if act == "together":
            hand_round(here, journeys)
        known = (*journey.history.claims, *journey.history.repeated_claims)
        mine = [claim.number for claim in known if act == "together" or claim.stream == journey.stream.id]
        if act == "claim" and not journey.history.claims:
            amount = Decimal(data.draw(st.sampled_from(["0.5", "1", "1.5"])))
            journey.claim("ama", amount=amount, profession=PHYSICIANS)
        elif act != "claim" and mine:
            journey.withdraw_claim(data.draw(st.sampled_from(mine)), reason=TakenBackFor.OTHER)
        if act == "together":
            hand_round(here, journeys)
    hand_round(here, journeys)
    one, other = journeys
    assert standing(one) == standing(other)
    assert {gone.number for gone in one.history.revocations} == {gone.number for gone in other.history.revocations}
    for journey in journeys:
        bring = here.bring_into(here.streams[journey.stream.id])
        assert fold(BRIEF, journey.stream.events, bring=bring) == journey.history
        assert len(journey.history.claims) <= 1
        assert not {number for number, _ in standing(journey)} & {gone.number for gone in journey.history.revocations}


def test_the_common_beginning_of_two_branches_is_counted_already() -> None:
    here = Devices()
    laptop = here.begin("laptop")
    here.watch(laptop, 0, 4)
    events = laptop.stream.events
    other = (*events[:3], replace(events[3], stamp=replace(events[3].stamp, offset_min=60)))
    assert already_counted(events, (other,)) == 3
    assert already_counted(events, ()) == 0
    assert already_counted(events[:2], (events,)) == 2
