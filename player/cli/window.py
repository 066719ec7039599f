"""The commands that open a window, for a learner or on a kiosk: nothing of Qt is imported for any other."""

from __future__ import annotations

import gc
import os
import socket
import sys
from pathlib import Path

from player.domain.problem import Problem


class NoSuchFile(Problem):
    what_template = "There is no file {file}."
    meaning_template = "No course was opened, and no credit is affected."
    remedy_template = "Check the name, or connect the drive on which it lies."


class NoDisplay(Problem):
    what_template = "There is no screen here to open a window on: {reason}"
    meaning_template = "Nothing was recorded, and nothing is lost."
    remedy_template = "Start Carrel from a desktop, or use its commands; “carrel --help” lists them."


class NoWindow(Problem):
    what_template = "The window cannot be opened: {reason}"
    meaning_template = "Nothing was recorded, and nothing is lost."
    remedy_template = "Run packaging/setup, which installs what is missing, and try again."


def open_window(file: Path | None, *, profile: Path | None, play: tuple[str, str | None] | None = None) -> int:
    """Opens the window, with `file` added and shown when there is one. Returns the exit code. Raises a `Problem`.

    `play`: a course in the library, and one of its sessions or None for the next; it begins to play at once.
    """
    if file is not None and not file.exists():
        raise NoSuchFile(file=file)
    require_display()
    # Loading makes many things that stay, and no garbage: looking for some takes a twentieth of the time until there
    # is a window, which takes it out itself from then on, see `player.ui.garbage`.
    gc.disable()
    try:
        # Imported here because no other command should wait for Qt.
        from player.ui.start import start
    except ModuleNotFoundError:
        raise
    except ImportError as error:  # a system library that Qt is linked with
        raise NoWindow(reason=f"{error}.", details=str(error)) from None
    return start(file, profile=profile, play=play)


def open_station(settings: Path, *, windowed: bool) -> int:
    """Opens a kiosk's window, until its operator closes it. Returns the exit code. Raises a `Problem`."""
    from player.bootstrap.supervised import Supervised

    # First of all: whatever is printed later must not come between what the supervisor hears.
    supervised = Supervised.from_stdin()
    require_display()
    gc.disable()
    try:
        from player.ui.kiosk.start import start_station
    except ModuleNotFoundError:
        raise
    except ImportError as error:
        raise NoWindow(reason=f"{error}.", details=str(error)) from None
    return start_station(settings, supervised, windowed)


def require_display() -> None:
    """Raises `NoDisplay` where Qt would end the whole program with a complaint of its own."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return
    wayland, screen = os.environ.get("WAYLAND_DISPLAY", ""), os.environ.get("DISPLAY", "")
    if not wayland and not screen:
        raise NoDisplay(reason="neither DISPLAY nor WAYLAND_DISPLAY is set.")
    if not wayland and not _answers(screen):
        raise NoDisplay(reason=f"nothing answers at DISPLAY={screen}.")


def _answers(screen: str) -> bool:
    """Whether an X server listens at `screen` ("host:number.screen"); what is written otherwise is left to Qt."""
    host, _, rest = screen.rpartition(":")
    number = rest.split(".")[0]
    if not number.isdigit():
        return True
    if host not in ("", "unix"):
        return _connects(socket.AF_INET, (host, 6000 + int(number)))
    path = f"/tmp/.X11-unix/X{number}"
    return any(_connects(socket.AF_UNIX, place) for place in (path, f"\0{path}"))


def _connects(family: socket.AddressFamily, place: str | tuple[str, int]) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as line:
        line.settimeout(3)
        try:
            line.connect(place)
        except OSError:
            return False
    return True
