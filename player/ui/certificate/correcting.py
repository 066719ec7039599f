"""Saying what is wrong with a document, and putting it right: its name, the profession, the amount."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QRadioButton, QVBoxLayout, QWidget

from player.domain.event import TakenBackFor
from player.domain.learner import Profession
from player.domain.problem import Problem
from player.ui.certificate.state import CertificateState, ClaimCorrection, Correctable
from player.ui.certificate.words import consequence_message, no_other_amount
from player.ui.claiming.face import ClaimWanted, OfferFace
from player.ui.claiming.offer import OfferPanel
from player.ui.claiming.who import ProfessionPanel
from player.ui.claiming.words import correction_text
from player.ui.language import tr
from player.ui.printed_name import NamePanel, PrintedName
from player.ui.professions import profession_text
from player.ui.theme import Theme, dress
from player.ui.widgets.banner import Banner, Message
from player.ui.widgets.card import Panel
from player.ui.widgets.words import Words
from player.ui.wording import problem_message

WRONG = (TakenBackFor.WRONG_NAME, TakenBackFor.WRONG_PROFESSION, TakenBackFor.WRONG_AMOUNT)
"""What a learner can say is wrong, in the order in which it is asked."""


class Correcting(QWidget):
    """One correction, from what is wrong to how it is right; made anew for each. Escape keeps the document.

    Gestures: `name_wanted` (a PrintedName), `claim_wanted` (a ClaimCorrection), `watch_wanted`, `kept`.
    """

    name_wanted = Signal(object)
    claim_wanted = Signal(object)
    watch_wanted = Signal()
    kept = Signal()

    def __init__(self, theme: Theme, state: CertificateState, correctable: Correctable) -> None:
        super().__init__()
        self._theme = theme
        self._state = state
        self._correctable = correctable
        self._asking: list[NamePanel | ProfessionPanel | OfferPanel] = []
        self._asked: OfferPanel | None = None
        self._what = _WhatPanel(theme)
        self._consequence = Banner(theme)
        self._problem = Banner(theme)
        self._form = QVBoxLayout()
        self._form.setSpacing(theme.space("two"))
        self._keep = QPushButton(self.tr("Keep the document as it is"))
        self._lay_out()

    def begin(self, wrong: TakenBackFor | None = None) -> None:
        """Asks what is wrong, unless that is known already."""
        if wrong is None:
            self._what.focus_first()
        else:
            self._what.choose(wrong)
            self._focus_form()

    def show_problem(self, problem: Problem) -> None:
        """Why it was refused; everything set stays."""
        if self._asked is not None:
            self._asked.show_problem(problem)
        else:
            self._problem.render_message(problem_message(problem))

    def show_note(self, text: str) -> None:
        """Why there is nothing to correct."""
        self._problem.render_message(Message(what=text))

    def said(self) -> QWidget | None:
        """Where the answer stands; None where the part that was asked shows it itself."""
        return None if self._problem.isHidden() else self._problem

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.kept.emit()
        else:
            super().keyPressEvent(event)

    # --- what is wrong -----------------------------------------------------------------------------------

    def _ask(self, wrong: TakenBackFor) -> None:
        self._clear()
        if wrong is TakenBackFor.WRONG_NAME:
            self._ask_name()
        elif wrong is TakenBackFor.WRONG_PROFESSION:
            self._ask_profession()
        else:
            self._ask_amount()

    def _ask_name(self) -> None:
        self._tell_consequence(self._correctable.standing)
        panel = NamePanel(self._theme, go=self.tr("Issue it with this name"))
        learner = self._correctable.learner
        panel.render_name(learner.name, learner.degrees)
        panel.given.connect(self._want_name)
        self._add(panel)

    def _ask_profession(self) -> None:
        self._consequence.render_message(None)
        panel = ProfessionPanel(self._theme)
        panel.render_profession(self._correctable.profession)
        panel.chosen.connect(self._choose_profession)
        self._add(panel)

    def _ask_amount(self) -> None:
        face = self._correctable.same_face
        if not face.has_another:
            self._consequence.render_message(None)
            self._add(Words(no_other_amount(face)))
            return
        self._tell_consequence((self._state.facts.number,))
        self._add_offers((face,), self._correctable.profession, TakenBackFor.WRONG_AMOUNT)

    def _choose_profession(self, profession: Profession) -> None:
        who = profession_text(profession)
        if profession is self._correctable.profession:
            self.show_note(self.tr("You claimed as: {who}. Choose what you are.").format(who=who))
            return
        faces = self._correctable.faces(profession)
        self._clear()
        if not faces:
            self.show_note(self.tr("This course offers no credit to your profession. The provider can tell more."))
            return
        self._tell_consequence(self._correctable.standing, others=len(self._correctable.claims) - 1)
        self._add(Words(self.tr("You claim as: {who}").format(who=who), "strong"))
        self._add_offers(faces, profession, TakenBackFor.WRONG_PROFESSION)
        self._focus_form()

    # --- what is right -----------------------------------------------------------------------------------

    def _add_offers(self, faces: tuple[OfferFace, ...], profession: Profession, reason: TakenBackFor) -> None:
        panels = [OfferPanel(self._theme, says=correction_text) for _ in faces]
        for panel, face in zip(panels, faces, strict=True):
            self._add(panel)
            panel.render_face(face, leads=face is next((one for one in faces if one.limit > 0), None))
            panel.claim_wanted.connect(self._wanting(panel, profession, reason))
            panel.watch_wanted.connect(self.watch_wanted)

    def _wanting(
        self, panel: OfferPanel, profession: Profession, reason: TakenBackFor
    ) -> Callable[[ClaimWanted], None]:
        def want(wanted: ClaimWanted) -> None:
            self._asked = panel
            self.claim_wanted.emit(ClaimCorrection(wanted=wanted, profession=profession, reason=reason))

        return want

    def _want_name(self, name: PrintedName) -> None:
        self._problem.render_message(None)
        self.name_wanted.emit(name)

    def _tell_consequence(self, numbers: tuple[str, ...], *, others: int = 0) -> None:
        sent = self._state.was_sent
        self._consequence.render_message(consequence_message(numbers, sent=sent, other_claims=others))

    # --- how it stands -----------------------------------------------------------------------------------

    def _add(self, part: QWidget) -> None:
        self._form.addWidget(part)
        if isinstance(part, NamePanel | ProfessionPanel | OfferPanel):
            self._asking.append(part)
        # At once, not with the next layout: what is not on show cannot take the focus.
        part.show()
        last = _last_stop(part)
        if last is not None:
            QWidget.setTabOrder(last, self._keep)

    def _focus_form(self) -> None:
        """Only where nobody is on the way through the question above with the arrow keys."""
        first = next((one for one in self._asking if one.isVisibleTo(self)), None)
        if first is not None:
            first.focus_first()

    def _clear(self) -> None:
        self._asking, self._asked = [], None
        self._problem.render_message(None)
        while (item := self._form.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _lay_out(self) -> None:
        dress(self._keep, kind="back")
        self._keep.clicked.connect(self.kept)
        self._what.chosen.connect(self._ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.space("two"))
        column.addWidget(self._what)
        column.addWidget(self._consequence)
        column.addLayout(self._form)
        column.addWidget(self._problem)
        column.addWidget(self._keep, 0, Qt.AlignmentFlag.AlignLeading)


class _WhatPanel(Panel):
    """ "What is wrong?": `chosen` carries the TakenBackFor."""

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._group = QButtonGroup(self)
        self._buttons = {wrong: QRadioButton(_wrong_text(wrong)) for wrong in WRONG}
        self.body.setSpacing(theme.space("one"))
        question = self.tr("What is wrong?")
        self.body.addWidget(Words(question, "heading"))
        for button in self._buttons.values():
            button.setAccessibleDescription(question)
            self._group.addButton(button)
            self.body.addWidget(button)
        self._group.buttonToggled.connect(self._toggled)

    def focus_first(self) -> None:
        next(iter(self._buttons.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, wrong: TakenBackFor) -> None:
        self._buttons[wrong].setChecked(True)

    def _toggled(self, button: QRadioButton, on: bool) -> None:
        wrong = next(known for known, one in self._buttons.items() if one is button)
        if on:
            self.chosen.emit(wrong)


def _last_stop(part: QWidget) -> QWidget | None:
    """The last thing in `part` that takes the keyboard; what is new stands at the end, each part in its own order."""
    last, here = None, part.nextInFocusChain()
    while here is not None and part.isAncestorOf(here):
        if here.focusPolicy() & Qt.FocusPolicy.TabFocus and here.focusProxy() is None:
            last = here
        here = here.nextInFocusChain()
    return last


def _wrong_text(wrong: TakenBackFor) -> str:
    return {
        TakenBackFor.WRONG_NAME: tr("My name or degrees"),
        TakenBackFor.WRONG_PROFESSION: tr("My profession"),
        TakenBackFor.WRONG_AMOUNT: tr("The amount of credit"),
    }[wrong]
