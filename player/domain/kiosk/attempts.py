"""Attempts at the operator's code: few at once, and ever longer rests between them."""

from __future__ import annotations

from dataclasses import dataclass, replace

AT_ONCE = 5
"""Wrong codes before the first rest: an operator's fingers slip, a guesser has a million to go."""
FIRST_REST_S = 30
LONGEST_REST_S = 3_600


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempts:
    """`wrong`: how often the code was wrong since it was last right; `rested_s`: how long it has rested since the last
    wrong one, as far as that was counted: who starts the program anew or sets the clock gains nothing by it."""

    wrong: int = 0
    rested_s: int = 0

    @property
    def left(self) -> int:
        """How many wrong ones there can still be before the next rest."""
        return max(AT_ONCE - self.wrong, 0) or (1 if self.wait_s == 0 else 0)

    @property
    def wait_s(self) -> int:
        """How long until the next attempt is heard; 0 for at once."""
        if self.wrong < AT_ONCE:
            return 0
        rest = min(FIRST_REST_S << min(self.wrong - AT_ONCE, 16), LONGEST_REST_S)
        return max(rest - self.rested_s, 0)

    def failed(self) -> Attempts:
        return Attempts(wrong=self.wrong + 1)

    def rested(self, seconds: int) -> Attempts:
        """`seconds` of this process's own running, which no clock can forge."""
        return replace(self, rested_s=self.rested_s + max(seconds, 0))
