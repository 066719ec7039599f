"""Amounts with their units, as providers write them and machines report them: 2 GB, 1.83 GHz, 1 Mbps."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from player.domain.phrase import Phrase, Worded


class Measure(StrEnum):
    """What is counted. The first three mean nothing without a unit: 2 may be 2 MB or 2 GB."""

    SIZE = "size"
    CLOCK = "clock rate"
    RATE = "data rate"
    BITS = "number of bits"
    PIXELS = "number of pixels"
    DAYS = "number of days"


MEASURES: Mapping[Measure, str] = {
    Measure.SIZE: Phrase("size"),
    Measure.CLOCK: Phrase("clock rate"),
    Measure.RATE: Phrase("data rate"),
    Measure.BITS: Phrase("number of bits"),
    Measure.PIXELS: Phrase("number of pixels"),
    Measure.DAYS: Phrase("number of days"),
}
"""What each is called in a sentence."""
NEEDS_UNIT = frozenset({Measure.SIZE, Measure.CLOCK, Measure.RATE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """`amount` in whole bytes, hertz, bits a second, bits, pixels or days; `measure` None: a number without a unit."""

    amount: int
    measure: Measure | None = None


# Memory, video memory and files are counted in powers of two here, as the systems that report them do.
_UNITS = {
    "b": (Measure.SIZE, 1),
    "kb": (Measure.SIZE, 1 << 10),
    "mb": (Measure.SIZE, 1 << 20),
    "gb": (Measure.SIZE, 1 << 30),
    "tb": (Measure.SIZE, 1 << 40),
    "kib": (Measure.SIZE, 1 << 10),
    "mib": (Measure.SIZE, 1 << 20),
    "gib": (Measure.SIZE, 1 << 30),
    "tib": (Measure.SIZE, 1 << 40),
    "hz": (Measure.CLOCK, 1),
    "khz": (Measure.CLOCK, 10**3),
    "mhz": (Measure.CLOCK, 10**6),
    "ghz": (Measure.CLOCK, 10**9),
    "bps": (Measure.RATE, 1),
    "kbps": (Measure.RATE, 10**3),
    "mbps": (Measure.RATE, 10**6),
    "gbps": (Measure.RATE, 10**9),
    "bit": (Measure.BITS, 1),
    "bits": (Measure.BITS, 1),
    "px": (Measure.PIXELS, 1),
    "day": (Measure.DAYS, 1),
    "days": (Measure.DAYS, 1),
}
_AMOUNT = re.compile(r"(-?[0-9]{1,18}(?:\.[0-9]{1,9})?)[ \u00a0]?([A-Za-z]*)", re.ASCII)
_STEPS = {
    Measure.SIZE: ((1 << 40, "TB"), (1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "KB"), (1, "B")),
    Measure.CLOCK: ((10**9, "GHz"), (10**6, "MHz"), (10**3, "kHz"), (1, "Hz")),
    Measure.RATE: ((10**9, "Gbps"), (10**6, "Mbps"), (10**3, "kbps"), (1, "bps")),
    Measure.BITS: ((1, "bit"),),
    Measure.PIXELS: ((1, "px"),),
    Measure.DAYS: ((1, "days"),),
}


_LONGEST = 60
_ADORNED = re.compile(r"[\u00ae\u2122\u00a9,]|\((?:r|tm|c)\)")
_OR_LATER = re.compile(r"(?:\+| (?:or|and) (?:higher|later|newer|above|faster|better|more|up))$")


def quoted(text: str) -> str:
    """What somebody wrote, in quotation marks, and not more of it than a sentence bears."""
    return f"“{text}”" if len(text) <= _LONGEST else f"“{text[:_LONGEST]}…”"


def plainly(text: str) -> str:
    """A maker's name in small letters, without what is put around it: "Windows® 8.1 or higher" is "windows 8.1"."""
    if len(text) > _LONGEST:
        return ""
    return _OR_LATER.sub("", " ".join(_ADORNED.sub(" ", text.lower()).split()))


@lru_cache(maxsize=1024)
def quantity(text: str) -> Quantity | None:
    """What `text` says, or None where it is no number, or has a unit that nobody knows."""
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        return None
    number, unit = match.groups()
    if not unit:
        return Quantity(amount=int(number)) if "." not in number else None
    if unit.lower() not in _UNITS:
        return None
    measure, factor = _UNITS[unit.lower()]
    return Quantity(amount=int(Decimal(number) * factor), measure=measure)


@lru_cache(maxsize=1024)
def shown(amount: int, measure: Measure) -> str:
    """An amount for people, in the largest unit of which there is one, with decimals where they say something.

    Never more than it is: 1.99 GB, which is too little where 2 GB are asked for, is not shown as 2 GB.
    """
    steps = _STEPS[measure]
    factor, unit = next(((f, u) for f, u in steps if abs(amount) >= f), steps[-1])
    # Clock rates are sold by hundredths: 1.83 GHz.
    places = 2 if measure is Measure.CLOCK else 1
    whole, rest = divmod(abs(amount) * 10**places // factor, 10**places)
    decimals = f".{rest:0{places}}".rstrip("0.") if whole < 100 else ""
    if measure is Measure.DAYS:
        return Worded.counted("{count} day", "{count} days", amount)
    number = Decimal(f"{'-' if amount < 0 else ''}{whole}{decimals}")
    return Worded("{number} {unit}", number=number, unit=unit)
