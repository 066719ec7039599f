"""Credit from elsewhere as a form: added, corrected or removed in its place on the page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from player.domain.reported import FIRST_DAY, ReportedCredit, ReportedId
from player.ui.credits.form import LONGEST_AMOUNT, Form, TypeField, text_field
from player.ui.credits.words import USUAL_KINDS, amount_typed
from player.ui.language import amount_text, tr
from player.ui.theme import Theme
from player.ui.widgets.day_field import DayField


class ReportForm(Form):
    """`given` (a ReportedCredit; its id is empty for one that is new) when it is to be kept."""

    given = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, tr("Keep", "save what was typed into a form"))
        self._edited: ReportedCredit | None = None
        self._day = DayField(tr("Day of completion"), first=FIRST_DAY, last=date(2999, 12, 31))
        self._name = text_field(tr("Title of the activity"))
        self._provider = text_field(tr("Provider"))
        self._kind = TypeField(tr("Type of credit"))
        self._amount = text_field(tr("Amount of credit"), tr("such as 1.5"))
        self._amount.setMaxLength(LONGEST_AMOUNT)
        self._note = text_field(tr("Note (may stay empty)"))
        fields = (self._name, self._provider, self._day, self._kind, self._amount, self._note)
        explanation = tr(
            "Carrel has no evidence of it: it is marked as self-reported wherever it stands. Keep its certificate."
        )
        self._lay_out(explanation, [(field.accessibleName(), field) for field in fields])

    @property
    def edited(self) -> ReportedCredit | None:
        """What was kept before and is being changed."""
        return self._edited

    def begin(self, credit: ReportedCredit | None, *, kinds: Sequence[str], today: date) -> None:
        """Opens empty, or with what was kept."""
        self._edited = credit
        self._day.end_with(today)
        self._day.show_day(credit.day if credit else today)
        self._name.setText(credit.title if credit else "")
        self._provider.setText(credit.provider if credit else "")
        self._kind.offer((*kinds, *USUAL_KINDS), credit.kind if credit else "")
        self._amount.setText(amount_text(credit.amount) if credit else "")
        self._note.setText(credit.note if credit else "")
        title = tr("Change credit from elsewhere") if credit else tr("Add credit from elsewhere")
        self._begin(title, removable=credit is not None, first=self._name)

    def give(self) -> None:
        amount = amount_typed(self._amount.text())
        lacking: list[QWidget] = []
        if not self._name.text().strip():
            lacking.append(self._name)
        if not self._kind.currentText().strip():
            lacking.append(self._kind)
        if lacking:
            self.say_wrong(tr("A title and a type of credit are needed."), *lacking)
        elif amount is None:
            self.say_wrong(tr("The amount is to be a number, such as 1.5."), self._amount)
        else:
            self.given.emit(
                ReportedCredit(
                    id=self._edited.id if self._edited else ReportedId(""),
                    day=self._day.day(),
                    title=self._name.text().strip(),
                    provider=self._provider.text().strip(),
                    kind=self._kind.currentText().strip(),
                    amount=amount,
                    note=self._note.text().strip(),
                )
            )
