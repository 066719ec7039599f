"""What every screen of the kiosk is made of: its ground, its fields, its large buttons, and how it tells a problem."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from player.domain.problem import Problem
from player.ui.language import sentences
from player.ui.theme import Theme, dress
from player.ui.theme.enter import pressed_by_enter
from player.ui.widgets.breaking import BreakingButton
from player.ui.widgets.panel import draw_panel
from player.ui.widgets.scroll import ScrollPage
from player.ui.widgets.tone import Tone
from player.ui.widgets.words import Words, announce, show_if
from player.ui.wording import problem_message

Key = QKeySequence.StandardKey
_BARRED = (Key.Copy, Key.Cut, Key.Paste, Key.Undo, Key.Redo)
_LONGEST = 120


class KioskPage(QWidget):
    """A screen of the kiosk: put content into `column`; it stands in the middle and scrolls where it has no room."""

    def __init__(self, theme: Theme, *, widest: int | None = 880) -> None:
        super().__init__()
        self.theme = theme
        self.setProperty("kiosk", True)
        self.page = ScrollPage(theme, widest)
        self.column = self.page.column
        self.column.setSpacing(theme.space("three"))
        self._keep_margins()
        self.whole = QVBoxLayout(self)
        self.whole.setContentsMargins(0, 0, 0, 0)
        self.whole.setSpacing(0)
        self.whole.addWidget(self.page, 1)

    def _keep_margins(self) -> None:
        """Narrower above and below than pages of the desk have: a kiosk's keyboard needs the room."""
        inside = self.page.widget()
        layout = inside.layout() if inside is not None else None
        if layout is not None:
            four, three = self.theme.space("four"), self.theme.space("three")
            layout.setContentsMargins(four, three, four, three)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The keyboard on the screen takes the lower half: the field that it was called for stays in sight.
        QTimer.singleShot(0, self, self._show_where_typing)

    def _show_where_typing(self) -> None:
        here = self.focusWidget()
        if isinstance(here, QLineEdit):
            self.page.ensureWidgetVisible(here, 0, self.theme.px(48))


