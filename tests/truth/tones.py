"""Numbers as chords: nine digits to the base of four, each digit one of four tones of its own."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from functools import cache
from operator import add, mul

SAMPLES_PER_S = 12_000
BEAT_MS = 40
BEAT_SAMPLES = SAMPLES_PER_S * BEAT_MS // 1000
WINDOW = SAMPLES_PER_S * 20 // 1000
"""What one reading listens to. Tones a multiple of 100 Hz apart do not disturb each other in it."""
DIGITS, BASE = 9, 4
LOWEST_HZ, STEP_HZ = 400, 100
LOUDNESS = 2_500
QUIETEST = 40.0
"""Power per sample below which there is no sound to be read."""
CLEARLY = 3.0
"""The tone of a digit must be so many times as strong as the other three; a window on two beats is not."""
GROUP = BASE**3


def frequency(digit: int, value: int) -> int:
    return LOWEST_HZ + STEP_HZ * (digit * BASE + value)


def chord(number: int) -> array[int]:
    """One beat of 16-bit samples."""
    low, middle, high = number % GROUP, number // GROUP % GROUP, number // GROUP**2
    sums = map(add, map(add, _wave(0, low), _wave(1, middle)), _wave(2, high))
    return array("h", sums)


@cache
def _wave(group: int, value: int) -> tuple[int, ...]:
    """Three digits of a beat. Every tone has whole periods in it, so that equal digits go on without a click."""
    tones = [(group * 3 + place, value // BASE**place % BASE) for place in range(3)]
    return tuple(
        round(
            LOUDNESS
            * sum(
                math.sin(2 * math.pi * frequency(digit, value) * i / SAMPLES_PER_S + digit * digit)
                for digit, value in tones
            )
        )
        for i in range(BEAT_SAMPLES)
    )


def read_chord(samples: Sequence[int], pitch: int = 0) -> int | None:
    """The number that `WINDOW` samples sound of; None for silence and where one beat passes into the next.

    `pitch`: by how many per mille all tones are higher than they were made.
    """
    number = 0
    for digit in range(DIGITS):
        powers = [_power(samples, frequency(digit, value) * (1000 + pitch)) for value in range(BASE)]
        best = max(range(BASE), key=powers.__getitem__)
        second = max(power for value, power in enumerate(powers) if value != best)
        if powers[best] < QUIETEST * WINDOW or powers[best] < CLEARLY * second:
            return None
        number += best * BASE**digit
    return number


def _power(samples: Sequence[int], millihertz: int) -> float:
    cosine, sine = _tables(millihertz)
    return (sum(map(mul, samples, cosine)) ** 2 + sum(map(mul, samples, sine)) ** 2) / WINDOW


@cache
def _tables(millihertz: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    turns = [2 * math.pi * millihertz * i / (1000 * SAMPLES_PER_S) for i in range(WINDOW)]
    return tuple(map(math.cos, turns)), tuple(map(math.sin, turns))
