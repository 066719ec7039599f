"""A licence cycle as a form: how long it lasts and how much credit the board wants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from player.domain.cycle import LicenceCycle
from player.domain.reported import FIRST_DAY
from player.ui.credits.form import LONGEST_AMOUNT, Form, TypeField, text_field
from player.ui.credits.words import USUAL_KINDS, amount_typed
from player.ui.language import amount_text, tr
from player.ui.theme import Theme
from player.ui.widgets.day_field import DayField

LAST_DAY = date(2999, 12, 31)
USUAL_YEARS = 2


class CycleForm(Form):
    """`given` (a LicenceCycle) when it is to be kept; `edited` is the one that it replaces."""

    given = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, tr("Keep", "save what was typed into a form"))
        self._edited: LicenceCycle | None = None
        self._name = text_field(tr("Name", "of a licence cycle"), tr("such as California, 2026–2027"))
        self._first = DayField(tr("First day"), first=FIRST_DAY, last=LAST_DAY)
        self._last = DayField(tr("Last day"), first=FIRST_DAY, last=LAST_DAY)
        self._required = text_field(tr("Credit required (may stay empty)"), tr("such as 50"))
        self._required.setMaxLength(LONGEST_AMOUNT)
        self._kind = TypeField(tr("Of which type (empty: of any)"))
        fields = (self._name, self._first, self._last, self._required, self._kind)
        explanation = tr("What your licensing board asks for. Both days belong to the cycle.")
        self._lay_out(explanation, [(field.accessibleName(), field) for field in fields])

    @property
    def edited(self) -> LicenceCycle | None:
        return self._edited

    def begin(self, cycle: LicenceCycle | None, *, kinds: Sequence[str], today: date) -> None:
        """Opens with two years from the beginning of this one, or with a cycle that is kept."""
        self._edited = cycle
        self._name.setText(cycle.name if cycle else "")
        self._first.show_day(cycle.first if cycle else date(today.year, 1, 1))
        self._last.show_day(cycle.last if cycle else date(today.year + USUAL_YEARS - 1, 12, 31))
        self._required.setText(amount_text(cycle.required) if cycle and cycle.required is not None else "")
        self._kind.offer((*kinds, *USUAL_KINDS), cycle.kind if cycle else "")
        title = tr("Change the licence cycle") if cycle else tr("Add a licence cycle")
        self._begin(title, removable=cycle is not None, first=self._name)

    def give(self) -> None:
        text = self._required.text().strip()
        required = amount_typed(text) if text else None
        wrong = self._wrong_with(bool(text) and (required is None or required <= 0))
        if wrong is not None:
            self.say_wrong(*wrong)
            return
        self.given.emit(
            LicenceCycle(
                name=self._name.text().strip(),
                first=self._first.day(),
                last=self._last.day(),
                required=required,
                kind=self._kind.currentText().strip(),
            )
        )

    def _wrong_with(self, bad_amount: bool) -> tuple[str, QWidget] | None:
        if not self._name.text().strip():
            return tr("The cycle needs a name."), self._name
        if self._last.day() < self._first.day():
            return tr("The last day lies before the first."), self._last
        if bad_amount:
            return tr("The amount is to be a number above 0, such as 50."), self._required
        return None
