"""Ordering: the items below each other, moved by arrows or keys, and said aloud where they are now."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from player.domain.quiz import Choice, Question
from player.ui.quiz.answer_words import choice_words
from player.ui.quiz.answering import AnswerView
from player.ui.theme import Theme
from player.ui.widgets.tool_button import ToolButton
from player.ui.widgets.words import Words, announce

_ALT = Qt.KeyboardModifier.AltModifier
_PLACE_WIDTH = 20
_UP, _DOWN = Qt.Key.Key_Up, Qt.Key.Key_Down


class OrderView(AnswerView):
    """The order in which items are first shown is nobody's answer: it counts once it was changed or confirmed."""

    def __init__(self, theme: Theme, question: Question, *, mirrored: bool) -> None:
        super().__init__(theme, question, mirrored=mirrored)
        self._ids = [choice.id for choice in question.choices]
        self._rows = {choice.id: self._row(choice) for choice in question.choices}
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.space("one"))
        self._confirm = QPushButton(self.tr("This is the right order"))
        self._confirm.clicked.connect(self._confirmed)
        self._kept = Words(role="muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("two"))
        column.addLayout(self._list)
        column.addWidget(self._confirm, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self._kept)
        self._put()

    def hint(self) -> str:
        return self.tr("Put these in order, from first to last: by the arrows, or with Alt and the arrow keys.")

    def render_given(self, given: tuple[str, ...]) -> None:
        if given and sorted(given) == sorted(self._ids):
            self._ids = list(given)
        self._put()
        self._render_kept(is_kept=bool(given))

    def focus_first(self) -> None:
        self._rows[self._ids[0]].setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, choice: Choice) -> _Row:
        words = QVBoxLayout()
        words.setSpacing(self.theme.space("half"))
        if choice.text:
            words.addWidget(self.text_of(choice.text))
        if choice.picture is not None:
            words.addWidget(self.picture_of(choice.picture.path, choice.picture.alt))
        row = _Row(self.theme, choice_words(choice), words, mirrored=self._mirrored)
        row.setProperty("choice", choice.id)
        row.moved.connect(self._move)
        row.left.connect(self._leave)
        return row

    def _put(self) -> None:
        """The rows in their present order; the keyboard stays where it is."""
        for place, choice in enumerate(self._ids):
            row = self._rows[choice]
            if self._list.indexOf(row) != place:
                self._list.removeWidget(row)
                self._list.insertWidget(place, row)
            row.render_place(place + 1, len(self._ids))
        for before, after in zip(self._ids, self._ids[1:], strict=False):
            QWidget.setTabOrder(self._rows[before], self._rows[after])
        QWidget.setTabOrder(self._rows[self._ids[-1]], self._confirm)

    def _move(self, step: int) -> None:
        choice = str(self.sender().property("choice"))
        place = self._ids.index(choice)
        wanted = place + step
        if not 0 <= wanted < len(self._ids):
            return
        self._ids.insert(wanted, self._ids.pop(place))
        self._put()
        row = self._rows[choice]
        row.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(row, row.accessibleName())
        self._tell()

    def _leave(self, step: int) -> None:
        """Arrow keys alone go from item to item."""
        place = self._ids.index(str(self.sender().property("choice"))) + step
        if 0 <= place < len(self._ids):
            self._rows[self._ids[place]].setFocus(Qt.FocusReason.OtherFocusReason)

    def _confirmed(self) -> None:
        self.focus_first()
        self._tell()
        announce(self, self._kept.text())

    def _tell(self) -> None:
        self._render_kept(is_kept=True)
        self.tell(*self._ids)

    def _render_kept(self, *, is_kept: bool) -> None:
        self._confirm.setVisible(not is_kept)
        self._kept.say(self.tr("This order is your answer.") if is_kept else "")


class _Row(QWidget):
    """One item with its place. Gestures: `moved` and `left`, by -1 or 1."""

    moved = Signal(int)
    left = Signal(int)

    def __init__(self, theme: Theme, name: str, words: QVBoxLayout, *, mirrored: bool) -> None:
        super().__init__()
        self._theme, self._name = theme, name
        self._place = Words(role="strong", wrap=False)
        self._up = self._arrow("chevron-up", self.tr("Move up: {item}").format(item=name), -1)
        self._down = self._arrow("chevron-down", self.tr("Move down: {item}").format(item=name), 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        theme.changed.connect(self._restyle)
        self._restyle()
        one = theme.space("one")
        row = QHBoxLayout(self)
        two = theme.space("two")
        row.setContentsMargins(one if mirrored else two, one, two if mirrored else one, one)
        row.setSpacing(theme.space("two"))
        row.addWidget(self._place)
        row.addLayout(words, 1)
        row.addStretch(0)
        row.addWidget(self._up)
        row.addWidget(self._down)

    def render_place(self, place: int, count: int) -> None:
        self._place.setText(str(place))
        self._up.setEnabled(place > 1)
        self._down.setEnabled(place < count)
        said = self.tr("{item}, {place} of {count}").format(item=self._name, place=place, count=count)
        self.setAccessibleName(said)
        self.setAccessibleDescription(self.tr("Alt and the arrow keys move it."))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (_UP, _DOWN):
            super().keyPressEvent(event)
            return
        step = -1 if event.key() == _UP else 1
        (self.moved if event.modifiers() & _ALT else self.left).emit(step)

    def paintEvent(self, event: QPaintEvent) -> None:
        radius = self._theme.tokens.shape["radius"]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self._theme.colour("sunken" if self.underMouse() else "surface"))
        painter.setPen(QPen(self._theme.colour("edge"), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        if self.hasFocus():
            self._theme.ring(painter, QRectF(self.rect()), radius)
        painter.end()

    def _restyle(self) -> None:
        # Figures differ in width; the words after them should not.
        self._place.setFixedWidth(self._theme.px(_PLACE_WIDTH))

    def _arrow(self, icon: str, name: str, step: int) -> ToolButton:
        """For the mouse, and for screen readers; the keyboard moves the whole row."""
        arrow = ToolButton()
        arrow.setIcon(self._theme.icons.icon(icon))
        arrow.setAccessibleName(name)
        arrow.setToolTip(self.tr("Move up") if step < 0 else self.tr("Move down"))
        arrow.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        arrow.setProperty("step", step)
        arrow.clicked.connect(self._pressed)
        return arrow

    def _pressed(self) -> None:
        self.moved.emit(int(self.sender().property("step")))
