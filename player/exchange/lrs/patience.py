"""How long a store that cannot answer now is waited for: longer each time, never the same as others, not for ever."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

_SLICE_S = 0.2


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """`tries` in all, with waits of `first_s`, twice that, …; a store that asks for more than `most_s` is left alone.

    `share` gives a number from 0 to 1: thousands who lost the same store must not come back in the same second.
    """

    tries: int = 5
    first_s: int = 1
    most_s: int = 120
    again_s: int = 900
    """After which it is worth another upload where the store does not say so itself."""
    now: Callable[[], datetime] = _now
    sleep: Callable[[float], None] = time.sleep
    share: Callable[[], float] = field(default_factory=lambda: random.SystemRandom().random)

    def pause(self, tried: int, asked: timedelta | None) -> float | None:
        """How many seconds to wait after so many tries; None: no more."""
        if tried >= self.tries:
            return None
        if asked is not None and asked.total_seconds() > self.most_s:
            return None
        own = min(self.first_s * 2 ** (tried - 1), self.most_s)
        least = asked.total_seconds() if asked is not None else own / 2
        return least + own / 2 * self.share()

    def wait(self, seconds: float, is_cancelled: Callable[[], bool]) -> None:
        """In small pieces, so that whoever cancels need not wait."""
        while seconds > 0 and not is_cancelled():
            self.sleep(min(seconds, _SLICE_S))
            seconds -= _SLICE_S

    def again_at(self, asked: timedelta | None) -> datetime:
        return self.now() + (asked or timedelta(seconds=self.again_s))
