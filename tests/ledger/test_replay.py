from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import cast

import pytest

from player.domain.event import CourseHash, Event, StreamId
from player.domain.problem import Problem
from player.ledger.problems import RecordsDamaged, StreamDamaged
from player.proof.chain import GENESIS, link
from player.proof.keys import PrivateKey
from tests.ledger.conftest import Home
from tests.ledger.making import COURSE, LEARNER, ledger_in, opening, watched


def write_two_streams(home: Home, *, events: int = 10) -> tuple[StreamId, StreamId]:
    ledger = home.open()
    first = ledger.open(opening())
    second = ledger.open(opening(course_hash=CourseHash("dd" * 32)))
    for number in range(1, events):
        first.append(watched(number))
        second.append(watched(number))
    ledger.close()
    return first.id, second.id


Alteration = tuple[str, tuple[object, ...], int]
"""A statement, its values, and the event that must be named."""

ALTERATIONS: dict[str, Alteration] = {
    "a body that is another's": (
        "UPDATE event SET body = (SELECT body FROM event WHERE stream = 2 AND seq = 5) WHERE stream = 1 AND seq = 5",
        (),
        5,
    ),
    "an event taken out": ("DELETE FROM event WHERE stream = 1 AND seq = 3", (), 3),
    "a tail that was cut off": ("DELETE FROM event WHERE stream = 1 AND seq >= 7", (), 7),
    "everything taken away": ("DELETE FROM event WHERE stream = 1", (), 0),
    "another learner in the list": ("UPDATE stream SET learner = 'ee' WHERE number = 1", (), 0),
    "heads taken away": ("DELETE FROM head WHERE stream = 1", (), 0),
    "the head of another stream": (
        "UPDATE head SET envelope = (SELECT envelope FROM head WHERE stream = 2 AND seq = 9)"
        " WHERE stream = 1 AND seq = 9",
        (),
        9,
    ),
    "a head listed for another branch": ("UPDATE head SET hash = ? WHERE stream = 1 AND seq = 9", (bytes(32),), 9),
    "a head that is no envelope": ("UPDATE head SET envelope = ? WHERE stream = 1 AND seq = 9", (b"\0",), 9),
}
IN_A_FILE: dict[str, Alteration] = {
    "a changed letter": (
        "UPDATE event SET body = CAST(replace(CAST(body AS TEXT), '\"end_ms\":6000', '\"end_ms\":9000') AS BLOB)"
        " WHERE stream = 1 AND seq = 5",
        (),
        5,
    ),
    "a body that is text": ("UPDATE event SET body = 'x' WHERE stream = 1 AND seq = 4", (), 4),
    "letters that are none": ("UPDATE stream SET learner = CAST(x'ff' AS TEXT) WHERE number = 1", (), 0),
    "a head that is a number": ("UPDATE head SET envelope = 7 WHERE stream = 1 AND seq = 9", (), 9),
    "a tail that was cut off with its heads": (
        "DELETE FROM event WHERE stream = 1 AND seq >= 7; DELETE FROM head WHERE stream = 1 AND seq >= 7",
        (),
        7,
    ),
}
"""What only SQLite lets somebody do, as it does not look at types, or at one statement at a time."""


@pytest.mark.parametrize("alteration", ALTERATIONS)
def test_an_altered_stream_is_named_and_the_others_stay_usable(home: Home, alteration: str) -> None:
    _judge_alteration(home, *ALTERATIONS[alteration])


@pytest.mark.parametrize("alteration", IN_A_FILE)
def test_a_stream_that_was_altered_in_a_file_is_named_too(tmp_path: Path, alteration: str) -> None:
    _judge_alteration(Home(str(tmp_path), shared=False), *IN_A_FILE[alteration])


def _judge_alteration(home: Home, statements: str, values: tuple[object, ...], place: int) -> None:
    first, second = write_two_streams(home)
    for statement in statements.split("; "):
        home.tamper(statement, *values)
    ledger = home.open()
    (problem,) = ledger.damaged()
    assert isinstance(problem, StreamDamaged)
    assert (problem.stream, problem.event) == (first, place)
    (sound,) = ledger.streams()
    assert sound.id == second
    assert sound.append(watched(99)).seq == 10
    with pytest.raises(StreamDamaged):
        ledger.sign_head(first)
    ledger.close()


def test_a_head_of_a_device_that_was_here_before_is_checked_too(home: Home) -> None:
    write_two_streams(home)
    home.tamper("UPDATE head SET envelope = ? WHERE stream = 1 AND seq = 9", b"{}")
    ledger = home.open(signer=PrivateKey.generate())
    (problem,) = ledger.damaged()
    assert "event 9 " in problem.what
    assert len(ledger.streams()) == 1
    ledger.close()


def test_the_course_of_a_damaged_stream_is_not_begun_anew_in_silence(home: Home) -> None:
    write_two_streams(home)
    home.tamper("UPDATE event SET body = ? WHERE stream = 1 AND seq = 1", b"\0")
    ledger = home.open()
    with pytest.raises(StreamDamaged, match="event 1 "):
        ledger.stream_for(learner=LEARNER, course_hash=COURSE)
    ledger.close()


def test_a_chain_that_was_computed_anew_does_not_fit_the_signed_head(home: Home) -> None:
    first, _ = write_two_streams(home)
    ledger = home.open()
    bodies = list(ledger.bodies(first))
    ledger.close()
    bodies[5] = bodies[5].replace(b'"end_ms":6000', b'"end_ms":9000')
    last = GENESIS
    for seq, body in enumerate(bodies):
        last = link(last, body)
        home.tamper("UPDATE event SET body = ?, hash = ? WHERE stream = 1 AND seq = ?", body, last, seq)
    again = home.open()
    (problem,) = again.damaged()
    assert "is not what was signed" in problem.what
    again.close()


def test_bytes_that_are_no_event_are_named_even_when_the_chain_fits_them(home: Home) -> None:
    ledger = home.open()
    stream = ledger.open(opening())
    stream.append(watched(1))
    (first, _) = ledger.bodies(stream.id)
    ledger.close()
    fitting = link(link(GENESIS, first), b"{}")
    home.tamper("UPDATE event SET body = ?, hash = ? WHERE seq = 1", b"{}", fitting)
    again = home.open()
    (problem,) = again.damaged()
    assert "event 1 " in problem.what
    assert "is not readable" in problem.what
    again.close()


def test_nothing_is_appended_to_a_stream_that_was_changed_while_it_is_open(home: Home) -> None:
    ledger = home.open()
    stream = ledger.open(opening())
    stream.append(watched(1))
    home.tamper("UPDATE event SET hash = ? WHERE seq = 1", bytes(32))
    with pytest.raises(StreamDamaged):
        stream.append(watched(2))
    with pytest.raises(StreamDamaged):
        ledger.sign_head(stream.id)
    home.tamper("DELETE FROM event WHERE seq = 1")
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
    first, second = write_two_streams(Home(str(whole), shared=False), events=40)
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


def test_a_stream_whose_very_name_was_wiped_is_told_of_all_the_same() -> None:
    nameless = cast(StreamId, None)  # as a damaged page gives it back, whatever the column allows
    told = StreamDamaged(stream=nameless, event=3, reason="is missing")
    assert "event 3" in told.what and "is missing" in told.sentence
