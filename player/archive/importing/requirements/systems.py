"""Operating systems in a sentence: "Windows 98/2000/XP SP2", "Mac OS X 10.5 or higher", "the latest two of iOS"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from player.archive.importing.requirements.newest import newest_of, phrases
from player.archive.importing.requirements.reading import Reading, Setting, all_of, any_of, is_platform, noted
from player.domain.checkup.superseded import LATER_TOO
from player.domain.checkup.systems import WINDOWS, sold_as, system
from player.domain.requirement import Need, Operator

_NO_UNIT = r"(?![\d.]*\d)(?!\s?-?(?:[KMGT]i?B|[KMG]b|[KMG]Hz|[kmg]bps|bits?\b|inch|x\s?\d|%|[\"″”]))"
_WIN = (
    rf"(?:95|98(?:\s?SE)?|(?-i:ME|Me)|Millennium|NT(?:\s?4(?:\.0)?)?|2000|XP|Vista|7|8\.1|"
    rf"8|10|11)(?!\w)(?!\.\d){_NO_UNIT}"
)
_QUALIFIED = (
    r"[®™]?(?:[ ,]{0,2}\(?(?:SP\s?\d|Service Pack \d|Home|Professional|Pro|Enterprise|Business|Ultimate"
    r"|(?:32|64)[- ]?bit(?! col))\)?)*"
)
_AND = r"\s{0,3}(?:,\s?(?:or\b|and\b)?|/|\bor\b|\band\b|&)\s{0,3}"
_WINDOWS = (
    rf"\bWin(?:dows)?[®™]?[ -]?{_WIN}{_QUALIFIED}(?:{_AND}(?:(?:Microsoft )?Win(?:dows)?[®™]? ?)?{_WIN}{_QUALIFIED})*"
)
_NAMED_MACS = {
    "tiger": "10.4",
    "leopard": "10.5",
    "snow leopard": "10.6",
    "lion": "10.7",
    "mountain lion": "10.8",
    "mavericks": "10.9",
    "yosemite": "10.10",
    "el capitan": "10.11",
    "sierra": "10.12",
    "high sierra": "10.13",
    "mojave": "10.14",
    "catalina": "10.15",
    "big sur": "11",
    "monterey": "12",
    "ventura": "13",
    "sonoma": "14",
    "sequoia": "15",
    "tahoe": "26",
}
"""Systems that Apple sold under names."""
_CALLED = "|".join(sorted(_NAMED_MACS, key=len, reverse=True))
_MAC_OS = r"(?:\bMac(?:intosh)?[®™]? ?OS(?: ?X)?|\bmacOS|\bOS ?X)[®™]?"
_MAC_NUMBER = rf"(?:[7-9]|1\d|2[5-9])(?:\.\d+)*(?:\.x\b)?(?!\w){_NO_UNIT}"
_MAC = (
    rf"(?:{_MAC_OS},? ?(?:v(?:ersion)?\.? ?)?(?:(?:{_CALLED}) ?)?\(?{_MAC_NUMBER}|\b(?:Mac(?:intosh)? "
    rf")?(?-i:System) {_MAC_NUMBER}"
    rf"|\bMac(?:intosh)? (?:OS )?1[0-9]\.\d+|{_MAC_OS} (?:{_CALLED})\b)(?: (?:{_CALLED})\b)?"
    rf"(?:{_AND}(?:{_MAC_OS} )?(?:v(?:ersion)?\.? ?)?(?:1\d\.\d+(?:\.\d+)*|1[1-9]"
    rf"|2[6-9])(?!\w){_NO_UNIT}(?: (?:{_CALLED})\b)?)*"
)
_MOBILE = r"(?:\b(?-i:iOS|iPadOS)|\bAndroid)(?: OS)?(?: v(?:ersion)?)? ?(?:\d+(?:\.\d+)*(?!\w))?"
_BARE = r"\b(?-i:XP|Vista)\b(?: (?:SP\s?\d|Service Pack \d))?"
_STRANGE = (
    r"\bWin(?:dows)?[®™]? (?:Server|Phone|CE|RT|Mobile|\d[\d.]*)(?! ?(?:computers?|PCs?)\b)|\bUnix\b"
    r"|\bOS/2\b|\bBeOS\b|\bMS-DOS\b|\bSolaris\b"
)
_LINUX = r"\b(?:Linux|Ubuntu|Debian|Fedora|Red ?Hat)(?: Linux)?(?: \d+(?:\.\d+)*)?"
_CHROMEOS = r"\bChrome ?OS\b(?: \d+)?|\bChromebooks?\b"
_MAC_BARE = r"\bMac OS X\b|\bmacOS\b|\bOS X\b|\bMac OS\b"
SYSTEMS = re.compile(f"{_WINDOWS}|{_MAC}|{_MOBILE}|{_LINUX}|{_CHROMEOS}|{_STRANGE}|{_MAC_BARE}|{_BARE}", re.IGNORECASE)
"""Whatever is a system with or without its number."""
PLATFORM_WORDS = re.compile(
    r"\b(?P<windows>Windows|PCs?|IBM)\b|\b(?P<macos>Macintosh(?:es)?|Macs?|MacBooks?|iMacs?)\b|\b(?P<linux>Linux)\b"
    r"|\b(?P<ios>iPads?|iPhones?|iPod|iOS|iPadOS)\b|\b(?P<android>Android)\b|\b(?P<chromeos>Chromebooks?)\b",
    re.IGNORECASE,
)
_OPEN_END = re.compile(
    r"\+|\b(?:or|and) (?:any )?(?:later|higher|newer|above|up|better|greater)\b|\bat least\b|\bminimum\b|\bor more\b",
    re.IGNORECASE,
)
_UPDATES = re.compile(
    r"\b(?:latest|all|current|recent) (?:\w+ )?(?:updates?|patch(?:es)?|service packs?)\b", re.IGNORECASE
)
_PACK = re.compile(r"\b(?:SP ?|Service Pack )(\d)", re.IGNORECASE)
_BITS_64 = re.compile(r"\b64[- ]?bit", re.IGNORECASE)
_BITS_32 = re.compile(r"\b32[- ]?(?:bit|/|or\b|and\b|,)", re.IGNORECASE)
_UNTOLD_UPDATES = "Whether the latest updates are installed cannot be told without a network."
_TOO_HIGH = (100,)


@dataclass(frozen=True, slots=True)
class _Named:
    """A system that is named, on its platform. `is_open`: it stands for later ones by itself (the newest)."""

    platform: str
    need: Need
    is_open: bool = False


def platforms_in(text: str) -> tuple[str, ...]:
    """The platforms that a text names by any word for them, each once."""
    found = [match.lastgroup for match in PLATFORM_WORDS.finditer(text)]
    found += [one.platform for match in SYSTEMS.finditer(text) for one in _named(match[0])]
    return tuple(dict.fromkeys(name for name in found if name))


def read_systems(text: str, setting: Setting) -> Reading:
    matches = list(SYSTEMS.finditer(text))
    if not matches:
        text = _completed(text, setting)
        matches = list(SYSTEMS.finditer(text))
    if any(_is_strange(match[0]) for match in matches):
        return Reading(unread=("a system that Carrel does not know",))
    found = list(_found(text, matches))
    if len([one for one in found if one.platform == "linux"]) > 1:
        found = [one for one in found if one.need != is_platform("linux")]
    if not found:
        return Reading(unread=("which system is meant",))
    need = any_of(part for one in found for part in (one.need.any_of or (one.need,)))
    if need is not None and _UPDATES.search(text):
        need = all_of((need, noted(_UNTOLD_UPDATES)))
    is_open = bool(_OPEN_END.search(text)) or all(one.is_open for one in found)
    platforms = tuple(dict.fromkeys(one.platform for one in found))
    return Reading(need=need, platforms=platforms, interpretations=() if is_open else (LATER_TOO,))


def _found(text: str, matches: list[re.Match[str]]) -> Iterator[_Named]:
    newest = phrases(text)
    for match in matches:
        for one in _named(match[0]):
            count = 0 if re.search(r"\d", match[0]) else newest_of(text, match, newest)
            if count and one.need.fact == "os.platform" and one.platform != "linux":
                need = Need(fact="os.version", operator=Operator.NEWEST, value=str(count))
                yield _Named(one.platform, Need(all_of=(one.need, need)), is_open=True)
            elif _is_64(text, match):
                bits = Need(fact="os.bits", operator=Operator.AT_LEAST, value="64")
                yield replace(one, need=all_of((one.need, bits)) or one.need)
            else:
                yield one


def _is_64(text: str, match: re.Match[str]) -> bool:
    """ "64-bit Windows 10", "Windows 10 (64-bit)", but not where 32 bits will do as well."""
    around = text[max(0, match.start() - 10) : match.end() + 10]
    return bool(_BITS_64.search(around)) and not _BITS_32.search(text)


def _named(text: str) -> Iterator[_Named]:
    """The systems of one place of the text. Nothing for one that nobody knows."""
    if _is_strange(text):
        return
    if re.fullmatch(_WINDOWS, text, re.IGNORECASE) or re.fullmatch(_BARE, text, re.IGNORECASE):
        yield from _windows(text)
    elif re.fullmatch(_MAC, text, re.IGNORECASE):
        yield from _macs(text)
    elif mobile := re.match(r"(iOS|iPadOS|Android)", text, re.IGNORECASE):
        yield from _mobile(mobile[1], text)
    elif re.match(_CHROMEOS, text, re.IGNORECASE):
        yield _Named("chromeos", is_platform("chromeos"), is_open=not re.search(r"\d", text))
    elif re.match(_LINUX, text, re.IGNORECASE):
        aside = noted("Which Linux it is, and how new, is not compared.")
        numbered = re.search(r"\d|ubuntu|debian|fedora|red", text, re.IGNORECASE)
        need = all_of((is_platform("linux"), aside)) if numbered else is_platform("linux")
        yield _Named("linux", need or aside, is_open=True)
    elif text.lower() == "mac os x":
        yield _Named("macos", Need(fact="os.version", operator=Operator.SYSTEM, value="Mac OS X 10"), is_open=True)
    else:
        yield _Named("macos", is_platform("macos"), is_open=True)


def _is_strange(text: str) -> bool:
    return bool(re.match(_STRANGE, text, re.IGNORECASE)) and not re.fullmatch(_WINDOWS, text, re.IGNORECASE)


def _windows(text: str) -> Iterator[_Named]:
    versions = list(re.finditer(rf"(?<![\w.]){_WIN}|(?<=Win){_WIN}", _PACK.sub(_blank, text), re.IGNORECASE))
    ends = [*(version.start() for version in versions[1:]), len(text)]
    for version, end in zip(versions, ends, strict=True):
        name = re.sub(r"\s?SE$", "", version[0], flags=re.IGNORECASE)
        name = "NT" if name.upper().startswith("NT") else "Me" if name.lower().startswith("m") else name
        need = Need(fact="os.version", operator=Operator.SYSTEM, value=f"Windows {name}")
        pack = _PACK.search(text, version.end(), end)
        yield _Named("windows", _with_pack(need, name, pack[1]) if pack else need)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _with_pack(need: Need, name: str, pack: str) -> Need:
    """A service pack cannot be told; every later system has what it brought."""
    asked = all_of((need, noted(f"Whether Service Pack {pack} is installed is not looked at.")))
    later = [number for number in WINDOWS.values() if number > WINDOWS.get(name.lower(), (99,))]
    if not later or asked is None:
        return asked or need
    after = Need(fact="os.version", operator=Operator.SYSTEM, value=sold_as("windows", later[0]))
    return Need(any_of=(after, asked))


def _macs(text: str) -> Iterator[_Named]:
    numbers = re.findall(rf"(?<![\w.]){_MAC_NUMBER}|(?<=X){_MAC_NUMBER}|(?<=v){_MAC_NUMBER}", text, re.IGNORECASE)
    called = re.findall(rf"\b(?:{_CALLED})\b", text, re.IGNORECASE)
    for number in numbers or [_NAMED_MACS[name.lower()] for name in called]:
        plain = re.sub(r"\.x$", "", number, flags=re.IGNORECASE)
        name = (
            f"macOS {plain}"
            if _major(plain) > 10
            else f"Mac OS X {plain}"
            if _major(plain) == 10
            else f"Mac OS {plain}"
        )
        known = system(name)
        if known is not None and known.version < _TOO_HIGH:
            yield _Named("macos", Need(fact="os.version", operator=Operator.SYSTEM, value=name))


def _mobile(name: str, text: str) -> Iterator[_Named]:
    platform = "android" if name.lower() == "android" else "ios"
    number = re.search(r"\d+(?:\.\d+)*", text)
    if number is None:
        yield _Named(platform, is_platform(platform), is_open=True)
        return
    known = system(f"{name} {number[0]}")
    if known is not None and known.version < _TOO_HIGH:
        yield _Named(platform, Need(fact="os.version", operator=Operator.SYSTEM, value=known.name))


def _major(number: str) -> int:
    return int(number.split(".", maxsplit=1)[0])


def _completed(text: str, setting: Setting) -> str:
    """ "XP or later" below a heading "Windows" names its system all the same."""
    if setting.platforms == ("windows",) and re.match(_WIN, text, re.IGNORECASE):
        return f"Windows {text}"
    if setting.platforms == ("macos",) and re.match(r"(?:v(?:ersion)? ?)?1\d\.", text, re.IGNORECASE):
        return f"Mac OS X {text}"
    return text
