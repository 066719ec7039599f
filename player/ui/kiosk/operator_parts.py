"""What the views of the operator's screen are made of: figures in tiles, lines in a panel, the choice of a stick."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from player.desk.ports import Drive
from player.ui.kiosk.face import KioskPage
from player.ui.kiosk.tiles import ChoiceTile
from player.ui.theme import Theme
from player.ui.theme.fonts import tabular
from player.ui.widgets.card import Panel
from player.ui.widgets.flow import CardGrid
from player.ui.widgets.words import Words, show_if
from player.ui.wording import size_text

WIDEST = 1_180
_LEAST_TILE, _TILE = 200, 300
_LONG = 24
"""Letters of a first word from which on it shares the room with the last."""
_STACKED_FROM = 160
"""Percent of text size from which on a line's words stand one under the other: two columns would be two gutters."""


class View(KioskPage):
    """One of the operator's views: a heading, a sentence on it, and what it is about."""

    def __init__(self, theme: Theme, title: str, why: str = "") -> None:
        super().__init__(theme, widest=WIDEST)
        self._why = Words(role="lead")
        self.column.addWidget(Words(title, "heading"))
        self.column.addWidget(self._why)
        self.say_why(why)

    def say_why(self, why: str) -> None:
        self._why.say(why)


class Figure(Panel):
    """A number with what it counts under it, and beside it the same for the hall."""

    def __init__(self, theme: Theme, label: str) -> None:
        super().__init__(theme)
        self._label = label
        self._number = Words("0", "title", wrap=False)
        self._number.setFont(tabular(self._number.font()))
        self._all = Words(role="caption")
        self.body.setSpacing(0)
        for words in (self._number, Words(label, "strong"), self._all):
            self.body.addWidget(words)
        self.body.addStretch(1)

    def render_figure(self, number: int | str, beside: str = "") -> None:
        self._number.setText(str(number))
        self._all.say(beside)
        self.setAccessibleName(f"{self._label}: {number}. {beside}".strip())


class Figures(QWidget):
    """Tiles of equal width, as many side by side as fit."""

    def __init__(self, theme: Theme, labels: Sequence[str]) -> None:
        super().__init__()
        self._theme = theme
        self.tiles = tuple(Figure(theme, label) for label in labels)
        self._grid = CardGrid(theme.px(_LEAST_TILE), theme.space("two"), self, full=True)
        for tile in self.tiles:
            self._grid.addWidget(tile)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self._restyle)

    def _restyle(self) -> None:
        self._grid.set_least(self._theme.px(_LEAST_TILE))


class Lines(Panel):
    """A table of words in a panel: each row a line, its first word strong; made anew only where something changed.
    In large text the words of a line stand one under the other."""

    def __init__(self, theme: Theme, headings: Sequence[str] = ()) -> None:
        super().__init__(theme)
        self._theme = theme
        self._headings = tuple(headings)
        self._shown: tuple[tuple[str, ...], ...] | None = None
        self._inside: QWidget | None = None
        self._stacked = False
        theme.changed.connect(self._restack)

    def render_lines(self, lines: Sequence[Sequence[str]], *, empty: str = "") -> None:
        wanted = tuple(tuple(line) for line in lines) or (((empty,),) if empty else ())
        show_if(self, bool(wanted))
        if wanted == self._shown:
            return
        self._shown = wanted
        if self._inside is not None:
            self.body.removeWidget(self._inside)
            self._inside.setParent(None)
            self._inside.deleteLater()
        self._inside = self._table(wanted)
        self.body.addWidget(self._inside)

    def _restack(self) -> None:
        lines = self._shown
        if lines is not None and self._stacked != (self._theme.text_percent >= _STACKED_FROM):
            self._shown = None
            self.render_lines(lines)

    def _table(self, lines: Sequence[Sequence[str]]) -> QWidget:
        self._stacked = self._theme.text_percent >= _STACKED_FROM
        return self._stack(lines) if self._stacked else self._columns(lines)

    def _stack(self, lines: Sequence[Sequence[str]]) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.space("two"))
        for line in lines:
            words = QVBoxLayout()
            words.setSpacing(self._theme.space("half"))
            for place, text in enumerate(line):
                words.addWidget(Words(text, "strong" if place == 0 and len(line) > 1 else "body"))
            column.addLayout(words)
        return inside

    def _columns(self, lines: Sequence[Sequence[str]]) -> QWidget:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(self._theme.space("three"))
        grid.setVerticalSpacing(self._theme.space("one"))
        columns = max(len(line) for line in (*lines, self._headings))
        for column, heading in enumerate(self._headings):
            grid.addWidget(Words(heading, "caption", wrap=False), 0, column)
        long = max((len(line[0]) for line in lines), default=0) > _LONG
        for row, line in enumerate(lines, start=1):
            for column, text in enumerate(line):
                wraps = column == columns - 1 or (column == 0 and long)
                words = Words(text, "strong" if column == 0 and columns > 1 else "body", wrap=wraps)
                grid.addWidget(words, row, column, Qt.AlignmentFlag.AlignTop)
        if long:
            grid.setColumnStretch(0, 1)
        grid.setColumnStretch(columns - 1, 1)
        return inside


