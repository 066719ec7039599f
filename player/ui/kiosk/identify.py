"""Who is it? A code that is typed, or a name with something that only that person knows. Nobody is ever listed."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from player.domain.kiosk.settings import Identification, SecondFactor
from player.domain.problem import Problem
from player.ui.kiosk.code_field import CodeField
from player.ui.kiosk.face import Bending, Header, KioskButton, KioskField, KioskPage, Labelled, Notice
from player.ui.kiosk.words import plain_code, second_factor, way_of
from player.ui.tab_order import tab_as_read
from player.ui.theme import Theme
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.words import announce, show_if

_SIDE_BY_SIDE = 680
"""All three in one row: the button under them is in sight above the keyboard of a small screen, too."""


class _By(StrEnum):
    CODE = "code"
    NAME = "name"


class IdentifyScreen(KioskPage):
    """Gestures: `code_given` (letters and digits only), `name_given` (given, family, second factor), `back`, and those
    that lead to another way: `code_wanted`, `name_wanted`, `walk_in_wanted`."""

    code_given = Signal(str)
    name_given = Signal(str, str, str)
    back = Signal()
    code_wanted = Signal()
    name_wanted = Signal()
    walk_in_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, widest=820)
        self._by = _By.CODE
        self._factor = SecondFactor.NUMBER
        self._header = Header(theme)
        self._code = Labelled(theme, self.tr("Your code"), CodeField(self.tr("Your code"), "ABCD EFGH"))
        self._given = Labelled(theme, self.tr("Given name"), KioskField(self.tr("Given name")))
        self._family = Labelled(theme, self.tr("Family name"), KioskField(self.tr("Family name")))
        self._second = Labelled(theme, "", KioskField(""))
        self._notice = Notice(theme)
        self._go = KioskButton(theme, self.tr("Go on"), kind="primary", broad=True)
        self._others = {way: KioskButton(theme, way_of(way).word, kind="quiet", broad=True) for way in _OTHERS}
        self._name = self._name_fields()
        self._prepare()
        self._lay_out()
        self.render_code()

    def render_code(self, others: tuple[Identification, ...] = ()) -> None:
        """Asks for the code; `others`: the ways that are offered besides."""
        self._begin(_By.CODE, others)
        why = self.tr("It is on your badge, in your confirmation, or was shown when you registered.")
        self._header.render_title(self._title(), why)

    def render_name(self, factor: SecondFactor, others: tuple[Identification, ...] = ()) -> None:
        """Asks for the name and for what the attendee roster has beside it."""
        self._factor = factor
        asked = second_factor(factor)
        self._second.render_label(asked.label, asked.example, asked.why)
        self._begin(_By.NAME, others)
        why = self.tr("As in your registration. Large and small letters do not matter.")
        self._header.render_title(self._title(), why)

    def render_problem(self, problem: Problem | None) -> None:
        """Tells why nobody was found; what was typed stays, to be mended."""
        self.render_busy(False)
        self._notice.render_problem(problem)
        if problem is not None:
            # In the place of what is said at first: on a small screen, the button stays in sight above the keyboard.
            self._header.render_title(self._title())
            self.focus_first()
            self.page.ensureWidgetVisible(self._notice)

    def render_busy(self, busy: bool) -> None:
        """While it is looked up, nothing is sent twice."""
        self._go.setEnabled(not busy)
        self._go.setText(self.tr("One moment…") if busy else self.tr("Go on"))

    def focus_first(self) -> None:
        """Into the first field that is empty, or the first one."""
        fields = self._fields()
        field = next((f for f in fields if not f.text()), fields[0])
        field.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def rest(self) -> None:
        """Nothing need be typed: no keyboard stands before the ways that are offered."""
        self._go.setFocus(Qt.FocusReason.OtherFocusReason)
        self.page.to_top()

    def clear(self) -> None:
        """Nothing of what was typed is left: no text, nothing to undo, no message about it."""
        for labelled in (self._code, self._given, self._family, self._second):
            labelled.wipe()
        self._notice.clear()
        self.render_busy(False)
        self.page.to_top()

    def _begin(self, by: _By, others: tuple[Identification, ...]) -> None:
        self.clear()
        self._by = by
        show_if(self._code, by is _By.CODE)
        show_if(self._name, by is _By.NAME)
        here = Identification(by.value)
        for way, button in self._others.items():
            show_if(button, way in others and way is not here)
        tab_as_read(self)

    def _title(self) -> str:
        return self.tr("Type your code") if self._by is _By.CODE else self.tr("Find me by name")

    def _fields(self) -> tuple[Labelled, ...]:
        return (self._code,) if self._by is _By.CODE else (self._given, self._family, self._second)

    def _give(self) -> None:
        if not self._go.isEnabled() or not self._is_whole():
            return
        self._notice.clear()
        if self._by is _By.CODE:
            self.code_given.emit(plain_code(self._code.text()))
            return
        self.name_given.emit(self._given.text(), self._family.text(), self._second_text())

    def _second_text(self) -> str:
        text = self._second.text()
        return "".join(c for c in text if c.isdigit()) if self._factor is SecondFactor.BIRTHDAY else text

    def _is_whole(self) -> bool:
        """Says at each field what is missing and goes to the first one."""
        asked = second_factor(self._factor)
        missing = {
            self._code: self.tr("Please type your code."),
            self._given: self.tr("Please enter your given name."),
            self._family: self.tr("Please enter your family name."),
            self._second: asked.missing,
        }
        wrong = [field for field in self._fields() if not self._is_right(field)]
        for field in self._fields():
            field.complain(missing[field] if field in wrong else "")
        if wrong:
            wrong[0].field.setFocus(Qt.FocusReason.OtherFocusReason)
            announce(self, missing[wrong[0]])
        return not wrong

    def _is_right(self, field: Labelled) -> bool:
        if field is self._second and self._factor is SecondFactor.BIRTHDAY:
            return len(self._second_text()) == 4
        return bool(plain_code(field.text()) if field is self._code else field.text())

    def _go_further(self) -> None:
        """Return leads to the next field, and from the last one on."""
        fields = [labelled.field for labelled in self._fields()]
        here = next((place for place, field in enumerate(fields) if field is self.sender()), len(fields))
        if here + 1 < len(fields):
            fields[here + 1].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._give()

    def _prepare(self) -> None:
        self._code.field.setProperty("kind", "code")
        for labelled in (self._code, self._given, self._family, self._second):
            labelled.field.returnPressed.connect(self._go_further)
        self._go.clicked.connect(self._give)
        self._header.back.connect(self.back)
        self._others[Identification.CODE].clicked.connect(self.code_wanted)
        self._others[Identification.NAME].clicked.connect(self.name_wanted)
        self._others[Identification.WALK_IN].clicked.connect(self.walk_in_wanted)

    def _name_fields(self) -> QWidget:
        names = Bending(self.theme, _SIDE_BY_SIDE, "two")
        for field in (self._given, self._family, self._second):
            names.row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        return names

    def _lay_out(self) -> None:
        self.column.addWidget(self._header)
        self.column.addWidget(self._notice)
        self.column.addWidget(self._code)
        self.column.addWidget(self._name)
        buttons = QWidget()
        row = FlowLayout(self.theme.space("two"), buttons)
        row.addWidget(self._go)
        for button in self._others.values():
            row.addWidget(button)
        self.column.addWidget(buttons)
        self.column.addStretch(1)


_OTHERS = (Identification.CODE, Identification.NAME, Identification.WALK_IN)
