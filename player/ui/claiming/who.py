"""The question before the claim: what I am."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QRadioButton, QWidget

from player.domain.learner import Profession
from player.ui.professions import profession_text
from player.ui.theme import Theme, dress
from player.ui.widgets.card import Panel
from player.ui.widgets.flow import CardGrid
from player.ui.widgets.words import Words


class ProfessionPanel(Panel):
    """ "I am a …": `chosen` carries the Profession once it is confirmed."""

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self._group = QButtonGroup(self)
        self._buttons: dict[Profession, QRadioButton] = {}
        self._go = QPushButton(self.tr("Continue"))
        choices = QWidget()
        self._grid = CardGrid(theme.px(200), theme.space("one"), choices)
        policy = choices.sizePolicy()
        policy.setHeightForWidth(True)
        choices.setSizePolicy(policy)
        for profession in Profession:
            button = QRadioButton(profession_text(profession))
            self._buttons[profession] = button
            self._group.addButton(button)
            self._grid.addWidget(button)
        why = self.tr("It decides which credit can be awarded to you and what your document says.")
        self.body.addWidget(Words(self.tr("I am a …"), "heading"))
        self.body.addWidget(Words(why, "muted"))
        self.body.addWidget(choices)
        self.body.addWidget(self._go, 0, Qt.AlignmentFlag.AlignLeading)
        dress(self._go, kind="primary")
        self._go.clicked.connect(self._choose)
        self._group.buttonToggled.connect(self._picked)
        theme.changed.connect(self._restyle)

    def render_profession(self, profession: Profession | None) -> None:
        """Ticks this one; None ticks none."""
        self._group.setExclusive(False)
        for known, button in self._buttons.items():
            button.setChecked(known is profession)
        self._group.setExclusive(True)
        self._picked()

    def focus_first(self) -> None:
        ticked = self._group.checkedButton() or next(iter(self._buttons.values()))
        ticked.setFocus(Qt.FocusReason.OtherFocusReason)

    def _picked(self) -> None:
        self._go.setEnabled(self._group.checkedButton() is not None)

    def _choose(self) -> None:
        ticked = next((known for known, button in self._buttons.items() if button.isChecked()), None)
        if ticked is not None:
            self.chosen.emit(ticked)

    def _restyle(self) -> None:
        self._grid.set_least(self._theme.px(200))
