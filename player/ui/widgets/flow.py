"""Two layouts that wrap: things in a row as wide as they are, and cards in columns of equal width."""

from math import ceil

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLayout, QLayoutItem, QStyle, QWidget

_CONTROLS = (QAbstractButton, QComboBox)
"""What is pressed stands in the middle of its line; words begin at its top, as those beside them do."""


class Wrapping(QLayout):
    """What they have in common: a plain list of items and a height that follows from the width."""

    def __init__(self, gap: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    # Qt ends its walks at the first missing item, which the stubs do not allow for.
    def itemAt(self, index: int) -> QLayoutItem | None:  # pyright: ignore[reportIncompatibleMethodOverride]
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # pyright: ignore[reportIncompatibleMethodOverride]
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def clear(self) -> None:
        """Let go of every widget and delete it."""
        while (item := self.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        margins = self.contentsMargins()
        inner = QRect(0, 0, max(0, width - margins.left() - margins.right()), 0)
        return self._arrange(inner, moving=False) + margins.top() + margins.bottom()

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect.marginsRemoved(self.contentsMargins()), moving=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, item: QLayoutItem, area: QRect, spot: QRect) -> None:
        parent = self.parentWidget()
        direction = parent.layoutDirection() if parent else Qt.LayoutDirection.LeftToRight
        item.setGeometry(QStyle.visualRect(direction, area, spot))

    def _arrange(self, rect: QRect, *, moving: bool) -> int:
        raise NotImplementedError


class FlowLayout(Wrapping):
    """Items one after the other, a new line where the room ends; `gap` in pixels in both directions, unless there is
    another `between_lines`. Each line begins at the edge, or is `centred`."""

    def __init__(
        self, gap: int, parent: QWidget | None = None, *, between_lines: int | None = None, centred: bool = False
    ) -> None:
        super().__init__(gap, parent)
        self._between_lines = gap if between_lines is None else between_lines
        self._centred = centred

    def minimumSize(self) -> QSize:
        sizes = [item.minimumSize() for item in self._shown()]
        least = QSize(max((s.width() for s in sizes), default=0), max((s.height() for s in sizes), default=0))
        return least.grownBy(self.contentsMargins())

    def sizeHint(self) -> QSize:
        sizes = [item.sizeHint() for item in self._shown()]
        width = sum(size.width() for size in sizes) + self._gap * max(0, len(sizes) - 1)
        line = QSize(width, max((size.height() for size in sizes), default=0))
        return line.grownBy(self.contentsMargins())

    def _arrange(self, rect: QRect, *, moving: bool) -> int:
        y = rect.y()
        lines = self._lines(rect.width())
        for number, line in enumerate(lines):
            y += self._between_lines if number else 0
            taken = sum(size.width() for _, size in line) + self._gap * (len(line) - 1)
            high = max(size.height() for _, size in line)
            x = rect.x() + ((rect.width() - taken) // 2 if self._centred else 0)
            for item, size in line:
                if moving:
                    down = (high - size.height()) // 2 if isinstance(item.widget(), _CONTROLS) else 0
                    self._place(item, rect, QRect(QPoint(x, y + down), size))
                x += size.width() + self._gap
            y += high
        return y - rect.y()

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        """What stands in each line, and how large."""
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        x = 0
        for item in self._shown():
            size = item.sizeHint().boundedTo(QSize(width, 1 << 20))
            if item.hasHeightForWidth():
                size.setHeight(item.heightForWidth(size.width()))
            if not lines or x + size.width() > width:
                lines.append([])
                x = 0
            lines[-1].append((item, size))
            x += size.width() + self._gap
        return lines


class HeadLine(Wrapping):
    """A title and, at the other end of its line, what belongs to it; below it where both have no room side by side.

    A title that wraps gives way down to half of the line, or to `least` pixels. `gap`: pixels in both directions. With
    `at_top` both begin at one height, otherwise their middles lie on one line.
    """

    def __init__(self, gap: int, parent: QWidget | None = None, *, at_top: bool = False, least: int = 0) -> None:
        super().__init__(gap, parent)
        self._at_top = at_top
        self._least = least

    def set_least(self, least: int) -> None:
        """Change what a title that wraps needs at least (with the text size)."""
        self._least = least
        self.invalidate()

    def minimumSize(self) -> QSize:
        sizes = [item.minimumSize() for item in self._shown()]
        least = QSize(max((s.width() for s in sizes), default=0), max((s.height() for s in sizes), default=0))
        return least.grownBy(self.contentsMargins())

    def _arrange(self, rect: QRect, *, moving: bool) -> int:
        shown, whole = self._shown(), rect.width()
        if len(shown) < 2:
            return self._stack(shown, rect, moving=moving)
        title, other = shown
        width = min(other.sizeHint().width(), whole)
        wraps = title.hasHeightForWidth()
        wanted = max(self._least, min(title.sizeHint().width(), whole // 2)) if wraps else title.sizeHint().width()
        rest = whole - width - self._gap
        if wanted > rest:
            return self._stack(shown, rect, moving=moving)
        heights = _height(title, rest), _height(other, width)
        line = max(heights)
        if moving:
            down = [0 if self._at_top else (line - height) // 2 for height in heights]
            end = rect.x() + whole - width
            self._place(title, rect, QRect(rect.x(), rect.y() + down[0], rest, heights[0]))
            self._place(other, rect, QRect(end, rect.y() + down[1], width, heights[1]))
        return line

    def _stack(self, shown: list[QLayoutItem], rect: QRect, *, moving: bool) -> int:
        y = rect.y()
        for item in shown:
            width = rect.width() if item.hasHeightForWidth() else min(item.sizeHint().width(), rect.width())
            height = _height(item, width)
            if moving:
                # What stood at the end of the line stays at that end.
                x = rect.x() if item is shown[0] else rect.x() + rect.width() - width
                self._place(item, rect, QRect(x, y, width, height))
            y += height + self._gap
        return max(0, y - self._gap - rect.y())


class CardGrid(Wrapping):
    """Columns of equal width, as many as fit at `least` pixels each; every row as high as its highest card.

    With `fills` there are never more columns than things, so that a few of them take the whole width; with `even` no
    row has one thing alone where the rows before could spare some; with `full` every row is: six are not four and two.
    """

    def __init__(
        self,
        least: int,
        gap: int = 24,
        parent: QWidget | None = None,
        *,
        fills: bool = False,
        even: bool = False,
        full: bool = False,
    ) -> None:
        super().__init__(gap, parent)
        self._least, self._fills, self._even, self._full = least, fills, even, full

    def set_least(self, least: int) -> None:
        """Change the least width of a column (with the text size)."""
        self._least = least
        self.invalidate()

    def columns(self, width: int) -> int:
        """How many columns stand in that width; at least one."""
        fitting = (width + self._gap) // (self._least + self._gap)
        columns, things = max(1, fitting), len(self._shown())
        if self._even and things:
            columns = ceil(things / ceil(things / columns))
        if self._full and things:
            columns = max(number for number in range(1, min(columns, things) + 1) if things % number == 0)
        return max(1, min(columns, things)) if self._fills else columns

    def minimumSize(self) -> QSize:
        sizes = [item.minimumSize() for item in self._shown()]
        return QSize(min(self._least, max((s.width() for s in sizes), default=0)), 0)

    def sizeHint(self) -> QSize:
        return QSize(self._least, self.heightForWidth(self._least) if self._items else 0)

    def _arrange(self, rect: QRect, *, moving: bool) -> int:
        columns = self.columns(rect.width())
        width = max(1, (rect.width() - self._gap * (columns - 1)) // columns)
        shown, y = self._shown(), rect.y()
        for first in range(0, len(shown), columns):
            row = shown[first : first + columns]
            height = max(_height(item, width) for item in row)
            for column, item in enumerate(row):
                if moving:
                    self._place(item, rect, QRect(rect.x() + column * (width + self._gap), y, width, height))
            y += height + self._gap
        return max(0, y - self._gap - rect.y())


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
