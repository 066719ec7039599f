from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from player.domain.event import CourseHash, Event, StreamId
from player.domain.problem import Problem
from player.ledger.problems import RecordsDamaged, StreamDamaged
from player.proof.chain import GENESIS, link
from tests.ledger.making import COURSE, LEARNER, ledger_in, opening, tamper, watched


def write_two_streams(folder: Path, *, events: int = 10) -> tuple[StreamId, StreamId]:
    ledger = ledger_in(folder)
    first = ledger.open(opening())
    second = ledger.open(opening(course_hash=CourseHash("dd" * 32)))
    for number in range(1, events):
        first.append(watched(number))
        second.append(watched(number))
    ledger.sign_head(first.id)
    ledger.close()
    return first.id, second.id


ALTERATIONS = {
    "a changed letter": (
        "UPDATE event SET body = CAST(replace(CAST(body AS TEXT), '\"end_ms\":6000', '\"end_ms\":9000') AS BLOB)"
        " WHERE stream = 1 AND seq = 5",
        5,
    ),
    "a body that is text": ("UPDATE event SET body = 'x' WHERE stream = 1 AND seq = 4", 4),
    "an event taken out": ("DELETE FROM event WHERE stream = 1 AND seq = 3", 3),
    "a tail that was cut off": ("DELETE FROM event WHERE stream = 1 AND seq >= 7", 7),
    "everything taken away": ("DELETE FROM event WHERE stream = 1", 0),
    "another kind in the list": ("UPDATE event SET kind = 'checked-up' WHERE stream = 1 AND seq = 2", 2),
    "another time in the list": ("UPDATE event SET at = at + 1 WHERE stream = 1 AND seq = 2", 2),
    "another learner in the list": ("UPDATE stream SET learner = 'ee' WHERE number = 1", 0),
    "letters that are none": ("UPDATE stream SET learner = CAST(x'ff' AS TEXT) WHERE number = 1", 0),
    "a kind that is no text": ("UPDATE event SET kind = CAST(x'ff' AS TEXT) WHERE stream = 1 AND seq = 2", 2),
    "heads taken away": ("DELETE FROM head WHERE stream = 1", 0),
    "the head of another stream": (
        "UPDATE head SET envelope = (SELECT envelope FROM head WHERE stream = 2 LIMIT 1) WHERE stream = 1 AND seq = 9",
        9,
    ),
    "a head that is no envelope": ("UPDATE head SET envelope = x'00' WHERE stream = 1 AND seq = 9", 9),
    "a head that is a number": ("UPDATE head SET envelope = 7 WHERE stream = 1 AND seq = 9", 9),
}


@pytest.mark.parametrize("alteration", ALTERATIONS)
def test_an_altered_stream_is_named_and_the_others_stay_usable(tmp_path: Path, alteration: str) -> None:
    first, second = write_two_streams(tmp_path)
    statement, place = ALTERATIONS[alteration]
    tamper(tmp_path, statement)
    ledger = ledger_in(tmp_path)
    (problem,) = ledger.damaged()
    assert isinstance(problem, StreamDamaged)
    assert (problem.stream, problem.event) == (first, place)
    (sound,) = ledger.streams()
    assert sound.id == second
    assert sound.append(watched(99)).seq == 10
    with pytest.raises(StreamDamaged):
        ledger.sign_head(first)
    ledger.close()


def test_the_course_of_a_damaged_stream_is_not_begun_anew_in_silence(tmp_path: Path) -> None:
    write_two_streams(tmp_path)
    tamper(tmp_path, "UPDATE event SET body = x'00' WHERE stream = 1 AND seq = 1")
    ledger = ledger_in(tmp_path)
    with pytest.raises(StreamDamaged, match="event 1 "):
        ledger.stream_for(learner=LEARNER, course_hash=COURSE)
    ledger.close()


def test_a_chain_that_was_computed_anew_does_not_fit_the_signed_head(tmp_path: Path) -> None:
    first, _ = write_two_streams(tmp_path)
    ledger = ledger_in(tmp_path)
    bodies = list(ledger.bodies(first))
    ledger.close()
    bodies[5] = bodies[5].replace(b'"end_ms":6000', b'"end_ms":9000')
    last = GENESIS
    for seq, body in enumerate(bodies):
        last = link(last, body)
        tamper(tmp_path, "UPDATE event SET body = ?, hash = ? WHERE stream = 1 AND seq = ?", body, last, seq)
    again = ledger_in(tmp_path)
    (problem,) = again.damaged()
    assert "is not what was signed" in problem.what
    again.close()


def test_bytes_that_are_no_event_are_named_even_when_the_chain_fits_them(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path)
    stream = ledger.open(opening())
    stream.append(watched(1))
    (first, _) = ledger.bodies(stream.id)
    ledger.close()
    fitting = link(link(GENESIS, first), b"{}")
    tamper(tmp_path, "UPDATE event SET body = ?, hash = ? WHERE seq = 1", b"{}", fitting)
    again = ledger_in(tmp_path)
    (problem,) = again.damaged()
    assert "event 1 " in problem.what
    assert "is not readable" in problem.what
    again.close()


def test_nothing_is_appended_to_a_stream_that_was_changed_while_it_is_open(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path)
    stream = ledger.open(opening())
    stream.append(watched(1))
    tamper(tmp_path, "UPDATE event SET hash = zeroblob(32) WHERE seq = 1")
    with pytest.raises(StreamDamaged):
        stream.append(watched(2))
    with pytest.raises(StreamDamaged):
        ledger.sign_head(stream.id)
    tamper(tmp_path, "DELETE FROM event WHERE seq = 1")
    with pytest.raises(StreamDamaged):
        stream.append(watched(2))
    assert len(ledger.bodies(stream.id)) == 1
    ledger.close()


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"not a database at all" * 100)
    with pytest.raises(RecordsDamaged):
        ledger_in(tmp_path)
    assert (tmp_path / "ledger.sqlite").read_bytes() == b"not a database at all" * 100


def test_a_flipped_bit_is_told_as_a_problem_and_no_altered_event_is_believed(tmp_path: Path) -> None:
    """Of the bits of the file, at random: a seeded sample, each in a copy."""
    whole = tmp_path / "whole"
    first, second = write_two_streams(whole, events=40)
    ledger = ledger_in(whole)
    written = {stream.id: list(stream.events) for stream in ledger.streams()}
    ledger.close()
    original = (whole / "ledger.sqlite").read_bytes()
    chance = random.Random(20240105)
    told = 0
    for _ in range(60):
        copy = tmp_path / "copy"
        copy.mkdir()
        place, bit = chance.randrange(len(original)), chance.randrange(8)
        flipped = bytearray(original)
        flipped[place] ^= 1 << bit
        (copy / "ledger.sqlite").write_bytes(flipped)
        told += _judge(copy, written)
        shutil.rmtree(copy)
    assert told > 0
    assert set(written) == {first, second}


def _judge(folder: Path, written: dict[StreamId, list[Event]]) -> bool:
    """Whether the damage was told; what is believed must be what was written, from its beginning on."""
    try:
        ledger = ledger_in(folder)
    except Problem:
        return True
    try:
        for stream in ledger.streams():
            assert list(stream.events) == written[stream.id][: len(stream.events)]
        return bool(ledger.damaged())
    except Problem:
        return True
    finally:
        ledger.close()
