"""What the provider of a course was told by completion files, and what by none of them yet."""

from __future__ import annotations

from collections.abc import Sequence

from player.domain.event import CompletionExported, CreditClaimed, CreditWithdrawn, Event, ReportingDecided


def is_written(events: Sequence[Event]) -> bool:
    """Whether a file was written after the last thing that the provider must know."""
    telling = (CompletionExported, CreditClaimed, CreditWithdrawn, ReportingDecided)
    last = next((event.fact for event in reversed(events) if isinstance(event.fact, telling)), None)
    return isinstance(last, CompletionExported)


def is_untold(events: Sequence[Event]) -> bool:
    """Whether something was decided on reporting after the last of the files."""
    telling = [event.fact for event in events if isinstance(event.fact, CompletionExported | ReportingDecided)]
    return any(isinstance(fact, CompletionExported) for fact in telling) and isinstance(telling[-1], ReportingDecided)
