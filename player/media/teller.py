"""Tells everybody who listens what the engine observed, in order, and survives a listener that fails."""

from __future__ import annotations

import logging
from collections.abc import Callable

from player.domain.engine import Observation, Sign
from player.domain.problem import Problem

log = logging.getLogger(__name__)


class Teller:
    """Called from one thread; listeners may be added from any."""

    def __init__(self) -> None:
        self._listeners: tuple[Callable[[Observation], None], ...] = ()
        self.rate_percent = 100

    def listen(self, listener: Callable[[Observation], None]) -> None:
        self._listeners = (*self._listeners, listener)

    def tell(self, sign: Sign, mono_ms: int, position_ms: int | None = None, *, problem: Problem | None = None) -> None:
        """What was so at `mono_ms`; see `Observation` for what each sign carries."""
        seen = Observation(
            sign=sign,
            mono_ms=mono_ms,
            position_ms=position_ms,
            rate_percent=self.rate_percent,
            message=problem.sentence if problem else "",
            problem=problem,
        )
        for listener in self._listeners:
            try:
                listener(seen)
            except Exception:
                log.exception("a listener of the media engine failed")
