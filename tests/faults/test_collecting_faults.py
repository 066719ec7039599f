"""What bad completion files get from a provider who collects: each a sentence, none holds up the others, and none that
is not genuine counts."""

from __future__ import annotations

import json
import lzma
import random
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from player.domain.collection.account import Outcome, Stretch
from player.domain.collection.book import Book
from player.domain.collection.playing import at_once_ms
from player.domain.event import ClockCorrected, DeviceId, Purpose, StreamId, Watched
from player.domain.learner import LearnerId
from player.exchange.completion import KIND
from player.office.intake import Intake, Taken
from player.proof.envelope import Envelope, seal
from player.proof.renewing import Changes, first_root, renewed
from player.proof.roots import Revocation
from player.proof.trust import Trust, publisher_of_root
from tests.builders import COURSE
from tests.faults.collecting import put
from tests.figures import Figures
from tests.ledger.conftest import Home, home
from tests.office.lives import NOW, account, earned, intake, learner, life, ordinary, sent
from tests.proof.vaults import OLD
from tests.worlds import DEVICE, PUBLISHER, World, key

__all__ = ["home"]


ANA = learner(1)


def only(office: Intake, file: Path) -> Taken:
    """What becomes of one file; twice, as what is told the second time must be the same."""
    (first,), (second,) = office.take([file]), office.take([file])
    then = {Outcome.NEW: Outcome.KNOWN}.get(first.outcome, first.outcome)
    assert (second.outcome, second.reason, second.receipt) == (then, first.reason, first.receipt)
    return first


def refused(office: Intake, file: Path, code: str, words: str) -> None:
    """Refused with these words in three sentences; listed under this code; nothing of it counts."""
    before = office.collection.figures()
    told = only(office, file)
    assert told.outcome is Outcome.REFUSED, told
    assert words in told.reason
    assert told.reason.count(".") >= 3 and told.reason.endswith((".", "”")), told.reason
    assert code in [one.code for one in office.collection.refusals()]
    after = office.collection.figures()
    assert (after.files, after.credits, after.learners) == (before.files, before.credits, before.learners)


@pytest.fixture
def office(home: Home) -> Iterator[Intake]:
    office = intake(home.address)
    with closing(office.collection):
        yield office


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Intake]:
    """The same with a file alone."""
    office = intake(tmp_path)
    with closing(office.collection):
        yield office


# --- what is in the files ------------------------------------------------------------------------------------------


def repacked(data: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    """Contents that somebody changed who has the device's key."""
    envelope = Envelope.from_json(data, name="a")
    contents = json.loads(lzma.decompress(envelope.payload))
    change(contents)
    packed = json.dumps(contents, ensure_ascii=False, separators=(",", ":")).encode()
    return seal(lzma.compress(packed), KIND, DEVICE).to_json()


def test_a_file_of_a_newer_version_is_not_taken_in_and_the_newer_program_is_named_as_the_way(here: Intake) -> None:
    data = repacked(ordinary(1), lambda contents: contents.update(format=99))
    refused(here, put(here_folder(here), "new", data), "NewerFormat", "newer Carrel")


def here_folder(office: Intake) -> Path:
    """Where a test with a file alone lays its files."""
    return Path(office.collection.database.place.folder) / "in"  # pyright: ignore[reportAttributeAccessIssue]


@pytest.mark.parametrize("step", [199, pytest.param(1, marks=pytest.mark.long)])
def test_a_file_that_was_altered_or_cut_anywhere_is_refused_and_the_sound_one_counts_afterwards(
    here: Intake, tmp_path: Path, step: int
) -> None:
    data = ordinary(1)
    spoilt = [data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :] for place in range(0, len(data), step)]
    cut = [data[:size] for size in range(0, len(data), 5 * step)]
    files = [put(tmp_path / "in", f"{number:05}", one) for number, one in enumerate((*spoilt, *cut))]
    taken = here.take(files)
    assert {one.outcome for one in taken} == {Outcome.REFUSED}
    assert all(one.reason.endswith((".", "”")) for one in taken)
    assert {one.receipt for one in taken} == {b""}, "nobody vouches for who is named in it"
    assert only(here, put(tmp_path, "sound", data)).outcome is Outcome.NEW
    assert here.collection.figures().credits == 1


