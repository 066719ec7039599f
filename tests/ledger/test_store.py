from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from player.domain.event import (
    MILESTONES,
    CompletionExported,
    CourseHash,
    DisclosuresAcknowledged,
    Fact,
    Ledger,
    StreamId,
)
from player.ledger.people import new_learner_id
from player.ledger.problems import OtherDevice
from player.ledger.store import SqlLedger
from player.ledger.tables import DEVICE
from player.proof import wire
from player.proof.chain import check_heads, read_events, read_head
from player.proof.keys import PrivateKey
from tests.facts import facts
from tests.ledger.conftest import Home
from tests.ledger.making import COURSE, KEY, LEARNER, another, opening, sums_are_right, watched
from tests.trying import tries


def seqs_of_heads(ledger: SqlLedger, stream: StreamId) -> list[int]:
    return [read_head(envelope, KEY.public).seq for envelope in ledger.heads(stream)]


def test_appended_events_come_back_byte_for_byte_after_reopening(home: Home) -> None:
    ledger = home.open()
    stream = ledger.open(opening())
    written = [stream.append(watched(number)) for number in range(100)]
    bodies = ledger.bodies(stream.id)
    ledger.close()

    again = home.open()
    assert again.bodies(stream.id) == bodies == tuple(wire.encode(event) for event in stream.events)
    assert list(again.streams()[0].events)[1:] == written
    again.close()


def test_the_stored_bytes_are_a_chain_that_anybody_can_check_against_the_heads(home: Home) -> None:
    ledger = home.open()
    stream = ledger.open(opening())
    for number in range(150):
        stream.append(watched(number))
    bodies = ledger.bodies(stream.id)
    assert read_events(bodies) == stream.events
    for envelope in ledger.heads(stream.id):
        head = read_head(envelope, KEY.public)
        assert head.stream == stream.id
        check_heads(bodies, (head,))
    ledger.close()


def test_heads_are_signed_at_milestones_and_at_every_64th_event(home: Home) -> None:
    ledger = home.open()
    stream = ledger.open(opening())
    for number in range(1, 130):
        stream.append(CompletionExported(digest="a") if number == 70 else watched(number))
    assert seqs_of_heads(ledger, stream.id) == [0, 63, 70, 127]
    ledger.close()


def test_signing_the_head_signs_the_last_event_once(home: Home) -> None:
    ledger = home.open()
    stream = ledger.open(opening())
    stream.append(watched(1))
    envelope = ledger.sign_head(stream.id)
    assert read_head(envelope, KEY.public).seq == 1
    assert ledger.sign_head(stream.id) == envelope
    assert seqs_of_heads(ledger, stream.id) == [0, 1]
    ledger.close()


def test_a_head_can_be_signed_for_a_stream_that_nobody_opened_yet(home: Home) -> None:
    first = home.open()
    stream = first.open(opening())
    stream.append(watched(1))
    first.close()
    ledger = home.open()
    assert read_head(ledger.sign_head(stream.id), KEY.public).seq == 1
    with pytest.raises(LookupError):
        ledger.sign_head(StreamId("nobody's"))
    ledger.close()


def test_closing_signs_what_is_not_signed_yet(home: Home) -> None:
    ledger = home.open()
    stream, done = ledger.open(opening()), ledger.open(opening())
    stream.append(watched(1))
    ledger.close()
    ledger.close()
    again = home.open()
    assert seqs_of_heads(again, stream.id) == [0, 1]
    assert seqs_of_heads(again, done.id) == [0]
    again.close()


def test_closing_signs_what_a_crash_before_left_unsigned_also_where_nobody_opened_it(home: Home) -> None:
    crashed = home.open()
    stream = crashed.open(opening())
    stream.append(watched(1))
    crashed.database.close()
    home.open().close()
    again = home.open()
    assert seqs_of_heads(again, stream.id) == [0, 1]
    again.close()


def test_closing_signs_nothing_for_another_device_and_nothing_that_is_damaged(home: Home) -> None:
    ledger = home.open()
    stream, hurt = ledger.open(opening()), ledger.open(opening())
    stream.append(watched(1))
    hurt.append(watched(1))
    ledger.database.close()
    home.tamper("UPDATE event SET hash = ? WHERE stream = 2 AND seq = 0", bytes(32))
    home.open(signer=PrivateKey.generate()).close()
    another_time = home.open()
    assert seqs_of_heads(another_time, stream.id) == [0]
    another_time.close()
    last = home.open()
    assert seqs_of_heads(last, stream.id) == [0, 1]
    assert len(last.heads(hurt.id)) == 1
    last.close()


