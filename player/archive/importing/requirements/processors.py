"""Processors in a sentence: "Pentium II, 500 MHz", "Intel, PowerPC G5, or PowerPC G4 at 867 MHz", "2 GHz dual core"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from player.archive.importing.requirements.reading import Reading, all_of, any_of, noted
from player.domain.checkup import processors
from player.domain.checkup.amounts import wanted_quantity
from player.domain.checkup.quantity import quantity
from player.domain.checkup.superseded import UNTOLD_CORES
from player.domain.requirement import Need, Operator

_NO_CLOCK = r"(?![\d.]*\d|\s?[MG]Hz)"
CLOCK = r"(?<![\w.,])(\d+(?:,\d{3})*(?:\.\d+)?)[ -]?([MG])(?:Hz|hertz)\b"
_CLASSES = {
    "pentium-4": rf"\bPentium[®™]?[ -]?(?:4|IV)\b{_NO_CLOCK}",
    "pentium-iii": rf"\bPentium[®™]?[ -]?(?:3|III)\b{_NO_CLOCK}|\bP(?:3|III)\b{_NO_CLOCK}",
    "pentium-ii": rf"\bPentium[®™]?[ -]?(?:2|II)\b{_NO_CLOCK}|\bP(?:2|II)\b{_NO_CLOCK}",
    "core-duo": r"\b(?:Intel[®™]? )?Core[®™]?(?: ?2)?[ -](?:Duo|Solo|Quad)\b",
    "powerpc-g5": r"\b(?:Power ?(?:PC|Mac(?:intosh)?) )?G5\b",
    "powerpc-g4": r"\b(?:Power ?(?:PC|Mac(?:intosh)?) )?G4\b",
    "powerpc-g3": r"\b(?:Power ?(?:PC|Mac(?:intosh)?) )?G3\b|\bPower ?(?:PC|Mac(?:intosh)?)\b(?! G[345])",
    "arm64": r"\bApple Silicon\b|\b(?:Apple )?M1\b(?! (?:Pro|Max|Ultra))|\bARM ?64\b",
    "x86-64": r"\bx86[-_]64\b|\bx64\b|\b64[- ]?bit (?:\(?x64\)? )?(?:processor|CPU)\b",
    "strange": (
        r"\b(?:Celeron|Athlon|Duron|Sempron|Turion|Ryzen|Xeon|Atom|Cyrix|Itanium|Phenom)\b[®™]?(?: (?:64|XP|II|\d)\b)?"
        r"|\bPentium[®™]? (?:D|M|Pro|Dual[- ]Core)\b|\b(?:Intel[®™]? )?(?:Core[®™]? )?[im][3579]\b(?:-\w+)?|\bM[2-9]\b"
        r"|\b(?:Intel )?(?:[34]86|803?86|804?86|680[2-6]0)(?:DX\d?|SX)?\b|\bCore M\b|\bSnapdragon\b"
    ),
    "pentium": r"\bPentium[®™]?(?:[- ](?:class|I|MMX|compatible))?\b",
    "intel": r"\bIntel\b(?:[ -]based)?(?! (?:HD|Iris|UHD|Graphics))",
    "amd": r"\bAMD\b(?! Radeon)",
}
_FAMILY = re.compile("|".join(f"({one})" for one in _CLASSES.values()), re.IGNORECASE)
_CLOCK = re.compile(CLOCK, re.IGNORECASE)
PROCESSORS = re.compile(f"{_FAMILY.pattern}|{CLOCK}|\\b(?:dual|quad|multi|two|four|2|4)[- ]?core\\b", re.IGNORECASE)
_CORES = re.compile(r"\b(?:dual|quad|multi|two|four|[2-8])[- ]?cores?\b", re.IGNORECASE)
_JOINT = re.compile(r"[,;/]|\b(?:or|and)\b", re.IGNORECASE)
_OLDER = frozenset((*processors.LADDER[:-1], *processors.POWERPC))
"""Classes that every processor of today meets, so that an alternative which is not known hardly matters."""
_SLOWEST_OF_NOW = 10**9
_MADE_AFTER = "core-duo"
"""Every processor since outruns an unnamed one of 1 GHz, whatever its own clock."""


@dataclass(slots=True)
class _Family:
    name: str
    start: int
    end: int
    clock: str = ""


def read_processors(text: str) -> Reading:
    families = list(_families(text))
    clocks, slips = _clocks(text)
    if clocks is None:
        return Reading(unread=("a clock rate that no processor has",))
    strange = [text[one.start : one.end] for one in families if one.name == "strange"]
    _give_clocks(text, families, clocks)
    needs = [_need(one) for one in families if one.name != "strange"]
    if strange and not {one.name for one in families} <= _OLDER | {"strange"}:
        return Reading(unread=(f"the alternative {strange[0]}",))
    if strange and len(families) == len(strange):
        return Reading(unread=(f"how {', '.join(strange)} compares with other processors",))
    if not families and len(clocks) == 1:
        needs = list(_of_clock(clocks[0][1]))
    if not needs or (not families and len(clocks) > 1):
        return Reading(unread=("which processor is asked for",))
    need = any_of(needs)
    if need is not None and _CORES.search(text):
        need = all_of((need, noted(UNTOLD_CORES)))
    return Reading(need=need, interpretations=slips, unread=tuple(f"the alternative {one}" for one in strange))


def _families(text: str) -> Iterator[_Family]:
    """Classes and makers; a maker that only stands before a class of its own says nothing more."""
    names = list(_CLASSES)
    found = [_Family(names[(match.lastindex or 1) - 1], match.start(), match.end()) for match in _FAMILY.finditer(text)]
    for place, one in enumerate(found):
        after = found[place + 1] if place + 1 < len(found) else None
        between = text[one.end : after.start] if after else ""
        if (
            one.name in processors.MAKERS
            and after
            and not _JOINT.search(between)
            and after.name not in processors.MAKERS
        ):
            continue
        yield one


def _clocks(text: str) -> tuple[list[tuple[int, str]] | None, tuple[str, ...]]:
    """Where each clock rate stands, and what it is; None where one cannot be. And what was read otherwise."""
    found: list[tuple[int, str]] = []
    slips: list[str] = []
    for match in _CLOCK.finditer(text):
        number, unit = match[1].replace(",", ""), f"{match[2]}Hz".replace("g", "G").replace("m", "M")
        meant = _meant(number, unit)
        if wanted_quantity_fails(f"{number} {meant}"):
            return None, ()
        if meant != unit:
            slips.append(f"The text writes {match[0]}, which can only mean {number} {meant}.")
        found.append((match.start(), f"{number} {meant}"))
    return found, tuple(slips)


def _meant(number: str, unit: str) -> str:
    """No processor that is asked for ran at 2 MHz, and none at 500 GHz."""
    amount = float(number)
    if unit == "MHz" and amount < 10:
        return "GHz"
    return "MHz" if unit == "GHz" and amount > 50 else unit


def wanted_quantity_fails(clock: str) -> bool:
    return isinstance(wanted_quantity(Need(fact="cpu.clock", operator=Operator.NOMINAL, value=clock)), str)


def _in_one_breath(text: str, families: list[_Family], start: int) -> Iterator[_Family]:
    """ "Pentium III/Athlon 800 MHz": what a stroke joins has the clock together."""
    before = [one for one in families if one.start < start]
    for one, after in reversed(list(pairwise(before))):
        if not re.fullmatch(r"[®™ ]*/ ?(?:Intel|AMD)?[®™ ]*", text[one.end : after.start], re.IGNORECASE):
            return
        yield one


def _give_clocks(text: str, families: list[_Family], clocks: list[tuple[int, str]]) -> None:
    """A clock belongs to the class before it, or to the next where it stands first; of makers alone, to each."""
    if len(clocks) == 1 and all(one.name in processors.MAKERS for one in families):
        for one in families:
            one.clock = clocks[0][1]
        return
    for start, clock in clocks:
        for one in _in_one_breath(text, families, start):
            one.clock = one.clock or clock
        before = [one for one in families if one.start < start and not one.clock]
        after = [one for one in families if one.start > start and not one.clock]
        is_ahead = bool(after) and (not before or _is_ahead(text, families, start))
        owner = after[0] if is_ahead else before[-1] if before else None
        if owner is not None:
            owner.clock = clock


def _is_ahead(text: str, families: list[_Family], start: int) -> bool:
    """Whether the clock at `start` belongs to the class behind it: nothing parts those two, but the one before."""
    clock = _CLOCK.match(text, start)
    end = max((one.end for one in families if one.start < start), default=0)
    following = min((one.start for one in families if one.start > start), default=len(text))
    return bool(clock and _JOINT.search(text[end:start]) and not _JOINT.search(text[clock.end() : following]))


def _need(one: _Family) -> Need:
    value = f"{one.name} {one.clock}".strip()
    return Need(fact="cpu.families", operator=Operator.PROCESSOR, value=value)


def _of_clock(clock: str) -> Iterator[Need]:
    """A clock rate without any class."""
    found = quantity(clock)
    if found is not None and found.amount <= _SLOWEST_OF_NOW:
        yield Need(fact="cpu.families", operator=Operator.PROCESSOR, value=_MADE_AFTER)
    yield Need(fact="cpu.clock", operator=Operator.NOMINAL, value=clock)
