"""The clock of this machine, moved under a running program: the real desk, the real ledger, real seconds.

libfaketime moves the wall clock alone; a time namespace moves monotonic time alone (Linux, and only for root).
"""

from __future__ import annotations

import ctypes.util
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from player.bootstrap.places import find_places
from player.bootstrap.verifying import verifier_over
from player.desk.judged import of_one_course
from player.domain.timekeeping import Happening, in_doubt
from tests.faults.child import Child
from tests.figures import Figures

MIDDAY = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
"""The course is open then; when these tests are run does not matter."""
HOUR_S = 3600
NEAR_S = 2


def _libfaketime() -> str:
    named = ctypes.util.find_library("faketime")
    found = [*Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), *Path("/usr/lib").glob("faketime/libfaketime.so.1")]
    return str(found[0]) if found else named or ""


LIBFAKETIME = _libfaketime()
needs_libfaketime = pytest.mark.skipif(not LIBFAKETIME, reason="needs libfaketime: apt-get install faketime")


class WallClock:
    """The wall clock of the child, and of nobody else."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "faketime"
        self.set(MIDDAY)

    def set(self, moment: datetime) -> None:
        """From now on it is `moment`; monotonic time does not notice."""
        self._put(moment.timestamp() - time.time())

    def move(self, by: timedelta) -> None:
        self._put(self._by_s + by.total_seconds())

    def environment(self, zone: str = "UTC") -> dict[str, str]:
        return {
            "LD_PRELOAD": LIBFAKETIME,
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            # Waits for another thread are by monotonic time, and need no help; with it they turn on the spot.
            "FAKETIME_FORCE_MONOTONIC_FIX": "0",
            "FAKETIME_NO_CACHE": "1",
            "TZ": zone,
        }

    def _put(self, by_s: float) -> None:
        self._by_s = by_s
        # The child reads the file at each look at the clock: it must never find half of it.
        part = self._file.with_suffix(".part")
        part.write_text(f"{by_s:+.3f}\n")
        part.replace(self._file)


@pytest.fixture
def wall(tmp_path: Path) -> WallClock:
    return WallClock(tmp_path)


def jumps(answer: dict[str, Any]) -> list[tuple[str, int]]:
    """What is remarked, in whole hours; restarts without a word."""
    return [(happening, round(by_ms / 3_600_000)) for happening, by_ms in answer["remarks"] if happening != "restarted"]


def finish(child: Child, to: Path) -> dict[str, Any]:
    for words in (("watch", 2_000, 500), ("finish",), ("claim",)):
        child.ask(*words)
    to.mkdir()
    return child.ask("export", to)


def judged(profile: Path, to: Path) -> Sequence[Happening]:
    """What a verifier reads in the completion file, which must be genuine and prove the whole credit."""
    (file,) = to.glob("*.completion")
    verified = of_one_course(verifier_over(find_places(profile))(file))
    (claim,) = verified.verdict.history.claims
    assert claim.credit.amount == Decimal("0.25")
    (contribution,) = verified.verdict.contributions
    assert in_doubt(contribution.clock)
    return [remark.happening for remark in contribution.clock]


@needs_libfaketime
def test_a_wall_clock_that_is_moved_to_and_fro_under_the_program_costs_nothing_and_is_seen(
    profile: Path, talk: Path, wall: WallClock, tmp_path: Path, figures: Figures
) -> None:
    with Child(profile, talk, environment=wall.environment()) as child:
        assert child.ask("begin")["day"] == "2026-06-03"
        answer = {}
        for second, moved in enumerate((timedelta(days=-3), timedelta(days=40), timedelta(hours=-5))):
            wall.move(moved)
            answer = child.ask("watch", second * 500, 500)
        assert jumps(answer) == [("clock-jumped", -72), ("clock-jumped", 960), ("clock-jumped", -5)]
        assert answer["covered_ms"] == answer["engaged_ms"] == 1_500
        child.ask("watch", 1_500, 500)
        end = finish(child, tmp_path / "out")
    assert (end["covered_ms"], end["claims"]) == (2_500, ["0.25"])
    assert Happening.JUMPED in judged(profile, tmp_path / "out")
    figures("clock, this machine's own", jumps=3, covered_ms=end["covered_ms"], claimed=end["claims"][0])


@needs_libfaketime
@pytest.mark.parametrize("wrong", [datetime(1970, 1, 2, tzinfo=UTC), datetime(2090, 6, 1, tzinfo=UTC)])
def test_a_wall_clock_that_is_wrong_all_along_locks_nobody_out(
    wrong: datetime, profile: Path, talk: Path, wall: WallClock, tmp_path: Path
) -> None:
    wall.set(wrong)
    with Child(profile, talk, environment=wall.environment()) as child:
        assert child.ask("look")["standing"] == ("not-yet-open" if wrong.year == 1970 else "expired")
        if wrong.year == 1970:
            assert child.say("begin")["problem"] == "StepLocked"
        assert child.ask("correct", MIDDAY.isoformat())["standing"] == "open"
        child.ask("begin")
        for second in range(2):
            child.ask("watch", second * 500, 500)
        wall.move(timedelta(days=-500))
        for second in range(2, 4):
            child.ask("watch", second * 500, 500)
    with Child(profile, talk, environment=wall.environment()) as child:
        assert child.ask("look")["standing"] == "open", "the word holds until the computer is started again"
        end = finish(child, tmp_path / "out")
    assert end["claims"] == ["0.25"]
    assert Happening.CORRECTED in judged(profile, tmp_path / "out")


@needs_libfaketime
def test_a_clock_set_back_while_the_program_was_closed_is_remarked(profile: Path, talk: Path, wall: WallClock) -> None:
    with Child(profile, talk, environment=wall.environment()) as child:
        child.ask("begin")
    wall.move(timedelta(days=-10))
    with Child(profile, talk, environment=wall.environment()) as child:
        assert jumps(child.ask("watch", 0, 100)) == [("clock-jumped", -240)]


@needs_libfaketime
def test_another_time_zone_is_remarked_and_nothing_else(profile: Path, talk: Path, wall: WallClock) -> None:
    for zone, offset_min in (("America/New_York", -240), ("Asia/Kathmandu", 345), ("UTC", 0)):
        with Child(profile, talk, environment=wall.environment(zone)) as child:
            child.ask("begin")
            answer = child.ask("watch", 0, 100)
            assert answer["offset_min"] == offset_min
    assert answer["remarks"] == [["zone-changed", 585 * 60_000], ["zone-changed", -345 * 60_000]]


@needs_libfaketime
@pytest.mark.parametrize(
    ("night", "before", "hours"),
    [
        (datetime(2026, 3, 8, 7, 0, tzinfo=UTC), -300, 1),
        (datetime(2026, 11, 1, 6, 0, tzinfo=UTC), -240, -1),
    ],
    ids=["spring", "autumn"],
)
def test_daylight_saving_that_begins_or_ends_under_the_program_is_a_change_of_zone_and_no_jump(
    night: datetime, before: int, hours: int, profile: Path, talk: Path, wall: WallClock
) -> None:
    wall.set(night - timedelta(seconds=3))
    with Child(profile, talk, environment=wall.environment("America/New_York")) as child:
        wall.set(night - timedelta(seconds=3))
        first = child.ask("begin")
        assert (first["offset_min"], first["remarks"]) == (before, [])
        answer = child.ask("watch", 0, 4_000)
    assert answer["remarks"] == [["zone-changed", hours * 3_600_000]]
    assert answer["covered_ms"] == 4_000


def _may_move_boot_time() -> bool:
    if shutil.which("unshare") is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    tried = subprocess.run(["unshare", "--time", "--fork", "--boottime", "1", "true"], check=False, capture_output=True)
    return tried.returncode == 0


@pytest.fixture
def boot_time() -> Iterator[None]:
    if not _may_move_boot_time():
        pytest.skip("only root can move the time since the start of the computer, on Linux")
    yield


def later(seconds: int) -> list[str]:
    """A machine that has run, or slept, so much longer; its wall clock does not show it."""
    return ["unshare", "--time", "--fork", "--boottime", str(seconds)]


@needs_libfaketime
@pytest.mark.usefixtures("boot_time")
def test_a_night_asleep_with_the_program_closed_is_no_jump(profile: Path, talk: Path, wall: WallClock) -> None:
    with Child(profile, talk, environment=wall.environment()) as child:
        child.ask("begin")
        child.ask("watch", 0, 100)
    wall.move(timedelta(hours=8))
    with Child(profile, talk, under=later(8 * HOUR_S), environment=wall.environment()) as child:
        answer = child.ask("watch", 100, 100)
    assert answer["remarks"] == []
    assert answer["covered_ms"] == 200


@needs_libfaketime
@pytest.mark.usefixtures("boot_time")
def test_a_wall_clock_that_stood_still_while_the_machine_slept_is_remarked(
    profile: Path, talk: Path, wall: WallClock
) -> None:
    with Child(profile, talk, environment=wall.environment()) as child:
        child.ask("begin")
    with Child(profile, talk, under=later(8 * HOUR_S), environment=wall.environment()) as child:
        assert jumps(child.ask("watch", 0, 100)) == [("clock-jumped", -8)]


@needs_libfaketime
def test_no_wall_clock_makes_more_of_a_second_than_a_second(profile: Path, talk: Path, wall: WallClock) -> None:
    """An hour passes by the wall clock; by monotonic time it is a second, and a second is what counts."""
    with Child(profile, talk, environment=wall.environment()) as child:
        child.ask("begin")
        child.ask("watch", 0, 500)
        wall.move(timedelta(hours=1))
        refused = child.say("state", 0, 9_000)
        assert refused["problem"] == "ImpossibleSpan"
        assert refused["covered_ms"] == 500
