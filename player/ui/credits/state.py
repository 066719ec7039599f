"""What the credits page shows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from player.desk.earned import CreditRow
from player.domain.credit import total


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """The credit of one type in one year."""

    year: int
    kind: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditsState:
    """`rows` with the latest first."""

    rows: tuple[CreditRow, ...]

    @property
    def totals(self) -> tuple[Total, ...]:
        """By year, the latest first, and type; a specimen adds nothing, as it gives no credit."""
        kinds = sorted({(-row.day.year, kind_of(row)) for row in self.rows if not row.specimen})
        return tuple(Total(year=-year, kind=kind, amount=self._sum(-year, kind)) for year, kind in kinds)

    @property
    def has_specimens(self) -> bool:
        return any(row.specimen for row in self.rows)

    def _sum(self, year: int, kind: str) -> Decimal:
        rows = (row for row in self.rows if not row.specimen)
        return total(row.amount for row in rows if (row.day.year, kind_of(row)) == (year, kind))


def kind_of(row: CreditRow) -> str:
    """The credit type as a heading: "AMA PRA Category 1 Credits™"."""
    return row.offer.plural + row.offer.mark
