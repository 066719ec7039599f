"""A sentence in its pieces: each is about one thing, and between them there is nothing but commas and joints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from player.archive.importing.requirements.amounts import RATE, SCREEN, size_mentions
from player.archive.importing.requirements.headings import level_of
from player.archive.importing.requirements.processors import PROCESSORS
from player.archive.importing.requirements.reading import Kind, Mention
from player.archive.importing.requirements.software import (
    BROWSERS,
    CONNECTIONS,
    DRIVES,
    FEATURES,
    PLUGINS,
    READERS,
    SLIDES,
)
from player.archive.importing.requirements.systems import PLATFORM_WORDS, SYSTEMS
from player.domain.requirement import Level

SUPERSEDED = frozenset({Kind.BROWSER, Kind.FEATURES, Kind.CONNECTION, Kind.DRIVE})
_SOUND = re.compile(
    r"\b\d{1,2}[- ]?bit (?:stereo )?(?:sound|audio|Sound ?Blaster)(?: cards?)?\b|\b(?:sound|audio)[ -](?:cards?|playback|output|capabilit\w+)\b"
    r"|\bSound ?Blaster\b|\b(?:speakers?|headphones?|headsets?|earphones?|earbuds)\b",
    re.IGNORECASE,
)
_GRAPHICS = re.compile(r"\bDirect ?(?:X|3D)[®™]? ?(?:version |v)?(?:\d+(?:\.\d+)?)?|\bWDDM\b(?: \d\.\d)?", re.IGNORECASE)
_COLOURS = re.compile(r"\b\d{1,2}[- ]?bit colou?rs?\b|\b(?:\d{3}|thousands of|millions of|16\.7 million) colou?rs?\b|\b(?:high|true) colou?r\b", re.IGNORECASE)
_PATTERNS = (
    (Kind.CONNECTION, RATE),
    (Kind.COLOURS, _COLOURS),
    (Kind.SOUND, _SOUND),
    (Kind.FEATURES, FEATURES),
    (Kind.SCREEN, SCREEN),
    (Kind.DRIVE, DRIVES),
    (Kind.READER, READERS),
    (Kind.SLIDES, SLIDES),
    (Kind.PLUGIN, PLUGINS),
    (Kind.SYSTEM, SYSTEMS),
    (Kind.PROCESSOR, PROCESSORS),
    (Kind.GRAPHICS, _GRAPHICS),
    (Kind.BROWSER, BROWSERS),
    (Kind.CONNECTION, CONNECTIONS),
)
"""In the order in which a place is claimed: "Chrome OS" is a system before it is a browser."""
_BORDER = re.compile(r"(?:\s*[;,()\[\]|•·]\s*|\s+(?:and|or|with|on|&|–|—|-)\s+|\n)(?:(?:and|or|with|on)\s+)?", re.IGNORECASE)
_OR = re.compile(r"\bor\b|/", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A piece of a sentence from `start` to `end`, and all it is about; `is_mixed`: alternatives of different kinds."""

    start: int
    end: int
    kinds: tuple[Kind, ...] = ()
    is_mixed: bool = False


@dataclass(slots=True)
class _Piece:
    start: int
    end: int
    kinds: tuple[Kind, ...]
    level: Level | None
    platforms: frozenset[str]
    joined_by_or: bool = False
    is_after_on: bool = False


def mentions_in(text: str, default: Kind | None = None) -> tuple[Mention, ...]:
    """Every place that is about something, in order; none lies upon another."""
    found: list[Mention] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            _claim(found, Mention(kind=kind, start=match.start(), end=match.end()))
    for mention in size_mentions(text, default):
        _claim(found, mention)
    return tuple(sorted(found, key=lambda mention: mention.start))


def _claim(found: list[Mention], new: Mention) -> None:
    if new.end > new.start and not any(new.start < one.end and one.start < new.end for one in found):
        found.append(new)


def clauses_of(text: str, default: Kind | None) -> tuple[Clause, ...]:
    """`text` in its pieces, one after the other. Alternatives of different kinds stay together, as nobody could judge
    them apart."""
    pieces = list(_pieces(text, mentions_in(text, default)))
    groups: list[_Piece] = []
    for piece in pieces:
        if groups and _belongs(groups[-1], piece):
            groups[-1] = _joined(groups[-1], piece)
        else:
            groups.append(piece)
    if _cannot_be_parted(groups):
        kinds = tuple(dict.fromkeys(kind for group in groups for kind in group.kinds))
        return (Clause(start=0, end=len(text), kinds=kinds, is_mixed=True),)
    return tuple(Clause(start=one.start, end=one.end, kinds=one.kinds) for one in groups)


def _pieces(text: str, mentions: tuple[Mention, ...]) -> Iterator[_Piece]:
    start, joined, after_on = 0, False, False
    borders = [match for match in _BORDER.finditer(text) if not _is_within(match, mentions)]
    for border in [*borders, None]:
        end = border.start() if border else len(text)
        if text[start:end].strip():
            inside = [one for one in mentions if start <= one.start < end]
            words = text[start:end]
            yield _Piece(
                start,
                end,
                tuple(dict.fromkeys(one.kind for one in inside)),
                level_of(words) if not re.search(r"required|must|need", words, re.IGNORECASE) else None,
                frozenset(match.lastgroup or "" for match in PLATFORM_WORDS.finditer(words)),
                joined,
                after_on,
            )
            joined = after_on = False
        if border:
            start = border.end()
            joined = joined or bool(_OR.search(border[0]))
            after_on = border[0].strip().lower() == "on"


def _is_within(border: re.Match[str], mentions: tuple[Mention, ...]) -> bool:
    return any(one.start < border.end() and border.start() < one.end for one in mentions)


def _belongs(group: _Piece, piece: _Piece) -> bool:
    """Whether a piece goes on with what stands before it."""
    if not piece.kinds:
        return True
    if not group.kinds:
        return group.level is None or not piece.level or group.level is piece.level
    if piece.is_after_on and piece.kinds == (Kind.SYSTEM,):
        # "1 GB on Windows 7": the system is when it is asked.
        return True
    if set(piece.kinds) != set(group.kinds):
        return False
    if Kind.SYSTEM in piece.kinds:
        return True
    parts_ways = piece.level is Level.OPTIMAL and group.level is not Level.OPTIMAL
    other_platform = bool(piece.platforms and group.platforms and not piece.platforms & group.platforms)
    return not (parts_ways or (other_platform and Kind.PROCESSOR not in piece.kinds))


def _joined(group: _Piece, piece: _Piece) -> _Piece:
    kinds = tuple(dict.fromkeys(group.kinds + piece.kinds))
    platforms = group.platforms | piece.platforms
    return _Piece(
        group.start,
        piece.end,
        kinds,
        group.level or piece.level,
        platforms,
        group.joined_by_or,
        group.is_after_on,
    )


def _cannot_be_parted(groups: list[_Piece]) -> bool:
    """Alternatives of different kinds; or "Windows XP with 512 MB, Vista with 1 GB", where order carries the sense."""
    if len(groups) < 2:
        return False
    living = [one for one in groups if not set(one.kinds) <= SUPERSEDED]
    if not living:
        return False
    if any(one.joined_by_or and one.kinds and set(one.kinds) != set(groups[place].kinds) for place, one in enumerate(groups[1:])):
        return True
    asked = [(frozenset(one.kinds), one.level, one.platforms) for one in living if one.kinds]
    return len(asked) != len(set(asked))
