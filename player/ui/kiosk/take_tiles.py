"""Tiles of the page of taking along: a certificate with its picture, and a way to take it, either chosen or not."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from player.kiosk.taking_away import Takeable
from player.ui.kiosk.tiles import ICON, WayTile
from player.ui.kiosk.words import Way
from player.ui.language import amount_text
from player.ui.printing import open_pdf
from player.ui.theme import Theme
from player.ui.widgets.card import Card
from player.ui.widgets.sided import set_margins
from player.ui.widgets.words import Words, show_if

PICTURE = QSize(132, 102)
"""As wide and as high as a certificate's picture may be, at usual text."""
_WAITING = 40
_TICK = 22


class ChosenTile(WayTile):
    """A way to take something along."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, margin="two")
        self.setCheckable(True)
        self._way: Way | None = None

    def render_choice(self, way: Way, *, brief: bool) -> None:
        """`brief`: by its word alone, where what was chosen needs the room."""
        if way != self._way:
            self._way = way
            self.render_way(way)
        show_if(self._hint, not brief and bool(way.hint))

    def least_width(self, *, on_one_line: bool) -> int:
        """What its word and its hint need, be the hint shown or not; `on_one_line`: without breaking the word."""
        # Asked of the labels themselves: what layouts remember is of before the text grew.
        two = self.theme.space("two")
        word = self._word.minimumSizeHint().width()
        if on_one_line:
            # And the tick beside it.
            line = self._word.fontMetrics().horizontalAdvance(self._word.text())
            word = max(word, line + self.theme.px(_TICK))
        beside = 2 + 3 * two + self.theme.px(ICON)
        return beside + max(word, self._hint.minimumSizeHint().width())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        _mark_chosen(self)


class CertificateTile(Card):
    """One certificate: what it looks like, of which course it is, and the credit on it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self.setCheckable(True)
        self._picture = QLabel()
        self._picture.setAccessibleName(" ")
        self._title = Words(role="subheading")
        self._credit = Words()
        self._number = Words(role="muted")
        words = self._words = QVBoxLayout()
        words.setSpacing(theme.space("half"))
        words.addStretch(1)
        for part in (self._title, self._credit, self._number):
            words.addWidget(part)
        words.addStretch(1)
        row = QHBoxLayout()
        two = theme.space("two")
        row.setContentsMargins(two, two, two, two)
        row.setSpacing(theme.space("three"))
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        self.body.addLayout(row)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._picture.setFixedSize(PICTURE)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme.changed.connect(self._keep_corner)
        self._keep_corner()

    def _keep_corner(self) -> None:
        """Free of words, for the tick."""
        set_margins(self._words, 0, 0, self._theme.px(_TICK), 0)

    def render_certificate(self, one: Takeable) -> None:
        self._title.setText(one.title)
        credit = f"{amount_text(one.amount)} {one.credit}"
        self._credit.setText(self.tr("Specimen: {credit}").format(credit=credit) if one.specimen else credit)
        self._number.setText(one.number)
        self.setAccessibleName(self.tr("Certificate: {title}").format(title=one.title))
        self.setAccessibleDescription(f"{self._credit.text()}, {one.number}")
        # Until its picture is drawn, which takes a moment where it is made now.
        side = self._theme.px(_WAITING)
        self._picture.setPixmap(self._theme.icons.pixmap("award", side, "muted", self.devicePixelRatioF()))

    def render_picture(self, pdf: bytes) -> None:
        """Draws the first page, and keeps nothing of the document but that."""
        self._picture.setPixmap(picture_of(pdf, PICTURE, self.devicePixelRatioF()))

    def clear(self) -> None:
        self._picture.setPixmap(QPixmap())
        for words in (self._title, self._credit, self._number):
            words.setText("")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        _mark_chosen(self)


def picture_of(pdf: bytes, room: QSize, ratio: float) -> QPixmap:
    """The first page as large as the room allows, with its edge; empty where there is none."""
    document, buffer = open_pdf(pdf)
    image = QImage()
    if document.pageCount():
        size = document.pagePointSize(0).scaled(room.toSizeF() * ratio, Qt.AspectRatioMode.KeepAspectRatio).toSize()
        image = QImage(size, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        painter.drawImage(0, 0, document.render(0, size))
        painter.setPen(QPen(Qt.GlobalColor.lightGray, 1))
        painter.drawRect(image.rect().adjusted(0, 0, -1, -1))
        painter.end()
        image.setDevicePixelRatio(ratio)
    document.close()
    buffer.close()
    return QPixmap.fromImage(image)


def _mark_chosen(tile: Card) -> None:
    """By a broad edge and a tick: never by colour alone."""
    if not tile.isChecked():
        return
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    radius = tile.theme.tokens.shape["radius"]
    painter.setPen(QPen(tile.theme.colour("accent"), 3))
    painter.drawRoundedRect(QRectF(tile.rect()).adjusted(1.5, 1.5, -1.5, -1.5), radius, radius)
    side, inset = tile.theme.px(_TICK), tile.theme.space("one")
    right = tile.layoutDirection() == Qt.LayoutDirection.LeftToRight
    box = QRectF(tile.width() - side - inset if right else inset, inset, side, side)
    tile.theme.icons.paint(painter, box, "circle-check", "accent")
    painter.end()
