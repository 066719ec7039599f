"""Opens the window: joins theme, desk, shell and pages, and runs until it is closed."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication, QMessageBox

from player.bootstrap.desk import desk_over
from player.bootstrap.introducing import Introducer
from player.bootstrap.places import Places, find_places
from player.bootstrap.uploading import uploading_over
from player.desk.desk import Desk
from player.domain.problem import Problem
from player.ui.application import make_application
from player.ui.bug import LastResort
from player.ui.dressing import Following, dress_as
from player.ui.host import Place, Route
from player.ui.language import Speech, sentences, told, tr
from player.ui.none_guard import guard_none
from player.ui.opening import Opening, way_to_play
from player.ui.pages import Pages
from player.ui.settings import Settings, read_settings
from player.ui.shell.shell import Shell
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
                shell.say(sentences(*lock_words(opening.lock)))
            shell.warm_up()
            return app.exec()
    except Problem as problem:
        if has_no_terminal(os.environ):
            speech_of(app, places)
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
    telling = told(problem)
    box.setText(telling.what)
    box.setInformativeText(sentences(telling.meaning, telling.remedy))
    # A button of our own: the system's would bring a picture from another family.
    box.addButton(tr("Close"), QMessageBox.ButtonRole.AcceptRole)
    box.exec()


def make_window(app: QApplication, desk: Desk, places: Places, first: Route = LIBRARY) -> Shell:
    """The shell with the way to all its pages, standing at the first."""
    settings = read_settings(places.profile)
    speech = speech_of(app, places)
    theme = dressed(app, places)
    last_resort = LastResort(app)
    shell = Shell(desk=desk, theme=theme, speech=speech, settings=settings, on_bug=last_resort.tell)
    last_resort.watch(shell)
    Following(theme, lambda: shell.settings, shell)
    uploading = partial(uploading_over, places, desk)
    sample = places.resources / "samples" / "meet-carrel.course"
    shell.take_pages(Pages(shell, sample=sample, introducer=Introducer(places, desk), uploading=uploading))
    shell.resize(*FIRST_SIZE)
    shell.stand_as_before()
    shell.go(first_sight(desk, settings, first))
    return shell


def first_sight(desk: Desk, settings: Settings, wanted: Route) -> Route:
    """Where the window begins: who comes for the first time, and asks for nothing else, is welcomed."""
    is_first = wanted == LIBRARY and not settings.welcomed and desk.is_untouched
    return Route(place=Place.WELCOME) if is_first else wanted


def speech_of(app: QApplication, places: Places) -> Speech:
    """The language that the settings of this profile want, of the whole application."""
    speech = Speech(places.resources / "i18n", app)
    speech.speak(read_settings(places.profile).language)
    return speech


def dressed(app: QApplication, places: Places) -> Theme:
    """The theme as the settings of this profile want it, on the whole application."""
    theme = Theme(places.resources)
    theme.apply(app)
    dress_as(theme, read_settings(places.profile))
    return theme
