"""The rail at the window's side that leads from place to place."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QVBoxLayout, QWidget

from player.ui.theme import Theme, dress
from player.ui.widgets.spoken import speak_as, speak_as_tab, tell_selected
from player.ui.widgets.words import Words, plain_tip


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An entry of the rail; `count` above zero stands behind the word, `low` puts it at the foot."""

    key: str
    word: str
    icon: str
    count: int = 0
    low: bool = False


class Sidebar(QFrame):
    """Icons with words, one of them the present place; arrow keys move, `place_chosen` gives the key."""

    place_chosen = Signal(str)

    def __init__(self, theme: Theme, brand: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._buttons: dict[str, _Entry] = {}
        self._narrow = False
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 20, 12, 16)
        self._column.setSpacing(theme.space("half"))
        self._brand = Words(brand, "heading", wrap=False)
        self._brand.setContentsMargins(12, 0, 12, 16)
        self._brand.setVisible(bool(brand))
        self._column.addWidget(self._brand)
        # Of nothing but tabs, for whoever is told which of how many one is.
        self._list = QWidget()
        self._entries = QVBoxLayout(self._list)
        self._entries.setContentsMargins(0, 0, 0, 0)
        self._entries.setSpacing(theme.space("half"))
        self._column.addWidget(self._list, 1)
        self._current = ""
        speak_as(self._list, QAccessible.Role.PageTabList)
        dress(self, kind="rail", mirrored=self.isRightToLeft())
        theme.changed.connect(self.restyle)

    def keep_narrow(self, narrow: bool) -> None:
        """Icons alone, each with its word as a tip, where the words would take the room of what they lead to."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._brand.setVisible(bool(self._brand.text()) and not narrow)
            for button in self._buttons.values():
                button.keep_narrow(narrow)
            self.restyle()

    def render_places(self, places: Sequence[Place], current: str) -> None:
        """Show the places with the one of key `current` marked; an unknown key marks none."""
        if list(self._buttons) != [place.key for place in places]:
            self._rebuild(places)
        for place in places:
            self._buttons[place.key].render_place(place)
        self._list.setAccessibleName(self.tr("Places"))
        self._group.setExclusive(current in self._buttons)
        for key, button in self._buttons.items():
            button.setChecked(key == current)
        self._group.setExclusive(True)
        if current != self._current and current in self._buttons:
            tell_selected(self._buttons[current])
        self._current = current
        self.restyle()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            # Its line is on the side of the pages.
            dress(self, mirrored=self.isRightToLeft())

    def restyle(self) -> None:
        """Follow the theme."""
        side = self._theme.px(20)
        for button in self._buttons.values():
            button.setIconSize(QSize(side, side))
        self.setMinimumWidth(0 if self._narrow else self._theme.px(184))
        self.updateGeometry()

    def _rebuild(self, places: Sequence[Place]) -> None:
        for button in self._buttons.values():
            self._group.removeButton(button)
            button.hide()
            button.deleteLater()
        while self._entries.count():
            self._entries.takeAt(0)
        self._buttons = {}
        for low in (False, True):
            for place in places:
                if place.low == low:
                    self._entries.addWidget(self._button(place))
            if not low:
                self._entries.addStretch(1)
        self._buttons = {place.key: self._buttons[place.key] for place in places}

    def _button(self, place: Place) -> "_Entry":
        button = _Entry(self._theme)
        button.keep_narrow(self._narrow)
        button.render_place(place)
        button.setIcon(self._theme.icons.icon(place.icon, "muted", on="accent"))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setProperty("place", place.key)
        button.clicked.connect(self._pressed)
        self._group.addButton(button)
        self._buttons[place.key] = button
        return button

    def _pressed(self) -> None:
        self.place_chosen.emit(str(self.sender().property("place")))


class _Entry(QPushButton):
    """One place: icon, word, and at the end a small disc with the count."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._count = ""
        self._word = ""
        self._narrow = False
        dress(self, kind="nav")
        self.setCheckable(True)
        speak_as_tab(self)

    def keep_narrow(self, narrow: bool) -> None:
        self._narrow = narrow
        dress(self, narrow=narrow)
        self._say()

    def _say(self) -> None:
        # The leading space parts word and icon.
        self.setText("" if self._narrow else "  " + self._word.replace("&", "&&"))
        self.setToolTip(plain_tip(self._word) if self._narrow else "")

    def render_place(self, place: Place) -> None:
        self._count = str(min(place.count, 999)) if place.count else ""
        self._word = place.word
        self._say()
        self.setAccessibleName(f"{place.word}, {place.count}" if place.count else place.word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        room = self._disc().width() + self._theme.px(8) if self._count else 0
        return super().sizeHint() + QSize(round(room), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._count:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            disc = self._disc()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("accent"))
            painter.drawRoundedRect(disc, disc.height() / 2, disc.height() / 2)
            painter.setFont(self._figures())
            painter.setPen(self._theme.colour("on_accent"))
            painter.drawText(disc, int(Qt.AlignmentFlag.AlignCenter), self._count)
            painter.end()

    def _disc(self) -> QRectF:
        metrics = QFontMetrics(self._figures())
        high = metrics.height() + self._theme.px(2)
        wide = max(high, metrics.horizontalAdvance(self._count) + self._theme.px(10))
        gap = self._theme.px(10)
        left = gap if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else self.width() - wide - gap
        return QRectF(left, (self.height() - high) / 2, wide, high)

    def _figures(self) -> QFont:
        return self._theme.font("caption", QFont.Weight.DemiBold, figures=True)
