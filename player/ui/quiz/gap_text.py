"""A text with boxes in its gaps: the boxes stand in the line like words, in any script and at any size of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from PySide6.QtCore import QPointF, QRect, QSize, Qt, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFontMetrics,
    QImage,
    QPainter,
    QPaintEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextImageFormat,
    QTextLine,
    QTextOption,
)
from PySide6.QtWidgets import QComboBox, QLabel, QSizePolicy

from player.ui.quiz.answer_words import FIRST_LETTER, with_letters
from player.ui.theme import Theme
from player.ui.widgets.flow import Wrapping
from player.ui.widgets.markdown import read_markdown
from player.ui.widgets.prose import html_of

_OBJECT = "\ufffc"
_HOLE = "hole"
_AIR = 10
_TOP = 2
_ASIDE = 2
"""Pixels between lines, above the first box, and beside each box."""


class GapText(QLabel):
    """The document knows where lines end; its holes are as large as the boxes that are laid over them."""

    def __init__(self, theme: Theme, text: str, boxes: dict[str, QComboBox], *, spoken: str, mirrored: bool) -> None:
        super().__init__()
        self._theme, self._boxes = theme, tuple(boxes.values())
        self._text = with_letters(text.replace(_OBJECT, ""), tuple(boxes))
        self._mirrored = mirrored
        self._document = QTextDocument(self)
        self.setProperty("role", "lead")
        self.setWordWrap(True)
        # It paints its words itself: the label is there for those who hear it.
        self.setAccessibleName(spoken)
        along = _Along(self)
        for box in self._boxes:
            along.addWidget(box)
        self.setLayout(along)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        """Follow the theme."""
        self.ensurePolished()
        document = self._document
        document.setDocumentMargin(0)
        document.setDefaultFont(self.font())
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.RightToLeft if self._mirrored else Qt.LayoutDirection.LeftToRight)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(option)
        document.setHtml(html_of(read_markdown(self._text), self._theme))
        self._open_holes()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = self._theme.px(440)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return self.room()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        self._lay_out(width)
        return round(self._document.size().height()) + self._half_letter() + _TOP - self._theme.px(_AIR) // 2

    def place(self, area: QRect) -> None:
        """Lays each box over its hole."""
        self._lay_out(area.width())
        for number, hole in self._holes():
            self._boxes[number].setGeometry(hole.translated(area.topLeft()))

    def room(self) -> QSize:
        """The least that the boxes need."""
        sizes = [box.sizeHint() for box in self._boxes]
        return QSize(max(size.width() for size in sizes), max(size.height() for size in sizes)) if sizes else QSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        self._lay_out(self.width())
        painter = QPainter(self)
        painter.translate(0, self._half_letter() + _TOP)
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette = self.palette()  # pyright: ignore[reportAttributeAccessIssue]  # the stubs lack the field
        self._document.documentLayout().draw(painter, context)
        painter.end()

    def _lay_out(self, width: int) -> None:
        if round(self._document.textWidth()) != width:
            self._document.setTextWidth(width)

    def _half_letter(self) -> int:
        """A hole's middle is on the line that letters stand on; a box's middle should be at the middle of letters."""
        return QFontMetrics(self.font()).xHeight() // 2

    def _aside(self) -> int:
        """What a comma keeps away from a box."""
        return self._theme.px(_ASIDE)

    def _open_holes(self) -> None:
        """Puts a hole in the place of each letter that stands for a gap."""
        nothing = QImage(1, 1, QImage.Format.Format_ARGB32)
        nothing.fill(Qt.GlobalColor.transparent)
        for number, box in enumerate(self._boxes):
            name = f"{_HOLE}{number}"
            self._document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), nothing)
            self._hole_cursor(number).insertImage(_hole(name, box, self._aside()))
        air = QTextBlockFormat()
        air.setLineHeight(self._theme.px(_AIR), QTextBlockFormat.LineHeightTypes.LineDistanceHeight.value)
        whole = QTextCursor(self._document)
        whole.select(QTextCursor.SelectionType.Document)
        whole.mergeBlockFormat(air)

    def _hole_cursor(self, number: int) -> QTextCursor:
        """Its letter, selected; a gap that the text forgot stands at its end, so that it can be filled."""
        found = self._document.find(chr(FIRST_LETTER + number))
        if not found.isNull():
            return found
        end = QTextCursor(self._document)
        end.movePosition(QTextCursor.MoveOperation.End)
        end.insertText(" ")
        return end

    def _holes(self) -> Iterator[tuple[int, QRect]]:
        """The number of each box, and where it goes."""
        cursor = QTextCursor(self._document)
        for place, letter in enumerate(self._document.toRawText()):
            if letter == _OBJECT:
                cursor.setPosition(place + 1)
                number = int(cursor.charFormat().toImageFormat().name().removeprefix(_HOLE))
                yield number, self._hole_at(place, self._boxes[number].sizeHint())

    def _hole_at(self, place: int, size: QSize) -> QRect:
        block = self._document.findBlock(place)
        within = place - block.position()
        line = block.layout().lineForTextPosition(within)
        corner = self._document.documentLayout().blockBoundingRect(block).topLeft()
        left = min(_x_at(line, within), _x_at(line, within + 1))
        middle = corner.y() + line.y() + line.ascent() + _TOP
        return QRect(QPointF(corner.x() + left + self._aside(), middle - size.height() / 2).toPoint(), size)


class _Along(Wrapping):
    """The boxes as a layout sees them, so that Tab and the label's height follow the text."""

    def __init__(self, label: GapText) -> None:
        super().__init__(0)
        self._label = label

    def minimumSize(self) -> QSize:
        return self._label.room()

    def _arrange(self, rect: QRect, *, moving: bool) -> int:
        if moving:
            self._label.place(rect)
        return self._label.heightForWidth(rect.width())


def _hole(name: str, box: QComboBox, aside: int) -> QTextImageFormat:
    box.ensurePolished()
    hole = QTextImageFormat()
    hole.setName(name)
    hole.setWidth(box.sizeHint().width() + 2 * aside)
    hole.setHeight(box.sizeHint().height())
    hole.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignMiddle)
    return hole


def _x_at(line: QTextLine, place: int) -> float:
    # The binding gives the place back too, which the stubs tell of in one of its two forms only.
    x, _ = cast("tuple[float, int]", line.cursorToX(place))
    return x
