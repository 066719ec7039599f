"""A window as a station has it, for real keys on a real screen: it writes down all that reaches it.

Run as a program of its own. Asked on its standard input, a word a line, it answers on its standard output, JSON a line.
"""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QEvent, QObject, QSocketNotifier, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QWindow
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from player.ui.kiosk.locked_window import LockedWindow
from player.ui.kiosk.scanner import Scanner, keep_keys_plain
from player.ui.none_guard import guard_none

PAUSE_MS = 55
"""No key of a scanner takes so long."""


class Recording(QWidget):
    """Stands for the player: it has keys of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.keys = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.keys += event.text()


class Pauses(QObject):
    """Counts the pauses between keys, by the system's clock: on a machine with too much to do the hands have more than
    they meant to."""

    def __init__(self, app: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        self.count = 0
        self._last = 0
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and event.spontaneous() and isinstance(watched, QWindow):
            assert isinstance(event, QKeyEvent)
            self.count += event.timestamp() - self._last > PAUSE_MS
            self._last = event.timestamp()
        return False


class HallWindow(LockedWindow):
    """Fields of every kind, and a scanner."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.scans: list[str] = []
        self.pulled = 0
        self.presses = 0
        self.line, self.prose, self.box = QLineEdit(), QPlainTextEdit(), QComboBox()
        self.recording, self.button = Recording(), QPushButton("Begin")
        self.box.addItems(["Cardiology", "Radiology", "Surgery"])
        self.button.clicked.connect(self._pressed)
        QShortcut(QKeySequence("k"), self).activated.connect(self._pull)
        column = QVBoxLayout(self)
        for widget in (self.line, self.prose, self.box, self.recording, self.button):
            column.addWidget(widget)
        self.scanner = Scanner(app, self)
        self.scanner.scanned.connect(self.scans.append)
        self.pauses = Pauses(app, self)

    def _pull(self) -> None:
        self.pulled += 1

    def _pressed(self) -> None:
        self.presses += 1

    def state(self) -> dict[str, object]:
        focus = QApplication.focusWidget()
        return {
            "scans": self.scans,
            "line": self.line.text(),
            "prose": self.prose.toPlainText(),
            "choice": self.box.currentText(),
            "keys": self.recording.keys,
            "pulled": self.pulled,
            "presses": self.presses,
            "pauses": self.pauses.count,
            "focus": type(focus).__name__,
            "fills": self.isFullScreen() and self.isVisible() and self.geometry() == self.screen().geometry(),
            "windows": sum(window.isVisible() for window in QApplication.topLevelWidgets()),
        }

    def clear(self) -> None:
        self.scans.clear()
        self.line.clear()
        self.prose.clear()
        self.box.setCurrentIndex(0)
        self.recording.keys, self.pulled, self.presses = "", 0, 0
        self.pauses.count = 0


class Asked(QObject):
    """Answers what the test asks."""

    def __init__(self, window: HallWindow) -> None:
        super().__init__(window)
        self._window = window
        self._ear = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self._ear.activated.connect(self._answer)

    def _answer(self) -> None:
        window, word = self._window, sys.stdin.readline().strip()
        match word:
            case "":
                QApplication.exit(0)
            case "clear":
                window.clear()
            case "popup":
                window.box.setFocus()
                window.box.showPopup()
            case "line" | "prose" | "box" | "recording" | "button":
                window.box.hidePopup()
                getattr(window, word).setFocus()
            case _:
                pass
        print(json.dumps(window.state()), flush=True)


def main() -> None:
    guard_none()
    keep_keys_plain()
    app = QApplication([])
    window = HallWindow(app)
    window.present()
    window.line.setFocus()
    Asked(window)
    app.exec()


if __name__ == "__main__":
    main()