def test_a_file_for_a_course_that_nobody_here_knows_names_the_way_to_believe_it(office: Intake, tmp_path: Path) -> None:
    file = put(tmp_path, "a", sent(life(ANA, stream=1, publisher=key(77))))
    refused(office, file, "UnknownPublisher", "carrel trust add")


def test_a_file_from_a_device_that_is_not_believed_any_more_says_why(office: Intake, tmp_path: Path) -> None:
    office.collection.revoke_device(DeviceId(DEVICE.public.id), "It was stolen.", NOW)
    refused(office, put(tmp_path, "a", ordinary(1)), "DeviceRevoked", "It was stolen.")


def test_a_file_of_a_course_whose_key_was_revoked_says_why(home: Home, tmp_path: Path) -> None:
    never = date.max
    first = first_root(
        name="Example", threshold=1, root_keys=[OLD[0].public], course_keys=[PUBLISHER.public], expires=never
    )
    lost = Revocation(key=PUBLISHER.public.raw.hex(), on=date(2024, 6, 1), reason="The laptop was stolen.")
    trust = Trust((publisher_of_root(renewed(first, Changes(revoke=(lost,), expires=never))),))
    office = intake(home.address, trust=trust)
    with closing(office.collection):
        refused(office, put(tmp_path, "a", ordinary(1)), "PublisherRevoked", "The laptop was stolen.")


def test_what_was_only_rehearsed_proves_no_credit_and_says_so(office: Intake, tmp_path: Path) -> None:
    file = put(tmp_path, "a", sent(life(ANA, stream=1, purpose=Purpose.REHEARSAL)))
    refused(office, file, "SpecimenFile", "rehearsal")


@pytest.mark.parametrize("first", [0, 1])
def test_the_same_record_with_two_histories_counts_once_and_is_flagged_whichever_came_first(
    office: Intake, tmp_path: Path, first: int
) -> None:
    one, other = earned(ANA, stream=1), life(ANA, stream=1)
    other.finish()
    other.clock.advance(60_000)
    other.claim(amount="1.0")
    files = [put(tmp_path, "a", sent(one)), put(tmp_path, "b", sent(other))]
    taken = [*office.take([files[first]]), *office.take([files[1 - first]])]
    assert {told.outcome for told in taken} == {Outcome.NEW}
    assert office.collection.figures().credits == 1
    (words,) = (flag.words for flag in office.collection.flags() if flag.kind.value == "forked-stream")
    assert "continued in two ways" in words
    assert {told.outcome for told in office.take(files)} == {Outcome.KNOWN}
    assert sum(flag.kind.value == "forked-stream" for flag in office.collection.flags()) == 1


LETTERS = random.Random(5)
LONG = "".join(chr(LETTERS.randrange(0x4E00, 0x9FFF)) for _ in range(9_000))
"""27 kB that nothing makes shorter: no index of a database takes it."""


@pytest.mark.parametrize("strange", ["A\0B", LONG], ids=["nul", "long"])
@pytest.mark.parametrize("where", ["name", "licence", "email", "npi"])
def test_whatever_a_learner_wrote_the_file_is_taken_in_and_the_others_too(
    office: Intake, tmp_path: Path, where: str, strange: str
) -> None:
    who = learner(7, **{where: strange})
    files = [put(tmp_path, "a", sent(earned(who, stream=7))), put(tmp_path, "b", ordinary(1))]
    assert [one.outcome for one in office.take(files)] == [Outcome.NEW] * 2
    assert office.collection.figures().credits == 2
    assert all(flag.words for flag in office.collection.flags())


def named(title: str, *, publisher: int) -> bytes:
    course = replace(COURSE, title=title)
    return sent(life(ANA, stream=1, course=course, publisher=PUBLISHER if publisher == 1 else key(publisher)))


@pytest.mark.parametrize("publisher", [1, 77])
def test_whatever_a_course_is_called_the_file_is_dealt_with(office: Intake, tmp_path: Path, publisher: int) -> None:
    told = only(office, put(tmp_path, "a", named("A\0\x1b[31m\u202eB", publisher=publisher)))
    assert told.reason.isprintable()
    assert all(one.reason.isprintable() for one in office.collection.refusals())


