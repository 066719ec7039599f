"""The operator's code: asked before a station opens and before anything of its operator is shown."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from player.domain.problem import Problem
from player.kiosk.problems import TooManyTries
from player.ui.kiosk.face import Bending, Header, KioskButton, KioskField, KioskPage, Labelled, Notice
from player.ui.kiosk.keyboard import OWN_KEYS
from player.ui.tab_order import tab_as_read
from player.ui.theme import Theme, dress
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.words import announce, show_if

_SIDE_BY_SIDE = 640
_BEAT_MS = 1_000
_ERASE = "\N{ERASE TO THE LEFT}"
_AS_THERE_IS = QSizePolicy.Policy.Expanding
"""Every key as large as the largest."""
_DIGITS = "123456789"


class OperatorCodeScreen(KioskPage):
    """Gestures: `code_given`, `back`.

    One set of keys at a time: digits beside the field; for codes with letters, where `letters` says that there is a
    keyboard on the screen, that one instead, once it is asked for; neither as soon as a real key was pressed.
    """

    code_given = Signal(str)
    back = Signal()

    def __init__(self, theme: Theme, *, letters: bool = True) -> None:
        super().__init__(theme, widest=860)
        self._has_letters = letters
        self._header = Header(theme)
        self._code = Labelled(theme, self.tr("Operator's code"), KioskField(self.tr("Operator's code")))
        self._notice = Notice(theme)
        self._go = KioskButton(theme, self.tr("Unlock"), kind="primary", broad=True)
        self._pad = PinPad(theme)
        self._letters = KioskButton(theme, self.tr("Letters", "shows a keyboard of letters"), icon="keyboard")
        self._keys = QWidget()
        self._clock = QElapsedTimer()
        self._wait_ms = 0
        self._busy = False
        self._problem: Problem | None = None
        self._beat = QTimer(self)
        self._beat.setInterval(_BEAT_MS)
        self._beat.timeout.connect(self._rest)
        self._prepare()
        self._lay_out()

    def render_purpose(self, title: str = "", why: str = "") -> None:
        """Asks anew, and says what for."""
        self.clear()
        self._header.render_title(title or self.tr("For staff"), why)

    def render_problem(self, problem: Problem | None) -> None:
        """Tells that the code was wrong, or for how long the station rests; what was typed goes either way."""
        self._code.wipe()
        self._problem, self._wait_ms = problem, 0
        if isinstance(problem, TooManyTries):
            self._wait_ms = _milliseconds(problem)
            self._clock.start()
            self._beat.start()
        self.render_busy(False)
        self._notice.render_problem(problem)
        if problem is not None and self._wait_ms:
            self._rest()
        self.focus_first()

    def render_busy(self, busy: bool) -> None:
        """Looking at a code takes half a second."""
        self._busy = busy
        self._go.setText(self.tr("One moment…") if busy else self.tr("Unlock"))
        self._allow()

    def focus_first(self) -> None:
        target = self._code.field if self._code.field.isEnabled() else self._header.button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Nothing of a code is left."""
        self._beat.stop()
        self._wait_ms, self._problem = 0, None
        self._code.wipe()
        self._notice.clear()
        self.render_busy(False)
        self._offer_digits(True)
        self.page.to_top()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._code.wipe()

    def _give(self) -> None:
        text = self._code.field.text().strip()
        if text and self._go.isEnabled():
            self._notice.clear()
            self.code_given.emit(text)

    def _rest(self) -> None:
        """Counts down until the next try is heard."""
        left_s = -(-(self._wait_ms - self._clock.elapsed()) // 1000)
        if left_s <= 0:
            self._beat.stop()
            self._wait_ms, self._problem = 0, None
            self._notice.clear()
            self._allow()
            announce(self, self.tr("You can try again now."))
            self.focus_first()
            return
        minutes, seconds = divmod(left_s, 60)
        self._go.setText(self.tr("Again in {time}").format(time=f"{minutes}:{seconds:02}"))

    def _allow(self) -> None:
        resting = bool(self._wait_ms)
        self._code.field.setEnabled(not resting and not self._busy)
        self._pad.setEnabled(not resting and not self._busy)
        self._go.setEnabled(not resting and not self._busy and bool(self._code.field.text().strip()))
        if not resting and not self._busy:
            self._go.setText(self.tr("Unlock"))

    def _prepare(self) -> None:
        field = self._code.field
        field.setEchoMode(QLineEdit.EchoMode.Password)
        dress(field, kind="code")
        field.returnPressed.connect(self._give)
        field.textChanged.connect(self._allow)
        self._pad.typed.connect(self._type)
        self._pad.erased.connect(self._erase)
        self._go.clicked.connect(self._give)
        self._letters.clicked.connect(self._want_letters)
        field.installEventFilter(self)
        self._header.back.connect(self.back)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The digits here write without keys: what comes as one comes from a real keyboard.
        if watched is self._code.field and event.type() == QEvent.Type.KeyPress:
            self._keys.hide()
        return super().eventFilter(watched, event)

    def _offer_digits(self, wanted: bool) -> None:
        show_if(self._keys, wanted)
        self._code.field.setProperty(OWN_KEYS, wanted)

    def _want_letters(self) -> None:
        """The keyboard on the screen comes with the focus."""
        self._offer_digits(False)
        self._code.field.clearFocus()
        self.focus_first()

    def _type(self, digit: str) -> None:
        self._code.field.end(False)
        self._code.field.insert(digit)

    def _erase(self) -> None:
        self._code.field.end(False)
        self._code.field.backspace()

    def _lay_out(self) -> None:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.space("two"))
        column.addWidget(self._header)
        column.addWidget(self._notice)
        column.addWidget(self._code)
        buttons = QWidget()
        row = FlowLayout(self.theme.space("two"), buttons)
        row.addWidget(self._go)
        column.addWidget(buttons)
        column.addStretch(1)
        both = Bending(self.theme, _SIDE_BY_SIDE, "six")
        both.row.addWidget(side, 1)
        both.row.addWidget(self._beside(), 0, Qt.AlignmentFlag.AlignVCenter)
        self.column.addStretch(1)
        self.column.addWidget(both)
        self.column.addStretch(1)
        tab_as_read(self)
        self._offer_digits(True)

    def _beside(self) -> QWidget:
        keys = QVBoxLayout(self._keys)
        keys.setContentsMargins(0, 0, 0, 0)
        keys.setSpacing(self.theme.space("one"))
        keys.addWidget(self._pad)
        keys.addWidget(self._letters)
        self._letters.setVisible(self._has_letters)
        # Nothing jumps under the eyes when the keys go.
        policy = self._keys.sizePolicy()
        policy.setRetainSizeWhenHidden(not self._has_letters)
        self._keys.setSizePolicy(policy)
        return self._keys


