"""Headings and labels: "Minimum requirements", "Macintosh:", "Best experienced with", "Memory: 1 GB"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from player.archive.importing.requirements.conditions import condition_in
from player.archive.importing.requirements.reading import Kind
from player.archive.importing.requirements.systems import platforms_in
from player.domain.requirement import Level, Need

_LEVELS = (
    (
        Level.WHERE_MARKED,
        r"where (?:marked|indicated|noted)|optional|additional|extra|(?:may|might) (?:also )?(?:be )?need"
        r"|some (?:programs|courses|activities)",
    ),
    (Level.ACCESS, r"best (?:experienced|viewed|seen|used)|(?:viewed|experienced|works?) best"),
    (
        Level.OPTIMAL,
        r"optimal|optimum|recommend\w*|preferred|suggested|ideal(?:ly)?|for (?:the )?best \w+|best "
        r"(?:results|performance)",
    ),
    (Level.MINIMUM, r"minim(?:um|al)|required?|requirements?|must|you (?:will )?need|needed|necessary"),
)
_KINDS = (
    (Kind.SYSTEM, r"operating systems?|platforms?|OS(?:es)?"),
    (Kind.BROWSER, r"(?:web |internet )?browsers?"),
    (Kind.FEATURES, r"browser (?:settings?|features?|options?)"),
    (Kind.VIDEO_MEMORY, r"video (?:memory|ram)|graphics memory|vram"),
    (Kind.MEMORY, r"(?:system |free |physical )?(?:memory|ram)(?: \(ram\))?"),
    (Kind.PROCESSOR, r"processors?(?: speed)?|cpu|processor \(cpu\)|cpu speed|processor type"),
    (Kind.GRAPHICS, r"graphics?(?: (?:card|adapter|hardware))?|video(?: (?:card|adapter))?|directx"),
    (Kind.SCREEN, r"(?:screen|display|monitor)(?: (?:size|resolution|settings?))?|resolution|monitor resolution"),
    (Kind.SOUND, r"sound(?: cards?)?|audio(?: card)?|speakers?"),
    (Kind.DISK, r"(?:(?:free |available )?(?:hard )?(?:disk|drive)(?: space| drive)?|hard drive|storage|free space)"),
    (
        Kind.CONNECTION,
        r"(?:internet |network )?(?:connections?|connectivity|bandwidth|access|speed)(?: speed)?|internet|network",
    ),
    (Kind.PLUGIN, r"plug-?ins?|media players?|players?"),
)
_ALONE = frozenset({Kind.SYSTEM, Kind.BROWSER, Kind.MEMORY, Kind.PROCESSOR})
"""What stands alone on a line as a heading; "Sound card" alone asks for one."""
_FILLERS = frozenset(
    "a additional and apple are best by compatible computer computers configuration configurations "
    "desktop device devices "
    "experienced extra following for hardware ibm ibm-compatible in information laptop laptops mac "
    "macintosh macs marked "
    "microsoft minimum mobile must need needed of only operating optimal optimum optional or os our "
    "pc pcs please platform "
    "platforms preferred program programs recommended requirement requirements required settings "
    "should smartphones software "
    "specification specifications specs suggested supported system systems tablet tablets technical technology the "
    "this to use users using version viewed we website where windows with you your android ios ipad "
    "iphone ipados linux "
    "experience minimal where-marked recommendation recommendations requires indicated noted section component course "
    "courses activity x macos chromebook chromebooks based intel-based windows-based mac-based "
    "phones phone view access "
    "participate online web internet-based ideal necessary one have general environment end-user "
    "user client workstation "
    "item items needs check be will".split()
)
_MOBILE = re.compile(r"\b(?:mobile|smart ?phones?|phones?|tablets?)\b", re.IGNORECASE)
_LONGEST = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What the words of a heading or a label say; None or empty: nothing."""

    level: Level | None = None
    platforms: tuple[str, ...] = ()
    kind: Kind | None = None
    only_if: Need | None = None


def heading_of(words: str, *, is_marked: bool) -> Heading | None:
    """What `words` say as a heading; None where they are none. `is_marked`: a colon follows, or a sign goes before."""
    words = words.strip().strip("*_#=:-– ").strip()
    if not words or len(words) > _LONGEST or re.search(r"\d", words.replace("Mac OS X", "")):
        return None
    kind = next((kind for kind, said in _KINDS if re.fullmatch(_with_level(said), words, re.IGNORECASE)), None)
    left = [word for word in re.findall(r"[\w-]+", words.lower()) if word not in _FILLERS]
    only_if = condition_in(words) if is_marked else None
    if (left and kind is None and not only_if) or (kind is not None and not is_marked and kind not in _ALONE):
        return None
    level, platforms = level_of(words), platforms_in(words)
    if not platforms and _MOBILE.search(words):
        platforms = ("android", "ios")
    says_something = level or platforms or kind or only_if or is_marked
    says_something = says_something or re.search(
        r"system|technical|hardware|software|requirement", words, re.IGNORECASE
    )
    return Heading(level=level, platforms=platforms, kind=kind, only_if=only_if) if says_something else None


def level_of(words: str) -> Level | None:
    return next((level for level, said in _LEVELS if re.search(rf"\b(?:{said})\b", words, re.IGNORECASE)), None)


def raised(level: Level, text: str) -> Level:
    """The level of a sentence, by its own words: "recommended" below "Minimum" is no minimum."""
    own = level_of(text)
    is_raised = own in (Level.OPTIMAL, Level.ACCESS) and level is Level.MINIMUM
    return own if own is not None and is_raised else level


def level_of_all(sentence: str, first: int) -> Level | None:
    """The level that a sentence says of all its parts: before the first, at `first`, or of all of them behind."""
    own = level_of(re.sub(r"(?i)required?|must|need\w*", "", sentence[:first]))
    if own in (Level.OPTIMAL, Level.ACCESS):
        return own
    of_all = re.search(r"\bare (?:\w+ )?(?:recommended|preferred|suggested)\b", sentence, re.IGNORECASE)
    return Level.OPTIMAL if of_all else None


def _with_level(said: str) -> str:
    """Which kind it is, with or without "supported", "minimum" and the like around it."""
    around = r"(?:minimum|recommended|required|supported|preferred|optimal|compatible|your|the)"
    return rf"(?:{around} )*(?:{said})(?: (?:requirements?|required|recommended|supported))?"
