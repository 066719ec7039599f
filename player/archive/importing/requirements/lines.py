"""A pasted text in its lines: bullets, headings, labels and sentences, each with its place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from player.archive.importing.requirements.clauses import mentions_in
from player.archive.importing.requirements.headings import Heading, heading_of
from player.archive.importing.requirements.reading import Kind, Setting
from player.archive.importing.requirements.systems import read_systems
from player.domain.requirement import Level

_MARK = re.compile(r"\s*(?:(?:[-*•·●○▪■►>+‣–—o]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+|[•·●○▪■►‣]\s*|#{1,6}\s+)*")
_LABEL = re.compile(r"([^:\n]{1,60}):(?=\s+\S)")
_SENTENCE = re.compile(r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)(?<!\bv\.)(?<!ver\.)(?<!vs\.)(?<!min\.)(?<!max\.)(?<!approx\.)\s+(?=[A-Z0-9\"“(])")
_GOES_ON = re.compile(r"(?:,|/|\(|\b(?:or|and|with|of|at|the|a|least|for|is))$", re.IGNORECASE)
_CONTINUES = re.compile(r"(?:or|and|higher|later|above|newer|with|of|at|better|faster|more|greater)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence from `start` to `end`, and what the headings and the label around it say. `label`: its words."""

    start: int
    end: int
    setting: Setting
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingLine:
    """A heading, or the label of a line, from `start` to `end`. `is_condition`: it limits what stands below it."""

    start: int
    end: int
    is_condition: bool = False


@dataclass(slots=True)
class _Above:
    """The headings that hold at a line. `is_platform_first`: levels stand below systems, not above them."""

    setting: Setting = Setting()
    is_platform_first: bool = False
    has_level: bool = False


def lines_of(text: str) -> Iterator[Sentence | HeadingLine]:
    """The parts of a text in order; all letters lie in one of them, but for bullets."""
    above = _Above()
    places = [match.span() for match in _logical(text)]
    for number, (start, end) in enumerate(places):
        start += len(_marks(text[start:end]))
        is_item = bool(text[places[number][0] : start].strip("#\n\t "))
        if not text[start:end].strip():
            continue
        following = text[slice(*places[number + 1])] if number + 1 < len(places) else ""
        found = _heading(text[start:end], is_item=is_item, following=following)
        if found is not None:
            above = _below(above, found)
            yield HeadingLine(start=start, end=end, is_condition=_is_version(found))
        else:
            yield from _sentences(text, start, end, above.setting)


def _logical(text: str) -> Iterator[re.Match[str]]:
    """Lines, with those that only go on joined to the one before."""
    found: list[tuple[int, int]] = []
    for match in re.finditer(r"[^\n]+", text):
        if not match[0].strip():
            continue
        if found and text[found[-1][1] : match.start()].count("\n") == 1 and _is_continued(text[slice(*found[-1])], match[0]):
            found[-1] = (found[-1][0], match.end())
        else:
            found.append(match.span())
    for start, end in found:
        match = re.compile(r"[\s\S]*").match(text, start, end)
        if match is not None:
            yield match


def _is_continued(before: str, line: str) -> bool:
    if _MARK.match(line) and _marks(line).strip():
        return False
    return bool(_GOES_ON.search(before.rstrip()) or _CONTINUES.match(line.strip())) and not before.rstrip().endswith(":")


def _marks(line: str) -> str:
    match = _MARK.match(line)
    return match[0] if match else ""


def _heading(line: str, *, is_item: bool, following: str) -> Heading | None:
    words = line.strip()
    is_marked = words.endswith(":") or words.startswith(("#", "==", "**"))
    found = heading_of(words, is_marked=is_marked)
    if is_marked:
        return found or _versioned(words) or (None if _asks(words) else Heading())
    if found is None or (is_item and found.level is None):
        return None
    if found.level is None and (not following.strip() or _is_alike(found, following)):
        # Nothing stands below it: it is a line of a list.
        return None if found.platforms or found.kind else found
    return found


def _is_alike(found: Heading, following: str) -> bool:
    words = following[len(_marks(following)) :].strip()
    other = None if words.endswith(":") else heading_of(words, is_marked=False)
    return other is not None and bool(found.platforms) and bool(other.platforms)


def _asks(words: str) -> bool:
    return bool(mentions_in(words[:1000]))


def _versioned(words: str) -> Heading | None:
    """ "Windows XP users:" limits what stands below it to that system and later ones."""
    mentions = mentions_in(words[:1000])
    if len(words) > 60 or {one.kind for one in mentions} != {Kind.SYSTEM}:
        return None
    said = read_systems(words.rstrip(": "), Setting())
    return Heading(platforms=said.platforms, only_if=said.need) if said.need else None


def _is_version(found: Heading) -> bool:
    return found.only_if is not None and found.only_if.fact != "course.has-video"


def _below(above: _Above, heading: Heading) -> _Above:
    """What holds below a further heading."""
    old = above.setting
    level, platforms, kind = old.level, old.platforms, heading.kind
    if heading.platforms:
        platforms = heading.platforms
        if above.is_platform_first and heading.level is None:
            level = Level.MINIMUM
    if heading.level is not None:
        level = heading.level
        if not heading.platforms and not above.is_platform_first:
            platforms = ()
    is_plain = not (heading.level or heading.platforms or heading.kind or heading.only_if)
    if is_plain:
        level, platforms = old.level, old.platforms
    is_first = above.is_platform_first or (bool(heading.platforms) and heading.level is None and not above.has_level)
    setting = Setting(level=level, platforms=platforms, kind=kind, only_if=heading.only_if)
    return _Above(setting, is_first, above.has_level or heading.level is not None)


def _sentences(text: str, start: int, end: int, setting: Setting) -> Iterator[Sentence | HeadingLine]:
    label = ""
    match = _LABEL.match(text, start, end)
    said = heading_of(match[1], is_marked=True) if match else None
    if match and said is not None:
        label = match[1].strip()
        setting = _labelled(setting, said)
        # A system before the colon belongs to the sentence: "Windows: XP or later".
        yield HeadingLine(start=start, end=match.end())
        start = match.end()
    borders = [found.span() for found in _SENTENCE.finditer(text, start, end)]
    for first, last in zip([start, *(after for _, after in borders)], [*(before for before, _ in borders), end], strict=True):
        if text[first:last].strip():
            yield Sentence(start=first, end=last, setting=setting, label=label)


def _labelled(setting: Setting, label: Heading) -> Setting:
    """A label holds for its line; "Required browser" below "Recommended" raises nothing."""
    is_plain_minimum = label.level is Level.MINIMUM and label.kind is not None
    return replace(
        setting,
        level=setting.level if label.level is None or is_plain_minimum else label.level,
        platforms=label.platforms or setting.platforms,
        kind=label.kind or setting.kind,
        only_if=label.only_if or setting.only_if,
    )
