"""Percentages of a question's points, as Moodle and GIFT state them, as exact points that add up to all of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from player.archive.importing.collecting import LeftOut

_FINEST = Decimal("0.000001")
_ROUNDED = Decimal("0.1")
"""By so many percent the parts of a right answer may miss 100, because somebody wrote 33.33 for a third."""
HUNDRED = Decimal(100)


def percent_of(text: str, *, what: str = "a share of the points") -> Decimal:
    """Raises `LeftOut` where it is no number."""
    number = decimal_of(text)
    if number is None or abs(number) > 1000:
        raise LeftOut(f"“{text.strip()[:40]}” is no number that can be {what}.")
    return number


def decimal_of(text: str) -> Decimal | None:
    """A plain number with a point, or None; never anything infinite or absurdly long."""
    text = text.strip()
    if not text or len(text) > 60 or not set(text) <= set("0123456789.+-eE"):
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and -60 < number.adjusted() < 60 else None


def worths_of(percents: Sequence[Decimal], points: Decimal, *, together: bool) -> list[Decimal]:
    """Points for each part. `together`: the parts above 0 make up the full answer, else each stands for itself."""
    worths = [(points * percent / HUNDRED).quantize(_FINEST) for percent in percents]
    above = [place for place, percent in enumerate(percents) if percent > 0]
    total = sum((percents[place] for place in above), Decimal(0))
    if together and above and abs(total - HUNDRED) <= _ROUNDED:
        rest = points - sum((worths[place] for place in above), Decimal(0))
        worths[above[-1]] += rest
    if not together:
        worths = [points if abs(p - HUNDRED) <= _ROUNDED else worth for p, worth in zip(percents, worths, strict=True)]
    return list(map(neat, worths))


def neat(number: Decimal) -> Decimal:
    """Without zeros at its end, and without an exponent."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def shared(points: Decimal, parts: int) -> list[Decimal]:
    """All points in equal parts; what cannot be divided goes to the last."""
    return worths_of([HUNDRED / parts] * parts, points, together=True) if parts else []
