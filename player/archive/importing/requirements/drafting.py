"""A text of requirements as rules in its own words, each with what was not read of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from player.archive.importing.collecting import free_id
from player.archive.importing.requirements import amounts, software
from player.archive.importing.requirements.clauses import SUPERSEDED, Clause, clauses_of, mentions_in
from player.archive.importing.requirements.conditions import condition_in, obstacle_in
from player.archive.importing.requirements.headings import level_of_all, raised
from player.archive.importing.requirements.lines import HeadingLine, Sentence, lines_of
from player.archive.importing.requirements.processors import read_processors
from player.archive.importing.requirements.reading import Kind, Reading, Setting, all_of, any_of, is_platform, noted
from player.archive.importing.requirements.systems import SYSTEMS, platforms_in, read_systems
from player.domain.requirement import Level, Requirement

LONGEST_SENTENCE = 1000
"""What is longer is left to a person: no requirement is, and time must be bounded."""
_SPACES = str.maketrans({"\u00a0": " ", "\u2009": " ", "\u202f": " ", "\t": " "})
"""Blanks of other kinds, each as one blank, so that places stay what they are."""
_LEVELS = {Level.MINIMUM: "minimum", Level.OPTIMAL: "optimal", Level.ACCESS: "best", Level.WHERE_MARKED: "marked"}
_FOR_SYSTEM = re.compile(
    rf"\b(?:for|on|under|if using|running) (?:the |Microsoft )?((?:{SYSTEMS.pattern}).*)"
    rf"|^((?:{SYSTEMS.pattern})[^:;]*):\s",
    re.IGNORECASE | re.DOTALL,
)
_AMOUNTS = frozenset(
    {Kind.SYSTEM, Kind.PROCESSOR, Kind.MEMORY, Kind.VIDEO_MEMORY, Kind.DISK, Kind.SCREEN, Kind.GRAPHICS}
)
_TOLD_NUMBERS = re.compile(
    r"\b(?:32|64|16)[- ]?(?:bits?\b|(?=,|/| or\b| and\b))|\b2nd\b|\b[2-5] (?:latest|most)|(?<=latest) [2-5]\b",
    re.IGNORECASE,
)
_JOINTS = frozenset(
    "a an and are as at be can for have in is it must of on or our should that the this to we will "
    "with you your".split()
)
_EDGES = " \t\n\r\x0b\x0c.,;:|·•-–—*_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """A rule, the place of its words in the text, and as phrases what was not read, or taken in a way worth a look."""

    rule: Requirement
    start: int
    end: int
    unread: tuple[str, ...] = ()
    look: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """All rules of a text in its order; `headings` are the places of headings and labels."""

    rules: tuple[Drafted, ...]
    headings: tuple[HeadingLine, ...]


def draft_of(text: str) -> Draft:
    """Every sentence of `text` as a rule. Raises nothing, whatever comes in."""
    rules: list[Drafted] = []
    headings: list[HeadingLine] = []
    used: set[str] = set()
    numbers: dict[str, int] = {}
    for part in lines_of(text):
        if isinstance(part, HeadingLine):
            headings.append(part)
            continue
        for drafted in _drafted(text, part):
            name = free_id(drafted.rule.id, used, numbers)
            used.add(name)
            rules.append(replace(drafted, rule=replace(drafted.rule, id=name)))
    return Draft(rules=tuple(rules), headings=tuple(headings))


def _drafted(text: str, sentence: Sentence) -> Iterator[Drafted]:
    words, setting = text[sentence.start : sentence.end].translate(_SPACES), sentence.setting
    if len(words) > LONGEST_SENTENCE:
        yield from _rule(
            text, sentence.start, sentence.end, setting, Reading(unread=("a sentence of this length",)), None
        )
        return
    clauses = clauses_of(words, setting.kind)
    # "For programs with video, 512 MB and speakers" limits all that follows.
    level = level_of_all(words, min((one.start for one in mentions_in(words, setting.kind)), default=0))
    setting = replace(setting, level=level) if level and setting.level is Level.MINIMUM else setting
    condition = condition_in(words) if len(clauses) > 1 and condition_in(words[: clauses[0].end]) else None
    for clause in clauses:
        here = replace(setting, only_if=setting.only_if or condition)
        start, end = sentence.start + clause.start, sentence.start + clause.end
        own = words[clause.start : clause.end]
        here = replace(here, level=raised(here.level, own))
        kind = next(iter(clause.kinds or _kind_above(here)), None)
        yield from _rule(text, start, end, here, _read(own, clause, here), kind)


def _read(text: str, clause: Clause, setting: Setting) -> Reading:
    """What a piece asks. What must not be compared keeps at least the reason why it does not matter."""
    kinds = clause.kinds or _kind_above(setting)
    if not kinds:
        return _read_platform(text)
    limit = _limit(text, setting) if Kind.SYSTEM in kinds and len(kinds) > 1 and not clause.is_mixed else None
    kinds = tuple(kind for kind in kinds if not (limit and kind is Kind.SYSTEM))
    readings = [_READERS[kind](text, setting) for kind in kinds]
    if limit:
        only_if = all_of(need for need in (limit.need, readings[0].only_if) if need)
        readings[0] = replace(readings[0], only_if=only_if, platforms=readings[0].platforms or limit.platforms)
    together = readings[0] if len(readings) == 1 else _together(readings)
    if together.superseded:
        is_open = obstacle_in(text) or clause.is_mixed
        return replace(together, need=None if is_open else together.need, unread=_asked_besides(clause))
    obstacle = "alternatives of different kinds" if clause.is_mixed else obstacle_in(text)
    if obstacle:
        return Reading(platforms=together.platforms, unread=(obstacle,))
    if clause.rest and together.need:
        return Reading(platforms=together.platforms, unread=_asked_besides(clause))
    left = _numbers_left(text, kinds)
    if left and together.need:
        return Reading(platforms=together.platforms, unread=(f"what {' and '.join(left)} stands for",))
    return together


def _asked_besides(clause: Clause) -> tuple[str, ...]:
    """What of a piece is about something else: "a broadband connection with a webcam"."""
    return tuple(f"what “{words}” asks besides" for words in clause.rest)


def _kind_above(setting: Setting) -> tuple[Kind, ...]:
    """What a sentence is about that names nothing itself: its label says it, or a heading that asks for amounts."""
    is_meant = setting.kind and (setting.is_labelled or setting.kind in _AMOUNTS)
    return (setting.kind,) if setting.kind and is_meant else ()


def _numbers_left(text: str, kinds: tuple[Kind, ...]) -> list[str]:
    """Numbers that no part of the reading took up: without them it would be met too easily."""
    if not _AMOUNTS.intersection(kinds):
        return []
    left = _TOLD_NUMBERS.sub("", _without_mentions(text, kinds[0]))
    return re.findall(r"(?<![\w.])\d[\w.,]*", left)


def _without_mentions(text: str, default: Kind) -> str:
    for mention in reversed(mentions_in(text, default)):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    return text


def _limit(text: str, setting: Setting) -> Reading | None:
    """The system for which alone an amount is asked: "1 GB for Windows Vista", "Windows XP: 256 MB"."""
    said = _FOR_SYSTEM.search(text)
    if said is None:
        return None
    limit = read_systems(said[1] or said[2], setting)
    return limit if limit.need and not limit.unread else None


def _together(readings: list[Reading]) -> Reading:
    """Several kinds in one piece: all are asked for. What does not matter here is noted beside what does."""
    unread = tuple(phrase for one in readings for phrase in one.unread)
    reasons = tuple(dict.fromkeys(one.superseded for one in readings if one.superseded))
    living = [one for one in readings if not one.superseded]
    platforms = next((one.platforms for one in readings if one.platforms), ())
    slips = tuple(dict.fromkeys(phrase for one in living for phrase in one.interpretations))
    if not living:
        return Reading(superseded=" ".join(reasons), need=all_of(one.need for one in readings if one.need))
    if unread:
        return Reading(platforms=platforms, unread=unread)
    if any(set(one.platforms).isdisjoint(platforms) for one in living if one.platforms):
        return Reading(unread=("what is asked on which system",))
    needs = [one.need for one in living if one.need] + [noted(reason) for reason in reasons]
    only_if = all_of(one.only_if for one in living if one.only_if)
    return Reading(need=all_of(needs), platforms=platforms, interpretations=slips, only_if=only_if)


def _read_platform(text: str) -> Reading:
    """ "A PC or Macintosh" names systems of any age."""
    platforms = platforms_in(text)
    words = re.sub(r"[^\w\s]", " ", text).split()
    if platforms and len(words) <= 6 and not obstacle_in(text) and not re.search(r"\d", text):
        return Reading(need=any_of(is_platform(name) for name in platforms), platforms=platforms)
    return Reading(unread=("what it asks of a machine",))


def _rule(text: str, start: int, end: int, setting: Setting, said: Reading, kind: Kind | None) -> Iterator[Drafted]:
    """The rule of one piece; none where there is nothing but signs."""
    start, end = _trimmed(text, start, end)
    words = text[start:end]
    if not re.search(r"\w", words):
        return
    platforms = said.platforms or _named_for(words, kind) or setting.platforms
    only_if = all_of(need for need in (setting.only_if, condition_in(words), said.only_if) if need)
    rule = Requirement(
        id=_id(setting.level, platforms, kind, words),
        level=setting.level,
        subject=kind.value if kind else "other",
        text=words,
        platforms=platforms,
        need=said.need,
        only_if=only_if if said.need and not said.superseded else None,
        superseded=str(said.superseded),
        interpretation=" ".join(said.interpretations),
    )
    yield Drafted(rule=rule, start=start, end=end, unread=said.unread, look=said.interpretations)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without signs around it; a bracket that is opened within is closed."""
    while start < end and text[start] in f"{_EDGES})]":
        start += 1
    while end > start and text[end - 1] in f"{_EDGES}([":
        end -= 1
    if text.count("(", start, end) > text.count(")", start, end) and text[end : end + 1] == ")":
        end += 1
    return start, end


