"""Reading the small files in which Linux tells about itself."""

from __future__ import annotations

from pathlib import Path

_LONGEST = 1 << 18
"""Characters that are read of a file: a sound codec tells about itself in 20,000; of a machine with hundreds of
processors the first ones are enough."""


def text_of(file: Path) -> str:
    """Nothing where there is no such file, or the kernel has nothing to say. Raises `PermissionError`."""
    try:
        with file.open(encoding="utf-8", errors="replace") as stream:
            return stream.read(_LONGEST)
    except PermissionError:
        raise
    except OSError:
        return ""


def line_of(file: Path) -> str:
    return text_of(file).strip()


def number_of(file: Path) -> int:
    """A plain number; 0 where there is none."""
    text = line_of(file)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
