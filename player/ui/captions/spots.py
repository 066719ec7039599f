"""The settings of WebVTT cues and regions: where a cue stands in the picture."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from player.ui.captions.cues import AT_THE_FOOT, Side, Spot

_NUMBER = re.compile(r"(-?\d{1,6}(?:\.\d{1,6})?)(%?)")
_ALIGN = {
    "start": Side.START,
    "center": Side.CENTRE,
    "middle": Side.CENTRE,
    "end": Side.END,
    "left": Side.LEFT,
    "right": Side.RIGHT,
}
_POSITION_SIDES = {
    "line-left": Side.LEFT,
    "start": Side.LEFT,
    "center": Side.CENTRE,
    "middle": Side.CENTRE,
    "line-right": Side.RIGHT,
    "end": Side.RIGHT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A part of the picture in which cues stand; all in per cent of the picture, the anchor also of the region."""

    width: float = 100.0
    anchor: tuple[float, float] = (0.0, 100.0)
    viewport: tuple[float, float] = (0.0, 100.0)

    @property
    def spot(self) -> Spot:
        """Its place as a cue would say it: scrolling is left out, and its height follows what is said."""
        left = min(100.0, max(0.0, self.viewport[0] - self.anchor[0] * self.width / 100))
        side = Side.START if self.anchor[1] < 34 else Side.END if self.anchor[1] > 66 else Side.CENTRE
        return Spot(
            line=self.viewport[1],
            line_in_percent=True,
            line_side=side,
            position=left,
            position_side=Side.LEFT,
            width=self.width,
        )


def read_spot(text: str, regions: dict[str, Region]) -> Spot:
    """The place that the words behind a cue's times ask for; what is not understood changes nothing."""
    settings = dict(_pairs(text))
    region = regions.get(settings.get("region", ""))
    spot = region.spot if region is not None else AT_THE_FOOT
    spot = replace(spot, align=_ALIGN.get(settings.get("align", ""), spot.align))
    if region is not None or "vertical" in settings:
        # Columns are not drawn: their words stand at the foot, where everybody looks.
        return spot
    width = _percent(settings.get("size", ""))
    return _lined(_positioned(replace(spot, width=spot.width if width is None else width), settings), settings)


def read_region(text: str) -> tuple[str, Region]:
    """The id of a REGION block (empty without one) and what it says."""
    settings = dict(_pairs(text))
    width = _percent(settings.get("width", ""))
    plain = Region()
    return settings.get("id", ""), Region(
        width=plain.width if width is None else width,
        anchor=_point(settings.get("regionanchor", "")) or plain.anchor,
        viewport=_point(settings.get("viewportanchor", "")) or plain.viewport,
    )


def _positioned(spot: Spot, settings: dict[str, str]) -> Spot:
    where, _, side = settings.get("position", "").partition(",")
    position = _percent(where)
    return spot if position is None else replace(spot, position=position, position_side=_POSITION_SIDES.get(side))


def _lined(spot: Spot, settings: dict[str, str]) -> Spot:
    where, _, side = settings.get("line", "").partition(",")
    number = _NUMBER.fullmatch(where)
    if number is None:
        return spot
    in_percent, line = bool(number[2]), float(number[1])
    if in_percent and not 0 <= line <= 100:
        return spot
    edge = {"start": Side.START, "center": Side.CENTRE, "end": Side.END}.get(side, Side.START)
    return replace(spot, line=line, line_in_percent=in_percent, line_side=edge)


def _pairs(text: str) -> list[tuple[str, str]]:
    parts = (word.partition(":") for word in text.split())
    return [(name, value) for name, colon, value in parts if colon and value]


def _percent(text: str) -> float | None:
    number = _NUMBER.fullmatch(text)
    found = float(number[1]) if number is not None and number[2] else None
    return found if found is not None and 0 <= found <= 100 else None


def _point(text: str) -> tuple[float, float] | None:
    across, _, down = text.partition(",")
    x, y = _percent(across), _percent(down)
    return None if x is None or y is None else (x, y)
