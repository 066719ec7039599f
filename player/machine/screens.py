"""What is told of a screen's size: two facts of one screen, or why neither can be told."""

from __future__ import annotations

from collections.abc import Iterable

from player.domain.phrase import Phrase
from player.machine.asking import Reading

Size = tuple[int, int]
"""Width and height in pixels."""
SCREEN = ("screen.width", "screen.height")
"""What the readings of a size are of."""
MAIN = Phrase("the main screen")


def size_readings(found: Size | None, how: str, why: str) -> tuple[Reading, Reading]:
    """Width and height; a screen without a size is none."""
    if found is None or min(found) < 1:
        return (None, why), (None, why)
    return (f"{found[0]} px", how), (f"{found[1]} px", how)


def largest(sizes: Iterable[Size]) -> Size | None:
    """Of several screens the one with most pixels; None where there is none."""
    return max(sizes, key=lambda size: size[0] * size[1], default=None)
