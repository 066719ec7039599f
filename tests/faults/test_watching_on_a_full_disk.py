"""The disk fills up while a recording plays in the real window: watching earns nothing from then on, the screen says
so, and it goes on by itself when there is room."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from player.bootstrap.desk import desk_over
from player.bootstrap.places import Places
from player.domain.progress import SessionProgress
from player.domain.tracking import LONGEST_SPAN_MS
from player.ui.host import Place, Route
from player.ui.shell.shell import Shell
from player.ui.start import make_window
from player.ui.watch.recorder import RETRY_MS
from player.ui.watch.screen import WatchScreen
from tests.journeys.hands import Hands
from tests.ledger.conftest import SmallDisk

pytestmark = pytest.mark.serial

SAMPLE = "meet-carrel.course"
FULL = "There is no room left on the disk that holds your records"
NOTHING = "Nothing can be saved: watching earns nothing now"
AGAIN = "Saved again: watching counts"
LOST_AT_A_PAUSE_MS = 50
"""An engine goes on some milliseconds after the place where it was paused."""
SLACK_S = 5.0
"""What a busy machine may take on top."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """The window over a profile on the small disk, and who sits before it."""

    window: Shell
    hands: Hands
    disk: SmallDisk

    @property
    def position_ms(self) -> int:
        return self.window.findChildren(WatchScreen)[0]._now.position_ms

    @property
    def kept(self) -> SessionProgress:
        """What the ledger holds."""
        self.hands.settle()
        progress = self.window.desk.library()[0].progress
        assert progress is not None
        return progress.sessions[0]

    def fill(self) -> Path:
        """Takes every byte that the disk has left."""
        filler = self.disk.folder / "filler"
        with filler.open("wb", buffering=0) as file:
            for size in (1 << 16, 1 << 12, 1):
                try:
                    while True:
                        file.write(bytes(size))
                except OSError:
                    continue
        return filler


@pytest.fixture
def seat(display: str, qapp: QApplication, small_disk: SmallDisk, root: Path) -> Iterator[Seat]:
    small_disk.remount("size=32m")
    places = Places(profile=small_disk.folder / "profile", resources=root / "resources")
    with desk_over(places) as desk:
        signed = desk.add_course(root / "resources" / "samples" / SAMPLE)
        desk.journey(signed).acknowledge_disclosures()
        window = make_window(qapp, desk, places)
        window.show()
        window.go(Route(place=Place.WATCH, course=signed.hash))
        yield Seat(window=window, hands=Hands(qapp, window), disk=small_disk)
        window.close()
        window.deleteLater()


def test_a_disk_that_fills_up_stops_the_earning_until_there_is_room(seat: Seat) -> None:
    hands = seat.hands
    hands.press("Play")
    began = time.monotonic()
    hands.until(lambda: seat.position_ms > 3_000, "the recording")
    hands.press("Pause")
    hands.until(lambda: "Saved on this computer" in hands.told(), "the first span")
    before = seat.kept
    hands.press("Play")

    filler = seat.fill()
    hands.until(lambda: FULL in hands.told(), "the word on the disk", seconds=LONGEST_SPAN_MS / 1000 + SLACK_S)
    assert "earns nothing" in hands.told() and "Make some room on that disk" in hands.told()
    assert NOTHING in hands.told()
    hands.live(1)
    played_s = time.monotonic() - began

    position_ms = seat.position_ms
    hands.live(RETRY_MS / 1000 + 1)
    assert seat.position_ms == position_ms, "it does not play on while nothing can be saved"
    assert NOTHING in hands.told()
    assert seat.kept == before, "nothing is earned, and nothing that was saved is lost"

    filler.unlink()
    hands.until(lambda: AGAIN in hands.told(), "the word that it counts", seconds=RETRY_MS / 1000 + SLACK_S)
    resumed = time.monotonic()
    assert FULL not in hands.told() and NOTHING not in hands.told()
    hands.until(lambda: seat.position_ms > position_ms + 3_000, "the recording going on by itself")
    hands.press("Pause")
    hands.live(1)
    hands.settle()
    after = seat.kept
    played_s += time.monotonic() - resumed

    gaps = [later.start_ms - earlier.end_ms for earlier, later in pairwise(after.coverage.intervals)]
    assert all(gap <= LOST_AT_A_PAUSE_MS for gap in gaps), after.coverage
    assert after.coverage.intervals[-1].end_ms > position_ms + 2_000
    assert before.engaged_ms < after.engaged_ms <= played_s * 1000, "the time without room does not count"
