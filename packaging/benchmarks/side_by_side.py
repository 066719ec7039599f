"""Our real window beside mpv, playing the same recording: the work it takes, the way to a place, steadiness."""

from __future__ import annotations

import statistics
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from measuring import Figures
from players import Carrel, Player, carrel, cpu_ms, cvlc, memory_mb, mpv
from recordings import FPS, Recording, Shape, record
from virtual_screen import VirtualScreen, virtual_screen

SECONDS = 26
SETTLE_S = 1.0
CONTROLS_S = 4.0
"""Until our controls have gone from over the picture."""
PLACES_MS = (19_300, 7_900, 15_640, 22_850, 3_480, 20_900, 11_200, 17_770)
NEAR = 20
"""Pictures after the one that was sought that still tell that it was found."""
GIVE_UP_MS = 5_000.0


@dataclass(frozen=True, slots=True)
class Seat:
    """One player with a screen of its own."""

    player: Player
    screen: VirtualScreen
    lines: int
    settle_s: float

    def cpu_percent(self, seconds: float) -> float:
        """Of one core, while it plays for so long from near the beginning; before and after that it stands still."""
        self.player.seek(1_000)
        self.player.play(True)
        time.sleep(self.settle_s)
        used, began = cpu_ms(self.player.pid), time.monotonic()
        time.sleep(seconds)
        percent = (cpu_ms(self.player.pid) - used) / (time.monotonic() - began) / 10
        self.player.play(False)
        return percent

    def seek_ms(self, position_ms: int) -> float:
        """From the order until a picture of that place is on the screen, while it plays."""
        wanted = position_ms * FPS // 1000
        began = time.monotonic()
        self.player.seek(position_ms)
        while not -1 <= self.screen.number(self.lines) - wanted <= NEAR:
            if (time.monotonic() - began) * 1000 > GIVE_UP_MS:
                return GIVE_UP_MS
            time.sleep(0.001)
        return (time.monotonic() - began) * 1000


@dataclass(frozen=True, slots=True)
class Table:
    """Both on the same recording."""

    recording: Recording
    ours: Seat
    theirs: Seat
    window: Carrel


@contextmanager
def table(recording: Recording, *, full: bool = True) -> Generator[Table]:
    """Both begun and standing still. `full`: the picture alone, in its own size; else our window as it opens."""
    shape = recording.shape
    size = (shape.width, shape.height) if full else (1440, 900)
    with ExitStack() as stack:
        here, there = (stack.enter_context(virtual_screen(*size)) for _ in range(2))
        window = stack.enter_context(carrel(here, recording, full=full))
        there.area = here.area
        other = stack.enter_context(mpv(there, recording))
        time.sleep(SETTLE_S)
        seats = Seat(window, here, shape.height, CONTROLS_S), Seat(other, there, shape.height, SETTLE_S)
        for seat in seats:
            seat.player.play(False)
        yield Table(recording, *seats, window)


def measure_players(folder: Path, *, long: bool) -> Figures:
    """`*_ratio_*`: ours to mpv's, the median of pairs; per cent are of one core."""
    folder.chmod(0o755)  # VLC refuses the administrator's rights, and reads as somebody else
    figures: Figures = {}
    seeks: list[float] = []
    for height in (720, 1080):
        recording = record(folder, Shape(height=height), seconds=SECONDS)
        with table(recording) as seats:
            figures |= _work(seats, str(height), long=long)
            seeks += _seeks(seats, figures)
            figures[f"window_memory_{height}_mb"] = memory_mb(seats.window.pid)["VmRSS"]
            if height == 1080:
                figures |= steadiness(seats, seconds=10)
        figures[f"cvlc_cpu_{height}_percent"] = _cvlc_percent(recording)
        if long:
            with table(recording, full=False) as seats:
                figures |= _work(seats, f"{height}_in_window", long=long)
        with table(record(folder, Shape(height=height, keyframe_s=8), seconds=SECONDS)) as seats:
            seeks += _seeks(seats, figures)
    return figures | {"seek_ratio_mpv": statistics.median(seeks)}


def steadiness(seats: Table, *, seconds: float) -> Figures:
    """What the screen did not show of what was due, and how long the thread that draws was deaf at most."""
    due, missed = _missed(seats.ours, seconds, seats.window)
    longest, busiest, over = map(float, seats.window.answer())
    theirs = _missed(seats.theirs, seconds)
    return {
        "pictures_due": due,
        "pictures_missed": missed,
        "mpv_pictures_missed": theirs[1],
        "ui_longest_ms": longest,
        "ui_longest_work_ms": busiest,
        "ui_over_20_ms": over,
    }


def _missed(seat: Seat, seconds: float, window: Carrel | None = None) -> tuple[float, float]:
    """Pictures that were due while it played, and those of them that the screen never showed."""
    seat.player.seek(1_000)
    seat.player.play(True)
    time.sleep(seat.settle_s)
    if window is not None:
        window.order("watch")
    numbers = [number for _, number in seat.screen.numbers(seat.lines, seconds=seconds)]
    if window is not None:
        window.order("tell")
    seat.player.play(False)
    due = numbers[-1] - numbers[0] + 1
    return float(due), float(due - len(set(numbers)))


def _work(seats: Table, name: str, *, long: bool) -> Figures:
    seconds, times = (15.0, 6) if long else (5.0, 3)
    pairs = [(seats.ours.cpu_percent(seconds), seats.theirs.cpu_percent(seconds)) for _ in range(times)]
    return {
        f"mpv_ratio_cpu_{name}": statistics.median(ours / theirs for ours, theirs in pairs),
        f"cpu_{name}_percent": statistics.median(ours for ours, _ in pairs),
        f"mpv_cpu_{name}_percent": statistics.median(theirs for _, theirs in pairs),
    }


def _seeks(seats: Table, figures: Figures) -> list[float]:
    """The ratio at each place, each told by the screen: the same way for both, with all that lies between."""
    sides = seats.ours, seats.theirs
    for seat in sides:
        seat.player.play(True)
        seat.player.seek(500)
    time.sleep(SETTLE_S)
    pairs: list[tuple[float, float]] = []
    for place in PLACES_MS:
        pairs.append((sides[0].seek_ms(place), sides[1].seek_ms(place)))
        time.sleep(0.4)
    for seat in sides:
        seat.player.play(False)
    name = seats.recording.shape.name.replace("-", "_")
    figures[f"seek_{name}_ms"] = statistics.median(ours for ours, _ in pairs)
    figures[f"mpv_seek_{name}_ms"] = statistics.median(theirs for _, theirs in pairs)
    return [ours / theirs for ours, theirs in pairs]


def _cvlc_percent(recording: Recording) -> float:
    """It cannot be told to stand still, so it comes by itself."""
    with virtual_screen(recording.shape.width, recording.shape.height) as screen, cvlc(screen, recording) as player:
        time.sleep(2 * SETTLE_S)
        used = cpu_ms(player.pid)
        time.sleep(5)
        return (cpu_ms(player.pid) - used) / 50