def _named_for(words: str, kind: Kind | None) -> tuple[str, ...]:
    """ "512 MB for Windows" is for Windows alone; a system itself is told by what it asks."""
    if kind in (None, Kind.SYSTEM, Kind.PROCESSOR, *SUPERSEDED):
        return ()
    named = re.search(r"\b(?:for|on|under)\b(.*)|\(([^)]*)\)|^([^:]*):", words, re.IGNORECASE)
    return platforms_in(next(filter(None, named.groups()), "")) if named else ()


def _id(level: Level, platforms: tuple[str, ...], kind: Kind | None, words: str) -> str:
    named = [word for word in re.findall(r"[a-z]+", words.lower()) if word not in _JOINTS]
    about = kind.value if kind else " ".join(named[:3]) or "other"
    parts = [_LEVELS[level], *(platforms if len(platforms) == 1 else ()), about[:50].strip().lower().replace(" ", "-")]
    return ".".join(parts)


def _without_setting(read: Callable[[str], Reading]) -> Callable[[str, Setting], Reading]:
    return lambda text, _: read(text)


def _of_size(kind: Kind) -> Callable[[str, Setting], Reading]:
    return lambda text, _: amounts.read_size(kind, text)


def _colours(_: str) -> Reading:
    return Reading(unread=("how many colours a screen shows",))


_READERS: Mapping[Kind, Callable[[str, Setting], Reading]] = {
    Kind.SYSTEM: read_systems,
    Kind.PROCESSOR: _without_setting(read_processors),
    Kind.MEMORY: _of_size(Kind.MEMORY),
    Kind.VIDEO_MEMORY: _of_size(Kind.VIDEO_MEMORY),
    Kind.DISK: _of_size(Kind.DISK),
    Kind.GRAPHICS: _without_setting(amounts.read_graphics),
    Kind.COLOURS: _without_setting(_colours),
    Kind.SCREEN: _without_setting(amounts.read_screen),
    Kind.SOUND: _without_setting(amounts.read_sound),
    Kind.CONNECTION: _without_setting(amounts.read_connection),
    Kind.BROWSER: _without_setting(software.read_browsers),
    Kind.FEATURES: _without_setting(software.read_features),
    Kind.PLUGIN: _without_setting(software.read_plugins),
    Kind.READER: _without_setting(software.read_readers),
    Kind.SLIDES: _without_setting(software.read_slides),
    Kind.DRIVE: _without_setting(software.read_drives),
}
