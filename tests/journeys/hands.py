"""A learner's hands: finds what is on the window by the words that a person reads, and uses mouse and keyboard."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from PySide6.QtCore import QEvent, QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QMessageBox, QWidget

from player.ui.language import tr
from player.ui.shell.shell import Shell

PATIENCE_S = 20.0
LOOK_MS = 250
T = TypeVar("T", bound=QWidget)


class Hands:
    """Everything goes through real events on visible widgets; nothing is called behind the window's back.

    Words are given in English and found in the language of the window, unless they come from a course.
    """

    def __init__(self, app: QApplication, shell: Shell) -> None:
        self._app = app
        self._shell = shell
        self._bugs: list[str] = []
        self._eyes = QTimer(shell)
        self._eyes.setInterval(LOOK_MS)
        self._eyes.timeout.connect(self._look_for_bug)
        self._eyes.start()

    def until(self, holds: Callable[[], bool], what: str, *, seconds: float = PATIENCE_S) -> None:
        """Lets the window live until something holds."""
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, f"waited {seconds} s for {what}; the window says: {self.told()}"
            self.live(0.01)

    def told(self) -> str:
        """What can be read on the window now."""
        return " | ".join(label.text() for label in self._visible(QLabel) if label.text())

    def settle(self) -> None:
        """Until nothing is on its way through the door."""
        self.live(0.01)
        self.until(lambda: self._shell.door.is_idle, "the desk")

    def live(self, seconds: float) -> None:
        """Lets the window run for a while, as somebody who only watches.

        By an event loop: `QTest.qWait` keeps Python's lock, and the engine's threads would stand still.
        """
        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()
        assert not self._bugs, self._bugs[0]

    def _look_for_bug(self) -> None:
        """The message about a bug waits for somebody who reads it; here it is taken down and put away."""
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox) and box.windowTitle() == tr("Something in Carrel is broken"):
            self._bugs.append(box.detailedText())
            box.reject()

    def press(self, words: str) -> None:
        """Clicks the button that says `words`."""
        button = self.button(words)
        button.setFocus()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=_spot(button))
        self.settle()

    def pass_welcome(self) -> None:
        """Past the welcome of a profile that nobody used before."""
        self.press("Go to my library")

    def key(self, key: Qt.Key | str) -> None:
        """Presses a key where the focus is."""
        target = QApplication.focusWidget() or self._shell.focusWidget() or self._shell
        if isinstance(key, str):
            QTest.keyClicks(target, key)
        else:
            QTest.keyClick(target, key)
        self._app.processEvents()

    def write(self, name: str, text: str) -> None:
        """Types into the field of this accessible name."""
        self.until(lambda: any(True for _ in self._named(QLineEdit, name)), f"the field “{name}”")
        field = next(self._named(QLineEdit, name))
        field.setFocus()
        field.selectAll()
        for letter in text:
            # QTest.keyClicks knows the letters of a US keyboard alone.
            QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))
        self.settle()

    def button(self, words: str) -> QAbstractButton:
        self.until(lambda: self._button(words) is not None, f"a button “{words}”; there are {self.buttons()}")
        found = self._button(words)
        assert found is not None
        return found

    def buttons(self) -> list[str]:
        """What can be pressed now."""
        return [b.text() or b.accessibleName() for b in self._visible(QAbstractButton) if b.isEnabled()]

    def _button(self, words: str) -> QAbstractButton | None:
        said = {words, tr(words)}
        fitting = (
            button
            for button in self._visible(QAbstractButton)
            if button.isEnabled() and said & {button.text().replace("&", ""), button.accessibleName()}
        )
        return next(fitting, None)

    def rate(self, statement: str, tile: str) -> None:
        """Presses one tile of the row that rates `statement`.

        Waits for it as for any button: a layout shows what was added to it one turn of the loop later.
        """

        def fitting() -> Iterator[QAbstractButton]:
            rows = (b for b in self._visible(QAbstractButton) if b.accessibleDescription() == statement)
            return (b for b in rows if b.accessibleName() in (tile, tr(tile)))

        self.until(lambda: any(True for _ in fitting()), f"the tile “{tile}” of “{statement}”")
        self.click(next(fitting()))

    def starting_with(self, words: str) -> QAbstractButton:
        """The button whose accessible name begins so, for cards and steps that say more."""

        def fitting() -> Iterator[QAbstractButton]:
            said = (words, tr(words))
            return (b for b in self._visible(QAbstractButton) if (b.accessibleName() or b.text()).startswith(said))

        self.until(lambda: any(True for _ in fitting()), f"something that begins with “{words}”")
        return next(fitting())

    def click(self, button: QAbstractButton) -> None:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=_spot(button))
        self.settle()

    def _named(self, kind: type[QLineEdit], name: str) -> Iterator[QLineEdit]:
        return (widget for widget in self._visible(kind) if widget.accessibleName().startswith((name, tr(name))))

    def _visible(self, kind: type[T]) -> list[T]:
        return [widget for widget in self._shell.findChildren(kind) if widget.isVisible()]


def _spot(widget: QWidget) -> QPoint:
    """Near the beginning of a check box or radio button, the middle of anything else."""
    return QPoint(min(12, widget.width() // 2), widget.height() // 2)
