"""A pasted text in its lines: bullets, headings, labels and sentences, each with its place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from player.archive.importing.requirements.clauses import mentions_in
from player.archive.importing.requirements.headings import Heading, heading_of
from player.archive.importing.requirements.reading import Kind, Setting, all_of
from player.archive.importing.requirements.systems import read_systems
from player.domain.requirement import Level

_MARK = re.compile(r"\s*(?:(?:[-*•·●○▪■►>+‣–—o]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+|[•·●○▪■►‣]\s*|#{1,6}\s+)*")
_LABEL = re.compile(r"([^:\n]{1,60}):(?=\s+\S)")
_SENTENCE = re.compile(
    r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)(?<!\bv\.)(?<!ver\.)(?<!vs\.)(?<!min\.)(?<!max\.)(?<!approx\.)\s+(?=[A-Z0-9\"“(])"
)
_SIGN = re.compile(r"\s*(#{1,6}|\*\*|==+)")
_GOES_ON = re.compile(r"(?:,|/|\(|\b(?:or|and|with|of|at|the|a|least|for|is))$", re.IGNORECASE)
_LONGEST_JOINED = 2000
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


@dataclass(frozen=True, slots=True)
class _Above:
    """The headings that hold at a line.

    `is_platform_first`: levels stand below systems, not above them. `mark`: the sign before the last that names one.
    """

    setting: Setting
    is_platform_first: bool = False
    has_level: bool = False
    mark: str = ""


def lines_of(text: str) -> Iterator[Sentence | HeadingLine]:
    """The parts of a text in order; all letters lie in one of them, but for bullets."""
    above = _Above(Setting())
    places = list(_logical(text))
    for number, (start, end) in enumerate(places):
        start += len(_marks(text[start:end]))
        is_item = bool(text[places[number][0] : start].strip("#\n\t "))
        if not text[start:end].strip():
            continue
        following = text[slice(*places[number + 1])] if number + 1 < len(places) else ""
        found = _heading(text[start:end], is_item=is_item, following=following)
        if found is not None:
            sign = _SIGN.match(text, places[number][0])
            above = _below(above, found, sign[1] if sign else "")
            yield HeadingLine(start=start, end=end, is_condition=_is_version(found))
        else:
            yield from _sentences(text, start, end, above.setting)


def _logical(text: str) -> Iterator[tuple[int, int]]:
    """The places of lines, with those that only go on joined to the one before."""
    start, end = 0, 0
    for match in re.finditer(r"[^\n]*\S[^\n]*", text):
        is_next = text.count("\n", end, match.start()) == 1 and match.end() - start < _LONGEST_JOINED
        if end and is_next and _is_continued(text[max(start, end - 40) : end].rstrip(), match[0]):
            end = match.end()
            continue
        if end:
            yield start, end
        start, end = match.span()
    if end:
        yield start, end


def _is_continued(before: str, line: str) -> bool:
    if _marks(line).strip() or before.endswith(":"):
        return False
    return bool(_GOES_ON.search(before) or _CONTINUES.match(line.strip()))


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


def _below(above: _Above, heading: Heading, mark: str) -> _Above:
    """What holds below a further heading; one with the sign of the last that named a system ends what that covers."""
    old = above.setting
    if mark and mark == above.mark and not heading.platforms:
        old = replace(old, platforms=())
    level, platforms, kind = old.level, old.platforms, heading.kind
    if heading.platforms:
        platforms = heading.platforms
        if above.is_platform_first and heading.level is None:
            level = Level.MINIMUM
    if heading.level is not None:
        level = heading.level
        if not heading.platforms and not above.is_platform_first:
            platforms = ()
    is_first = above.is_platform_first or (bool(heading.platforms) and heading.level is None and not above.has_level)
    # What limits a section ("Windows XP users:") holds below its smaller headings ("Memory:").
    only_if = heading.only_if or (None if heading.level or heading.platforms else old.only_if)
    setting = Setting(level=level, platforms=platforms, kind=kind, only_if=only_if)
    has_level = above.has_level or heading.level is not None
    return _Above(setting, is_first, has_level, mark if heading.platforms else above.mark)


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
    for first, last in zip(
        [start, *(after for _, after in borders)], [*(before for before, _ in borders), end], strict=True
    ):
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
        only_if=all_of(need for need in (setting.only_if, label.only_if) if need),
        is_labelled=label.kind is not None,
    )
