"""SRT as it is found: times, the few tags that players agree on, and places by `{\\an8}`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from player.ui.captions.colours import colour_of
from player.ui.captions.cues import AT_THE_FOOT, Cue, Side, Spot
from player.ui.captions.spans import Scribe

MOST_TEXT = 2_000
_TIME = r"(\d{1,4}):(\d{1,2}):(\d{1,2})[,.](\d{1,3})"
_TIMING = re.compile(rf"[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}(?:[ \t].*)?")
_MARK = re.compile(r"<(/?)(b|i|u|font)(?:\s([^<>]{0,300}))?>|\{\\([^{}]{0,300})\}", re.IGNORECASE)
_COLOUR = re.compile(r"color\s*=\s*[\"']?([^\"'\s]{1,30})", re.IGNORECASE)
_PLACE = re.compile(r"an([1-9])")


def read_srt(lines: list[str]) -> Iterator[Cue]:
    """The cues in their order in the file; empty lines between them may be missing, and their numbers wrong."""
    timings = [(number, match) for number, line in enumerate(lines) if (match := _TIMING.fullmatch(line)) is not None]
    nexts = [number for number, _ in timings[1:]] + [len(lines)] * bool(timings)
    for (number, match), following in zip(timings, nexts, strict=True):
        said = lines[number + 1 : following]
        if said and following < len(lines) and said[-1].strip().isdigit():
            # The number of the next one.
            del said[-1]
        cue = _cue(match, "\n".join(said)[:MOST_TEXT])
        if cue is not None:
            yield cue


def _cue(match: re.Match[str], text: str) -> Cue | None:
    start, end = _ms(match, 0), _ms(match, 4)
    scribe, spot, at = Scribe(), AT_THE_FOOT, 0
    for mark in _MARK.finditer(text):
        scribe.write(text[at : mark.start()])
        at = mark.end()
        if mark[4] is not None:
            spot = _spot(mark[4], spot)
        elif mark[1]:
            scribe.close(mark[2].lower())
        else:
            _open(mark[2].lower(), mark[3] or "", scribe)
    scribe.write(text[at:])
    said = scribe.lines
    return Cue(start_ms=start, end_ms=end, lines=said, spot=spot) if said and end > start else None


def _open(name: str, attributes: str, scribe: Scribe) -> None:
    style = scribe.emphasised(name)
    found = _COLOUR.search(attributes)
    scribe.open(name, replace(style, ink=colour_of(found[1]) or style.ink) if found is not None else style)


def _spot(mark: str, spot: Spot) -> Spot:
    """`an1` to `an9` lie as the keys of a number pad; other marks (fonts, movements) change nothing."""
    match = _PLACE.fullmatch(mark.strip())
    if match is None:
        return spot
    row, column = divmod(int(match[1]) - 1, 3)
    side = (Side.LEFT, Side.CENTRE, Side.RIGHT)[column]
    if row == 0:
        return Spot(align=side)
    edge = Side.CENTRE if row == 1 else Side.START
    return Spot(line=50.0 if row == 1 else 0.0, line_in_percent=row == 1, line_side=edge, align=side)


def _ms(match: re.Match[str], first: int) -> int:
    hours, minutes, seconds = (int(match[first + part]) for part in range(1, 4))
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int(match[first + 4].ljust(3, "0"))
