"""The fields for identifiers that a credit type needs, each with the reason why it is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from player.ui.claiming.identifiers import Ask, ask_for
from player.ui.theme import Theme, dress
from player.ui.widgets.words import Words, announce

LENGTH = 80


class IdentifierFields(QWidget):
    """None has to be filled to claim; what is filled must be right."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._fields: dict[str, _Field] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space("two"))

    def render_asks(self, names: Sequence[str], known: Mapping[str, str]) -> None:
        """Asks for these, filled with what is known of them."""
        for field in self._fields.values():
            field.hide()
            field.deleteLater()
        self._fields = {name: _Field(self._theme, ask_for(name), known.get(name, "")) for name in names}
        for field in self._fields.values():
            self._column.addWidget(field)

    def values(self) -> tuple[tuple[str, str], ...]:
        return tuple((name, field.text()) for name, field in self._fields.items())

    def check(self) -> bool:
        """Names what is wrong at its field and goes to the first one."""
        wrong = [field for field in self._fields.values() if not field.check()]
        if wrong:
            wrong[0].focus_first()
        return not wrong


class _Field(QWidget):
    def __init__(self, theme: Theme, ask: Ask, value: str) -> None:
        super().__init__()
        self._ask = ask
        self._line = QLineEdit(value)
        self._line.setPlaceholderText(ask.hint)
        self._line.setMaxLength(LENGTH)
        self._line.setAccessibleName(ask.label)
        self._line.setAccessibleDescription(ask.why)
        self._line.setMaximumWidth(theme.px(320))
        self._wrong = Words(role="bad")
        self._wrong.hide()
        label = Words(ask.label, "strong")
        label.setBuddy(self._line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("half"))
        for part in (label, Words(ask.why, "muted"), self._line, self._wrong):
            column.addWidget(part)

    def text(self) -> str:
        return self._line.text().strip()

    def check(self) -> bool:
        right = not self.text() or self._ask.is_right(self.text())
        dress(self._line, wrong=not right)
        self._wrong.say("" if right else self._ask.wrong)
        if not right:
            announce(self._line, self._ask.wrong)
        return right

    def focus_first(self) -> None:
        self._line.setFocus(Qt.FocusReason.OtherFocusReason)
