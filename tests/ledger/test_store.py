from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from player.domain.event import (
    MILESTONES,
    CompletionExported,
    CourseHash,
    DisclosuresAcknowledged,
    Fact,
    Ledger,
    StreamId,
)
from player.ledger.problems import OtherDevice
from player.ledger.store import SqlLedger
from player.proof import wire
from player.proof.chain import check_heads, read_events, read_head
from player.proof.keys import PrivateKey
from tests.facts import facts
from tests.ledger.making import COURSE, KEY, LEARNER, another, ledger_in, opening, watched


def seqs_of_heads(ledger: SqlLedger, stream: StreamId) -> list[int]:
    return [read_head(envelope, KEY.public).seq for envelope in ledger.heads(stream)]


def test_appended_events_come_back_byte_for_byte_after_reopening(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path)
    stream = ledger.open(opening())
    written = [stream.append(watched(number)) for number in range(100)]
    bodies = ledger.bodies(stream.id)
    ledger.close()

    again = ledger_in(tmp_path)
    assert again.bodies(stream.id) == bodies == tuple(wire.encode(event) for event in stream.events)
    assert list(again.streams()[0].events)[1:] == written
    again.close()


def test_the_stored_bytes_are_a_chain_that_anybody_can_check_against_the_heads(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path)
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


def test_heads_are_signed_at_milestones_and_at_every_64th_event(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path)
    stream = ledger.open(opening())
    for number in range(1, 130):
        stream.append(CompletionExported(digest="a") if number == 70 else watched(number))
    assert seqs_of_heads(ledger, stream.id) == [0, 63, 70, 127]
    ledger.close()


def test_signing_the_head_signs_the_last_event_once(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path)
    stream = ledger.open(opening())
    stream.append(watched(1))
    envelope = ledger.sign_head(stream.id)
    assert read_head(envelope, KEY.public).seq == 1
    assert ledger.sign_head(stream.id) == envelope
    assert seqs_of_heads(ledger, stream.id) == [0, 1]
    ledger.close()


def test_a_head_can_be_signed_for_a_stream_that_nobody_opened_yet(tmp_path: Path) -> None:
    first = ledger_in(tmp_path)
    stream = first.open(opening())
    stream.append(watched(1))
    first.close()
    ledger = ledger_in(tmp_path)
    assert read_head(ledger.sign_head(stream.id), KEY.public).seq == 1
    with pytest.raises(LookupError):
        ledger.sign_head(StreamId("nobody's"))
    ledger.close()


def test_closing_writes_nothing(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path)
    stream = ledger.open(opening())
    stream.append(watched(1))
    ledger.close()
    ledger.close()
    again = ledger_in(tmp_path)
    assert seqs_of_heads(again, stream.id) == [0]
    again.close()


def test_the_stream_of_a_course_is_that_of_the_latest_attempt(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path)
    first = opening()
    ledger.open(another(first, attempt=2))
    latest = ledger.open(another(first, attempt=3))
    ledger.open(first)
    ledger.open(opening(course_hash=CourseHash("dd" * 32), attempt=9))
    assert ledger.stream_for(learner=LEARNER, course_hash=COURSE) is latest
    ledger.close()
    again = ledger_in(tmp_path)
    found = again.stream_for(learner=LEARNER, course_hash=COURSE)
    assert found is not None
    assert found.id == latest.id
    again.close()


def test_a_course_that_was_never_begun_has_no_stream(tmp_path: Path) -> None:
    ledger: Ledger = ledger_in(tmp_path)
    assert ledger.streams() == ()
    assert ledger.stream_for(learner=LEARNER, course_hash=COURSE) is None


def test_whoever_asks_for_a_stream_gets_the_same_one(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path)
    stream = ledger.open(opening())
    assert ledger.streams() == (stream,)
    assert ledger.streams()[0] is ledger.stream_for(learner=LEARNER, course_hash=COURSE) is stream
    ledger.close()


def test_a_stream_is_only_opened_by_the_device_that_signs_it(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path)
    with pytest.raises(ValueError, match="device"):
        ledger.open(opening(signer=PrivateKey.generate()))
    assert ledger.streams() == ()
    ledger.close()


def test_a_stream_begun_under_another_key_is_read_but_not_continued(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path)
    begun = ledger.open(opening())
    ledger.close()
    other = ledger_in(tmp_path, signer=PrivateKey.generate())
    (stream,) = other.streams()
    assert stream.events == begun.events
    with pytest.raises(OtherDevice):
        stream.append(DisclosuresAcknowledged())
    with pytest.raises(OtherDevice):
        other.sign_head(stream.id)
    assert len(other.bodies(stream.id)) == 1
    other.close()


def test_two_ledgers_on_one_file_take_turns_without_a_fork(tmp_path: Path) -> None:
    one, two = ledger_in(tmp_path), ledger_in(tmp_path)
    ours = one.open(opening())
    (theirs,) = two.streams()
    for number in range(20):
        (ours if number % 3 else theirs).append(watched(number))
    theirs.append(watched(20))
    assert [event.seq for event in theirs.events] == list(range(22))
    assert read_events(two.bodies(ours.id)) == theirs.events
    one.close()
    two.close()


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(facts, max_size=8))
def test_whatever_facts_are_appended_replay_gives_them_back(appended: list[Fact]) -> None:
    with TemporaryDirectory() as folder:
        ledger = ledger_in(Path(folder))
        first = opening()
        stream = ledger.open(first)
        for fact in appended:
            stream.append(fact)
        ledger.close()
        again = ledger_in(Path(folder))
        (replayed,) = again.streams()
        assert replayed.events == stream.events
        assert [event.fact for event in replayed.events] == [first, *appended]
        signed = [n for n, fact in enumerate((first, *appended)) if type(fact) in MILESTONES]
        assert seqs_of_heads(again, stream.id) == signed
        again.close()
