"""A line on the terminal that says how far a long command is; nothing where nobody watches."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from time import monotonic

_PAUSE_S = 0.1
_WIDTH = 76


class ProgressLine:
    """Writes over itself on stderr, a few times a second; `quiet` writes nothing."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._last = 0.0

    def step(self, words: str) -> None:
        """What is being done now."""
        self._show(words)

    def bytes(self, done: int, whole: int) -> None:
        """How much of a copy is done."""
        now = monotonic()
        if now - self._last >= _PAUSE_S or done == whole:
            self._last = now
            share = done * 100 // whole if whole else 100
            self._show(f"Writing: {share} % of {size_words(whole)}")

    def clear(self) -> None:
        self._show("")

    def _show(self, words: str) -> None:
        if not self._quiet:
            print(f"\r{words[:_WIDTH]:<{_WIDTH}}\r{words[:_WIDTH]}", end="", file=sys.stderr, flush=True)


@contextmanager
def progress_line(*, quiet: bool = False) -> Generator[ProgressLine]:
    """A line that is taken away afterwards, whatever happens; quiet as well where stderr is no terminal."""
    line = ProgressLine(quiet=quiet or not sys.stderr.isatty())
    try:
        yield line
    finally:
        line.clear()


def size_words(size: int) -> str:
    """812 bytes, 4.2 MB, 3.0 GB."""
    for unit, name in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if size >= unit:
            return f"{size / unit:.1f} {name}"
    return f"{size} bytes"
