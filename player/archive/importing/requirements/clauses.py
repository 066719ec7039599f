"""A sentence in its pieces: each is about one thing, and between them there is nothing but commas and joints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

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
    r"\b\d{1,2}[- ]?bit (?:stereo )?(?:sound|audio|Sound ?Blaster)(?: cards?)?\b|\b(?:sound"
    r"|audio)[ -](?:cards?|playback|output|capabilit\w+)\b"
    r"|\bSound ?Blaster\b|\b(?:speakers?|headphones?|headsets?|earphones?|earbuds)\b",
    re.IGNORECASE,
)
_GRAPHICS = re.compile(
    r"\bDirect ?(?:X|3D)[®™]? ?(?:version |v)?(?:\d+(?:\.\d+)?)?|\bWDDM\b(?: \d\.\d)?", re.IGNORECASE
)
_COLOURS = re.compile(
    r"\b\d{1,2}[- ]?bit colou?rs?\b|\b(?:\d{3}|thousands of|millions of|16\.7 million) colou?rs?\b"
    r"|\b(?:high|true) colou?r\b",
    re.IGNORECASE,
)
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
_BORDER = re.compile(
    r"(?:\s*[;,()\[\]|•·]\s*|\s+(?:and|or|with|on|at(?= \d)|&|–|—|-)\s+|\n)(?:(?:and|or|with|on)\s+)?", re.IGNORECASE
)
_OF_SEVERAL = frozenset({Kind.SYSTEM, Kind.PROCESSOR})
"""What a sentence names for several systems at once."""
_SIZES = frozenset({Kind.MEMORY, Kind.DISK, Kind.VIDEO_MEMORY})
_OF_COMPUTERS = re.compile(
    r"\b(?:computers?|PCs?|Mac\w*|laptops?|desktops?|machines?|systems?|Windows|devices?|tablets?|you|need\w*|requires?|works?"
    r"|recommend\w*|minimum|at least|video|graphics|memory|RAM|disk|drive)\b",
    re.IGNORECASE,
)
_TAIL_WORDS = (
    r"(?:the|an?|all|any|or|and|at|least|of|in|on|is|are|be|must|should|to|for|your|its|their|this|these|each|both|either|other|"
    r"higher|later|above|newer|greater|better|faster|more|up|equivalent|similar|compatible|comparable|latest|newest|current|most|"
    r"recent|previous|prior|next|2nd|second|last|two|three|versions?|releases?|major|updates?|patch(?:es)?|service|packs?|installed|"
    r"enabled|allowed|turned|required|recommended|preferred|needed|minimum|supported|sp ?\d|home"
    r"|professional|pro|enterprise|(?:32|64)|bits?|"
    r"programs?|courses?|activit(?:y|ies)|sessions?|videos?|containing|with|computers?|systems?|machines?|running|edition|"
    r"x86|based|connections?|\d[\d.]*\+?|processors?|cpus?|chips?|drivers?|devices?|browsers?|only|also|higher-resolution|resolution|pixels|free|available)"
)
_TAIL = re.compile(rf"(?:{_TAIL_WORDS}(?:[\s-]+|$))+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A piece of a sentence from `start` to `end`, and all it is about.

    `rest`: words within it that ask for something else; `is_mixed`: alternatives of different kinds.
    """

    start: int
    end: int
    kinds: tuple[Kind, ...] = ()
    rest: tuple[str, ...] = ()
    is_mixed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """`joint`: the sign or word before it; `is_tail`: it only says more of what stands before: "or higher"."""

    start: int
    end: int
    kinds: tuple[Kind, ...]
    level: Level | None
    platforms: frozenset[str]
    words: str = ""
    joint: str = ""
    is_tail: bool = False
    rest: tuple[str, ...] = ()


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
    pieces: list[_Piece] = []
    for piece in _pieces(text, mentions_in(text, default)):
        # "or more recommended" says at which level the amount before it is meant.
        if pieces and pieces[-1].kinds and piece.is_tail:
            pieces[-1] = _joined(pieces[-1], piece)
        else:
            pieces.append(piece)
    groups: list[_Piece] = []
    for piece in pieces:
        if groups and _belongs(groups[-1], piece):
            groups[-1] = _joined(groups[-1], piece)
        else:
            groups.append(piece)
    if _cannot_be_parted(groups):
        kinds = tuple(dict.fromkeys(kind for group in groups for kind in group.kinds))
        return (Clause(start=0, end=len(text), kinds=kinds, is_mixed=True),)
    return tuple(Clause(start=one.start, end=one.end, kinds=one.kinds, rest=one.rest) for one in groups)


