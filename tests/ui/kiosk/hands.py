"""Hands at a station: a screen of its own with a keyboard layout, keys by their place, and a look at what arrived."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from player.domain.kiosk.key_codes import Codes, us_character

ROOT = Path(__file__).resolve().parents[3]
SHIFT = 50
PLACES = {us_character(Codes.X11, code, shift=shift): (code, shift) for shift in (True, False) for code in range(9, 66)}
"""Where each character lies on a US keyboard, in X11's codes, and whether it takes Shift."""
PATIENCE_S = 30
PAUSE_S = 0.13
"""Longer than a scanner's silence."""


class Station:
    """A window of `hall_window` on a screen that nobody else uses."""

    def __init__(self, display: str, program: subprocess.Popen[str]) -> None:
        self.display = display
        self._program = program

    @property
    def runs(self) -> bool:
        return self._program.poll() is None

    def ask(self, word: str = "state") -> dict[str, Any]:
        assert self._program.stdin is not None and self._program.stdout is not None
        self._program.stdin.write(word + "\n")
        self._program.stdin.flush()
        answer = self._program.stdout.readline()
        assert answer, "the window is gone"
        return json.loads(answer)

    def ask_until(self, held: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Asks until it is so; at the latest after `PATIENCE_S` what it is then."""
        ends = time.monotonic() + PATIENCE_S
        while not held(state := self.ask()) and time.monotonic() < ends:
            time.sleep(0.05)
        return state

    def lay_keys(self, layout: str) -> None:
        """Gives the keyboard another layout."""
        subprocess.run(["setxkbmap", layout], env=on(self.display), check=True, timeout=PATIENCE_S)

    def press(self, *arguments: str) -> None:
        """As `xdotool` does."""
        subprocess.run(["xdotool", *arguments], env=on(self.display), check=True, timeout=300)

    def scan(self, *codes: str, seed: int = 1) -> None:
        """As a scanner types: one code after the other, each ended by Return."""
        chance = Random(seed)
        arguments: list[str] = []
        for code in codes:
            arguments += ["key", "--delay", str(chance.randint(5, 15)), *places_of(code + "\n"), "sleep", str(PAUSE_S)]
        self.press(*arguments)

    @contextmanager
    def scanning(self, code: str) -> Generator[None]:
        """A scan that goes on meanwhile; it has ended when this has."""
        keys = ["key", "--delay", "12", *places_of(code + "\n")]
        with subprocess.Popen(["xdotool", *keys], env=on(self.display)):
            yield

    @contextmanager
    def held_up(self) -> Generator[None]:
        """The window does nothing, as on a machine with too much to do."""
        self._program.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._program.send_signal(signal.SIGCONT)

    def type(self, text: str) -> None:
        """As a person types: a key now and then."""
        self.press("key", "--delay", "240", *places_of(text))


def places_of(text: str) -> Iterable[str]:
    for character in text:
        code, shift = PLACES[character]
        yield f"{SHIFT}+{code}" if shift else str(code)


def on(display: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "WAYLAND"))}
    return {**kept, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}


@contextmanager
def screen() -> Generator[str]:
    """A virtual screen; it keeps the layout it was given when a program leaves."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            name = told.readline().strip()
        assert name, "the virtual screen did not start; packaging/setup --test installs Xvfb"
        yield f":{name}"
    finally:
        server.terminate()
        server.wait(PATIENCE_S)


@contextmanager
def station(display: str) -> Generator[Station]:
    """The window, with the keyboard on its first field."""
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.ui.kiosk.hall_window"],
        cwd=ROOT,
        env=on(display),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        made = Station(display, program)
        made.ask_until(lambda state: bool(state["fills"]) and state["focus"] == "QLineEdit")
        yield made
    finally:
        program.kill()
        program.wait(PATIENCE_S)
