"""One credit type to claim: how much, why not more, my word, and the button."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from player.domain.certificate import emphasised
from player.domain.credit import Offer
from player.domain.problem import Problem
from player.ui.claiming.face import ClaimWanted, OfferFace
from player.ui.claiming.fields import IdentifierFields
from player.ui.claiming.words import (
    attestation_text,
    claim_text,
    document_text,
    heading_runs,
    name_runs,
    pairs,
    sentence_runs,
    why_text,
)
from player.ui.theme import Theme, dress
from player.ui.widgets.banner import Banner
from player.ui.widgets.card import Panel
from player.ui.widgets.credit import CreditStepper
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.prose import Prose
from player.ui.widgets.tick import Tick
from player.ui.widgets.words import Words, announce
from player.ui.wording import problem_message


class OfferPanel(Panel):
    """An offer that is not claimed yet, or claimed wrongly. Gestures: `claim_wanted` (a ClaimWanted), `watch_wanted`.

    `says`: what the button says for an amount.
    """

    claim_wanted = Signal(object)
    watch_wanted = Signal()

    def __init__(self, theme: Theme, *, says: Callable[[Offer, Decimal], str] = claim_text) -> None:
        super().__init__(theme)
        self._theme = theme
        self._says = says
        self._face: OfferFace | None = None
        self._heading = Prose(theme, role="subheading")
        self._amount = CreditStepper(theme)
        self._why = Words()
        self._document = Words(role="muted")
        self._sentence = Prose(theme)
        self._designation = Prose(theme, role="muted")
        self._fields = IdentifierFields(theme)
        self._rule = Prose(theme)
        self._word = Tick(theme)
        self._missing = Words(role="bad")
        self._problem = Banner(theme)
        self._claim = QPushButton()
        self._watch = QPushButton(self.tr("Watch more first"))
        self._prepare()
        self._lay_out()

    def render_face(self, face: OfferFace, *, leads: bool) -> None:
        """Shows an offer, and keeps what was set on it before; the one that `leads` has the page's primary button."""
        fresh = self._face is None or (self._face.offer, self._face.limit) != (face.offer, face.limit)
        self._face = face
        self._heading.render_runs(heading_runs(face.offer))
        self._why.setText(why_text(face))
        self._designation.render_runs(pairs(emphasised(face.offer, face.offer.designation)))
        self._rule.render_text(face.rule)
        self._word.render_text(attestation_text(face))
        if fresh:
            self._fields.render_asks(face.offer.identifiers, dict(face.identifiers))
            self._word.untick()
            self._render_amount(face, face.first_amount)
        self._show_parts(face)
        dress(self._claim, kind="primary" if leads else "")
        dress(self._watch, kind="quiet" if face.limit > 0 else "")
        self._show_amount()

    def show_problem(self, problem: Problem) -> None:
        """Says in place why the claim was refused; everything set stays."""
        self._problem.render_message(problem_message(problem))

    def focus_first(self) -> None:
        first = self._amount if self._face and self._face.limit > 0 else self._watch
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _render_amount(self, face: OfferFace, amount: Decimal) -> None:
        name = "".join(text for text, _ in name_runs(face.offer))
        self._amount.render_amount(amount, step=face.step, limit=face.limit, name=name)

    def _show_parts(self, face: OfferFace) -> None:
        some = face.limit > 0
        for part in (self._amount, self._document, self._sentence, self._fields, self._word, self._claim):
            part.setVisible(some)
        self._fields.setVisible(some and bool(face.offer.identifiers))
        self._rule.setVisible(some and bool(face.rule))
        self._designation.setVisible(bool(face.offer.designation))
        self._watch.setVisible(face.can_watch_more and not face.is_whole)
        self._watch.setText(self.tr("Watch more first") if some else self.tr("Go on watching"))

    def _show_amount(self) -> None:
        if self._face is None:
            return
        amount = self._amount.amount()
        can_be = self._face.can_be(amount)
        other = self.tr("Choose another amount") if amount else self.tr("Choose an amount")
        says = self._says(self._face.offer, amount) if can_be else other
        # The unit is the provider's word: an ampersand in it is no key to press.
        self._claim.setText(says.replace("&", "&&"))
        self._claim.setEnabled(can_be)
        self._document.setText(document_text(self._face))
        self._sentence.render_runs(sentence_runs(self._face, amount or self._face.offer.maximum))
        self._sentence.setVisible(amount > 0)
        self._document.setVisible(amount > 0)

    def _want(self) -> None:
        if self._face is None or not self._is_ready():
            return
        self._problem.render_message(None)
        self.claim_wanted.emit(
            ClaimWanted(offer=self._face.offer.id, amount=self._amount.amount(), identifiers=self._fields.values())
        )

    def _is_ready(self) -> bool:
        """Names what is missing at its place and goes there."""
        if not self._fields.check():
            return False
        ticked = self._word.is_ticked()
        self._missing.say("" if ticked else self.tr("Please tick this: credit is given on your word."))
        if not ticked:
            announce(self, self._missing.text())
            self._word.focus_first()
        return ticked

    def _ticked(self) -> None:
        self._missing.say("")

    def _prepare(self) -> None:
        self._problem.hide()
        self._missing.hide()
        dress(self._watch, kind="quiet")
        self._amount.amount_changed.connect(self._show_amount)
        self._word.toggled.connect(self._ticked)
        self._claim.clicked.connect(self._want)
        self._watch.clicked.connect(self.watch_wanted)

    def _lay_out(self) -> None:
        three = self._theme.space("three")
        self.body.setContentsMargins(three, three, three, three)
        for part in (self._heading, self._designation, self._amount, self._why):
            self.body.addWidget(part)
        printed = QVBoxLayout()
        printed.setSpacing(self._theme.space("half"))
        printed.addWidget(self._document)
        printed.addWidget(self._sentence)
        self.body.addLayout(printed)
        for part in (self._fields, self._rule, self._word, self._missing, self._problem):
            self.body.addWidget(part)
        buttons = FlowLayout(self._theme.space("one"))
        buttons.addWidget(self._claim)
        buttons.addWidget(self._watch)
        self.body.addLayout(buttons)