def _pieces(text: str, mentions: tuple[Mention, ...]) -> Iterator[_Piece]:
    start, joint = 0, ""
    borders = [match for match in _BORDER.finditer(text) if not _is_within(match, mentions)]
    for border in [*borders, None]:
        end = border.start() if border else len(text)
        if text[start:end].strip():
            inside = [one.kind for one in mentions if start <= one.start < end]
            yield _piece(text[start:end], start, tuple(dict.fromkeys(inside)), joint)
            joint = ""
        if border:
            start, joint = border.end(), f"{joint} {border[0].strip().lower()}".strip()


def _piece(words: str, start: int, kinds: tuple[Kind, ...], joint: str) -> _Piece:
    """`joint`: what stands between it and the piece before."""
    return _Piece(
        start=start,
        end=start + len(words),
        kinds=kinds,
        words=words.strip(),
        level=None if re.search(r"required|must|need", words, re.IGNORECASE) else level_of(words),
        platforms=frozenset(match.lastgroup or "" for match in PLATFORM_WORDS.finditer(words)),
        joint=joint,
        is_tail=not kinds and bool(_TAIL.fullmatch(words.strip(" .+!"))),
    )


def _is_within(border: re.Match[str], mentions: tuple[Mention, ...]) -> bool:
    return any(one.start < border.end() and border.start() < one.end for one in mentions)


def _belongs(group: _Piece, piece: _Piece) -> bool:
    """Whether a piece goes on with what stands before it."""
    if not piece.kinds:
        # "512 MB and a printer" asks for two things, of which one is not known.
        return piece.is_tail or not group.kinds or bool(re.search(r"\b(?:or|on|at|with)\b|[(–—-]", piece.joint))
    if not group.kinds:
        return group.is_tail or bool(re.fullmatch(r"with|on|at|[(–—-]", piece.joint))
    if piece.joint == "on" and piece.kinds == (Kind.SYSTEM,):
        # "1 GB on Windows 7": the system is when it is asked.
        return True
    if set(piece.kinds) != set(group.kinds):
        return False
    parts_ways = piece.level is Level.OPTIMAL and group.level is not Level.OPTIMAL
    other_platform = bool(piece.platforms and group.platforms and not piece.platforms & group.platforms)
    return not parts_ways and (not other_platform or not _OF_SEVERAL.isdisjoint(piece.kinds))


def _joined(group: _Piece, piece: _Piece) -> _Piece:
    return replace(
        group,
        end=piece.end,
        kinds=tuple(dict.fromkeys(group.kinds + piece.kinds)),
        level=group.level or piece.level,
        platforms=group.platforms | piece.platforms,
        is_tail=group.is_tail and piece.is_tail,
        rest=group.rest + _rest(group, piece),
    )


def _rest(group: _Piece, piece: _Piece) -> tuple[str, ...]:
    """What is asked besides: "Headset with microphone", "A printer with 2 MB of memory". Brackets only explain."""
    if not piece.kinds and not piece.is_tail and not re.search(r"[(–—-]", piece.joint):
        return (piece.words,)
    is_amount = not _SIZES.isdisjoint(piece.kinds)
    return (group.words,) if is_amount and not group.kinds and not _OF_COMPUTERS.search(group.words) else ()


def _cannot_be_parted(groups: list[_Piece]) -> bool:
    """Alternatives of different kinds; or "Windows XP with 512 MB, Vista with 1 GB", where order carries the sense."""
    if len(groups) < 2:
        return False
    living = [one for one in groups if not set(one.kinds) <= SUPERSEDED]
    if not living:
        return False
    for before, one in pairwise(groups):
        if re.search(r"\bor\b|/", one.joint) and one.kinds and set(one.kinds) != set(before.kinds):
            return True
    asked = [(frozenset(one.kinds), one.level, one.platforms) for one in living if one.kinds]
    return len(asked) != len(set(asked))
