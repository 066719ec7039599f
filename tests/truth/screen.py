"""A screen of the test's own, and a reader that notes which numbered picture stands on it, and since when."""

from __future__ import annotations

import mmap
import os
import struct
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from player.machine.clock import monotonic_source
from tests.truth.programs import PATIENCE_S, running
from tests.truth.recordings import BITS, HEIGHT, ROW_HEIGHT
from tests.truth.sightings import Sighting

SIZE = (1440, 900)
READ_EVERY_S = 0.004
BRIGHT = 128
now_ms = monotonic_source()
"""The clock of the ledger's stamps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A rectangle of the screen, in pixels."""

    left: int
    top: int
    width: int
    height: int


class Screen:
    """What a virtual display shows, read from the memory in which its server draws: it costs the server nothing.

    The memory is a file in the format of `xwd`: its header tells of its own length and of the bytes of a line.
    """

    def __init__(self, name: str, memory: Path) -> None:
        self.name = name
        with memory.open("rb") as file:
            self._pixels = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        header = struct.unpack(">25I", self._pixels[:100])
        self._line = header[12]
        self._first = header[0] + header[19] * 12
        assert header[11] == 32, "four bytes a pixel"

    def number(self, area: Area) -> int | None:
        """The number of the picture that fills this area; None where there is none."""
        plain = self._bits(area, ROW_HEIGHT // 2)
        turned = self._bits(area, ROW_HEIGHT + ROW_HEIGHT // 2)
        return plain if plain ^ turned == (1 << BITS) - 1 else None

    def _bits(self, area: Area, row: int) -> int:
        line = self._first + (area.top + row * area.height // HEIGHT) * self._line
        bits = 0
        for place in range(BITS):
            x = area.left + (2 * place + 1) * area.width // (2 * BITS)
            bits = bits * 2 + (self._pixels[line + x * 4 + 1] > BRIGHT)
        return bits


@contextmanager
def screen_of_its_own(folder: Path) -> Generator[Screen]:
    """A display that nobody else uses."""
    reading, writing = os.pipe()
    width, height = SIZE
    command = ("Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24", "-fbdir", str(folder))
    with running(*command, "-nolisten", "tcp", "-noreset", keep=[writing]):
        os.close(writing)
        with os.fdopen(reading) as told:
            name = f":{told.readline().strip()}"
        assert name != ":", "the virtual screen did not start"
        yield Screen(name, folder / "Xvfb_screen0")


class Reader:
    """Looks at the screen 250 times a second; `seen` grows by one with every picture that takes another's place."""

    def __init__(self, screen: Screen) -> None:
        self.seen: list[Sighting] = []
        self._screen = screen
        self._area: Area | None = None
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def look_at(self, area: Area | None) -> None:
        """Where the picture lies from now on."""
        self._area = area

    @property
    def number(self) -> int | None:
        """What stands there now."""
        return self._screen.number(self._area) if self._area is not None else None

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.set()
        self._thread.join(PATIENCE_S)

    def _look(self) -> None:
        last: int | None = None
        while not self._ends.wait(READ_EVERY_S):
            number = self.number
            if number is not None and number != last:
                self.seen.append(Sighting(mono_ms=now_ms(), number=number))
                last = number
