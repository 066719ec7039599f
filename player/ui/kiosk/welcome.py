"""Somebody was recognised: is it really you? And for who just registered, the code by which they are known again."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from player.ui.kiosk.face import Bending, KioskButton, KioskPage, Notice
from player.ui.kiosk.words import grouped, name_within
from player.ui.tab_order import tab_as_read
from player.ui.theme import Theme
from player.ui.widgets.card import Panel
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.qr import QrPicture
from player.ui.widgets.tone import Tone
from player.ui.widgets.words import Words, announce, show_if

_CODE_SIDE = 230
_MOST_LETTERS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """`elsewhere`: the other station at which they are signed in; `code`, `code_text`: of who just registered, to be
    read and as its QR code says it; `is_back`: they were met before."""

    given_name: str
    elsewhere: str = ""
    code: str = ""
    code_text: str = ""
    is_back: bool = False


class WelcomeScreen(KioskPage):
    """Gestures: `confirmed`, `denied`."""

    confirmed = Signal()
    denied = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, widest=860)
        self._title = Words(role="title")
        self._said = Words(role="lead")
        self._notice = Notice(theme)
        self._code = _OwnCode(theme)
        self._go = KioskButton(theme, self.tr("Go on"), kind="primary", broad=True)
        self._other = KioskButton(theme, broad=True)
        self._go.clicked.connect(self.confirmed)
        self._other.clicked.connect(self.denied)
        self._lay_out()

    def render_welcome(self, welcome: Welcome) -> None:
        """Greets by the given name only: who stands behind reads no more than that."""
        name = name_within(welcome.given_name)
        self._title.setText(self._greeting(welcome).format(name=name))
        self._said.say(self._sentence(welcome))
        if welcome.elsewhere:
            text = self.tr("You are signed in at {station}").format(station=name_within(welcome.elsewhere))
            meaning = self.tr("Going on here signs you out there. What you did there is kept.")
            self._notice.render_words(text, meaning, tone=Tone.CAUTION, icon="monitor-up")
        else:
            self._notice.clear()
        self._code.render_code(welcome.code, welcome.code_text)
        self._other.setText(self._denial(welcome.given_name))
        self._go.setText(self.tr("I have kept it, go on") if welcome.code else self.tr("Go on"))
        show_if(self._other, not welcome.code)
        tab_as_read(self)
        announce(self, f"{self._title.text()}. {self._said.text()}")

    def focus_first(self) -> None:
        self._go.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Nobody is greeted any more."""
        for words in (self._title, self._said):
            words.setText("")
        self._notice.clear()
        self._code.clear()
        self._other.setText("")
        self.page.to_top()

    def _greeting(self, welcome: Welcome) -> str:
        if not welcome.given_name:
            return self.tr("Welcome")
        return self.tr("Welcome back, {name}") if welcome.is_back else self.tr("Welcome, {name}")

    def _denial(self, name: str) -> str:
        short = 0 < len(name) <= _MOST_LETTERS
        return self.tr("Not {name}?").format(name=name_within(name)) if short else self.tr("That is not me")

    def _sentence(self, welcome: Welcome) -> str:
        if welcome.code:
            return self.tr("You are registered. This is your own code:")
        if welcome.is_back:
            return self.tr("You go on where you were.")
        return self.tr("Everything you do here is saved as you do it.")

    def _lay_out(self) -> None:
        self.column.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(self.theme.space("one"))
        words.addWidget(self._title)
        words.addWidget(self._said)
        self.column.addLayout(words)
        self.column.addWidget(self._notice)
        self.column.addWidget(self._code)
        buttons = QWidget()
        row = FlowLayout(self.theme.space("two"), buttons)
        row.addWidget(self._go)
        row.addWidget(self._other)
        self.column.addWidget(buttons)
        self.column.addStretch(1)


class _OwnCode(Panel):
    """The code large, beside it as a picture for a telephone."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._code = Words(role="code", wrap=False)
        self._qr = QrPicture(theme, _CODE_SIDE, grows=False)
        words = QVBoxLayout()
        words.setSpacing(theme.space("one"))
        words.addStretch(1)
        words.addWidget(self._code)
        words.addWidget(Words(self.tr("Any station here knows you by it: scan it or type it.")))
        words.addWidget(Words(self.tr("Take a photograph of it now. It is shown only once."), "strong"))
        words.addStretch(1)
        side = QWidget()
        side.setLayout(words)
        words.setContentsMargins(0, 0, 0, 0)
        self._row = _Beside(theme, self._qr, self._code)
        self._row.row.addWidget(self._qr, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.row.addWidget(side, 1)
        self.body.addWidget(self._row)
        self.hide()

    def render_code(self, code: str, text: str) -> None:
        show_if(self, bool(code))
        self._code.setText(grouped(code))
        # Read out letter by letter, not as a word.
        self._code.setAccessibleName(self.tr("Your code: {code}").format(code=" ".join(code)) if code else "")
        self._qr.render_code(text, self.tr("Your code as a QR code"))
        show_if(self._qr, bool(text))
        self._row.bend()

    def clear(self) -> None:
        self.render_code("", "")


class _Beside(Bending):
    """The picture beside the words wherever the code's letters have room on one line: it is seen only once."""

    def __init__(self, theme: Theme, picture: QWidget, code: QWidget) -> None:
        super().__init__(theme, 0, "four")
        self._picture, self._code = picture, code

    @property
    def is_wide(self) -> bool:
        letters = self._code.minimumSizeHint().width()
        return self.width() >= self._picture.sizeHint().width() + self.row.spacing() + letters

    def minimumSizeHint(self) -> QSize:
        """As one above the other: side by side they would never become narrower again."""
        least = super().minimumSizeHint()
        return QSize(max(self._picture.sizeHint().width(), self._code.minimumSizeHint().width()), least.height())
