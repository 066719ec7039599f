"""WebVTT (W3C WebVTT 1): cues with settings, tags, styles and regions; what cannot be read is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from player.ui.captions.cues import Cue, Line
from player.ui.captions.spans import Scribe
from player.ui.captions.spots import Region, read_region, read_spot
from player.ui.captions.style_sheet import StyleSheet, Tag

MOST_TEXT = 2_000
"""Characters of one cue; more than that fills any picture."""
_TIME = r"(?:(\d{1,4}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMING = re.compile(rf"[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}(?:[ \t]+(.*))?")
_TAG = re.compile(r"<([^<>]{0,300})>")
_NAME = re.compile(r"([a-z]+)((?:\.[^\s.]+)*)\.?(?:\s+(.*))?", re.DOTALL)
_FIRST = re.compile(r"WEBVTT(?:[ \t]|$)")


def is_webvtt(lines: list[str]) -> bool:
    return bool(_FIRST.match(lines[0]))


def read_webvtt(lines: list[str]) -> Iterator[Cue]:
    """The cues in their order in the file, whose first line is its heading."""
    styles: list[str] = []
    regions: dict[str, Region] = {}
    blocks: list[list[str]] = []
    for block in _blocks(lines[1:]):
        kind = block[0].strip()
        if _is_aside(block):
            if kind == "STYLE":
                styles.append("\n".join(block[1:]))
            elif kind.startswith("REGION"):
                name, region = read_region(" ".join([kind.removeprefix("REGION"), *block[1:]]))
                regions[name] = region
        else:
            blocks.append(block)
    sheet = StyleSheet(styles)
    return (cue for block in blocks if (cue := _cue(block, sheet, regions)) is not None)


def _is_aside(block: list[str]) -> bool:
    return block[0].startswith(("NOTE", "STYLE", "REGION")) and not any("-->" in line for line in block[:2])


def _blocks(lines: list[str]) -> Iterator[list[str]]:
    """Runs of lines that are not empty; a timing begins a new one even where the empty line was forgotten."""
    block: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            if "-->" in line and any("-->" in before for before in block):
                yield block
                block = []
            block.append(line)
        elif block:
            yield block
            block = []


def _cue(block: list[str], sheet: StyleSheet, regions: dict[str, Region]) -> Cue | None:
    for number, line in enumerate(block[:2]):
        match = _TIMING.fullmatch(line)
        if match is not None:
            start, end = _ms(match, 0), _ms(match, 4)
            name = block[0].strip() if number else ""
            text = "\n".join(block[number + 1 :])[:MOST_TEXT]
            said = _lines(text, sheet, name) if end > start else ()
            spot = read_spot(match[9] or "", regions)
            return Cue(start_ms=start, end_ms=end, lines=said, spot=spot) if said else None
    return None


def _ms(match: re.Match[str], first: int) -> int:
    hours, minutes, seconds, thousandths = (int(match[first + part] or 0) for part in range(1, 5))
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def _lines(text: str, sheet: StyleSheet, name: str) -> tuple[Line, ...]:
    whole = sheet.dress(sheet.base, Tag(id=name)) if name else sheet.base
    scribe = Scribe(whole)
    at = 0
    for match in _TAG.finditer(text):
        scribe.write(text[at : match.start()])
        _follow(match[1], scribe, sheet)
        at = match.end()
    scribe.write(text[at:])
    return scribe.lines


def _follow(inside: str, scribe: Scribe, sheet: StyleSheet) -> None:
    """Opens or closes what the tag says. A time (for singing along) and an unknown tag change nothing."""
    if inside.startswith("/"):
        if inside[1:] == "rt":
            scribe.write(")")
        scribe.close(inside[1:].strip())
        return
    match = _NAME.fullmatch(inside)
    if match is None:
        return
    name, said = match[1], " ".join((match[3] or "").split())
    tag = Tag(name=name, classes=tuple(match[2].split(".")[1:]), voice=said if name == "v" else "")
    if name == "v":
        # Hardly anybody closes a voice; another one that begins ends it.
        scribe.close("v")
    scribe.open(name, sheet.dress(scribe.emphasised(name), tag), tag.voice)
    if name == "rt":
        # The reading of a ruby stands behind its word: above it there is no room in a caption.
        scribe.write("(")
