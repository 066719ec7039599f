"""A keyboard on the screen, for stations that have none to touch."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from player.ui.kiosk.key_bed import KeyBed
from player.ui.kiosk.key_button import KeyButton
from player.ui.kiosk.key_rows import COLUMNS, PIN_COLUMNS, Act, Cap, Layout, rows_of
from player.ui.theme import Theme
from player.ui.widgets.words import announce, show_if

Hint = Qt.InputMethodHint
_SECRET = Hint.ImhHiddenText | Hint.ImhSensitiveData
_FIGURES = Hint.ImhDigitsOnly | Hint.ImhFormattedNumbersOnly | Hint.ImhDialableCharactersOnly
_SPECIAL = {Act.BACKSPACE: (Qt.Key.Key_Backspace, "\b"), Act.ENTER: (Qt.Key.Key_Return, "\r")}
_PIN_WIDTH = 400
_WIDTH = 1200


class Keyboard(QFrame):
    """Stands at the foot of a window and types into the field that has the focus, which it never takes.

    `follow` is for `QApplication.focusChanged`: it comes with a field and goes with it. `hidden_by_guest`: its own key
    put it away; a touch on the field brings it back. What it types comes as keys, so that the field's own rules hold.
    """

    hidden_by_guest = Signal()

    def __init__(self, theme: Theme, layout: Layout = Layout.QWERTY, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._layout = self._shown = layout
        self._accents = False
        self._shift = self._locked = False
        self._target: QWidget | None = None
        self._keys: list[KeyButton] = []
        self.setVisible(False)
        self.setAccessibleName(self.tr("On-screen keyboard"))
        # Its letters stand as on keyboards everywhere: from left to right.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._bed = KeyBed()
        row = QHBoxLayout(self)
        two = theme.space("two")
        row.setContentsMargins(two, two, two, two)
        row.addStretch(1)
        row.addWidget(self._bed, 100)
        row.addStretch(1)
        self._rebuild()
        theme.changed.connect(self.restyle)

    # --- what it shows -----------------------------------------------------------------------------------

    def render_layout(self, layout: Layout) -> None:
        """The layout for letters, as the guest's language has it."""
        self._layout = layout
        self._show(layout, accents=False)

    def say_anew(self, layout: Layout) -> None:
        """In the language that is spoken now, with the layout for its letters."""
        self.setAccessibleName(self.tr("On-screen keyboard"))
        self._layout = self._shown = layout
        self._accents = False
        self._rebuild()

    def restyle(self) -> None:
        """Follow the theme: keys are never smaller than a finger, and grow with their letters."""
        letters = QFontMetrics(self._theme.font("heading")).height() + self._theme.space("two")
        high = max(self._theme.tokens.shape["roomy"], letters)
        # A low window keeps the field above the keyboard in sight.
        if self.window().height() >= _TALL * self._theme.text_percent // 100:
            high = max(high, self._theme.tokens.shape["touch"])
        pin = self._shown is Layout.PIN
        self._bed.measure(
            columns=PIN_COLUMNS if pin else COLUMNS,
            high=high,
            gap=self._theme.space("one"),
            least=high if pin else self._theme.tokens.shape["roomy"],
            most=self._theme.px(_PIN_WIDTH) if pin else max(self._theme.px(_WIDTH), _WIDTH),
        )
        self.updateGeometry()
        self.update()

    # --- whom it serves ----------------------------------------------------------------------------------

    def follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        """The focus went to `new`."""
        if new is None or self.isAncestorOf(new):
            return
        self._leave_target()
        if not serves(new):
            self.put_away()
            return
        self._target = new
        new.installEventFilter(self)
        self._come()

    def put_away(self) -> None:
        self._shift = self._locked = False
        show_if(self, False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The window changed, and with it the room there is."""
        super().resizeEvent(event)
        self.restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("sunken"))
        painter.fillRect(0, 0, self.width(), 1, self._theme.colour("line"))
        painter.end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._target and event.type() == QEvent.Type.MouseButtonRelease and self.isHidden():
            self._come()
        return False

    def _come(self) -> None:
        target = self._target
        if target is None:
            return
        figures = bool(target.inputMethodHints() & _FIGURES)
        self._show(Layout.PIN if figures else self._layout, accents=False)
        discreet = is_secret(target)
        for key in self._keys:
            key.discreet = discreet
        if self.isHidden():
            show_if(self, True)
            announce(self, self.accessibleName())

    def _leave_target(self) -> None:
        if self._target is not None and isValid(self._target):
            self._target.removeEventFilter(self)
        self._target = None

    # --- its keys ----------------------------------------------------------------------------------------

    def _show(self, layout: Layout, *, accents: bool) -> None:
        if (layout, accents) != (self._shown, self._accents):
            self._shown, self._accents = layout, accents
            self._rebuild()

    def _rebuild(self) -> None:
        self._bed.clear()
        discreet = bool(self._keys) and self._keys[0].discreet
        self._keys = []
        for place, row in enumerate(rows_of(self._shown, accents=self._accents)):
            column = 0
            for cap in row:
                if cap.text or cap.act:
                    key = self._key(cap)
                    key.discreet = discreet
                    self._bed.put(key, place, column)
                column += cap.span
        self._render_faces()
        self.restyle()

    def _key(self, cap: Cap) -> KeyButton:
        key = KeyButton(self._theme, cap)
        key.clicked.connect(self._pressed)
        if cap.act is Act.HIDE:
            # The one stop for the Tab key; a finger on it takes the focus from the field as little as the others.
            key.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._keys.append(key)
        return key

    def _render_faces(self) -> None:
        for key in self._keys:
            cap = key.cap
            key.setText(self._face(cap).replace("&", "&&"))
            key.setAccessibleName(self._name(cap))
            if cap.act is Act.SHIFT:
                key.setProperty("locked", self._locked)
                key.setChecked(self._shift or self._locked)
            elif cap.act is Act.ACCENTS:
                key.setChecked(self._accents)
            key.update()

    def _face(self, cap: Cap) -> str:
        if cap.act is Act.ACCENTS:
            return "abc" if self._accents else "é ü ñ"
        return "" if cap.act is not None else self._written(cap)

    def _written(self, cap: Cap) -> str:
        """What it types now. A letter without a large form stays as it is."""
        large = cap.text.upper()
        return large if (self._shift or self._locked) and len(large) == 1 else cap.text

    def _name(self, cap: Cap) -> str:
        """For screen readers, who read signs in very different ways."""
        match cap.act:
            case Act.BACKSPACE:
                return self.tr("Delete the last letter")
            case Act.ENTER:
                return self.tr("Enter")
            case Act.SHIFT:
                return self.tr("Capital letters stay on") if self._locked else self.tr("Capital letters")
            case Act.ACCENTS:
                return self.tr("Plain letters") if self._accents else self.tr("Letters with accents")
            case Act.HIDE:
                return self.tr("Hide the keyboard")
            case None:
                signs = {
                    " ": self.tr("Space"),
                    ".": self.tr("Full stop"),
                    "-": self.tr("Hyphen"),
                    "_": self.tr("Underscore"),
                    "'": self.tr("Apostrophe"),
                    "@": self.tr("At sign"),
                    "+": self.tr("Plus sign"),
                }
                return signs.get(cap.text) or self._written(cap)

    def _pressed(self) -> None:
        key = self.sender()
        if not isinstance(key, KeyButton):
            return
        match key.cap.act:
            case None:
                self._type(self._written(key.cap))
            case Act.BACKSPACE | Act.ENTER:
                self._send(*_SPECIAL[key.cap.act])
            case Act.SHIFT:
                self._press_shift()
            case Act.ACCENTS:
                self._show(self._shown, accents=not self._accents)
            case Act.HIDE:
                self._hide()

    def _hide(self) -> None:
        if self._target is not None and isValid(self._target):
            self._target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.put_away()
        self.hidden_by_guest.emit()

    def _press_shift(self) -> None:
        """Once for one letter, twice for all that follow, a third time to end it."""
        self._shift, self._locked = not self._shift and not self._locked, self._shift
        self._render_faces()

    def _type(self, text: str) -> None:
        self._send(ord(text.upper()) if len(text.upper()) == 1 else 0, text)
        self._shift = False
        if self._accents:
            self._show(self._shown, accents=False)
        self._render_faces()

    def _send(self, key: int, text: str) -> None:
        """As a key that was pressed and let go of: the field takes it when it is next free."""
        target = self._target
        if target is None or not isValid(target):
            return
        shift = Qt.KeyboardModifier.ShiftModifier
        held = shift if text.isupper() and len(text) == 1 else Qt.KeyboardModifier.NoModifier
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.postEvent(target, QKeyEvent(kind, key, held, text))


_TALL = 760
"""From this height of the window on, at 100 % text, keys have the size that is preferred."""


OWN_KEYS = "ownKeys"
"""The property of a field that has keys of its own beside it."""


def serves(widget: QWidget) -> bool:
    """Whether one types into it."""
    if widget.property(OWN_KEYS):
        return False
    if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit | QAbstractSpinBox):
        return widget.isEnabled() and not widget.isReadOnly()
    return isinstance(widget, QComboBox) and widget.isEditable()


def is_secret(widget: QWidget) -> bool:
    """Whether nobody beside may read what is typed."""
    hidden = isinstance(widget, QLineEdit) and widget.echoMode() != QLineEdit.EchoMode.Normal
    return hidden or bool(widget.inputMethodHints() & _SECRET)
