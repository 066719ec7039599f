"""Start: whole processes, off screen, until the library is shown."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from measuring import ROOT, SAMPLE, Figures, in_turn

LIBRARY = """
import sys, time
from pathlib import Path
from player.ui.none_guard import guard_none
guard_none()
from PySide6.QtTest import QTest
from player.bootstrap.desk import desk_over
from player.bootstrap.places import find_places
from player.ui.start import make_application, make_window
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
BARE = """
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
label = QLabel("Library")
label.show()
app.processEvents()
"""


def measure_start(folder: Path) -> Figures:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "CARREL_PROFILE": str(folder)}
    subprocess.run(
        [sys.executable, "-m", "player", "add", str(SAMPLE)],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )

    def process(code: str) -> float:
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True)
        return time.perf_counter() - began

    ours, bare = in_turn(lambda: process(LIBRARY), lambda: process(BARE), times=5)
    return {"start_to_library_s": ours, "start_bare_qt_s": bare}
