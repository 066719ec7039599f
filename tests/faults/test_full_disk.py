"""A disk without room, as the learner meets it: watching stops earning at once, nothing is lost, and it goes on.

The disk is a small one in memory, filled to the last byte or almost, so that every act fails in each of its parts.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from player.bootstrap.holding import back_up_before_upgrade
from player.bootstrap.places import find_places
from player.bootstrap.verifying import verifier_over
from player.desk.desk import Desk
from player.desk.judged import of_one_course
from player.desk.rehearsal import answers_from_key, plausible_responses
from player.domain.event import CertificateIssued
from player.domain.journey import Journey
from player.domain.learner import Profession
from player.domain.problem import Problem
from player.domain.watch import Coverage, Interval, Span
from player.ledger.care.backup import read_backup
from player.ledger.care.rotation import Cause, back_up, kept_in
from player.ledger.database import DRIVER
from player.ledger.problems import DiskFull
from player.ledger.store import FILE, open_ledger
from player.proof.keys import PrivateKey
from player.proof.manifest import SignedCourse
from tests.fakes import FakeClock
from tests.faults.desks import LECTURE, desk_at
from tests.faults.test_upgrade_interrupted import records_in
from tests.faults.upgrading import KEPT
from tests.figures import Figures
from tests.ledger.conftest import SmallDisk
from tests.ledger.making import TickingClock

OPEN_DAY = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
SECOND = 1_000
ROOMS = (0, 4, 12, 28, 60, 124, 252, 508, 1_020, 2_044, 4_092)
"""KiB that are left on the disk, one attempt after the other."""


class Filling:
    """A file that takes up what room there is."""

    def __init__(self, disk: SmallDisk) -> None:
        self._file = disk.folder / "fill"
        self._disk = disk

    def leave(self, kib: int) -> None:
        """Takes all the room but for so much."""
        self.go()
        free = shutil.disk_usage(self._disk.folder).free
        with suppress(OSError), self._file.open("wb", buffering=0) as stream:
            for _ in range(max(0, free // 4096 - kib // 4)):
                stream.write(bytes(4096))

    def go(self) -> None:
        self._file.unlink(missing_ok=True)


@pytest.fixture
def filling(small_disk: SmallDisk) -> Filling:
    small_disk.remount("size=40m")
    return Filling(small_disk)


def play(journey: Journey, clock: FakeClock, second: int) -> Coverage:
    """One second of the lecture, really played. Returns what is covered then."""
    clock.advance(SECOND)
    interval = Interval(second * SECOND, (second + 1) * SECOND)
    progress = journey.watched(LECTURE, Span(interval=interval, engaged_ms=SECOND, rate_percent=100))
    return progress.sessions[0].coverage


def covered(journey: Journey) -> Coverage:
    return journey.progress().sessions[0].coverage


# --- watching ------------------------------------------------------------------------------------------------------


def test_watching_stops_earning_at_once_earns_nothing_meanwhile_and_goes_on_when_there_is_room(
    small_disk: SmallDisk, filling: Filling, talk: Path, tmp_path: Path, figures: Figures
) -> None:
    clock = FakeClock(OPEN_DAY)
    profile = small_disk.folder / "profile"
    with desk_at(profile, clock) as desk:
        signed = desk.add_course(talk)
        journey = desk.journey(signed)
        journey.acknowledge_disclosures()
        journey.start_watching(LECTURE, position_ms=0)
        for second in range(3):
            play(journey, clock, second)
        filling.leave(0)
        before = watch_until_it_is_refused(journey, clock, desk, signed)
        events = journey.progress().event_count
        for second in range(4, 7):
            with pytest.raises(DiskFull, match="earns nothing"):
                play(journey, clock, second)
            assert covered(journey) == before, "not for a moment"
            assert desk.progress(signed).event_count == events
        filling.go()
        after = play(journey, clock, 8)
        assert after == before.plus(Interval(8_000, 9_000))
    with desk_at(profile, clock) as desk:
        assert covered(desk.journey(signed)) == after, "what was shown is what is there"
        file = desk.export(signed, folder(tmp_path))
        verdict = of_one_course(verifier_over(find_places(profile))(file)).verdict
    assert verdict.history.of_session(LECTURE).coverage == after
    figures("disk full while watching", refused=4, lost=0, counted_ms=after.length_ms)


def watch_until_it_is_refused(journey: Journey, clock: FakeClock, desk: Desk, signed: SignedCourse) -> Coverage:
    """Plays the same second on and on: the log may still have had some room. Returns what was covered until then."""
    while True:
        before = covered(journey)
        try:
            play(journey, clock, 2)
        except DiskFull as problem:
            assert "earns nothing" in problem.meaning
            assert covered(journey) == before
            assert desk.progress(signed).sessions[0].coverage == before
            return before


def folder(place: Path) -> Path:
    (place / "out").mkdir()
    return place / "out"


# --- documents and files -------------------------------------------------------------------------------------------


def claimed(desk: Desk, clock: FakeClock, talk: Path) -> SignedCourse:
    """The whole way up to the claim."""
    signed = desk.add_course(talk)
    desk.save_learner(replace(desk.learner, name="Ana María Núñez", profession=Profession.PHYSICIAN))
    journey = desk.journey(signed)
    journey.acknowledge_disclosures()
    journey.start_watching(LECTURE, position_ms=0)
    for second in range(5):
        play(journey, clock, second)
    assert signed.course.quiz is not None
    journey.submit_quiz(answers_from_key(signed.course.quiz))
    journey.submit_evaluation(plausible_responses(signed.course.evaluation))
    entitlement = journey.progress().entitlements[0]
    journey.claim(entitlement.offer.id, amount=entitlement.now, profession=Profession.PHYSICIAN)
    return signed


def files_in(place: Path) -> dict[Path, int]:
    """Everything that lies there but for the databases, which are as large as they are, and empty locks."""
    return {
        path: path.stat().st_size
        for path in place.rglob("*")
        if path.is_file() and path.name != "fill" and "sqlite" not in path.name
    }


def until_there_is_room(
    filling: Filling, place: Path, act: Callable[[], Path], check: Callable[[Path], object]
) -> tuple[Path, int]:
    """Tries `act` with more and more room. What is refused leaves no file behind, or one that `check` finds whole.

    Returns the file that was made in the end, and how often there was no room for it.
    """
    refused = 0
    for room in ROOMS:
        filling.leave(room)
        before = files_in(place)
        try:
            return act(), refused
        except Problem as problem:
            assert problem.code in {"CannotWrite", "DiskFull"}, problem
            left = files_in(place)
            assert left == {**left, **before}, "what was there is as it was"
            for added in left.keys() - before.keys():
                check(added)
            refused += 1
    raise AssertionError("there was never enough room")


@pytest.mark.parametrize("kind", ["certificate", "completion file"])
def test_a_document_for_which_there_is_no_room_is_whole_or_not_there_and_is_issued_once(
    kind: str, small_disk: SmallDisk, filling: Filling, talk: Path, figures: Figures
) -> None:
    clock = FakeClock(OPEN_DAY)
    profile = small_disk.folder / "profile"
    out = small_disk.folder / "out"
    out.mkdir()
    with desk_at(profile, clock) as desk:
        signed = claimed(desk, clock, talk)

        def make() -> Path:
            return desk.documents.issue(signed, "ama") if kind == "certificate" else desk.export(signed, out)

        file, refused = until_there_is_room(filling, small_disk.folder, make, verifier_over(find_places(profile)))
        filling.go()
        assert of_one_course(verifier_over(find_places(profile))(file)).verdict.progress.claims
        issued = [e for e in desk.journey(signed).stream.events if isinstance(e.fact, CertificateIssued)]
        assert len(issued) == (kind == "certificate")
    assert refused > 0
    figures(f"disk full: {kind}", refused=refused, half_written=0)


def test_a_backup_for_which_there_is_no_room_is_whole_or_not_there_and_the_older_ones_stay(
    small_disk: SmallDisk, filling: Filling, talk: Path, figures: Figures
) -> None:
    clock = FakeClock(OPEN_DAY)
    profile = small_disk.folder / "profile"
    with desk_at(profile, clock) as desk:
        claimed(desk, clock, talk)
    back_up(profile, Cause.WEEKLY, today=date(2026, 6, 3))

    def make() -> Path:
        return back_up(profile, Cause.WEEKLY, today=date(2026, 6, 10))

    file, refused = until_there_is_room(filling, small_disk.folder, make, read_backup)
    assert read_backup(file).damaged == 0
    assert len(kept_in(profile)) == 2
    assert refused > 0
    figures("disk full: backup", refused=refused, half_written=0)


def test_an_upgrade_for_which_there_is_no_room_leaves_the_old_records_as_they_were(
    small_disk: SmallDisk, filling: Filling, tmp_path: Path, figures: Figures
) -> None:
    profile = Path(shutil.copytree(KEPT / "format-1", small_disk.folder / "profile"))
    old = records_in(profile / FILE)
    key = PrivateKey.read(profile / "device.key")

    def make() -> Path:
        ledger = open_ledger(
            profile, signer=key, clock=TickingClock(), before_upgrade=lambda: back_up_before_upgrade(profile)
        )
        ledger.database.close()
        return profile / FILE

    refused = 0
    for room in ROOMS:
        filling.leave(room)
        try:
            make()
            break
        except Problem as problem:
            assert problem.code in {"CannotWrite", "DiskFull"}, problem
            refused += 1
            assert readable(profile, tmp_path) == old
    filling.go()
    new = readable(profile, tmp_path)
    assert (new.format, new.evidence) == (2, old.evidence)
    for kept in kept_in(profile):
        assert read_backup(kept.file).events == 150
    assert refused > 0
    figures("disk full: upgrade", refused=refused, half_applied=0)


def readable(profile: Path, tmp_path: Path) -> Any:
    """What is in the file, looked at where there is room: reading may need some."""
    away = tmp_path / "away"
    shutil.rmtree(away, ignore_errors=True)
    away.mkdir()
    for name in (FILE, f"{FILE}-wal"):
        if (profile / name).exists():
            shutil.copy(profile / name, away / name)
    assert DRIVER.connect(str(away / FILE)).execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return records_in(away / FILE)
