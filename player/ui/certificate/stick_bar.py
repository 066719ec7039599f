"""The sticks that are plugged in, each with a button that saves a copy to it in one go."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from player.desk.ports import Drive
from player.ui.language import tr
from player.ui.theme import Theme
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.words import Words
from player.ui.wording import size_text


class StickBar(QWidget):
    """Takes no room while there is no stick. Gesture: `save_wanted` (the Drive)."""

    save_wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._drives: tuple[Drive, ...] = ()
        self._busy = False
        self._buttons: list[QPushButton] = []
        self._row = FlowLayout(theme.space("one"))
        self._note = Words(role="muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("one"))
        column.addLayout(self._row)
        column.addWidget(self._note)
        self._note.hide()
        self.hide()

    def render_drives(self, drives: Sequence[Drive]) -> None:
        """Shows these; nothing moves while they are the same as before."""
        before, self._drives = self._drives, tuple(drives)
        if _shown(before) != _shown(self._drives):
            self._render()

    def set_busy(self, busy: bool) -> None:
        """While a copy is written no other is begun; the words say what is going on."""
        self._busy = busy
        for button in self._buttons:
            button.setEnabled(not busy)
        self._say_note()

    def _render(self) -> None:
        had_keyboard = any(button.hasFocus() for button in self._buttons)
        self._row.clear()
        writable = [drive for drive in self._drives if drive.writable]
        self._buttons = [self._button(drive) for drive in writable]
        if had_keyboard and self._buttons:
            self._buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self._say_note()
        self.setVisible(bool(self._drives))

    def _button(self, drive: Drive) -> QPushButton:
        name = stick_name(drive)
        text = self.tr("Save to {stick}").format(stick=name)
        button = QPushButton(self._theme.icons.icon("usb", "text"), text.replace("&", "&&"))
        button.setAccessibleName(text)
        button.setAccessibleDescription(self.tr("{free} free").format(free=size_text(drive.free)))
        button.setToolTip(button.accessibleDescription())
        button.setEnabled(not self._busy)
        button.clicked.connect(self._tell)
        self._row.addWidget(button)
        # At once, not with the next layout: what is not on show cannot take the focus.
        button.setVisible(True)
        return button

    def _tell(self) -> None:
        sender = self.sender()
        writable = [drive for drive in self._drives if drive.writable]
        for button, drive in zip(self._buttons, writable, strict=True):
            if button is sender:
                self.save_wanted.emit(drive)

    def _say_note(self) -> None:
        if self._busy:
            self._note.say(self.tr("Saving; leave the stick in …"))
            return
        locked = [stick_name(drive) for drive in self._drives if not drive.writable]
        text = self.tr("{stick} can only be read: some sticks have a switch for that.")
        self._note.say(text.format(stick=", ".join(locked)) if locked else "")


def stick_name(drive: Drive) -> str:
    """What its owner called it; between marks, as it may be any words."""
    return tr("“{name}”").format(name=drive.name) if drive.name else tr("the stick")


def _shown(drives: Sequence[Drive]) -> list[tuple[str, str, bool]]:
    return [(str(drive.root), drive.name, drive.writable) for drive in drives]