class KioskField(QLineEdit):
    """A line to type in that keeps nothing, offers nothing and gives nothing to the clipboard."""

    def __init__(self, name: str, example: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(example)
        self.setMaxLength(_LONGEST)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setDragEnabled(False)
        self.setAcceptDrops(False)
        hints = Qt.InputMethodHint
        self.setInputMethodHints(hints.ImhNoPredictiveText | hints.ImhNoAutoUppercase)

    def wipe(self) -> None:
        """Empty, and nothing to undo: `clear()` would keep what was there for undoing."""
        self.setText("")
        self.setModified(False)
        dress(self, wrong=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if any(event.matches(key) for key in _BARRED):
            event.accept()
            return
        super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Nothing is selected by dragging: some systems copy what is selected."""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.deselect()
        above = self.parentWidget()
        while above is not None and not isinstance(above, ScrollPage):
            above = above.parentWidget()
        if above is not None:
            above.ensureWidgetVisible(self, 0, 48)


class Labelled(QWidget):
    """A field under its label, what it is for, and under it what is wrong with it."""

    def __init__(self, theme: Theme, label: str, field: KioskField) -> None:
        super().__init__()
        self.field = field
        self._label = Words(label, "strong")
        self._label.setBuddy(field)
        self._why = Words(role="muted")
        self._wrong = Words(role="bad")
        self._why.hide()
        self._wrong.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("half"))
        for part in (self._label, field, self._why, self._wrong):
            column.addWidget(part)
        column.addStretch(1)

    def render_label(self, label: str, example: str, why: str = "") -> None:
        self._label.setText(label)
        self._why.say(why)
        self.field.setAccessibleName(label)
        self.field.setAccessibleDescription(why)
        self.field.setPlaceholderText(example)

    def text(self) -> str:
        return " ".join(self.field.text().split())

    def complain(self, text: str) -> None:
        """Says at the field what is wrong; empty: nothing is."""
        dress(self.field, wrong=bool(text))
        self._wrong.say(text)
        if text:
            announce(self.field, text)

    def wipe(self) -> None:
        self.field.wipe()
        self._wrong.say("")


class Header(QWidget):
    """The way back, what this page is for, and a sentence on it. Gesture: `back`."""

    back = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.button = KioskButton(theme, self.tr("Back"), icon="arrow-left")
        self.button.clicked.connect(self.back)
        self._title = Words(role="heading")
        self._why = Words(role="lead")
        row = QHBoxLayout()
        row.setSpacing(theme.space("three"))
        row.addWidget(self.button)
        row.addWidget(self._title, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("two"))
        column.addLayout(row)
        column.addWidget(self._why)

    def render_title(self, title: str, why: str = "") -> None:
        self._title.setText(title)
        self._why.say(why)


class Notice(QFrame):
    """What an attendee has to know, in its place: an icon, what happened, what it means, what to do. No details."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._tone, self._icon = theme, Tone.CAUTION, ""
        self._mark = QLabel()
        self._mark.setAccessibleName(" ")
        self._what = Words(role="subheading")
        self._meaning = Words()
        self._remedy = Words()
        words = QVBoxLayout()
        words.setSpacing(theme.space("half"))
        for part in (self._what, self._remedy, self._meaning):
            words.addWidget(part)
        row = QHBoxLayout(self)
        three = theme.space("three")
        row.setContentsMargins(three, theme.space("two"), three, theme.space("two"))
        row.setSpacing(theme.space("two"))
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        theme.changed.connect(self.restyle)
        self.hide()

    def render_problem(self, problem: Problem | None) -> None:
        """Tells a problem and has it read out; None: there is none."""
        if problem is None:
            self.clear()
            return
        message = problem_message(problem)
        self.render_words(message.what, message.meaning, message.remedy, tone=message.tone)

    def render_words(
        self, what: str, meaning: str = "", remedy: str = "", *, tone: Tone = Tone.ACCENT, icon: str = ""
    ) -> None:
        """What to do stands before what it means: that is what somebody who stands there looks for."""
        self._tone, self._icon = tone, icon
        self._what.setText(what)
        self._meaning.say(meaning)
        self._remedy.say(remedy)
        show_if(self, True)
        self.restyle()
        said = sentences(what, meaning, remedy)
        self.setAccessibleName(said)
        announce(self, said)

    def clear(self) -> None:
        for words in (self._what, self._meaning, self._remedy):
            words.setText("")
        self.setAccessibleName("")
        self.hide()

    def restyle(self) -> None:
        """Follow the theme."""
        side, icon = self._theme.px(28), self._icon or self._tone.icon
        self._mark.setPixmap(self._theme.icons.pixmap(icon, side, self._tone.ink, self.devicePixelRatioF()))
        self._mark.setFixedSize(side, side)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_panel(self, self._theme, self._tone)


class Bending(QWidget):
    """Its parts stand side by side from `least` pixels on (at usual text), else one above the other; `bent` tells."""

    bent = Signal()

    def __init__(self, theme: Theme, least: int, gap: str = "three") -> None:
        super().__init__()
        self._theme, self._least = theme, least
        self.row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(theme.space(gap))
        theme.changed.connect(self.bend)

    @property
    def is_wide(self) -> bool:
        return self.width() >= self._theme.px(self._least)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.bend()

    def bend(self) -> None:
        """Turn to where there is room for the parts."""
        way = QBoxLayout.Direction.LeftToRight if self.is_wide else QBoxLayout.Direction.TopToBottom
        if way != self.row.direction():
            self.row.setDirection(way)
            self.bent.emit()


class KioskButton(BreakingButton):
    """A button for a finger; `broad` for the one that leads on, with an arrow where `icon` names it."""

    def __init__(self, theme: Theme, text: str = "", *, kind: str = "", icon: str = "", broad: bool = False) -> None:
        super().__init__(text)
        self._theme, self._icon_name, self._role = theme, icon, _ink_of(kind)
        if kind or broad:
            dress(self, kind=kind, broad=broad)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self._restyle)
        self._restyle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return presses too: outside of dialogs Qt leaves it to Space, which nobody in a queue guesses."""
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self.update()

    def _restyle(self) -> None:
        if not self._icon_name:
            return
        side = self._theme.px(24)
        self.setIcon(self._theme.icons.icon(self._icon_name, self._role))
        # Wider than high: what is more parts the icon from the word.
        self.setIconSize(QSize(side + self._theme.px(10), side))


def _ink_of(kind: str) -> str:
    return {"primary": "on_accent", "quiet": "accent", "back": "accent"}.get(kind, "text")