class PinPad(QWidget):
    """Digits as on a telephone. Gestures: `typed` (a digit), `erased`."""

    typed = Signal(str)
    erased = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        # Telephones have 1 at the left everywhere.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.space("one"))
        for place, digit in enumerate(_DIGITS):
            grid.addWidget(self._key(theme, digit), place // 3, place % 3)
        grid.addWidget(self._key(theme, "0"), 3, 1)
        erase = KioskButton(theme, _ERASE, kind="digit")
        erase.setAccessibleName(self.tr("Delete the last one"))
        erase.setSizePolicy(_AS_THERE_IS, _AS_THERE_IS)
        erase.clicked.connect(self.erased)
        grid.addWidget(erase, 3, 2)

    def _key(self, theme: Theme, digit: str) -> KioskButton:
        button = KioskButton(theme, digit, kind="digit")
        button.setSizePolicy(_AS_THERE_IS, _AS_THERE_IS)
        button.clicked.connect(self._press)
        return button

    def _press(self) -> None:
        button = self.sender()
        if isinstance(button, KioskButton):
            self.typed.emit(button.text())


def _milliseconds(problem: TooManyTries) -> int:
    wait_s = problem.data.get("wait_s", 0)
    return max(1, wait_s) * 1000 if isinstance(wait_s, int) else 1000
