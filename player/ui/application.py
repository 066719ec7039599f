"""Makes the one application object, named as desktops know it."""

from __future__ import annotations

import signal
import sys
from types import FrameType

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from player import __version__
from player.ui.garbage import Sweeper


def make_application() -> QApplication:
    """The one application object, named as desktops know it."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Carrel")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("carrel")
    _let_interrupts_through(app)
    Sweeper(app)
    return app


def _let_interrupts_through(app: QApplication) -> None:
    """Ctrl+C in a terminal closes the windows: Python sees a signal only when some Python code runs."""

    def close(_signal: int, _frame: FrameType | None) -> None:
        app.closeAllWindows()

    signal.signal(signal.SIGINT, close)
    beat = QTimer(app)
    beat.timeout.connect(_nothing)
    beat.start(1_000)


def _nothing() -> None:
    """Lets the interpreter look at its signals."""
