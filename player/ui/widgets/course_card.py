"""The card that stands for a course in the library: one button that paints all of it, so that thousands are no load."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QImage,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from player.ui.language import tr
from player.ui.theme import Theme
from player.ui.theme.enter import pressed_by_enter
from player.ui.widgets.card import CardFace
from player.ui.widgets.chip import ChipDrawing
from player.ui.widgets.cover import TALLEST, cover_ground, draw_cover, fill_with
from player.ui.widgets.ring import paint_ring
from player.ui.widgets.words import breakable, plain_tip


class Shape(Enum):
    """TALL: the cover above the words. WIDE: beside them, for the few that one goes on with."""

    TALL = "tall"
    WIDE = "wide"


TITLE_LINES = {Shape.TALL: 2, Shape.WIDE: 3}
RING = 40
WIDE_HEIGHT = 176
_TOP = 14
_BADGE = "#12181F"
_BADGE_INK = "#FFFFFF"
"""The running time stands on the cover, which looks the same in every scheme."""


@dataclass(frozen=True, slots=True)
class CardPlan:
    """Where everything stands on a card, in its own pixels, for text that runs from left to right."""

    cover: QRectF
    words: QRectF


class CardLook:
    """The fonts and measures that all cards of a page share, made anew when the theme changes."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.chip = ChipDrawing(theme)
        self.take_measure()

    def take_measure(self) -> None:
        """Follows the theme."""
        theme = self.theme
        self.caption = theme.font("caption")
        self.figures = theme.font("caption", QFont.Weight.DemiBold, figures=True)
        self.title = theme.font("lead", QFont.Weight.DemiBold)
        self.of_caption = QFontMetrics(self.caption)
        self.of_figures = QFontMetrics(self.figures)
        self.of_title = QFontMetrics(self.title)
        self.two, self.half = theme.space("two"), theme.space("half")
        self.foot = max(theme.px(RING), self.chip.hint("", "").height())

    def height_of_words(self, shape: Shape) -> int:
        title = TITLE_LINES[shape] * self.of_title.lineSpacing()
        return _TOP + 2 * self.of_caption.lineSpacing() + title + 3 * self.half + self.foot + self.two

    def height(self, width: int, shape: Shape) -> int:
        """Every card of a shape is as high as the others of its width."""
        if shape is Shape.WIDE:
            return max(self.theme.px(WIDE_HEIGHT), self.height_of_words(shape))
        return self._cover_height(width) + self.height_of_words(shape)

    def plan(self, size: QSize, shape: Shape) -> CardPlan:
        width, height = size.width(), size.height()
        if shape is Shape.WIDE:
            cover = min(height * 16 // 9, width * 2 // 5)
            return CardPlan(QRectF(1, 1, cover - 1, height - 2), self._inside(QRectF(cover, 1, width - cover, height)))
        cover = self._cover_height(width)
        below = QRectF(1, cover, width - 2, height - cover)
        return CardPlan(QRectF(1, 1, width - 2, cover - 1), self._inside(below))

    def _cover_height(self, width: int) -> int:
        return min(-(-width * 9 // 16), self.theme.px(TALLEST))

    def _inside(self, area: QRectF) -> QRectF:
        return area.adjusted(self.two, _TOP, -self.two, -self.two)


class CourseCard(QAbstractButton):
    """A course in the library: cover, running time, title, credit, one status, progress.

    `cover_wanted`: the card's is to be painted, and is not here; only with `brought`, where somebody brings the covers.
    Else the card draws what its face does not hold by itself.
    """

    cover_wanted = Signal(object)
    self_painted = True
    """No style sheet reaches it: thousands would be dressed anew whenever the look changes."""

    def __init__(self, look: CardLook | Theme, parent: QWidget | None = None, *, brought: bool = False) -> None:
        super().__init__(parent)
        self._look = look if isinstance(look, CardLook) else CardLook(look)
        self._brought = brought
        self._face = CardFace(title="")
        self._shape = Shape.TALL
        self._image: QImage | None = None
        self._lines: tuple[str, ...] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if isinstance(look, Theme):
            look.changed.connect(self.restyle)

    @property
    def face(self) -> CardFace:
        return self._face

    def render_face(self, face: CardFace, shape: Shape = Shape.TALL) -> None:
        """Show a course."""
        if (face, shape) == (self._face, self._shape):
            return
        self._face, self._shape, self._image, self._lines = face, shape, face.cover, None
        said = (face.title, face.status, face.time, face.credit, face.provider)
        self.setAccessibleName(". ".join(part for part in said if part))
        self.setAccessibleDescription(_done_text(face.permille))
        self.setToolTip("")
        self.update()

    def render_cover(self, image: QImage | None) -> None:
        """The picture came; None: it was let go, and is asked for when it is to be seen again."""
        self._image = image
        self.update()

    def restyle(self) -> None:
        """Follow the theme."""
        self._look.take_measure()
        self.forget_lines()

    def forget_lines(self) -> None:
        """The fonts are other ones: the title is broken anew."""
        self._lines = None
        self.update()

    def cover_size(self) -> QSize:
        """The pixels of the screen that the cover takes."""
        return (self._look.plan(self.size(), self._shape).cover.size() * self.devicePixelRatioF()).toSize()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._look.height(width, self._shape)

    def sizeHint(self) -> QSize:
        width = self._look.theme.px(256)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.theme.px(120), 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if pressed_by_enter(self, event):
            return
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            # A button would go to its neighbour in the order of Tab; where the neighbours stand, the grid knows.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lines = None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        theme, area = self._look.theme, QRectF(self.rect())
        radius = theme.tokens.shape["radius"]
        plan = self._look.plan(self.size(), self._shape)
        painter.setBrush(theme.colour("sunken" if self.isDown() else "surface"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(area, radius, radius)
        # While scrolling only a strip of it comes into sight.
        strip, cover = QRectF(event.rect()), self._mirrored(plan.cover)
        if strip.intersects(cover):
            self._paint_cover(painter, area, cover, radius)
        if strip.intersects(self._mirrored(plan.words)):
            self._paint_words(painter, plan.words)
        self._paint_edge(painter, area, radius)
        painter.end()

    def _paint_edge(self, painter: QPainter, area: QRectF, radius: int) -> None:
        theme = self._look.theme
        lifted = self.underMouse() or self.isDown()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("accent" if lifted else "line"), 2 if lifted else 1))
        inset = 1.0 if lifted else 0.5
        painter.drawRoundedRect(area.adjusted(inset, inset, -inset, -inset), radius, radius)
        if self.hasFocus():
            theme.ring(painter, area, radius)

    # --- the cover ---------------------------------------------------------------------------------------

    def _paint_cover(self, painter: QPainter, card: QRectF, cover: QRectF, radius: int) -> None:
        painter.save()
        path = QPainterPath()
        path.addRoundedRect(card.adjusted(1, 1, -1, -1), radius - 1, radius - 1)
        painter.setClipPath(path)
        painter.setClipRect(cover, Qt.ClipOperation.IntersectClip)
        tokens = self._look.theme.tokens
        if self._image is not None:
            fill_with(painter, cover, self._image)
        elif self._face.has_cover:
            # Its own picture is on the way: a drawn one would flash up before it.
            painter.fillRect(cover, self._look.theme.colour("sunken"))
        elif self._brought:
            painter.fillRect(cover, cover_ground(self._face.title, tokens.covers))
        else:
            draw_cover(painter, cover, self._face.title, tokens.covers)
        painter.restore()
        if self._face.time:
            self._paint_time(painter, cover)
        if self._brought and self._face.title and (self._image is None or self._is_coarse(self._image)):
            self.cover_wanted.emit(self)

    def _is_coarse(self, image: QImage) -> bool:
        """Whether the card grew so much since the picture was made that one sees it."""
        return image.width() * 10 < self.cover_size().width() * 9

    def _paint_time(self, painter: QPainter, cover: QRectF) -> None:
        look, theme = self._look, self._look.theme
        width = look.of_figures.horizontalAdvance(self._face.time) + theme.px(12)
        height = look.of_figures.height() + theme.px(4)
        gap = theme.space("one")
        left = cover.left() + gap if self._is_mirrored() else cover.right() - gap - width
        badge = QRectF(left, cover.bottom() - gap - height, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_solid(_BADGE))
        painter.drawRoundedRect(badge, theme.px(5), theme.px(5))
        painter.setFont(look.figures)
        painter.setPen(_solid(_BADGE_INK))
        # "2 h 30 min" keeps its order also where the window runs from right to left.
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.drawText(badge, int(Qt.AlignmentFlag.AlignCenter), self._face.time)

    # --- the words ---------------------------------------------------------------------------------------

    def _paint_words(self, painter: QPainter, area: QRectF) -> None:
        look, theme, face = self._look, self._look.theme, self._face
        painter.save()
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.setPen(theme.colour("muted"))
        painter.setFont(look.caption)
        y, cut = area.top(), False
        if face.provider:
            cut |= self._line(painter, area, y, face.provider, look.of_caption)
            y += look.of_caption.lineSpacing() + look.half
        painter.setPen(theme.colour("text"))
        painter.setFont(look.title)
        lines = self._title_lines(int(area.width()))
        for line in lines:
            self._line(painter, area, y, line, look.of_title)
            y += look.of_title.lineSpacing()
        painter.setPen(theme.colour("muted"))
        painter.setFont(look.caption)
        cut |= self._line(painter, area, y + look.half, face.credit, look.of_caption)
        cut |= self._paint_foot(painter, area)
        painter.restore()
        cut |= bool(lines) and lines[-1].endswith("…") and not face.title.endswith("…")
        self._explain(cut)

    def _line(self, painter: QPainter, area: QRectF, y: float, text: str, metrics: QFontMetrics) -> bool:
        """Writes one line; True where it had to end in dots."""
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()))
        side = Qt.AlignmentFlag.AlignRight if self._is_mirrored() else Qt.AlignmentFlag.AlignLeft
        line = QRectF(self._mirrored(area).left(), y, area.width(), metrics.lineSpacing())
        # Many a script reaches higher and deeper than the font that gives the measure; between lines there is room.
        flags = int(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(line, flags | int(Qt.TextFlag.TextDontClip), shown)
        return shown != text

    def _title_lines(self, width: int) -> tuple[str, ...]:
        if self._lines is None:
            self._lines = broken(
                self._face.title, self._look.title, self._look.of_title, width, TITLE_LINES[self._shape]
            )
        return self._lines

    def _paint_foot(self, painter: QPainter, area: QRectF) -> bool:
        look, face = self._look, self._face
        ring = float(look.theme.px(RING)) if face.permille is not None else 0.0
        middle = area.bottom() - look.foot / 2
        cut = False
        if face.status:
            icon = face.tone.icon if face.icon is None else face.icon
            hint = look.chip.hint(face.status, icon)
            room = area.width() - (ring + look.half if ring else 0)
            chip = QRectF(area.left(), middle - hint.height() / 2, min(hint.width(), room), hint.height())
            mirrored = self._is_mirrored()
            cut = not look.chip.paint(painter, self._mirrored(chip), face.status, face.tone, icon, mirrored=mirrored)
        if face.permille is not None:
            box = self._mirrored(QRectF(area.right() - ring, middle - ring / 2, ring, ring))
            paint_ring(painter, look.theme, box, face.permille, mirrored=self._is_mirrored(), with_figure=True)
        return cut

    def _explain(self, cut: bool) -> None:
        """What is not wholly to be read on the card is told by its tool tip."""
        face = self._face
        said = [part for part in (face.title, face.provider, face.credit, face.status) if part] if cut else []
        tip = plain_tip("\n".join(said))
        if tip != self.toolTip():
            self.setToolTip(tip)

    def _is_mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def _mirrored(self, area: QRectF) -> QRectF:
        if not self._is_mirrored():
            return area
        return QRectF(self.width() - area.right(), area.top(), area.width(), area.height())


def broken(text: str, font: QFont, metrics: QFontMetrics, width: int, most: int) -> tuple[str, ...]:
    """The text in at most so many lines of this width in pixels, the last ending in dots where there is more."""
    whole = breakable(text)
    layout = QTextLayout(whole, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    starts: list[int] = []
    while len(starts) <= most and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    ends = [*starts[1:], len(whole)]
    lines = [whole[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    if len(lines) <= most:
        return tuple(lines)
    rest = whole[starts[most - 1] :]
    return (*lines[: most - 1], metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width))


def _done_text(permille: int | None) -> str:
    return tr("{percent} % done").format(percent=permille // 10) if permille is not None else ""


def _solid(name: str) -> QColor:
    return QColor(name)
