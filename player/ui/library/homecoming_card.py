"""Somebody comes home from a kiosk: one question, whether this profile is to be theirs from now on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton

from player.desk.homecoming import ComingHome
from player.ui.language import sentences
from player.ui.theme import Theme, dress
from player.ui.widgets.card import Panel
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.words import Words, announce


class HomecomingCard(Panel):
    """Gestures: `agreed`, `declined`."""

    agreed = Signal()
    declined = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._heading = Words(role="heading")
        self._what = Words()
        self._means = Words(role="muted")
        self._yes = QPushButton(self.tr("Yes, go on here"))
        self._no = QPushButton(self.tr("Not now"))
        dress(self._yes, kind="primary")
        self._yes.clicked.connect(self.agreed)
        self._no.clicked.connect(self.declined)
        buttons = FlowLayout(theme.space("one"))
        buttons.addWidget(self._yes)
        buttons.addWidget(self._no)
        for part in (self._heading, self._what, self._means):
            self.body.addWidget(part)
        self.body.addLayout(buttons)
        self.hide()

    def render_homecoming(self, coming: ComingHome | None) -> None:
        """Asks about this file; None hides the card."""
        self.setVisible(coming is not None)
        if coming is None:
            return
        who = coming.learner.printed_name or self.tr("somebody without a name")
        self._heading.setText(self.tr("Are you {name}?").format(name=who))
        self._what.setText(
            self.tr("This file holds what {name} did at another station in “{title}”.").format(
                name=who, title=coming.title
            )
        )
        self._means.setText(
            self.tr(
                "If you are, you go on here where you stopped there, and everything you do from now on is recorded "
                "for {name}. Nothing that proves credit is recorded in this profile yet."
            ).format(name=who)
        )
        announce(self, sentences(self._heading.text(), self._what.text()))
        self._yes.setFocus(Qt.FocusReason.OtherFocusReason)
