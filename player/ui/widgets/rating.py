"""A row of choices for one statement, as in an evaluation: tiles of which one can be chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from player.ui.theme import Theme
from player.ui.widgets.flow import CardGrid
from player.ui.widgets.words import Words


class Rating(QWidget):
    """A question with numbered tiles; arrow keys move between them, `value_changed` gives 1 for the first."""

    value_changed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._labels: tuple[str, ...] = ()
        self._question = Words(role="strong")
        self._missing = Words(role="bad")
        self._group = QButtonGroup(self)
        self._group.idToggled.connect(self._toggled)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("one"))
        column.addWidget(self._question)
        self._grid = CardGrid(theme.px(112), theme.space("one"), fills=True, even=True)
        column.addLayout(self._grid)
        column.addWidget(self._missing)
        theme.changed.connect(self.restyle)

    def render_rating(self, question: str, labels: Sequence[str], value: int | None = None, missing: str = "") -> None:
        """Show the question with a tile for each label, tile `value` (from 1) chosen; `missing` stands below in red."""
        self._question.setText(question)
        self._missing.say(missing)
        if tuple(labels) != self._labels:
            self._rebuild(question, labels)
        self._choose(value)

    def value(self) -> int | None:
        """The chosen tile from 1, None when there is none yet."""
        chosen = self._group.checkedId()
        return chosen if chosen > 0 else None

    def focus_first(self) -> None:
        """Puts the keyboard on the chosen tile, or on the first one."""
        tile = self._group.checkedButton() or next(iter(self._group.buttons()), None)
        if tile is not None:
            tile.setFocus(Qt.FocusReason.OtherFocusReason)

    def restyle(self) -> None:
        """Follow the theme."""
        self._grid.set_least(self._theme.px(112))
        self.updateGeometry()

    def _rebuild(self, question: str, labels: Sequence[str]) -> None:
        for button in self._group.buttons():
            self._group.removeButton(button)
        self._grid.clear()
        self._labels = tuple(labels)
        for number, label in enumerate(labels, start=1):
            tile = _Tile(self._theme, number, label)
            tile.setAccessibleDescription(question)
            self._group.addButton(tile, number)
            self._grid.addWidget(tile)

    def _choose(self, value: int | None) -> None:
        self._group.blockSignals(True)
        self._group.setExclusive(False)
        for button in self._group.buttons():
            button.setChecked(self._group.id(button) == value)
        self._group.setExclusive(True)
        self._group.blockSignals(False)

    def _toggled(self, number: int, on: bool) -> None:
        if on:
            self.value_changed.emit(number)


class _Tile(QRadioButton):
    """One choice: its number over its label."""

    def __init__(self, theme: Theme, number: int, label: str) -> None:
        super().__init__()
        self._theme, self._number, self._label = theme, number, label
        self.setText(label.replace("&", "&&"))
        self.setAccessibleName(f"{number}, {label}" if label else str(number))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.restyle)

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(self._number_height() + self._words(width).height() + self._theme.px(20), self._theme.target)

    def sizeHint(self) -> QSize:
        width = self._theme.px(112)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(64), max(self._theme.px(32), self._theme.target))

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_box(painter)
        ink = self._theme.colour("on_accent" if self.isChecked() else "text")
        painter.setPen(ink)
        painter.setFont(self._number_font())
        top = self._theme.px(10)
        painter.drawText(
            QRect(0, top, self.width(), self._number_height()), int(Qt.AlignmentFlag.AlignCenter), str(self._number)
        )
        painter.setFont(self._theme.font("caption"))
        painter.setPen(ink if self.isChecked() else self._theme.colour("muted"))
        words = self._words(self.width())
        words.moveTo(self._theme.px(6), top + self._number_height())
        words.setWidth(self.width() - self._theme.px(12))
        painter.drawText(words, _WRAP, self._label)
        painter.end()

    def _paint_box(self, painter: QPainter) -> None:
        radius = self._theme.tokens.shape["radius"]
        fill = "accent" if self.isChecked() else "sunken" if self.underMouse() else "surface"
        painter.setBrush(self._theme.colour(fill))
        painter.setPen(QPen(self._theme.colour("accent" if self.isChecked() else "edge"), 1))
        area = QRectF(self.rect())
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        if self.hasFocus() and self.isChecked():
            self._theme.ring(painter, area.adjusted(3, 3, -3, -3), radius - 3, self._theme.colour("on_accent"))
        elif self.hasFocus():
            self._theme.ring(painter, area, radius)

    def _words(self, width: int) -> QRect:
        if not self._label:
            return QRect()
        room = QRect(0, 0, width - self._theme.px(12), 1 << 16)
        return QFontMetrics(self._theme.font("caption")).boundingRect(room, _WRAP, self._label)

    def _number_font(self) -> QFont:
        return self._theme.font("lead", QFont.Weight.DemiBold, figures=True)

    def _number_height(self) -> int:
        return QFontMetrics(self._number_font()).height()


_WRAP = int(Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignHCenter.value)
