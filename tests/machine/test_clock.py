"""The system's clocks: wall time as it believes, monotonic time that does not run back."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from player.domain.clock import LAST_WALL_MS
from player.domain.event import DisclosuresAcknowledged, Event
from player.domain.journey import clock_jump
from player.machine.clock import SystemClock, believable, boot_id, monotonic_source, offset_minutes
from player.proof import wire


def test_stamps_run_forward_within_one_boot() -> None:
    clock = SystemClock()
    stamps = [clock.stamp() for _ in range(100)]
    assert all(one.mono_ms <= other.mono_ms for one, other in pairwise(stamps))
    assert len({stamp.boot for stamp in stamps}) == 1


def test_a_stamp_shows_the_time_of_day() -> None:
    before, stamp, after = datetime.now(UTC), SystemClock().stamp(), datetime.now(UTC)
    assert before - timedelta(milliseconds=1) <= stamp.moment <= after


def test_two_stamps_of_one_boot_agree_about_the_time_between_them() -> None:
    clock = SystemClock()
    first = Event(seq=0, stamp=clock.stamp(), fact=DisclosuresAcknowledged())
    assert clock_jump(first, SystemClock().stamp()) == 0


def test_an_event_with_a_real_stamp_can_be_written_and_read() -> None:
    event = Event(seq=0, stamp=SystemClock().stamp(), fact=DisclosuresAcknowledged())
    assert wire.decode(wire.encode(event)) == event


def test_monotonic_time_is_that_of_the_boot() -> None:
    read = monotonic_source()
    assert 0 < read() <= read()


def test_a_boot_has_one_name_which_is_not_the_systems_own(tmp_path: Path) -> None:
    file = tmp_path / "boot_id"
    file.write_text("0e8a6f0c-9d0b-4b6e-8f6e-1f2d3c4b5a69\n")
    assert boot_id(file) == boot_id(file)
    assert len(boot_id(file)) == 16 and boot_id(file) not in file.read_text()


def test_where_the_system_names_no_boot_each_run_is_its_own(tmp_path: Path) -> None:
    assert boot_id(tmp_path / "none") != boot_id(tmp_path / "none")
    (tmp_path / "odd").write_bytes(b"\xff")
    assert boot_id(tmp_path / "odd") != boot_id(tmp_path / "odd")


@pytest.mark.parametrize(
    ("wall_ms", "expected"), [(-5, 0), (0, 0), (1_717_416_000_000, 1_717_416_000_000), (10**18, LAST_WALL_MS)]
)
def test_a_clock_that_is_far_off_still_leaves_readable_evidence(wall_ms: int, expected: int) -> None:
    assert believable(wall_ms) == expected
    assert -1440 <= offset_minutes(expected) <= 1440


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system sets its zone otherwise")
@pytest.mark.parametrize(
    ("zone", "moment", "minutes"),
    [
        ("America/New_York", datetime(2024, 1, 15, tzinfo=UTC), -300),
        ("America/New_York", datetime(2024, 7, 15, tzinfo=UTC), -240),
        ("Asia/Kathmandu", datetime(2024, 7, 15, tzinfo=UTC), 345),
        ("America/St_Johns", datetime(2024, 1, 15, tzinfo=UTC), -210),
        ("UTC", datetime(2024, 1, 15, tzinfo=UTC), 0),
    ],
)
def test_the_zone_is_told_in_minutes_east_of_utc(
    zone: str, moment: datetime, minutes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    try:
        with monkeypatch.context() as away:
            away.setenv("TZ", zone)
            time.tzset()
            assert offset_minutes(round(moment.timestamp() * 1000)) == minutes
    finally:
        time.tzset()
