"""One answer of a check-up: word and icon, the provider's own words, the evidence, and what to do."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStyle, QWidget

from player.ui.findings import FindingFace
from player.ui.theme import Theme
from player.ui.widgets.chip import Chip, ChipDrawing
from player.ui.widgets.prose import Prose
from player.ui.widgets.tool_button import ToolButton

NARROW = 560
"""Below this width (pixels at 100 % text) the word stands above what it is about."""
LEAST = 240
BETWEEN_LINES = 2
Spots = dict[QWidget, QRect]


def chip_column(theme: Theme, words: Iterable[str]) -> int:
    """The room that the widest of these words needs before what it is about."""
    drawing = ChipDrawing(theme)
    return max((drawing.hint(word, "minus").width() for word in words), default=0)


class FindingRow(QWidget):
    """`again`: it is to be found out anew.

    It places its parts itself and remembers its heights: nested boxes would ask every label dozens of times, and two
    hundred rows would hold the window for seconds.
    """

    again = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._face: FindingFace | None = None
        self._spots: dict[int, Spots] = {}
        """Where everything stands, by the width of the row."""
        self._heights: dict[int, int] = {}
        self._words: frozenset[str] = frozenset()
        self._chip = Chip(theme, parent=self)
        self._title = self._label("strong")
        self._details: Prose | None = None
        self._remedy: Prose | None = None
        self._again: ToolButton | None = None
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.restyle)

    def render_face(self, face: FindingFace) -> None:
        """Shows this answer; only what is another than before is touched."""
        before, self._face = self._face, face
        if before == face:
            return
        self._chip.render_status(face.word, face.tone, face.icon)
        if before is None or before.title != face.title:
            self._title.render_text(face.title)
        self._details = self._told(self._details, face.details, "muted")
        self._remedy = self._told(self._remedy, face.remedy, "body")
        self._render_again(face)
        self._forget()

    def take_words(self, words: Iterable[str]) -> None:
        """What stands before any row of its list: beside the widest of them they all begin at one place."""
        before, self._words = self._words, frozenset(words)
        if before != self._words:
            self._forget()

    def restyle(self) -> None:
        """Follow the theme."""
        if self._again is not None:
            side = self._theme.px(16)
            self._again.setIconSize(QSize(side, side))
        self._forget()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = max(spot.bottom() + 1 for spot in self._spots_at(width).values())
        return self._heights[width]

    def sizeHint(self) -> QSize:
        width = self._theme.px(NARROW)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(LEAST), 0)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            # One of its parts has another size: its lines are as long as the text size of the moment allows.
            self._forget()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._place()
        super().changeEvent(event)

    def _forget(self) -> None:
        """Something may need another place than before."""
        self._spots, self._heights = {}, {}
        self.updateGeometry()
        self._place()

    def _place(self) -> None:
        for part, spot in self._spots_at(self.width()).items():
            part.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), spot))

    def _told(self, label: Prose | None, text: str, role: str) -> Prose | None:
        """A label is made once it has something to say: many rows never say what to do."""
        if label is None and text:
            label = self._label(role)
        if label is not None:
            label.render_text(text)
            label.setVisible(bool(text))
        return label

    def _label(self, role: str) -> Prose:
        # Text that can be selected is ten times as slow to lay out; the report can be copied as a whole.
        return Prose(self._theme, role=role, selectable=False, parent=self)

    def _render_again(self, face: FindingFace) -> None:
        if self._again is None and face.can_ask:
            self._again = ToolButton(self)
            self._again.setIcon(self._theme.icons.icon("refresh-cw", "muted"))
            self._again.setToolTip(self.tr("Check again"))
            self._again.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._again.clicked.connect(self.again)
            self._again.show()
            self.restyle()
        if self._again is not None:
            self._again.setAccessibleName(self.tr("Check again: {text}").format(text=face.title))

    def _spots_at(self, width: int) -> Spots:
        if width not in self._spots:
            self._spots[width] = self._laid_out(width)
        return self._spots[width]

    def _laid_out(self, width: int) -> Spots:
        """Where everything stands, as if text ran from left to right."""
        narrow = width < self._theme.px(NARROW)
        spots: Spots = {}
        end = 0
        chip = self._chip.sizeHint()
        letters = 0 if narrow else self._title.fontMetrics().height()
        again = self._again.sizeHint() if self._again is not None else QSize(0, 0)
        # The word, the first line of what it is about, and the button stand at one height.
        line = max(chip.height(), letters, again.height())
        if self._again is not None:
            spots[self._again] = QRect(QPoint(width - again.width(), (line - again.height()) // 2), again)
            end = again.width() + self._theme.space("one")
        column = max(chip.width(), chip_column(self._theme, self._words))
        chip.setWidth(min(chip.width(), width - end))
        spots[self._chip] = QRect(QPoint(0, (line - chip.height()) // 2), chip)
        x = 0 if narrow else column + self._theme.space("two")
        y = line + self._theme.space("half") if narrow else (line - letters) // 2
        room = max(1, width - x - (0 if narrow else end))
        for label in (self._title, self._details, self._remedy):
            if label is not None and not label.isHidden():
                size = QSize(min(room, label.maximumWidth()), 0)
                size.setHeight(label.heightForWidth(size.width()))
                spots[label] = QRect(QPoint(x, y), size)
                y += size.height() + BETWEEN_LINES
        return spots
