"""One item of the evaluation: a matrix of ratings, choices, or free text."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from player.domain.evaluation import Item, ItemKind, Response
from player.ui.evaluation.state import EvaluationState
from player.ui.theme import Theme
from player.ui.widgets.card import Panel
from player.ui.widgets.prose import Prose
from player.ui.widgets.rating import Rating
from player.ui.widgets.sided import direction_of
from player.ui.widgets.words import Words

TYPING_PAUSE_MS = 800


class ItemView(Panel):
    """An item of any kind. Gestures: `responded` (a Response)."""

    responded = Signal(object)

    def __init__(self, theme: Theme, item: Item) -> None:
        super().__init__(theme)
        self._item = item
        # As a question of the quiz: all of it stands on the side from which its words are read.
        self.setLayoutDirection(direction_of(item.text))
        self._missing = Words(role="bad")
        self._missing.hide()
        words = Prose(theme, role="strong", selectable=False)
        words.render_text(item.text)
        self.body.addWidget(words)
        if not item.required:
            self.body.addWidget(Words(self.tr("Not required"), "caption"))
        self._part = _PARTS[item.kind](theme, item)
        self._part.responded.connect(self.responded)
        self.body.addWidget(self._part)
        self.body.addWidget(self._missing)

    def render_state(self, state: EvaluationState) -> None:
        self._part.render_state(state)
        # A matrix names its rows one by one; only an item without rows is named here.
        wanted = (self._item.id, "") in state.wanting
        self._missing.say(self.tr("This still needs an answer.") if wanted else "")

    def focus_first(self) -> None:
        self._part.focus_first()

    def flush(self) -> Iterator[Response]:
        """What was typed and not told yet."""
        return self._part.flush()


class Part(QWidget):
    """What the kinds have in common."""

    responded = Signal(object)

    def render_state(self, state: EvaluationState) -> None:
        raise NotImplementedError

    def focus_first(self) -> None:
        self.setFocus()

    def flush(self) -> Iterator[Response]:
        yield from ()


class RatingPart(Part):
    """Statements rated on one scale."""

    def __init__(self, theme: Theme, item: Item) -> None:
        super().__init__()
        self._item = item
        self._rows: dict[str, Rating] = {}
        column = column_of(self, theme)
        for row in item.rows:
            rating = Rating(theme)
            rating.setProperty("row", row.id)
            rating.value_changed.connect(self._tell)
            self._rows[row.id] = rating
            column.addWidget(rating)

    def render_state(self, state: EvaluationState) -> None:
        labels = [option.text for option in self._item.options]
        ids = [option.id for option in self._item.options]
        for row in self._item.rows:
            response = state.response(self._item.id, row.id)
            value = ids.index(response.options[0]) + 1 if response and response.options else None
            wanted = (self._item.id, row.id) in state.wanting
            missing = self.tr("Please choose one.") if wanted else ""
            self._rows[row.id].render_rating(row.text, labels, value, missing)

    def focus_first(self) -> None:
        open_ = next((r for r in self._rows.values() if r.value() is None), None)
        rating = open_ or next(iter(self._rows.values()))
        rating.focus_first()

    def _tell(self, value: int) -> None:
        row = str(self.sender().property("row"))
        option = self._item.options[value - 1].id
        self.responded.emit(Response(item=self._item.id, row=row, options=(option,)))


class ChoicePart(Part):
    """One or several of the options."""

    def __init__(self, theme: Theme, item: Item) -> None:
        super().__init__()
        self._item = item
        several = item.kind is ItemKind.CHOICES
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QAbstractButton] = {}
        column = column_of(self, theme)
        for option in item.options:
            button = _Box(theme, option.text) if several else QRadioButton(option.text)
            if not several:
                # Tab passes over all but one of a group: right for one choice, wrong for several.
                self._group.addButton(button)
            self._buttons[option.id] = button
            # What it is an answer to, for those who do not see the two together.
            button.setAccessibleDescription(item.text)
            button.toggled.connect(self._tell)
            column.addWidget(button)

    def render_state(self, state: EvaluationState) -> None:
        response = state.response(self._item.id)
        # An exclusive group would not let go of its last choice.
        self._group.setExclusive(False)
        for option, button in self._buttons.items():
            button.blockSignals(True)
            button.setChecked(response is not None and option in response.options)
            button.blockSignals(False)
        self._group.setExclusive(True)

    def focus_first(self) -> None:
        next(iter(self._buttons.values())).setFocus()

    def _tell(self, on: bool) -> None:
        if on or self._item.kind is ItemKind.CHOICES:
            picked = tuple(option for option, button in self._buttons.items() if button.isChecked())
            self.responded.emit(Response(item=self._item.id, options=picked))


class _Box(QCheckBox):
    """Where there is room for fingers all of its row ticks it; of a radio button the style says that."""

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__(text)
        self._theme = theme

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos) if self._theme.roomy else super().hitButton(pos)


class TextPart(Part):
    """Free text, kept at every pause in typing."""

    def __init__(self, theme: Theme, item: Item) -> None:
        super().__init__()
        self._item = item
        self._told: str | None = None
        self._field = QPlainTextEdit()
        self._field.setTabChangesFocus(True)
        self._field.setAccessibleName(item.text)
        self._field.setMinimumHeight(theme.px(96))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self._field.textChanged.connect(self._pause.start)
        column_of(self, theme).addWidget(self._field)

    def render_state(self, state: EvaluationState) -> None:
        """Fills the field once; from then on it holds what is typed, and nothing on its way back overtakes that."""
        if self._told is not None:
            return
        response = state.response(self._item.id)
        self._told = response.text if response else ""
        self._field.blockSignals(True)
        self._field.setPlainText(self._told)
        self._field.blockSignals(False)

    def focus_first(self) -> None:
        self._field.setFocus()

    def flush(self) -> Iterator[Response]:
        self._pause.stop()
        text = self._field.toPlainText()
        if self._told is not None and text != self._told:
            self._told = text
            yield Response(item=self._item.id, text=text)

    def _tell(self) -> None:
        for response in self.flush():
            self.responded.emit(response)


def column_of(part: QWidget, theme: Theme) -> QVBoxLayout:
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.space("two"))
    return column


_PARTS: dict[ItemKind, Callable[[Theme, Item], Part]] = {
    ItemKind.RATING: RatingPart,
    ItemKind.CHOICE: ChoicePart,
    ItemKind.CHOICES: ChoicePart,
    ItemKind.TEXT: TextPart,
}
