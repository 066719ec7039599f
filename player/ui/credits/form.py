"""What the two forms of the credits page have in common: labelled fields, what is wrong with them, the buttons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from player.domain.reported import LONGEST_LINE
from player.ui.language import tr
from player.ui.theme import Theme, dress
from player.ui.theme.enter import is_enter
from player.ui.widgets.card import Panel
from player.ui.widgets.combo import Combo
from player.ui.widgets.flow import CardGrid, FlowLayout
from player.ui.widgets.words import Words, announce

LEAST_FIELD = 280
LONGEST_AMOUNT = 8


class Form(Panel):
    """A form in its place on the page. Return in a line keeps, Escape leaves; `closed` when it was left.

    `removal_wanted` is for what was kept before; `faulted` has the field that something is wrong with.
    """

    faulted = Signal(object)
    removal_wanted = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, keep: str) -> None:
        super().__init__(theme)
        self._theme = theme
        self._title = Words(role="heading")
        self._wrong = Words(role="bad")
        self._keep = QPushButton(keep)
        self._leave = QPushButton(tr("Cancel"))
        self._remove = QPushButton(tr("Remove"))
        self._fields = CardGrid(theme.px(LEAST_FIELD), theme.space("two"), fills=True)
        self._entered: tuple[QWidget, ...] = ()

    def say_wrong(self, text: str, *fields: QWidget) -> None:
        """What keeps the entry from being kept; the first of the `fields` it is about gets the keyboard."""
        self._clear_wrong()
        self._wrong.say(text)
        announce(self, text)
        for field in fields:
            dress(field, wrong=True)
        # The style sheet has just set their least height back to its own.
        self._restyle()
        at = fields[0] if fields else self._keep
        at.setFocus(Qt.FocusReason.OtherFocusReason)
        self.faulted.emit(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_form()
        elif is_enter(event):
            self.give()
        else:
            super().keyPressEvent(event)

    def close_form(self) -> None:
        # Told first: the keyboard goes where it came from, not to whatever stands next to what is hidden.
        self.closed.emit()
        self.hide()

    def give(self) -> None:
        """Tells what was entered, if it can be kept."""
        raise NotImplementedError

    def _begin(self, title: str, *, removable: bool, first: QWidget) -> None:
        self._title.setText(title)
        self._clear_wrong()
        self._restyle()
        self._remove.setVisible(removable)
        self.show()
        announce(self, title)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _clear_wrong(self) -> None:
        self._wrong.say("")
        for field in self.findChildren(QWidget):
            if field.property("wrong"):
                dress(field, wrong=False)

    def _lay_out(self, explanation: str, fields: Sequence[tuple[str, QWidget]]) -> None:
        dress(self._keep, kind="primary")
        dress(self._remove, kind="danger")
        self._wrong.hide()
        self.body.addWidget(self._title)
        self.body.addWidget(Words(explanation, "muted"))
        for label, field in fields:
            self._fields.addWidget(_labelled(self._theme, label, field))
        self._entered = tuple(field for _, field in fields)
        self._theme.changed.connect(self._restyle)
        self.body.addWidget(self._wrong)
        self.body.addLayout(self._fields)
        buttons = FlowLayout(self._theme.space("one"))
        self._keep.clicked.connect(self.give)
        self._leave.clicked.connect(self.close_form)
        self._remove.clicked.connect(self._tell_removal)
        for button in (self._keep, self._leave, self._remove):
            buttons.addWidget(button)
        self.body.addLayout(buttons)
        self.hide()

    def _tell_removal(self) -> None:
        self.removal_wanted.emit()

    def _restyle(self) -> None:
        """What stands in a row is of one height."""
        self._fields.set_least(self._theme.px(LEAST_FIELD))
        height = max(field.sizeHint().height() for field in self._entered)
        for field in self._entered:
            field.setMinimumHeight(height)


class TypeField(Combo):
    """A credit type: one of those known, or whatever is typed."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        line = self.lineEdit()
        if line is not None:
            line.setMaxLength(LONGEST_LINE)
            line.setAccessibleName(name)

    def offer(self, kinds: Sequence[str], chosen: str) -> None:
        """These to choose from, and what stands there now."""
        self.clear()
        self.addItems(list(dict.fromkeys(kinds)))
        self.setEditText(chosen)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def text_field(name: str, hint: str = "") -> QLineEdit:
    line = QLineEdit()
    line.setAccessibleName(name)
    line.setPlaceholderText(hint)
    line.setMaxLength(LONGEST_LINE)
    return line


def _labelled(theme: Theme, label: str, field: QWidget) -> QWidget:
    words = Words(label, "strong")
    words.setBuddy(field)
    pair = QWidget()
    column = QVBoxLayout(pair)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.space("half"))
    column.addWidget(words)
    column.addWidget(field)
    column.addStretch(1)
    return pair