def under(stream: str, who: str) -> World:
    """A life under ids that Carrel does not give."""
    world = life(replace(ANA, id=LearnerId(who)), stream=1)
    if stream:
        opening = replace(world.stream._opening, stream=StreamId(stream))
        world.stream._opening = opening
        world.stream._events[0] = replace(world.stream._events[0], fact=opening)
    return world


@pytest.mark.parametrize(
    ("stream", "who"),
    [("", "A\0B"), ("", LONG), ("a\0" * 16, ANA.id), (LONG, ANA.id), ("", "AB" * 16)],
    ids=["nul in a name", "long name", "nul in a record", "long record", "capitals"],
)
def test_a_record_under_an_id_that_carrel_does_not_give_is_refused(
    office: Intake, tmp_path: Path, stream: str, who: str
) -> None:
    refused(office, put(tmp_path, "a", sent(under(stream, who))), "StrangeRecord", "does not give")


@pytest.mark.parametrize("by_ms", [10**9, 10**14, 10**17, 10**30])
def test_a_clock_that_was_put_anywhere_is_taken_in_or_refused_and_nothing_breaks(
    office: Intake, tmp_path: Path, by_ms: int
) -> None:
    world = life(ANA, stream=1)
    world.journey.acknowledge_disclosures()
    world.watch(COURSE.sessions[0], upto_ms=120_000)
    world.stream.append(ClockCorrected(by_ms=by_ms))
    told = only(office, put(tmp_path, "a", sent(world)))
    assert told.outcome is (Outcome.NEW if by_ms < 10**15 else Outcome.REFUSED)


# --- what wears others out -----------------------------------------------------------------------------------------


def test_a_file_that_unpacks_to_more_than_any_completion_is_refused_in_little_memory(
    here: Intake, tmp_path: Path, figures: Figures
) -> None:
    bomb = seal(lzma.compress(bytes(65 << 20), preset=1), KIND, DEVICE).to_json()
    files = [put(tmp_path / "in", "a", bomb), put(tmp_path / "in", "b", ordinary(1))]
    assert [one.outcome for one in here.take(files)] == [Outcome.REFUSED, Outcome.NEW]
    figures("a file that unpacks to 65 MiB", bytes=len(bomb))


def disjoint(count: int, *, stream: int, device: str) -> list[Stretch]:
    return [
        Stretch(stream=StreamId(f"{stream:032x}"), device=DeviceId(device), began_ms=n * 1000, ended_ms=n * 1000 + 900)
        for n in range(count)
    ]


def test_tens_of_thousands_of_stretches_on_two_devices_hold_nobody_up() -> None:
    """Two billion pairs: who looked at each would be at it for the rest of the day."""
    one, other = disjoint(50_000, stream=1, device="a"), disjoint(50_000, stream=2, device="b")
    assert at_once_ms(one, [*one, *other]) == 50_000 * 900
    played = replace(account(ordinary(1)), played=tuple(one))
    book = Book()
    for number, stretches in enumerate((one, other)):
        moved = replace(played, digest=bytes([number]) * 32, played=tuple(stretches))
        strands = (replace(played.own, stream=StreamId(f"{number + 1:032x}")),)
        book.settle(replace(moved, strands=strands), lambda digest, stream: b"")
    assert "two-places" in {flag.kind.value for flag, _ in book.flags}


@pytest.mark.long
def test_a_file_with_fifty_thousand_stretches_is_taken_in_beside_others(here: Intake, tmp_path: Path) -> None:
    files = list[Path]()
    for number, device in ((1, DEVICE), (2, key(9))):
        world = life(ANA, stream=number, device=device)
        world.journey.acknowledge_disclosures()
        world.journey.start_watching(COURSE.sessions[0].id, position_ms=0)
        for n in range(50_000):
            world.clock.advance(100_000)
            world.stream.append(
                Watched(
                    session=COURSE.sessions[0].id,
                    start_ms=n * 20,
                    end_ms=n * 20 + 10,
                    engaged_ms=10,
                    rate_percent=100,
                )
            )
        files.append(put(tmp_path / "in", str(number), sent(world, device=device)))
    files.append(put(tmp_path / "in", "3", ordinary(3)))
    assert [one.outcome for one in here.take(files)] == [Outcome.NEW] * 3
