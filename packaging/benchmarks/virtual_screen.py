"""A virtual screen whose pixels lie in a file: what is on it is read without asking any player."""

from __future__ import annotations

import mmap
import os
import struct
import subprocess
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from recordings import BAND, BITS, number_of

MANNERS = ("-nolisten", "tcp", "-noreset")
_NCOLORS = 19
_PITCH = 12


class VirtualScreen:
    """One screen of 24 bits; `area` says where on it the picture lies, the whole screen at first."""

    def __init__(self, display: str, pixels: Path, width: int, height: int) -> None:
        self.display = display
        self.width, self.height = width, height
        self.area: tuple[int, int, int, int] = (0, 0, width, height)
        with pixels.open("r+b") as file:
            self._memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        head = struct.unpack(">25I", self._memory[:100])
        self._start, self._pitch = head[0] + head[_NCOLORS] * 12, head[_PITCH]

    def number(self, lines: int) -> int:
        """The number in the picture that is on the screen now; `lines`: how many lines the recording has."""
        left, top, width, height = self.area
        line = top + max(1, BAND * height // lines // 2)
        begin = self._start + line * self._pitch + (left + width // BITS // 2) * 4
        memory = self._memory
        return number_of([memory[begin + place * width // BITS * 4] > 128 for place in range(BITS)])

    def numbers(self, lines: int, *, seconds: float) -> Iterator[tuple[float, int]]:
        """(When, number) for each change of what is shown, looked for 300 times a second."""
        end, before = time.monotonic() + seconds, -1
        while (now := time.monotonic()) < end:
            number = self.number(lines)
            # Twice the same: it was not being drawn just then.
            if number != before and number == self.number(lines):
                before = number
                yield now, number
            time.sleep(0.003)

    def close(self) -> None:
        self._memory.close()


@contextmanager
def virtual_screen(width: int, height: int) -> Generator[VirtualScreen]:
    with TemporaryDirectory(prefix="carrel-screen-") as folder:
        reader, writer = os.pipe()
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{width}x{height}x24", "-fbdir", folder, *MANNERS],
            pass_fds=[writer],
            stderr=subprocess.DEVNULL,
        )
        os.close(writer)
        try:
            with os.fdopen(reader) as told:
                number = told.readline().strip()
            assert number, "the virtual screen did not start; packaging/setup --test installs Xvfb"
            screen = VirtualScreen(f":{number}", Path(folder) / "Xvfb_screen0", width, height)
            yield screen
            screen.close()
        finally:
            server.terminate()
            server.wait()
