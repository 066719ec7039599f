"""A few short choices for one place to fill, all in sight: what a finger presses, and no list hides."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from player.ui.theme import Theme
from player.ui.widgets.flow import FlowLayout

MARK = 28
"""Pixels of height that a mark and the ring around it take."""


class RadioRow(QWidget):
    """`choices`: pairs of an id and its words. `changed`: somebody chose another one."""

    changed = Signal()

    def __init__(self, theme: Theme, name: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._theme = theme
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QRadioButton] = {}
        self.setAccessibleName(name)
        row = FlowLayout(theme.space("two"), self)
        for item, words in choices:
            button = QRadioButton(words.replace("&", "&&"))
            button.setAccessibleName(words)
            # Which of the lines it is for: each has the same choices.
            button.setAccessibleDescription(name)
            button.toggled.connect(self._toggled)
            self._buttons[item] = button
            self._group.addButton(button)
            row.addWidget(button)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.restyle)
        self.restyle()

    def focus_first(self) -> None:
        """Puts the keyboard on what is chosen, or on the first choice."""
        button = next((b for b in self._buttons.values() if b.isChecked()), next(iter(self._buttons.values()), None))
        if button is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def restyle(self) -> None:
        """The style's least height does not grow with the text, the mark does: the ring goes around all of it."""
        for button in self._buttons.values():
            button.setMinimumHeight(max(self._theme.target, self._theme.px(MARK)))

    def chosen(self) -> str:
        """The id of what is chosen; empty for nothing."""
        return next((item for item, button in self._buttons.items() if button.isChecked()), "")

    def choose(self, item: str) -> None:
        """Chooses without telling; an id that is not on offer chooses nothing."""
        # An exclusive group would not let go of its last choice.
        self._group.setExclusive(False)
        for known, button in self._buttons.items():
            button.blockSignals(True)
            button.setChecked(known == item)
            button.blockSignals(False)
        self._group.setExclusive(True)

    def _toggled(self, on: bool) -> None:
        if on:
            self.changed.emit()
