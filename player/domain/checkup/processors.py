"""Classes of processors, from those that courses of the nineties named to the present ones, and which meets which.

A later class meets an earlier one whatever its clock says: a 1.1 GHz processor of today outruns a Pentium 4 of 3 GHz.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from player.domain.checkup.quantity import Measure, plainly, quantity

LADDER = ("pentium", "pentium-ii", "pentium-iii", "pentium-4", "core-duo", "x86-64")
"""Intel's classes and their likes, each later than those before it."""
POWERPC = ("powerpc-g3", "powerpc-g4", "powerpc-g5")
"""What Macs had before Intel. Every processor that a Mac had since is later; none of these is one of the ladder."""
ARM = "arm64"
"""Processors of 64-bit ARM, Apple's among them, came after every class of both lists."""
MAKERS = ("intel", "amd")
CLASSES = frozenset((*LADDER, *POWERPC, ARM))
KNOWN = CLASSES.union(MAKERS)
_TODAY = frozenset((LADDER[-1], *MAKERS))
_ASKED = re.compile(r"(.+?)(?: ([0-9][0-9.]* ?[kmg]?hz))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A class or a maker, and the least clock rate in Hz that is asked within it; 0: any."""

    family: str
    hertz: int = 0


@lru_cache(maxsize=256)
def asked(text: str) -> Asked | None:
    """ "Pentium II 500 MHz" as a class and its clock; None where the class or the unit is none that is known."""
    match = _ASKED.fullmatch(plainly(text))
    if match is None:
        return None
    words = re.sub(r"[ _]", "-", match[1])
    family = words if words in KNOWN else words.removeprefix("intel-")
    if family not in KNOWN:
        return None
    if match[2] is None:
        return Asked(family=family)
    clock = quantity(match[2])
    if clock is None or clock.measure is not Measure.CLOCK or clock.amount <= 0:
        return None
    return Asked(family=family, hertz=clock.amount)


def meets(found: frozenset[str], hertz: int | None, wanted: Asked) -> bool | None:
    """Whether a processor of these classes, running at `hertz` (None: not known), is at least what is `wanted`.

    Within a class clocks are compared with 2 % tolerance: a Pentium II of 500 MHz reports 497.
    """
    if found & _LATER.get(wanted.family, frozenset()):
        return True
    if wanted.family in found:
        if not wanted.hertz:
            return True
        return None if hertz is None else hertz * 100 >= wanted.hertz * 98
    if ARM in found and wanted.family in _TODAY - {"amd"}:
        # Against a certain clock rate of today nobody can tell which is faster.
        return None if wanted.hertz else True
    return includes(found, wanted.family)


def is_newer(found: frozenset[str], wanted: Asked) -> bool:
    """Whether a processor meets `wanted` by being later, so that clocks were not compared."""
    return wanted.family not in found and meets(found, None, wanted) is True


def includes(found: frozenset[str], word: str) -> bool | None:
    """Whether `word` is one of the classes; open where nothing is known of its kind: neither the maker nor a class."""
    if word in found:
        return True
    return False if found & (_NOT_OF[word] if word in MAKERS else CLASSES) else None


_LATER = {
    **{family: frozenset((*LADDER[place + 1 :], ARM)) for place, family in enumerate(LADDER[:-1])},
    **{family: frozenset((*POWERPC[place + 1 :], *LADDER[4:], ARM)) for place, family in enumerate(POWERPC)},
}
"""What is later than each class. A maker is met by its name, and what is made today by itself."""
_NOT_OF = {maker: frozenset((*MAKERS, *POWERPC, ARM)) - {maker} for maker in MAKERS}
"""What tells that a processor is not of a maker."""
