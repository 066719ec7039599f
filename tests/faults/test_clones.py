"""A profile is cloned, or put back from a backup, and gone on with: merged, nothing of it is lost or counts twice."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import permutations
from pathlib import Path

import pytest

from player.bootstrap import holding, keeping
from player.bootstrap.holding import device_key_of
from player.bootstrap.keeping import merge_from, restore_from, write_backup_to
from player.bootstrap.places import Places, find_places
from player.domain.watch import Interval, Span
from player.ledger.care.rotation import Cause, back_up
from player.ledger.store import open_ledger
from player.proof.device import MachineId
from tests.fakes import FakeClock
from tests.faults.desks import LECTURE, desk_at
from tests.ledger.test_doctor import ruin

CLOCK = FakeClock(datetime(2026, 11, 21, 12, tzinfo=UTC))


@pytest.fixture(autouse=True)
def machines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each profile lies on a machine of its own, as its folder tells on a disk that numbers folders for life."""
    for module in (holding, keeping):
        monkeypatch.setattr(module, "machine_id", lambda profile: MachineId(sha256(bytes(profile)).hexdigest()[:32]))


@pytest.fixture
def unnoticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clones that nobody can tell apart."""
    for module in (holding, keeping):
        monkeypatch.setattr(module, "machine_id", lambda _: MachineId("a" * 32))


def places(profile: Path) -> Places:
    return find_places(profile)


def go_on(profile: Path, talk: Path, start_ms: int, end_ms: int) -> None:
    """The learner watches from one place to another; the disclosures are acknowledged where they were not yet."""
    with desk_at(profile, CLOCK) as desk:
        signed = desk.add_course(talk)
        journey = desk.journey(signed)
        if not journey.history.acknowledged:
            journey.acknowledge_disclosures()
        journey.start_watching(LECTURE, position_ms=start_ms)
        CLOCK.advance(end_ms - start_ms)
        span = Span(interval=Interval(start_ms, end_ms), engaged_ms=end_ms - start_ms, rate_percent=100)
        journey.watched(LECTURE, span)


def seen(profile: Path, talk: Path) -> tuple[tuple[int, int], ...]:
    """The parts of the recording that count."""
    with desk_at(profile, CLOCK) as desk:
        (session,) = desk.progress(desk.add_course(talk)).sessions
        return tuple((part.start_ms, part.end_ms) for part in session.coverage.intervals)


def bodies(profile: Path, *, forks: int = 0) -> set[bytes]:
    ledger = open_ledger(profile, signer=device_key_of(profile), clock=CLOCK)
    assert ledger.damaged() == ()
    assert len(ledger.forks()) == forks
    found = {body for strand in ledger.strands() for body in strand.bodies}
    ledger.close()
    return found


@pytest.fixture
def lived(tmp_path: Path, talk: Path) -> Path:
    profile = tmp_path / "first"
    go_on(profile, talk, 0, 1_000)
    return profile


def clone(profile: Path, to: str) -> Path:
    return Path(shutil.copytree(profile, profile.with_name(to)))


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_three_clones_that_went_on_lose_nothing_and_fork_nothing(
    lived: Path, talk: Path, order: tuple[int, ...]
) -> None:
    clones = [lived, clone(lived, "second"), clone(lived, "third")]
    for number, profile in enumerate(clones):
        go_on(profile, talk, 2_000 + number * 2_000, 3_000 + number * 2_000)
    everything = set[bytes]().union(*(bodies(profile) for profile in clones))
    for into in clones:
        for number in order:
            merge_from(places(into), clones[number])
    assert [bodies(profile) == everything for profile in clones] == [True] * 3
    parts = ((0, 1_000), (2_000, 3_000), (4_000, 5_000), (6_000, 7_000))
    assert [seen(profile, talk) for profile in clones] == [parts] * 3


def test_a_clone_never_goes_on_in_the_stream_it_was_cloned_from(lived: Path, talk: Path) -> None:
    copy = clone(lived, "copy")
    go_on(copy, talk, 2_000, 3_000)
    assert device_key_of(copy).public != device_key_of(lived).public
    assert bodies(lived) < bodies(copy)


@pytest.mark.usefixtures("unnoticed")
def test_clones_that_cannot_be_told_apart_fork_and_lose_nothing_all_the_same(lived: Path, talk: Path) -> None:
    copy = clone(lived, "copy")
    go_on(lived, talk, 2_000, 3_000)
    go_on(copy, talk, 4_000, 5_000)
    assert device_key_of(copy).public == device_key_of(lived).public
    everything = bodies(lived) | bodies(copy)
    assert merge_from(places(lived), copy).key_retired
    assert merge_from(places(copy), lived).key_retired
    assert bodies(lived, forks=1) == bodies(copy, forks=1) == everything
    parts = ((0, 1_000), (2_000, 3_000), (4_000, 5_000))
    assert seen(lived, talk) == seen(copy, talk) == parts
    go_on(lived, talk, 6_000, 7_000)
    merge_from(places(copy), lived)
    assert seen(copy, talk) == (*parts, (6_000, 7_000))


def test_a_backup_put_back_after_more_was_recorded_loses_nothing(lived: Path, talk: Path, tmp_path: Path) -> None:
    file, _ = write_backup_to(places(lived), tmp_path)
    go_on(lived, talk, 2_000, 3_000)
    before = bodies(lived)
    elsewhere = clone(lived, "elsewhere")
    ruin(lived)
    assert restore_from(places(lived), file).key_retired
    go_on(lived, talk, 4_000, 5_000)
    assert seen(lived, talk) == ((0, 1_000), (4_000, 5_000))
    merge_from(places(lived), elsewhere)
    assert seen(lived, talk) == ((0, 1_000), (2_000, 3_000), (4_000, 5_000))
    assert bodies(lived) > before


def test_a_ledger_that_was_put_back_by_hand_is_noticed_at_the_next_merge(
    lived: Path, talk: Path, tmp_path: Path
) -> None:
    shutil.copyfile(lived / "ledger.sqlite", tmp_path / "old.sqlite")
    go_on(lived, talk, 2_000, 3_000)
    elsewhere = clone(lived, "elsewhere")
    shutil.copyfile(tmp_path / "old.sqlite", lived / "ledger.sqlite")
    key = device_key_of(lived).public
    assert merge_from(places(lived), elsewhere).key_retired
    assert device_key_of(lived).public != key
    go_on(lived, talk, 4_000, 5_000)
    assert seen(lived, talk) == ((0, 1_000), (2_000, 3_000), (4_000, 5_000))


def test_an_automatic_backup_holds_the_signed_end_of_every_stream(lived: Path, talk: Path, tmp_path: Path) -> None:
    file = back_up(lived, Cause.WEEKLY, today=date(2026, 11, 21))
    new = tmp_path / "new"
    assert restore_from(places(new), file).events == len(bodies(lived))
    assert seen(new, talk) == ((0, 1_000),)
