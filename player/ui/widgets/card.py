"""Cards: a surface, one that can be pressed, and what the one says that stands for a course."""

from dataclasses import dataclass, field

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout, QWidget

from player.ui.theme import Theme, dress
from player.ui.theme.enter import pressed_by_enter
from player.ui.widgets.tone import Tone


class Panel(QFrame):
    """A surface with content in `body`; nothing to press."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, kind="card")
        two = theme.space("two")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(two, two, two, two)
        self.body.setSpacing(two)


class Card(QAbstractButton):
    """A surface with content that acts as one button; space and Return press it, `clicked` tells."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(1, 1, 1, 1)
        self.body.setSpacing(0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.restyle)

    def restyle(self) -> None:
        """Follow the theme."""
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return self.body.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        return self.body.totalHeightForWidth(width)

    def sizeHint(self) -> QSize:
        return self.body.totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.body.totalMinimumSize()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = self.theme.tokens.shape["radius"]
        painter.setBrush(self.theme.colour("sunken" if self.isDown() else "surface"))
        painter.setPen(QPen(self.theme.colour("accent" if self.underMouse() else "edge"), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        if self.hasFocus():
            self.theme.ring(painter, QRectF(self.rect()), radius)
        painter.end()


class Rim(QWidget):
    """Lies over a card's content and draws the focus ring, which the cover would hide.

    `bold`: for who looks for it from two metres; two lines thick, and there while a finger is on the card, too.
    """

    def __init__(self, card: Card, *, bold: bool = False) -> None:
        super().__init__(card)
        self._card = card
        self._bold = bold
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not (self._card.hasFocus() or (self._bold and self._card.isDown())):
            return
        painter, theme = QPainter(self), self._card.theme
        area, radius = QRectF(self.rect()), theme.tokens.shape["radius"]
        theme.ring(painter, area, radius)
        if self._bold:
            theme.ring(painter, area.adjusted(2, 2, -2, -2), radius - 2)
        painter.end()


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFace:
    """What a course card shows; texts are ready to read. `permille` None shows no ring.

    `has_cover`: the course has a picture, which may still be on its way.
    """

    title: str
    provider: str = ""
    time: str = ""
    credit: str = ""
    status: str = ""
    tone: Tone = Tone.NEUTRAL
    icon: str | None = None
    permille: int | None = None
    cover: QImage | None = field(default=None, compare=False)
    has_cover: bool = False
