"""A QR code on the screen: whole pixels for every module, light all round, read by any telephone."""

from __future__ import annotations

import segno
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from player.ui.theme import Theme

QUIET = 4
"""Light modules that ISO/IEC 18004 asks for on every side."""


class QrPicture(QWidget):
    """Black on white in every scheme: readers rely on it. The text itself is not kept, only what is drawn of it.

    It `grows` with the text, unless words beside it need the room more than a telephone does.
    """

    def __init__(self, theme: Theme, side: int = 220, parent: QWidget | None = None, *, grows: bool = True) -> None:
        super().__init__(parent)
        self._theme, self._side, self._grows = theme, side, grows
        self._rows: tuple[bytes, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def render_code(self, text: str, name: str, *, error: str = "m") -> None:
        """Shows `text` as a code that is called `name`; an empty text shows none.

        `error`: how much of it may be damaged, "l" to "h". Raises ValueError where the text is longer than any code.
        """
        code = segno.make(text, error=error, micro=False, boost_error=False) if text else None
        self._rows = tuple(bytes(row) for row in code.matrix) if code is not None else ()
        self.setAccessibleName(name if text else "")
        self.updateGeometry()
        self.update()

    def clear(self) -> None:
        self.render_code("", "")

    def modules(self) -> tuple[bytes, ...]:
        """Row by row, 1 for a dark one."""
        return self._rows

    def sizeHint(self) -> QSize:
        side = self._theme.px(self._side) if self._grows else self._side
        across = len(self._rows) + 2 * QUIET
        # Never so small that a module would be less than three pixels: a telephone is held at arm's length.
        return QSize(side, side).expandedTo(QSize(across * 3, across * 3)) if self._rows else QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._rows:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.white)
        radius = self._theme.tokens.shape["radius"]
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.GlobalColor.black)
        self._draw_modules(painter)
        painter.end()

    def _draw_modules(self, painter: QPainter) -> None:
        ratio, across = self.devicePixelRatioF(), len(self._rows) + 2 * QUIET
        side = max(1, int(min(self.width(), self.height()) * ratio) // across) / ratio
        whole = side * len(self._rows)
        left = round((self.width() - whole) / 2 * ratio) / ratio
        top = round((self.height() - whole) / 2 * ratio) / ratio
        for down, row in enumerate(self._rows):
            for along, dark in enumerate(row):
                if dark:
                    painter.drawRect(QRectF(left + along * side, top + down * side, side, side))
