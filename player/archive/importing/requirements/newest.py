"""The newest releases in a sentence: "latest or 2nd latest", "the last two versions of Chrome and Firefox"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBERS = {"two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4, "five": 5, "5": 5}
_MANY = r"(two|three|four|five|[2-5])"
_LAST = r"(?:latest|last|newest|most recent|current)"
_TWO = re.compile(
    rf"\b{_LAST}(?: versions?)? (?:or|and|&) (?:the )?(?:one )?(?:2nd|second|previous|prior|next)"
    r"(?:[- ](?:latest|newest|most recent|last))?(?: major)?(?: (?:versions?|releases?))?",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    rf"\b(?:{_LAST} {_MANY}|{_MANY} {_LAST})\b(?: (?:major |stable )?(?:versions?|releases?))?", re.IGNORECASE
)
_ONE = re.compile(
    r"\b(?:latest|newest|most recent|current|up[- ]to[- ]date)\b(?! (?:\w+ )?(?:updates?|patch"
    r"|service|drivers?|security))"
    r"(?: (?:major |stable )?(?:versions?|releases?))?",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"[\s:(]*(?:(?:of|the|for|Microsoft|Google|Mozilla|Apple|Adobe)\b\s*){0,3}", re.IGNORECASE)
_AFTER = re.compile(r"[\s,:(®™\-–]*(?:(?:the|in|browser|web)\b\s*){0,3}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phrase:
    """So many of the newest, from `start` to `end`."""

    start: int
    end: int
    count: int


def phrases(text: str) -> tuple[Phrase, ...]:
    """Every place that speaks of the newest releases, in order."""
    found = [Phrase(match.start(), match.end(), 2) for match in _TWO.finditer(text)]
    for match in _SEVERAL.finditer(text):
        found += _apart(Phrase(match.start(), match.end(), _NUMBERS[(match[1] or match[2]).lower()]), found)
    for match in _ONE.finditer(text):
        found += _apart(Phrase(match.start(), match.end(), 1), found)
    return tuple(sorted(found, key=lambda phrase: phrase.start))


def newest_of(text: str, name: re.Match[str], found: tuple[Phrase, ...]) -> int:
    """How many of the newest will do of what is named: as it says behind it, before it, or once for all; 0: nothing."""
    for phrase in found:
        if phrase.start >= name.end() and _AFTER.fullmatch(text[name.end() : phrase.start]):
            # "Firefox, latest Edge": the word belongs to what follows it.
            follows = _BEFORE.match(text, phrase.end)
            if follows is None or not re.match(r"[A-Z]", text[follows.end() : follows.end() + 1]):
                return phrase.count
    for phrase in found:
        if phrase.end <= name.start() and _BEFORE.fullmatch(text[phrase.end : name.start()]):
            return phrase.count
    return found[0].count if len({phrase.count for phrase in found}) == 1 else 0


def _apart(new: Phrase, found: list[Phrase]) -> list[Phrase]:
    return [] if any(new.start < one.end and one.start < new.end for one in found) else [new]
