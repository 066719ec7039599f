"""The page of taking along: the certificates as cards, the ways side by side, and each way at work in its place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from player.ui.kiosk.face import KioskButton, KioskPage, Notice
from player.ui.kiosk.take_away_state import Side, TakeAwayState, way_of
from player.ui.kiosk.take_panels import CodePanel, HomePanel, PicturePanel, PrintPanel, StickPanel
from player.ui.kiosk.take_tiles import CertificateTile, ChosenTile
from player.ui.tab_order import tab_as_read
from player.ui.theme import Theme
from player.ui.widgets.flow import CardGrid
from player.ui.widgets.words import Words, show_if

_LEAST_CARD = 400
_LEAST_WAY = 190
_WITH_CARDS = (None, Side.PRINT)
"""A stick takes them all, and a code wants the height: which certificate it is of stands beside it."""


class TakeAwayScreen(KioskPage):
    """Gestures: `side_chosen` (a `Side`), `certificate_chosen` (its number), `save_wanted` (a drive), `print_wanted`,
    `next_wanted`, `back`, `done`."""

    side_chosen = Signal(object)
    certificate_chosen = Signal(object)
    save_wanted = Signal(object)
    print_wanted = Signal()
    next_wanted = Signal()
    back = Signal()
    done = Signal()

    def __init__(self, theme: Theme, *, can_leave: bool) -> None:
        super().__init__(theme, widest=1240)
        self._state = TakeAwayState()
        self._top = QHBoxLayout()
        self._title = Words(role="heading")
        self._why = Words()
        self._back = KioskButton(theme, self.tr("Back"), kind="back", icon="arrow-left")
        self._done = KioskButton(theme, self.tr("I am done"), kind="primary", broad=True)
        self._grid = CardGrid(theme.px(_LEAST_CARD), theme.space("two"), fills=True)
        self._cards: dict[str, CertificateTile] = {}
        self._tiles = {side: ChosenTile(theme) for side in Side}
        self._notice = Notice(theme)
        self._all, self._all_ways = QWidget(), QWidget()
        self._ways = CardGrid(theme.px(_LEAST_WAY), theme.space("two"), fills=True)
        self._stick, self._print = StickPanel(theme), PrintPanel(theme)
        self._code, self._home = CodePanel(theme), HomePanel(theme)
        self._panels = {Side.STICK: self._stick, Side.PRINT: self._print, Side.QR: self._code, Side.HOME: self._home}
        self._can_leave = can_leave
        self._prepare()
        self._lay_out()

    def render_state(self, state: TakeAwayState) -> None:
        before, self._state = self._state, state
        self._title.setText(self._heading(state))
        self._why.say(self._nothing(state))
        if state.certificates != before.certificates or len(self._cards) != len(state.certificates):
            self._make_cards(state)
        for number, card in self._cards.items():
            card.setChecked(number == state.chosen)
        for side, tile in self._tiles.items():
            show_if(tile, side in state.sides)
            tile.setChecked(side is state.side)
            tile.render_choice(way_of(side, self.tr), brief=state.side is not None)
        show_if(self._all, bool(state.certificates) and state.side in _WITH_CARDS)
        if state.problem is not before.problem:
            self._notice.render_problem(state.problem)
        self._render_panel(state)
        if state.sides != before.sides:
            tab_as_read(self)
        self._fit()

    def render_picture(self, number: str, pdf: bytes) -> None:
        """What the certificate with this number looks like."""
        if number in self._cards:
            self._cards[number].render_picture(pdf)

    def focus_first(self) -> None:
        first = next((tile for side, tile in self._tiles.items() if side in self._state.sides), self._back)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_side(self) -> None:
        """Where what had the keyboard is no longer there."""
        if self._state.side is not None:
            self._tiles[self._state.side].setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Nothing of anybody is left: no title, no picture, no code."""
        self._state = TakeAwayState()
        self._drop_cards()
        for panel in self._panels.values():
            panel.clear()
        self._notice.clear()
        self._title.setText("")
        self.page.to_top()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # --- inside ------------------------------------------------------------------------------------------

    def _fit(self) -> None:
        self._fit_tiles()
        QTimer.singleShot(0, self, self._fit_code)

    def _fit_code(self) -> None:
        """The code has all the height that is left: the larger, the sooner a telephone reads it.

        Where what stands above leaves too little, the page moves up until the code is whole in sight.
        """
        panel = self._panels.get(self._state.side) if self._state.side is not None else None
        if not isinstance(panel, PicturePanel) or not panel.picture.modules():
            return
        _lay_out_now()
        if panel is self._code:
            self._code.take_height(self.height() - self._height_above() - self.page.room_below)
            _lay_out_now()
        self.page.ensureWidgetVisible(panel.picture, 0, self.theme.space("one"))

    def _height_above(self) -> int:
        """What stands above the panels, whether a scroll bar is there or not: the code must not make it come and go."""
        width, gap = self.page.steady_width, self.column.spacing()
        above = [part for part in (self._why, self._all, self._all_ways, self._notice) if not part.isHidden()]
        heights = [self._top.heightForWidth(width), *(part.heightForWidth(width) for part in above)]
        # As much is free above all of it as below.
        return self.page.room_below + sum(heights) + gap * len(heights)

    def _fit_tiles(self) -> None:
        """The same at every state of one size: decided from the page's width and from all that the tiles ever say."""
        self._grid.set_least(self.theme.px(_LEAST_CARD))
        shown = [tile for tile in self._tiles.values() if not tile.isHidden()]
        room, gap = self.page.steady_width, self.theme.space("two")
        columns = _columns(shown, room, gap, self.theme.px(_LEAST_WAY))
        self._ways.set_least((room - gap * (columns - 1)) // columns)

    def _heading(self, state: TakeAwayState) -> str:
        if state.certificates or not state.begun:
            return self.tr("Take along what you earned")
        return self.tr("Take along what you began")

    def _nothing(self, state: TakeAwayState) -> str:
        if state.certificates:
            return ""
        if state.begun:
            return self.tr("There is no certificate yet. What you did so far is kept, and you can go on elsewhere.")
        return self.tr("There is nothing to take along yet: begin a course first.")

    def _render_panel(self, state: TakeAwayState) -> None:
        for side, panel in self._panels.items():
            show_if(panel, side is state.side)
            if side is state.side:
                panel.render_state(state)
            else:
                # A code that nobody looks at is not kept.
                panel.clear()

    def _make_cards(self, state: TakeAwayState) -> None:
        self._drop_cards()
        for one in state.certificates:
            card = CertificateTile(self.theme)
            card.setProperty("number", one.number)
            card.render_certificate(one)
            card.clicked.connect(self._choose_certificate)
            self._cards[one.number] = card
            self._grid.addWidget(card)
        tab_as_read(self)

    def _drop_cards(self) -> None:
        for card in self._cards.values():
            card.clear()
            card.setParent(None)
            card.deleteLater()
        self._grid.clear()
        self._cards = {}

    def _choose_certificate(self) -> None:
        number = str(self.sender().property("number"))
        # Pressed once more, a card stays chosen.
        self._cards[number].setChecked(True)
        self.certificate_chosen.emit(number)

    def _choose_side(self) -> None:
        side = Side(self.sender().property("side"))
        self._tiles[side].setChecked(True)
        self.side_chosen.emit(side)

    def _prepare(self) -> None:
        for side, tile in self._tiles.items():
            tile.setProperty("side", side.value)
            tile.clicked.connect(self._choose_side)
            tile.hide()
        self._stick.save_wanted.connect(self.save_wanted)
        self._print.print_wanted.connect(self.print_wanted)
        self._code.next_wanted.connect(self.next_wanted)
        self._back.clicked.connect(self.back)
        self._done.clicked.connect(self.done)
        self.theme.changed.connect(self._fit)

    def _lay_out(self) -> None:
        self.column.setSpacing(self.theme.space("two"))
        self._top.setSpacing(self.theme.space("two"))
        self._top.addWidget(self._back)
        self._top.addWidget(self._title, 1)
        self.column.addLayout(self._top)
        self.column.addWidget(self._why)
        self._all.setLayout(self._grid)
        self.column.addWidget(self._all)
        self._all_ways.setLayout(self._ways)
        for tile in self._tiles.values():
            self._ways.addWidget(tile)
        self.column.addWidget(self._all_ways)
        self.column.addWidget(self._notice)
        for panel in self._panels.values():
            panel.hide()
            self.column.addWidget(panel)
        self.column.addStretch(1)
        if self._can_leave:
            self.column.addWidget(self._done, 0, Qt.AlignmentFlag.AlignLeading)


def _lay_out_now() -> None:
    """The tiles stand in their rows then and all words in their size: what is measured before is of another look."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


def _columns(tiles: Sequence[ChosenTile], room: int, gap: int, least: int) -> int:
    """As many as have room; never three of four, which would leave a hole, and four only with each word on a line."""
    most = len(tiles)
    for columns in range(most, 1, -1):
        if (most, columns) == (4, 3):
            continue
        width = (room - gap * (columns - 1)) // columns
        if width >= max([least, *(tile.least_width(on_one_line=columns == 4) for tile in tiles)]):
            return columns
    return 1
