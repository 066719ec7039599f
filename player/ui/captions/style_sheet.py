"""The STYLE blocks of WebVTT: the few rules of CSS that captions use, for classes, voices, tags and single cues."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from player.ui.captions.colours import CLASSES, colour_of
from player.ui.captions.cues import PLAIN, Style

MOST_TEXT = 65_536
MOST_RULES = 64
"""Each tag is held against each rule: a file shall not be able to make that long."""
_MOST_KNOWN = 1_000
_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]*)\}")
_CUE = re.compile(r"::cue(?:\(([^()]{0,200})\))?")
_PART = re.compile(r"(?P<tag>[a-z]{0,8})(?P<id>#[\w\\-]+)?(?P<classes>(?:\.[\w-]+)*)(?:\[voice=(?P<voice>[^\]]*)\])?")
_HEAVY = re.compile(r"bold|bolder|[6-9]00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """What a rule is held against: a tag with its classes and its voice, or the whole cue with its id."""

    name: str = ""
    classes: tuple[str, ...] = ()
    voice: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class _Rule:
    wanted: Tag
    changes: tuple[tuple[str, str | bool], ...]

    def fits(self, tag: Tag) -> bool:
        wanted = self.wanted
        return (
            wanted.name in ("", tag.name)
            and wanted.voice in ("", tag.voice)
            and wanted.id == tag.id
            and all(name in tag.classes for name in wanted.classes)
        )


class StyleSheet:
    """Holds the rules of a file; what they make of a tag is reckoned once."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        text = _without_comments("\n".join(texts)[:MOST_TEXT])
        rules = list(_rules(text))[:MOST_RULES]
        whole = [rule for rule in rules if rule.wanted == Tag()]
        self._rules = [rule for rule in rules if rule.wanted != Tag()]
        self.base = _changed(PLAIN, whole)
        """How the words of every cue look."""
        self._known: dict[tuple[Style, Tag], Style] = {}

    def dress(self, style: Style, tag: Tag) -> Style:
        """The style of what stands within this tag, where `style` is that of what stands around it."""
        known = self._known.get((style, tag))
        if known is None:
            known = _changed(_coloured(style, tag.classes), (rule for rule in self._rules if rule.fits(tag)))
            if len(self._known) < _MOST_KNOWN:
                self._known[style, tag] = known
        return known


def _changed(style: Style, rules: Iterable[_Rule]) -> Style:
    changes: dict[str, str | bool] = {}
    for rule in rules:
        changes.update(rule.changes)
    return Style(
        ink=str(changes.get("ink", style.ink)),
        ground=str(changes.get("ground", style.ground)),
        bold=bool(changes.get("bold", style.bold)),
        italic=bool(changes.get("italic", style.italic)),
        underline=bool(changes.get("underline", style.underline)),
    )


def _coloured(style: Style, classes: tuple[str, ...]) -> Style:
    for name in classes:
        if name in CLASSES:
            style = replace(style, ink=colour_of(name))
        elif name.startswith("bg_") and name[3:] in CLASSES:
            style = replace(style, ground=colour_of(name[3:]))
    return style


def _rules(text: str) -> Iterator[_Rule]:
    for match in _RULE.finditer(text):
        changes = tuple(_changes(match[2]))
        for selector in match[1].split(",") if changes else ():
            wanted = _wanted(selector.strip())
            if wanted is not None:
                yield _Rule(wanted, changes)


def _wanted(selector: str) -> Tag | None:
    """What the selector means; None for one that is not understood, or means the moment (`:past`)."""
    cue = _CUE.fullmatch(selector)
    part = _PART.fullmatch((cue[1] or "").strip()) if cue is not None else None
    if part is None:
        return None
    return Tag(
        name=part["tag"],
        classes=tuple((part["classes"] or "").split(".")[1:]),
        voice=(part["voice"] or "").strip("\"' "),
        id=(part["id"] or "")[1:].replace("\\", ""),
    )


def _changes(text: str) -> Iterator[tuple[str, str | bool]]:
    for declaration in text.split(";"):
        name, _, said = declaration.partition(":")
        value = said.replace("!important", "").strip().lower()
        match name.strip().lower():
            case "color":
                yield from (("ink", found) for found in (colour_of(value),) if found)
            case "background-color" | "background":
                yield from (("ground", found) for found in (colour_of(value),) if found)
            case "font-style":
                yield "italic", value in ("italic", "oblique")
            case "font-weight":
                yield "bold", bool(_HEAVY.fullmatch(value))
            case "text-decoration" | "text-decoration-line":
                yield "underline", "underline" in value.split()
            case _:
                pass


def _without_comments(text: str) -> str:
    kept: list[str] = []
    at = 0
    while (begin := text.find("/*", at)) >= 0:
        kept.append(text[at:begin])
        end = text.find("*/", begin + 2)
        at = len(text) if end < 0 else end + 2
    return "".join([*kept, text[at:]])
