"""Guesses at who somebody is: everybody may mistype, nobody may try through a list."""

from __future__ import annotations

from dataclasses import dataclass

AT_ONCE = 8
ONE_MORE_EVERY_S = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Guesses:
    """How many wrong codes and names are still heard: one more every so often, up to `AT_ONCE`.

    Right ones cost nothing, so that a queue of attendees is never held up, and give nothing back, so that knowing one's
    own code gains nothing. `spent_s`: how many seconds of waiting are owed at `at_s`, which is monotonic.
    """

    spent_s: int = 0
    at_s: int = 0

    def owed(self, now_s: int) -> int:
        return max(self.spent_s - max(now_s - self.at_s, 0), 0)

    def wait_s(self, now_s: int) -> int:
        """Until the next guess is heard; 0 for at once."""
        return max(self.owed(now_s) - (AT_ONCE - 1) * ONE_MORE_EVERY_S, 0)

    def wrong(self, now_s: int) -> Guesses:
        return Guesses(spent_s=self.owed(now_s) + ONE_MORE_EVERY_S, at_s=now_s)
