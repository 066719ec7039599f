"""Damaged bytes: no altered event is ever believed, and what can be told from sound is told.

Each bit of the events is flipped in turn; in the database file bits are flipped, sectors and pages wiped and pages
exchanged, and its log is cut off, taken away and exchanged with another's.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from player.domain.learner import LearnerId
from player.domain.problem import Problem
from player.ledger.database import DRIVER
from player.ledger.problems import RecordsDamaged
from player.ledger.store import FILE
from player.proof.chain import read_head
from player.proof.evidence import verify
from player.proof.strand import Strand, check_strand
from tests.faults.damage import LOG, Judged, Streams, copy_of, damage, judge, make_profile
from tests.figures import Figures
from tests.ledger.making import COURSE, KEY, LEARNER, ledger_in, watched
from tests.worlds import DEVICE, TRUST, head_after, world

PAGE, SECTOR = 4096, 512
Change = Callable[[bytearray], None]


# --- every bit of the events ---------------------------------------------------------------------------------------


def flips_of(data: bytes) -> Iterable[bytes]:
    for place in range(len(data)):
        for bit in range(8):
            yield data[:place] + bytes([data[place] ^ 1 << bit]) + data[place + 1 :]


def believed(strand: Strand) -> bool:
    try:
        check_strand(strand)
    except Problem:
        return False
    return True


def test_every_flipped_bit_of_the_events_is_found_by_replay(figures: Figures) -> None:
    here = world()
    here.journey.acknowledge_disclosures()
    here.watch(here.course.sessions[0], upto_ms=120_000)
    strand = here.evidence().strand
    assert believed(strand)
    flips = missed = 0
    for place, body in enumerate(strand.bodies):
        for flipped in flips_of(body):
            bodies = (*strand.bodies[:place], flipped, *strand.bodies[place + 1 :])
            flips += 1
            missed += believed(replace(strand, bodies=bodies))
    figures("bit flips, event bytes", events=len(strand.bodies), flips=flips, missed=missed)
    assert missed == 0
    assert flips > 5_000


def test_an_altered_event_is_found_though_the_device_itself_signed_it_anew() -> None:
    """The chain is no lock: whoever holds the key can make a new one, and then the acts must be possible."""
    here = world()
    here.finish()
    here.claim()
    bodies = here.stream.bodies
    (place,) = (number for number, body in enumerate(bodies) if b'"credit-claimed"' in body)
    altered = (*bodies[:place], bodies[place].replace(b'"1.5"', b'"2.5"'), *bodies[place + 1 :])
    heads = (head_after(here.stream.id, altered, len(altered) - 1, signer=DEVICE),)
    with pytest.raises(Problem, match=r"2\.5 cannot be claimed"):
        verify(replace(here.evidence(), bodies=altered, heads=heads), TRUST)


# --- the database file ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Streams]:
    """A sound profile, to be copied and not to be touched."""
    folder = tmp_path_factory.mktemp("damage") / "whole"
    folder.mkdir()
    return folder, make_profile(folder)


def bit(place: int) -> Change:
    def flip(data: bytearray) -> None:
        data[place // 8] ^= 1 << place % 8

    return flip


def wiped(start: int, length: int) -> Change:
    def wipe(data: bytearray) -> None:
        data[start : start + length] = bytes(length)

    return wipe


def exchanged(one: int, other: int) -> Change:
    def exchange(data: bytearray) -> None:
        first, second = (slice(page * PAGE, page * PAGE + PAGE) for page in (one, other))
        data[first], data[second] = data[second], data[first]

    return exchange


def bits_of_events(data: bytes, streams: Streams) -> list[int]:
    """The numbers of all bits of the file that belong to the bytes of an event."""
    places = [(data.find(body), len(body)) for bodies in streams.values() for body in bodies]
    assert all(start > 0 for start, _ in places)
    return [place for start, length in places for place in range(start * 8, (start + length) * 8)]


class Toll:
    """What came of all the damage done in one test."""

    def __init__(self, whole: tuple[Path, Streams], scratch: Path) -> None:
        self._folder, self._streams = whole
        self._scratch = scratch
        self.tried = self.altered = self.replay = self.doctor = self.unnoticed = self.usable = 0

    def take(self, change: Change) -> Judged:
        """Damages a copy and looks what is believed: all that is must be as it was recorded, to the byte."""
        folder = copy_of(self._folder, self._scratch)
        damage(folder, change)
        judged = judge(folder)
        self.tried += 1
        self.altered += any(self._streams.get(stream) != bodies for stream, bodies in judged.believed.items())
        self.replay += bool(judged.refused)
        self.doctor += bool(judged.found)
        self.unnoticed += not judged.noticed
        self.usable += bool(judged.believed) and judged.appended == len(judged.believed)
        # Whatever is not believed was noticed: nothing gets lost in silence.
        assert judged.noticed or set(judged.believed) == set(self._streams)
        return judged

    def show(self, figures: Figures, name: str) -> None:
        figures(
            name,
            tried=self.tried,
            altered_events_believed=self.altered,
            found_by_replay=self.replay,
            found_by_doctor=self.doctor,
            harmless=self.unnoticed,
            others_usable=self.usable,
        )
        assert self.altered == 0


@pytest.fixture
def toll(whole: tuple[Path, Streams], tmp_path: Path) -> Toll:
    return Toll(whole, tmp_path / "damaged")


def flip_events(toll: Toll, whole: tuple[Path, Streams], figures: Figures, times: int) -> None:
    folder, streams = whole
    bits = bits_of_events((folder / FILE).read_bytes(), streams)
    for place in random.Random(5).sample(bits, times):
        judged = toll.take(bit(place))
        assert len(judged.believed) == len(streams) - 1, "the stream whose event it is, and no other"
        assert judged.appended == len(judged.believed)
        assert judged.refused == ("StreamDamaged",)
        assert "StreamDamaged" in judged.found
    toll.show(figures, f"bit flips in events, in the file ({times})")
    assert toll.replay == toll.doctor == times


def flip_anywhere(toll: Toll, whole: tuple[Path, Streams], figures: Figures, times: int) -> None:
    size = (whole[0] / FILE).stat().st_size
    chance = random.Random(6)
    for _ in range(times):
        toll.take(bit(chance.randrange(size * 8)))
    toll.show(figures, f"bit flips anywhere in the file ({times})")


def wipe_and_exchange(toll: Toll, whole: tuple[Path, Streams], figures: Figures, times: int) -> None:
    data = (whole[0] / FILE).read_bytes()
    chance = random.Random(7)
    pages = len(data) // PAGE
    for _ in range(times):
        sector = chance.randrange(len(data) // SECTOR) * SECTOR
        one, other = chance.sample(range(pages), 2)
        page = chance.randrange(pages)
        for change in (wiped(sector, SECTOR), wiped(page * PAGE, PAGE), exchanged(one, other)):
            toll.take(change)
    toll.show(figures, f"sectors, pages wiped or exchanged ({3 * times})")


def test_every_flipped_bit_of_an_event_in_the_file_is_found_and_the_other_streams_stay_usable(
    toll: Toll, whole: tuple[Path, Streams], figures: Figures
) -> None:
    flip_events(toll, whole, figures, 40)


def test_a_flipped_bit_anywhere_in_the_file_lets_no_altered_event_through(
    toll: Toll, whole: tuple[Path, Streams], figures: Figures
) -> None:
    flip_anywhere(toll, whole, figures, 40)


def test_wiped_and_exchanged_pages_let_no_altered_event_through(
    toll: Toll, whole: tuple[Path, Streams], figures: Figures
) -> None:
    wipe_and_exchange(toll, whole, figures, 12)


@pytest.mark.long
def test_three_hundred_flipped_bits_of_events_in_the_file(
    toll: Toll, whole: tuple[Path, Streams], figures: Figures
) -> None:
    flip_events(toll, whole, figures, 300)


@pytest.mark.long
def test_three_hundred_flipped_bits_anywhere(toll: Toll, whole: tuple[Path, Streams], figures: Figures) -> None:
    flip_anywhere(toll, whole, figures, 300)


@pytest.mark.long
def test_three_hundred_times_each_sectors_and_pages(toll: Toll, whole: tuple[Path, Streams], figures: Figures) -> None:
    wipe_and_exchange(toll, whole, figures, 300)


# --- the log -------------------------------------------------------------------------------------------------------


def with_log(folder: Path, scratch: Path) -> tuple[Path, Streams]:
    """A copy of a profile in the middle of its work: part of it is in the file, the rest in its log."""
    base = copy_of(folder, scratch / "working")
    ledger = ledger_in(base)
    for stream in ledger.streams():
        for number in range(20):
            stream.append(watched(100 + number))
    copied = copy_of(base, scratch / "with-log")
    streams = {stream.id: ledger.bodies(stream.id) for stream in ledger.streams()}
    ledger.close()
    assert (copied / LOG).stat().st_size > 0
    return copied, streams


def is_a_beginning_of(part: tuple[bytes, ...], all_of_it: tuple[bytes, ...]) -> bool:
    return part == all_of_it[: len(part)]


def cut_log(length: int) -> Callable[[Path], object]:
    return lambda folder: (folder / LOG).write_bytes((folder / LOG).read_bytes()[:length])


LOG_FAULTS: dict[str, Callable[[Path], object]] = {
    "taken away": lambda folder: (folder / LOG).unlink(),
    "cut to nothing": cut_log(0),
    "cut in its first page": cut_log(1_000),
    "cut in the middle": cut_log(100_001),
    "cut by a byte": cut_log(-1),
    "a bit flipped": lambda folder: damage(folder, bit(8 * 60_000), name=LOG),
    "its head wiped": lambda folder: damage(folder, wiped(0, SECTOR), name=LOG),
}


@pytest.mark.parametrize("name", LOG_FAULTS)
def test_what_is_left_of_a_damaged_log_is_the_beginning_of_what_was_recorded(
    name: str, whole: tuple[Path, Streams], tmp_path: Path
) -> None:
    folder, streams = with_log(whole[0], tmp_path)
    LOG_FAULTS[name](folder)
    judged = judge(folder)
    for stream, bodies in judged.believed.items():
        assert is_a_beginning_of(bodies, streams[stream])
        assert is_a_beginning_of(whole[1][stream], bodies), "what is in the file itself does not go with the log"
    assert judged.noticed or set(judged.believed) == set(streams)
    assert judged.appended == len(judged.believed)


def test_the_log_of_another_database_makes_nobody_believe_an_altered_event(
    whole: tuple[Path, Streams], tmp_path: Path, figures: Figures
) -> None:
    """SQLite cannot know whose log it is, and plays it in: the chain of each stream must tell."""
    other = tmp_path / "other"
    other.mkdir()
    make_profile(other, streams=2, events=200)
    theirs, their_streams = with_log(other, tmp_path / "theirs")
    folder, streams = with_log(whole[0], tmp_path / "ours")
    (folder / LOG).write_bytes((theirs / LOG).read_bytes())
    judged = judge(folder)
    figures("log of another database", believed=len(judged.believed), noticed=int(judged.noticed))
    for stream, bodies in judged.believed.items():
        assert is_a_beginning_of(bodies, {**streams, **their_streams}[stream])
    assert judged.noticed


@pytest.mark.parametrize("index", ["stream_of_course", "sqlite_autoindex_stream_1"])
def test_an_index_that_lost_its_entries_hides_no_stream(
    index: str, whole: tuple[Path, Streams], tmp_path: Path
) -> None:
    """It finds nothing, and says nothing: a course would look as if it was never begun, and evidence as if empty."""
    folder = copy_of(whole[0], tmp_path / "index")
    (page,) = rows_of(folder, f"SELECT rootpage FROM sqlite_schema WHERE name = '{index}'")
    # The count of entries in the head of a leaf page: https://sqlite.org/fileformat2.html
    damage(folder, wiped((page - 1) * PAGE + 3, 2))
    ledger = ledger_in(folder)
    for stream in ledger.streams():
        assert ledger.bodies(stream.id) == whole[1][stream.id]
        assert read_head(ledger.sign_head(stream.id), KEY.public).seq == len(stream.events) - 1
        assert len(ledger.heads(stream.id)) > 1
    if index == "stream_of_course":
        with pytest.raises(RecordsDamaged):
            ledger.stream_for(learner=LEARNER, course_hash=COURSE)
    assert ledger.stream_for(learner=LearnerId("1f" * 16), course_hash=COURSE) is None
    ledger.close()
    assert judge(folder).found


def rows_of(folder: Path, query: str) -> tuple[Any, ...]:
    connection = DRIVER.connect(str(folder / FILE))
    found = connection.execute(query).fetchone()
    connection.close()
    return found


def test_the_damaged_stream_is_named_with_its_first_event_that_is_not_as_it_was(
    whole: tuple[Path, Streams], tmp_path: Path
) -> None:
    folder = copy_of(whole[0], tmp_path / "named")
    (stream, bodies), *_ = whole[1].items()
    place = (folder / FILE).read_bytes().find(bodies[17])
    damage(folder, bit(8 * place + 300))
    ledger = ledger_in(folder, signer=KEY)
    (problem,) = ledger.damaged()
    ledger.close()
    assert stream[:8] in problem.what and "event 17" in problem.what
