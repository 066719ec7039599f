"""How often hypothesis tries: in the ordinary run less, as each run tries others and there are many."""

from __future__ import annotations

from hypothesis import settings

LONG = "long"
"""The profile of hypothesis that `--long` takes."""
FEWER, LEAST = 3, 15


def tries(number: int) -> int:
    """How many examples of so many that the long run tries."""
    in_full = settings.get_current_profile_name() == LONG
    return number if in_full else max(number // FEWER, min(number, LEAST))
