"""Where the boxes of captions go: where the file or the learner wants them, inside the picture, none over another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize

from player.ui.captions.cues import AT_THE_FOOT, Side, Spot
from player.ui.captions.look import CaptionPlace

LEAST_ROOM = 25.0
"""Per cent of the width that a caption gets even where the file leaves it less."""
USUAL_ROOM = 84.0
GAP = 2
"""Pixels between two captions."""
_MARGIN_ACROSS, _MARGIN_DOWN = 25, 20
"""Parts of the picture that stay free at its edges: one in so many."""
_LEFT = {Side.START: Side.LEFT, Side.END: Side.RIGHT}
_RIGHT = {Side.START: Side.RIGHT, Side.END: Side.LEFT}


def free_area(area: QRect, floor: int) -> QRect:
    """Where captions may stand in the picture, above the `floor` (the top of what lies over its foot)."""
    across, down = area.width() // _MARGIN_ACROSS, area.height() // _MARGIN_DOWN
    free = area.adjusted(across, down, -across, -down)
    free.setBottom(max(free.top(), min(free.bottom(), floor)))
    return free


def wanted_spot(spot: Spot, place: CaptionPlace) -> Spot:
    """The file's place, or the one that the learner chose instead."""
    if place is CaptionPlace.COURSE:
        return spot
    return AT_THE_FOOT if place is CaptionPlace.BOTTOM else Spot(line=0.0)


def room_for(spot: Spot, area: QRect, free: QRect) -> int:
    """How wide a caption may become (W3C WebVTT 1, section 7.2: maximum size)."""
    if spot.position is None and spot.width >= USUAL_ROOM:
        return min(free.width(), int(area.width() * USUAL_ROOM / 100))
    position, side = _position(spot, _LEFT)
    most = {Side.LEFT: 100 - position, Side.RIGHT: position}.get(side, 2 * min(position, 100 - position))
    return min(free.width(), int(area.width() * max(LEAST_ROOM, min(spot.width, most)) / 100))


def place_box(spot: Spot, size: QSize, *, area: QRect, free: QRect, line_height: int, rtl: bool) -> QRect:
    """Where the box stands if nothing is in its way; always within what is free, as far as it fits."""
    sides = _RIGHT if rtl else _LEFT
    position, side = _position(spot, sides)
    room = max(size.width(), room_for(spot, area, free))
    anchor = area.left() + int(area.width() * position / 100)
    left = {Side.LEFT: anchor, Side.RIGHT: anchor - room}.get(side, anchor - room // 2)
    align = sides.get(spot.align, spot.align)
    left += {Side.LEFT: 0, Side.RIGHT: room - size.width()}.get(align, (room - size.width()) // 2)
    box = QRect(QPoint(left, _top(spot, size.height(), area, free, line_height)), size)
    return _kept_within(box, free)


def clear_of(box: QRect, taken: Sequence[QRect], free: QRect) -> QRect | None:
    """The box moved out of the way of others: up from the lower half, down from the upper; None without any room."""
    upwards = box.center().y() >= free.center().y()
    for up in (upwards, not upwards):
        moved = QRect(box)
        for _ in range(len(taken) + 1):
            other = next((other for other in taken if other.intersects(moved)), None)
            if other is None:
                break
            moved.moveTop(other.top() - GAP - moved.height() if up else other.bottom() + 1 + GAP)
        if free.contains(moved) and not any(other.intersects(moved) for other in taken):
            return moved
    return None


def _position(spot: Spot, sides: dict[Side, Side]) -> tuple[float, Side]:
    """The point across the picture (per cent) and the edge that stands there (section 6.1: computed position)."""
    align = sides.get(spot.align, spot.align)
    position = spot.position
    if position is None:
        position = {Side.LEFT: 0.0, Side.RIGHT: 100.0}.get(align, 50.0)
    return position, align if spot.position_side is None else spot.position_side


def _top(spot: Spot, height: int, area: QRect, free: QRect, line_height: int) -> int:
    if spot.line is None:
        return free.bottom() + 1 - height
    if spot.line_in_percent:
        down = area.top() + int(area.height() * spot.line / 100)
        return down - {Side.END: height, Side.CENTRE: height // 2}.get(spot.line_side, 0)
    if spot.line >= 0:
        return free.top() + int(spot.line * line_height)
    return free.bottom() + 1 - height + int((spot.line + 1) * line_height)


def _kept_within(box: QRect, free: QRect) -> QRect:
    left = max(free.left(), min(box.left(), free.right() + 1 - box.width()))
    top = max(free.top(), min(box.top(), free.bottom() + 1 - box.height()))
    return QRect(QPoint(left, top), box.size())
