"""A label with a role of the type scale, and the word to screen readers when something changed."""

import re
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from player.ui.theme import dress
from player.ui.widgets.sided import SidedLabel
from player.ui.widgets.spoken import HEADINGS, speak_as_heading

_LONG = re.compile(r"[^\s/\\\u2066-\u2069]{25,}")
"""A word, or a part of a path, that is too long for many a line: a chemist's, a German's, the name of a file."""
_LONG_LETTERS = re.compile(r"(?<![/\\@.:\w-])[^\W\d_]{25,}(?![/\\@\w-]|[.:]\w)")
_BREAK = "\u200b"
_HEAD, _TAIL = 8, 4
"""Letters that stay together at the ends of a broken word."""


class Words(SidedLabel):
    """Plain text in a role: title, heading, subheading, lead, strong, body, muted, caption, bad.

    A word that is longer than its line is broken; `text()` is what was given.
    """

    def __init__(self, text: str = "", role: str = "body", *, wrap: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self._is_heading = role in HEADINGS
        if self._is_heading:
            speak_as_heading(self, HEADINGS[role])
        self.setWordWrap(wrap)
        self.setSizePolicy(
            QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum if wrap else QSizePolicy.Policy.Fixed
        )
        self._given = ""
        self.setText(text)

    def setText(self, text: str) -> None:
        shown = breakable(text) if self.wordWrap() else text
        if shown != text or self._given or self._is_heading:
            self.setAccessibleName(text)
        self._given = text if shown != text else ""
        super().setText(shown)

    def text(self) -> str:
        return self._given or super().text()

    def say(self, text: str) -> None:
        """Show the text; an empty one takes no room."""
        self.setText(text)
        show_if(self, bool(text))

    def take_role(self, role: str) -> None:
        """Change the role, live."""
        dress(self, role=role)


def breakable(text: str) -> str:
    """The text with places to break within words that are too long for many a line, and none before a dot that parts
    two words: it would begin the next line."""
    return _LONG.sub(_broken, text).replace(" ·", "\u00a0·")


def breakable_prose(text: str) -> str:
    """The same for text that can be copied: what is no word of letters, an address or a path, stays as it is."""
    return _LONG_LETTERS.sub(_broken, text)


def _broken(found: re.Match[str]) -> str:
    word = found[0]
    return word[:_HEAD] + _BREAK + _BREAK.join(word[_HEAD:-_TAIL]) + _BREAK + word[-_TAIL:]


def plain_tip(text: str) -> str:
    """The text for a tool tip. Qt takes what looks like HTML for HTML there, and knows no plain text: so it is escaped.

    Text without an angle bracket is never taken for HTML, and stays what a screen reader can read out.
    """
    return f"<span>{escape(text)}</span>".replace("\n", "<br>") if "<" in text else text


def show_if(widget: QWidget, wanted: bool) -> None:
    """Show or hide. What stands nowhere yet is not shown, or it would be a window of its own and take the keyboard."""
    if wanted and widget.parentWidget() is None:
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)
        return
    widget.setVisible(wanted)


def announce(widget: QWidget, text: str) -> None:
    """Have a screen reader say the text when it is next free."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
