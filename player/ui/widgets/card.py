"""Cards: a surface, one that can be pressed, and the one that stands for a course in the library."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from player.ui.theme import Theme, dress
from player.ui.widgets.chip import Chip
from player.ui.widgets.cover import Cover
from player.ui.widgets.ring import Ring
from player.ui.widgets.tone import Tone
from player.ui.widgets.words import Words


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
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = self.theme.tokens.shape["radius"]
        painter.setBrush(self.theme.colour("sunken" if self.isDown() else "surface"))
        painter.setPen(QPen(self.theme.colour("edge" if self.underMouse() else "line"), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        if self.hasFocus():
            self.theme.ring(painter, QRectF(self.rect()), radius)
        painter.end()


class _Rim(QWidget):
    """Lies over a card's content and draws the focus ring, which the cover would hide."""

    def __init__(self, card: Card) -> None:
        super().__init__(card)
        self._card = card
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._card.hasFocus():
            painter = QPainter(self)
            theme = self._card.theme
            theme.ring(painter, QRectF(self.rect()), theme.tokens.shape["radius"])
            painter.end()


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFace:
    """What a course card shows; texts are ready to read. `permille` None shows no ring."""

    title: str
    provider: str = ""
    time: str = ""
    credit: str = ""
    status: str = ""
    tone: Tone = Tone.NEUTRAL
    icon: str | None = None
    permille: int | None = None
    cover: QImage | None = None


class CourseCard(Card):
    """A course in the library: cover, title, running time, credit, one status, progress."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._cover = Cover(theme, top_only=True)
        self._provider = Words(role="caption")
        self._title = Words(role="subheading")
        self._time = Words(role="muted")
        self._credit = Words(role="muted")
        self._chip = Chip(theme)
        self._ring = Ring(theme, side=40)
        self._rim = _Rim(self)
        self._lay_out()

    def render_face(self, face: CardFace) -> None:
        """Show a course."""
        self._cover.render_cover(face.title, face.cover)
        self._provider.say(face.provider)
        self._title.setText(face.title)
        self._time.say(face.time)
        self._credit.say(face.credit)
        self._chip.render_status(face.status, face.tone, face.icon)
        self._ring.setVisible(face.permille is not None)
        self._ring.render_permille(face.permille or 0)
        said = (face.title, face.status, face.time, face.credit, face.provider)
        self.setAccessibleName(". ".join(part for part in said if part))
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._rim.setGeometry(self.rect())
        self._rim.raise_()

    def _lay_out(self) -> None:
        two = self.theme.space("two")
        words = QVBoxLayout()
        words.setContentsMargins(two, 14, two, two)
        words.setSpacing(self.theme.space("half"))
        for part in (self._provider, self._title, self._time, self._credit):
            words.addWidget(part)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, self.theme.space("one"), 0, 0)
        foot.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignVCenter)
        foot.addStretch(1)
        foot.addWidget(self._ring)
        kept = self._ring.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self._ring.setSizePolicy(kept)
        words.addStretch(1)
        words.addLayout(foot)
        self.body.addWidget(self._cover)
        self.body.addLayout(words, 1)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
