"""The figures of a report: shares, means and spreads in whole numbers, and which groups are too small to be shown."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import isqrt

SMALLEST = 5
"""Fewer people than this are never shown apart: who knows one of them would know what that one said."""


def percent(part: int, whole: int) -> str:
    """To the nearest whole percent: "41 %"; what is not nothing is never shown as 0."""
    if not whole:
        return "–"
    share = (200 * part + whole) // (2 * whole)
    return "< 1 %" if part and not share else f"{share} %"


def permille(part: int, whole: int) -> int:
    return part * 1000 // whole if whole else 0


def mean(counts: Mapping[int, int]) -> str:
    """Of values by how often they occur, with two decimals."""
    total = sum(counts.values())
    return hundredths(Fraction(sum(value * count for value, count in counts.items()), total)) if total else "–"


def spread(counts: Mapping[int, int]) -> str:
    """The standard deviation, with two decimals; of one value alone there is none."""
    total = sum(counts.values())
    if total < 2:
        return "–"
    middle = Fraction(sum(value * count for value, count in counts.items()), total)
    variance = sum((value - middle) ** 2 * count for value, count in counts.items()) / (total - 1)
    # In hundredths of hundredths, so that the root is one of a whole number and the same on every computer.
    return hundredths(Fraction(isqrt(int(variance * 10**8)), 10**4))


def hundredths(value: Fraction) -> str:
    whole = int(value * 100 + Fraction(1, 2))
    return f"{whole // 100}.{whole % 100:02d}"


def median(counts: Mapping[int, int]) -> int:
    """The value in the middle, the lower one of two. Raises ValueError where there is none."""
    left = (sum(counts.values()) + 1) // 2
    for value in sorted(counts):
        left -= counts[value]
        if left <= 0:
            return value
    raise ValueError("nothing was counted")


def shown_apart(sizes: Mapping[str, int]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Of groups and their sizes: those that are shown each, the largest first, and those that are only shown together.

    What is shown together is no smaller than a group may be, so that nobody finds a small one by subtraction.
    """
    groups = sorted((name for name, size in sizes.items() if size), key=lambda name: (-sizes[name], name))
    apart = [name for name in groups if sizes[name] >= SMALLEST]
    together = [name for name in groups if sizes[name] < SMALLEST]
    while together and apart and sum(sizes[name] for name in together) < SMALLEST:
        together.insert(0, apart.pop())
    return tuple(apart), tuple(together)


def in_steps(counts: Mapping[int, int], *, most: int = 8) -> list[tuple[int, int, int]]:
    """A histogram of at most so many steps of a round width: first and last value of each, and how many are in it."""
    if not counts:
        return []
    low, high = min(counts), max(counts)
    width = next((one for one in _WIDTHS if high // one - low // one < most), _WIDTHS[-1])
    starts = range(low // width * width, high + 1, width)
    return [
        (start, start + width - 1, sum(n for value, n in counts.items() if start <= value < start + width))
        for start in starts
    ]


_WIDTHS = (1, 2, 5, 10, 15, 30, 60, 120, 240, 480)
