"""Screens that draw everything half as large again: the window is as whole there as elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

WALK = """
import sys
from pathlib import Path
from player.ui.none_guard import guard_none
guard_none()
from PySide6.QtWidgets import QApplication, QLabel
from player.ui.screen_facts import screen_facts
from tests.ui.access import complaints, elided, low, overlaps, small
from tests.ui.touring import Tour, desk_of, places
app = QApplication([])
with desk_of("real", Path(sys.argv[1])) as desk:
    course = next(iter(desk.library())).signed.hash
    tour = Tour(desk, course, app, stage="real", asked=places("real"))
    tour.window.show()
    ratio = tour.window.devicePixelRatioF()
    print("ratio", ratio)
    print("screen", *(fact.value for fact in screen_facts(tour.window)))
    for place in places("real"):
        page = tour.visit(place)
        for text in (*complaints(page), *small(page), *low(page), *overlaps(page), *elided(page)):
            print("wrong", place, text)
        for label in page.findChildren(QLabel):
            picture = label.pixmap()
            if label.isVisible() and not picture.isNull():
                print("picture" if picture.devicePixelRatio() == ratio else "blurred", place, label.parent())
        tour.leave(place)
    tour.host.door.close()
"""
NATIVE = 800
"""Pixels of a side of Qt's screen that is none."""


@pytest.mark.parametrize("ratio", ["1.5", pytest.param("1.25", marks=pytest.mark.long)])
def test_nothing_is_cut_off_or_blurred_and_the_screens_own_pixels_are_told(
    ratio: str, root: Path, tmp_path: Path
) -> None:
    where = os.environ | {"QT_SCALE_FACTOR": ratio, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", WALK, tmp_path], cwd=root, env=where, capture_output=True, text=True, check=True
    )
    told = done.stdout.splitlines()
    assert told[:2] == [f"ratio {ratio}", f"screen {NATIVE} px {NATIVE} px"]
    assert [line for line in told if line.startswith(("wrong", "blurred"))] == []
    assert any(line.startswith("picture") for line in told)
