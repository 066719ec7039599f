"""The way through a course: its steps in a row, or below each other where the room is narrow."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextLayout,
)
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from player.ui.theme import Theme
from player.ui.theme.enter import is_enter
from player.ui.widgets.spoken import speak_as, speak_as_tab, tell_selected
from player.ui.widgets.words import Words


class StepState(StrEnum):
    """Where a step stands."""

    DONE = "done"
    OPEN = "open"
    LOCKED = "locked"
    NOT_NEEDED = "not needed"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFace:
    """One step as shown; `reason` says why it is locked and what unlocks it, or what there is to do.

    `word`: the same in two words, for where it stands under the title; without it the state is named there.
    """

    key: str
    title: str
    state: StepState
    reason: str = ""
    word: str = ""


class Stepper(QWidget):
    """Shows the steps, one of them current; a press or arrow key on another emits `step_chosen` with its key."""

    step_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._steps: list[_Step] = []
        self._current = ""
        # Of nothing but tabs, for whoever is told which of how many one is.
        self._way = QWidget()
        self._way.setAccessibleName(self.tr("The way through the course"))
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._way)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._reason = Words(role="muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("one"))
        column.addWidget(self._way)
        column.addWidget(self._reason)
        theme.changed.connect(self._fit)
        speak_as(self._way, QAccessible.Role.PageTabList)

    def render_steps(self, steps: Sequence[StepFace], current: str) -> None:
        """Show these steps with the one of key `current` chosen; the focus stays where it was."""
        if [step.face.key for step in self._steps] != [face.key for face in steps]:
            self._rebuild(steps)
        moved, self._current = current != self._current, current
        for step, face in zip(self._steps, steps, strict=True):
            step.render_face(face, face.key == current)
            if moved and face.key == current:
                tell_selected(step)
        self._reason.say(next((face.reason for face in steps if face.key == current), ""))

    def focus_first(self) -> None:
        """Puts the keyboard on the chosen step."""
        step = next((step for step in self._steps if step.face.key == self._current), None)
        if step is not None:
            step.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def minimumSizeHint(self) -> QSize:
        # Narrower than the row: then the steps stand below each other.
        widest = max((step.sizeHint().width() for step in self._steps), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def _rebuild(self, faces: Sequence[StepFace]) -> None:
        for step in self._steps:
            self._row.removeWidget(step)
            step.hide()
            step.deleteLater()
        self._steps = [_Step(self._theme, face, index, len(faces), self) for index, face in enumerate(faces)]
        for step in self._steps:
            step.chosen.connect(self._choose)
            step.walked.connect(self._walk)
            self._row.addWidget(step)
        self._fit()

    def _choose(self, key: str) -> None:
        self.step_chosen.emit(key)

    def _walk(self, key: str, by: int) -> None:
        keys = [step.face.key for step in self._steps]
        target = keys.index(key) + by
        if 0 <= target < len(keys):
            self._steps[target].setFocus(Qt.FocusReason.OtherFocusReason)
            self._choose(keys[target])

    def _fit(self) -> None:
        row = sum(step.least_width() for step in self._steps)
        narrow = bool(self._steps) and row > self.width() > 0
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        for step in self._steps:
            step.stand(narrow)
        self.updateGeometry()


class _Step(QAbstractButton):
    """One step: a mark in a circle, the title, a word on its state, and its part of the line between the circles."""

    chosen = Signal(str)
    walked = Signal(str, int)

    def __init__(self, theme: Theme, face: StepFace, index: int, count: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.face = face
        self._theme, self._index, self._count = theme, index, count
        self._upright = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._tell)
        speak_as_tab(self)

    def render_face(self, face: StepFace, current: bool) -> None:
        before, self.face = self.face, face
        if (face.title, face.word, face.state) != (before.title, before.word, before.state):
            self.updateGeometry()
        self.setChecked(current)
        place = self.tr("Step {number} of {count}").format(number=self._index + 1, count=self._count)
        self.setAccessibleName(f"{face.title}, {self._state_word()}, {place}")
        self.setAccessibleDescription(face.reason)
        self.setToolTip(face.reason)
        self.update()

    def stand(self, upright: bool) -> None:
        self._upright = upright
        horizontal = QSizePolicy.Policy.Expanding
        self.setSizePolicy(horizontal, QSizePolicy.Policy.Fixed)
        self.updateGeometry()
        self.update()

    def least_width(self) -> int:
        return self._words_width() + self._theme.px(20)

    def sizeHint(self) -> QSize:
        words = sum(self._words_heights())
        if self._upright:
            height = max(words + self._theme.px(20), self._theme.target)
            return QSize(self._circle() + self._words_width() + self._theme.px(32), height)
        return QSize(self.least_width(), self._circle() + words + self._theme.px(26))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        forward = -1 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 1
        moves = {Qt.Key.Key_Right: forward, Qt.Key.Key_Left: -forward, Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in moves:
            self.walked.emit(self.face.key, moves[Qt.Key(event.key())])
        elif is_enter(event):
            self._tell()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        self._paint_line(painter)
        self._paint_circle(painter)
        self._paint_words(painter)
        if self.hasFocus():
            self._theme.ring(painter, QRectF(self.rect()), self._theme.tokens.shape["radius"])
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()

    def _tell(self) -> None:
        # Which step is current is for the screen to say, with the next `render_steps`.
        self.setChecked(False)
        self.chosen.emit(self.face.key)

    def _paint_ground(self, painter: QPainter) -> None:
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("accent_soft" if self.isChecked() else "sunken"))
            radius = self._theme.tokens.shape["radius"]
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)

    def _paint_line(self, painter: QPainter) -> None:
        centre, reach = self._centre(), self._circle() / 2 + self._theme.px(6)
        painter.setPen(QPen(self._theme.colour("edge"), 1.5))
        backward = self.layoutDirection() == Qt.LayoutDirection.RightToLeft and not self._upright
        for wanted, side in ((self._index > 0, -1), (self._index < self._count - 1, 1)):
            if wanted and self._upright:
                painter.drawLine(
                    QPointF(centre.x(), centre.y() + side * reach), QPointF(centre.x(), self.height() * (side > 0))
                )
            elif wanted:
                turn = -side if backward else side
                painter.drawLine(
                    QPointF(centre.x() + turn * reach, centre.y()), QPointF(self.width() * (turn > 0), centre.y())
                )

    def _paint_circle(self, painter: QPainter) -> None:
        side = self._circle()
        box = QRectF(0, 0, side, side)
        box.moveCenter(self._centre())
        fill, border, ink = _COLOURS[self.face.state]
        painter.setBrush(self._theme.colour(fill))
        painter.setPen(QPen(self._theme.colour(border), 1.5))
        painter.drawEllipse(box)
        inset = side * 0.25
        mark = box.adjusted(inset, inset, -inset, -inset)
        icon = _MARKS.get(self.face.state)
        if icon:
            self._theme.icons.paint(painter, mark, icon, ink)
        else:
            painter.setFont(self._theme.font("body", QFont.Weight.DemiBold, figures=True))
            painter.setPen(self._theme.colour(ink))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(self._index + 1))

    def _paint_words(self, painter: QPainter) -> None:
        title, word = self._words_at()
        align = Qt.AlignmentFlag.AlignLeading if self._upright else Qt.AlignmentFlag.AlignHCenter
        flags = int(align | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextDontClip)
        faint = self.face.state in (StepState.LOCKED, StepState.NOT_NEEDED)
        painter.setFont(self._font())
        painter.setPen(self._theme.colour("muted" if faint else "text"))
        painter.drawText(title, flags, self.face.title)
        painter.setFont(self._theme.font("caption"))
        painter.setPen(self._theme.colour("good" if self.face.state == StepState.DONE else "muted"))
        painter.drawText(word, flags, self._word())

    def _words_at(self) -> tuple[QRect, QRect]:
        high, low = self._words_heights()
        if not self._upright:
            top = self._theme.px(10) + self._circle() + self._theme.px(6)
            return QRect(0, top, self.width(), high), QRect(0, top + high, self.width(), low)
        left = self._circle() + self._theme.px(24)
        top = (self.height() - high - low) // 2
        edge = 0 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else left
        width = self.width() - left
        return QRect(edge, top, width, high), QRect(edge, top + high, width, low)

    def _centre(self) -> QPointF:
        half = self._circle() / 2
        if not self._upright:
            return QPointF(self.width() / 2, self._theme.px(10) + half)
        x = self._theme.px(12) + half
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return QPointF(self.width() - x if rtl else x, self.height() / 2)

    def _words_heights(self) -> tuple[int, int]:
        """Of the title and of the word under it."""
        return _line_height(self.face.title, self._font()), _line_height(self._word(), self._theme.font("caption"))

    def _words_width(self) -> int:
        word = QFontMetrics(self._theme.font("caption")).horizontalAdvance(self._word())
        return max(QFontMetrics(self._font()).horizontalAdvance(self.face.title), word) + 2

    def _word(self) -> str:
        """What stands under the title: where it is locked, why."""
        return self.face.word or self._state_word()

    def _state_word(self) -> str:
        return {
            StepState.DONE: self.tr("Done"),
            StepState.OPEN: self.tr("Open", "what a step is"),
            StepState.LOCKED: self.tr("Locked"),
            StepState.NOT_NEEDED: self.tr("Not needed"),
        }[self.face.state]

    def _circle(self) -> int:
        return self._theme.px(32)

    def _font(self) -> QFont:
        return self._theme.font("body", QFont.Weight.DemiBold)


def _line_height(text: str, font: QFont) -> int:
    """The font's own, or that of the text: many a script reaches higher and deeper."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    high = QFontMetrics(font).height()
    return max(high, ceil(line.height())) if line.isValid() else high


_COLOURS = {
    StepState.DONE: ("good_soft", "good", "good"),
    StepState.OPEN: ("accent", "accent", "on_accent"),
    StepState.LOCKED: ("surface", "edge", "muted"),
    StepState.NOT_NEEDED: ("surface", "line", "muted"),
}
_MARKS = {StepState.DONE: "check", StepState.LOCKED: "lock", StepState.NOT_NEEDED: "minus"}
