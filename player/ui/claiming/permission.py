"""The question whether a provider may report credit to accreditors and boards: asked once, two equal answers."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton

from player.ui.language import tr
from player.ui.theme import Theme
from player.ui.widgets.card import Panel
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.words import Words


class PermissionPanel(Panel):
    """`decided` carries the answer; neither one is marked before. `public`: there is no profile to change it in."""

    decided = Signal(bool)

    def __init__(self, theme: Theme, *, public: bool = False) -> None:
        super().__init__(theme)
        self._yes = QPushButton(yes_text())
        self._no = QPushButton(no_text())
        self._yes.clicked.connect(self._say_yes)
        self._no.clicked.connect(self._say_no)
        buttons = FlowLayout(theme.space("one"))
        buttons.addWidget(self._yes)
        buttons.addWidget(self._no)
        self.body.addWidget(Words(tr("May your credit be reported?"), "heading"))
        self.body.addWidget(Words(whom_text()))
        self.body.addWidget(Words(provider_text(), "muted"))
        self.body.addLayout(buttons)
        lasting = tr("Your answer holds for all courses. You can change it at any time in your profile.")
        self.body.addWidget(Words(tr("Your answer holds for all courses.") if public else lasting, "muted"))

    def focus_first(self) -> None:
        self._yes.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_yes(self) -> None:
        self.decided.emit(True)

    def _say_no(self) -> None:
        self.decided.emit(False)


def yes_text() -> str:
    return tr("Yes, it may be reported")


def no_text() -> str:
    return tr("No, do not report it")


def whom_text() -> str:
    return tr(
        "Accreditors and licensing boards keep records of their own: the ACCME in PARS, the NABP in CPE Monitor, "
        "state boards in CE Broker. With your permission your provider reports your credit there in your name, so that "
        "you need not prove it yourself."
    )


def provider_text() -> str:
    return tr("Your provider itself gets the completion file in any case: without it there is no credit.")


def withdrawn_text() -> str:
    """Once the answer is no."""
    return tr("Your provider learns of it from your next completion file: write it on the page Send, and hand it in.")


def withdrawing_text() -> str:
    """What it means to take the permission back."""
    return tr(
        "If you withdraw it, nothing is reported from then on, and the next completion file says so. What was reported "
        "before stays where it is: your provider can have it taken out there."
    )
