"""What only shows over time: ten minutes without a dropped picture, an hour's memory, five hundred recordings."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path

from measuring import ROOT, Figures
from players import carrel, memory_mb
from recordings import Recording, Shape, lengthened, record
from virtual_screen import virtual_screen

TEN_MINUTES_S = 600
HOUR_S = 3_600
LOADS = 500
ROUND_S = 60
"""How long the recording is that is played again and again."""


def measure_steadiness(folder: Path) -> Figures:
    folder.chmod(0o755)
    round_ = record(folder, Shape(height=1080), seconds=ROUND_S)
    hour = lengthened(round_, HOUR_S // ROUND_S + 2)
    return _an_hour(hour, round_) | _many_loads(round_)


def _an_hour(recording: Recording, round_: Recording) -> Figures:
    """The real window plays 1080p; every picture that the screen shows in the first ten minutes is read back."""
    lines, pictures = recording.shape.height, round_.pictures
    with virtual_screen(recording.shape.width, lines) as screen, carrel(screen, recording) as window:
        time.sleep(5)
        began = time.monotonic()
        window.order("watch")
        numbers = [number for _, number in screen.numbers(lines, seconds=TEN_MINUTES_S)]
        window.order("tell")
        longest, busiest, over = window.answer()
        early = memory_mb(window.pid)["VmRSS"]
        time.sleep(HOUR_S - (time.monotonic() - began))
        late = memory_mb(window.pid)
    # Numbers begin again with each round; a picture of the round before is none that was left out.
    steps = [(after - before) % pictures for before, after in pairwise(numbers)]
    return {
        "pictures_due_in_ten_minutes": float(sum(steps)),
        "pictures_missed_in_ten_minutes": float(sum(step - 1 for step in steps)),
        "ui_longest_in_ten_minutes_ms": float(longest),
        "ui_longest_work_in_ten_minutes_ms": float(busiest),
        "ui_over_20_ms_in_ten_minutes": float(over),
        "memory_after_ten_minutes_mb": early,
        "memory_after_an_hour_mb": late["VmRSS"],
        "most_memory_in_an_hour_mb": late["VmHWM"],
    }


def _many_loads(recording: Recording) -> Figures:
    """One engine, loaded, played to its first picture and closed again and again, in a process of its own."""
    program = [sys.executable, str(Path(__file__).resolve()), str(recording.file)]
    told = subprocess.run(program, cwd=ROOT, check=True, capture_output=True, text=True)
    early, late = map(float, told.stdout.split()[-2:])
    return {"memory_after_50_loads_mb": early, "memory_after_500_loads_mb": late}


def _load_again_and_again(file: Path) -> None:
    sys.path.insert(0, str(ROOT))
    from player.media.source import FileSource
    from player.media.vlc_engine import create_engine

    engine, shown, source = create_engine(silent=True), threading.Event(), FileSource(file)

    def see(*_: object) -> None:
        shown.set()

    engine.on_frame(see)
    for number in range(1, LOADS + 1):
        shown.clear()
        engine.load(source)
        engine.play()
        assert shown.wait(10), f"no picture after {number} loads"
        engine.close()
        if number in (50, LOADS):
            print(memory_mb(_own_pid())["VmRSS"])
    engine.release()


def _own_pid() -> int:
    return int(Path("/proc/self").resolve().name)


if __name__ == "__main__":
    _load_again_and_again(Path(sys.argv[1]))
