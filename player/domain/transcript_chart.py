"""The chart of a transcript: credit per year, one panel for each credit type, as their amounts do not compare."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from player.domain.credit import plain
from player.domain.transcript import Sum, Transcript
from player.domain.transcript_wording import REPORTED

HEADING = "Credit per year"
PROVEN = "proven"
MOST_PANELS = 6
MOST_COLUMNS = 3
_LABELS = {1: 18, 2: 12, 3: 8}
_AMOUNTS = {1: 12, 2: 9, 3: 6}
"""How many years can be named below the bars, and how many amounts written above them, by panels side by side."""


@dataclass(frozen=True, slots=True)
class Bar:
    year: int
    proven: Decimal
    reported: Decimal

    @property
    def amount(self) -> Decimal:
        return self.proven + self.reported


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """The years of one credit type; every panel has the same years. `years` and `amounts`: what is written, by bar."""

    kind: str
    bars: tuple[Bar, ...]
    years: tuple[str, ...]
    amounts: tuple[str, ...]

    @property
    def highest(self) -> Decimal:
        return max(bar.amount for bar in self.bars)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """`columns`: panels side by side; `left_out`: how many credit types have none; `legend`: what the fillings mean."""

    panels: tuple[Panel, ...]
    columns: int
    left_out: int
    legend: tuple[str, ...]

    @property
    def alternative(self) -> str:
        """All that the picture shows, for whoever does not see it."""
        told = " ".join(_told(panel) for panel in self.panels)
        return f"{HEADING}, by credit type. {told}"

    @property
    def remark(self) -> str:
        if not self.left_out:
            return ""
        what = "credit type is" if self.left_out == 1 else "credit types are"
        return f"{self.left_out} further {what} in the tables only."


def chart_of(transcript: Transcript) -> Chart | None:
    """None where there are no years to compare. The types with the most entries come first."""
    if len(transcript.years) < 2:
        return None
    found = Counter(entry.kind for entry in transcript.entries)
    kinds = sorted(found, key=lambda kind: (-found[kind], kind))
    columns = min(len(kinds), MOST_COLUMNS)
    reported = any(entry.is_reported for entry in transcript.entries)
    return Chart(
        panels=tuple(_panel(transcript, kind, columns) for kind in kinds[:MOST_PANELS]),
        columns=columns,
        left_out=max(0, len(kinds) - MOST_PANELS),
        legend=(PROVEN, REPORTED) if reported else (),
    )


def _panel(transcript: Transcript, kind: str, columns: int) -> Panel:
    bars = _bars(transcript, kind)
    step = -(-len(bars) // _LABELS[columns])
    are_written = len(bars) <= _AMOUNTS[columns]
    highest = max(bar.amount for bar in bars)
    # Where not all can be written, the highest is: it is the measure of the others.
    first_highest = next(place for place, bar in enumerate(bars) if bar.amount == highest)
    return Panel(
        kind=kind,
        bars=bars,
        years=tuple(str(bar.year) if place % step == 0 else "" for place, bar in enumerate(bars)),
        amounts=tuple(
            plain(bar.amount) if bar.amount and (are_written or place == first_highest) else ""
            for place, bar in enumerate(bars)
        ),
    )


def _bars(transcript: Transcript, kind: str) -> tuple[Bar, ...]:
    """One for each year from the first to the last, also where nothing was earned."""
    earned = {part.name: one for part in transcript.years for one in part.sums if one.kind == kind}
    nothing = Sum(kind=kind, proven=Decimal(0), reported=Decimal(0))
    years = range(transcript.entries[0].day.year, transcript.entries[-1].day.year + 1)
    found = ((year, earned.get(str(year), nothing)) for year in years)
    return tuple(Bar(year, one.proven, one.reported) for year, one in found)


def _told(panel: Panel) -> str:
    years = "; ".join(f"{bar.year}: {_said(bar)}" for bar in panel.bars if bar.amount)
    return f"{panel.kind}: {years or 'nothing'}."


def _said(bar: Bar) -> str:
    if not bar.reported:
        return f"{plain(bar.proven)} {PROVEN}"
    proven = f"{plain(bar.proven)} {PROVEN} and " if bar.proven else ""
    return f"{proven}{plain(bar.reported)} {REPORTED}"
