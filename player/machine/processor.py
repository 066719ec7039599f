"""The processor: by what its maker and the system call it, the classes by which courses ask for it, and its clock."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from player.domain.phrase import Phrase
from player.machine.asking import Reading

_FIRST_64_BIT_MODEL = 15
"""Of Intel's family 6: the Core 2. All later models are 64-bit, but for those that follow."""
_ATOMS = frozenset({28, 38, 39, 53})
"""Some of these are 64-bit and some not; they are about as fast as a Pentium 4 of their clock."""
_INTEL_SIX = {
    "pentium": {1},
    "pentium-ii": {3, 5, 6},
    "pentium-iii": {7, 8, 10, 11},
    "pentium-4": {9, 13, 21, *_ATOMS},
    "core-duo": {14},
}
"""Intel's family 6 by model. The Pentium Pro counts as a Pentium; the Pentium M, which has no rung of its own,
as a Pentium 4: it came later than the Pentium III on which it is built, and does more at the same clock."""
_ATHLON_XP_MODELS = frozenset({6, 7, 8, 10})
_CLOCK = re.compile(r"([0-9]{1,5}(?:\.[0-9]{1,6})?) ?([gm])hz", re.ASCII | re.IGNORECASE)
_PRETENDED = "virtualapple"
"""What an Apple processor calls itself to programs for Intel's, with a clock that it does not have."""
_ORNAMENTS = re.compile(r"\((?:r|tm)\)|[®™]|\b(?:cpu|processor)\b", re.IGNORECASE)
_NUMBERS = re.compile(r"\bfamily ([0-9]{1,4})\b(?: model ([0-9]{1,4})\b)?", re.ASCII | re.IGNORECASE)
_WIDE = ("intel64", "amd64", "em64t")
_BY_NAME = tuple(
    (family, re.compile(pattern))
    for family, pattern in (
        # Sold as Pentium Dual, but a Core Duo inside.
        ("core-duo", r"\bpentium dual t2(?:060|080|130)\b"),
        ("x86-64", r"\bcore ?(?:2\b|i[3579]\b|m\b|m[357]\b|ultra\b|[3579]\b)|\bi[3579]-[0-9]{3,}"),
        ("x86-64", r"\bpentium (?:d\b|gold|silver|dual|extreme|[begjnptu] ?[0-9]{4})|\bceleron [egjnpu] ?[0-9]{3,4}"),
        ("x86-64", r"\bxeon (?:e[357]|w|d|x[0-9]{4}|gold|silver|bronze|platinum)|\bintel n(?:[0-9]{2,3})\b"),
        ("x86-64", r"\bryzen|\bepyc|\bopteron|\bphenom|\bturion|\bamd (?:fx|a[0-9]+|e[12]?)-"),
        ("x86-64", r"\bathlon (?:64|ii|x[24]|silver|gold|[0-9]{4}[a-z])"),
        ("core-duo", r"\bcore (?:duo|solo)\b|\bgenuine intel [tlu][12][0-9]{3}\b"),
        ("pentium-4", r"\bpentium (?:4|m)\b|\bceleron m\b|\bathlon xp\b|\batom\b|\bsempron\b"),
        ("pentium-iii", r"\bpentium iii\b|\bathlon\b|\bduron\b"),
        ("pentium-ii", r"\bpentium ii\b|\bk6-(?:2|iii)\b"),
        ("pentium", r"\bpentium(?: mmx| pro| [0-9]{2,3})?\b|\bk[56]\b"),
        ("arm64", rf"^apple\b|\b{_PRETENDED}\b|\bsnapdragon\b"),
    )
)  # fmt: skip
_POWERPC = tuple(
    (family, re.compile(pattern))
    for family, pattern in (
        ("powerpc-g5", r"\bg5\b|\b(?:ppc)?970"),
        ("powerpc-g4", r"\bg4\b|\b(?:ppc)?74[0-9]{2}"),
        ("powerpc-g3", r"\bg3\b|\b(?:ppc)?7[45][05]"),
    )
)
_SETS = {
    "x86_64": ("x86", True),
    "amd64": ("x86", True),
    "i386": ("x86", None),
    "i486": ("x86", None),
    "i586": ("x86", None),
    "i686": ("x86", None),
    "x86": ("x86", None),
    "aarch64": ("arm", True),
    "arm64": ("arm", True),
    "ppc": ("powerpc", None),
    "ppc64": ("powerpc", True),
    "ppc64le": ("powerpc", True),
    "power macintosh": ("powerpc", None),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Processor:
    """What a system says of its processor.

    `name`: for people; `maker`: as it names itself ("GenuineIntel"); `family` and `model`: the maker's numbers;
    `instructions`: "x86", "arm" or "powerpc"; `is_64`: whether it is known to be 64-bit, None where it is not told;
    `megahertz`: its clock. What is not told is empty or 0.
    """

    name: str = ""
    maker: str = ""
    family: int = 0
    model: int = 0
    instructions: str = ""
    is_64: bool | None = None
    megahertz: int = 0


def of_machine(machine: str, name: str = "") -> Processor:
    """By what the system says it was made for ("x86_64", "arm64", "ppc"), and the processor's name."""
    instructions, is_64 = _SETS.get(machine.strip().lower(), ("", None))
    return Processor(name=name, instructions=instructions, is_64=is_64, megahertz=clock_in(name))


def of_identifier(name: str, identifier: str, maker: str, megahertz: int) -> Processor:
    """By Windows' words: "Intel64 Family 6 Model 58 Stepping 9", "x86 Family 6 Model 5 …", "ARMv8 (64-bit) …".

    They tell of the processor as this Windows uses it: a 32-bit Windows says x86 of every one.
    """
    kind = identifier.strip().lower()
    numbers = _NUMBERS.search(identifier)
    is_arm = kind.startswith("arm")
    return Processor(
        name=name.strip() or identifier.strip(),
        maker=maker.strip(),
        family=int(numbers[1]) if numbers else 0,
        model=int(numbers[2] or 0) if numbers else 0,
        instructions="arm" if is_arm else "x86" if kind.startswith(("x86", *_WIDE)) else "",
        is_64=True if kind.startswith(_WIDE) or (is_arm and "64" in kind) else None,
        megahertz=megahertz or clock_in(name),
    )


def of_cpuinfo(text: str, machine: str) -> Processor:
    """By Linux' list of processors, of which the first stands for all; `machine` is what uname says.

    Its "cpu MHz" is the clock of that moment, which falls when there is nothing to do: the name's own comes first.
    """
    told = _first_entry(text)
    name = told.get("model name", "") or told.get("cpu", "") or told.get("hardware", "")
    known = of_machine(machine, name)
    is_wide = known.is_64 or (True if "lm" in told.get("flags", "").split() else None)
    return Processor(
        name=name,
        maker=told.get("vendor_id", ""),
        family=_whole(told.get("cpu family", "")),
        model=_whole(told.get("model", "")),
        instructions=known.instructions,
        is_64=is_wide,
        megahertz=known.megahertz or _whole(told.get("clock", "")) or _whole(told.get("cpu mhz", "")),
    )


def families(processor: Processor) -> tuple[str, ...]:
    """Its class, and "intel" or "amd" where it is one of theirs; nothing where the class is not known.

    AMD's have no ladder of their own here: K5 and K6 count as a Pentium, K6-2 and K6-III as a Pentium II, Athlon
    and Duron as a Pentium III, Athlon XP as a Pentium 4; what was 64-bit was never anything less than x86-64.
    """
    name = _plain(processor.name)
    if processor.instructions == "powerpc" or _is_named(name, "powerpc"):
        return tuple(family for family, pattern in _POWERPC if pattern.search(name))[:1]
    if processor.instructions == "arm":
        return ("arm64",) if processor.is_64 else ()
    family = _x86(processor, name)
    if not family or family == "arm64":
        return (family,) if family else ()
    return (family, *_makers(processor, name))


def name_reading(processor: Processor) -> Reading:
    name = " ".join(processor.name.split())
    return (
        (name, Phrase("the processor's own name")) if name else (None, Phrase("The processor does not give its name."))
    )


def families_reading(processor: Processor) -> Reading:
    found = families(processor)
    if not found:
        return None, Phrase("The processor is of a class that this Carrel does not know.")
    return " ".join(found), Phrase("what the processor calls itself")


def clock_reading(processor: Processor) -> Reading:
    if processor.megahertz <= 0:
        return None, Phrase("The processor does not give its clock rate.")
    return f"{processor.megahertz} MHz", Phrase("the clock rate that the processor gives")


def clock_in(name: str) -> int:
    """The megahertz in a name such as "Core(TM)2 Duo E7200 @ 2.53GHz"; 0 where there is none."""
    match = _CLOCK.search(name)
    if match is None or _PRETENDED in name.lower():
        return 0
    return int(Decimal(match[1]) * (1000 if match[2] in "gG" else 1))


def _x86(processor: Processor, name: str) -> str:
    """The class; a 64-bit processor of Intel's kind is x86-64 whatever it is sold as."""
    named = next((family for family, pattern in _BY_NAME if pattern.search(name)), "")
    if named == "arm64" or (processor.is_64 and processor.instructions == "x86"):
        return named if named == "arm64" else "x86-64"
    if named == "x86-64":
        return named
    if processor.instructions != "x86":
        # Intel numbered other kinds of processors too.
        return named
    makers = _makers(processor, name)
    numbered = _amd(processor) if "amd" in makers else _intel(processor) if "intel" in makers else ""
    return numbered or named


def _intel(processor: Processor) -> str:
    family, model = processor.family, processor.model
    if family == 6 and model >= _FIRST_64_BIT_MODEL and model not in (*_INTEL_SIX["pentium-4"], 0):
        return "x86-64"
    if family == 6:
        return next((known for known, models in _INTEL_SIX.items() if model in models), "")
    if family > 15:
        return "x86-64"
    return {5: "pentium", 15: "pentium-4"}.get(family, "")


def _amd(processor: Processor) -> str:
    family, model = processor.family, processor.model
    if family == 5:
        return "pentium-ii" if model in (8, 9, 13) else "pentium"
    if family == 6:
        return "pentium-4" if model in _ATHLON_XP_MODELS else "pentium-iii"
    # Of family 15 some Semprons were 32-bit; their name tells.
    return "x86-64" if family >= 15 and "sempron" not in processor.name.lower() else ""


def _makers(processor: Processor, name: str) -> tuple[str, ...]:
    words = f"{processor.maker.lower()} {name}"
    return ("intel",) if "intel" in words else ("amd",) if "amd" in words else ()


def _plain(name: str) -> str:
    """In small letters, without the signs and the words that every name has."""
    return " ".join(_ORNAMENTS.sub(" ", name).lower().split()).replace(" -", "-")


def _is_named(name: str, word: str) -> bool:
    return word in name.split()


def _first_entry(text: str) -> Mapping[str, str]:
    """The first value of every key, in small letters: keys that several processors share are alike, or tell a part."""
    told: dict[str, str] = {}
    for line in text.splitlines():
        key, separator, value = line.partition(":")
        if separator:
            told.setdefault(key.strip().lower(), value.strip())
    return told


def _whole(text: str) -> int:
    """The whole number that `text` begins with ("1666.666000MHz"), or 0."""
    match = re.match(r"[0-9]{1,9}", text, re.ASCII)
    return int(match[0]) if match else 0
