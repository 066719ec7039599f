"""Draws the captions of the moment over a picture; laid out when they change, not for every frame."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QFont, QPainter, QPixmap

from player.ui.captions.block import Block
from player.ui.captions.cues import Cue
from player.ui.captions.look import CaptionLook
from player.ui.captions.placing import clear_of, free_area, place_box, room_for, wanted_spot
from player.ui.theme import Theme

LETTER_SHARE = 0.042
"""Height of letters as a share of the picture's height, at 100 % text and 100 % captions."""
MOST_TOGETHER = 6
_SHRINK = 0.88
_LEAST_LETTERS = 7
"""Pixels: smaller letters help nobody, not even to fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """What the layout depends on besides the cues."""

    area: QRect
    floor: int
    text_percent: int
    ratio: float
    look: CaptionLook


class CaptionPainter:
    """Holds the cues of the moment and the look; a widget has it `paint` after its picture."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._look = CaptionLook()
        self._cues: tuple[Cue, ...] = ()
        self._laid: tuple[_Frame, tuple[Cue, ...]] | None = None
        self._boxes: dict[Cue, QRect] = {}
        self._picture = QPixmap()
        self._corner = QPoint()

    @property
    def look(self) -> CaptionLook:
        return self._look

    @property
    def cues(self) -> tuple[Cue, ...]:
        """What is on show now."""
        return self._cues

    def take_look(self, look: CaptionLook) -> bool:
        """Returns whether it looks otherwise from now on."""
        changed, self._look = look != self._look, look
        return changed

    def take_cues(self, cues: tuple[Cue, ...]) -> bool:
        """Returns whether these are others than before; cheap enough to be asked for each frame."""
        if cues is self._cues or cues == self._cues:
            return False
        self._cues = cues
        return True

    def paint(self, painter: QPainter, area: QRect, floor: int) -> None:
        """Draws over the picture in `area`; nothing stands below `floor`, which is a line of the widget."""
        if self._cues and not area.isEmpty():
            self._lay_out(area, floor, painter.device().devicePixelRatioF())
            painter.drawPixmap(self._corner, self._picture)

    def boxes(self, area: QRect, floor: int) -> tuple[QRect, ...]:
        """The boxes behind the words, in the order of the cues."""
        if not self._cues or area.isEmpty():
            return ()
        self._lay_out(area, floor, self._laid[0].ratio if self._laid is not None else 1.0)
        return tuple(self._boxes[cue] for cue in self._cues if cue in self._boxes)

    # --- laying out --------------------------------------------------------------------------------------

    def _lay_out(self, area: QRect, floor: int, ratio: float) -> None:
        frame = _Frame(
            area=QRect(area),
            floor=floor,
            text_percent=self._theme.text_percent,
            ratio=ratio,
            look=self._look,
        )
        if self._laid == (frame, self._cues):
            return
        stays = self._laid is not None and self._laid[0] == frame
        before = self._boxes if stays else {}
        self._laid = frame, self._cues
        blocks = self._arrange(area, floor, before)
        self._draw(blocks, area, ratio)

    def _arrange(self, area: QRect, floor: int, before: dict[Cue, QRect]) -> list[Block]:
        """Sets all boxes, in smaller letters where they would not fit into the picture."""
        pixels = self._pixels(area)
        while pixels > _LEAST_LETTERS:
            if self._set(area, floor, pixels, before, even=False)[1]:
                blocks, whole = self._set(area, floor, pixels, before)
                if whole:
                    return blocks
            pixels = int(pixels * _SHRINK)
        return self._set(area, floor, _LEAST_LETTERS, before)[0]

    def _set(
        self, area: QRect, floor: int, pixels: int, before: dict[Cue, QRect], *, even: bool = True
    ) -> tuple[list[Block], bool]:
        """One try in letters of this size; returns the blocks and whether all of them have room."""
        free, font = free_area(area, floor), self._font(pixels)
        blocks: list[Block] = []
        self._boxes = {}
        whole = True
        # What stands already keeps its place: captions that jump cannot be read.
        for cue in sorted(self._cues[-MOST_TOGETHER:], key=lambda cue: cue not in before):
            spot = wanted_spot(cue.spot, self._look.place)
            room = room_for(spot, area, free)
            block = Block(cue, font=font, room=room, align=spot.align, look=self._look, even=even)
            box = place_box(
                spot,
                block.size,
                area=area,
                free=free,
                line_height=block.line_height,
                rtl=block.is_right_to_left,
            )
            stood = before.get(cue)
            if stood is not None and stood.size() == box.size():
                box = stood
            cleared = clear_of(box, list(self._boxes.values()), free)
            whole = whole and cleared is not None
            self._boxes[cue] = cleared or box
            blocks.append(block)
        return blocks, whole

    def _draw(self, blocks: list[Block], area: QRect, ratio: float) -> None:
        bounds = QRect()
        for box in self._boxes.values():
            bounds = bounds.united(box)
        bounds = bounds.adjusted(-4, -4, 4, 4).intersected(area)
        self._corner = bounds.topLeft()
        self._picture = QPixmap(bounds.size() * ratio)
        self._picture.setDevicePixelRatio(ratio)
        self._picture.fill(Qt.GlobalColor.transparent)
        if self._picture.isNull():
            return
        painter = QPainter(self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for block in blocks:
            block.paint(painter, QPointF(self._boxes[block.cue].topLeft() - bounds.topLeft()))
        painter.end()

    def _pixels(self, area: QRect) -> int:
        usual = max(self._theme.px(14), int(area.height() * LETTER_SHARE) * self._theme.text_percent // 100)
        return max(_LEAST_LETTERS, usual * self._look.size_percent // 100)

    def _font(self, pixels: int) -> QFont:
        font = self._theme.font("lead", QFont.Weight.Medium)
        font.setPixelSize(pixels)
        return font
