"""An attendee and the staff at a real station: its program on a screen of its own, met by keys, mouse and eyes."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageGrab

from tests.ui.kiosk.hands import PATIENCE_S, PAUSE_S, ROOT, on, places_of

CODE = "Carrel2026!"
LOCK, DONE = (1214, 58), (1158, 44)
"""Where the staff's lock and “I am done” are, from the left and the top."""
LOOK_S = 0.15
STILL_LOOKS = 4
LEAST_CHANGE, ANOTHER_PAGE_PERMILLE = 12, 20
TRIES = 8


class Attendee:
    """Hands and eyes at a station. `records`: where the station keeps what happens, for who looks from outside."""

    def __init__(self, display: str, records: Path, program: subprocess.Popen[bytes]) -> None:
        self._display = display
        self._records = records
        self._program = program

    @property
    def station_runs(self) -> bool:
        return self._program.poll() is None

    # --- hands -------------------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        self._do("key", "--delay", "120", *keys)

    def type(self, text: str) -> None:
        """As a person does, key by key."""
        self._do("key", "--delay", "240", *places_of(text))

    def click(self, place: tuple[int, int]) -> None:
        self._do("mousemove", *map(str, place), "click", "1", "mousemove", "640", "799")

    def scan(self, badge: str) -> None:
        """As a scanner types, until the station shows that it heard it: hands on a busy machine are slower."""
        before = self.look()
        for _ in range(TRIES):
            self._do("key", "--delay", "8", *places_of(badge + "\n"), "sleep", str(PAUSE_S))
            if self._within(5, lambda: is_another_page(self.look(), before)):
                return self.until_still()
        pytest.skip("this machine is too busy to type as a scanner does")

    # --- eyes --------------------------------------------------------------------------------------------

    def look(self) -> Image.Image:
        """What is on the screen now, without the pointer."""
        return ImageGrab.grab(xdisplay=self._display).convert("L")

    def until_still(self) -> None:
        """Until nothing moves on the screen any more."""
        seen, looks = self.look(), 0
        ends = time.monotonic() + PATIENCE_S
        while looks < STILL_LOOKS and time.monotonic() < ends:
            time.sleep(LOOK_S)
            now = self.look()
            looks, seen = (looks + 1 if now == seen else 0), now

    def until_other(self, act: Callable[[], None], what: str) -> None:
        """Does something, and waits for the page that follows."""
        before = self.look()
        act()
        self.until(lambda: is_another_page(self.look(), before), what)
        self.until_still()

    # --- what the station keeps --------------------------------------------------------------------------

    def noted(self, entry: str) -> int:
        """How often the diary says so."""
        try:
            lines = (self._records / "kiosk.log").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return 0
        return sum(json.loads(line)["entry"] == entry for line in lines)

    def events(self) -> int:
        """How many acts are in the ledger."""
        with closing(sqlite3.connect(f"file:{self._records / 'ledger.sqlite'}?mode=ro", uri=True)) as ledger:
            return int(ledger.execute("select count(*) from event").fetchone()[0])

    def until(self, holds: Callable[[], bool], what: str) -> None:
        assert self._within(PATIENCE_S, holds), f"waited {PATIENCE_S} s for {what}"

    def _within(self, seconds: float, holds: Callable[[], bool]) -> bool:
        ends = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > ends:
                return False
            time.sleep(LOOK_S)
        return True

    def _do(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=on(self._display), check=True, timeout=60)


def is_another_page(now: Image.Image, before: Image.Image) -> bool:
    """A button that is pressed changes less of the screen than another page does."""
    changed = sum(ImageChops.difference(now, before).histogram()[LEAST_CHANGE:])
    return changed > now.width * now.height * ANOTHER_PAGE_PERMILLE // 1000


@contextmanager
def station_at(display: str, config: Path, records: Path) -> Generator[Attendee]:
    """The program as it runs in a hall, and opened by the staff."""
    command = [sys.executable, "-m", "player", "kiosk", "--config", str(config)]
    program = subprocess.Popen(command, cwd=ROOT, env=on(display), stdin=subprocess.DEVNULL, start_new_session=True)
    attendee = Attendee(display, records, program)
    try:
        attendee.until(lambda: attendee.noted("started") == 1, "the station")
        attendee.until(lambda: len(attendee.look().getcolors() or ()) > 2, "its screen")
        attendee.until_still()
        attendee.until_other(lambda: attendee.click(LOCK), "the lock")
        attendee.type(CODE)
        attendee.press("Return")
        attendee.until(lambda: attendee.noted("opened") == 1, "the operator's code")
        attendee.until_still()
        # The way back has the keyboard.
        attendee.until_other(lambda: attendee.press("space"), "the attract screen")
        yield attendee
    finally:
        program.send_signal(signal.SIGTERM)
        try:
            program.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            os.killpg(program.pid, signal.SIGKILL)
            program.wait(PATIENCE_S)
