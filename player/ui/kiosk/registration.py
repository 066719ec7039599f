"""Who is on no roster says of themselves what a certificate needs, on one screen."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from player.domain.kiosk.attendee import WalkIn
from player.domain.learner import Profession
from player.domain.problem import Problem
from player.ui.kiosk.face import Bending, Header, KioskButton, KioskField, KioskPage, Labelled, Notice
from player.ui.kiosk.tiles import ChoiceTile
from player.ui.language import sentences
from player.ui.professions import profession_text
from player.ui.tab_order import tab_as_read
from player.ui.theme import Theme
from player.ui.widgets.flow import CardGrid
from player.ui.widgets.tone import Tone
from player.ui.widgets.words import Words, announce

_SIDE_BY_SIDE = 800
_LEAST_TILE = 270
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


class RegistrationScreen(KioskPage):
    """Gestures: `registered` (a WalkIn), `back`."""

    registered = Signal(object)
    back = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, widest=1040)
        self._given = self._field(self.tr("Given name"), "Ana María")
        self._family = self._field(self.tr("Family name"), "Núñez")
        self._degrees = self._field(self.tr("Degrees, if any"), "MD, PhD")
        self._email = self._field(
            self.tr("E-mail address, if you like"),
            "ana@example.org",
            self.tr("With it your provider can send you your certificate once more."),
        )
        self._group = QButtonGroup(self)
        self._grid = CardGrid(theme.px(_LEAST_TILE), theme.space("one"))
        self._no_profession = Words(role="bad")
        self._notice = Notice(theme)
        self._kept = Notice(theme)
        self._go = KioskButton(theme, self.tr("Register"), kind="primary", broad=True)
        self._prepare()
        self._lay_out()
        theme.changed.connect(self._restyle)

    def render_problem(self, problem: Problem | None) -> None:
        """Tells why it could not be kept; what was entered stays."""
        self.render_busy(False)
        self._notice.render_problem(problem)
        if problem is not None:
            self.page.ensureWidgetVisible(self._notice)

    def render_busy(self, busy: bool) -> None:
        self._go.setEnabled(not busy)
        self._go.setText(self.tr("One moment…") if busy else self.tr("Register"))

    def focus_first(self) -> None:
        self._given.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Nothing of what was entered is left."""
        for labelled in self._fields():
            labelled.wipe()
        self._group.setExclusive(False)
        for button in self._group.buttons():
            button.setChecked(False)
        self._group.setExclusive(True)
        self._no_profession.say("")
        self._notice.clear()
        self.render_busy(False)
        self.page.to_top()

    def _fields(self) -> tuple[Labelled, ...]:
        return self._given, self._family, self._degrees, self._email

    def _register(self) -> None:
        if not self._go.isEnabled() or not self._is_whole():
            return
        self._notice.clear()
        self.registered.emit(
            WalkIn(
                given_name=self._given.text(),
                family_name=self._family.text(),
                degrees=self._degrees.text(),
                profession=self._profession(),
                email=self._email.text(),
            )
        )

    def _profession(self) -> str:
        chosen = self._group.checkedButton()
        return str(chosen.property("profession")) if chosen is not None else ""

    def _is_whole(self) -> bool:
        """Says in its place what is missing, and goes to the first one."""
        email = self._email.text()
        wrong = {
            self._given: "" if self._given.text() else self.tr("A certificate needs your given name."),
            self._family: "" if self._family.text() else self.tr("A certificate needs your family name."),
            self._email: "" if not email or _EMAIL.fullmatch(email) else self.tr("That is no whole e-mail address."),
        }
        for field, text in wrong.items():
            field.complain(text)
        unsaid = "" if self._profession() else self.tr("Please choose one: it decides which credit there is for you.")
        self._no_profession.say(unsaid)
        first = next((field.field for field in (self._given, self._family) if wrong[field]), None)
        target = first or (self._group.buttons()[0] if unsaid else self._email.field if wrong[self._email] else None)
        if target is None:
            return True
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.page.ensureWidgetVisible(target, 0, self.theme.px(96))
        announce(self, sentences(*wrong.values(), unsaid))
        return False

    def _go_further(self) -> None:
        self.focusNextChild()

    def _field(self, label: str, example: str, why: str = "") -> Labelled:
        labelled = Labelled(self.theme, label, KioskField(label))
        labelled.render_label(label, self.tr("for example {example}").format(example=example), why)
        return labelled

    def _prepare(self) -> None:
        for labelled in self._fields():
            labelled.field.returnPressed.connect(self._go_further)
        for profession in Profession:
            tile = ChoiceTile(self.theme, profession_text(profession))
            tile.setProperty("profession", profession.value)
            tile.setAccessibleDescription(self.tr("Profession"))
            self._group.addButton(tile)
            self._grid.addWidget(tile)
        self._go.clicked.connect(self._register)
        self._no_profession.hide()

    def _restyle(self) -> None:
        self._grid.set_least(self.theme.px(_LEAST_TILE))

    def _consent(self) -> None:
        self._kept.render_words(
            self.tr("Sealed for the organiser and your credit provider"),
            self.tr("Nobody else can read who you are. It serves your credit only."),
            tone=Tone.NEUTRAL,
            icon="shield-check",
        )

    def _lay_out(self) -> None:
        header = Header(self.theme)
        header.render_title(self.tr("I am new here"))
        header.back.connect(self.back)
        self.column.setSpacing(self.theme.space("two"))
        last = self._side_by_side(self._email, self._kept)
        for part in (header, self._notice, self._side_by_side(self._given, self._family, self._degrees)):
            self.column.addWidget(part)
        self.column.addWidget(self._professions())
        self.column.addWidget(last)
        self.column.addWidget(self._go, 0, Qt.AlignmentFlag.AlignLeading)
        self.column.addStretch(1)
        self._consent()
        tab_as_read(self)

    def _professions(self) -> QWidget:
        inside, tiles = QWidget(), QWidget()
        tiles.setLayout(self._grid)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.space("half"))
        column.addWidget(Words(self.tr("Profession"), "strong"))
        column.addWidget(tiles)
        column.addWidget(self._no_profession)
        return inside

    def _side_by_side(self, *parts: QWidget) -> QWidget:
        line = Bending(self.theme, _SIDE_BY_SIDE, "two")
        for part in parts:
            line.row.addWidget(part, 1)
        return line
