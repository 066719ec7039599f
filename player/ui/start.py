"""Opens the window: joins theme, desk, shell and pages, and runs until it is closed."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from player import __version__
from player.bootstrap.desk import desk_over
from player.bootstrap.introducing import Introducer
from player.bootstrap.places import Places, find_places
from player.desk.desk import Desk
from player.domain.problem import Problem
from player.ui.bug import LastResort
from player.ui.garbage import Sweeper
from player.ui.host import Place, Route
from player.ui.none_guard import guard_none
from player.ui.opening import Opening, way_to_play
from player.ui.pages import Pages
from player.ui.settings import read_settings
from player.ui.shell.shell import Shell, dress_as
from player.ui.theme import Theme
from player.ui.wording import lock_words

FIRST_SIZE = (1280, 800)
LIBRARY = Route(place=Place.LIBRARY)


def start(file: Path | None, *, profile: Path | None, play: tuple[str, str | None] | None = None) -> int:
    """Opens the window over a profile, with `file` added to the library and shown. Returns the exit code.

    `play`: a course, by its id or hash, and one of its sessions (None: the next), which begins to play at once.
    """
    guard_none()
    places = find_places(profile)
    app = make_application()
    try:
        with desk_over(places) as desk:
            opening = way_to_play(desk, *play) if play else Opening(route=LIBRARY)
            shell = make_window(app, desk, places, opening.route)
            if file is not None:
                shell.open_file(file)
            shell.show()
            if opening.lock is not None:
                shell.say(" ".join(lock_words(opening.lock)))
            shell.warm_up()
            return app.exec()
    except Problem as problem:
        if has_no_terminal(os.environ):
            tell_in_window(problem, dressed(app, places))
        raise


def has_no_terminal(environment: Mapping[str, str]) -> bool:
    """Whether the program was started from a desktop, where nobody reads what is printed."""
    started_by_icon = "GIO_LAUNCHED_DESKTOP_FILE" in environment or "DESKTOP_STARTUP_ID" in environment
    return (started_by_icon or sys.platform in ("win32", "darwin")) and not sys.stderr.isatty()


def tell_in_window(problem: Problem, theme: Theme) -> None:
    """A problem that keeps the window from opening, for whoever clicked an icon."""
    box = QMessageBox()
    box.setIconPixmap(theme.icons.pixmap("triangle-alert", theme.px(32), "caution", box.devicePixelRatioF()))
    box.setWindowTitle("Carrel")
    box.setText(problem.what)
    box.setInformativeText(f"{problem.meaning} {problem.remedy}")
    # A button of our own: the system's would bring a picture from another family.
    box.addButton(QCoreApplication.translate("start", "Close"), QMessageBox.ButtonRole.AcceptRole)
    box.exec()


def make_application() -> QApplication:
    """The one application object, named as desktops know it."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Carrel")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("carrel")
    _let_interrupts_through(app)
    Sweeper(app)
    return app


def make_window(app: QApplication, desk: Desk, places: Places, first: Route = LIBRARY) -> Shell:
    """The shell with the way to all its pages, standing at the first."""
    settings = read_settings(places.profile)
    theme = dressed(app, places)
    last_resort = LastResort(app)
    shell = Shell(desk=desk, theme=theme, settings=settings, on_bug=last_resort.tell)
    last_resort.watch(shell)
    sample = places.resources / "samples" / "meet-carrel.course"
    shell.take_pages(Pages(shell, sample=sample, introducer=Introducer(places, desk)))
    shell.resize(*FIRST_SIZE)
    shell.go(first)
    return shell


def dressed(app: QApplication, places: Places) -> Theme:
    """The theme as the settings of this profile want it, on the whole application."""
    theme = Theme(places.resources)
    theme.apply(app)
    dress_as(theme, read_settings(places.profile))
    return theme


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