def test_the_key_of_each_device_is_kept_beside_its_streams(home: Home) -> None:
    other = PrivateKey.generate()
    for key in (KEY, other, KEY):
        home.open(signer=key).close()
    ledger = home.open()
    with ledger.database.read() as connection:
        found = {(row.id, bytes(row.key)) for row in connection.execute(select(DEVICE))}
    assert found == {(key.public.id, key.public.raw) for key in (KEY, other)}
    ledger.close()


def test_the_stream_of_a_course_is_that_of_the_latest_attempt(home: Home) -> None:
    ledger = home.open()
    first = opening()
    ledger.open(another(first, attempt=2))
    latest = ledger.open(another(first, attempt=3))
    ledger.open(first)
    ledger.open(opening(course_hash=CourseHash("dd" * 32), attempt=9))
    assert ledger.stream_for(learner=LEARNER, course_hash=COURSE) is latest
    ledger.close()
    again = home.open()
    found = again.stream_for(learner=LEARNER, course_hash=COURSE)
    assert found is not None
    assert found.id == latest.id
    again.close()


def test_a_course_that_was_never_begun_has_no_stream(home: Home) -> None:
    ledger: Ledger = home.open()
    assert ledger.streams() == ()
    assert ledger.stream_for(learner=LEARNER, course_hash=COURSE) is None


def test_who_began_which_course_is_told_once_the_oldest_first(home: Home) -> None:
    ledger = home.open()
    other = CourseHash("0d" * 32)
    first = opening()
    for one in (first, opening(course_hash=other), another(first, attempt=2)):
        ledger.open(one)
    assert ledger.begun() == ((LEARNER, COURSE), (LEARNER, other))
    ledger.close()


def test_what_was_let_go_is_read_from_the_disk_again(home: Home) -> None:
    ledger = home.open()
    stream = ledger.open(opening())
    stream.append(watched(1))
    ledger.let_go(LEARNER)
    again = ledger.stream_for(learner=LEARNER, course_hash=COURSE)
    assert again is not None and again is not stream
    assert again.events == stream.events
    again.append(watched(2))
    stream.append(watched(3))
    assert len(stream.events) == 4, "whoever held it writes on behind what the other wrote"
    ledger.close()


def test_whoever_asks_for_a_stream_gets_the_same_one(home: Home) -> None:
    ledger = home.open()
    stream = ledger.open(opening())
    assert ledger.streams() == (stream,)
    assert ledger.streams()[0] is ledger.stream_for(learner=LEARNER, course_hash=COURSE) is stream
    ledger.close()


def test_a_stream_is_only_opened_by_the_device_that_signs_it(home: Home) -> None:
    ledger = home.open()
    with pytest.raises(ValueError, match="device"):
        ledger.open(opening(signer=PrivateKey.generate()))
    assert ledger.streams() == ()
    ledger.close()


def test_a_stream_begun_under_another_key_is_read_but_not_continued(home: Home) -> None:
    ledger = home.open()
    begun = ledger.open(opening())
    ledger.close()
    other = home.open(signer=PrivateKey.generate())
    (stream,) = other.streams()
    assert stream.events == begun.events
    with pytest.raises(OtherDevice):
        stream.append(DisclosuresAcknowledged())
    with pytest.raises(OtherDevice):
        other.sign_head(stream.id)
    assert len(other.bodies(stream.id)) == 1
    other.close()


def test_two_ledgers_on_one_file_take_turns_without_a_fork(home: Home) -> None:
    one, two = home.open(), home.open()
    ours = one.open(opening())
    (theirs,) = two.streams()
    for number in range(20):
        (ours if number % 3 else theirs).append(watched(number))
    theirs.append(watched(20))
    assert [event.seq for event in theirs.events] == list(range(22))
    assert read_events(two.bodies(ours.id)) == theirs.events
    one.close()
    two.close()


@settings(
    deadline=None,
    max_examples=tries(25),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(st.lists(facts, max_size=8))
def test_whatever_facts_are_appended_replay_gives_them_back(home: Home, appended: list[Fact]) -> None:
    ledger = home.open()
    first = replace(opening(), learner=new_learner_id())
    stream = ledger.open(first)
    for fact in appended:
        stream.append(fact)
    signed = seqs_of_heads(ledger, stream.id)
    ledger.close()
    again = home.open()
    replayed = again.stream_for(learner=first.learner, course_hash=first.course_hash)
    assert replayed is not None
    assert replayed.events == stream.events
    assert [event.fact for event in replayed.events] == [first, *appended]
    assert signed == [n for n, fact in enumerate((first, *appended)) if type(fact) in MILESTONES]
    (tally,) = again.tallies(learner=first.learner)
    assert tally.events == len(appended) + 1
    assert sums_are_right(again)
    again.close()
