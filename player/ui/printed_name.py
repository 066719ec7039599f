"""The name as it is printed, asked for where a document needs it and none is known."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout

from player.ui.theme import Theme, dress
from player.ui.widgets.card import Panel
from player.ui.widgets.words import Words, announce

NAME_LENGTH = 120


@dataclass(frozen=True, slots=True)
class PrintedName:
    name: str
    degrees: str


class NamePanel(Panel):
    """The name as it is printed: `given` carries a PrintedName. `go`: the word on the button. `public`: it is asked
    where others come after."""

    given = Signal(object)

    def __init__(self, theme: Theme, *, go: str = "", public: bool = False) -> None:
        super().__init__(theme)
        self._name, self._degrees = QLineEdit(), QLineEdit()
        self._missing = Words(role="bad")
        self._go = QPushButton(go or self.tr("Continue"))
        why = self.tr("As it should be printed. It stays on this computer and goes into documents you hand in.")
        self.body.addWidget(Words(self.tr("Your name"), "heading"))
        sealed = self.tr("As it should be printed. It is kept sealed here, and goes into your documents.")
        self.body.addWidget(Words(sealed if public else why, "muted"))
        self._add(theme, self._name, self.tr("Name"), self.tr("Ana María Núñez"))
        self.body.addWidget(self._missing)
        self._add(theme, self._degrees, self.tr("Degrees (may stay empty)"), self.tr("MD, PhD"))
        self.body.addWidget(self._go, 0, Qt.AlignmentFlag.AlignLeading)
        self._missing.hide()
        dress(self._go, kind="primary")
        self._go.clicked.connect(self._give)

    def render_name(self, name: str, degrees: str) -> None:
        """Fills the fields, unless somebody is typing in them."""
        if not self._name.isModified():
            self._name.setText(name)
        if not self._degrees.isModified():
            self._degrees.setText(degrees)

    def focus_first(self) -> None:
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, theme: Theme, field: QLineEdit, label: str, example: str) -> None:
        words = Words(label, "strong")
        words.setBuddy(field)
        field.setAccessibleName(label)
        field.setPlaceholderText(example)
        field.setMaxLength(NAME_LENGTH)
        field.returnPressed.connect(self._give)
        column = QVBoxLayout()
        column.setSpacing(theme.space("half"))
        column.addWidget(words)
        column.addWidget(field)
        self.body.addLayout(column)

    def _give(self) -> None:
        name = self._name.text().strip()
        dress(self._name, wrong=not name)
        if name:
            self._missing.say("")
            self.given.emit(PrintedName(name, self._degrees.text().strip()))
            return
        self._missing.say(self.tr("A certificate needs a name."))
        announce(self._name, self._missing.text())
        self.focus_first()
