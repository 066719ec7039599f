"""Tiles for a finger: a way to begin, and one of several answers."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QRadioButton, QVBoxLayout, QWidget

from player.ui.kiosk.words import Way
from player.ui.theme import Theme
from player.ui.widgets.card import Card
from player.ui.widgets.words import Words

_WRAP = int(Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignVCenter.value | Qt.AlignmentFlag.AlignLeading.value)
ICON = 36
"""The side of a way's icon, at usual text."""


class WayTile(Card):
    """An icon, what it does, and for whom; `margin`: the space at its sides."""

    def __init__(self, theme: Theme, *, margin: str = "three") -> None:
        super().__init__(theme)
        self._icon = "user"
        self._mark = QLabel()
        self._word = Words(role="subheading")
        self._hint = Words(role="muted")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._word)
        words.addWidget(self._hint)
        words.addStretch(1)
        row = QHBoxLayout()
        aside, two = theme.space(margin), theme.space("two")
        row.setContentsMargins(aside, two, aside, two)
        row.setSpacing(theme.space("two"))
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        self.body.addLayout(row)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def render_way(self, way: Way) -> None:
        self._icon = way.icon
        self._word.setText(way.word)
        self._hint.say(way.hint)
        self.setAccessibleName(way.word)
        self.setAccessibleDescription(way.hint)
        self.restyle()

    def restyle(self) -> None:
        super().restyle()
        side = self.theme.px(ICON)
        self._mark.setPixmap(self.theme.icons.pixmap(self._icon, side, "accent", self.devicePixelRatioF()))
        self._mark.setFixedSize(side, side)


class ChoiceTile(QRadioButton):
    """One answer of several: its word in a box that is ticked when it is chosen."""

    def __init__(self, theme: Theme, word: str) -> None:
        super().__init__(word.replace("&", "&&"))
        self._theme, self._word = theme, word
        self.setAccessibleName(word)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.updateGeometry)

    def say(self, word: str) -> None:
        """Another word for the same answer."""
        if word != self._word:
            self._word = word
            self.setText(word.replace("&", "&&"))
            self.setAccessibleName(word)
            self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        least = self._theme.tokens.shape["touch"]
        return max(least, self._room(width).height() + self._theme.space("two"))

    def sizeHint(self) -> QSize:
        width = self._theme.px(240)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(120), self._theme.tokens.shape["touch"])

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen, radius = self.isChecked(), self._theme.tokens.shape["radius"]
        pressed = "accent_soft" if self.isDown() or chosen else "surface"
        painter.setBrush(self._theme.colour(pressed))
        painter.setPen(QPen(self._theme.colour("accent" if chosen else "edge"), 2 if chosen else 1))
        # A line of one pixel between two of them would be a faint one of two.
        edge = 1 if chosen else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), radius, radius)
        if self.hasFocus():
            self._theme.ring(painter, QRectF(self.rect()).adjusted(3, 3, -3, -3), radius - 2)
        self._draw_mark(painter)
        painter.setFont(self._face())
        painter.setPen(self._theme.colour("text"))
        painter.drawText(self._inside(), _WRAP, self._word)
        painter.end()

    def _draw_mark(self, painter: QPainter) -> None:
        side = self._theme.px(24)
        box = QRectF(self._theme.space("two"), (self.height() - side) / 2, side, side)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            box.moveRight(self.width() - self._theme.space("two"))
        painter.setPen(QPen(self._theme.colour("accent" if self.isChecked() else "edge"), 1.5))
        painter.setBrush(self._theme.colour("accent" if self.isChecked() else "surface"))
        painter.drawEllipse(box)
        if self.isChecked():
            inset = side * 0.2
            self._theme.icons.paint(painter, box.adjusted(inset, inset, -inset, -inset), "check", "on_accent")

    def _inside(self) -> QRect:
        two, lead = self._theme.space("two"), self._lead()
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            return self.rect().adjusted(two, 0, -lead, 0)
        return self.rect().adjusted(lead, 0, -two, 0)

    def _room(self, width: int) -> QRect:
        room = QRect(0, 0, max(1, width - self._lead() - self._theme.space("two")), 1 << 16)
        return QFontMetrics(self._face()).boundingRect(room, _WRAP, self._word)

    def _lead(self) -> int:
        return self._theme.space("two") * 2 + self._theme.px(24) - self._theme.space("half")

    def _face(self) -> QFont:
        return self._theme.font("kiosk", QFont.Weight.Medium)
