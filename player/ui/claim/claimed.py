"""One credit type on the claim page that was claimed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton

from player.ui.claiming.face import OfferFace
from player.ui.claiming.words import claimed_runs
from player.ui.language import moment_text
from player.ui.theme import Theme, dress
from player.ui.widgets.card import Panel
from player.ui.widgets.chip import Chip
from player.ui.widgets.prose import Prose
from player.ui.widgets.tone import Tone
from player.ui.widgets.words import Words


class ClaimedPanel(Panel):
    """An offer that was claimed. Gesture: `certificate_wanted` (the offer's id)."""

    certificate_wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._offer = ""
        self._chip = Chip(theme)
        self._what = Prose(theme, role="subheading")
        self._when = Words(role="muted")
        self._open = QPushButton(self.tr("Open the document"))
        self._open.clicked.connect(self._want)
        self._chip.render_status(self.tr("Claimed"), Tone.GOOD)
        leading = Qt.AlignmentFlag.AlignLeading
        self.body.addWidget(self._chip, 0, leading)
        self.body.addWidget(self._what)
        self.body.addWidget(self._when)
        self.body.addWidget(self._open, 0, leading)

    def render_face(self, face: OfferFace, *, leads: bool) -> None:
        if face.claim is None:
            return
        self._offer = face.offer.id
        self._what.render_runs(claimed_runs(face, face.claim.credit.amount))
        self._when.setText(self.tr("Claimed on {moment}").format(moment=moment_text(face.claim.moment)))
        dress(self._open, kind="primary" if leads else "")

    def focus_first(self) -> None:
        self._open.setFocus(Qt.FocusReason.OtherFocusReason)

    def _want(self) -> None:
        self.certificate_wanted.emit(self._offer)
