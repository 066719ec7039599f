"""Start: whole processes, off screen, until the library is shown, and until the first picture of a recording is."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from measuring import ROOT, SAMPLE, Figures, in_turn

TIMES = 7
LONGEST_S = 60
"""A window that tells of a mistake instead waits for whoever reads it."""
LIBRARY = """
import gc
gc.disable()
from player.bootstrap.desk import desk_over
from player.bootstrap.places import find_places
from player.ui.none_guard import guard_none
from player.ui.application import make_application
from player.ui.start import make_window
guard_none()
app = make_application()
places = find_places()
with desk_over(places) as desk:
    shell = make_window(app, desk, places)
    shell.show()
    while not shell.door.is_idle:
        app.processEvents()
    app.processEvents()
    shell.close()
"""
"""As `player.cli.window` opens it."""
FIRST_FRAME = """
import gc, sys
from player.cli.app import run
gc.disable()
from player.ui.playback.picture import Picture
from PySide6.QtWidgets import QApplication
paint = Picture.paintEvent
seen = []
def painted(self, event):
    paint(self, event)
    if self.has_frame and not seen:
        seen.append(event)
        print("first frame", flush=True)
        QApplication.instance().closeAllWindows()
Picture.paintEvent = painted
sys.exit(run(["watch", sys.argv[1]]))
"""
"""The real command; only the moment is noted at which the widget has painted a picture of the recording."""
BARE = """
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
label = QLabel("Library")
label.show()
app.processEvents()
"""


def measure_start(folder: Path) -> Figures:
    environment = _environment(folder)
    course, recording = _prepare(folder, environment)

    def whole(code: str) -> float:
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True)
        return time.perf_counter() - began

    def first_frame() -> float:
        return _until([sys.executable, "-c", FIRST_FRAME, course], "first frame", environment, ends_itself=True)

    ours, bare = in_turn(lambda: whole(LIBRARY), lambda: whole(BARE), times=TIMES)
    figures = {"start_to_library_s": ours, "start_bare_qt_s": bare}
    mpv = shutil.which("mpv")
    if mpv is None:
        return figures | {"start_to_first_frame_ms": _median(first_frame)}
    command = [mpv, "--no-config", "--vo=null", "--ao=null", "-v", str(recording)]
    frame, other = in_turn(
        first_frame, lambda: _until(command, "first video frame", environment, ends_itself=False), times=TIMES
    )
    return figures | {"start_to_first_frame_ms": frame, "mpv_start_to_first_frame_ms": other}


def _environment(folder: Path) -> dict[str, str]:
    """An installed program finds its code compiled: so it does here after the first turn, which does not count."""
    given = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {
        **given,
        "QT_QPA_PLATFORM": "offscreen",
        "CARREL_PROFILE": str(folder / "profile"),
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
    }


def _prepare(folder: Path, environment: dict[str, str]) -> tuple[str, Path]:
    """A profile with the sample in it, its disclosures read; gives the course's hash, and its recording as a file."""
    from player.bootstrap.desk import desk_over
    from player.bootstrap.places import find_places

    with desk_over(find_places(Path(environment["CARREL_PROFILE"]))) as desk:
        signed = desk.add_course(SAMPLE)
        desk.journey(signed).acknowledge_disclosures()
        package = desk.package(signed.hash)
        recording = folder / "recording.mp4"
        recording.write_bytes(package.read(signed.course.sessions[0].media))
        package.close()
    return signed.hash, recording


def _until(command: list[str], word: str, environment: dict[str, str], *, ends_itself: bool) -> float:
    """Milliseconds from the start of a process until it says `word`."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    limit = threading.Timer(LONGEST_S, process.kill)
    limit.start()
    with process:
        said = next((line for line in process.stdout or () if word in line), None)
        passed_ms = (time.perf_counter() - began) * 1000
        if not ends_itself:
            process.terminate()
    limit.cancel()
    assert said is not None, f"{command[0]} showed nothing"
    return passed_ms


def _median(measure: Callable[[], float]) -> float:
    measure()
    return statistics.median(measure() for _ in range(TIMES))
