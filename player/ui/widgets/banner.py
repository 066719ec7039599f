"""A message in its place: what happened, what it means for the credit, what to do next."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from player.ui.language import sentences
from player.ui.theme import Theme, dress
from player.ui.widgets.breaking import BreakingButton
from player.ui.widgets.flow import FlowLayout, HeadLine
from player.ui.widgets.panel import draw_panel
from player.ui.widgets.sided import set_margins
from player.ui.widgets.tone import Tone
from player.ui.widgets.tool_button import ToolButton
from player.ui.widgets.words import Words, announce, show_if


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """The parts of a message; only `what` is needed. `details` are for support, `action` is the word on a button.

    `can_be_saved`: the details can be kept in a file; `send_to`: an address that they can be sent to.
    """

    what: str
    meaning: str = ""
    remedy: str = ""
    details: str = ""
    action: str = ""
    tone: Tone = Tone.CAUTION
    dismissible: bool = False
    can_be_saved: bool = False
    send_to: str = ""


# How far icon and words stand below the top of the button that dismisses.
LIFT = 7
LEAST_WORDS = 320
"""Pixels that words keep beside a button, as of 100 % text."""


class Banner(QFrame):
    """Shows one message; `acted` and `dismissed` tell what was pressed, `save_wanted` (the whole text) and
    `send_wanted` (address, the whole text) what is to be done with the details."""

    acted = Signal()
    dismissed = Signal()
    save_wanted = Signal(str)
    send_wanted = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, low: bool = False) -> None:
        """`low`: what can be done stands beside the words where there is room, and so takes no height of its own."""
        super().__init__(parent)
        self._theme = theme
        self._low = low
        self._line = HeadLine(theme.space("one"))
        self._tone = Tone.NEUTRAL
        self._mark = QLabel()
        self._what = Words(role="strong")
        self._meaning = Words()
        self._remedy = Words()
        self._action = BreakingButton()
        self._beside = QWidget()
        self._more, self._copy, self._save, self._send = (QPushButton() for _ in range(4))
        self._message = Message(what="")
        self._shut = False
        self._details = QPlainTextEdit()
        self._close = ToolButton()
        self._prepare()
        self._lay_out()
        theme.changed.connect(self.restyle)
        self.hide()

    def render_message(self, message: Message | None) -> None:
        """Show a message and have it read out; None hides the banner."""
        show_if(self, message is not None)
        if message is None:
            return
        self._say()
        self._message, self._tone = message, message.tone
        self._what.setText(message.what)
        self._meaning.say(message.meaning)
        self._remedy.say(message.remedy)
        self._action.setText(message.action)
        self._action.setVisible(bool(message.action))
        self._beside.setVisible(self._low and bool(message.action))
        self._close.setVisible(message.dismissible)
        self._details.setPlainText(message.details)
        self._more.setVisible(bool(message.details) and not self._shut)
        self._more.setChecked(False)
        self._unfold(False)
        self.restyle()
        text = sentences(message.what, message.meaning, message.remedy)
        self.setAccessibleName(text)
        announce(self, text)

    def shut_in(self) -> None:
        """The details are for support, and lead out: to the clipboard, a file or a letter."""
        self._shut = True
        self._more.setVisible(False)
        self._unfold(False)

    def restyle(self) -> None:
        """Follow the theme."""
        side = self._theme.px(20)
        self._mark.setPixmap(self._theme.icons.pixmap(self._tone.icon, side, self._tone.ink, self.devicePixelRatioF()))
        self._mark.setFixedSize(side, side + LIFT - 2)
        self._details.setFixedHeight(self._theme.px(112))
        self._line.set_least(self._theme.px(LEAST_WORDS))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_panel(self, self._theme, self._tone)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes what is open: the details first, then the message, where it may be dismissed."""
        if event.key() == Qt.Key.Key_Escape and self._more.isChecked():
            self._more.setFocus(Qt.FocusReason.OtherFocusReason)
            self._more.setChecked(False)
        elif event.key() == Qt.Key.Key_Escape and self._message.dismissible:
            self._dismiss()
        else:
            super().keyPressEvent(event)

    def _prepare(self) -> None:
        self._mark.setAccessibleName(" ")
        self._mark.setAlignment(Qt.AlignmentFlag.AlignBottom)
        dress(self._more, kind="back")
        for button, icon in ((self._copy, "copy"), (self._save, "download"), (self._send, "send")):
            dress(button, kind="quiet")
            button.setIcon(self._theme.icons.icon(icon, "accent"))
        self._more.setCheckable(True)
        self._more.setIcon(self._theme.icons.icon("chevron-right", "accent"))
        self._details.setReadOnly(True)
        self._details.setTabChangesFocus(True)
        self._close.setIcon(self._theme.icons.icon("x"))
        self._close.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._action.clicked.connect(self._act)
        self._close.clicked.connect(self._dismiss)
        self._more.toggled.connect(self._unfold)
        self._copy.clicked.connect(self._copy_details)
        self._save.clicked.connect(self._save_details)
        self._send.clicked.connect(self._send_details)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(self._theme.space("half"))
        set_margins(words, 0, 0 if self._low else LIFT, LIFT, 0 if self._low else LIFT)
        self._lay_out_words(words)
        words.addWidget(self._details)
        words.addStretch(1)
        row = QHBoxLayout(self)
        set_margins(row, 16, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)

    def _lay_out_words(self, words: QVBoxLayout) -> None:
        told = QWidget()
        lines = QVBoxLayout(told)
        lines.setContentsMargins(0, LIFT if self._low else 0, 0, LIFT if self._low else 0)
        lines.setSpacing(words.spacing())
        for part in (self._what, self._meaning, self._remedy):
            lines.addWidget(part)
        buttons = FlowLayout(self._theme.space("one"))
        buttons.setContentsMargins(0, 0 if self._low else self._theme.space("half"), 0, 0)
        if self._low:
            # Below the words it is as wide as its own, at the line's beginning, as it is in other banners.
            beside = FlowLayout(self._theme.space("one"), self._beside)
            beside.addWidget(self._action)
            self._line.addWidget(told)
            self._line.addWidget(self._beside)
            words.addLayout(self._line)
        else:
            words.addWidget(told)
            buttons.addWidget(self._action)
        for button in (self._more, self._copy, self._save, self._send):
            buttons.addWidget(button)
        words.addLayout(buttons)

    def _say(self) -> None:
        """In the language of the window: a banner outlives its pages."""
        self._more.setText(self.tr("Details"))
        self._copy.setText(self.tr("Copy details"))
        self._save.setText(self.tr("Save details"))
        self._send.setText(self.tr("Send details"))
        self._details.setAccessibleName(self.tr("Details"))
        self._close.setAccessibleName(self.tr("Dismiss"))
        self._close.setToolTip(self.tr("Dismiss"))

    def _act(self) -> None:
        self.acted.emit()

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()

    def _unfold(self, open_: bool) -> None:
        self._details.setVisible(open_)
        self._copy.setVisible(open_)
        self._save.setVisible(open_ and self._message.can_be_saved)
        self._send.setVisible(open_ and bool(self._message.send_to))
        self._more.setIcon(self._theme.icons.icon("chevron-down" if open_ else "chevron-right", "accent"))

    def _copy_details(self) -> None:
        QGuiApplication.clipboard().setText(self._whole())
        announce(self, self.tr("Copied"))

    def _save_details(self) -> None:
        self.save_wanted.emit(self._whole())

    def _send_details(self) -> None:
        self.send_wanted.emit(self._message.send_to, self._whole())

    def _whole(self) -> str:
        text = "\n".join(part.text() for part in (self._what, self._meaning, self._remedy) if part.text())
        return f"{text}\n\n{self._details.toPlainText()}"
