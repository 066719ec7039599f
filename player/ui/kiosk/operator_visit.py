"""The operator at a station: asked for the code, then everything that is theirs, until they go or fall silent."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from player.domain.kiosk.settings import ScreenKeyboard
from player.domain.problem import Problem
from player.kiosk.diary import Entry
from player.kiosk.station import Station
from player.proof.operator_key import OperatorKey
from player.ui.door import Door
from player.ui.kiosk.operator_code import OperatorCodeScreen
from player.ui.theme import Theme

MakeOperator = Callable[[Door, "OperatorVisit"], QWidget]
"""Makes the operator's page, which tells the visit that it is over."""


class OperatorVisit(QObject):
    """`came`: the code or the page is in front; `left`: neither is any more; `opened`: the station was opened by the
    code; `close_wanted`: the operator closes the station; `restart_wanted`: or has it started anew; `working`:
    something takes its time, at which nobody need touch the screen.
    """

    came = Signal()
    left = Signal()
    opened = Signal()
    close_wanted = Signal()
    restart_wanted = Signal()
    working = Signal(bool)

    def __init__(
        self,
        station: Station,
        door: Door,
        theme: Theme,
        stack: QStackedWidget,
        *,
        make: MakeOperator,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._station = station
        self._door = door
        self._stack = stack
        self._make = make
        self._page: QWidget | None = None
        self._asking = 0
        self._theme = theme
        self._code = self._code_screen()

    @property
    def is_here(self) -> bool:
        return self._stack.currentWidget() in (self._code, self._page)

    def say_anew(self) -> None:
        """In the language that is spoken now; not while the code is asked for, which is in the operator's own."""
        before, self._code = self._code, self._code_screen()
        self._stack.removeWidget(before)
        before.deleteLater()

    def ask_code(self) -> None:
        """Somebody touched the staff's corner."""
        self._code.render_purpose()
        self._stack.setCurrentWidget(self._code)
        self._code.focus_first()
        self.came.emit()

    def end(self) -> None:
        """The code, and all that was shown behind it, is gone."""
        self._asking += 1
        self._code.clear()
        page, self._page = self._page, None
        if page is not None:
            self._stack.removeWidget(page)
            page.setParent(None)
            page.deleteLater()
            self._station.diary.note(Entry.OPERATOR_LEFT)
        self.left.emit()

    def _code_screen(self) -> OperatorCodeScreen:
        letters = self._station.settings.keyboard is not ScreenKeyboard.NONE
        screen = OperatorCodeScreen(self._theme, letters=letters)
        screen.code_given.connect(self._try)
        screen.back.connect(self.end)
        self._stack.addWidget(screen)
        return screen

    def _try(self, code: str) -> None:
        self._code.render_busy(True)
        self._asking += 1
        self._door.ask(
            partial(self._station.require_operator, code),
            partial(self._let_in, self._asking),
            failed=self._refuse,
        )

    def _refuse(self, problem: Problem) -> None:
        self._code.render_busy(False)
        self._code.render_problem(problem)

    def _let_in(self, asked: int, key: OperatorKey) -> None:
        self._code.render_busy(False)
        self._code.clear()
        if not self._station.is_open:
            self._door.ask(partial(self._station.open_with, key), self._tell_opened)
        if asked != self._asking:
            # Whoever typed the code went away before it was checked.
            return
        self._station.diary.note(Entry.OPERATOR_CAME)
        self._page = self._make(self._door, self)
        self._stack.addWidget(self._page)
        self._stack.setCurrentWidget(self._page)
        self.came.emit()

    def _tell_opened(self, _: None) -> None:
        self.opened.emit()
