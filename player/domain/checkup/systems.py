"""Operating systems by the names that their makers sell them under, and the numbers by which they know themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from player.domain.checkup.quantity import plainly

Version = tuple[int, ...]

WINDOWS: dict[str, Version] = {
    "nt": (4,),
    "95": (4,),
    "98": (4, 10),
    "me": (4, 90),
    "2000": (5,),
    "xp": (5, 1),
    "vista": (6,),
    "7": (6, 1),
    "8": (6, 2),
    "8.1": (6, 3),
    "10": (10,),
    "11": (10, 0, 22000),
}
"""The number that Windows gives to programs: 8.1 calls itself 6.3, and 11 is 10.0 from its build 22000 on.

In the order of their age, and without trailing zeros, as `version` gives them.
"""

_FAMILIES = {
    "windows": "windows",
    "microsoft windows": "windows",
    "mac os x": "macos",
    "macos": "macos",
    "mac os": "macos",
    "os x": "macos",
    "android": "android",
    "ios": "ios",
    "ipados": "ios",
    "linux": "linux",
}
_NAMED = re.compile(r"([a-z ]+?) ?(?:v\.? ?)?([0-9]+(?:\.[0-9]+)*|xp|vista|me|nt)", re.ASCII)
_DOTTED = re.compile(r"[0-9]+(?:\.[0-9]+)*", re.ASCII)
_LONGEST_NUMBER = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A system that a rule names: its `platform` as Carrel calls it, and the number that it knows itself by.

    `name`: what people call it.
    """

    platform: str
    version: Version
    name: str


@lru_cache(maxsize=256)
def system(name: str) -> System | None:
    """What a maker's name ("Windows 8.1", "Mac OS X 10.5") stands for; None for a name that nobody knows here."""
    match = _NAMED.fullmatch(plainly(name))
    platform = _FAMILIES.get(match[1]) if match else None
    if match is None or platform is None:
        return None
    number = WINDOWS.get(match[2].removesuffix(".0")) if platform == "windows" else version(match[2])
    if not number:
        return None
    called = _WRITTEN.get(match[2], match[2])
    return System(platform=platform, version=number, name=f"{NAMES[platform]} {called}")


def sold_as(platform: str, number: Version) -> str:
    """The name that people know a system by: Windows 11 for 10.0.22631."""
    if platform != "windows":
        return f"{NAMES.get(platform, platform)} {'.'.join(map(str, number))}"
    known = [name for name, least in WINDOWS.items() if number >= least]
    return f"Windows {_WRITTEN.get(known[-1], known[-1])}" if known else "Windows"


NAMES = {
    "windows": "Windows",
    "macos": "macOS",
    "linux": "Linux",
    "android": "Android",
    "ios": "iOS",
    "chromeos": "ChromeOS",
}
"""Platforms by the names that facts and rules have for them; for people."""
_WRITTEN = {"xp": "XP", "vista": "Vista", "me": "Me", "nt": "NT"}


@lru_cache(maxsize=1024)
def version(text: str) -> Version:
    """The first dotted number in a text: "10.15" is (10, 15), "6.1.0-28" is (6, 1); trailing zeros do not count.

    Empty where there is none. A part longer than any maker's counts as the largest.
    """
    match = _DOTTED.search(text)
    parts = [_part(part) for part in match[0].split(".")] if match else []
    while parts and parts[-1] == 0:
        parts.pop()
    return tuple(parts)


@lru_cache(maxsize=256)
def asked_version(text: str) -> Version | None:
    """What a rule names as a version: "10.15", "8.1+", "11 or higher"; None for any other words."""
    match = _DOTTED.fullmatch(plainly(text))
    return version(match[0]) if match else None


def _part(digits: str) -> int:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else 10**_LONGEST_NUMBER
