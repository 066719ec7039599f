"""What is really drawn of a page, also of what is scrolled out of sight, and how well colours in it stand apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import cast

from PIL import Image, ImageChops
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage, QPalette, QRegion
from PySide6.QtWidgets import QAbstractScrollArea, QScrollArea, QWidget

FLAGS = QWidget.RenderFlag.DrawChildren | QWidget.RenderFlag.IgnoreMask
Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255 each."""
BANDS, WHITE = 3, 255


class Picture:
    """Pixels by place."""

    def __init__(self, image: QImage) -> None:
        rows = image.convertToFormat(QImage.Format.Format_RGB32)
        size, step = (rows.width(), rows.height()), rows.bytesPerLine()
        self._image = Image.frombuffer("RGB", size, bytes(rows.constBits()), "raw", "BGRX", step, 1)
        self.area = rows.rect()

    def at(self, x: int, y: int) -> Colour:
        return cast(Colour, self._image.getpixel((x, y)))

    def colours(self, area: QRect) -> dict[Colour, int]:
        """How often each colour occurs."""
        part = self._part(area)
        found = part.getcolors(part.width * part.height) if part.width and part.height else None
        return {cast(Colour, colour): count for count, colour in found or ()}

    def ground(self, area: QRect) -> Colour | None:
        """The colour that most of it has."""
        colours = self.colours(area)
        return max(colours, key=colours.__getitem__) if colours else None

    def rim(self, area: QRect) -> Colour | None:
        """The colour that most of its outermost pixels have."""
        whole = self.colours(area)
        for colour, count in self.colours(area.adjusted(1, 1, -1, -1)).items():
            whole[colour] -= count
        return max(whole, key=whole.__getitem__) if whole else None

    def lines(self, area: QRect, ground: Colour, gap: int = 3) -> Iterator[QRect]:
        """The lines of writing in an area: rows in which something stands on the ground, parted by rows without."""
        inside, part = area & self.area, self._part(area)
        written = ImageChops.difference(part, Image.new("RGB", part.size, ground)).convert("L").tobytes()
        rows = [number for number in range(part.height) if written[number * part.width :][: part.width].strip(b"\0")]
        first, last = -1, -1
        for row in [*rows, part.height + gap + 1]:
            if first >= 0 and row - last > gap:
                yield QRect(inside.left(), inside.top() + first, inside.width(), last + 1 - first)
                first = -1
            first, last = (row if first < 0 else first), row

    def width_of(self, area: QRect, ground: Colour) -> int:
        """How wide what stands on the ground in it is, from its first pixel to its last."""
        part = self._part(area)
        box = ImageChops.difference(part, Image.new("RGB", part.size, ground)).getbbox()
        return box[2] - box[0] if box else 0

    def changes(self, other: Picture) -> Iterator[tuple[Colour, Colour]]:
        """What each pixel is and was, of those that are another colour."""
        box = ImageChops.difference(self._image, other._image).getbbox()
        if box is not None:
            here, there = (one._image.crop(box).tobytes() for one in (self, other))
            parts = (bytes_[place::BANDS] for bytes_ in (here, there) for place in range(BANDS))
            for red, green, blue, *before in zip(*parts, strict=True):
                if [red, green, blue] != before:
                    yield (red, green, blue), (before[0], before[1], before[2])

    def _part(self, area: QRect) -> Image.Image:
        inside = area & self.area
        left, top = inside.left(), inside.top()
        return self._image.crop((left, top, left + max(0, inside.width()), top + max(0, inside.height())))


class Drawing:
    """A page and, each as a whole, what is scrolled in it."""

    def __init__(self, page: QWidget) -> None:
        self._page = page
        self._pictures: dict[QWidget, Picture] = {}
        paper = page.palette().color(QPalette.ColorRole.Window)
        self._draw(page, paper)

    def of(self, widget: QWidget) -> tuple[Picture, QPoint]:
        """The picture in which a widget is drawn whole, and the place of its upper left corner there."""
        root = root_of(widget, self._page)
        return self._pictures[root], widget.mapTo(root, QPoint(0, 0))

    def _draw(self, root: QWidget, ground: QColor) -> None:
        picture = drawn(root, QRect(QPoint(0, 0), root.size()), ground)
        self._pictures[root] = picture
        for area in root.findChildren(QScrollArea):
            inside = area.widget()
            if inside is not None and area.isVisible() and root_of(area, self._page) is root:
                seen = QRect(area.viewport().mapTo(root, QPoint(0, 0)), area.viewport().size())
                # What stands in it may have a line of its own along the edge.
                behind = picture.rim(seen.adjusted(2, 2, -2, -2))
                self._draw(inside, QColor(*behind) if behind else ground)


def drawn(root: QWidget, area: QRect, ground: QColor) -> Picture:
    """A part of a widget with all that lies in it, on that ground."""
    image = QImage(area.size(), QImage.Format.Format_RGB32)
    image.fill(ground)
    root.render(image, QPoint(0, 0), QRegion(area), FLAGS)
    return Picture(image)


def root_of(widget: QWidget, page: QWidget) -> QWidget:
    """What is scrolled with the widget in it, or the page."""
    here = widget
    while here is not page:
        above = here.parentWidget()
        if above is None:
            return page
        if isinstance(above.parentWidget(), QScrollArea) and not isinstance(here, QAbstractScrollArea):
            area = above.parentWidget()
            if isinstance(area, QScrollArea) and area.widget() is here:
                return here
        here = above
    return page


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of two colours as WCAG 2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=1 << 16)
def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(part / WHITE) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def farthest(colours: Iterable[Colour], ground: Colour) -> float:
    """The contrast of what stands out most from the ground; 1 where there is nothing else."""
    return max((contrast(colour, ground) for colour in colours), default=1.0)