class StickChoice(QWidget):
    """Which of the sticks that are plugged in; the only one is chosen by itself. Signal: `changed`."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._drives: tuple[Drive, ...] = ()
        self._tiles: list[ChoiceTile] = []
        self._group = QButtonGroup(self)
        self._none = _NoStick(theme)
        self._row = QWidget()
        self._row.setAccessibleName(self.tr("Sticks"))
        self._flow = CardGrid(theme.px(_TILE), theme.space("two"), self._row)
        theme.changed.connect(self._restyle)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._none)
        column.addWidget(self._row)
        self._row.hide()

    @property
    def chosen(self) -> Drive | None:
        for drive, tile in zip(self._drives, self._tiles, strict=True):
            if tile.isChecked():
                return drive
        return None

    def render_drives(self, drives: Sequence[Drive]) -> None:
        """Which was chosen stays chosen as long as it is there."""
        if [drive.root for drive in drives] == [drive.root for drive in self._drives]:
            self._drives = tuple(drives)
            for drive, tile in zip(self._drives, self._tiles, strict=True):
                tile.say(self._word(drive))
            return
        before = self.chosen
        self._drives = tuple(drives)
        self._flow.clear()
        self._tiles = [self._tile(drive) for drive in drives]
        for drive, tile in zip(self._drives, self._tiles, strict=True):
            tile.setChecked(len(drives) == 1 or (before is not None and drive.root == before.root))
        show_if(self._none, not drives)
        show_if(self._row, bool(drives))
        self.changed.emit()

    def _word(self, drive: Drive) -> str:
        room = (
            self.tr("can only be read")
            if not drive.writable
            else self.tr("{size} free").format(size=size_text(drive.free))
        )
        return f"{drive.name or drive.root.name} · {room}"

    def _tile(self, drive: Drive) -> ChoiceTile:
        tile = ChoiceTile(self._theme, self._word(drive))
        tile.toggled.connect(self._toggled)
        self._group.addButton(tile)
        self._flow.addWidget(tile)
        return tile

    def _toggled(self, is_on: bool) -> None:
        if is_on:
            self.changed.emit()

    def _restyle(self) -> None:
        self._flow.set_least(self._theme.px(_TILE))


class _NoStick(Panel):
    """What to do where there is none."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self._mark = QLabel()
        self._mark.setAccessibleName(" ")
        row = QHBoxLayout()
        row.setSpacing(theme.space("two"))
        row.addWidget(self._mark)
        row.addWidget(Words(self.tr("Plug a stick in. It is found by itself.")), 1)
        self.body.addLayout(row)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        side = self._theme.px(28)
        self._mark.setPixmap(self._theme.icons.pixmap("usb", side, "muted", self.devicePixelRatioF()))
