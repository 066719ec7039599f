"""The answer to a comparison: its truth, the reason in words, and the facts that it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from player.domain.checkup.quantity import quoted
from player.domain.phrase import Phrase, Worded

NOBODY_KNOWS = Phrase("This Carrel has no way to find out.")


@dataclass(frozen=True, slots=True)
class Weighed:
    """`truth` None: open. `note`: why, in a sentence; empty where what was found says it all.

    `names`: the facts that a "no" or an open answer comes from. `is_aside`: it is a "no" for being of another kind
    (another system), so that how much else was asked does not matter.
    """

    truth: bool | None
    note: str = ""
    names: tuple[str, ...] = ()
    is_aside: bool = False


def incomparable(value: str) -> Weighed:
    return Weighed(None, Worded("This computer says {value}, which cannot be compared.", value=quoted(value)))
