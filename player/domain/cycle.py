"""The licence cycle: the years within which a licensing board wants so much credit, as the learner states it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceCycle:
    """`name` as the learner calls it ("California, 2024–2026"); both days belong to it.

    `required`: how much credit the board wants, if the learner says so; `kind`: of which type, as certificates print
    it ("AMA PRA Category 1 Credits™"), empty for any.
    """

    name: str
    first: date
    last: date
    required: Decimal | None = None
    kind: str = ""

    def takes_in(self, day: date) -> bool:
        return self.first <= day <= self.last
