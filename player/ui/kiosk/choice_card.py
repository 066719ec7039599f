"""A course as somebody chooses it standing: its picture, what it takes and gives, where one is, and one way on."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from player.domain.event import CourseHash
from player.ui.kiosk.showcase import WideCover
from player.ui.theme import Theme
from player.ui.widgets.card import Card, CardFace, Rim
from player.ui.widgets.chip import Chip
from player.ui.widgets.words import Words, show_if

_COVER, _WIDE_COVER = 104, 260


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """`go`: the word of what pressing it does, "Begin" or "Go on"; `is_next`: the one that is begun already, or the
    first one: its way on is the most visible."""

    course: CourseHash
    face: CardFace
    go: str
    is_next: bool = False


class ChoiceCard(Card):
    """The whole card is the button; `wide`: its picture stands beside the words, for a course that stands alone."""

    def __init__(self, theme: Theme, *, wide: bool = False) -> None:
        super().__init__(theme)
        self._wide = wide
        self._cover = WideCover(theme, top_only=not wide)
        self._title = Words(role="heading" if wide else "subheading")
        self._facts = Words(role="muted")
        self._credit = Words(role="muted")
        self._chip = Chip(theme, "kiosk")
        self._bar = _Bar(theme)
        self._go = _Go(theme)
        self._rim = Rim(self, bold=True)
        self._lay_out()

    def render_choice(self, choice: Choice) -> None:
        face = choice.face
        self._cover.render_cover(face.title, face.cover)
        self._title.setText(face.title)
        self._facts.say(face.time)
        self._credit.say(face.credit)
        self._chip.render_status(face.status, face.tone, face.icon)
        self._bar.render_permille(face.permille)
        self._go.render_word(choice.go, strong=choice.is_next)
        said = (face.title, face.status, face.time, face.credit, choice.go)
        self.setAccessibleName(". ".join(part for part in said if part))
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._rim.setGeometry(self.rect())
        self._rim.raise_()
        if self._wide:
            self._cover.setFixedWidth(self.width() * 2 // 5)

    def restyle(self) -> None:
        super().restyle()
        self._measure()

    def height_without_cover(self, width: int) -> int:
        """What its words need at that width, where its picture stands above them."""
        return self.heightForWidth(width) - self._cover.minimumHeight()

    def take_cover_height(self, height: int, width: int) -> None:
        """The picture may be so high in a card of that width; never more than it is worth, nor so low as to be none."""
        most = width * 3 // 10 if self._wide else width * 9 // 16
        self._cover.setMinimumHeight(max(self.theme.px(_WIDE_COVER if self._wide else _COVER), min(height, most)))
        self.updateGeometry()

    def _measure(self) -> None:
        self.take_cover_height(0, self.width())

    def _lay_out(self) -> None:
        three, two = self.theme.space("three"), self.theme.space("two")
        words = QVBoxLayout()
        words.setContentsMargins(three, two, three, three)
        words.setSpacing(self.theme.space("one"))
        if self._wide:
            words.addStretch(1)
        for part in (self._title, self._facts, self._credit):
            words.addWidget(part)
        words.addStretch(1)
        words.addSpacing(self.theme.space("half"))
        words.addWidget(self._chip)
        words.addWidget(self._bar)
        words.addSpacing(self.theme.space("one"))
        words.addWidget(self._go)
        if self._wide:
            words.addStretch(1)
        way = QBoxLayout.Direction.LeftToRight if self._wide else QBoxLayout.Direction.TopToBottom
        both = QBoxLayout(way)
        both.setSpacing(0)
        if not self._wide:
            self._cover.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._measure()
        both.addWidget(self._cover)
        both.addLayout(words, 1)
        self.body.addLayout(both)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


class _Go(QWidget):
    """Looks like a button, since it is the card that is pressed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._word, self._strong = theme, "", False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def render_word(self, word: str, *, strong: bool) -> None:
        self._word, self._strong = word, strong
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._face())
        width = metrics.horizontalAdvance(self._word) + self._theme.px(64)
        return QSize(width, max(self._theme.tokens.shape["touch"], metrics.height() + self._theme.space("three")))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, radius = self._theme, self._theme.tokens.shape["radius"]
        painter.setBrush(theme.colour("accent" if self._strong else "surface"))
        painter.setPen(QPen(theme.colour("accent" if self._strong else "edge"), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.setFont(self._face())
        painter.setPen(theme.colour("on_accent" if self._strong else "text"))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._word)
        painter.end()

    def _face(self) -> QFont:
        return self._theme.font("kiosk", QFont.Weight.DemiBold)


class _Bar(QWidget):
    """How much of it was watched, as a line; its words stand on the card."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._permille = theme, 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        kept = self.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.setSizePolicy(kept)

    def render_permille(self, permille: int | None) -> None:
        self._permille = max(0, min(1000, permille or 0))
        show_if(self, permille is not None)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(80, 10)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        full = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(self._theme.colour("edge"), 1))
        painter.setBrush(self._theme.colour("neutral_soft"))
        painter.drawRoundedRect(full, 4.5, 4.5)
        part = QRectF(full)
        part.setWidth(full.width() * self._permille / 1000)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            part.moveRight(full.right())
        if self._permille:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("good" if self._permille == 1000 else "accent"))
            painter.drawRoundedRect(part, 4.5, 4.5)
        painter.end()
