"""The recording and the panel beside it: how wide the panel is, and where it stands when there is no room for both."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSlider, QWidget

from player.ui.theme import Theme
from player.ui.watch.narrow import Room
from player.ui.watch.panel import SidePanel
from player.ui.watch.stage import Stage

PANEL_WIDTH = 344
LEAST_PANEL, LEAST_LEFT = 220, 300
"""Pixels at 100 % text that panel and recording need side by side."""
LEAST_INSTEAD = 160
"""How high the panel is at least in the picture's place."""
HANDLE_WIDTH = 24
STEP = 16
"""What an arrow key moves the handle by."""
_WIDTH, _READING = "width", "reading"


class Sides(QWidget):
    """`left` holds the stage with what stands above and below it.

    Where both have no room side by side, the panel takes the picture's place, above the controls. In a `public` place
    its width is nobody's to choose: the next one would find it so.
    """

    def __init__(self, theme: Theme, left: QWidget, stage: Stage, panel: SidePanel, *, public: bool = False) -> None:
        super().__init__()
        self._theme, self._stage, self._panel, self._public = theme, stage, panel, public
        self._liked: dict[str, int] = {}
        self._name = _WIDTH
        self._room = self._edge = 0
        self.handle = PanelHandle(theme)
        self.handle.valueChanged.connect(self._like)
        self.handle.forgotten.connect(self._forget)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(theme.space("two") if public else 0)
        self._row.addWidget(Room(left), 1)
        self._row.addWidget(self.handle)
        self._row.addWidget(panel)

    @property
    def arrangement(self) -> dict[str, tuple[int, ...]]:
        """How wide the panel was made, as of 100 % text: usually, and while something is read in it."""
        return {name: (width,) for name, width in self._liked.items()}

    def arrange(self, kept: Mapping[str, tuple[int, ...]]) -> None:
        self._liked = {name: kept[name][0] for name in (_WIDTH, _READING) if kept.get(name)}

    @property
    def is_instead(self) -> bool:
        """Whether the panel stands where the picture would."""
        return self._panel.parentWidget() is self._stage

    def minimumSizeHint(self) -> QSize:
        """With the panel as narrow as it may be: what it has in a wide window keeps nobody from making that narrow."""
        least = super().minimumSizeHint()
        if self._panel.isVisible() and not self.is_instead:
            least -= QSize(self._panel.minimumWidth() - self._theme.px(LEAST_PANEL), 0)
        return least

    def settle(self, room: int, *, shown: bool, full: bool, reading: bool) -> None:
        """In a room of so many pixels the panel is wanted or not. `reading` takes half of it; in full screen nothing
        stands around."""
        self._room = room
        self._edge = 0 if full else self._theme.space("three")
        self._row.setContentsMargins(self._edge, 0 if full else self._theme.space("two"), self._edge, self._edge // 2)
        self._name = _READING if reading else _WIDTH
        beside = self._widest() >= self._theme.px(LEAST_PANEL)
        self._place(instead=shown and not beside)
        self._panel.setVisible(shown)
        self.handle.setVisible(shown and beside and not self._public)
        if shown and beside:
            self._set_width()

    def _place(self, *, instead: bool) -> None:
        if instead and not self.is_instead:
            self._row.removeWidget(self._panel)
            self._panel.setMinimumSize(0, self._theme.px(LEAST_INSTEAD))
            self._panel.setMaximumWidth(_ANY)
            self._stage.stand_in(self._panel)
        elif not instead and self.is_instead:
            self._stage.stand_in(None)
            self._panel.setMinimumHeight(0)
            self._row.addWidget(self._panel)

    def _set_width(self) -> None:
        share = self._room * (50 if self._name == _READING else 42) // 100
        usual = share if self._name == _READING else min(self._theme.px(PANEL_WIDTH), share)
        liked = self._liked.get(self._name)
        wanted = usual if liked is None else self._theme.px(liked)
        width = max(self._theme.px(LEAST_PANEL), min(wanted, self._widest()))
        self._panel.setFixedWidth(width)
        self.handle.render_width(width, self._theme.px(LEAST_PANEL), self._widest())

    def _widest(self) -> int:
        return self._room - 2 * self._edge - self._theme.px(LEAST_LEFT) - self.handle.sizeHint().width()

    def _like(self, width: int) -> None:
        self._liked[self._name] = round(width * 1000 / self._theme.px(1000))
        self._panel.setFixedWidth(width)

    def _forget(self) -> None:
        self._liked.pop(self._name, None)
        self._set_width()


class PanelHandle(QSlider):
    """Between recording and panel: dragged, or moved with the arrow keys, it gives the panel another width.

    Its value is that width in pixels. `forgotten`: it was clicked twice, and the panel is as wide as usual again.
    """

    forgotten = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._theme = theme
        self._held: tuple[float, int] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Width of the side panel"))
        self.setToolTip(self.accessibleName())

    def render_width(self, width: int, least: int, most: int) -> None:
        """The panel's width now, and between which it can be chosen."""
        self.blockSignals(True)
        self.setRange(least, most)
        self.setSingleStep(self._theme.px(STEP))
        self.setPageStep(4 * self._theme.px(STEP))
        self.setValue(width)
        self.blockSignals(False)

    def sizeHint(self) -> QSize:
        return QSize(HANDLE_WIDTH, HANDLE_WIDTH)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The panel is at the far end: the handle moves the way that the arrow points."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            grows = (event.key() == Qt.Key.Key_Left) != self.isRightToLeft()
            self.setValue(self.value() + (self.singleStep() if grows else -self.singleStep()))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._held = event.globalPosition().x(), self.value()
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            start, width = self._held
            moved = round(event.globalPosition().x() - start)
            self.setValue(width + (moved if self.isRightToLeft() else -moved))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._held = None
        self.forgotten.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        grip = QRectF(0, 0, 4, self._theme.px(40))
        grip.moveCenter(QRectF(self.rect()).center())
        pointed = self.underMouse() or self._held is not None or self.hasFocus()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent" if pointed else "edge"))
        painter.drawRoundedRect(grip, 2, 2)
        if self.hasFocus():
            self._theme.ring(painter, grip.adjusted(-6, -6, 6, 6), 6)
        painter.end()


_ANY = (1 << 24) - 1
"""As wide as Qt lets a widget be."""
